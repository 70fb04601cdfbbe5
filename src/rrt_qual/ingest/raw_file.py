"""The bytes of a file, or one sentence why there are none."""

from __future__ import annotations

from pathlib import Path

from rrt_qual.domain import held
from rrt_qual.domain.errors import FileFault


def read_bytes(path: Path) -> bytes:
    """All bytes of the file at `path`.

    Raises:
        FileFault: there is no such file, it is a folder, or it may not be read.
    """
    held.refuse(path)
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise FileFault(f"There is no file {path}.", "Check its name and folder.") from None
    except IsADirectoryError:
        raise FileFault(f"{path} is a folder, not a file.", "Give the file inside it.") from None
    except OSError as error:
        why = error.strerror or "unknown reason"
        raise FileFault(f"{path} cannot be read: {why}.", "Check that it is yours to read.") from error
