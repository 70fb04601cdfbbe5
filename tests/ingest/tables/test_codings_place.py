"""Passages are placed only where there is no doubt, and always in true offsets of the text."""

from __future__ import annotations

import unicodedata
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rrt_qual.domain.coding import CodingRow
from rrt_qual.domain.spans import Span
from rrt_qual.ingest.tables import codings_place
from rrt_qual.ingest.tables.codings_place import TextIndex, _compose, place, same_words


def row(text: str | None = None, start: int | None = None, end: int | None = None) -> CodingRow:
    return CodingRow(interview="i", theme="t", text=text, start=start, end=end)


TALK = "I’m tired — really tired…\nof the  “paperwork”. No.  No. Café at ten\u2011thirty."


@pytest.mark.parametrize(
    ("words", "there"),
    [
        ("really tired", "really tired"),
        ("of the “paperwork”", "of the  “paperwork”"),
        ("tired…\n  of the", "tired…\nof the"),
        ("I'm tired - really", "I’m tired — really"),
        ("I'm tired -- really", "I’m tired — really"),
        ("really tired... of", "really tired…\nof"),
        ('the "paperwork".', "the  “paperwork”."),
        ("Cafe\u0301 at", "Café at"),
        ("ten-thirty", "ten\u2011thirty"),
        ("  Café at  ", "Café at"),
        ("pa\u00adperwork", "paperwork"),
    ],
)
def test_words_are_found_whatever_a_word_processor_did_to_them(words: str, there: str) -> None:
    """White space, quotation marks, dashes, dots and the form of accents may differ; the offsets are the text's."""
    span = place(row(words), TALK)
    assert isinstance(span, Span)
    assert span.of(TALK) == there


@pytest.mark.parametrize(
    ("given_", "words"),
    [
        (row("nowhere"), "“nowhere” are not in the text"),
        (row("No."), "stand 2 times in the text; give start and end"),
        (row("tired"), "stand 2 times"),
        (row(" \n "), "neither offsets nor words"),
        (row(), "neither offsets nor words"),
        (row(start=3), "a start but no end"),
        (row("tired", end=3), "an end but no start"),
        (row(start=-1, end=4), "does not lie in the text"),
        (row(start=0, end=10_000), f"which has {len(TALK)} characters"),
        (row(start=5, end=4), "does not lie in the text"),
        (row(start=4, end=4), "holds no words"),
        (row(start=25, end=26), "holds no words"),
        (row("No.", 0, 9), "From 0 to 9 the text says “I’m tired”, not “No.”"),
    ],
)
def test_what_is_not_certain_is_not_placed(given_: CodingRow, words: str) -> None:
    """Each reason is a sentence, and nothing is guessed."""
    reason = place(given_, TALK)
    assert isinstance(reason, str)
    assert words in reason


def test_offsets_count_when_the_words_agree() -> None:
    """Words that stand twice are certain with offsets; case and letters must be the same."""
    at = TALK.rindex("No.")
    assert place(row("No.", at, at + 3), TALK) == Span(at, at + 3)
    assert place(row(None, at, at + 3), TALK) == Span(at, at + 3)
    assert place(row(" I'm   tired ", 0, 9), TALK) == Span(0, 9)
    assert isinstance(place(row("no.", at, at + 3), TALK), str)


def test_overlapping_occurrences_are_two() -> None:
    """`anana` stands twice in `banananab`, so it is not certain."""
    assert len(TextIndex("banananab").find("anana")) == 2


def test_a_nearer_likeness_is_preferred() -> None:
    """The very letters count before folded ones, so a straight quotation mark is not a curly one's double."""
    text = "it's here. it’s there."
    assert place(row("it's"), text) == Span(0, 4)
    assert place(row("it’s"), text) == Span(11, 15)
    assert "stand 2 times" in str(place(row("it`s"), text))


