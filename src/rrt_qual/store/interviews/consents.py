"""What each participant allows to be done with their words."""

from __future__ import annotations

import sqlite3

from rrt_qual.domain.confidentiality.privacy import Consent
from rrt_qual.store.project import rows
from rrt_qual.store.project.changes import Change
from rrt_qual.store.project.ids import new_id, now

#: SQL for the ids of interviews whose participants have withdrawn: no count, list or export shows them.
WITHDRAWN = "(SELECT w.interview_id FROM consent AS w WHERE w.state = 'withdrawn' AND w.retired_at IS NULL)"


def every(conn: sqlite3.Connection) -> dict[str, Consent]:
    """Interview id -> consent of those interviews for which it was said; the others may be quoted."""
    return {
        r["interview_id"]: Consent(r["state"])
        for r in conn.execute("SELECT interview_id, state FROM consent WHERE retired_at IS NULL")
    }


def put(conn: sqlite3.Connection, interview_id: str, state: Consent, coder_id: str | None) -> Change:
    """Say what an interview's participant allows; returns the log entry, for the caller to record and commit."""
    row = conn.execute("SELECT id FROM consent WHERE interview_id = ?", (interview_id,)).fetchone()
    before = rows.snapshot(conn, "consent", row["id"]) if row else None
    row_id = row["id"] if row else new_id()
    conn.execute(
        "INSERT INTO consent (id, interview_id, state, coder_id, updated_at) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (interview_id) DO UPDATE SET state = excluded.state, coder_id = excluded.coder_id,"
        " updated_at = excluded.updated_at, retired_at = NULL",
        (row_id, interview_id, str(state), coder_id, now()),
    )
    return rows.changed(conn, "consent", row_id, before)
