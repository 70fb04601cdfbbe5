"""What tests of transcripts look at: labels and words, roles, and whether offsets and segments are sound."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

from rrt_qual.domain.interview import SpeakerRole, Transcript

Read = Callable[..., Transcript]


def talk(transcript: Transcript) -> list[tuple[str, str]]:
    """(label, spoken words) of every turn."""
    return [(transcript.speakers[turn.speaker].label, turn.span.of(transcript.text)) for turn in transcript.turns]


def roles(transcript: Transcript) -> dict[str, str]:
    """The role of every label."""
    return {speaker.label: speaker.role.value for speaker in transcript.speakers}


def words_of(transcript: Transcript, role: SpeakerRole = SpeakerRole.PARTICIPANT) -> int:
    """How many words the speakers of a role say."""
    turns = [turn for turn in transcript.turns if transcript.role_of(turn) is role]
    return sum(len(turn.span.of(transcript.text).split()) for turn in turns)


def assert_sound(transcript: Transcript) -> None:
    """Offsets are in order and exact; segments cover each turn's words exactly once and cross no turn."""
    text = transcript.text
    ends = 0
    for turn in transcript.turns:
        assert ends <= turn.span.start < turn.span.end <= len(text)
        assert turn.span.of(text) == turn.span.of(text).strip()
        ends = turn.span.end
    mine: dict[int, list[str]] = {}
    ends = 0
    for segment in transcript.segments:
        assert ends <= segment.span.start < segment.span.end
        assert transcript.turns[segment.turn].span.covers(segment.span)
        assert segment.span.of(text) == segment.span.of(text).strip()
        mine.setdefault(segment.turn, []).append("".join(segment.span.of(text).split()))
        ends = segment.span.end
    for index, turn in enumerate(transcript.turns):
        assert "".join(mine.get(index, [])) == "".join(turn.span.of(text).split())


def steps_of(act: Callable[[], object]) -> int:
    """How many lines of our own program `act` runs: what a clock would measure, the same on every machine."""
    steps = 0

    def here(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal steps
        steps += event == "line"
        return here

    def enter(frame: FrameType, event: str, _: Any) -> Any:
        return here if "rrt_qual" in frame.f_code.co_filename else None

    before = sys.gettrace()
    sys.settrace(enter)
    try:
        act()
    finally:
        sys.settrace(before)
    return steps
