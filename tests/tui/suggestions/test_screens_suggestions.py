"""Trust and Discover: what came of suggestions, and talk that no theme explains."""

from __future__ import annotations

import pytest
from fake_engine import FakeEngine
from looking import SMALL, WIDE, line_with, press, said, settle, shown, write
from textual.pilot import Pilot

from rrt_qual.domain.codebook import Stance
from rrt_qual.domain.coding import Coding, Origin
from rrt_qual.domain.settings import SETTINGS
from rrt_qual.services.coding.session import CodingSession
from rrt_qual.services.shared.project import Project
from rrt_qual.services.suggestions import suggester as suggestions
from rrt_qual.services.texts.texts import Texts
from rrt_qual.store.suggestions.suggestions import KeptSuggestion
from rrt_qual.tui.app import RrtApp
from rrt_qual.tui.suggestions.discover import DiscoverScreen
from rrt_qual.tui.suggestions.new_theme import NewThemeScreen
from rrt_qual.tui.suggestions.trust import TrustScreen

SIZES = pytest.mark.parametrize("size", [WIDE, SMALL], ids=["140x45", "80x24"])


def proposals(project: Project, theme: str) -> list[KeptSuggestion]:
    """The theme proposed first for every segment."""
    return [
        KeptSuggestion(t.segment_id, t.interview_id, t.span, theme, 1, 0.6, True, Stance.RISK, 0.9, "m", False)
        for t in Texts(project).talk()
    ]


# trust ------------------------------------------------------------------------------------------


@SIZES
async def test_trust_tells_what_was_shown_taken_and_rejected(project: Project, size: tuple[int, int]) -> None:
    """Per coder, theme and month, in a table and in words."""
    ann = project.coder("Ann")
    found = proposals(project, "blame")
    suggestions.saw(project, ann.id, found[:4])
    for proposal in found[:2]:
        suggestions.accept(project, proposal, ann.id)
    suggestions.reject(project, found[2], ann.id)
    app = RrtApp(project, "Ann")
    async with app.run_test(size=size) as pilot:
        await press(pilot, "T")
        assert isinstance(app.screen, TrustScreen)
        assert "2 of 2" in line_with(app, "Ann")
        assert "2 hold a suggestion that was accepted" in " ".join(shown(app).split())
        assert "cannot be told yet" in " ".join(shown(app).split()), "two passages say nothing about a coder"
        await press(pilot, "v")
        assert "Blame" in line_with(app, "Ann")
        text = " ".join(shown(app).split())
        assert "was shown ‘Blame’ 4 times, accepted 2 and rejected 1" in text
        await press(pilot, "v", "v", "escape")
        assert not isinstance(app.screen, TrustScreen)


async def test_trust_says_so_when_nothing_was_shown(project: Project) -> None:
    """An empty table is a sentence."""
    app = RrtApp(project, "Ann")
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, "t", "T")
        assert "Nobody has been shown a suggestion yet" in shown(app)


# discover ---------------------------------------------------------------------------------------


async def found(pilot: Pilot[None], app: RrtApp) -> DiscoverScreen:
    """The screen with its clusters."""
    await press(pilot, "D")
    screen = app.screen
    assert isinstance(screen, DiscoverScreen)
    for _ in range(2000):
        if screen._clusters:
            break
        await pilot.pause(0.005)
    await settle(pilot)
    return screen


def codings(project: Project, ids: dict[str, str]) -> list[Coding]:
    session = CodingSession(project, project.coder("Ann"))
    return [c for i in ids.values() for c in session.codings(i)]


@SIZES
async def test_clusters_stand_with_their_words_and_passages(project: Project, size: tuple[int, int]) -> None:
    """Each cluster is named by its words; below stand the passages nearest its middle."""
    app = RrtApp(project, "Ann", engine=FakeEngine().open_)
    async with app.run_test(size=size) as pilot:
        screen = await found(pilot, app)
        assert "quiet, parking" in line_with(app, "❯") and "2" in line_with(app, "❯")
        assert f"“{screen._clusters[0].central[0].words}”" in shown(app)


async def test_a_cluster_becomes_a_theme_after_questions(project: Project, ids: dict[str, str]) -> None:
    """Name and definition make a new revision of the codebook; the passages are coded only after a yes."""
    app = RrtApp(project, "Ann", engine=FakeEngine().open_)
    async with app.run_test(size=SMALL) as pilot:
        await found(pilot, app)
        version = project.codebook().version
        await press(pilot, "n")
        assert isinstance(app.screen, NewThemeScreen)
        await write(pilot, "Parking")
        await press(pilot, "enter", "down", "down")
        await write(pilot, "Where to leave a car")
        await press(pilot, "enter")
        theme = project.codebook().theme("parking")
        assert (theme.definition, theme.indicator) == ("Where to leave a car", "culture")
        assert project.codebook().version == version + 1
        assert codings(project, ids) == []
        await press(pilot, "y")
        assert [(c.theme, c.origin) for c in codings(project, ids)] == [("parking", Origin.ACCEPTED)] * 2


async def test_a_name_that_is_taken_is_a_sentence(project: Project) -> None:
    """A second theme of the same name is not made."""
    app = RrtApp(project, "Ann", engine=FakeEngine().open_)
    async with app.run_test(size=SMALL) as pilot:
        await found(pilot, app)
        await press(pilot, "n")
        await write(pilot, "Blame")
        await press(pilot, "ctrl+s")
        assert "Choose the indicator" in said(app)[-1], "no indicator is taken unasked"
        await press(pilot, "down", "ctrl+s")
        assert "There is a theme 'Blame' already" in said(app)[-1]


async def test_a_cluster_is_given_to_a_theme_or_not(project: Project, ids: dict[str, str]) -> None:
    """No leaves everything as it was; yes codes what was shown with the theme that was chosen."""
    app = RrtApp(project, "Ann", engine=FakeEngine().open_)
    async with app.run_test(size=SMALL) as pilot:
        await found(pilot, app)
        await press(pilot, "enter")
        await write(pilot, "blame")
        await press(pilot, "enter", "n")
        assert codings(project, ids) == []
        await found(pilot, app) if not isinstance(app.screen, DiscoverScreen) else None
        await press(pilot, "g")
        await write(pilot, "blame")
        await press(pilot, "enter", "y")
        assert [c.theme for c in codings(project, ids)] == ["blame", "blame"]


async def test_a_dismissed_cluster_is_gone(project: Project) -> None:
    """It leaves the list, and the project remembers."""
    from rrt_qual.store.project import coders

    app = RrtApp(project, "Ann", engine=FakeEngine().open_)
    async with app.run_test(size=SMALL) as pilot:
        screen = await found(pilot, app)
        await press(pilot, "x")
        assert screen._clusters == [] and "No cluster was found" in shown(app)
    assert len(coders.get_setting(project.conn, SETTINGS["discover.dismissed"])) == 3


async def test_blind_coders_discover_nothing(project: Project) -> None:
    """Clusters are the machine's opinion, too."""
    app = RrtApp(project, "Ann", blind=True, engine=FakeEngine().open_)
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, "D")
        assert any("You code blind" in words for words in said(app))
        assert not isinstance(app.screen, DiscoverScreen)
        assert not app.suggesting.started
