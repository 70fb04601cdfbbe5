"""A transcript in which words can be selected by keyboard, to be marked by hand."""

from __future__ import annotations

from collections.abc import Callable

from textual.message import Message

from rrt_qual.domain.spans import Span
from rrt_qual.tui.actions import table as actions
from rrt_qual.tui.transcript.selection import Cursor
from rrt_qual.tui.transcript.view import TranscriptView


class MarkingView(TranscriptView, inherit_bindings=False):
    """Has the keys of marking while it has the focus; the screen says when."""

    BINDINGS = actions.bindings("marking")
    SCOPE = "marking"

    class Finished(Message):
        """The words that are selected are meant."""

        def __init__(self, span: Span) -> None:
            super().__init__()
            self.span = span

    class Left(Message):
        """Nothing is to be marked."""

    def action_finish(self) -> None:
        if self.cursor is not None:
            self.post_message(self.Finished(self.cursor.selection))

    def action_leave(self) -> None:
        self.post_message(self.Left())

    def action_next_word(self) -> None:
        self._word(lambda c: c.ground.start_after(c.selection.start))

    def action_previous_word(self) -> None:
        self._word(lambda c: c.ground.start_before(c.selection.start))

    def action_next_line(self) -> None:
        self._first_word(lambda c: c.next_segment())

    def action_previous_line(self) -> None:
        self._first_word(lambda c: c.previous_segment())

    def action_page_down(self) -> None:
        self._first_word(lambda c: self.page_cursor(c, 1))

    def action_page_up(self) -> None:
        self._first_word(lambda c: self.page_cursor(c, -1))

    def action_end_later(self) -> None:
        self._go(lambda c: c.end_later())

    def action_end_earlier(self) -> None:
        self._go(lambda c: c.end_earlier())

    def action_start_later(self) -> None:
        self._go(lambda c: c.start_later())

    def action_start_earlier(self) -> None:
        self._go(lambda c: c.start_earlier())

    def _go(self, to: Callable[[Cursor], Cursor]) -> None:
        if self.cursor is not None:
            self.set_cursor(to(self.cursor))

    def _word(self, start: Callable[[Cursor], int | None]) -> None:
        """Select the word that begins there."""
        if self.cursor is not None and (at := start(self.cursor)) is not None:
            self.set_cursor(self.cursor.select_words(at, at))

    def _first_word(self, to: Callable[[Cursor], Cursor]) -> None:
        """Go to another segment and select its first word."""
        if self.cursor is not None and not self.cursor.is_empty:
            at = to(self.cursor).segment.start
            self.set_cursor(self.cursor.select_words(at, at))
