"""How far each coder has come in each interview, whether they are done, and where they left."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from rrt_qual.domain.spans import Span, merge, touched
from rrt_qual.store.figures import frequencies
from rrt_qual.store.file.connection import transaction, why_reading
from rrt_qual.store.project import changes
from rrt_qual.store.project.changes import Change
from rrt_qual.store.project.ids import new_id, now


@dataclass(frozen=True, slots=True)
class Progress:
    """One coder's progress in one interview; `place` is where the cursor was left."""

    coded_segments: int
    done: bool
    place: Span


def of(conn: sqlite3.Connection, interview_id: str, coder_id: str) -> Progress:
    """This coder's progress in this interview (zeros when never opened)."""
    row = conn.execute(
        "SELECT * FROM coder_progress WHERE interview_id = ? AND coder_id = ?", (interview_id, coder_id)
    ).fetchone()
    if row is None:
        return Progress(0, False, Span(0, 0))
    return Progress(row["coded_segments"], row["done_at"] is not None, Span(row["place_start"], row["place_end"]))


def count_coded_segments(conn: sqlite3.Connection, interview_id: str, coder_id: str) -> int:
    """How many participant segments at least one live coding of this coder touches."""
    codings = merge(
        Span(r["start"], r["end"])
        for r in conn.execute(
            'SELECT start, "end" FROM coding WHERE interview_id = ? AND coder_id = ? AND retired_at IS NULL'
            " AND origin <> 'machine'",
            (interview_id, coder_id),
        )
    )
    if not codings:
        return 0
    segments = [
        Span(r["start"], r["end"])
        for r in conn.execute(
            'SELECT start, "end" FROM segment WHERE interview_id = ? AND is_participant = 1 ORDER BY position',
            (interview_id,),
        )
    ]
    hit: set[int] = set()
    for span in codings:
        hit.update(touched(segments, span))
    return len(hit)


def recount(conn: sqlite3.Connection, interview_id: str, coder_id: str) -> None:
    """Set the coder's coded segments right (inside the caller's transaction)."""
    _ensure(conn, interview_id, coder_id)
    conn.execute(
        "UPDATE coder_progress SET coded_segments = ?, updated_at = ? WHERE interview_id = ? AND coder_id = ?",
        (count_coded_segments(conn, interview_id, coder_id), now(), interview_id, coder_id),
    )


def recount_all(conn: sqlite3.Connection) -> None:
    """Set everybody's coded segments right (inside the caller's transaction)."""
    for row in conn.execute("SELECT interview_id, coder_id FROM coder_progress").fetchall():
        recount(conn, row["interview_id"], row["coder_id"])


def save_place(conn: sqlite3.Connection, interview_id: str, coder_id: str, place: Span) -> None:
    """Remember where the coder is and that this interview was the last; not an act, not logged."""
    if why_reading(conn):
        return
    with transaction(conn):
        _ensure(conn, interview_id, coder_id)
        conn.execute(
            "UPDATE coder_progress SET place_start = ?, place_end = ?, updated_at = ?"
            " WHERE interview_id = ? AND coder_id = ?",
            (place.start, place.end, now(), interview_id, coder_id),
        )


def last_interview(conn: sqlite3.Connection, coder_id: str) -> str | None:
    """The interview this coder had open last, or None."""
    row = conn.execute(
        "SELECT interview_id FROM coder_progress WHERE coder_id = ? ORDER BY updated_at DESC, rowid DESC LIMIT 1",
        (coder_id,),
    ).fetchone()
    return str(row["interview_id"]) if row else None


def done_interviews(conn: sqlite3.Connection) -> set[str]:
    """The interviews that anybody has marked as done."""
    return {r[0] for r in conn.execute("SELECT DISTINCT interview_id FROM coder_progress WHERE done_at IS NOT NULL")}


def set_done(conn: sqlite3.Connection, interview_id: str, coder_id: str, done: bool, label: str) -> None:
    """Mark an interview as done by this coder, or not; one act, undoable."""
    with transaction(conn):
        _ensure(conn, interview_id, coder_id)
        before = _done_row(conn, interview_id, coder_id)
        after = {"done_at": now() if done else None}
        _write_done(conn, interview_id, coder_id, after["done_at"])
        changes.record(
            conn,
            label=label,
            coder_id=coder_id,
            changes=[
                Change(
                    "coder_progress",
                    before["id"],
                    interview_id,
                    {"done_at": before["done_at"], "coder_id": coder_id},
                    {**after, "coder_id": coder_id},
                )
            ],
        )
        frequencies.refresh_bases(conn, [interview_id])


def restore(conn: sqlite3.Connection, step: Change, *, forward: bool) -> None:
    """Take a 'done' mark back, or set it again, as a logged change says."""
    want = step.after if forward else step.before
    if want is None or step.interview_id is None:
        raise AssertionError("a mark is changed, never made or removed")
    _write_done(conn, step.interview_id, want["coder_id"], want["done_at"])
    frequencies.refresh_bases(conn, [step.interview_id])


def _write_done(conn: sqlite3.Connection, interview_id: str, coder_id: str, done_at: str | None) -> None:
    conn.execute(
        "UPDATE coder_progress SET done_at = ? WHERE interview_id = ? AND coder_id = ?",
        (done_at, interview_id, coder_id),
    )


def _done_row(conn: sqlite3.Connection, interview_id: str, coder_id: str) -> sqlite3.Row:
    row: sqlite3.Row = conn.execute(
        "SELECT id, done_at FROM coder_progress WHERE interview_id = ? AND coder_id = ?",
        (interview_id, coder_id),
    ).fetchone()
    return row


def _ensure(conn: sqlite3.Connection, interview_id: str, coder_id: str) -> None:
    conn.execute(
        "INSERT INTO coder_progress (id, interview_id, coder_id, updated_at) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (interview_id, coder_id) DO NOTHING",
        (new_id(), interview_id, coder_id, now()),
    )
