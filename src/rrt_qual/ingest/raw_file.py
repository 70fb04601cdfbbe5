"""The bytes of a file, or one sentence why there are none."""

from __future__ import annotations

from pathlib import Path

from rrt_qual.domain.files import door as file_door
from rrt_qual.domain.files.door import file_name
from rrt_qual.domain.files.limits import TABLE_BYTES

__all__ = ["file_name", "read_bytes"]


def read_bytes(path: Path, most: int = TABLE_BYTES) -> bytes:
    """All bytes of the file at `path`, at most `most`.

    Raises:
        FileFault: there is no such file, it is no ordinary file, may not be read, or is larger.
    """
    return file_door.read_bytes(path, most)
