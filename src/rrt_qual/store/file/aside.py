"""Building a project aside, in a hidden folder beside its place, so that it appears there whole or not at all."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rrt_qual.domain.errors import ProjectError
from rrt_qual.domain.files.disk import locked, sync_folder
from rrt_qual.domain.library_faults import why

#: How the name of such a folder ends; nothing that looks for projects takes it for one.
_ENDING = ".making"


@contextmanager
def built_aside(path: Path) -> Iterator[Path]:
    """Where to build what becomes `path` when the block ends without a fault; nothing is left of it otherwise.

    The block closes every connection to the project that it builds: its log is then in the file. The file takes its
    place by a link, never over another one, so that of two that are built at once the first stands and the second is
    refused. What a killed program left is taken away by the next one that builds in the folder.

    Raises:
        ProjectError: something stands at `path`, or the folder cannot be written to.
    """
    if os.path.lexists(path):
        raise _taken(path)
    try:
        _clear(path.parent)
        folder, lock = _own_folder(path)
    except OSError as fault:
        raise ProjectError(f"'{path}' cannot be made: {why(fault)}.", "Choose a folder you may write to.") from None
    try:
        place = folder / path.name
        yield place
        for end in ("-wal", "-shm", "-journal"):
            if place.with_name(place.name + end).exists():
                raise AssertionError("a project that is being made was not closed")
        _put(place, path)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        if lock is not None:
            os.close(lock)


def _own_folder(path: Path) -> tuple[Path, int | None]:
    """A new folder for its owner alone, and the lock that says that somebody is at work in it."""
    while True:
        folder = Path(tempfile.mkdtemp(prefix=f".{path.name[:60]}.", suffix=_ENDING, dir=path.parent))
        lock = locked(folder)
        if lock is None or folder.exists():
            return folder, lock
        os.close(lock)  # another program took it for one that was left, in the moment before it was locked


def _clear(parent: Path) -> None:
    """Take away what killed programs left here, and nothing that somebody is at work in."""
    for folder in parent.glob(f".*{_ENDING}"):
        if folder.is_symlink() or not folder.is_dir():
            continue
        lock = locked(folder)
        if lock is not None:
            shutil.rmtree(folder, ignore_errors=True)
            os.close(lock)
        elif sys.platform == "win32":
            shutil.rmtree(folder, ignore_errors=True)  # what is open there cannot be taken away


def _put(place: Path, path: Path) -> None:
    """Give the finished file its name, without ever replacing another one; SQLite has synced its content."""
    try:
        if sys.platform == "win32":
            place.rename(path)  # which replaces nothing there
        else:
            try:
                os.link(place, path)
            except FileExistsError:
                raise
            except OSError:  # a medium that knows no links
                if os.path.lexists(path):
                    raise FileExistsError from None
                place.rename(path)
            sync_folder(path.parent)
    except FileExistsError:
        raise _taken(path) from None
    except OSError as fault:
        raise ProjectError(f"'{path}' cannot be made: {why(fault)}.", "Choose a folder you may write to.") from None


def _taken(path: Path) -> ProjectError:
    return ProjectError(f"'{path}' exists already.", "Choose another name, or open it.")
