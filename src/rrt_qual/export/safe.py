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

from rrt_qual.domain import held
from rrt_qual.domain.errors import FileFault

#: A cell that a spreadsheet would take for a formula; and one that had been guarded already, so that
#: taking one apostrophe off always gives back what was written.
_RUNNABLE = re.compile(r"'*[=+\-@\t\r\n]")
_OWNER_ONLY = 0o600


def csv_cell(value: object) -> str:
    """`value` as the text of a CSV cell; '' for None.

    Texts that begin with = + - @, a tab or a line break get an apostrophe before them, or a
    spreadsheet would run them; numbers stay numbers. `ingest.csv_file.unguard` takes it off again.
    """
    if value is None:
        return ""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    text = str(value)
    return f"'{text}" if _RUNNABLE.match(text) else text


@contextlib.contextmanager
def atomic_write(path: Path, *, binary: bool = False, bom: bool = False) -> Iterator[IO[Any]]:
    """A file to write, which becomes `path` when the block ends without an error, and not before.

    It is written beside `path`, flushed to the disk and renamed, and only its owner may read it. An
    error in the block leaves `path` as it was. Texts are UTF-8 (with a byte order mark if `bom`) and
    their line ends are kept as they are given.

    Raises:
        FileFault: the folder is missing or may not be written to, `path` is a folder, the disk is full.
    """
    held.refuse(path)
    try:
        if path.is_dir():
            raise IsADirectoryError(f"{path} is a folder")
        handle, name = tempfile.mkstemp(prefix=f".{path.name[:100]}.", suffix=".part", dir=path.parent)
    except OSError as error:
        raise _fault(path, error) from error
    temporary = Path(name)
    try:
        with _opened(handle, binary, bom) as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(_OWNER_ONLY)
        temporary.replace(path)
    except BaseException as error:
        with contextlib.suppress(OSError):
            temporary.unlink()
        if isinstance(error, OSError):
            raise _fault(path, error) from error
        raise


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
        temporary = Path(tempfile.mkdtemp(prefix=f".{path.name[:100]}.", suffix=".part", dir=path.parent))
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
    except BaseException as error:
        shutil.rmtree(temporary, ignore_errors=True)
        if old.exists() and not path.exists():
            old.rename(path)
        if isinstance(error, OSError):
            raise _fault(path, error) from error
        raise
    shutil.rmtree(old, ignore_errors=True)


def _opened(handle: int, binary: bool, bom: bool) -> IO[Any]:
    if binary:
        return os.fdopen(handle, "wb")
    return os.fdopen(handle, "w", encoding="utf-8-sig" if bom else "utf-8", newline="")


def _fault(path: Path, error: OSError) -> FileFault:
    if isinstance(error, FileNotFoundError):
        return FileFault(f"{path} cannot be written: there is no folder {path.parent}.", "Make it first.")
    why = "it is a folder" if isinstance(error, IsADirectoryError) else error.strerror or str(error)
    return FileFault(f"{path} cannot be written: {why}.", "Choose another place, or free some space.")
