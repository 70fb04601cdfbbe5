"""The themes that a coder has put under digits: a setting of theirs, which undo leaves alone.

A row is never changed but to be retired, so that the file says what stood under which digit when.
"""

from __future__ import annotations

import sqlite3

from rrt_qual.store.coding import codings
from rrt_qual.store.file.connection import transaction
from rrt_qual.store.project import changes
from rrt_qual.store.project.changes import Change
from rrt_qual.store.project.ids import new_id, now


def of(conn: sqlite3.Connection, coder_id: str) -> dict[int, str]:
    """Digit (5 to 9) -> theme key, as this coder has set them; a theme retired since is among them."""
    rows = conn.execute(
        "SELECT p.digit, t.key FROM pinned_theme AS p JOIN theme AS t ON t.id = p.theme_id"
        " WHERE p.coder_id = ? AND p.retired_at IS NULL ORDER BY p.digit",
        (coder_id,),
    )
    return {r["digit"]: r["key"] for r in rows}


def put(conn: sqlite3.Connection, coder_id: str, wanted: dict[int, str | None]) -> None:
    """Set digits (5 to 9) to theme keys, or free them (None), in one step that the log shows and undo passes over.

    A theme stands under one digit at most: put under another, it leaves the first.

    Raises:
        NotFound: no such theme.
    """
    with transaction(conn):
        log: list[Change] = []
        for digit, theme in wanted.items():
            theme_id = codings.theme_id_of(conn, theme) if theme is not None else None
            log += _retire(conn, coder_id, digit, theme_id)
            if theme_id is not None and not _stands(conn, coder_id, digit, theme_id):
                row = {"id": new_id(), "coder_id": coder_id, "digit": digit, "theme_id": theme_id, "pinned_at": now()}
                conn.execute(
                    "INSERT INTO pinned_theme (id, coder_id, digit, theme_id, pinned_at)"
                    " VALUES (:id, :coder_id, :digit, :theme_id, :pinned_at)",
                    row,
                )
                log.append(Change("pinned_theme", str(row["id"]), None, None, row))
        if log:
            words = ", ".join(f"{digit} {theme or 'free'}" for digit, theme in wanted.items())
            changes.record(conn, label=f"digits: {words}", coder_id=coder_id, changes=log, kind="log")


def _retire(conn: sqlite3.Connection, coder_id: str, digit: int, theme_id: str | None) -> list[Change]:
    """Retire what stands under the digit, and the same theme under another; not the very row that is wanted."""
    rows = conn.execute(
        "SELECT * FROM pinned_theme WHERE coder_id = ? AND retired_at IS NULL"
        " AND ((digit = ? AND theme_id IS NOT ?) OR (digit <> ? AND theme_id IS ?))",
        (coder_id, digit, theme_id, digit, theme_id),
    ).fetchall()
    conn.executemany("UPDATE pinned_theme SET retired_at = ? WHERE id = ?", [(now(), r["id"]) for r in rows])
    return [Change("pinned_theme", r["id"], None, dict(r), None) for r in rows]


def _stands(conn: sqlite3.Connection, coder_id: str, digit: int, theme_id: str) -> bool:
    return bool(
        conn.execute(
            "SELECT 1 FROM pinned_theme WHERE coder_id = ? AND digit = ? AND theme_id = ? AND retired_at IS NULL",
            (coder_id, digit, theme_id),
        ).fetchone()
    )
