"""The pages of a report: a domain, its indicators, their themes, each with its figures and quotes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rrt_qual.domain.codebook import Codebook, Indicator, Stance, Theme
from rrt_qual.domain.confidentiality.disclosure import Dominance
from rrt_qual.domain.report.evidence import Comparison, IndicatorRating, JointRow, ReportQuote, ShareDifference
from rrt_qual.domain.report.report import Absent, Counted, DomainPage, IndicatorPage, ThemePage
from rrt_qual.domain.report.survey import WorkforceFigure

#: How many themes are named as the strengths (risks, solutions) of an indicator.
NAMED = 5


@dataclass(frozen=True)
class ReportEvidence:
    """What the other services say of the same project, waves and filters.

    `ratings` are those of the report's own wave(s), `by_wave` those of each wave; `comparisons` are of two waves, one
    a level; `absent` says what could not be had, and why.
    """

    ratings: tuple[IndicatorRating, ...] = ()
    by_wave: tuple[IndicatorRating, ...] = ()
    quotes: tuple[ReportQuote, ...] = ()
    held: int = 0
    joint: tuple[JointRow, ...] = ()
    workforce: tuple[WorkforceFigure, ...] = ()
    comparisons: tuple[Comparison, ...] = ()
    dominance: tuple[Dominance, ...] = ()
    absent: tuple[Absent, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def compared(self) -> tuple[str, str] | None:
        """The two waves that are compared, None when there are no two."""
        return (self.comparisons[0].before, self.comparisons[0].after) if self.comparisons else None

    @property
    def differences(self) -> tuple[ShareDifference, ...]:
        """The differences of all levels."""
        return tuple(d for c in self.comparisons for d in c.rows)


def pages(
    codebook: Codebook, found: Iterable[Counted], evidence: ReportEvidence
) -> tuple[tuple[DomainPage, ...], tuple[IndicatorPage, ...]]:
    """The pages of all domains, and those of indicators without a domain, in the order of the codebook."""
    maker = _Maker(codebook, {(c.level, c.key): c for c in found}, evidence)
    domains = tuple(
        DomainPage(
            domain.id,
            domain.name,
            domain.colour,
            maker.counted["domain", domain.id],
            tuple(maker.indicator(i) for i in codebook.indicators_of(domain.id)),
        )
        for domain in codebook.domains
    )
    return domains, tuple(maker.indicator(i) for i in codebook.indicators_of(None))


class _Maker:
    """Makes the pages of one report."""

    def __init__(self, codebook: Codebook, found: Mapping[tuple[str, str], Counted], evidence: ReportEvidence) -> None:
        self.counted = found
        self._codebook = codebook
        self._evidence = evidence
        self._ratings = {r.indicator: r for r in evidence.ratings}
        self._joint = {j.indicator: j for j in evidence.joint}

    def indicator(self, indicator: Indicator) -> IndicatorPage:
        """The page of one indicator."""
        evidence = self._evidence
        themes = tuple(self._themes(self._codebook.themes_of(indicator.id), 0))
        return IndicatorPage(
            key=indicator.id,
            name=indicator.name,
            covers=indicator.covers,
            domain=indicator.domain or "",
            counted=self.counted["indicator", indicator.id],
            themes=themes,
            rating=self._ratings.get(indicator.id),
            by_wave=tuple(r for r in evidence.by_wave if r.indicator == indicator.id),
            strengths=_most(themes, Stance.STRENGTH),
            risks=_most(themes, Stance.RISK),
            solutions=_most(themes, Stance.SOLUTION),
            quotes=tuple(q for q in evidence.quotes if q.indicator == indicator.id),
            joint=self._joint.get(indicator.id),
            differences=tuple(d for d in evidence.differences if (d.level, d.key) == ("indicator", indicator.id)),
            notes=self._notes(indicator.id),
        )

    def _notes(self, indicator: str) -> tuple[str, ...]:
        if any(d.flagged and (d.level, d.key) == ("indicator", indicator) for d in self._evidence.dominance):
            return ("One participant says most of what is said here.",)
        return ()

    def _themes(self, themes: Iterable[Theme], depth: int) -> list[ThemePage]:
        out: list[ThemePage] = []
        for theme in themes:
            quotes = tuple(q for q in self._evidence.quotes if q.theme == theme.id)
            out.append(ThemePage(self.counted["theme", theme.id], theme.colour, theme.definition, depth, quotes))
            out += self._themes(self._codebook.children(theme.id), depth + 1)
        return out


def _most(themes: Sequence[ThemePage], stance: Stance) -> tuple[str, ...]:
    """The keys of the themes that most interviews speak of so, the most first, in the codebook's order where equal."""
    spoken = [(t.counted.of(stance).n or 0, t.counted.key) for t in themes]
    return tuple(key for n, key in sorted(spoken, key=lambda item: -item[0]) if n)[:NAMED]
