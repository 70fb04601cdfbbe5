"""A question that is answered in a line of words."""

from __future__ import annotations

from collections.abc import Callable

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input, Static

from rrt_qual.domain.errors import RrtError
from rrt_qual.services.coding import drafts
from rrt_qual.tui.actions import table as actions
from rrt_qual.tui.dialogs.confirm import leave
from rrt_qual.tui.shared.drafting import Drafting
from rrt_qual.tui.widgets.cells import visible
from rrt_qual.tui.widgets.key_line import KeyLine


class AskScreen(Drafting[str | None]):
    """Asks `question`; answers with the words, or None.

    `take`, if given, is called with the words first: when it refuses them, the fault is told and the question stays.
    `about`, if given, is what the answer is about (and the interview, if any): words not kept are offered back there.
    """

    BINDINGS = actions.bindings("ask")
    SCOPE = "ask"
    AUTO_FOCUS = "Input"

    def __init__(
        self,
        question: str,
        hint: str = "",
        default: str = "",
        take: Callable[[str], None] | None = None,
        *,
        about: tuple[str, str | None] | None = None,
    ) -> None:
        super().__init__()
        self._about = about
        self._question, self._hint, self._default, self._take = question, hint, default, take

    def compose(self) -> ComposeResult:
        """The question, what to know, the field, the keys."""
        with Vertical(classes="box small"):
            yield Static(visible(self._question), id="title", markup=False)
            if self._hint:
                yield Static(visible(self._hint), classes="hint", markup=False)
            yield Static(id="left", classes="hint", markup=False)
            yield Input(self._default, select_on_focus=True)
            yield KeyLine(self.SCOPE)

    def on_mount(self) -> None:
        """Offer back what was typed and not kept."""
        self.query_one("#left").display = False
        self.slot = self.make_slot(drafts.ASK, *self._about) if self._about else None
        if left := self.take_left():
            self.query_one(Input).value = left.fields.get("words", "")

    def draft_fields(self) -> dict[str, str]:
        """The words, and what was asked."""
        return {"words": self.query_one(Input).value, "question": self._question}

    def draft_changed(self) -> bool:
        """Whether other words stand there than at first."""
        words = self.query_one(Input).value.strip()
        return bool(words) and words != self._default.strip()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter answers."""
        self.action_accept()

    def action_accept(self) -> None:
        words = " ".join(self.query_one(Input).value.split())
        try:
            self.keep(lambda: self._take(words) if self._take is not None else None)
        except RrtError as fault:
            self.rrt.tell(fault)
            return
        self.dismiss(words)

    def action_cancel(self) -> None:
        leave(self, None, typed=self.query_one(Input).value != self._default, before=self.give_up)
