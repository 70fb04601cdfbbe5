"""Nothing is chosen until somebody chooses: the empty picker, pinned digits, meaning, and new themes."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from fake_engine import FakeEngine
from looking import SMALL, WIDE, line_with, press, said, settle, shown, write
from textual.pilot import Pilot

from rrt_qual.domain.codebook import Codebook, Stance
from rrt_qual.domain.coding import Coding, Origin
from rrt_qual.ingest.codebook.file import read_codebook
from rrt_qual.services.shared.project import Project
from rrt_qual.services.shared.resources import default_codebook
from rrt_qual.tui.app import RrtApp
from rrt_qual.tui.codebook.picker import ThemePicker
from rrt_qual.tui.codebook.search import ThemeIndex
from rrt_qual.tui.coding.pin import PinScreen
from rrt_qual.tui.coding.screen import CodingScreen
from rrt_qual.tui.suggestions.new_theme import NewThemeScreen

OFFERED = [("jokes", 0.8, Stance.STRENGTH), ("blame", 0.5, Stance.RISK)]


@asynccontextmanager
async def coding(
    project: Project, size: tuple[int, int] = WIDE, *, blind: bool = False
) -> AsyncIterator[tuple[RrtApp, CodingScreen, Pilot[None]]]:
    """Interview A open by Ann, two suggestions ready for each passage, the cursor on the participant's first words."""
    app = RrtApp(project, "Ann", "A", engine=FakeEngine(OFFERED).open_, blind=blind)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        while not blind and not app.suggesting.ready:
            await pilot.pause()
        await press(pilot, "down")
        while not blind and not app.screen.desk.offers.ready:  # type: ignore[attr-defined]
            await pilot.pause()
        assert isinstance(app.screen, CodingScreen)
        yield app, app.screen, pilot


def stored(screen: CodingScreen) -> list[Coding]:
    """This coder's codings, read back."""
    return screen.session.codings(screen.desk.interview_id, mine=True)


@pytest.mark.parametrize("key", ["enter", "ctrl+s", "ctrl+r", "ctrl+o"])
async def test_an_untouched_picker_codes_nothing(project: Project, key: str) -> None:
    """Enter pressed twice, or a stance key at once, chooses nothing and says what to do."""
    async with coding(project) as (app, screen, pilot):
        await press(pilot, "enter", key)
        assert isinstance(app.screen, ThemePicker) and stored(screen) == []
        assert "Nothing is chosen yet" in said(app)[-1]


@pytest.mark.parametrize(("key", "stance"), [("enter", Stance.STRENGTH), ("ctrl+r", Stance.RISK)])
async def test_a_suggestion_taken_in_the_picker_is_an_accepted_one(project: Project, key: str, stance: Stance) -> None:
    """The first row is the first suggestion, in its stance or that of the key; the decision is kept."""
    async with coding(project) as (app, screen, pilot):
        await press(pilot, "enter")
        assert "Suggested for this passage" in shown(app)
        await press(pilot, "down")
        assert "80 %" in line_with(app, "❯ █") and "+ strength" in line_with(app, "❯ █")
        await press(pilot, key)
        assert [(c.theme, c.stance, c.origin) for c in stored(screen)] == [("jokes", stance, Origin.ACCEPTED)]
        kept = project.conn.execute("SELECT verdict FROM decision").fetchall()
        assert [r["verdict"] for r in kept] == ["accepted"]


async def test_a_theme_that_is_typed_is_coded_by_hand(project: Project) -> None:
    """Who types a theme that is suggested as well has not accepted the suggestion."""
    async with coding(project) as (_, screen, pilot):
        await press(pilot, "enter")
        await write(pilot, "jokes")
        await press(pilot, "enter")
        assert [(c.theme, c.origin) for c in stored(screen)] == [("jokes", Origin.HAND)]


async def test_blind_coders_see_no_suggestion_in_the_picker(project: Project) -> None:
    """What is hidden at the side does not stand in the picker either."""
    async with coding(project, blind=True) as (app, _, pilot):
        await press(pilot, "enter")
        assert isinstance(app.screen, ThemePicker) and "Suggested" not in shown(app)


