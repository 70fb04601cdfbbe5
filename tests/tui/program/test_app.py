"""The frame: one table of actions for everything, a coder who is known, and faults that are sentences."""

from __future__ import annotations

import stat
import sys
import types
from pathlib import Path

import pytest
from looking import SMALL, WIDE, line_with, press, said, settle, shown, write
from textual.screen import Screen
from textual.widgets import Input

from rrt_qual.domain.errors import UsageError
from rrt_qual.services.coding.session import CodingSession
from rrt_qual.services.shared import faultlog as faults
from rrt_qual.services.shared.project import Project
from rrt_qual.tui.actions import document as keys_doc
from rrt_qual.tui.actions import table as actions
from rrt_qual.tui.app import RrtApp
from rrt_qual.tui.codebook.picker import ThemePicker
from rrt_qual.tui.codebook.tree import CodebookTree
from rrt_qual.tui.coding.pin import PinScreen
from rrt_qual.tui.coding.screen import CodingScreen
from rrt_qual.tui.confidentiality.overview import PrivacyScreen
from rrt_qual.tui.confidentiality.pseudonym_picker import KindPicker, PseudonymPicker
from rrt_qual.tui.confidentiality.review import ReviewScreen
from rrt_qual.tui.dialogs.ask import AskScreen
from rrt_qual.tui.dialogs.blind import BlindEnds
from rrt_qual.tui.dialogs.confirm import BatchConfirmScreen, ConfirmScreen
from rrt_qual.tui.dialogs.help import HelpScreen, sections
from rrt_qual.tui.dialogs.jump import JumpScreen
from rrt_qual.tui.dialogs.memo import MemoEditor
from rrt_qual.tui.dialogs.name import NameScreen
from rrt_qual.tui.dialogs.unkept import UnkeptScreen
from rrt_qual.tui.figures.passages import PassagesScreen
from rrt_qual.tui.figures.pictures import PicturesScreen
from rrt_qual.tui.figures.rate import RateScreen
from rrt_qual.tui.figures.ratings import RatingsScreen
from rrt_qual.tui.figures.themes import ThemesScreen
from rrt_qual.tui.interviews.screen import InterviewsScreen
from rrt_qual.tui.interviews.search import SearchScreen
from rrt_qual.tui.program import preferences
from rrt_qual.tui.quotes.editor import QuoteEditor
from rrt_qual.tui.quotes.screen import QuotesScreen
from rrt_qual.tui.suggestions.discover import DiscoverScreen
from rrt_qual.tui.suggestions.new_theme import NewThemeScreen
from rrt_qual.tui.suggestions.trust import TrustScreen
from rrt_qual.tui.transcript.find_bar import FindBar
from rrt_qual.tui.transcript.marking import MarkingView
from rrt_qual.tui.widgets.row_list import RowList

#: Who does the actions of each scope.
DOERS: dict[str, type] = {
    "pictures": PicturesScreen,
    "app": RrtApp,
    "interviews": InterviewsScreen,
    "coding": CodingScreen,
    "themes": ThemesScreen,
    "passages": PassagesScreen,
    "quotes": QuotesScreen,
    "quote_editor": QuoteEditor,
    "ask": AskScreen,
    "search": SearchScreen,
    "trust": TrustScreen,
    "discover": DiscoverScreen,
    "privacy": PrivacyScreen,
    "review": ReviewScreen,
    "marking": MarkingView,
    "pseudonym": PseudonymPicker,
    "kind": KindPicker,
    "new_theme": NewThemeScreen,
    "list": RowList,
    "codebook": CodebookTree,
    "find": FindBar,
    "picker": ThemePicker,
    "jump": JumpScreen,
    "memo": MemoEditor,
    "name": NameScreen,
    "confirm": ConfirmScreen,
    "unkept": UnkeptScreen,
    "blind_ends": BlindEnds,
    "batch": BatchConfirmScreen,
    "pin": PinScreen,
    "help": HelpScreen,
    "ratings": RatingsScreen,
    "rate": RateScreen,
}


# one table of actions ---------------------------------------------------------------------------


