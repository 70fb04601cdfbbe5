"""Finds the passage that a row of codings means, in a text; what is not certain is not placed."""

from __future__ import annotations

import bisect
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from rrt_qual.domain.coding import CodingRow
from rrt_qual.domain.confidentiality.overlay import Projection
from rrt_qual.domain.files.characters import nfc
from rrt_qual.domain.files.limits import PLACES
from rrt_qual.domain.spans import Span
from rrt_qual.ingest.faults import clip

_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_SPACES = re.compile(r"(?P<space>\s+)")
#: White space, and what word processors change: quotation marks, dashes, dots, soft hyphens.
_TYPOGRAPHY = re.compile(
    rf"(?P<space>[{_INVISIBLE}]*\s[\s{_INVISIBLE}]*)|(?P<gone>[{_INVISIBLE}]+)"
    r"|(?P<single>['‘’‚‛`´ʼ′])|(?P<double>[\"“”„‟«»″])|(?P<dash>[-‐‑‒–—―−]+)|(?P<dots>…|\.{3})"
)
_BRACKETS = re.compile(r"\[[^\[\]]*\]")
_FOLDED = {"space": " ", "gone": "", "single": "'", "double": '"', "dash": "-", "dots": "…"}


@dataclass(frozen=True, slots=True)
class _Piece:
    """Stands at `at` in a folded text for the letters from `start` to `end` before folding.

    A `copied` piece is the same, letter by letter; any other stands for them as a whole.
    """

    at: int
    start: int
    end: int
    copied: bool


class _Folding:
    """A folded text, and the way back from its offsets to those before folding."""

    def __init__(self, text: str, pieces: list[_Piece]) -> None:
        self.text = text
        self._pieces = pieces
        self._at = [piece.at for piece in pieces]

    def back(self, span: Span) -> Span:
        """The span, before folding, of the pieces that `span` (which is not empty) touches."""
        first = self._pieces[bisect.bisect_right(self._at, span.start) - 1]
        last = self._pieces[bisect.bisect_left(self._at, span.end) - 1]
        start = first.start + (span.start - first.at if first.copied else 0)
        end = last.start + (span.end - last.at) if last.copied else last.end
        return Span(start, end)