async def test_a_new_theme_takes_a_second_deliberate_key(project: Project) -> None:
    """Enter on words that match nothing says so; down and enter ask for the theme, which then codes the passage."""
    async with coding(project) as (app, screen, pilot):
        await press(pilot, "enter")
        await write(pilot, "zzparking")
        await press(pilot, "enter", "enter")
        assert isinstance(app.screen, ThemePicker) and "No theme matches" in said(app)[-1]
        await press(pilot, "down", "ctrl+r")
        assert isinstance(app.screen, NewThemeScreen) and "zzparking" in shown(app)
        await press(pilot, "enter", "enter")
        assert isinstance(app.screen, NewThemeScreen), "an indicator must be chosen"
        await press(pilot, "down", "ctrl+s")
        assert [(c.theme, c.stance, c.origin) for c in stored(screen)] == [("zzparking", Stance.RISK, Origin.HAND)]
        await press(pilot, "z")
        assert stored(screen) == [] and "zzparking" in {t.id for t in project.codebook().themes}


async def test_digits_say_how_to_pin_and_stay(project: Project) -> None:
    """A free digit says what to do; a pinned one codes with its theme whatever was used since."""
    async with coding(project) as (app, screen, pilot):
        await press(pilot, "5")
        assert "No theme is under 5 yet. T puts one there" in said(app)[-1] and stored(screen) == []
        await press(pilot, "1", "T")
        assert isinstance(app.screen, PinScreen)
        await press(pilot, "5")
        assert screen.desk.pins == {5: "jokes"} and "5 █" in shown(app)
        await press(pilot, "down", "enter")
        await write(pilot, "blame")
        await press(pilot, "enter", "down", "5")
        assert [c.theme for c in stored(screen)] == ["jokes", "blame", "jokes"]


async def test_most_used_themes_are_offered_for_free_digits_never_taken(project: Project) -> None:
    """The dialog says what `m` would put where; a theme can be put under a digit from the picker as well."""
    async with coding(project, SMALL) as (app, screen, pilot):
        await press(pilot, "1", "enter")
        await write(pilot, "blame")
        await press(pilot, "ctrl+t", "7", "escape")
        assert screen.desk.pins == {7: "blame"}
        await press(pilot, "T")
        assert "puts what you use most" in shown(app) and "5 Jokes" in " ".join(shown(app).replace("│", " ").split())
        await press(pilot, "m")
        assert screen.desk.pins == {5: "jokes", 7: "blame"}
        await press(pilot, "T", "0")
        assert screen.desk.pins == {7: "blame"}


async def test_a_retired_theme_under_a_digit_is_said_not_applied(project: Project) -> None:
    """The digit keeps what was put there, and says that it is no longer in the codebook."""
    async with coding(project) as (app, screen, pilot):
        screen.desk.pin({8: "jokes"})
        del screen.desk.themes["jokes"]
        await press(pilot, "8")
        assert "no longer in the codebook" in said(app)[-1] and stored(screen) == []


class Opposite:
    """A meaning that finds each theme nearest that stands last in the codebook."""

    def __init__(self, codebook: Codebook) -> None:
        self.codebook = codebook

    near = 0.9

    def knows(self, word: str) -> bool:
        """It knows no word that the codebook has not."""
        return False

    def nearness(self, words: str) -> dict[str, float]:
        """From 0 to 1 by place."""
        return {t.id: n / len(self.codebook.themes) for n, t in enumerate(self.codebook.themes)}


def test_a_name_or_its_beginning_finds_the_theme_whatever_is_meant() -> None:
    """Whatever the model thinks, a typed name comes first, and so does each beginning that words alone put first."""
    retention = read_codebook(default_codebook())
    index, meaning = ThemeIndex(retention), Opposite(retention)
    for theme in retention.themes:
        assert index.by_meaning(theme.name, meaning)[0].theme_id == theme.id
        for size in range(3, len(theme.name), 4):
            typed = theme.name[:size]
            if index.search(typed)[0].theme_id == theme.id:
                assert index.by_meaning(typed, meaning)[0].theme_id == theme.id, typed


def test_meaning_finds_what_no_word_says() -> None:
    """Without a word in common, the nearest themes are found, and only those that are near."""
    retention = read_codebook(default_codebook())
    index, meaning = ThemeIndex(retention), Opposite(retention)
    assert index.search("xylophone") == []
    found = index.by_meaning("xylophone", meaning)
    assert found[0].theme_id == retention.themes[-1].id and 0 < len(found) <= 10


def test_what_is_near_to_no_theme_finds_none() -> None:
    """A word that the codebook has not, nearer to no theme than any word is, offers a new theme and no guess."""
    retention = read_codebook(default_codebook())
    index, meaning = ThemeIndex(retention), Opposite(retention)
    meaning.near = 1.5
    for typed in ("xylophone", "boiling point of water", "Priya"):
        assert index.by_meaning(typed, meaning) == [], typed
    assert index.by_meaning("caseload", meaning)[0].theme_id == "caseload-size"
