"""The table of themes and the passages behind its figures."""

from __future__ import annotations

import pytest
from looking import SMALL, WIDE, line_with, lines, press, said, settle, shown

from rrt_qual.domain.spans import Span
from rrt_qual.services.shared.project import Project
from rrt_qual.tui.app import RrtApp
from rrt_qual.tui.figures.passages import PassagesScreen
from rrt_qual.tui.figures.themes import ThemesScreen, following
from rrt_qual.tui.interviews.screen import InterviewsScreen
from rrt_qual.tui.widgets.row_table import RowTable


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, Span | None]]:
    """The places that were asked for, instead of opening them."""
    asked: list[tuple[str, Span | None]] = []
    monkeypatch.setattr(RrtApp, "open_interview", lambda self, i, place=None: asked.append((i, place)))
    return asked


@pytest.mark.parametrize("size", [SMALL, WIDE])
async def test_figures_with_their_base(coded: Project, size: tuple[int, int]) -> None:
    """n of N, share, interval, passages and stances stand on a small screen as on a large one."""
    app = RrtApp(coded, "Ann")
    async with app.run_test(size=size) as pilot:
        await press(pilot, "t")
        assert "3 of 3 interviews coded" in shown(app)
        assert "An interview counts when any coder has coded the theme there." in shown(app)
        assert "all waves · any coder · all stances" in shown(app)
        row = line_with(app, "Lone visits")
        for words in ("2 of 3", "67 %", "21–94 %", " 2 "):
            assert words in row, words
        team = line_with(app, "Colleagues")
        assert "1 of 3" in team and "33 %" in team
        assert "0 of 3" in line_with(app, "nobody") or "0 of 3" not in shown(app)
        head = line_with(app, "Share")
        for words in ("+ strength", "- risk", "! solution") if size is WIDE else (" + ", " - ", " !"):
            assert words in head, words
        assert ("━" in row) is (size is WIDE)


async def test_filters_go_round(coded: Project) -> None:
    """Wave, coder and stance: one after another, then all again; the heading says which."""
    app = RrtApp(coded, "Ann")
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, "t", "w")
        assert "wave 2025" in shown(app) and "1 of 1 interviews coded" in shown(app)
        await press(pilot, "w")
        assert "wave 2026" in shown(app) and "2 of 2" in shown(app)
        await press(pilot, "w", "c", "c")
        assert "all waves · coder Bob" in shown(app)
        assert "An interview counts when Bob has coded the theme there." in shown(app)
        assert "1 of 2" in line_with(app, "Colleagues")
        await press(pilot, "c", "s", "s")
        assert "any coder · - risk" in shown(app)
        assert "coded the theme there as risk." in shown(app)
        assert "1 of 3" in line_with(app, "Threats") and "0 of 3" in line_with(app, "Jokes")
        await press(pilot, "s", "s")
        assert "all stances" in shown(app)


async def test_broken_down_by_an_attribute(coded: Project) -> None:
    """Each value is a column with a base of its own; b goes on to the next attribute, then back."""
    app = RrtApp(coded, "Ann")
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, "t", "b")
        assert "By wave" in shown(app) and "2025" in line_with(app, "Theme ") and "2026" in line_with(app, "Theme ")
        assert "1 of 1" in line_with(app, "Lone visits") and "1 of 2" in line_with(app, "Lone visits")
        await press(pilot, "b")
        assert "By role" in shown(app)
        assert line_with(app, "Theme ").split() == ["Theme", "Manager", "Social", "worker"]
        await press(pilot, "b", "b")
        assert "By " not in shown(app)


async def test_more_groups_than_fit_scroll_with_the_cursor(coded: Project, ids: dict[str, str]) -> None:
    """The columns follow the cursor, and the heading says which are shown."""
    from rrt_qual.store.figures import frequencies
    from rrt_qual.store.file.connection import transaction
    from rrt_qual.store.interviews import interviews
    from small_project import fill, transcript

    made = fill(coded, *(transcript(f"Z{n}", "How", "Well") for n in range(6)))
    with transaction(coded.conn) as conn:
        for name, interview_id in made.items():
            interviews.set_attributes(conn, interview_id, {"team": f"Team {name}"})
        frequencies.rebuild(conn)
    app = RrtApp(coded, "Ann")
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, "t", "b", "b", "b")
        assert "By team 1 to 3 of 9" in shown(app)
        await press(pilot, *["right"] * 4)
        assert "By team 3 to 5 of 9" in shown(app)
        assert app.screen.query_one(RowTable).figure == 2
        await press(pilot, *["left"] * 9)
        assert "By team 1 to 3 of 9" in shown(app)