@pytest.mark.parametrize("scope", list(actions.SCOPES))
def test_every_action_is_done_by_somebody(scope: str) -> None:
    """Each action of a scope has a method of its name, and the scope's bindings are exactly the table's."""
    doer = DOERS[scope]
    assert scope == doer.SCOPE
    assert [a.id for a in actions.of(scope) if not hasattr(doer, f"action_{a.id}")] == []
    declared = {(b.key, b.action) for b in actions.bindings(scope)}
    assert declared <= {(b.key, b.action) for b in doer.BINDINGS}


@pytest.mark.parametrize("scope", list(actions.SCOPES))
def test_a_key_means_one_thing_in_a_scope(scope: str) -> None:
    """No two actions of a scope share a key or an id."""
    found = actions.of(scope)
    keys = [k for a in found for k in a.keys]
    assert found
    assert len(keys) == len(set(keys))
    assert len(found) == len({a.id for a in found})


def test_every_scope_has_a_name() -> None:
    """An action outside the named scopes would be in no help and in no document."""
    assert {a.scope for a in actions.ACTIONS} == set(actions.SCOPES)


def test_document_of_keys_is_up_to_date() -> None:
    """docs/keys.md is what the table of actions makes of it."""
    path = Path(__file__).parents[3] / "docs" / "keys.md"
    assert path.read_text(encoding="utf-8") == keys_doc.render(), (
        "run: python -m rrt_qual.tui.actions.document docs/keys.md"
    )


async def test_palette_help_and_document_list_the_same(coded: Project) -> None:
    """What the palette offers on a screen, help shows and the document describes."""
    app = RrtApp(coded, "Ann")
    async with app.run_test() as pilot:
        await settle(pilot)
        offered = {c.title for c in app.get_system_commands(app.screen)}
        helped = {a for _, members in sections("interviews") for a in members}
        assert offered == {a.words for a in helped if a.scope in ("interviews", "app")} - {"Commands"}
        document = keys_doc.render()
        assert all(a.help in document and a.words in document for a in helped)


async def test_palette_does_the_action(coded: Project) -> None:
    """An action that was found by typing its name is done on the screen below."""
    app = RrtApp(coded, "Ann")
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, "ctrl+p")
        await write(pilot, "themes")
        await press(pilot, "enter")
        assert isinstance(app.screen, ThemesScreen)


async def test_help_lists_every_key_and_closes(coded: Project) -> None:
    """F1 opens the help of the screen, and F1 or escape closes it."""
    app = RrtApp(coded, "Ann")
    async with app.run_test(size=(100, 80)) as pilot:
        await press(pilot, "f1")
        assert isinstance(app.screen, HelpScreen)
        for action in (*actions.of("interviews"), *actions.of("list"), *actions.of("app")):
            assert action.help in shown(app), action.id
        await press(pilot, "f1")
        assert isinstance(app.screen, InterviewsScreen)
        await press(pilot, "question_mark")
        assert isinstance(app.screen, HelpScreen)
        await press(pilot, "escape")
        assert isinstance(app.screen, InterviewsScreen)


async def test_f1_works_in_a_field_and_question_mark_is_typed(coded: Project) -> None:
    """A field takes every character; function keys still work in it."""
    app = RrtApp(coded, "Ann")
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, "slash", "question_mark")
        assert app.screen.query_one("#filter", Input).value == "?"
        await press(pilot, "f1")
        assert isinstance(app.screen, HelpScreen)


async def test_line_of_keys_keeps_leave_and_help(coded: Project) -> None:
    """On a narrow screen some keys give way, never those to leave and to help."""
    app = RrtApp(coded, "Ann")
    async with app.run_test(size=(50, 20)) as pilot:
        await settle(pilot)
        foot = shown(app).splitlines()[-1]
        assert "q Quit" in foot and "F1 Help" in foot and "Enter Open" in foot


# who codes --------------------------------------------------------------------------------------


