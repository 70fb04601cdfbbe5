"""Leaving nothing behind: what was taken out of the project is gone from its file and from the files beside it.

Deleted content is overwritten at once (`secure_delete`), but older pages may still stand in the write-ahead log. A
wipe rewrites the whole file and empties that log. Whoever deletes for good calls `owe` in the same transaction, so
that a wipe that a crash or another program prevented is made up for when the project is next opened.
"""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

from rrt_qual.domain.settings import WIPE_OWED
from rrt_qual.store.file.connection import transaction
from rrt_qual.store.project import coders
from rrt_qual.store.project.ids import now


def owe(conn: sqlite3.Connection) -> None:
    """Say, inside the caller's transaction, that the file must be wiped."""
    coders.set_setting(conn, WIPE_OWED, now())


def settle(conn: sqlite3.Connection) -> None:
    """Say, inside the caller's transaction, that no wipe is owed any more."""
    coders.drop_setting(conn, WIPE_OWED)


def is_owed(conn: sqlite3.Connection) -> bool:
    """Whether something that was deleted for good may still stand in the files."""
    return coders.get_setting(conn, WIPE_OWED) is not None


def wipe(conn: sqlite3.Connection) -> bool:
    """Rewrite the file and empty its log; False when another program is reading just now, and it is still owed.

    The log is emptied first, which is done in a moment: what was deleted is then overwritten in the file. Rewriting
    takes longer, and clears what is left in the gaps of pages.
    """
    try:
        _emptied(conn)
        conn.execute("VACUUM")
        if not _emptied(conn):
            return False
        with transaction(conn):
            settle(conn)
        return _emptied(conn)
    except sqlite3.OperationalError:
        return False


def make_up(conn: sqlite3.Connection) -> bool:
    """Wipe if that is owed; returns whether nothing is owed any more. Waits for nobody."""
    if not is_owed(conn):
        return True
    waits = int(conn.execute("PRAGMA busy_timeout").fetchone()[0])
    conn.execute("PRAGMA busy_timeout = 200")
    try:
        with contextlib.suppress(Exception):  # a file that may only be read owes it still
            return wipe(conn)
        return False
    finally:
        conn.execute(f"PRAGMA busy_timeout = {waits}")


def backups(path: Path) -> list[Path]:
    """The copies of the project that were made beside it before changes of its format, oldest first."""
    return sorted(path.parent.glob(f"{_plain(path.name)}.backup-*"))


def _emptied(conn: sqlite3.Connection) -> bool:
    return int(conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]) == 0


def _plain(name: str) -> str:
    """A file's name as a pattern that means it alone."""
    return "".join(f"[{c}]" if c in "*?[" else c for c in name)
