"""Putting a theme under a digit: it stays there until the coder moves it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from rrt_qual.tui.actions import table as actions
from rrt_qual.tui.coding.desk import DIGITS
from rrt_qual.tui.shared.screen import RrtDialog
from rrt_qual.tui.widgets.key_line import KeyLine
from rrt_qual.tui.widgets.plain import squeeze

#: What was decided: digit -> theme id, or None to free the digit.
Pinned = dict[int, "str | None"]


@dataclass(frozen=True, slots=True)
class PinAsked:
    """What the dialog shows: the theme to put somewhere (None: none is at hand), what stands where, names by id.

    `most_used` is what 'm' would put under the digits that are free.
    """

    theme: str | None
    pins: Mapping[int, str]
    most_used: Mapping[int, str]
    names: Mapping[str, str]


class PinScreen(RrtDialog["Pinned | None"]):
    """The digits and what stands under them; a digit puts the theme there."""

    BINDINGS = actions.bindings("pin")
    SCOPE = "pin"

    def __init__(self, asked: PinAsked) -> None:
        super().__init__()
        self._asked = asked

    def compose(self) -> ComposeResult:
        """The theme, the digits, the keys."""
        theme = self._asked.theme
        title = f"Put ‘{self._called(theme)}’ under a digit" if theme else "No theme is chosen to put under a digit"
        with Vertical(classes="box small"):
            yield Static(title, id="title", markup=False)
            yield Static(self._rows(), id="digits", markup=False)
            yield KeyLine(self.SCOPE)

    def _rows(self) -> Text:
        out = Text()
        for digit in DIGITS:
            out.append(f" {digit} ", style="bold")
            theme = self._asked.pins.get(digit)
            out.append(f"{self._called(theme)}\n" if theme else "free\n", style="" if theme else "dim")
        if self._asked.most_used:
            would = ", ".join(f"{d} {self._called(t)}" for d, t in self._asked.most_used.items())
            out.append("\nm", style="bold")
            out.append(f" puts what you use most under the free digits: {would}")
        return out

    def _called(self, theme: str | None) -> str:
        return squeeze(self._asked.names.get(theme or "", f"{theme} (no longer in the codebook)"))

    def _under(self, digit: int) -> None:
        if self._asked.theme is None:
            self.notify("Go to a coding or to a theme in the codebook first, then T.", severity="warning", timeout=4)
        else:
            self.dismiss({digit: self._asked.theme})

    def action_under_5(self) -> None:
        self._under(5)

    def action_under_6(self) -> None:
        self._under(6)

    def action_under_7(self) -> None:
        self._under(7)

    def action_under_8(self) -> None:
        self._under(8)

    def action_under_9(self) -> None:
        self._under(9)

    def action_free(self) -> None:
        digit = next((d for d, t in self._asked.pins.items() if t == self._asked.theme), None)
        if digit is None:
            self.notify("This theme stands under no digit.", timeout=3)
        else:
            self.dismiss({digit: None})

    def action_most_used(self) -> None:
        if self._asked.most_used:
            self.dismiss(dict(self._asked.most_used))
        else:
            self.notify("There is nothing to add: no digit is free, or nothing else is coded yet.", timeout=3)

    def action_cancel(self) -> None:
        self.dismiss(None)
