"""WebVTT and SubRip: speakers by tag or by name, cues of one speaker merged, times kept, oddities told."""

from __future__ import annotations

import pysubs2
import pytest
import webvtt
from transcript_help import Read, assert_sound, roles, talk

from rrt_qual.domain.errors import FileFault

TEAMS = """WEBVTT

NOTE This interview is invented.

6868dc22-6e40/9-0
00:00:03.120 --> 00:00:07.480
<v Martin Hale>Good morning. How
are you?</v>

6868dc22-6e40/10-0
00:00:08.000 --> 00:00:11.000
<v Participant 04>Tired, and I've got</v>

6868dc22-6e40/10-1
00:00:11.000 --> 00:00:13.500
<v Participant 04>the plumber in.</v>

6868dc22-6e40/11-0
00:00:14.000 --> 00:00:15.000
<v Martin Hale>Ah.</v>
"""

ZOOM = """WEBVTT

1
00:00:01.000 --> 00:00:02.000
Jo Fenwick: How are you?

2
00:00:02.500 --> 00:00:04.000
Participant 05: Tired, and

3
00:00:04.000 --> 00:00:06.000
the thing is: busy.

4
00:00:06.000 --> 00:00:07.000
Participant 05: Fine, though.

5
00:00:08.000 --> 00:00:09.000
Jo Fenwick: Why?

6
00:00:09.500 --> 00:00:10.000
Participant 05: Work.
"""


def test_teams_cues_of_one_speaker_are_one_turn(read: Read) -> None:
    """Consecutive cues of one voice are one turn, words joined by a space, with first and last time."""
    transcript = read("t.vtt", TEAMS)
    assert talk(transcript) == [
        ("Martin Hale", "Good morning. How are you?"),
        ("Participant 04", "Tired, and I've got the plumber in."),
        ("Martin Hale", "Ah."),
    ]
    assert [(turn.start_ms, turn.end_ms) for turn in transcript.turns] == [(3120, 7480), (8000, 13500), (14000, 15000)]
    assert roles(transcript) == {"Martin Hale": "interviewer", "Participant 04": "participant"}
    assert_sound(transcript)


def test_text_is_built_as_labelled_paragraphs(read: Read) -> None:
    """The text shows who speaks, a paragraph a turn; a note at the top stays above the talk."""
    text = read("t.vtt", TEAMS).text
    assert text.startswith(
        "This interview is invented.\n\nMartin Hale: Good morning. How are you?\n\nParticipant 04: Tired"
    )
    assert text.endswith("Martin Hale: Ah.\n")


def test_zoom_cue_without_a_name_continues(read: Read) -> None:
    """A Zoom cue without a name belongs to whoever spoke before, even with a colon in it."""
    assert talk(read("t.vtt", ZOOM))[1] == ("Participant 05", "Tired, and the thing is: busy. Fine, though.")


def test_a_speaker_of_one_cue_is_kept_where_cues_are_labelled(read: Read) -> None:
    """Where nearly every cue has a name, a name that stands once is a speaker too."""
    transcript = read("t.vtt", ZOOM + "\n7\n00:00:11.000 --> 00:00:12.000\nKaren Bristow: Sorry, wrong room.\n")
    assert talk(transcript)[-1] == ("Karen Bristow", "Sorry, wrong room.")


def test_two_voices_in_one_cue(read: Read) -> None:
    """A cue with two voices gives two turns; tags, classes and entities vanish, other brackets stay."""
    transcript = read(
        "t.vtt",
        "WEBVTT\n\n00:01.000 --> 00:02.000 align:start\n"
        "<v.loud Jo>R&amp;R, <i>eh</i>?</v> <v Ann>[laughs] <sighs> &lt;no&gt;</v>\n",
    )
    assert talk(transcript) == [("Jo", "R&R, eh?"), ("Ann", "[laughs] <sighs> <no>")]


def test_stream_notes_are_not_talk(read: Read) -> None:
    """The confidence notes and ids of old Microsoft Stream are in no turn and not in the text."""
    transcript = read(
        "t.vtt",
        'WEBVTT\n\nNOTE duration:"00:10:00.000"\n\nNOTE language:en-gb\n\nNOTE Confidence: 0.91\n\n'
        "1a2b3c4d-0000\n00:00:01.000 --> 00:00:02.000\nhello there\n\nNOTE Confidence: 0.84\n\n"
        "1a2b3c4d-0001\n00:00:02.000 --> 00:00:03.000\nhow are you\n\nSTYLE\n::cue {}\n",
    )
    assert transcript.text == "hello there how are you\n"


