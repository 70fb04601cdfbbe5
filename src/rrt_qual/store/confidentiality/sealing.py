"""Words moved out into a key file and back: what the project holds meanwhile."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rrt_qual.domain.interview import text_hash
from rrt_qual.store.interviews import originals
from rrt_qual.store.project.ids import new_id, now

#: The tables that are the key: they go out as they are.
KEY_TABLES = ("pseudonym_form", "listed_name")


@dataclass(frozen=True, slots=True)
class Sealed:
    """An interview some of whose words are out: `mark` proves its whole text, when the key's secret is known."""

    interview_id: str
    mark: str
    key_id: str


def every(conn: sqlite3.Connection) -> dict[str, Sealed]:
    """The sealed interviews by id."""
    return {
        r["interview_id"]: Sealed(r["interview_id"], r["text_sha256"], r["key_id"])
        for r in conn.execute("SELECT interview_id, text_sha256, key_id FROM sealing")
    }


def seal(conn: sqlite3.Connection, interview_id: str, text: str, mark: str, key_id: str) -> None:
    """Put the text with its words blanked in place of the whole one."""
    write_text(conn, interview_id, text)
    conn.execute(
        "INSERT INTO sealing (id, interview_id, text_sha256, key_id, sealed_at) VALUES (?, ?, ?, ?, ?)",
        (new_id(), interview_id, mark, key_id, now()),
    )


def write_text(conn: sqlite3.Connection, interview_id: str, text: str) -> None:
    """Put a text of the same length in place of an interview's, and its hash."""
    conn.execute(
        "UPDATE interview SET text = ?, text_sha256 = ? WHERE id = ? AND length(text) = ?",
        (text, text_hash(text), interview_id, len(text)),
    )
    if originals.load_text(conn, interview_id) != text:
        raise AssertionError("a text may only be put in place of one as long")


def unseal_all(conn: sqlite3.Connection) -> None:
    """Say that no interview is sealed any more."""
    conn.execute("DELETE FROM sealing")


@dataclass(frozen=True, slots=True)
class Voice:
    """A speaker of an interview."""

    id: str
    interview_id: str
    label: str
    name: str
    role: str


def voices(conn: sqlite3.Connection) -> list[Voice]:
    """All speakers, by interview and order of speaking."""
    return [
        Voice(r["id"], r["interview_id"], r["label"], r["name"], r["role"])
        for r in conn.execute("SELECT id, interview_id, label, name, role FROM speaker ORDER BY interview_id, position")
    ]


def people(conn: sqlite3.Connection) -> set[str]:
    """The participants' codes, as the attributes give them."""
    return {r["participant"] for r in conn.execute("SELECT DISTINCT participant FROM interview")}


def source_hashes(conn: sqlite3.Connection) -> dict[str, str]:
    """Interview id -> hash of the file it was read from."""
    return {r["id"]: r["source_sha256"] for r in conn.execute("SELECT id, source_sha256 FROM interview")}


def take_rows(conn: sqlite3.Connection) -> dict[str, list[dict[str, Any]]]:
    """Table -> all rows of the tables that are the key."""
    return {t: [dict(r) for r in conn.execute(f'SELECT * FROM "{t}" ORDER BY id')] for t in KEY_TABLES}


def drop_rows(conn: sqlite3.Connection) -> None:
    """Empty the tables that are the key."""
    for table in KEY_TABLES:
        conn.execute(f'DELETE FROM "{table}"')


def put_rows(conn: sqlite3.Connection, rows: Mapping[str, Sequence[Mapping[str, Any]]]) -> int:
    """Bring back the rows of the key; those whose pseudonym was erased meanwhile stay out. Returns how many."""
    there = {r["id"] for r in conn.execute("SELECT id FROM pseudonym")}
    count = 0
    for table in KEY_TABLES:
        columns = [r["name"] for r in conn.execute(f'PRAGMA table_info("{table}")')]
        for row in rows.get(table, ()):
            if "pseudonym_id" in row and row["pseudonym_id"] not in there:
                continue
            names = ", ".join(f'"{c}"' for c in columns)
            marks = ", ".join("?" for _ in columns)
            conn.execute(f'INSERT OR IGNORE INTO "{table}" ({names}) VALUES ({marks})', [row.get(c) for c in columns])
            count += 1
    return count


def drop_suggestions(conn: sqlite3.Connection) -> None:
    """Take away the standing suggestions, whose reasons quote what people said; they are made anew."""
    conn.execute("DELETE FROM suggestion")
    conn.execute("DELETE FROM setting WHERE key = 'suggest.state'")


def keep_embeddings(conn: sqlite3.Connection, hashes: Iterable[str]) -> int:
    """Drop the embeddings of all texts but these (by hash); returns how many went."""
    conn.execute("CREATE TEMP TABLE IF NOT EXISTS kept_hash (h TEXT PRIMARY KEY)")
    conn.execute("DELETE FROM kept_hash")
    conn.executemany("INSERT OR IGNORE INTO kept_hash VALUES (?)", [(h,) for h in hashes])
    gone = conn.execute("DELETE FROM embedding WHERE text_sha256 NOT IN (SELECT h FROM kept_hash)").rowcount
    conn.execute("DELETE FROM kept_hash")
    return gone
