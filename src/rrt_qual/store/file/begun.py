"""Files outside the project that are being written from it: what is begun is known before the first of them appears.

A program that is killed in between leaves a note in the project, and whoever opens it next makes up for it: a key file
that is not needed goes, for the names are in the project still; what was unfinished of an export goes too.
"""

from __future__ import annotations

import contextlib
import hashlib
import sqlite3
from collections.abc import Callable
from pathlib import Path

from rrt_qual.domain.errors import RrtError
from rrt_qual.domain.files import held
from rrt_qual.domain.settings import FILES_BEGUN
from rrt_qual.store.file.connection import transaction
from rrt_qual.store.project import coders
from rrt_qual.store.project.ids import new_id, now

#: How the log of replacements is called that goes with an archive copy.
BESIDE_ARCHIVE = ".log.csv"


def begin(conn: sqlite3.Connection, kind: str, path: Path, sha256: str = "") -> str:
    """Note that a file will be written, in a transaction of its own or the caller's; returns the note's id."""
    note = {"id": new_id(), "kind": kind, "path": str(path.absolute()), "sha256": sha256, "at": now()}
    with transaction(conn):
        coders.set_setting(conn, FILES_BEGUN, [*coders.get_setting(conn, FILES_BEGUN), note])
    return note["id"]


def end(conn: sqlite3.Connection, note_id: str) -> bool:
    """Take a note away, inside the caller's transaction or in one of its own; whether it was there."""
    with transaction(conn):
        notes = coders.get_setting(conn, FILES_BEGUN)
        left = [note for note in notes if note["id"] != note_id]
        if left:
            coders.set_setting(conn, FILES_BEGUN, left)
        else:
            coders.drop_setting(conn, FILES_BEGUN)
    return len(left) < len(notes)


def make_up(conn: sqlite3.Connection, clear: Callable[[Path], object]) -> list[str]:
    """Clear up after killed programs; returns sentences about it. Waits for nobody.

    `clear` takes away what is unfinished beside a path. All is done inside a transaction, so that nobody is moving
    a key out meanwhile: while its note stands, the names are in the project, and the file is not needed. A file
    whose content is not the one that was noted is left.
    """
    if not coders.get_setting(conn, FILES_BEGUN):
        return []
    waits = int(conn.execute("PRAGMA busy_timeout").fetchone()[0])
    conn.execute("PRAGMA busy_timeout = 200")
    told = []
    try:
        with contextlib.suppress(RrtError, sqlite3.Error), transaction(conn):
            for note in coders.get_setting(conn, FILES_BEGUN):
                path = Path(note["path"])
                clear(path)
                if note["kind"] == "key":
                    told += drop_key(path, note["sha256"])
                if note["kind"] == "archive" and not path.exists():  # its log came first, and alone means nothing
                    path.with_name(path.name + BESIDE_ARCHIVE).unlink(missing_ok=True)
                end(conn, note["id"])
    finally:
        conn.execute(f"PRAGMA busy_timeout = {waits}")
    return told


def drop_key(path: Path, sha256: str) -> list[str]:
    """Take a key file away that is not needed, if it is the very one; returns a sentence about it."""
    if held.is_held(path):  # no key, whatever it is called
        return []
    try:
        if hashlib.sha256(path.read_bytes()).hexdigest() != sha256:
            return []
        path.unlink()
    except FileNotFoundError:
        return []
    except OSError:
        return [f"'{path.name}' is a key file that was left half-way and opens nothing: delete it."]
    return [f"'{path.name}' was a key file that was left half-way; it is taken away, and the names are in the project."]
