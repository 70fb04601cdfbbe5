"""Who said what of which passage."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, StrEnum

from rrt_qual.domain.codebook import Stance
from rrt_qual.domain.spans import Span


class Origin(StrEnum):
    """How a coding came to be; it is never rewritten."""

    HAND = "hand"
    ACCEPTED = "accepted"
    IMPORTED = "imported"
    MACHINE = "machine"


class MemoTarget(StrEnum):
    """What a memo is written about."""

    CODING = "coding"
    THEME = "theme"
    INTERVIEW = "interview"
    PROJECT = "project"


@dataclass(frozen=True, slots=True)
class Coder:
    """A person who codes."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Coding:
    """Coder X says that span S of interview I speaks of theme T with stance Z.

    `theme` is the codebook's id of the theme; the other ids are UUIDv7.
    """

    id: str
    interview_id: str
    theme: str
    coder_id: str
    span: Span
    stance: Stance = Stance.UNSPECIFIED
    origin: Origin = Origin.HAND
    created_at: str = ""
    memo: str = ""


@dataclass(frozen=True, slots=True)
class Memo:
    """A note on a coding, a theme, an interview or the project."""

    id: str
    target: MemoTarget
    target_id: str
    coder_id: str
    text: str
    updated_at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CodingRow:
    """One coding as a file of codings says it, before it is placed in a text.

    `line` is the line of the file where the row begins (0 for a row made here). `interview`, `theme`
    and `coder` are the file's own words for them, a name or an id. The passage is given by `start`
    and `end` (code points, half open), by its exact words in `text`, or by both. `id`, `origin` and
    `created_at` are there so that what is written can be read back whole; None when the file is silent.
    """

    line: int = 0
    interview: str
    start: int | None = None
    end: int | None = None
    text: str | None = None
    theme: str
    stance: Stance = Stance.UNSPECIFIED
    coder: str | None = None
    memo: str = ""
    id: str | None = None
    origin: Origin | None = None
    created_at: str | None = None


class Showing(Enum):
    """What of an interview is shown: all of it for nothing is replaced, pseudonyms, or the original words."""

    ALL = "all"
    PSEUDONYMS = "pseudonyms"
    ORIGINAL = "original"


@dataclass(frozen=True, slots=True)
class Undone:
    """What undo or redo did: in words, and where (None when nothing was left to do)."""

    label: str
    interview_id: str | None
    span: Span | None
