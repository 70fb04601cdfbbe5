"""Coding by keyboard: each key does to the project what it says, and the screen shows what the project holds."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from rrt_qual.domain.codebook import Stance
from rrt_qual.domain.coding import Coding, MemoTarget
from rrt_qual.services.coding.session import CodingSession
from rrt_qual.services.shared.project import Project
from rrt_qual.tui.app import RrtApp
from rrt_qual.tui.coding.screen import CodingScreen
from rrt_qual.tui.interviews.screen import InterviewsScreen

WIDE, SMALL = (140, 45), (80, 24)


@asynccontextmanager
async def at_work(
    project: Project, interview: str = "A", coder: str = "Ann", size: tuple[int, int] = WIDE
) -> AsyncIterator[tuple[CodingScreen, Pilot[None]]]:
    """The coding screen of an interview, as it stands when a coder opens it."""
    app = RrtApp(project, coder, interview)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        assert isinstance(app.screen, CodingScreen)
        yield app.screen, pilot


async def press(pilot: Pilot[None], *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
        await pilot.pause()


async def pick(pilot: Pilot[None], words: str, key: str = "enter") -> None:
    """Open the picker, type, and apply the best match."""
    await press(pilot, "c", *["space" if c == " " else c for c in words], key)


def selected(screen: CodingScreen) -> str:
    return screen.desk.cursor.selection.of(screen.desk.transcript.text)


def stored(screen: CodingScreen) -> list[Coding]:
    """What the project holds, read back from the file."""
    return screen.session.codings(screen.desk.interview_id)


def words(screen: CodingScreen) -> list[str]:
    return [c.span.of(screen.desk.transcript.text) for c in stored(screen)]


async def test_keys_move_by_segment_turn_and_uncoded(project: Project) -> None:
    """A coder goes through a transcript by keyboard alone."""
    async with at_work(project) as (screen, pilot):
        assert selected(screen) == "How is it."
        await press(pilot, "down")
        assert selected(screen) == "The team is kind."
        await press(pilot, "j", "k")
        assert selected(screen) == "The team is kind."
        await press(pilot, "right")
        assert selected(screen) == "And blame."
        await press(pilot, "left")
        assert selected(screen) == "The team is kind."
        await press(pilot, "end")
        assert selected(screen) == "No blame."
        await press(pilot, "home", "n")
        assert selected(screen) == "The team is kind."
        await pick(pilot, "Colleagues")
        await press(pilot, "home", "n")
        assert selected(screen) == "We laugh a lot."


async def test_selection_reaches_any_words_across_turns(project: Project) -> None:
    """What is coded need be neither a segment nor within one turn."""
    async with at_work(project) as (screen, pilot):
        await press(pilot, "down", "down", "down", "shift+down")
        assert selected(screen).split() == ["Visits", "alone", "frighten", "me.", "And", "blame."]
        await press(pilot, "left_square_bracket", "right_curly_bracket")
        assert selected(screen).split() == ["alone", "frighten", "me.", "And"]
        await pick(pilot, "Lone visits")
        assert words(screen)[0].split() == ["alone", "frighten", "me.", "And"]


@pytest.mark.parametrize("size", [WIDE, SMALL], ids=["140x45", "80x24"])
async def test_picker_applies_a_theme_with_a_stance(project: Project, size: tuple[int, int]) -> None:
    """A theme is found by typing and applied; a stance follows by one key, or in the picker itself."""
    async with at_work(project, size=size) as (screen, pilot):
        await press(pilot, "down")
        await pick(pilot, "colleag")
        assert [(c.theme, c.stance) for c in stored(screen)] == [("colleagues", Stance.UNSPECIFIED)]
        await press(pilot, "s")
        assert stored(screen)[0].stance is Stance.STRENGTH
        await press(pilot, "r")
        assert stored(screen)[0].stance is Stance.RISK
        await press(pilot, "o")
        assert stored(screen)[0].stance is Stance.SOLUTION
        await press(pilot, "u", "down")
        await pick(pilot, "jokes", "ctrl+s")
        assert [(c.theme, c.stance) for c in stored(screen)][1] == ("jokes", Stance.STRENGTH)


async def test_digits_and_space_repeat(project: Project) -> None:
    """A theme goes by the digit it was put under, the last one with its stance by space."""
    async with at_work(project) as (screen, pilot):
        await press(pilot, "down")
        await pick(pilot, "colleagues")
        await press(pilot, "down")
        await pick(pilot, "jokes", "ctrl+s")
        screen.desk.pin({6: "colleagues"})
        await press(pilot, "down", "6", "up", "up", "up", "space")
        assert [(c.theme, c.stance) for c in stored(screen)] == [
            ("colleagues", Stance.UNSPECIFIED),  # by space
            ("colleagues", Stance.UNSPECIFIED),
            ("jokes", Stance.STRENGTH),
            ("colleagues", Stance.UNSPECIFIED),  # by digit
        ]


async def test_several_themes_on_one_passage_and_tab_between_them(project: Project) -> None:
    """A passage may have several themes; Tab chooses the one that the next key acts on."""
    async with at_work(project) as (screen, pilot):
        await press(pilot, "down")
        await pick(pilot, "colleagues")
        await pick(pilot, "jokes")
        assert len(stored(screen)) == 2
        await press(pilot, "tab")
        current = screen.desk.current()
        assert current is not None and current.theme == "colleagues"
        await press(pilot, "x")
        assert [c.theme for c in stored(screen)] == ["jokes"]


async def test_bounds_theme_and_removal(project: Project) -> None:
    """The bounds of a coding can be moved, its theme changed, and it can be removed."""
    async with at_work(project) as (screen, pilot):
        await press(pilot, "down")
        await pick(pilot, "colleagues")
        await press(pilot, "b", "shift+down", "enter")
        assert words(screen) == ["The team is kind. We laugh a lot."]
        await press(pilot, "b", "left_square_bracket", "escape")
        assert words(screen) == ["The team is kind. We laugh a lot."]
        await press(pilot, "e", *"jokes", "enter")
        assert [c.theme for c in stored(screen)] == ["jokes"]
        await press(pilot, "delete")
        assert stored(screen) == []


async def test_undo_and_redo_survive_a_restart(project: Project) -> None:
    """What was done yesterday can be taken back today, and done again."""
    async with at_work(project) as (screen, pilot):
        await press(pilot, "down")
        await pick(pilot, "colleagues")
        await press(pilot, "r")
    async with at_work(project) as (screen, pilot):
        await press(pilot, "z")
        assert stored(screen)[0].stance is Stance.UNSPECIFIED
        await press(pilot, "z")
        assert stored(screen) == []
        await press(pilot, "y", "y")
        assert stored(screen)[0].stance is Stance.RISK
        await press(pilot, "y")
        assert stored(screen)[0].stance is Stance.RISK


async def test_memos_on_coding_theme_and_interview(project: Project) -> None:
    """Memos are written where they belong, and are there when one comes back."""
    async with at_work(project) as (screen, pilot):
        await press(pilot, "down")
        await pick(pilot, "colleagues")
        for key, said in (("m", "irony?"), ("M", "wide"), ("i", "calm")):
            await press(pilot, key)
            assert isinstance(screen.app.focused, TextArea)
            await press(pilot, *["question_mark" if c == "?" else c for c in said], "ctrl+s")
        coding = stored(screen)[0]
        assert coding.memo == "irony?"
        assert screen.session.memo(MemoTarget.THEME, "colleagues") == "wide"
        assert screen.session.memo(MemoTarget.INTERVIEW, screen.desk.interview_id) == "calm"


async def test_only_own_codings_can_be_changed(project: Project, ids: dict[str, str]) -> None:
    """Another coder's coding is shown, but no key of mine changes it."""
    bob = CodingSession(project, project.coder("Bob"))
    text = bob.transcript(ids["A"]).text
    start = text.index("The team")
    bob.apply(ids["A"], bob.transcript(ids["A"]).segments[1].span, "colleagues", Stance.RISK)
    async with at_work(project) as (screen, pilot):
        await press(pilot, "down")
        assert screen.desk.current() is None, "another's is not current by itself"
        await press(pilot, "s", "x", "tab")
        current = screen.desk.current()
        assert current is not None and current.span.start == start, "it can be looked at"
        await press(pilot, "s", "r", "o", "x", "b", "m", "e")
        assert screen.app.screen is screen, "nothing is opened for what cannot be changed"
        assert all("Bob's, not yours" in n.message for n in screen.app._notifications)
        assert [(c.theme, c.stance) for c in stored(screen)] == [("colleagues", Stance.RISK)]
        await press(pilot, "v")
        assert screen.desk.current() is None


