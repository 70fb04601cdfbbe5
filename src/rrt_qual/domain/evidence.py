"""What a report says of an indicator: ratings, quotes, the survey beside them, differences between waves.

Plain values, made by the services and written by the exporters, which know nothing of how they came about.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from rrt_qual.domain.codebook import Stance
from rrt_qual.domain.spans import Span


class Rating(StrEnum):
    """How an indicator stands."""

    RED = "red"
    AMBER = "amber"
    GREEN = "green"
    NOT_ENOUGH = "not enough evidence"


@dataclass(frozen=True, slots=True)
class Share:
    """`n` of `base` interviews, with the 95 % interval of the share (Wilson); None where it is suppressed."""

    n: int | None
    base: int
    low: float | None = None
    high: float | None = None

    @property
    def value(self) -> float | None:
        """The share, 0 to 1; None when suppressed or of nothing."""
        return self.n / self.base if self.n is not None and self.base else None


@dataclass(frozen=True, slots=True)
class IndicatorRating:
    """One indicator's rating in one wave (None: all waves).

    `by_rule` is what the rule says and `because` how it came to that, in words; when a person said otherwise,
    `rating` is theirs, with `overridden_by` and `override_reason`.
    """

    indicator: str
    wave: str | None
    rating: Rating
    by_rule: Rating
    because: str
    risk: Share
    strength: Share
    solution: Share
    any: Share
    overridden_by: str = ""
    override_reason: str = ""


@dataclass(frozen=True, slots=True)
class ReportQuote:
    """A quote as it may be printed.

    `wording` is the publishable wording; `attribution` what may be said of the speaker; `parts` the score in its
    parts (0 to 1 each) and `reason` why it was chosen, in words; `held_back` why it may not be printed (empty: it
    may); `dissent`: it speaks against what most say.
    """

    interview_id: str
    interview: str
    span: Span
    theme: str
    indicator: str
    domain: str
    stance: Stance
    wave: str
    wording: str
    attribution: tuple[tuple[str, str], ...] = ()
    score: float = 0.0
    parts: dict[str, float] = field(default_factory=dict)
    reason: str = ""
    dissent: bool = False
    pinned: bool = False
    held_back: tuple[str, ...] = ()


class Agreement(StrEnum):
    """How interviews and survey stand to one another for an indicator."""

    AGREE = "agree"
    EXPLAIN = "explain"
    CONTRADICT = "contradict"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class JointRow:
    """One indicator of the joint display: the survey's figures (None: no survey) beside the interviews'."""

    indicator: str
    wave: str
    survey_n: int | None
    survey_score: float | None
    survey_rating: Rating | None
    interviews: IndicatorRating
    agreement: Agreement
    because: str


class Direction(StrEnum):
    """What has become of a theme or an indicator from one wave (or group) to another."""

    NEW = "new"
    GONE = "gone"
    WORSE = "worse"
    BETTER = "better"
    MORE = "more"
    LESS = "less"
    SAME = "same"
    TOO_FEW = "too few"


@dataclass(frozen=True, slots=True)
class Difference:
    """The share of interviews in one wave or group less that in another, with its interval (Newcombe).

    `level` is domain, indicator or theme, `key` its id; `stance` None: of any stance. `paired` counts the people
    who took part in both (0: independent groups); `note` says what to be careful of.
    """

    level: str
    key: str
    stance: Stance | None
    before: Share
    after: Share
    difference: float | None
    low: float | None
    high: float | None
    paired: int
    direction: Direction
    note: str = ""
