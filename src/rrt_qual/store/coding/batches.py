"""Codings that come in by the hundred: one transaction, one act in the log, one recount."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from rrt_qual.domain.coding import Coding, MemoTarget
from rrt_qual.domain.spans import Span
from rrt_qual.store.codebook import codebooks
from rrt_qual.store.coding import codings, memos, progress
from rrt_qual.store.figures import frequencies
from rrt_qual.store.file.connection import transaction
from rrt_qual.store.project import changes
from rrt_qual.store.project.changes import Change
from rrt_qual.store.project.ids import now


def twin(conn: sqlite3.Connection, interview_id: str, theme: str, coder_id: str, span: Span) -> Coding | None:
    """The live coding of this very passage with this theme by this coder, or None."""
    row = conn.execute(
        "SELECT c.id FROM coding AS c JOIN theme AS t ON t.id = c.theme_id WHERE c.interview_id = ? AND t.key = ?"
        ' AND c.coder_id = ? AND c.start = ? AND c."end" = ? AND c.retired_at IS NULL',
        (interview_id, theme, coder_id, span.start, span.end),
    ).fetchone()
    return codings.get(conn, row["id"]) if row else None


def is_used(conn: sqlite3.Connection, coding_id: str) -> bool:
    """Whether a coding of that id is in the project, retired or not."""
    return conn.execute("SELECT 1 FROM coding WHERE id = ?", (coding_id,)).fetchone() is not None


def put(conn: sqlite3.Connection, found: Sequence[Coding], *, label: str) -> None:
    """Insert codings with their memos; logged as one act that undo leaves alone, counted once at the end.

    Ids must be unused and themes known; '' for `created_at` stands for now.
    """
    if not found:
        return
    with transaction(conn):
        themes = codebooks.ids_of(conn, "theme")
        log: list[Change] = []
        for coding in found:
            codings.insert(
                conn,
                interview_id=coding.interview_id,
                theme_id=themes[coding.theme],
                coder_id=coding.coder_id,
                span=coding.span,
                stance=coding.stance,
                origin=coding.origin,
                coding_id=coding.id,
                created_at=coding.created_at or None,
            )
            if coding.memo.strip():
                memos.insert(conn, MemoTarget.CODING, coding.id, coding.coder_id, coding.memo)
            row = conn.execute("SELECT * FROM coding WHERE id = ?", (coding.id,)).fetchone()
            log.append(Change("coding", coding.id, coding.interview_id, None, dict(row)))
        changes.record(conn, label=label, coder_id=None, changes=log, kind="log")
        for interview_id, coder_id in {(c.interview_id, c.coder_id) for c in found}:
            progress.recount(conn, interview_id, coder_id)
        frequencies.rebuild(conn)


def retire_machine(conn: sqlite3.Connection, *, label: str) -> int:
    """Retire every live machine-made coding: one act in the log; returns how many there were."""
    with transaction(conn):
        rows = [dict(r) for r in conn.execute("SELECT * FROM coding WHERE origin = 'machine' AND retired_at IS NULL")]
        if not rows:
            return 0
        at = now()
        conn.execute(
            "UPDATE coding SET retired_at = ?1, updated_at = ?1 WHERE origin = 'machine' AND retired_at IS NULL", (at,)
        )
        log = [Change("coding", row["id"], row["interview_id"], row, None) for row in rows]
        changes.record(conn, label=label, coder_id=None, changes=log, kind="log")
        for interview_id, coder_id in {(row["interview_id"], row["coder_id"]) for row in rows}:
            progress.recount(conn, interview_id, coder_id)
        return len(rows)
