"""Which cells of a grid are held back, so that none that is small can be worked out.

A cell under the threshold is held back (primary), zeros too unless the published total is zero; with it as many others
(secondary) as it takes to leave a reader in doubt about it:

- by the sums alone, the values that are possible span the threshold, or as much as they could span if nothing but the
  totals were published;
- by everything that is known, sums and ties together, at least `PROTECTION` + 1 values are possible
  (`privacy/disclose/witness.py` shows it by example).

Source: Hundepool, A. et al. (2012). Statistical Disclosure Control. Wiley, chapters 4 and 5 (threshold rule, secondary
suppression, protection as the width of the feasibility interval).
"""

from __future__ import annotations

from collections.abc import Iterable

from rrt_qual.domain.confidentiality.disclosure import Policy, WhyWithheld
from rrt_qual.privacy.disclose.grid import CODED, THERE, Cell, CellGrid, Sum
from rrt_qual.privacy.disclose.witness import Witness

#: How far the values of a small cell must span when every sum and tie is used.
PROTECTION = 1

_BASES = (CODED, THERE)


def suppress(grid: CellGrid, policy: Policy) -> dict[Cell, WhyWithheld]:
    """The cells of the grid to hold back, and why; an empty mapping when nothing is small."""
    hidden = _Hidden(grid, policy)
    hidden.find_small(_BASES)
    hidden.close()
    hidden.find_small(range(len(_BASES), len(grid.values)))
    hidden.close()
    witness = Witness(grid, hidden.why)
    for cell, need in hidden.targets.items():
        while not witness.spans(cell, min(PROTECTION, need)) and hidden.widen(cell):
            hidden.close()
    return hidden.why


