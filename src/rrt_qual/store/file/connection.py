"""Opening and creating project files, and the one way to change them: `transaction`."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from rrt_qual.domain.errors import OnlyReadError, ProjectError
from rrt_qual.domain.files import held
from rrt_qual.domain.library_faults import why as told
from rrt_qual.store.file import door, reading_only
from rrt_qual.store.file.door import BUSY_SECONDS
from rrt_qual.store.schema import migrations

__all__ = ["BUSY_SECONDS", "create", "open_file", "snapshot", "transaction", "why_reading", "working_out"]

#: Faults that lie outside the program: the disk is full, the file may not be written or is held.
_OUTER_FAULTS = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_READONLY,
}

_NO_ROOM = (
    "it was made by an older rrt-qual, and its disk has no room for the copy that is kept before it is brought over"
)


def create(path: Path) -> sqlite3.Connection:
    """Make a new, empty project file, readable by its owner alone, and open it.

    Raises:
        ProjectError: something stands there already, or the folder cannot be written.
    """
    try:
        # a new file: no connection to it can be open yet
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except FileExistsError:
        raise ProjectError(f"'{path}' exists already.", "Choose another name, or open it.") from None
    except OSError as fault:
        raise ProjectError(f"'{path}' cannot be made: {told(fault)}.", "Choose a folder you may write to.") from None
    with _to_write(path) as conn:
        migrations.migrate(conn, path)
    return conn


def open_file(path: Path) -> sqlite3.Connection:
    """Open an existing project; an older one is backed up and migrated.

    Where nothing can be written it is opened to be read: `why_reading` says why.

    Raises:
        ProjectError: missing, not a project, damaged, locked, made by a newer program, or not as a project should be.
    """
    version = door.look(path)
    if why := reading_only.why_not_written(path):
        return _to_read(path, version, why)
    try:
        with _to_write(path, compared=True) as conn:
            migrations.migrate(conn, path)
        return conn
    except migrations.NoRoomError:
        return _to_read(path, version, _NO_ROOM)
    except sqlite3.DatabaseError as fault:
        if _is_full(fault):
            return _to_read(path, version, "the disk is full")
        raise door.refusal(path, fault) from None


def why_reading(conn: sqlite3.Connection) -> str:
    """Why nothing can be written to this project; '' when it can."""
    return str(getattr(conn, "why_reading", ""))


@contextmanager
def working_out(conn: sqlite3.Connection) -> Iterator[None]:
    """What the program works out by itself before it can answer (finds, suggestions) may be kept inside this block.

    A project that can only be read, and stands in memory, keeps it there until it is closed; nothing is written to
    the file. Where it is read together with those who write to it, nothing can be kept: `transaction` says so.
    """
    why = why_reading(conn)
    if not why or not isinstance(conn, door.Connection) or not conn.in_memory:
        yield
        return
    conn.execute("PRAGMA query_only = OFF")
    conn.why_reading = ""
    try:
        yield
    finally:
        conn.why_reading = why
        conn.execute("PRAGMA query_only = ON")


def _to_read(path: Path, version: int, why: str) -> sqlite3.Connection:
    conn = reading_only.opened(path, why, version)
    try:
        door.compare(conn, path)
    except BaseException:
        conn.close()
        raise
    held.hold(path)
    return conn


def _is_full(fault: sqlite3.Error) -> bool:
    """Whether there is no room for what SQLite keeps beside the file."""
    code = getattr(fault, "sqlite_errorcode", 0)
    return code in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_SHMSIZE, sqlite3.SQLITE_IOERR_SHMOPEN)


@contextmanager
def _to_write(path: Path, *, compared: bool = False) -> Iterator[sqlite3.Connection]:
    """A new connection, which stays open unless what is done with it first fails."""
    conn = door.connect(path, mode="rw")
    try:
        door.trust(conn)
        if compared:
            door.compare(conn, path)
        conn.execute("PRAGMA journal_mode = WAL")
        conn.execute("PRAGMA synchronous = FULL")
        conn.execute("PRAGMA foreign_keys = ON")
        conn.execute("PRAGMA secure_delete = ON")
        conn.execute("PRAGMA temp_store = MEMORY")
        held.hold(path)
        yield conn
    except BaseException:
        conn.close()
        raise


@contextmanager
def transaction(conn: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """All or nothing: what happens inside is on disk when the block ends, or did not happen.

    A transaction inside a transaction is the same transaction.

    Raises:
        ProjectError: another program holds the file for longer than BUSY_SECONDS, or the disk is full.
        OnlyReadError: the project is open for reading alone.
    """
    if conn.in_transaction:
        yield conn
        return
    if why := why_reading(conn):
        raise OnlyReadError(
            f"Nothing can be coded or changed in this project: {why}.", "Copy it to a folder that you may write to."
        )
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


#: What an outer fault is called; SQLite's own words are not shown.
_CALLED = {
    sqlite3.SQLITE_FULL: "the disk is full",
    sqlite3.SQLITE_READONLY: "it may only be read",
    sqlite3.SQLITE_CANTOPEN: "its folder does not let us",
    sqlite3.SQLITE_IOERR: "the disk does not do what it is asked, or is full",
}


#: True of every act: many commands do several, each a transaction of its own (an import one a file).
_KEPT = "This step was not kept; what was finished before it is."


def _plain(fault: sqlite3.OperationalError) -> ProjectError:
    code = getattr(fault, "sqlite_errorcode", 0) & 0xFF
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return ProjectError(
            "Another program is writing to this project and does not let go.",
            f"{_KEPT} Close the other program and try again.",
        )
    why = _CALLED.get(code, "it is damaged, or the disk is")
    return ProjectError(f"The project cannot be written: {why}.", _KEPT)
