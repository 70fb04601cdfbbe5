"""Reviewing finds on the screen: one key a decision, on to the next, all of it taken back."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from looking import SMALL, WIDE, line_with, press, said, settle, shown, write

from reviewed import found, item, searched, seen
from rrt_qual.domain.confidentiality.privacy import FindKind, Status
from rrt_qual.domain.errors import UsageError
from rrt_qual.domain.settings import SETTINGS
from rrt_qual.domain.spans import Span
from rrt_qual.services.confidentiality.review import Review
from rrt_qual.services.confidentiality.scan import ScanReport
from rrt_qual.services.shared.project import Project, open_project
from rrt_qual.services.texts import texts as overlay
from rrt_qual.store.project import coders
from rrt_qual.tui.app import RrtApp
from rrt_qual.tui.coding.screen import CodingScreen
from rrt_qual.tui.confidentiality.overview import PrivacyScreen
from rrt_qual.tui.confidentiality.pseudonym_picker import KindPicker, PseudonymPicker
from rrt_qual.tui.confidentiality.review import ReviewScreen
from rrt_qual.tui.interviews.screen import InterviewsScreen
from rrt_qual.tui.program import typed_ahead


@pytest.fixture
def ids(empty: Project) -> dict[str, str]:
    """The interviews with their finds; R3 is of 2025 and stands first."""
    return searched(empty)


def text(project: Project, interview_id: str) -> str:
    return overlay.projection(project, interview_id).text


def current(app: RrtApp) -> tuple[str, Status]:
    assert isinstance(app.screen, ReviewScreen)
    now = app.screen.desk.current()
    assert now is not None
    return now.words, now.finding.status


@pytest.mark.parametrize("size", [SMALL, WIDE])
async def test_finds_stand_in_their_talk(empty: Project, ids: dict[str, str], size: tuple[int, int]) -> None:
    """From the list of interviews by two keys: the talk, the find with kind, likelihood, reason and pseudonym."""
    app = RrtApp(empty, "Ama")
    async with app.run_test(size=size) as pilot:
        await press(pilot, "p", "n", "enter")
        screen = shown(app)
        assert "Review  R1  6 open · 0 replaced · 0 kept" in screen
        assert "I told Lesley’s" in screen and "“Lesley Tranter” → [Person A]" in screen
        assert "PE person · open · likelihood .80, found by the" in screen
        assert "A name, it seems." in screen and "New: not replaced before." in screen
        assert "❯ ○ PE Lesley Tranter → new" in line_with(app, "❯")
        assert "a Accept" in screen and "k Keep" in screen
        await press(pilot, "q", "q")
        assert isinstance(app.screen, InterviewsScreen)


async def test_one_key_a_decision_and_on_to_the_next(empty: Project, ids: dict[str, str]) -> None:
    """Accept, keep, accept: each goes on to the next open find; after the last the screen says so."""
    app = RrtApp(empty, "Ama")
    async with app.run_test(size=WIDE) as pilot:
        app.open_review(ids["R1"])
        await settle(pilot)
        assert current(app) == ("Lesley Tranter", Status.OPEN)
        await press(pilot, "a")
        assert current(app) == ("Lesley", Status.OPEN) and "“Lesley” → [Person A]" in shown(app)
        await press(pilot, "k")
        assert current(app) == ("Grace", Status.OPEN)
        await press(pilot, "enter", "x", "a", "a")
        assert "0 open · 4 replaced · 2 kept" in shown(app)
        assert any("Every find of this interview is decided" in s for s in said(app))
        await press(pilot, "N")
        assert app.screen.desk.transcript.name != "R1"  # type: ignore[attr-defined]
    first = text(empty, ids["R1"]).splitlines()[1]
    assert first == "[Person A] is my manager. I told Lesley’s sister. [Person B] came. Aldersby is far. "


async def test_everywhere_undo_redo(empty: Project, ids: dict[str, str]) -> None:
    """e decides all interviews, z takes all of it back and leads there, y does it again."""
    app = RrtApp(empty, "Ama")
    async with app.run_test(size=WIDE) as pilot:
        app.open_review(ids["R1"])
        await press(pilot, "down", "e")
        assert "Replace by [Person A] everywhere: 4 finds in 3 interviews, 3 of them not found before" in " ".join(
            shown(app).replace("│", " ").split()
        )
        await press(pilot, "enter")
        assert "Lesley slept" in text(empty, ids["R3"]), "a second Enter decides nothing"
        await press(pilot, "e", "y")
        assert any("[Person A] everywhere: 4 finds in 3 interviews, 3 of them not found before" in s for s in said(app))
        assert "[Person A] slept" in text(empty, ids["R3"])
        await press(pilot, "z")
        assert "Lesley slept" in text(empty, ids["R3"]) and "6 open" in shown(app)
        await press(pilot, "y")
        assert "[Person A] slept" in text(empty, ids["R3"])
        await pilot.press("z")
        await pilot.press("z")  # while the first may still run: it waits
        await settle(pilot)
        await settle(pilot)
        assert "Nothing to take back." in said(app)


async def test_a_role_and_the_same_person_as(empty: Project, ids: dict[str, str]) -> None:
    """c: a role typed makes [Manager A]; at another find part of a real form leads to it."""
    app = RrtApp(empty, "Ama")
    async with app.run_test(size=SMALL) as pilot:
        app.open_review(ids["R1"])
        await press(pilot, "c")
        assert isinstance(app.screen, PseudonymPicker)
        await press(pilot, "enter")
        assert isinstance(app.screen, PseudonymPicker), "nothing is chosen yet"
        await press(pilot, "down")
        assert "New: [Person A]" in line_with(app, "❯")
        await write(pilot, "Manager")
        assert "New: [Manager A]" in line_with(app, "❯") and "New, just so: [Manager]" in shown(app)
        await press(pilot, "enter", "n", "c")
        await write(pilot, "tranter")
        assert "[Manager A]" in line_with(app, "❯") and "Lesley Tranter" in line_with(app, "❯")
        await press(pilot, "enter")
        await press(pilot, "c", "escape")
    review = Review(empty, empty.coder("Ama"))
    assert item(review, ids["R1"], "Grace").shown == "[Manager A]"


async def test_a_real_name_is_refused_while_it_is_typed(empty: Project, ids: dict[str, str]) -> None:
    """The picker says why, and enter does nothing."""
    app = RrtApp(empty, "Ama")
    async with app.run_test(size=SMALL) as pilot:
        app.open_review(ids["R1"])
        await press(pilot, "c")
        await write(pilot, "Okafor")
        assert "holds, a name that occurs in the interviews" in shown(app)
        await press(pilot, "enter")
        assert isinstance(app.screen, PseudonymPicker)


async def test_marking_by_keyboard(empty: Project, ids: dict[str, str]) -> None:
    """m, words by arrows, enter, a kind: replaced at once; escape leaves and marks nothing."""
    app = RrtApp(empty, "Ama")
    async with app.run_test(size=WIDE) as pilot:
        app.open_review(ids["R1"])
        await press(pilot, "m", "escape")
        assert current(app)[0] == "Lesley Tranter"
        await press(pilot, "m", "right", "right", "right", "shift+right", "enter")
        assert isinstance(app.screen, KindPicker) and "my manager" in shown(app)
        await write(pilot, "job")
        await press(pilot, "enter")
        assert current(app) == ("my manager", Status.REPLACED)
        assert "Lesley Tranter is [job title]." in text(empty, ids["R1"])
        await press(pilot, "z")
        assert "is my manager" in text(empty, ids["R1"])


async def test_bounds_kind_and_reopen(empty: Project, ids: dict[str, str]) -> None:
    """b moves the ends, t says what it is, r takes a decision back."""
    app = RrtApp(empty, "Ama")
    async with app.run_test(size=WIDE) as pilot:
        app.open_review(ids["R1"])
        await press(pilot, "down", "down", "b", "shift+right", "enter")
        assert current(app) == ("Grace came", Status.OPEN)
        await press(pilot, "t")
        await write(pilot, "place")
        await press(pilot, "enter")
        assert "PL place" in shown(app) and "“Grace came” → [Place 1]" in shown(app)
        await press(pilot, "a", "up")
        assert current(app) == ("Grace came", Status.REPLACED)
        await press(pilot, "r")
        assert current(app) == ("Grace came", Status.OPEN)


async def test_filters(empty: Project, ids: dict[str, str]) -> None:
    """o shows the open ones alone, f one kind after another."""
    app = RrtApp(empty, "Ama")
    async with app.run_test(size=WIDE) as pilot:
        app.open_review(ids["R1"])
        await press(pilot, "a", "o")
        assert "open ones shown" in shown(app) and "❯ ○ PE Lesley → [Person A]" in line_with(app, "❯")
        await press(pilot, "home", "up")
        assert current(app)[0] == "Lesley"
        await press(pilot, "o", "f", "f")
        assert "place shown" in shown(app) and current(app)[0] == "Aldersby"
        await press(pilot, "k")
        assert "0 replaced" not in shown(app)
        await press(pilot, "n")
        assert any("No other find is open here" in s for s in said(app))


async def test_somebody_else_was_first(empty: Project, ids: dict[str, str]) -> None:
    """A decision on what another has decided meanwhile is refused with their name, and the screen shows theirs."""
    app = RrtApp(empty, "Ama")
    async with app.run_test(size=WIDE) as pilot:
        app.open_review(ids["R1"])
        await settle(pilot)
        other = open_project(empty.path)
        ben = Review(other, other.coder("Ben"))
        ben.change(seen(ben, ids["R1"], "Lesley Tranter"), label="Manager")
        other.close_all()
        await press(pilot, "k")
        assert any("Ben has decided this find" in s for s in said(app))
        assert "replaced by Ben" in shown(app) and "[Manager A]" in shown(app)


async def test_talk_is_shown_as_it_stands(empty: Project, ids: dict[str, str]) -> None:
    """Brackets are no markup and escapes are not obeyed, in the talk and in the list."""
    from small_project import fill, transcript

    more = fill(empty, transcript("R9", "How", "They [b]call\x1b[31m him[/b] Bo. Nothing else"))
    found(empty, more["R9"], "[b]call\x1b[31m him[/b]", FindKind.PERSON)
    app = RrtApp(empty, "Ama")
    async with app.run_test(size=WIDE) as pilot:
        app.open_review(more["R9"])
        await settle(pilot)
        assert "[b]call␛[31m him[/b]" in line_with(app, "❯") and "They [b]call␛[31m him[/b] Bo." in shown(app)
        await press(pilot, "a")
        assert "[Person A] Bo." in text(empty, more["R9"])


async def test_where_nobody_may_see_originals(empty: Project, ids: dict[str, str]) -> None:
    """The review is refused with a sentence."""
    coders.set_setting(empty.conn, SETTINGS["privacy.original"], "nobody")
    app = RrtApp(empty, "Ama")
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, "p", "enter")
        assert isinstance(app.screen, PrivacyScreen)
        assert any("Nobody may see original words" in s for s in said(app))


async def test_from_the_coding_screen(empty: Project, ids: dict[str, str]) -> None:
    """R reviews the interview that is being coded, and back."""
    app = RrtApp(empty, "Ama", "R2")
    async with app.run_test(size=WIDE) as pilot:
        await settle(pilot)
        await press(pilot, "R")
        assert isinstance(app.screen, ReviewScreen) and "Review  R2" in shown(app)
        await press(pilot, "escape")
        assert isinstance(app.screen, CodingScreen)


async def test_a_find_outside_the_talk(empty: Project, ids: dict[str, str]) -> None:
    """A name in a heading or in a speaker's label is reviewed like any other, and said to stand there."""
    from dataclasses import replace

    from rrt_qual.domain.interview import Turn
    from small_project import fill, transcript

    plain = transcript("R7", "Zed asks", "Nothing here")
    later = replace(plain, turns=(Turn(0, Span(4, 8)), plain.turns[1]), segments=plain.segments[1:])
    more = fill(empty, later)
    found(empty, more["R7"], "Zed", FindKind.PERSON)
    app = RrtApp(empty, "Ama")
    async with app.run_test(size=SMALL) as pilot:
        app.open_review(more["R7"])
        await settle(pilot)
        assert "(In a heading or a label.)" in shown(app)
        await press(pilot, "a", "m", "escape")
        assert "1 replaced" in shown(app)


