"""A question with yes, no, and neither."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from rrt_qual.tui.actions import table as actions
from rrt_qual.tui.shared.screen import RrtDialog
from rrt_qual.tui.widgets.key_line import KeyLine

R = TypeVar("R")


def leave(dialog: RrtDialog[R], answer: R, *, typed: bool, before: Callable[[], None] = lambda: None) -> None:
    """Leave a dialog with `answer`; when something was `typed` into it that would be lost, ask first.

    `before` is done when it is left indeed (its draft is given up).
    """

    def answered(stay: bool | None) -> None:
        if stay is False:
            before()
            dialog.dismiss(answer)

    if typed:
        dialog.app.push_screen(ConfirmScreen("You have typed something that is not kept yet. Go on with it?"), answered)
    else:
        before()
        dialog.dismiss(answer)


class QuestionScreen(RrtDialog[bool | None]):
    """Asks `question`; answers True, False, or None for neither."""

    def __init__(self, question: str) -> None:
        super().__init__()
        self._question = question
        self._by_enter = False

    def compose(self) -> ComposeResult:
        """The question and the keys."""
        with Vertical(classes="box small"):
            yield Static(self._question, id="question", markup=False)
            yield KeyLine(self.SCOPE)

    def on_mount(self) -> None:
        """Remember whether Enter led here."""
        self._by_enter = self.rrt.last_key == "enter"

    def action_yes(self) -> None:
        """Yes; but where Enter led here, an Enter that bounces is no answer: it takes another key."""
        if self._by_enter and self.rrt.last_key == "enter":
            self.notify("y says yes, n says no.", timeout=2)
        else:
            self.dismiss(True)

    def action_no(self) -> None:
        self.dismiss(False)

    def action_cancel(self) -> None:
        self.dismiss(None)


class ConfirmScreen(QuestionScreen):
    """A question about one thing, in which Enter says yes."""

    BINDINGS = actions.bindings("confirm")
    SCOPE = "confirm"


class BatchConfirmScreen(QuestionScreen):
    """A question about many things at once: only `y` says yes, so that a bouncing Enter decides nothing."""

    BINDINGS = actions.bindings("batch")
    SCOPE = "batch"
