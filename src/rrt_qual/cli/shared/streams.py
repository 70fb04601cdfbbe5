"""The streams that a command speaks through: missing, full or closed ones, and libraries that would speak too."""

from __future__ import annotations

import contextlib
import errno
import io
import logging
import os
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from typing import IO, Any, cast


class Output:
    """Stands before stdout and remembers when it could not be written: a fault that comes up does not say whose it is.

    With no stream behind it (stdout was closed before the program began) whatever is written is such a fault.
    """

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self.stuck = False

    def write(self, text: Any) -> int:
        """Write; raises OSError."""
        with self._watched():
            if self._stream is None:
                raise OSError(errno.EBADF, os.strerror(errno.EBADF))
            return int(self._stream.write(text))

    def flush(self) -> None:
        """Write what is still held back; raises OSError."""
        with self._watched():
            if self._stream is not None:
                self._stream.flush()

    @property
    def buffer(self) -> Output:
        """The same for bytes; raises AttributeError for a stream of text alone."""
        below = Output(self._stream.buffer if self._stream is not None else None)
        below._watched = self._watched  # type: ignore[method-assign]
        return below

    def give_up(self) -> None:
        """Let all that is still to be written go nowhere, also what Python writes at its end."""
        with contextlib.suppress(OSError, ValueError, AttributeError):
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, self._stream.fileno())
            os.close(nowhere)

    def __getattr__(self, name: str) -> Any:
        return getattr(io.StringIO() if self._stream is None else self._stream, name)

    @contextlib.contextmanager
    def _watched(self) -> Iterator[None]:
        try:
            yield
        except OSError:
            self.stuck = True
            raise


@contextlib.contextmanager
def there() -> Iterator[Output]:
    """Both streams are there while a command runs, whatever the program was started with, and take every sign."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    output = Output(sys.stdout)
    with contextlib.ExitStack() as stack:
        stack.enter_context(contextlib.redirect_stdout(cast(IO[str], output)))
        if sys.stderr is None:  # else Python prints on stdout what is meant for stderr
            stack.enter_context(contextlib.redirect_stderr(io.StringIO()))
        yield output


def settle(unseen: Callable[[BaseException], None]) -> None:
    """Once at the start of the process: no library writes to the terminal by itself, for it may quote what it read.

    Warnings and logs are dropped, and what Python would print of a fault that nobody catches (of a thread, of an
    object that is thrown away) is given to `unseen`. A file that is opened later is never one of the three streams.
    """
    while (handle := os.open(os.devnull, os.O_RDWR)) < 3:
        pass
    os.close(handle)
    if not sys.warnoptions:
        warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)

    def in_thread(told: Any) -> None:
        if told.exc_value is not None:
            unseen(told.exc_value)

    threading.excepthook = in_thread
    sys.unraisablehook = in_thread