async def test_an_interview_without_finds(empty: Project, ids: dict[str, str]) -> None:
    """Every key of a decision says that there is nothing, and marking works."""
    from small_project import fill, transcript

    more = fill(empty, transcript("R8", "How", "Nothing here. Nobody"))
    app = RrtApp(empty, "Ama")
    async with app.run_test(size=SMALL) as pilot:
        app.open_review(more["R8"])
        await settle(pilot)
        assert "Nothing was found here" in shown(app)
        await press(pilot, "a", "k", "e", "c", "t", "b", "r", "n", "down", "up")
        assert any("There is no find" in s for s in said(app))
        await press(pilot, "m", "right", "enter", "enter")
        assert "Nothing is chosen yet" in said(app)[-1], "Enter pressed twice marks nothing"
        await press(pilot, "down", "enter")
        assert "1 replaced" in shown(app)


# searching --------------------------------------------------------------------------------------


def scanner(project: Project, ids: dict[str, str], gate: threading.Event | None = None) -> Callable[..., ScanReport]:
    """A search that finds 'sister' in R1, and waits at the gate after the first interview."""

    def scan(there: Project, *, again: bool, progress: Callable[[int, int], None]) -> ScanReport:
        progress(1, 3)
        if gate is not None:
            assert gate.wait(20)
        progress(2, 3)
        found(there, ids["R1"], "sister", FindKind.OTHER)
        return ScanReport(3, 0, 1, 15)

    return scan


