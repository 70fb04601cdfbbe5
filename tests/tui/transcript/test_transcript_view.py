"""The transcript on the screen: what is drawn, what the mouse does, and that a resize or a key keeps the place."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from itertools import pairwise

import pytest
from rich.cells import cell_len
from rich.style import Style
from textual import events
from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.strip import Strip

from rrt_qual.domain.codebook import Stance
from rrt_qual.domain.interview import Segment, Source, Speaker, SpeakerRole, Transcript, Turn
from rrt_qual.domain.spans import Span
from rrt_qual.tui.transcript.mark import Mark
from rrt_qual.tui.transcript.palette import parse_colour, readable
from rrt_qual.tui.transcript.selection import Cursor
from rrt_qual.tui.transcript.view import TranscriptView

FAMILY = "👩\u200d👩\u200d👧"
TALK = (
    ["How are things?"],
    ["[laughs] Busy.", f"We 漢字 lost {FAMILY} two people.", "Nobody said a word."],
    ["And then?"],
    ["No.", "They sent flowers."],
)


def transcript(talk=TALK) -> Transcript:
    text, turns, segments = "Interview 7\n\n", [], []
    for number, sentences in enumerate(talk):
        text += "P01: " if number % 2 else "Jo: "
        start = len(text)
        for sentence in sentences:
            segments.append(Segment(number, Span(len(text), len(text) + len(sentence))))
            text += sentence + " "
        turns.append(Turn(number % 2, Span(start, max(start, len(text) - 1)), start_ms=number * 61_000))
        text += "\n\n"
    speakers = (Speaker("Jo", SpeakerRole.INTERVIEWER), Speaker("P01", SpeakerRole.PARTICIPANT))
    return Transcript("7", text, speakers, tuple(turns), Source("7.txt", "", "txt"), tuple(segments))


def long_transcript() -> Transcript:
    return transcript([[f"Sentence {turn}.{n} is here." for n in range(5)] for turn in range(40)])


class Stage(App[None]):
    """Shows one transcript and notes what the view says."""

    def __init__(self, script: Transcript) -> None:
        super().__init__()
        self.script = script
        self.start: Cursor | None = None
        self.said: list[object] = []

    def compose(self) -> ComposeResult:
        yield TranscriptView()

    def on_mount(self) -> None:
        self.view.show(self.script, self.start)

    @property
    def view(self) -> TranscriptView:
        return self.query_one(TranscriptView)

    def on_transcript_view_cursor_moved(self, event: TranscriptView.CursorMoved) -> None:
        self.said.append(event.cursor)

    def on_transcript_view_mark_clicked(self, event: TranscriptView.MarkClicked) -> None:
        self.said.append(event.mark_id)

    def lines(self) -> list[str]:
        return [strip.text.rstrip() for strip in self.screen._compositor.render_strips()]

    def place(self, words: str) -> tuple[int, int]:
        """The cell (x, y) at which words begin on the screen."""
        for y, line in enumerate(self.lines()):
            if words in line:
                return cell_len(line[: line.index(words)]), y
        raise AssertionError(f"{words!r} is not on the screen")

    def style(self, words: str) -> Style:
        """The style in which words begin on the screen."""
        x, y = self.place(words)
        strip = self.screen._compositor.render_strips()[y]
        style = next(iter(strip.crop(x, x + 1))).style
        assert style is not None
        return style

    def drawn(self) -> dict[int, Strip]:
        """The lines that the view has drawn and keeps."""
        kept = self.view._strips
        return {row: strip for row in range(self.view.virtual_size.height) if (strip := kept.get(row))}

    def span(self, words: str) -> Span:
        at = self.script.text.index(words)
        return Span(at, at + len(words))


Staged = tuple[Stage, Pilot[None]]


@asynccontextmanager
async def stage(script: Transcript | None = None, size: tuple[int, int] = (70, 24)) -> AsyncIterator[Staged]:
    app = Stage(script or transcript())
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        app.said.clear()
        yield app, pilot


def mark(app: Stage, words: str, id: str = "a", **more: object) -> Mark:
    made = Mark(id, app.span(words), "#2C7CC8", "CS", Stance.RISK)
    return replace(made, **more)  # type: ignore[arg-type]


async def test_the_transcript_is_shown_as_it_stands():
    """Brackets are words, and what stands before the talk, speakers, roles and times are there to read."""
    async with stage() as (app, _):
        text = "\n".join(app.lines())
        assert f"[laughs] Busy. We 漢字 lost {FAMILY} two people." in text
        assert "Interview 7" in text
        assert "Jo · interviewer  0:00:00" in text
        assert "P01 · participant  0:01:01" in text


async def test_escapes_are_not_obeyed():
    """An escape sequence in the talk reaches the terminal as a picture."""
    async with stage(transcript([["a \x1b[31mred\x1b]0;title\x07 b"]])) as (app, _):
        assert "a ␛[31mred␛]0;title␇ b" in "\n".join(app.lines())
        sent = app.screen._compositor.render_full_update().render_segments(app.console)
        assert "\x1b]" not in sent
        assert "\x07" not in sent


async def test_the_current_segment_has_a_sign_and_a_background():
    """Where the coder is shows without colour as well."""
    async with stage() as (app, _):
        x, y = app.place("How are")
        assert app.lines()[y][x - 1] == "▌"
        assert app.style("How are").bgcolor != app.style("[laughs]").bgcolor


async def test_the_interviewer_is_quieter_without_colour_too():
    """The interviewer's words are in italics, the participant's are not."""
    async with stage() as (app, _):
        assert app.style("And then?").italic
        assert not app.style("Nobody").italic


async def test_a_coding_has_letters_and_a_stance_at_its_first_line():
    """A mark stands beside the line on which its passage begins, a bar beside the others."""
    async with stage(transcript([["One two three four five six."] * 4]), size=(44, 20)) as (app, pilot):
        app.view.set_marks([Mark("a", app.script.turns[0].span, "#2C7CC8", "CS", Stance.SOLUTION)])
        await pilot.pause()
        x, y = app.place("CS!")
        assert y == app.place("One two")[1]
        assert [line[x] for line in app.lines()[y + 1 : y + 4]] == ["┃", "┃", "┃"]


async def test_other_coders_and_machines_look_different_without_colour():
    """Another coder's letters are small and slanted, a machine's have a star, the current one an arrow."""
    async with stage() as (app, pilot):
        app.view.set_marks(
            [
                mark(app, "[laughs] Busy.", current=True),
                mark(app, "And then?", "b", mine=False),
                mark(app, "No.", "c", machine=True, stance=Stance.STRENGTH),
            ]
        )
        await pilot.pause()
        assert "CS-◂" in "\n".join(app.lines())
        assert "CS+*" in "\n".join(app.lines())
        assert app.style("cs-").italic
        assert app.style("CS-").bold
        assert not app.style("cs-").bold


async def test_coded_words_are_tinted_and_overlaps_underlined():
    """The very words of a coding are seen in the text, and those that two codings share are underlined."""
    async with stage() as (app, pilot):
        plain = app.style("Nobody").bgcolor
        app.view.set_marks([mark(app, "Nobody said"), mark(app, "said a", "b", colour="#B04A6E")])
        await pilot.pause()
        assert app.style("Nobody").bgcolor != plain
        assert not app.style("Nobody").underline
        assert app.style("said").underline
        assert app.style("word.").bgcolor == plain


async def test_more_marks_than_lanes_are_counted():
    """What has no room in the margin is counted, and a click on the count names the first of them."""
    async with stage(size=(50, 24)) as (app, pilot):
        app.view.set_marks([mark(app, "No.", str(n)) for n in range(5)])
        await pilot.pause()
        x, y = app.place("+3 ")
        await pilot.click(TranscriptView, offset=(x, y))
        assert app.said == ["2"]


async def test_a_click_on_a_mark_names_it_and_leaves_the_cursor():
    """Letters and bars can be clicked, the empty margin goes to the line's segment."""
    async with stage() as (app, pilot):
        app.view.set_marks([mark(app, "They sent", "x")])
        await pilot.pause()
        await pilot.click(TranscriptView, offset=app.place("CS-"))
        assert app.said == ["x"]
        await pilot.click(TranscriptView, offset=(5, app.place("And then?")[1]))
        assert app.view.cursor is not None
        assert app.view.cursor.text == "And then?"


