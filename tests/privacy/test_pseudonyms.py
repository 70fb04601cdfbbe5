"""How pseudonyms are named and where their forms are met again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rrt_qual.domain.confidentiality.privacy import FindKind, ListedName, Pseudonym
from rrt_qual.domain.spans import Span
from rrt_qual.privacy.hide.occurrences import HiddenForms, everyday, neat
from rrt_qual.privacy.hide.pseudonyms import STYLES, Reals, Registry, Scheme, bracketed, inner, letters

A, B = Pseudonym("1", FindKind.PERSON, "[Person A]"), Pseudonym("2", FindKind.PERSON, "[Person B]")


def book(*forms: tuple[str, str], listed: tuple[ListedName, ...] = ()) -> Registry:
    """[Person A] and [Person B] with (key, id) as their forms."""
    there: dict[str, list[tuple[str, str]]] = {}
    for key, pseudonym_id in forms:
        there.setdefault(key, []).append((key, pseudonym_id))
    return Registry([A, B], there, listed=listed)


def test_letters_go_on_after_z() -> None:
    """A, Z, AA, AZ, BA: no two are alike."""
    assert [letters(n) for n in (0, 25, 26, 51, 52, 701, 702)] == ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]
    assert len({letters(n) for n in range(2000)}) == 2000


def test_every_kind_has_a_style() -> None:
    """No find is without a pseudonym to propose."""
    assert set(STYLES) == set(FindKind)


@given(st.lists(st.sampled_from(FindKind), max_size=30))
def test_new_names_are_never_used_twice(kinds: list[FindKind]) -> None:
    """Whatever kinds follow one another, each new name is free, bracketed and nobody's real one."""
    registry, reals = Registry([], {}), Reals.of(["Person B", "Lesley Tranter"], ["Team 1", "place 2"])
    given_names = set()
    for n, kind in enumerate(kinds):
        name = registry.next_name(kind, reals)
        assert bracketed(name) == name and name.casefold() not in given_names and not reals.is_one(name)
        given_names.add(name.casefold())
        registry.add(Pseudonym(str(n), kind, name))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Lesley Tranter", "[Person A]"),
        ("lesley tranter’s", "[Person A]"),
        ("Tranter", "[Person A]"),
        ("Mrs Tranter", "[Person A]"),
        ("Sam", "[Person B]"),
        ("Sammy", "[Person B]"),
        ("Lesley", "[Person A]"),
        ("Shaw", "[Person C]"),
        ("Lesley Shaw", "[Person C]"),
    ],
)
def test_who_is_proposed(words: str, expected: str) -> None:
    """Equal forms, parts and titles of one full name, and what the project's list says is the same."""
    listed = (ListedName("9", FindKind.PERSON, "Sam", ("Sammy",)),)
    registry = book(("lesley tranter", "1"), ("sam", "2"), listed=listed)
    assert registry.propose(FindKind.PERSON, words, "2026", Reals).name == expected


def test_of_two_with_one_name_the_one_of_this_interview() -> None:
    """Where a form means two people, the one who is in the interview already is proposed, and the other mentioned."""
    registry = book(("sarah", "1"), ("sarah", "2"))
    there = registry.propose(FindKind.PERSON, "Sarah", "", Reals, near={"2"})
    assert there.pseudonym_id == "2" and "1 other of this name" in there.why
    assert registry.propose(FindKind.PERSON, "Sarah", "", Reals).pseudonym_id == "1"


def test_a_full_name_after_its_part_in_one_interview() -> None:
    """'Lesley Tranter' follows the one 'Lesley' of this interview, and nobody's elsewhere."""
    registry = book(("lesley", "1"))
    assert registry.propose(FindKind.PERSON, "Lesley Tranter", "", Reals, near={"1"}).pseudonym_id == "1"
    assert registry.propose(FindKind.PERSON, "Lesley Tranter", "", Reals).is_new


@pytest.mark.parametrize(
    ("name", "is_real"),
    [
        ("[Grace]", True),
        ("[Auntie Grace]", True),
        ("[Tranter-like]", True),
        ("[Corn Exchange]", True),
        ("[House 2]", False),
        ("[Manager A]", False),
        ("[Person A]", False),
        ("[graceful]", False),
    ],
)
def test_real_names(name: str, is_real: bool) -> None:
    """Whole forms of anything, and any word of a person's name, but not titles and roles beside one."""
    assert Reals.of(["Grace", "Manager Lesley Tranter"], ["Corn Exchange", "Marsh House"]).has(name) is is_real


@pytest.mark.parametrize("kind", list(FindKind))
def test_a_find_never_blocks_the_usual_labels(kind: FindKind) -> None:
    """Where the finder took 'date' or 'phone number' for somebody, a name is proposed all the same, and soon."""
    wrong = [STYLES[kind].label, f"{STYLES[kind].label} Quill"]
    name = Registry([], {}).next_name(kind, Reals.of(wrong, []))
    assert name.startswith(f"[{STYLES[kind].label}")
    assert (inner(name) in wrong) is (STYLES[kind].scheme is Scheme.PLAIN), "[date] is nobody, whatever was found"


@pytest.mark.parametrize(
    ("form", "text", "hits"),
    [
        ("Lesley", "Lesley's, LESLEY and lesley; Lesleys, xLesley", ["Lesley", "LESLEY"]),
        ("lesley", "so lesley and Lesley said", ["lesley", "Lesley"]),
        ("Lesley Tranter", "Lesley\n  Tranter", ["Lesley\n  Tranter"]),
        ("O'Brien", "O’Brien and O'Brien’s", ["O’Brien", "O'Brien"]),
        ("Front Door", "the front door, Front Door, FRONT DOOR", ["Front Door", "FRONT DOOR"]),
        ("+44 7700", "call +44 7700.", ["+44 7700"]),
        ("J", "J is J", []),
    ],
)
def test_where_a_form_is_met_again(form: str, text: str, hits: list[str]) -> None:
    """As it was written or with more capitals, whole, in any quotes; never in small letters where it has capitals."""
    assert [span.of(text) for span in HiddenForms([form]).find(text)] == hits


@given(st.text(alphabet="Ab 's’.", max_size=40), st.lists(st.sampled_from(["Ab", "A bA", "b"]), max_size=3))
def test_hits_stand_apart_and_off_what_is_known(text: str, forms: list[str]) -> None:
    """No two hits overlap, none overlaps a known span, and each is within the text."""
    known = [Span(2, 5)]
    hits = HiddenForms(forms).find(text, known)
    for n, hit in enumerate(hits):
        assert hit and hit.end <= len(text) and not hit.overlaps(known[0])
        assert not any(hit.overlaps(other) for other in hits[n + 1 :])


def test_everyday_words() -> None:
    """'Will' is one where the talk has 'will'; full names and small forms are not asked about."""
    assert everyday("Will", ["I will go"]) and not everyday("Will", ["goodwill Will"])
    assert not everyday("will", ["will"]) and not everyday("Will Hay", ["will hay"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [(" Lesley’s ", "Lesley"), ("(Lesley),", "Lesley"), ("+44 7700 ", "+44 7700"), ("'s", "s"), (" .,", "")],
)
def test_neat(text: str, expected: str) -> None:
    """What a selection leaves when white space, punctuation and a possessive go."""
    assert neat(text, Span(0, len(text))).of(text) == expected


def test_inner() -> None:
    """Brackets are put round a name once."""
    assert bracketed(" [ The  boss ] ") == "[The boss]" and inner("[The boss]") == "The boss"
