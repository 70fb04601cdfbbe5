"""What is being typed, written down while it is typed; no act, so nothing of it is in the log or in a figure."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from rrt_qual.domain.drafts import SECOND, Draft
from rrt_qual.domain.errors import NotFound
from rrt_qual.store.file.connection import transaction
from rrt_qual.store.project.ids import new_id, now

#: How long, in milliseconds, writing a draft waits for another coder's transaction: somebody is typing, and a moment
#: later it is tried again.
PATIENCE = 100


def of_coder(conn: sqlite3.Connection, coder_id: str) -> list[Draft]:
    """All that this coder has typed and not kept, latest first."""
    rows = conn.execute("SELECT * FROM draft WHERE coder_id = ? ORDER BY updated_at DESC, id DESC", (coder_id,))
    return [_draft(r) for r in rows]


def about(conn: sqlite3.Connection, coder_id: str, kind: str, target: str) -> list[Draft]:
    """What this coder has typed about that and not kept, latest first; several when several windows wrote."""
    return [d for d in of_coder(conn, coder_id) if d.kind == kind and d.about == target]


def put(
    conn: sqlite3.Connection,
    *,
    coder_id: str,
    kind: str,
    target: str,
    interview_id: str | None,
    fields: Mapping[str, str],
    seen: str | None,
) -> Draft:
    """Write down what stands in the fields, in one small transaction.

    `seen` is when the row was written that the caller took over or wrote last (None: it knows of none). A row that
    somebody else has written since is left alone: the text goes beside it, and the draft that comes back says where.

    Raises:
        ProjectError: another program is writing just now, or the disk is full.
        NotFound: the interview is no longer in the project; its words are not to come back.
    """
    with _hurried(conn), transaction(conn):
        if interview_id and not conn.execute("SELECT 1 FROM interview WHERE id = ?", (interview_id,)).fetchone():
            raise NotFound("The interview that this text is about is no longer in the project.")
        have = conn.execute(
            "SELECT begun_at, updated_at FROM draft WHERE coder_id = ? AND kind = ? AND target = ?",
            (coder_id, kind, target),
        ).fetchone()
        if have and have["updated_at"] != seen:
            target, have = f"{target.partition(SECOND)[0]}{SECOND}{new_id()}", None
        at = now()
        begun = have["begun_at"] if have else at
        conn.execute(
            "INSERT INTO draft (id, coder_id, kind, target, interview_id, fields, begun_at, updated_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (coder_id, kind, target) DO UPDATE SET"
            " fields = excluded.fields, updated_at = excluded.updated_at",
            (new_id(), coder_id, kind, target, interview_id, json.dumps(dict(fields), ensure_ascii=False), begun, at),
        )
    return Draft(kind, target, interview_id, dict(fields), begun, at)


def drop(conn: sqlite3.Connection, coder_id: str, kind: str, target: str, written: str | None = None) -> None:
    """Take a draft away: its text is kept, or was given up. With `written`, only if nobody wrote it since then."""
    with transaction(conn):
        conn.execute(
            "DELETE FROM draft WHERE coder_id = ? AND kind = ? AND target = ? AND updated_at = COALESCE(?, updated_at)",
            (coder_id, kind, target, written),
        )


@contextmanager
def _hurried(conn: sqlite3.Connection) -> Iterator[None]:
    """Inside, nobody waits longer than PATIENCE for another writer."""
    before = int(conn.execute("PRAGMA busy_timeout").fetchone()[0])
    conn.execute(f"PRAGMA busy_timeout = {PATIENCE}")
    try:
        yield
    finally:
        conn.execute(f"PRAGMA busy_timeout = {before}")


def _draft(row: sqlite3.Row) -> Draft:
    fields = {str(k): str(v) for k, v in json.loads(row["fields"]).items()}
    return Draft(row["kind"], row["target"], row["interview_id"], fields, row["begun_at"], row["updated_at"])
