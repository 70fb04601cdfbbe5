"""How a rating looks: a letter, a word and a colour, so that no one of them is needed."""

from __future__ import annotations

from rich.text import Text

from rrt_qual.domain.report.evidence import Rating

#: (letter, word, colour on a dark background, on a light one); red and green differ in lightness as well.
_LOOKS = {
    Rating.RED: ("R", "red", "#f0766a", "#a11b12"),
    Rating.AMBER: ("A", "amber", "#e5b84c", "#8a5a00"),
    Rating.GREEN: ("G", "green", "#7fd1a8", "#1d6b45"),
    Rating.NOT_ENOUGH: ("·", "too little", "#9a9a9a", "#666666"),
}


def rating_text(rating: Rating, *, dark: bool, mark: str = "") -> Text:
    """'R red' in its colour; `mark` stands behind the word."""
    letter, word, on_dark, on_light = _LOOKS[rating]
    colour = on_dark if dark else on_light
    out = Text(no_wrap=True)
    out.append(letter, style=f"bold {'dim ' if rating is Rating.NOT_ENOUGH else 'reverse '}{colour}")
    out.append(f" {word}{mark}", style=colour)
    return out
