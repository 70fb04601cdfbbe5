"""A project that lies where nothing can be written: opened to be read, never out of date behind a writer's back."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from rrt_qual.domain.errors import ProjectError
from rrt_qual.store.file import door, log_file
from rrt_qual.store.schema import migrations

_COPY = "Copy it to a folder that you may write to."

#: Where SQLite cannot make or enlarge what it keeps beside the file: no rights, or no room.
_NOT_SHARED = (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL)

#: How often a copy in memory is begun again because somebody wrote meanwhile.
_TRIES = 3


def why_not_written(path: Path) -> str:
    """Why the project at `path` cannot be written to; '' when it can, as far as rights tell."""
    folder = Path(os.path.realpath(path)).parent
    if not os.access(path, os.W_OK):
        return "the file may not be written to"
    if not os.access(folder, os.W_OK):
        return "its folder may not be written to"
    return ""


def opened(path: Path, why: str, version: int) -> door.Connection:
    """The project, to be read; one of an older `version` is brought over in memory.

    Where others are at work, or were when they were killed, SQLite reads their log with them. Where nobody is, it
    could not: it would need files beside the project. Then the whole project is copied into memory; it is as it stood
    when it was opened, and no later write can tear it.

    Raises:
        ProjectError: it was left in the middle of a change, others never stop writing, or it is damaged.
    """
    there = door.beside(path)
    if there.journal:
        raise ProjectError(
            f"'{path.name}' was left in the middle of a change, and {why}.", f"{_COPY} Take what lies beside it along."
        )
    try:
        conn = _brought_over(path) if version < migrations.LATEST else _as_it_is(path, shared=there.index)
    except sqlite3.DatabaseError as fault:
        raise door.refusal(path, fault) from None
    if conn is None:
        raise ProjectError(
            f"'{path.name}' cannot be read together with those who write to it at this moment, for {why}.",
            "Try again when they have finished.",
        )
    conn.why_reading = why
    conn.execute("PRAGMA query_only = ON")
    return conn


def _as_it_is(path: Path, *, shared: bool) -> door.Connection | None:
    return (_shared(path) if shared else None) or _in_memory(path) or _shared(path)


def _brought_over(path: Path) -> door.Connection | None:
    """A copy in memory at the latest version; the file stays as the older program left it."""
    copy = _in_memory(path)
    if copy is not None:
        door.compare(copy, path)
        migrations.bring_over(copy)
    return copy


def _shared(path: Path) -> door.Connection | None:
    """Reads together with whoever writes; None when that cannot be done here."""
    conn = door.connect(path, mode="ro")
    try:
        conn.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()
    except sqlite3.DatabaseError as fault:
        conn.close()
        if getattr(fault, "sqlite_errorcode", 0) & 0xFF in _NOT_SHARED:
            return None
        raise
    return conn


def _in_memory(path: Path) -> door.Connection | None:
    """File and log as they stand, in memory; None when somebody wrote meanwhile, each time."""
    for _ in range(_TRIES):
        before = _state(path)
        copy = door.in_memory(path, log_file.read(path))
        if _state(path) == before:
            return copy
        copy.close()
    return None


def _state(path: Path) -> tuple[tuple[int, int, int, int] | None, ...]:
    real = Path(os.path.realpath(path))
    return tuple(map(_stamp, (real, real.with_name(real.name + "-wal"))))


def _stamp(path: Path) -> tuple[int, int, int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns
