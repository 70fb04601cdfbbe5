"""Rows whose acts can be undone by one rule: what is logged of them, and how it is brought back.

The log holds only the columns named here: of the tables of `privacy` no word of any interview, and no name.
"""

from __future__ import annotations

import sqlite3

from rrt_qual.domain.errors import Conflict, NotFound
from rrt_qual.domain.settings import SUGGESTED_FROM
from rrt_qual.store.project.changes import Change, Row
from rrt_qual.store.project.ids import now

#: Table -> the columns that acts change and the log keeps.
TRACKED: dict[str, tuple[str, ...]] = {
    "finding": ("interview_id", "start", "end", "kind", "status", "pseudonym_id", "decided_by", "decided_at"),
    "pseudonym": ("kind", "name", "wave"),
    "pseudonym_form": ("pseudonym_id",),
    "listed_name": ("kind",),
    "consent": ("interview_id", "state", "coder_id"),
    "release": ("interview_id", "start", "end", "reasons", "coder_id"),
    "quote": ("interview_id", "theme_id", "start", "end", "wording", "status"),
    "rating_override": ("indicator_id", "wave", "rating", "reason"),
    "theme_mapping": ("from_theme", "to_theme", "kind"),
}


_STAMPED = {"finding", "pseudonym", "consent", "quote"}


def snapshot(conn: sqlite3.Connection, table: str, row_id: str) -> Row:
    """The tracked columns of a row and its `retired_at`; raises NotFound."""
    columns = ", ".join(f'"{c}"' for c in (*TRACKED[table], "retired_at"))
    row = conn.execute(f'SELECT {columns} FROM "{table}" WHERE id = ?', (row_id,)).fetchone()
    if row is None:
        raise NotFound("That is no longer in the project.")
    return dict(row)


def write(conn: sqlite3.Connection, table: str, row_id: str, row: Row) -> None:
    """Set the tracked columns and `retired_at` of a row."""
    columns = [*TRACKED[table], "retired_at"]
    sets = ", ".join(f'"{c}" = ?' for c in columns) + (", updated_at = ?" if table in _STAMPED else "")
    values = [row[c] for c in columns] + ([now()] if table in _STAMPED else [])
    conn.execute(f'UPDATE "{table}" SET {sets} WHERE id = ?', (*values, row_id))
    if table == "finding" and row["status"] == "replaced":
        forget_reasons(conn)  # they may repeat what nobody is to read any more


def changed(conn: sqlite3.Connection, table: str, row_id: str, before: Row | None) -> Change:
    """The log's entry for a row as it is now; `before` None: it was made. A retired row is logged as gone."""
    after = snapshot(conn, table, row_id)
    interview_id = after.get("interview_id")
    live = None if before is None or before["retired_at"] else before
    return Change(table, row_id, interview_id, live, None if after["retired_at"] else after)


def restore(conn: sqlite3.Connection, step: Change, *, forward: bool) -> None:
    """Bring one row back to how it was before (or after) a logged change.

    Raises:
        Conflict: it has been changed since.
    """
    expect, want = (step.before, step.after) if forward else (step.after, step.before)
    have = snapshot(conn, step.entity, step.entity_id)
    same = bool(have["retired_at"]) if expect is None else all(have[c] == expect[c] for c in TRACKED[step.entity])
    if not same or (expect is not None and have["retired_at"]):
        raise Conflict("That has been changed since, so this step cannot be taken back.")
    target = dict(want if want is not None else have)
    target["retired_at"] = now() if want is None else None
    write(conn, step.entity, step.entity_id, target)


def forget_reasons(conn: sqlite3.Connection) -> None:
    """Take the words out of the standing suggestions' reasons, in the caller's transaction.

    They repeat what was said, as it was when they were made; after this the suggestions are not current
    and are made anew before they are shown.
    """
    if conn.execute("DELETE FROM setting WHERE key = ?", (SUGGESTED_FROM.key,)).rowcount:
        conn.execute("UPDATE suggestion SET reason = '{}' WHERE reason <> '{}'")
