"""Codings as marks beside the text: which lane of the margin each takes. Pure: knows nothing of Textual."""

from __future__ import annotations

from collections.abc import Iterable
from operator import itemgetter
from typing import NamedTuple

from rrt_qual.tui.transcript.layout import ScriptLayout
from rrt_qual.tui.transcript.mark import Mark

#: The lane of a mark for which the margin has no room; it is counted in '+n'.
NO_LANE = -1


class Placed(NamedTuple):
    """A mark, or the part of it that has a lane or has none, with its rows, first and last included."""

    mark: Mark
    lane: int
    first: int
    last: int


#: The marks that touch each row; what begins first stands first.
Placing = dict[int, tuple[Placed, ...]]


def place(marks: Iterable[Mark], layout: ScriptLayout, lanes: int) -> Placing:
    """The marks of each row, each mark in the lowest lane that is free on all its rows.

    Of marks that begin on one row the longer comes first. A mark that finds no free lane takes the one that is
    free first and is counted until then. The current mark has a lane on all its rows, unless there is none.
    """
    waiting = []
    for mark in marks:
        rows = layout.rows_of(mark.span)
        if rows:
            waiting.append((rows[0], -rows[-1], mark.span.start, mark.id, mark))
    waiting.sort(key=itemgetter(0, 1, 2, 3))
    order = [(first, -last, mark) for first, last, _, _, mark in waiting]
    placed = _in_lanes(order, lanes)
    if lanes and any(p.lane == NO_LANE and p.mark.current for p in placed):
        first, last, mark = next(each for each in order if each[2].current)
        placed = _in_lanes(order, lanes, Placed(mark, 0, first, last))
    by_row: dict[int, list[Placed]] = {}
    for each in placed:
        for row in range(each.first, each.last + 1):
            by_row.setdefault(row, []).append(each)
    return {row: tuple(some) for row, some in by_row.items()}


def _in_lanes(order: Iterable[tuple[int, int, Mark]], lanes: int, reserved: Placed | None = None) -> list[Placed]:
    """Each mark of `order` (first row, last row, mark) placed; `reserved` keeps its lane before all others."""
    free = [0] * lanes
    out: list[Placed] = []
    for first, last, mark in order:
        if reserved is not None and mark is reserved.mark:
            out.append(reserved)
            continue
        starts = free
        if reserved is not None and first <= reserved.last and last >= reserved.first:
            starts = [reserved.last + 1 if lane == reserved.lane else row for lane, row in enumerate(free)]
        start = min((max(first, row) for row in starts), default=last + 1)
        if start > first:
            out.append(Placed(mark, NO_LANE, first, min(start - 1, last)))
        if start <= last:
            lane = next(lane for lane, row in enumerate(starts) if row <= start)
            free[lane] = last + 1
            out.append(Placed(mark, lane, start, last))
    return out


def changed_rows(old: Placing, new: Placing) -> set[int]:
    """The rows whose marks are not the same."""
    return {row for row in old.keys() | new.keys() if old.get(row) != new.get(row)}
