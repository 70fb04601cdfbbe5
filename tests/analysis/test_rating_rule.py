"""The rule of ratings: what it calls what, and that it can be set and read."""

from __future__ import annotations

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from rrt_qual.analysis.figures.proportion import quantile
from rrt_qual.analysis.figures.rating import RatingRule, rate
from rrt_qual.domain.errors import UsageError
from rrt_qual.domain.report.evidence import Rating, Sides

RULE = RatingRule()
few = st.integers(0, 20)
STEPS = {Rating.GREEN: 0, Rating.AMBER: 1, Rating.RED: 2}


@pytest.mark.parametrize(
    ("sides", "base", "rating"),
    [
        (Sides(9, 3, 0), 14, Rating.RED),
        (Sides(7, 5, 0), 14, Rating.AMBER),
        (Sides(3, 9, 0), 14, Rating.GREEN),
        (Sides(1, 0, 9), 14, Rating.AMBER),
        (Sides(6, 0, 0), 6, Rating.RED),
        (Sides(4, 0, 0), 14, Rating.NOT_ENOUGH),
        (Sides(4, 0, 0), 4, Rating.NOT_ENOUGH),
        (Sides(0, 0, 0), 14, Rating.NOT_ENOUGH),
        (Sides(0, 0, 0), 0, Rating.NOT_ENOUGH),
        (Sides(8, 0, 0), 80, Rating.AMBER),
        (Sides(0, 8, 0), 80, Rating.AMBER),
    ],
)
def test_what_is_called_what(sides: Sides, base: int, rating: Rating) -> None:
    """Clear leaning is red or green, mixed or thin talk amber, and next to no talk not enough evidence."""
    assert rate(sides, base, RULE).rating is rating


@given(few, few, few, st.integers(0, 30))
def test_no_side_is_favoured(risk: int, strength: int, both: int, silent: int) -> None:
    """Exchanging risk and strength exchanges red and green and turns the lean about one half."""
    base = risk + strength + both + silent
    one, other = rate(Sides(risk, strength, both), base, RULE), rate(Sides(strength, risk, both), base, RULE)
    turned = {Rating.RED: Rating.GREEN, Rating.GREEN: Rating.RED}
    assert other.rating is turned.get(one.rating, one.rating)
    if one.lean is not None and other.lean is not None:
        assert one.lean + other.lean == pytest.approx(1)


@given(few, few, few, st.integers(0, 30))
def test_one_more_risk_never_makes_it_better(risk: int, strength: int, both: int, silent: int) -> None:
    """When somebody who spoke of it as a strength alone speaks of it as a risk alone, no rating turns greener."""
    assume(strength)
    base = risk + strength + both + silent
    one = rate(Sides(risk, strength, both), base, RULE).rating
    other = rate(Sides(risk + 1, strength - 1, both), base, RULE).rating
    assert (one is Rating.NOT_ENOUGH) == (other is Rating.NOT_ENOUGH)
    if one is not Rating.NOT_ENOUGH:
        assert STEPS[other] >= STEPS[one]


@given(few, few, few, st.sampled_from([0.5, 0.8, 0.9, 0.95]))
def test_it_is_mcnemar_with_ties(risk: int, strength: int, both: int, confidence: float) -> None:
    """The interval leaves one half out exactly when |risk - strength| / sqrt(all) exceeds the quantile."""
    n = risk + strength + both
    statistic = abs(risk - strength) / math.sqrt(n) if n else 0.0
    assume(n and abs(statistic - quantile(confidence)) > 1e-9)
    rule = RatingRule(min_interviews=1, min_taking_sides=1, confidence=confidence, min_share=0)
    found = rate(Sides(risk, strength, both), n, rule)
    assert (found.rating is not Rating.AMBER) == (statistic > quantile(confidence))


def test_because_says_the_figures_and_the_rule() -> None:
    """The reason names how many of how many, the interval, and what the rule asks for."""
    because = rate(Sides(9, 3, 0), 14, RULE).because
    assert "9 of 12 interviews that take a side speak of it as a risk: 75 %" in because
    assert "80 % interval 57 to 87 %" in because and "calls red" in because
    mixed = rate(Sides(1, 0, 9), 14, RULE).because
    assert "as both (counting half) 9" in mixed and "amber" in mixed
    assert "3 of 14 coded interviews take a side; the rule asks for 5." in rate(Sides(3, 0, 0), 14, RULE).because
    assert rate(Sides(), 0, RULE).because == "No interviews are coded; the rule asks for 5."
    assert "only 8 of 80 coded interviews (10 %)" in rate(Sides(8, 0, 0), 80, RULE).because


def test_rule_is_kept_and_read_back() -> None:
    """What is kept in the settings makes the same rule, and its words name its numbers."""
    rule = RatingRule(min_taking_sides=7, confidence=0.9)
    assert RatingRule.of(rule.settings()) == rule and RatingRule.of(None) == RatingRule()
    assert any("fewer than 7 take a side" in line for line in rule.words())
    assert any("whole 90 % Wilson" in line for line in rule.words())


@pytest.mark.parametrize(
    ("given_", "about"),
    [
        ({"min_interviews": 0}, "min_interviews"),
        ({"min_interviews": 2.5}, "min_interviews"),
        ({"min_interviews": True}, "min_interviews"),
        ({"confidence": 1.0}, "confidence"),
        ({"confidence": "high"}, "confidence"),
        ({"min_share": -0.1}, "min_share"),
        ({"green_below": 0.7, "red_above": 0.4}, "greater than"),
        ({"colour": 1}, "colour"),
        ([1], "not a set"),
    ],
)
def test_wrong_rules_are_a_sentence(given_: object, about: str) -> None:
    """A rule that cannot be meant is refused with the name of what is wrong."""
    with pytest.raises(UsageError, match=about):
        RatingRule.of(given_)  # type: ignore[arg-type]
