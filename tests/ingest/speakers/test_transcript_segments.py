"""Segments: sentences where there are stops, breaths where there are none, and always every word once."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from transcript_help import Read, assert_sound

from rrt_qual.domain.interview import Source, Speaker, SpeakerRole, Transcript, Turn
from rrt_qual.domain.spans import Span
from rrt_qual.ingest import Segmenter, segment
from rrt_qual.ingest.speakers.runon import MAX_CHARACTERS, MAX_WORDS, split_run_on


def transcript_of(*turns: str, kind: str = "txt") -> Transcript:
    """A transcript of one speaker's turns, parted by a blank line."""
    made = []
    at = 0
    for turn in turns:
        made.append(Turn(0, Span(at, at + len(turn))))
        at += len(turn) + 2
    return Transcript(
        "t", "\n\n".join(turns), (Speaker("P", SpeakerRole.PARTICIPANT),), tuple(made), Source("t", "", kind)
    )


def cut(words: str, kind: str = "txt") -> list[str]:
    transcript = segment(transcript_of(words, kind=kind))
    return [each.span.of(transcript.text) for each in transcript.segments]


@pytest.mark.parametrize(
    "sentences",
    [
        ["I came late to it.", "Mm.", "Did I say?", "Yes!", "So there."],
        ["Mr. Smith and Dr. Okafor rang.", "Cllr. Jones did not."],
        ["It is on No. 5 Ferry Road.", "Ring ext. 12 or Tel. 01632 960417 then."],
        ["They do e.g. visits, i.e. work, etc. and so on.", "It cost £2.50 or 3.5 hours."],
        ["I said so ... and then I left.", "I think… I mean… no.", "Really?"],
        ["... because I could.", "And so ..."],
        ['She said "Stop." and left.', '"What?" she said.', "“No.”", "(laughs) Right.", "[phone rings] Sorry."],
        ["J. Smith of the dept. came.", "R. K. Lee left."],
        ["It ended at 3 p.m. on Friday.", "Then home."],
        ["Good 😀.", "Next 👩‍👩‍👧 one."],
        ["هل انت بخير؟", "نعم.", "العمل كثير."],
    ],
)
def test_sentences(sentences: list[str]) -> None:
    """Abbreviations, decimals, dots that trail off, quotations and brackets part no sentence wrongly."""
    assert cut(" ".join(sentences)) == sentences


def test_nothing_but_marks_is_no_segment_of_its_own() -> None:
    """'...' and ')' belong to a neighbour; a turn of nothing else is one segment."""
    assert cut("Well. ... Yes. )") == ["Well. ...", "Yes. )"]
    assert cut("...") == ["..."]


def test_wrapped_lines_are_one_sentence_and_others_are_not() -> None:
    """A line that ends in mid-sentence is wrapped text; one that ends a sentence, or a Word paragraph, is not."""
    assert cut("We went to the\nexchange. Then\n\nhome") == ["We went to the\nexchange.", "Then", "home"]
    assert cut("so it was\nand then", kind="docx") == ["so it was", "and then"]


RUN_ON = (
    "so i was on duty that day and there was nobody else in the office and the phone kept ringing and i thought well "
    "somebody has to pick this up so i did and it was a mum who was in a right state because the school had not told "
    "her anything and she wanted to know why we had gone to see her kids without asking you know and i did not know "
    "anything about it because the record was not up yet compass had timed out again so i just listened really"
)


def test_speech_without_stops_is_cut_at_breaths() -> None:
    """A run-on of 90 words becomes pieces of 8 to 40 words that begin where a clause begins."""
    pieces = cut(RUN_ON)
    assert " ".join(pieces) == RUN_ON
    assert all(8 <= len(piece.split()) <= 40 for piece in pieces)
    assert {piece.split()[0] for piece in pieces[1:]} <= {"and", "so", "because", "compass", "but", "when", "i"}
    assert not any(piece.split()[-1] in {"and", "the", "so", "because", "to"} for piece in pieces)


def test_long_sentence_is_cut_at_sixty_words() -> None:
    """A punctuated sentence stands up to 60 words; a longer one is cut, at its commas where it has some."""
    fifty = "I went, " * 25 + "home."
    assert cut(f"Yes. {fifty} No.") == ["Yes.", fifty, "No."]
    assert all(len(piece.split()) <= MAX_WORDS for piece in cut("I went, " * 60 + "home."))


