"""The sample interviews that come with the program import as the interviews they are."""

from __future__ import annotations

from pathlib import Path

import pytest
from transcript_help import assert_sound, roles, words_of

from rrt_qual.domain.interview import SpeakerRole
from rrt_qual.ingest import read_transcript

FOLDER = Path(__file__).parents[2] / "transcripts_sample"
FILES = sorted(path for path in FOLDER.glob("T2*") if path.suffix in (".txt", ".docx", ".vtt"))
JO, MARTIN, AS_LABELLED = "Jo", "Martin", "Interviewer"
SPEAKERS = {
    "T25-01": (JO, "P01"),
    "T25-02": (AS_LABELLED, "Participant"),
    "T25-03": (AS_LABELLED, "RESPONDENT"),
    "T25-04": (MARTIN, "Participant 04"),
    "T25-05": (JO, "Participant 05"),
    "T25-06": (MARTIN, "P06"),
    "T25-07": (AS_LABELLED, "RESPONDENT"),
    "T26-01": (JO, "P01"),
    "T26-02": (MARTIN, "Participant 03"),
    "T26-03": (JO, "Participant 04"),
    "T26-04": (AS_LABELLED, "Participant"),
    "T26-05": (JO, "Participant 09"),
    "T26-06": (AS_LABELLED, "Participant"),
    "T26-07": (JO, "Participant 11"),
}


def test_all_samples_are_there() -> None:
    """Fourteen interviews in two waves come with the program."""
    assert [path.stem for path in FILES] == sorted(SPEAKERS)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_sample_imports_as_an_interview(path: Path) -> None:
    """40 to 80 turns of an interviewer and a participant, who speaks most, without a warning."""
    transcript = read_transcript(path)
    assert_sound(transcript)
    assert 40 <= len(transcript.turns) <= 80
    asks, answers = SPEAKERS[path.stem]
    by_role = {role: label for label, role in roles(transcript).items()}
    assert len(transcript.speakers) == 2
    assert by_role["interviewer"].casefold().startswith(asks.casefold())
    assert by_role["participant"] == answers
    mine = [s for s in transcript.segments if transcript.role_of(transcript.turns[s.turn]) is SpeakerRole.PARTICIPANT]
    assert len(mine) > 50
    assert words_of(transcript) > 3 * words_of(transcript, SpeakerRole.INTERVIEWER)
    assert transcript.warnings == ()
    assert "invented" in transcript.text[: transcript.turns[0].span.start]


@pytest.mark.parametrize("path", [path for path in FILES if path.suffix == ".vtt"], ids=lambda path: path.name)
def test_sample_times_run_forward(path: Path) -> None:
    """Turns of a timed sample have times, in order."""
    starts = [turn.start_ms for turn in read_transcript(path).turns]
    assert None not in starts
    assert starts == sorted(starts, key=lambda start: start or 0)
