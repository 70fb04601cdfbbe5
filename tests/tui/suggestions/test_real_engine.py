"""The real engine behind the screens: the packaged model proposes, explains, queues and learns."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from test_suggestions import offered, ready, until

from rrt_qual.domain.coding import Origin
from rrt_qual.domain.settings import SETTINGS
from rrt_qual.services.coding.session import CodingSession
from rrt_qual.services.shared.project import Project
from rrt_qual.services.suggestions import engine as engines
from rrt_qual.services.suggestions.engine import QueueKind
from rrt_qual.store.file.connection import transaction
from rrt_qual.store.project import coders
from rrt_qual.tui.app import RrtApp
from rrt_qual.tui.coding.screen import CodingScreen

# a Python warning of a library that loads the model is no fault of the screen
pytestmark = pytest.mark.filterwarnings("default")


async def test_the_packaged_model_suggests_and_learns_on_the_screen(project: Project) -> None:
    """Opening an interview is enough; what is accepted is learned from, and queues lead to what is left."""
    app = RrtApp(project, "Ann", "A", engine=engines.open_engine)
    async with app.run_test(size=(140, 45)) as pilot:
        screen = app.screen
        assert isinstance(screen, CodingScreen)
        await pilot.press("home", "down", "down")
        await until(pilot, lambda: screen.desk.offers.ready or app.suggesting.failed)
        await pilot.press("semicolon")
        await ready(screen, pilot)
        assert "jokes" in offered(screen), "we laugh a lot"
        await pilot.press("1")
        made = screen.session.codings(screen.desk.interview_id)
        assert [c.origin for c in made] == [Origin.ACCEPTED]
        await pilot.press("U")
        await until(pilot, lambda: screen.trail is not None)
        assert len(screen.trail.places) >= 3 if screen.trail else False


def test_queues_leave_out_what_is_done(project: Project, ids: dict[str, str]) -> None:
    """Nothing that is coded, turned down or in an interview that is done is in the queue of the useful."""
    with transaction(project.conn) as conn:
        coders.set_setting(conn, SETTINGS["suggest.model"], "lexical")
    session = CodingSession(project, project.coder("Ann"))
    segments = session.transcript(ids["B"]).segments
    session.apply(ids["B"], segments[1].span, "threats")
    session.set_done(ids["C"], True)
    engine = engines.open_engine(project, lambda done, total: None)
    places = engine.queue(QueueKind.USEFUL, session.coder.id, "")
    assert places
    assert ids["C"] not in {p.interview_id for p in places}
    assert (ids["B"], segments[1].span) not in {(p.interview_id, p.span) for p in places}
    engine.refit()
    assert engine.queue(QueueKind.LIKELY, session.coder.id, "no such theme") == []
    for place in engine.queue(QueueKind.DOUBTFUL, session.coder.id, ""):
        assert place.coding_id
    assert {p.interview_id for p in engine.offers(ids["A"])} == {ids["A"]}


def test_nothing_heavy_is_loaded_in_the_program() -> None:
    """The screens with the thread of the suggestions start without any library of the model."""
    heavy = "{'torch', 'sentence_transformers', 'spacy', 'sklearn', 'scipy', 'numpy', 'onnxruntime'}"
    script = (
        "import rrt_qual.tui.app, rrt_qual.tui.coding.screen, rrt_qual.tui.suggestions.trust,"
        f" rrt_qual.tui.suggestions.discover, sys; print(sorted({heavy} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[3]
    )
    assert done.stdout.strip() == "[]"
