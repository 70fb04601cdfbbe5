"""The joint display: what the survey says of an indicator beside what the interviews say.

Source: Fetters, M. D., Curry, L. A., Creswell, J. W. (2013). Achieving integration in mixed methods designs:
principles and practices. Health Services Research 48(6), 2134-2156 (confirmation, expansion, discordance);
Guetterman, T. C., Fetters, M. D., Creswell, J. W. (2015). Integrating quantitative and qualitative results in health
science mixed methods research through joint displays. Annals of Family Medicine 13(6), 554-561; O'Cathain, A., Murphy,
E., Nicholl, J. (2010). Three techniques for integrating data in mixed methods studies. BMJ 341, c4587 (agreement,
partial agreement, silence, dissonance).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from rrt_qual.domain.errors import UsageError
from rrt_qual.domain.report.evidence import IndicatorRating, JointAgreement, Rating
from rrt_qual.domain.report.survey import SurveyScore

#: Where each option of a well-known scale of answers stands, from worst (0) to best (1).
_SCALES: tuple[tuple[str, ...], ...] = (
    ("red", "amber", "green"),
    ("strongly disagree", "disagree", "neither agree nor disagree", "agree", "strongly agree"),
    ("strongly disagree", "disagree", "neutral", "agree", "strongly agree"),
    ("strongly disagree", "disagree", "agree", "strongly agree"),
    ("disagree", "neither agree nor disagree", "agree"),
    ("disagree", "neutral", "agree"),
    ("disagree", "agree"),
    ("very dissatisfied", "dissatisfied", "neither satisfied nor dissatisfied", "satisfied", "very satisfied"),
    ("very dissatisfied", "dissatisfied", "neutral", "satisfied", "very satisfied"),
    ("very poor", "poor", "fair", "good", "very good"),
    ("poor", "fair", "good", "excellent"),
    ("no", "yes"),
)

#: Answers that say nothing of the matter.
_NO_ANSWER = frozenset({"don't know", "dont know", "do not know", "not applicable", "n/a", "na", "prefer not to say"})

_STEPS = {Rating.RED: 0, Rating.AMBER: 1, Rating.GREEN: 2}


@dataclass(frozen=True, slots=True)
class JointRule:
    """How a score becomes a rating, and when interviews explain it; kept in the settings under these names.

    `worst` and `best` are the ends of the survey's scale (worst may be the greater number). A score below the
    share `red_below` of the way from worst to best is red, one from `green_from` on green. Interviews explain a
    red or amber score when at least `explain_share` of those coded speak of it as a risk or propose a solution.
    """

    worst: float = 1.0
    best: float = 5.0
    red_below: float = 1 / 3
    green_from: float = 2 / 3
    explain_share: float = 0.5

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            share = field.name not in ("worst", "best")
            if isinstance(value, bool) or not isinstance(value, int | float) or (share and not 0 <= value <= 1):
                right = "a number from 0 to 1" if share else "a number"
                raise UsageError(f"Of the survey's rule, {field.name} is not {right}.", "See 'rrt-qual survey --rule'.")
        if self.worst == self.best or self.red_below > self.green_from:
            raise UsageError(
                "Of the survey's rule, the ends of the scale must differ, and red must end before green begins.",
                "See 'rrt-qual survey --rule'.",
            )

    @classmethod
    def of(cls, settings: Mapping[str, Any] | None) -> JointRule:
        """The rule that the settings hold; what they leave out is the default. Raises UsageError."""
        known = {f.name for f in fields(cls)}
        given = settings or {}
        if not isinstance(given, Mapping) or not known.issuperset(given):
            wrong = ", ".join(sorted(set(given) - known)) if isinstance(given, Mapping) else "not a set of names"
            raise UsageError(f"The survey's rule has no '{wrong}'.", f"Its names: {', '.join(sorted(known))}.")
        return cls(**given)

    def settings(self) -> dict[str, float]:
        """The rule as it is kept."""
        return asdict(self)

    def score_at(self, place: float) -> float:
        """The score that lies `place` (0 to 1) of the way from worst to best."""
        return self.worst + place * (self.best - self.worst)

    def words(self) -> list[str]:
        """The rule in sentences for people."""
        red, green = self.score_at(self.red_below), self.score_at(self.green_from)
        order = "below" if self.best > self.worst else "above"
        return [
            "A survey's rating is its own where the file gives one; else it follows from the score"
            f" on a scale from {self.worst:g} (worst) to {self.best:g} (best): red {order} {red:.2f},"
            f" green from {green:.2f} on, amber between. Where there are answers alone, their mean"
            " place between the worst and the best answer is taken for the score.",
            "Agree: survey and interviews have the same rating. Agree in part: one of them is amber, the other not.",
            "Explain: the survey says red or amber, the interviews do not say green, and at least"
            f" {100 * self.explain_share:.0f} % of the coded interviews speak of it as a risk or"
            " propose a solution: they say why.",
            "Contradict: one says red, the other green.",
            "Silent: there is no survey score, or not enough evidence in the interviews.",
        ]


@dataclass(frozen=True, slots=True)
class Rated:
    """A survey's rating, the score behind it, and where it comes from: 'survey', 'score', 'answers' or ''."""

    rating: Rating | None
    score: float | None
    source: str


