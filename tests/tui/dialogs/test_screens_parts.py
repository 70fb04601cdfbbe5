"""The codebook tree and the find bar, each on a bare screen of its own."""

from __future__ import annotations

import pytest
from looking import SMALL, line_with, lines, press, settle, shown, write
from textual.app import App, ComposeResult
from textual.message import Message
from textual.widgets import Input

from rrt_qual.domain.codebook import Codebook, Theme
from rrt_qual.tui.codebook.tree import CodebookTree
from rrt_qual.tui.transcript.find_bar import FindBar
from rrt_qual.tui.widgets.bars import bar, count, interval, percent
from rrt_qual.tui.widgets.signs import letters
from small_project import CODEBOOK


class Bare(App[None]):
    """A screen with one widget, which keeps what it says."""

    BINDINGS = [("escape", "left", "")]

    def __init__(self, part: CodebookTree | FindBar) -> None:
        super().__init__()
        self.part = part
        self.heard: list[Message] = []
        self.left = 0

    def compose(self) -> ComposeResult:
        yield self.part

    def on_codebook_tree_theme_chosen(self, event: CodebookTree.ThemeChosen) -> None:
        self.heard.append(event)

    def on_codebook_tree_theme_highlighted(self, event: CodebookTree.ThemeHighlighted) -> None:
        self.heard.append(event)

    def on_find_bar_changed(self, event: FindBar.Changed) -> None:
        self.heard.append(event)

    def on_find_bar_submitted(self, event: FindBar.Submitted) -> None:
        self.heard.append(event)

    def on_find_bar_closed(self, event: FindBar.Closed) -> None:
        self.heard.append(event)

    def action_left(self) -> None:
        self.left += 1

    def chosen(self) -> list[str]:
        return [e.theme_id for e in self.heard if isinstance(e, CodebookTree.ThemeChosen)]


def tree(codebook: Codebook = CODEBOOK) -> CodebookTree:
    return CodebookTree(codebook, letters(codebook))


# the tree ---------------------------------------------------------------------------------------


async def test_tree_shows_three_levels_with_counts() -> None:
    """Domain, indicator, theme and the theme below it; counts here and in all, summed above."""
    part = tree()
    app = Bare(part)
    async with app.run_test(size=(44, 40)) as pilot:
        part.set_counts({"threats": 2}, {"threats": 5, "visits": 1, "jokes": 3})
        part.focus_tree()
        await settle(pilot)
        assert line_with(app, "Threats").split()[-2:] == ["2", "5"]
        assert line_with(app, "Lone visits").split()[-2:] == ["·", "1"]
        assert line_with(app, "I feel safe").split()[-2:] == ["2", "6"]
        assert line_with(app, "Colleagues").split()[-2:] == ["·", "3"]
        assert "█JO Jokes" in shown(app) and "here all" in shown(app)
        indents = [line_with(app, n).index(n) for n in ("I feel happy", "Colleagues", "Jokes")]
        assert indents == sorted(indents)


async def test_counts_fold_nothing_open() -> None:
    """New figures leave the cursor and what is folded as they are."""
    part = tree()
    app = Bare(part)
    async with app.run_test(size=SMALL) as pilot:
        part.focus_tree()
        await press(pilot, "down", "left")
        assert "Threats" not in shown(app) and "▸ Physical safety" in shown(app)
        part.set_counts({"threats": 2}, {"threats": 2})
        await settle(pilot)
        assert "Threats" not in shown(app) and line_with(app, "❯").split()[-2:] == ["2", "2"]
        await press(pilot, "right")
        assert "Threats" in shown(app)


async def test_left_and_right_walk_the_tree() -> None:
    """Left on a theme goes to what it is part of, then folds that; right unfolds, then goes in."""
    part = tree()
    app = Bare(part)
    async with app.run_test(size=SMALL) as pilot:
        part.focus_tree()
        await settle(pilot)
        await press(pilot, "end")
        assert part.highlighted_theme == "jokes"
        await press(pilot, "left")
        assert part.highlighted_theme == "colleagues"
        await press(pilot, "left")
        assert "Jokes" not in shown(app)
        await press(pilot, "left", "left", "left")
        assert "I feel happy" in line_with(app, "❯") and part.highlighted_theme is None
        await press(pilot, "right", "right", "right", "right", "right")
        assert part.highlighted_theme == "jokes"


async def test_enter_chooses_a_theme_and_folds_the_rest() -> None:
    """Only themes are chosen; on a domain enter folds and unfolds."""
    part = tree()
    app = Bare(part)
    async with app.run_test(size=SMALL) as pilot:
        part.focus_tree()
        await press(pilot, "enter")
        assert app.chosen() == [] and "Threats" not in shown(app)
        await press(pilot, "enter", "down", "down", "enter")
        assert app.chosen() == ["threats"]


