"""Rating an indicator by hand: a rating and the reason for it."""

from __future__ import annotations

from collections.abc import Callable

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input, Static

from rrt_qual.domain.errors import RrtError
from rrt_qual.domain.report.evidence import IndicatorRating, Rating
from rrt_qual.services.coding import drafts
from rrt_qual.tui.actions import table as actions
from rrt_qual.tui.dialogs.confirm import leave
from rrt_qual.tui.shared.drafting import Drafting
from rrt_qual.tui.widgets.key_line import KeyLine
from rrt_qual.tui.widgets.plain import squeeze
from rrt_qual.tui.widgets.rating_signs import rating_text
from rrt_qual.tui.widgets.row_list import RowList

_RATINGS = tuple(Rating)


class RateScreen(Drafting[tuple[Rating, str] | None]):
    """Four ratings to choose from and a field for the reason; answers with both, or None.

    `save`, if given, keeps them first: when it fails, the fault is told and the dialog stays.
    """

    BINDINGS = actions.bindings("rate")
    SCOPE = "rate"
    AUTO_FOCUS = "Input"

    def __init__(self, name: str, row: IndicatorRating, save: Callable[[Rating, str], object] | None = None) -> None:
        super().__init__()
        self._about, self._row, self._save = name, row, save

    def compose(self) -> ComposeResult:
        """What is rated, the ratings, the reason, the keys."""
        with Vertical(classes="box small"):
            yield Static(squeeze(self._about), id="title", markup=False)
            yield Static(self._rule(), id="rule", markup=False)
            rows = RowList(id="rows")
            rows.can_focus = False
            rows.styles.height = len(_RATINGS)
            yield rows
            yield Static(id="left", classes="hint", markup=False)
            yield Input(
                self._row.override_reason, placeholder="reason: it is shown beside the rating", select_on_focus=False
            )
            yield KeyLine(self.SCOPE)

    def on_mount(self) -> None:
        """The cursor stands on the rating there is."""
        self._rows.set_lit(True)
        self.query_one("#left").display = False
        self.slot = self.make_slot(drafts.RATE, f"{self._row.indicator}:{self._row.wave or ''}")
        rating = self._row.rating
        if left := self.take_left():
            self.query_one(Input).value = left.fields.get("reason", "")
            rating = next((r for r in _RATINGS if r == left.fields.get("rating")), rating)
        self._rows.set_rows(len(_RATINGS), self._draw, cursor=_RATINGS.index(rating))

    def _rule(self) -> str:
        where = f"wave {squeeze(self._row.wave)}" if self._row.wave else "all waves"
        return f"The rule says {self._row.by_rule} for {where}. Rate otherwise (↓ ↑):"

    def take(self, row: IndicatorRating) -> None:
        """Others coded or rated meanwhile; what was typed or chosen here stays."""
        field = self.query_one(Input)
        if field.value == self._row.override_reason:
            field.value = row.override_reason
        self._row = row
        self.query_one("#rule", Static).update(self._rule())

    def draft_fields(self) -> dict[str, str]:
        """The reason, and the rating that it is given for."""
        at = self._rows.cursor
        return {"reason": self.query_one(Input).value, "rating": str(_RATINGS[at]) if at is not None else ""}

    def draft_changed(self) -> bool:
        """Whether another reason stands there than at first."""
        reason = self.query_one(Input).value.strip()
        return bool(reason) and reason != self._row.override_reason.strip()

    @property
    def _rows(self) -> RowList:
        return self.query_one("#rows", RowList)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter keeps it."""
        self.action_save()

    def action_next_rating(self) -> None:
        self._rows.action_cursor_down()
        self.typed()

    def action_previous_rating(self) -> None:
        self._rows.action_cursor_up()
        self.typed()

    def action_save(self) -> None:
        reason, at = squeeze(self.query_one(Input).value), self._rows.cursor
        if not reason:
            self.notify("Say why: the reason is shown beside the rating.", severity="warning", timeout=4)
        elif at is not None:
            rating = _RATINGS[at]
            try:
                self.keep(lambda: self._save(rating, reason) if self._save is not None else None)
            except RrtError as fault:
                self.rrt.tell(fault)
                return
            self.dismiss((rating, reason))

    def action_cancel(self) -> None:
        leave(self, None, typed=self.query_one(Input).value != self._row.override_reason, before=self.give_up)

    def _draw(self, row: int, width: int) -> list[Text]:
        return [rating_text(_RATINGS[row], dark=self.app.current_theme.dark)]
