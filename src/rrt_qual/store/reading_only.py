"""A project that lies where nothing can be written: opened to be read, never out of date behind a writer's back."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from rrt_qual.domain.errors import ProjectError
from rrt_qual.store import door

_COPY = "Copy it to a folder that you may write to."

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


def opened(path: Path, why: str) -> door.Connection:
    """The project, to be read.

    Where others are at work, or were when they were killed, SQLite reads their log with them. Where nobody is, it
    could not: it would need files beside the project. Then the whole project is copied into memory; it is as it stood
    when it was opened, and no later write can tear it.

    Raises:
        ProjectError: unsaved work lies beside it that cannot be read without writing, or it is damaged.
    """
    there = door.beside(path)
    if there.journal:
        raise ProjectError(
            f"'{path.name}' was left in the middle of a change, and {why}.", f"{_COPY} Take what lies beside it along."
        )
    try:
        conn = None if not (there.log or there.index) else _shared(path)
        conn = conn or _in_memory(path) or _shared(path)
    except sqlite3.DatabaseError as fault:
        raise door.refusal(path, fault) from None
    if conn is None:
        raise ProjectError(
            f"'{path.name}' has work in its log ('{path.name}-wal') that cannot be read here, for {why}.",
            f"{_COPY} Take what lies beside it along.",
        )
    conn.why_reading = why
    conn.execute("PRAGMA query_only = ON")
    return conn


def _shared(path: Path) -> door.Connection | None:
    """Reads together with whoever writes; None when that cannot be done here."""
    conn = door.connect(path, mode="ro")
    try:
        conn.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()
    except sqlite3.DatabaseError as fault:
        conn.close()
        if getattr(fault, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY):
            return None
        raise
    return conn


def _in_memory(path: Path) -> door.Connection | None:
    """The whole file as it stands, in memory; None when somebody wrote meanwhile, or there is work in the log."""
    for _ in range(_TRIES):
        before = _state(path)
        if door.beside(path).log:
            return None
        source = door.connect(path, mode="ro", immutable=1)
        copy = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False, factory=door.Connection)
        try:
            source.backup(copy)
            door.distrust(copy)
            door.trust(copy)
        except BaseException:
            copy.close()
            raise
        finally:
            source.close()
        if _state(path) == before and not door.beside(path).log:
            copy.row_factory = sqlite3.Row
            return copy
        copy.close()
    return None


def _state(path: Path) -> tuple[int, int, int, int]:
    found = path.stat()
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns
