"""The bar at the foot of a transcript in which words are looked for."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, Static

from rrt_qual.tui.actions import table as actions


class FindBar(Horizontal):
    """A field and what came of it. Hidden until `open`; closing it leaves the words in it."""

    BINDINGS = actions.bindings("find")
    SCOPE = "find"
    DEFAULT_CSS = """
    FindBar {
        height: 1; dock: bottom; background: $panel; padding: 0 1; display: none;
        &.-open { display: block; }
        & > #find-word { width: 6; text-style: bold; }
        & > Input, & > Input:focus { width: 1fr; height: 1; border: none; padding: 0; background: $panel; }
        & > #find-status { width: auto; padding: 0 1; }
    }
    """

    class Changed(Message):
        """The words were changed."""

        def __init__(self, query: str) -> None:
            super().__init__()
            self.query = query

    class Submitted(Message):
        """The next hit is wanted."""

    class Closed(Message):
        """The bar was closed."""

    def compose(self) -> ComposeResult:
        """What it is, the field, and how many hits."""
        yield Static("Find", id="find-word", markup=False)
        yield Input(placeholder="words in this transcript", select_on_focus=True, compact=True)
        yield Static("", id="find-status", markup=False)

    def open(self) -> None:
        """Show the bar and go to its field; the words of last time are there, selected."""
        self.add_class("-open")
        self.query_one(Input).focus()

    def close(self) -> None:
        """Hide the bar without telling anybody."""
        self.remove_class("-open")

    def set_status(self, words: str) -> None:
        """Say what came of it: 'hit 3 of 17'."""
        self.query_one("#find-status", Static).update(words)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Look while the words are typed."""
        event.stop()
        self.post_message(self.Changed(event.value))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter goes from hit to hit."""
        event.stop()
        self.action_next()

    def action_next(self) -> None:
        self.post_message(self.Submitted())

    async def action_previous(self) -> None:
        await self.app.run_action("screen.previous_hit")

    def action_close(self) -> None:
        self.close()
        self.post_message(self.Closed())
