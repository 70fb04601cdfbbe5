"""When two written forms are forms of the same name."""

from __future__ import annotations

import re

from rrt_qual.domain.files.characters import nfc

_STRAIGHT = str.maketrans({"\u2018": "'", "\u2019": "'", "\u02bc": "'", "\u2032": "'", "\u2010": "-", "\u2011": "-"})
_POSSESSIVE = re.compile(r"(?:'s|(?<=s)')$")


def form_key(words: str) -> str:
    """What `words` are compared by: case folded, quotes straight, a possessive dropped, white space folded.

    Only the last word loses its possessive, as in "Karen's" and "the Hales'"; '' for blank words.
    """
    straight = nfc(words).translate(_STRAIGHT).casefold()
    key, before = " ".join(straight.split()), ""
    while key != before:
        before, key = key, _POSSESSIVE.sub("", key.strip(" \"'.,;:!?"))
    return key
