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

    @property
    def letter(self) -> str:
        """The sign that stands for it where colour cannot be seen."""
        return "·" if self is Rating.NOT_ENOUGH else self.value[0].upper()

    @property
    def word(self) -> str:
        """The word for it where space is small."""
        return "too little" if self is Rating.NOT_ENOUGH else self.value


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
class Sides:
    """How many interviews speak of an indicator as a risk alone, as a strength alone, as both; and in other ways.

    `solution` and `any` count those that propose something about it, and that speak of it at all, whatever else;
    `concern` those that speak of it as a risk or propose something.
    """

    risk_only: int = 0
    strength_only: int = 0
    both: int = 0
    solution: int = 0
    any: int = 0
    concern: int = 0

    @property
    def risk(self) -> int:
        """Interviews that speak of it as a risk, whatever else."""
        return self.risk_only + self.both

    @property
    def strength(self) -> int:
        """Interviews that speak of it as a strength, whatever else."""
        return self.strength_only + self.both

    @property
    def taken(self) -> int:
        """Interviews that take a side: as a risk, as a strength, or as both."""
        return self.risk_only + self.strength_only + self.both


@dataclass(frozen=True, slots=True)
class IndicatorRating:
    """One indicator's rating in one wave (None: all waves).

    `by_rule` is what the rule says and `because` how it came to that, in words; when a person said otherwise,
    `rating` is theirs, with `overridden_by` and `override_reason`. `lean` is the share of those who take a side on
    the side of risk (who says both counts half), with the rule's interval; None where it is withheld or of nobody.
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
    sides: Sides | None = None
    lean: float | None = None
    lean_low: float | None = None
    lean_high: float | None = None


@dataclass(frozen=True, slots=True)
class ThemeTally:
    """How many interviews speak of a theme in one stance, and in how many passages (None: withheld)."""

    theme: str
    interviews: int | None
    passages: int | None


@dataclass(frozen=True, slots=True)
class ProposedSolution:
    """A solution in the words it was proposed in, as they may be read; `span` is of the original."""

    interview_id: str
    span: Span
    words: str


@dataclass(frozen=True, slots=True)
class Solution:
    """What staff propose under one theme: the figure and the words, no two proposals alike.

    `unquoted` counts passages whose words are left out, because the participant or the checks do not allow them.
    """

    tally: ThemeTally
    proposals: tuple[ProposedSolution, ...] = ()
    unquoted: int = 0


@dataclass(frozen=True, slots=True)
class IndicatorTalk:
    """What is spoken of within an indicator: the themes as strength and as risk, most spoken of first; solutions."""

    indicator: str
    strengths: tuple[ThemeTally, ...] = ()
    risks: tuple[ThemeTally, ...] = ()
    solutions: tuple[Solution, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportQuote:
    """A quote as it may be printed.

    `wording` is the publishable wording; `attribution` what may be said of the speaker; `parts` the score in its
    parts (0 to 1 each) and `reason` why it was chosen, in words; `held_back` why it may not be printed (empty: it
    may); `dissent`: it speaks against what most say; `ref` leads back to it inside the project.
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
    ref: str = ""

    @property
    def speaker(self) -> str:
        """What may be said of who speaks, in words."""
        said = [f"wave {value}" if name == "wave" else value for name, value in self.attribution]
        return ", ".join(said) or "A participant"


class JointAgreement(StrEnum):
    """How interviews and survey stand to one another for an indicator."""

    AGREE = "agree"
    PARTLY = "agree in part"
    EXPLAIN = "explain"
    CONTRADICT = "contradict"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class JointRow:
    """One indicator of the joint display: the survey's figures (None: no survey) beside the interviews'.

    `rated_from` is what the survey's rating comes from: 'survey' (the file says it), 'score', 'answers', or ''.
    `wave` is '' where the survey names none: then the interviews are those of all waves.
    """

    indicator: str
    wave: str
    survey_n: int | None
    survey_score: float | None
    survey_rating: Rating | None
    interviews: IndicatorRating
    agreement: JointAgreement
    because: str
    rated_from: str = ""
    answers: dict[str, float] = field(default_factory=dict)


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
class ShareDifference:
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


@dataclass(frozen=True)
class Comparison:
    """The differences between two waves or two groups, at one level of the codebook.

    `before` and `after` are what the two are called; `names` maps the key of each row to its name, themes that
    were retired included; `notes` say how it was counted and what to be careful of. Two groups are values of `by`, in
    `wave` ('': all); two waves are of everybody, or of the `group` by that attribute. `coder` '': any.
    """

    level: str
    before: str
    after: str
    rows: tuple[ShareDifference, ...]
    notes: tuple[str, ...] = ()
    names: dict[str, str] = field(default_factory=dict)
    by: str = ""
    group: str = ""
    wave: str = ""
    coder: str = ""

    def of(self, direction: Direction) -> list[ShareDifference]:
        """The rows that became so."""
        return [row for row in self.rows if row.direction is direction]
