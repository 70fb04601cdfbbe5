"""What every writer of files needs of the system: that a name is on the disk, and that somebody is at work."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path

if sys.platform != "win32":
    import fcntl


def sync_folder(folder: Path) -> None:
    """Have a file's name on the disk as well as its content, where the system can do that."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def locked(path: Path) -> int | None:
    """A lock on a folder or an unfinished file, to be closed in the end: whoever is killed lets go of it.

    None when somebody else has it, or where there are no such locks. Never for a project: closing it would drop the
    locks that SQLite holds on it.
    """
    if sys.platform == "win32":
        return None
    handle = -1
    try:
        handle = os.open(path, os.O_RDONLY)
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        if handle >= 0:
            os.close(handle)
        return None
    return handle
