"""Kills a program at its N-th system call that writes: a script of its own, because it forks.

    python at_each_write.py SUPPORT

Each line of standard input is a job in JSON: {"words": [[arguments of rrt-qual]...], "folder": where to run, "fresh": a
folder copied to it before each run, "points": how many points to choose, "seed": for choosing them}. Printed is a line
of JSON for each point, {"at": N, "of": how many there are, "left": how many come after this one, "keep": the folder as
the kill left it}; an empty line asks for the next. The first has "at" 0: what the commands left when nobody killed
them. Where no process may be watched, null is printed. SUPPORT is the folder with a stand-in for age.

The commands run once in this process first, so that what they load need not be loaded again by each that is killed.
"""

from __future__ import annotations

import ctypes
import json
import os
import random
import shutil
import signal
import struct
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

TRACEME, SYSCALL, SETOPTIONS, INFO = 0, 24, 0x4200, 0x420E
EXITKILL, SYSGOOD = 0x100000, 1
#: Calls that change something on a disk, by number on x86-64: write, pwrite64, ftruncate, rename, link and so on.
WRITES = {1, 18, 20, 40, 74, 75, 76, 77, 82, 83, 84, 86, 87, 258, 263, 264, 265, 285, 296, 316, 326}
NOT_ALLOWED = 77
MORE = "\n"

libc = ctypes.CDLL(None, use_errno=True)
libc.ptrace.restype = ctypes.c_long
libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]


class NoPtraceError(Exception):
    """No process may be watched here."""


def run(words: list[list[str]], stop_at: int) -> int:
    """Run the commands in a child; kill it at its write number `stop_at`. Returns how many writes there were."""
    child = os.fork()
    if child == 0:
        if libc.ptrace(TRACEME, 0, None, None) != 0:
            os._exit(NOT_ALLOWED)
        os.kill(os.getpid(), signal.SIGSTOP)
        nowhere = os.open(os.devnull, os.O_RDWR)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        from rrt_qual.cli.main import main

        code = 99
        try:
            code = max(main(one) for one in words)
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    if os.WIFEXITED(status) or libc.ptrace(SETOPTIONS, child, None, EXITKILL | SYSGOOD) != 0:
        raise NoPtraceError
    count, send = 0, 0
    room = ctypes.create_string_buffer(96)
    while True:
        if libc.ptrace(SYSCALL, child, None, send) != 0:
            raise NoPtraceError
        _, status = os.waitpid(child, 0)
        if os.WIFEXITED(status) or os.WIFSIGNALED(status):
            return count
        send = os.WSTOPSIG(status)
        if send != signal.SIGTRAP | 0x80:
            continue
        send = 0
        libc.ptrace(INFO, child, ctypes.c_void_p(96), ctypes.cast(room, ctypes.c_void_p))
        operation, number, first = room.raw[0], *struct.unpack_from("<QQ", room.raw, 24)
        if operation == 1 and number in WRITES and not (number == 1 and first < 3):
            count += 1
            if count == stop_at:
                os.kill(child, signal.SIGKILL)
                os.waitpid(child, 0)
                return count


def warm(words: list[list[str]]) -> None:
    """Have all that these commands load loaded, and nothing of what they had open left open."""
    from rrt_qual.cli.main import main
    from rrt_qual.domain.files import held

    with Path(os.devnull).open("w") as nowhere, redirect_stdout(nowhere), redirect_stderr(nowhere):
        for one in words:
            main(one)
    held._held.clear()
    here = str(Path.cwd())
    left = [link for link in map(_linked, Path("/proc/self/fd").iterdir()) if link.startswith(here)]
    assert not left, f"still open: {left}"


def _linked(handle: Path) -> str:
    try:
        return str(handle.readlink())
    except OSError:
        return ""


def fresh(job: dict[str, Any]) -> None:
    """Put a copy of what there was before in the commands' place, and go there."""
    os.chdir("/")
    shutil.rmtree(job["folder"], ignore_errors=True)
    shutil.copytree(job["fresh"], job["folder"])
    os.chdir(job["folder"])


def kept(job: dict[str, Any], **row: int) -> str:
    """Put the folder aside as it is left and say so; the next line of standard input, for it is looked at meanwhile in
    the place where it was."""
    keep = f"{job['folder']}-kept"
    os.chdir("/")
    shutil.rmtree(keep, ignore_errors=True)
    shutil.move(job["folder"], keep)
    print(json.dumps({**row, "keep": keep}), flush=True)
    return sys.stdin.readline()


def done(job: dict[str, Any]) -> str:
    """One job; the first line of standard input that does not ask for more of it."""
    fresh(job)
    warm(job["words"])
    fresh(job)
    total = run(job["words"], 0)
    points = list(range(1, total + 1))
    if job["points"] < total:
        points = sorted(random.Random(job["seed"]).sample(points, job["points"]))
    line = kept(job, at=0, of=total, left=len(points))
    for n, at in enumerate(points, start=1):
        if line != MORE:
            break
        fresh(job)
        run(job["words"], at)
        line = kept(job, at=at, of=total, left=len(points) - n)
    return line


def main() -> None:
    """Do the jobs until there are no more."""
    sys.path.insert(0, sys.argv[1])
    import quick_age
    from rrt_qual.privacy.hide import age_file as age

    age.seal, age.unseal = quick_age.seal, quick_age.unseal
    line = sys.stdin.readline()
    while line:
        try:
            line = sys.stdin.readline() if line == MORE else done(json.loads(line))
        except NoPtraceError:
            print("null", flush=True)
            line = sys.stdin.readline()


if __name__ == "__main__":
    main()
