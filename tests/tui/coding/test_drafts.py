"""What is being typed survives whatever ends the program, and is offered back."""

from __future__ import annotations

import json
import signal
import sqlite3
from pathlib import Path

import pytest
from console import Console
from fake_engine import FakeEngine
from looking import SMALL, press, said, settle, shown, write
from textual.widgets import TextArea

from rrt_qual.domain.coding import MemoTarget
from rrt_qual.services.coding import drafts
from rrt_qual.services.coding.drafts import Slot
from rrt_qual.services.coding.session import CodingSession
from rrt_qual.services.shared.project import Project
from rrt_qual.tui.app import RrtApp
from rrt_qual.tui.dialogs.memo import MemoEditor


def texts(path: Path) -> list[str]:
    """What stands in the drafts, as another process reads it."""
    conn = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        return [json.loads(r[0])["text"] for r in conn.execute("SELECT fields FROM draft ORDER BY id")]
    finally:
        conn.close()


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGHUP, signal.SIGTERM, None], ids=str)
def test_a_memo_survives_the_end_of_the_program(project: Project, how: signal.Signals | None) -> None:
    """Killed, hung up on, ended, or its window closed: the text is in the file, and on the screen the next time."""
    path = project.path
    project.close_all()
    with Console(path, "Ann") as first:
        first.sees("Small study")
        first.type("i")
        first.sees("Memo on the interview")
        first.type("she means it")
        if how is signal.SIGKILL:  # nothing can be done any more: what was acknowledged is there
            first.wait(lambda: texts(path) == ["she means it"], "the draft in the file")
        else:
            first.sees("she means it")
        first.hang_up() if how is None else first.kill(how)
        assert first.ended() == {signal.SIGKILL: -9, signal.SIGTERM: 143}.get(how, 129)
    assert texts(path) == ["she means it"]
    with Console(path, "Ann") as second:
        second.sees("1 text was not kept: memo on C")
        second.type("i")
        second.sees("was not kept: here it is")
        second.sees("she means it")


def test_a_terminal_that_goes_ends_a_program_that_ignores_its_signal(project: Project) -> None:
    """Started with SIGHUP ignored, as by `trap '' HUP`, it still ends when its window is closed; the memo is kept."""
    path = project.path
    project.close_all()
    ignored = signal.signal(signal.SIGHUP, signal.SIG_IGN)  # inherited by the program
    try:
        there = Console(path, "Ann")
    finally:
        signal.signal(signal.SIGHUP, ignored)
    with there:
        there.sees("Small study")
        there.kill(signal.SIGHUP)
        there.type("i")
        there.sees("Memo on the interview")
        there.type("she means it")
        there.sees("she means it")
        there.hang_up()
        assert there.ended() == 129
    assert texts(path) == ["she means it"]


async def test_keeping_and_dropping_take_the_draft_away(project: Project, ids: dict[str, str]) -> None:
    """Ctrl+S keeps the text and drops the draft in one transaction; Esc and n drop it alone."""
    app = RrtApp(project, "Ann", engine=FakeEngine().open_)
    session = CodingSession(project, project.coder("Ann"))
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        for keys, kept in ((("escape", "n"), ""), (("ctrl+s",), "typed")):
            await press(pilot, "i")
            editor = app.screen
            assert isinstance(editor, MemoEditor)
            await write(pilot, "typed")
            editor.write_down()
            assert texts(project.path) == ["typed"]
            await press(pilot, *keys)
            assert texts(project.path) == []
            assert session.memo(MemoTarget.INTERVIEW, ids["C"]) == kept


async def test_a_memo_changed_in_another_window_is_not_written_over_unsaid(
    project: Project, ids: dict[str, str]
) -> None:
    """The first Ctrl+S says what is kept now and keeps the text in the field; the second puts it in its place."""
    app = RrtApp(project, "Ann", engine=FakeEngine().open_)
    session = CodingSession(project, project.coder("Ann"))
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await press(pilot, "i")
        await write(pilot, "mine")
        session.set_memo(MemoTarget.INTERVIEW, ids["C"], "from the other window", ids["C"])
        await press(pilot, "ctrl+s")
        assert "from the other window" in shown(app) and app.screen.query_one(TextArea).text == "mine"
        assert any("was changed meanwhile" in words for words in said(app))
        assert session.memo(MemoTarget.INTERVIEW, ids["C"]) == "from the other window"
        await press(pilot, "ctrl+s")
        assert session.memo(MemoTarget.INTERVIEW, ids["C"]) == "mine"


def test_two_windows_keep_two_drafts(project: Project, ids: dict[str, str]) -> None:
    """Two windows of one coder that write about one thing never write over one another's text."""
    ann = project.coder("Ann")
    first, second = (Slot(project, ann, drafts.MEMO, f"interview:{ids['A']}", ids["A"]) for _ in range(2))
    first.write({"text": "one"})
    second.write({"text": "two"})
    first.write({"text": "one more"})
    assert sorted(texts(project.path)) == ["one more", "two"]
    first.drop()
    assert texts(project.path) == ["two"]


def test_a_keeping_act_that_fails_keeps_the_draft(project: Project, ids: dict[str, str]) -> None:
    """The draft goes with the act that keeps its text, or not at all."""
    slot = Slot(project, project.coder("Ann"), drafts.MEMO, f"interview:{ids['A']}", ids["A"])
    slot.write({"text": "words"})

    def fails() -> None:
        raise ValueError

    with pytest.raises(ValueError):
        slot.keep(fails)
    assert texts(project.path) == ["words"]
