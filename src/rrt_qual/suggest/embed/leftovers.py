"""What onnxruntime's reporting client left on this computer before it was silenced, and its removal.

Watched with strace (onnxruntime 1.32.0, Linux x86_64): at its import the client makes the folder
`Microsoft/DeveloperTools/.onnxruntime` under XDG_CACHE_HOME if that is an absolute path, else under `.cache` in the
home folder, and writes there a random id of this computer, a SQLite file of events that wait to be sent, and that
file's companions. Those files are removed by their exact names, then the folders as far as they are empty; nothing
else under `Microsoft` is touched. Another program that uses onnxruntime may have written them too, and will make new
ones: they hold nothing that it needs.
"""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

_FOLDERS = ("Microsoft", "DeveloperTools", ".onnxruntime")
_FILE = re.compile(r"onnxruntime\.db(-journal|-wal|-shm)?|deviceid(\.lock|\.tmp\.[0-9a-f-]{36})?")


def place() -> Path | None:
    """The folder that the client writes to; None on systems where it was not watched, or without a home folder."""
    if not sys.platform.startswith("linux"):
        return None
    cache = Path(os.environ.get("XDG_CACHE_HOME", ""))
    if not cache.is_absolute():
        cache = Path(os.path.expanduser("~")) / ".cache"  # noqa: PTH111 (Path.expanduser raises without a home)
    return cache.joinpath(*_FOLDERS) if cache.is_absolute() else None


def found() -> list[Path]:
    """The client's files that are there now; links and folders of these names are not its doing and not counted."""
    folder = place()
    try:
        inside = sorted(folder.iterdir()) if folder is not None and not folder.is_symlink() else []
    except OSError:
        return []
    return [path for path in inside if _FILE.fullmatch(path.name) and path.is_file() and not path.is_symlink()]


def remove() -> tuple[int, int]:
    """Remove the client's files and the folders that are empty then: (how many went, how many could not be removed)."""
    gone = kept = 0
    for path in found():
        try:
            path.unlink()
            gone += 1
        except FileNotFoundError:
            pass
        except OSError:
            kept += 1
    if gone:
        _remove_empty(place())
    return gone, kept


def _remove_empty(folder: Path | None) -> None:
    """Remove the client's own folders from the inside out, up to the first that holds anything."""
    for _ in _FOLDERS:
        if folder is None or folder.is_symlink():
            return
        try:
            folder.rmdir()
        except OSError:
            return
        folder = folder.parent
