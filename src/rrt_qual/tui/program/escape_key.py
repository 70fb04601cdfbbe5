"""The keys of a plain terminal that arrive as something else: Escape, and Enter typed before the program stands.

A terminal sends Escape as the one byte with which the longer sequences of other keys begin as well. Textual
waits a tenth of a second for more, and takes what comes meanwhile for a part of the same key: Escape and `g`
typed quickly are lost, or become '^'. But a sequence goes on with one of few characters; before anything else
Escape was a key of its own.

Until the program has taken the terminal over, the terminal still turns what Enter sends into a line feed.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from textual._xterm_parser import XTermParser
from textual.driver import Driver
from textual.events import Key
from textual.message import Message

#: What a sequence may go on with: CSI, SS3 and the strings that terminals answer with; Escape speaks for itself.
_GOES_ON = frozenset("[O]P_^X\x1b")

#: In one piece with Escape these are how many terminals say Alt+← and Alt+→ and Alt+Backspace.
CHORDS = {"b": "alt+b", "f": "alt+f", "\x7f": "alt+backspace"}

_ESC, _PASTE, _PASTED = "\x1b", "\x1b[200~", "\x1b[201~"


class EscapeParser(XTermParser):
    """Reads what a terminal sends; Escape before what continues no sequence is a key at once, a line feed is Enter."""

    def __init__(self, debug: bool = False) -> None:
        super().__init__(debug)
        self._after_escape = self._pasting = False
        #: as much of the mark that begins a paste as has come
        self._begun = ""
        #: as much of the mark that ends a paste as has come
        self._mark = ""

    def feed(self, data: str) -> Iterable[Message]:
        """The events in the characters that came together; '' ends the reading."""
        if not data or (_ESC not in data and not self._begun and not self._pasting):
            yield from super().feed(data.replace("\n", "\r"))
            return
        for n, character in enumerate(data):
            if self._after_escape and not self._pasting and character not in _GOES_ON:
                if n and character in CHORDS:
                    yield from self._end(Key(CHORDS[character], None))
                    continue
                yield from self._end(Key("escape", _ESC))
            if self._pasting and (held := self._within_paste(character)) != character:
                yield from super().feed(held) if held else ()
                self._pasting = held != _PASTED
                self._begun = ""
                continue
            yield from super().feed("\r" if character == "\n" and not self._pasting else character)
            begun = self._begun + character
            self._begun = begun if _PASTE.startswith(begun) else _ESC if character == _ESC else ""
            self._pasting = self._pasting or self._begun == _PASTE
            self._after_escape = character == _ESC

    def _within_paste(self, character: str) -> str:
        """What to read of a character that is pasted: an escape that does not begin the end mark is left out."""
        if not self._mark and character != _ESC:
            return character
        self._mark += character
        if self._mark == _PASTED:
            self._mark = ""
            return _PASTED
        if _PASTED.startswith(self._mark):
            return ""
        said, self._mark = self._mark[1:], ""
        if said.endswith(_ESC):
            said, self._mark = said[:-1], _ESC
        return said

    def tick(self) -> Iterable[Message]:
        """The events of what has waited long enough."""
        yield from super().tick()
        if self._timeout_time is None:
            self._after_escape = False

    def _end(self, key: Key) -> Iterable[Message]:
        """Let the parser give up waiting, and say `key` instead of the lone escape."""
        self._after_escape = False
        if self._timeout_time is not None:
            self._timeout_time = 0.0
            list(super().tick())
        yield key


def with_escape(driver: type[Driver]) -> type[Driver]:
    """The driver for a terminal of this platform, reading with `EscapeParser`; another one as it is."""
    try:
        from textual.drivers import linux_driver
    except ImportError:  # Windows tells keys by events, not by bytes
        return driver
    if issubclass(driver, linux_driver.LinuxDriver):
        # the driver makes its parser inside the loop of its thread, by this name
        namespace: dict[str, Any] = vars(linux_driver)
        namespace["XTermParser"] = EscapeParser
    return driver
