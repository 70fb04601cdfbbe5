"""The program on a project that can only be read: what would change it says so, and nothing crashes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fake_engine import FakeEngine
from looking import SMALL, press, said, settle, shown

from rrt_qual.services.shared.project import Project, open_project
from rrt_qual.store.file import reading_only
from rrt_qual.tui.app import RrtApp

REFUSED = "Nothing can be coded or changed in this project"

#: What is pressed in the list of interviews or an interview, act by act. What only shows is not refused.
CHANGES = {
    "apply from the picker": "enter enter j o k e s enter",
    "a stance": "enter down r",
    "remove": "enter down x",
    "a memo on the interview": "i x ctrl+s",
    "a memo on the passage": "enter down m x ctrl+s",
    "done": "enter d",
    "undo": "enter z",
    "pin": "enter down T 5",
}


@pytest.fixture
def reading(coded: Project, monkeypatch: pytest.MonkeyPatch) -> Iterator[Project]:
    """The coded project as it opens where its folder may not be written to."""
    path: Path = coded.path
    coded.close_all()
    monkeypatch.setattr(reading_only, "why_not_written", lambda _: "its folder may not be written to")
    project = open_project(path)
    assert project.why_reading
    before = path.read_bytes()
    yield project
    project.close_all()
    assert path.read_bytes() == before


@pytest.mark.parametrize("act", CHANGES)
async def test_what_would_change_it_says_that_nothing_can(reading: Project, act: str) -> None:
    """Each act of coding is refused in the sentence of the store, and the program goes on."""
    app = RrtApp(reading, "Ann", engine=FakeEngine().open_)
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        assert any("Open for reading" in words for words in said(app))
        await press(pilot, *CHANGES[act].split())
        told = said(app)
        assert any(REFUSED in words for words in told) or REFUSED in shown(app), (told, shown(app))
        assert not any("went wrong" in words for words in told), told
        await press(pilot, "escape", "escape")
        assert app.is_running
    assert app.return_code in (0, None)


@pytest.mark.parametrize("keys", ["enter H H enter", "p enter", "t down enter", "R o", "D", "T", "enter g", "u", "c"])
async def test_what_shows_it_does_not_crash(reading: Project, keys: str) -> None:
    """Blind coding, the review, tables and dialogs open, or say why they do not."""
    app = RrtApp(reading, "Ann", engine=FakeEngine().open_)
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await press(pilot, *keys.split())
        assert not any("went wrong" in words for words in said(app)), said(app)
        assert app.is_running
    assert app.return_code in (0, None)
