"""Half-open spans of a text and their algebra.

Every offset in the project counts Unicode code points of the interview's text, start included and
end excluded, exactly as Python slices a `str`.

Spans that share a code point overlap; those that only touch do not. So codings that overlap are one passage and
touching ones are two: `overlaps`, `touched` and `stretches` are that rule, and nothing else decides it. (`merge` is
another thing: which code points are covered.) SQL has it as `a.start < b."end" AND a."end" > b.start`, in
store/suggestions/suggestions.py and, for what must not overlap, in store/checks.py.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """The half-open interval [start, end) in code points; `end` may equal `start` (an empty span).

    Raises:
        ValueError: when start is negative or lies behind end.
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if self.start < 0 or self.end < self.start:
            raise ValueError(f"not a span: [{self.start}, {self.end})")

    def __len__(self) -> int:
        return self.end - self.start

    def __bool__(self) -> bool:
        return self.end > self.start

    def __contains__(self, offset: int) -> bool:
        return self.start <= offset < self.end

    def covers(self, other: Span) -> bool:
        """Whether `other` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Whether at least one code point belongs to both; touching ends do not overlap."""
        return max(self.start, other.start) < min(self.end, other.end)

    def intersect(self, other: Span) -> Span | None:
        """The code points in both, or None when there are none."""
        start, end = max(self.start, other.start), min(self.end, other.end)
        return Span(start, end) if start < end else None

    def hull(self, other: Span) -> Span:
        """The smallest span that covers both."""
        return Span(min(self.start, other.start), max(self.end, other.end))

    def shift(self, by: int) -> Span:
        """The same length, `by` code points further on."""
        return Span(self.start + by, self.end + by)

    def of(self, text: str) -> str:
        """The words of this span in `text`."""
        return text[self.start : self.end]


def merge(spans: Iterable[Span]) -> list[Span]:
    """The union of `spans` as the fewest spans, in order; touching ones become one, empty ones vanish."""
    out: list[Span] = []
    for span in sorted(s for s in spans if s):
        if out and span.start <= out[-1].end:
            if span.end > out[-1].end:
                out[-1] = Span(out[-1].start, span.end)
        else:
            out.append(span)
    return out


def subtract(span: Span, holes: Iterable[Span]) -> list[Span]:
    """What is left of `span` without `holes`, in order."""
    left: list[Span] = []
    at = span.start
    for hole in merge(holes):
        if hole.end <= at:
            continue
        if hole.start >= span.end:
            break
        if hole.start > at:
            left.append(Span(at, hole.start))
        at = max(at, hole.end)
    if at < span.end:
        left.append(Span(at, span.end))
    return left


def trim(text: str, span: Span) -> Span:
    """`span` without the white space at its ends; an all-blank span shrinks to its start."""
    start, end = span.start, min(span.end, len(text))
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def snap_to_words(text: str, span: Span) -> Span:
    """`span` grown outwards until it cuts no word, and trimmed of white space."""
    start, end = span.start, min(span.end, len(text))
    if start < len(text) and not text[start].isspace():
        while start > 0 and not text[start - 1].isspace():
            start -= 1
    if end > 0 and not text[end - 1].isspace():
        while end < len(text) and not text[end].isspace():
            end += 1
    return trim(text, Span(start, max(start, end)))


def touched(things: Sequence[T], by: Span, span_of: Callable[[T], Span] | None = None) -> list[int]:
    """Indexes of those of `things` that `by` overlaps; their spans are sorted and do not overlap one another.

    `span_of` tells the span of a thing; without it, the things are spans.
    """
    span: Callable[[Any], Span] = span_of or (lambda one: one)
    out = []
    for index in range(bisect_right(things, by.start, key=lambda one: span(one).end), len(things)):
        if span(things[index]).start >= by.end:
            break
        if span(things[index]).overlaps(by):
            out.append(index)
    return out


def stretches(things: Iterable[T], span_of: Callable[[T], Span]) -> list[tuple[Span, list[T]]]:
    """`things` of one text by the unbroken stretches that they form, in order: those that overlap are one, with the
    span of all of them; touching are two."""
    out: list[tuple[Span, list[T]]] = []
    for one in sorted(things, key=span_of):
        span = span_of(one)
        if out and out[-1][0].overlaps(span):
            out[-1] = (out[-1][0].hull(span), [*out[-1][1], one])
        else:
            out.append((span, [one]))
    return out
