"""The list of commands: Textual's own, painted once when it is filled."""

from __future__ import annotations

from textual.command import CommandPalette

from rrt_qual.tui.shared.screen import OneFrame


class ActionPalette(CommandPalette, OneFrame[None]):
    """Every action of the screen below and of the program, to be found by typing its name."""

    def __init__(self) -> None:
        super().__init__(id="--command-palette")
