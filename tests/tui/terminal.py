"""The real program in a pseudo-terminal: bytes typed at a chosen pace, and what stood on the screen."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType

import pyte

#: What a terminal sends for a key; a character is sent as it is.
BYTES = {
    "enter": "\r",
    "escape": "\x1b",
    "tab": "\t",
    "space": " ",
    "backspace": "\x7f",
    "delete": "\x1b[3~",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "home": "\x1b[H",
    "end": "\x1b[F",
    "pageup": "\x1b[5~",
    "pagedown": "\x1b[6~",
    "f1": "\x1bOP",
    "f2": "\x1bOQ",
    "f3": "\x1bOR",
    "ctrl+up": "\x1b[1;5A",
    "ctrl+down": "\x1b[1;5B",
    "slash": "/",
    "question_mark": "?",
    "comma": ",",
    "semicolon": ";",
    "full_stop": ".",
}
BYTES |= {f"{name}+{key}": f"\x1b[1;{code}{end}" for name, code in (("shift", 2), ("alt", 3))
          for key, end in (("up", "A"), ("down", "B"), ("right", "C"), ("left", "D"))}  # fmt: skip
BYTES |= {f"ctrl+{letter}": chr(ord(letter) - 96) for letter in "abcdefghijklmnopqrstuvwxyz"}

#: Seconds after which a program that does not do what is waited for is given up: only a guard against hanging.
GUARD = 60.0


def typed(keys: Iterable[str]) -> list[str]:
    """What the terminal sends for each key."""
    return [BYTES.get(key, key) for key in keys]


class Terminal:
    """`command` in a pseudo-terminal of `size` (columns, lines); killed at the end if it still runs."""

    def __init__(self, command: Sequence[str], size: tuple[int, int], environ: dict[str, str] | None = None) -> None:
        columns, lines = size
        self._screen = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self._screen)
        self._unseen = b""
        self.exit: int | None = None
        self.pid, self._master = pty.fork()
        if self.pid == 0:  # the program
            os.environ.update(environ or {}, TERM="xterm-256color")
            os.execvp(command[0], list(command))
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.exit is None:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        os.close(self._master)

    # typing -------------------------------------------------------------------------------------

    def type(self, keys: Iterable[str], pause: float = 0.0) -> None:
        """Type keys with `pause` seconds between them; 0: all in one piece."""
        pieces = typed(keys)
        if not pause:
            os.write(self._master, "".join(pieces).encode())
            return
        for piece in pieces:
            os.write(self._master, piece.encode())
            self._read(pause)

    def patiently(self, keys: Iterable[str], rest: float = 0.25) -> None:
        """Type each key after the program has rested for `rest` seconds: nothing painted, no processor time used."""
        for piece in typed(keys):
            os.write(self._master, piece.encode())
            self.rest(rest)

    def rest(self, rest: float = 0.25) -> None:
        """Wait until the program has painted nothing and computed next to nothing for `rest` seconds."""
        end, quiet, used = time.monotonic() + GUARD, 0.0, self._ticks()
        while quiet < rest and time.monotonic() < end:
            begun = time.monotonic()
            painted = self._read(0.05)
            now = self._ticks()
            quiet = 0.0 if painted or now > used + 1 else quiet + time.monotonic() - begun
            used = now

    # looking ------------------------------------------------------------------------------------

    def until(self, words: str) -> None:
        """Read on until these words stand on the screen."""
        end = time.monotonic() + GUARD
        while words not in self.text():
            if time.monotonic() > end or self.exit is not None:
                raise AssertionError(f"'{words}' never stood on the screen:\n{self.text()}")
            self._read(0.05)

    def ended(self) -> int:
        """Read on until the program has ended; its exit code."""
        end = time.monotonic() + GUARD
        while self.exit is None:
            if time.monotonic() > end:
                raise AssertionError(f"the program did not end:\n{self.text()}")
            self._read(0.05)
        return self.exit

    def text(self) -> str:
        """What stands on the screen."""
        self._stream.feed(self._unseen)
        self._unseen = b""
        return "\n".join(line.rstrip() for line in self._screen.display)

    def _read(self, seconds: float) -> bool:
        """Read what is painted within `seconds`; whether anything was."""
        end, any_ = time.monotonic() + seconds, False
        while (left := end - time.monotonic()) > 0:
            if not select.select([self._master], [], [], left)[0]:
                break
            try:
                read = os.read(self._master, 65536)
            except OSError:
                read = b""
            if not read:
                _, status = os.waitpid(self.pid, 0)
                self.exit = os.waitstatus_to_exitcode(status)
                break
            self._unseen += read
            any_ = True
        return any_

    def _ticks(self) -> int:
        """Processor time used so far, in hundredths of a second; 0 where nobody tells."""
        try:
            fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            return 0
        return int(fields[11]) + int(fields[12])


def coding(path: Path, *arguments: str) -> list[str]:
    """The command that codes in a project."""
    return [sys.executable, "-m", "rrt_qual", "code", str(path), "--coder", "Amara Obi", *arguments]
