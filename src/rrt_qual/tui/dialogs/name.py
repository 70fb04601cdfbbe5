"""Who is coding: a name to give, or one of those there are."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input, Static

from rrt_qual.tui.actions import table as actions
from rrt_qual.tui.shared.screen import RrtDialog
from rrt_qual.tui.widgets.key_line import KeyLine
from rrt_qual.tui.widgets.plain import squeeze
from rrt_qual.tui.widgets.row_list import RowList


class NameScreen(RrtDialog[str | None]):
    """A field with `default` in it, and the names of those who have coded here; answers with the name."""

    BINDINGS = actions.bindings("name")
    SCOPE = "name"
    AUTO_FOCUS = "Input"

    def __init__(self, names: Sequence[str], default: str = "") -> None:
        super().__init__()
        self._names, self._default = list(names), default

    def compose(self) -> ComposeResult:
        """The question, the field, the names there are."""
        with Vertical(classes="box small"):
            yield Static("Who is coding?", id="title", markup=False)
            yield Static("Every coding is kept under this name.", classes="hint", markup=False)
            yield Input(self._default, placeholder="your name", select_on_focus=True)
            if self._names:
                yield Static("Names in this project", classes="hint", markup=False)
                rows = RowList(id="rows")
                rows.can_focus = False
                rows.styles.height = min(8, len(self._names))
                yield rows
            yield KeyLine(self.SCOPE)

    def on_mount(self) -> None:
        """Show the names; the cursor stands on none until it is moved."""
        if self._names:
            at = self._names.index(self._default) if self._default in self._names else None
            self._rows.set_lit(True)
            self._rows.set_rows(len(self._names), self._draw, cursor=at)

    @property
    def _rows(self) -> RowList:
        return self.query_one("#rows", RowList)

    def on_row_list_selected(self, event: RowList.Selected) -> None:
        """A second click takes the name."""
        self.action_accept()

    def on_row_list_highlighted(self, event: RowList.Highlighted) -> None:
        """The name under the cursor goes into the field."""
        if event.row is not None:
            self.query_one(Input).value = self._names[event.row]

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter takes the name."""
        self.action_accept()

    def action_cursor_down(self) -> None:
        if self._names:
            self._rows.action_cursor_down()

    def action_cursor_up(self) -> None:
        if self._names:
            self._rows.action_cursor_up()

    def action_accept(self) -> None:
        name = squeeze(self.query_one(Input).value)
        if name:
            self.dismiss(name)
        else:
            self.app.bell()

    def action_cancel(self) -> None:
        """Leave it as it was; one escape too many does not end the program when nobody has coded yet."""
        if self.rrt.session is None:
            self.notify("Every coding is kept under a name: type one, or leave with Ctrl+Q.")
        else:
            self.dismiss(None)

    def _draw(self, row: int, width: int) -> list[Text]:
        return [Text(squeeze(self._names[row]))]
