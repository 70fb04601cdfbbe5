"""Words with their places, in pieces of a text that are written in one manner."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from rrt_qual.domain.interview import Transcript
from rrt_qual.domain.spans import Span

WORD = re.compile(r"[^\W\d_]+(?:[-'\u2019\u2010\u2011][^\W\d_]+)*")
_TAIL = re.compile(r"(?:['\u2019](?:s|ll|d|ve|re|m)|n['\u2019]t)$", re.IGNORECASE)
_BEFORE_WORD = re.compile(r"[.!?:;\u2026\])]['\"\u2019\u201d)\]]*[\s\"\u201c\u2018'(\[\u2014-]*$|[\"\u201c\u2018(\[]$")
_ABBREVIATED = re.compile(r"(?:^|\W)(?:mr|mrs|ms|dr|st|prof|rev|cllr|[a-z])\.\s*$", re.IGNORECASE)
#: Code points of a piece for the language model, cut at a line, a sentence or a space: its memory grows with the piece,
#: and names are told by the sentence around them.
_LONG = 4_000


class WritingManner(StrEnum):
    """How a piece of text is written."""

    MIXED = "mixed"
    LOWER = "lower"
    UPPER = "upper"


@dataclass(frozen=True, slots=True)
class TextWord:
    """One word of a text without its possessive; `opens` says that it begins a sentence."""

    start: int
    end: int
    text: str
    key: str
    opens: bool

    @property
    def is_capital(self) -> bool:
        """Whether it begins with a capital."""
        return self.text[0].isupper()


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text (a turn, or a line outside of turns), how it is written, and its words."""

    span: Span
    manner: WritingManner
    words: tuple[TextWord, ...]
    is_talk: bool


def pieces(transcript: Transcript) -> list[Piece]:
    """The whole text in pieces, in order; very long turns are cut at white space."""
    text = transcript.text
    out: list[Piece] = []
    at = 0
    for turn in sorted(transcript.turns, key=lambda t: t.span):
        span = Span(max(at, turn.span.start), max(at, turn.span.end))
        out += [_piece(text, line, False) for line in _lines(text, Span(at, span.start))]
        out += [_piece(text, part, True) for part in _cut(text, span)]
        at = span.end
    out += [_piece(text, line, False) for line in _lines(text, Span(at, len(text)))]
    return [piece for piece in out if piece.words or re.search(r"\d", piece.span.of(text))]


def _lines(text: str, span: Span) -> list[Span]:
    return [Span(m.start(), m.end()) for m in re.compile(r"[^\n]+").finditer(text, span.start, span.end)]


def _cut(text: str, span: Span) -> list[Span]:
    out = []
    start = span.start
    while span.end - start > _LONG:
        end = text.rfind("\n", start + _LONG // 2, start + _LONG)
        end = text.rfind(". ", start + _LONG // 2, start + _LONG) + 1 if end < 0 else end
        end = text.rfind(" ", start + 1, start + _LONG) if end <= 0 else end
        end = start + _LONG if end <= start else end
        out.append(Span(start, end))
        start = end
    return [*out, Span(start, span.end)]


def _piece(text: str, span: Span, is_talk: bool) -> Piece:
    found = list(words_in(text, span))
    return Piece(span, _manner(found), tuple(found), is_talk)


def words_in(text: str, span: Span) -> list[TextWord]:
    """The words of a span; possessives and contractions are left off their ends."""
    out = []
    for m in WORD.finditer(text, span.start, span.end):
        whole = m.group()
        core = _TAIL.sub("", whole) or whole
        before = text[max(span.start, m.start() - 12) : m.start()]
        opens = m.start() == span.start or (not before.strip() and m.start() - span.start < 12)
        opens = opens or "\n" in before or bool(_BEFORE_WORD.search(before) and not _ABBREVIATED.search(before))
        out.append(TextWord(m.start(), m.start() + len(core), core, core.lower(), opens))
    return out


def _manner(found: list[TextWord]) -> WritingManner:
    telling = [w for w in found if w.key not in ("i", "i'm", "a")]
    if len(telling) < 3:
        return WritingManner.MIXED
    if not any(w.text[0].isupper() for w in telling):
        return WritingManner.LOWER
    letters = [w for w in telling if len(w.text) > 1]
    if len(letters) >= 4 and sum(w.text.isupper() for w in letters) > 0.7 * len(letters):
        return WritingManner.UPPER
    if len(telling) > 30 and sum(w.text[0].isupper() for w in telling) < 0.01 * len(telling):
        return WritingManner.LOWER
    return WritingManner.MIXED


def lowered(text: str) -> str:
    """`text` in small letters and of the same length."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
