"""Writing a memo: nothing typed is lost without a question."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Static, TextArea

from rrt_qual.domain.errors import RrtError
from rrt_qual.tui import actions
from rrt_qual.tui.screens.base import RrtDialog
from rrt_qual.tui.screens.confirm import ConfirmScreen
from rrt_qual.tui.widgets.cells import visible
from rrt_qual.tui.widgets.key_line import KeyLine


class MemoEditor(RrtDialog[str | None]):
    """This coder's memo to write, and above it what others wrote.

    Answers with the text when it was changed and saved, else None. `save`, if given, is called with the
    text first: when it fails, the fault is told and the editor stays open with all that was typed.
    """

    BINDINGS = actions.bindings("memo")
    SCOPE = "memo"
    AUTO_FOCUS = "TextArea"

    def __init__(
        self,
        title: str,
        text: str,
        others: Sequence[tuple[str, str]] = (),
        save: Callable[[str], None] | None = None,
    ) -> None:
        super().__init__()
        self._heading, self._before, self._others, self._save = title, text, others, save

    def compose(self) -> ComposeResult:
        """Title, other coders' memos, the field, keys."""
        with Vertical(classes="box middling"):
            yield Static(Text(visible(self._heading), style="bold", no_wrap=True, overflow="ellipsis"), id="title")
            if self._others:
                with VerticalScroll(id="others", can_focus=False):
                    yield Static(self._told(), markup=False)
            yield TextArea(self._before, tab_behavior="focus", compact=True)
            yield KeyLine(self.SCOPE)

    def on_mount(self) -> None:
        """Go on at the end of what is there."""
        area = self.query_one(TextArea)
        area.move_cursor(area.document.end)

    @property
    def text(self) -> str:
        """What stands in the field."""
        return self.query_one(TextArea).text

    @property
    def changed(self) -> bool:
        """Whether something was typed that is not saved."""
        return self.text.strip() != self._before.strip()

    def action_save(self) -> None:
        self._finish(True)

    def action_cancel(self) -> None:
        if self.changed:
            self.app.push_screen(ConfirmScreen("You have changed the memo. Save it?"), self._finish)
        else:
            self.dismiss(None)

    def _finish(self, answer: bool | None) -> None:
        if answer is None:
            return
        if not answer or not self.changed:
            self.dismiss(None)
            return
        try:
            if self._save is not None:
                self._save(self.text)
        except RrtError as fault:
            self.rrt.tell(fault)
            return
        self.dismiss(self.text)

    def _told(self) -> Text:
        out = Text()
        for coder, text in self._others:
            out.append(f"{visible(coder)}: ", style="bold")
            out.append(visible(text.strip()) + "\n")
        return out
