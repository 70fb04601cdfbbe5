"""The project's standing suggestions for the command line: brought up to date, then read as rows.

What is up to date is answered from the project file alone, without loading a model or numpy.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from rrt_qual.domain.errors import NotFound
from rrt_qual.services.shared.project import Project
from rrt_qual.services.suggestions import suggester as suggestions
from rrt_qual.services.suggestions.suggester import KeptSuggestion, Progress, Suggester
from rrt_qual.services.texts import by_name as interviews
from rrt_qual.services.texts.texts import Texts
from rrt_qual.store.file.connection import working_out
from rrt_qual.store.suggestions import suggestions as kept


@dataclass(frozen=True, slots=True)
class Brought:
    """What bringing the suggestions up to date did: computed anew or not, of how much talk, and a warning."""

    computed: bool
    segments: int = 0
    warning: str = ""
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StandingRow:
    """One standing suggestion as it is shown: the words, and why."""

    proposal: KeptSuggestion
    interview: str
    text: str
    why: str
    words: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """For JSON and CSV."""
        p = self.proposal
        return {
            "interview": self.interview,
            "start": p.span.start,
            "end": p.span.end,
            "text": self.text,
            "theme": p.theme,
            "likelihood": round(p.likelihood, 4),
            "stance": str(p.stance),
            "stance_likelihood": round(p.stance_likelihood, 4),
            "why": self.why,
            "words": list(self.words),
            "model": p.model,
            "lexical": p.lexical,
        }


@dataclass(slots=True)
class ThemeSummary:
    """How many uncoded passages likely speak of a theme, in how many interviews, and the likeliest of them."""

    theme: str
    name: str
    passages: int = 0
    interviews: set[str] = field(default_factory=set)
    example: StandingRow | None = None


def bring_up_to_date(project: Project, progress: Progress | None = None) -> Brought:
    """Compute suggestions for all participant talk if anything has changed since they were made.

    Embeddings are committed batch by batch, so that a run that is killed goes on where it was; the
    suggestions themselves are replaced in one transaction at the end.
    """
    if suggestions.is_current(project):
        return Brought(False)
    with working_out(project.conn):
        suggester = Suggester(project, progress=progress)
        suggester.store()
    return Brought(True, len(suggester.talk), suggester.warning, suggester.model.unknown_themes)


def rows(
    project: Project,
    *,
    interview: str | None = None,
    theme: str | None = None,
    min_likelihood: float | None = None,
    every: bool = False,
) -> list[StandingRow]:
    """Standing suggestions that nobody has coded or turned down, by interview and place.

    Those at or above their theme's threshold; with `min_likelihood`, from that likelihood on, whatever
    the threshold; with `every`, all that are kept.

    Raises:
        NotFound: no such interview or theme.
    """
    interview_id, theme = places(project, interview, theme)
    texts = Texts(project)
    found = suggestions.standing(
        project,
        interview_id=interview_id,
        theme=theme,
        min_likelihood=min_likelihood or 0.0,
        above_threshold=min_likelihood is None and not every,
    )
    reasons = kept.reasons(project.conn)
    missing = [p for p in found if (p.segment_id, p.theme) not in reasons]
    if missing:
        reasons |= _explain(project, missing)
    return [_row(p, texts, reasons.get((p.segment_id, p.theme), {})) for p in found]


def _explain(project: Project, missing: Sequence[KeptSuggestion]) -> dict[tuple[str, str], dict[str, Any]]:
    """Why, for suggestions below their thresholds, which are explained when somebody first asks; kept."""
    suggester = Suggester(project)
    found = {(p.segment_id, p.theme): suggester.explain(p).kept() for p in missing}
    kept.add_reasons(project.conn, found, suggester.overlay)
    return found


def _row(p: KeptSuggestion, texts: Texts, reason: dict[str, Any]) -> StandingRow:
    words = tuple(word for word, _ in reason.get("words", ()))
    said = " ".join(texts.words(p.interview_id, p.span).split())
    return StandingRow(p, texts.name(p.interview_id), said, _why(reason), words)


def _why(reason: dict[str, Any]) -> str:
    source, nearest = reason.get("source", ""), reason.get("nearest", "")
    if not nearest:
        return ""
    said = f"coded in {reason['interview']}" if source == "coded" and reason.get("interview") else source
    return f"{said}: {nearest}"


def summary(project: Project, found: Sequence[StandingRow]) -> list[ThemeSummary]:
    """The rows by theme, in the order of the codebook; themes without any are left out."""
    by_theme = {t.id: ThemeSummary(t.id, t.name) for t in project.codebook().themes}
    for row in found:
        one = by_theme[row.proposal.theme]
        one.passages += 1
        one.interviews.add(row.interview)
        if one.example is None or row.proposal.likelihood > one.example.proposal.likelihood:
            one.example = row
    return [one for one in by_theme.values() if one.passages]


def places(project: Project, interview: str | None, theme: str | None) -> tuple[str | None, str | None]:
    """The id of an interview given by name, and of a theme given by id or name; raises NotFound."""
    interview_id = interviews.find(project, interview) if interview is not None else None
    if theme is None:
        return interview_id, None
    wanted = theme.casefold()
    for known in project.codebook().themes:
        if wanted in (known.id.casefold(), known.name.casefold()):
            return interview_id, known.id
    raise NotFound(f"The codebook has no theme '{theme}'.", "See 'rrt-qual themes' for the list of them.")
