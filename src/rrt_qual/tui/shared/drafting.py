"""Dialogs in which something is written: it is kept in the project as it is typed, and offered back.

A screen that mixes in `Drafting` says what stands in its fields, and whether that differs from what it began with.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Generic, TypeVar

from textual.timer import Timer
from textual.widgets import Input, Static

from rrt_qual.domain.errors import NotFound, RrtError
from rrt_qual.services.coding import drafts
from rrt_qual.services.coding.drafts import Draft, Slot
from rrt_qual.tui.shared.screen import R, RrtDialog
from rrt_qual.tui.widgets.cells import visible

if TYPE_CHECKING:
    from textual.widgets import TextArea

T = TypeVar("T")

#: Seconds from the first key that is not written down yet until it is. A power cut costs at most what was typed in
#: that time; a shorter one would make the disk work at every key, for each write is a transaction of its own.
REST = 0.5


class Drafting(RrtDialog[R], Generic[R]):
    """A dialog whose fields are written down while they are typed. `slot` None: nothing is (nobody codes yet)."""

    slot: Slot | None = None
    #: How a text that is offered back is dropped.
    DROPS = "Esc drops it."
    _latest: tuple[Mapping[str, str], bool] | None = None
    _written: Mapping[str, str] | None = None
    _due: Timer | None = None
    _over = False
    _warned = False

    # what a screen says of itself -----------------------------------------------------------------

    def draft_fields(self) -> Mapping[str, str]:
        """Name of the field -> what stands in it."""
        raise NotImplementedError

    def draft_changed(self) -> bool:
        """Whether that differs from what the dialog began with, so that there is something to lose."""
        return any(text.strip() for text in self.draft_fields().values())

    # offering back ----------------------------------------------------------------------------------

    def make_slot(self, kind: str, target: str, interview_id: str | None = None) -> Slot | None:
        """The slot of the person who codes, or None."""
        session = self.rrt.session
        return Slot(self.rrt.project, session.coder, kind, target, interview_id) if session else None

    def take_left(self) -> Draft | None:
        """What was typed here before and not kept; the line that says so is shown."""
        left = self.slot.left() if self.slot is not None else None
        if left is not None:
            self._written = dict(left.fields)
            self.say_left(f"A text from {drafts.when(left)} was not kept: here it is. {self.DROPS}")
        return left

    def say_left(self, words: str) -> None:
        """Say it in the line for that (`Static#left`)."""
        line = self.query_one("#left", Static)
        line.display = True
        line.update(visible(words))

    # while it is typed ------------------------------------------------------------------------------

    def on_input_changed(self, event: Input.Changed) -> None:
        """Something was typed."""
        self.typed()

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Something was typed."""
        self.typed()

    def typed(self) -> None:
        """What stands in the fields is written down soon."""
        if self.slot is None or self._over:
            return
        self._latest = dict(self.draft_fields()), self.draft_changed()
        if self._due is None:
            self._due = self.set_timer(REST, self.write_down)

    def write_down(self) -> None:
        """Write down what stands in the fields, unless that was done; a fault is told once, and it is tried again."""
        if self._due is not None:
            self._due.stop()
            self._due = None
        if self.slot is None or self._over or self._latest is None:
            return
        fields, changed = self._latest
        if fields == self._written:
            return
        try:
            if changed:
                self.slot.write(fields)
            else:
                self.slot.drop()
        except NotFound:  # the interview was erased meanwhile: nothing of it is written any more
            self._over = True
            return
        except RrtError as fault:
            if not self._warned:
                self._warned = True
                self.notify(f"What you type is not safe yet: {fault}", severity="warning", timeout=8)
            if self.is_running:
                self._due = self.set_timer(REST, self.write_down)
            return
        self._written, self._warned = fields, False

    def write_now(self) -> None:
        """Write down what stands in the fields this moment, also what no event has told of yet."""
        if self.is_mounted and not self._over:
            self.typed()
        self.write_down()

    def on_screen_suspend(self) -> None:
        """Another screen comes on top."""
        self.write_down()

    def on_app_blur(self) -> None:
        """Another window has the keyboard."""
        self.write_down()

    def on_unmount(self) -> None:
        """The program ends, or what this is about has gone: what was typed stays written down."""
        self.write_down()

    # the end ----------------------------------------------------------------------------------------

    def keep(self, act: Callable[[], T]) -> T:
        """Do the act that keeps the text, and take the draft away with it."""
        done = act() if self.slot is None else self.slot.keep(act)
        self._over = True
        return done

    def give_up(self) -> None:
        """The text is not wanted: take the draft away."""
        self._over = True
        if self.slot is not None:
            self.slot.drop()
