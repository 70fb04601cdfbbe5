"""The language model as onnxruntime reads it, kept between runs, in a folder that may not let itself be written.

The file's name holds the hash of its content, so that a file that was cut short or damaged is never used. Nothing
here is needed: what cannot be kept is made anew in memory, and a remark, to be told once, says so in a sentence.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from rrt_qual.domain.library_faults import why

#: Beginnings of names that earlier versions and unfinished writes leave, and how old the latter must be, in seconds.
_UNFINISHED = ".new-"
_ABANDONED = 3600
_FORMER = re.compile(r"[0-9a-f]{16}-(fp32|int8)-\d+\.onnx")

_remarks: list[str] = []


def take_remarks() -> list[str]:
    """What there is to tell a person since this was last asked, each sentence once: the command line prints it, the
    screen shows it."""
    found = list(dict.fromkeys(_remarks))
    _remarks.clear()
    return found


class ModelCache:
    """One folder of kept models; `folder` None keeps nothing. `fresh`: a model was made that was not kept before."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self.fresh = False

    def graph(self, name: str, make: Callable[[], bytes]) -> bytes:
        """The kept model of that name, or what `make` returns, which is kept then if it can be."""
        if self._folder is None:
            return make()
        kept, damaged = self._read(self._folder, name)
        if kept is not None:
            return kept
        content = make()
        self.fresh = True
        try:
            if not self._folder.is_absolute():
                raise RuntimeError  # as Path.home() does
            path = self._folder / _file_name(name, content)
            write_private(path, content)
        except (OSError, RuntimeError) as fault:
            reason = why(fault) if isinstance(fault, OSError) else "this user has no home folder"
            _remarks.append(
                f"The language model cannot be kept in '{self._folder}' ({reason}): "
                "suggestions work from memory, and each start takes a second longer."
            )
        else:
            self._tidy([p for p in [*damaged, *self._unused(self._folder)] if p != path])
            if damaged:
                _remarks.append("The kept copy of the language model was damaged; it has been made anew.")
        return content

    def _read(self, folder: Path, name: str) -> tuple[bytes | None, list[Path]]:
        """The sound file of that name, and those that are damaged or cannot be read."""
        damaged: list[Path] = []
        for path in _matching(folder, re.compile(re.escape(name) + r"-[0-9a-f]{16}\.onnx")):
            with contextlib.suppress(OSError):
                content = path.read_bytes()
                if path.name == _file_name(name, content):
                    return content, damaged
            damaged.append(path)
        return None, damaged

    def _unused(self, folder: Path) -> list[Path]:
        """What is of no more use: files of earlier versions, and unfinished ones whose writer is long gone."""
        now = time.time()
        old = []
        for path in _matching(folder, re.compile(re.escape(_UNFINISHED) + ".*")):
            with contextlib.suppress(OSError):
                if now - path.stat().st_mtime > _ABANDONED:
                    old.append(path)
        return [*_matching(folder, _FORMER), *old]

    def _tidy(self, unused: list[Path]) -> None:
        for path in unused:
            with contextlib.suppress(OSError):
                path.unlink()


def _file_name(name: str, content: bytes) -> str:
    return f"{name}-{hashlib.sha256(content).hexdigest()[:16]}.onnx"


def _matching(folder: Path, pattern: re.Pattern[str]) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if pattern.fullmatch(path.name))
    except OSError:
        return []


def write_private(path: Path, data: bytes) -> None:
    """Write a file that its owner alone can read, whole or not at all (a new file is renamed into place).

    Raises:
        OSError: the folder cannot be made or written, or is full.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=_UNFINISHED)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink(missing_ok=True)
        raise
