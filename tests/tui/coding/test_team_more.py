"""Quotes, review and pictures follow what another connection writes, and nothing under the hands moves."""

from __future__ import annotations

from dataclasses import replace

import pytest
from fake_engine import FakeEngine
from looking import WIDE, press, said, settle, shown
from textual.pilot import Pilot

from quote_talk import quotable
from reviewed import searched, seen
from rrt_qual.domain.codebook import Stance, Theme
from rrt_qual.domain.confidentiality.disclosure import CheckedQuote, Policy
from rrt_qual.domain.spans import Span
from rrt_qual.services.coding.session import CodingSession
from rrt_qual.services.confidentiality.review import Review
from rrt_qual.services.interviews import consent, erasure
from rrt_qual.services.interviews.consent import Consent
from rrt_qual.services.project import settings
from rrt_qual.services.quotes import acts as quote_acts
from rrt_qual.services.shared.project import Project, open_project
from rrt_qual.store.codebook import codebooks
from rrt_qual.store.file.connection import transaction
from rrt_qual.tui.app import RrtApp
from rrt_qual.tui.codebook.picker import ThemePicker
from rrt_qual.tui.coding.screen import CodingScreen
from rrt_qual.tui.confidentiality.review import ReviewScreen
from rrt_qual.tui.dialogs.jump import JumpScreen
from rrt_qual.tui.figures.passages import PassagesAsked, PassagesScreen
from rrt_qual.tui.figures.pictures import PicturesScreen
from rrt_qual.tui.figures.themes import ThemesScreen
from rrt_qual.tui.interviews.screen import InterviewsScreen
from rrt_qual.tui.quotes.editor import QuoteEditor
from rrt_qual.tui.quotes.screen import QuotesAsked, QuotesScreen
from small_project import CODEBOOK


def shown_ids(app: RrtApp) -> list[str]:
    """Which interviews the list to go to one by shows."""
    assert isinstance(app.screen, JumpScreen)
    return [head.id for head in app.screen._shown]


async def looked(app: RrtApp, pilot: Pilot[None]) -> None:
    """What others did is on the screen."""
    app.watching.look()
    await settle(pilot)


