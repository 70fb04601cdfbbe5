"""A sheet of an Excel workbook (.xlsx) as the rows that a CSV file would give."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import Any

from rrt_qual.domain.errors import FileFault
from rrt_qual.ingest.csv_file import CsvFile, CsvRow, fold, parse_csv
from rrt_qual.ingest.raw_file import read_bytes

#: More rows or columns than any file of figures has; beyond them nothing is read.
MAX_ROWS, MAX_COLUMNS = 50_000, 200

#: The heading may stand below a title and a note.
_HEADING_WITHIN = 20
_TITLE_WITHIN = 8


def read_figures(path: Path, known: Collection[str], needed: Collection[str]) -> CsvFile:
    """The table of figures in a CSV file or a workbook; its heading may stand below a title.

    `known` are folded names of columns; the heading is the row, among the first, that has most of them and one of
    `needed`. Of a workbook the first sheet with such a row is read; others that have one are named in a warning.

    Raises:
        FileFault: the file cannot be read, or no row is such a heading.
    """
    data = read_bytes(path)
    if data.startswith(b"PK\x03\x04"):
        return _of_workbook(data, path.name, known, needed)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise FileFault(f"{path.name} is an old or a locked Excel workbook.", "Save it as .xlsx without a password.")
    file = parse_csv(data, path.name, known)
    found = _with_heading(file, known, needed) or _below_title(data, path.name, known, needed)
    if found is None:
        raise _no_heading(path.name, file, needed)
    return found


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

    try:
        book = openpyxl.load_workbook(BytesIO(data), read_only=True, data_only=True)
        out = []
        for sheet in book.worksheets:
            if sheet.sheet_state != "visible":
                continue
            sheet.reset_dimensions()
            rows = [CsvRow(0, (sheet.title,))]
            for line, row in enumerate(sheet.iter_rows(max_row=MAX_ROWS, max_col=MAX_COLUMNS), start=1):
                cells = tuple(_text(cell) for cell in row)
                if any(cells):
                    rows.append(CsvRow(line, cells))
            out.append(rows)
        book.close()
    except Exception as fault:  # openpyxl raises whatever it stumbles upon
        raise FileFault(f"{name} is not a workbook that can be read.", "Save it again as .xlsx, or as CSV.") from fault
    return out


def _text(cell: Any) -> str:
    """A cell as it would stand in a CSV file; a number that is shown as per cent carries its sign."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        if "%" in str(getattr(cell, "number_format", "")):
            return f"{round(value * 100, 10):g}%"
        return f"{value:.15g}"
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat(" ")
    return str(value).strip()


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