async def test_asks_who_is_coding_and_offers_the_login_name(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody was named: the name of the login stands there, and enter takes it."""
    monkeypatch.setattr("rrt_qual.tui.app.getpass.getuser", lambda: "chidi")
    app = RrtApp(project)
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        assert isinstance(app.screen, NameScreen)
        assert "chidi" in shown(app)
        await press(pilot, "enter")
        assert isinstance(app.screen, InterviewsScreen)
        assert app.session is not None and app.session.coder.name == "chidi"
        assert "chidi" in line_with(app, "coder") and "A" in shown(app)


async def test_offers_the_names_that_are_there(coded: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """Down takes one of those who have coded; a new name can be typed; both without knowing a command."""
    monkeypatch.setattr("rrt_qual.tui.app.getpass.getuser", lambda: "")
    app = RrtApp(coded)
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, "enter")
        assert isinstance(app.screen, NameScreen), "a blank name is no name"
        await press(pilot, "down", "down", "enter")
        assert app.session is not None and app.session.coder.name == "Bob"
        await press(pilot, "c")
        await write(pilot, "New one")
        await press(pilot, "enter")
        assert app.session.coder.name == "New one"
        assert sorted(c.name for c in coded.coders()) == ["Ann", "Bob", "New one"]


async def test_no_name_no_program(project: Project) -> None:
    """Escape before anybody is named goes on asking, Ctrl+Q leaves; nobody is made."""
    app = RrtApp(project)
    async with app.run_test() as pilot:
        await press(pilot, "escape", "escape")
        assert isinstance(app.screen, NameScreen)
        assert any("Ctrl+Q" in words for words in said(app))
        await pilot.press("ctrl+q")
    assert app.return_code == 0
    assert project.coders() == []


# opening ----------------------------------------------------------------------------------------


class Stub(Screen[None]):
    """Stands in for the coding screen and remembers what it was asked."""

    asked: list[tuple[object, ...]] = []

    def __init__(self, session: CodingSession, interview_id: str, place: object = None) -> None:
        super().__init__()
        self.asked.append((interview_id, place))

    def go_to(self, interview_id: str, place: object = None) -> None:
        self.asked.append(("go to", interview_id, place))


@pytest.fixture
def stub(monkeypatch: pytest.MonkeyPatch) -> list[tuple[object, ...]]:
    """The coding screen is a stub; returns what it is asked."""
    module = types.ModuleType("rrt_qual.tui.coding.screen")
    module.CodingScreen = Stub  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "rrt_qual.tui.coding.screen", module)
    Stub.asked = []
    return Stub.asked


@pytest.mark.parametrize("by", ["name", "id"])
async def test_an_interview_that_was_named_is_opened(
    project: Project, ids: dict[str, str], stub: list[tuple[object, ...]], by: str
) -> None:
    """`rrt-qual code PROJECT b` goes straight to interview B."""
    app = RrtApp(project, "Ann", "b" if by == "name" else ids["B"])
    async with app.run_test() as pilot:
        await settle(pilot)
        assert stub == [(ids["B"], None)]
        app.open_interview(ids["C"])
        assert stub[-1] == ("go to", ids["C"], None)


async def test_an_interview_that_is_not_there_is_told(project: Project, stub: list[tuple[object, ...]]) -> None:
    """A name that is nobody's leads to the list, with a sentence."""
    app = RrtApp(project, "Ann", "nobody")
    async with app.run_test() as pilot:
        await settle(pilot)
        assert isinstance(app.screen, InterviewsScreen)
        assert stub == []
        assert said(app) == ["No interview is called 'nobody'. Here is the list of those there are."]


# faults -----------------------------------------------------------------------------------------


async def test_a_foreseen_fault_is_its_sentence(coded: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """An RrtError from a key is told with its remedy, brackets and all, and nothing is logged."""

    def fail(self: InterviewsScreen) -> None:
        raise UsageError("There is no [b]such[/b] thing.", "Take another.")

    monkeypatch.setattr(InterviewsScreen, "action_done", fail)
    app = RrtApp(coded, "Ann")
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await press(pilot, "d")
        assert said(app) == ["There is no [b]such[/b] thing. Take another."]
        assert "There is no [b]such[/b] thing." in shown(app)
        assert not faults.log_path().exists()


async def test_an_unforeseen_fault_is_a_sentence_and_a_log(coded: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """The log is its owner's alone and quotes nobody; the program goes on; no traceback is shown."""

    def fail(self: InterviewsScreen) -> None:
        raise RuntimeError("She said that her manager lied.")

    monkeypatch.setattr(InterviewsScreen, "action_done", fail)
    app = RrtApp(coded, "Ann")
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "d", "down")
        assert "RuntimeError" in said(app)[0] and "Traceback" not in shown(app)
        await press(pilot, "t")
        assert isinstance(app.screen, ThemesScreen)
    log = faults.log_path()
    text = log.read_text(encoding="utf-8")
    assert "RuntimeError" in text and "test_app.py" in text and "lied" not in text
    if sys.platform != "win32":
        assert stat.S_IMODE(log.stat().st_mode) == 0o600


async def test_faults_in_threads_handlers_and_callbacks_are_told(
    coded: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Wherever it happens, a fault is told and the screen stays usable."""

    def fail(*args: object, **more: object) -> None:
        raise UsageError("That cannot be counted.")

    monkeypatch.setattr("rrt_qual.tui.figures.themes.frequencies.table", fail)
    monkeypatch.setattr(ThemesScreen, "on_resize", fail)
    app = RrtApp(coded, "Ann")
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, "t")
        assert "That cannot be counted." in said(app)
        app.push_screen(ConfirmScreen("Well?"), fail)
        await press(pilot, "y")
        assert said(app).count("That cannot be counted.") >= 2
        await press(pilot, "escape")
        assert isinstance(app.screen, InterviewsScreen)


async def test_a_screen_that_cannot_be_put_up_is_taken_away(coded: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """When a screen fails at once, one is back where one was."""

    def fail(self: object) -> None:
        raise UsageError("That cannot be shown.")

    monkeypatch.setattr(SearchScreen, "on_mount", fail)
    app = RrtApp(coded, "Ann")
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, "s")
        assert isinstance(app.screen, InterviewsScreen)
        assert said(app) == ["That cannot be shown."]


async def test_what_cannot_go_on_stops_with_a_sentence(coded: Project, capsys: pytest.CaptureFixture[str]) -> None:
    """The last resort: the program ends with one sentence after the screen is given back."""
    app = RrtApp(coded, "Ann")
    with pytest.raises(ValueError, match="secret"):
        async with app.run_test():
            app._handle_exception(ValueError("secret words"))
    left = capsys.readouterr().err
    assert "ValueError" in left and "safe" in left
    assert "Traceback" not in left and "secret" not in left


# small things -----------------------------------------------------------------------------------


async def test_names_are_shown_as_they_stand(marked: Project) -> None:
    """Brackets are not markup and control characters are not obeyed, on any screen."""
    app = RrtApp(marked, "[i]Ann[/i]")
    async with app.run_test(size=WIDE) as pilot:
        await settle(pilot)
        for words in ("[b]Study[/b]", "[i]Ann[/i]", "[b]x[/b]"):
            assert words in shown(app), words
        await press(pilot, "d")
        assert "[b]x[/b] is marked as done by you." in said(app)[0]
        await press(pilot, "t")
        assert "[b]Pay[/b]" in shown(app) and "I feel [u]safe[/u]" in shown(app)
        await press(pilot, "down", "down", "enter")
        assert "[b]pay␛[31m[/b] well" in shown(app)
        await press(pilot, "escape", "escape", "s")
        await write(pilot, "[b]pay")
        await press(pilot, "enter")
        assert "They [b]pay␛[31m[/b] well" in shown(app)
        assert "\x1b" not in shown(app)


async def test_colours_are_remembered(coded: Project) -> None:
    """Who chose light colours has them the next time."""
    app = RrtApp(coded, "Ann")
    async with app.run_test() as pilot:
        assert app.theme == "rrt-dark"
        app.theme = "rrt-light"
        await settle(pilot)
    assert preferences.colours() == "rrt-light"
    assert RrtApp(coded, "Ann").theme == "rrt-light"
    preferences.path().write_text("not json")
    assert RrtApp(coded, "Ann").theme == "rrt-dark"


async def test_quitting_with_an_unsaved_memo_asks(coded: Project) -> None:
    """Ctrl+Q does not throw away what is being written."""
    app = RrtApp(coded, "Ann")
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, "i")
        await write(pilot, "new")
        await press(pilot, "ctrl+q")
        assert isinstance(app.screen, ConfirmScreen)
        await press(pilot, "ctrl+q")
        assert isinstance(app.screen, ConfirmScreen)
        await press(pilot, "y", "ctrl+q")
    assert app.return_code == 0
