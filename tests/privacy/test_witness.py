"""The proof by example of suppression, held against every table that looks the same, counted one by one."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from disclosure_attack import STANCES, tabulated
from disclosure_attack import Talk as Said
from rrt_qual.domain.confidentiality.disclosure import Policy, WhyWithheld
from rrt_qual.privacy.disclose.grid import CODED, THERE, Cell, CellGrid, Sum
from rrt_qual.privacy.disclose.suppression import PROTECTION, suppress
from rrt_qual.privacy.disclose.witness import Witness
from rrt_qual.services.figures.published import Published

#: Lines after the bases: a theme, and two stances of it, one at least in each interview that speaks of it.
THEME, RISK, STRENGTH = 2, 3, 4
BELOW, COVERS = ((RISK, THEME), (STRENGTH, THEME)), ((THEME, (RISK, STRENGTH)),)
BLOCK = (-1, -1, 0, 0, 0)

#: Two teams over two waves: the narrow columns first, then teams over both waves, waves, all.
A1, A2, B1, B2, A, B, W1, W2, ALL = range(9)
SUMS = (Sum(A, (A1, A2)), Sum(B, (B1, B2)), Sum(W1, (A1, B1)), Sum(W2, (A2, B2)), Sum(ALL, (A, B)), Sum(ALL, (W1, W2)))

Talk = frozenset[int]  # the stances of one interview


def counted(teams: list[list[Talk | None]], sums: tuple[Sum, ...], columns: int) -> tuple[tuple[int, ...], ...]:
    """Values of a grid: teams are lists of interviews, None is one that is not coded."""
    lines = []
    for line in range(5):
        row = [sum(_counts(line, one) for one in team) for team in teams] + [0] * (columns - len(teams))
        for total in sums:
            row[total.whole] = sum(row[p] for p in total.parts)
        lines.append(tuple(row))
    return tuple(lines)


def _counts(line: int, one: Talk | None) -> bool:
    if line == THERE or one is None:
        return line == THERE
    return line == CODED or (bool(one) if line == THEME else line in one)


def alike(grid: CellGrid, hidden: set[Cell], narrow: int) -> list[tuple[tuple[int, ...], ...]]:
    """All tables of whole numbers that show what this one shows and hold every sum and tie."""
    lines = [list(_alike(grid, hidden, line, narrow)) for line in grid.lines]
    return [
        table
        for table in itertools.product(*lines)
        if all(
            table[CODED][c] <= table[THERE][c]
            and all(table[x][c] <= table[CODED][c] for x in (THEME, RISK, STRENGTH))
            and all(table[a][c] <= table[b][c] for a, b in grid.below)
            and all(table[whole][c] <= sum(table[p][c] for p in parts) for whole, parts in grid.covers)
            for c in grid.columns
        )
    ]


def _alike(grid: CellGrid, hidden: set[Cell], line: int, narrow: int) -> Iterator[tuple[int, ...]]:
    """The same of one line by itself: its first `narrow` columns give all others."""
    true = grid.values[line]
    ranges = [range(max(true) + 1) if (line, c) in hidden else (true[c],) for c in range(narrow)]
    for values in itertools.product(*ranges):
        row = [*values, *[0] * (len(true) - narrow)]
        for total in grid.sums:
            row[total.whole] = sum(row[p] for p in total.parts)
        if all(sum(row[p] for p in total.parts) == row[total.whole] for total in grid.sums) and all(
            row[c] == true[c] for c in grid.columns if (line, c) not in hidden
        ):
            yield tuple(row)


def spread(tables: list[tuple[tuple[int, ...], ...]], cell: Cell) -> int:
    """How far apart the values are that a cell has in these tables."""
    values = [table[cell[0]][cell[1]] for table in tables]
    return max(values) - min(values)


one_talk = st.sampled_from([None, *map(frozenset, ((), (), (RISK,), (STRENGTH,), (RISK, STRENGTH)))])
hidden_cells = st.sets(st.tuples(st.sampled_from([THEME, RISK, STRENGTH]), st.sampled_from([A1, A2, B1, B2, A, B])))


@settings(max_examples=120, deadline=None, derandomize=True)  # the steps are not tried for ever
@given(st.lists(st.lists(one_talk, max_size=3), min_size=4, max_size=4), hidden_cells)
def test_what_is_shown_to_be_possible_is_possible(teams: list[list[Talk | None]], hidden: set[Cell]) -> None:
    """Where several sums and ties meet, a cell is said to span what it must just when the tables that look alike do."""
    assume(hidden)
    values = counted(teams, SUMS, 9)
    grid = CellGrid(values, frozenset({W1, W2, ALL}), SUMS, BELOW, COVERS, BLOCK)
    tables = alike(grid, hidden, 4)
    assert values in tables
    witness = Witness(grid, dict.fromkeys(hidden, WhyWithheld.SMALL))
    for cell in sorted(hidden):
        width = spread(tables, cell)
        assert not witness.spans(cell, width + 1), cell
        assert witness.spans(cell, min(width, PROTECTION)), cell
        assert witness._now == [list(line) for line in values], "the table is left as it was"


@settings(max_examples=80, deadline=None, derandomize=True)
@given(st.lists(st.lists(one_talk, max_size=3), min_size=3, max_size=3), hidden_cells, st.booleans())
def test_one_breakdown_spans_just_what_it_can(teams: list[list[Talk | None]], hidden: set[Cell], whole: bool) -> None:
    """In one breakdown, groups held back whole among it, the steps find the least and greatest value of every cell."""
    sums = (Sum(3, (0, 1, 2)),)
    values = counted(teams, sums, 4)
    hidden = {(line, c) for line, c in hidden if c < 3}
    if whole:
        hidden |= {(line, c) for line in range(5) for c in (0, 1)}
    assume(hidden)
    grid = CellGrid(values, frozenset({3}), sums, BELOW, COVERS, BLOCK)
    tables = alike(grid, hidden, 3)
    witness = Witness(grid, dict.fromkeys(hidden, WhyWithheld.SMALL))
    for cell in sorted(hidden):
        width = spread(tables, cell)
        assert not witness.spans(cell, width + 1), cell
        assert witness.spans(cell, width), (cell, width)


def test_a_step_may_go_through_the_sums_themselves() -> None:
    """A figure of one wave and that of its team over both may both be more, when those of another team are less."""
    coded, figure = [6, 6, 14, 14, 0, 0, 0, 0, 0], [3, 3, 8, 8, 0, 0, 0, 0, 0]
    for row in (coded, figure):
        for total in SUMS:
            row[total.whole] = sum(row[p] for p in total.parts)
    grid = CellGrid((tuple(coded), tuple(coded), tuple(figure)), frozenset({W1, W2, ALL}), SUMS, block=(-1, -1, 0))
    hidden = dict.fromkeys(((2, c) for c in (A1, B1, A, B)), WhyWithheld.SMALL)
    assert Witness(grid, hidden).spans((2, A1), 6) and not Witness(grid, hidden).spans((2, A1), 7)
    del hidden[2, A]
    assert not Witness(grid, hidden).spans((2, A1), 1)


# which cells suppression takes --------------------------------------------------------------------


def lines(*rows: tuple[int, ...]) -> tuple[tuple[int, ...], ...]:
    """A grid's values from (coded, figure) of its narrow columns: all that are there are coded."""
    coded, figure = rows
    return coded, coded, figure


