"""Numbered, append-only migrations, run by sqlite-utils; an older file is backed up before it is changed."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

from rrt_qual.domain.errors import ProjectError
from rrt_qual.store.project.ids import now
from rrt_qual.store.schema.drafts import SCHEMA_4
from rrt_qual.store.schema.reports import SCHEMA_3
from rrt_qual.store.schema.tables import SCHEMA_1, SCHEMA_2

if TYPE_CHECKING:
    from sqlite_utils import Database
    from sqlite_utils.migrations import Migrations

#: `PRAGMA application_id` of a project file: 'RRTQ'.
APPLICATION_ID = 0x52525451

#: One script a version; version N is reached by running scripts[N - 1].
SCRIPTS: tuple[str, ...] = (SCHEMA_1, SCHEMA_2, SCHEMA_3, SCHEMA_4)

LATEST = len(SCRIPTS)


def version_of(conn: sqlite3.Connection) -> int:
    """The schema version of an open file (`PRAGMA user_version`); 0 for an empty one."""
    return int(conn.execute("PRAGMA user_version").fetchone()[0])


def migrate(conn: sqlite3.Connection, path: Path) -> Path | None:
    """Bring the file at `path` to the latest version; returns the backup that was made, if any.

    Each migration and the record of it are one transaction. A file that holds data is copied to
    `<name>.backup-v<N>-<time>` beside it first, readable by its owner alone.

    Raises:
        ProjectError: the file was made by a newer program.
    """
    have = version_of(conn)
    if have == LATEST:
        return None
    if have > LATEST:
        raise ProjectError(
            f"'{path.name}' was made by a newer rrt-qual (its format is {have}, this program knows {LATEST}).",
            "Install the newer version to open it; nothing was changed.",
        )
    copy = back_up(conn, path, f"v{have}") if have else None
    try:
        bring_over(conn)
    except BaseException as fault:
        # what was done is rolled back by now, so that the copy would be one more of the same at every try
        if copy is not None and version_of(conn) == have:
            copy.unlink(missing_ok=True)
        if isinstance(fault, sqlite3.OperationalError) and _is_no_room(fault):
            raise _no_room(path) from None
        raise
    return copy


def bring_over(conn: sqlite3.Connection) -> None:
    """Run the migrations that an open project still needs, each with its record in one transaction; no backup."""
    _migrations(version_of(conn)).apply(_database(conn))


def back_up(conn: sqlite3.Connection, path: Path, why: str) -> Path:
    """Copy the whole project beside itself, readable by its owner alone; returns the copy's path.

    The copy appears whole or not at all.

    Raises:
        ProjectError: there is no room for it, or the folder may not be written to; nothing is left of it.
    """
    stamp = now().replace(":", "").replace("-", "").replace(".", "")
    copy = path.with_name(f"{path.name}.backup-{why}-{stamp}")
    import secrets

    part = path.with_name(f".{path.name[:80]}.{secrets.token_hex(6)}.part")
    try:
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        target = sqlite3.connect(part)
        try:
            conn.backup(target)
        finally:
            target.close()
        part.replace(copy)
    except BaseException as fault:
        for end in ("", "-journal", "-wal", "-shm"):
            with contextlib.suppress(OSError):
                part.with_name(part.name + end).unlink()
        if isinstance(fault, OSError) or (isinstance(fault, sqlite3.OperationalError) and _is_no_room(fault)):
            raise _no_room(path) from None
        raise
    return copy


def _is_no_room(fault: sqlite3.Error) -> bool:
    return getattr(fault, "sqlite_errorcode", 0) & 0xFF in (
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_CANTOPEN,
    )


class NoRoomError(ProjectError):
    """There is no room to bring an older project over."""


def _no_room(path: Path) -> NoRoomError:
    size = max(1, 3 * path.stat().st_size // 1_000_000)
    return NoRoomError(
        f"'{path.name}' was made by an older rrt-qual, and there is no room to bring it over: a copy is kept beside it"
        " first.",
        f"Free about {size:,} MB on its disk and open it again; nothing was changed.",
    )


def _database(conn: sqlite3.Connection) -> Database:
    from sqlite_utils import Database

    return Database(conn)


def _migrations(have: int) -> Migrations:
    """The scripts behind version `have`, registered under names that never change."""
    from sqlite_utils.migrations import Migrations

    migrations = Migrations("rrt-qual")
    for number, script in enumerate(SCRIPTS[have:], start=have + 1):

        @migrations(name=f"{number:04d}")
        def step(db: Database, script: str = script, number: int = number) -> None:
            for statement in _statements(script):
                db.conn.execute(statement)
            db.conn.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            db.conn.execute(f"PRAGMA user_version = {number}")

    return migrations


def _statements(script: str) -> list[str]:
    """The single statements of a script: `executescript` would commit the transaction they belong to."""
    out: list[str] = []
    pending = ""
    for line in script.splitlines(keepends=True):
        pending += line
        if sqlite3.complete_statement(pending):
            out.append(pending)
            pending = ""
    if pending.strip():
        raise AssertionError("a migration ends in the middle of a statement")
    return out
