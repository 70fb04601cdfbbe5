"""What ratings, quotes, survey and comparison contribute to a report, and what could not be had, and why."""

from __future__ import annotations

from collections.abc import Callable

from rrt_qual.domain.evidence import Comparison, IndicatorRating, JointRow
from rrt_qual.domain.report import Absent
from rrt_qual.services import comparison, frequencies, ratings, survey
from rrt_qual.services.project import Project
from rrt_qual.services.report_pages import Evidence

#: (done, how many) while quotes are chosen.
Progress = Callable[[int, int], None]

_LEVELS = ("domain", "indicator", "theme")


def gather(
    project: Project, *, wave: str | None, coder: str | None, n_quotes: int, progress: Progress | None
) -> Evidence:
    """Everything there is for the report of a wave (None: of all)."""
    absent: list[Absent] = []
    waves = frequencies.waves(project)
    has_indicators = bool(project.codebook().indicators)
    if not has_indicators:
        absent.append(Absent("Indicators", "the codebook has no indicators, so there is nothing to rate"))
    found = tuple(ratings.ratings(project, wave, coder)) if has_indicators else ()
    compared = _compared(project, waves, wave, coder, absent)
    return Evidence(
        ratings=found,
        by_wave=_by_wave(project, waves, coder) if found and wave is None else (),
        joint=_joint(project, wave, coder, absent) if has_indicators else (),
        workforce=tuple(survey.workforce(project, wave)),
        comparisons=compared,
        absent=tuple(absent),
    )


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
    project: Project, waves: list[str], wave: str | None, coder: str | None, absent: list[Absent]
) -> tuple[Comparison, ...]:
    """The two last waves, or the wave of the report and the one before it, at every level."""
    here = waves[: waves.index(wave) + 1] if wave else waves
    if len(here) < 2:
        why = f"there is no wave before '{wave}'" if wave else "it takes interviews of two waves"
        absent.append(Absent("Comparison", why))
        return ()
    before, after = here[-2:]
    return tuple(comparison.compare(project, before=before, after=after, level=level, coder=coder) for level in _LEVELS)
