"""Tables: columns by name in any case, any common separator, and sentences where a column is missing."""

from __future__ import annotations

import csv

import pytest
from transcript_help import Read, assert_sound, roles, talk

from rrt_qual.domain.errors import FileFault


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_columns_by_name_and_any_separator(read: Read, mark: str) -> None:
    """Speaker, text and times are found by their headings whatever parts the columns."""
    rows = [
        ("Start", "END", "Speaker", "Utterance"),
        ("0:01", "0:02", "Interviewer", '"How are you, then?"'),
        ("0:03", "0:05", "Ann", '"Tired; but fine, | so."'),
        ("0:05", "0:06", "Ann", "Really."),
        ("0:07", "0:08", "Interviewer", "Ah."),
    ]
    transcript = read("t.csv", "\n".join(mark.join(row) for row in rows))
    assert talk(transcript) == [
        ("Interviewer", "How are you, then?"),
        ("Ann", "Tired; but fine, | so. Really."),
        ("Interviewer", "Ah."),
    ]
    assert [(turn.start_ms, turn.end_ms) for turn in transcript.turns] == [(1000, 2000), (3000, 6000), (7000, 8000)]
    assert_sound(transcript)


@pytest.mark.parametrize(("speaker", "text"), [("who", "content"), ("NAME", "Transcript"), ("Speaker_Name", "TEXT")])
def test_other_headings(read: Read, speaker: str, text: str) -> None:
    """The usual other names of the columns are known, in any case."""
    assert talk(read("t.csv", f"{speaker},{text}\nJo,Why?\nAnn,Well.\n")) == [("Jo", "Why?"), ("Ann", "Well.")]


@pytest.mark.parametrize(
    ("heading", "cell", "millis"), [("start", "3.5", 3500), ("start_ms", "3500", 3500), ("Time", "00:00:03,500", 3500)]
)
def test_times_in_seconds_milliseconds_or_clock(read: Read, heading: str, cell: str, millis: int) -> None:
    """A number is seconds unless the heading says milliseconds; a clock time is a clock time."""
    transcript = read("t.csv", f'{heading},speaker,text\n"{cell}",Jo,Why?\n,Ann,Well.\n')
    assert [turn.start_ms for turn in transcript.turns] == [millis, None]


def test_row_without_speaker_continues(read: Read) -> None:
    """An empty speaker cell belongs to whoever spoke before."""
    assert talk(read("t.csv", "speaker,text\nJo,Why?\nAnn,Well.\n,And so.\nJo,Ah.\n"))[1] == ("Ann", "Well. And so.")


def test_rows_without_speaker_column(read: Read) -> None:
    """A table of text alone is one participant's talk, a turn a row."""
    transcript = read("t.csv", 'id,text\n1,"One, two."\n2,Three.\n')
    assert talk(transcript) == [("", "One, two."), ("", "Three.")]
    assert roles(transcript) == {"": "participant"}


def test_unquoted_separator_loses_no_words(read: Read) -> None:
    """A stray comma in the last column cuts nothing off, and a warning tells of it."""
    transcript = read("t.csv", "speaker,text\nJo,Why?\nAnn,Well, you know, busy.\n")
    assert talk(transcript)[1] == ("Ann", "Well, you know, busy.")
    assert any("1 row has more cells" in warning for warning in transcript.warnings)


def test_missing_text_column_lists_what_was_seen(read: Read) -> None:
    """Without a column of talk the sentence lists the columns there are."""
    with pytest.raises(
        FileFault, match=r"t\.csv, line 1: no column holds the talk; the columns seen are file, wave, role"
    ):
        read("t.csv", "file,wave,role\na.txt,2025,SW\n")


def test_coded_passages_are_not_a_transcript(read: Read) -> None:
    """Taguette's export of highlights is refused as a transcript, and the remedy says where it belongs."""
    with pytest.raises(FileFault, match="coded passages"):
        read("t.csv", "id,document,tag,content\n1,a.txt,Pay,We are underpaid.\n")


def test_the_process_keeps_its_cell_limit(read: Read) -> None:
    """A very long cell is read, and the limit that csv keeps for the whole process is put back."""
    before = csv.field_size_limit()
    assert len(read("t.csv", "speaker,text\nJo,Why?\nAnn," + "word. " * 23_000).text) > 131_072
    assert csv.field_size_limit() == before


@pytest.mark.parametrize("data", ["speaker,text\n", "speaker,text\nJo,\n", "   \n"])
def test_table_without_words(read: Read, data: str) -> None:
    """A table without any words gets a sentence."""
    with pytest.raises(FileFault, match=r"t\.csv"):
        read("t.csv", data)
