"""Wrapping a transcript: every offset has its cell and every cell its offset, whatever the text is made of."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len, get_character_cell_size, split_graphemes

from rrt_qual.domain.codebook import Stance
from rrt_qual.domain.interview import Source, Speaker, SpeakerRole, Transcript, Turn
from rrt_qual.domain.spans import Span
from rrt_qual.tui.transcript.layout import RowKind, Script, ScriptLayout, clock
from rrt_qual.tui.transcript.mark import Mark
from rrt_qual.tui.transcript.placing import NO_LANE, changed_rows, place
from rrt_qual.tui.widgets import cells

FAMILY = "👩\u200d👩\u200d👧"


def transcript(*talk: str, head: str = "", tail: str = "", file_format: str = "txt") -> Transcript:
    text, turns = head, []
    for number, words in enumerate(talk):
        text += "P01: " if number % 2 else "Jo: "
        turns.append(Turn(number % 2, Span(len(text), len(text) + len(words)), start_ms=number * 61_000))
        text += words + "\n\n"
    speakers = (Speaker("Jo", SpeakerRole.INTERVIEWER), Speaker("P01", SpeakerRole.PARTICIPANT))
    return Transcript("7", text + tail, speakers, tuple(turns), Source("7", "", file_format))


def lay_out(*talk: str, width: int = 20, **more: str) -> ScriptLayout:
    return ScriptLayout(Script.of(transcript(*talk, **more)), width)


def lines(layout: ScriptLayout) -> list[str]:
    return [layout.words_of(row) for row, it in enumerate(layout.rows) if it.kind is RowKind.TALK]


def test_turns_have_headers_and_blank_lines_between():
    """The order on the screen: what stands before, then for each turn a header and its words."""
    layout = lay_out("Hello there.", "Hi.", head="Interview 7\nInvented.\n\n", tail="Recording ends")
    kinds = [row.kind.value for row in layout.rows]
    assert kinds == ["aside", "aside", "blank", "header", "talk", "blank", "header", "talk", "blank", "aside"]
    assert layout.words_of(0) == "Interview 7"
    assert layout.words_of(9) == "Recording ends"


def test_the_first_label_is_not_shown_twice():
    """A label on the line above the first words belongs to the turn, not to what stands before it."""
    text = "Interview 7\n\n[00:00:03] Jo\nHello."
    speakers = (Speaker("Jo", SpeakerRole.INTERVIEWER),)
    script = Script.of(
        Transcript("7", text, speakers, (Turn(0, Span(text.index("Hello"), len(text))),), Source("7", "", "txt"))
    )
    assert script.before.of(script.shown) == "Interview 7"
    assert script.turns[0].of(script.shown) == "Hello."


def test_words_break_at_white_space():
    """A line ends between words, and the space at which it ends is not drawn."""
    assert lines(lay_out("one two three four five", width=9)) == ["one two", "three", "four five"]


def test_long_words_are_cut():
    """A word longer than a line goes over the lines."""
    assert lines(lay_out("ab " + "x" * 12, width=5)) == ["ab", "xxxxx", "xxxxx", "xx"]


def test_wide_characters_count_two_cells():
    """Chinese and Japanese break between characters, emoji are measured by cells, and no line begins with a stop."""
    assert lines(lay_out("漢字かな交じり文", width=6)) == ["漢字か", "な交じ", "り文"]
    assert lines(lay_out("漢字か。な", width=6)) == ["漢字", "か。な"]
    assert lines(lay_out(f"so {FAMILY} said it", width=5)) == [f"so {FAMILY}", "said", "it"]


def test_letters_keep_their_accents():
    """A combining accent or an emoji of several parts is never parted from its base."""
    accented = "e\u0301" * 7
    assert lines(lay_out(accented, width=3)) == ["e\u0301" * 3, "e\u0301" * 3, "e\u0301"]
    assert lines(lay_out(FAMILY * 3, width=4)) == [FAMILY * 2, FAMILY]


def test_right_to_left_text_stays_in_order():
    """Hebrew and Arabic are kept as the text has them; the terminal turns them."""
    layout = lay_out("שלום עולם טוב", width=9)
    assert lines(layout) == ["שלום עולם", "טוב"]


def test_paragraphs_stay_and_wrapping_goes():
    """Line ends after a sentence are kept; those at which a page was full are spaces, except in a Word file."""
    talk = "We were told\nto wait.\nNobody came."
    assert lines(lay_out(talk, width=40)) == ["We were told to wait.", "Nobody came."]
    assert lines(lay_out(talk, width=40, file_format="docx")) == ["We were told", "to wait.", "Nobody came."]


def test_control_characters_are_shown_not_obeyed():
    """Escapes, bells, direction overrides and tabs have one-cell stand-ins, so that offsets stay exact."""
    layout = lay_out("a\x1b[31mb\x07\tc\u202ed\x9b")
    assert lines(layout) == ["a␛[31mb␇ c\ufffdd\ufffd"]
    assert len(layout.script.shown) == len(transcript("a\x1b[31mb\x07\tc\u202ed\x9b").text)


def test_brackets_are_not_markup():
    """'[laughs]' and '[/]' are words."""
    assert lines(lay_out("[laughs] [b]no[/b] [/]")) == ["[laughs] [b]no[/b]", "[/]"]


@pytest.mark.parametrize("talk", [(), ("",), ("   ", "\n\n"), ("x",)])
@pytest.mark.parametrize("width", [0, 1, 40])
def test_little_text_and_no_width(talk, width):
    """Nothing to show, one letter, or no room: no crash, and every question has an answer."""
    layout = lay_out(*talk, width=width)
    for offset in range(3):
        assert layout.row_of(offset) <= max(0, layout.height)
        layout.cell_of(offset)
        layout.rows_of(Span(offset, offset + 2))
    for row in range(-1, 4):
        layout.offset_at(row, 2)


def test_text_without_turns_is_shown_whole():
    """When nobody knows who speaks, the text is there to read."""
    text = "First line\n\nSecond line"
    layout = ScriptLayout(Script.of(Transcript("7", text, (), (), Source("7", "", "txt"))), 40)
    assert [layout.words_of(row) for row in range(layout.height)] == ["First line", "", "Second line"]


def test_rows_of_a_span_across_turns():
    """A span over two turns takes the header between them; one in a label has the row before it."""
    layout = lay_out("one two", "three", width=40)
    text = layout.script.shown
    assert layout.rows_of(Span(text.index("two"), text.index("three") + 5)) == range(1, 5)
    label = text.index("P01")
    assert layout.rows_of(Span(label, label + 3)) == range(1, 2)
    assert layout.rows_of(Span(label, text.index("three") + 1)) == range(4, 5)


def test_part_of_a_letter_is_the_letter():
    """A span that ends between a letter and its accent is drawn to the end of the accent."""
    layout = lay_out("cafe\u0301 x", width=40)
    start = layout.script.shown.index("cafe")
    assert layout.whole(1, Span(start, start + 4)) == Span(start, start + 5)
    assert layout.whole(1, Span(start + 4, start + 5)) == Span(start + 3, start + 5)


def test_clock():
    """Times are hours, minutes and seconds."""
    assert clock(None) == ""
    assert clock(3_723_999) == "1:02:03"


ALPHABET = "ab .,-[]é漢字。👩🏽©☺ \u0301\u200d\ufe0f\u200b\x1b\x07\t\n\u00a0ש\u3000"
TEXTS = st.text(st.sampled_from(ALPHABET), max_size=60)


@settings(max_examples=400, deadline=None)
@given(TEXTS)
def test_clusters_measure_as_rich_does(text):
    """Parts and widths agree with Rich, by which Textual lays the line out."""
    shown = cells.visible(text).replace("\n", " ")
    mine = list(cells.clusters(shown, 0, len(shown)))
    assert "".join(shown[a:b] for a, b, _ in mine) == shown
    assert sum(width for *_, width in mine) == cell_len(shown) == split_graphemes(shown)[1]


@settings(max_examples=400, deadline=None)
@example(["[\u3000\u0301\u200d["], 1)
@given(st.lists(TEXTS, max_size=3), st.integers(1, 20))
def test_every_cell_and_every_offset_agree(talk, width):
    """From an offset to its cell and back is the same letter; lines fit, and no letter that shows is lost."""
    layout = lay_out(*talk, width=width)
    script, shown = layout.script, layout.script.shown
    seen = set()
    for number, row in enumerate(layout.rows):
        if row.kind is not RowKind.TALK:
            assert row.start == row.end or row.kind is RowKind.ASIDE
            continue
        parts = list(cells.clusters(shown, row.start, row.end))
        assert cell_len(layout.words_of(number)) <= max(width, 2 if len(parts) == 1 else 0)
        at = 0
        for begin, end, cell_width in parts:
            seen.update(range(begin, end))
            if cell_width:
                assert layout.cell_of(begin) == (number, at)
                for cell in range(at, at + cell_width):
                    assert layout.offset_at(number, cell) == begin
            at += cell_width
    for turn in script.turns:
        lost = [shown[i] for i in range(turn.start, turn.end) if i not in seen and not shown[i].isspace()]
        assert not any(get_character_cell_size(char) for char in lost)


def test_one_cell_characters_are_one_cell():
    """The short way is taken only for characters that Rich counts as one cell."""
    chosen = [char for char in map(chr, range(0x3000)) if re.match(f"[{cells._ONE_CELL}]", char)]
    wrong = [char for char in chosen if get_character_cell_size(char) != 1]
    assert wrong == []


def test_large_texts_lay_out_quickly():
    """Three hours of talk, and two million characters without a line end: no quadratic step."""
    long = transcript("word and another " * 117_000)
    begin = time.process_time()
    assert ScriptLayout(Script.of(long), 60).height > 30_000
    assert time.process_time() - begin < 3
    many = transcript(*("Well, I think it was the caseload, really. " * 6 for _ in range(500)))
    begin = time.process_time()
    assert ScriptLayout(Script.of(many), 60).height > 2_000
    assert time.process_time() - begin < 0.5


def mark(id: str, span: Span, current: bool = False) -> Mark:
    return Mark(id, span, "#2C7CC8", "AB", Stance.RISK, current=current)


def test_overlapping_marks_take_lanes():
    """Each mark has one lane on all its rows; a later one takes the lowest that is free."""
    layout = lay_out(" ".join(f"w{n:02}" for n in range(20)), width=7)
    at = layout.script.shown.index

    def span(first, last):
        return Span(at(f"w{first:02}"), at(f"w{last:02}") + 3)

    marks = [
        mark("long", span(0, 9)),
        mark("short", span(0, 1)),
        mark("inner", span(4, 5)),
        mark("after", span(12, 13)),
    ]
    placing = place(marks, layout, 2)
    lanes = {p.mark.id: p.lane for row in placing.values() for p in row}
    assert lanes == {"long": 0, "short": 1, "inner": 1, "after": 0}
    assert {row for row, some in placing.items() if any(p.mark.id == "inner" for p in some)} == {3}


def test_marks_beyond_the_lanes_are_counted_but_the_current_one_shows():
    """With too few lanes a mark has none, unless keys act on it."""
    layout = lay_out("one two three", width=40)
    span = Span(4, 7)
    marks = [mark(str(n), span) for n in range(4)]
    assert [p.lane for p in place(marks, layout, 2)[1]] == [0, 1, NO_LANE, NO_LANE]
    marks[3] = mark("3", span, current=True)
    assert {p.mark.id: p.lane for p in place(marks, layout, 2)[1]} == {"3": 0, "0": 1, "1": NO_LANE, "2": NO_LANE}


def test_a_mark_without_a_lane_takes_one_when_it_is_free():
    """A coding that begins while all lanes are taken is counted there and lettered where a lane becomes free."""
    layout = lay_out(" ".join(f"w{n:02}" for n in range(20)), width=7)
    at = layout.script.shown.index
    one = mark("one", Span(at("w00"), at("w03")))
    two = mark("two", Span(at("w03"), at("w09")))
    placing = place([one, two], layout, 1)
    assert [(p.mark.id, p.lane) for p in placing[2]] == [("one", 0), ("two", NO_LANE)]
    assert [(p.mark.id, p.lane, p.first) for p in placing[3]] == [("two", 0, 3)]
    two = mark("two", two.span, current=True)
    assert {p.mark.id: p.lane for p in place([one, two], layout, 1)[2]} == {"one": NO_LANE, "two": 0}


def test_only_changed_rows_are_named():
    """A new coding changes its own rows alone."""
    layout = lay_out(" ".join(f"w{n:02}" for n in range(20)), width=7)
    at = layout.script.shown.index
    one, two = mark("a", Span(at("w00"), at("w03"))), mark("b", Span(at("w10"), at("w11")))
    assert changed_rows(place([one], layout, 2), place([one, two], layout, 2)) == {6}