class _Hidden:
    """The cells held back so far."""

    def __init__(self, grid: CellGrid, policy: Policy) -> None:
        self._grid = grid
        self._policy = policy
        self._dirty: set[int] = set()
        self._small: dict[int, list[int]] = {}  # line -> its small columns
        self.why: dict[Cell, WhyWithheld] = {(x, c): WhyWithheld.SECONDARY for c in grid.unseen for x in grid.lines}
        #: Small cells, and how wide the values must span that the sums allow.
        self.targets: dict[Cell, int] = {}

    # small cells --------------------------------------------------------------------------------

    def find_small(self, lines: Iterable[int]) -> None:
        """Hold back what is small by itself; a column whose base is held back is held back whole."""
        grid = self._grid
        for line in lines:
            for column in grid.columns:
                if column not in grid.free and self._is_small(line, column):
                    self._hide((line, column), WhyWithheld.BASE if (CODED, column) in self.why else WhyWithheld.SMALL)
                    self._small.setdefault(line, []).append(column)
                    self._dirty.add(line)  # also where it was hidden already, with its group
        self.targets = {(line, c): self._need(line, c) for line, small in self._small.items() for c in small}

    def _is_small(self, line: int, column: int) -> bool:
        grid, limit = self._grid, self._policy.threshold
        value = grid.values[line][column]
        if line in _BASES:
            coded, there = grid.values[CODED][column], grid.values[THERE][column]
            alone = any(s.parts == (column,) and s.whole in grid.free for s in grid.sums)
            return there > 0 and not alone and (there < limit or 0 < coded < limit)
        if not grid.total(line, column):
            return False
        base = grid.values[CODED][column]
        return value < limit or (self._policy.complement and base - value < limit)

    def _need(self, line: int, column: int) -> int:
        """How far the values must span: the threshold, or what would be left were only the totals published.

        Were interviews dealt out to the groups anew, with the totals and the bases as they are, a cell could hold
        from N - (B - b) to min(N, b) of the N interviews of the total, and all else that the totals say would hold.
        """
        grid, span = self._grid, 0
        for whole, parts in grid.scopes[column]:
            n, every = grid.values[line][whole], grid.values[CODED][whole]
            if line in _BASES:
                span += n  # a base is bounded by its total alone
                continue
            for part in parts:
                room = min(every, self._room(line, part, whole))
                pooled = room > grid.values[CODED][part]  # hidden groups hold anything between them
                span += min(n, room) - (0 if pooled else max(0, n - (every - room)))
        return min(self._policy.threshold, span)

    def _room(self, line: int, column: int, whole: int) -> int:
        """The most that a cell can hold: the base of its column, or all hidden bases beside it together."""
        grid = self._grid
        if line in _BASES:
            return grid.values[line][whole]
        base = grid.values[CODED]
        if (CODED, column) not in self.why:
            return base[column]
        for total in grid.sums:
            if total.whole == whole and column in total.parts:
                return sum(base[p] for p in total.parts if (CODED, p) in self.why)
        return base[whole]

    # secondary cells ----------------------------------------------------------------------------

    def close(self) -> None:
        """Hold back more until no sum gives a small cell away, in the lines that were touched."""
        while self._dirty:
            line = self._dirty.pop()
            for column in self._small.get(line, ()):
                for total in self._grid.sums_of[column]:
                    while self._too_narrow(line, column, total) and self._hide_least(line, total):
                        pass

    def _too_narrow(self, line: int, column: int, total: Sum) -> bool:
        """Whether one sum alone says too much of a small cell."""
        values, why = self._grid.values[line], self.why
        need = self.targets[line, column]
        shown = sum(values[p] for p in total.parts if (line, p) not in why)
        room = {p: self._room(line, p, total.whole) for p in total.parts if (line, p) in why}
        others = sum(room.values()) - room.get(column, 0)
        if column == total.whole:
            return min(self._room(line, column, column), shown + others) - shown < need
        whole_hidden = (line, total.whole) in why
        most = (self._room(line, total.whole, total.whole) if whole_hidden else values[total.whole]) - shown
        least = 0 if whole_hidden else max(0, most - others)
        return min(room[column], most) - least < need

    def _hide_least(self, line: int, total: Sum) -> bool:
        """Hold back the smallest cell of a sum that still shows (the whole comes last); whether there was one."""
        values = self._grid.values[line]
        parts = [p for p in total.parts if p not in self._grid.free and (line, p) not in self.why]
        if parts:
            self._hide((line, min(parts, key=lambda p: (values[p], p))), WhyWithheld.SECONDARY)
            return True
        if total.whole not in self._grid.free and (line, total.whole) not in self.why:
            self._hide((line, total.whole), WhyWithheld.SECONDARY)
            return True
        return False

    def _hide(self, cell: Cell, why: WhyWithheld) -> None:
        line, column = cell
        if cell not in self.why:
            self.why[cell] = why
            self._dirty.add(line)
        if line in _BASES:  # a group is held back whole
            for other in self._grid.lines:
                if (other, column) not in self.why:
                    self.why[other, column] = WhyWithheld.BASE if why is WhyWithheld.SMALL else why
                    self._dirty.add(other)

    def widen(self, cell: Cell) -> bool:
        """Hold back one more cell for one that can be worked out too narrowly; whether any was left to hold back.

        The nearest: in its own sums, in the lines tied to its own, in its block of lines; of these the smallest.
        """
        grid = self._grid
        line, column = cell
        if any(self._hide_least(line, total) for total in grid.sums_of[column]):
            return True
        if line in _BASES:
            groups = [(grid.values[CODED][c], c) for c in grid.columns if c not in grid.free]
            shown_groups = [(n, c) for n, c in groups if (CODED, c) not in self.why]
            if shown_groups:
                self._hide((CODED, min(shown_groups)[1]), WhyWithheld.SECONDARY)
            return bool(shown_groups)
        near = {b if a == line else a for a, b in grid.below if line in (a, b)}
        near |= {x for whole, parts in grid.covers if line in (whole, *parts) for x in (whole, *parts)}
        block = [x for x in grid.lines if grid.block[x] == grid.block[line]]
        for lines, columns in ((near, (column,)), (block, (column,)), (block, grid.columns)):
            shown = [(grid.values[x][c], x, c) for x in lines for c in columns if self._can_hide(x, c)]
            if shown:
                _, x, c = min(shown)
                self._hide((x, c), WhyWithheld.SECONDARY)
                return True
        return False

    def _can_hide(self, line: int, column: int) -> bool:
        return line not in _BASES and column not in self._grid.free and (line, column) not in self.why
