"""How far the suggestions can be trusted, and how far people follow them: read from the project's log of both."""

from __future__ import annotations

from dataclasses import dataclass

from rrt_qual.analysis.trust import (
    Acceptance,
    Anchoring,
    Followed,
    Judgement,
    SuggestionAgreement,
    SuggestionShare,
    agreement,
    anchoring,
    by_month,
    followed,
)
from rrt_qual.domain.coding import Coding, Origin
from rrt_qual.services.shared.project import Project
from rrt_qual.services.suggestions.contexts import Rows
from rrt_qual.services.texts.texts import Texts
from rrt_qual.store.coding import codings
from rrt_qual.store.project import coders
from rrt_qual.store.suggestions import decisions, sightings

__all__ = [
    "Acceptance",
    "Anchoring",
    "Followed",
    "SuggestionAgreement",
    "SuggestionShare",
    "TrustReport",
    "judgements",
    "report",
]


@dataclass(frozen=True, slots=True)
class TrustReport:
    """Acceptance per coder, theme and month, and per coder and month; anchoring per coder; agreement; following."""

    acceptance: tuple[Acceptance, ...]
    months: tuple[Acceptance, ...]
    anchoring: tuple[Anchoring, ...]
    agreement: tuple[SuggestionAgreement, ...]
    followed: tuple[Followed, ...] = ()


def report(project: Project) -> TrustReport:
    """All figures of trust as the project stands. Nothing is loaded and nothing computed anew.

    Where a coder had not been shown anything, the first proposal is that of the standing suggestions, which
    have learned from these very codings since: `evaluate` splits by interview and is the stricter figure.
    """
    decided = [
        Acceptance(t.coder, t.theme, t.month, t.shown, t.accepted, t.rejected) for t in decisions.trust(project.conn)
    ]
    found = judgements(project)
    themes = [t.id for t in project.codebook().themes]
    return TrustReport(
        tuple(decided),
        tuple(by_month(decided)),
        tuple(anchoring(found)),
        tuple(agreement(found, themes)),
        tuple(followed(found)),
    )


def judgements(project: Project) -> list[Judgement]:
    """What each coder said of each participant segment that they coded, beside the first proposal for it."""
    conn = project.conn
    names = {c.id: c.name for c in coders.every(conn)}
    seen, standing = sightings.first(conn), sightings.proposed(conn)
    found: dict[tuple[str, str], list[Coding]] = {}
    talk = Texts(project).talk()
    rows = Rows(talk)
    for coding in codings.every(conn, with_machine=False):
        for row in rows.touched(coding.interview_id, coding.span):
            found.setdefault((coding.coder_id, talk[row].segment_id), []).append(coding)
    out = []
    for (coder_id, segment_id), mine in found.items():
        sighting = seen.get((coder_id, segment_id))
        shown = sighting is not None and sighting.seen_at <= min(c.created_at for c in mine)
        proposed = sighting.first_theme if shown and sighting else standing.get(segment_id, "")
        out.append(
            Judgement(
                coder=names[coder_id],
                segment_id=segment_id,
                themes=frozenset(c.theme for c in mine),
                proposed=proposed,
                shown=shown,
                accepted=any(c.origin is Origin.ACCEPTED for c in mine),
            )
        )
    return out
