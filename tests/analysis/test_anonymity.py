"""Microdata in which nobody stands alone."""

from __future__ import annotations

from collections import defaultdict

from hypothesis import given
from hypothesis import strategies as st

from rrt_qual.analysis.quotes.anonymity import anonymise

ROWS = st.lists(
    st.tuples(st.sampled_from(["2025", "2026"]), st.sampled_from("abc"), st.integers(0, 30), st.integers(1, 25)),
    max_size=60,
)


@given(ROWS, st.integers(2, 6))
def test_every_combination_is_shared_by_enough_people(rows: list[tuple[str, str, int, int]], k: int) -> None:
    """Whoever knows somebody's wave and attributes finds at least k people, or nothing but the wave."""
    people = [f"P{person}" for *_, person in rows]
    waves = [wave for wave, *_ in rows]
    attributes = {"team": [team for _, team, *_ in rows], "years": [str(years) for _, _, years, _ in rows]}
    found = anonymise(people, waves, attributes, k=k)
    classes = defaultdict(set)
    for n, person in enumerate(people):
        classes[waves[n], *(found.values[name][n] for name in found.values)].add(person)
    for (_, *values), members in classes.items():
        assert len(members) >= k or all(value is None for value in values)


def test_what_many_share_is_kept_as_it_is() -> None:
    """Nothing is withheld that needs not be: two teams of five, and their values in their rows."""
    people = [f"P{n}" for n in range(10)]
    teams = ["Red", "Blue"] * 5
    found = anonymise(people, ["2026"] * 10, {"team": teams}, k=5)
    assert found.values == {"team": teams} and found.notes == ()


def test_one_rare_value_takes_the_next_rarest_with_it() -> None:
    """A value withheld alone would be known to be the rare one; so enough others are withheld with it."""
    people = [f"P{n}" for n in range(13)]
    teams = ["Red"] * 7 + ["Blue"] * 5 + ["Gold"]
    found = anonymise(people, ["2026"] * 13, {"team": teams}, k=5)
    assert found.values["team"] == ["Red"] * 7 + [None] * 6
    assert found.notes == ("'team' is withheld in 6 of 13 rows",)


def test_an_attribute_that_tells_most_apart_is_left_out_and_said() -> None:
    """A column of blanks would mislead; the note says why it is gone, and what comes after it is unharmed."""
    people = [f"P{n}" for n in range(10)]
    found = anonymise(people, [""] * 10, {"office": [f"O{n}" for n in range(10)], "team": ["Red"] * 10}, k=5)
    assert list(found.values) == ["team"] and "'office' is left out" in found.notes[0]


def test_numbers_become_bands() -> None:
    """Years of service name people one by one, bands of them do not; the bands hold all values, in order."""
    people = [f"P{n}" for n in range(40)]
    found = anonymise(people, [""] * 40, {"years": [str(n) for n in range(40)]}, k=5)
    assert list(dict.fromkeys(found.values["years"])) == ["0 to 9", "10 to 19", "20 to 29", "30 to 39"]
    assert found.notes == ("'years' is given in bands",)


def test_one_person_in_many_rows_is_one_person() -> None:
    """Five interviews of one person are not five people."""
    found = anonymise(["P1"] * 5 + ["P2"], [""] * 6, {"team": ["Red"] * 5 + ["Blue"]}, k=2)
    assert found.values == {}
