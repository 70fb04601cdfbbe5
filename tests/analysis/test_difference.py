"""Intervals of differences: published tables, algebra, and how often they hold the truth."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rrt_qual.analysis.figures.proportion import Pairs, difference, quantile, wilson

counts = st.integers(0, 40).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
pairs = st.builds(Pairs, *(st.integers(0, 12) for _ in range(4)))


@pytest.mark.parametrize(
    ("first", "second", "low", "high"),
    [
        ((48, 80), (56, 70), 0.0524, 0.3339),
        ((3, 10), (9, 10), 0.1705, 0.8090),
        ((2, 7), (6, 7), 0.0582, 0.8062),
        ((0, 29), (5, 56), -0.0381, 0.1926),
        ((0, 20), (0, 10), -0.1611, 0.2775),
        ((0, 10), (0, 10), -0.2775, 0.2775),
        ((0, 20), (10, 10), 0.6791, 1.0),
        ((0, 10), (10, 10), 0.6075, 1.0),
    ],
)
def test_newcombe_independent(first: tuple[int, int], second: tuple[int, int], low: float, high: float) -> None:
    """The eight examples of Newcombe (1998a), table II, method 10."""
    assert difference(*first, *second) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(
    ("cells", "low", "high"),
    [
        # Newcombe (1998b), the example 36, 12, 2, 0
        ((36, 12, 2, 0), 0.0569, 0.3404),
        # Altman et al. (2000), Statistics with confidence, table 6.2: 0.01 to 0.23
        ((14, 5, 0, 22), 0.0115, 0.2265),
        # Fagerland et al. (2017), Statistical analysis of contingency tables, ch. 8: complete response (Cavo et al.)
        ((59, 6, 16, 80), -0.1186, -0.0046),
        # the same, airway hyper-responsiveness (Bentur et al.)
        ((1, 1, 7, 12), -0.5069, -0.0256),
    ],
)
def test_newcombe_paired(cells: tuple[int, int, int, int], low: float, high: float) -> None:
    """Published examples of Newcombe's method 10 for paired data; they subtract the second share from the first."""
    a, b, c, d = cells
    n = sum(cells)
    found = difference(a + b, n, a + c, n, Pairs(a, b, c, d))
    assert (-found[1], -found[0]) == pytest.approx((low, high), abs=5e-5)


@given(counts, counts)
def test_bounds_and_estimate(first: tuple[int, int], second: tuple[int, int]) -> None:
    """The interval lies in -1 to 1, holds the difference itself, and says nothing when a base is 0."""
    low, high = difference(*first, *second)
    assert -1 <= low <= high <= 1
    if first[1] and second[1]:
        assert low - 1e-12 <= second[0] / second[1] - first[0] / first[1] <= high + 1e-12
    else:
        assert (low, high) == (-1, 1)


@given(pairs, counts, counts)
def test_exchanging_the_sides_turns_the_interval(some: Pairs, more1: tuple[int, int], more2: tuple[int, int]) -> None:
    """Before less after is after less before with its sign turned, however many took part in both."""
    x1, n1 = some.both + some.first + more1[0], some.n + more1[1]
    x2, n2 = some.both + some.second + more2[0], some.n + more2[1]
    low, high = difference(x1, n1, x2, n2, some)
    turned = difference(x2, n2, x1, n1, Pairs(some.both, some.second, some.first, some.neither))
    assert (low, high) == pytest.approx((-turned[1], -turned[0]))


@given(pairs)
def test_phi_is_a_correlation(some: Pairs) -> None:
    """Phi lies in -1 to 1, and is 0 where one answer never varies."""
    assert -1 <= some.phi <= 1
    if not (some.both + some.first) or not (some.second + some.neither + some.first):
        assert some.phi == 0


def test_likeness_narrows() -> None:
    """People who say the same both times make the interval narrower than strangers would; the more of them the more."""
    widths = []
    for both in (0, 5, 10):
        low, high = difference(10, 20, 10, 20, Pairs(both, 0, 0, both))
        widths.append(high - low)
    assert widths == sorted(widths, reverse=True) and widths[0] > widths[-1]


def test_impossible_counts() -> None:
    """More people than the base, or more pairs than people, is refused."""
    with pytest.raises(ValueError, match="not a share"):
        difference(3, 2, 0, 2)
    with pytest.raises(ValueError, match="pairs"):
        difference(1, 2, 1, 2, Pairs(1, 1, 1, 0))


@pytest.mark.parametrize(("alone1", "alone2", "together"), [(14, 14, 0), (8, 10, 6), (0, 0, 16)])
def test_it_holds_the_truth_about_as_often_as_it_says(alone1: int, alone2: int, together: int) -> None:
    """Of 3,000 drawn waves with nobody, some or everybody in both, 92 % of the intervals or more hold the truth.

    People who take part in both answer alike three times in four (else anew).
    """
    draw = random.Random(7)
    p1, p2 = 0.35, 0.6
    held = 0
    for _ in range(3000):
        luck = [draw.random() for _ in range(together)]
        again = [u if draw.random() < 0.75 else draw.random() for u in luck]
        said = [(u < p1, v < p2) for u, v in zip(luck, again, strict=True)]
        x1 = sum(a for a, _ in said) + sum(draw.random() < p1 for _ in range(alone1))
        x2 = sum(b for _, b in said) + sum(draw.random() < p2 for _ in range(alone2))
        cells = [said.count(which) for which in ((True, True), (True, False), (False, True), (False, False))]
        low, high = difference(x1, alone1 + together, x2, alone2 + together, Pairs(*cells))
        held += low <= p2 - p1 <= high
    assert 0.92 <= held / 3000 <= 0.995


def test_quantiles_and_halves() -> None:
    """The quantile of 95 % is 1.96, and a tie that counts half lies between its neighbours."""
    assert quantile(0.95) == pytest.approx(1.959964, abs=1e-6)
    assert wilson(3, 8) < wilson(3.5, 8) < wilson(4, 8)
