"""An interview's transcript: text, speakers, turns and segments."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from enum import StrEnum

from rrt_qual.domain.spans import Span


class SpeakerRole(StrEnum):
    """Whose talk it is: only a participant's segments are coded by rule, counted and suggested for."""

    INTERVIEWER = "interviewer"
    PARTICIPANT = "participant"
    OTHER = "other"


def text_hash(text: str) -> str:
    """SHA-256 of the UTF-8 form of `text`, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Speaker:
    """One voice: the label as the file writes it, its role, and the full name if the file gives it."""

    label: str
    role: SpeakerRole
    name: str = ""


@dataclass(frozen=True, slots=True)
class Turn:
    """What one speaker says before another does.

    `speaker` is an index into the transcript's speakers; `span` holds the spoken words alone,
    without label or time stamp; times are milliseconds from the start of the recording.
    """

    speaker: int
    span: Span
    start_ms: int | None = None
    end_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Segment:
    """A sentence-like piece of one turn: the unit of suggestion, of coverage and of agreement."""

    turn: int
    span: Span


@dataclass(frozen=True, slots=True)
class Source:
    """The file that a transcript was read from."""

    name: str
    sha256: str
    format: str
    encoding: str = ""


@dataclass(frozen=True)
class Transcript:
    """What a file becomes. Spans count code points of `text`, which is normalised and never changes.

    `removed` says in words what normalisation took away (an empty tuple: nothing); `warnings` say
    what a person should look at (speakers guessed, cues out of order).
    """

    name: str
    text: str
    speakers: tuple[Speaker, ...]
    turns: tuple[Turn, ...]
    source: Source
    segments: tuple[Segment, ...] = ()
    removed: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    attributes: dict[str, str] = field(default_factory=dict)

    @property
    def sha256(self) -> str:
        """Hash of the normalised text."""
        return text_hash(self.text)

    def role_of(self, turn: Turn) -> SpeakerRole:
        """The speaker role of a turn."""
        return self.speakers[turn.speaker].role
