"""Who codes blind sees nothing of what others did, whatever they open, and stays blind until they say otherwise."""

from __future__ import annotations

from collections.abc import Callable

from ahead import PATHS
from fake_engine import FakeEngine
from looking import SMALL, WIDE, press, said, settle, shown
from textual.pilot import Pilot

from rrt_qual.domain.codebook import Stance
from rrt_qual.domain.coding import MemoTarget
from rrt_qual.domain.report.evidence import Rating
from rrt_qual.domain.spans import Span
from rrt_qual.services.coding.lens import Lens
from rrt_qual.services.coding.session import CodingSession
from rrt_qual.services.figures import ratings
from rrt_qual.services.quotes import acts as quote_acts
from rrt_qual.services.shared.project import Project, open_project
from rrt_qual.store.interviews import interviews
from rrt_qual.tui.app import RrtApp
from rrt_qual.tui.coding.screen import CodingScreen
from rrt_qual.tui.dialogs.blind import BlindEnds
from rrt_qual.tui.dialogs.confirm import ConfirmScreen
from rrt_qual.tui.figures.themes import ThemesScreen
from rrt_qual.tui.interviews.screen import InterviewsScreen

#: Screens that need finds, quotes or texts that were not kept; a project of the kind 'coded' has none.
ELSEWHERE = {scope for scope, (kind, _) in PATHS.items() if kind != "coded"}

#: Scopes that are parts of other screens, or know nothing of interviews.
PARTS = {"app", "list", "codebook", "find", "help", "confirm", "blind_ends", "passages", "new_theme"}

#: Other ways than PATHS has, and more: how the same things look to who has coded there already.
MORE = {"memo on a theme": "enter M", "memo on a coding": "enter m", "below": "enter a", "next": "enter N g down enter"}


def ann_codes(project: Project) -> None:
    """Ann codes two passages of A; Bob is known, and has done nothing."""
    ann, ids = CodingSession(project, project.coder("Ann")), interviews.names(project.conn)
    project.coder("Bob")
    for start, theme in ((12, "blame"), (30, "jokes")):
        ann.apply(ids["A"], Span(start, start + 15), theme, Stance.RISK)
    ann.set_memo(MemoTarget.INTERVIEW, ids["A"], "Ann thinks so.", ids["A"])


def bob_works(project: Project) -> None:
    """Bob codes everywhere, writes memos on everything, marks as done, rates, pins a quote and turns offers down."""
    bob, ann, ids = CodingSession(project, project.coder("Bob")), project.coder("Ann"), interviews.names(project.conn)
    for name in ids:
        for start in (0, 14, 33):
            bob.apply(ids[name], Span(start, start + 12), "threats", Stance.STRENGTH)
        bob.set_memo(MemoTarget.INTERVIEW, ids[name], "Bob thinks otherwise.", ids[name])
        bob.set_done(ids[name], True)
    theirs = CodingSession(project, ann).codings(ids["A"], mine=True)
    bob.set_memo(MemoTarget.CODING, theirs[0].id, "Bob doubts it.", ids["A"])
    for theme in ("blame", "jokes", "threats"):
        bob.set_memo(MemoTarget.THEME, theme, "Bob would split it.")
    ratings.set_override(project, bob.coder, "safety", Rating.RED, "Bob says so")
    quote_acts.pin(project, bob.coder, ids["A"], Span(12, 29), "threats")
    bob.pin({5: "threats"})


async def walk(app: RrtApp, pilot: Pilot[None], way: str) -> tuple[str, list[str]]:
    """Go there by keys; what stands there and what was said, and back to the list of interviews."""
    app.clear_notifications()
    await press(pilot, *way.split())
    words = said(app)
    app.clear_notifications()
    await settle(pilot)
    seen = shown(app)
    while not (isinstance(app.screen, InterviewsScreen) and app.screen.focused is app.screen.table):
        screen = app.screen
        at_rest = isinstance(screen, CodingScreen) and screen.focused is screen.transcript_view
        await press(pilot, "n" if isinstance(screen, ConfirmScreen) else "q" if at_rest else "escape")
    return seen, words


