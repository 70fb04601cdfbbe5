"""A sheet of an Excel workbook (.xlsx) as the rows that a CSV file would give."""

from __future__ import annotations

import datetime
import math
import re
import warnings
from collections.abc import Collection, Mapping
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import Any

from rrt_qual.domain.errors import FileFault
from rrt_qual.domain.files.characters import cleaned
from rrt_qual.domain.files.limits import FIGURE_COLUMNS, FIGURE_ROWS, SHEET_CELLS, SHEETS, Budget
from rrt_qual.ingest.raw_file import file_name, read_bytes
from rrt_qual.ingest.tables.csv_file import CsvFile, CsvRow, fold, parse_csv
from rrt_qual.ingest.zip_parts import ZipParts

#: The heading may stand below a title and a note.
_HEADING_WITHIN = 20
#: So many lines at the top are tried as title and note, by whether what follows has the columns of figures.
_TITLE_WITHIN = 8
#: Formulas that are kept in mind, to say so where the result of one was not saved.
_FORMULAS = 10_000
#: The last column (XFD) and row that Excel has.
_CELL = re.compile(r"[A-X]?[A-Z]{1,2}[0-9]{1,7}")


def read_figures(path: Path, known: Collection[str], needed: Collection[str]) -> CsvFile:
    """The table of figures in a CSV file or a workbook; its heading may stand below a title.

    `known` are folded names of columns; the heading is the row, among the first, that has most of them and one of
    `needed`. Of a workbook the first sheet with such a row is read; others that have one are named in a warning.

    Raises:
        FileFault: the file cannot be read, or no row is such a heading.
    """
    data, name = read_bytes(path), file_name(path)
    if data.startswith(b"PK\x03\x04"):
        return _within(_of_workbook(data, name, known, needed))
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise FileFault(f"{name} is an old or a locked Excel workbook.", "Save it as .xlsx without a password.")
    file = parse_csv(data, name, known)
    found = _with_heading(file, known, needed) or _below_title(data, name, known, needed)
    if found is None:
        raise _no_heading(name, file, needed)
    return _within(found)


def _within(file: CsvFile) -> CsvFile:
    """`file`, unless it is larger than any table of figures."""
    for row in file.rows:
        if any(row.cells[FIGURE_COLUMNS:]):
            raise FileFault(
                f"{file.name}:{row.line}: the row goes beyond {FIGURE_COLUMNS} columns.", "Delete what stands there."
            )
    if sum(len(row.cells) for row in file.rows) > SHEET_CELLS:
        raise FileFault(f"{file.name} has more than {SHEET_CELLS:,} cells.", "Give the figures alone.")
    if len(file.rows) > FIGURE_ROWS:
        raise FileFault(
            f"{file.name} has {len(file.rows):,} rows, more than the {FIGURE_ROWS:,} that a table of figures may.",
            "Give the figures alone, not what they were counted from.",
        )
    return file


def _below_title(data: bytes, name: str, known: Collection[str], needed: Collection[str]) -> CsvFile | None:
    """The table below lines of words that hold no separator, which hide the separator of the table."""
    lines = data.splitlines(keepends=True)
    for skip in range(1, min(_TITLE_WITHIN, len(lines))):
        with suppress(FileFault):
            if found := _with_heading(parse_csv(b"".join(lines[skip:]), name, known), known, needed):
                rows = (CsvRow(row.line + skip, row.cells) for row in found.rows)
                heading = CsvRow(found.header.line + skip, found.header.cells)
                return CsvFile(name, found.encoding, found.delimiter, heading, tuple(rows), found.warnings)
    return None


def _of_workbook(data: bytes, name: str, known: Collection[str], needed: Collection[str]) -> CsvFile:
    sheets, hidden = _sheets(data, name)
    filled = [(title, body) for title, body in sheets if body is not None]
    found = [(title, f) for title, body in filled if (f := _with_heading(body, known, needed))]
    if not found:
        if not filled:
            raise FileFault(f"{name} holds no rows.", "Give a workbook with a sheet whose first row names its columns.")
        raise _no_heading(name, filled[0][1], needed, hidden)
    (title, first), *others = found
    left = ", ".join(f"'{t}'" for t, _ in others)
    more = ((first.header.line, f"sheet '{title}' is read; {left} not: save it as a file of its own."),)
    warnings = (*first.warnings, *(more if others else ()))
    return CsvFile(name, "", "", first.header, first.rows, warnings)


