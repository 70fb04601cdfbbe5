"""Tables of frequencies that are published together, as one grid of cells with all that ties them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rrt_qual.analysis.figures.frequency import Frequency, FrequencyRow, FrequencyTable
from rrt_qual.domain.codebook import STANCES, Stance
from rrt_qual.privacy.disclose.grid import CellGrid, Sum

_STANCES = (*STANCES, Stance.UNSPECIFIED)
_ANY = "*"
_BASES = (("base", "coded", ""), ("base", "there", ""))

#: What a reader knows the wave '' by when the waves are groups.
_NO_WAVE = "(none)"

#: (wave, None: all), (attribute, group), both None for everybody. A wave that begins with `_REST` is
#: all waves that no table was asked for.
_Column = tuple[str | None, str | None, str | None]
_REST = "\0"
_ALL: _Column = (None, None, None)

#: (level, key, stance or '*')
_Line = tuple[str, str, str]


class Published:
    """The grid of some tables of one coder and one stance (or all), and where each figure stands in it."""

    def __init__(self, tables: Sequence[FrequencyTable], threshold: int) -> None:
        self._values: dict[_Column, dict[_Line, int]] = {}
        self._sums: list[tuple[_Column, list[_Column]]] = []
        for table in tables:
            self._add(table)
        self._add_waves()
        self._by_wave = any(t.by == "wave" and t.wave is None for t in tables) or any(
            c[1] is None and 0 < lines[_BASES[0]] < threshold for c, lines in self._values.items()
        )
        self._rows = {(row.level, row.key): row for table in tables for row in table.rows}
        self.lines = [*_BASES, *sorted({line for column in self._values.values() for line in column} - set(_BASES))]
        self.columns = list(self._values)
        self._line_at = {line: n for n, line in enumerate(self.lines)}
        self._column_at = {column: n for n, column in enumerate(self.columns)}
        self.grid = self._grid()

    def column(self, table: FrequencyTable, group: str) -> int:
        """The column of the grid that a group of a table is."""
        return self._column_at[self._key(table, group)]

    def line(self, level: str, key: str, stance: Stance | None) -> int:
        """The line of the grid that counts a row, of one stance or any."""
        return self._line_at[level, key, str(stance or _ANY)]

    def below(self, row: FrequencyRow) -> list[int]:
        """The lines that count a row or anything under it, every stance."""
        found = [
            (r.level, r.key)
            for r in self._rows.values()
            if (r.level, r.key) == (row.level, row.key)
            or (row.level == "domain" and r.domain == row.key)
            or (row.level == "indicator" and r.indicator == row.key)
        ]
        stances = (_ANY, *map(str, _STANCES))
        return [self._line_at[at] for key in found for s in stances if (at := (*key, s)) in self._line_at]

    # columns ------------------------------------------------------------------------------------

    def _key(self, table: FrequencyTable, group: str) -> _Column:
        if table.by is None:
            return (table.wave, None, None)
        if table.by == "wave":
            return ("" if group == _NO_WAVE else group, None, None)
        return (table.wave, table.by, group)

    def _add(self, table: FrequencyTable) -> None:
        whole: _Column = (table.wave, None, None)
        parts = [self._key(table, group) for group in table.groups]
        for group, column in zip(table.groups, parts, strict=True):
            self._values[column] = dict(_counted(table, group))
        if table.by is not None:
            self._values.setdefault(whole, _added([self._values[c] for c in parts]))
        if parts and parts != [whole]:
            self._sums.append((whole, parts))

    def _add_waves(self) -> None:
        """A group is the sum of what it is in the waves; the waves that are not asked for are one rest."""
        given = list(self._values)
        wholes = [c for c in given if c[0] is None]
        by_wave = next((parts for whole, parts in self._sums if whole == _ALL and parts[0][1] is None), None)
        for by in dict.fromkeys(c[1] for c in given if c[0] is not None):
            asked = dict.fromkeys(c[0] for c in given if c[0] is not None and c[1] == by)
            rest = _REST + "\0".join(str(wave) for wave in asked)
            mine = [whole for whole in wholes if whole[1] == by]
            if not mine or (by is None and by_wave):
                continue
            rests: list[_Column] = []
            parts = {c: [(w, *c[1:]) for w in asked if (w, *c[1:]) in self._values] for c in mine}
            left = {c: _less(self._values[c], [self._values[p] for p in parts[c]]) for c in mine}
            more = any(line[_BASES[1]] for line in left.values())  # none: all waves were asked for
            for whole in mine:
                rests += [(rest, *whole[1:])] if more else []
                self._sums.append((whole, [*parts[whole], *rests[-1:]]))
                if more:
                    self._values[rests[-1]] = left[whole]
            if by is not None and more:
                others: _Column = (rest, None, None)
                self._values[others] = _added([self._values[c] for c in rests])
                self._sums.append((others, rests))
                if by_wave:
                    self._sums.append((others, [c for c in by_wave if c[0] not in asked]))
                else:
                    self._sums.append((_ALL, [*((w, None, None) for w in asked), others]))

    # the grid -----------------------------------------------------------------------------------

    def _grid(self) -> CellGrid:
        values = tuple(tuple(self._values[c].get(line, 0) for c in self.columns) for line in self.lines)
        below, covers = self._ties()
        at = self._line_at
        covers = [(whole, parts) for whole, parts in covers if _covered(values, at[whole], [at[p] for p in parts])]
        return CellGrid(
            values=values,
            free=frozenset(n for n, c in enumerate(self.columns) if self._is_free(c)),
            sums=tuple(
                Sum(self._column_at[whole], tuple(self._column_at[p] for p in parts)) for whole, parts in self._sums
            ),
            unseen=frozenset(
                n for n, c in enumerate(self.columns) if (c[0] or "").startswith(_REST) and not self._is_free(c)
            ),
            below=tuple((at[a], at[b]) for a, b in below),
            covers=tuple((at[whole], tuple(at[p] for p in parts)) for whole, parts in covers),
            block=tuple(self._blocks()),
        )

    def _is_free(self, column: _Column) -> bool:
        """Whether it is a table that is not broken down.

        Waves are parts of a breakdown when a table has them side by side, or when one of them is too small to be
        published and would be known from the others.
        """
        if column[1] is not None:
            return False
        return not self._by_wave or not self._is_part(column)

    def _is_part(self, column: _Column) -> bool:
        return (column[0] or "").startswith(_REST) or any(
            column in parts for whole, parts in self._sums if whole != column
        )

    def _ties(self) -> tuple[list[tuple[_Line, _Line]], list[tuple[_Line, list[_Line]]]]:
        """What holds in any set of interviews: a stance is within its row, a theme within its indicator, and so on.

        A sum that does not cover its whole in the figures (themes that a newer codebook left out still count for
        their indicators) is no tie.
        """
        have = set(self.lines)
        below: list[tuple[_Line, _Line]] = []
        covers: list[tuple[_Line, list[_Line]]] = []
        children: dict[tuple[str, str], list[tuple[str, str]]] = {}
        for level, key in self._rows:
            whole = (level, key, _ANY)
            parts = [p for s in _STANCES if (p := (level, key, str(s))) in have]
            if whole in have and parts:
                below += [(p, whole) for p in parts]
                covers.append((whole, parts))
            if above := self._above(self._rows[level, key]):
                children.setdefault(above, []).append((level, key))
        for above, keys in children.items():
            for stance in (_ANY, *map(str, _STANCES)):
                parts = [p for key in keys if (p := (*key, stance)) in have]
                if parts and (*above, stance) in have:
                    below += [(p, (*above, stance)) for p in parts]
                    covers.append(((*above, stance), parts))
        return below, covers

    def _above(self, row: FrequencyRow) -> tuple[str, str] | None:
        if row.level == "theme" and row.indicator:
            found = ("indicator", row.indicator)
        elif row.level != "domain" and row.domain:
            found = ("domain", row.domain)
        else:
            return None
        return found if found in self._rows else None

    def _blocks(self) -> Iterable[int]:
        numbers: dict[tuple[str, str], int] = {}
        for level, key, _ in self.lines:
            if level == "base":
                yield -1
                continue
            at = (level, key)
            while above := self._above(self._rows[at]):
                at = above
            yield numbers.setdefault(at, len(numbers))


def _covered(values: tuple[tuple[int, ...], ...], whole: int, parts: list[int]) -> bool:
    return all(n <= sum(values[p][column] for p in parts) for column, n in enumerate(values[whole]))


def _counted(table: FrequencyTable, group: str) -> Iterable[tuple[_Line, int]]:
    coded, there = table.bases[group]
    yield _BASES[0], coded
    yield _BASES[1], there
    for row in table.rows:
        figure: Frequency = row.figures[group]
        if table.stance is None:
            yield (row.level, row.key, _ANY), figure.interviews
            for stance in _STANCES:
                yield (row.level, row.key, str(stance)), figure.by_stance.get(stance, (0, 0))[0]
        else:
            yield (row.level, row.key, str(table.stance)), figure.interviews


def _added(columns: Sequence[dict[_Line, int]]) -> dict[_Line, int]:
    return {
        line: sum(c.get(line, 0) for c in columns) for line in (columns[0] if columns else dict.fromkeys(_BASES, 0))
    }


def _less(whole: dict[_Line, int], columns: Sequence[dict[_Line, int]]) -> dict[_Line, int]:
    return {line: n - sum(c.get(line, 0) for c in columns) for line, n in whole.items()}