async def test_every_screen_looks_as_if_nobody_else_had_worked(
    project: Project, another: Callable[[str], Project]
) -> None:
    """Two projects, in one of which Bob has worked: to who codes blind each screen of both is the same, to a letter."""
    alone, beside = project, another("Small study")
    for one in (alone, beside):
        ann_codes(one)
    bob_works(beside)
    seen: list[list[tuple[str, list[str]]]] = []
    ways = [way for scope, (_, way) in PATHS.items() if scope not in ELSEWHERE | PARTS] + list(MORE.values())
    for one in (alone, beside):
        app = RrtApp(one, "Ann", blind=True, engine=FakeEngine([("jokes", 0.8, Stance.STRENGTH)]).open_)
        async with app.run_test(size=WIDE) as pilot:
            await settle(pilot)
            seen.append([await walk(app, pilot, way) for way in ways])
    for way, (mine, theirs) in zip(ways, zip(*seen, strict=True), strict=True):
        assert mine == theirs, way


async def test_what_others_do_meanwhile_is_not_seen(coded: Project) -> None:
    """Codings and memos of another process leave a blind coder's open interview as it is."""
    app, there = RrtApp(coded, "Ann", "A", blind=True, engine=FakeEngine().open_), open_project(coded.path)
    async with app.run_test(size=WIDE) as pilot:
        await settle(pilot)
        app.clear_notifications()
        await settle(pilot)
        before = shown(app)
        bob_works(there)
        app.watching.look()
        await settle(pilot)
        assert app.watching.seen == 1 and shown(app) == before
    there.close_all()


async def test_blind_coding_is_remembered_until_it_is_ended(coded: Project) -> None:
    """It lasts over restarts for who began it, and for nobody else; H and y end it, and that lasts as well."""
    for coder, wanted in (("Ann", True), ("Ann", False), ("Bob", False), ("Ann", False)):
        app = RrtApp(coded, coder, "A", blind=wanted, engine=FakeEngine().open_)
        async with app.run_test(size=SMALL) as pilot:
            await settle(pilot)
            assert app.blind == (coder == "Ann") == ("BLIND" in shown(app))
    async with (app := RrtApp(coded, "Ann", "A", engine=FakeEngine().open_)).run_test(size=SMALL) as pilot:
        await settle(pilot)
        await press(pilot, "H", "enter")
        assert app.blind, "Enter ends nothing"
        await press(pilot, "H")
        assert isinstance(app.screen, BlindEnds)
        await press(pilot, "y")
        assert not app.blind and "by Bob" not in shown(app)
    app = RrtApp(coded, "Ann", engine=FakeEngine().open_)
    assert not app.blind


async def test_one_who_goes_blind_comes_back_to_nothing_that_shows_others(coded: Project) -> None:
    """H in an interview that was opened from the table of themes: that table is emptied, and left on coming back."""
    app = RrtApp(coded, "Ann", engine=FakeEngine().open_)
    async with app.run_test(size=WIDE) as pilot:
        await settle(pilot)
        await press(pilot, "t", "down", "down", "enter", "enter", "H")
        assert app.blind and isinstance(app.screen, CodingScreen)
        below = [s for s in app.screen_stack if s.SHOWS_OTHERS]  # type: ignore[attr-defined]
        assert isinstance(below[0], ThemesScreen) and len(below) == 2
        assert not any(child.display for screen in below for child in screen.children)
        await press(pilot, "q")
        assert isinstance(app.screen, InterviewsScreen) and any("shows what others coded" in w for w in said(app))


def test_the_list_counts_only_ones_own_where_one_codes_blind(coded: Project) -> None:
    """How much others coded is not told by the counts of the list either."""
    session = Lens(coded, coded.coder("Ann"))
    assert any(head.all_codings > head.codings for head in session.heads())
    session.blind = True
    assert all(head.all_codings == head.codings for head in session.heads())
