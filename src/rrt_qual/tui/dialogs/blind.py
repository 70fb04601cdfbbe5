"""Blind coding: what suggestions say and what others coded is not seen, and nobody leaves that by accident."""

from __future__ import annotations

from rrt_qual.tui.actions import table as actions
from rrt_qual.tui.dialogs.confirm import ConfirmScreen

#: Asked before anything is shown.
_ENDS = "End blind coding? Suggestions and others' codings are then shown, and the log says so. Only y ends it."


class BlindEnds(ConfirmScreen):
    """Asks whether to end blind coding. Enter, which is pressed at every passage, does not."""

    BINDINGS = actions.bindings("blind_ends")
    SCOPE = "blind_ends"

    def __init__(self) -> None:
        super().__init__(_ENDS)
