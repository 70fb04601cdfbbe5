"""The table of themes: how many interviews speak of each theme, indicator and domain."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from rrt_qual.analysis.figures.proportion import wilson
from rrt_qual.domain.codebook import STANCES, Codebook, Stance, Theme

#: (level, key, stance or '*', group) -> (interviews, passages)
Counts = Mapping[tuple[str, str, str, str], tuple[int, int]]

LEVELS = ("domain", "indicator", "theme")


@dataclass(frozen=True, slots=True)
class Frequency:
    """One figure with its base: n of N interviews, its Wilson interval, and passages.

    `by_stance` holds (interviews, passages) for each stance that occurs, 'unspecified' included.
    """

    interviews: int
    base: int
    passages: int
    by_stance: dict[Stance, tuple[int, int]] = field(default_factory=dict)

    #: What of it is held back: nothing, inside the project.
    hidden: ClassVar[tuple[str, ...]] = ()

    @property
    def share(self) -> float | None:
        """Share of the base, 0 to 1; None when nothing has been coded."""
        return self.interviews / self.base if self.base else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """95 % Wilson interval of the share; None when nothing has been coded."""
        return wilson(self.interviews, self.base) if self.base else None


@dataclass(frozen=True, slots=True)
class FrequencyRow:
    """One domain, indicator or theme; `figures` holds one figure a group ('' when not broken down)."""

    level: str
    key: str
    name: str
    colour: str
    depth: int
    domain: str
    indicator: str
    figures: dict[str, Frequency]

    @property
    def figure(self) -> Frequency:
        """The only figure of a table that is not broken down."""
        return self.figures[""]


@dataclass(frozen=True)
class FrequencyTable:
    """Rows in the order of the codebook, and all that a figure needs beside it.

    `bases` maps each group to (interviews coded or done, interviews there are).
    """

    rows: tuple[FrequencyRow, ...]
    groups: tuple[str, ...]
    bases: dict[str, tuple[int, int]]
    wave: str | None = None
    by: str | None = None
    coder: str | None = None
    stance: Stance | None = None

    @property
    def counting_rule(self) -> str:
        """In words, when an interview counts for a theme."""
        who = f"{self.coder} has" if self.coder else "any coder has"
        how = f" as {self.stance}" if self.stance else ""
        return f"an interview counts when {who} coded the theme there{how}"

    @property
    def total(self) -> tuple[int, int]:
        """(interviews coded or done, interviews there are) of all groups together."""
        return sum(coded for coded, _ in self.bases.values()), sum(there for _, there in self.bases.values())

    def of_level(self, level: str) -> list[FrequencyRow]:
        """The rows of one level."""
        return [r for r in self.rows if r.level == level]


def build(
    codebook: Codebook,
    counts: Counts,
    bases: dict[str, tuple[int, int]],
    *,
    wave: str | None = None,
    by: str | None = None,
    coder: str | None = None,
    stance: Stance | None = None,
) -> FrequencyTable:
    """Lay counts out along the codebook; what nobody spoke of has a row of zeros."""
    groups = tuple(bases)

    def figures(level: str, key: str) -> dict[str, Frequency]:
        out = {}
        for group in groups:
            interviews, passages = counts.get((level, key, str(stance or "*"), group), (0, 0))
            by_stance = {
                s: counts[level, key, str(s), group]
                for s in (*STANCES, Stance.UNSPECIFIED)
                if (level, key, str(s), group) in counts and stance in (None, s)
            }
            out[group] = Frequency(interviews, bases[group][0], passages, by_stance)
        return out

    rows = [
        FrequencyRow(level, key, name, colour, depth, domain, indicator, figures(level, key))
        for level, key, name, colour, depth, domain, indicator in _outline(codebook)
    ]
    return FrequencyTable(tuple(rows), groups, dict(bases), wave, by, coder, stance)


def _outline(codebook: Codebook) -> Iterator[tuple[str, str, str, str, int, str, str]]:
    """(level, key, name, colour, depth, domain, indicator) of everything, in reading order."""

    def themes(found: Iterable[Theme], depth: int) -> Iterator[tuple[str, str, str, str, int, str, str]]:
        for theme in found:
            indicator, domain = codebook.indicator_of(theme), codebook.domain_of(theme)
            yield (
                "theme",
                theme.id,
                theme.name,
                theme.colour,
                depth,
                domain.id if domain else "",
                indicator.id if indicator else "",
            )
            yield from themes(codebook.children(theme.id), depth + 1)

    for domain in (*codebook.domains, None):
        if domain:
            yield "domain", domain.id, domain.name, domain.colour, 0, domain.id, ""
        for indicator in codebook.indicators_of(domain.id if domain else None):
            depth = 1 if domain else 0
            colour = domain.colour if domain else ""
            yield (
                "indicator",
                indicator.id,
                indicator.name,
                colour,
                depth,
                domain.id if domain else "",
                indicator.id,
            )
            yield from themes(codebook.themes_of(indicator.id), depth + 1)
    yield from themes(codebook.themes_of(None), 0)
