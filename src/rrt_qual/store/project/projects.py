"""The project row itself, and the store's housekeeping."""

from __future__ import annotations

import sqlite3

from rrt_qual.store.project.ids import new_id, now


def describe(conn: sqlite3.Connection, name: str, made_by: str) -> str:
    """Write the project's row; returns its id."""
    project_id = new_id()
    conn.execute(
        "INSERT INTO project (id, name, created_at, made_by) VALUES (?, ?, ?, ?)",
        (project_id, name, now(), made_by),
    )
    return project_id


def project(conn: sqlite3.Connection) -> tuple[str, str]:
    """(id, name) of the project."""
    row = conn.execute("SELECT id, name FROM project").fetchone()
    return (row["id"], row["name"]) if row else ("", "")
