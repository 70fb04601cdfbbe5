"""Coders see one another's work: what others write to the project comes onto the screen by itself."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from textual.app import App
from textual.screen import ModalScreen, Screen

from rrt_qual.domain.errors import RrtError
from rrt_qual.services.project.watch import Watch
from rrt_qual.services.shared.project import Project
from rrt_qual.tui.shared.screen import R, RrtScreen

#: Seconds between two looks. Two people who talk to one another while they code should see a mark come up as it is
#: spoken of; a look is one pragma (some 10 microseconds), so it could be more often, but nobody would see it.
LOOK_EVERY = 1.5

#: After so many faults in a row the project is not looked at any more: it is gone, or damaged, and acts say so.
FAULTS = 3


class Watching:
    """Looks at the project while the program has nothing else to do, and lets the visible screens read it again.

    Acts are done on the same event loop, so no look comes in the middle of one; what a thread does is waited for.
    """

    def __init__(self, app: App[None], project: Project, tell: Callable[[BaseException], None]) -> None:
        self._app, self._project, self._tell = app, project, tell
        self._watch: Watch | None = None
        self._due = False
        self._faults = 0
        #: how often something that others wrote has been seen
        self.seen = 0
        self._timer: asyncio.TimerHandle | None = None

    def begin(self) -> None:
        """From now on, until `end`."""
        self._watch = Watch(self._project)
        self._again()

    def end(self) -> None:
        """Look no more."""
        self._watch = None
        if self._timer is not None:
            self._timer.cancel()

    def _again(self) -> None:
        self.look()
        if self._watch is not None:  # a timer of the app's own would be waited for when the program has to stop
            self._timer = asyncio.get_running_loop().call_later(LOOK_EVERY, self._again)

    def look(self) -> None:
        """Show what others have written since the last look, if anything."""
        if self._watch is None or self._faults >= FAULTS:
            return
        try:
            self._due = self._watch.changed() or self._due
            if self._due and not any(s.reading for s in self.visible()):
                self._due = False
                self.seen += 1
                for screen in self.visible():
                    self.show(screen)
            self._faults = 0
        except Exception as fault:  # a look must never end the program
            self._faults += 1
            if self._faults == FAULTS:
                self._tell(fault)

    def visible(self) -> list[RrtScreen[object]]:
        """The screens that can be seen, the lowest first: that on top, and below a dialog what it stands on."""
        seen: list[Screen[object]] = []
        for screen in reversed(self._app.screen_stack):
            seen.append(screen)
            if not isinstance(screen, ModalScreen):
                break
        return [s for s in reversed(seen) if isinstance(s, RrtScreen) and s.is_mounted]

    def show(self, screen: RrtScreen[R]) -> None:
        """Let a screen read the project again; one that may not be shown any more is left, with a sentence."""
        if screen not in self._app.screen_stack:
            return  # it stood on one that had to be left
        screen.seen = self.seen
        try:
            screen.project_changed()
        except RrtError as fault:  # what it shows may not be shown any more
            self.leave(screen, fault)

    def close_above(self, screen: Screen[R], kind: type[Screen[Any]]) -> None:
        """Close a dialog of that kind that stands on a screen: it shows words that read otherwise by now."""
        stack = self._app.screen_stack
        above = stack[stack.index(screen) + 1 :] if screen in stack else []
        first = next((n for n, one in enumerate(above) if isinstance(one, kind)), len(above))
        for _ in above[first:]:
            self._app.pop_screen()

    def leave(self, screen: Screen[R], why: RrtError) -> None:
        """Close a screen and all that stands on it, and say why. What was being typed there stays written down."""
        stack = self._app.screen_stack
        if screen not in stack or screen is stack[0]:
            return
        for _ in range(len(stack) - stack.index(screen)):
            self._app.pop_screen()
        self._tell(why)
