"""What every codebook reader and writer shares: colours, ids made from names, one fixed order."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import replace

from rrt_qual.domain.codebook import Codebook, Example, Theme
from rrt_qual.domain.files.characters import unstacked

#: Colours that stay apart for people with any of the common kinds of colour blindness: those of
#: Okabe and Ito (2008) without black, then the muted scheme of Tol (2021) where it differs.
PALETTE = (
    "#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#f0e442",
    "#332288", "#88ccee", "#44aa99", "#117733", "#999933", "#ddcc77", "#cc6677", "#882255", "#aa4499",
)  # fmt: skip

#: The sixteen names of CSS 1, with the two that people also write.
COLOUR_NAMES = {
    "aqua": "#00ffff",
    "black": "#000000",
    "blue": "#0000ff",
    "fuchsia": "#ff00ff",
    "gray": "#808080",
    "green": "#008000",
    "grey": "#808080",
    "lime": "#00ff00",
    "maroon": "#800000",
    "navy": "#000080",
    "olive": "#808000",
    "orange": "#ffa500",
    "purple": "#800080",
    "red": "#ff0000",
    "silver": "#c0c0c0",
    "teal": "#008080",
    "white": "#ffffff",
    "yellow": "#ffff00",
}

ID_PATTERN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
_HEX = re.compile(r"#([0-9a-f]{3}|[0-9a-f]{6})")

COLOUR_REMEDY = 'Write six hexadecimal digits in quotes, such as "#0072b2", or a basic name, such as teal.'


def normalise_colour(value: str) -> str | None:
    """`value` (#RGB, #RRGGBB or a basic CSS name, any case) as #rrggbb; None when it is no colour."""
    text = value.strip().lower()
    if text in COLOUR_NAMES:
        return COLOUR_NAMES[text]
    if not _HEX.fullmatch(text):
        return None
    return text if len(text) == 7 else "#" + "".join(2 * digit for digit in text[1:])


def default_colour(index: int) -> str:
    """The colour of the theme at `index` (from 0) when the file gives none."""
    return PALETTE[index % len(PALETTE)]


def slug(name: str, otherwise: str = "theme") -> str:
    """An id made from `name`: ASCII letters, digits and hyphens, at most 60; `otherwise` when none is left."""
    plain = unicodedata.normalize("NFKD", unstacked(name.replace("&", " and "))[0]).encode("ascii", "ignore").decode()
    made = re.sub(r"[^a-z0-9]+", "-", plain.replace("'", "").lower()).strip("-")
    return made[:60].strip("-") or otherwise


def unused(wanted: str, taken: Collection[str]) -> str:
    """`wanted`, or `wanted` with the first of -2, -3, … that is not in `taken`."""
    if wanted not in taken:
        return wanted
    number = 2
    while f"{wanted}-{number}" in taken:
        number += 1
    return f"{wanted}-{number}"


def one_line(text: str) -> str:
    """`text` with every run of white space as one space and none at the ends."""
    return " ".join(text.split())


def canonical(codebook: Codebook) -> Codebook:
    """`codebook` in the one form that every reader returns and that survives writing and reading.

    Indicators stand in the order of their domains and themes in the order of their indicators
    (those without come last; otherwise the order is kept). A theme below another knows the indicator
    it inherits. Names are on one line, texts without white space at their ends, colours are #rrggbb.
    """
    domains = tuple(
        replace(d, name=one_line(d.name), colour=(normalise_colour(d.colour) or "") if d.colour else "")
        for d in codebook.domains
    )
    place = {d.id: n for n, d in enumerate(domains)}
    indicators = tuple(
        sorted(
            (replace(i, name=one_line(i.name), covers=i.covers.strip()) for i in codebook.indicators),
            key=lambda i: place.get(i.domain or "", len(place)),
        )
    )
    order = {i.id: n for n, i in enumerate(indicators)}
    themes = [replace(t, indicator=_inherited(codebook, t)) for t in codebook.themes]
    themes.sort(key=lambda t: order.get(t.indicator or "", len(order)))
    return replace(
        codebook,
        name=one_line(codebook.name),
        language=codebook.language.strip(),
        description=codebook.description.strip(),
        domains=domains,
        indicators=indicators,
        themes=tuple(_tidy(theme, n) for n, theme in enumerate(themes)),
        stances=tuple((stance, means.strip()) for stance, means in codebook.stances),
    )


def _inherited(codebook: Codebook, theme: Theme) -> str | None:
    indicator = codebook.indicator_of(theme)
    return indicator.id if indicator else None


def _tidy(theme: Theme, index: int) -> Theme:
    return replace(
        theme,
        name=one_line(theme.name),
        colour=normalise_colour(theme.colour) or default_colour(index),
        definition=theme.definition.strip(),
        use_when=theme.use_when.strip(),
        not_when=theme.not_when.strip(),
        examples=tuple(Example(e.text.strip(), e.stance) for e in theme.examples),
    )