class _Builder:
    """Collects the pieces of a folding from left to right."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._pieces: list[_Piece] = []
        self._length = 0

    def add(self, folded: str, start: int, end: int, copied: bool) -> None:
        if folded:
            self._parts.append(folded)
            self._pieces.append(_Piece(self._length, start, end, copied))
            self._length += len(folded)

    def finish(self) -> _Folding:
        return _Folding("".join(self._parts), self._pieces)


def _compose(text: str) -> _Folding:
    """`text` in NFC. Nothing composes across the beginning of a letter that is neither mark nor jamo."""
    builder = _Builder()
    if unicodedata.is_normalized("NFC", text):
        builder.add(text, 0, len(text), copied=True)
        return builder.finish()
    begin = 0
    for here in range(1, len(text) + 1):
        if here == len(text) or not _may_join(text[here]):
            cluster = text[begin:here]
            builder.add(unicodedata.normalize("NFC", cluster), begin, here, copied=len(cluster) == 1)
            begin = here
    return builder.finish()


def _may_join(char: str) -> bool:
    return char > "\u02ff" and (unicodedata.category(char)[0] == "M" or "\u1160" <= char <= "\u11ff")


def _replace(text: str, pattern: re.Pattern[str]) -> _Folding:
    builder = _Builder()
    done = 0
    for match in pattern.finditer(text):
        if match.lastgroup is None or match[0] == _FOLDED[match.lastgroup]:
            continue
        builder.add(text[done : match.start()], done, match.start(), copied=True)
        builder.add(_FOLDED[match.lastgroup], match.start(), match.end(), copied=False)
        done = match.end()
    builder.add(text[done:], done, len(text), copied=True)
    return builder.finish()


def _fold_spaces(text: str) -> str:
    return _replace(nfc(text), _SPACES).text.strip()


def _fold_typography(text: str) -> str:
    return _replace(nfc(text), _TYPOGRAPHY).text.strip()


def same_words(one: str, other: str) -> bool:
    """Whether two texts differ in nothing but white space, the form of accents and typography."""
    return _fold_typography(one) == _fold_typography(other)


def _blank(words: str) -> str:
    """`words` with nothing in their square brackets."""
    return _BRACKETS.sub("[]", _fold_typography(words))


def _fills(words: str, there: str) -> bool:
    """Whether `there` is `words` with other words, or none, where they have square brackets."""
    first, *middle = _BRACKETS.split(_fold_typography(words))
    if not middle or not any(part.strip() for part in (first, *middle)):
        return False
    *middle, last = middle
    text = _fold_typography(there)
    if len(text) < len(first) + len(last) or not (text.startswith(first) and text.endswith(last)):
        return False
    at, end = len(first), len(text) - len(last)
    for part in middle:  # the first place of each is the best: it leaves most for the next
        at = text.find(part, at, end)
        if at < 0:
            return False
        at += len(part)
    return True


class TextIndex:
    """A text in which many passages are looked up: what is folded for one serves for all.

    Build it once for each interview; `find` then costs a search in a string. `readings` are the ways in
    which the text is read with words replaced, the strictest last: a file may say what any of them shows,
    and what a message says of the text is what the last one shows.
    """

    def __init__(self, text: str, readings: Sequence[Projection] = ()) -> None:
        self.text = text
        self._readings = tuple(p for p in readings if not p.is_plain)

    def says(self, span: Span, words: str) -> bool:
        """Whether `words` are those of `span`, as they stand or as they may be read.

        What stands in square brackets may also stand for any words: names are replaced so, and a file may
        have been written when other ones were replaced, or elsewhere.
        """
        there = span.of(self.text)
        if same_words(there, words) or any(same_words(p.words(span), words) for p in self._readings):
            return True
        read = [p.words(span) for p in self._readings]
        return any(_fills(words, one) for one in (there, *read)) or any(_blank(words) == _blank(one) for one in read)

    def shown(self, span: Span) -> str:
        """The words of `span` as they may be read."""
        return self._readings[-1].words(span) if self._readings else span.of(self.text)

    def places(self, words: str) -> list[Span]:
        """Every place of `words` in the text, or else in one of its readings, in offsets of the text."""
        found = self.find(words)
        for reading, index in zip(self._readings, self._read, strict=True):
            found = found or [reading.original_span(span) for span in index.find(words)]
        return found

    @cached_property
    def _read(self) -> tuple[TextIndex, ...]:
        return tuple(TextIndex(p.text) for p in self._readings)

    def find(self, words: str) -> list[Span]:
        """Every place where `words` stand, in offsets of the text.

        Looks for the very letters first; if they are nowhere, with any white space for any other and
        accents in either form; and if that is nowhere either, with any quotation marks and dashes
        for any others. The words of a span found are those of `words`, up to that folding.
        """
        if not words.strip():
            return []
        exact = [Span(at, at + len(words)) for at in _occurrences(self.text, words)]
        return (
            exact
            or self._find_folded(words, self._spaces, _fold_spaces)
            or self._find_folded(words, self._typography, _fold_typography)
        )

    @cached_property
    def _composed(self) -> _Folding:
        return _compose(self.text)

    @cached_property
    def _spaces(self) -> _Folding:
        return _replace(self._composed.text, _SPACES)

    @cached_property
    def _typography(self) -> _Folding:
        return _replace(self._composed.text, _TYPOGRAPHY)

    def _find_folded(self, words: str, folding: _Folding, fold: Callable[[str], str]) -> list[Span]:
        folded = fold(words)
        found: list[Span] = []
        for at in _occurrences(folding.text, folded) if folded else ():
            span = self._composed.back(folding.back(Span(at, at + len(folded))))
            # A match that ends within a piece (one of three dots, a letter without its accent) is none.
            if fold(span.of(self.text)) == folded and span not in found[-1:]:
                found.append(span)
        return found


def _occurrences(text: str, words: str) -> list[int]:
    """Where `words` begin in `text`, at most PLACES + 1 times; occurrences may overlap."""
    found: list[int] = []
    at = text.find(words)
    while at >= 0 and len(found) <= PLACES:
        found.append(at)
        at = text.find(words, at + 1)
    return found


def place(row: CodingRow, text: str | TextIndex) -> Span | str:
    """The span that `row` means in the text of its interview, or a sentence that says why there is none.

    Offsets are taken if they lie in the text and, where words are given too, agree with them. Words
    alone must stand in the text exactly once. Nothing is guessed. For many rows of one interview,
    give a TextIndex, so that the text is folded once.
    """
    index = text if isinstance(text, TextIndex) else TextIndex(text)
    if row.start is None and row.end is None:
        return _place_words(row.text or "", index)
    if row.start is None or row.end is None:
        return f"There is {'an end but no start' if row.start is None else 'a start but no end'}."
    size = len(index.text)
    if not 0 <= row.start <= row.end <= size:
        return f"The passage from {row.start} to {row.end} does not lie in the text, which has {size} characters."
    span = Span(row.start, row.end)
    there = span.of(index.text)
    if not there.strip():
        return f"The passage from {row.start} to {row.end} holds no words."
    if row.text is not None and not index.says(span, row.text):
        return f"From {row.start} to {row.end} the text says “{clip(index.shown(span))}”, not “{clip(row.text)}”."
    return span


def _place_words(words: str, index: TextIndex) -> Span | str:
    if not words.strip():
        return "There are neither offsets nor words."
    found = index.places(words)
    if not found:
        return f"The words “{clip(words)}” are not in the text."
    if len(found) > 1:
        often = len(found) if len(found) <= PLACES else f"more than {PLACES}"
        return f"The words “{clip(words)}” stand {often} times in the text; give start and end as well."
    return found[0]
