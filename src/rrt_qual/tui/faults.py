"""What nobody foresaw, in the screens: one sentence, and a log that holds no word of any interview."""

from __future__ import annotations

import os
import sys
import traceback
from datetime import UTC, datetime
from pathlib import Path

from rrt_qual import __version__

_KEPT_BYTES = 1_000_000


def log_path() -> Path:
    """Where unexpected faults are written down."""
    from platformdirs import user_log_path

    return user_log_path("rrt-qual", appauthor=False) / "rrt-qual.log"


def write_down(fault: BaseException) -> Path | None:
    """Append the kind of a fault and where it came up to the log; None when that cannot be done.

    The message of an exception may quote a transcript, so it is left out. The log is readable by its
    owner alone.
    """
    try:
        path = log_path()
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if path.exists() and path.stat().st_size > _KEPT_BYTES:
            path.replace(path.with_suffix(".log.old"))
        handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        with os.fdopen(handle, "a", encoding="utf-8") as log:
            log.write("\n".join([f"{datetime.now(UTC).isoformat(timespec='seconds')} {_about()}", *_chain(fault), ""]))
    except OSError:
        return None
    return path


def _about() -> str:
    return f"rrt-qual {__version__} screens, Python {sys.version.split()[0]}, {sys.platform}"


def _chain(fault: BaseException) -> list[str]:
    lines: list[str] = []
    seen: set[int] = set()
    here: BaseException | None = fault
    while here is not None and id(here) not in seen:
        seen.add(id(here))
        lines.append(f"  {type(here).__name__}")
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
