"""How much is found on marked texts may not fall. The floors stand a little under what was measured."""

from __future__ import annotations

from dataclasses import replace

import pytest
from marked import measured, samples, snippets

from rrt_qual.domain.confidentiality.privacy import FindKind
from rrt_qual.privacy.find.finder import Finder
from rrt_qual.privacy.words.measure import ALL, Score
from rrt_qual.privacy.words.types import Names


def falls_short(scores: dict[str, Score], floors: dict[str, float]) -> dict[str, float]:
    return {label: scores[label].recall or 0 for label, floor in floors.items() if (scores[label].recall or 0) < floor}


@pytest.mark.parametrize("file", ["held_out.txt", "held_out_2.txt"])
def test_snippets_in_many_styles(finder: Finder, file: str) -> None:
    """Without lists, names in lower case, spoken numbers and unusual places are found, with few false alarms."""
    scores = measured(snippets(file), finder)
    assert falls_short(scores, {ALL: 0.96, "person": 0.98, "place": 0.9, "phone": 1, "postcode": 1, "email": 1}) == {}
    assert (scores[ALL].precision or 0) > 0.9


def test_sample_interviews_without_lists(finder: Finder) -> None:
    """Of whole interviews nearly everything is found without any list, and three finds in four are right."""
    scores = measured(samples(), finder)
    assert falls_short(scores, {ALL: 0.98, "person": 0.99, "place": 0.97, "age": 0.9, "team": 0.95}) == {}
    assert (scores[ALL].precision or 0) > 0.7


def test_sample_interviews_as_a_machine_writes_them(finder: Finder) -> None:
    """Talk without a capital, as some programs transcribe it, loses less than a sixth."""
    small = [
        (replace(t, text="".join(c.lower() if len(c.lower()) == 1 else c for c in t.text)), marks)
        for t, marks in samples()[::3]
    ]
    scores = measured(small, finder)
    assert falls_short(scores, {ALL: 0.84, "person": 0.75, "place": 0.85}) == {}
    assert (scores[ALL].precision or 0) > 0.7


def test_lists_find_what_rules_cannot() -> None:
    """A listed name counts also where it is an ordinary word written small, and as a short form or possessive."""
    from marked import found

    from rrt_qual.domain.confidentiality.privacy import ListedName

    listed = (
        ListedName("1", FindKind.PERSON, "Elizabeth Moss"),
        ListedName("2", FindKind.TEAM, "Harbour team", ("the Quayside lot",)),
    )
    finder = Finder(Names(listed=listed))
    said = found("I told Liz, and Moss's desk is by harbour team, with the quayside lot.", finder)
    assert said == [("person", "Liz"), ("person", "Moss"), ("team", "harbour team"), ("team", "the quayside lot")]
    assert Finder().fingerprint != finder.fingerprint == Finder(Names(listed=listed)).fingerprint
