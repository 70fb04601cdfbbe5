"""Words and figures as documents show them, and words that no format can be made to obey."""

from __future__ import annotations

import unicodedata

from rrt_qual.domain.report.report import Column, Value

#: Marks that turn the direction of writing: with them a text may look other than it is.
_TURNING = {*range(0x200E, 0x2010), *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x061C, 0xFEFF}

#: What stands in a cell that has nothing in it, so that a reader (or a screen reader) knows it is meant.
EMPTY = "–"


def clean(text: str, *, one_line: bool = False) -> str:
    """`text` without anything that a format forbids or a reader's program would obey; line breaks stay.

    Control characters, marks that turn the direction of writing, and code points that are no characters become
    U+FFFD. XML would refuse the file for some of them.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if one_line:
        text = " ".join(text.split())
    return "".join(c if _harmless(c) else "\ufffd" for c in text)


def _harmless(c: str) -> bool:
    code = ord(c)
    if c in "\n\t":
        return True
    if code in _TURNING or code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF:
        return False
    return unicodedata.category(c) not in ("Cc", "Cs")


def shown(value: Value, column: Column) -> str:
    """A cell as people read it: a share as per cent, a number to two places, an empty cell as a dash."""
    return clean(column.written(value, EMPTY))
