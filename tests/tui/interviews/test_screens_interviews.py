"""The list of interviews: what it shows, and what its keys do."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from looking import SMALL, WIDE, line_with, lines, press, said, settle, shown, write
from textual.widgets import Input, TextArea

from rrt_qual.domain.coding import MemoTarget
from rrt_qual.domain.spans import Span
from rrt_qual.services.coding.session import CodingSession
from rrt_qual.services.shared.project import Project
from rrt_qual.tui.app import RrtApp
from rrt_qual.tui.dialogs.memo import MemoEditor
from rrt_qual.tui.dialogs.name import NameScreen
from rrt_qual.tui.figures.themes import ThemesScreen
from rrt_qual.tui.interviews.screen import InterviewsScreen
from rrt_qual.tui.interviews.search import SearchScreen
from rrt_qual.tui.widgets.row_table import RowTable


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The interviews that were asked for, instead of opening them."""
    asked: list[str] = []
    monkeypatch.setattr(RrtApp, "open_interview", lambda self, interview_id, place=None: asked.append(interview_id))
    return asked


@pytest.mark.parametrize("size", [SMALL, WIDE])
async def test_shows_how_far_one_has_come(coded: Project, size: tuple[int, int]) -> None:
    """Done in words, share, n of N, codings and the memo are there on a small screen as on a large one."""
    app = RrtApp(coded, "Ann")
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        row = line_with(app, "✓ done")
        for words in ("2026", " A ", "75 %", "3 of 4", " 3"):
            assert words in row, words
        assert "✎" in line_with(app, " B ") and "✎" not in row
        assert "0 of 3" in line_with(app, " C ")
        top = "\n".join(lines(app)[:2])
        for words in ("Small study", "coder Ann", "3 interviews", "1 done", "segments coded", "6 of 8 codings"):
            assert words in top, words
        assert ("Social worker" in row) is (size is WIDE), "attributes have columns where there is room"
        assert "role Manager · team North" in shown(app), "and stand at the foot for the one under the cursor"


async def test_cursor_is_on_the_interview_left_last(coded: Project, ids: dict[str, str], opened: list[str]) -> None:
    """One goes on where one was; enter opens it, and so does a second click."""
    CodingSession(coded, coded.coder("Ann")).save_place(ids["B"], Span(0, 5))
    app = RrtApp(coded, "Ann")
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, "enter")
        assert opened == [ids["B"]]
        table = app.screen.query_one(RowTable)
        await pilot.click(table, offset=(20, 1))
        await settle(pilot)
        assert table.cursor == 0 and opened == [ids["B"]]
        await pilot.click(table, offset=(20, 1))
        await settle(pilot)
        assert opened == [ids["B"], ids["C"]]


async def test_filter_by_typing_and_back(coded: Project, ids: dict[str, str], opened: list[str]) -> None:
    """A few letters of an attribute find the interview; escape shows all again."""
    app = RrtApp(coded, "Ann")
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, "slash")
        await write(pilot, "manag")
        table = app.screen.query_one(RowTable)
        assert table.count == 1
        await press(pilot, "enter", "enter")
        assert opened == [ids["B"]]
        await press(pilot, "escape")
        assert table.count == 3 and table.has_focus and not app.screen.query_one("#filter", Input).display
        await press(pilot, "slash")
        await write(pilot, "zzz")
        await press(pilot, "down", "enter")
        assert table.count == 0 and opened == [ids["B"]]


async def test_done_and_next_to_do(coded: Project, ids: dict[str, str]) -> None:
    """`d` marks and unmarks on disk; `n` goes round those that are not done."""
    app = RrtApp(coded, "Ann")
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        session = CodingSession(coded, coded.coder("Ann"))
        table = app.screen.query_one(RowTable)
        await press(pilot, "home", "d")
        assert session.progress(ids["C"]).done
        assert line_with(app, " C ").count("✓ done") == 1
        await press(pilot, "n")
        assert table.cursor == 2, "A is done, B is next"
        await press(pilot, "n")
        assert said(app)[-1] == "No other interview is waiting."
        await press(pilot, "home", "d")
        assert not session.progress(ids["C"]).done


async def test_memo_is_saved_and_marked(coded: Project, ids: dict[str, str]) -> None:
    """`i` writes a memo on the interview; the list shows its sign at once."""
    app = RrtApp(coded, "Ann")
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, "home", "i")
        assert isinstance(app.screen, MemoEditor)
        await write(pilot, "quiet one")
        await press(pilot, "ctrl+s")
        assert isinstance(app.screen, InterviewsScreen)
        assert "✎" in line_with(app, " C ")
        assert CodingSession(coded, coded.coder("Ann")).memo(MemoTarget.INTERVIEW, ids["C"]) == "quiet one"
        await press(pilot, "end", "i")
        assert "Bob: Bob thinks [b]so[/b]." in shown(app)
        assert app.screen.query_one(TextArea).text == "Ann thinks [b]so[/b]."


@pytest.mark.parametrize(("key", "screen"), [("t", ThemesScreen), ("s", SearchScreen), ("c", NameScreen)])
async def test_ways_to_other_screens(coded: Project, key: str, screen: type) -> None:
    """Themes, search and the coder's name are one key away, and escape leads back."""
    app = RrtApp(coded, "Ann")
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, key)
        assert isinstance(app.screen, screen)
        await press(pilot, "escape")
        assert isinstance(app.screen, InterviewsScreen)


async def test_comes_back_with_what_was_coded_meanwhile(coded: Project, ids: dict[str, str]) -> None:
    """After another screen the list is read anew, the cursor where it was."""
    app = RrtApp(coded, "Ann")
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, "end", "t")
        session = CodingSession(coded, coded.coder("Ann"))
        text = session.transcript(ids["C"])
        session.apply(ids["C"], text.segments[1].span, "jokes")
        await press(pilot, "escape")
        assert "1 of 3" in line_with(app, " C ")
        assert line_with(app, "❯").split()[2] == "B"


async def test_a_project_without_interviews_says_what_to_do(empty: Project) -> None:
    """An empty list would leave one alone."""
    app = RrtApp(empty, "Ann")
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, "enter", "d", "i", "n", "down")
        assert "rrt-qual import PROJECT" in shown(app)


async def test_a_thousand_interviews_draw_only_what_is_seen(many: Callable[[int], Project]) -> None:
    """However long the list, a key draws two lines, and the last row is one key away."""
    app = RrtApp(many(1100), "Ann")
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        table = app.screen.query_one(RowTable)
        drawn: list[int] = []
        draw = table._draw
        table._draw = lambda row, width: (drawn.append(row), draw(row, width))[1]
        await press(pilot, "down")
        assert set(drawn) == {0, 1}
        await press(pilot, "end")
        assert "T1099" in line_with(app, "❯")
        assert len(set(drawn)) < 60