async def test_the_same_coding_twice_is_said_not_doubled(project: Project) -> None:
    """Pressing a theme twice on the same words leaves one coding and a sentence."""
    async with at_work(project) as (screen, pilot):
        await press(pilot, "down")
        await pick(pilot, "colleagues")
        await press(pilot, "space")
        assert len(stored(screen)) == 1


async def test_find_goes_from_hit_to_hit(project: Project) -> None:
    """Searching in the transcript moves the cursor to the hits, round the end."""
    async with at_work(project) as (screen, pilot):
        await press(pilot, "slash", *"blame")
        assert isinstance(screen.app.focused, Input)
        assert selected(screen) == "And blame."
        await press(pilot, "enter")
        assert selected(screen) == "No blame."
        await press(pilot, "escape", "greater_than_sign")
        assert selected(screen) == "And blame."


async def test_jump_and_come_back_to_the_place_that_was_left(project: Project) -> None:
    """Going to another interview and back, even after closing the program, leads to the same segment."""
    async with at_work(project) as (screen, pilot):
        await press(pilot, "down", "down", "g", *"B", "enter")
        assert screen.desk.transcript.name == "B"
        await press(pilot, "down")
    async with at_work(project, "A") as (screen, pilot):
        assert selected(screen) == "We laugh a lot."
        await press(pilot, "ctrl+n")
        assert (screen.desk.transcript.name, selected(screen)) == ("B", "He threatened me.")


