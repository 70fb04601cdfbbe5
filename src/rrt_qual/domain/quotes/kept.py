"""What is kept of quotes: the decisions of analysts; and the sentences that quotes are cut from."""

from __future__ import annotations

from dataclasses import dataclass

from rrt_qual.domain.spans import Span


@dataclass(frozen=True, slots=True)
class KeptQuote:
    """What was decided of a passage for a theme: `status` is 'pinned' or 'refused'; `wording` as
    `domain.quotes.wording` keeps it ('': as the transcript has it)."""

    id: str
    interview_id: str
    theme: str
    span: Span
    wording: str
    status: str
    coder_id: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A segment of an interview: `turn` is the number of its turn, `participant` whether a participant says it."""

    turn: int
    span: Span
    participant: bool
