"""Which files this process holds open through SQLite: nothing else may open them, read them or write over them.

Closing *any* descriptor of a file drops every lock that the process holds on it; the next program to close the
project would then take its write-ahead log away from under us. `store.file.door` says what is held; whoever reads or
writes a file that a person named asks here first.
"""

from __future__ import annotations

import os
import stat
import threading
from pathlib import Path

from rrt_qual.domain.errors import FileFault

#: What SQLite keeps beside a file: its write-ahead log, the index of that, and the journal.
BESIDE = ("-wal", "-shm", "-journal")

_lock = threading.Lock()
_held: dict[tuple[int, int], Path] = {}


def hold(path: Path) -> None:
    """Say that this process has the project at `path` open, until it ends; more than once does no harm."""
    real = Path(os.path.realpath(path))
    identity = _identity(real)
    if identity is not None:
        with _lock:
            _held[identity] = real


def is_held(path: Path) -> bool:
    """Whether `path` is an open project, one of the files beside it, or a link to any of these; opens nothing."""
    with _lock:
        held = list(_held.items())
    if not held:
        return False
    real = os.path.realpath(path)
    there = _identity(real)
    for identity, project in held:
        if _identity(project) != identity:  # gone, and its number may be another file's by now
            continue
        own = [project, *(project.with_name(project.name + end) for end in BESIDE)]
        if any(os.path.normcase(real) == os.path.normcase(one) for one in own):
            return True
        if there is not None and any(there == _identity(one) for one in own):
            return True
    return False


def refuse(path: Path) -> None:
    """Raise FileFault when `path` belongs to an open project: for readers and writers of any other file."""
    if is_held(path):
        raise FileFault(
            f"'{path}' is the project itself, or belongs to it.", "Name another file; the project was not touched."
        )


#: How every database of SQLite begins.
_DATABASE = b"SQLite format 3\0"


def refuse_over(path: Path) -> None:
    """Raise FileFault when something is at `path` that nothing may be written over: any project, any database.

    Only what this process does not hold open is read, its first bytes alone.
    """
    refuse(path)
    real = Path(os.path.realpath(path))
    try:
        found = real.stat()
    except (OSError, ValueError):
        return
    if not stat.S_ISREG(found.st_mode):
        return
    ours = real.name.casefold().endswith((".rrtq", *(f".rrtq{end}" for end in BESIDE)))
    if ours or _is_database(real):
        what = "a project" if ours else "a database of SQLite"
        raise FileFault(
            f"'{path}' is {what}, and nothing is written over it.", "Name another file; it was not touched."
        )


def _is_database(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(len(_DATABASE)) == _DATABASE
    except OSError:
        return False


def _identity(path: str | Path) -> tuple[int, int] | None:
    try:
        found = Path(path).stat()
    except (OSError, ValueError):
        return None
    return found.st_dev, found.st_ino
