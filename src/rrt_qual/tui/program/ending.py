"""What happens when somebody else ends the program: the terminal is closed, or the computer goes down."""

from __future__ import annotations

import asyncio
import os
import select
import signal
import sys
import threading
import time

from textual.app import App

from rrt_qual.domain.errors import RrtError
from rrt_qual.tui.shared.screen import RrtScreen

#: The signals of a closed terminal and of an end that somebody asks for.
SIGNALS = tuple(s for s in ("SIGHUP", "SIGTERM") if hasattr(signal, s))

#: Seconds after which the program ends in any case: all is on disk by then, and a terminal that is gone can hold up
#: whoever still writes to it.
AT_LAST = 2.0

#: Seconds after the terminal has gone in which even what cannot be heard any more, because it waits to paint there,
#: comes to an end: longer than writing everything down takes on a slow disk.
WITHOUT_TERMINAL = 30.0


class Ending:
    """Ends the program in good order on SIGHUP and SIGTERM, unless whoever started it wants them ignored.

    A terminal that has gone ends it in any case: nobody can read or type there any more.
    """

    def __init__(self, app: App[None]) -> None:
        self._app = app
        self._begun = False

    def listen(self) -> None:
        """From now on; only where signals can be heard (not in a thread, not on every system)."""
        loop = asyncio.get_running_loop()
        if not self._app.is_headless and hasattr(select, "poll"):
            threading.Thread(target=self._watch_terminal, args=(loop,), daemon=True, name="terminal").start()
        for name in SIGNALS:
            number = signal.Signals[name]
            if signal.getsignal(number) is signal.SIG_IGN:
                continue
            try:
                loop.add_signal_handler(number, self.end, int(number))
            except (NotImplementedError, RuntimeError, ValueError):
                return

    def _watch_terminal(self, loop: asyncio.AbstractEventLoop) -> None:
        """Wait until the terminal has gone, and end; where SIGHUP is ignored, Textual would read on for ever."""
        try:
            terminal = select.poll()
            terminal.register(sys.__stdin__.fileno(), 0)  # type: ignore[union-attr]
            gone = [said & (select.POLLHUP | select.POLLERR) for _, said in terminal.poll()]
            if not any(gone):  # a system on which terminals cannot be asked
                return
            loop.call_soon_threadsafe(self.end, int(signal.SIGHUP))
        except (OSError, ValueError, AttributeError, RuntimeError):  # no terminal, or the program has just ended
            return
        time.sleep(WITHOUT_TERMINAL)
        os._exit(128 + signal.SIGHUP)

    def end(self, number: int) -> None:
        """What was typed and where one was is written down, and then the program leaves."""
        if self._begun:
            return
        self._begun = True
        self.write_down()
        last = threading.Timer(AT_LAST, os._exit, (128 + number,))
        last.daemon = True
        last.start()
        self._app.exit(return_code=128 + number)

    def write_down(self) -> None:
        """Write down what is being typed, and the place in the interview that is open."""
        for screen in self._app.screen_stack:
            try:
                if isinstance(screen, RrtScreen):
                    screen.write_now()
            except RrtError:
                continue  # the disk is full, or the interview has gone: the rest is written down all the same
