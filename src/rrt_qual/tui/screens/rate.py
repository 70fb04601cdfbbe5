"""Rating an indicator by hand: a rating and the reason for it."""

from __future__ import annotations

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input, Static

from rrt_qual.domain.evidence import IndicatorRating, Rating
from rrt_qual.tui import actions
from rrt_qual.tui.screens.base import RrtDialog
from rrt_qual.tui.screens.confirm import leave
from rrt_qual.tui.widgets.key_line import KeyLine
from rrt_qual.tui.widgets.plain import squeeze
from rrt_qual.tui.widgets.rating_signs import rating_text
from rrt_qual.tui.widgets.row_list import RowList

_RATINGS = tuple(Rating)


class RateScreen(RrtDialog[tuple[Rating, str] | None]):
    """Four ratings to choose from and a field for the reason; answers with both, or None."""

    BINDINGS = actions.bindings("rate")
    SCOPE = "rate"
    AUTO_FOCUS = "Input"

    def __init__(self, name: str, row: IndicatorRating) -> None:
        super().__init__()
        self._about, self._row = name, row

    def compose(self) -> ComposeResult:
        """What is rated, the ratings, the reason, the keys."""
        with Vertical(classes="box small"):
            yield Static(squeeze(self._about), id="title", markup=False)
            where = f"wave {squeeze(self._row.wave)}" if self._row.wave else "all waves"
            yield Static(f"The rule says {self._row.by_rule} for {where}. Rate otherwise (↓ ↑):", markup=False)
            rows = RowList(id="rows")
            rows.can_focus = False
            rows.styles.height = len(_RATINGS)
            yield rows
            yield Input(
                self._row.override_reason, placeholder="reason: it is shown beside the rating", select_on_focus=False
            )
            yield KeyLine(self.SCOPE)

    def on_mount(self) -> None:
        """The cursor stands on the rating there is."""
        self._rows.set_lit(True)
        self._rows.set_rows(len(_RATINGS), self._draw, cursor=_RATINGS.index(self._row.rating))

    @property
    def _rows(self) -> RowList:
        return self.query_one("#rows", RowList)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter keeps it."""
        self.action_save()

    def action_next_rating(self) -> None:
        self._rows.action_cursor_down()

    def action_previous_rating(self) -> None:
        self._rows.action_cursor_up()

    def action_save(self) -> None:
        reason, at = squeeze(self.query_one(Input).value), self._rows.cursor
        if not reason:
            self.notify("Say why: the reason is shown beside the rating.", severity="warning", timeout=4)
        elif at is not None:
            self.dismiss((_RATINGS[at], reason))

    def action_cancel(self) -> None:
        leave(self, None, typed=self.query_one(Input).value != self._row.override_reason)

    def _draw(self, row: int, width: int) -> list[Text]:
        return [rating_text(_RATINGS[row], dark=self.app.current_theme.dark)]