async def test_filter_keeps_what_is_above() -> None:
    """Words of a definition find the theme; its indicator and domain stay; escape shows all, then leaves."""
    part = tree()
    app = Bare(part)
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, "tab")
        part.focus_filter()
        await write(pilot, "lauhging")
        assert [n for n in ("I feel happy", "Team", "Colleagues", "Jokes") if n not in shown(app)] == []
        assert "I feel safe" not in shown(app)
        assert part.highlighted_theme == "jokes"
        await press(pilot, "enter", "enter")
        assert app.chosen() == ["jokes"]
        await press(pilot, "escape")
        assert "I feel safe" in shown(app) and part.filter_words == "" and app.left == 0
        assert part.highlighted_theme == "jokes", "the cursor stays where it was"
        await press(pilot, "escape")
        assert app.left == 1


async def test_filter_without_a_match_is_empty() -> None:
    """Nothing matches: nothing is shown, and no key fails."""
    part = tree()
    app = Bare(part)
    async with app.run_test(size=SMALL) as pilot:
        part.focus_filter()
        await write(pilot, "zzzzz")
        await press(pilot, "down", "enter", "left", "right", "up")
        assert part.highlighted_theme is None and app.chosen() == []


async def test_the_theme_under_the_cursor_is_told_and_explained() -> None:
    """A message at each step; where there is room its whole name and definition stand below."""
    part = tree()
    app = Bare(part)
    async with app.run_test(size=(30, 40)) as pilot:
        part.focus_tree()
        await press(pilot, "down", "down")
        told = [e.theme_id for e in app.heard if isinstance(e, CodebookTree.ThemeHighlighted)]
        assert told[-1] == "threats" and None in told
        assert "Being threatened." in shown(app)


async def test_a_second_click_chooses() -> None:
    """The mouse goes to a theme with one click and chooses with the next."""
    part = tree()
    app = Bare(part)
    async with app.run_test(size=SMALL) as pilot:
        at = next(n for n, line in enumerate(lines(app)) if "Threats" in line) if await pilot.pause() is None else 0
        for expected in ([], ["threats"]):
            await pilot.click(offset=(10, at))
            await settle(pilot)
            assert app.chosen() == expected


async def test_another_codebook_takes_its_place() -> None:
    """A flat codebook has no levels above; names are not markup."""
    part = tree()
    app = Bare(part)
    async with app.run_test(size=SMALL) as pilot:
        flat = Codebook("flat", "Flat", 1, (Theme("x", "[b]X[/b] ray", "#ff0000", ""),))
        part.set_codebook(flat, letters(flat))
        await settle(pilot)
        assert "[b]X[/b] ray" in shown(app) and "I feel" not in shown(app)


# the find bar -----------------------------------------------------------------------------------


async def test_find_bar_tells_what_is_typed_and_wanted() -> None:
    """Changed with each key, Submitted on enter and down, Closed on escape; the status stands beside."""
    part = FindBar()
    app = Bare(part)
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        assert "Find" not in shown(app)
        part.open()
        await write(pilot, "te")
        part.set_status("hit 3 of 17")
        await press(pilot, "enter", "down")
        assert [e.query for e in app.heard if isinstance(e, FindBar.Changed)] == ["t", "te"]
        assert sum(isinstance(e, FindBar.Submitted) for e in app.heard) == 2
        assert "Find" in shown(app) and "hit 3 of 17" in shown(app)
        await press(pilot, "escape")
        assert isinstance(app.heard[-1], FindBar.Closed) and "Find" not in shown(app) and app.left == 0
        part.open()
        await write(pilot, "x")
        assert part.query_one(Input).value == "x", "the old words were selected"


# bars and shares --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("share", "drawn"),
    [(0.0, "────"), (None, "────"), (0.001, "╸───"), (0.5, "━━──"), (0.6, "━━╸─"), (0.999, "━━━╸"), (1.0, "━━━━")],
)
def test_bar(share: float | None, drawn: str) -> None:
    """Only nothing is empty and only all is full."""
    assert bar(share, 4).plain == drawn


def test_shares_and_counts_in_words() -> None:
    """No share is rounded to none or to all; one thing is one thing."""
    assert [percent(s) for s in (None, 0.0, 0.001, 0.5, 0.999, 1.0)] == ["-", "0 %", "<1 %", "50 %", ">99 %", "100 %"]
    assert (interval(None), interval((0.207, 0.938))) == ("-", "21–94 %")
    assert (count(1, "hit"), count(1200, "hit"), count(2, "man", "men")) == ("1 hit", "1,200 hits", "2 men")
