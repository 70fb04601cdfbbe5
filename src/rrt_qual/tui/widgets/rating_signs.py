"""How a rating looks: a letter, a word and a colour, so that no one of them is needed."""

from __future__ import annotations

from rich.text import Text

from rrt_qual.domain.report.evidence import Rating

#: Colours on a dark background and on a light one; red and green differ in lightness as well.
_COLOURS = {
    Rating.RED: ("#f0766a", "#a11b12"),
    Rating.AMBER: ("#e5b84c", "#8a5a00"),
    Rating.GREEN: ("#7fd1a8", "#1d6b45"),
    Rating.NOT_ENOUGH: ("#9a9a9a", "#666666"),
}


def rating_text(rating: Rating, *, dark: bool, mark: str = "") -> Text:
    """'R red' in its colour; `mark` stands behind the word."""
    on_dark, on_light = _COLOURS[rating]
    colour = on_dark if dark else on_light
    out = Text(no_wrap=True)
    out.append(rating.letter, style=f"bold {'dim ' if rating is Rating.NOT_ENOUGH else 'reverse '}{colour}")
    out.append(f" {rating.word}{mark}", style=colour)
    return out
