"""What comes out of a pipe that somebody names in a file's place: its first line alone, and never for ever.

Password managers hand a passphrase over like this (`--passphrase-file <(pass show study)`), so that it stands in no
file. Whoever writes may take their time, for they may ask for a passphrase of their own; a pipe that nobody has open
to write is given up.
"""

from __future__ import annotations

import os
import select
import stat
from pathlib import Path

from rrt_qual.domain.errors import FileFault
from rrt_qual.domain.files.door import in_words, too_large, unreadable

#: How long, in seconds, to wait until somebody opens a pipe with a name to write into it.
PATIENCE = 10.0

#: How often, in seconds, to look whether somebody has.
_LOOK = 0.1


def is_pipe(path: Path) -> bool:
    """Whether a pipe stands there, with a name or of a shell (`/dev/fd/63`); opens nothing."""
    try:
        return stat.S_ISFIFO(path.stat().st_mode)
    except (OSError, ValueError):
        return False


def first_line(path: Path, most: int) -> bytes:
    """What comes out of the pipe at `path` up to its first line break or its end, at most `most` bytes.

    Raises:
        FileFault: it may not be read, more comes without a line break, or nobody writes into it within PATIENCE.
    """
    name = in_words(str(path))
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    except OSError as fault:
        raise unreadable(fault, name) from None
    try:
        return _line(handle, name, most)
    except OSError as fault:
        raise unreadable(fault, name) from None
    finally:
        os.close(handle)


def _line(handle: int, name: str, most: int) -> bytes:
    watch = select.poll()
    watch.register(handle, select.POLLIN)
    said, looks = b"", PATIENCE / _LOOK
    while b"\n" not in said:
        there = watch.poll(_LOOK * 1000)
        try:
            part = os.read(handle, most + 1 - len(said))
        except BlockingIOError:  # somebody has it open, and is not done
            continue
        said += part
        if len(said) > most and b"\n" not in said:
            raise too_large(name, most)
        if part:
            continue
        if there or said:  # whoever wrote has ended
            break
        looks -= 1
        if looks <= 0:
            raise FileFault(f"{name} is a pipe that nobody writes into.", "Start what should write into it first.")
    return said.partition(b"\n")[0]
