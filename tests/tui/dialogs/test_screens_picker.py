"""Choosing a theme or an interview: what is found, and what the keys answer."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace

import pytest
from looking import SMALL, WIDE, line_with, press, settle, shown, write
from textual.containers import VerticalScroll

from rrt_qual.domain.codebook import Codebook, Stance, Theme
from rrt_qual.ingest.codebook.file import read_codebook
from rrt_qual.services.coding.session import CodingSession
from rrt_qual.services.shared.project import Project
from rrt_qual.services.shared.resources import default_codebook
from rrt_qual.tui.app import RrtApp
from rrt_qual.tui.codebook.picker import PickResult, ThemePicker
from rrt_qual.tui.codebook.search import ThemeIndex, index_of
from rrt_qual.tui.dialogs.jump import JumpScreen, matching
from rrt_qual.tui.widgets.signs import letters


@pytest.fixture(scope="module")
def retention() -> Codebook:
    """The codebook that comes with the program: 66 themes."""
    return read_codebook(default_codebook())


class Asked:
    """A picker on the screen, and what it answered."""

    def __init__(self) -> None:
        self.answers: list[PickResult | str | None] = []

    def theme(self, app: RrtApp, codebook: Codebook, recent: tuple[str, ...] = ()) -> ThemePicker:
        """Open a theme picker."""
        picker = ThemePicker(codebook, letters(codebook), "Code", "We laugh [b]a lot[/b].\nEvery  day", recent)
        app.push_screen(picker, self.answers.append)
        return picker


# searching --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "theme"),
    [
        ("caseload", "caseload-size"),
        ("caselaod", "caseload-size"),
        ("size caseload", "caseload-size"),
        ("supervison", "supervision-regularity"),
        ("mangaer", "manager-turnover"),
        ("parking", "workspace-kit"),
        ("alone visit unsafe", "lone-visits"),
        ("THREATS", "threats-violence"),
        ("burnt out", "exhaustion-stress"),
        ("managers skill", "manager-skill-care"),
    ],
)
def test_finds_what_is_meant(retention: Codebook, typed: str, theme: str) -> None:
    """Names first, then definitions and examples; any order, any case, typing errors forgiven."""
    assert index_of(retention).search(typed)[0].theme_id == theme


def test_an_exact_name_comes_first(retention: Codebook) -> None:
    """Whoever types a whole name gets that theme."""
    index = index_of(retention)
    assert [t.name for t in retention.themes if index.search(t.name)[0].theme_id != t.id] == []


def test_nothing_is_found_for_nothing(retention: Codebook) -> None:
    """Blank and unheard-of words find no theme."""
    index = index_of(retention)
    assert index.search("  ") == [] and index.search("?!") == [] and index.search("xylophone") == []


def calls_of(act: Callable[[], object]) -> int:
    """How many functions are called, Python's own included: a measure of work that no clock has a say in."""
    count = 0

    def note(frame: object, event: str, arg: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        act()
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize("query", ["c", "the", "mangaer", "too many cases", "somebody to talk to after a visit"])
def test_a_key_costs_no_more_than_the_themes_there_are(retention: Codebook, query: str) -> None:
    """Four times as many themes, of ten examples each, are at most five times the work, and each is little."""
    work = {}
    for times in (1, 4):
        themes = tuple(
            replace(t, id=f"{t.id}-{n}", name=f"{t.name} {n}") for n in range(times) for t in retention.themes[:50]
        )
        index = ThemeIndex(replace(retention, themes=themes))
        index.search("warm up")
        work[times] = calls_of(lambda index=index: index.search(query))
    assert work[4] <= 5 * work[1]
    assert work[4] <= 200 * 200, "calls for each of 200 themes"


def test_signs_are_two_letters_and_all_different(retention: Codebook) -> None:
    """Each theme has a sign of its own, made of its name where that can be."""
    signs = letters(retention)
    assert len(set(signs.values())) == len(retention.themes)
    assert all(len(s) == 2 and s.isascii() and s.isupper() for s in signs.values())
    assert (signs["caseload-size"], signs["isolation"]) == ("CS", "IO")
    odd = [
        Theme(str(n), name, "#000000", "") for n, name in enumerate(["", "仕事", "a", "Straße", "of the", "Pay pay"])
    ]
    many = [Theme(f"m{n}", "Much the same", "#000000", "") for n in range(1300)]
    book = Codebook("b", "B", 1, (*odd, *many))
    found = list(letters(book).values())
    assert len(set(found)) == 36 * 36 + 1, "all pairs, and one sign for the rest"
    assert all(len(s) == 2 for s in found)


# the picker -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "stance"),
    [("enter", None), ("ctrl+s", Stance.STRENGTH), ("ctrl+r", Stance.RISK), ("ctrl+o", Stance.SOLUTION)],
)
async def test_keys_answer_with_theme_and_stance(
    project: Project, retention: Codebook, key: str, stance: Stance | None
) -> None:
    """Type, move, and one key: the theme under the cursor, with the stance of the key."""
    app, asked = RrtApp(project, "Ann"), Asked()
    async with app.run_test(size=SMALL) as pilot:
        asked.theme(app, retention)
        await settle(pilot)
        await write(pilot, "manager")
        await press(pilot, "down", "down", "up", key)
        theme = index_of(retention).search("manager")[1].theme_id
        assert asked.answers == [PickResult(theme, stance)]


