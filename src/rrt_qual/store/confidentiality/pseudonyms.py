"""Pseudonyms, the real forms that they stand for (the key), and the names that the project lists."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence

from rrt_qual.domain.confidentiality.privacy import FindKind, ListedName, Pseudonym
from rrt_qual.store.project.ids import new_id, now


def every(conn: sqlite3.Connection) -> list[Pseudonym]:
    """All live pseudonyms, by kind and name."""
    return [
        _pseudonym(r) for r in conn.execute("SELECT * FROM pseudonym WHERE retired_at IS NULL ORDER BY kind, name, id")
    ]


def make(conn: sqlite3.Connection, kind: FindKind, name: str, wave: str = "") -> Pseudonym:
    """Insert a pseudonym and nothing else; the caller logs and commits."""
    made = Pseudonym(new_id(), kind, name, wave)
    conn.execute(
        "INSERT INTO pseudonym (id, kind, name, wave, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?)",
        (made.id, kind, name, wave, now(), now()),
    )
    return made


def forms(conn: sqlite3.Connection) -> dict[str, list[tuple[str, str]]]:
    """Form key -> (form, pseudonym id) of every real form that stands in the key; {} while the key is out."""
    out: dict[str, list[tuple[str, str]]] = {}
    for r in conn.execute(
        "SELECT f.form_key, f.form, f.pseudonym_id FROM pseudonym_form AS f JOIN pseudonym AS p ON p.id ="
        " f.pseudonym_id WHERE f.retired_at IS NULL AND p.retired_at IS NULL ORDER BY f.id"
    ):
        out.setdefault(r["form_key"], []).append((r["form"], r["pseudonym_id"]))
    return out


def add_form(conn: sqlite3.Connection, pseudonym_id: str, form: str, form_key: str) -> str:
    """Say that `form` is meant by a pseudonym; the caller logs and commits. Returns the row's id."""
    form_id = new_id()
    conn.execute(
        "INSERT INTO pseudonym_form (id, pseudonym_id, form, form_key, created_at) VALUES (?, ?, ?, ?, ?)",
        (form_id, pseudonym_id, form, form_key, now()),
    )
    return form_id


def listed(conn: sqlite3.Connection) -> list[ListedName]:
    """The names that the project lists, by kind and name."""
    return [
        ListedName(r["id"], FindKind(r["kind"]), r["name"], tuple(json.loads(r["aliases"])))
        for r in conn.execute("SELECT * FROM listed_name WHERE retired_at IS NULL ORDER BY kind, name, id")
    ]


def list_name(conn: sqlite3.Connection, kind: FindKind, name: str, aliases: Sequence[str] = ()) -> str:
    """Put a name on the project's list; the caller logs and commits. Returns the row's id."""
    row_id = new_id()
    conn.execute(
        "INSERT INTO listed_name (id, kind, name, aliases, created_at) VALUES (?, ?, ?, ?, ?)",
        (row_id, kind, name, json.dumps(list(aliases), ensure_ascii=False), now()),
    )
    return row_id


def _pseudonym(r: sqlite3.Row) -> Pseudonym:
    return Pseudonym(r["id"], FindKind(r["kind"]), r["name"], r["wave"])
