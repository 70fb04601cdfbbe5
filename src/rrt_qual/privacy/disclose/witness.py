"""Other tables that a reader cannot rule out, found by small steps from the true one.

A step takes one interview out of a hidden cell and puts it into another of the same sum. Where that breaks a tie or
another sum, further steps mend it, in hidden cells alone, until all holds again: a table of whole numbers that looks
the same to its reader. Whatever values a cell takes in such tables, the reader has to reckon with: a proof of safety
by example, which needs no linear programming.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from rrt_qual.privacy.disclose.grid import CODED, THERE, Cell, CellGrid, Hidden

#: How many steps are tried to mend what one step broke, and between how many columns each. Where no
#: example is found, more cells are hidden: larger numbers hide a little less, and take longer.
_PATIENCE = 40
_COLUMNS = 3

#: (line, the column that gives one interview, the column that takes it)
_Step = tuple[int, int, int]


class Witness:
    """The true table, from which steps are tried and taken back. What is hidden may grow while it is used."""

    def __init__(self, grid: CellGrid, hidden: Hidden) -> None:
        self._grid = grid
        self._hidden = hidden
        self._now = [list(line) for line in grid.values]
        self._low: dict[Cell, int] = {}
        self._high: dict[Cell, int] = {}
        self._over: dict[int, list[int]] = defaultdict(list)
        self._under: dict[int, list[int]] = defaultdict(list)
        figures = [line for line in grid.lines if line not in (CODED, THERE)]
        for a, b in (*grid.below, (CODED, THERE), *((line, CODED) for line in figures)):
            self._over[a].append(b)
            self._under[b].append(a)
        self._wholes: dict[int, list[tuple[int, ...]]] = defaultdict(list)
        self._part_of: dict[int, list[tuple[int, tuple[int, ...]]]] = defaultdict(list)
        for whole, parts in grid.covers:
            self._wholes[whole].append(parts)
            for line in parts:
                self._part_of[line].append((whole, parts))
        self._beside = [
            sorted({p for s in grid.sums if column in s.parts for p in s.parts if p != column})
            for column in grid.columns
        ]
        self._signs = [
            {n: -1 if column == s.whole else 1 for n, s in enumerate(grid.sums) if column in (s.whole, *s.parts)}
            for column in grid.columns
        ]
        self._one_sum = len(grid.sums) == 1  # then no step between two parts can break a sum
        self._off: dict[tuple[int, int], int] = defaultdict(int)  # (line, sum) -> its parts less its whole
        self._moved: dict[Cell, int] = defaultdict(int)
        self._left = 0

    def spans(self, cell: Cell, need: int) -> bool:
        """Whether steps show that the values of a hidden cell span at least `need`."""
        if (CODED, cell[1]) in self._hidden and self._one_sum:
            return self._pooled(cell, need)
        if self._width(cell) < need:
            self._walk(cell, need, -1)
        if self._width(cell) < need:
            below = self._grid.values[cell[0]][cell[1]] - self._low.get(cell, self._grid.values[cell[0]][cell[1]])
            self._walk(cell, need - below, 1)
        return self._width(cell) >= need

    def _width(self, cell: Cell) -> int:
        return self._high.get(cell, 0) - self._low.get(cell, 0)

    def _pooled(self, cell: Cell, need: int) -> bool:
        """The same for a group that is hidden whole, together with at least one other.

        All that those groups hold together may be one group's or another's, in any proportion, as the ties hold for
        their sum; so the cell may be 0, or all that is in them and what steps can add.
        """
        line, column = cell
        pool = [p for p in self._beside[column] if (CODED, p) in self._hidden]
        most = sum(self._grid.values[line][p] for p in (column, *pool))
        if not pool or most >= need:
            return bool(pool) or need <= 0
        for row in self._now:
            row[column] += sum(row[p] for p in pool)
            for p in pool:
                row[p] = 0
        found = self._walk(cell, need - most, 1, keep=False)
        for row, true in zip(self._now, self._grid.values, strict=True):
            for p in (column, *pool):
                row[p] = true[p]
        return most + found >= need

    def _walk(self, cell: Cell, most: int, way: int, *, keep: bool = True) -> int:
        """How many steps, at most `most`, the cell can go up (or down: -1); the table is left as it was.

        With `keep`, what it and other cells went through is remembered.
        """
        taken: list[_Step] = []
        count = 0
        while count < most and self._one_more(cell, way, taken):
            count += 1
        if keep:
            self._remember(taken)
        self._back(taken, 0)
        return count

    def _one_more(self, cell: Cell, way: int, taken: list[_Step]) -> bool:
        line, column = cell
        if cell not in self._hidden:
            return False
        for other in self._partners(line, column, way):
            self._moved.clear()
            self._left = _PATIENCE
            mark = len(taken)
            if self._take((line, other, column) if way > 0 else (line, column, other), taken, mark):
                return True
            self._back(taken, mark)
        return False

    def _remember(self, taken: list[_Step]) -> None:
        """The table as it stands is possible: its values, and all between them and the true ones."""
        for line, giver, taker in taken:
            for column in (giver, taker):
                value, true = self._now[line][column], self._grid.values[line][column]
                self._low[line, column] = min(value, self._low.get((line, column), true))
                self._high[line, column] = max(value, self._high.get((line, column), true))

    def _partners(self, line: int, column: int, way: int, first: int = -1) -> list[int]:
        """Columns that a cell going up can take from (down: give to), `first` before all others."""
        now = self._now[line]
        found = [p for p in self._beside[column] if (line, p) in self._hidden and (way < 0 or now[p])]
        return sorted(found, key=lambda p: (p != first, -now[p]))

    def _take(self, step: _Step, taken: list[_Step], start: int) -> bool:
        """Take a step and all that it calls for; False when it cannot be done (the caller takes back)."""
        line, giver, taker = step
        if self._left <= 0 or not self._now[line][giver] or (line, giver) not in self._hidden:
            return False
        if self._moved[line, giver] > 0 or self._moved[line, taker] < 0 or (line, taker) not in self._hidden:
            return False  # to and fro leads nowhere
        self._left -= 1
        self._move(step)
        taken.append(step)
        repairs = self._broken(taken, start)
        if repairs is None:
            return True
        for repair in repairs:
            mark = len(taken)
            if self._take(repair, taken, start):
                return True
            self._back(taken, mark)
        return False

    def _move(self, step: _Step, by: int = 1) -> None:
        line, giver, taker = step
        self._now[line][giver] -= by
        self._now[line][taker] += by
        self._moved[line, giver] -= by
        self._moved[line, taker] += by
        if not self._one_sum:
            for n, sign in self._signs[giver].items():
                self._off[line, n] -= sign * by
            for n, sign in self._signs[taker].items():
                self._off[line, n] += sign * by

    def _back(self, taken: list[_Step], mark: int) -> None:
        while len(taken) > mark:
            self._move(taken.pop(), -1)

    def _broken(self, taken: list[_Step], start: int) -> Iterator[_Step] | None:
        """Steps that would each mend the first thing found broken; None when all holds."""
        now = self._now
        for n in range(len(taken) - 1, start - 1, -1):
            line, giver, taker = taken[n]
            if not self._one_sum and (off := [s for c in (giver, taker) for s in self._signs[c] if self._off[line, s]]):
                return self._balance(line, off[0])
            for b in self._over[line]:
                if now[line][taker] > now[b][taker]:
                    return self._repairs((b,), line, taker, giver)
            for a in self._under[line]:
                if now[a][giver] > now[line][giver]:
                    return self._repairs((line,), a, giver, taker)
            for parts in self._wholes[line]:
                if now[line][taker] > sum(now[p][taker] for p in parts):
                    return self._repairs(parts, line, taker, giver)
            for whole, parts in self._part_of[line]:
                if now[whole][giver] > sum(now[p][giver] for p in parts):
                    return self._repairs(parts, whole, giver, taker)
        return None

    def _balance(self, line: int, number: int) -> Iterator[_Step]:
        """Steps between this sum, which holds too much or too little now, and another that is off the other way."""
        sums, off = self._grid.sums, self._off[line, number]
        for other in range(len(sums)):
            if self._off[line, other] * off >= 0:
                continue
            more, less = (number, other) if off > 0 else (other, number)
            yield line, sums[less].whole, sums[more].whole
            for giver in sums[more].parts:
                for taker in sums[less].parts:
                    if taker in self._beside[giver]:
                        yield line, giver, taker

    def _repairs(self, up: tuple[int, ...], down: int, column: int, first: int) -> Iterator[_Step]:
        """Ways to raise one of some lines, or to lower another, in a column."""
        for other in self._partners(down, column, -1, first)[:_COLUMNS]:
            yield down, column, other
        for line in sorted(up, key=lambda x: -self._now[x][first]):
            for other in self._partners(line, column, 1, first)[:_COLUMNS]:
                yield line, other, column
