"""Releases: named persons' decisions that a quote may be printed although something holds it back."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable

from rrt_qual.domain.confidentiality.disclosure import Release
from rrt_qual.domain.spans import Span
from rrt_qual.store.project import rows
from rrt_qual.store.project.changes import Change
from rrt_qual.store.project.ids import new_id, now


def every(conn: sqlite3.Connection) -> list[Release]:
    """All releases that stand, the oldest first."""
    return [
        Release(
            r["id"],
            r["interview_id"],
            Span(r["start"], r["end"]),
            frozenset(json.loads(r["reasons"])),
            r["why"],
            r["coder_id"],
            r["released_at"],
        )
        for r in conn.execute("SELECT * FROM release WHERE retired_at IS NULL ORDER BY released_at, id")
    ]


def insert(
    conn: sqlite3.Connection, interview_id: str, span: Span, holds: Iterable[str], why: str, coder_id: str
) -> tuple[str, Change]:
    """Write a release; returns its id and its log entry, for the caller to record and commit."""
    row_id = new_id()
    conn.execute(
        'INSERT INTO release (id, interview_id, start, "end", reasons, why, coder_id, released_at)'
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (row_id, interview_id, span.start, span.end, json.dumps(sorted(holds)), why, coder_id, now()),
    )
    return row_id, rows.changed(conn, "release", row_id, None)
