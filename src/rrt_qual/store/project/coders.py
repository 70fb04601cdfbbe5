"""Coders and settings."""

from __future__ import annotations

import json
import sqlite3
from typing import Any

from rrt_qual.domain.coding import Coder
from rrt_qual.domain.errors import NotFound, UsageError
from rrt_qual.domain.settings import Setting
from rrt_qual.store.project.ids import new_id, now


def ensure(conn: sqlite3.Connection, name: str) -> Coder:
    """The coder of that name (in any case), made when new.

    Raises:
        UsageError: the name is '*', which stands for 'any coder' in the counted tables.
    """
    name = " ".join(name.split())
    if name == "*":
        raise UsageError("A coder cannot be called '*'.", "Give the coder's own name.")
    row = conn.execute("SELECT id, name FROM coder WHERE name = ?", (name,)).fetchone()
    if row:
        return Coder(row["id"], row["name"])
    coder = Coder(new_id(), name)
    conn.execute("INSERT INTO coder (id, name, created_at) VALUES (?, ?, ?)", (coder.id, name, now()))
    return coder


def there(conn: sqlite3.Connection, name: str) -> Coder:
    """The coder of that name, or somebody who only reads and is written down nowhere: for a project that is read."""
    name = " ".join(name.split())
    row = conn.execute("SELECT id, name FROM coder WHERE name = ?", (name,)).fetchone()
    return Coder(row["id"], row["name"]) if row else Coder(new_id(), name)


def by_name(conn: sqlite3.Connection, name: str) -> Coder:
    """The coder of that name; raises NotFound naming those there are."""
    row = conn.execute("SELECT id, name FROM coder WHERE name = ?", (" ".join(name.split()),)).fetchone()
    if row is None:
        have = ", ".join(c.name for c in every(conn)) or "nobody yet"
        raise NotFound(f"No coder is called '{name}'.", f"Coders in this project: {have}.")
    return Coder(row["id"], row["name"])


def every(conn: sqlite3.Connection) -> list[Coder]:
    """All coders, by name."""
    return [Coder(r["id"], r["name"]) for r in conn.execute("SELECT id, name FROM coder ORDER BY name")]


def get_setting(conn: sqlite3.Connection, setting: Setting) -> Any:
    """What is kept of a setting (any JSON value), or its default."""
    row = conn.execute("SELECT value FROM setting WHERE key = ?", (setting.key,)).fetchone()
    return json.loads(row["value"]) if row else setting.default


def drop_setting(conn: sqlite3.Connection, setting: Setting) -> None:
    """Forget a setting."""
    conn.execute("DELETE FROM setting WHERE key = ?", (setting.key,))


def set_setting(conn: sqlite3.Connection, setting: Setting, value: Any) -> None:
    """Keep a setting; `value` is any JSON value."""
    conn.execute(
        "INSERT INTO setting (id, key, value, updated_at) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (key) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at",
        (new_id(), setting.key, json.dumps(value, ensure_ascii=False), now()),
    )
