"""The data dictionary of an export: every column of every table, and what it means."""

from __future__ import annotations

from collections.abc import Iterable

from rrt_qual.domain.report.report import Column, Sheet


def dictionary(sheets: Iterable[Sheet]) -> Sheet:
    """A table of the columns of `sheets`."""
    columns = (
        Column("table", "Table", meaning="the table that the column is in"),
        Column("column", "Column", meaning="its name there"),
        Column("title", "Title", meaning="its heading for people"),
        Column("type", "Type", meaning="text, integer, share (0 to 1), number or date"),
        Column("unit", "Unit", meaning="what its numbers count, or the range they lie in"),
        Column("meaning", "Meaning", meaning="what it says"),
        Column("values", "Values", meaning="what its values stand for, where they are codes"),
    )
    rows = tuple(
        (sheet.name, c.key, c.title, str(c.type), c.unit, c.meaning, "; ".join(f"{v} {word}" for v, word in c.labels))
        for sheet in sheets
        for c in sheet.columns
    )
    return Sheet("data dictionary", "Data dictionary", columns, rows)