def _sheets(data: bytes, name: str) -> tuple[list[tuple[str, CsvFile | None]], int]:
    """The title of each visible sheet with its rows that are not blank (None: it has none); how many are hidden."""
    import openpyxl

    formulas = _refuse_bomb(data, name)
    left = Budget(SHEET_CELLS, f"{name} has more than {SHEET_CELLS:,} cells.", "Give the sheet of figures alone.")
    try:
        with warnings.catch_warnings(action="ignore"):  # it tells the terminal of every part that it leaves out
            book = openpyxl.load_workbook(BytesIO(data), read_only=True, data_only=True)
        visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        out = [(cleaned(str(sheet.title))[0], _rows(sheet, name, left, formulas)) for sheet in visible]
        hidden = len(book.worksheets) - len(visible)
        book.close()
    except FileFault:
        raise
    except Exception:  # openpyxl raises whatever it stumbles upon, and may quote a cell in it
        raise FileFault(f"{name} is not a workbook that can be read.", "Save it again as .xlsx, or as CSV.") from None
    return out, hidden


def _rows(sheet: Any, name: str, left: Budget, formulas: Collection[str]) -> CsvFile | None:
    """The rows of a sheet that are not blank; with a warning where the result of a formula was not saved."""
    sheet.reset_dimensions()
    rows, unsaved = [], []
    for line, row in enumerate(sheet.iter_rows(), start=1):
        left.spend(len(row))
        unsaved += [(line, c.coordinate) for c in row if c.value is None and getattr(c, "coordinate", "") in formulas]
        cells = tuple(_text(cell) for cell in row)
        if any(cells):
            rows.append(CsvRow(line, cells))
    said: tuple[tuple[int, str], ...] = ()
    if unsaved:
        line, first = unsaved[0]
        said = ((line, f"{first} holds a formula without its result: open the file in Excel, save it, and try again."),)
    return CsvFile(name, "", "", rows[0], tuple(rows[1:]), said) if rows else None


def _refuse_bomb(data: bytes, name: str) -> set[str]:
    """Walk through all that openpyxl will unpack: it believes what a workbook says of itself.

    Returns the places of formulas, as 'C2', of all sheets together; of very many only the first.
    """
    from rrt_qual.ingest.xml_tree import scan_xml

    parts = ZipParts(data, name)
    cells = Budget(SHEET_CELLS, f"{name} has more than {SHEET_CELLS:,} cells.", "Give the sheet of figures alone.")
    sheets = Budget(SHEETS, f"{name} has more than {SHEETS} sheets.", "Give the sheet of figures alone.")

    formulas: set[str] = set()
    here = ""

    def seen(tag: str, attributes: Mapping[str, str]) -> None:
        nonlocal here
        if tag == "c":
            here = attributes.get("r", "")
            cells.spend()
            if not _CELL.fullmatch(attributes.get("r", "A1")):
                raise FileFault(f"{name} is damaged: a cell stands where no sheet has one.", "Save it again as .xlsx.")
        elif (tag == "row" and not attributes.get("r", "1").isascii()) or len(attributes.get("r", "")) > 7:
            raise FileFault(f"{name} is damaged: a row stands where no sheet has one.", "Save it again as .xlsx.")
        elif tag == "sheet":
            sheets.spend()
        elif tag == "f" and len(formulas) < _FORMULAS:
            formulas.add(here)

    for member in parts.names:
        if member.casefold().endswith((".xml", ".rels")):
            scan_xml(parts.read(member), name, seen)
    return formulas


def _text(cell: Any) -> str:
    """A cell as it would stand in a CSV file; a number that is shown as per cent carries its sign."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        if not math.isfinite(value):
            return "#NUM!"
        if "%" in str(getattr(cell, "number_format", "")):
            return f"{round(value * 100, 10):g}%"
        return f"{value:.15g}"
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat(" ")
    return cleaned(str(value))[0].strip()


def _with_heading(file: CsvFile, known: Collection[str], needed: Collection[str]) -> CsvFile | None:
    """`file` from its heading on; None when no row among the first has one of `needed`."""
    rows = [file.header, *file.rows]
    best, most = None, 0
    for at, row in enumerate(rows[:_HEADING_WITHIN]):
        names = {fold(cell) for cell in row.cells}
        score = len(names & set(known))
        if names & set(needed) and score > most:
            best, most = at, score
    if best is None:
        return None
    return CsvFile(file.name, file.encoding, file.delimiter, rows[best], tuple(rows[best + 1 :]), file.warnings)


def _no_heading(name: str, file: CsvFile, needed: Collection[str], hidden: int = 0) -> FileFault:
    seen = ", ".join(f"'{cell.strip()[:40]}'" for cell in file.header.cells[:12] if cell.strip()) or "none"
    return FileFault(
        f"{name}: no row names a column '{sorted(needed, key=len)[0]}'; the first row holds {seen}.",
        f"Name one column {' or '.join(repr(n) for n in sorted(needed)[:4])}."
        f"{' Sheets that are hidden are not read.' if hidden else ''}",
    )
