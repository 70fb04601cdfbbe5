"""Memos on codings, themes, interviews and the project; undoable like every act."""

from __future__ import annotations

import sqlite3

from rrt_qual.domain.coding import Memo, MemoTarget
from rrt_qual.domain.errors import Conflict
from rrt_qual.store.file.connection import transaction
from rrt_qual.store.project import changes
from rrt_qual.store.project.changes import Change, Row
from rrt_qual.store.project.ids import new_id, now


def get(conn: sqlite3.Connection, target: MemoTarget, target_id: str, coder_id: str) -> Memo | None:
    """This coder's memo on that thing, or None."""
    row = _row(conn, target, target_id, coder_id)
    return _memo(row) if row and row["retired_at"] is None else None


def on(conn: sqlite3.Connection, target: MemoTarget, target_id: str) -> list[Memo]:
    """Everybody's memos on that thing, oldest first."""
    return [
        _memo(dict(r))
        for r in conn.execute(
            "SELECT * FROM memo WHERE target = ? AND target_id = ? AND retired_at IS NULL ORDER BY created_at",
            (target, target_id),
        )
    ]


def put(
    conn: sqlite3.Connection,
    *,
    target: MemoTarget,
    target_id: str,
    coder_id: str,
    text: str,
    label: str,
    interview_id: str | None = None,
) -> None:
    """Write this coder's memo on that thing; blank text retires it. One act, one transaction."""
    with transaction(conn):
        before = _row(conn, target, target_id, coder_id)
        live = before if before and before["retired_at"] is None else None
        if not text.strip() and live is None:
            return
        memo_id = insert(conn, target, target_id, coder_id, text, before)
        after = _by_id(conn, memo_id)
        changes.record(
            conn,
            label=label,
            coder_id=coder_id,
            changes=[Change("memo", memo_id, interview_id, live, after if after["retired_at"] is None else None)],
        )


def insert(
    conn: sqlite3.Connection,
    target: MemoTarget,
    target_id: str,
    coder_id: str,
    text: str,
    before: Row | None = None,
) -> str:
    """Write the row and nothing else: for batches, whose caller logs and commits."""
    if before is None:
        memo_id = new_id()
        conn.execute(
            "INSERT INTO memo (id, target, target_id, coder_id, text, created_at, updated_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (memo_id, target, target_id, coder_id, text, now(), now()),
        )
        return memo_id
    _write(conn, before["id"], text if text.strip() else before["text"], None if text.strip() else now())
    return str(before["id"])


def restore(conn: sqlite3.Connection, step: Change, *, forward: bool) -> None:
    """Bring one memo back to how it was before (or after) a logged change; raises Conflict."""
    expect, want = (step.before, step.after) if forward else (step.after, step.before)
    have = _by_id(conn, step.entity_id)
    same = have["retired_at"] is not None if expect is None else have["text"] == expect["text"]
    if not same:
        raise Conflict("That memo has been changed since, so this step cannot be taken back.")
    _write(conn, step.entity_id, have["text"] if want is None else want["text"], now() if want is None else None)


def _row(conn: sqlite3.Connection, target: MemoTarget, target_id: str, coder_id: str) -> Row | None:
    row = conn.execute(
        "SELECT * FROM memo WHERE target = ? AND target_id = ? AND coder_id = ?", (target, target_id, coder_id)
    ).fetchone()
    return dict(row) if row else None


def _by_id(conn: sqlite3.Connection, memo_id: str) -> Row:
    return dict(conn.execute("SELECT * FROM memo WHERE id = ?", (memo_id,)).fetchone())


def _write(conn: sqlite3.Connection, memo_id: str, text: str, retired_at: str | None) -> None:
    conn.execute(
        "UPDATE memo SET text = ?, retired_at = ?, updated_at = ? WHERE id = ?",
        (text, retired_at, now(), memo_id),
    )


def _memo(row: Row) -> Memo:
    return Memo(row["id"], MemoTarget(row["target"]), row["target_id"], row["coder_id"], row["text"], row["updated_at"])
