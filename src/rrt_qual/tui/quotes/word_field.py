"""Words with a cursor that goes from word to word, for editing a quote."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from rich.style import Style
from rich.text import Text
from textual.events import Click, Resize
from textual.message import Message
from textual.widgets import Static

from rrt_qual.domain.quotes.wording import Edit, QuoteWord, left_out
from rrt_qual.tui.widgets.plain import squeeze


class WordField(Static):
    """The words of a passage: those left out are struck through, what is added stands behind its word.

    Words between the cursor and `start` are selected. A click goes to a word.
    """

    DEFAULT_CSS = "WordField { width: 100%; height: auto; }"

    class Moved(Message):
        """The cursor came to another word."""

        def __init__(self, line: int) -> None:
            super().__init__()
            self.line = line

    def __init__(self, words: Sequence[QuoteWord], edit: Edit, *, id: str | None = None) -> None:
        super().__init__(id=id, markup=False)
        self.words, self.edit = words, edit
        self.cursor = self.start = 0
        self._lines: list[list[int]] = []
        self._starts: list[int] = []

    def on_mount(self) -> None:
        """Draw once the width is known."""
        self.call_after_refresh(self.draw)

    def on_resize(self, event: Resize) -> None:
        """Break the lines anew."""
        self.draw()

    @property
    def selected(self) -> range:
        """The numbers of the selected words; the cursor's alone when none is selected."""
        return range(min(self.cursor, self.start), max(self.cursor, self.start) + 1)

    def move(self, to: int, *, extend: bool = False) -> None:
        """Put the cursor on a word; `extend` keeps `start` where it is."""
        self.cursor = min(max(to, 0), len(self.words) - 1)
        if not extend:
            self.start = self.cursor
        self.draw()
        self.post_message(self.Moved(self._line_of(self.cursor)))

    def move_line(self, by: int) -> None:
        """Put the cursor on the word above or below."""
        line = self._line_of(self.cursor)
        if 0 <= line + by < len(self._lines):
            at = self._starts[self.cursor]
            self.move(min(self._lines[line + by], key=lambda n: abs(self._starts[n] - at)))

    def draw(self) -> None:
        """Show the words as the edit has them."""
        width = self.content_size.width
        if width:
            self.update(self._text(width))

    def _text(self, width: int) -> Text:
        state = left_out(self.words, self.edit)
        self._lines, self._starts = [[]], []
        out, at = Text(no_wrap=True), 0
        for n, word in enumerate(self.words):
            shown = squeeze(word.shown) + "".join(f" [{squeeze(t)}]" for t in self._added(n))
            room = cell_len(shown)
            if at and at + room > width:
                out.append("\n")
                self._lines.append([])
                at = 0
            self._lines[-1].append(n)
            self._starts.append(at)
            out.append(squeeze(word.shown), style=self._style(n, state[n]))
            out.append(shown[len(squeeze(word.shown)) :], style="italic bold")
            inside = n in self.selected and n + 1 in self.selected
            out.append(" ", style=Style(reverse=inside))
            at += room + 1
        return out

    def _style(self, n: int, state: str) -> Style:
        style = {"cut": Style(strike=True, dim=True), "cleaned": Style(strike=True, dim=True, italic=True)}.get(state)
        return (style or Style()) + Style(reverse=n in self.selected, bold=n == self.cursor)

    def _added(self, n: int) -> list[str]:
        """What is added behind a word; before the first it is shown behind it as well."""
        end = self.words[n].span.end
        after = self.words[n + 1].span.end if n + 1 < len(self.words) else None
        return [t for at, t in self.edit.added if (at >= end or n == 0) and (after is None or at < after)]

    def _line_of(self, n: int) -> int:
        return next((i for i, line in enumerate(self._lines) if n in line), 0)

    def on_click(self, event: Click) -> None:
        """Go to the word that was clicked."""
        offset = event.get_content_offset(self)
        if offset is not None and offset.y < len(self._lines):
            before = [n for n in self._lines[offset.y] if self._starts[n] <= offset.x]
            if before:
                self.move(before[-1], extend=event.shift)