def test_parts_of_a_sign_are_not_found() -> None:
    """One dot of three, or a letter without its accent, is not what the text says."""
    assert isinstance(place(row("so.\u200b"), "so… yes"), str)
    assert isinstance(place(row("cafe\u200b"), "café"), str)
    assert place(row("tired."), "so tired...") == Span(3, 9)


def test_code_points_beyond_the_first_plane_count_as_one() -> None:
    """Offsets are Python's, not those of UTF-16."""
    text = "😀  👩‍👩‍👧 fine"
    assert place(row("fine"), text) == Span(9, 13)
    assert place(row("👩‍👩‍👧   fine"), text) == Span(3, 13)


def test_a_long_text_is_folded_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many rows are placed, the folding of the whole text is made for the first alone."""
    text = " ".join(f"word{n}’s  end" for n in range(5_000))
    folded: list[int] = []
    fold = codings_place._replace
    monkeypatch.setattr(codings_place, "_replace", lambda t, p: (folded.append(len(t)), fold(t, p))[1])
    index = TextIndex(text)
    for n in range(0, 5_000, 50):
        span = place(row(f"word{n}'s end"), index)
        assert isinstance(span, Span)
        assert span.of(text) == f"word{n}’s  end"
    assert sum(length == len(text) for length in folded) == 2


LETTERS = st.sampled_from(
    [
        *"abe .-'\"\n",
        "  ",
        "’",
        "“",
        "—",
        "--",
        "…",
        "...",
        "\u00ad",
        "é",
        "e\u0301",
        "\u0301",
        "ᄒ",
        "ᅡ",
        "ᆫ",
        "한",
        "😀",
    ]
)
TEXTS = st.lists(LETTERS, max_size=30).map("".join)


@settings(max_examples=120, deadline=None)
@given(TEXTS, st.data())
def test_a_placed_passage_says_what_the_row_says(text: str, data: st.DataObject) -> None:
    """Whatever part of a text is looked for, in whatever typography, what is placed has those words."""
    start = data.draw(st.integers(0, len(text)))
    words = text[start : data.draw(st.integers(start, len(text)))]
    changed = data.draw(
        st.sampled_from([words, unicodedata.normalize("NFD", words), unicodedata.normalize("NFC", words)])
    )
    for old, new in data.draw(st.lists(st.sampled_from([("’", "'"), ("  ", "\n"), ("—", "--"), ("…", "...")]))):
        changed = changed.replace(old, new)
    span = place(row(changed), text)
    if isinstance(span, Span):
        assert same_words(span.of(text), changed)
        assert place(row(changed, span.start, span.end), text) == span
    for found in TextIndex(text).find(changed):
        assert same_words(found.of(text), changed)
        assert 0 <= found.start < found.end <= len(text)


@settings(max_examples=120, deadline=None)
@given(TEXTS, st.data())
def test_words_of_the_text_are_always_found_there(text: str, data: st.DataObject) -> None:
    """Copying a passage out of the transcript and giving it back finds it, once or several times."""
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    if text[start:end].strip():
        assert Span(start, end) in TextIndex(text).find(text[start:end])
        assert place(row(text[start:end], start, end), text) == Span(start, end)


@settings(max_examples=150, deadline=None)
@given(st.lists(LETTERS | st.characters(exclude_categories=["Cs"]), max_size=12).map("".join))
def test_composing_piece_by_piece_is_composing_the_whole(text: str) -> None:
    """The offset map of NFC is right only if no letter composes across two pieces."""
    assert _compose(text).text == unicodedata.normalize("NFC", text)


def test_every_pair_of_letters_composes_within_one_piece() -> None:
    """Each composition that Unicode knows is kept together, Hangul included."""
    wrong: list[Any] = []
    for code in range(0xA0, 0x30000):
        parts = unicodedata.normalize("NFD", chr(code))
        if len(parts) > 1 and _compose(f"{parts}x").text != unicodedata.normalize("NFC", f"{parts}x"):
            wrong.append(hex(code))
    assert wrong == []
