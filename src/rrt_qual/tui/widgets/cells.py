"""Terminal cells: what a text shows as, and where its lines break. Pure: knows nothing of Textual.

`visible` replaces one code point by one code point, so that an offset into what is shown is an offset
into the text. Widths are those that Rich counts, because Textual lays out by them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from rich.cells import get_character_cell_size

#: Characters one cell wide that never join what stands beside them; all of English talk.
_ONE_CELL = r" -~\xa1-\xac\xae-\u02ff\u0370-\u0377\u0391-\u03a1\u0400-\u0482\u2010-\u2015\u2018-\u201f\u2026\u20ac"
_simple = re.compile(f"[{_ONE_CELL}]*").fullmatch
_JOINER, _WIDENER = "\u200d", "\ufe0f"
# A joiner that joins no two characters would take the width of a space from the line.
_STRAY_JOINER = re.compile("(?<!\\S)\u200d+|\u200d+(?!\\S)|\u200d{2,}")
_ODD = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_STAND_INS: dict[int, str] = {
    **{code: chr(0x2400 + code) for code in range(0x20) if code != 0x0A},
    0x09: " ",
    0x7F: "\u2421",
    **dict.fromkeys(range(0x80, 0xA0), "\ufffd"),
    0x2028: "\n",
    0x2029: "\n",
    **dict.fromkeys(range(0x202A, 0x202F), "\ufffd"),
    **dict.fromkeys(range(0x2066, 0x206A), "\ufffd"),
    **dict.fromkeys(range(0xD800, 0xE000), "\ufffd"),
}
_NO_BREAK = frozenset("\u00a0\u2007\u202f")
_NOT_AT_LINE_START = frozenset("、。，．！？：；）」』】〉》〕…‥ー々")
# A line end inside talk that a program put there to fit a width: no sentence ends before it and words go on behind.
_SOFT_BREAK = re.compile(r"(?<=[^\s.?!…:;\"”’])\n(?=[^\W\d_]|['‘“(])")

#: As in `ingest.speakers.segments`: a longer line was not broken to fit a page, and its end is meant.
_LONGEST_WRAPPED = 120


def visible(text: str) -> str:
    """`text` as it may be shown, code point for code point: no control character is obeyed.

    Escapes and other controls become their pictures (ESC as '␛'), tabs spaces, Unicode's line separators
    line ends, overrides of the writing direction and broken characters '�'.
    """
    if not text.isascii() or _ODD.search(text):
        text = text.translate(_STAND_INS) if _ODD.search(text) else text
        if _JOINER in text:
            text = _STRAY_JOINER.sub(lambda found: "\u200b" * len(found.group()), text)
    return text


def reflow(talk: str) -> str:
    """`talk` with the line ends that only fit a width as spaces; those after a sentence are kept."""

    def joined(found: re.Match[str]) -> str:
        line = found.start() - talk.rfind("\n", 0, found.start()) - 1
        return " " if line <= _LONGEST_WRAPPED else "\n"

    return _SOFT_BREAK.sub(joined, talk) if "\n" in talk else talk


def is_simple(text: str, start: int, end: int) -> bool:
    """Whether each character of that part is one cell wide and stands alone."""
    return _simple(text, start, end) is not None


@cache
def _width(char: str) -> int:
    return get_character_cell_size(char)


@cache
def _widened(char: str) -> bool:
    """Whether the emoji selector makes a narrow `char` two cells wide."""
    from rich._unicode_data import load

    return char in load("auto").narrow_to_wide


def clusters(text: str, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """(start, end, cells) of each unit of that part that cannot be parted: a letter with its accents, an emoji.

    Follows `rich.cells.split_graphemes`, without measuring more than is taken.
    """
    if start >= end:
        return
    begin, cells, last = start, 0, ""
    at = start
    while at < end:
        char = text[at]
        if char == _JOINER and at > begin:
            at += 2
            continue
        if char == _WIDENER:
            if last and _widened(last):
                cells += 1
                last = ""
            at += 1
            continue
        width = 0 if char == _JOINER else _width(char)
        if width:
            if at > begin:
                yield begin, at, cells
            begin, cells, last = at, width, char
        at += 1
    yield begin, end, cells


def wrap(text: str, start: int, end: int, width: int) -> list[tuple[int, int]]:
    """The lines of that part at `width` cells: (start, end) of each, without the white space at which it breaks.

    Lines break at white space, between wide characters, and inside a word that is longer than a line;
    at line ends always. A line holds at least one character, however narrow the width.
    """
    out: list[tuple[int, int]] = []
    width = max(1, width)
    at = start
    while True:
        stop = text.find("\n", at, end)
        stop = end if stop < 0 else stop
        _wrap_paragraph(text, at, stop, width, out)
        if stop == end:
            return out
        at = stop + 1


def _wrap_paragraph(text: str, at: int, stop: int, width: int, out: list[tuple[int, int]]) -> None:
    begin = at
    while True:
        window = min(at + width + 1, stop)
        if not _simple(text, at, window):
            end, after = _measured_line(text, at, stop, width)
        elif window == stop and stop - at <= width:
            end = after = stop
        else:
            space = text.rfind(" ", at, window)
            end, after = (space, space + 1) if space > at else (at + width, at + width)
        while end > at and text[end - 1] == " ":
            end -= 1
        if end > at or at == begin:
            out.append((at, end))
        while after < stop and text[after] == " ":
            after += 1
        if after >= stop:
            return
        at = after


def _measured_line(text: str, at: int, stop: int, width: int) -> tuple[int, int]:
    """(end, start of the next line) of the line that begins at `at`, measured cluster by cluster."""
    used = 0
    fit: tuple[int, int] | None = None
    was_wide = False
    for begin, end, cells in clusters(text, at, stop):
        char = text[begin]
        # white space that marks or joiners tie to a letter is shown with it, and no place to break
        blank = char not in _NO_BREAK and not text[begin:end].strip()
        if blank:
            if begin > at:
                fit = (begin, end)
        elif begin > at and (cells > 1 or was_wide) and char not in _NOT_AT_LINE_START:
            fit = (begin, begin)
        used += cells
        if used > width:
            if fit:
                return fit
            return (begin, begin) if begin > at else (end, end)
        was_wide = cells > 1
    return stop, stop
