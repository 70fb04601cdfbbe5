"""Overlays: what is replaced is never seen, and every offset and span finds its way there and back."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rrt_qual.domain.confidentiality.overlay import UNNAMED, Projection, Replacement, ShownPlace, project
from rrt_qual.domain.spans import Span, subtract

#: Any text that UTF-8 can hold: emoji, accents that combine, every plane, but no lone surrogates.
TEXT = st.text(st.characters(codec="utf-8"), max_size=60)
#: A letter that stands nowhere but in words that are to be replaced.
SECRET = "\ue000"


@st.composite
def laid(draw: st.DrawFn) -> tuple[str, list[Replacement]]:
    """A text and replacements that may overlap, touch, and reach beyond it."""
    text = draw(TEXT)
    offsets = st.integers(0, len(text) + 2)
    pairs = draw(st.lists(st.tuples(offsets, offsets), max_size=8))
    shown = st.text(st.characters(codec="utf-8", exclude_characters=SECRET), max_size=9)
    return text, [Replacement(Span(min(p), max(p)), draw(shown)) for p in pairs]


@st.composite
def projected(draw: st.DrawFn) -> Projection:
    """Any projection."""
    return project(*draw(laid()))


def spans_of(p: Projection) -> st.SearchStrategy[Span]:
    """Spans of the original."""
    offsets = st.integers(0, len(p.original))
    return st.tuples(offsets, offsets).map(lambda pair: Span(min(pair), max(pair)))


@given(projected())
def test_every_offset_comes_back(p: Projection) -> None:
    """`back(place(x)) == x` for every offset of any text under any replacements, and order is kept."""
    places = [p.place(x) for x in range(len(p.original) + 1)]
    assert [p.back(place) for place in places] == list(range(len(p.original) + 1))
    assert all((a.at, a.inside) < (b.at, b.inside) for a, b in pairwise(places))
    assert places[-1] == ShownPlace(len(p.text))


@given(projected())
def test_offsets_of_the_projection_come_back_where_the_words_are_the_same(p: Projection) -> None:
    """An offset of the projected text that no replacement covers leads to the same letter of the original."""
    for at in range(len(p.text)):
        if not any(at in mask for mask in p.masks):
            assert p.original[p.back(ShownPlace(at))] == p.text[at]
            assert p.place(p.back(ShownPlace(at))) == ShownPlace(at)


@given(laid())
def test_nothing_covered_is_ever_seen(given_: tuple[str, list[Replacement]]) -> None:
    """No letter that any replacement covers is in the projected text; every other letter is, in order."""
    text, replacements = given_
    covered = [r.span for r in replacements]
    marked = "".join(SECRET if any(n in s for s in covered) else c for n, c in enumerate(text))
    shown = project(marked, replacements)
    kept = "".join(piece.of(text) for piece in subtract(Span(0, len(text)), covered))
    assert SECRET not in shown.text
    assert "".join(piece.of(shown.text) for piece in subtract(Span(0, len(shown.text)), shown.masks)) == kept


@given(projected(), st.data())
def test_spans_come_back_whole_or_grown(p: Projection, data: st.DataObject) -> None:
    """A coding that cuts no replaced words comes back exactly; one that does comes back grown over them."""
    span = data.draw(spans_of(p))
    whole = p.grown(span)
    cut = [r.span for r in p.replacements if r.span.overlaps(span) and not span.covers(r.span)]
    assert whole.covers(span) and (whole == span) == (not cut)
    assert all(whole.covers(c) or not whole.overlaps(c) for c in (r.span for r in p.replacements))
    assert p.grown(whole) == whole
    if whole:
        assert p.original_span(p.span(span)) == whole
        assert p.words(span) == p.words(whole)


@given(projected(), st.data())
def test_words_of_a_span_show_nothing_replaced(p: Projection, data: st.DataObject) -> None:
    """The words of any span are its own letters and whole replacements, nothing else."""
    span = p.grown(data.draw(spans_of(p)))
    parts, at = [], span.start
    for one in p.touching(span):
        parts += [p.original[at : one.span.start], one.text]
        at = one.span.end
    assert p.words(span) == "".join([*parts, p.original[at : span.end]])


@given(projected(), st.data())
def test_a_span_of_the_projection_is_covered_by_what_it_stands_for(p: Projection, data: st.DataObject) -> None:
    """Whatever is selected in the projected text maps to a span of the original whose words hold it."""
    at = st.integers(0, len(p.text))
    one, other = data.draw(at), data.draw(at)
    shown = Span(min(one, other), max(one, other))
    meant = p.original_span(shown)
    assert meant.end <= len(p.original)
    if shown:
        assert p.span(meant).covers(shown) and p.grown(meant) == meant


@given(projected(), st.lists(st.integers(0, 60), max_size=6))
def test_shares_of_neighbours_lie_apart_and_cover_all(p: Projection, cuts: list[int]) -> None:
    """Segments that follow one another follow one another in the projection, with no letter twice and none lost."""
    edges = sorted({0, len(p.original), *(c for c in cuts if c <= len(p.original))})
    pieces = [Span(a, b) for a, b in pairwise(edges)]
    assert "".join(p.share(piece).of(p.text) for piece in pieces) == p.text
    for piece in pieces:
        share = p.share(piece)
        if p.grown(piece) == piece:
            assert share == p.span(piece)


@given(laid())
def test_overlapping_replacements_become_one(given_: tuple[str, list[Replacement]]) -> None:
    """Replacements that overlap become one that is shown as the longest, whatever their order."""
    text, replacements = given_
    p = project(text, replacements)
    assert p == project(text, reversed(replacements))
    assert all(a.span.end <= b.span.start for a, b in pairwise(p.replacements))
    shown = {r.text.strip() or UNNAMED for r in replacements}
    assert all(r.text in shown for r in p.replacements)


def test_hundreds_of_replacements_in_a_long_text_are_quick() -> None:
    """Looking up stays a search by halves: a long text with many replacements is mapped without delay."""
    text = "word " * 40_000
    p = project(text, [Replacement(Span(n, n + 4), "[x]") for n in range(0, len(text), 250)])
    for offset in range(0, len(text), 7):
        assert p.back(p.place(offset)) == offset
    assert p.words(Span(0, 9)) == "[x] word"


@pytest.mark.parametrize(
    "replacements",
    [
        (Replacement(Span(0, 0), "x"),),
        (Replacement(Span(0, 1), ""),),
        (Replacement(Span(0, 2), "x"), Replacement(Span(1, 3), "y")),
        (Replacement(Span(2, 9), "x"),),
    ],
)
def test_a_projection_refuses_what_it_cannot_map(replacements: tuple[Replacement, ...]) -> None:
    """Replacements that are empty, overlap or lie outside are refused where they were not put in order before."""
    with pytest.raises(ValueError, match="apart"):
        Projection("abcd", replacements)
