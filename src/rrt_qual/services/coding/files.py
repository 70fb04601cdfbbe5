"""Codings from a file and to a file: placed or listed with the reason, never guessed, never twice."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path, PureWindowsPath
from typing import Literal

from rrt_qual.domain.coding import Coder, Coding, CodingRow, Origin
from rrt_qual.domain.errors import UsageError
from rrt_qual.domain.files.characters import nfc
from rrt_qual.domain.spans import Span, trim
from rrt_qual.ingest import formats
from rrt_qual.ingest.tables.codings_file import TextIndex, place, read_codings
from rrt_qual.services.shared.project import Project
from rrt_qual.services.texts.texts import Texts
from rrt_qual.services.texts.written import logged
from rrt_qual.store.coding import batches, codings
from rrt_qual.store.file.connection import snapshot, transaction
from rrt_qual.store.interviews import interviews, originals
from rrt_qual.store.project import coders
from rrt_qual.store.project.ids import new_id

#: The endings of a file of codings and the format that they stand for.
FORMATS: dict[str, Literal["csv", "jsonl"]] = {".csv": "csv", ".jsonl": "jsonl", ".ndjson": "jsonl"}


@dataclass
class CodingsReport:
    """What came of a file of codings: each row is counted in one of the three.

    `skipped` are (line, why). `coders` counts the added codings by coder; `warnings` are sentences.
    """

    file: str
    added: int = 0
    recognised: int = 0
    skipped: list[tuple[int, str]] = field(default_factory=list)
    coders: dict[str, int] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)


class _UnplacedError(Exception):
    """Why one row does not come in, as a sentence."""


def import_codings(project: Project, path: Path, *, coder: str | None = None) -> CodingsReport:
    """Bring the codings of a file in, all that can be placed in one transaction.

    `coder` stands for the coder of the rows that name none. A row's interview is one by its name or
    its file's name, its theme one by its id or its whole name, its passage by offsets or exact words.

    Raises:
        FileFault: the file cannot be read as codings; nothing was changed.
        UsageError: a coder cannot be called that.
    """
    file = read_codings(path)
    report = CodingsReport(file.name, warnings=list(file.warnings))
    report.skipped += [(fault.line, fault.reason) for fault in file.faults]
    with transaction(project.conn) as conn:
        placer = _Placer(project, coder)
        for row in file.rows:
            try:
                coding = placer.coding(row)
            except _UnplacedError as why:
                report.skipped.append((row.line, str(why)))
                continue
            if coding is None:
                report.recognised += 1
        batches.put(conn, placer.found, label="import codings")
    report.added = len(placer.found)
    for one in placer.found:
        name = placer.coder_names[one.coder_id]
        report.coders[name] = report.coders.get(name, 0) + 1
    report.skipped.sort()
    report.warnings += placer.warnings
    return report


def export_codings(project: Project, path: Path, *, coder: str | None = None) -> int:
    """Write every coding (or one coder's) with its words to a CSV or JSONL file; returns how many.

    Machine-made codings are among them; `origin` says so.

    Raises:
        UsageError: the file's ending stands for neither format.
        NotFound: no such coder.
        FileFault: the file cannot be written; what was there is as it was.
    """
    from rrt_qual.export.codings_file import write_codings

    kind = FORMATS.get(path.suffix.lower())
    if kind is None:
        raise UsageError(f"'{path.name}' says no format.", f"End its name in {' or '.join(FORMATS)}.")
    found = rows(project, coder=coder)
    with logged(project, "codings export", path):
        return write_codings(found, path, kind)


def rows(project: Project, *, coder: str | None = None) -> list[CodingRow]:
    """The project's codings (or one coder's) as rows of a file, by wave, interview and place; raises NotFound.

    Words, memos and names of interviews are as they may leave the project: replaced words by their
    pseudonyms, what was found and not decided by its kind. Offsets are those of the original.
    """
    conn = project.conn
    with snapshot(conn):
        only = coders.by_name(conn, coder).id if coder else None
        names = {c.id: c.name for c in coders.every(conn)}
        texts = Texts(project, for_export=True)
        live = texts.names.interviews
        found = [c for c in codings.every(conn) if only in (None, c.coder_id) and c.interview_id in live]
        said = {c.id: texts.words(c.interview_id, c.span) for c in found}
        memos = {c.id: texts.mask(c.memo) for c in found if c.memo}
    return [
        CodingRow(
            interview=live[c.interview_id],
            start=c.span.start,
            end=c.span.end,
            text=said[c.id],
            theme=c.theme,
            stance=c.stance,
            coder=names[c.coder_id],
            memo=memos.get(c.id, ""),
            id=c.id,
            origin=c.origin,
            created_at=c.created_at,
        )
        for c in found
    ]


class _Placer:
    """Finds what each row means in the project; `found` are the new codings, in the order of the file."""

    def __init__(self, project: Project, coder: str | None) -> None:
        self.conn = project.conn
        self.default_coder = coder
        self.found: list[Coding] = []
        self._coders = {c.name.casefold(): c for c in coders.every(self.conn)}
        self.coder_names = {c.id: c.name for c in self._coders.values()}
        self.warnings: list[str] = []
        self._seen: dict[tuple[str, str, str, Span], Coding] = {}
        self._ids: set[str] = set()
        self._themes = _Named((t.id, (t.id,), (t.name,)) for t in project.codebook().themes)
        self._read, self._exported = Texts(project), Texts(project, for_export=True)
        files = {name: file for file, name in interviews.source_names(self.conn).items()}
        self._interviews = _Named(
            (key, (name, key), (*_forms(name, files.get(name, "")), self._read.name(key)))
            for name, key in interviews.names(self.conn).items()
        )
        self._texts: dict[str, TextIndex] = {}

    def coding(self, row: CodingRow) -> Coding | None:
        """The new coding that the row stands for; None when it is in the project already.

        Raises:
            _UnplacedError: it cannot come in.
        """
        interview_id = self._interviews.find(row.interview, "interview", *_forms(row.interview, ""))
        theme = self._themes.find(row.theme, "theme", row.theme)
        span = self._span(row, interview_id)
        name = self._coder_name(row)
        coder = self._coders.get(name.casefold())
        if coder is not None:
            place = (interview_id, theme, coder.id, span)
            here = self._seen.get(place) or batches.twin(self.conn, *place)
            if here is not None:
                self._compare(row, here)
                return None
        coding_id = self._new_id(row)
        coder = coder or self._new_coder(name)
        made = Coding(
            id=coding_id,
            interview_id=interview_id,
            theme=theme,
            coder_id=coder.id,
            span=span,
            stance=row.stance,
            origin=row.origin or Origin.IMPORTED,
            created_at=self._time(row),
            memo=row.memo,
        )
        self._seen[interview_id, theme, coder.id, span] = made
        self._ids.add(made.id)
        self.found.append(made)
        return made

    def _span(self, row: CodingRow, interview_id: str) -> Span:
        if interview_id not in self._texts:
            text = originals.load_text(self.conn, interview_id)
            readings = [way.of(interview_id, text) for way in (self._read, self._exported)]
            self._texts[interview_id] = TextIndex(text, readings)
        index = self._texts[interview_id]
        span = place(row, index)
        if isinstance(span, str):
            raise _UnplacedError(span)
        return trim(index.text, span)

    def _coder_name(self, row: CodingRow) -> str:
        name = " ".join((row.coder or self.default_coder or "").split())
        if not name:
            raise _UnplacedError("The row names no coder; give one for such rows with --coder.")
        return name

    def _new_coder(self, name: str) -> Coder:
        try:
            coder = coders.ensure(self.conn, name)
        except UsageError as fault:
            raise _UnplacedError(str(fault)) from None
        self._coders[name.casefold()] = coder
        self.coder_names[coder.id] = coder.name
        return coder

    def _compare(self, row: CodingRow, here: Coding) -> None:
        """Refuse a row whose coding is here with another stance; note a memo that is not taken over."""
        if row.stance != here.stance:
            raise _UnplacedError(
                f"The same coding is in the project as '{here.stance}'; the row says '{row.stance}'. It stays."
            )
        if row.memo.strip() not in ("", here.memo.strip(), self._read.mask(here.memo).strip()):
            self.warnings.append(f"Line {row.line}: the coding is in the project; its memo is left as it is there.")

    def _new_id(self, row: CodingRow) -> str:
        """The row's own id if it is a UUID; another program's id is not kept."""
        try:
            kept = str(uuid.UUID(row.id or ""))
        except ValueError:
            return new_id()
        if kept in self._ids or batches.is_used(self.conn, kept):
            raise _UnplacedError(
                "A coding of this id is in the project, changed or removed since the file was written."
                " It is left as it is; to bring the row in as a coding of its own, take its id away."
            )
        return kept

    def _time(self, row: CodingRow) -> str:
        """The row's time as the project writes times; '' (now) when there is none."""
        if not row.created_at:
            return ""
        try:
            at = datetime.fromisoformat(row.created_at)
            at = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
        except (ValueError, OverflowError):
            self.warnings.append(f"Line {row.line}: '{row.created_at}' is no time; that of the import stands for it.")
            return ""
        return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


