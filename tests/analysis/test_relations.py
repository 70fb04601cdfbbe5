"""Relations between themes and saturation: pure figures, checked by hand and by brute force."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rrt_qual.analysis.figures.relations import matrix, neighbours, pairs
from rrt_qual.analysis.figures.saturation import curve, saturation

SETS = st.lists(st.frozensets(st.sampled_from("abcde"), max_size=4), max_size=12)


def test_a_pair_is_counted_by_units_and_by_interviews() -> None:
    """Two that meet three times in one interview meet in one interview: people are counted, not passages."""
    units = [("A", {"x", "y"}), ("A", {"x", "y"}), ("A", {"x", "y"}), ("B", {"x"}), ("B", set()), ("C", {"y", "z"})]
    first, second = pairs(units)
    assert (first.first, first.second, first.both, first.interviews) == ("x", "y", 3, 1)
    assert (first.first_n, first.second_n, first.base) == (4, 4, 6)
    assert first.jaccard == pytest.approx(3 / 5) and first.lift == pytest.approx(3 / (4 * 4 / 6))
    assert first.phi == pytest.approx((3 * 6 - 16) / (4 * 2))
    assert (second.first, second.second, second.jaccard) == ("y", "z", 0.25)


def test_what_is_everywhere_has_no_correlation() -> None:
    """A theme in every interview cannot vary with another: phi says nothing instead of dividing by zero."""
    (pair,) = pairs([("A", {"x", "y"}), ("B", {"x"})])
    assert pair.phi is None and pair.lift == 1.0


@given(SETS)
def test_pairs_agree_with_counting_one_by_one(found: list[frozenset[str]]) -> None:
    """Every count is what a reader would get with a pencil, and every measure stays in its bounds."""
    units = [(f"I{n % 3}", s) for n, s in enumerate(found)]
    for p in pairs(units):
        assert p.both == sum({p.first, p.second} <= s for s in found) > 0
        assert p.first_n == sum(p.first in s for s in found) and p.base == len(found)
        assert p.interviews == len({i for i, s in units if {p.first, p.second} <= s})
        assert 0 < p.jaccard <= 1 and (p.phi is None or -1 - 1e-9 <= p.phi <= 1 + 1e-9)


def test_neighbours_reach_over_one_segment_and_not_into_another_interview() -> None:
    """The segment before and after count, the one beyond and another person's do not."""
    units = list(neighbours({"A": [{"x"}, set(), {"y"}], "B": [{"z"}]}))
    assert units == [("A", {"x"}), ("A", {"x", "y"}), ("A", {"y"}), ("B", {"z"})]


def test_matrix_is_symmetric_with_an_empty_diagonal() -> None:
    """A theme is not related to itself, and two relate the same way round either way."""
    found = pairs([("A", {"x", "y"}), ("B", {"y"})])
    assert matrix(found, ["x", "y", "z"]) == [[None, 0.5, 0.0], [0.5, None, 0.0], [0.0, 0.0, None]]


def test_saturation_as_guest_and_others_work_it_out() -> None:
    """Base 4 of 37 themes, then runs of two that overlap: the example of their paper's figure (7+2 at 5 %)."""
    new = [20, 9, 5, 3, 3, 0, 3, 0, 0, 1]
    themes, at = [], 0
    for n in new:
        themes.append({f"t{i}" for i in range(at, at + n)})
        at += n
    found = curve(themes, base=4, run=2, threshold=0.05)
    assert found.base_themes == 37 and found.new == tuple(new)
    assert [(r.first, r.last, r.new) for r in found.runs[:3]] == [(5, 6, 3), (6, 7, 3), (7, 8, 3)]
    assert found.reached == 7 and found.runs[3].share == 0.0


def test_too_few_interviews_reach_nothing() -> None:
    """With fewer interviews than base and run nobody may claim saturation."""
    assert curve([{"a"}] * 5, base=4, run=2).reached is None
    assert saturation([], orders=10).reached_share == 0.0


@given(SETS)
def test_totals_never_fall_and_end_alike_in_every_order(found: list[frozenset[str]]) -> None:
    """However interviews are shuffled, all of them together hold the same themes, and the answer is repeatable."""
    once, twice = (saturation(found, orders=30) for _ in range(2))
    assert once == twice
    assert list(once.held.total) == sorted(once.held.total)
    if found:
        assert once.low_total[-1] == once.high_total[-1] == once.mean_total[-1] == len(frozenset().union(*found))


def test_nonsense_is_refused() -> None:
    """A base of nothing would divide by zero."""
    with pytest.raises(ValueError, match="base and run"):
        curve([{"a"}], base=0)
