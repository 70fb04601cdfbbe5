"""What an import would make of a file, for a person to look at before anything is kept."""

from __future__ import annotations

from dataclasses import dataclass

from rrt_qual.domain.interview import SpeakerRole, Transcript


@dataclass(frozen=True, slots=True)
class SpeakerPreview:
    """One speaker of a transcript: turns, words spoken, and the first words of the first turn."""

    label: str
    name: str
    role: SpeakerRole
    turns: int
    words: int
    first_words: str


def preview(transcript: Transcript, words: int = 10) -> list[SpeakerPreview]:
    """One row a speaker, in order of first turn; `first_words` holds up to `words` words and 100 characters."""
    rows = []
    for index, speaker in enumerate(transcript.speakers):
        spans = [turn.span for turn in transcript.turns if turn.speaker == index]
        first = spans[0].of(transcript.text)[:400].split() if spans else []
        shown = " ".join(first[:words])[:100] + ("…" if len(first) > words else "")
        count = sum(len(span.of(transcript.text).split()) for span in spans)
        rows.append(SpeakerPreview(speaker.label, speaker.name, speaker.role, len(spans), count, shown))
    return rows
