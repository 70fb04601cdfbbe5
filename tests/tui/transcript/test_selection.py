"""The cursor and the selection: moving, extending, word by word, and what holds after any sequence of keys."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from rrt_qual.domain.interview import Segment, Source, Speaker, SpeakerRole, Transcript, Turn
from rrt_qual.domain.spans import Span
from rrt_qual.tui.transcript.selection import Cursor, Edge, Ground

TALK = (
    ("Jo", ["How is it?"]),
    ("P01", ["Fine, um.", "We lost two people.", "Nobody said a word."]),
    ("Jo", ["And then?", "Did anyone come?"]),
    ("P01", ["No.", "They sent flowers."]),
)


def transcript(talk=TALK, head="Interview 7\n\n") -> Transcript:
    text, turns, segments = head, [], []
    for number, (label, sentences) in enumerate(talk):
        text += f"{label}: "
        start = len(text)
        for sentence in sentences:
            segments.append(Segment(number, Span(len(text), len(text) + len(sentence))))
            text += sentence + " "
        turns.append(Turn(0 if label == "Jo" else 1, Span(start, len(text) - 1)))
        text += "\n\n"
    speakers = (Speaker("Jo", SpeakerRole.INTERVIEWER), Speaker("P01", SpeakerRole.PARTICIPANT))
    return Transcript("7", text, speakers, tuple(turns), Source("7.txt", "", "txt"), tuple(segments))


def cursor(index=0) -> Cursor:
    return Cursor.of(transcript(), index)


def test_a_new_cursor_selects_its_segment():
    """By default the selection is the current segment."""
    assert cursor(2).text == "We lost two people."
    assert cursor(2).is_segment


def test_next_and_previous_stop_at_the_ends():
    """Beyond the last segment and before the first one there is nowhere to go, and the cursor says so by itself."""
    first, last = cursor().first(), cursor().last()
    assert first.next_segment().text == "Fine, um."
    assert first.previous_segment() is first
    assert last.next_segment() is last
    assert last.previous_segment().text == "No."


def test_turns_are_entered_at_their_first_segment():
    """Next and previous turn go to the first segment of the turn, from wherever the cursor is."""
    assert cursor(2).next_turn().text == "And then?"
    assert cursor(5).previous_turn().text == "Fine, um."
    assert cursor(2).previous_turn().text == "How is it?"
    assert cursor(0).previous_turn().text == "How is it?"
    assert cursor(7).next_turn().text == "They sent flowers."


def test_page_moves_by_segments():
    """A page is a number of segments, cut off at the ends."""
    assert cursor(0).page(3).index == 3
    assert cursor(5).page(-2).index == 3
    assert cursor(5).page(100).index == 7


def test_next_uncoded_skips_coded_segments_and_the_interviewer():
    """Only the participant's segments that no coded span touches are stops, both ways."""
    here = cursor(1)
    text = here.ground.text
    two = Span(text.index("lost two"), text.index("lost two") + 4)
    coded = [two, Span(text.index("Nobody"), text.index("No.") + 1)]
    found = here.next_uncoded(coded)
    assert found.text == "They sent flowers."
    assert found.previous_uncoded(coded).text == "Fine, um."
    assert found.next_uncoded(coded) is found


def test_next_uncoded_takes_a_function():
    """Whether a segment is coded may also be asked of a function."""
    assert cursor(1).next_uncoded(lambda span: len(span) > 5).text == "No."


def test_extending_down_and_up_follows_a_text_editor():
    """From an anchor the selection grows downwards, shrinks again, and then grows upwards."""
    here = cursor(2).extend_down().extend_down()
    assert here.text == "We lost two people. Nobody said a word. \n\nJo: And then?"
    assert here.index == 4
    assert here.extend_up().text == "We lost two people. Nobody said a word."
    assert here.extend_up().extend_up() == cursor(2).extend_up().extend_down()
    assert here.extend_up().extend_up().extend_up().text == "Fine, um. We lost two people."
    assert here.extend_up().extend_up().extend_up().index == 1


def test_extending_stops_at_the_ends():
    """At the first and last segment extending changes nothing."""
    assert cursor(0).extend_up() == cursor(0)
    assert cursor(7).extend_down() == cursor(7)


def test_after_extending_the_next_segment_is_the_one_behind():
    """A plain move leaves the extended selection and goes on from its moving end."""
    assert cursor(1).extend_down().extend_down().next_segment().text == "And then?"
    assert cursor(5).extend_up().previous_segment().text == "Nobody said a word."


