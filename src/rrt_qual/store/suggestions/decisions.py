"""What coders did with suggestions: accepted ones become codings, rejected ones teach. Undoable acts."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rrt_qual.domain.codebook import Stance
from rrt_qual.domain.coding import Coding, Origin
from rrt_qual.domain.errors import Conflict
from rrt_qual.domain.spans import Span
from rrt_qual.store.codebook import codebooks
from rrt_qual.store.coding import codings, progress
from rrt_qual.store.figures import frequencies
from rrt_qual.store.file.connection import transaction
from rrt_qual.store.interviews.consents import WITHDRAWN
from rrt_qual.store.project import changes
from rrt_qual.store.project.changes import Change, Row
from rrt_qual.store.project.ids import new_id, now
from rrt_qual.store.suggestions.suggestions import KeptSuggestion


@dataclass(frozen=True, slots=True)
class Rejection:
    """A live rejection: this theme does not belong to this segment's words."""

    segment_id: str
    interview_id: str
    coder_id: str
    theme: str


def accept(
    conn: sqlite3.Connection,
    proposal: KeptSuggestion,
    *,
    coder_id: str,
    span: Span,
    stance: Stance,
    reason: dict[str, Any],
    label: str,
) -> Coding:
    """Code `span` with the proposed theme, as accepted, and keep the decision; one act.

    Raises:
        Conflict: this coder has coded these very words with the theme already.
    """
    with transaction(conn):
        theme_id = codebooks.ids_of(conn, "theme")[proposal.theme]
        if codings.is_coded(conn, proposal.interview_id, theme_id, coder_id, span):
            raise Conflict("You have coded this passage with this theme already.")
        coding_id = codings.insert(
            conn,
            interview_id=proposal.interview_id,
            theme_id=theme_id,
            coder_id=coder_id,
            span=span,
            stance=stance,
            origin=Origin.ACCEPTED,
        )
        decision = _insert(conn, proposal, theme_id, coder_id, "accepted", coding_id, reason)
        row = dict(conn.execute("SELECT * FROM coding WHERE id = ?", (coding_id,)).fetchone())
        changes.record(
            conn,
            label=label,
            coder_id=coder_id,
            changes=[
                Change("coding", coding_id, proposal.interview_id, None, row),
                Change("decision", decision["id"], proposal.interview_id, None, decision),
            ],
        )
        progress.recount(conn, proposal.interview_id, coder_id)
        frequencies.refresh(conn, {(proposal.interview_id, theme_id)})
        return codings.get(conn, coding_id)


def accept_passages(
    conn: sqlite3.Connection,
    places: Sequence[tuple[str, Span]],
    *,
    theme: str,
    coder_id: str,
    stance: Stance,
    label: str,
) -> int:
    """Code passages (interview id, span) that a machine gathered and a person gave a theme to; one act.

    No theme was proposed for them, so no decision is kept; their origin says that they were accepted.
    Those that this coder has coded so already are passed over; returns how many were new.

    Raises:
        NotFound: no such theme.
    """
    with transaction(conn):
        theme_id = codings.theme_id_of(conn, theme)
        log: list[Change] = []
        for interview_id, span in places:
            if codings.is_coded(conn, interview_id, theme_id, coder_id, span):
                continue
            coding_id = codings.insert(
                conn,
                interview_id=interview_id,
                theme_id=theme_id,
                coder_id=coder_id,
                span=span,
                stance=stance,
                origin=Origin.ACCEPTED,
            )
            row = dict(conn.execute("SELECT * FROM coding WHERE id = ?", (coding_id,)).fetchone())
            log.append(Change("coding", coding_id, interview_id, None, row))
        if log:
            changes.record(conn, label=label, coder_id=coder_id, changes=log)
        touched = {interview_id for interview_id, _ in places}
        for interview_id in touched:
            progress.recount(conn, interview_id, coder_id)
        frequencies.refresh(conn, {(interview_id, theme_id) for interview_id in touched})
        return len(log)


