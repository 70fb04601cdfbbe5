"""Disclosure control: what may be published of the figures and the words, and what is held back.

A cell that is held back shows `CONFIDENTIAL`, never its reason: to say which cell is small and which only protects
another would tell half of what is hidden. `WhyWithheld` is for those inside the project.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from rrt_qual.domain.codebook import Stance
from rrt_qual.domain.spans import Span

#: What stands in the place of a figure that is held back: the shorthand of the UK's Government Statistical Service.
CONFIDENTIAL = "[c]"

#: Bases that figures can be rounded to; 0: not at all.
ROUNDINGS = (0, 3, 5, 10)


class WhyWithheld(StrEnum):
    """Why a figure is held back. Never published."""

    SMALL = "small"
    SECONDARY = "secondary"
    BASE = "base"


@dataclass(frozen=True, slots=True)
class Policy:
    """What the project allows to be published.

    `threshold`: interviews that a cell of a breakdown, and a group, must have at least; also the participants that must
    share what is said of a quote's speaker. `rounding`: the base that figures are rounded to, 0 for none. `dominance`:
    the share of a theme's passages (of at least `dominance_from`) above which one participant is said to dominate
    it. `max_quotes`: quotes of one participant in one selection. `complement`: hold back also the cells that all
    but a few (or all) of a group belong to. `attribution`: attributes that may be said of a speaker, the
    dearest first; empty: those that the project has, in an order of the program's.
    """

    threshold: int = 5
    rounding: int = 0
    dominance: float = 0.5
    dominance_from: int = 5
    max_quotes: int = 2
    complement: bool = False
    attribution: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ProtectedFigure:
    """One figure as it may be published; None is what is held back (or what has no value, as a share of nothing).

    `by_stance` holds (interviews, passages) of each stance that occurs in the whole table. `held` says that
    `interviews` is held back, `why` for what reason (not to be published).
    """

    interviews: int | None
    base: int | None
    passages: int | None
    share: float | None = None
    interval: tuple[float, float] | None = None
    by_stance: dict[Stance, tuple[int | None, int | None]] = field(default_factory=dict)
    why: WhyWithheld | None = None

    @property
    def held(self) -> bool:
        """Whether the number of interviews is held back."""
        return self.interviews is None

    @property
    def hidden(self) -> tuple[str, ...]:
        """What of this figure is held back: 'interviews', 'base', 'passages', a stance."""
        out = [name for name in ("interviews", "base", "passages") if getattr(self, name) is None]
        return (*out, *(str(stance) for stance, (n, _) in self.by_stance.items() if n is None))


@dataclass(frozen=True, slots=True)
class ProtectedRow:
    """One domain, indicator or theme; `figures` holds one figure a group ('' when not broken down)."""

    level: str
    key: str
    name: str
    colour: str
    depth: int
    domain: str
    indicator: str
    figures: dict[str, ProtectedFigure]

    @property
    def figure(self) -> ProtectedFigure:
        """The only figure of a table that is not broken down."""
        return self.figures[""]


@dataclass(frozen=True)
class ProtectedTable:
    """A table of frequencies as it may be published.

    `bases` maps each group to (interviews coded or done, interviews there are), both None for a group that is held
    back; `total` is the same for all groups together (None: too few in all).
    """

    rows: tuple[ProtectedRow, ...]
    groups: tuple[str, ...]
    bases: dict[str, tuple[int | None, int | None]]
    total: tuple[int | None, int | None]
    policy: Policy
    counting_rule: str
    wave: str | None = None
    by: str | None = None
    coder: str | None = None
    stance: Stance | None = None

    def of_level(self, level: str) -> list[ProtectedRow]:
        """The rows of one level."""
        return [r for r in self.rows if r.level == level]

    @property
    def held_groups(self) -> int:
        """How many groups are held back whole."""
        return sum(coded is None for coded, _ in self.bases.values())

    @property
    def held_cells(self) -> int:
        """How many cells of the table are held back, those of stances not counted."""
        return sum(figure.held for row in self.rows for figure in row.figures.values())


@dataclass(frozen=True, slots=True)
class Dominance:
    """How far one participant dominates what is said of a theme, an indicator or a domain.

    `share` is their share of the `passages`, `people` how many speak of it at all; `who` is the key of the
    participant (their code, or the id of their only interview), for use inside the project alone.
    """

    level: str
    key: str
    passages: int
    people: int
    share: float
    flagged: bool
    who: str


class Hold(StrEnum):
    """Why a quote is held back."""

    WITHDRAWN = "withdrawn"
    NO_CONSENT = "no-consent"
    PARAPHRASE = "paraphrase-only"
    NOT_SEARCHED = "not-searched"
    SEARCHED_BEFORE = "searched-before"
    OPEN_FINDS = "open-finds"
    RARE_WORDS = "rare-words"
    OWN_PHRASE = "own-phrase"
    FEW_PEOPLE = "few-people"
    DOMINANT = "dominant"
    TOO_MANY = "too-many"


#: What no person's decision can release: what the participant did not allow, and words that nobody has searched.
NEVER_RELEASED = frozenset({Hold.WITHDRAWN, Hold.NO_CONSENT, Hold.PARAPHRASE, Hold.NOT_SEARCHED})


@dataclass(frozen=True, slots=True)
class WithheldReason:
    """One reason why a quote is held back; `sentence` is for people and repeats no word of the text."""

    hold: Hold
    sentence: str


@dataclass(frozen=True, slots=True)
class QuoteCandidate:
    """A passage that might be printed; `theme` is the id of the theme that it is to stand for ('': none)."""

    interview_id: str
    span: Span
    theme: str = ""


@dataclass(frozen=True, slots=True)
class Release:
    """A named person's decision that a quote may be printed although something holds it back."""

    id: str
    interview_id: str
    span: Span
    holds: frozenset[str]
    why: str
    coder_id: str
    released_at: str


@dataclass(frozen=True, slots=True)
class CheckedQuote:
    """What became of a candidate.

    `reasons` still hold it back (none: it may be printed); `released` were lifted by `release`. `attribution` is
    what may be said of the speaker, as (attribute, value). `rare` are spans of the original whose words only this
    participant uses: to be shown to analysts through the projection, never to be logged.
    """

    candidate: QuoteCandidate
    reasons: tuple[WithheldReason, ...] = ()
    attribution: tuple[tuple[str, str], ...] = ()
    rare: tuple[Span, ...] = ()
    released: tuple[WithheldReason, ...] = ()
    release: Release | None = None

    @property
    def printable(self) -> bool:
        """Whether it may be printed."""
        return not self.reasons

    @property
    def held_back(self) -> tuple[str, ...]:
        """The reasons in words."""
        return tuple(reason.sentence for reason in self.reasons)
