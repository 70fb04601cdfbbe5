"""What the choosers share: a field, a list that follows what is typed, and keys that move while typing."""

from __future__ import annotations

from typing import Generic, TypeVar

from textual.app import ComposeResult
from textual.containers import Container, Vertical
from textual.widgets import Input, Static

from rrt_qual.tui.shared.screen import RrtDialog
from rrt_qual.tui.widgets.key_line import KeyLine
from rrt_qual.tui.widgets.row_list import RowList

R = TypeVar("R")


class Picker(RrtDialog[R], Generic[R]):
    """A field above a list. The field keeps the focus; the list shows its cursor in full colour."""

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]
    AUTO_FOCUS = "Input"
    PLACEHOLDER = ""

    def compose(self) -> ComposeResult:
        """Title, field, list (and what else), keys."""
        with Vertical(classes="box"):
            yield Static(id="title", markup=False)
            yield Input(placeholder=self.PLACEHOLDER, compact=True)
            with Container(id="body"):
                rows = RowList(id="rows")
                rows.can_focus = False
                yield rows
                yield from self.compose_more()
            yield KeyLine(self.SCOPE)

    def compose_more(self) -> ComposeResult:
        """What stands beside the list."""
        yield from ()

    def on_mount(self) -> None:
        """Fill the list."""
        self.rows.set_lit(True)
        self.fill("")

    def fill(self, query: str) -> None:
        """Show what matches."""
        raise NotImplementedError

    def choose(self) -> None:
        """Take what is under the cursor."""
        raise NotImplementedError

    @property
    def rows(self) -> RowList:
        """The list."""
        return self.query_one("#rows", RowList)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Follow what is typed."""
        self.fill(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter chooses."""
        self.choose()

    def on_row_list_selected(self, event: RowList.Selected) -> None:
        """A second click chooses."""
        self.choose()

    def action_cursor_down(self) -> None:
        self.rows.action_cursor_down()

    def action_cursor_up(self) -> None:
        self.rows.action_cursor_up()

    def action_page_down(self) -> None:
        self.rows.action_page_down()

    def action_page_up(self) -> None:
        self.rows.action_page_up()

    def action_cancel(self) -> None:
        self.dismiss(None)