def reject(
    conn: sqlite3.Connection, proposal: KeptSuggestion, *, coder_id: str, reason: dict[str, Any], label: str
) -> None:
    """Remember that this coder turned the suggestion down; one act."""
    with transaction(conn):
        theme_id = codebooks.ids_of(conn, "theme")[proposal.theme]
        decision = _insert(conn, proposal, theme_id, coder_id, "rejected", None, reason)
        changes.record(
            conn,
            label=label,
            coder_id=coder_id,
            changes=[Change("decision", decision["id"], proposal.interview_id, None, decision)],
        )


def rejections(conn: sqlite3.Connection) -> list[Rejection]:
    """Everybody's live rejections, those in withdrawn interviews left out."""
    return [
        Rejection(r["segment_id"], r["interview_id"], r["coder_id"], r["theme"])
        for r in conn.execute(
            "SELECT d.*, t.key AS theme FROM decision AS d JOIN theme AS t ON t.id = d.theme_id"
            " WHERE d.verdict = 'rejected' AND d.retired_at IS NULL"
            f" AND d.interview_id NOT IN {WITHDRAWN} ORDER BY d.decided_at"
        )
    ]


def restore(conn: sqlite3.Connection, step: Change, *, forward: bool) -> None:
    """Take a decision back, or make it again, as a logged change says; raises Conflict."""
    expect, want = (step.before, step.after) if forward else (step.after, step.before)
    row = conn.execute("SELECT retired_at FROM decision WHERE id = ?", (step.entity_id,)).fetchone()
    if (row["retired_at"] is not None) != (expect is None):
        raise Conflict("That decision has been changed since, so this step cannot be taken back.")
    conn.execute("UPDATE decision SET retired_at = ? WHERE id = ?", (now() if want is None else None, step.entity_id))


@dataclass(frozen=True, slots=True)
class Trust:
    """One coder and theme: how often it was shown, taken, turned down, or coded otherwise by hand."""

    coder: str
    theme: str
    month: str
    shown: int
    accepted: int
    rejected: int


def trust(conn: sqlite3.Connection) -> list[Trust]:
    """What came of suggestions, per coder, theme and month (of the decision, or of the showing)."""
    return [
        Trust(r["coder"], r["theme"], r["month"], r["shown"], r["accepted"], r["rejected"])
        for r in conn.execute(
            "SELECT k.name AS coder, t.key AS theme, month, SUM(shown) AS shown, SUM(accepted) AS accepted,"
            " SUM(rejected) AS rejected FROM ("
            " SELECT coder_id, theme_id, substr(seen_at, 1, 7) AS month, 1 AS shown, 0 AS accepted, 0 AS rejected"
            f"  FROM sighting WHERE interview_id NOT IN {WITHDRAWN} UNION ALL"
            " SELECT coder_id, theme_id, substr(decided_at, 1, 7), 0, verdict = 'accepted', verdict = 'rejected'"
            f"  FROM decision WHERE retired_at IS NULL AND interview_id NOT IN {WITHDRAWN})"
            " AS x JOIN coder AS k ON k.id = x.coder_id"
            " JOIN theme AS t ON t.id = x.theme_id GROUP BY k.name, t.key, month ORDER BY k.name, month, t.position"
        )
    ]


def _insert(
    conn: sqlite3.Connection,
    p: KeptSuggestion,
    theme_id: str,
    coder_id: str,
    verdict: str,
    coding_id: str | None,
    reason: dict[str, Any],
) -> Row:
    decision_id = new_id()
    conn.execute(
        "INSERT INTO decision (id, coder_id, interview_id, segment_id, theme_id, verdict, coding_id, position,"
        " likelihood, stance, model, reason, decided_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            decision_id,
            coder_id,
            p.interview_id,
            p.segment_id,
            theme_id,
            verdict,
            coding_id,
            p.position,
            p.likelihood,
            str(p.stance),
            p.model,
            json.dumps(reason, ensure_ascii=False),
            now(),
        ),
    )
    return dict(conn.execute("SELECT * FROM decision WHERE id = ?", (decision_id,)).fetchone())
