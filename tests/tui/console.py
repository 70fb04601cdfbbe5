"""A second coder at a real terminal: the program in a process and a pseudo-terminal of its own."""

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
from collections.abc import Callable
from pathlib import Path

import pyte

#: Seconds after which what is waited for will not come any more: only a guard against hanging.
GUARD = 90.0


class Console:
    """`rrt-qual code PATH --coder CODER …` at a terminal of `size` (columns, lines)."""

    def __init__(self, path: Path, coder: str, *more: str, size: tuple[int, int] = (100, 30)) -> None:
        columns, lines = size
        self._screen = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self._screen)
        self.exit: int | None = None
        self.pid, self._master = pty.fork()
        if self.pid == 0:  # the program
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
            os.environ.update(TERM="xterm-256color", RRT_QUAL_CODER="", XDG_CONFIG_HOME=str(path.parent / "config"))
            for name in ("COLUMNS", "LINES"):
                os.environ.pop(name, None)
            command = [sys.executable, "-m", "rrt_qual", "code", str(path), *more, "--coder", coder]
            os.execvp(command[0], command)

    def __enter__(self) -> Console:
        return self

    def __exit__(self, *_: object) -> None:
        if self.exit is None:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        self.hang_up()

    def type(self, words: str) -> None:
        """Type characters as they are."""
        os.write(self._master, words.encode())

    def hang_up(self) -> None:
        """Close the terminal's window."""
        if self._master >= 0:
            os.close(self._master)
            self._master = -1

    def kill(self, number: int) -> None:
        """Send a signal."""
        os.kill(self.pid, number)

    def text(self) -> str:
        """What stands on the screen."""
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

    def ended(self) -> int:
        """Wait until the program has ended; its exit code, negative for the signal that killed it."""
        end = time.monotonic() + GUARD
        while self.exit is None:
            assert time.monotonic() < end, f"the program did not end:\n{self.text()}"
            self._read()
        return self.exit

    def _read(self) -> None:
        if self._master >= 0 and select.select([self._master], [], [], 0.05)[0]:
            try:
                self._stream.feed(os.read(self._master, 65536))
                return
            except OSError:  # nobody writes there any more
                pass
        pid, status = os.waitpid(self.pid, os.WNOHANG)
        if pid:
            self.exit = os.waitstatus_to_exitcode(status)
        elif self._master < 0:
            time.sleep(0.02)