def test_words_are_added_and_taken_at_the_end():
    """The end moves word by word."""
    here = cursor(1)
    assert here.end_earlier().text == "Fine,"
    assert here.end_later().text == "Fine, um. We"
    assert here.end_later().end_earlier().text == here.text


def test_words_are_added_and_taken_at_the_start():
    """The start moves word by word."""
    here = cursor(2)
    assert here.start_later().text == "lost two people."
    assert here.start_earlier().text == "um. We lost two people."
    assert here.start_later().start_earlier().text == here.text


def test_words_jump_over_labels():
    """Into another turn the end goes to a spoken word, never to a label or a time stamp."""
    here = cursor(3).end_later()
    assert here.text == "Nobody said a word. \n\nJo: And"
    assert cursor(4).start_earlier().text == "word. \n\nJo: And then?"


def test_one_word_always_stays():
    """Neither end can pass the other."""
    one = cursor(6)
    assert one.text == "No."
    assert one.end_earlier() is one
    assert one.start_later() is one
    assert cursor(1).end_earlier().end_earlier().text == "Fine,"


def test_after_words_a_plain_move_collapses():
    """A selection cut to words gives way to the next whole segment, without skipping one."""
    assert cursor(1).end_earlier().next_segment().text == "We lost two people."
    assert cursor(1).end_later().next_segment().text == "We lost two people."
    assert cursor(2).start_earlier().previous_segment().text == "Fine, um."


def test_extending_from_words_completes_the_segment():
    """A selection that ends inside a segment extends to that segment's end first."""
    assert cursor(1).end_later().extend_down().text == "Fine, um. We lost two people."
    assert cursor(1).end_later().extend_up().text == "Fine, um."


def test_select_takes_any_span_and_trims_it():
    """A span that somebody else chose stays as it is, but for white space at its ends and the text's end."""
    here = cursor()
    at = here.ground.text.index(" lost two ")
    assert here.select(Span(at, at + 10)).text == "lost two"
    assert here.select(Span(at + 2, at + 4)).text == "os"
    assert here.select(Span(at, 10_000)).text.endswith("flowers.")
    assert here.select(Span(at, at + 1)).is_segment


def test_select_words_snaps_both_ways():
    """Two offsets select the words that hold them and all between, in either order."""
    here = cursor()
    text = here.ground.text
    one, other = text.index("wo people"), text.index("obody")
    assert here.select_words(one, other).text == "two people. Nobody"
    assert here.select_words(other, one).text == "two people. Nobody"
    assert here.select_words(other, one).edge is Edge.START
    label = text.index("P01")
    assert here.select_words(label, label).text in {"it?", "Fine,"}


def test_at_finds_the_nearest_segment():
    """An offset in a label, before the talk or behind it has a segment too."""
    here = cursor(3)
    text = here.ground.text
    assert here.at(text.index("two")).text == "We lost two people."
    assert here.at(0).index == 0
    assert here.at(len(text) + 50).index == 7
    assert here.at(text.index("P01") + 3).text == "Fine, um."


def test_collapse_keeps_the_current_segment():
    """Dropping a selection leaves the segment that the cursor is on."""
    assert cursor(1).extend_down().collapse().text == "We lost two people."


def test_a_transcript_without_talk_has_an_empty_cursor():
    """Without segments every method works and nothing is selected."""
    empty = Cursor.of(transcript(talk=()))
    assert empty.is_empty
    assert empty.selection == Span(0, 0)
    for name in MOVES:
        assert getattr(empty, name)() is empty
    assert empty.at(3) is empty
    assert empty.select(Span(0, 5)) is empty
    assert empty.select_words(0, 5) is empty
    assert empty.next_uncoded([]) is empty


def test_a_turn_without_segments_is_one():
    """A transcript that was never cut into segments can be coded turn by turn; blank turns are left out."""
    turns = [Span(4, 7), Span(12, 12), Span(17, 20)]
    ground = Ground.build("Jo: a b\n\nP: \n\nP: c d\n", [], turns, [False, True, True])
    assert [s.of(ground.text) for s in ground.segments] == ["a b", "c d"]
    assert Cursor.on(ground).next_uncoded([]).text == "c d"


MOVES = (
    "next_segment",
    "previous_segment",
    "next_turn",
    "previous_turn",
    "first",
    "last",
    "extend_down",
    "extend_up",
    "end_later",
    "end_earlier",
    "start_later",
    "start_earlier",
    "collapse",
)

