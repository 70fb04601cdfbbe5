"""The screen of quotes and the editor of their wording."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from looking import SMALL, WIDE, line_with, press, said, settle, shown, write

from quote_talk import quotable
from rrt_qual.domain.confidentiality.disclosure import CheckedQuote, Hold, Policy, QuoteCandidate, WithheldReason
from rrt_qual.services.quotes.checks import Checker
from rrt_qual.services.shared.project import Project
from rrt_qual.store.interviews import interviews
from rrt_qual.store.quotes import quotes
from rrt_qual.tui.app import RrtApp
from rrt_qual.tui.dialogs.ask import AskScreen
from rrt_qual.tui.dialogs.confirm import ConfirmScreen
from rrt_qual.tui.figures.themes import ThemesScreen
from rrt_qual.tui.quotes.editor import QuoteEditor
from rrt_qual.tui.quotes.screen import QuotesScreen
from rrt_qual.tui.quotes.word_field import WordField
from rrt_qual.tui.shared.asked import QuotesAsked
from rrt_qual.tui.widgets.row_list import RowList
from rrt_qual.tui.widgets.row_table import RowTable

THREATS = QuotesAsked("theme", "threats", "Threats")


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Ids of interviews whose quotes the checks hold back."""
    ids: set[str] = set()

    def check(checker: Checker, found: list[QuoteCandidate]) -> list[CheckedQuote]:
        why = (WithheldReason(Hold.OPEN_FINDS, "Names in it are not looked at yet."),)
        return [CheckedQuote(c, why if c.interview_id in ids else (), (("role", "Social worker"),)) for c in found]

    monkeypatch.setattr("rrt_qual.services.quotes.checks.Checker.check", check)
    monkeypatch.setattr("rrt_qual.services.figures.disclosure.policy", lambda project: Policy(threshold=2))
    monkeypatch.setattr("rrt_qual.services.quotes.prepare._search", lambda project, ids, progress: 0)
    return ids


@pytest.fixture
def talk(empty: Project, held: set[str]) -> Iterator[Project]:
    """Six interviews about threats, coded."""
    quotable(empty)
    return empty


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, object]]:
    """The places that were asked for, instead of opening them."""
    asked: list[tuple[str, object]] = []
    monkeypatch.setattr(RrtApp, "open_interview", lambda self, i, place=None: asked.append((i, place)))
    return asked


def rows(app: RrtApp) -> list[str]:
    assert isinstance(app.screen, QuotesScreen)
    return [q.wording for q in app.screen._rows()]


@pytest.mark.parametrize("size", [SMALL, WIDE])
async def test_from_the_themes(talk: Project, size: tuple[int, int]) -> None:
    """Q on a row of the table chooses quotes for it: words, stance, parts of the score, reason; q goes back."""
    app = RrtApp(talk, "Ann")
    async with app.run_test(size=size) as pilot:
        await press(pilot, "t")
        grid = app.screen.query_one(RowTable)
        grid.move_to(next(n for n, r in enumerate(app.screen._rows) if r.key == "threats"))
        await press(pilot, "Q")
        assert isinstance(app.screen, QuotesScreen)
        assert "Quotes: Threats" in shown(app) and "all waves · all stances" in shown(app)
        assert "from 11 passages of 5 people; 0 held back (h)." in shown(app)
        for words in ("- risk", "Social worker", "“", "central", "stands alone", "━"):
            assert words in shown(app), words
        await press(pilot, "end")
        assert "disagrees" in shown(app)
        await press(pilot, "q")
        assert isinstance(app.screen, ThemesScreen)


async def test_filters_come_along(talk: Project) -> None:
    """Wave, stance and group of the figure under the cursor choose the quotes."""
    app = RrtApp(talk, "Ann")
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "t", "w", "s", "s")
        grid = app.screen.query_one(RowTable)
        grid.move_to(next(n for n, r in enumerate(app.screen._rows) if r.key == "threats"))
        await press(pilot, "Q")
        assert "wave 2025 · - risk" in shown(app)
        assert {str(q.stance) for q in app.screen._rows()} == {"risk"}
        await press(pilot, "q", "w", "w", "s", "s", "b", "b", "Q")
        assert "role: Manager" in shown(app) and len(rows(app)) == 3


