"""Shares, intervals and the table of themes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rrt_qual.analysis.figures.frequency import build
from rrt_qual.analysis.figures.proportion import wilson
from rrt_qual.domain.codebook import Codebook, Domain, Indicator, Stance, Theme

CODEBOOK = Codebook(
    "small",
    "Small",
    1,
    themes=(
        Theme("a", "A", "#111111", "", indicator="i"),
        Theme("a-1", "A one", "#111111", "", parent="a"),
        Theme("b", "B", "#222222", "", indicator="i"),
        Theme("loose", "Loose", "#333333", ""),
    ),
    indicators=(Indicator("i", "I", domain="d"), Indicator("j", "J")),
    domains=(Domain("d", "D"),),
)


@pytest.mark.parametrize(
    ("k", "n", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_gives_the_published_intervals(k: int, n: int, low: float, high: float) -> None:
    """The interval agrees with the examples of Newcombe (1998), method 3."""
    found = wilson(k, n)
    assert found == pytest.approx((low, high), abs=0.00006)


@given(st.integers(0, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_contains_the_share_and_stays_in_bounds(case: tuple[int, int]) -> None:
    """An interval always holds the share it is about, and never leaves 0 to 1."""
    k, n = case
    low, high = wilson(k, n)
    assert 0 <= low <= high <= 1
    if n:
        assert low <= k / n <= high


def test_wilson_refuses_nonsense() -> None:
    """More interviews than the base is an error, not a figure."""
    with pytest.raises(ValueError, match="not a share"):
        wilson(4, 3)


def test_table_follows_the_codebook_and_shows_zeros() -> None:
    """Every domain, indicator and theme has a row, in reading order, spoken of or not."""
    table = build(CODEBOOK, {("theme", "a", "*", ""): (2, 5), ("theme", "a", "risk", ""): (1, 3)}, {"": (4, 9)})
    assert [(r.level, r.key, r.depth) for r in table.rows] == [
        ("domain", "d", 0),
        ("indicator", "i", 1),
        ("theme", "a", 2),
        ("theme", "a-1", 3),
        ("theme", "b", 2),
        ("indicator", "j", 0),
        ("theme", "loose", 0),
    ]
    figure = table.rows[2].figure
    assert (figure.interviews, figure.base, figure.passages, figure.share) == (2, 4, 5, 0.5)
    assert figure.by_stance == {Stance.RISK: (1, 3)}
    assert table.rows[4].figure.interviews == 0
    assert table.rows[3].domain == "d"


def test_table_without_codings_has_no_shares() -> None:
    """Nothing coded gives no share and no interval, rather than 0 %."""
    figure = build(CODEBOOK, {}, {"": (0, 9)}).rows[0].figure
    assert figure.share is None
    assert figure.interval is None


def test_stance_filter_counts_that_stance_alone() -> None:
    """With a stance chosen, the main figure is that stance's figure."""
    counts = {("theme", "a", "*", ""): (2, 5), ("theme", "a", "risk", ""): (1, 3)}
    table = build(CODEBOOK, counts, {"": (4, 9)}, stance=Stance.RISK)
    assert (table.rows[2].figure.interviews, table.rows[2].figure.passages) == (1, 3)
    assert "as risk" in table.counting_rule
