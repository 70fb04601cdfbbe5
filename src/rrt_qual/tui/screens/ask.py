"""A question that is answered in a line of words."""

from __future__ import annotations

from collections.abc import Callable

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input, Static

from rrt_qual.domain.errors import RrtError
from rrt_qual.tui import actions
from rrt_qual.tui.screens.base import RrtDialog
from rrt_qual.tui.screens.confirm import leave
from rrt_qual.tui.widgets.cells import visible
from rrt_qual.tui.widgets.key_line import KeyLine


class AskScreen(RrtDialog[str | None]):
    """Asks `question`; answers with the words, or None.

    `take`, if given, is called with the words first: when it refuses them, the fault is told and the question stays.
    """

    BINDINGS = actions.bindings("ask")
    SCOPE = "ask"
    AUTO_FOCUS = "Input"

    def __init__(
        self, question: str, hint: str = "", default: str = "", take: Callable[[str], None] | None = None
    ) -> None:
        super().__init__()
        self._question, self._hint, self._default, self._take = question, hint, default, take

    def compose(self) -> ComposeResult:
        """The question, what to know, the field, the keys."""
        with Vertical(classes="box small"):
            yield Static(visible(self._question), id="title", markup=False)
            if self._hint:
                yield Static(visible(self._hint), classes="hint", markup=False)
            yield Input(self._default, select_on_focus=True)
            yield KeyLine(self.SCOPE)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter answers."""
        self.action_accept()

    def action_accept(self) -> None:
        words = " ".join(self.query_one(Input).value.split())
        try:
            if self._take is not None:
                self._take(words)
        except RrtError as fault:
            self.rrt.tell(fault)
            return
        self.dismiss(words)

    def action_cancel(self) -> None:
        leave(self, None, typed=self.query_one(Input).value != self._default)
