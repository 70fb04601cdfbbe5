"""Codings become a file, CSV or JSONL, that reads back as it was."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from pathlib import Path
from typing import IO, Literal, TextIO

from rrt_qual.domain.coding import CodingRow
from rrt_qual.export.safe import atomic_write, csv_cell

Format = Literal["csv", "jsonl"]

#: The columns of the CSV file and the keys of each JSON object, in this order.
COLUMNS = (
    "interview", "start", "end", "text", "theme", "stance", "coder", "memo", "id", "origin", "created_at",
)  # fmt: skip


def write_codings(rows: Iterable[CodingRow], target: Path | TextIO, format: Format) -> int:
    """Write `rows` to `target`, a path or an open text stream; returns how many there were.

    CSV is safe to open in a spreadsheet; a file of it is UTF-8 with a byte order mark. JSONL is UTF-8,
    one object a line. A file appears whole or not at all, readable by its owner alone. Offsets count
    code points. `CodingRow.line` is not written.

    Raises:
        FileFault: the path cannot be written.
    """
    if isinstance(target, Path):
        with atomic_write(target, bom=format == "csv") as stream:
            return _write(rows, stream, format)
    return _write(rows, target, format)


def _write(rows: Iterable[CodingRow], stream: IO[str], format: Format) -> int:
    count = 0
    if format == "csv":
        table = csv.writer(stream, lineterminator="\r\n")
        table.writerow(COLUMNS)
    for row in rows:
        values = {name: getattr(row, name) for name in COLUMNS}
        if format == "csv":
            table.writerow([csv_cell(value) for value in values.values()])
        else:
            stream.write(json.dumps(values, ensure_ascii=False) + "\n")
        count += 1
    return count
