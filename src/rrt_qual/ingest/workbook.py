"""A sheet of an Excel workbook (.xlsx) as the rows that a CSV file would give."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Collection, Mapping
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import Any

from rrt_qual.domain.characters import cleaned
from rrt_qual.domain.errors import FileFault
from rrt_qual.domain.limits import FIGURE_COLUMNS, FIGURE_ROWS, SHEET_CELLS, SHEETS, Budget
from rrt_qual.ingest.csv_file import CsvFile, CsvRow, fold, parse_csv
from rrt_qual.ingest.raw_file import file_name, read_bytes
from rrt_qual.ingest.zip_parts import ZipParts

#: The heading may stand below a title and a note.
_HEADING_WITHIN = 20
_TITLE_WITHIN = 8
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
    sheets = [CsvFile(name, "", "", CsvRow(1, ()), tuple(rows)) for rows in _sheets(data, name)]
    titles = [sheet.rows[0].cells[0] for sheet in sheets]
    bodies = [CsvFile(name, "", "", s.rows[1], s.rows[2:]) for s in sheets if len(s.rows) > 1]
    names = [title for title, s in zip(titles, sheets, strict=True) if len(s.rows) > 1]
    found = [(t, f) for t, body in zip(names, bodies, strict=True) if (f := _with_heading(body, known, needed))]
    if not found:
        if not bodies:
            raise FileFault(f"{name} holds no rows.", "Give a workbook with a sheet whose first row names its columns.")
        raise _no_heading(name, bodies[0], needed)
    (title, first), *others = found
    left = ", ".join(f"'{t}'" for t, _ in others)
    warning = ((first.header.line, f"sheet '{title}' is read; {left} not: save it as a file of its own."),)
    return CsvFile(name, "", "", first.header, first.rows, warning if others else ())


def _sheets(data: bytes, name: str) -> list[list[CsvRow]]:
    """The rows of each visible sheet that are not blank, its title as a row before them."""
    import openpyxl

    _refuse_bomb(data, name)
    left = Budget(SHEET_CELLS, f"{name} has more than {SHEET_CELLS:,} cells.", "Give the sheet of figures alone.")
    try:
        book = openpyxl.load_workbook(BytesIO(data), read_only=True, data_only=True)
        out = []
        for sheet in book.worksheets:
            if sheet.sheet_state != "visible":
                continue
            sheet.reset_dimensions()
            rows = [CsvRow(0, (cleaned(str(sheet.title))[0],))]
            for line, row in enumerate(sheet.iter_rows(), start=1):
                left.spend(len(row))
                cells = tuple(_text(cell) for cell in row)
                if any(cells):
                    rows.append(CsvRow(line, cells))
            out.append(rows)
        book.close()
    except FileFault:
        raise
    except Exception:  # openpyxl raises whatever it stumbles upon, and may quote a cell in it
        raise FileFault(f"{name} is not a workbook that can be read.", "Save it again as .xlsx, or as CSV.") from None
    return out


def _refuse_bomb(data: bytes, name: str) -> None:
    """Walk through all that openpyxl will unpack: it believes what a workbook says of itself."""
    from rrt_qual.ingest.xml_tree import scan_xml

    parts = ZipParts(data, name)
    cells = Budget(SHEET_CELLS, f"{name} has more than {SHEET_CELLS:,} cells.", "Give the sheet of figures alone.")
    sheets = Budget(SHEETS, f"{name} has more than {SHEETS} sheets.", "Give the sheet of figures alone.")

    def seen(tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "c":
            cells.spend()
            if not _CELL.fullmatch(attributes.get("r", "A1")):
                raise FileFault(f"{name} is damaged: a cell stands where no sheet has one.", "Save it again as .xlsx.")
        elif (tag == "row" and not attributes.get("r", "1").isascii()) or len(attributes.get("r", "")) > 7:
            raise FileFault(f"{name} is damaged: a row stands where no sheet has one.", "Save it again as .xlsx.")
        elif tag == "sheet":
            sheets.spend()

    for member in parts.names:
        if member.casefold().endswith((".xml", ".rels")):
            scan_xml(parts.read(member), name, seen)


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


def _no_heading(name: str, file: CsvFile, needed: Collection[str]) -> FileFault:
    seen = ", ".join(f"'{cell.strip()[:40]}'" for cell in file.header.cells[:12] if cell.strip()) or "none"
    return FileFault(
        f"{name}: no row names a column '{sorted(needed, key=len)[0]}'; the first row holds {seen}.",
        f"Name one column {' or '.join(repr(n) for n in sorted(needed)[:4])}.",
    )
