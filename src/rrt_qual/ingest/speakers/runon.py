"""A sentence too long to judge as one is cut where a listener would draw breath.

The borders, best first: where a parser begins a sentence; a clause opener after a comma or dash; a comma;
a clause opener; and failing all, the space nearest the length aimed at. Everything is decided by words and
offsets, so the same text is always cut in the same way.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

from rrt_qual.domain.spans import Span

#: A sentence of more words is cut even where it ends in a stop: it takes some 25 seconds to say, and whoever codes it
#: as one segment codes three things. In code points, for what has no spaces.
MAX_WORDS = 60
MAX_CHARACTERS = 1_000
# A piece has at least SHORT words and best AIM; up to LONG it is left alone; the search ends at FAR.
SHORT, AIM, LONG, FAR = 12, 22, 34, 50

_OPENERS_WORDS = """
    and but so because cos 'cos coz cause 'cause which when if then or though although whereas while
    since unless until who where that's i'm i it's anyway actually
"""
_OPENERS = frozenset(_OPENERS_WORDS.split())
_STRONG_OPENERS = _OPENERS - {"i", "or", "who", "that's", "i'm", "it's"}
# Words that lean on the next one: a piece does not end with them.
_HANGING = (_STRONG_OPENERS - {"then", "anyway", "actually"}) | {"a", "an", "the", "to", "of", "my", "or", "that", "i"}
_PAUSE = tuple(",;:–—-)…")
_WORD = re.compile(r"\S+")
# Never cut before these: they belong to the character before them (accents, joined emoji, skin tones).
_JOINERS = frozenset("\u200d\ufe0f\ufe0e\u20e3")


def split_run_on(text: str, span: Span, starts: Collection[int] = ()) -> list[Span]:
    """`span` cut into pieces of at most MAX_WORDS words and MAX_CHARACTERS code points, in order.

    `starts` are offsets at which a parser begins a sentence. Pieces begin and end at word borders, without
    white space at their ends, and together hold every word; only a run without any space is cut inside.
    """
    words = [Span(*match.span()) for match in _WORD.finditer(text, span.start, span.end)]
    if not words:
        return []
    begins = {word.start for word in words}
    parsed = begins.intersection(starts)
    pieces: list[Span] = []
    first = 0
    while first < len(words):
        last = _next_border(text, words, first, parsed)
        pieces.append(Span(words[first].start, words[last - 1].end))
        first = last
    return [part for piece in pieces for part in _cap(text, piece)]


def _next_border(text: str, words: list[Span], first: int, parsed: set[int]) -> int:
    """The index of the word that begins the next piece: the best border SHORT to FAR words on."""
    left = len(words) - first
    if left <= LONG:
        return len(words)
    best, best_cost = first + AIM, float("inf")
    for at in range(first + SHORT, first + min(FAR, left - SHORT // 2) + 1):
        cost = _cost(text, words, at, parsed) + abs(at - first - AIM) / 6
        if cost < best_cost:
            best, best_cost = at, cost
    return best


def _cost(text: str, words: list[Span], at: int, parsed: set[int]) -> float:
    """How bad it is to cut before word `at`: 0 is best."""
    word, before = _bare(words[at].of(text)), words[at - 1].of(text)
    if _bare(before) in _HANGING:
        return 6
    paused = before.endswith(_PAUSE)
    if before.endswith((".", "?", "!")):
        return 0
    if words[at].start in parsed:
        return 0 if paused else 0.5
    if word in _STRONG_OPENERS:
        return 0.5 if paused else 2
    if word in _OPENERS:
        return 1 if paused else 3
    return 2 if paused else 5


def _bare(word: str) -> str:
    return word[:20].casefold().replace("’", "'")


def _cap(text: str, span: Span) -> list[Span]:
    """`span` cut at word borders, or inside a run without spaces, so that no piece passes MAX_CHARACTERS."""
    if len(span) <= MAX_CHARACTERS:
        return [span]
    pieces: list[Span] = []
    start = span.start
    while span.end - start > MAX_CHARACTERS:
        cut = _space_before(text, start + MAX_CHARACTERS // 2, start + MAX_CHARACTERS)
        cut = cut or _between_characters(text, start, start + MAX_CHARACTERS)
        piece = text[start:cut]
        pieces.append(Span(start, start + len(piece.rstrip())))
        start = cut
        while start < span.end and text[start].isspace():
            start += 1
    if start < span.end:
        pieces.append(Span(start, span.end))
    return pieces


def _space_before(text: str, low: int, high: int) -> int:
    """The offset of the last white space in [low, high), or 0."""
    return next((at for at in range(high - 1, low, -1) if text[at].isspace()), 0)


def _between_characters(text: str, start: int, cut: int) -> int:
    """An offset at or shortly before `cut` that parts no accent from its letter and no joined emoji."""
    for at in range(cut, max(start + 1, cut - 50), -1):
        joined = text[at] in _JOINERS or unicodedata.combining(text[at]) or "\U0001f3fb" <= text[at] <= "\U0001f3ff"
        if not joined and text[at - 1] != "\u200d":
            return at
    return cut
