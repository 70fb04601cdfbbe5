"""The figures of the workforce that were brought in, as they are."""

from __future__ import annotations

from collections.abc import Iterable

from rrt_qual.domain.figures import columns as col
from rrt_qual.domain.report.report import Column, Sheet, ValueType
from rrt_qual.domain.report.survey import WorkforceFigure

COLUMNS = (
    col.text("measure", "Measure", "what is measured"),
    col.text("wave", "Wave", "wave or period; empty: none is named"),
    col.text("group", "Group", "group of staff; 'all': everybody"),
    col.number("value", "Value", "the figure", unit="as the column unit says"),
    col.text("unit", "Unit", "its unit"),
)


def sheet(found: Iterable[WorkforceFigure]) -> Sheet:
    """A row a figure."""
    rows = tuple((f.measure, f.wave, col.or_all(f.group), f.value, f.unit) for f in found)
    return Sheet("workforce", "Workforce", COLUMNS, rows)


def reading(found: Sheet) -> list[Sheet]:
    """A column a wave for people; nothing when there are no figures."""
    records = found.records()
    waves = sorted({str(r["wave"]) for r in records})
    cells = {(r["measure"], r["group"], r["wave"]): f"{r['value']:g} {r['unit']}".strip() for r in records}
    rows = tuple(
        (f"{measure}, {group}" if group != "all" else measure, *(cells.get((measure, group, w)) for w in waves))
        for measure, group in dict.fromkeys((r["measure"], r["group"]) for r in records)
    )
    columns = (col.NAME, *(Column(f"wave {w}", w or "no wave", ValueType.NUMBER) for w in waves))
    return [Sheet(found.name, found.title, columns, rows)] if rows else []
