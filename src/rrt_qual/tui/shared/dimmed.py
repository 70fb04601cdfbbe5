"""The screen below a dialog, dimmed: what Textual paints there, with each of its few styles blended once.

Textual blends the colours of every piece of text anew at each frame, which was a third of the work of opening a
dialog. A screen shows some thousand pieces in some dozen styles.
"""

from __future__ import annotations

from functools import lru_cache

from rich.segment import Segment
from rich.style import Style as RichStyle
from textual.color import Color
from textual.css.styles import RulesMap
from textual.renderables.background_screen import BackgroundScreen
from textual.screen import Screen
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual


class Dimmed(Visual):
    """`screen` under a veil of `colour`, which has alpha; links and what a click would do are left out."""

    def __init__(self, screen: Screen[object], colour: Color) -> None:
        self._screen, self._colour = screen, colour

    def render_strips(self, width: int, height: int | None, style: Style, options: RenderOptions) -> list[Strip]:
        """The lines of the screen below; `width` and `height` are its own."""
        colour = self._colour
        return [
            Strip([Segment(text, _veiled(of, colour), control) for text, of, control in line], line.cell_length)
            for line in self._screen._compositor.render_strips()[:height]
        ]

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        """It fills its screen."""
        return container_width

    def get_height(self, rules: RulesMap, width: int) -> int:
        """It fills its screen."""
        return self._screen.size.height


@lru_cache(maxsize=4096)
def _veiled(style: RichStyle | None, colour: Color) -> RichStyle | None:
    """A style as Textual would blend it."""
    return next(iter(BackgroundScreen.process_segments([Segment("", style)], colour))).style
