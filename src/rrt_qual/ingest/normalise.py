"""Text is normalised once, at import, and never changes afterwards.

What is taken away is what a screen could be deceived by (terminal escapes, control characters, overrides
of the writing direction) or what two programs would count differently (line ends, byte order marks,
decomposed accents). Words, right-to-left scripts and emoji are left as they are.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from rrt_qual.domain.files.characters import CONTROLS, DIRECTION, SURROGATES, unstacked
from rrt_qual.domain.files.limits import STACKED_MARKS

# ESC and what it commands: CSI (colours, cursor), OSC (titles, links; ended by BEL or ST), strings, and
# the two-character forms; then the eight-bit CSI. A sequence is removed whole, or its parameters ("31m")
# would stay behind as talk. OSC and string bodies end at a line break and an ESC before a word takes no
# letter of it, so that a stray one eats no talk.
_ESCAPES = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]"
    r"|\x1b\][^\x07\x1b\n\r]*(?:\x07|\x1b\\)"
    r"|\x1b[PX^_][^\x1b\n\r]*\x1b\\"
    r"|\x1b[ -/]+[0-~]"
    r"|\x1b[0-Z\\-~](?![a-z])"
    r"|\x9b[0-?]*[ -/]*[@-~]"
)
_BREAKS = re.compile("\r\n?|[\u2028\u2029\x0b\x0c\x85]")
_MARKS = re.compile("\ufeff")
# Tag characters write hidden text; the flags of England, Scotland and Wales are their only use here.
_TAGS = re.compile("[\U000e0000-\U000e007f]")
_FLAGS_OR_TAGS = re.compile(
    "(\U0001f3f4\U000e0067\U000e0062(?:\U000e0065\U000e006e\U000e0067|\U000e0073\U000e0063\U000e0074"
    "|\U000e0077\U000e006c\U000e0073)\U000e007f)|[\U000e0000-\U000e007f]"
)
_ODD_ASCII = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Normalised:
    """A normalised text, and in words what was taken away or replaced (empty: nothing)."""

    text: str
    removed: tuple[str, ...] = ()


def plural(count: int, thing: str, things: str = "") -> str:
    """'1 cue', '2 cues', '1,200 cues': the count and the right form of the noun."""
    return f"{count:,} {thing if count == 1 else things or thing + 's'}"


def normalise(text: str) -> Normalised:
    """`text` in NFC with LF line ends, without escapes, controls, marks or direction overrides.

    Idempotent: the normalised form of a normalised text is itself, with nothing removed.
    """
    if text.isascii() and not _ODD_ASCII.search(text):
        return Normalised(text)
    removed: list[str] = []
    steps = (
        (_ESCAPES, "", "terminal escape sequence", ""),
        (_MARKS, "", "byte order mark", ""),
        (CONTROLS, "", "control character", ""),
        (_BREAKS, "\n", "line end made plain", "line ends made plain"),
        (DIRECTION, "", "direction override", ""),
        (SURROGATES, "\ufffd", "broken character replaced", "broken characters replaced"),
    )
    for pattern, by, thing, things in steps:
        text, count = pattern.subn(by, text)
        if count:
            removed.append(plural(count, thing, things))
    text, hidden = _without_tags(text)
    if hidden:
        removed.append(plural(hidden, "hidden tag character"))
    text, heaped = unstacked(text)
    if heaped:
        removed.append(f"{plural(heaped, 'accent')} beyond {STACKED_MARKS} on one letter")
    composed = unicodedata.normalize("NFC", text)
    if composed != text:
        removed.append("accents joined to their letters (Unicode NFC)")
    return Normalised(composed, tuple(removed))


def _without_tags(text: str) -> tuple[str, int]:
    """`text` without hidden tag characters, flags kept, and how many were taken."""
    if not _TAGS.search(text):
        return text, 0
    without = _FLAGS_OR_TAGS.sub(lambda match: match.group(1) or "", text)
    return without, len(text) - len(without)
