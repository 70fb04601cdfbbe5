"""Any file: formats by content and ending, sizes, and one sentence for everything a person can cause."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from transcript_help import Read, assert_sound, roles, steps_of, talk

from rrt_qual.domain.errors import FileFault
from rrt_qual.domain.interview import SpeakerRole
from rrt_qual.ingest import decode as decode_module
from rrt_qual.ingest import formats, preview, read_transcript
from rrt_qual.ingest.normalise import normalise
from rrt_qual.ingest.transcripts.cues import Utterance, compose


def test_identity_of_a_file(read: Read) -> None:
    """The same bytes have the same hash, so that a file read twice is recognised; the name is the stem."""
    data = b"\xef\xbb\xbfJo: Why?\r\nAnn: Well.\r\n"
    transcript = read("T25-01.txt", data)
    assert transcript.name == "T25-01"
    assert transcript.source.name == "T25-01.txt"
    assert transcript.source.sha256 == hashlib.sha256(data).hexdigest()
    assert transcript.removed == ("1 byte order mark", "2 line ends made plain")
    assert transcript.sha256 == read("other.txt", "Jo: Why?\nAnn: Well.\n").sha256


def test_formats_are_listed_once() -> None:
    """Help texts list every format, and no suffix belongs to two."""
    assert [kind.id for kind in formats()] == ["txt", "md", "docx", "vtt", "srt", "csv"]
    suffixes = [suffix for kind in formats() for suffix in kind.suffixes]
    assert len(suffixes) == len(set(suffixes))


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.pdf", b"%PDF-1.7", "pdf files are not read yet"),
        ("a.odt", b"PK\x03\x04mimetype", "odt files are not read yet"),
        ("a.rtf", b"{\\rtf1}", "rtf files are not read yet"),
        ("a.doc", b"\xd0\xcf\x11\xe0", "doc files are not read yet"),
        ("a.xlsx", b"PK\x03\x04[Content_Types].xml", "xlsx files are not read yet"),
        ("a.mp3", b"ID3", "is a recording, not a transcript"),
        ("a.xyz", b"hello", "files ending in .xyz are not read"),
        ("a", b"hello", "files without an ending are not read"),
        ("a.txt", b"", "a.txt is empty"),
        ("a.txt", b" \r\n\t\n", "a.txt holds no text"),
        ("a.md", b"---\ntitle: x\n---\n", "a.md holds no talk"),
    ],
)
def test_what_cannot_be_read_gets_a_sentence(read: Read, name: str, data: bytes, says: str) -> None:
    """Each unreadable file gets one sentence that names it without its folder, and a remedy."""
    with pytest.raises(FileFault) as caught:
        read(name, data)
    assert says in caught.value.sentence
    assert caught.value.remedy
    assert "/" not in caught.value.sentence and "\n" not in str(caught.value)


def test_missing_file_and_folder(tmp_path: Path) -> None:
    """A name that is no file is a sentence, not a traceback."""
    with pytest.raises(FileFault, match=r"no file gone\.txt"):
        read_transcript(tmp_path / "gone.txt")
    with pytest.raises(FileFault, match="is a folder"):
        read_transcript(tmp_path)


def test_fifty_megabytes_are_refused_before_they_are_parsed(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    """A text of 50 MB is refused with a sentence that says to split it; no part of it is decoded."""
    monkeypatch.setattr(decode_module, "_by_content", lambda *_: pytest.fail("it was decoded"))
    with pytest.raises(FileFault) as caught:
        read("big.txt", b"Jo: hello there, this is some talk.\n" * 1_400_000)
    assert "more characters than the 5,000,000 that one interview may" in caught.value.sentence
    assert "Split it" in caught.value.remedy


def test_a_line_of_twice_the_length_costs_twice_the_steps(read: Read) -> None:
    """A line of some thousand words is read whole, cut into bearable segments, in steps by its length."""
    words = "so i said to her well you know it is what it is and we carried on "
    read("warm.txt", words)
    steps = [steps_of(lambda n=n: read("line.txt", words * n)) for n in (100, 200)]
    transcript = read("line.txt", words * 200)
    assert_sound(transcript)
    assert max(len(segment.span) for segment in transcript.segments) <= 1_000
    assert steps[1] < 2.3 * steps[0]


@pytest.mark.parametrize("run", ["x", "(", "a?", ". ", "👩‍👩‍👧", "é"])
def test_a_run_of_twice_the_length_costs_twice_the_steps(read: Read, run: str) -> None:
    """A run without any word takes steps by its length, and loses nothing."""
    read("warm.txt", run)
    steps = [steps_of(lambda n=n: read("run.txt", run * n)) for n in (2_000, 4_000)]
    assert_sound(read("run.txt", run * 4_000))
    assert steps[1] < 2.5 * steps[0]


def test_escapes_and_brackets_in_talk(read: Read) -> None:
    """Terminal escapes go, as a whole and counted; [laughs] and right-to-left talk and emoji stay."""
    transcript = read(
        "t.txt",
        "Jo: \x1b]0;evil\x07Why? [laughs]\nAnn: شكرا \x1b[2J👩\u200d👩\u200d👧 \u202egnp.exe\nJo: Ah.\nAnn: Mm.\n",
    )
    assert talk(transcript)[:2] == [("Jo", "Why? [laughs]"), ("Ann", "شكرا 👩\u200d👩\u200d👧 gnp.exe")]
    assert transcript.removed == ("2 terminal escape sequences", "1 direction override")


def test_preview_shows_who_would_be_who(read: Read) -> None:
    """Before anything is kept a person sees each label with role, turns, words and first words."""
    rows = preview(
        read("t.txt", "Jo: Why did you come?\nP01: For the people, all of them.\nJo: Ah?\nP01: Yes.\n"), words=3
    )
    assert [(row.label, row.role, row.turns, row.words, row.first_words) for row in rows] == [
        ("Jo", SpeakerRole.INTERVIEWER, 2, 5, "Why did you…"),
        ("P01", SpeakerRole.PARTICIPANT, 2, 7, "For the people,…"),
    ]


def test_importing_the_package_loads_nothing_heavy() -> None:
    """The first screen must not wait for spaCy, python-docx or YAML."""
    heavy = ("spacy", "docx", "numpy", "ruamel", "lxml", "charset_normalizer")
    code = f"import rrt_qual.ingest, sys; print([m for m in {heavy} if m in sys.modules])"
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"
    )


UTTERANCE = st.builds(
    Utterance,
    st.sampled_from(["", "Jo", "Ann Lee", "JO"]),
    st.text(st.sampled_from("ab \n\té:?\u0301\x00\ufeff"), max_size=12),
    st.none() | st.integers(0, 10_000),
    st.none() | st.integers(0, 10_000),
)


@given(st.lists(UTTERANCE, max_size=12))
def test_merging_cues_loses_no_word(utterances: list[Utterance]) -> None:
    """Merged cues hold every word in order, never two turns of one speaker in a row, at exact offsets."""
    try:
        draft = compose(utterances, (), "t.vtt")
    except FileFault:
        assert not any(normalise(each.words).text.strip() for each in utterances)
        return
    assert normalise(draft.text).removed == ()
    said = "".join("".join(normalise(each.words).text.split()) for each in utterances)
    assert "".join("".join(turn.span.of(draft.text).split()) for turn in draft.turns) == said
    if any(turn.label for turn in draft.turns):
        assert all(a.label != b.label for a, b in zip(draft.turns, draft.turns[1:], strict=False))
    for turn in draft.turns:
        line = draft.text[
            draft.text.rfind("\n\n", 0, turn.span.start) + 2 if turn.span.start > 1 else 0 : turn.span.end
        ]
        assert not turn.label or f"{turn.label}: " in line or draft.text.startswith(f"{turn.label}: ")


LINE = st.builds(
    "{}{}{}".format,
    st.sampled_from(["", "Jo: ", "Ann Lee: ", "[00:01] Jo: ", "P01:\t", "**Jo** [0:03]\n", "Note: ", "Jo   0:03\n"]),
    st.text(st.sampled_from("ab é.?:…-\t\u0645\U0001f469\u200d"), max_size=20),
    st.sampled_from(["\n", "\n\n", "\r\n", "\n-----\n"]),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(LINE, max_size=14).map("".join))
def test_any_text_gives_sound_offsets(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    """Whatever a text file holds, it is a sound transcript with somebody to listen to, or one sentence."""
    path = tmp_path_factory.getbasetemp() / "any.txt"
    path.write_bytes(text.encode())
    try:
        transcript = read_transcript(path)
    except FileFault as fault:
        assert fault.sentence.startswith("any.txt")
        return
    assert_sound(transcript)
    assert transcript.text == normalise(text).text
    assert "participant" in roles(transcript).values()
