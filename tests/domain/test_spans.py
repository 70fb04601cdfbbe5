"""Span algebra: what coverage, overlap and every offset in the project rest on."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rrt_qual.domain.spans import Span, merge, snap_to_words, stretches, subtract, touched, trim

spans = st.tuples(st.integers(0, 60), st.integers(0, 20)).map(lambda t: Span(t[0], t[0] + t[1]))


def points(found: list[Span]) -> set[int]:
    return {p for s in found for p in range(s.start, s.end)}


@pytest.mark.parametrize(("start", "end"), [(-1, 3), (4, 3)])
def test_impossible_spans_are_refused(start: int, end: int) -> None:
    """A span that starts before the text or ends before it starts never comes into being."""
    with pytest.raises(ValueError, match="not a span"):
        Span(start, end)


@given(st.lists(spans))
def test_merge_keeps_exactly_the_same_code_points(found: list[Span]) -> None:
    """Merging loses and invents no code point, and leaves sorted spans with gaps between them."""
    merged = merge(found)
    assert points(merged) == points(found)
    assert all(a.end < b.start for a, b in itertools.pairwise(merged))
    assert merge(merged) == merged


@given(spans, st.lists(spans))
def test_subtract_is_set_difference(span: Span, holes: list[Span]) -> None:
    """What is left after taking holes away is exactly the code points in no hole, as few spans in order, none empty."""
    left = subtract(span, holes)
    assert points(left) == points([span]) - points(holes)
    assert left == merge(left)


@given(spans, spans)
def test_overlap_intersection_and_hull_agree(a: Span, b: Span) -> None:
    """Two spans overlap when, and only when, they share a code point; the hull covers both."""
    shared = points([a]) & points([b])
    assert a.overlaps(b) == bool(shared) == b.overlaps(a)
    meeting = a.intersect(b)
    assert (points([meeting]) if meeting else set()) == shared
    assert a.hull(b).covers(a)
    assert a.hull(b).covers(b)


@given(st.text(alphabet="ab \n\t\U0001f600é", max_size=40), spans)
def test_trim_and_snap_stay_on_words(text: str, span: Span) -> None:
    """Trimming drops only white space; snapping cuts no word and keeps every word it touched."""
    span = Span(min(span.start, len(text)), min(span.end, len(text)))
    trimmed = trim(text, span)
    assert trimmed.of(text) == span.of(text).strip()
    snapped = snap_to_words(text, trimmed)
    if trimmed:
        assert snapped.covers(trimmed)
        assert snapped.start == 0 or text[snapped.start - 1].isspace()
        assert snapped.end == len(text) or text[snapped.end].isspace()


@given(st.lists(st.integers(1, 8), max_size=12), spans)
def test_touched_finds_exactly_the_overlapping_ones(lengths: list[int], by: Span) -> None:
    """Finding segments under a coding by bisection agrees with looking at each of them."""
    found, at = [], 0
    for n in lengths:
        found.append(Span(at, at + n))
        at += n + 1
    assert touched(found, by) == [i for i, s in enumerate(found) if s.overlaps(by)]


@given(st.lists(spans.filter(bool), max_size=8))
def test_stretches_are_of_what_overlaps_and_part_what_touches(found: list[Span]) -> None:
    """Each stretch is one unbroken run of spans that overlap, in order; no two of them share a code point."""
    made = stretches(found, lambda span: span)
    assert sorted(found) == [span for _, those in made for span in those]
    for whole, those in made:
        assert whole == Span(min(s.start for s in those), max(s.end for s in those))
        assert len(those) == 1 or all(any(one.overlaps(s) for s in those if s is not one) for one in those)
    assert not any(a.overlaps(b) for n, (a, _) in enumerate(made) for b, _ in made[n + 1 :])


def test_touching_ones_are_two() -> None:
    """Two codings side by side are two passages, and none is touched by what ends where it begins."""
    first, second = Span(0, 4), Span(4, 9)
    assert [span for span, _ in stretches([second, first], lambda span: span)] == [first, second]
    assert touched([second], first) == []
