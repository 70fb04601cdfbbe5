"""Keys typed ahead: each is acted on when all that the ones before it set going stands.

A key goes to whatever has the focus when it arrives, and a screen that was asked for has it a moment later. So
nothing that a person does reaches the program while an earlier act is unfinished: it is held here, in order, one
event at a time. An act is finished when nothing in the program is left to run, the screen on top is laid out, and
what that screen waits for (`RrtScreen.awaits`, its workers) has come: the state that somebody would see who waits
before they type on. What does not come in time takes the keys typed ahead of it along: on what is there instead they
would do something else. That is said, and whoever types on then is obeyed by what they see.
"""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from collections.abc import Hashable, Iterable, Iterator
from time import monotonic

from textual.app import App
from textual.driver import Driver
from textual.events import InputEvent, Key, MouseMove, Paste
from textual.message import Message
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input

from rrt_qual.tui.program.escape_key import CHORDS, with_escape

#: Seconds after which what does not come to an end holds the keyboard no longer, so that nothing can freeze it for
#: ever: long enough for a slow machine to read its tables. Keys that leave wait less, and are obeyed then: whoever
#: leaves does not want it. Keys that stop what runs wait hardly at all.
BOUND, LEAVE_BOUND, STOP_BOUND = 10.0, 2.0, 0.5

#: The keys that leave a screen or the program.
_LEAVE = frozenset(("escape", "q", "ctrl+q"))

#: How often, in seconds, is looked again while a frame or a thread is waited for: with keys held, and without.
_LOOK, _LINGER = 0.004, 0.02

#: Seconds after which something is painted even when an act is unfinished.
_FRAME = 0.2

#: What a chord of the escape key means in a field.
_IN_FIELDS = {"alt+b": "ctrl+left", "alt+f": "ctrl+right", "alt+backspace": "ctrl+w"}