async def test_levels_and_order(coded: Project) -> None:
    """Domains alone, with indicators, with themes; in the codebook's order or the most interviews first."""
    app = RrtApp(coded, "Ann")
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, "t")
        assert "Jokes" in shown(app)
        await press(pilot, "l")
        assert "Jokes" not in shown(app) and "Just culture" not in shown(app) and "I feel safe" in shown(app)
        await press(pilot, "l")
        assert "Jokes" not in shown(app) and "Just culture" in shown(app)
        await press(pilot, "l", "o")
        names = [line for line in lines(app) if " of 3" in line and "%" in line]
        assert "Lone visits" in names[0] and "I feel safe" not in shown(app)


async def test_passages_behind_a_figure(coded: Project, ids: dict[str, str], opened: list[object]) -> None:
    """Enter on a figure lists exactly its passages; enter on one opens it at its place."""
    app = RrtApp(coded, "Ann")
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, "t")
        grid = app.screen.query_one(RowTable)
        row = next(n for n, r in enumerate(app.screen._rows) if r.key == "colleagues")
        grid.move_to(row)
        await press(pilot, "enter")
        assert isinstance(app.screen, PassagesScreen)
        assert "2 codings in 1 interview" in shown(app)
        assert "Ann" in line_with(app, "+ strength") and "Bob" in line_with(app, "- risk")
        assert shown(app).count("The team is kind.") == 3, "two passages, and the whole of the first below"
        await press(pilot, "enter")
        interview_id, place = opened[0]
        assert interview_id == ids["A"]
        assert isinstance(place, Span)
        await press(pilot, "escape")
        assert isinstance(app.screen, ThemesScreen) and grid.cursor == row
        await press(pilot, "right", "right", "enter")
        assert "1 coding in 1 interview" in shown(app) and "- risk" in shown(app)
        await press(pilot, "q", "right", "enter")
        assert isinstance(app.screen, ThemesScreen)
        assert said(app)[-1] == "No passage stands behind that figure."


async def test_a_domain_and_a_group_have_passages_too(coded: Project) -> None:
    """The figure of a domain in one group shows the passages of that group alone."""
    app = RrtApp(coded, "Ann")
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "t", "b", "b", "home", "right", "enter")
        assert "2 codings in 2 interviews" in shown(app)
        assert "role: Social worker" in shown(app)
        assert "LV Lone visits" in shown(app), "under a domain each passage says its theme"


async def test_mouse_goes_to_a_figure_and_opens_it(coded: Project) -> None:
    """A click puts the cursor on the figure, the next one shows its passages."""
    app = RrtApp(coded, "Ann")
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "t")
        grid = app.screen.query_one(RowTable)
        x = 2 + sum(c.width + 2 for c in grid.columns[: grid.figures[2]]) + 3
        for times in (1, 2):
            await pilot.click(grid, offset=(x, 1))
            await settle(pilot)
            assert (grid.cursor, grid.figure) == (0, 2)
            assert isinstance(app.screen, ThemesScreen if times == 1 else PassagesScreen)
        assert "- risk" in shown(app)


async def test_answers_to_old_questions_are_dropped(coded: Project) -> None:
    """When a filter is changed twice at once, the table is that of the second."""
    app = RrtApp(coded, "Ann")
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, "t")
        screen = app.screen
        assert isinstance(screen, ThemesScreen)
        old = screen._table
        assert old is not None
        screen.action_wave()
        await settle(pilot)  # the new answer stands; the old one comes after it, and nothing paints over that
        screen.post_message(ThemesScreen.Came(screen.asked_times - 1, lambda: screen._counted(old)))
        await settle(pilot)
        assert screen._table is not old and screen._table is not None and screen._table.wave == "2025"


async def test_nothing_coded_yet(project: Project) -> None:
    """Without codings the table stands there with its zeros."""
    app = RrtApp(project, "Ann")
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, "t")
        assert "0 of 3 interviews coded" in shown(app)
        await press(pilot, "enter", "w", "b", "c", "s", "l", "o", "right", "left", "escape")
        assert isinstance(app.screen, InterviewsScreen)


def test_options_go_round() -> None:
    """None, then each, then None; an option that is gone leads back to None."""
    assert following(["a", "b"], None) == "a"
    assert following(["a", "b"], "a") == "b"
    assert following(["a", "b"], "b") is None
    assert following(["a"], "gone") is None
    assert following([], None) is None
