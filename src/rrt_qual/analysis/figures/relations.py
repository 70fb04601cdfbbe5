"""Relations between themes: which are spoken of together, how often, and how much more often than by chance."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import combinations

#: What 'together' may mean: in one passage, in it or the one before or after, in one interview.
WITHIN = ("passage", "neighbour", "interview")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two themes (or indicators) and the units that speak of both.

    `both` of `base` units speak of both, `first_n` and `second_n` of each. `interviews` counts the interviews in
    which they meet: people, not passages.
    """

    first: str
    second: str
    both: int
    first_n: int
    second_n: int
    base: int
    interviews: int

    @property
    def jaccard(self) -> float:
        """Units with both as a share of those with either, 0 to 1 (Jaccard 1912; the 'c-coefficient' of some tools)."""
        either = self.first_n + self.second_n - self.both
        return self.both / either if either else 0.0

    @property
    def expected(self) -> float:
        """How many units would hold both if the two had nothing to do with one another."""
        return self.first_n * self.second_n / self.base if self.base else 0.0

    @property
    def lift(self) -> float | None:
        """Observed over expected: 1 is chance; None when nothing was expected."""
        return self.both / self.expected if self.expected else None

    @property
    def phi(self) -> float | None:
        """Correlation of the two as yes or no, -1 to 1 (Yule 1912); None when one is everywhere or nowhere."""
        a, n1, n2, n = self.both, self.first_n, self.second_n, self.base
        spread = n1 * (n - n1) * n2 * (n - n2)
        return (a * n - n1 * n2) / math.sqrt(spread) if spread > 0 else None


def pairs(units: Iterable[tuple[str, AbstractSet[str]]]) -> list[Pair]:
    """All pairs that meet at least once; `units` are (interview, what is spoken of in the unit), empty ones too.

    The pairs that meet in most interviews come first, then by the share of Jaccard, then by name.
    """
    singles: Counter[str] = Counter()
    both: Counter[tuple[str, str]] = Counter()
    where: dict[tuple[str, str], set[str]] = {}
    base = 0
    for interview, found in units:
        base += 1
        singles.update(found)
        for pair in combinations(sorted(found), 2):
            both[pair] += 1
            where.setdefault(pair, set()).add(interview)
    out = [Pair(a, b, n, singles[a], singles[b], base, len(where[a, b])) for (a, b), n in both.items()]
    return sorted(out, key=lambda p: (-p.interviews, -p.jaccard, p.first, p.second))


def neighbours(
    segments: Mapping[str, Sequence[AbstractSet[str]]], reach: int = 1
) -> Iterable[tuple[str, AbstractSet[str]]]:
    """Units for `pairs` in which a segment also holds what is said up to `reach` segments before and after it.

    `segments` are the participant segments of each interview, in order.
    """
    for interview, found in segments.items():
        for at in range(len(found)):
            near = found[max(0, at - reach) : at + reach + 1]
            yield interview, frozenset().union(*near)


def matrix(found: Sequence[Pair], keys: Sequence[str]) -> list[list[float | None]]:
    """The Jaccard shares as a square in the order of `keys`; None on the diagonal, 0 where two never meet."""
    at = {key: n for n, key in enumerate(keys)}
    out: list[list[float | None]] = [[None if r == c else 0.0 for c in range(len(keys))] for r in range(len(keys))]
    for p in found:
        if p.first in at and p.second in at:
            out[at[p.first]][at[p.second]] = out[at[p.second]][at[p.first]] = p.jaccard
    return out
