"""The survey beside the interviews: bringing scores and workforce figures in, and the joint display."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from rrt_qual.analysis.figures.joint import JointRule, rated, stand
from rrt_qual.domain.codebook import Codebook
from rrt_qual.domain.errors import FileFault
from rrt_qual.domain.files.door import file_name
from rrt_qual.domain.report.evidence import JointRow
from rrt_qual.domain.report.survey import SurveyScore, WorkforceFigure
from rrt_qual.domain.settings import SURVEY_RULE
from rrt_qual.ingest.tables.survey import read_scores, read_workforce
from rrt_qual.services.figures import ratings
from rrt_qual.services.figures.frequencies import checked_wave
from rrt_qual.services.shared import settings
from rrt_qual.services.shared.project import Project
from rrt_qual.store.figures import survey as stored
from rrt_qual.store.file.connection import snapshot, transaction
from rrt_qual.store.interviews import interviews
from rrt_qual.store.project import coders

__all__ = [
    "JointRule",
    "SurveyReport",
    "import_scores",
    "import_workforce",
    "joint",
    "rule",
    "set_rule",
    "workforce",
]

T = TypeVar("T", SurveyScore, WorkforceFigure)


@dataclass(frozen=True, slots=True)
class SurveyReport:
    """What a file did: rows added, replaced, and there already; rows left out (line, why); what to look at."""

    file: str
    added: int
    replaced: int
    same: int
    skipped: tuple[tuple[int, str], ...] = ()
    warnings: tuple[str, ...] = ()


def import_scores(project: Project, path: Path, *, wave: str | None = None) -> SurveyReport:
    """Keep the survey scores of a file, one transaction; `wave` is for rows that name none.

    A row for the same indicator, wave and group replaces what stood there. Indicators that the codebook does not
    know are left out and listed.

    Raises:
        FileFault: the file cannot be read, or two of its rows contradict one another; nothing was changed.
    """
    file = read_scores(path)
    names = _Indicators(project.codebook())
    skipped = list(file.skipped)
    found: list[tuple[int, SurveyScore]] = []
    for line in file.scores:
        key = names.find(line.score.indicator)
        if key is None:
            skipped.append((line.line, names.unknown(line.score.indicator)))
        else:
            found.append((line.line, replace(line.score, indicator=key, wave=line.score.wave or wave or "")))
    scores = _apart(file_name(path), [((s.indicator, s.wave, s.group), line, s) for line, s in found])
    added, replaced = stored.put_scores(project.conn, scores, file_name(path))
    warnings = [*file.warnings, *_off_scale(scores, rule(project)), *_lonely(project, {s.wave for s in scores})]
    return SurveyReport(
        file_name(path), added, replaced, len(scores) - added - replaced, tuple(sorted(skipped)), tuple(warnings)
    )


def import_workforce(project: Project, path: Path, *, wave: str | None = None) -> SurveyReport:
    """Keep the workforce figures of a file, one transaction; `wave` is for rows that name none.

    Raises:
        FileFault: the file cannot be read, or two of its rows contradict one another; nothing was changed.
    """
    file = read_workforce(path)
    found = [(line.line, replace(line.figure, wave=line.figure.wave or wave or "")) for line in file.figures]
    figures = _apart(file_name(path), [((f.measure, f.wave, f.group), line, f) for line, f in found])
    added, replaced = stored.put_figures(project.conn, figures, file_name(path))
    return SurveyReport(file_name(path), added, replaced, len(figures) - added - replaced, file.skipped, file.warnings)


def workforce(project: Project, wave: str | None = None) -> list[WorkforceFigure]:
    """The figures of the workforce, of one wave or of all, by measure, wave and group."""
    return [f for f in stored.figures(project.conn) if wave in (None, f.wave)]


def joint(project: Project, wave: str | None = None, coder: str | None = None) -> list[JointRow]:
    """The survey's figures for everybody beside the interviews' ratings, a row an indicator and wave.

    `wave` None: every wave that the survey has scores of; scores without a wave stand beside the interviews of all
    waves. With no score at all there is a row an indicator for all waves, every one silent.

    Raises:
        NotFound: neither the interviews nor the survey have such a wave; no such coder.
    """
    conn = project.conn
    with snapshot(conn):
        using = rule(project)
        scores = {(s.wave, s.indicator): s for s in stored.scores(conn) if not s.group}
        have = list(dict.fromkeys(w for w, _ in scores))
        if wave is not None and wave not in have:
            checked_wave(project, wave)
        by = coders.by_name(conn, coder).name if coder else None
        out = []
        for one in (have or [""]) if wave is None else [wave]:
            for said in ratings.rated(project, one or None, by):
                found = scores.get((one, said.indicator))
                survey = rated(found, using) if found else None
                agreement, because = stand(survey, said, using)
                out.append(
                    JointRow(
                        indicator=said.indicator,
                        wave=one,
                        survey_n=found.n if found else None,
                        survey_score=survey.score if survey else None,
                        survey_rating=survey.rating if survey else None,
                        interviews=said,
                        agreement=agreement,
                        because=because,
                        rated_from=survey.source if survey else "",
                        answers=dict(found.answers) if found else {},
                    )
                )
        return out


def rule(project: Project) -> JointRule:
    """How scores become ratings and are set beside interviews; raises UsageError for one that cannot be read."""
    return JointRule.of(settings.value(project, SURVEY_RULE))


def set_rule(project: Project, values: Mapping[str, float]) -> JointRule:
    """Change some numbers of that rule; logged. Raises UsageError, and then changes nothing."""
    with transaction(project.conn) as conn:
        before = rule(project)
        after = JointRule.of({**before.settings(), **values})
        settings.keep(conn, SURVEY_RULE, after.settings())
    return after


class _Indicators:
    """The codebook's indicators by id and by name, in any case, with & or 'and', whatever the marks."""

    def __init__(self, codebook: Codebook) -> None:
        self._names = {i.id: i.name for i in codebook.indicators}
        self._known = {_folded(name): key for key, name in self._names.items()}
        self._known |= {_folded(key): key for key in self._names}

    def find(self, words: str) -> str | None:
        """The id of the indicator that `words` name; a number before the name does not matter."""
        folded = _folded(words)
        return self._known.get(folded) or self._known.get(re.sub(r"^[\d ]+", "", folded))

    def unknown(self, words: str) -> str:
        """What to say of words that name none."""
        from rapidfuzz import fuzz, process

        near = process.extractOne(_folded(words), list(self._known), scorer=fuzz.token_sort_ratio, score_cutoff=60)
        hint = f"; did you mean '{self._names[self._known[near[0]]]}'?" if near else ""
        return f"the codebook has no indicator '{words[:60]}'{hint}"


