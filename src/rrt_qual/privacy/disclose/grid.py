"""Figures of several tables as one grid of cells, with all that a reader knows of how they add up.

A *column* is a set of interviews (everybody, a wave, a team, a team in a wave), a *line* one thing that is counted in
each (a theme, a theme as a risk, the base). What holds in every project is written down once, as sums over
columns and as ties between lines; both are known to whoever reads the tables, and used by whoever attacks them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from rrt_qual.domain.confidentiality.disclosure import WhyWithheld

#: The lines of the bases: interviews that were coded, interviews there are.
CODED, THERE = 0, 1

#: (line, column)
Cell = tuple[int, int]

#: Cells that are held back, and why.
Hidden = Mapping[Cell, WhyWithheld]


@dataclass(frozen=True, slots=True)
class Sum:
    """The interviews of the column `whole` are those of the columns `parts`, each in one of them."""

    whole: int
    parts: tuple[int, ...]


@dataclass(frozen=True)
class CellGrid:
    """Cells, and what ties them.

    `values[line][column]`; line 0 counts the coded interviews, line 1 all there are, every other line at most the
    coded ones. `free` are columns that are published whatever they hold: the tables that are not broken down.
    `unseen` are columns that no table shows, but that others give away: a team in the only wave that is not asked for.
    `sums` hold in every line. `below` are pairs of lines (a, b) with a <= b in every column, `covers` a line
    and those that together are at least as large. `block` numbers the lines that ties connect (bases: -1).
    """

    values: tuple[tuple[int, ...], ...]
    free: frozenset[int]
    sums: tuple[Sum, ...]
    below: tuple[tuple[int, int], ...] = ()
    covers: tuple[tuple[int, tuple[int, ...]], ...] = ()
    block: tuple[int, ...] = ()
    unseen: frozenset[int] = frozenset()

    @property
    def columns(self) -> range:
        """The columns."""
        return range(len(self.values[CODED]))

    @property
    def lines(self) -> range:
        """The lines, bases included."""
        return range(len(self.values))

    @cached_property
    def sums_of(self) -> tuple[tuple[Sum, ...], ...]:
        """For each column, the sums that it takes part in."""
        return tuple(tuple(s for s in self.sums if c == s.whole or c in s.parts) for c in self.columns)

    @cached_property
    def scopes(self) -> tuple[tuple[tuple[int, tuple[int, ...]], ...], ...]:
        """For each column, the free wholes that it is part of, as (whole, its own parts in it).

        A team over two waves whose totals are published is (wave 1, team in wave 1), (wave 2, team in wave 2).
        """
        return tuple(self._scope(c) for c in self.columns)

    def _scope(self, column: int) -> tuple[tuple[int, tuple[int, ...]], ...]:
        if column in self.free:
            return ()
        parts = next((s.parts for s in self.sums if s.whole == column), ())
        narrow = [self._whole(p) for p in parts]
        if parts and all(w is not None for w in narrow) and len(set(narrow)) == len(narrow):
            return tuple((w, (p,)) for w, p in zip(narrow, parts, strict=True) if w is not None)
        seen, at = {column}, column
        while True:
            over = [s.whole for s in self.sums if at in s.parts and s.whole not in seen]
            found = next((w for w in over if w in self.free), None)
            if found is not None:
                return ((found, (column,)),)
            if not over:
                return ()
            at = over[0]
            seen.add(at)

    def _whole(self, column: int) -> int | None:
        return next((s.whole for s in self.sums if column in s.parts and s.whole in self.free), None)

    def total(self, line: int, column: int) -> int:
        """What the published totals say that a cell and its siblings add up to."""
        return sum(self.values[line][whole] for whole, _ in self.scopes[column])
