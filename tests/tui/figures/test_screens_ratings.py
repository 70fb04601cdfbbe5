"""The screen of ratings, driven by keys as a person would."""

from __future__ import annotations

from pathlib import Path

import pytest
from looking import SMALL, WIDE, line_with, press, said, shown, write

from evidence_project import say
from rrt_qual.domain.report.evidence import Rating
from rrt_qual.services.figures import ratings, survey
from rrt_qual.services.shared.project import Project
from rrt_qual.tui.app import RrtApp
from rrt_qual.tui.figures.passages import PassagesScreen
from rrt_qual.tui.figures.rate import RateScreen
from rrt_qual.tui.figures.ratings import RatingsScreen


@pytest.fixture
def study(empty: Project) -> Project:
    """Eight interviews of 2026 and six of 2025: safety is a risk now and was a strength, blame has a solution."""
    say(empty, {f"N{n}": ("-visits", "!blame") for n in range(8)})
    say(empty, {f"O{n}": ("+visits",) for n in range(6)}, wave="2025")
    return empty


async def test_from_the_list_and_from_the_themes(study: Project) -> None:
    """R leads to the ratings from the list of interviews and from the table of themes, and escape back."""
    app = RrtApp(study, "Ann")
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, "R")
        assert isinstance(app.screen, RatingsScreen)
        await press(pilot, "escape", "t", "R")
        assert isinstance(app.screen, RatingsScreen)


async def test_letter_word_and_figures(study: Project) -> None:
    """Each indicator stands under its domain with a letter, a word and its figures; waves change them."""
    app = RrtApp(study, "Ann")
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, "R", "w", "w")
        assert "I feel safe" in shown(app) and "wave 2026" in shown(app)
        assert "R red" in line_with(app, "❯   Physical safety") and " 8 " in line_with(app, "❯   Physical safety")
        assert "too little" in line_with(app, "Just culture")
        assert "8 of 8 interviews that take a side speak of it as a risk" in shown(app)
        await press(pilot, "down")
        assert "! solution: Blame 8" in shown(app) and "“N0 says 1 of it.”" in shown(app)
        await press(pilot, "w", "w")
        assert "G green" in line_with(app, "Physical safety") and "wave 2025" in shown(app)
        await press(pilot, "c")
        assert "coder Ann" in shown(app)


async def test_rating_by_hand(study: Project) -> None:
    """o asks for a rating and a reason, which stand beside the rule's; undo, redo and x take them back and again."""
    app = RrtApp(study, "Ann")
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, "R", "w", "w", "o")
        assert isinstance(app.screen, RateScreen) and "The rule says red for wave 2026" in shown(app)
        await press(pilot, "down", "ctrl+s")
        assert isinstance(app.screen, RateScreen) and any("Say why" in s for s in said(app))
        await write(pilot, "One team [b]")
        await press(pilot, "enter")
        assert "A amber ✎" in line_with(app, "Physical safety")
        assert "Ann says amber: One team [b] (the rule: red)" in shown(app)
        await press(pilot, "z")
        assert "R red" in line_with(app, "Physical safety")
        await press(pilot, "y")
        assert "A amber ✎" in line_with(app, "Physical safety")
        await press(pilot, "x")
        assert "R red" in line_with(app, "Physical safety")
        await press(pilot, "x", "o", "escape")
        assert not any(r.overridden_by for r in ratings.ratings(study, "2026"))


async def test_enter_shows_the_passages(study: Project) -> None:
    """Enter leads to the passages of the indicator in that wave; nothing coded leads nowhere, and says so."""
    app = RrtApp(study, "Ann")
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "R", "w", "w", "enter")
        assert isinstance(app.screen, PassagesScreen) and "8 codings in 8 interviews" in shown(app)
        await press(pilot, "escape", "down", "down", "enter")
        assert isinstance(app.screen, RatingsScreen) and any("No passage" in s for s in said(app))


async def test_rule_in_words(study: Project) -> None:
    """r shows the rule in place of the reasons, and the next row brings the reasons back."""
    app = RrtApp(study, "Ann")
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "R", "r")
        assert "An interview takes a side when" in shown(app)
        await press(pilot, "down")
        assert "An interview takes a side when" not in shown(app)


async def test_survey_beside(study: Project, tmp_path: Path) -> None:
    """Where the survey has scores of the wave, its rating stands beside and the reason says how they agree."""
    path = tmp_path / "scores.csv"
    path.write_text("indicator,wave,n,score\nsafety,2026,84,1.5\n", encoding="utf-8")
    survey.import_scores(study, path)
    app = RrtApp(study, "Ann")
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "R")
        assert "Survey" not in shown(app)
        await press(pilot, "w", "w")
        assert line_with(app, "Physical safety").count("R red") == 2
        assert "score 1.5 of 84 people; explain" in shown(app)


async def test_others_overrides_and_small_screens(study: Project) -> None:
    """Somebody else's rating is shown with their name, on the smallest screen as well."""
    ratings.set_override(study, study.coder("Ben [i]"), "safety", Rating.GREEN, "Closed.")
    app = RrtApp(study, "Ann")
    async with app.run_test(size=(60, 16)) as pilot:
        await press(pilot, "R")
        assert "Ben [i] says green" in shown(app)


async def test_nothing_coded_and_no_indicators(empty: Project, marked: Project) -> None:
    """An empty project and one whose names look like markup are shown as they are."""
    app = RrtApp(empty, "Ann")
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, "R")
        assert "nothing to show yet" in shown(app) and "No interviews are coded" in shown(app)
    app = RrtApp(marked, "Ann")
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, "R")
        assert "I feel [u]safe[/u]" in shown(app)