async def test_a_click_goes_to_the_segment():
    """Behind wide characters and emoji the click still finds the right words."""
    async with stage() as (app, pilot):
        for words, segment in (("two people", f"We 漢字 lost {FAMILY} two people."), ("sent", "They sent flowers.")):
            await pilot.click(TranscriptView, offset=app.place(words))
            assert app.view.cursor is not None
            assert app.view.cursor.text == segment
            assert app.said[-1] == app.view.cursor


@pytest.mark.parametrize(
    ("press", "release", "selected"),
    [
        ("lost", "two", f"lost {FAMILY} two"),
        ("two", "字", f"漢字 lost {FAMILY} two"),
        ("字", FAMILY, f"漢字 lost {FAMILY}"),
        ("word.", "then?", "word. \n\nJo: And then?"),
        ("sent", "[laughs]", None),
    ],
)
async def test_a_drag_selects_whole_words(press, release, selected):
    """From the word where the button went down to the word where it came up, in both directions and across turns."""
    async with stage() as (app, pilot):
        await pilot.mouse_down(TranscriptView, offset=app.place(press))
        await pilot.hover(TranscriptView, offset=app.place(release))
        await pilot.mouse_up(TranscriptView, offset=app.place(release))
        assert app.view.cursor is not None
        text = app.script.text
        backwards = text[text.index("[laughs]") : text.index("sent") + 4]
        assert app.view.cursor.text == (selected or backwards)


