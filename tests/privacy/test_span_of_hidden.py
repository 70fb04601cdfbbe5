"""How far the values of a hidden figure span by the sums alone, worked out by linear programming from what is shown."""

from __future__ import annotations

import random

import numpy as np
import pytest
from scipy.optimize import linprog

from disclosure_attack import STANCES, Talk, tabulated
from rrt_qual.analysis.figures.frequency import Frequency, FrequencyTable
from rrt_qual.domain.confidentiality.disclosure import Policy, ProtectedTable
from rrt_qual.services.figures.disclosure import protect_all

PAIRS = [(theme, stance) for theme in ("t", "u", "v") for stance in STANCES]


def talks(seed: int, teams: dict[str, int], share: float) -> list[Talk]:
    """Teams of these sizes, in which each pair of theme and stance is spoken of in about that share of interviews."""
    draw = random.Random(seed)
    return [
        Talk("1", team, draw.random() < 0.95, frozenset(p for p in PAIRS if draw.random() < share))
        for team, size in teams.items()
        for _ in range(size)
    ]


class Reader:
    """Somebody who has a breakdown and its total, and adds up: one line of figures at a time, with the bases."""

    def __init__(self, shown: ProtectedTable, total: ProtectedTable) -> None:
        self._groups = shown.groups
        self._rows = {row.key: row for row in shown.rows}
        self._whole = {row.key: row.figure for row in total.rows}
        self._bases = {group: shown.bases[group][0] for group in shown.groups}
        assert total.total[0] is not None
        self._base = total.total[0]

    def figure(self, key: str, stance: str, group: str | None) -> int | None:
        """What is shown of a line in a group (None: in all); None when it is held back."""
        figure = self._whole[key] if group is None else self._rows[key].figures[group]
        if stance == "*":
            return figure.interviews
        return next((n for s, (n, _) in figure.by_stance.items() if str(s) == stance), 0)

    def width(self, key: str, stance: str, group: str, *, shown: bool = True) -> int:
        """How far apart the least and the greatest value are that a figure can have; `shown`: with the others known.

        Unknowns are the line's figure and the base of each group; both add up to their totals, a figure is at most
        its base.
        """
        k = len(self._groups)
        bounds, equal, at_most = [], [], []
        for n, name in enumerate(self._groups):
            known = self.figure(key, stance, name) if shown else None
            bounds.append((0, None) if known is None else (known, known))
            row = np.zeros(2 * k)
            row[n], row[k + n] = 1, -1
            at_most.append(row)
        bounds += [(0, None) if (base := self._bases[g]) is None else (base, base) for g in self._groups]
        for part, total in ((slice(0, k), self.figure(key, stance, None)), (slice(k, 2 * k), self._base)):
            row = np.zeros(2 * k)
            row[part] = 1
            equal.append((row, total))
        push = np.zeros(2 * k)
        push[self._groups.index(group)] = 1
        ends = []
        for sign in (1, -1):
            rows, totals = zip(*equal, strict=True)
            found = linprog(sign * push, at_most, np.zeros(k), rows, totals, bounds, method="highs")
            assert found.status == 0, found.message
            ends.append(round(sign * found.fun))
        return ends[1] - ends[0]


def small(table: FrequencyTable, threshold: int) -> list[tuple[str, str, str]]:
    """(key, stance, group) of every figure that is small and of which there is something in all groups together."""
    out = []
    for row in table.rows:
        for stance in ("*", *map(str, STANCES)):
            counts = {
                group: f.interviews
                if stance == "*"
                else {str(s): n for s, (n, _) in f.by_stance.items()}.get(stance, 0)
                for group, f in row.figures.items()
            }
            out += [(row.key, stance, g) for g, n in counts.items() if n < threshold and sum(counts.values())]
    return out


def _count(figure: Frequency, stance: str) -> int:
    if stance == "*":
        return figure.interviews
    return next((n for s, (n, _) in figure.by_stance.items() if str(s) == stance), 0)


@pytest.mark.parametrize(
    ("teams", "share", "threshold"),
    [
        ({"A": 20, "B": 20, "C": 20}, 0.2, 5),
        ({"A": 30, "B": 12, "C": 8, "D": 6}, 0.15, 5),
        ({"A": 25, "B": 7, "C": 3}, 0.3, 5),
        ({"A": 14, "B": 9, "C": 9, "D": 9, "E": 2}, 0.12, 3),
        ({"A": 40, "B": 6}, 0.1, 10),
    ],
)
@pytest.mark.parametrize("seed", range(3))
def test_what_is_hidden_may_be_small_or_not(teams: dict[str, int], share: float, threshold: int, seed: int) -> None:
    """By the sums alone a small figure may be anything across the threshold's width, or all that the totals leave open.

    Two values left (which is all that other knowledge must leave) would tell that somebody in a team of twenty said it.
    """
    found = talks(seed, teams, share)
    table, total = tabulated(found, "team"), tabulated(found)
    shown, whole = protect_all([table, total], Policy(threshold=threshold))
    reader = Reader(shown, whole)
    cells = small(table, threshold)
    assert cells
    narrow = []
    for key, stance, group in cells:
        width, most = reader.width(key, stance, group), reader.width(key, stance, group, shown=False)
        if width < min(threshold, most):
            narrow.append((key, stance, group, width, most))
    assert narrow == []


def test_the_width_would_be_missed() -> None:
    """The same reader finds a figure that two values are left of: what the other test looks for can be seen."""
    found = [Talk("1", team, True, frozenset()) for team in "ABC" for _ in range(20)]
    said = frozenset({("t", STANCES[0])})
    counts = {"A": 1, "B": 1, "C": 12}
    left = dict(counts)
    talked = []
    for one in found:
        speaks = left[one.team] > 0
        left[one.team] -= speaks
        talked.append(Talk(one.wave, one.team, True, said if speaks else frozenset()))
    table, total = tabulated(talked, "team"), tabulated(talked)
    shown, whole = protect_all([table, total], Policy(threshold=5))
    reader = Reader(shown, whole)
    assert reader.figure("t", "*", "C") is None, "hidden with A and B, which add up to 2"
    assert reader.width("t", "*", "A") >= 5
    reader.figure = lambda key, stance, group: 12 if group == "C" else 14 if group is None else None  # type: ignore[method-assign]
    assert reader.width("t", "*", "A") == 2
