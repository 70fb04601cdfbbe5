"""What becomes of a theme, who is paired with whom, what is withheld, and which themes are one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rrt_qual.analysis.figures.comparison import Limits, Side, SpokenIn, by_chance, compare, direction, matched
from rrt_qual.analysis.figures.families import Became, families
from rrt_qual.analysis.figures.groups import belongs
from rrt_qual.domain.codebook import Stance
from rrt_qual.domain.report.evidence import Direction


def side(label: str, count: int, people: dict[str, str] | None = None) -> Side:
    """A wave of so many interviews, `label`0, `label`1, …"""
    return Side(label, frozenset(f"{label}{n}" for n in range(count)), people or {})


def spoken(*ids: str, stance: Stance | None = Stance.RISK) -> SpokenIn:
    """Who speaks of it."""
    return SpokenIn("pay", stance, frozenset(ids))


A, B = side("a", 20), side("b", 20)


@pytest.mark.parametrize(
    ("stance", "before", "after", "became"),
    [
        (Stance.RISK, 4, 16, Direction.WORSE),
        (Stance.RISK, 16, 4, Direction.BETTER),
        (Stance.STRENGTH, 4, 16, Direction.BETTER),
        (Stance.STRENGTH, 16, 4, Direction.WORSE),
        (Stance.SOLUTION, 4, 16, Direction.MORE),
        (None, 16, 4, Direction.LESS),
        (Stance.RISK, 9, 11, Direction.SAME),
        (Stance.RISK, 0, 3, Direction.NEW),
        (Stance.RISK, 3, 0, Direction.GONE),
        (Stance.RISK, 0, 1, Direction.SAME),
    ],
)
def test_what_it_becomes(stance: Stance | None, before: int, after: int, became: Direction) -> None:
    """More risk is worse, more strength better; from nobody to somebody is new; one voice alone is neither."""
    ids = [f"a{n}" for n in range(before)] + [f"b{n}" for n in range(after)]
    (row,) = compare("theme", [spoken(*ids, stance=stance)], A, B)
    assert row.direction is became
    assert row.difference == pytest.approx((after - before) / 20)


@given(st.integers(0, 20), st.integers(0, 20), st.sampled_from([None, *Stance]))
def test_turning_round_turns_the_direction(before: int, after: int, stance: Stance | None) -> None:
    """Seen from the other side, worse is better, new is gone and more is less."""
    turned = {
        Direction.NEW: Direction.GONE,
        Direction.WORSE: Direction.BETTER,
        Direction.MORE: Direction.LESS,
    }
    turned |= {v: k for k, v in turned.items()}
    ids = [f"a{n}" for n in range(before)] + [f"b{n}" for n in range(after)]
    one, other = (compare("theme", [spoken(*ids, stance=stance)], *sides) for sides in ((A, B), (B, A)))
    assert len(one) == len(other) == (1 if ids else 0)
    for there, back in zip(one, other, strict=True):
        assert back.direction is turned.get(there.direction, there.direction)


def test_whoever_is_in_both_is_paired_once() -> None:
    """One interview on each side makes a pair; two on one side, no code, or no return make none."""
    people = {"a0": "P1", "a1": "P2", "a2": "P2", "a3": "", "a4": "P4", "b0": "P1", "b1": "P2", "b2": "", "b3": "P9"}
    assert matched(side("a", 6, people), side("b", 6, people)) == [("a0", "b0")]


def test_pairs_narrow_the_interval() -> None:
    """The same shares are told apart more surely when it is the same people."""
    people = {f"{s}{n}": f"P{n}" for s in "ab" for n in range(20)}
    ids = [*(f"a{n}" for n in range(8)), *(f"b{n}" for n in range(13))]
    (strangers,) = compare("theme", [spoken(*ids)], A, B)
    (same,) = compare("theme", [spoken(*ids)], side("a", 20, people), side("b", 20, people))
    assert (strangers.paired, same.paired) == (0, 20)
    assert strangers.low is not None and same.low is not None and same.low > strangers.low
    assert strangers.difference == same.difference


def test_small_sides_and_cells_are_withheld() -> None:
    """A side under the threshold shows nothing; of groups, a small cell takes the one beside it along."""
    (row,) = compare("theme", [spoken("a0", "b0", "b1")], side("a", 4), B)
    assert row.before.n is None and row.after.n is None and row.difference is None and row.before.base == 0
    ids = ["a0", "a1", *(f"b{n}" for n in range(9))]
    (row,) = compare("theme", [spoken(*ids)], A, B, Limits(cells=True))
    assert row.before.n is None and row.after.n is None and "withheld" in row.note
    (row,) = compare("theme", [spoken(*ids)], A, B)
    assert (row.before.n, row.after.n) == (2, 9)


def test_small_bases_are_said() -> None:
    """Under the minimum there is no difference; under ten the note says how small the bases are."""
    (row,) = compare("theme", [spoken("a0", "b0")], side("a", 6), B, Limits(min_base=8))
    assert row.direction is Direction.TOO_FEW and row.difference is None and "6 and 20" in row.note
    (row,) = compare("theme", [spoken("a0", "b0")], side("a", 6), B)
    assert "small bases (6 and 20)" in row.note


def test_new_that_may_be_chance_says_so() -> None:
    """Two voices where there were none are new, and may be chance."""
    (row,) = compare("theme", [spoken("b0", "b1")], A, B)
    assert row.direction is Direction.NEW and "may be chance" in row.note
    assert by_chance([row] * 40) == 2


def test_nobody_speaks_of_it() -> None:
    """What is spoken of on neither side has no row."""
    assert compare("theme", [spoken("c0")], A, B) == []
    assert direction(Stance.RISK, 0, 0, -0.1, 0.1) is Direction.SAME


THEMES = ["x", "y", "z", "old", "older"]


@pytest.mark.parametrize(
    ("became", "expected"),
    [
        ([], {"x": "x", "y": "y", "z": "z", "old": "old", "older": "older"}),
        ([("old", "x", "renamed")], {"x": "x", "old": "x", "y": "y", "z": "z", "older": "older"}),
        (
            [("old", "x", "split"), ("old", "y", "split")],
            {"x": "old", "y": "old", "old": "old", "z": "z", "older": "older"},
        ),
        ([("old", "x", "merged"), ("older", "x", "merged")], {"x": "x", "old": "x", "older": "x", "y": "y", "z": "z"}),
        (
            [("older", "old", "renamed"), ("old", "x", "renamed")],
            {"x": "x", "old": "x", "older": "x", "y": "y", "z": "z"},
        ),
        (
            [("older", "old", "renamed"), ("old", "x", "split"), ("old", "y", "split")],
            {"x": "old", "y": "old", "old": "old", "older": "old", "z": "z"},
        ),
        (
            [("old", "x", "split"), ("old", "older", "split"), ("older", "y", "renamed")],
            {"x": "old", "y": "old", "old": "old", "older": "old", "z": "z"},
        ),
        ([("x", "x", "split"), ("x", "y", "split")], {"x": "x", "y": "x", "z": "z", "old": "old", "older": "older"}),
        ([("gone", "x", "renamed")], {"x": "x", "y": "y", "z": "z", "old": "old", "older": "older"}),
    ],
)
def test_families_are_counted_in_the_coarser(became: list[tuple[str, str, str]], expected: dict[str, str]) -> None:
    """Renamed under the new name, split under the whole, merged under what they became, through chains as well."""
    found = families(THEMES, [Became(*b) for b in became])
    assert {m: f.key for f in found for m in f.members} == expected
    assert all(bool(f.note) == (len(f.members) > 1) for f in found)


@given(st.lists(st.tuples(*[st.sampled_from(THEMES)] * 2, st.sampled_from(["renamed", "split", "merged"])), max_size=8))
def test_every_theme_is_in_one_family(became: list[tuple[str, str, str]]) -> None:
    """Whatever is said of them, loops included, no theme is lost or counted twice."""
    found = families(THEMES, [Became(*b) for b in became])
    assert sorted(m for f in found for m in f.members) == sorted(THEMES)
    assert all(f.key in f.members for f in found)


@pytest.mark.parametrize(
    ("words", "inside"),
    [
        ("<2", {"0", "1.5"}),
        ("<= 2", {"0", "1.5", "2"}),
        (">2", {"9 years"}),
        ("2+", {"2", "9 years"}),
        ("1 - 2", {"1.5", "2"}),
        ("2", {"2"}),
        ("(none)", {""}),
        ("newly qualified", {"0", "1.5"}),
        ("Experienced", {"2", "9 years"}),
    ],
)
def test_bands_of_numbers(words: str, inside: set[str]) -> None:
    """A group is a value, those without one, or a band of numbers."""
    values = {"0", "1.5", "2", "9 years", "", "unknown"}
    belonging = belongs(words, values)
    assert belonging is not None and {v for v in values if belonging(v)} == inside


def test_bands_need_numbers() -> None:
    """Of words there are no bands, and a value that nobody has is no group."""
    assert belongs("<2", {"North", "South"}) is None and belongs("East", {"North"}) is None
    assert belongs("many", {"1", "2"}) is None
    north = belongs("north", {"North"})
    assert north is not None and north("North")