def test_same_text_same_segments() -> None:
    """Segmenting is deterministic, so two imports of a file agree."""
    assert cut(RUN_ON * 3) == cut(RUN_ON * 3)


def test_parser_failure_does_not_lose_the_interview(monkeypatch: pytest.MonkeyPatch) -> None:
    """If the parser fails, talk that runs on is cut by words and length, and a warning says so."""

    def fail(*_: object) -> list[int]:
        raise MemoryError

    monkeypatch.setattr(Segmenter, "_parser_starts", fail)
    transcript = segment(transcript_of(RUN_ON), Segmenter())
    assert_sound(transcript)
    assert len(transcript.segments) > 2
    assert any("parser failed (MemoryError)" in warning for warning in transcript.warnings)


def test_past_the_budget_rules_alone_cut() -> None:
    """Talk of more words than the parser is given time for is cut all the same, and told."""
    transcript = segment(transcript_of(" ".join([RUN_ON] * 20)), Segmenter(parser_words=100))
    assert_sound(transcript)
    assert max(len(s.span.of(transcript.text).split()) for s in transcript.segments) <= MAX_WORDS
    assert any("run on without full stops" in warning for warning in transcript.warnings)


WORD = st.sampled_from(
    [
        "and",
        "so",
        "the",
        "I",
        "well,",
        "No.",
        "Mr.",
        "e.g.",
        "work.",
        "Why?",
        "...",
        "“Yes.”",
        "(laughs)",
        "5.",
        "👩‍👩‍👧",
        "é",
        "שלום.",
        "—",
        "\n",
        "\n\n",
        ")",
        "x" * 250,
    ]
)
TURN = st.lists(WORD, min_size=1, max_size=90).map(" ".join).map(str.strip).filter(bool)
SHARED = Segmenter()


@settings(max_examples=60, deadline=None)
@given(st.lists(TURN, min_size=1, max_size=4), st.sampled_from(["txt", "docx", "vtt"]))
def test_segments_cover_turns_exactly(turns: list[str], kind: str) -> None:
    """Every word of a turn is in exactly one segment, in order, and no segment crosses a turn or a paragraph."""
    transcript = segment(transcript_of(*turns, kind=kind), SHARED)
    assert_sound(transcript)
    for each in transcript.segments:
        assert len(each.span.of(transcript.text).split()) <= MAX_WORDS
        assert len(each.span) <= MAX_CHARACTERS
        assert "\n\n" not in each.span.of(transcript.text).replace(" ", "")


@given(st.lists(WORD, max_size=200).map(" ".join), st.data())
def test_run_on_pieces_hold_every_word(text: str, data: st.DataObject) -> None:
    """However the parser begins its sentences, pieces are in order, short enough and lose nothing."""
    starts = data.draw(st.sets(st.integers(0, max(1, len(text))), max_size=20))
    pieces = split_run_on(text, Span(0, len(text)), starts)
    assert "".join("".join(piece.of(text).split()) for piece in pieces) == "".join(text.split())
    assert all(a.end <= b.start for a, b in pairwise(pieces))
    assert all(0 < len(piece) <= MAX_CHARACTERS and len(piece.of(text).split()) <= MAX_WORDS for piece in pieces)


def test_a_run_without_spaces_parts_no_joined_emoji() -> None:
    """Where a run must be cut inside, it is not cut between an emoji and what it is joined to."""
    text = "x" * (MAX_CHARACTERS - 2) + "👩‍👩‍👧e\u0301" * 300
    pieces = split_run_on(text, Span(0, len(text)))
    assert "".join(piece.of(text) for piece in pieces) == text
    assert not any(piece.of(text)[0] in "\u200d\u0301" or piece.of(text)[-1] == "\u200d" for piece in pieces)


def test_one_load_for_many_files(read: Read) -> None:
    """Files share one loaded spaCy: the second is read without loading anything."""
    from rrt_qual.ingest.speakers.segments import shared_segmenter

    read("a.txt", "Jo: Why?\nAnn: Well.\n")
    loaded = shared_segmenter()._rules
    read("b.txt", "Jo: Why?\nAnn: Well.\n")
    assert shared_segmenter()._rules is loaded is not None
