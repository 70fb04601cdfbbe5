"""Comparing two waves or two groups: differences of shares, their intervals, and what has become of each thing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from rrt_qual.analysis.figures.proportion import Pairs, difference, wilson
from rrt_qual.domain.codebook import Stance
from rrt_qual.domain.report.evidence import Direction, Share, ShareDifference

#: One voice alone is not called new, nor its silence gone.
VOICES = 2

#: Below this many interviews on a side, a row says that the base is small.
SMALL_BASE = 10


@dataclass(frozen=True, slots=True)
class Limits:
    """When a figure is too small to compare, and when it may not be shown.

    `min_base`: interviews that each side needs for a difference. `threshold`: a side of fewer interviews is
    withheld, 0 for never; with `cells`, so is a figure of at least one and fewer than that (both sides of it, so
    that the total does not give it away).
    """

    min_base: int = 5
    threshold: int = 5
    cells: bool = False


@dataclass(frozen=True)
class Side:
    """One wave or group: its interviews, and whose they are where that is known (interview -> participant)."""

    label: str
    interviews: frozenset[str]
    people: Mapping[str, str] = field(default_factory=dict)

    @property
    def base(self) -> int:
        """How many interviews it has."""
        return len(self.interviews)


@dataclass(frozen=True, slots=True)
class SpokenIn:
    """The interviews that speak of one domain, indicator or theme in a stance (None: any).

    `hidden`: disclosure control does not let one of the two sides be shown.
    """

    key: str
    stance: Stance | None
    interviews: AbstractSet[str]
    note: str = ""
    hidden: bool = False


def matched(before: Side, after: Side) -> list[tuple[str, str]]:
    """The interviews of the people who are on both sides, one pair a person.

    Whoever has several interviews on one side cannot be paired, and is compared with the others.
    """
    mine, theirs = _only_interview(before), _only_interview(after)
    return [(mine[who], theirs[who]) for who in mine if who in theirs and mine[who] != theirs[who]]


def compare(
    level: str, spoken: Iterable[SpokenIn], before: Side, after: Side, limits: Limits | None = None
) -> list[ShareDifference]:
    """A row for each of `spoken` that anybody on either side speaks of, in their order."""
    limits = limits or Limits()
    couples = matched(before, after)
    rows = []
    for one in spoken:
        x1, x2 = len(one.interviews & before.interviews), len(one.interviews & after.interviews)
        if x1 or x2:
            rows.append(_row(level, one, (before, x1), (after, x2), couples, limits))
    return rows


def _row(
    level: str,
    one: SpokenIn,
    first: tuple[Side, int],
    second: tuple[Side, int],
    couples: Sequence[tuple[str, str]],
    limits: Limits,
) -> ShareDifference:
    (before, x1), (after, x2) = first, second
    n1, n2 = before.base, after.base
    if one.hidden or _withheld(x1, n1, limits) or _withheld(x2, n2, limits):
        left, right = (Share(None, n if n >= limits.threshold else 0) for n in (n1, n2))
        note = _joined(one.note, "figures withheld, so that nobody can be made out")
        return ShareDifference(level, one.key, one.stance, left, right, None, None, None, 0, Direction.TOO_FEW, note)
    shares = Share(x1, n1, *wilson(x1, n1)), Share(x2, n2, *wilson(x2, n2))
    if min(n1, n2) < max(1, limits.min_base):
        note = _joined(one.note, f"too few interviews to compare ({n1} and {n2})")
        return ShareDifference(level, one.key, one.stance, *shares, None, None, None, 0, Direction.TOO_FEW, note)
    pairs = _pairs(one.interviews, couples)
    low, high = difference(x1, n1, x2, n2, pairs)
    became = direction(one.stance, x1, x2, low, high)
    notes = [one.note]
    if became in (Direction.NEW, Direction.GONE) and low <= 0 <= high:
        notes.append("may be chance: the interval holds 0")
    if min(n1, n2) < SMALL_BASE:
        notes.append(f"small bases ({n1} and {n2})")
    return ShareDifference(
        level, one.key, one.stance, *shares, x2 / n2 - x1 / n1, low, high, len(couples), became, _joined(*notes)
    )


def direction(stance: Stance | None, before: int, after: int, low: float, high: float) -> Direction:
    """What has become of it: new and gone by whether anybody speaks of it, the others by the interval.

    More risk and less strength are worse, less risk and more strength are better; of solutions, and of all stances
    together, there is only more or less.
    """
    if not before and after >= VOICES:
        return Direction.NEW
    if not after and before >= VOICES:
        return Direction.GONE
    if low <= 0 <= high:
        return Direction.SAME
    more = low > 0
    if stance is Stance.RISK:
        return Direction.WORSE if more else Direction.BETTER
    if stance is Stance.STRENGTH:
        return Direction.BETTER if more else Direction.WORSE
    return Direction.MORE if more else Direction.LESS


def by_chance(rows: Iterable[ShareDifference]) -> float:
    """How many of the intervals would leave 0 out by chance alone, were nothing different: one in twenty."""
    return sum(row.difference is not None for row in rows) / 20


def _pairs(spoken: AbstractSet[str], couples: Sequence[tuple[str, str]]) -> Pairs:
    said = [(a in spoken, b in spoken) for a, b in couples]
    return Pairs(*(said.count(which) for which in ((True, True), (True, False), (False, True), (False, False))))


def _only_interview(side: Side) -> dict[str, str]:
    """Participant -> interview, of those who have one interview on this side."""
    of: dict[str, list[str]] = {}
    for interview in sorted(side.interviews):
        if who := side.people.get(interview, ""):
            of.setdefault(who, []).append(interview)
    return {who: found[0] for who, found in of.items() if len(found) == 1}


def _withheld(x: int, n: int, limits: Limits) -> bool:
    return n < limits.threshold or (limits.cells and 0 < x < limits.threshold)


def _joined(*notes: str) -> str:
    return "; ".join(note for note in notes if note)
