"""What nobody foresaw becomes one sentence and a log file that holds no word of any interview."""

from __future__ import annotations

import errno
import os
import platform
import sqlite3
import sys
import traceback
from datetime import UTC, datetime
from pathlib import Path

from rrt_qual import __version__
from rrt_qual.domain.library_faults import sqlite_code

#: A log of more bytes begins anew: some hundred faults, and nobody looks further back.
_KEPT_BYTES = 1_000_000


def log_path() -> Path:
    """Where unexpected faults are written down."""
    from rrt_qual.services.shared.folders import own_folder

    return own_folder("log") / "rrt-qual.log"


def write_down(fault: BaseException, command: str) -> Path | None:
    """Append the fault to the log, readable by its owner alone; None when that cannot be done.

    Only kinds and places of the program's own code are written: the message of an exception may
    quote a transcript, and so may the command's arguments, so neither is.
    """
    entry = "\n".join(
        [
            f"{datetime.now(UTC).isoformat(timespec='seconds')} rrt-qual {__version__} command '{command}'",
            f"  Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {platform.system()}",
            *_chain(fault),
            "",
        ]
    )
    try:
        path = log_path()
        if not path.is_absolute():  # no home folder
            return None
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if path.exists() and path.stat().st_size > _KEPT_BYTES:
            path.replace(path.with_suffix(".log.old"))
        handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        with os.fdopen(handle, "a", encoding="utf-8") as log:
            log.write(entry)
    except OSError:
        return None
    return path


def kind(fault: BaseException) -> str:
    """The fault's kind and, if it has one, its code: never what it says, which may quote anybody."""
    name = type(fault).__name__
    code = sqlite_code(fault)
    if not code and isinstance(fault, OSError):
        code = errno.errorcode.get(fault.errno or 0, "")
    return f"{name}: {code}" if code else name


def _chain(fault: BaseException) -> list[str]:
    lines: list[str] = []
    seen: set[int] = set()
    here: BaseException | None = fault
    while here is not None and id(here) not in seen:
        seen.add(id(here))
        lines.append(f"  {kind(here)}")
        frames = traceback.extract_tb(here.__traceback__, limit=-40)
        lines += [f"    {_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames]
        here = here.__cause__ or here.__context__
    return lines


def _short(filename: str) -> str:
    """The file's place inside its package: whose home it lies in is nobody's business."""
    path = Path(filename)
    for root in sorted((Path(p) for p in sys.path if p), key=lambda p: -len(p.parts)):
        if path.is_relative_to(root):
            return path.relative_to(root).as_posix()
    return path.name
