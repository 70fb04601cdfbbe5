"""Codebooks in CSV: a row a theme, as Taguette, QualCoder and plain spreadsheets write them.

Taguette's header is `tag,description,number of highlights`, from 2024 with `parent`. QualCoder's file
has no header: the first cell is a path, `category>>category>>code` or `code>>>subcode`, the second a
memo. Any spreadsheet with a column for the theme will do, and may name indicator and domain as well.
"""

from __future__ import annotations

import re
from pathlib import Path

from rrt_qual.domain.codebook import Codebook, Domain, Example, Indicator, Theme
from rrt_qual.domain.errors import FileFault
from rrt_qual.domain.files.limits import NAME_CHARACTERS, PATH_DEPTH, THEMES
from rrt_qual.ingest.codebook.parents import Line, indicator_group, link_parents
from rrt_qual.ingest.codebook.shape import (
    COLOUR_REMEDY,
    ID_PATTERN,
    canonical,
    normalise_colour,
    one_line,
    slug,
    unused,
)
from rrt_qual.ingest.faults import FaultList, clip
from rrt_qual.ingest.tables.csv_file import CsvFile, CsvRow, fold, one_column_hint, parse_csv

#: The names that a column may have, folded; where two are there, the first in this order counts.
_COLUMNS: dict[str, tuple[str, ...]] = {
    "domain": ("domain",),
    "indicator": ("indicator", "category", "group"),
    "theme": ("theme", "tag", "name", "codename", "code", "path", "themename"),
    "id": ("id", "themeid", "codeid"),
    "parent": ("parent", "parenttheme"),
    "definition": ("definition", "description", "memo", "codedescription", "codememo"),
    "colour": ("colour", "color", "codecolor", "codecolour"),
    "use_when": ("usewhen", "whentouse"),
    "not_when": ("notwhen", "whennottouse"),
    "examples": ("examples", "example"),
}
#: Between two examples in one cell.
_BETWEEN = re.compile(r"(?<=\s)\|(?=\s)")
_KNOWN = frozenset(name for names in _COLUMNS.values() for name in names)
#: Columns of other programs that mean nothing here; no need to warn of them.
_PASSED_OVER = frozenset(
    ("numberofhighlights", "frequency", "count", "owner", "date", "cid", "catid", "supercid", "supercatid", "")
)


def load_csv(raw: bytes, name: str) -> tuple[Codebook | None, FaultList]:
    """The codebook in `raw` (None when there is at least one error) with all errors and warnings.

    Raises:
        FileFault: it is no CSV file, or has no column for themes.
    """
    file = parse_csv(raw, name, _KNOWN)
    faults = FaultList(name)
    for at, warning in file.warnings:
        faults.warn(at, warning)
    lines = _lines(file, faults)
    link_parents(lines, faults)
    _check(lines, faults)
    if faults.errors:
        return None, faults
    return _build(lines, Path(name).stem), faults


def _lines(file: CsvFile, faults: FaultList) -> list[Line]:
    columns = _find_columns(file)
    if "theme" not in columns:
        if any(">>" in row.cell(0) for row in (file.header, *file.rows)):
            return _from_paths((file.header, *file.rows), {"theme": 0, "definition": 1}, faults)
        raise FileFault(
            f"{file.name} has no column for themes: its columns are "
            f"{', '.join(repr(clip(c)) for c in file.columns()[:8])}{one_column_hint(file)}.",
            "Name the columns in the first line: theme and definition, and if wanted domain, indicator, colour, "
            "use_when, not_when, examples. The files of Taguette (tag,description) and QualCoder are read as they are.",
        )
    for index, column in enumerate(file.columns()):
        if index not in columns.values() and fold(column) not in _PASSED_OVER:
            faults.warn(file.header.line, f'the column "{clip(column)}" is not read.', "It has no place in a codebook.")
    width = len(file.header.cells)
    for row in file.rows:
        if any(cell.strip() for cell in row.cells[width:]):
            faults.error(
                row.line,
                f"the row has {len(row.cells)} cells, but there are {width} columns.",
                'Put a cell that has a comma in it in quotes ("…").',
            )
    return _from_paths(file.rows, columns, faults)


def _find_columns(file: CsvFile) -> dict[str, int]:
    folded = [fold(column) for column in file.columns()]
    found: dict[str, int] = {}
    for key, names in _COLUMNS.items():
        index = next((folded.index(name) for name in names if name in folded), None)
        if index is not None:
            found[key] = index
    return found


def _from_paths(rows: tuple[CsvRow, ...], columns: dict[str, int], faults: FaultList) -> list[Line]:
    """Each row as a line; paths become domain, indicator and parent; parents without a row get a line."""
    lines: list[Line] = []
    for row in rows:
        cells = {key: row.cell(index).strip() for key, index in columns.items()}
        path = cells.pop("theme")
        categories, codes = _split_path(path)
        if len(path) > NAME_CHARACTERS or len(codes) > PATH_DEPTH or path.count(".") > PATH_DEPTH:
            what = (
                f"the theme's name is longer than {NAME_CHARACTERS:,} characters or has more than {PATH_DEPTH} parts."
            )
            faults.error(row.line, what, "Write a short name, and the rest as its definition.")
            continue
        if len(lines) > THEMES:
            faults.error(
                row.line, f"the codebook has more than {THEMES:,} themes.", "Split it: nobody codes with so many."
            )
            return []
        if not codes:
            faults.error(row.line, "the row names no theme.", "Fill in the theme, or delete the row.")
            continue
        domain, indicator = one_line(cells.pop("domain", "")), one_line(cells.pop("indicator", ""))
        if len(categories) > 1:
            domain, indicator = categories[0], " / ".join(categories[1:])
        elif categories:
            indicator = categories[0]
        parent = one_line(cells.pop("parent", "")) if len(codes) == 1 else ""
        for end in range(1, len(codes)):
            lines.append(Line(row.line, tuple(codes[:end]), domain, indicator, made_up=True))
        lines.append(Line(row.line, tuple(codes), domain, indicator, parent, cells))
    return _without_needless(_nest_categories(lines))


