"""The table of themes: how many interviews speak of each, as what, and who."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeVar

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.events import Resize
from textual.widgets import Static

from rrt_qual.domain.codebook import STANCES, Stance
from rrt_qual.services.figures import frequencies
from rrt_qual.services.figures.frequencies import LEVELS, FrequencyRow, FrequencyTable
from rrt_qual.services.shared.project import Project
from rrt_qual.tui.actions import table as actions
from rrt_qual.tui.figures.theme_columns import ColumnLayout, ThemeLook, cells, layout, rows_at
from rrt_qual.tui.shared.screen import RrtScreen
from rrt_qual.tui.widgets.key_line import KeyLine
from rrt_qual.tui.widgets.plain import squeeze
from rrt_qual.tui.widgets.row_list import RowList
from rrt_qual.tui.widgets.row_table import RowTable
from rrt_qual.tui.widgets.signs import letters

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Filters:
    """What the figures are counted by."""

    wave: str | None = None
    by: str | None = None
    coder: str | None = None
    stance: Stance | None = None


def following(options: Sequence[T], now: T | None) -> T | None:
    """The option after `now`; None before the first and after the last."""
    if now is None:
        return options[0] if options else None
    at = options.index(now) + 1 if now in options else len(options)
    return options[at] if at < len(options) else None


class ThemesScreen(RrtScreen[None]):
    """Every figure with its base; enter shows the passages behind the one under the cursor."""

    BINDINGS = actions.bindings("themes")
    SCOPE = "themes"
    SHOWS_OTHERS = True
    AUTO_FOCUS = "RowTable"

    def __init__(self, project: Project) -> None:
        super().__init__()
        self._project = project
        self._filters = Filters()
        self._level = "theme"
        self._by_number = False
        self._group = 0
        self._table: FrequencyTable | None = None
        self._plan: ColumnLayout | None = None
        self._rows: Sequence[FrequencyRow] = ()
        self._signs = letters(project.codebook())

    def compose(self) -> ComposeResult:
        """What is counted and how, the figures, the keys."""
        with Horizontal(classes="heading"):
            yield Static(id="base", markup=False)
            yield Static(id="filters", classes="right", markup=False)
        yield Static(id="rule", classes="line", markup=False)
        yield RowTable(id="figures")
        yield KeyLine(self.SCOPE)

    def on_screen_resume(self) -> None:
        """Count; when one comes back from an interview the figures may have changed."""
        self._count()

    def project_changed(self) -> None:
        """Count again."""
        self._signs = letters(self._project.codebook())
        self._count()

    def on_resize(self, event: Resize) -> None:
        """Show as many columns as fit."""
        if self._table is not None:
            self._fill()

    # counting -----------------------------------------------------------------------------------

    def _count(self) -> None:
        by = self._filters
        table = partial(frequencies.table, self._project, wave=by.wave, by=by.by, coder=by.coder, stance=by.stance)
        self.read(self._project, table, self._counted)

    def _counted(self, table: FrequencyTable) -> None:
        self._table = table
        self._group = min(self._group, max(0, len(table.groups) - 1))
        self._fill(steady=True)

    def _filter(self, filters: Filters) -> None:
        self._filters = filters
        self._group = 0
        self._count()

    # showing ------------------------------------------------------------------------------------

    def _fill(self, *, steady: bool = False) -> None:
        table = self._table
        if table is None:
            return
        grid, kept = self.query_one(RowTable), self._row()
        self._rows = rows_at(table, self._level, by_number=self._by_number)
        look = self._look()
        plan = self._plan = self._layout(table, look)
        rows = list(self._rows)
        at = next((n for n, r in enumerate(rows) if kept and (r.level, r.key) == (kept.level, kept.key)), 0)
        if table.by:
            grid.figure = self._group - self._first_group(plan)
        grid.set_table(
            plan.columns,
            len(rows),
            lambda row: cells(rows[row], table, look, plan),
            cursor=at,
            figures=plan.figures,
            steady=steady,
        )
        self._show_heading(table, plan)

    def _look(self) -> ThemeLook:
        width = self.query_one(RowTable).row_width
        theme = self.app.current_theme
        return ThemeLook(width, theme.dark, self.app.theme_variables["primary"], self._signs, flat=self._by_number)

    def _layout(self, table: FrequencyTable, look: ThemeLook) -> ColumnLayout:
        """The groups that are shown are those around the one the cursor is on."""
        plan = layout(table, look)
        shown = len(plan.groups)
        if table.by and self._group >= shown:
            plan = layout(table, look, self._group - shown + 1)
        return plan

    def _first_group(self, plan: ColumnLayout) -> int:
        return self._table.groups.index(plan.groups[0]) if self._table and plan.groups else 0

    def _show_heading(self, table: FrequencyTable, plan: ColumnLayout) -> None:
        coded, there = table.total
        base = Text(f"Themes: {coded} of {there} interviews coded", style="bold", no_wrap=True, overflow="ellipsis")
        self.query_one("#base", Static).update(base)
        f = self._filters
        parts = [
            f"wave {f.wave}" if f.wave else "all waves",
            f"coder {f.coder}" if f.coder else "any coder",
            f"{f.stance.letter} {f.stance}" if f.stance else "all stances",
        ]
        self.query_one("#filters", Static).update(" · ".join(squeeze(p) for p in parts))
        rule = table.counting_rule
        if table.by:
            first = self._first_group(plan)
            last = first + len(plan.groups)
            part = f" {first + 1} to {last} of {len(table.groups)}, ← →" if len(plan.groups) < len(table.groups) else ""
            rule = f"By {squeeze(table.by)}{part}; {rule}"
        said = Text(squeeze(rule[:1].upper() + rule[1:]) + ".", no_wrap=True, overflow="ellipsis")
        self.query_one("#rule", Static).update(said)

    def _row(self) -> FrequencyRow | None:
        at = self.query_one(RowTable).cursor
        return self._rows[at] if at is not None and at < len(self._rows) else None

    # keys ---------------------------------------------------------------------------------------

    def on_row_list_selected(self, event: RowList.Selected) -> None:
        """A second click shows the passages."""
        self.action_passages()

    def action_passages(self) -> None:
        from rrt_qual.tui.figures.passages import PassagesAsked, PassagesScreen

        row, plan, table = self._row(), self._plan, self._table
        if row is None or plan is None or table is None:
            return
        at = self.query_one(RowTable).figure
        stance, group = plan.stances[at] or table.stance, plan.groups[at]
        figure = row.figures[group]
        n = figure.by_stance.get(stance, (0, 0))[0] if stance and not table.stance else figure.interviews
        if not n:
            self.notify("No passage stands behind that figure.", timeout=2)
            return
        name = row.name
        f = self._filters
        question = PassagesAsked(row.level, row.key, name, f.wave, f.coder, stance, f.by, group if f.by else None)
        self.app.push_screen(PassagesScreen(self._project, question))

    def action_quotes(self) -> None:
        from rrt_qual.tui.shared.asked import QuotesAsked

        row, plan, table = self._row(), self._plan, self._table
        if row is None or plan is None or table is None:
            return
        at = self.query_one(RowTable).figure
        stance, group = plan.stances[at] or table.stance, plan.groups[at]
        f = self._filters
        where = ((f.by, group),) if f.by and group and not group.startswith("(") else ()
        self.rrt.open_quotes(QuotesAsked(row.level, row.key, row.name, stance, f.wave, where))

    def action_next_figure(self) -> None:
        self._move_figure(1)

    def action_previous_figure(self) -> None:
        self._move_figure(-1)

    def _move_figure(self, step: int) -> None:
        grid, table = self.query_one(RowTable), self._table
        if table is None:
            return
        if table.by:
            self._group = (
                min(max(self._first_group(self._plan) + grid.figure + step, 0), len(table.groups) - 1)
                if self._plan
                else 0
            )
            self._fill()
        else:
            grid.move_figure(step)

    def action_wave(self) -> None:
        self._filter(replace(self._filters, wave=following(frequencies.waves(self._project), self._filters.wave)))

    def action_by(self) -> None:
        names = frequencies.attribute_names(self._project)
        self._filter(replace(self._filters, by=following(names, self._filters.by)))

    def action_coder(self) -> None:
        names = [c.name for c in self._project.coders()]
        self._filter(replace(self._filters, coder=following(names, self._filters.coder)))

    def action_stance(self) -> None:
        self._filter(replace(self._filters, stance=following(STANCES, self._filters.stance)))

    def action_level(self) -> None:
        self._level = LEVELS[(LEVELS.index(self._level) + 1) % len(LEVELS)]
        self._fill()

    def action_sort(self) -> None:
        self._by_number = not self._by_number
        self._fill()
        self.notify("Most interviews first." if self._by_number else "In the order of the codebook.", timeout=2)

    def action_pictures(self) -> None:
        self.rrt.open_pictures()

    def action_back(self) -> None:
        self.dismiss()
