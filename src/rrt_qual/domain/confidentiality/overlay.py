"""Overlays on a text: words replaced for a reader while text and codings stay where they are.

The text of an interview never changes. A `Projection` is that text with some spans replaced, and the map between
the offsets of both: what is shown, searched, quoted or exported is a projection.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from rrt_qual.domain.spans import Span, stretches, touched

#: What stands for words whose replacement has no words of its own.
UNNAMED = "[…]"


@dataclass(frozen=True, slots=True, order=True)
class Replacement:
    """`span` of the original (not empty) is shown as `text` (not empty)."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class ShownPlace:
    """An offset of the original as a projection has it.

    `at` is an offset of the projected text; `inside` how many code points of the original lie between the start
    of the replaced words and the offset, 0 for one that no replacement covers.
    """

    at: int
    inside: int = 0


@dataclass(frozen=True)
class Projection:
    """A text with replacements laid over it. Equal texts and replacements give equal projections.

    Raises:
        ValueError: replacements are empty, overlap one another, or lie outside the text.
    """

    original: str
    replacements: tuple[Replacement, ...] = ()

    def __post_init__(self) -> None:
        ordered = tuple(sorted(self.replacements))
        object.__setattr__(self, "replacements", ordered)
        reach = 0
        for one in ordered:
            if not one.span or not one.text or one.span.start < reach or one.span.end > len(self.original):
                raise ValueError("replacements must be within the text, apart from one another and not empty")
            reach = one.span.end

    @cached_property
    def text(self) -> str:
        """The words as they are shown."""
        parts: list[str] = []
        at = 0
        for one in self.replacements:
            parts += (self.original[at : one.span.start], one.text)
            at = one.span.end
        return "".join([*parts, self.original[at:]])

    @property
    def is_plain(self) -> bool:
        """Whether nothing is replaced."""
        return not self.replacements

    @cached_property
    def masks(self) -> tuple[Span, ...]:
        """Where the replacements stand in the projected text, in order."""
        return tuple(Span(at, at + len(one.text)) for at, one in zip(self._shown, self.replacements, strict=True))

    @cached_property
    def _starts(self) -> list[int]:
        return [one.span.start for one in self.replacements]

    @cached_property
    def _shown(self) -> list[int]:
        """Where each replacement begins in the projected text."""
        out, shift = [], 0
        for one in self.replacements:
            out.append(one.span.start + shift)
            shift += len(one.text) - len(one.span)
        return out

    def place(self, offset: int) -> ShownPlace:
        """Where an offset of the original (0 to its length) stands; `back` gives it back exactly."""
        n = bisect_right(self._starts, offset) - 1
        if n < 0:
            return ShownPlace(offset)
        one, shown = self.replacements[n], self._shown[n]
        if offset >= one.span.end:
            return ShownPlace(shown + len(one.text) + offset - one.span.end)
        return ShownPlace(shown, offset - one.span.start)

    def back(self, place: ShownPlace) -> int:
        """The offset of the original that `place` came from.

        An offset within a replacement's text, which no original has, leads to the start of the replaced words.
        """
        n = bisect_right(self._shown, place.at) - 1
        if n < 0:
            return place.at
        one, shown = self.replacements[n], self._shown[n]
        if place.at >= shown + len(one.text):
            return one.span.end + place.at - shown - len(one.text)
        return one.span.start + (place.inside if place.at == shown else 0)

    def grown(self, span: Span) -> Span:
        """`span` of the original grown until it cuts no replaced words in two."""
        start, end = span.start, span.end
        for one in self.touching(span):
            start, end = min(start, one.span.start), max(end, one.span.end)
        return Span(start, end)

    def span(self, span: Span) -> Span:
        """Where the words of `span` stand in the projected text; a replacement is shown whole or not at all."""
        whole = self.grown(span)
        return Span(self.place(whole.start).at, self.place(whole.end).at if whole else self.place(whole.start).at)

    def share(self, span: Span) -> Span:
        """The part of the projected text that is `span`'s own when its neighbours are shown as well.

        Replaced words go to the span in which they begin, whole; a span that holds nothing but the rest of
        them is empty. So the shares of spans that lie apart lie apart, in the same order.
        """
        ends = []
        for offset in (span.start, span.end):
            place = self.place(offset)
            ends.append(place.at + (len(self.touching(Span(offset, offset + 1))[0].text) if place.inside else 0))
        return Span(ends[0], max(ends))

    def original_span(self, shown: Span) -> Span:
        """The span of the original that a span of the projected text stands for, grown over replacements it cuts."""
        start = self.back(ShownPlace(shown.start))
        end = self.back(ShownPlace(shown.end))
        n = bisect_right(self._shown, shown.end) - 1
        if shown and n >= 0 and self._shown[n] < shown.end < self._shown[n] + len(self.replacements[n].text):
            end = self.replacements[n].span.end
        return Span(start, max(start, end))

    def words(self, span: Span) -> str:
        """The words of `span` of the original as they are shown."""
        return self.span(span).of(self.text)

    def touching(self, span: Span) -> list[Replacement]:
        """The replacements that `span` of the original overlaps, in order."""
        return [self.replacements[n] for n in touched(self.replacements, span, lambda one: one.span)]


def project(text: str, replacements: Iterable[Replacement]) -> Projection:
    """`text` with `replacements` laid over it; of those that reach beyond it, the part within it.

    Those that overlap become one over all their words, shown as the longest of them: nothing that one of them
    covers is ever seen. One without any words to show is shown as UNNAMED.
    """
    within = (Replacement(Span(r.span.start, min(r.span.end, len(text))), r.text.strip() or UNNAMED)
              for r in replacements if r.span.start < len(text))  # fmt: skip
    found = stretches(sorted(r for r in within if r.span), lambda one: one.span)
    longest = (Replacement(hull, max(those, key=lambda r: len(r.span)).text) for hull, those in found)
    return Projection(text, tuple(longest))
