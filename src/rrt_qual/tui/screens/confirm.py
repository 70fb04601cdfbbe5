"""A question with yes, no, and neither."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from rrt_qual.tui import actions
from rrt_qual.tui.screens.base import RrtDialog
from rrt_qual.tui.widgets.key_line import KeyLine


class Question(RrtDialog[bool | None]):
    """Asks `question`; answers True, False, or None for neither."""

    def __init__(self, question: str) -> None:
        super().__init__()
        self._question = question

    def compose(self) -> ComposeResult:
        """The question and the keys."""
        with Vertical(classes="box small"):
            yield Static(self._question, id="question", markup=False)
            yield KeyLine(self.SCOPE)

    def action_yes(self) -> None:
        self.dismiss(True)

    def action_no(self) -> None:
        self.dismiss(False)

    def action_cancel(self) -> None:
        self.dismiss(None)


class ConfirmScreen(Question):
    """A question about one thing, in which Enter says yes."""

    BINDINGS = actions.bindings("confirm")
    SCOPE = "confirm"


class BatchConfirmScreen(Question):
    """A question about many things at once: only `y` says yes, so that a bouncing Enter decides nothing."""

    BINDINGS = actions.bindings("batch")
    SCOPE = "batch"
