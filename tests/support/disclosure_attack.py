"""What somebody can work out who has every published figure, and linear programming; and projects to attack."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_array

from rrt_qual.analysis.figures.frequency import FrequencyTable, build
from rrt_qual.domain.codebook import Codebook, Domain, Indicator, Stance, Theme
from rrt_qual.domain.confidentiality.disclosure import ProtectedTable

STANCES = (Stance.STRENGTH, Stance.RISK)

#: One domain, two indicators, three themes.
CODEBOOK = Codebook(
    id="x",
    name="X",
    version=1,
    domains=(Domain("d", "D", "#0072b2"),),
    indicators=(Indicator("i", "I", "", "d"), Indicator("j", "J", "", "d")),
    themes=(
        Theme("t", "T", "#009e73", "", indicator="i"),
        Theme("u", "U", "#009e73", "", indicator="i"),
        Theme("v", "V", "#009e73", "", indicator="j"),
    ),
)
UNDER = {"d": ("t", "u", "v"), "i": ("t", "u"), "j": ("v",), "t": ("t",), "u": ("u",), "v": ("v",)}
LEVEL = {"d": "domain", "i": "indicator", "j": "indicator", "t": "theme", "u": "theme", "v": "theme"}


@dataclass(frozen=True)
class Talk:
    """One interview: its attributes, whether it is coded, and the (theme, stance) pairs spoken of."""

    wave: str
    team: str
    coded: bool
    said: frozenset[tuple[str, Stance]] = field(default=frozenset())


def tabulated(talks: Sequence[Talk], by: str | None = None, wave: str | None = None) -> FrequencyTable:
    """The table of some interviews, counted from scratch."""
    talks = [t for t in talks if wave in (None, t.wave)]
    groups = sorted({getattr(t, by) for t in talks}) if by else [""]
    bases, counts = {}, {}
    for group in groups:
        mine = [t for t in talks if not by or getattr(t, by) == group]
        bases[group] = (sum(t.coded for t in mine), len(mine))
        for key, themes in UNDER.items():
            for stance in ("*", *map(str, STANCES)):
                pairs = [
                    [(theme, s) for theme, s in t.said if theme in themes and stance in ("*", str(s))]
                    for t in mine
                    if t.coded
                ]
                if any(pairs):
                    counts[LEVEL[key], key, stance, group] = (sum(map(bool, pairs)), sum(map(len, pairs)))
    return build(CODEBOOK, counts, bases, wave=wave, by=by)


def place(table: ProtectedTable | FrequencyTable, group: str) -> tuple:
    """The set of interviews that a group of a table is: (wave, attribute, value)."""
    if table.by == "wave":
        return (group, None, None)
    return (table.wave, table.by, group or None)


class Attack:
    """All that is published, as equations; `interval` says what is left open of one figure."""

    def __init__(self, published: Iterable[ProtectedTable], waves: Sequence[str]):
        self._at: dict[tuple, int] = {}
        self._equal: list[tuple[dict[int, float], float]] = []
        self._most: list[tuple[dict[int, float], float]] = []
        self._seen: np.ndarray | None = None  # the least and the greatest of each figure in the tables found so far
        columns: set[tuple] = set()
        for table in published:
            parts = []
            for group in table.groups:
                column = place(table, group)
                parts.append(column)
                self._know(column, "base", table.bases[group][0])
                self._know(column, "there", table.bases[group][1])
                for row in table.rows:
                    figure = row.figures[group]
                    self._figure(column, row.key, figure.interviews, figure.passages, figure.by_stance)
            columns |= set(parts)
            if parts != [(table.wave, None, None)]:
                self._adds((table.wave, None, None), parts)
        for by, group in {c[1:] for c in columns}:
            if (None, by, group) in columns and any(c[0] is not None and c[1:] == (by, group) for c in columns):
                parts = [(wave, by, group) for wave in waves]
                columns |= set(parts)
                self._adds((None, by, group), parts)
        for column in columns:
            self._logic(column)

    def _n(self, *name: object) -> int:
        return self._at.setdefault(name, len(self._at))

    def _know(self, column: tuple, what: object, value: int | None, unit: str = "n") -> None:
        if value is not None:
            self._equal.append(({self._n(column, what, unit): 1.0}, value))

    def _figure(self, column: tuple, key: str, n: int | None, said: int | None, by_stance: dict) -> None:
        self._know(column, (key, "*"), n)
        self._know(column, (key, "*"), said, "p")
        for stance in STANCES:
            count, passages = by_stance.get(stance, (0, 0))
            self._know(column, (key, str(stance)), count)
            self._know(column, (key, str(stance)), passages, "p")

    def _lines(self) -> list[tuple[object, str]]:
        figures = [(key, s) for key in UNDER for s in ("*", *map(str, STANCES))]
        return [("base", "n"), ("there", "n"), *((f, unit) for f in figures for unit in "np")]

    def _adds(self, whole: tuple, parts: Sequence[tuple]) -> None:
        for what, unit in self._lines():
            row = {self._n(part, what, unit): 1.0 for part in parts}
            row[self._n(whole, what, unit)] = row.get(self._n(whole, what, unit), 0) - 1.0
            self._equal.append((row, 0))

    def _at_most(self, a: Sequence[int], b: Sequence[int]) -> None:
        self._most.append(({**dict.fromkeys(a, 1.0), **dict.fromkeys(b, -1.0)}, 0))

    def _logic(self, column: tuple) -> None:
        """What is true of any set of interviews."""
        n = lambda key, s, unit="n": self._n(column, (key, s), unit)  # noqa: E731
        self._at_most([self._n(column, "base", "n")], [self._n(column, "there", "n")])
        for key in UNDER:
            self._at_most([n(key, "*")], [self._n(column, "base", "n")])
            self._at_most([n(key, "*")], [n(key, str(s)) for s in STANCES])
            self._at_most([n(key, "*", "p")], [n(key, str(s), "p") for s in STANCES])
            for s in ("*", *map(str, STANCES)):
                self._at_most([n(key, s)], [n(key, s, "p")])
                if s != "*":
                    self._at_most([n(key, s)], [n(key, "*")])
        for whole, parts in (("d", ("i", "j")), ("i", ("t", "u")), ("j", ("v",))):
            for s in ("*", *map(str, STANCES)):
                self._at_most([n(whole, s)], [n(p, s) for p in parts])
                self._equal.append(({n(whole, s, "p"): -1.0, **{n(p, s, "p"): 1.0 for p in parts}}, 0))
                for part in parts:
                    self._at_most([n(part, s)], [n(whole, s)])

    def interval(self, column: tuple, what: object) -> tuple[int, int]:
        """The least and the greatest whole number that a figure can be."""
        ends = [self._end(self._n(column, what, "n"), sign) for sign in (1.0, -1.0)]
        return math.ceil(ends[0] - 1e-6), math.floor(-ends[1] + 1e-6)

    def is_open(self, column: tuple, what: object) -> bool:
        """Whether a figure can be more than one whole number.

        Every table that was found on the way to another answer is one that may be true: what it holds there counts.
        """
        at = self._n(column, what, "n")
        if self._seen is not None and at < self._seen.shape[1] and self._is_wide(at):
            return True
        self._end(at, 1.0)
        if not self._is_wide(at):
            self._end(at, -1.0)
        return self._is_wide(at)

    def _is_wide(self, at: int) -> bool:
        assert self._seen is not None
        low, high = self._seen[0, at], self._seen[1, at]
        return math.ceil(low - 1e-6) < math.floor(high + 1e-6)

    def _end(self, at: int, sign: float) -> float:
        """The least that `sign` times a figure can be."""
        push = np.zeros(len(self._at))
        push[at] = sign
        found = linprog(push, *self._known, method="highs")
        assert found.status == 0, found.message
        table = found.x[None, :]
        seen = table if self._seen is None else np.concatenate([self._seen, table])
        self._seen = np.stack([seen.min(axis=0), seen.max(axis=0)])
        return float(found.fun)

    @cached_property
    def _known(self) -> tuple:
        return (*self._matrix(self._most), *self._matrix(self._equal))

    def _matrix(self, rows: list[tuple[dict[int, float], float]]) -> tuple[csr_array, np.ndarray]:
        cells = [(y, x, value) for y, (row, _) in enumerate(rows) for x, value in row.items()]
        y, x, values = zip(*cells, strict=True)
        matrix = csr_array((values, (y, x)), (len(rows), len(self._at)))
        return matrix, np.array([bound for _, bound in rows], float)