async def test_done_is_marked_and_taken_back(project: Project) -> None:
    """An interview is marked as done by this coder with one key, and not done with the same."""
    async with at_work(project) as (screen, pilot):
        await press(pilot, "d")
        assert screen.session.progress(screen.desk.interview_id).done
        await press(pilot, "d")
        assert not screen.session.progress(screen.desk.interview_id).done


async def test_codebook_tree_filters_and_codes(project: Project) -> None:
    """A theme found in the tree by typing codes the selection."""
    async with at_work(project) as (screen, pilot):
        await press(pilot, "down", "f", *"jokes", "down", "enter")
        assert [c.theme for c in stored(screen)] == ["jokes"]
        assert screen.app.focused is screen.transcript_view


async def test_a_mouse_click_moves_and_a_drag_selects(project: Project) -> None:
    """The mouse does what the keys do: click a segment, drag over words."""
    async with at_work(project) as (screen, pilot):
        view = screen.transcript_view
        region = view.region
        rows = {selected_at(screen, x, y): (x, y) for y in range(region.height) for x in range(region.width)}
        start, end = (
            rows[screen.desk.transcript.text.index("team")],
            rows[screen.desk.transcript.text.index("kind") + 3],
        )
        await pilot.mouse_down(view, offset=start)
        await pilot.hover(view, offset=end)
        await pilot.mouse_up(view, offset=end)
        await pilot.pause()
        assert selected(screen) == "team is kind."


def selected_at(screen: CodingScreen, x: int, y: int) -> int:
    return screen.transcript_view.offset_at(x, y)


async def test_escape_leaves_one_thing_at_a_time(project: Project) -> None:
    """Escape drops the selection; one escape too many does not leave the interview, q does."""
    async with at_work(project) as (screen, pilot):
        await press(pilot, "down", "shift+down", "escape")
        assert screen.desk.cursor.is_segment
        await press(pilot, "escape", "escape")
        assert screen.app.screen is screen
        await press(pilot, "q")
        assert isinstance(screen.app.screen, InterviewsScreen)


async def test_small_terminal_shows_everything_needed(project: Project) -> None:
    """At 80 by 24 the transcript, the codings on the passage and the keys are all on the screen."""
    async with at_work(project, size=SMALL) as (screen, pilot):
        await press(pilot, "down")
        await pick(pilot, "colleagues", "ctrl+s")
        shown = "\n".join("".join(s.text for s in strip) for strip in screen._compositor.render_strips())
        for expected in ("The team is kind.", "Colleagues", "+ strength", "Enter", "segments coded"):
            assert expected in shown