WORD = st.text(st.sampled_from("ab.,?[]é漢👩\u0301"), min_size=1, max_size=4)
SENTENCES = st.lists(st.lists(WORD, min_size=1, max_size=4).map(" ".join), min_size=1, max_size=4)
TALKS = st.lists(st.tuples(st.sampled_from(["Jo", "P01"]), SENTENCES), min_size=1, max_size=5)


def check(here: Cursor) -> None:
    """What is true of every cursor that keys can reach."""
    ground, selection = here.ground, here.selection
    assert selection
    assert selection.end <= len(ground.text)
    inside = [turn for turn in ground.turns if selection.start in turn]
    assert inside
    assert selection.start == inside[0].start or ground.text[selection.start - 1].isspace()
    closing = [turn for turn in ground.turns if selection.end - 1 in turn]
    assert closing
    assert selection.end == closing[0].end or ground.text[selection.end].isspace()
    assert not ground.text[selection.start].isspace()
    assert not ground.text[selection.end - 1].isspace()
    assert 0 <= here.index < len(ground.segments)
    assert ground.segments[here.anchor].overlaps(selection)
    assert here.focus in selection


@settings(max_examples=200, deadline=None)
@given(TALKS, st.lists(st.sampled_from(MOVES), max_size=25), st.integers(0, 30))
def test_any_keys_keep_the_selection_whole(talk, moves, start):
    """Whatever is pressed, the selection has at least a word and begins and ends at spoken words."""
    here = Cursor.of(transcript(talk), start)
    check(here)
    for move in moves:
        here = getattr(here, move)()
        check(here)


@settings(max_examples=150, deadline=None)
@given(TALKS, st.integers(0, 30), st.integers(1, 6))
def test_down_and_up_return(talk, start, steps):
    """Extending down and back up, or up and back down, returns the selection that there was."""
    begin = Cursor.of(transcript(talk), start)
    for there, back in (("extend_down", "extend_up"), ("extend_up", "extend_down")):
        here, done = begin, 0
        for _ in range(steps):
            moved = getattr(here, there)()
            done += moved != here
            here = moved
        for _ in range(done):
            here = getattr(here, back)()
        assert here.selection == begin.selection


@settings(max_examples=150, deadline=None)
@given(TALKS, st.integers(0, 30), st.integers(1, 9))
def test_words_there_and_back_return(talk, start, steps):
    """An end moved word by word and back stands where it stood."""
    begin = Cursor.of(transcript(talk), start)
    pairs = [("end_later", "end_earlier"), ("start_earlier", "start_later"), ("end_earlier", "end_later")]
    for there, back in [*pairs, ("start_later", "start_earlier")]:
        here, done = begin, 0
        for _ in range(steps):
            moved = getattr(here, there)()
            done += moved != here
            here = moved
        for _ in range(done):
            here = getattr(here, back)()
        assert here.selection == begin.selection


@settings(max_examples=150, deadline=None)
@given(TALKS, st.integers(0, 80), st.integers(0, 80))
def test_a_drag_selects_whole_words(talk, one, other):
    """Between any two offsets of the text lies at least one word, and none is cut."""
    script = transcript(talk)
    here = Cursor.of(script).select_words(min(one, len(script.text)), min(other, len(script.text)))
    check(here)


@settings(max_examples=150, deadline=None)
@example([("Jo", ["?"]), ("Jo", ["?"]), ("Jo", ["?"]), ("P01", ["?"])], 34, 38, ["extend_up"])
@given(TALKS, st.integers(0, 80), st.integers(0, 80), st.lists(st.sampled_from(MOVES), max_size=8))
def test_any_span_can_be_selected_and_left(talk, one, other, moves):
    """A span from outside is taken over the text's own words, and every key works on it."""
    script = transcript(talk)
    here = Cursor.of(script).select(Span(min(one, other), max(one, other)))
    for move in moves:
        here = getattr(here, move)()
        assert here.selection
        assert here.selection.end <= len(script.text)


@pytest.mark.parametrize("offset", range(0, 60, 3))
def test_word_at_is_a_spoken_word(offset):
    """Every offset has a nearest word, and it is never a label."""
    ground = cursor().ground
    word = ground.word_at(offset)
    assert word is not None
    assert word.of(ground.text) not in {"Jo:", "P01:", "Interview", "7"}
