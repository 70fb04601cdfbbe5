"""Quotes that an analyst pinned or refused, with their wording; and the talk that quotes are made of."""

from __future__ import annotations

import sqlite3

from rrt_qual.domain.errors import NotFound
from rrt_qual.domain.quotes.kept import KeptQuote, Sentence
from rrt_qual.domain.spans import Span
from rrt_qual.store.coding.codings import theme_id_of
from rrt_qual.store.file.connection import transaction
from rrt_qual.store.interviews.consents import WITHDRAWN
from rrt_qual.store.project import changes, rows
from rrt_qual.store.project.ids import new_id, now


def every(conn: sqlite3.Connection, status: str | None = None) -> list[KeptQuote]:
    """The live decisions (of one status, or all) on themes that the codebook has, in the order they were made.

    Those on interviews that are withdrawn are left out.
    """
    return [
        _kept(r)
        for r in conn.execute(
            "SELECT q.*, t.key AS theme FROM quote AS q JOIN theme AS t ON t.id = q.theme_id"
            " JOIN interview AS i ON i.id = q.interview_id WHERE q.retired_at IS NULL AND t.retired_at IS NULL"
            f" AND i.retired_at IS NULL AND i.id NOT IN {WITHDRAWN} AND (?1 IS NULL OR q.status = ?1)"
            " ORDER BY q.created_at, q.id",
            (status,),
        )
    ]


def find(conn: sqlite3.Connection, interview_id: str, theme: str, span: Span) -> KeptQuote | None:
    """What was decided of just these words for a theme, or None."""
    row = conn.execute(
        "SELECT q.*, t.key AS theme FROM quote AS q JOIN theme AS t ON t.id = q.theme_id WHERE q.interview_id = ?"
        ' AND t.key = ? AND t.retired_at IS NULL AND q.start = ? AND q."end" = ? AND q.retired_at IS NULL',
        (interview_id, theme, span.start, span.end),
    ).fetchone()
    return _kept(row) if row else None


def put(
    conn: sqlite3.Connection,
    *,
    interview_id: str,
    theme: str,
    span: Span,
    status: str,
    coder_id: str,
    label: str,
    wording: str | None = None,
) -> bool:
    """Pin or refuse these words for a theme, with this wording (None: the one they have); one act.

    Returns whether that changed anything.

    Raises:
        NotFound: the codebook has no such theme.
    """
    with transaction(conn):
        have = find(conn, interview_id, theme, span)
        new = (have.wording if have else "") if wording is None else wording
        if have and (have.status, have.wording) == (status, new):
            return False
        if have:
            before = rows.snapshot(conn, "quote", have.id)
            rows.write(conn, "quote", have.id, {**before, "status": status, "wording": new or None})
            row_id = have.id
        else:
            before, row_id, at = None, new_id(), now()
            conn.execute(
                'INSERT INTO quote (id, interview_id, theme_id, start, "end", wording, status, coder_id, created_at,'
                " updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    row_id,
                    interview_id,
                    theme_id_of(conn, theme),
                    span.start,
                    span.end,
                    new or None,
                    status,
                    coder_id,
                    at,
                    at,
                ),
            )
        changes.record(conn, label=label, coder_id=coder_id, changes=[rows.changed(conn, "quote", row_id, before)])
        return True


def forget(conn: sqlite3.Connection, quote_id: str, coder_id: str, label: str) -> None:
    """Take a decision back, so that the passage is one among others again; one act. Raises NotFound."""
    with transaction(conn):
        before = rows.snapshot(conn, "quote", quote_id)
        if before["retired_at"]:
            raise NotFound("That is no longer pinned or refused; it was taken back meanwhile.")
        rows.write(conn, "quote", quote_id, {**before, "retired_at": now()})
        changes.record(conn, label=label, coder_id=coder_id, changes=[rows.changed(conn, "quote", quote_id, before)])


def sentences(conn: sqlite3.Connection, interview_id: str | None = None) -> dict[str, list[Sentence]]:
    """Interview id -> its segments in order, of one interview or of all."""
    out: dict[str, list[Sentence]] = {}
    for r in conn.execute(
        'SELECT s.interview_id, t.position AS turn, s.start, s."end", s.is_participant FROM segment AS s'
        " JOIN turn AS t ON t.id = s.turn_id JOIN interview AS i ON i.id = s.interview_id"
        " WHERE i.retired_at IS NULL AND (?1 IS NULL OR i.id = ?1) ORDER BY s.interview_id, s.position",
        (interview_id,),
    ):
        found = Sentence(r["turn"], Span(r["start"], r["end"]), bool(r["is_participant"]))
        out.setdefault(r["interview_id"], []).append(found)
    return out


def _kept(r: sqlite3.Row) -> KeptQuote:
    return KeptQuote(
        r["id"],
        r["interview_id"],
        r["theme"],
        Span(r["start"], r["end"]),
        r["wording"] or "",
        r["status"],
        r["coder_id"],
    )