def _split_path(text: str) -> tuple[list[str], list[str]]:
    """Categories and codes of a QualCoder path; the last name is always a code, and so is all after >>>."""
    parts = re.split(r"(>{3,}|>>)", text)
    names, signs = [one_line(part) for part in parts[::2]], parts[1::2]
    first = next((n for n, sign in enumerate(signs) if len(sign) > 2), len(names) - 1)
    return [name for name in names[:first] if name], [name for name in names[first:] if name]


def _without_needless(lines: list[Line]) -> list[Line]:
    """Drops what was made up for a parent that has a row of its own, and all but the first of the rest."""
    have = {line.key for line in lines if not line.made_up}
    kept = []
    for line in lines:
        if not line.made_up or line.key not in have:
            kept.append(line)
            have.add(line.key)
    return kept


def _nest_categories(lines: list[Line]) -> list[Line]:
    """A category that holds codes as well as categories is a domain that has an indicator of its own name."""
    domains = {line.domain.casefold(): line.domain for line in lines if line.domain}
    for line in lines:
        if not line.domain and line.indicator.casefold() in domains:
            line.domain = domains[line.indicator.casefold()]
    return lines


def _check(lines: list[Line], faults: FaultList) -> None:
    if not lines and not faults.errors:
        faults.error(1, "the file names no theme.", "Add a row for each theme.")
    groups, domains = ({line.group for line in lines}, {line.domain.casefold() for line in lines})
    if len(lines) + len(groups - {("", "")}) + len(domains - {""}) > THEMES:
        faults.error(1, f"the codebook has more than {THEMES:,} entries.", "Split it: nobody codes with so many.")
    names: dict[tuple[tuple[str, str], int, str], int] = {}
    ids: dict[str, int] = {}
    for line in lines:
        key = (indicator_group(line), id(line.above), line.name.casefold())
        if names.setdefault(key, line.line) != line.line:
            what = f'the theme "{clip(line.name)}" stands twice, on lines {names[key]} and {line.line}.'
            faults.error(line.line, what, "Delete one of the rows, or give one theme another name.")
        wanted = line.cells.get("id", "")
        if wanted and not ID_PATTERN.fullmatch(wanted):
            what = f'the id "{clip(wanted)}" has something other than letters, digits, - and _ in it.'
            faults.error(line.line, what, f"Write a short name such as {slug(wanted)}.")
        elif wanted and ids.setdefault(wanted, line.line) != line.line:
            what = f'the id "{clip(wanted)}" is used twice, on lines {ids[wanted]} and {line.line}.'
            faults.error(line.line, what, "Give one of them another id.")
        colour = line.cells.get("colour", "")
        if colour and normalise_colour(colour) is None:
            what = f'the colour of theme "{clip(line.name)}" is "{clip(colour)}", which is not a colour.'
            faults.error(line.line, what, COLOUR_REMEDY)
        if not line.cells.get("definition"):
            what = f'theme "{clip(line.name)}" has no definition.'
            faults.warn(line.line, what, "Coders and suggestions do better with one.")


def _build(lines: list[Line], stem: str) -> Codebook:
    """Ids: those of the file first; then made from names, for domains, indicators and themes in turn."""
    taken = {line.cells["id"] for line in lines if line.cells.get("id")}

    def make(name: str, kind: str) -> str:
        made = unused(slug(name, kind), taken)
        taken.add(made)
        return made

    domains = {line.domain.casefold(): line.domain for line in reversed(lines) if line.domain}
    order = dict.fromkeys(line.domain.casefold() for line in lines if line.domain)
    domain_ids = {key: make(domains[key], "domain") for key in order}
    indicators: dict[tuple[str, str], Indicator] = {}
    for line in lines:
        # A domain without an indicator becomes an indicator of its own name, so that it is not lost.
        name = line.indicator or line.domain
        if name and line.group not in indicators:
            made = Indicator(make(name, "indicator"), name, domain=domain_ids.get(line.domain.casefold()))
            indicators[line.group] = made
    ids = {id(line): line.cells.get("id") or make(line.name, "theme") for line in lines}
    return canonical(
        Codebook(
            id=slug(stem, "codebook"),
            name=one_line(stem) or "Codebook",
            version=1,
            themes=tuple(_theme(line, ids, indicators) for line in lines),
            indicators=tuple(indicators.values()),
            domains=tuple(Domain(domain_ids[key], domains[key]) for key in order),
        )
    )


def _theme(line: Line, ids: dict[int, str], indicators: dict[tuple[str, str], Indicator]) -> Theme:
    cells = line.cells
    return Theme(
        id=ids[id(line)],
        name=line.name,
        colour=cells.get("colour", ""),
        definition=cells.get("definition", ""),
        use_when=cells.get("use_when", ""),
        not_when=cells.get("not_when", ""),
        examples=tuple(Example(text) for text in _BETWEEN.split(cells.get("examples", "")) if text.strip()),
        indicator=indicators[line.group].id if line.group in indicators else None,
        parent=ids[id(line.above)] if line.above is not None else None,
    )
