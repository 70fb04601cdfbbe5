"""Choosing a theme by typing part of its name, definition or examples."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from rrt_qual.domain.codebook import Codebook, Stance, Theme
from rrt_qual.tui import actions
from rrt_qual.tui.screens.picker import Picker
from rrt_qual.tui.widgets.plain import squeeze
from rrt_qual.tui.widgets.row_list import RowList
from rrt_qual.tui.widgets.row_table import fit
from rrt_qual.tui.widgets.theme_search import Found, index_of
from rrt_qual.tui.widgets.theme_text import theme_text


@dataclass(frozen=True, slots=True)
class PickResult:
    """The theme that was chosen, and the stance when a stance key chose it."""

    theme_id: str
    stance: Stance | None = None


class ThemePicker(Picker[PickResult | None]):
    """A field, the themes that match, and all that the codebook says of the one under the cursor.

    `title` says what will happen ('Code'), `words` to which passage; `recent` are the themes used last,
    which come first while nothing is typed.
    """

    BINDINGS = actions.bindings("picker")
    SCOPE = "picker"
    PLACEHOLDER = "part of its name, definition or examples, in any order"

    def __init__(
        self,
        codebook: Codebook,
        signs: Mapping[str, str],
        title: str,
        words: str,
        recent: Sequence[str] = (),
    ) -> None:
        super().__init__()
        self._codebook, self._signs = codebook, signs
        self._heading, self._words = title, words
        self._themes = {t.id: t for t in codebook.themes}
        self._recent = [t for t in recent if t in self._themes]
        self._found: dict[str, Found] = {}
        #: a theme, or the words of a heading
        self._lines: list[Theme | str] = []

    def compose_more(self) -> ComposeResult:
        """What the codebook says of the theme."""
        with VerticalScroll(id="detail", can_focus=False):
            yield Static(id="detail-text", markup=False)

    def on_mount(self) -> None:
        """Say what is being coded."""
        title = Text(f"{self._heading}: ", style="bold", no_wrap=True, overflow="ellipsis")
        title.append(f"“{squeeze(self._words[:400])}”" if self._words.strip() else "", style="not bold")
        self.query_one("#title", Static).update(title)

    def fill(self, query: str) -> None:
        """Best match first; while nothing is typed, recent themes and then the whole codebook."""
        if query.strip():
            found = index_of(self._codebook).search(query)
            self._found = {f.theme_id: f for f in found}
            self._lines = [self._themes[f.theme_id] for f in found] or ["Nothing in the codebook matches."]
        else:
            self._found = {}
            self._lines = self._everything()
        self.rows.set_rows(len(self._lines), self._draw, selectable=lambda row: not isinstance(self._lines[row], str))

    def choose(self) -> None:
        """Code with the theme under the cursor, without a stance."""
        self._pick(None)

    def action_apply(self) -> None:
        self._pick(None)

    def action_strength(self) -> None:
        self._pick(Stance.STRENGTH)

    def action_risk(self) -> None:
        self._pick(Stance.RISK)

    def action_solution(self) -> None:
        self._pick(Stance.SOLUTION)

    def action_detail_down(self) -> None:
        self.query_one("#detail", VerticalScroll).scroll_relative(y=4, animate=False)

    def action_detail_up(self) -> None:
        self.query_one("#detail", VerticalScroll).scroll_relative(y=-4, animate=False)

    def on_row_list_highlighted(self, event: RowList.Highlighted) -> None:
        """Show what the codebook says of the theme."""
        theme = self._theme()
        text = Text()
        if theme:
            found = self._found.get(theme.id)
            dark = self.app.current_theme.dark
            text = theme_text(self._codebook, theme, self._signs, matched=found.words if found else (), dark=dark)
        self.query_one("#detail-text", Static).update(text)
        self.query_one("#detail", VerticalScroll).scroll_home(animate=False)

    def _pick(self, stance: Stance | None) -> None:
        theme = self._theme()
        if theme is None:
            self.app.bell()
        else:
            self.dismiss(PickResult(theme.id, stance))

    def _theme(self) -> Theme | None:
        if self.rows.cursor is None or self.rows.cursor >= len(self._lines):
            return None
        line = self._lines[self.rows.cursor]
        return None if isinstance(line, str) else line

    def _everything(self) -> list[Theme | str]:
        out: list[Theme | str] = ["Used last", *(self._themes[t] for t in self._recent)] if self._recent else []
        heading = ""
        for theme in self._codebook.themes:
            indicator, domain = self._codebook.indicator_of(theme), self._codebook.domain_of(theme)
            above = " · ".join(x.name for x in (domain, indicator) if x) or ("All themes" if self._recent else "")
            if above and above != heading:
                out.append(above)
                heading = above
            out.append(theme)
        return out

    def _draw(self, row: int, width: int) -> list[Text]:
        line = self._lines[row]
        if isinstance(line, str):
            return [fit(Text(squeeze(line), style="italic dim"), width)]
        label = Text(no_wrap=True)
        label.append("█", style=line.colour)
        label.append(f"{self._signs.get(line.id, '··')} ", style="bold")
        label.append(squeeze(line.name))
        indicator = self._codebook.indicator_of(line)
        beside = squeeze(indicator.name) if indicator else ""
        room = width - label.cell_len - 2
        if (self._lines[0] == "Used last" and row > len(self._recent)) or room < 10:
            beside = ""
        if beside:
            label = Text.assemble(fit(label, label.cell_len + 2), fit(Text(beside, style="dim"), room, right=True))
        return [fit(label, width)]