class TypedAhead(App[None]):
    """An app in which a key always meets what the keys before it have led to."""

    def __init__(self) -> None:
        super().__init__()
        self._held: deque[InputEvent | Paste] = deque()
        self._feeding: asyncio.Task[None] | None = None
        #: since when the program has not come to rest; None: it has
        self._restless: float | None = None
        #: what the screen on top waits for, and since when
        self._awaited: dict[Hashable, float] = {}
        #: since when an act is under way; None: none is
        self._acting: float | None = None
        #: how many keys and clicks have been acted on
        self.acts = 0
        #: the key that was acted on last ('': a click)
        self.last_key = ""

    def get_driver_class(self) -> type[Driver]:
        """The driver of this platform, with an escape key that is told apart."""
        return with_escape(super().get_driver_class())

    def action_command_palette(self) -> None:
        """Find an action by typing its name."""
        from rrt_qual.tui.dialogs.palette import ActionPalette

        if not isinstance(self.screen, ActionPalette):
            self.push_screen(ActionPalette())

    # holding ------------------------------------------------------------------------------------

    def post_message(self, message: Message) -> bool:
        """Take a message; what a person did is held until its turn comes."""
        if not isinstance(message, InputEvent | Paste) or message.is_forwarded:
            return super().post_message(message)
        if self._closing or self._closed:
            return False
        if self._thread_id != threading.get_ident() and self._loop is not None:
            self._loop.call_soon_threadsafe(self._hold, message)
        else:
            self._hold(message)
        return True

    def _hold(self, event: InputEvent | Paste) -> None:
        last = self._held[-1] if self._held else None
        if isinstance(event, MouseMove) and isinstance(last, MouseMove) and event.button == last.button:
            self._held.pop()  # only where the mouse came to matters
        self._held.append(event)
        if self._feeding is None:
            self._feeding = asyncio.get_running_loop().create_task(self._feed(), name="keys typed ahead")

    async def _feed(self) -> None:
        """Hand on what is held, one event at a time, and see the last act through."""
        try:
            while not self._closing:
                stands = await self._stands()
                if not self._held:
                    return
                if not stands and self._is_in_vain(self._held[0]):
                    self._let_go()
                    continue
                event = self._held.popleft()
                self.acts += not isinstance(event, MouseMove)
                first, *more = self._parts(event)
                if not isinstance(first, MouseMove):
                    self.last_key = first.key if isinstance(first, Key) else ""
                self._held.extendleft(reversed(more))
                if self._acting is None and not isinstance(first, MouseMove):
                    self._acting = monotonic()
                super().post_message(first)
        finally:
            self._feeding = None
            self._paint()

    def _parts(self, event: InputEvent | Paste) -> Iterator[InputEvent | Paste]:
        """What an event means here: a chord of the escape key is one key in fields and two elsewhere."""
        if not isinstance(event, Key) or event.key not in _IN_FIELDS:
            yield event
        elif _takes_text(self.focused):
            yield Key(_IN_FIELDS[event.key], None)
        else:
            character = next(c for c, chord in CHORDS.items() if chord == event.key)
            yield Key("escape", "\x1b")
            yield Key("backspace" if character == "\x7f" else character, character)

    async def settled(self) -> None:
        """Wait until everything held is acted on, and what came of it stands."""
        while self._feeding is not None:
            await asyncio.wait([self._feeding])

    async def _press_keys(self, keys: Iterable[str]) -> None:
        """Press keys in a test as a patient person does."""
        for key in keys:
            await super()._press_keys([key])
            await self.settled()

    # what has come to rest ----------------------------------------------------------------------

    async def _stands(self) -> bool:
        """Wait until the next event may be handed on, or, when there is none, until the last act is finished.

        False: that has not come about in its time.
        """
        while not await self._is_finished():
            since = self._waiting_since()
            if since is not None and monotonic() - since > self._patience():
                return False
            await asyncio.sleep(_LOOK if self._held else _LINGER)
        return True

    def _waiting_since(self) -> float | None:
        """Since when all that is still waited for has been: None where nothing is."""
        return self._restless if self._restless is not None else max(self._awaited.values(), default=None)

    def _is_in_vain(self, event: InputEvent | Paste) -> bool:
        """Whether this was typed ahead of what has not come: not to leave it, and not after it was given up."""
        since = self._waiting_since()
        return since is not None and event.time < since + BOUND and not (_leaves(event) or self._stops(event))

    def _let_go(self) -> None:
        """Forget what was typed ahead of something that has not come, and say so."""
        keys = sum(not isinstance(event, MouseMove) for event in self._held)
        self._held.clear()
        if keys:
            used = "1 key was" if keys == 1 else f"{keys:,} keys were"
            with self._context():
                self.notify(f"{used} not used: the screen was not ready in time.", severity="warning", timeout=12)

    async def _is_finished(self) -> bool:
        """Let run what can run, and say whether the next event meets what it was meant for."""
        quiet = await self._is_quiet()
        text = bool(self._held) and self._is_text(self._held[0])
        screen = self._screen_stack[-1] if self._screen_stacks and self._screen_stack else None
        stands = quiet and screen is not None and self._is_laid_out(screen) and not any(self._things(screen))
        if self._acting is not None and (stands or not self.is_between_frames):
            self._paint()
        if not quiet or screen is None or not (text or self._is_laid_out(screen)):
            self._restless = self._restless or monotonic()
            return False
        self._restless = None
        now = monotonic()
        self._awaited = {thing: self._awaited.get(thing, now) for thing in self._things(screen)}
        return text or not self._awaited

    @property
    def is_between_frames(self) -> bool:
        """Whether an act is putting up what it will show, so that a frame now would soon be painted over."""
        return self._acting is not None and monotonic() - self._acting < _FRAME

    def _paint(self) -> None:
        """Paint what was left to be painted together, and what Textual's own timer would paint right after it."""
        self._acting = None
        owing = [s for s in self._screen_stack if getattr(s, "owes_frame", False)] if self._screen_stacks else []
        if owing and not self._closing:
            with self._context():  # a key comes from the driver's thread, which knows of no app
                for screen in owing:
                    screen._on_timer_update()
                    if getattr(screen, "owes_frame", False):
                        screen._compositor_refresh()

    def _patience(self) -> float:
        """How long the next event waits for what does not come to an end, in seconds."""
        event = self._held[0] if self._held else None
        if event is not None and self._stops(event):
            return STOP_BOUND
        return LEAVE_BOUND if event is None or _leaves(event) else BOUND

    def _stops(self, event: InputEvent | Paste) -> bool:
        """Whether the screen on top takes this key as one that stops what it is doing."""
        screen = self._screen_stack[-1] if self._screen_stacks and self._screen_stack else None
        return isinstance(event, Key) and event.key in getattr(screen, "stops", ())

    async def _is_quiet(self) -> bool:
        """Let everything run that can run; whether it came to an end within `LEAVE_BOUND`.

        asyncio keeps what can run at once in one queue. When nothing is in it, every message has been handled and
        every task waits for a clock, a thread or the keyboard.
        """
        ready = getattr(asyncio.get_running_loop(), "_ready", ())
        until = monotonic() + LEAVE_BOUND
        await asyncio.sleep(0)
        while ready and monotonic() < until:
            await asyncio.sleep(0)
        return not ready

    def _is_text(self, event: InputEvent | Paste) -> bool:
        """Whether this only adds to a field: then nothing but the focus matters."""
        if not _takes_text(self.focused):
            return False
        return isinstance(event, Paste) or (isinstance(event, Key) and (event.is_printable or event.key == "backspace"))

    def _is_laid_out(self, screen: Screen[object]) -> bool:
        """Whether a screen is up and nothing about it waits for the next frame."""
        waiting = screen._layout_required or screen._recompose_required or screen._callbacks
        return screen.is_mounted and bool(screen.size) and not waiting and not self._batch_count

    def _things(self, screen: Screen[object]) -> Iterator[Hashable]:
        """What the screen waits for: its workers, and what it says itself."""
        for worker in self.workers:
            if not worker.is_finished and (worker.node is screen or screen in worker.node.ancestors):
                yield worker
        if (thing := getattr(screen, "awaits", None)) is not None:
            yield thing


def _leaves(event: InputEvent | Paste) -> bool:
    return isinstance(event, Key) and event.key in _LEAVE


def _takes_text(widget: Widget | None) -> bool:
    """Whether it is a field; one of several lines is told by name, for loading its class takes time at the start."""
    return isinstance(widget, Input) or any(kind.__name__ == "TextArea" for kind in type(widget).__mro__)
