"""Tables as they may leave the project: small cells held back, with others so that none can be worked out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rrt_qual.analysis.figures.frequency import Frequency, FrequencyRow, FrequencyTable
from rrt_qual.analysis.figures.proportion import wilson
from rrt_qual.domain.codebook import STANCES, Stance
from rrt_qual.domain.confidentiality.disclosure import (
    CONFIDENTIAL,
    Dominance,
    Policy,
    ProtectedFigure,
    ProtectedRow,
    ProtectedTable,
    WhyWithheld,
)
from rrt_qual.privacy.disclose.grid import CODED, Cell
from rrt_qual.privacy.disclose.rounding import rounded
from rrt_qual.privacy.disclose.suppression import suppress
from rrt_qual.services.figures.policies import policy, warnings
from rrt_qual.services.figures.published import Published
from rrt_qual.services.shared.project import Project
from rrt_qual.store.interviews import talk

__all__ = [
    "CONFIDENTIAL",
    "Dominance",
    "Policy",
    "ProtectedFigure",
    "ProtectedRow",
    "ProtectedTable",
    "dominance",
    "notes",
    "policy",
    "protect",
    "protect_all",
    "warnings",
]

_STANCES = (*STANCES, Stance.UNSPECIFIED)


def protect(table: FrequencyTable, policy: Policy) -> ProtectedTable:
    """One table as it may be published beside the tables of the same filters that are not broken down."""
    return protect_all([table], policy)[0]


def protect_all(tables: Sequence[FrequencyTable], policy: Policy) -> list[ProtectedTable]:
    """Tables as they may be published *together*: what one of them holds back cannot be worked out from the others.

    Tables of different coders are protected apart. A table of one stance shows what the table of all stances with the
    same filters shows, where that is among them.
    """
    out: dict[int, ProtectedTable] = {}
    for key in dict.fromkeys((t.coder, t.stance) for t in tables):
        mine = [n for n, t in enumerate(tables) if (t.coder, t.stance) == key]
        published = Published([tables[n] for n in mine], policy.threshold)
        hidden = suppress(published.grid, policy)
        for n in mine:
            out[n] = _Shown(tables[n], published, hidden, policy).table()
    twins = {(t.coder, t.wave, t.by): n for n, t in enumerate(tables) if t.stance is None}
    for n, table in enumerate(tables):
        twin = twins.get((table.coder, table.wave, table.by))
        if table.stance is not None and twin is not None:
            out[n] = _of_stance(out[n], out[twin], table.stance)
    return [out[n] for n in range(len(tables))]


class _Shown:
    """One table as what is hidden in the grid leaves it."""

    def __init__(
        self, table: FrequencyTable, published: Published, hidden: Mapping[Cell, WhyWithheld], policy: Policy
    ) -> None:
        self._table = table
        self._published = published
        self._hidden = hidden
        self._policy = policy
        self._coded, self._there = table.total
        self._too_few = self._coded < policy.threshold
        self._broken = {line for line, column in hidden if column not in published.grid.free}

    def table(self) -> ProtectedTable:
        """The table as it may be published."""
        t = self._table
        bases = {group: self._base(group) for group in t.groups}
        held = self._too_few
        return ProtectedTable(
            rows=tuple(self._row(row) for row in t.rows),
            groups=t.groups,
            bases=bases,
            total=(None, None) if held else (self._round(self._coded), self._round(self._there)),
            policy=self._policy,
            counting_rule=t.counting_rule,
            wave=t.wave,
            by=t.by,
            coder=t.coder,
            stance=t.stance,
        )

    def _round(self, n: int) -> int:
        return rounded(n, self._policy.rounding)

    def _base(self, group: str) -> tuple[int | None, int | None]:
        if self._too_few or (CODED, self._published.column(self._table, group)) in self._hidden:
            return None, None
        coded, there = self._table.bases[group]
        return self._round(coded), self._round(there)

    def _row(self, row: FrequencyRow) -> ProtectedRow:
        figures = {group: self._figure(row, group, row.figures[group]) for group in self._table.groups}
        about = (row.level, row.key, row.name, row.colour, row.depth, row.domain, row.indicator)
        return ProtectedRow(*about, figures)

    def _figure(self, row: FrequencyRow, group: str, figure: Frequency) -> ProtectedFigure:
        column = self._published.column(self._table, group)
        passages = self._passages_shown(row, column)
        n, why = self._cell(row, self._table.stance, column, figure.interviews)
        base = self._base(group)[0]
        by_stance: dict[Stance, tuple[int | None, int | None]] = {}
        for stance in _STANCES if self._table.stance is None else (self._table.stance,):
            count, said = figure.by_stance.get(stance, (0, 0))
            line = self._published.line(row.level, row.key, stance)
            if count or self._occurs(line, column):
                shown, _ = self._cell(row, stance, column, count)
                by_stance[stance] = (shown, self._round(said) if passages and shown is not None else None)
        shown_passages = self._round(figure.passages) if passages and n is not None else None
        share = min(1.0, n / base) if n is not None and base else None
        interval = wilson(min(n, base), base) if n is not None and base else None
        return ProtectedFigure(n, base, shown_passages, share, interval, by_stance, why)

    def _occurs(self, line: int, column: int) -> bool:
        """Whether a reader knows from the totals that there is something to count in the line."""
        grid = self._published.grid
        return column not in grid.free and grid.total(line, column) > 0

    def _cell(
        self, row: FrequencyRow, stance: Stance | None, column: int, n: int
    ) -> tuple[int | None, WhyWithheld | None]:
        if self._too_few:
            return None, WhyWithheld.BASE
        why = self._hidden.get((self._published.line(row.level, row.key, stance), column))
        return (self._round(n), None) if why is None else (None, why)

    def _passages_shown(self, row: FrequencyRow, column: int) -> bool:
        """Passages of groups add up over groups and over themes: they show only where nothing at all is hidden."""
        if self._too_few:
            return False
        return column in self._published.grid.free or self._broken.isdisjoint(self._published.below(row))


def _of_stance(table: ProtectedTable, twin: ProtectedTable, stance: Stance) -> ProtectedTable:
    """A table of one stance with the cells that the table of all stances has for it."""
    rows = []
    for row, other in zip(table.rows, twin.rows, strict=True):
        figures = {}
        for group, figure in row.figures.items():
            n, said = other.figures[group].by_stance.get(stance, (0, 0))
            base = twin.bases[group][0]
            share = min(1.0, n / base) if n is not None and base else None
            interval = wilson(min(n, base), base) if n is not None and base else None
            why = figure.why or (WhyWithheld.SECONDARY if n is None else None)
            figures[group] = ProtectedFigure(n, base, said, share, interval, {stance: (n, said)}, why)
        rows.append(
            ProtectedRow(row.level, row.key, row.name, row.colour, row.depth, row.domain, row.indicator, figures)
        )
    return ProtectedTable(
        tuple(rows),
        table.groups,
        twin.bases,
        twin.total,
        table.policy,
        table.counting_rule,
        table.wave,
        table.by,
        table.coder,
        stance,
    )


# what an export says of it ---------------------------------------------------------------------


def notes(policy: Policy, tables: Sequence[ProtectedTable] = ()) -> list[str]:
    """What was held back and why, for the header of an export: sentences that give nothing away.

    Without `tables`: the policy alone. How many cells were small, and how many protect others, is never told apart.
    """
    limit = policy.threshold
    out = [
        f"Figures by group that count fewer than {limit} interviews are confidential and shown as {CONFIDENTIAL}, and"
        " with them as many others as it takes that none can be worked out from totals.",
        f"Groups of fewer than {limit} interviews are held back whole.",
        "Passages by group are given only for rows in which nothing is held back.",
    ]
    if policy.complement:
        out.append(f"Figures that all but fewer than {limit} of a group belong to are held back as well.")
    if policy.rounding:
        out.append(f"Figures are rounded to the nearest {policy.rounding}; shares are computed from rounded figures.")
    out += [line for table in tables if (line := _held(table))]
    if tables and not any(map(_held, tables)):
        out.append("Nothing had to be held back here.")
    return out + warnings(policy)


def _held(table: ProtectedTable) -> str:
    """How much of one table is held back; '' when nothing is."""
    name = "All interviews" if table.wave is None else f"Wave {table.wave}"
    if table.by:
        name += f" by {table.by}"
    if table.total[0] is None:
        return f"{name}: held back whole, as there are fewer than {table.policy.threshold} coded interviews."
    cells = sum(len(row.figures) for row in table.rows)
    stances = sum(n is None for row in table.rows for f in row.figures.values() for n, _ in f.by_stance.values())
    if not table.held_cells and not stances:
        return ""
    groups = f", {table.held_groups} of {len(table.groups)} groups whole" if table.held_groups else ""
    return f"{name}: {table.held_cells} of {cells} figures are held back{groups}; {stances} figures of stances."


# dominance --------------------------------------------------------------------------------------


def dominance(project: Project, wave: str | None = None, *, level: str | None = None) -> list[Dominance]:
    """How far one participant dominates what is said of each theme, indicator and domain that is spoken of.

    Passages as they are counted in the tables (any coder, no machine); a participant in several waves is one. `level`
    'theme', 'indicator' or 'domain': that one alone. The order is that of level and key.
    """
    limits = policy(project)
    said: dict[tuple[str, str], dict[str, int]] = {}
    for row in talk.passages_by_person(project.conn, wave):
        for at in (("domain", row.domain), ("indicator", row.indicator), ("theme", row.theme)):
            if at[1] and level in (None, at[0]):
                people = said.setdefault(at, {})
                people[row.person] = people.get(row.person, 0) + row.passages
    out = []
    for (kind, key), people in sorted(said.items()):
        every = sum(people.values())
        who = max(sorted(people), key=lambda p: people[p])
        share = people[who] / every
        flagged = every >= limits.dominance_from and share > limits.dominance
        out.append(Dominance(kind, key, every, len(people), share, flagged, who))
    return out
