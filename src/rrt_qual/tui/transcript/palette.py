"""The styles of a transcript: one `TextLook` of a piece of text, or one mark, becomes one Rich style.

In colour a coding tints its words; 'plain' (NO_COLOR, or a theme of the terminal's own colours, which cannot
be mixed) underlines them instead. 'colourless' (NO_COLOR) takes the colour from the margin, never its signs.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from rich.style import Style
from textual.color import Color, ColorParseError

from rrt_qual.tui.transcript.mark import Mark

#: How much of a theme's colour tints the words: of my codings, of others', of the one that keys act on.
_TINT_MINE, _TINT_OTHER, _TINT_CURRENT = 0.28, 0.17, 0.48
_FALLBACK = Color(128, 128, 128)


class TextLook(NamedTuple):
    """What there is to say of a piece of text: whose talk, what is on it, what codes it.

    `hit` is 0 for none, 1 for a hit, 2 for the one gone to; `tints` are the themes' colours, each with its strength;
    `masked` says that the words stand for others.
    """

    quiet: bool = False
    in_segment: bool = False
    in_selection: bool = False
    hit: int = 0
    tints: tuple[tuple[str, float], ...] = ()
    current: bool = False
    masked: bool = False


def tint_of(mark: Mark) -> tuple[str, float]:
    """The colour with which a mark tints its words, and how strongly."""
    return mark.colour, _TINT_CURRENT if mark.current else _TINT_MINE if mark.mine else _TINT_OTHER


def parse_colour(text: str) -> Color:
    """The colour of that name or number; grey for what is none."""
    try:
        return Color(*Color.parse(text).rgb)
    except ColorParseError:
        return _FALLBACK


def readable(colour: Color, background: Color, text: Color, contrast: float = 4.5) -> Color:
    """`colour` drawn towards the text's colour until it can be read on `background` (WCAG contrast ratio)."""
    for step in range(11):
        drawn = colour.blend(text, step / 10)
        if _contrast(drawn, background) >= contrast:
            return drawn
    return text


def ink_on(background: Color) -> Color:
    """Black or white, whichever reads better on `background`."""
    black, white = Color(0, 0, 0), Color(255, 255, 255)
    return white if _contrast(white, background) >= _contrast(black, background) else black


def _contrast(one: Color, other: Color) -> float:
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: Color) -> float:
    """Relative luminance as WCAG 2.1 defines it."""
    parts = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour.normalized)
    red, green, blue = parts
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@dataclass
class TranscriptColours:
    """The colours of a view under the present theme, and the styles made of them so far."""

    background: Color
    foreground: Color
    quiet: Color
    segment: Color
    selection: Color
    hit: Color
    hit_current: Color
    sign: Color
    plain: bool = False
    colourless: bool = False
    _looks: dict[TextLook, Style] = field(default_factory=dict)
    _marks: dict[tuple[str, bool, bool], Style] = field(default_factory=dict)
    _colours: dict[str, Color] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.plain:
            self.quiet = readable(self.quiet, self.background, ink_on(self.background))
            self.sign = readable(self.sign, self.background, self.foreground, 3.0)
        self.base = self._style(self.background, self.foreground)
        self.dim = self._style(self.background, self.quiet, dim=self.plain)
        self.label = self._style(self.background, self.foreground, bold=True)
        self.quiet_label = self._style(self.background, self.quiet, bold=True, italic=True)
        self.cursor_sign = self._style(self.background, self.sign, bold=True)

    def _style(self, background: Color, foreground: Color, **attributes: bool) -> Style:
        style = Style.from_color(foreground.rich_color, background.rich_color)
        on = [name for name, wanted in attributes.items() if wanted]
        return style + Style.parse(" ".join(on)) if on else style

    def colour(self, text: str) -> Color:
        """A theme's colour."""
        if text not in self._colours:
            self._colours[text] = parse_colour(text)
        return self._colours[text]

    def text(self, look: TextLook) -> Style:
        """The style of a piece of text."""
        style = self._looks.get(look)
        if style is None:
            style = self._plain_text(look) if self.plain else self._coloured_text(look)
            self._looks[look] = style
        return style

    def _coloured_text(self, look: TextLook) -> Style:
        paper = self.segment if look.in_segment else self.background
        for colour, strength in look.tints:
            paper = paper.blend(self.colour(colour), strength)
        ink = self.quiet if look.quiet else self.foreground
        ink = readable(ink, paper, ink_on(paper))
        strong = look.in_selection or look.hit > 0
        if strong:
            paper = (self.selection, self.hit, self.hit_current)[look.hit]
            ink = ink_on(paper)
        return self._style(
            paper,
            ink,
            bold=look.current or look.hit == 2,
            italic=look.quiet != look.masked,
            underline=len(look.tints) > 1 or (strong and bool(look.tints)) or (look.hit > 0 and look.in_selection),
        )

    def _plain_text(self, look: TextLook) -> Style:
        return self._style(
            self.background,
            self.foreground,
            dim=look.quiet and not look.in_selection,
            italic=look.quiet or look.current or look.masked,
            underline=bool(look.tints) or look.hit == 2,
            bold=len(look.tints) > 1 or look.hit > 0,
            reverse=look.in_selection or look.hit > 0,
        )

    def mark(self, mark: Mark, tag: bool) -> Style:
        """The style of a mark in the margin: of its letters (`tag`) or of its bar."""
        key = (mark.colour, mark.mine, tag)
        style = self._marks.get(key)
        if style is None:
            style = self._marks[key] = self._mark(self.colour(mark.colour), tag, filled=tag and mark.mine)
        return style

    def _mark(self, colour: Color, tag: bool, filled: bool) -> Style:
        if self.colourless:
            return self._style(self.background, self.foreground, bold=filled, reverse=filled, italic=tag and not filled)
        if filled:
            return self._style(colour, ink_on(colour), bold=True)
        # What the terminal's own background looks like nobody knows: there the colour stays as it is.
        ink = colour if self.plain else readable(colour, self.background, self.foreground, 4.5 if tag else 3.0)
        return self._style(self.background, ink, italic=tag)
