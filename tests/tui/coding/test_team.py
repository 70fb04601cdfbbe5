"""Coders see one another's work without pressing a key, and nothing under their hands moves."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from console import Console
from elsewhere import bob_codes, elsewhere, until
from fake_engine import FakeEngine
from looking import SMALL, WIDE, press, said, settle, shown, write
from textual.widgets import Input, TextArea

from rrt_qual.services.coding.session import CodingSession
from rrt_qual.services.project.watch import Watch
from rrt_qual.services.shared.project import Project
from rrt_qual.tui.app import RrtApp
from rrt_qual.tui.coding.screen import CodingScreen
from rrt_qual.tui.dialogs.memo import MemoEditor
from rrt_qual.tui.figures.passages import PassagesScreen
from rrt_qual.tui.figures.themes import ThemesScreen
from rrt_qual.tui.interviews.screen import InterviewsScreen
from rrt_qual.tui.program import watching
from rrt_qual.tui.transcript.view import TranscriptView
from rrt_qual.tui.widgets.row_list import RowList


@pytest.fixture(autouse=True)
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look often, so that nobody has to wait."""
    monkeypatch.setattr(watching, "LOOK_EVERY", 0.02)


@pytest.fixture
def path(coded: Project) -> Iterator[Path]:
    """The file of the coded project."""
    yield coded.path


def coding_screen(app: RrtApp) -> CodingScreen:
    """The screen on top."""
    assert isinstance(app.screen, CodingScreen)
    return app.screen


# two terminals ------------------------------------------------------------------------------------


def test_two_coders_at_two_terminals_see_each_other(project: Project, ids: dict[str, str]) -> None:
    """What one codes stands on the other's screen without a key, and the other's cursor stays where it was."""
    path = project.path
    project.close_all()
    with Console(path, "Ann", "A", size=(140, 40)) as ann, Console(path, "Bob", "A", size=(140, 40)) as bob:
        ann.sees("0 of 4 segments coded")
        bob.sees("0 of 4 segments coded")
        bob.type("\x1b[B")
        bob.type("\r")
        bob.sees("Esc Cancel")
        bob.type("threats")
        bob.sees("threats")
        bob.type("\r")
        bob.sees("1 of 4 segments coded")
        ann.sees("th·")
        assert "0 of 4 segments coded" in ann.text()
        elsewhere(path, "found = session.codings(find(project, 'A'))\nsession.remove([c.id for c in found])")
        ann.wait(lambda: "th·" not in ann.text(), "the coding gone")
        bob.sees("0 of 4 segments coded")


# each screen --------------------------------------------------------------------------------------


async def test_the_coding_screen_follows_and_nothing_moves(coded: Project, ids: dict[str, str], path: Path) -> None:
    """Marks and panel show what Bob did; cursor, selection, current coding, scrolling and focus stay."""
    app = RrtApp(coded, "Ann", "A", engine=FakeEngine().open_)
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await press(pilot, "down", "down", "shift+down")
        screen = coding_screen(app)
        view = screen.query_one(TranscriptView)
        before = (screen.desk.cursor, view.scroll_offset, app.focused, screen.desk.current())
        bob_codes(path, "A", 0, 60)
        await until(pilot, lambda: len(screen.desk.codings) == 5)
        assert any(not m.mine and m.span.start == 0 for m in screen.desk.marks())
        assert before == (screen.desk.cursor, view.scroll_offset, app.focused, screen.desk.current())


async def test_bounds_that_are_moved_stay_as_they_are(coded: Project, ids: dict[str, str], path: Path) -> None:
    """An edit of bounds goes on while others code, and ends with a sentence when its coding is removed."""
    app = RrtApp(coded, "Ann", "A", engine=FakeEngine().open_)
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        screen = coding_screen(app)
        mine = next(c for c in screen.desk.codings if screen.desk.is_mine(c))
        screen.desk.choose(mine.id)
        screen._show()
        await press(pilot, "b", "right_square_bracket")
        moved = screen.desk.cursor
        assert screen.desk.bounds_of == mine.id
        bob_codes(path, "A", 0, 60)
        await until(pilot, lambda: len(screen.desk.codings) == 5)
        assert screen.desk.bounds_of == mine.id and screen.desk.cursor == moved
        elsewhere(path, f"CodingSession(project, project.coder('Ann')).remove([{mine.id!r}])")
        await until(pilot, lambda: screen.desk.bounds_of is None)
        assert screen.desk.cursor == moved and any("was removed meanwhile" in words for words in said(app))


async def test_a_text_being_typed_is_left_alone(coded: Project, ids: dict[str, str], path: Path) -> None:
    """Below an open memo the marks follow; the memo's text, its cursor and the focus stay."""
    app = RrtApp(coded, "Ann", "A", engine=FakeEngine().open_)
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        screen = coding_screen(app)
        await press(pilot, "i")
        await write(pilot, "half a tho")
        area = app.screen.query_one(TextArea)
        bob_codes(path, "A", 0, 60)
        await until(pilot, lambda: len(screen.desk.codings) == 5)
        assert isinstance(app.screen, MemoEditor) and area.text == "half a tho" and app.focused is area
        await write(pilot, "ught")
        assert area.text == "half a thought"


