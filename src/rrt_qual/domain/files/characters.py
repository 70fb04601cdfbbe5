"""Characters that no text of ours may hold, wherever it comes from: commands, half characters, heaps of accents."""

from __future__ import annotations

import re
import unicodedata

from rrt_qual.domain.files.limits import STACKED_MARKS

#: Halves of characters: JSON and YAML can write them, no file can hold them.
SURROGATES = re.compile("[\ud800-\udfff]")
#: TAB and LF are kept; CR, VT, FF and NEL are line ends.
CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufffe\uffff]")
DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")
_UNFIT = re.compile(f"{CONTROLS.pattern}|{DIRECTION.pattern}|{SURROGATES.pattern}")
# No character below U+0300 joins the one before it.
_MAYBE_STACKED = re.compile(f"[\u0300-\U0010ffff]{{{STACKED_MARKS + 1},}}")


def has_half(text: str) -> bool:
    """Whether `text` holds half a character (a lone surrogate), which cannot be kept or written."""
    return SURROGATES.search(text) is not None


def unfit(text: str) -> str:
    """What keeps `text` from being kept as it is, in words: '' when nothing does."""
    if has_half(text):
        return "half of a character (a lone surrogate)"
    return "a control character" if CONTROLS.search(text) else ""


def cleaned(text: str) -> tuple[str, int]:
    """`text` without control characters and direction overrides, halves of characters as U+FFFD; and how many.

    Line ends of all kinds stay, so that rows and cells are still found.
    """
    if text.isascii() and text.isprintable():
        return text, 0
    return _UNFIT.subn(lambda found: "\ufffd" if "\ud800" <= found[0] <= "\udfff" else "", text)


def unstacked(text: str) -> tuple[str, int]:
    """`text` with at most STACKED_MARKS accents on one letter, and how many were taken away.

    To join and to sort the accents of a letter takes time by the square of their number.
    """
    if text.isascii() or not _MAYBE_STACKED.search(text):
        return text, 0
    taken = 0

    def thin(found: re.Match[str]) -> str:
        nonlocal taken
        kept: list[str] = []
        run = 0
        for char in found[0]:
            run = run + 1 if unicodedata.combining(char) else 0
            if run > STACKED_MARKS:
                taken += 1
            else:
                kept.append(char)
        return "".join(kept)

    return _MAYBE_STACKED.sub(thin, text), taken


def nfc(text: str) -> str:
    """`text` in NFC, in time by its length whatever it holds."""
    return unicodedata.normalize("NFC", unstacked(text)[0])
