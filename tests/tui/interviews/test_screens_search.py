"""Searching in all interviews."""

from __future__ import annotations

import pytest
from looking import SMALL, WIDE, line_with, lines, press, settle, shown, write
from textual.widgets import Input

from rrt_qual.domain.spans import Span
from rrt_qual.services.coding.session import CodingSession
from rrt_qual.services.shared.project import Project
from rrt_qual.tui.app import RrtApp
from rrt_qual.tui.interviews.screen import InterviewsScreen
from rrt_qual.tui.interviews.search import SearchScreen
from rrt_qual.tui.widgets.row_list import RowList


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, Span | None]]:
    """The places that were asked for, instead of opening them."""
    asked: list[tuple[str, Span | None]] = []
    monkeypatch.setattr(RrtApp, "open_interview", lambda self, i, place=None: asked.append((i, place)))
    return asked


@pytest.mark.parametrize("size", [SMALL, WIDE])
async def test_hits_with_their_context(coded: Project, size: tuple[int, int]) -> None:
    """Every hit with its interview and the words around it, under one another; how many, in how many."""
    app = RrtApp(coded, "Ann")
    async with app.run_test(size=size) as pilot:
        await press(pilot, "ctrl+f")
        await write(pilot, "QUIET")
        await press(pilot, "enter")
        assert "3 hits in 1 interview." in shown(app)
        rows = [line for line in lines(app)[2:] if "uiet" in line]
        assert len(rows) == 3 and all(line[2] == "C" for line in rows)
        middle = [c for c in range(size[0]) if all(line[c : c + 5].lower() == "quiet" for line in rows)]
        assert len(middle) == 1, "the hits stand under one another"
        assert "It is quiet here." in rows[0]


async def test_enter_goes_to_the_hits_and_opens_one(coded: Project, ids: dict[str, str], opened: list[object]) -> None:
    """Enter searches, enter goes to the list, enter opens the interview at the very words."""
    app = RrtApp(coded, "Ann")
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, "s")
        await write(pilot, "blame")
        await press(pilot, "enter", "enter")
        assert app.screen.query_one(RowList).has_focus
        await press(pilot, "down", "enter")
        interview_id, place = opened[0]
        text = CodingSession(coded, coded.coder("Ann")).transcript(interview_id).text
        assert isinstance(place, Span) and place.of(text).lower() == "blame"
        assert interview_id == ids["A"]
        await press(pilot, "slash")
        assert app.screen.query_one(Input).has_focus
        await press(pilot, "down")
        assert app.screen.query_one(RowList).has_focus
        await press(pilot, "q")
        assert isinstance(app.screen, InterviewsScreen)


async def test_nothing_found_and_nothing_asked(coded: Project) -> None:
    """A sentence says so; an emptied field shows nothing."""
    app = RrtApp(coded, "Ann")
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, "s", "z", "z", "enter", "down", "enter")
        assert "No hit." in shown(app)
        await press(pilot, "backspace", "backspace", "enter")
        assert "No hit." not in shown(app)
        assert app.screen.query_one(RowList).count == 0


async def test_too_many_hits_are_cut_and_said(coded: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond the limit the first are shown, and the line says that there are more."""
    monkeypatch.setattr("rrt_qual.tui.interviews.search.LIMIT", 5)
    app = RrtApp(coded, "Ann")
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, "s", "e", "enter")
        assert "More than 5 hits; the first 5 are shown" in shown(app)
        assert app.screen.query_one(RowList).count == 5


async def test_words_given_are_searched_at_once(coded: Project) -> None:
    """The screen can be opened on words."""
    app = RrtApp(coded, "Ann")
    async with app.run_test(size=SMALL) as pilot:
        app.open_search("threatened")
        await settle(pilot)
        assert "1 hit in 1 interview." in shown(app)
        assert "He threatened me." in line_with(app, "❯")


async def test_answers_to_old_words_are_dropped(coded: Project) -> None:
    """An answer that comes late is not that of the words in the field."""
    app = RrtApp(coded, "Ann")
    async with app.run_test(size=SMALL) as pilot:
        app.open_search("threatened")
        await settle(pilot)
        screen = app.screen
        assert isinstance(screen, SearchScreen)
        screen.post_message(SearchScreen.Came(screen.asked_times - 1, lambda: screen._show("old", [])))
        await settle(pilot)
        assert "1 hit in 1 interview." in shown(app)


async def test_typing_alone_searches_when_it_rests(coded: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """No enter is needed."""
    monkeypatch.setattr("rrt_qual.tui.interviews.search.REST", 0.001)
    app = RrtApp(coded, "Ann")
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, "s")
        await write(pilot, "kind")
        for _ in range(20):
            await settle(pilot)
        assert "1 hit in 1 interview." in shown(app)