async def test_the_list_of_interviews_follows(coded: Project, ids: dict[str, str], path: Path) -> None:
    """Counts change, the cursor stays on its interview, and a filter that is being typed stays."""
    app = RrtApp(coded, "Ann", engine=FakeEngine().open_)
    async with app.run_test(size=WIDE) as pilot:
        await settle(pilot)
        assert isinstance(app.screen, InterviewsScreen)
        await press(pilot, "down", "slash", "b")
        before = app.screen._current_id()
        bob_codes(path, "B", 0, 30)
        await until(pilot, lambda: "5 of 9 codings" in shown(app) or "6 of 9 codings" in shown(app))
        assert app.screen._current_id() == before
        assert isinstance(app.focused, Input) and app.focused.value == "b"


async def test_themes_and_passages_follow(coded: Project, ids: dict[str, str], path: Path) -> None:
    """The table counts again with the cursor on its theme; the list of passages grows above the one that is read."""
    app = RrtApp(coded, "Ann", engine=FakeEngine().open_)
    async with app.run_test(size=WIDE) as pilot:
        await settle(pilot)
        await press(pilot, "t")
        themes = app.screen
        assert isinstance(themes, ThemesScreen)
        while (row := themes._row()) is None or row.key != "blame":
            await press(pilot, "down")
        bob_codes(path, "A", 0, 60)
        await until(pilot, lambda: (r := themes._row()) and r.key == "blame" and r.figures[""].interviews == 2)
        await press(pilot, "enter")
        passages = app.screen
        assert isinstance(passages, PassagesScreen) and len(passages._passages) == 3
        await press(pilot, "end")
        before = passages._current_id()
        bob_codes(path, "A", 61, 80)
        await until(pilot, lambda: len(passages._passages) == 4)
        assert passages._current_id() == before


@pytest.mark.parametrize(
    ("keys", "words"),
    [(("R",), "Ratings"), (("s",), "Search"), (("p",), "Confidentiality"), (("T",), "Trust")],
    ids=["ratings", "search", "privacy", "trust"],
)
async def test_the_other_screens_keep_their_cursor(
    coded: Project, path: Path, keys: tuple[str, ...], words: str
) -> None:
    """Each is read again when others write, and its cursor and its focus stay."""
    app = RrtApp(coded, "Ann", engine=FakeEngine().open_)
    async with app.run_test(size=WIDE) as pilot:
        await settle(pilot)
        await press(pilot, *keys)
        if words == "Search":
            await write(pilot, "the")
            await press(pilot, "enter")
        await press(pilot, "down")
        screen, focused = app.screen, app.focused
        at = screen.query(RowList).first().cursor
        reads: list[str] = []
        again = screen.project_changed
        screen.project_changed = lambda: (reads.append("read"), again())  # type: ignore[method-assign]
        bob_codes(path, "A", 0, 60)
        await until(pilot, lambda: reads and not screen.reading)
        await settle(pilot)
        assert app.screen is screen and app.focused is focused and words in shown(app)
        assert screen.query(RowList).first().cursor == at


# what may not be shown any more -------------------------------------------------------------------


async def test_a_withdrawn_interview_is_left_at_once(coded: Project, ids: dict[str, str], path: Path) -> None:
    """Withdrawal in another process closes the open interview, also below a memo, whose text stays written down."""
    app = RrtApp(coded, "Ann", "A", engine=FakeEngine().open_)
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await press(pilot, "i")
        await write(pilot, "not lost")
        elsewhere(path, "consent.set_state(project, bob, find(project, 'A'), Consent.WITHDRAWN)")
        await until(pilot, lambda: isinstance(app.screen, InterviewsScreen))
        await settle(pilot)
        assert any("has withdrawn" in words for words in said(app))
        left = coded.conn.execute("SELECT fields FROM draft").fetchall()
        assert len(left) == 1 and "not lost" in left[0][0]


async def test_originals_are_covered_when_the_project_says_so(coded: Project, ids: dict[str, str], path: Path) -> None:
    """'privacy.original nobody', set elsewhere, takes effect on the open screen, with a sentence."""
    app = RrtApp(coded, "Ann", "A", engine=FakeEngine().open_)
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        screen = coding_screen(app)
        assert screen.desk.showing.value == "all"
        elsewhere(path, "settings.change(project, 'privacy.original', 'nobody', coder_id=bob.id)")
        await until(pilot, lambda: screen.desk.showing.value == "pseudonyms")
        assert any("may be read now" in words for words in said(app))


# what costs ---------------------------------------------------------------------------------------


def test_own_writes_are_no_news(coded: Project, ids: dict[str, str]) -> None:
    """Neither an act of this thread nor what the program writes for itself in another makes screens read again."""
    watch = Watch(coded)
    session = CodingSession(coded, coded.coder("Ann"))
    session.set_done(ids["B"], True)
    assert not watch.changed()
    elsewhere(
        coded.path,
        "slot = drafts.Slot(project, bob, drafts.MEMO, 'interview:x')\nslot.write({'text': 'typing'})",
    )
    assert not watch.changed(), "what somebody types is no news"
    bob_codes(coded.path, "A", 0, 60)
    assert watch.changed() and not watch.changed()


def test_a_look_that_finds_nothing_reads_nothing(coded: Project) -> None:
    """While nobody writes, a look is one pragma: no table is read and no transaction begun."""
    watch = Watch(coded)
    asked: list[str] = []
    coded.conn.set_trace_callback(asked.append)
    assert not watch.changed()
    coded.conn.set_trace_callback(None)
    assert asked == ["PRAGMA data_version"]
