"""Memos and questions: nothing typed is lost without a question."""

from __future__ import annotations

import pytest
from looking import SMALL, press, said, settle, shown, write
from textual.widgets import TextArea

from rrt_qual.domain.errors import Conflict
from rrt_qual.services.shared.project import Project
from rrt_qual.tui.app import RrtApp
from rrt_qual.tui.dialogs.confirm import ConfirmScreen
from rrt_qual.tui.dialogs.memo import MemoEditor


async def test_save_answers_with_the_text(project: Project) -> None:
    """Ctrl+S closes with what was typed, behind what was there."""
    app = RrtApp(project, "Ann")
    answers: list[str | None] = []
    async with app.run_test(size=SMALL) as pilot:
        app.push_screen(MemoEditor("Memo on [b]x[/b]", "before"), answers.append)
        await settle(pilot)
        assert "Memo on [b]x[/b]" in shown(app)
        await write(pilot, " after")
        await press(pilot, "enter")
        await write(pilot, "q?")
        await press(pilot, "ctrl+s")
        assert answers == ["before after\nq?"]


async def test_unchanged_closes_without_a_question(project: Project) -> None:
    """Escape and Ctrl+S on an unchanged memo change nothing."""
    app = RrtApp(project, "Ann")
    answers: list[str | None] = []
    async with app.run_test(size=SMALL) as pilot:
        for key in ("escape", "ctrl+s"):
            app.push_screen(MemoEditor("Memo", "before"), answers.append)
            await press(pilot, key)
        assert answers == [None, None]


@pytest.mark.parametrize(("key", "answer"), [("y", "new"), ("enter", "new"), ("n", None)])
async def test_escape_asks_when_something_was_typed(project: Project, key: str, answer: str | None) -> None:
    """Yes saves, no drops."""
    app = RrtApp(project, "Ann")
    answers: list[str | None] = []
    async with app.run_test(size=SMALL) as pilot:
        app.push_screen(MemoEditor("Memo", ""), answers.append)
        await write(pilot, "new")
        await press(pilot, "escape")
        assert isinstance(app.screen, ConfirmScreen) and "Save it?" in shown(app)
        await press(pilot, key)
        assert answers == [answer]


async def test_neither_goes_on_writing(project: Project) -> None:
    """Escape at the question leads back to the text as it was."""
    app = RrtApp(project, "Ann")
    async with app.run_test(size=SMALL) as pilot:
        app.push_screen(MemoEditor("Memo", ""))
        await write(pilot, "new")
        await press(pilot, "escape", "escape")
        assert isinstance(app.screen, MemoEditor)
        assert app.screen.query_one(TextArea).text == "new"


async def test_a_fault_in_saving_keeps_what_was_typed(project: Project) -> None:
    """When the project cannot be written, the editor stays open with the text."""

    def save(text: str) -> None:
        raise Conflict("Somebody else is writing.", "Try again.")

    app = RrtApp(project, "Ann")
    async with app.run_test(size=SMALL) as pilot:
        app.push_screen(MemoEditor("Memo", "", save=save))
        await write(pilot, "new")
        await press(pilot, "ctrl+s")
        assert isinstance(app.screen, MemoEditor)
        assert app.screen.text == "new"
        assert said(app) == ["Somebody else is writing. Try again."]


async def test_an_emptied_memo_is_an_answer(project: Project) -> None:
    """Taking all words away answers with nothing, which takes the memo away."""
    app = RrtApp(project, "Ann")
    answers: list[str | None] = []
    async with app.run_test(size=SMALL) as pilot:
        app.push_screen(MemoEditor("Memo", "x"), answers.append)
        await press(pilot, "backspace", "ctrl+s")
        assert answers == [""]


async def test_others_memos_are_shown_and_cannot_be_changed(project: Project) -> None:
    """What others wrote stands above, with their names."""
    app = RrtApp(project, "Ann")
    async with app.run_test(size=SMALL) as pilot:
        app.push_screen(MemoEditor("Memo", "mine", [("Bob", "his [i]view[/i]\nin two lines"), ("Cho", "hers")]))
        await write(pilot, "x")
        for words in ("Bob: his [i]view[/i]", "in two lines", "Cho: hers", "minex"):
            assert words in shown(app), words
