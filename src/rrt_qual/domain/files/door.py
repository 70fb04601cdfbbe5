"""The one door through which a file that somebody names is read: an ordinary file, whole, and not too large.

It never waits: a pipe, a device or a socket is refused before it is opened. It never opens a project file: closing a
descriptor of one drops the locks that this process holds on it.
"""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

from rrt_qual.domain.errors import FileFault
from rrt_qual.domain.files import held

#: Bytes asked for at once: a file that is too large is given up after at most so many more than its limit.
_CHUNK = 1 << 20
_PROJECT = (".rrtq", ".rrtq-wal", ".rrtq-shm", ".rrtq-journal")
_KINDS = (
    (stat.S_ISDIR, "a folder", "Give the file inside it."),
    (stat.S_ISFIFO, "a pipe", "Write what comes out of it to a file, and give that."),
    (stat.S_ISSOCK, "a socket", "Give an ordinary file."),
    (stat.S_ISCHR, "a device", "Give an ordinary file."),
    (stat.S_ISBLK, "a device", "Give an ordinary file."),
)
#: What the system says (its number), in words, and what helps.
_WHY = {
    errno.ENOENT: None,
    errno.ENOTDIR: None,
    errno.EACCES: ("may not be read by you", "Ask whoever owns it for leave to read it."),
    errno.EPERM: ("may not be read by you", "Ask whoever owns it for leave to read it."),
    errno.ELOOP: ("is a link that leads back to itself", "Give the file that is meant."),
    errno.ENAMETOOLONG: ("has a name too long for this machine", "Give it a shorter name."),
    errno.EMFILE: ("cannot be read: too many files are open", "Close other programs and try again."),
    errno.ENFILE: ("cannot be read: too many files are open", "Close other programs and try again."),
    errno.ENOMEM: ("is too large for this machine's memory", "Split it, or close other programs."),
    errno.EIO: ("cannot be read: the disk or the network failed", "Copy it to this machine and try again."),
    errno.ESTALE: ("cannot be read: the disk or the network failed", "Copy it to this machine and try again."),
}


def file_name(path: Path) -> str:
    """The file's name without folders, as text: bytes of the name that are no UTF-8 show as U+FFFD."""
    return in_words(path.name or str(path))


def in_words(name: str) -> str:
    """`name` as text that can be kept and printed, whatever bytes the file system has for it."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def read_bytes(path: Path, most: int, *, shown: str = "") -> bytes:
    """All bytes of the ordinary file at `path`, at most `most`; `shown` is what sentences call it.

    Raises:
        FileFault: there is no such file, it is something else than a file or a project, it may not be read, is
            larger than `most`, or changed while it was read.
    """
    held.refuse(path)
    name = shown or in_words(str(path))
    try:
        _refuse(path.stat(), path, name, most)
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        try:
            before = os.fstat(handle)
            _refuse(before, path, name, most)
            data = _all(handle, name, most)
            after = os.fstat(handle)
        finally:
            os.close(handle)
    except MemoryError:
        raise FileFault(f"{name} is too large for this machine's memory.", "Split it.") from None
    except (OSError, ValueError) as fault:  # ValueError: a name with a zero in it
        raise unreadable(fault, name) from None
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns) or len(data) < after.st_size:
        raise FileFault(f"{name} changed while it was read.", "Wait until whatever writes it has ended, and try again.")
    return data


def read_text(path: Path, most: int, *, shown: str = "") -> str:
    """The UTF-8 text (with or without a byte order mark) of the file at `path`, at most `most` bytes.

    Raises:
        FileFault: as read_bytes does, or it is not UTF-8.
    """
    data = read_bytes(path, most, shown=shown)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = data.count(b"\n", 0, fault.start) + 1
        name = shown or in_words(str(path))
        raise FileFault(f"{name}:{line}: the file is not UTF-8 text.", "Save it as UTF-8 and try again.") from None


def unreadable(fault: OSError | ValueError, name: str) -> FileFault:
    """The sentence for what the system said when `name` was opened or read."""
    number = fault.errno if isinstance(fault, OSError) else None
    said = _WHY.get(number or 0, ("cannot be read", "Copy it to this machine and try again."))
    if said is None:
        return FileFault(f"There is no file {name}.", "Check its name and folder.")
    return FileFault(f"{name} {said[0]}.", said[1])


def _refuse(found: os.stat_result, path: Path, name: str, most: int) -> None:
    for is_kind, what, remedy in _KINDS:
        if is_kind(found.st_mode):
            raise FileFault(f"{name} is {what}, not a file.", remedy)
    if path.name.casefold().endswith(_PROJECT):
        raise FileFault(f"{name} is a project of rrt-qual, not a file to read.", "Give it first, as PROJECT.")
    if found.st_size > most:
        raise too_large(name, most)


def _all(handle: int, name: str, most: int) -> bytes:
    parts: list[bytes] = []
    size = 0
    while part := os.read(handle, min(_CHUNK, most + 1 - size)):
        parts.append(part)
        size += len(part)
        if size > most:
            raise too_large(name, most)
    return b"".join(parts)


def too_large(name: str, most: int) -> FileFault:
    """The sentence for a file of more than `most` bytes."""
    limit = f"{most // 1_000_000:,} MB" if most >= 1_000_000 else f"{most:,} bytes"
    return FileFault(f"{name} is larger than {limit}, too large for what it should be.", "Check that it is the file.")
