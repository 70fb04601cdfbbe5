"""Codings as marks beside the text: which lane of the margin each takes. Pure: knows nothing of Textual."""

from __future__ import annotations

from collections.abc import Iterable
from operator import itemgetter
from typing import NamedTuple

from rrt_qual.tui.widgets.marks import Mark
from rrt_qual.tui.widgets.transcript_layout import Layout

#: The lane of a mark for which the margin has no room; it is counted in '+n'.
NO_LANE = -1


class Placed(NamedTuple):
    """A mark with its lane and its rows, first and last included."""

    mark: Mark
    lane: int
    first: int
    last: int


#: The marks that touch each row; what begins first stands first.
Placing = dict[int, tuple[Placed, ...]]


def place(marks: Iterable[Mark], layout: Layout, lanes: int) -> Placing:
    """The marks of each row, each mark in the lowest lane that is free on all its rows.

    Of marks that begin on one row the longer comes first. The current mark always has a lane, unless there is none.
    """
    waiting = []
    for mark in marks:
        rows = layout.rows_of(mark.span)
        if rows:
            waiting.append((rows[0], -rows[-1], mark.span.start, mark.id, mark))
    waiting.sort(key=itemgetter(0, 1, 2, 3))
    order = [(first, -last, mark) for first, last, _, _, mark in waiting]
    placed = _in_lanes(order, lanes)
    homeless = next((p for p in placed if p.lane == NO_LANE and p.mark.current), None)
    if homeless is not None and lanes:
        placed = _in_lanes(order, lanes, homeless)
    by_row: dict[int, list[Placed]] = {}
    for each in placed:
        for row in range(each.first, each.last + 1):
            by_row.setdefault(row, []).append(each)
    return {row: tuple(some) for row, some in by_row.items()}


def _in_lanes(order: Iterable[tuple[int, int, Mark]], lanes: int, reserved: Placed | None = None) -> list[Placed]:
    """Each mark of `order` (first row, last row, mark) placed; `reserved` is given the first lane before all others."""
    ends = [-1] * lanes
    out: list[Placed] = []
    for first, last, mark in order:
        if reserved is not None and mark is reserved.mark:
            out.append(reserved._replace(lane=0))
            continue
        found = NO_LANE
        for lane, end in enumerate(ends):
            crosses = reserved is not None and lane == 0 and first <= reserved.last and last >= reserved.first
            if first > end and not crosses:
                found = lane
                ends[lane] = last
                break
        out.append(Placed(mark, found, first, last))
    return out


def changed_rows(old: Placing, new: Placing) -> set[int]:
    """The rows whose marks are not the same."""
    return {row for row in old.keys() | new.keys() if old.get(row) != new.get(row)}
