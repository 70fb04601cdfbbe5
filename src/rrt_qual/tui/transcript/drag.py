"""Selecting with the mouse: what a view remembers while the button is down."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Drag:
    """The button is down: the offset where it was pressed, and where the pointer is beyond the view."""

    start: int
    begun: bool = False
    x: int = 0
    step: int = 0