@pytest.mark.parametrize("size", [SMALL, WIDE])
async def test_shows_passage_list_and_definition(project: Project, retention: Codebook, size: tuple[int, int]) -> None:
    """What is coded, the theme with its indicator and its definition are on the screen, small or large."""
    app, asked = RrtApp(project, "Ann"), Asked()
    async with app.run_test(size=size) as pilot:
        asked.theme(app, retention, ("salary-grading", "gone", "isolation"))
        await settle(pilot)
        assert "Code: “We laugh [b]a lot[/b]. Every day”" in shown(app)
        assert "Used last" in shown(app) and "❯ █" not in shown(app)
        assert "Nothing is chosen yet" in shown(app)
        await write(pilot, "parking")
        assert "Resources and systems" in line_with(app, "❯ █")
        for words in ("WE Workspace and equipment", "physical and technical means", "Ctrl+S Strength", "Esc Cancel"):
            assert words in shown(app), words
        assert ("Not when" in shown(app)) is (size is WIDE)
        await press(pilot, "ctrl+down")
        assert "Not when" in shown(app), "a key scrolls what does not fit"
        await press(pilot, "ctrl+up")
        assert app.screen.query_one("#detail", VerticalScroll).scroll_y == 0


async def test_recent_themes_come_first_and_headings_are_passed_over(project: Project, retention: Codebook) -> None:
    """Nothing typed: the themes used last, then the codebook under its headings, which the cursor skips."""
    app, asked = RrtApp(project, "Ann"), Asked()
    async with app.run_test(size=WIDE) as pilot:
        asked.theme(app, retention, ("isolation",))
        await press(pilot, "down", "down")
        assert "Threats and violence" in line_with(app, "❯ █")
        await press(pilot, "up", "enter")
        assert asked.answers == [PickResult("isolation", None)]


async def test_no_match_answers_nothing(project: Project, retention: Codebook) -> None:
    """Enter on nothing does nothing; escape answers None."""
    app, asked = RrtApp(project, "Ann"), Asked()
    async with app.run_test(size=SMALL) as pilot:
        asked.theme(app, retention)
        await settle(pilot)
        await write(pilot, "xylophone")
        assert "Nothing in the codebook matches." in shown(app)
        await press(pilot, "enter", "ctrl+s", "down")
        assert asked.answers == []
        await press(pilot, "escape")
        assert asked.answers == [None]


async def test_a_second_click_chooses(project: Project, retention: Codebook) -> None:
    """The first click shows what a theme means, the second codes."""
    app, asked = RrtApp(project, "Ann"), Asked()
    async with app.run_test(size=SMALL) as pilot:
        picker = asked.theme(app, retention)
        await settle(pilot)
        await pilot.click("#rows", offset=(10, 3))
        await settle(pilot)
        assert picker.rows.cursor == 3 and asked.answers == []
        await pilot.click("#rows", offset=(10, 3))
        await settle(pilot)
        assert asked.answers == [PickResult(retention.themes[2].id, None)]


async def test_brackets_in_a_codebook_stand_as_they_are(marked: Project) -> None:
    """Names, definitions and examples are not markup; rules name other themes by name, not by id."""
    app, asked = RrtApp(marked, "Ann"), Asked()
    async with app.run_test(size=WIDE) as pilot:
        asked.theme(app, marked.codebook())
        await press(pilot, "down")
        for words in ("[b]Pay[/b]", "What [red]one[/red] earns.", "“They [i]underpay[/i] us”", "(use ‘Jokes’)"):
            assert words in shown(app), words


async def test_a_flat_codebook_has_no_headings(project: Project) -> None:
    """Themes without indicators are simply listed."""
    book = Codebook("flat", "Flat", 1, (Theme("a", "Apples", "#ff0000", "Fruit."), Theme("b", "Bread", "#00ff00", "")))
    app, asked = RrtApp(project, "Ann"), Asked()
    async with app.run_test(size=SMALL) as pilot:
        asked.theme(app, book)
        await press(pilot, "down", "down", "enter")
        assert asked.answers == [PickResult("b", None)]


# going to an interview --------------------------------------------------------------------------


def test_interviews_match_by_name_attribute_and_nearly(coded: Project) -> None:
    """All words must stand somewhere; a typing error still finds something."""
    heads = CodingSession(coded, coded.coder("Ann")).heads()
    assert [h.name for h in matching(heads, "2026 social")] == ["A"]
    assert [h.name for h in matching(heads, "done")] == ["A"]
    assert [h.name for h in matching(heads, "")] == ["C", "A", "B"]
    assert matching(heads, "b")[0].name == "B", "a name that begins so comes first"
    assert "B" in [h.name for h in matching(heads, "mannager")]


async def test_jump_answers_with_the_interview(coded: Project, ids: dict[str, str]) -> None:
    """Type part of a role, enter: the interview's id; escape: None."""
    app = RrtApp(coded, "Ann")
    answers: list[str | None] = []
    async with app.run_test(size=SMALL) as pilot:
        assert app.session is not None
        app.push_screen(JumpScreen(app.session.heads, ids["B"]), answers.append)
        await settle(pilot)
        assert " B " in line_with(app, "❯"), "one starts where one is"
        await write(pilot, "social")
        await press(pilot, "down", "enter")
        assert answers == [ids["A"]]
        app.push_screen(JumpScreen(app.session.heads), answers.append)
        await press(pilot, "escape")
        assert answers == [ids["A"], None]
