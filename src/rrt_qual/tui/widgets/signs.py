"""Signs that stand beside every colour: two letters for a theme, a mark and a word for a stance."""

from __future__ import annotations

import itertools
import string
from collections.abc import Iterator

from rich.cells import cell_len

from rrt_qual.domain.codebook import Codebook, Stance

#: Words that say little about a theme: a sign is made of the others.
_SMALL = frozenset(
    {"a", "an", "and", "as", "at", "by", "for", "from", "in", "into", "is", "it", "no", "not", "of", "on", "or"}
    | {"over", "than", "that", "the", "to", "under", "with"}
)

_ANY = string.ascii_uppercase + string.digits

#: Okabe and Ito's colours, which stay apart for every common kind of colour blindness: (dark, light background).
_STANCE_COLOURS = {
    Stance.STRENGTH: ("#3dbd94", "#007a5a"),
    Stance.RISK: ("#e8875a", "#b34700"),
    Stance.SOLUTION: ("#62b3ea", "#005f99"),
    Stance.UNSPECIFIED: ("#9a9a9a", "#666666"),
}


def letters(codebook: Codebook) -> dict[str, str]:
    """A distinct sign of two letters for each theme, in the order of the codebook.

    The first letters of its words, else letters further on in its name, else any two that are free.
    A codebook of more than 1,296 themes runs out of them: the rest are all called '··'.
    """
    out: dict[str, str] = {}
    taken: set[str] = set()
    for theme in codebook.themes:
        sign = next((s for s in _candidates(theme.name) if s not in taken), "··")
        out[theme.id] = sign
        taken.add(sign)
    return out


def stance_colour(stance: Stance, *, dark: bool) -> str:
    """The colour of a stance on a dark or a light background; its sign is `stance.letter`."""
    return _STANCE_COLOURS[stance][0 if dark else 1]


def _candidates(name: str) -> Iterator[str]:
    words = [w for w in ("".join(c for c in word if _fits(c)) for word in _split(name)) if w]
    words = [w for w in words if w.lower() not in _SMALL] or words
    if words:
        first, rest = words[0].upper(), [w.upper() for w in words[1:]]
        yield from (first[0] + w[0] for w in rest)
        yield from (first[0] + c for c in first[1:])
        yield from (first[0] + c for w in rest for c in w[1:])
        yield from (a[0] + b[0] for a, b in itertools.combinations(rest, 2))
        yield from (first[0] + c for c in _ANY)
    yield from (a + b for a in _ANY for b in _ANY)


def _split(name: str) -> list[str]:
    return "".join(c if c.isalnum() or c in "'\u2019" else " " for c in name).split()


def _fits(character: str) -> bool:
    """Whether it is one letter or digit, one cell wide, in capitals as well."""
    upper = character.upper()
    return character.isalnum() and len(upper) == 1 and cell_len(upper) == 1
