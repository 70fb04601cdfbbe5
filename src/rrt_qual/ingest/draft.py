"""What a reader makes of a file before roles are given: text, labelled spans, and who the file says is who."""

from __future__ import annotations

from dataclasses import dataclass, field

from rrt_qual.domain.interview import SpeakerRole
from rrt_qual.domain.spans import Span


@dataclass(frozen=True, slots=True)
class RawFile:
    """A file's name (without folders), its stem and its bytes."""

    name: str
    stem: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whom the file names before the talk: in a legend, in front matter, in a header line."""

    name: str
    key: str = ""
    role: SpeakerRole | None = None


@dataclass(slots=True)
class DraftTurn:
    """One turn with its speaker's label ('' when nothing says who speaks); times in milliseconds."""

    label: str
    span: Span
    start_ms: int | None = None
    end_ms: int | None = None


@dataclass(slots=True)
class TranscriptDraft:
    """A file read but not yet judged.

    `people` are those whom the file names, the most reliable statement first; `hints` are labels that
    probably ask (who started the recording), used only where nothing better is known.
    """

    text: str
    turns: list[DraftTurn]
    encoding: str = ""
    people: list[Person] = field(default_factory=list)
    hints: list[str] = field(default_factory=list)
    removed: tuple[str, ...] = ()
    warnings: list[str] = field(default_factory=list)
