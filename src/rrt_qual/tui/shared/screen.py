"""What every screen shares: its scope of actions, the app's type, and that a fault is a sentence."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable
from functools import partial
from typing import Any, ClassVar, Generic, TypeVar, cast

from rich.console import RenderableType
from textual.events import ScreenResume
from textual.geometry import Size
from textual.message import Message
from textual.renderables.background_screen import BackgroundScreen
from textual.screen import ModalScreen, Screen
from textual.visual import Visual
from textual.worker import Worker, WorkerState, get_current_worker

from rrt_qual.domain.errors import NotFound, UsageError
from rrt_qual.services.shared.project import Project
from rrt_qual.tui.shared.dimmed import Dimmed
from rrt_qual.tui.shared.host import Host

R = TypeVar("R")
T = TypeVar("T")

#: Said where a screen that shows others' codings is asked for.
BLIND = UsageError("You code blind, and that screen shows what others coded.", "H in an interview ends blind coding.")


class OneFrame(Screen[R], Generic[R]):
    """A screen that paints once for an act: not piece by piece while the act puts up what it will show.

    What Textual does twice when a screen is put on another is done once: the styles of what has just been made, and
    the layout of the screen below, which stays as it is.
    """

    #: whether something was left to be painted together with what comes
    owes_frame = False
    #: whether it has been on top; before, all of its styles are new
    _has_been_shown = False

    def _compositor_refresh(self) -> None:
        self.owes_frame = self.is_current and cast(Host, self.app).is_between_frames
        if not self.owes_frame:
            super()._compositor_refresh()

    def render(self) -> RenderableType | Visual:  # type: ignore[override]
        """The background: Textual's, and where that is the screen below, `Dimmed`."""
        background = super().render()
        if isinstance(background, BackgroundScreen):
            return Dimmed(background.screen, background.color)
        return background

    def _screen_resized(self, size: Size) -> None:
        if self.app.screen is self or self._compositor.size != size:
            super()._screen_resized(size)

    async def _compose(self) -> None:
        """Before there is anything in it, it is told how wide it is, so that nothing is styled twice."""
        known = self.app.HORIZONTAL_BREAKPOINTS if self.HORIZONTAL_BREAKPOINTS is None else self.HORIZONTAL_BREAKPOINTS
        for name in self._get_breakpoint_classes(self.app.size.width, known or []):
            self.set_class(True, name, update=False)
        self.app.stylesheet.apply(self)
        await super()._compose()

    def _on_screen_resume(self, event: ScreenResume) -> None:
        event.refresh_styles = event.refresh_styles and self._has_been_shown
        self._has_been_shown = True


class RrtScreen(OneFrame[R], Generic[R]):
    """A screen with a scope of actions. What its handlers raise is told, and the program goes on."""

    SCOPE: ClassVar[str] = ""
    #: Whether it shows, or counts, what others coded: who codes blind does not see it.
    SHOWS_OTHERS: ClassVar[bool] = False
    #: How often it has asked for something to be read: only the answer to the last asking is shown.
    asked_times = 0
    #: How much of what others wrote it shows, as `Watching.seen` counts; None: it has not been shown yet.
    seen: int | None = None

    class Came(Message):
        """What a thread has read; `number` tells which asking it answers, `show` shows it."""

        def __init__(self, number: int, show: Callable[[], None]) -> None:
            super().__init__()
            self.number, self.show = number, show

    @property
    def rrt(self) -> Host:
        """The program that this screen runs in."""
        return cast(Host, self.app)

    @property
    def awaits(self) -> Hashable | None:
        """What this screen waits for besides its workers, before keys typed ahead reach it; None: nothing."""
        return None

    @property
    def stops(self) -> Collection[str]:
        """The keys that stop what runs in this screen now, and so do not wait until it has ended by itself."""
        return ()

    def on_screen_resume(self) -> None:
        """One comes back to it: not, meanwhile coding blind, to what others coded, and not to how it read before."""
        watching = self.rrt.watching
        if self.SHOWS_OTHERS and self.rrt.blind:
            watching.leave(self, BLIND)
        elif self.seen is None:
            self.seen = watching.seen
        elif self.seen != watching.seen:
            watching.show(self)

    def write_now(self) -> None:
        """The program is ended by somebody else: put on disk what is being typed, or where one is."""

    # where several screens lead to ----------------------------------------------------------------

    def action_ratings(self) -> None:
        """Show the ratings of the indicators."""
        self.rrt.open_ratings()

    def action_trust(self) -> None:
        """Show what came of the suggestions."""
        self.rrt.open_trust()

    def action_discover(self) -> None:
        """Show talk that no theme explains."""
        self.rrt.open_discover()

    # reading ------------------------------------------------------------------------------------

    def read(self, project: Project, work: Callable[[], T], show: Callable[[T], None]) -> None:
        """Do `work` in a thread, with a connection of its own to `project`, and `show` what came of it.

        What was asked for before and has not come yet is not shown any more.
        """
        self.asked_times += 1
        doing = partial(self._read_in_thread, self.asked_times, project, work, show)
        self.run_worker(doing, thread=True, group="reading", exclusive=True, exit_on_error=False)

    def _read_in_thread(self, number: int, project: Project, work: Callable[[], T], show: Callable[[T], None]) -> None:
        worker = get_current_worker()
        try:
            found = work()
        finally:
            project.close()
        if not worker.is_cancelled:
            self.post_message(self.Came(number, partial(show, found)))

    def on_rrt_screen_came(self, event: Came) -> None:
        """Show it, unless something else was asked for meanwhile."""
        if event.number == self.asked_times:
            event.show()

    # what others do meanwhile ---------------------------------------------------------------------

    @property
    def reading(self) -> bool:
        """Whether a thread of this screen is at work; what others did is shown when it has ended."""
        return any(w.node is self and not w.is_finished for w in self.app.workers)

    def project_changed(self) -> None:
        """Others have written to the project: show it as it is now. Cursor, selection, scrolling and focus stay."""

    async def _dispatch_message(self, message: Message) -> None:
        """Handle a message; a fault is told instead of ending the program.

        A screen that fails while it is put up is taken away again, unless it is the first.
        """
        try:
            await super()._dispatch_message(message)
        except Exception as fault:
            if not self.is_mounted:
                if len(self.app.screen_stack) < 2:
                    raise
                self.app.call_later(self.app.pop_screen)
            self.rrt.tell(fault)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Tell what went wrong in a thread; where what the screen is about has gone, leave it."""
        fault = event.worker.error if event.state is WorkerState.ERROR else None
        if isinstance(fault, NotFound) and self is not self.app.screen_stack[0]:
            self.rrt.watching.leave(self, fault)
        elif fault is not None:
            self.rrt.tell(fault)


class RrtDialog(RrtScreen[R], ModalScreen[R], Generic[R]):
    """A screen on top of another, which waits for an answer."""

    DEFAULT_CSS = """
    RrtDialog { align: center middle; background: $background 70%; }
    """


def cover(screen: Screen[Any]) -> None:
    """Empty a screen of the stack that shows what others coded; it is left as soon as one comes back to it."""
    if isinstance(screen, RrtScreen) and screen.SHOWS_OTHERS:
        for child in screen.children:
            child.display = False
