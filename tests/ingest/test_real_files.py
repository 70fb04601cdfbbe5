"""Real exports, which are not part of the program, import with the speakers and turns that a person counted."""

from __future__ import annotations

from pathlib import Path

import pytest
from transcript_help import assert_sound, talk

from rrt_qual.domain.errors import FileFault
from rrt_qual.ingest import read_transcript

FOLDER = Path(__file__).parents[2].parent / "shared" / "data" / "import_samples"
pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="the real exports are not beside the source tree")

#: file: [(label, full name, role, turns)], in order of first turn
REAL = {
    "iriss/careers-in-care-social-work.md": [
        ("MD", "Michelle Drumm", "interviewer", 38),
        ("RM", "Rowena McIntosh", "participant", 23),
        ("JM", "John McVey", "participant", 20),
        ("JS", "John Stewart", "participant", 11),
    ],
    "iriss/emotions-in-social-work-practice.md": [
        ("RI", "Richard Ingram", "participant", 7),
        ("IW", "Ian Watson", "interviewer", 6),
    ],
    "iriss/freshly-squeezed-jackie-irvine.md": [
        ("MD", "Michelle Drumm", "interviewer", 66),
        ("JI", "Jackie Irvine", "participant", 66),
    ],
    # The front matter calls Neil MacMillan the host; the introduction says that Dan Johnson interviews him.
    "iriss/moral-distress-in-residential-child-care.md": [
        ("NM", "Neil MacMillan", "participant", 42),
        ("DJ", "Dan Johnson", "interviewer", 42),
    ],
    # Three hosts talk among themselves: nobody is the interviewer.
    "otter/ladybug19_otter_style_B.md": [
        ("Kelly", "", "participant", 14),
        ("Ali", "", "participant", 19),
        ("Emma", "", "participant", 18),
    ],
    "otter/ladybug32_engineering_management.md": [
        ("Ali", "", "interviewer", 13),
        ("Unknown Speaker", "", "other", 4),
        ("Amal Hussein", "Amal Hussein", "participant", 20),
        ("Emma", "", "interviewer", 11),
    ],
    "whisper/whisper_transcript.srt": [("", "", "participant", 8)],
    "whisper/whisper_transcript.vtt": [("", "", "participant", 8)],
    "whisper/whisper_transcript.txt": [("", "", "participant", 46)],
    "word/llmcode_input.docx": [("", "", "participant", 90)],
}


@pytest.mark.parametrize("name", REAL)
def test_real_export(name: str) -> None:
    """Speakers, names, roles and turns are those in the file."""
    transcript = read_transcript(FOLDER / name)
    assert_sound(transcript)
    turns = [turn.speaker for turn in transcript.turns]
    seen = [(s.label, s.name, s.role.value, turns.count(index)) for index, s in enumerate(transcript.speakers)]
    assert seen == REAL[name]


def test_first_and_last_words_of_a_podcast() -> None:
    """Neither the key before an answer nor the legend is talk, and the last thank-you is not lost."""
    said = talk(read_transcript(FOLDER / "iriss/careers-in-care-social-work.md"))
    assert said[0][1].startswith("So, I'm here with Rowena McIntosh")
    assert said[-1] == ("JS", "Okay.")
    assert ("RM", "... so, I started to think about social work and that's how I ended up doing it, yeah.") in said


def test_times_of_an_otter_export() -> None:
    """Otter's times are the turns' starts."""
    transcript = read_transcript(FOLDER / "otter/ladybug32_engineering_management.md")
    assert (transcript.turns[1].start_ms, transcript.turns[-1].start_ms) == (20_000, 2_987_000)


def test_whisper_formats_say_the_same() -> None:
    """The three exports of one recording hold the same words."""
    said = {
        suffix: " ".join(" ".join(words for _, words in talk(read_transcript(path))).split())
        for suffix in ("srt", "vtt", "txt")
        for path in [FOLDER / f"whisper/whisper_transcript.{suffix}"]
    }
    assert said["srt"] == said["vtt"] == said["txt"]


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("odt/P2_GMT20211119.odt", "odt files are not read yet"),
        ("pdf/pdpilot_P1.pdf", "pdf files are not read yet"),
        ("taguette/all_tags_20220303.csv", "coded passages"),
        ("taguette/codebook_20220303_8.csv", "the columns seen are tag, description, number of highlights"),
    ],
)
def test_what_is_not_read_says_so(name: str, says: str) -> None:
    """A format that is not read yet, or a table that is no transcript, gets one sentence and a remedy."""
    with pytest.raises(FileFault) as caught:
        read_transcript(FOLDER / name)
    assert says in caught.value.sentence and caught.value.remedy