def one_sum(coded: tuple[int, ...], figure: tuple[int, ...]) -> CellGrid:
    """Groups beside their published total."""
    parts = tuple(range(len(coded)))
    values = lines(*((*row, sum(row)) for row in (coded, figure)))
    return CellGrid(values, frozenset({len(parts)}), (Sum(len(parts), parts),), block=(-1, -1, 0))


def hidden_groups(grid: CellGrid, **policy: object) -> dict[int, str]:
    """Column -> why its figure is held back."""
    found = suppress(grid, Policy(**policy))  # type: ignore[arg-type]
    return {c: str(why) for (line, c), why in sorted(found.items()) if line == 2}


def test_no_more_is_held_back_than_the_totals_leave_open() -> None:
    """Nearly everybody says it: a group's figure can span three values at most, and for that the largest can be shown.

    Of 20 interviews 17 say it; 4 of the 6 in A: at least 3 of them do, whatever is hidden.
    """
    assert hidden_groups(one_sum((6, 7, 7), (4, 6, 7)), threshold=5) == {0: "small", 1: "secondary"}


def test_a_small_one_is_hidden_with_the_smallest_that_still_shows() -> None:
    """The second cell is the smallest of the others, the first of two equal ones, and nothing small hides nothing."""
    assert hidden_groups(one_sum((20, 20, 20, 20), (1, 12, 9, 9)), threshold=5) == {0: "small", 2: "secondary"}
    assert hidden_groups(one_sum((20, 20, 20), (5, 12, 9)), threshold=5) == {}
    assert hidden_groups(one_sum((20, 20, 20), (0, 0, 0)), threshold=5) == {}, "the total says that nobody does"
    assert hidden_groups(one_sum((20, 20, 20), (0, 9, 7)), threshold=5) == {0: "small", 2: "secondary"}


def test_all_but_a_few_are_hidden_where_the_policy_says_so() -> None:
    """That all of a group, or all but a few, say it is held back by the rule of complements alone."""
    grid = one_sum((12, 20, 20), (11, 12, 9))
    assert hidden_groups(grid, threshold=3) == {}
    assert hidden_groups(grid, threshold=3, complement=True) == {0: "small", 2: "secondary"}
    at_the_limit = one_sum((14, 20, 20), (11, 12, 9))
    assert hidden_groups(at_the_limit, threshold=3, complement=True) == {}


