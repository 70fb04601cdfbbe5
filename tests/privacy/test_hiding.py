"""Names are hidden wherever they stand, and quotations of a forgotten text are cut out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rrt_qual.domain.spans import Span
from rrt_qual.privacy.disclose.repeated import Echo
from rrt_qual.privacy.hide.known_names import BLANK, Mask, fill
from rrt_qual.privacy.hide.masker import KnownWords

MASK = Mask(
    [
        KnownWords("Lesley Tranter", "[Manager A]", person=True),
        KnownWords("Will", "[person B]"),
        KnownWords("Dara O'Shea", "[person C]", person=True),
        KnownWords("01632 960444", "[phone]"),
        KnownWords("LN1 1YX", "[postcode]"),
        KnownWords("SW", "[job]"),
        KnownWords("34", "[age]"),
    ]
)


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("lesley  TRANTER's file", "[Manager A]'s file"),
        ("Lesley_Tranter.docx", "[Manager A].docx"),
        ("ask Tranter", "ask [Manager A]"),
        ("Will will come", "[person B] will come"),
        ("dara o’shea", "[person C]"),
        ("34, 01632960444 and 01632 960 444", "34, [phone] and [phone]"),
        ("ln1 1yx or LN11YX", "[postcode] or [postcode]"),
        ("the SW is 34; Lesleyanne, Willow", "the SW is 34; Lesleyanne, Willow"),
    ],
)
def test_known_names_are_masked_and_nothing_else(said: str, shown: str) -> None:
    """Every way to write a known name is found; initials, short numbers, everyday and longer words are left."""
    assert MASK.text(said) == shown


@given(st.text(max_size=60), st.lists(st.tuples(st.integers(0, 60), st.integers(0, 9)), max_size=5))
def test_filling_moves_nothing_and_is_undone_by_the_pieces(text: str, bounds: list[tuple[int, int]]) -> None:
    """A filled text is as long as the whole one, keeps its white space, and the pieces bring it back exactly."""
    spans = [Span(start, start + size) for start, size in bounds]
    filled = fill(text, spans)
    assert len(filled) == len(text)
    assert [c.isspace() for c in filled] == [c.isspace() for c in text]
    inside = {at for span in spans for at in range(span.start, span.end)}
    assert filled == "".join(BLANK if at in inside and not c.isspace() else c for at, c in enumerate(text))
    back = list(filled)
    for span in spans:
        back[span.start : span.start + len(span.of(text))] = span.of(text)
    assert "".join(back) == text


ECHO = Echo(
    "My caseload is far beyond what anybody could carry. It's quiet. We laugh a lot.",
    ["My caseload is far beyond what anybody could carry.", "It's quiet.", "We laugh a lot."],
)


@pytest.mark.parametrize(
    ("note", "left"),
    [
        ("She said 'MY caseload is far beyond what ANYBODY could' lift.", "She said '[erased]' lift."),
        ("We laugh a lot", "[erased]"),
        ("They say we laugh a lot too", "They say we laugh a lot too"),
        ("It's quiet", "It's quiet"),
        ("caseload is far beyond reach", "caseload is far beyond reach"),
        ("", ""),
    ],
)
def test_quotations_are_cut_out(note: str, left: str) -> None:
    """Six words in a row, or a whole sentence of three, are a quotation; fewer are everybody's."""
    assert ECHO.cut(note) == left


@pytest.mark.parametrize(
    ("form", "said", "shown"),
    [
        ("+44 7700 900123", "ring +44 7700 900123.", "ring [x]."),
        ("(the Annexe)", "in (the Annexe), upstairs", "in [x], upstairs"),
        ("- Lesley", "well - Lesley left", "well - [x] left"),
        ("'Doc' Tranter", "our 'Doc' Tranter", "our [x]"),
        ("a.b@example.org", "write to A.B@example.org now", "write to [x] now"),
    ],
)
def test_forms_with_signs_before_them_are_found(form: str, said: str, shown: str) -> None:
    """What stands before the first letter of a form does not hide it."""
    assert Mask([KnownWords(form, "[x]")]).text(said) == shown