async def test_pin_refuse_undo(talk: Project) -> None:
    """p puts a quote first and takes it away again, x never shows it again, z and y take back and do again."""
    app = RrtApp(talk, "Ann")
    async with app.run_test(size=SMALL) as pilot:
        app.open_quotes(THREATS)
        await settle(pilot)
        await press(pilot, "down")
        second, before = rows(app)[1], rows(app)
        await press(pilot, "p")
        assert rows(app)[0] == second and "pinned" in shown(app)
        assert app.screen.query_one("#quotes", RowList).cursor == 0, "the cursor stays on the quote"
        await press(pilot, "p")
        assert rows(app) == before and quotes.every(talk.conn) == []
        await press(pilot, "z")
        assert rows(app)[0] == second and said(app)[-1].startswith("Taken back: unpin")
        await press(pilot, "z", "home", "x")
        assert before[0] not in rows(app)
        await press(pilot, "z")
        assert rows(app) == before
        await press(pilot, "y")
        assert before[0] not in rows(app)


async def test_others(talk: Project) -> None:
    """m shows others than those that were shown, then begins again."""
    app = RrtApp(talk, "Ann")
    async with app.run_test(size=SMALL) as pilot:
        app.open_quotes(QuotesAsked("theme", "threats", "Threats", n=3))
        await settle(pilot)
        first = rows(app)
        await press(pilot, "m")
        assert rows(app) and not set(first) & set(rows(app))
        for _ in range(4):
            await press(pilot, "m")
            if rows(app) == first:
                break
        assert rows(app) == first and any("no others" in words for words in said(app))