class _Named:
    """Things by their names: the exact ones first, then the others in any case, if only one is meant."""

    def __init__(self, things: Iterable[tuple[str, Sequence[str], Sequence[str]]]) -> None:
        self._exact: dict[str, str] = {}
        self._loose: dict[str, set[str]] = {}
        for key, exact, loose in things:
            self._exact.update(dict.fromkeys(exact, key))
            for name in (*exact, *loose):
                self._loose.setdefault(_folded(name), set()).add(key)

    def find(self, given: str, what: str, *forms: str) -> str:
        """The key of what is meant; raises _UnplacedError for none and for several."""
        if given in self._exact:
            return self._exact[given]
        for form in forms:
            meant = self._loose.get(_folded(form), set())
            if len(meant) == 1:
                return next(iter(meant))
            if meant:
                raise _UnplacedError(f"'{given}' could be any of {len(meant)} {what}s; give its id.")
        raise _UnplacedError(f"There is no {what} '{given}' in the project.")


def _folded(name: str) -> str:
    return " ".join(nfc(name).casefold().split())


def _forms(name: str, file: str) -> tuple[str, ...]:
    """What a file may call an interview: its name, its file's name, both without folder and ending."""
    forms = []
    for form in (name, file):
        if form:
            base = PureWindowsPath(form).name
            stem = PureWindowsPath(base).stem
            forms += [form, base, stem if PureWindowsPath(base).suffix.lower() in _suffixes() else base]
    return tuple(dict.fromkeys(forms))


@cache
def _suffixes() -> frozenset[str]:
    return frozenset(suffix for kind in formats() for suffix in kind.suffixes)
