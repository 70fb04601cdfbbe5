"""Which other programs have a project open, and whether one of them works on something that the file will never see.

Told from what Linux says of each process (/proc), by state and by names alone: nothing of the project is opened. Where
there is no /proc, or a process may not be looked at, that is said and nothing is claimed.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

_PROC = Path("/proc")
_GONE = " (deleted)"
_LOG, _INDEX = "-wal", "-shm"

#: The byte of the log's index that a writer holds (SQLite's WAL_WRITE_LOCK: sqlite.org/walformat, 2.3.1).
_WRITER = 120

_Id = tuple[int, int]  # (device, inode)


@dataclass(frozen=True, slots=True)
class Others:
    """Process numbers: which have the project open, which hold a log or a file of its name that is not there any more,
    and which are in the middle of writing to it.

    `told` is whether the system tells at all.
    """

    told: bool
    at_it: frozenset[int] = frozenset()
    astray: frozenset[int] = frozenset()
    writing: frozenset[int] = frozenset()


def look(path: Path) -> Others:
    """Look at every process once, this one too: its own log can have been taken away as well."""
    real = Path(os.path.realpath(path))
    try:
        numbers = [int(entry.name) for entry in _PROC.iterdir() if entry.name.isdigit()]
        next((_PROC / "self" / "fd").iterdir(), None)
    except OSError:
        return Others(told=False)
    mine = os.getpid()
    at_it, astray = set(), set()
    locks, index = _locks(), _identity(real.with_name(real.name + _INDEX))
    writing = {number for number, held in locks.items() if any(one == index and writes for one, writes in held)}
    for number in numbers:
        # of somebody else's program only the locks may be seen
        by_locks = _by_locks({one for one, _ in locks.get(number, ())}, real)
        by_files = _by_files(_open_files(number, real), real)
        if (by_locks[0] or by_files[0]) and number != mine:
            at_it.add(number)
        if by_locks[1] or by_files[1]:
            astray.add(number)
    return Others(True, frozenset(at_it), frozenset(astray), frozenset(writing - {mine}))


def _by_files(held: list[tuple[str, _Id]], real: Path) -> tuple[bool, bool]:
    """(has it open, works on something that the file does not see) of a process with these files open."""
    here, log = _identity(real), _identity(real.with_name(real.name + _LOG))
    names = {name for name, _ in held}
    its_names = {name for name, found in held if found == here}
    logs = [(name.removesuffix(_LOG), found) for name, found in held if name.endswith(_LOG)]
    if its_names and any(found == log for _, found in logs):
        return True, any(base == str(real) and found != log for base, found in logs)
    # the log of another name of this file, of the name that it had before it was moved, or one that was taken away
    strange = any(base == str(real) or base in its_names or (its_names and base not in names) for base, _ in logs)
    replaced = any(name == str(real) and found != here for name, found in held)
    return bool(its_names) or replaced or strange, strange or replaced


def _by_locks(locks: set[_Id], real: Path) -> tuple[bool, bool]:
    """The same by its locks: whoever is at the project through its log holds the index of that log as well."""
    here, index = _identity(real), _identity(real.with_name(real.name + _INDEX))
    return here in locks, here in locks and index not in locks


def _open_files(number: int, real: Path) -> list[tuple[str, _Id]]:
    """(name, identity) of what a process has open and could be this project; none when it may not be looked at."""
    ends = (_LOG, real.suffix or real.name, real.name)
    folder = _PROC / str(number) / "fd"
    out = []
    try:
        handles = list(folder.iterdir())
    except OSError:  # somebody else's, or it has ended
        return []
    for handle in handles:
        try:
            name = str(handle.readlink()).removesuffix(_GONE)
            if name.startswith("/") and name.endswith(ends):
                found = handle.stat()
                out.append((name, (found.st_dev, found.st_ino)))
        except OSError:
            continue
    return out


def _locks() -> dict[int, set[tuple[_Id, bool]]]:
    """Process number -> the files that it holds locks on, and whether one of these says that it writes to the log."""
    out: dict[int, set[tuple[_Id, bool]]] = {}
    try:
        lines = (_PROC / "locks").read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:
        return out
    for line in lines:
        words = line.split()
        if len(words) > 7 and words[1] == "POSIX" and words[5].count(":") == 2:
            major, minor, inode = words[5].split(":")
            one = os.makedev(int(major, 16), int(minor, 16)), int(inode)
            out.setdefault(int(words[4]), set()).add((one, words[3] == "WRITE" and _covers(words[6], words[7])))
    return out


def _covers(first: str, last: str) -> bool:
    """Whether a lock on those bytes of the log's index is that of who writes."""
    return int(first) <= _WRITER <= (int(last) if last.isdigit() else _WRITER)


def _identity(path: Path) -> _Id | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
