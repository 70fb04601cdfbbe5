"""What ratings, quotes, survey and comparison contribute to a report, and what could not be had, and why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from rrt_qual.domain.codebook import Stance
from rrt_qual.domain.confidentiality.disclosure import Policy
from rrt_qual.domain.report.evidence import Comparison, IndicatorRating, JointRow, ReportQuote, Share
from rrt_qual.domain.report.report import Absent
from rrt_qual.domain.spans import Span
from rrt_qual.privacy.disclose.rounding import rounded
from rrt_qual.services.figures import comparison, disclosure, frequencies, ratings, survey
from rrt_qual.services.quotes import choose as quotes
from rrt_qual.services.report.pages import ReportEvidence
from rrt_qual.services.shared.project import Project
from rrt_qual.services.texts.texts import mask_names

#: (done, how many) while quotes are chosen.
Progress = Callable[[int, int], None]

_LEVELS = ("domain", "indicator", "theme")


@dataclass(frozen=True, slots=True)
class Quoted:
    """The quotes of a report, those that the checks held back, and what a reader should know of the choice."""

    quotes: tuple[ReportQuote, ...] = ()
    held: int = 0
    notes: tuple[str, ...] = ()


def choose_quotes(
    project: Project, *, wave: str | None, coder: str | None, n: int, progress: Progress | None
) -> Quoted:
    """`n` quotes of each indicator (of each theme where there are none) and one more of a solution, none twice.

    Interviews that nobody has searched for identifying words are searched first: nothing else may be quoted.
    Interview, place and wave of a quote stay behind: what may be said of the speaker stands in its attribution.
    """
    codebook = project.codebook()
    if not n or not codebook.themes:
        return Quoted()
    level = "indicator" if codebook.indicators else "theme"
    ready = quotes.prepare(project, [t.id for t in codebook.themes], progress)
    used: quotes.Used = set()
    found = quotes.choose_every(project, level, wave=wave, n=n, used=used, ready=ready)
    solutions = quotes.choose_every(project, level, stance=Stance.SOLUTION, wave=wave, n=1, used=used, ready=ready)
    every = [q for one in found for q in one.quotes if not q.held_back]
    every += [q for one in solutions for q in one.quotes if not q.held_back and not q.dissent]
    found += solutions
    every.sort(key=lambda q: [i.id for i in codebook.indicators].index(q.indicator) if q.indicator else -1)
    notes = list(dict.fromkeys(w for one in found for w in one.warnings))
    if coder and every:
        notes.append(f"Quotes are chosen from the passages of all coders, not of {coder} alone.")
    return Quoted(
        tuple(replace(q, interview_id="", interview="", span=Span(0, 0), wave="") for q in every),
        len({(q.interview_id, q.span) for one in found for q in one.held}),
        tuple(notes),
    )


def gather(project: Project, quoted: Quoted, policy: Policy, *, wave: str | None, coder: str | None) -> ReportEvidence:
    """Everything there is for the report of a wave (None: of all)."""
    absent: list[Absent] = []
    waves = frequencies.waves(project)
    has_indicators = bool(project.codebook().indicators)
    if not has_indicators:
        absent.append(Absent("Indicators", "the codebook has no indicators, so there is nothing to rate"))
    if not quoted.quotes:
        absent.append(Absent("Quotes", _no_quotes(quoted)))
    found = tuple(ratings.ratings(project, wave, coder)) if has_indicators else ()
    by_wave = _by_wave(project, waves, coder) if found and wave is None else ()
    limited = _Limited(project, policy)
    return ReportEvidence(
        ratings=tuple(map(limited.rating, found)),
        by_wave=tuple(map(limited.rating, by_wave)),
        quotes=quoted.quotes,
        held=quoted.held,
        joint=tuple(map(limited.joint, _joint(project, wave, coder, absent) if has_indicators else ())),
        workforce=tuple(survey.workforce(project, wave)),
        comparisons=_compared(project, waves, wave, coder, policy, absent),
        dominance=tuple(disclosure.dominance(project, wave)),
        absent=tuple(absent),
        notes=quoted.notes,
    )


def _no_quotes(quoted: Quoted) -> str:
    if quoted.held:
        return f"{quoted.held} passages were chosen and held back by the checks; 'rrt-qual quotes' says why"
    return "nothing that is coded may be quoted, or none were asked for"


class _Limited:
    """Figures of ratings and survey as the project's policy allows them, and people's reasons without names."""

    def __init__(self, project: Project, policy: Policy) -> None:
        self._project, self._to = project, policy.rounding
        self._least = ratings.rule(project).min_interviews

    def rating(self, r: IndicatorRating) -> IndicatorRating:
        """A rating to be published; where figures are rounded, the rule's sentence, which has exact ones, goes.

        The numbers of the sides and the lean say no more than that sentence: without it, or where it tells of too few
        interviews alone, they go as well.
        """
        r = replace(r, override_reason=mask_names(self._project, r.override_reason) if r.override_reason else "")
        if self._to or r.any.base < self._least:
            r = replace(r, sides=None, lean=None, lean_low=None, lean_high=None)
        if not self._to:
            return r
        return replace(
            r,
            because="The rule's figures are not given, as figures are rounded here.",
            risk=self._share(r.risk),
            strength=self._share(r.strength),
            solution=self._share(r.solution),
            any=self._share(r.any),
        )

    def joint(self, row: JointRow) -> JointRow:
        """A row of the joint display to be published."""
        because = "Figures are rounded here, and so not given in words." if self._to else row.because
        return replace(row, interviews=self.rating(row.interviews), because=because)

    def _share(self, share: Share) -> Share:
        if share.n is None:
            return share
        base = rounded(share.base, self._to)
        return Share(min(rounded(share.n, self._to), base), base)


def _by_wave(project: Project, waves: list[str], coder: str | None) -> tuple[IndicatorRating, ...]:
    return tuple(r for one in waves for r in ratings.ratings(project, one, coder))


def _joint(project: Project, wave: str | None, coder: str | None, absent: list[Absent]) -> tuple[JointRow, ...]:
    """The joint display's rows; none of a survey that nobody has brought in."""
    rows = survey.joint(project, wave, coder)
    if any(r.survey_score is not None or r.survey_rating is not None for r in rows):
        return tuple(rows)
    which = f" of wave '{wave}'" if wave else ""
    absent.append(Absent("Joint display", f"no survey scores{which} have been brought in"))
    return ()


def _compared(
    project: Project, waves: list[str], wave: str | None, coder: str | None, policy: Policy, absent: list[Absent]
) -> tuple[Comparison, ...]:
    """The two last waves, or the wave of the report and the one before it, at every level."""
    here = waves[: waves.index(wave) + 1] if wave else waves
    if len(here) < 2:
        why = f"there is no wave before '{wave}'" if wave else "it takes interviews of two waves"
        absent.append(Absent("Comparison", why))
        return ()
    if policy.rounding:
        absent.append(Absent("Comparison", "figures are rounded here, and differences would undo it"))
        return ()
    before, after = here[-2:]
    return tuple(comparison.compare(project, before=before, after=after, level=level, coder=coder) for level in _LEVELS)
