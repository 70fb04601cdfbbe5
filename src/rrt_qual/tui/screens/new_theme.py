"""Making a new theme: its name, the indicator it belongs to, and its definition."""

from __future__ import annotations

from dataclasses import dataclass

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input, Static

from rrt_qual.domain.codebook import Codebook
from rrt_qual.tui import actions
from rrt_qual.tui.screens.base import RrtDialog
from rrt_qual.tui.widgets.key_line import KeyLine
from rrt_qual.tui.widgets.plain import squeeze
from rrt_qual.tui.widgets.row_list import RowList


@dataclass(frozen=True, slots=True)
class NewTheme:
    """What was filled in; `indicator` is an id or None."""

    name: str
    indicator: str | None
    definition: str


class NewThemeScreen(RrtDialog[NewTheme | None]):
    """Three fields; the cursor of the indicators moves while one types."""

    BINDINGS = actions.bindings("new_theme")
    SCOPE = "new_theme"
    AUTO_FOCUS = "#name"

    def __init__(self, codebook: Codebook, about: str, name: str = "") -> None:
        super().__init__()
        self._about, self._name_typed = about, name
        self._indicators: list[tuple[str | None, str]] = [(i.id, i.name) for i in codebook.indicators]
        self._indicators.append((None, "no indicator"))

    def compose(self) -> ComposeResult:
        """The fields, the indicators, the keys."""
        with Vertical(classes="box small"):
            yield Static("A new theme", id="title", markup=False)
            yield Static(f"of the talk about {squeeze(self._about)}", classes="hint", markup=False)
            yield Input(
                self._name_typed,
                placeholder="name: a few words that a coder will recognise",
                id="name",
                compact=True,
                select_on_focus=False,
            )
            yield Input(placeholder="definition: what belongs to it, in a sentence", id="definition", compact=True)
            yield Static("Indicator it belongs to (↓ ↑ choose it)", classes="hint", markup=False)
            rows = RowList(id="rows")
            rows.can_focus = False
            rows.styles.height = min(8, len(self._indicators))
            yield rows
            yield KeyLine(self.SCOPE)

    def on_mount(self) -> None:
        """Show the indicators."""
        self._rows.set_lit(True)
        self._rows.set_rows(len(self._indicators), self._draw, cursor=None)

    @property
    def _rows(self) -> RowList:
        return self.query_one("#rows", RowList)

    def _draw(self, row: int, width: int) -> list[Text]:
        line = Text(squeeze(self._indicators[row][1]), style="" if self._indicators[row][0] else "italic dim")
        line.truncate(width, overflow="ellipsis")
        return [line]

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter goes on to the next field, and makes the theme from the last."""
        self.action_next_field()

    def action_next_field(self) -> None:
        name, definition = self.query_one("#name", Input), self.query_one("#definition", Input)
        if name.has_focus:
            definition.focus()
        else:
            self.action_save()

    def action_save(self) -> None:
        name = squeeze(self.query_one("#name", Input).value)
        if not name:
            self.app.bell()
            self.query_one("#name", Input).focus()
            return
        if self._rows.cursor is None:
            self.notify("Choose the indicator with ↓ first; the last row is for none.", severity="warning", timeout=4)
            return
        indicator = self._indicators[self._rows.cursor][0]
        self.dismiss(NewTheme(name, indicator, squeeze(self.query_one("#definition", Input).value)))

    def action_previous_indicator(self) -> None:
        self._rows.action_cursor_up()

    def action_next_indicator(self) -> None:
        self._rows.action_cursor_down()

    def action_cancel(self) -> None:
        self.dismiss(None)