def rated(found: SurveyScore, rule: JointRule) -> Rated:
    """The rating of a survey's result; None when the score lies off the scale or the answers are not known."""
    place = mean_place(found.answers)
    score = found.score if found.score is not None else None if place is None else rule.score_at(place)
    if found.rating is not None:
        return Rated(found.rating, score, "survey")
    if score is None:
        return Rated(None, None, "")
    source = "score" if found.score is not None else "answers"
    at = (score - rule.worst) / (rule.best - rule.worst)
    if not -1e-9 <= at <= 1 + 1e-9:
        return Rated(None, score, "")
    if at < rule.red_below - 1e-12:
        return Rated(Rating.RED, score, source)
    return Rated(Rating.GREEN if at >= rule.green_from - 1e-12 else Rating.AMBER, score, source)


def mean_place(answers: Mapping[str, float]) -> float | None:
    """The mean place of the answers from worst (0) to best (1); None when their scale is not known, or nobody answered.

    "Don't know" and the like are left out.
    """
    given = {" ".join(o.casefold().replace("’", "'").split()): n for o, n in answers.items()}
    given = {option: n for option, n in given.items() if option not in _NO_ANSWER}
    total = sum(given.values())
    scale = next((s for s in _SCALES if set(given) <= set(s)), None)
    if scale is None or total <= 0:
        return None
    return sum(n * scale.index(option) for option, n in given.items()) / total / (len(scale) - 1)


def stand(survey: Rated | None, interviews: IndicatorRating, rule: JointRule) -> tuple[JointAgreement, str]:
    """How the two stand to one another, and why in a sentence."""
    said = interviews.rating
    if survey is None or survey.rating is None:
        if survey is None:
            return JointAgreement.SILENT, f"The survey has no score; interviews: {said}."
        return JointAgreement.SILENT, f"The survey's score has no rating on its scale; interviews: {said}."
    if said is Rating.NOT_ENOUGH:
        return JointAgreement.SILENT, f"The survey says {survey.rating}; of the interviews too few speak of it to tell."
    steps = abs(_STEPS[survey.rating] - _STEPS[said])
    if steps == 2:
        return JointAgreement.CONTRADICT, f"The survey says {survey.rating}, the interviews {said}: look into it."
    both = f"Both say {said}" if not steps else f"The survey says {survey.rating}, the interviews {said}"
    base, sides = interviews.any.base, interviews.sides
    if Rating.GREEN not in (survey.rating, said) and sides and base and sides.concern >= rule.explain_share * base:
        why = f"{sides.concern} of {base} interviews speak of it as a risk or propose a solution, and say why"
        return JointAgreement.EXPLAIN, f"{both}; {why}."
    if steps:
        return JointAgreement.PARTLY, f"{both}: one step apart."
    return JointAgreement.AGREE, f"{both}."