async def test_shift_click_extends_from_the_segment():
    """Shift and a click go on from the segment that the cursor is on."""
    async with stage() as (app, pilot):
        await pilot.click(TranscriptView, offset=app.place("Nobody"))
        await pilot.click(TranscriptView, offset=app.place("then?"), shift=True)
        assert app.view.cursor is not None
        assert app.view.cursor.text == "Nobody said a word. \n\nJo: And then?"


async def test_a_double_click_selects_the_word():
    """Two clicks on a word select it."""
    async with stage() as (app, pilot):
        await pilot.click(TranscriptView, offset=app.place("people."), times=2)
        assert app.view.cursor is not None
        assert app.view.cursor.text == "people."


async def test_a_selection_differs_from_the_segment():
    """Words selected beyond the segment have another background than the segment."""
    async with stage() as (app, pilot):
        assert app.view.cursor is not None
        here = app.view.cursor.at(app.span("And then?").start)
        app.view.set_cursor(here)
        await pilot.pause()
        segment = app.style("And then?").bgcolor
        app.view.set_cursor(here.end_later())
        await pilot.pause()
        assert app.style("And then?").bgcolor == app.style("No.").bgcolor != segment


async def test_hits_have_a_sign_and_the_current_one_another():
    """A search's hits are seen in the text and in the margin."""
    async with stage() as (app, pilot):
        app.view.set_hits([app.span("word"), app.span("flowers")], 1)
        await pilot.pause()
        for words, sign in (("word.", "›"), ("flowers.", "»")):
            _, y = app.place(words)
            assert sign in app.lines()[y]
        assert app.style("flowers").bold
        assert app.style("word.").bgcolor != app.style("flowers").bgcolor
        app.view.set_hits([])
        await pilot.pause()
        assert "»" not in "".join(app.lines())


async def test_the_cursor_stays_two_lines_inside_and_moves_the_view_no_further():
    """Going down segment by segment scrolls line by line, with two lines of what follows in sight."""
    async with stage(long_transcript(), size=(60, 20)) as (app, pilot):
        view = app.view
        tops = [view.scroll_offset.y]
        for _ in range(40):
            assert view.cursor is not None
            view.set_cursor(view.cursor.next_segment())
            await pilot.pause()
            _, y = app.place(view.cursor.text.split(" is")[0])
            tops.append(view.scroll_offset.y)
            assert 2 <= y <= 17
        assert tops[-1] > 20
        assert max(b - a for a, b in pairwise(tops)) <= 4


async def test_a_far_jump_lands_inside_the_view():
    """From the first to the last segment and back, the segment is in sight."""
    async with stage(long_transcript(), size=(60, 20)) as (app, pilot):
        assert app.view.cursor is not None
        for goal in (app.view.cursor.last(), app.view.cursor.page(90), app.view.cursor.first()):
            app.view.set_cursor(goal)
            await pilot.pause()
            app.place(goal.text.split(" is")[0])


async def test_the_wheel_scrolls_and_leaves_the_cursor():
    """Looking ahead does not move the cursor."""
    async with stage(long_transcript(), size=(60, 20)) as (app, pilot):
        before = app.view.cursor
        await pilot._post_mouse_events([events.MouseScrollDown], TranscriptView, button=0)
        app.view.scroll_to(y=app.view.scroll_target_y, animate=False)
        await pilot.pause()
        assert app.view.scroll_offset.y > 0
        assert app.view.cursor is before


