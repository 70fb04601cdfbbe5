"""The lens on the coding screen: which words are shown is said in words, and nothing in the project moves."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from fake_engine import FakeEngine
from looking import SMALL, WIDE, line_with, lines, press, said, shown, write
from textual.pilot import Pilot

from rrt_qual.domain.codebook import Stance
from rrt_qual.domain.confidentiality.privacy import Status
from rrt_qual.domain.spans import Span
from rrt_qual.services.interviews.search import in_text
from rrt_qual.services.project.settings import change
from rrt_qual.services.shared.project import Project
from rrt_qual.services.texts import by_name as interviews
from rrt_qual.store.coding import codings
from rrt_qual.store.confidentiality import findings
from rrt_qual.store.file.connection import transaction
from rrt_qual.store.interviews import originals
from rrt_qual.tui.app import RrtApp
from rrt_qual.tui.coding.screen import CodingScreen
from rrt_qual.tui.figures.passages import PassagesAsked, PassagesScreen
from secret_project import build, hide, leaks


@pytest.fixture
def hidden(tmp_path: Path) -> Project:
    """A project with every name replaced, and nothing coded by Cat."""
    (tmp_path / "talks").mkdir()
    project = build(tmp_path / "secret.rrtq", tmp_path / "talks")
    hide(project)
    return project


@asynccontextmanager
async def at_work(
    project: Project, interview: str = "P07", size: tuple[int, int] = SMALL, engine: FakeEngine | None = None
) -> AsyncIterator[tuple[CodingScreen, Pilot[None]]]:
    """Cat's coding screen."""
    app = RrtApp(project, "Cat", interview, engine=(engine or FakeEngine()).open_)
    async with app.run_test(size=size) as pilot:
        await press(pilot)
        assert isinstance(app.screen, CodingScreen)
        yield app.screen, pilot


def kept(project: Project) -> list[tuple[str, Span, str]]:
    """Cat's codings as the project holds them: theme, span, the original words."""
    cat = project.coder("Cat").id
    found = [c for c in codings.every(project.conn) if c.coder_id == cat]
    return [(c.theme, c.span, c.span.of(originals.load_text(project.conn, c.interview_id))) for c in found]


def selected(screen: CodingScreen) -> str:
    """The selected words."""
    return screen.desk.cursor.selection.of(screen.desk.transcript.text)


@pytest.mark.parametrize("size", [SMALL, WIDE])
async def test_pseudonyms_first_and_originals_by_a_key(hidden: Project, size: tuple[int, int]) -> None:
    """An interview opens with its pseudonyms; O shows the original words and back, and the heading says which."""
    async with at_work(hidden, size=size) as (screen, pilot):
        assert "names replaced" in lines(screen.app)[0] and leaks(shown(screen.app)) == []
        assert "P07 · participant" in shown(screen.app) and "Interviewer" in shown(screen.app)
        await press(pilot, "O")
        assert "ORIGINAL WORDS" in lines(screen.app)[0] and "Priya's team is kind" in shown(screen.app)
        await press(pilot, "O")
        assert "names replaced" in lines(screen.app)[0] and leaks(shown(screen.app)) == []


async def test_the_place_stays(hidden: Project) -> None:
    """Switching keeps the segment, a selection of words, and the line the cursor is on."""
    async with at_work(hidden) as (screen, pilot):
        for _ in range(14):
            await press(pilot, "down")
        index, row = screen.desk.cursor.index, screen.transcript_view.scroll_offset.y
        await press(pilot, "O")
        assert screen.desk.cursor.index == index and abs(screen.transcript_view.scroll_offset.y - row) <= 3
        await press(pilot, "home", "down", "J", "left_square_bracket")
        assert selected(screen).endswith("Priya Nandrasekhar and")
        await press(pilot, "O")
        assert selected(screen) == "[Manager A]'s team is kind. We laugh a lot, [Manager A] and"
        await press(pilot, "O")
        assert selected(screen) == "Priya's team is kind. We laugh a lot, Priya Nandrasekhar and"


async def test_coding_undo_and_bounds_in_either_view(hidden: Project) -> None:
    """What is coded over pseudonyms is coded over the original words; both views show and change the same coding."""
    async with at_work(hidden) as (screen, pilot):
        await press(pilot, "down", "down")
        await press(pilot, "c", *"blame", "enter", "r")
        assert [(t, w) for t, _, w in kept(hidden)] == [("blame", "We laugh a lot, Priya Nandrasekhar and all.")]
        await press(pilot, "O", "b", "left_square_bracket", "left_square_bracket", "enter")
        assert kept(hidden)[0][2] == "We laugh a lot, Priya Nandrasekhar"
        assert any(w == "We laugh a lot, Priya Nandrasekhar" for w in mine(screen))
        await press(pilot, "O")
        assert mine(screen) == ["We laugh a lot, [Manager A]"]
        await press(pilot, "b", "enter")
        assert kept(hidden)[0][2] == "We laugh a lot, Priya Nandrasekhar"
        await press(pilot, "home", "z")
        assert kept(hidden)[0][2] == "We laugh a lot, Priya Nandrasekhar and all."
        assert selected(screen) == "We laugh a lot, [Manager A] and all."
        await press(pilot, "z", "z")
        assert kept(hidden) == []


