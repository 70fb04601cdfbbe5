"""The real program at a real terminal: a process and a pseudo-terminal, keys at a chosen pace, and what it shows."""

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
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

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

#: Seconds after which what is waited for will not come any more: only a guard against hanging.
GUARD = 90.0


class Console:
    """`rrt-qual code PATH … --coder CODER` (None: the program asks) at a terminal of `size` (columns, lines).

    Killed at the end if it still runs. What is painted is read whenever something is waited for.
    """

    def __init__(
        self,
        path: Path,
        coder: str | None,
        *more: str,
        size: tuple[int, int] = (100, 30),
        environ: Mapping[str, str] = {},
        program: Sequence[str] = ("-m", "rrt_qual"),
    ) -> None:
        columns, lines = size
        self._screen = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self._screen)
        self._unseen = b""
        self.exit: int | None = None
        self.pid, self._master = pty.fork()
        if self.pid == 0:  # the program
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
            os.environ.update({"TERM": "xterm-256color", "RRT_QUAL_CODER": "", **environ})
            for name in ("COLUMNS", "LINES"):
                os.environ.pop(name, None)
            command = [sys.executable, *program, "code", str(path), *more]
            os.execvp(command[0], command if coder is None else [*command, "--coder", coder])

    def __enter__(self) -> Console:
        return self

    def __exit__(self, *_: object) -> None:
        if self.exit is None:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        self.hang_up()

    # typing, and ending it ----------------------------------------------------------------------

    def type(self, keys: Iterable[str], pause: float = 0.0) -> None:
        """Type keys (or the characters of a text) with `pause` seconds between them; 0: all in one piece."""
        pieces = [BYTES.get(key, key) for key in keys]
        for piece in pieces if pause else ["".join(pieces)]:
            os.write(self._master, piece.encode())
            self._read_for(pause)

    def patiently(self, keys: Iterable[str], rest: float = 0.25) -> None:
        """Type each key after the program has rested for `rest` seconds: nothing painted, nothing computed."""
        for key in keys:
            self.type([key])
            self.rest(rest)

    def hang_up(self) -> None:
        """Close the terminal's window."""
        if self._master >= 0:
            os.close(self._master)
            self._master = -1

    def kill(self, number: int) -> None:
        """Send a signal."""
        os.kill(self.pid, number)

    # looking ------------------------------------------------------------------------------------

    def text(self) -> str:
        """What stands on the screen."""
        self._stream.feed(self._unseen)
        self._unseen = b""
        return "\n".join(line.rstrip() for line in self._screen.display)

    def sees(self, words: str) -> None:
        """Wait until these words stand on the screen."""
        self.wait(lambda: words in self.text(), words)

    def wait(self, met: Callable[[], object], what: str = "what is waited for") -> None:
        """Read what is painted until a condition is met."""
        end = time.monotonic() + GUARD
        while not met():
            assert time.monotonic() < end and self.exit is None, f"no '{what}' (ended: {self.exit}):\n{self.text()}"
            self._read()

    def rest(self, rest: float = 0.25) -> None:
        """Wait until the program has painted nothing and none of its threads has had work for `rest` seconds."""
        end, since = time.monotonic() + GUARD, time.monotonic()
        while time.monotonic() < since + rest and time.monotonic() < end and self.exit is None:
            if self._read(0.02) or self._works():
                since = time.monotonic()

    def ended(self) -> int:
        """Wait until the program has ended; its exit code, negative for the signal that killed it."""
        end = time.monotonic() + GUARD
        while self.exit is None:
            assert time.monotonic() < end, f"the program did not end:\n{self.text()}"
            self._read()
        return self.exit

    def _read_for(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            self._read(left)

    def _read(self, seconds: float = 0.05) -> bool:
        """Read once what is painted, waiting at most `seconds` for it; whether anything was."""
        if self._master >= 0 and select.select([self._master], [], [], seconds)[0]:
            try:
                self._unseen += os.read(self._master, 65536)
                return True
            except OSError:  # nobody writes there any more
                time.sleep(0.01)
        elif self._master < 0:
            time.sleep(0.02)
        if self.exit is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            self.exit = os.waitstatus_to_exitcode(status) if pid else None
        return False

    def _works(self) -> bool:
        """Whether a thread runs, or would if a processor were free; False where nobody tells."""
        for thread in Path(f"/proc/{self.pid}/task").glob("*/stat"):
            with suppress(OSError):
                if thread.read_text().rpartition(")")[2].split()[0] in "RD":
                    return True
        return False