def test_whisper_without_speakers_is_parted_at_pauses(read: Read) -> None:
    """Cues without any speaker become paragraphs at long pauses, of one unnamed participant."""
    transcript = read(
        "t.srt",
        "1\n00:00:00,000 --> 00:00:02,000\nHello there.\n\n2\n00:00:02,000 --> 00:00:04,000\nHow are you?\n\n"
        "3\n00:00:09,000 --> 00:00:10,000\nFine.\n",
    )
    assert talk(transcript) == [("", "Hello there. How are you?"), ("", "Fine.")]
    assert roles(transcript) == {"": "participant"}
    assert [turn.start_ms for turn in transcript.turns] == [0, 9000]


def test_backward_and_overlapping_cues_are_kept_and_told(read: Read) -> None:
    """Cues out of order lose nothing; the warning counts them and names the first line."""
    transcript = read(
        "t.vtt",
        "WEBVTT\n\n00:05.000 --> 00:07.000\nJo: one\n\n00:06.000 --> 00:08.000\nAnn: two\n\n"
        "00:01.000 --> 00:00.500\nJo: three\n\n00:09.000 --> 00:10.000\nAnn: four\n",
    )
    assert [words for _, words in talk(transcript)] == ["one", "two", "three", "four"]
    assert "1 cue runs backwards in time (the first in line 9); all were kept in order." in transcript.warnings
    assert "1 cue overlaps the cue before (the first in line 6); all were kept in order." in transcript.warnings


def test_unreadable_time_keeps_its_words(read: Read) -> None:
    """A cue whose time is damaged is kept without one, and its line is told."""
    transcript = read("t.srt", "1\n00:00:0x --> 00:00:02,000\nJo: one\n\n2\n00:00:03,000 --> 00:00:04,000\nAnn: two\n")
    assert [words for _, words in talk(transcript)] == ["one", "two"]
    assert any("Line 2 is not a readable time" in warning for warning in transcript.warnings)


def test_text_after_a_blank_line_in_a_cue_is_kept(read: Read) -> None:
    """What stands in no cue belongs to the cue before: nothing said is lost, numbers and braces included."""
    transcript = read(
        "t.srt",
        "1\n00:00:01,000 --> 00:00:02,000\nJo: in\n\n2024 {unclear}\n\n2\n00:00:03,000 --> 00:00:04,000\nAnn: two\n3\n"
        "00:00:05,000 --> 00:00:06,000\nJo: yes\n",
    )
    assert [words for _, words in talk(transcript)] == ["in 2024 {unclear}", "two", "yes"]


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("t.vtt", b"", "t.vtt is empty"),
        ("t.srt", b"", "t.srt is empty"),
        ("t.vtt", b"WEBVTT\n\n", "t.vtt holds no cues"),
        ("t.srt", b"just some talk\n", "t.srt holds no cues"),
        ("t.vtt", b"WEBVTT\n\n00:01.000 --> 00:02.000\n<i></i>\n", "t.vtt holds no words"),
        ("t.vtt", b"\x00\x01\x02\xff\xfe\x80" * 500, "t.vtt looks like a binary file"),
    ],
)
def test_bad_cue_file_gets_one_sentence(read: Read, name: str, data: bytes, says: str) -> None:
    """An empty or foreign file is refused in one sentence that names it, with a remedy."""
    with pytest.raises(FileFault) as caught:
        read(name, data)
    assert says in caught.value.sentence and caught.value.remedy


def test_cues_named_txt_are_read_as_cues(read: Read) -> None:
    """A WebVTT or SubRip file with the wrong ending is read as what it is."""
    assert read("t.txt", TEAMS).source.format == "vtt"
    assert read("u.txt", "\ufeff1\r\n00:00:01,000 --> 00:00:02,000\r\nJo: hello\r\n").source.format == "srt"


def test_the_same_words_as_the_libraries_read() -> None:
    """On a clean file our cues are those that webvtt-py and pysubs2 read: same times, same words."""
    from rrt_qual.ingest.transcripts.cues import scan_cues

    ours = [(cue.start_ms, cue.end_ms, "\n".join(cue.lines)) for cue in scan_cues(ZOOM).cues]
    theirs = webvtt.WebVTT.from_string(ZOOM)
    assert ours == [(_ms(c.start), _ms(c.end), c.raw_text) for c in theirs]
    srt = ZOOM.removeprefix("WEBVTT\n\n").replace(".000 ", ",000 ").replace(".500 ", ",500 ")
    parsed = pysubs2.SSAFile.from_string(srt, "srt")
    assert ours == [(e.start, e.end, e.plaintext) for e in parsed]


def _ms(clock: str) -> int:
    hours, minutes, seconds = clock.split(":")
    return round((int(hours) * 3600 + int(minutes) * 60 + float(seconds)) * 1000)
