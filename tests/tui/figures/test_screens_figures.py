"""The pictures of the figures: four views, by keyboard, the same in words."""

from __future__ import annotations

import pytest
from fake_engine import FakeEngine
from looking import SMALL, WIDE, press, settle, shown

from rrt_qual.domain.codebook import Stance
from rrt_qual.domain.spans import Span
from rrt_qual.services.coding.session import CodingSession
from rrt_qual.services.shared.project import Project
from rrt_qual.tui.app import RrtApp
from rrt_qual.tui.figures.pictures import PicturesScreen


def coded(project: Project, ids: dict[str, str]) -> None:
    ama = CodingSession(project, project.coder("Ama"))
    ama.apply(ids["A"], Span(0, 20), "threats", Stance.RISK)
    ama.apply(ids["A"], Span(0, 20), "jokes", Stance.STRENGTH)
    ama.apply(ids["C"], Span(0, 20), "threats", Stance.RISK)


@pytest.mark.parametrize("size", [SMALL, WIDE], ids=["80x24", "140x45"])
async def test_every_view_draws_and_says_what_it_shows(
    project: Project, ids: dict[str, str], size: tuple[int, int]
) -> None:
    """Bars, waves, what goes together and saturation can all be read in words, at either size."""
    coded(project, ids)
    app = RrtApp(project, "Ama", engine=FakeEngine().open_)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        await press(pilot, "t", "p")
        assert isinstance(app.screen, PicturesScreen)
        assert "++ strength" in shown(app) and "Physical safety" in shown(app) and "2 interviews" in shown(app)
        await press(pilot, "v")
        assert "Physical safety, 2025 → 2026" in shown(app) and "- risk 100 % → 100 %" in shown(app)
        await press(pilot, "right", "right")
        assert "Team, 2025 → 2026" in shown(app)
        await press(pilot, "v")
        assert "Jaccard" in shown(app) and "50" in shown(app)
        await press(pilot, "v")
        assert "Too few interviews to speak of saturation" in " ".join(shown(app).split())
        await press(pilot, "escape")
        assert app.screen.__class__.__name__ == "ThemesScreen"


async def test_nothing_coded_is_said_and_drawn_by_nobody(project: Project) -> None:
    """An empty project gets a sentence in every view, not an empty frame."""
    app = RrtApp(project, "Ama", engine=FakeEngine().open_)
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await press(pilot, "t", "p")
        assert "Nothing has been coded yet" in shown(app)
        await press(pilot, "v", "v", "v")
        assert "Nothing has been coded yet" in shown(app)
