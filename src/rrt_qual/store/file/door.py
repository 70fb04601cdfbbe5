"""The one door to a project file: looked at through SQLite alone, and compared with what this program knows.

No descriptor of our own is ever made for a project: closing one would drop every lock that this process holds on the
file (sqlite.org/howtocorrupt, 2.2). A look leaves the file and its folder as they are. Only a file that the look has
found to be a project is opened to be written, and a file that may not be written is opened to be read.
"""

from __future__ import annotations

import functools
import os
import sqlite3
import stat
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from rrt_qual.domain.errors import ProjectError
from rrt_qual.store.file import log_file
from rrt_qual.store.schema import known as known_schema
from rrt_qual.store.schema import migrations

#: How long, in seconds, a writer waits for another coder's transaction to end.
BUSY_SECONDS = 10.0

#: SQLITE_DBCONFIG_DEFENSIVE, which Python has a name for from 3.12 on.
_DEFENSIVE = 1010

#: How often a look is tried: it takes no lock, and others may begin or end their work on the file during it. What is
#: damaged indeed looks so each time.
_LOOKS = 5

_DAMAGED = "If it is damaged, go back to a backup beside it."
_OTHER = "Name the .rrtq file; nothing was changed."


@dataclass(frozen=True, slots=True)
class Beside:
    """What SQLite keeps beside the file: work that is not in it yet, and who may be at it."""

    log: bool
    index: bool
    journal: bool


def uri(path: Path, **options: str | int) -> str:
    """The file as SQLite's URI, whatever signs its name holds (also ?, #, % and a drive letter)."""
    name = str(Path.cwd() / path).replace(os.sep, "/")
    name = name if name.startswith("/") else f"/{name}"
    wanted = "&".join(f"{key}={value}" for key, value in options.items())
    return f"file://{quote(os.fsencode(name), safe='/:')}?{wanted}"


def beside(path: Path) -> Beside:
    """Whether there is a log with content, an index and a journal with content beside the file; opens nothing."""
    return Beside(_size(path, "-wal") > 0, _size(path, "-shm") >= 0, _size(path, "-journal") > 0)


class Connection(sqlite3.Connection):
    """A connection to a project; `why_reading` says why nothing can be written through it, '' when it can.

    `in_memory`: it reads a copy that no file hears of.
    """

    why_reading = ""
    in_memory = False


def connect(path: Path, **options: str | int) -> Connection:
    """A connection in which nothing that stands in the file is trusted; `options` are SQLite's (mode, immutable)."""
    # each thread has a connection of its own; whoever closes the project closes them all
    conn = sqlite3.connect(
        uri(path, **options),
        timeout=BUSY_SECONDS,
        isolation_level=None,
        check_same_thread=False,
        factory=Connection,
        uri=True,
    )
    try:
        distrust(conn)
    except BaseException:
        conn.close()
        raise
    conn.row_factory = sqlite3.Row
    return conn


def distrust(conn: sqlite3.Connection) -> None:
    """Have SQLite run nothing dangerous that a schema asks for, and let no statement rewrite the schema by hand."""
    conn.execute("PRAGMA trusted_schema = OFF")
    conn.execute("PRAGMA cell_size_check = ON")
    if hasattr(conn, "setconfig"):  # Python 3.12 and later
        conn.setconfig(_DEFENSIVE, True)


def trust(conn: sqlite3.Connection) -> None:
    """Let the schema's own checks (`json_valid`) run, where this SQLite counts that function among the dangerous ones.

    There a file that is to be written cannot even be compared without. Reading its list of tables runs nothing that
    stands in it, and `compare` comes before anything else.
    """
    if not _json_is_trusted():
        conn.execute("PRAGMA trusted_schema = ON")


@functools.cache
def _json_is_trusted() -> bool:
    conn = sqlite3.connect(":memory:")
    try:
        conn.execute("PRAGMA trusted_schema = OFF")
        conn.execute("CREATE TABLE t (x CHECK (json_valid(x)))")
        conn.execute("INSERT INTO t VALUES ('{}')")
    except sqlite3.OperationalError:
        return False
    finally:
        conn.close()
    return True


def see(path: Path) -> None:
    """Refuse, by its state alone, what cannot be a project; nothing is opened, so that no pipe is waited for.

    Raises:
        ProjectError: missing, a folder, a pipe or device, empty, or not to be read.
    """
    try:
        found = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        raise ProjectError(
            f"There is no project at '{path}'.", "Check the name, or make one with 'rrt-qual init' or 'demo'."
        ) from None
    except PermissionError:
        raise ProjectError(f"'{path.name}' may not be read by you.", "Ask its owner for access.") from None
    except (OSError, ValueError):
        raise ProjectError(f"'{path.name}' cannot be looked at.", "Check the name and the folder.") from None
    if stat.S_ISDIR(found.st_mode):
        raise ProjectError(f"'{path}' is a folder, not a project file.", "Name the .rrtq file inside it.")
    if not stat.S_ISREG(found.st_mode):
        raise ProjectError(f"'{path}' is a pipe or a device, not a project file.", "Name the .rrtq file.")
    if not os.access(path, os.R_OK):
        raise ProjectError(f"'{path.name}' may not be read by you.", "Ask its owner for access.")
    if not found.st_size:
        raise ProjectError(f"'{path.name}' is empty, not a project file.", "A project is made with 'rrt-qual init'.")


