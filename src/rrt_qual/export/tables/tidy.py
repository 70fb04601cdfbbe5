"""A folder of tidy CSV files, one a table, with a data dictionary, a read-me, and the pictures with their words.

UTF-8 with a byte order mark, without which Excel garbles accents; CRLF; an empty cell is nothing known or withheld.
Nothing but header and rows stands in a table: what a reader must know is in `readme.txt`.
"""

from __future__ import annotations

import csv
import io
import re
from codecs import BOM_UTF8

from rrt_qual.domain.report.report import Report, Sheet
from rrt_qual.export.registry import Files, Options
from rrt_qual.export.safe import csv_cell
from rrt_qual.export.tables.dictionary import dictionary
from rrt_qual.export.words import clean

READ_ME = "readme.txt"
DICTIONARY = "data_dictionary.csv"


def render(report: Report, options: Options) -> Files:
    """The files of the folder."""
    tables = [sheet for sheet in report.sheets if sheet.name != "read me"]
    files = {READ_ME: _read_me(report).encode()}
    for sheet, name in zip(tables, file_names(tables), strict=True):
        files[name] = _table(sheet)
    files[DICTIONARY] = _table(dictionary(tables))
    for figure in report.figures:
        stem = re.sub(r"[^\w-]+", "_", figure.name)
        files |= {f"{stem}.png": figure.png} if figure.png else {}
        files |= {f"{stem}.svg": figure.svg.encode()} if figure.svg else {}
        files[f"{stem}.txt"] = f"{clean(figure.title, one_line=True)}\r\n\r\n{clean(figure.alt)}\r\n".encode()
    return files


def file_names(sheets: list[Sheet]) -> list[str]:
    """The names of the tables' files, each once whatever the case."""
    out: list[str] = []
    for sheet in sheets:
        stem = re.sub(r"[^\w-]+", "_", sheet.name).strip("_")[:60] or "table"
        name, number = f"{stem}.csv", 1
        while name.lower() in {o.lower() for o in out} | {DICTIONARY}:
            number += 1
            name = f"{stem}_{number}.csv"
        out.append(name)
    return out


def _table(sheet: Sheet) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([csv_cell(column.key) for column in sheet.columns])
    writer.writerows(
        [csv_cell(clean(value) if isinstance(value, str) else value) for value in row] for row in sheet.rows
    )
    return BOM_UTF8 + text.getvalue().encode()


def _read_me(report: Report) -> str:
    lines = [report.provenance.project, ""]
    for sheet in report.sheets:
        if sheet.name == "read me":
            lines += [f"{what}: {value}" for what, value in sheet.rows]
    lines += ["", f"What every column means stands in {DICTIONARY}."]
    return "\r\n".join(clean(line, one_line=True) for line in lines) + "\r\n"
