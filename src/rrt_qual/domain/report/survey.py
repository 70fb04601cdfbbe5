"""What comes from beside the interviews: the survey's scores and the figures a council tracks of its workforce."""

from __future__ import annotations

from dataclasses import dataclass, field

from rrt_qual.domain.report.evidence import Rating


@dataclass(frozen=True, slots=True)
class SurveyScore:
    """One indicator's result in the survey. `wave` '' when none is named, `group` '' for everybody.

    `n` people answered; `score` is on the survey's own scale; `rating` is the survey's own; `answers` maps each
    option to how many chose it (fractions where the file gave shares).
    """

    indicator: str
    wave: str
    group: str
    n: int
    score: float | None = None
    rating: Rating | None = None
    answers: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class WorkforceFigure:
    """One figure of the workforce: turnover, vacancies, agency share, caseload. `group` '' for everybody."""

    measure: str
    wave: str
    group: str
    value: float
    unit: str = ""
