"""The change log: who did what, when, before and after; undo and redo read it, across restarts.

An *act* is what a coder did with one key press; it may change several rows and is one transaction.
Acts are of kind `do`, `undo`, `redo`, or `log` (written down, but not to be undone: imports, settings).
"""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from typing import Any

from rrt_qual.store.project.ids import new_id, now

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Change:
    """One changed row of one act. `before` is None for a row that was made, `after` for one retired."""

    entity: str
    entity_id: str
    interview_id: str | None
    before: Row | None
    after: Row | None


@dataclass(frozen=True, slots=True)
class Act:
    """One act of a coder, with all it changed, in order."""

    id: str
    label: str
    coder_id: str
    changes: tuple[Change, ...]


def record(
    conn: sqlite3.Connection,
    *,
    label: str,
    coder_id: str | None,
    changes: list[Change],
    kind: str = "do",
    of_act: str | None = None,
) -> str:
    """Write one act to the log (inside the caller's transaction); returns the act's id."""
    act_id, at = new_id(), now()
    conn.executemany(
        "INSERT INTO change (id, act_id, kind, of_act, label, coder_id, interview_id, entity, entity_id,"
        " before, after, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                new_id(),
                act_id,
                kind,
                of_act,
                label,
                coder_id,
                c.interview_id,
                c.entity,
                c.entity_id,
                _json(c.before),
                _json(c.after),
                at,
            )
            for c in changes
        ],
    )
    return act_id


def undoable(conn: sqlite3.Connection, coder_id: str) -> Act | None:
    """The latest act of this coder that stands, or None."""
    row = conn.execute(
        "SELECT act_id FROM change AS c WHERE coder_id = ? AND kind = 'do' AND COALESCE("
        " (SELECT l.kind FROM change AS l WHERE l.of_act = c.act_id ORDER BY l.seq DESC LIMIT 1), 'redo')"
        " = 'redo' ORDER BY seq DESC LIMIT 1",
        (coder_id,),
    ).fetchone()
    return act(conn, row["act_id"]) if row else None


def redoable(conn: sqlite3.Connection, coder_id: str) -> Act | None:
    """The act that was undone last, provided that nothing new was done since; or None."""
    last = conn.execute(
        "SELECT COALESCE(MAX(seq), 0) FROM change WHERE coder_id = ? AND kind = 'do'", (coder_id,)
    ).fetchone()[0]
    stack: list[str] = []
    seen: set[str] = set()
    for row in conn.execute(
        "SELECT act_id, kind, of_act FROM change WHERE coder_id = ? AND seq > ? AND kind IN ('undo', 'redo')"
        " ORDER BY seq",
        (coder_id, last),
    ):
        if row["act_id"] in seen:
            continue
        seen.add(row["act_id"])
        if row["kind"] == "undo":
            stack.append(row["of_act"])
        elif stack:
            stack.pop()
    return act(conn, stack[-1]) if stack else None


def act(conn: sqlite3.Connection, act_id: str) -> Act:
    """Read one act back from the log."""
    rows = conn.execute("SELECT * FROM change WHERE act_id = ? ORDER BY seq", (act_id,)).fetchall()
    return Act(
        act_id,
        rows[0]["label"],
        rows[0]["coder_id"],
        tuple(
            Change(r["entity"], r["entity_id"], r["interview_id"], _row(r["before"]), _row(r["after"])) for r in rows
        ),
    )


def last_blind(conn: sqlite3.Connection, coder_id: str) -> list[str]:
    """What was hidden from a coder the last time that the log tells of it; nothing when it was shown again."""
    row = conn.execute(
        "SELECT json_extract(after, '$.hidden') AS hidden FROM change WHERE coder_id = ? AND entity = 'coder'"
        " AND kind = 'log' AND json_extract(after, '$.blind') IS NOT NULL ORDER BY seq DESC LIMIT 1",
        (coder_id,),
    ).fetchone()
    return [str(one) for one in json.loads(row["hidden"])] if row and row["hidden"] else []


def files(conn: sqlite3.Connection) -> list[tuple[str, str, str]]:
    """(file, what it is, when) of the files that hold words of this project and that the log knows, oldest first.

    Whoever writes such a file logs a change of entity 'export' or 'key', with {"file": its name} as `after`: an export
    before the file appears and again when it is there. The latest line of a file is the one that counts.
    """
    found = {
        r["file"]: (r["file"], r["label"], r["at"])
        for r in conn.execute(
            "SELECT json_extract(after, '$.file') AS file, label, at FROM change WHERE entity IN ('export', 'key')"
            " AND kind = 'log' AND json_extract(after, '$.file') <> '' ORDER BY seq"
        )
    }
    return list(found.values())


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One act as the log shows it: `interview` is '' when it is about none or several, `rows` how many it changed."""

    at: str
    kind: str
    label: str
    coder: str
    interview: str
    rows: int


def acts(conn: sqlite3.Connection, limit: int | None = 200) -> list[LogEntry]:
    """The latest acts (None: all), newest first."""
    return [
        LogEntry(**dict(row))
        for row in conn.execute(
            "SELECT c.at, c.kind, c.label, COALESCE(k.name, '') AS coder, CASE COUNT(DISTINCT c.interview_id)"
            " WHEN 1 THEN i.name ELSE '' END AS interview, COUNT(*) AS rows FROM change AS c"
            " LEFT JOIN coder AS k ON k.id = c.coder_id LEFT JOIN interview AS i ON i.id = c.interview_id"
            " GROUP BY c.act_id ORDER BY MIN(c.seq) DESC LIMIT ?",
            (-1 if limit is None else limit,),
        )
    ]


def _json(row: Row | None) -> str | None:
    return None if row is None else json.dumps(row, ensure_ascii=False, sort_keys=True)


def _row(text: str | None) -> Row | None:
    return None if text is None else dict(json.loads(text))