async def test_quotes_follow(empty: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """A quote that another pins comes first, one they refuse goes; the cursor stays on its quote, an edit goes on."""
    monkeypatch.setattr(
        "rrt_qual.services.quotes.checks.Checker.check", lambda _, found: [CheckedQuote(c, (), ()) for c in found]
    )
    monkeypatch.setattr("rrt_qual.services.figures.disclosure.policy", lambda project: Policy(threshold=2))
    monkeypatch.setattr("rrt_qual.services.quotes.prepare._search", lambda project, ids, progress: 0)
    quotable(empty)
    app, there = RrtApp(empty, "Ann", engine=FakeEngine().open_), open_project(empty.path)
    bob = there.coder("Bob")
    async with app.run_test(size=WIDE) as pilot:
        app.open_quotes(QuotesAsked("theme", "threats", "Threats"))
        await settle(pilot)
        screen = app.screen
        assert isinstance(screen, QuotesScreen)
        await press(pilot, "down")
        here, last, first = screen._quote(), screen._rows()[-1], screen._rows()[0]
        assert here is not None
        quote_acts.pin(there, bob, last.interview_id, last.span, "threats")
        await looked(app, pilot)
        assert screen._rows()[0].wording == last.wording and "pinned" in shown(app)
        assert (now := screen._quote()) is not None and now.span == here.span and now.interview_id == here.interview_id
        quote_acts.refuse(there, bob, first.interview_id, first.span, "threats")
        await looked(app, pilot)
        assert first.wording not in [q.wording for q in screen._rows()]
        await press(pilot, "e", "x")
        editor = app.screen
        assert isinstance(editor, QuoteEditor) and "1 cut" in shown(app)
        quote_acts.forget(there, bob, last.interview_id, last.span, "threats")
        await looked(app, pilot)
        assert app.screen is editor and "1 cut" in shown(app)
        consent.set_state(there, bob, here.interview_id, Consent.WITHDRAWN)
        await looked(app, pilot)
        assert app.screen is screen and here.wording not in shown(app)
    there.close_all()


async def test_the_review_follows(empty: Project) -> None:
    """What another decides is decided here, the cursor stays on its find; withdrawn or closed, the screen is left."""
    ids = searched(empty)
    app, there = RrtApp(empty, "Ama"), open_project(empty.path)
    bob = Review(there, there.coder("Bob"))
    async with app.run_test(size=WIDE) as pilot:
        app.open_review(ids["R1"])
        await press(pilot, "down", "down")
        screen = app.screen
        assert isinstance(screen, ReviewScreen) and (now := screen.desk.current()) and now.words == "Grace"
        top = screen.finds.scroll_offset
        bob.keep(seen(bob, ids["R1"], "Lesley Tranter"))
        await looked(app, pilot)
        assert "5 open · 0 replaced · 1 kept" in shown(app)
        assert (now := screen.desk.current()) and now.words == "Grace" and screen.finds.scroll_offset == top
        await press(pilot, "m")
        bob.accept(seen(bob, ids["R1"], "Aldersby"))
        await looked(app, pilot)
        assert screen.marking and "4 open" in shown(app), "words that are being marked stay so"
        await press(pilot, "escape")
        settings.change(there, "privacy.original", "nobody", coder_id=bob.coder.id)
        await looked(app, pilot)
        assert isinstance(app.screen, InterviewsScreen) and "Lesley" not in shown(app)
        settings.change(there, "privacy.original", "coders", coder_id=bob.coder.id)
        await looked(app, pilot)
        app.open_review(ids["R1"])
        await settle(pilot)
        consent.set_state(there, bob.coder, ids["R1"], Consent.WITHDRAWN)
        await looked(app, pilot)
        assert isinstance(app.screen, InterviewsScreen)
    there.close_all()


async def test_another_codebook_while_a_theme_is_chosen(coded: Project, ids: dict[str, str]) -> None:
    """Themes that came stand in the tree at once; one that went is refused with a sentence, and nothing is coded."""
    app, there = RrtApp(coded, "Ann", "C", engine=FakeEngine().open_), open_project(coded.path)
    async with app.run_test(size=WIDE) as pilot:
        await settle(pilot)
        await press(pilot, "enter", *"blame")
        later = Theme("parking", "Parking", "#777777", "Where to park.", indicator="team")
        themes = tuple(t for t in CODEBOOK.themes if t.id != "blame")
        with transaction(there.conn) as conn:
            codebooks.apply(
                conn, replace(CODEBOOK, version=2, themes=(*themes, later)), content="two", source_name="two.yaml"
            )
        await looked(app, pilot)
        assert isinstance(app.screen, ThemePicker)
        await press(pilot, "enter")
        screen = app.screen
        assert isinstance(screen, CodingScreen) and any("blame" in words for words in said(app))
        assert not any(screen.desk.is_mine(c) for c in screen.desk.codings)
        assert "Parking" in shown(app) and "parking" in screen.desk.themes
    there.close_all()


async def test_what_was_asked_about_a_theme_is_left_with_it(coded: Project) -> None:
    """Passages of a theme that another codebook does not have are not shown on as if they were counted."""
    app, there = RrtApp(coded, "Ann", engine=FakeEngine().open_), open_project(coded.path)
    async with app.run_test(size=WIDE) as pilot:
        await settle(pilot)
        app.open_themes()
        await settle(pilot)
        app.push_screen(PassagesScreen(coded, PassagesAsked("theme", "blame", "Blame")))
        await settle(pilot)
        assert "2 codings" in shown(app)
        with transaction(there.conn) as conn:
            fewer = tuple(t for t in CODEBOOK.themes if t.id != "blame")
            codebooks.apply(conn, replace(CODEBOOK, version=2, themes=fewer), content="two", source_name="two.yaml")
        await looked(app, pilot)
        assert isinstance(app.screen, ThemesScreen) and any("no theme 'blame'" in words for words in said(app))
    there.close_all()


async def test_an_interview_that_is_erased_elsewhere_is_left(coded: Project, ids: dict[str, str]) -> None:
    """Below a memo and a list to go on by: the interview goes from both with a sentence, and nothing of it is kept."""
    app, there = RrtApp(coded, "Ann", "A", engine=FakeEngine().open_), open_project(coded.path)
    async with app.run_test(size=WIDE) as pilot:
        await settle(pilot)
        await press(pilot, "i", "x")
        erasure.erase(there, ids["A"], there.coder("Bob"))
        await looked(app, pilot)
        assert isinstance(app.screen, InterviewsScreen) and any("no longer in the project" in w for w in said(app))
        assert coded.conn.execute("SELECT COUNT(*) FROM draft").fetchone()[0] == 0
        assert " A " not in shown(app)
        await press(pilot, "enter", "g")
        erasure.erase(there, ids["C"], there.coder("Bob"))
        await looked(app, pilot)
        assert shown_ids(app) == [ids["B"]]
        await press(pilot, "escape", "z")
    there.close_all()


async def test_pictures_follow(coded: Project, ids: dict[str, str]) -> None:
    """The figures are drawn anew in the picture that was chosen."""
    app, there = RrtApp(coded, "Ann", engine=FakeEngine().open_), open_project(coded.path)
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "t", "p", "v", "v")
        screen = app.screen
        assert isinstance(screen, PicturesScreen)
        before, found = shown(app), screen._found
        CodingSession(there, there.coder("Bob")).apply(ids["C"], Span(12, 20), "blame", Stance.RISK)
        await looked(app, pilot)
        assert screen._found != found and shown(app) != before
        assert shown(app).splitlines()[0] == before.splitlines()[0], "the same picture"
    there.close_all()