def test_a_small_group_is_hidden_whole_with_another() -> None:
    """A group of too few is held back whole, its figures for their base's sake, and a second group with it."""
    grid = one_sum((2, 9, 20), (2, 5, 9))
    found = suppress(grid, Policy(threshold=5))
    assert found == {
        (CODED, 0): WhyWithheld.SMALL,
        **{(line, 0): WhyWithheld.BASE for line in (THERE, 2)},
        **{(line, 1): WhyWithheld.SECONDARY for line in range(3)},
    }
    assert suppress(one_sum((5, 9, 20), (5, 5, 9)), Policy(threshold=5)) == {}
    assert (CODED, 0) not in suppress(one_sum((2,), (2,)), Policy(threshold=5)), "its base is the published total"


def test_a_sum_over_waves_goes_when_its_waves_do_not_suffice() -> None:
    """A team's figure over both waves is held back when it and the size of the team tell too much of one wave.

    A says it 8 times, of 6 interviews in each wave: at least 2 in each, 5 values where the totals leave 7.
    """
    coded, figure = [6, 6, 14, 14, 0, 0, 0, 0, 0], [6, 2, 8, 8, 0, 0, 0, 0, 0]
    for row in (coded, figure):
        for total in SUMS:
            row[total.whole] = sum(row[p] for p in total.parts)
    grid = CellGrid(lines(tuple(coded), tuple(figure)), frozenset({W1, W2, ALL}), SUMS, block=(-1, -1, 0))
    found = hidden_groups(grid, threshold=5)
    assert found == {A2: "small"} | dict.fromkeys((A1, A, B1, B2), "secondary")


# what a reader of several tables can add up -------------------------------------------------------


def spoken(waves: int) -> list[Said]:
    """Many interviews of three teams in some waves, of which each says what chance has it say."""
    draw = random.Random(waves)
    pairs = [(theme, stance) for theme in ("t", "u", "v") for stance in STANCES]
    return [
        Said(str(1 + n % waves), "ABC"[draw.randrange(3)], draw.random() < 0.8, frozenset(draw.sample(pairs, n % 5)))
        for n in range(120)
    ]


@pytest.mark.parametrize("waves", [1, 2, 3])
@pytest.mark.parametrize(
    "asked",
    [
        [("team", None)],
        [("team", "1")],
        [("wave", None)],
        [(None, "1")],
        [("team", None), ("team", "1")],
        [("team", None), ("team", "1"), ("team", "2")],
        [("team", None), ("wave", None)],
        [("wave", None), ("team", None), ("team", "2")],
        [("wave", None), ("team", None), ("team", "1"), ("team", "2")],
    ],
)
def test_all_that_can_be_added_up_is_in_the_grid(waves: int, asked: list[tuple[str | None, str | None]]) -> None:
    """Every sum of the grid holds, and whatever holds between the sets of interviews of the tables follows from them.

    That includes groups in the waves that were not asked for: a reader who subtracts knows those too.
    """
    found = spoken(waves)
    asked = [(by, wave) for by, wave in asked if wave is None or int(wave) <= waves]
    asked = [*asked, *{(None, wave): 0 for _, wave in asked}, (None, None)]
    grid = Published([tabulated(found, by, wave) for by, wave in dict.fromkeys(asked)], 3).grid
    values = np.array(grid.values)
    sums = np.zeros((len(grid.sums) + 1, len(grid.columns)), int)
    for n, total in enumerate(grid.sums):
        sums[n, list(total.parts)] = 1
        sums[n, total.whole] = -1
    assert not (sums @ values.T).any()
    assert np.linalg.matrix_rank(sums) == len(grid.columns) - np.linalg.matrix_rank(values)


def test_the_waves_that_are_not_asked_for_are_one_rest() -> None:
    """Of teams in one wave and in all, what is left by subtraction adds up as well, over teams and with the wave."""
    found = spoken(2)
    tables = [tabulated(found, by, wave) for by in ("team", None) for wave in (None, "1")]
    published = Published(tables, 3)
    rest = next(c[0] for c in published.columns if (c[0] or "").startswith("\0"))
    named = {None: "all", "1": "1", rest: "rest"}
    names = [f"{named[wave]} {team or ''}".strip() for wave, _, team in published.columns]
    sums = {names[s.whole] + " = " + " + ".join(sorted(names[p] for p in s.parts)) for s in published.grid.sums}
    assert sums == {
        "all = all A + all B + all C",
        "1 = 1 A + 1 B + 1 C",
        "rest = rest A + rest B + rest C",
        "all = 1 + rest",
        *(f"all {team} = 1 {team} + rest {team}" for team in "ABC"),
    }
