"""What every writer of files needs: cells that a spreadsheet will not run, and files that appear whole."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO, Any

from rrt_qual.domain.errors import FileFault
from rrt_qual.domain.files import held
from rrt_qual.domain.files.disk import locked, sync_folder
from rrt_qual.domain.library_faults import why

#: A cell that a spreadsheet would take for a formula; and one that had been guarded already, so that
#: taking one apostrophe off always gives back what was written.
_RUNNABLE = re.compile(r"'*[=+\-@\t\r\n]")
#: What people said stands in every file we write: its owner reads and writes it, nobody else does.
_OWNER_ONLY = 0o600


def csv_cell(value: object) -> str:
    """`value` as the text of a CSV cell; '' for None.

    Texts that begin with = + - @, a tab or a line break get an apostrophe before them, or a
    spreadsheet would run them; numbers stay numbers. `ingest.tables.csv_file.unguard` takes it off again.
    """
    if value is None:
        return ""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    text = str(value)
    return f"'{text}" if _RUNNABLE.match(text) else text


@contextlib.contextmanager
def atomic_write(path: Path, *, binary: bool = False, bom: bool = False, fresh: bool = False) -> Iterator[IO[Any]]:
    """A file to write, which becomes `path` when the block ends without an error, and not before.

    It is written beside `path`, flushed to the disk and renamed, and only its owner may read it. An
    error in the block leaves `path` as it was; with `fresh` so does a file that is there. What a killed program left
    unfinished beside it is taken away. Texts are UTF-8 (with a byte order mark if `bom`) and
    their line ends are kept as they are given.

    Raises:
        FileFault: the folder is missing or may not be written to, `path` is a folder, a project or a database, the disk
            is full.
    """
    held.refuse_over(path)
    try:
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        clear_unfinished(path)
        handle, name = tempfile.mkstemp(prefix=f".{path.name[:100]}.", suffix=".part", dir=path.parent)
    except OSError as error:
        raise _fault(path, error) from error
    temporary = Path(name)
    lock = locked(temporary)
    try:
        with _opened(handle, binary, bom) as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(_OWNER_ONLY)
        _name(temporary, path, fresh=fresh)
        sync_folder(path.parent)
    except BaseException as error:
        with contextlib.suppress(OSError):
            temporary.unlink()
        if isinstance(error, OSError):
            raise _fault(path, error) from error
        raise
    finally:
        if lock is not None:
            os.close(lock)


def _name(temporary: Path, path: Path, *, fresh: bool) -> None:
    """Give a finished file its name, over another one unless it has to be fresh."""
    if not fresh:
        temporary.replace(path)
        return
    if os.path.lexists(path):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST))
    try:
        os.link(temporary, path)
    except FileExistsError:
        raise
    except (OSError, NotImplementedError):  # a medium that knows no links
        temporary.rename(path)
    else:
        temporary.unlink()


def clear_unfinished(path: Path) -> bool:
    """Take away what a killed program left of writing `path`, and nothing that somebody is writing; whether it was any.

    A folder that had been put aside for its new content gets its name back when that had not taken it yet.
    """
    found = False
    with contextlib.suppress(OSError):
        for left in sorted(path.parent.iterdir()):
            if not re.fullmatch(rf"\.{re.escape(path.name[:100])}\.[^.]{{6,16}}\.(part|part-journal|old)", left.name):
                continue
            if left.suffix == ".old" and not path.exists():
                left.rename(path)
                continue
            lock = locked(left)
            if lock is None and os.name != "nt":
                continue
            found = True
            with contextlib.suppress(OSError):
                shutil.rmtree(left) if left.is_dir() and not left.is_symlink() else left.unlink()
            if lock is not None:
                os.close(lock)
    return found


def atomic_folder(path: Path, files: Mapping[str, bytes], *, replace: bool = False) -> None:
    """A folder with exactly these files, which appears whole or not at all, readable by its owner alone.

    Everything is written into a folder beside `path`, which is then renamed. With `replace` a folder that stands
    there goes when the new one is whole; the caller has made sure that nothing is lost with it.

    Raises:
        FileFault: something stands there, or it cannot be written; what was there is as it was.
    """
    try:
        if path.exists() and not (replace and path.is_dir()):
            raise FileExistsError(errno.EEXIST, "something of that name is there")
        clear_unfinished(path)
        temporary = Path(tempfile.mkdtemp(prefix=f".{path.name[:100]}.", suffix=".part", dir=path.parent))
        lock = locked(temporary)
    except OSError as error:
        raise _fault(path, error) from error
    old = temporary.with_suffix(".old")
    try:
        for name, content in files.items():
            with atomic_write(temporary / name, binary=True) as file:
                file.write(content)
        if path.exists():
            path.rename(old)
        temporary.rename(path)
        sync_folder(path.parent)
    except BaseException as error:
        shutil.rmtree(temporary, ignore_errors=True)
        if old.exists() and not path.exists():
            old.rename(path)
        if isinstance(error, OSError):
            raise _fault(path, error) from error
        raise
    finally:
        if lock is not None:
            os.close(lock)
    shutil.rmtree(old, ignore_errors=True)


def _opened(handle: int, binary: bool, bom: bool) -> IO[Any]:
    if binary:
        return os.fdopen(handle, "wb")
    return os.fdopen(handle, "w", encoding="utf-8-sig" if bom else "utf-8", newline="")


def _fault(path: Path, error: OSError) -> FileFault:
    if isinstance(error, FileNotFoundError):
        return FileFault(f"{path} cannot be written: there is no folder {path.parent}.", "Make it first.")
    return FileFault(f"{path} cannot be written: {why(error)}.", "Choose another place, or free some space.")
