"""Figures as JSON or CSV: alone on stdout, in UTF-8 whatever the terminal speaks."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any


def write_json(value: Any) -> None:
    """One JSON value on stdout."""
    _write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def write_csv(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> None:
    """Rows as CSV on stdout, a header line first; None is an empty cell.

    Words cannot become formulas in a spreadsheet.
    """
    from rrt_qual.export.safe import csv_cell

    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        values = (row.get(column) for column in columns)
        writer.writerow(["" if v is None else csv_cell(v) if isinstance(v, str) else v for v in values])
    _write(text.getvalue())


def _write(text: str) -> None:
    stream = getattr(sys.stdout, "buffer", None)
    if stream is None:
        sys.stdout.write(text)
    else:
        sys.stdout.flush()
        stream.write(text.encode("utf-8", "replace"))
        stream.flush()
