"""What happens when somebody else ends the program: the terminal is closed, or the computer goes down."""

from __future__ import annotations

import asyncio
import os
import signal
import threading

from textual.app import App

from rrt_qual.domain.errors import RrtError
from rrt_qual.tui.shared.screen import RrtScreen

#: The signals of a closed terminal and of an end that somebody asks for.
SIGNALS = tuple(s for s in ("SIGHUP", "SIGTERM") if hasattr(signal, s))

#: Seconds after which the program ends in any case: all is on disk by then, and a terminal that is gone can hold up
#: whoever still writes to it.
AT_LAST = 2.0


class Ending:
    """Ends the program in good order on SIGHUP and SIGTERM, unless whoever started it wants them ignored."""

    def __init__(self, app: App[None]) -> None:
        self._app = app
        self._begun = False

    def listen(self) -> None:
        """From now on; only where signals can be heard (not in a thread, not on every system)."""
        loop = asyncio.get_running_loop()
        for name in SIGNALS:
            number = signal.Signals[name]
            if signal.getsignal(number) is signal.SIG_IGN:
                continue
            try:
                loop.add_signal_handler(number, self.end, int(number))
            except (NotImplementedError, RuntimeError, ValueError):
                return

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
