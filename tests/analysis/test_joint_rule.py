"""How a survey's result becomes a rating, and how survey and interviews stand to one another."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rrt_qual.analysis.figures.joint import JointRule, Rated, mean_place, rated, stand
from rrt_qual.domain.errors import UsageError
from rrt_qual.domain.report.evidence import IndicatorRating, JointAgreement, Rating, Share, Sides
from rrt_qual.domain.report.survey import SurveyScore

RULE = JointRule()


def said(rating: Rating, concern: int = 0, base: int = 10) -> IndicatorRating:
    """What interviews say of an indicator."""
    none = Share(0, base)
    return IndicatorRating(
        "pay", None, rating, rating, "", none, none, none, none, sides=Sides(any=concern, concern=concern)
    )


def survey(score: float | None = None, rating: Rating | None = None, **answers: float) -> SurveyScore:
    """A survey's result."""
    return SurveyScore("pay", "2026", "", 80, score, rating, {k.replace("_", " "): v for k, v in answers.items()})


@pytest.mark.parametrize(
    ("score", "rating"),
    [(1.0, Rating.RED), (2.3, Rating.RED), (2.4, Rating.AMBER), (3.6, Rating.AMBER), (3.7, Rating.GREEN)],
)
def test_thirds_of_the_scale(score: float, rating: Rating) -> None:
    """By default each colour has a third of a scale from 1 to 5."""
    assert rated(survey(score), RULE) == Rated(rating, score, "score")


def test_own_rating_comes_first() -> None:
    """The survey's own rating is never overruled by its score."""
    assert rated(survey(4.8, Rating.RED), RULE) == Rated(Rating.RED, 4.8, "survey")


def test_scale_may_run_either_way() -> None:
    """Where high is bad, worst is the greater number."""
    rule = JointRule(worst=100, best=0)
    assert rated(survey(90), rule).rating is Rating.RED and rated(survey(10), rule).rating is Rating.GREEN
    assert "red above 66.67, green from 33.33" in rule.words()[0]


def test_off_the_scale_is_no_rating() -> None:
    """A score that the scale does not hold is kept and not rated."""
    assert rated(survey(62), RULE) == Rated(None, 62, "")


def test_answers_alone() -> None:
    """The mean place of known answers stands for a score; those that say nothing are left out."""
    low = survey(strongly_disagree=60, disagree=10, neutral=5, agree=5, strongly_agree=0, dont_know=50)
    assert rated(low, RULE).rating is Rating.RED and rated(low, RULE).source == "answers"
    assert mean_place({"Red": 0, "AMBER": 0, "green": 4}) == 1
    assert mean_place({"blue": 3, "pink": 4}) is None and mean_place({}) is None
    assert rated(survey(blue=3), RULE) == Rated(None, None, "")


@given(st.lists(st.integers(0, 50), min_size=5, max_size=5))
def test_mean_place_is_a_mean(counts: list[int]) -> None:
    """It lies from 0 to 1, and turning the answers round turns it about one half."""
    options = ("strongly disagree", "disagree", "neutral", "agree", "strongly agree")
    place = mean_place(dict(zip(options, counts, strict=True)))
    turned = mean_place(dict(zip(options, reversed(counts), strict=True)))
    if place is None or turned is None:
        assert sum(counts) == 0
    else:
        assert 0 <= place <= 1 and place + turned == pytest.approx(1)


@pytest.mark.parametrize(
    ("survey_says", "interviews", "agreement"),
    [
        (Rating.RED, said(Rating.GREEN, 9), JointAgreement.CONTRADICT),
        (Rating.GREEN, said(Rating.RED, 9), JointAgreement.CONTRADICT),
        (Rating.RED, said(Rating.RED, 5), JointAgreement.EXPLAIN),
        (Rating.AMBER, said(Rating.RED, 8), JointAgreement.EXPLAIN),
        (Rating.RED, said(Rating.RED, 4), JointAgreement.AGREE),
        (Rating.GREEN, said(Rating.GREEN, 8), JointAgreement.AGREE),
        (Rating.GREEN, said(Rating.AMBER, 8), JointAgreement.PARTLY),
        (Rating.AMBER, said(Rating.GREEN, 8), JointAgreement.PARTLY),
        (Rating.RED, said(Rating.AMBER, 2), JointAgreement.PARTLY),
        (Rating.RED, said(Rating.NOT_ENOUGH, 9), JointAgreement.SILENT),
    ],
)
def test_how_they_stand(survey_says: Rating, interviews: IndicatorRating, agreement: JointAgreement) -> None:
    """Opposite is contradiction; red or amber with half of the interviews speaking of it is explained."""
    found, because = stand(Rated(survey_says, None, "survey"), interviews, RULE)
    assert found is agreement and because


def test_nothing_to_set_beside() -> None:
    """No survey, or a score without a rating, is silence, and the sentence says which."""
    assert stand(None, said(Rating.RED), RULE) == (JointAgreement.SILENT, "The survey has no score; interviews: red.")
    assert "no rating on its scale" in stand(Rated(None, 62, ""), said(Rating.RED), RULE)[1]


def test_rule_is_kept_and_wrong_ones_refused() -> None:
    """The rule is read back as it was kept; one that cannot be meant is refused."""
    assert JointRule.of(JointRule(worst=0, best=10).settings()) == JointRule(worst=0, best=10)
    for wrong in ({"worst": 5, "best": 5}, {"red_below": 0.9}, {"explain_share": 2}, {"best": "x"}, {"tint": 1}, [2]):
        with pytest.raises(UsageError):
            JointRule.of(wrong)  # type: ignore[arg-type]
