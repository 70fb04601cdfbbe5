"""Making a new theme: its name, the indicator it belongs to, and its definition."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input, Static

from rrt_qual.domain.codebook import Codebook
from rrt_qual.domain.errors import RrtError
from rrt_qual.services.coding import drafts
from rrt_qual.tui.actions import table as actions
from rrt_qual.tui.dialogs.confirm import leave
from rrt_qual.tui.shared.drafting import Drafting
from rrt_qual.tui.widgets.key_line import KeyLine
from rrt_qual.tui.widgets.plain import squeeze
from rrt_qual.tui.widgets.row_list import RowList


@dataclass(frozen=True, slots=True)
class NewTheme:
    """What was filled in; `indicator` is an id or None."""

    name: str
    indicator: str | None
    definition: str


class NewThemeScreen(Drafting[NewTheme | None]):
    """Three fields; the cursor of the indicators moves while one types.

    `save`, if given, makes the theme: when it fails, the fault is told and the dialog stays with all that was typed.
    `about` tells of what talk it is, as that may be read by then.
    """

    BINDINGS = actions.bindings("new_theme")
    SCOPE = "new_theme"
    AUTO_FOCUS = "#name"

    def __init__(
        self,
        codebook: Codebook,
        about: Callable[[], str],
        save: Callable[[NewTheme], object] | None = None,
        *,
        name: str = "",
    ) -> None:
        super().__init__()
        self._save = save
        self._about, self._name_typed = about, name
        self._indicators: list[tuple[str | None, str]] = [(i.id, i.name) for i in codebook.indicators]
        self._indicators.append((None, "no indicator"))

    def compose(self) -> ComposeResult:
        """The fields, the indicators, the keys."""
        with Vertical(classes="box small"):
            yield Static("A new theme", id="title", markup=False)
            yield Static(self._of(), id="of", classes="hint", markup=False)
            yield Static(id="left", classes="hint", markup=False)
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
        """Show the indicators, and what was typed and not kept."""
        self.query_one("#left").display = False
        self._rows.set_lit(True)
        self.slot = self.make_slot(drafts.THEME, "new")
        at = None
        if left := self.take_left():
            self.query_one("#name", Input).value = left.fields.get("name", "")
            self.query_one("#definition", Input).value = left.fields.get("definition", "")
            ids = [key or "" for key, _ in self._indicators]
            wanted = left.fields.get("indicator")
            at = ids.index(wanted) if wanted in ids else None
        self._rows.set_rows(len(self._indicators), self._draw, cursor=at)

    def _of(self) -> str:
        return f"of the talk about {squeeze(self._about())}"

    def project_changed(self) -> None:
        """The talk may read otherwise by now."""
        self.query_one("#of", Static).update(self._of())

    def draft_fields(self) -> dict[str, str]:
        """Name, definition and, once one is chosen, the id of the indicator ('' for none)."""
        at = self._rows.cursor
        return {
            "name": self.query_one("#name", Input).value,
            "definition": self.query_one("#definition", Input).value,
            **({} if at is None else {"indicator": self._indicators[at][0] or ""}),
        }

    def draft_changed(self) -> bool:
        """Whether a name or a definition was typed; the indicator alone is nothing."""
        name, definition = (self.query_one(f"#{field}", Input).value.strip() for field in ("name", "definition"))
        return bool(definition) or name != self._name_typed.strip()

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
        made = NewTheme(name, indicator, squeeze(self.query_one("#definition", Input).value))
        try:
            self.keep(lambda: self._save(made) if self._save is not None else None)
        except RrtError as fault:
            self.rrt.tell(fault)
            return
        self.dismiss(made)

    def action_previous_indicator(self) -> None:
        self._rows.action_cursor_up()
        self.typed()

    def action_next_indicator(self) -> None:
        self._rows.action_cursor_down()
        self.typed()

    def action_cancel(self) -> None:
        leave(self, None, typed=self.draft_changed(), before=self.give_up)