async def test_held_back_and_released(talk: Project, held: set[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """h lists what is held back with the reason; r asks why and releases, an empty reason is refused."""
    released: list[tuple[str, str]] = []

    def release(project: Project, coder: object, interview_id: str, span: object, why: str) -> None:
        released.append((interview_id, why))
        held.discard(interview_id)

    monkeypatch.setattr("rrt_qual.services.quotes.checks.release", release)
    ids = interviews.names(talk.conn)
    held.add(ids["W6"])
    app = RrtApp(talk, "Ann")
    async with app.run_test(size=SMALL) as pilot:
        app.open_quotes(THREATS)
        await settle(pilot)
        assert "1 held back (h)" in shown(app) and not any("Nobody has ever" in w for w in rows(app))
        await press(pilot, "r")
        assert said(app)[-1].startswith("Nothing holds this quote back")
        await press(pilot, "h")
        assert "1 quote held back" in shown(app) and "Held back: Names in it are not looked at yet." in shown(app)
        await press(pilot, "r")
        assert isinstance(app.screen, AskScreen)
        await press(pilot, "enter")
        assert isinstance(app.screen, AskScreen) and "needs a reason" in said(app)[-1] and not released
        await write(pilot, "She agreed")
        await press(pilot, "enter")
        assert released == [(ids["W6"], "She agreed")]
        assert isinstance(app.screen, QuotesScreen) and any("Nobody has ever" in w for w in rows(app))


async def test_open_in_the_interview(talk: Project, opened: list[tuple[str, object]]) -> None:
    """Enter opens the interview at the quote."""
    app = RrtApp(talk, "Ann")
    async with app.run_test(size=SMALL) as pilot:
        app.open_quotes(THREATS)
        await settle(pilot)
        first = app.screen._rows()[0]
        await press(pilot, "enter")
        assert opened == [(first.interview_id, first.span)]


async def test_nothing_to_choose_from(talk: Project) -> None:
    """A theme that nobody coded: every key says so, none fails."""
    app = RrtApp(talk, "Ann")
    async with app.run_test(size=SMALL) as pilot:
        app.open_quotes(QuotesAsked("theme", "jokes", "Jokes"))
        await press(pilot, *"pxemhrzy", "enter", "down")
        assert "Nothing is held back." in shown(app)
        assert "There is no quote to choose." in said(app)
        await press(pilot, "escape")
        assert not isinstance(app.screen, QuotesScreen)


# the editor -----------------------------------------------------------------------------------------


async def edit(pilot: object, app: RrtApp, words: str) -> None:
    """Open the editor on the quote with these words."""
    app.open_quotes(QuotesAsked("theme", "threats", "Threats", n=20))
    await settle(pilot)  # type: ignore[arg-type]
    at = next(n for n, w in enumerate(rows(app)) if words in w)
    app.screen.query_one("#quotes", RowList).move_to(at)
    await press(pilot, "e")  # type: ignore[arg-type]
    assert isinstance(app.screen, QuoteEditor)


@pytest.mark.parametrize("size", [SMALL, WIDE])
async def test_cut_clean_and_explain(talk: Project, size: tuple[int, int]) -> None:
    """Words are cut by keyboard, fillers cleaned, a word explained; the wording is shown at every step and kept."""
    app = RrtApp(talk, "Ann")
    async with app.run_test(size=size) as pilot:
        await edit(pilot, app, "my team is")
        assert "“Um, my team is, you know, threatened by families" in shown(app)
        await press(pilot, "c")
        assert "“My team is threatened by families most weeks and we never" in shown(app)
        field = app.screen.query_one(WordField)
        field.move(next(n for n, w in enumerate(field.words) if w.shown == "by"))
        await press(pilot, "shift+right", "shift+right", "shift+right", "x")
        assert "“My team is threatened […] and we never write it down" in shown(app)
        await press(pilot, "left", "left", "left", "left", "a")
        await write(pilot, "at home")
        await press(pilot, "enter")
        assert "threatened [at home] […] and we never" in " ".join(shown(app).split())
        await press(pilot, "ctrl+s")
        assert isinstance(app.screen, QuotesScreen) and "pinned" in line_with(app, "0.")
        assert rows(app)[0].startswith("My team is threatened [at home] […] and we never write it down anywhere.")
        await press(pilot, "e")
        assert app.screen.edit.added and app.screen.edit.cuts and app.screen.edit.cleaned
        await press(pilot, "w")
        assert "“Um, my team is, you know, threatened" in shown(app)
        await press(pilot, "escape", "n", "z")
        assert not any("[at home]" in w for w in rows(app))


async def test_cut_is_taken_back_and_removed(talk: Project) -> None:
    """x on cut words takes them in again; d takes an explanation away; typography can be switched."""
    app = RrtApp(talk, "Ann")
    async with app.run_test(size=WIDE) as pilot:
        await edit(pilot, app, "Parents threaten")
        await press(pilot, "x")
        assert "“[…] Threaten us" in shown(app)
        await press(pilot, "left", "x", "home", "a")
        await write(pilot, "some")
        await press(pilot, "enter")
        assert "“Parents [some] threaten us" in shown(app)
        await press(pilot, "d", "full_stop")
        assert "“Parents threaten us" in shown(app)
        await press(pilot, "d")
        assert said(app)[-1] == "Nothing was added at this word."
        await press(pilot, "down", "up", "end", "right", "left", "shift+left", "x")
        assert app.screen.query_one("#wording").visual.plain.count("[…]") == 1


async def test_nothing_typed_is_lost(talk: Project) -> None:
    """Escape asks when something was changed; a wording without words is refused and the editor stays."""
    app = RrtApp(talk, "Ann")
    async with app.run_test(size=SMALL) as pilot:
        await edit(pilot, app, "Parents threaten")
        await press(pilot, "escape")
        assert isinstance(app.screen, QuotesScreen)
        await press(pilot, "e", "x", "escape")
        assert isinstance(app.screen, ConfirmScreen)
        await press(pilot, "escape")
        assert isinstance(app.screen, QuoteEditor)
        await press(pilot, "home", *["shift+right"] * 60, "x", "enter")
        if not isinstance(app.screen, QuoteEditor):
            pytest.fail("a wording without words was kept")
        assert "no word" in said(app)[-1]


async def test_an_explanation_names_nobody(talk: Project) -> None:
    """A real name that is known here is refused where it is typed, and can be mended there."""
    from rrt_qual.domain.confidentiality.privacy import FindKind
    from rrt_qual.store.confidentiality import pseudonyms
    from rrt_qual.store.file.connection import transaction

    with transaction(talk.conn) as conn:
        pseudonyms.list_name(conn, FindKind.PERSON, "Bridie")
    app = RrtApp(talk, "Ann")
    async with app.run_test(size=SMALL) as pilot:
        await edit(pilot, app, "Parents threaten")
        await press(pilot, "a")
        await write(pilot, "Bridie")
        await press(pilot, "enter")
        assert isinstance(app.screen, AskScreen) and "names somebody" in said(app)[-1]
        await press(pilot, "escape", "n")
        assert isinstance(app.screen, QuoteEditor) and not app.screen.edit.added


async def test_a_click_goes_to_a_word(talk: Project) -> None:
    """The mouse chooses the word that is cut."""
    app = RrtApp(talk, "Ann")
    async with app.run_test(size=WIDE) as pilot:
        await edit(pilot, app, "Parents threaten")
        await pilot.click(WordField, offset=(9, 0))
        await press(pilot, "x")
        assert "“Parents […] us on home visits" in shown(app)
