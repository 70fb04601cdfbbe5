"""What the screens show of consent: a word in the list, and a withdrawn interview that is not opened."""

from __future__ import annotations

import pytest
from looking import SMALL, WIDE, line_with, lines, press, said, settle, shown

from rrt_qual.domain.confidentiality.privacy import Consent
from rrt_qual.services.interviews import consent
from rrt_qual.services.shared.project import Project
from rrt_qual.tui.app import RrtApp
from rrt_qual.tui.coding.screen import CodingScreen
from rrt_qual.tui.dialogs.jump import JumpScreen
from rrt_qual.tui.interviews.screen import InterviewsScreen


@pytest.fixture
def limited(coded: Project, ids: dict[str, str]) -> Project:
    """A may be paraphrased only, B has withdrawn, C allows all."""
    rae = coded.coder("Rae")
    consent.set_state(coded, rae, ids["A"], Consent.PARAPHRASE)
    consent.set_state(coded, rae, ids["B"], Consent.WITHDRAWN)
    return coded


@pytest.mark.parametrize("size", [SMALL, WIDE])
async def test_the_list_says_what_is_not_allowed(limited: Project, size: tuple[int, int]) -> None:
    """A word, not a colour, tells limited consent; the totals leave the withdrawn out; every column fits."""
    app = RrtApp(limited, "Ann")
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        assert "no quotes" in line_with(app, " A ") and "✓ done" in line_with(app, " A ")
        assert "withdrawn" in line_with(app, " B ")
        assert not any(word in line_with(app, " C ") for word in ("no quotes", "withdrawn", "no use"))
        top = "\n".join(lines(app)[:2])
        assert "2 interviews" in top and "1 withdrawn" in top and "3 of 5" in top
        assert all(title in shown(app) for title in ("Consent", "Segments", "Mine", "All", "Memo"))


async def test_a_list_without_limits_has_no_such_column(coded: Project) -> None:
    """Where everybody may be quoted, the list is as it always was."""
    app = RrtApp(coded, "Ann")
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        assert "Consent" not in shown(app) and "Coded" in shown(app)


async def test_a_withdrawn_interview_is_not_opened(limited: Project, ids: dict[str, str]) -> None:
    """Enter on it says why, and nothing of it appears; the others open, and their neighbours leave it out."""
    app = RrtApp(limited, "Ann", ids["B"])
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        assert isinstance(app.screen, InterviewsScreen) and "withdrawn" in said(app)[0]
        assert "threatened" not in shown(app)
        app.open_interview(ids["A"])
        await settle(pilot)
        assert isinstance(app.screen, CodingScreen)
        app.screen.action_jump()
        await settle(pilot)
        assert isinstance(app.screen, JumpScreen) and " B " not in "\n".join(lines(app)[2:8])
        await press(pilot, "escape")
        app.screen.action_next_interview()
        await settle(pilot)
        assert isinstance(app.screen, CodingScreen) and app.screen.desk.interview_id != ids["B"]
