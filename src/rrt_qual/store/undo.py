"""Undo and redo: read from the change log, so they work across restarts and without limit."""

from __future__ import annotations

import sqlite3

from rrt_qual.domain.errors import Conflict
from rrt_qual.domain.settings import KEY_OUT
from rrt_qual.store.coding import codings, memos, progress
from rrt_qual.store.confidentiality import reviews
from rrt_qual.store.figures import frequencies
from rrt_qual.store.file.connection import transaction
from rrt_qual.store.project import changes, coders, rows
from rrt_qual.store.project.changes import Act, Change
from rrt_qual.store.suggestions import decisions


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
    if reviews.about_names(act.changes) and coders.get_setting(conn, KEY_OUT):
        raise Conflict("This step is about real names, and the key to them is out.", "Bring the key file back first.")
    pairs: set[tuple[str, str]] = set()
    readers: set[tuple[str, str]] = set()
    steps = []
    for step in act.changes if forward else reversed(act.changes):
        if step.entity == "coding":
            pairs |= codings.restore(conn, step, forward=forward)
            readers |= {(interview_id, act.coder_id) for interview_id, _ in pairs}
        elif not _restore(conn, step, forward=forward):
            continue
        steps.append(step)
    if any(step.entity == "pseudonym" for step in steps):
        reviews.check_names(conn)
    changes.record(
        conn,
        label=act.label,
        coder_id=act.coder_id,
        changes=[
            Change(s.entity, s.entity_id, s.interview_id, *((s.before, s.after) if forward else (s.after, s.before)))
            for s in (steps if forward else reversed(steps))
        ],
        kind="redo" if forward else "undo",
        of_act=act.id,
    )
    for interview_id, coder_id in readers:
        progress.recount(conn, interview_id, coder_id)
    frequencies.refresh(conn, pairs)
    consents = {s.interview_id for s in act.changes if s.entity == "consent" and s.interview_id}
    for interview_id in consents:
        frequencies.refresh_interview(conn, interview_id)


def _restore(conn: sqlite3.Connection, step: Change, *, forward: bool) -> bool:
    """Bring back a row that is no coding; False when it had to stay as it is."""
    if step.entity == "decision":
        decisions.restore(conn, step, forward=forward)
    elif step.entity == "memo":
        memos.restore(conn, step, forward=forward)
    elif step.entity == "coder_progress":
        progress.restore(conn, step, forward=forward)
    elif step.entity in reviews.TABLES:
        return reviews.restore(conn, step, forward=forward)
    elif step.entity in rows.TRACKED:
        rows.restore(conn, step, forward=forward)
    else:
        raise AssertionError(f"an act on '{step.entity}' cannot be taken back")
    return True