def look(path: Path) -> int:
    """The version of the project at `path`, found without a trace in the file or its folder.

    What stands in the file itself is read as it is there; where others have work in the log, through that as well.

    Raises:
        ProjectError: it is no project, it is of a newer program, or its tables are not ours.
    """
    see(path)
    for left in reversed(range(_LOOKS)):
        there = beside(path)
        try:
            version = _looked_once(path, there)
            break
        except sqlite3.DatabaseError as fault:
            if not left:
                raise refusal(path, fault) from None
    if version is None:
        raise ProjectError(f"'{path.name}' is an SQLite file, but not a project of rrt-qual.", _OTHER)
    return version


def _looked_once(path: Path, there: Beside) -> int | None:
    if not there.log:
        return _looked(path, immutable=1, compared=not there.journal)
    try:
        version = _looked(path, immutable=1, compared=False)
    except sqlite3.DatabaseError:
        version = 0  # while others copy their log into the file, the file alone may look torn
    return _looked_with_log(path, version, there)


def _looked_with_log(path: Path, version: int | None, there: Beside) -> int | None:
    """The same through the log. Where nobody can be at the project now, or it is not ours, SQLite would leave traces:
    then log and file are put together in memory.

    Raises:
        ProjectError: what lies there as its log is none; SQLite would throw it away without a word.
    """
    if not log_file.is_one(path):
        log = f"{path.name}-wal"
        raise ProjectError(
            f"'{log}' beside '{path.name}' is not a log of it, or is damaged: work may be in it"
            " that is in no other place.",
            f"Keep a copy of both, move '{log}' to another folder, and open the project again; nothing was changed.",
        )
    if version is not None and there.index:
        return _looked(path, compared=True)
    copy = in_memory(path, log_file.read(path))
    try:
        return _told(copy, path, compared=True)
    finally:
        copy.close()


def in_memory(path: Path, log: log_file.Log) -> Connection:
    """The file with the finished work of its log, in memory; nothing is locked, made or changed."""
    source = connect(path, mode="ro", immutable=1)
    copy = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False, factory=Connection)
    try:
        log_file.put_together(source, copy, log)
        distrust(copy)
        trust(copy)
        copy.row_factory = sqlite3.Row
        copy.in_memory = True
    except BaseException:
        copy.close()
        raise
    finally:
        source.close()
    return copy


def _looked(path: Path, *, compared: bool, **options: str | int) -> int | None:
    """The version that the file says it has; None when it is not a project at all."""
    conn = connect(path, **{"mode": "ro", **options})
    try:
        return _told(conn, path, compared=compared)
    finally:
        conn.close()


def _told(conn: sqlite3.Connection, path: Path, *, compared: bool) -> int | None:
    conn.execute("PRAGMA query_only = ON")
    if int(conn.execute("PRAGMA application_id").fetchone()[0]) != migrations.APPLICATION_ID:
        return None
    if compared:
        compare(conn, path)
    return migrations.version_of(conn)


def compare(conn: sqlite3.Connection, path: Path) -> None:
    """See that the tables of an open file are those that its version has, before anything is read from them.

    Raises:
        ProjectError: it is of a newer program, or something in it is not as this program makes it.
    """
    version = migrations.version_of(conn)
    if version > migrations.LATEST:
        raise ProjectError(
            f"'{path.name}' was made by a newer rrt-qual (its format is {version}, this program knows"
            f" {migrations.LATEST}).",
            "Install the newer version to open it; nothing was changed.",
        )
    if version < 1:
        raise ProjectError(f"'{path.name}' says it is a project, but holds no tables of one.", _DAMAGED)
    odd = known_schema.stranger(conn, version)
    if odd is not None:
        raise ProjectError(
            f"'{path.name}' is not opened: it holds {odd}.",
            "Such a file could show or change what it likes: go back to a backup, or ask whoever sent it.",
        )


def refusal(path: Path, fault: sqlite3.Error) -> ProjectError:
    """Our sentence for a fault of SQLite's on opening; its own words are never shown, for they can quote the file."""
    code = getattr(fault, "sqlite_errorcode", 0) & 0xFF
    name = path.name
    if code == sqlite3.SQLITE_NOTADB:
        return ProjectError(f"'{name}' is not a project file.", "A project is made with 'rrt-qual init'.")
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return ProjectError(f"'{name}' is held by another program.", "Close that and try again.")
    if code == sqlite3.SQLITE_FULL:
        return ProjectError(f"'{name}' cannot be opened: the disk is full.", "Free some space and try again.")
    if code == sqlite3.SQLITE_READONLY:
        return ProjectError(f"'{name}' can only be read here.", "Copy it to a folder that you may write to.")
    if code == sqlite3.SQLITE_IOERR:
        return ProjectError(
            f"'{name}' cannot be opened: the disk does not do what it is asked.",
            "See that there is space left and that the disk is well, and try again.",
        )
    if code == sqlite3.SQLITE_CANTOPEN:
        return ProjectError(f"'{name}' cannot be opened: its folder does not let us.", "Check the rights to both.")
    return ProjectError(f"'{name}' cannot be opened: what stands in it is damaged.", _DAMAGED)


def _size(path: Path, end: str) -> int:
    """How large the file beside is; -1 when there is none. A link leads to where SQLite keeps them."""
    real = Path(os.path.realpath(path))
    try:
        return real.with_name(real.name + end).stat().st_size
    except OSError:
        return -1
