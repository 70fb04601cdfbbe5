"""Undo and redo: read from the change log, so they work across restarts and without limit."""

from __future__ import annotations

import sqlite3

from rrt_qual.domain.errors import Conflict
from rrt_qual.store import changes, codings, decisions, frequencies, memos, progress, rows, sealing
from rrt_qual.store.changes import Act, Change
from rrt_qual.store.connection import transaction


def undo(conn: sqlite3.Connection, coder_id: str) -> Act | None:
    """Take back this coder's latest act that stands; returns it, or None when there is none.

    Raises:
        Conflict: what it changed has been changed since.
    """
    with transaction(conn):
        act = changes.undoable(conn, coder_id)
        if act:
            _replay(conn, act, forward=False)
        return act


def redo(conn: sqlite3.Connection, coder_id: str) -> Act | None:
    """Do again what this coder took back last, unless they did something new since; or None."""
    with transaction(conn):
        act = changes.redoable(conn, coder_id)
        if act:
            _replay(conn, act, forward=True)
        return act


def _replay(conn: sqlite3.Connection, act: Act, *, forward: bool) -> None:
    if sealing.needs_key(conn, act.changes):
        raise Conflict(
            "That step is about names that are out in the key file.",
            "Bring the key back, and it can be taken back too.",
        )
    pairs: set[tuple[str, str]] = set()
    readers: set[tuple[str, str]] = set()
    consents: set[str] = set()
    for step in act.changes if forward else reversed(act.changes):
        if step.entity == "coding":
            pairs |= codings.restore(conn, step, forward=forward)
            readers |= {(interview_id, act.coder_id) for interview_id, _ in pairs}
        elif step.entity == "decision":
            decisions.restore(conn, step, forward=forward)
        elif step.entity == "memo":
            memos.restore(conn, step, forward=forward)
        elif step.entity == "coder_progress":
            progress.restore(conn, step, forward=forward)
        elif step.entity in rows.TRACKED:
            rows.restore(conn, step, forward=forward)
            if step.entity == "consent" and step.interview_id:
                consents.add(step.interview_id)
        else:
            raise AssertionError(f"an act on '{step.entity}' cannot be taken back")
    changes.record(
        conn,
        label=act.label,
        coder_id=act.coder_id,
        changes=[
            Change(s.entity, s.entity_id, s.interview_id, *((s.before, s.after) if forward else (s.after, s.before)))
            for s in act.changes
        ],
        kind="redo" if forward else "undo",
        of_act=act.id,
    )
    for interview_id, coder_id in readers:
        progress.recount(conn, interview_id, coder_id)
    frequencies.refresh(conn, pairs)
    for interview_id in consents:
        frequencies.refresh_interview(conn, interview_id)
