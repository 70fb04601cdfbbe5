"""Suggestions on the coding screen: no key waits for them, nothing jumps, and each act can be taken back."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest
from fake_engine import FakeEngine
from looking import SMALL, WIDE, line_with, lines, said, shown
from textual.pilot import Pilot

from rrt_qual.domain.codebook import Stance
from rrt_qual.domain.coding import Coding, Origin
from rrt_qual.domain.errors import RrtError
from rrt_qual.services.project import log as logbook
from rrt_qual.services.shared.project import Project
from rrt_qual.services.suggestions.engine import QueueKind
from rrt_qual.store.suggestions import decisions, sightings
from rrt_qual.suggest.embed import cache as model_cache
from rrt_qual.tui.app import RrtApp
from rrt_qual.tui.codebook.picker import ThemePicker
from rrt_qual.tui.coding.screen import CodingScreen

STRENGTH, RISK, NONE = Stance.STRENGTH, Stance.RISK, Stance.UNSPECIFIED
USUAL = [("colleagues", 0.62, STRENGTH), ("jokes", 0.4, NONE), ("blame", 0.3, RISK), ("visits", 0.1, RISK)]


@asynccontextmanager
async def coding(
    project: Project, engine: FakeEngine, interview: str = "A", *, size: tuple[int, int] = WIDE, blind: bool = False
) -> AsyncIterator[tuple[CodingScreen, Pilot[None]]]:
    """The coding screen with an engine of the test's, on the participant's first segment."""
    app = RrtApp(project, "Ann", interview, blind=blind, engine=engine.open_)
    try:
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            assert isinstance(app.screen, CodingScreen)
            await pilot.press("home", "down")
            yield app.screen, pilot
    finally:
        engine.loading.set()
        engine.working.set()


async def until(pilot: Pilot[None], true: Callable[[], bool]) -> None:
    """Let the thread and the screen go on until something is so."""
    for _ in range(2000):
        if true():
            await pilot.pause()
            return
        await pilot.pause(0.005)
    raise AssertionError("it never came to that")


async def ready(screen: CodingScreen, pilot: Pilot[None]) -> None:
    """Wait for the suggestions, and for why the first is made."""
    await until(pilot, lambda: screen.desk.offers.ready)
    offered = screen.desk.offered()
    if offered:
        await until(pilot, lambda: screen.desk.offers.reason(offered[0]) is not None)


def panel(screen: CodingScreen) -> str:
    """What the side panel says, on one line."""
    region = screen.query_one("#side").region
    return " ".join(
        " ".join(line[region.x :].strip("▏ ") for line in lines(screen.app)[region.y : region.bottom]).split()
    )


def offered(screen: CodingScreen) -> list[str]:
    return [p.theme for p in screen.desk.offered()]


def stored(screen: CodingScreen) -> list[Coding]:
    return screen.session.codings(screen.desk.interview_id)


# getting ready ----------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [WIDE, SMALL], ids=["140x45", "80x24"])
async def test_coding_is_possible_while_the_interviews_are_read(project: Project, size: tuple[int, int]) -> None:
    """Until the model is loaded every key works, and one line says how far it is."""
    engine = FakeEngine(USUAL)
    engine.loading.clear()
    async with coding(project, engine, size=size) as (screen, pilot):
        await until(pilot, lambda: "312 of 3,657" in panel(screen))
        await pilot.press("1")
        assert stored(screen) == []
        await pilot.press("c", *"jokes", "enter")
        await until(pilot, lambda: [c.theme for c in stored(screen)] == ["jokes"])
        assert not screen.desk.offers.ready
        engine.loading.set()
        await ready(screen, pilot)
        assert offered(screen) == ["colleagues", "blame"], "what is coded already is not offered"


async def test_no_model_is_one_sentence(project: Project) -> None:
    """Without a model one can code all the same, and the panel says why nothing is suggested."""
    engine = FakeEngine()
    engine.fault = RrtError("There is no model in that folder.", "Name another.")
    async with coding(project, engine) as (screen, pilot):
        await until(pilot, lambda: screen.rrt.suggesting.failed)
        assert "There is no model in that folder" in panel(screen)
        await pilot.press("c", *"jokes", "enter")
        await until(pilot, lambda: len(stored(screen)) == 1)


async def test_words_alone_are_marked_so(project: Project) -> None:
    """Suggestions of the fallback that compares words alone say that they are such."""
    engine = FakeEngine(USUAL)
    engine.lexical, engine.warning = True, "No language model."
    async with coding(project, engine) as (screen, pilot):
        await ready(screen, pilot)
        assert "words only" in line_with(screen.app, "Suggestions")


# what is shown ----------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [WIDE, SMALL], ids=["140x45", "80x24"])
async def test_shows_theme_likelihood_stance_and_why(project: Project, size: tuple[int, int]) -> None:
    """The best three stand there with their digits, and why the first is suggested; ; shows one that is unlikely."""
    async with coding(project, FakeEngine(USUAL), size=size) as (screen, pilot):
        await ready(screen, pilot)
        text = shown(screen.app)
        assert "Colleagues" in line_with(screen.app, "1 █") and "62 %" in text
        assert "+ strength" in text or "62 % +" in text
        assert "like the codebook's example “An example of colleagues.”" in panel(screen)
        assert "10 %" not in text
        await pilot.press("semicolon")
        assert offered(screen) == ["colleagues", "jokes", "blame", "visits"]
        assert "10 %" in shown(screen.app)
        await pilot.press("semicolon", "up")
        assert offered(screen) == [], "nothing is suggested for the interviewer's talk"
        heights = screen.transcript_view.size.height
        assert heights >= 12


async def test_a_long_selection_asks_for_the_segment_it_begins_in(project: Project) -> None:
    """What is offered for several segments is what fits the first; accepting codes all of them."""
    engine = FakeEngine((), offers={"The team is kind.": USUAL})
    async with coding(project, engine) as (screen, pilot):
        await ready(screen, pilot)
        await pilot.press("shift+down")
        assert offered(screen)[0] == "colleagues"
        await pilot.press("1")
        made = stored(screen)[0]
        assert made.span.of(screen.desk.transcript.text) == "The team is kind. We laugh a lot."


async def test_nothing_jumps_under_the_cursor(project: Project) -> None:
    """A refit changes numbers, not order nor what is shown, until the coder moves."""
    after = [("threats", 0.9, RISK), ("jokes", 0.8, NONE), ("colleagues", 0.5, NONE)]
    engine = FakeEngine(USUAL, after=after)
    async with coding(project, engine) as (screen, pilot):
        await ready(screen, pilot)
        await pilot.press("3")
        await until(pilot, lambda: engine.refits == 1 and screen.desk.offered()[0].likelihood == 0.5)
        assert offered(screen) == ["colleagues", "jokes"]
        await pilot.press("down", "up")
        assert offered(screen) == ["threats", "jokes", "colleagues"]


async def test_no_key_waits_for_a_refit(project: Project) -> None:
    """While the model learns one codes on; of the refits asked for meanwhile one is done, the latest."""
    engine = FakeEngine(USUAL)
    async with coding(project, engine) as (screen, pilot):
        await ready(screen, pilot)
        engine.working.clear()
        await pilot.press("1")
        await until(pilot, engine.refitting.is_set)
        await pilot.press("1", "1", "down", "1")
        assert len(stored(screen)) == 4
        engine.working.set()
        await until(pilot, lambda: engine.refits == 2)
        await pilot.press("z")
        await until(pilot, lambda: engine.refits == 3)


async def test_an_answer_for_another_interview_is_dropped(project: Project) -> None:
    """What comes late, for an interview that one has left, is not shown in the next."""
    engine = FakeEngine((), offers={"The team is kind.": USUAL, "He threatened me.": [("threats", 0.9, RISK)]})
    async with coding(project, engine) as (screen, pilot):
        await ready(screen, pilot)
        engine.working.clear()
        await pilot.press("1")
        await until(pilot, engine.refitting.is_set)
        await pilot.press("ctrl+n", "home", "down")
        engine.working.set()
        await until(pilot, lambda: screen.desk.offers.ready)
        assert offered(screen) == ["threats"]


# accepting and rejecting ------------------------------------------------------------------------


async def test_a_digit_accepts_with_the_stance_and_z_takes_it_back(project: Project) -> None:
    """Accepting codes the segment, marked as accepted; undo takes coding and decision back and offers it again."""
    async with coding(project, FakeEngine(USUAL)) as (screen, pilot):
        await ready(screen, pilot)
        await pilot.press("1")
        made = stored(screen)
        assert [(c.theme, c.stance, c.origin) for c in made] == [("colleagues", STRENGTH, Origin.ACCEPTED)]
        assert made[0].span.of(screen.desk.transcript.text) == "The team is kind."
        assert offered(screen) == ["jokes", "blame"]
        await pilot.press("z")
        assert stored(screen) == []
        assert offered(screen) == ["colleagues", "jokes", "blame"]
        assert sum(t.accepted for t in decisions.trust(project.conn)) == 0


async def test_comma_rejects_for_good_until_it_is_taken_back(project: Project) -> None:
    """The next moves up; after a restart it is still not offered, elsewhere it is; undo offers it again."""
    async with coding(project, FakeEngine(USUAL)) as (screen, pilot):
        await ready(screen, pilot)
        await pilot.press("comma")
        assert offered(screen) == ["jokes", "blame"]
    async with coding(project, FakeEngine(USUAL)) as (screen, pilot):
        await ready(screen, pilot)
        assert offered(screen) == ["jokes", "blame"]
        await pilot.press("down")
        assert offered(screen) == ["colleagues", "jokes", "blame"]
        await pilot.press("z")
        assert screen.desk.cursor.selection.of(screen.desk.transcript.text) == "The team is kind."
        assert offered(screen) == ["colleagues", "jokes", "blame"]


async def test_a_digit_without_a_suggestion_is_a_sentence(project: Project) -> None:
    """Nothing is coded, and one reads what to do instead."""
    async with coding(project, FakeEngine(USUAL[:1])) as (screen, pilot):
        await ready(screen, pilot)
        await pilot.press("4")
        assert stored(screen) == [] and "There is no suggestion 4 here" in said(screen.app)[-1]


async def test_what_was_shown_is_written_down_once(project: Project) -> None:
    """The log of what a coder saw holds what stood on the screen, in its order, and nothing else."""
    async with coding(project, FakeEngine(USUAL)) as (screen, pilot):
        await ready(screen, pilot)
        await pilot.press("down", "up", "down", "up")
        coder = screen.session.coder.id
        first = screen.desk.offered()[0].segment_id
    seen = sightings.first(project.conn)
    assert len(seen) == 2 and seen[coder, first].first_theme == "colleagues"
    assert sum(t.shown for t in decisions.trust(project.conn)) == 6


# blind coding -----------------------------------------------------------------------------------


async def test_blind_coding_hides_everything_and_says_so(project: Project) -> None:
    """H hides suggestions and queues, the heading and the log say so, and nothing counts as shown."""
    engine = FakeEngine(USUAL, places={QueueKind.USEFUL: [("A", "Visits alone frighten me.")]})
    async with coding(project, engine, blind=True) as (screen, pilot):
        assert "BLIND: suggestions and others' codings hidden" in line_with(screen.app, "segments coded")
        await pilot.press("1", "U", "comma", "semicolon")
        assert stored(screen) == [] and not engine.reached.is_set(), "the model is not even loaded"
        assert "Suggestions\n" not in shown(screen.app)
        await pilot.press("H", "enter", "H", "escape")
        assert "BLIND" in shown(screen.app), "only y ends it"
        await pilot.press("H", "y")
        await ready(screen, pilot)
        assert "BLIND" not in shown(screen.app) and "62 %" in shown(screen.app)
        await pilot.press("H")
        assert "62 %" not in shown(screen.app)
    labels = [e.label for e in logbook.latest(project) if "suggestions" in e.label]
    assert [label.split(":")[0] for label in labels] == ["blind coding on", "blind coding off", "blind coding on"]


# queues -----------------------------------------------------------------------------------------


async def test_a_queue_leads_through_interviews(project: Project) -> None:
    """U leads to the first place, p and P on and back, into other interviews too; the heading says where one is."""
    places = [("A", "Visits alone frighten me."), ("B", "Nobody rang.")]
    async with coding(project, FakeEngine(USUAL, places={QueueKind.USEFUL: places})) as (screen, pilot):
        await ready(screen, pilot)
        await pilot.press("p")
        assert "There is no queue yet" in said(screen.app)[-1]
        await pilot.press("U")
        await until(pilot, lambda: screen.trail is not None)
        assert screen.desk.cursor.selection.of(screen.desk.transcript.text) == "Visits alone frighten me."
        assert "queue: 1 of 2 most useful" in shown(screen.app)
        await pilot.press("p")
        assert screen.desk.transcript.name == "B"
        assert screen.desk.cursor.selection.of(screen.desk.transcript.text) == "Nobody rang."
        await pilot.press("p")
        assert "last of the queue" in said(screen.app)[-1]
        await pilot.press("P")
        assert screen.desk.transcript.name == "A"


async def test_likely_asks_for_a_theme_when_none_is_at_hand(project: Project) -> None:
    """L is about the theme of the current coding; without one the picker asks."""
    engine = FakeEngine(USUAL, places={QueueKind.LIKELY: [("A", "Visits alone frighten me.")]})
    async with coding(project, engine) as (screen, pilot):
        await ready(screen, pilot)
        await pilot.press("L")
        assert isinstance(screen.app.screen, ThemePicker)
        await pilot.press(*"blame", "enter")
        await until(pilot, lambda: screen.trail is not None)
        assert "likely ‘Blame’" in shown(screen.app)
        await pilot.press("2", "L")
        await until(pilot, lambda: engine.asked == [(QueueKind.LIKELY, "blame"), (QueueKind.LIKELY, "jokes")])


async def test_an_empty_queue_is_a_sentence(project: Project) -> None:
    """When nothing is in doubt, one stays where one is and is told."""
    async with coding(project, FakeEngine(USUAL)) as (screen, pilot):
        await ready(screen, pilot)
        await pilot.press("D")
        await until(pilot, lambda: bool(said(screen.app)))
        assert said(screen.app)[-1] == "None of your codings looks doubtful."
        assert screen.trail is None


async def test_what_could_not_be_kept_is_said_once(coded: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """A model that cannot be kept in the cache is told in one notification, and suggestions stand all the same."""
    monkeypatch.setattr(model_cache, "_remarks", ["The language model cannot be kept in '/x [b]' (No space left)."])
    engine = FakeEngine(USUAL)
    async with coding(coded, engine) as (screen, pilot):
        await ready(screen, pilot)
        assert [m for m in said(pilot.app) if "cannot be kept" in m] == [
            "The language model cannot be kept in '/x [b]' (No space left)."
        ]
        assert screen.desk.offered()
    assert model_cache.take_remarks() == []