async def test_a_drag_beyond_the_edge_scrolls():
    """Held below the view, the pointer draws the text up and the selection with it."""
    async with stage(long_transcript(), size=(60, 20)) as (app, pilot):
        await pilot.mouse_down(TranscriptView, offset=app.place("Sentence 1.0"))
        assert app.view._drag is not None
        app.view._drag.step = 1
        for _ in range(6):
            app.view._drag_on()
        await pilot.mouse_up(TranscriptView, offset=(30, 19))
        assert app.view.scroll_offset.y == 6
        assert app.view.cursor is not None
        assert app.view.cursor.text.startswith("Sentence 1.0")
        assert len(app.view.cursor.selection) > 200


async def test_a_drag_does_not_move_the_text_under_the_pointer():
    """While the button is down the view stays, though the screen hands the cursor back."""
    async with stage(long_transcript(), size=(60, 20)) as (app, pilot):
        app.view.scroll_to(y=50, animate=False)
        await pilot.pause()
        await pilot.mouse_down(TranscriptView, offset=(30, 9))
        await pilot.hover(TranscriptView, offset=(30, 0))
        assert app.view.cursor is not None
        app.view.set_cursor(app.view.cursor)
        assert app.view.scroll_offset.y == 50
        await pilot.mouse_up(TranscriptView, offset=(30, 0))


async def test_a_transcript_opens_at_its_cursor():
    """Shown before the view has a size, an interview still opens where it was left, and so after it was hidden."""
    script = long_transcript()
    app = Stage(script)
    app.start = Cursor.of(script, 120)
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.pause()
        _, y = app.place("Sentence 24.0")
        assert 2 <= y <= 17
        app.view.display = False
        await pilot.pause()
        app.view.display = True
        await pilot.pause()
        app.place("Sentence 24.0")


@pytest.mark.parametrize("width", [40, 90, 130])
async def test_a_resize_keeps_the_cursor_in_sight(width):
    """After another width the current segment is on the same line of the screen, or as near as it can be."""
    async with stage(long_transcript(), size=(60, 24)) as (app, pilot):
        assert app.view.cursor is not None
        here = app.view.cursor.page(101)
        app.view.set_cursor(here)
        await pilot.pause()
        _, before = app.place("Sentence 20.1")
        await pilot.resize_terminal(width, 24)
        _, after = app.place("Sentence 20.1")
        assert abs(after - before) <= 1


async def test_a_resize_keeps_the_place_that_is_read():
    """When the cursor is out of sight, the line at the top stays."""
    async with stage(long_transcript(), size=(60, 24)) as (app, pilot):
        app.view.scroll_to(y=150, animate=False)
        await pilot.pause()
        first = next(line.split("is")[0].split("▌")[-1].strip() for line in app.lines() if "Sentence" in line)
        await pilot.resize_terminal(100, 30)
        assert app.place(first)[1] <= 2


async def test_one_coding_redraws_its_own_lines():
    """Lines on which nothing changed are not drawn again."""
    async with stage() as (app, pilot):
        before = app.drawn()
        app.view.set_marks([mark(app, "No.")])
        await pilot.pause()
        after = app.drawn()
        changed = [row for row in before if after[row] is not before[row]]
        assert len(changed) == 1
        app.view.set_marks([mark(app, "No.")])
        await pilot.pause()
        assert all(app.drawn()[row] is strip for row, strip in after.items())


async def test_moving_is_said_once_and_not_said_late():
    """The view says that the cursor moved, and always where it stands now, so that no key is undone by old news."""
    async with stage() as (app, pilot):
        assert app.view.cursor is not None
        first = app.view.cursor.next_segment()
        second = first.next_segment()
        app.view.set_cursor(first)
        app.view.set_cursor(second)
        app.view.set_cursor(second)
        await pilot.pause()
        assert app.said == [second, second]


async def test_a_page_is_what_the_view_holds():
    """A page further down is the segment that stands about a view's height below."""
    async with stage(long_transcript(), size=(60, 22)) as (app, _):
        view = app.view
        assert view.cursor is not None
        down = view.page_cursor(view.cursor, 1)
        layout = view._scene.layout
        assert layout.row_of(down.selection.start) - layout.row_of(view.cursor.selection.start) in range(17, 23)
        assert view.page_cursor(view.cursor, -1).index == 0
        assert view.page_cursor(down, -1).index <= 1


