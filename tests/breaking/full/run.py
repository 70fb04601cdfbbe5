"""Runs commands where there is no room, each in a fork of this process: a script of its own, because it forks.

    python run.py JOB

JOB is JSON: {"fresh": a folder, "box": where each command gets a copy of it, "log": the log of faults, "support": the
folder of what tests share, "unheard": [[words]...] to be run in this process with a full stdout, "cases": [{"words":
[...], "room": pages left on the disk, "then": [[words]...] once there is space}], each in a fork}. Printed is a line
of JSON for each. The disk is a small one in memory where this process may mount one; else no file may become larger
than so many pages.
"""

from __future__ import annotations

import contextlib
import ctypes
import importlib
import io
import json
import os
import resource
import shutil
import signal
import sqlite3
import sys
from pathlib import Path
from typing import Any

PAGE = 4096
NEW_MOUNTS, PRIVATE, REMOUNT = 0x00020000, 0x44000, 32
libc = ctypes.CDLL(None, use_errno=True)


class Disk:
    """A disk of our own at `box`, or a limit on the size of files."""

    def __init__(self, box: Path) -> None:
        self.box = box
        self.mounts = not libc.unshare(NEW_MOUNTS) and not libc.mount(b"none", b"/", None, PRIVATE, None)
        if self.mounts:
            box.mkdir(exist_ok=True)
            self.mounts = not self._mount(PAGE) and not libc.umount2(os.fsencode(box), 0)

    def _mount(self, size: int, flags: int = 0) -> int:
        return int(libc.mount(b"tmpfs", os.fsencode(self.box), b"tmpfs", flags, f"size={size}".encode()))

    def fill(self, fresh: Path, room: int | None) -> int:
        """Copy the folder to the box and leave so many pages; returns what a file may be at most, 0 for no limit."""
        used = sum(-(-p.stat().st_size // PAGE) for p in fresh.rglob("*") if p.is_file())
        if self.mounts and room is not None:
            self.box.mkdir(exist_ok=True)
            assert not self._mount((used + room) * PAGE)
        shutil.copytree(fresh, self.box, dirs_exist_ok=True)
        return room * PAGE if room is not None and not self.mounts else 0

    def grow(self, room: int | None) -> None:
        """Make room."""
        if self.mounts and room is not None:
            assert not self._mount(1 << 28, REMOUNT)

    def clear(self, room: int | None) -> None:
        """Take the box away."""
        if self.mounts and room is not None:
            assert not libc.umount2(os.fsencode(self.box), 2)
        shutil.rmtree(self.box, ignore_errors=True)


def forked(words: list[str], box: Path, limit: int) -> tuple[int, str]:
    """Exit code and stderr of one command in a child."""
    said = box.with_name("said")
    child = os.fork()
    if child == 0:
        os.chdir(box)
        os.dup2(os.open(said, os.O_CREAT | os.O_TRUNC | os.O_WRONLY), 2)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        if limit:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
        code = 99
        try:
            code = run(words)
        finally:
            os._exit(code)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return code, said.read_text("utf-8")


def run(words: list[str]) -> int:
    from rrt_qual.cli.main import main

    return main(words)


def unheard(words: list[str]) -> tuple[int, str]:
    """Exit code and stderr of one command in this process, where stdout takes nothing."""
    here = sys.stdout
    sys.stdout = os.fdopen(os.open("/dev/full", os.O_WRONLY), "w", encoding="utf-8")
    try:
        with contextlib.redirect_stderr(io.StringIO()) as said:
            return run(words), said.getvalue()
    finally:
        with contextlib.suppress(OSError):
            sys.stdout.close()
        sys.stdout = here


def acts(box: Path) -> int:
    """How many acts the log of the project holds; the project is closed."""
    with sqlite3.connect(f"file:{box}/study.rrtq?mode=ro", uri=True) as conn:
        number: int = conn.execute("SELECT count(*) FROM change").fetchone()[0]
    conn.close()
    return number


def names(box: Path) -> list[str]:
    return sorted(p.relative_to(box).as_posix() for p in box.rglob("*"))


def told(log: Path) -> str:
    """What the log of faults has got since this was last asked."""
    words = log.read_text("utf-8") if log.exists() else ""
    log.unlink(missing_ok=True)
    return words


def case(one: dict[str, Any], disk: Disk, fresh: Path, log: Path) -> dict[str, Any]:
    """One command on a disk with little room, and what is done once there is more."""
    room = one["room"]
    limit = disk.fill(fresh, room)
    before = names(disk.box)
    code, err = forked(one["words"], disk.box, limit)
    row = {"code": code, "err": err, "new": [n for n in names(disk.box) if n not in before], "log": told(log)}
    row["stands"] = (disk.box / one["out"]).exists() if one["out"] else False
    disk.grow(room)
    row |= {"acts": acts(disk.box), "then": [forked(words, disk.box, 0) for words in one["then"]]}
    disk.clear(room)
    return row


def main() -> None:
    job = json.loads(sys.argv[1])
    sys.path.insert(0, job["support"])
    import quick_age
    import rrt_qual.cli.main
    from rrt_qual.privacy.hide import age_file as age

    assert rrt_qual.cli.main
    for heavy in ("docx", "matplotlib.figure", "openpyxl", "pandas", "pyarrow.parquet", "xlsxwriter"):
        importlib.import_module(heavy)  # once, so that no command has to
    age.seal, age.unseal = quick_age.seal, quick_age.unseal
    fresh, box = Path(job["fresh"]), Path(job["box"])
    disk = Disk(box)
    for words in job["unheard"]:
        shutil.rmtree(box, ignore_errors=True)
        shutil.copytree(fresh, box)
        os.chdir(box)
        code, err = unheard(words)
        print(json.dumps({"code": code, "err": err, "log": told(Path(job["log"]))}), flush=True)
        os.chdir("/")
    shutil.rmtree(box, ignore_errors=True)
    for one in job["cases"]:
        print(json.dumps(case(one, disk, fresh, Path(job["log"]))), flush=True)


if __name__ == "__main__":
    main()
