"""Which themes are spoken of together, and whether more interviews would still bring anything new."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from rrt_qual.analysis.figures.relations import WITHIN, Pair, matrix, neighbours, pairs
from rrt_qual.analysis.figures.saturation import BASE, RUN, THRESHOLD, Saturation, saturation
from rrt_qual.domain.codebook import Codebook
from rrt_qual.domain.errors import UsageError
from rrt_qual.domain.figures import relations as pair_figure
from rrt_qual.domain.figures import saturation as curve_figure
from rrt_qual.domain.figures.columns import or_all, or_any, rounded
from rrt_qual.domain.report.report import Sheet
from rrt_qual.services.figures.frequencies import checked
from rrt_qual.services.shared.project import Project
from rrt_qual.store.figures import relations as kept
from rrt_qual.store.file.connection import snapshot
from rrt_qual.store.interviews import interviews

__all__ = [
    "BASE",
    "LEVELS",
    "RUN",
    "THRESHOLD",
    "WITHIN",
    "Pair",
    "Relations",
    "Sufficiency",
    "relations",
    "sufficiency",
]

LEVELS = ("theme", "indicator", "domain")


@dataclass(frozen=True)
class Relations:
    """The pairs that meet, and all that they were counted by.

    `base` is the number of units looked at, `unit` what a unit is, in words; `interviews` how many they come from.
    """

    level: str
    within: str
    unit: str
    base: int
    interviews: int
    wave: str | None
    coder: str | None
    pairs: tuple[Pair, ...]
    names: dict[str, str]

    def sheet(self, key: str | None = None) -> Sheet:
        """A row a pair, or a pair with `key` alone."""
        return pair_figure.sheet(
            (
                *(self.level, p.first, self.names.get(p.first, p.first), p.second, self.names.get(p.second, p.second)),
                *(p.interviews, p.both, p.first_n, p.second_n, p.base, *map(rounded, (p.jaccard, p.lift, p.phi))),
                *(self.within, or_all(self.wave), or_any(self.coder)),
            )
            for p in self.pairs
            if key in (None, p.first, p.second)
        )

    def matrix(self, most: int) -> tuple[list[str], list[list[float | None]]]:
        """The `most` keys that meet others in most interviews, in the codebook's order, and their Jaccard shares."""
        weight: dict[str, int] = {}
        for p in self.pairs:
            for key in (p.first, p.second):
                weight[key] = weight.get(key, 0) + p.interviews
        chosen = set(sorted(weight, key=lambda k: (-weight[k], k))[:most])
        keys = [key for key in self.names if key in chosen]
        return keys, matrix(self.pairs, keys)


@dataclass(frozen=True, slots=True)
class Sufficiency:
    """Saturation of a level of the codebook; `order` says in words what order the interviews were held in."""

    level: str
    wave: str | None
    coder: str | None
    order: str
    names: tuple[str, ...]
    figures: Saturation

    def sheet(self) -> Sheet:
        """A row an interview, in the order held."""
        f = self.figures
        runs = {r.first: (r.new, rounded(r.share)) for r in f.held.runs}
        totals = zip(f.held.new, f.held.total, map(rounded, f.mean_total), f.low_total, f.high_total, strict=True)
        return curve_figure.sheet(
            (self.level, n, *of, *runs.get(n, (None, None)), or_all(self.wave), or_any(self.coder))
            for n, of in enumerate(totals, start=1)
        )

    @property
    def rule(self) -> str:
        """Base, run and threshold in words."""
        f = self.figures
        return f"base {f.base}, run {f.run}, threshold {100 * f.threshold:.0f} %"

    @property
    def sentence(self) -> str:
        """What came of it, as a sentence for a report."""
        f = self.figures
        if f.interviews < f.base + f.run:
            return (
                f"Too few interviews to speak of saturation ({self.rule}): {f.interviews} coded,"
                f" at least {f.base + f.run} needed."
            )
        reached = f.held.reached
        held = f"reached after {reached} interviews (+{f.run})" if reached is not None else "not reached"
        half = "" if f.reached_median is None else f", half of those within {f.reached_median:.0f} interviews"
        return (
            f"Saturation of {self.level}s ({self.rule}): {held} in the order held; {100 * f.reached_share:.0f} % of"
            f" {f.orders:,} shuffled orders reached it{half}."
        )