async def test_another_transcript_drops_the_marks():
    """Marks and hits belong to one interview."""
    async with stage() as (app, pilot):
        app.view.set_marks([mark(app, "No.")])
        app.view.set_hits([app.span("word")], 0)
        app.view.show(long_transcript())
        await pilot.pause()
        text = "".join(app.lines())
        assert "CS" not in text
        assert "»" not in text
        assert "Sentence 0.0" in text


@pytest.mark.parametrize("theme", ["textual-light", "textual-dark", "nord", "solarized-light"])
async def test_text_can_be_read_in_every_theme(theme):
    """Tinted, quiet or marked, words keep a contrast of 4.5 to 1 against what is behind them (WCAG AA)."""
    async with stage() as (app, pilot):
        app.theme = theme
        marks = [
            mark(app, "We", "a"),
            mark(app, "lost", "b", colour="#FFFFFF"),
            mark(app, "two", "c", colour="#000000"),
        ]
        marks += [mark(app, "Nobody", "d", colour="#F2C94C", mine=False), mark(app, "said a", "e", current=True)]
        app.view.set_marks(marks)
        app.view.set_hits([app.span("flowers")], 0)
        await pilot.pause()
        for segment in (each for strip in app.screen._compositor.render_strips() for each in strip):
            style = segment.style
            if style and style.color and style.bgcolor and any(c.isalnum() for c in segment.text):
                assert contrast(style) >= 4.45, (segment.text, style)


def contrast(style: Style) -> float:
    light = []
    for colour in (style.color, style.bgcolor):
        assert colour is not None
        red, green, blue = (
            c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
            for c in (part / 255 for part in colour.get_truecolor())
        )
        light.append(0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)
    return max(light) / min(light)


@pytest.mark.parametrize("how", ["ansi", "no colour"])
async def test_without_colours_attributes_take_over(how, monkeypatch):
    """In the terminal's own colours, or without any, coded words are underlined and the selection is reversed."""
    if how == "no colour":
        monkeypatch.setenv("NO_COLOR", "1")
    async with stage() as (app, pilot):
        if how == "ansi":
            app.theme = "ansi-dark"
        app.view.set_marks([mark(app, "Nobody said"), mark(app, "said a", "b")])
        app.view.set_hits([app.span("flowers")], 0)
        await pilot.pause()
        assert app.style("How are").reverse
        assert app.style("Nobody").underline
        assert app.style("said").bold
        assert app.style("flowers").reverse
        assert not app.style("word.").underline


@pytest.mark.parametrize("talk", [(), ([""],), (["x"],), ([], ["One only."])])
@pytest.mark.parametrize("size", [(1, 1), (3, 2), (20, 5), (80, 24)])
async def test_little_text_and_little_room(talk, size):
    """Nothing to show or nowhere to show it: no crash, with keys, marks, hits and the mouse."""
    async with stage(transcript(talk), size=size) as (app, pilot):
        view = app.view
        assert view.cursor is not None
        for move in ("next_segment", "extend_down", "end_later", "last"):
            view.set_cursor(getattr(view.cursor, move)())
        view.set_marks(
            [Mark("a", Span(0, 3), "nonsense", "", Stance.RISK), Mark("b", Span(50, 90), "", "ABC", Stance.RISK)]
        )
        view.set_hits([Span(0, 2), Span(1, 1)], 0)
        view.page_cursor(view.cursor, 1)
        await pilot.click(TranscriptView, offset=(0, 0))
        await pilot.resize_terminal(2, 1)
        await pilot.resize_terminal(50, 10)


async def test_a_view_without_a_transcript_is_blank():
    """Before anything is shown the view is empty and takes every call."""

    class Blank(App[None]):
        def compose(self) -> ComposeResult:
            yield TranscriptView()

    app = Blank()
    async with app.run_test(size=(40, 10)) as pilot:
        view = app.query_one(TranscriptView)
        view.set_marks([])
        view.set_hits([Span(0, 1)])
        await pilot.click(TranscriptView, offset=(5, 5))
        assert view.cursor is None


def test_colours_are_made_readable():
    """A colour too near to the background is drawn towards the text's until it can be read; nonsense is grey."""
    black, white = parse_colour("#000000"), parse_colour("#ffffff")
    assert readable(parse_colour("#101010"), black, white).brightness > 0.4
    assert readable(white, black, white) == white
    assert parse_colour("no colour").hex == "#808080"