async def test_searching_with_progress(empty: Project, ids: dict[str, str]) -> None:
    """s searches in the background; a line says how far it is and what came of it."""
    gate = threading.Event()
    app = RrtApp(empty, "Ama", scan=scanner(empty, ids, gate))
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, "p")
        assert "3 interviews not searched yet: s searches them." in shown(app)
        assert line_with(app, "R3").rstrip().endswith("not searched yet")
        await pilot.press("s")
        for _ in range(200):
            await pilot.pause(0.01)
            if "Searching: 1 of 3 interviews" in shown(app):
                break
        assert "Searching: 1 of 3 interviews · x stops" in shown(app)
        gate.set()
        await settle(pilot)
        assert "3 interviews searched, 1 new find; 15 open in all." in shown(app)
        assert " 7 " in line_with(app, "R1")


async def test_a_search_can_be_stopped(empty: Project, ids: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """x stops it between two interviews, and is not held until it has ended; then the next search can begin."""
    monkeypatch.setattr(typed_ahead, "BOUND", 3_600.0)
    gate = threading.Event()
    app = RrtApp(empty, "Ama", scan=scanner(empty, ids, gate))
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, "p", "x")
        assert "Nothing runs that could be stopped." in said(app)
        await pilot.press("s")
        await pilot.pause()
        await pilot.press("x")
        await pilot.pause()
        gate.set()
        await settle(pilot)
        assert "Stopped; what was found so far stays." in shown(app)
        assert " 6 " in line_with(app, "R1")


async def test_a_search_that_cannot(empty: Project, ids: dict[str, str]) -> None:
    """A fault of the finder is a sentence on the screen."""

    def scan(project: Project, *, again: bool, progress: Callable[[int, int], None]) -> ScanReport:
        raise UsageError("The model is not installed.", "Install it.")

    app = RrtApp(empty, "Ama", scan=scan)
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, "p", "S")
        assert "The model is not installed. Install it." in shown(app)


async def test_all_likely_ones_after_a_question(empty: Project, ids: dict[str, str]) -> None:
    """A asks first, replaces those at .9 or more, and z takes it back."""
    found(empty, ids["R1"], "sister", FindKind.OTHER, likelihood=0.95)
    app = RrtApp(empty, "Ama")
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, "p", "A", "n")
        assert "[detail]" not in text(empty, ids["R1"])
        await press(pilot, "A", "y")
        assert "1 find replaced." in shown(app) and "[detail]" in text(empty, ids["R1"])
        await press(pilot, "z")
        assert "Taken back: replace all likely ones." in shown(app) and "sister" in text(empty, ids["R1"])
        await press(pilot, "y", "z")
