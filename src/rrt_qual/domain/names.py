"""When two writings of a name are the same name."""

from __future__ import annotations

import re

_STRAIGHT = str.maketrans({"‘": "'", "’": "'", "ʼ": "'", "“": '"', "”": '"', "‐": "-", "‑": "-"})
_POSSESSIVE = re.compile(r"(?:'s|(?<=s)')$")
_EDGES = " \t\n.,;:!?\"'()[]"


def form_key(words: str) -> str:
    """What is the same for all writings of one name: case, quotes, white space and a possessive do not matter.

    The empty string for words of which nothing is left.
    """
    folded = " ".join(words.translate(_STRAIGHT).casefold().split()).strip(_EDGES.replace("'", ""))
    return _POSSESSIVE.sub("", folded).strip(_EDGES)
