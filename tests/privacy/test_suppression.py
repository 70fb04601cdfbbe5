"""Nobody can work out a small figure from what is published, whatever they calculate with."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from disclosure_attack import STANCES, Attack, Talk, place, tabulated
from rrt_qual.analysis.figures.frequency import Frequency
from rrt_qual.domain.codebook import Stance
from rrt_qual.domain.confidentiality.disclosure import Policy, ProtectedFigure, ProtectedTable
from rrt_qual.services.figures.disclosure import protect_all

PAIRS = [(theme, stance) for theme in ("t", "u", "v") for stance in STANCES]


def talks(waves: tuple[str, ...] = ("1",), most: int = 26) -> st.SearchStrategy[list[Talk]]:
    """Small projects: a few teams, a few themes, some interviews not coded yet."""
    one = st.builds(
        Talk,
        wave=st.sampled_from(waves),
        team=st.sampled_from(["A", "A", "A", "B", "B", "C", "D"]),
        coded=st.sampled_from([True] * 9 + [False]),
        said=st.frozensets(st.sampled_from(PAIRS), max_size=4),
    )
    return st.lists(one, min_size=1, max_size=most)


def attacked(found: list[Talk], asked: list[tuple[str | None, str | None]], policy: Policy) -> None:
    """Publish tables of (by, wave) beside their totals, attack them, and see that no small figure is known."""
    asked = [*asked, *{(None, wave): 0 for _, wave in asked}]
    tables = [tabulated(found, by, wave) for by, wave in asked]
    published = protect_all(tables, policy)
    if sum(t.coded for t in found) < policy.threshold:
        assert all(f.held and f.base is None for t in published for r in t.rows for f in r.figures.values())
        return
    attack = Attack(published, sorted({t.wave for t in found}))
    totals = Attack([bare(table) for table in published], sorted({t.wave for t in found}))
    whole = {row.key: row.figure for row in tabulated(found).rows}
    for table in tables:
        total = tabulated(found, None, table.wave)
        shown = published[asked.index((None, table.wave))]
        if (table.by is None and shown.total[0] is not None) or len(table.groups) < 2:
            continue
        for group in table.groups:
            coded, _ = table.bases[group]
            if 0 < coded < policy.threshold:
                assert attack.is_open(place(table, group), "base"), f"the base of {group} is known"
            for row, above in zip(table.rows, total.rows, strict=True):
                known = above.figure if shown.total[0] is not None else whole[row.key]
                for stance in ("*", *STANCES):
                    n, of = counted(row.figures[group], stance), counted(known, stance)
                    if n < policy.threshold and of:
                        cell = place(table, group), (row.key, str(stance))
                        if not attack.is_open(*cell):
                            low, high = attack.interval(*cell)
                            assert low < high or totals.interval(*cell) == (low, high), (
                                f"{row.key} {stance} of {group} is known to be {low}"
                            )


def bare(table: ProtectedTable) -> ProtectedTable:
    """A breakdown without its figures: what the totals and the bases give away no suppression can hide."""
    if table.by is None:
        return table
    none = ProtectedFigure(None, None, None, by_stance=dict.fromkeys(STANCES, (None, None)))
    rows = tuple(replace(row, figures=dict.fromkeys(row.figures, none)) for row in table.rows)
    return replace(table, rows=rows)


def counted(figure: Frequency, stance: str) -> int:
    """The interviews of a figure, of one stance or any ('*')."""
    return figure.interviews if stance == "*" else figure.by_stance.get(Stance(stance), (0, 0))[0]


@settings(max_examples=60, deadline=None)
@given(talks(), st.sampled_from([3, 5]))
def test_nothing_small_can_be_worked_out_of_one_breakdown(found: list[Talk], threshold: int) -> None:
    """With every published figure, every total and all logic, more than one value is left for each small cell."""
    attacked(found, [("team", None)], Policy(threshold=threshold))


@settings(max_examples=60, deadline=None)
@given(
    talks(("1", "2"), 40),
    st.sampled_from(
        [
            [("wave", None)],
            [("team", None), ("team", "1")],
            [("team", "1"), ("team", "2"), ("team", None)],
            [("wave", None), ("team", None), ("team", "2")],
        ]
    ),
)
def test_nor_by_taking_one_wave_from_all_waves(found: list[Talk], asked: list[tuple[str | None, str | None]]) -> None:
    """A group over all waves less the same group in one wave tells nothing small of the other wave."""
    have = {t.wave for t in found}
    asked = [(by, wave) for by, wave in asked if wave is None or wave in have]
    attacked(found, asked, Policy(threshold=3))
