"""Names that a project gives (managers, teams, offices) from a CSV or text file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from rrt_qual.domain.confidentiality.names import form_key
from rrt_qual.domain.confidentiality.privacy import FindKind
from rrt_qual.domain.errors import FileFault
from rrt_qual.domain.files.limits import NAME_CHARACTERS, ROWS, TABLE_BYTES
from rrt_qual.ingest.decode import decode
from rrt_qual.ingest.raw_file import file_name, read_bytes
from rrt_qual.ingest.tables.csv_file import CsvFile, fold, one_column_hint, read_csv

_NAME = ("name", "names", "realname", "fullname", "term", "form", "entity", "word", "words")
_KIND = ("kind", "type", "category", "label", "what", "sort")
_ALIASES = ("aliases", "alias", "alsoknownas", "aka", "othernames", "othername", "nicknames", "nickname", "otherforms",
            "forms", "variants", "short", "abbreviation", "abbreviations")  # fmt: skip
_KIND_WORDS: Mapping[str, FindKind] = {
    **{fold(k): k for k in FindKind},
    **dict.fromkeys(("people", "persons", "staff", "manager", "managers", "worker", "colleague", "per"),
                    FindKind.PERSON),
    **dict.fromkeys(("places", "town", "towns", "city", "village", "office", "offices", "area", "areas", "location",
                     "building", "street", "gpe", "loc"), FindKind.PLACE),
    **dict.fromkeys(("teams", "service", "unit", "department"), FindKind.TEAM),
    **dict.fromkeys(("organisations", "organization", "organizations", "org", "council", "agency", "company", "school",
                     "hospital", "employer"), FindKind.ORGANISATION),
    **dict.fromkeys(("telephone", "phonenumber", "tel", "mobile"), FindKind.PHONE),
    **dict.fromkeys(("emails", "emailaddress", "mail"), FindKind.EMAIL),
    **dict.fromkeys(("nhs",), FindKind.NHS_NUMBER),
    **dict.fromkeys(("case", "caseid", "caseref"), FindKind.CASE_NUMBER),
    **dict.fromkeys(("title", "job", "role", "jobtitles"), FindKind.JOB_TITLE),
}  # fmt: skip
_SEPARATOR = re.compile(r"[;|]")
#: Code points of a name: the longest names of partnerships fit, a line of talk in the wrong column does not.
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class ListedEntry:
    """One name of the file; `line` from 1."""

    line: int
    kind: FindKind
    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class NameList:
    """What the file gives; `bad` are (line, reason) of rows that were left out, no reason repeats a name."""

    entries: tuple[ListedEntry, ...]
    bad: tuple[tuple[int, str], ...]


def read_names(path: Path, kind: FindKind = FindKind.PERSON) -> NameList:
    """The names in a file.

    A CSV file has the columns name, kind and aliases (separated by semicolons), the last two if wanted; without
    these words in its first line it is read as kind,name,aliases, provided that kinds stand in the first column.
    Any other file is text with a name a line: 'name', 'kind: name', 'kind: name; alias; alias'; lines with # before
    them are left out. `kind` is that of a name which says none.

    Raises:
        FileFault: it cannot be read, is empty or binary, or has no column of names.
    """
    if path.suffix.casefold() in (".csv", ".tsv"):
        return _from_csv(read_csv(path, (*_NAME, *_KIND, *_ALIASES)), kind)
    data, name = read_bytes(path), file_name(path)
    if data.startswith(b"PK\x03\x04"):
        raise FileFault(f"{name} is a workbook, not a list of names.", "Save it from the spreadsheet as 'CSV UTF-8'.")
    try:
        text = decode(data, name, TABLE_BYTES).text
    except FileFault as fault:
        raise FileFault(fault.sentence, "Give a text file with a name a line, or a CSV file.") from None
    return _from_text(text.removeprefix("\ufeff"), kind)


def _from_csv(file: CsvFile, kind: FindKind) -> NameList:
    folded = [fold(c) for c in file.columns()]
    rows = list(file.rows)
    name, kinds, aliases = (next((folded.index(w) for w in words if w in folded), None)
                            for words in (_NAME, _KIND, _ALIASES))  # fmt: skip
    if name is None:
        if len(folded) < 2 or folded[0] not in _KIND_WORDS:
            raise FileFault(
                f"{file.name} has no column of names{one_column_hint(file)}.",
                "Name its columns kind, name and aliases in the first line.",
            )
        kinds, name, aliases, rows = 0, 1, 2, [file.header, *rows]
    entries: list[ListedEntry] = []
    bad: list[tuple[int, str]] = []
    for row in rows:
        _take(entries, bad, row.line, row.cell(kinds), row.cell(name), row.cell(aliases), kind)
    return NameList(tuple(entries), tuple(bad))


def _from_text(text: str, kind: FindKind) -> NameList:
    entries: list[ListedEntry] = []
    bad: list[tuple[int, str]] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if number > ROWS:
            bad.append((number, f"a list may have {ROWS:,} lines; this and the lines below are not read"))
            break
        if len(line) > 10 * NAME_CHARACTERS:
            bad.append((number, f"the line is longer than {10 * NAME_CHARACTERS:,} characters"))
            continue
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        before, colon, after = line.partition(":")
        said, rest = (before, after) if colon else ("", line)
        name, _, aliases = rest.partition(";")
        _take(entries, bad, number, said, name, aliases, kind)
    return NameList(tuple(entries), tuple(bad))


def _take(
    entries: list[ListedEntry],
    bad: list[tuple[int, str]],
    line: int,
    said: str,
    name: str,
    aliases: str,
    kind: FindKind,
) -> None:
    """Put one row among the entries, or among the bad ones with the reason."""
    known = _KIND_WORDS.get(fold(said)) if said.strip() else kind
    name = " ".join(name.split())
    others = dict.fromkeys(" ".join(a.split()) for a in _SEPARATOR.split(aliases))
    if known is None:
        bad.append((line, f"the kind is none of {', '.join(k.replace('_', ' ') for k in FindKind)}"))
    elif not name:
        bad.append((line, "the name is missing"))
    elif any(sum(c.isalnum() for c in form) < 2 for form in (name, *filter(None, others))):
        bad.append((line, "a name has fewer than two letters or digits, so it would be found everywhere"))
    elif any(len(form) > _LONGEST or not form.isprintable() for form in (name, *others)):
        bad.append((line, f"a name is longer than {_LONGEST} characters or holds control characters"))
    else:
        key = form_key(name)
        entries.append(ListedEntry(line, known, name, tuple(a for a in others if a and form_key(a) != key)))