def _folded(words: str) -> str:
    return " ".join(re.sub(r"[^\w&]+|_", " ", words.casefold().replace("&", " and ")).split())


def _apart(file: str, found: Iterable[tuple[tuple[str, str, str], int, T]]) -> list[T]:
    """The rows of a file, the same twice once; raises FileFault for rows that contradict one another."""
    lines: dict[tuple[str, str, str], tuple[int, T]] = {}
    faults = []
    for key, line, row in found:
        first, other = lines.setdefault(key, (line, row))
        if other != row:
            about = ", ".join(part for part in key if part)
            faults.append(f"{file}: lines {first} and {line} contradict one another about {about}.")
    if faults:
        raise FileFault("\n".join(faults[:20]), "Keep one row for each, or give the waves or groups their columns.")
    return [row for _, row in lines.values()]


def _off_scale(scores: Sequence[SurveyScore], using: JointRule) -> list[str]:
    low, high = sorted((using.worst, using.best))
    off = [s for s in scores if s.score is not None and not low <= s.score <= high and s.rating is None]
    if not off:
        return []
    return [
        f"{len(off)} of {len(scores)} scores lie outside {using.worst:g} to {using.best:g} and get no rating:"
        " say the survey's scale with 'rrt-qual survey --set worst=… --set best=…'."
    ]


def _lonely(project: Project, waves: Iterable[str]) -> list[str]:
    have = set(interviews.waves(project.conn))
    return [f"There are no interviews of wave '{w}' to set beside it." for w in sorted(set(waves) - have - {""})]