def mine(screen: CodingScreen) -> list[str]:
    """The words of Cat's codings as they are shown."""
    desk = screen.desk
    return [c.span.of(desk.transcript.text) for c in desk.codings if desk.is_mine(c)]


async def test_bounds_go_on_while_the_view_is_switched(hidden: Project) -> None:
    """Switching in the middle of moving bounds loses nothing: Enter keeps what is selected then."""
    async with at_work(hidden) as (screen, pilot):
        await press(pilot, "down", "c", *"blame", "enter", "b", "J", "O")
        assert "MOVING BOUNDS" in line_with(screen.app, "MOVING")
        await press(pilot, "enter")
        assert kept(hidden)[0][2] == "Priya's team is kind. We laugh a lot, Priya Nandrasekhar and all."


async def test_finding_sees_what_is_shown(hidden: Project) -> None:
    """Find looks in the shown words alone, and its hits follow when the view is switched."""
    async with at_work(hidden) as (screen, pilot):
        await press(pilot, "slash")
        await write(pilot, "priya")
        assert "no hit" in shown(screen.app)
        await press(pilot, "escape", "O")
        assert len(screen.desk.hits) == 4 and screen.desk.hit >= 0


async def test_suggestions_follow_the_view(hidden: Project) -> None:
    """What is offered stays at its segment in either view, and accepting codes the original segment."""
    engine = FakeEngine([("blame", 0.9, Stance.RISK)])
    async with at_work(hidden, engine=engine) as (screen, pilot):
        await press(pilot, "down", "down")
        assert [p.theme for p in screen.desk.offered()] == ["blame"]
        await press(pilot, "O")
        assert [p.theme for p in screen.desk.offered()] == ["blame"]
        await press(pilot, "O", "1")
        assert [(t, w) for t, _, w in kept(hidden)] == [("blame", "We laugh a lot, Priya Nandrasekhar and all.")]


async def test_nobody_sees_originals_where_the_project_says_so(hidden: Project) -> None:
    """With privacy.original 'nobody' the key says why nothing happens, also when it was set a moment ago."""
    async with at_work(hidden) as (screen, pilot):
        await press(pilot, "O")
        change(hidden, "privacy.original", "nobody")
        await press(pilot, "O", "O")
        assert leaks(shown(screen.app)) == [] and any("Original words are not shown" in s for s in said(screen.app))


async def test_nothing_to_switch_is_said(project: Project) -> None:
    """Where nothing is replaced the heading says nothing, and the key says that this is the original."""
    async with at_work(project, "A") as (screen, pilot):
        assert "names replaced" not in shown(screen.app)
        await press(pilot, "O")
        assert any("this is the original" in s for s in said(screen.app))


async def test_what_was_replaced_meanwhile_is_seen_on_coming_back(hidden: Project) -> None:
    """A decision taken elsewhere is on the screen as soon as the coder comes back to it."""
    async with at_work(hidden) as (screen, pilot):
        await press(pilot, "down", "down", "f1")
        with transaction(hidden.conn) as conn:
            here = findings.of_interview(conn, screen.desk.interview_id)
            text = originals.load_text(conn, screen.desk.interview_id)
            one = next(f for f in here if f.span.of(text) == "Priya Nandrasekhar")
            findings.decide(conn, one.id, Status.KEPT, coder_id=None)
        await press(pilot, "escape")
        assert selected(screen) == "We laugh a lot, Priya Nandrasekhar and all."


async def test_screens_lead_to_the_place_that_is_meant(hidden: Project) -> None:
    """A passage or a hit is opened at its words, though offsets of the original and of the screen differ."""
    async with at_work(hidden) as (screen, pilot):
        app = screen.app
        await press(pilot, "ctrl+f")
        await write(pilot, "visits alone in [town]")
        await press(pilot, "enter", "down", "enter")
        assert isinstance(app.screen, CodingScreen)
        assert selected(app.screen) == "Visits alone in [town]"
        app.push_screen(PassagesScreen(hidden, PassagesAsked("theme", "blame", "Blame")))
        await press(pilot)
        assert leaks(shown(app)) == [] and "[Manager A]'s team" in shown(app)


async def test_the_list_calls_interviews_by_public_names(hidden: Project) -> None:
    """The list of interviews and the jump screen show no name that was replaced."""
    async with at_work(hidden) as (screen, pilot):
        await press(pilot, "g")
        assert leaks(shown(screen.app)) == []
        await press(pilot, "escape", "q")
        assert "P07" in shown(screen.app) and leaks(shown(screen.app)) == []


def test_the_plain_text_is_found_in_the_project(hidden: Project) -> None:
    """The text of the interview is the one that was imported, whatever was replaced and shown."""
    text = originals.load_text(hidden.conn, interviews.find(hidden, "P07"))
    assert in_text(text, "Priya Nandrasekhar and all") and "[" not in text
