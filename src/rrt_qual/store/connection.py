"""Opening and creating project files, and the one way to change them: `transaction`."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from rrt_qual.domain.errors import ProjectError
from rrt_qual.store import migrations

#: How long, in seconds, a writer waits for another coder's transaction to end.
BUSY_SECONDS = 10.0

#: Faults that lie outside the program: the disk is full, the file may not be written or is held.
_OUTER_FAULTS = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_READONLY,
}


def create(path: Path) -> sqlite3.Connection:
    """Make a new, empty project file, readable by its owner alone, and open it.

    Raises:
        ProjectError: something stands there already, or the folder cannot be written.
    """
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except FileExistsError:
        raise ProjectError(f"'{path}' exists already.", "Choose another name, or open it.") from None
    except OSError as fault:
        raise ProjectError(f"'{path}' cannot be made: {fault.strerror}.", "Choose a folder you may write to.") from None
    conn = _connect(path)
    migrations.migrate(conn, path)
    return conn


def open_file(path: Path) -> sqlite3.Connection:
    """Open an existing project; an older one is backed up and migrated.

    Raises:
        ProjectError: missing, not a project, damaged, locked, or made by a newer program.
    """
    if not path.exists():
        raise ProjectError(
            f"There is no project at '{path}'.", "Check the name, or make one with 'rrt-qual init' or 'demo'."
        )
    if path.is_dir():
        raise ProjectError(f"'{path}' is a folder, not a project file.", "Name the .rrtq file inside it.")
    try:
        with path.open("rb") as file:
            head = file.read(16)
        if head != b"SQLite format 3\0":
            raise ProjectError(f"'{path.name}' is not a project file.", "A project is made with 'rrt-qual init'.")
        conn = _connect(path)
        application = int(conn.execute("PRAGMA application_id").fetchone()[0])
        if application != migrations.APPLICATION_ID:
            conn.close()
            raise ProjectError(
                f"'{path.name}' is an SQLite file, but not a project of rrt-qual.", "Name the .rrtq file."
            )
        migrations.migrate(conn, path)
    except PermissionError:
        raise ProjectError(f"'{path.name}' may not be read by you.", "Ask its owner for access.") from None
    except sqlite3.DatabaseError as fault:
        raise ProjectError(
            f"'{path.name}' cannot be opened: {fault}.",
            "If another program holds it, close that; if it is damaged, go back to a backup beside it.",
        ) from None
    return conn


def _connect(path: Path) -> sqlite3.Connection:
    conn = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
    conn.row_factory = sqlite3.Row
    conn.execute("PRAGMA journal_mode = WAL")
    conn.execute("PRAGMA synchronous = FULL")
    conn.execute("PRAGMA foreign_keys = ON")
    conn.execute("PRAGMA secure_delete = ON")
    conn.execute("PRAGMA temp_store = MEMORY")
    return conn


@contextmanager
def transaction(conn: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """All or nothing: what happens inside is on disk when the block ends, or did not happen.

    A transaction inside a transaction is the same transaction.

    Raises:
        ProjectError: another program holds the file for longer than BUSY_SECONDS, or the disk is full.
    """
    if conn.in_transaction:
        yield conn
        return
    try:
        conn.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as fault:
        raise _plain(fault) from None
    try:
        yield conn
        conn.execute("COMMIT")
    except BaseException as fault:
        with suppress(sqlite3.OperationalError):  # of a full disk SQLite has rolled back by itself
            conn.execute("ROLLBACK")
        if (
            isinstance(fault, sqlite3.OperationalError)
            and getattr(fault, "sqlite_errorcode", 0) & 0xFF in _OUTER_FAULTS
        ):
            raise _plain(fault) from None
        raise


@contextmanager
def snapshot(conn: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """All that is read inside is of one moment, whatever others write meanwhile; nothing may be written."""
    if conn.in_transaction:
        yield conn
        return
    conn.execute("BEGIN")
    try:
        yield conn
    finally:
        with suppress(sqlite3.OperationalError):  # a damaged file has ended it by itself
            conn.execute("ROLLBACK")


def _plain(fault: sqlite3.OperationalError) -> ProjectError:
    if "locked" in str(fault) or "busy" in str(fault):
        return ProjectError(
            "Another program is writing to this project and does not let go.",
            "Nothing was changed; close the other program and try again.",
        )
    return ProjectError(f"The project cannot be written: {fault}.", "Nothing was changed.")
