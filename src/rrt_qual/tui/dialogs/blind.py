"""Blind coding: what suggestions say and what others coded is not seen, and nobody leaves that by accident."""

from __future__ import annotations

from typing import Any

from textual.screen import Screen

from rrt_qual.domain.errors import UsageError
from rrt_qual.tui.actions import table as actions
from rrt_qual.tui.dialogs.confirm import ConfirmScreen
from rrt_qual.tui.shared.screen import RrtScreen

#: Said where a screen that shows others' codings is asked for.
BLIND = UsageError("You code blind, and that screen shows what others coded.", "H in an interview ends blind coding.")

#: Asked before anything is shown.
_ENDS = "End blind coding? Suggestions and others' codings are then shown, and the log says so. Only y ends it."


class BlindEnds(ConfirmScreen):
    """Asks whether to end blind coding. Enter, which is pressed at every passage, does not."""

    BINDINGS = actions.bindings("blind_ends")
    SCOPE = "blind_ends"

    def __init__(self) -> None:
        super().__init__(_ENDS)


def cover(screen: Screen[Any]) -> None:
    """Empty a screen of the stack that shows what others coded; it is left as soon as one comes back to it."""
    if isinstance(screen, RrtScreen) and screen.SHOWS_OTHERS:
        for child in screen.children:
            child.display = False