def relations(
    project: Project,
    *,
    level: str = "theme",
    within: str = "passage",
    wave: str | None = None,
    coder: str | None = None,
) -> Relations:
    """Which themes (indicators, domains) are spoken of together.

    `within` passage: in one participant segment; neighbour: in it or the segment before or after; interview: in one
    interview.

    Raises:
        UsageError: no such level, or no such meaning of together.
        NotFound: no such wave or coder.
    """
    if within not in WITHIN:
        raise UsageError(f"Nothing is counted within '{within}'.", f"Choose from {', '.join(WITHIN)}.")
    up, names = _lift(project.codebook(), level)
    coder = checked(project, wave, None, coder)
    found = _read(project, wave, coder, with_segments=within != "interview")
    units: Iterable[tuple[str, AbstractSet[str]]]
    if within == "interview":
        unit = "interview"
        units = [(c.id, up(c.themes)) for c in found]
    else:
        segments = {c.id: [up(s) for s in c.segments] for c in found}
        if within == "passage":
            unit = "participant segment"
            units = [(i, s) for i, row in segments.items() for s in row]
        else:
            unit = "participant segment with the one before and the one after it"
            units = list(neighbours(segments))
    units = list(units)
    return Relations(level, within, unit, len(units), len(found), wave, coder, tuple(pairs(units)), names)


def sufficiency(
    project: Project,
    *,
    level: str = "theme",
    wave: str | None = None,
    coder: str | None = None,
    base: int = BASE,
    run: int = RUN,
    threshold: float = THRESHOLD,
    orders: int = 1000,
) -> Sufficiency:
    """How many interviews it took until new ones brought next to nothing new; see `analysis.figures.saturation`.

    Raises:
        UsageError: no such level, or base, run or threshold out of range.
        NotFound: no such wave or coder.
    """
    if base < 1 or run < 1 or not 0 <= threshold <= 1 or orders < 1:
        raise UsageError(
            "The base and the run count interviews from 1, the threshold is a share from 0 to 1.",
            f"Leave them out to take {BASE}, {RUN} and {THRESHOLD}.",
        )
    up, _ = _lift(project.codebook(), level)
    coder = checked(project, wave, None, coder)
    found = _read(project, wave, coder, with_segments=False)
    dated = "date" in {n.casefold() for n in interviews.attribute_names(project.conn)}
    order = "by the attribute 'date'" if dated else "by wave, and within a wave as they were imported"
    figures = saturation([up(c.themes) for c in found], base=base, run=run, threshold=threshold, orders=orders)
    return Sufficiency(level, wave, coder, order, tuple(c.name for c in found), figures)


class _Lift:
    """Turns theme keys into the keys of a level; themes that have none there are left out."""

    def __init__(self, upper: dict[str, str]) -> None:
        self._upper = upper

    def __call__(self, themes: AbstractSet[str]) -> frozenset[str]:
        return frozenset(self._upper[t] for t in themes if t in self._upper)


def _lift(codebook: Codebook, level: str) -> tuple[_Lift, dict[str, str]]:
    """How theme keys become keys of the level, and the names of those keys in the codebook's order."""
    if level == "theme":
        return _Lift({t.id: t.id for t in codebook.themes}), {t.id: t.name for t in codebook.themes}
    if level == "indicator":
        upper = {t.id: i.id for t in codebook.themes if (i := codebook.indicator_of(t))}
        return _Lift(upper), {i.id: i.name for i in codebook.indicators}
    if level == "domain":
        upper = {t.id: d.id for t in codebook.themes if (d := codebook.domain_of(t))}
        return _Lift(upper), {d.id: d.name for d in codebook.domains}
    raise UsageError(f"There is no level '{level}'.", f"Levels: {', '.join(LEVELS)}.")


def _read(project: Project, wave: str | None, coder: str | None, *, with_segments: bool) -> list[kept.CodedInterview]:
    conn = project.conn
    with snapshot(conn):
        return kept.coded(conn, wave=wave, coder=coder, with_segments=with_segments)
