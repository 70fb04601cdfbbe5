"""Known names in free text: whole words, any case, the longest first, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rrt_qual.privacy.hide.masker import KnownWords, Masker

PEOPLE = Masker(
    [
        KnownWords("Jane Doe", "[Person A]", person=True),
        KnownWords("Dr. Amir O\u2019Neill", "[Person B]", person=True),
        KnownWords("St. Mary's", "[hospital]"),
        KnownWords("07700 900123", "[phone]"),
        KnownWords("North Team", "[Team 1]"),
        KnownWords("North Team Two", "[Team 2]"),
        KnownWords("", "[nothing]"),
        KnownWords("...", "[nothing]"),
    ]
)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("jane doe came", "[Person A] came"),
        ("JANE\n DOE'S bag", "[Person A]'S bag"),
        ("Jane_Doe-interview.docx", "[Person A]-interview.docx"),
        ("Doe said so", "[Person A] said so"),
        ("a doe ran", "a doe ran"),
        ("Janes and Doeson", "Janes and Doeson"),
        ("dr amir o'neill", "[Person B]"),
        ("O'Neill and Amir", "[Person B] and [Person B]"),
        ("Dr Foster", "Dr Foster"),
        ("at St Mary\u2019s today", "at [hospital]\u2019s today"),
        ("ring 07700-900123", "ring [phone]"),
        ("the north team two met", "the [Team 2] met"),
        ("the north team met", "the [Team 1] met"),
        ("Mary's north", "Mary's north"),
        ("", ""),
    ],
)
def test_known_forms_are_masked(text: str, shown: str) -> None:
    """Each form is found as people and files write it, its possessive kept; parts need their capital."""
    assert PEOPLE.mask(text) == shown
    assert PEOPLE.holds(text) == (text != shown)


NAMES = st.text("abé", min_size=2, max_size=5)


@given(st.lists(NAMES, max_size=5), st.lists(st.one_of(NAMES, st.sampled_from([" ", "-", ".", "'s ", "\n"]))))
def test_no_known_form_is_left(names: list[str], parts: list[str]) -> None:
    """Whatever the names and the text, nothing that is left holds a known form, and other words stay."""
    masker = Masker([KnownWords(name, "[X]") for name in names])
    text = "".join(parts)
    assert not masker.holds(masker.mask(text))
    if not any(name in text for name in names):
        assert masker.mask(text) == text


def test_nothing_known_masks_nothing() -> None:
    """Without known forms every text is as it was, and the masker says that it is empty."""
    assert not Masker([]) and Masker([]).mask("Jane Doe") == "Jane Doe"
