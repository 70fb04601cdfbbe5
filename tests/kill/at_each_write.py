"""Kills a program at its N-th system call that writes: a script of its own, because it forks.

    python at_each_write.py JOB

JOB is JSON: {"words": [[arguments of rrt-qual]...], "folder": where to run, "fresh": a folder copied to it before each
run, "points": how many points to choose, "seed": for choosing them, "quick": stand-in for age}. Printed is a line
of JSON for each point: {"at": N, "of": how many there are, "keep": the folder as the kill left it}.
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
from pathlib import Path

TRACEME, SYSCALL, SETOPTIONS, INFO = 0, 24, 0x4200, 0x420E
EXITKILL, SYSGOOD = 0x100000, 1
#: Calls that change something on a disk, by number on x86-64: write, pwrite64, ftruncate, rename, link and so on.
WRITES = {1, 18, 20, 74, 75, 76, 77, 82, 83, 84, 86, 87, 258, 263, 264, 265, 285, 316}

libc = ctypes.CDLL(None, use_errno=True)
libc.ptrace.restype = ctypes.c_long
libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]


def run(words: list[list[str]], stop_at: int) -> int:
    """Run the commands in a child; kill it at its write number `stop_at`. Returns how many writes there were."""
    child = os.fork()
    if child == 0:
        libc.ptrace(TRACEME, 0, None, None)
        os.kill(os.getpid(), signal.SIGSTOP)
        nowhere = os.open(os.devnull, os.O_RDWR)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        from rrt_qual.cli.main import main

        os._exit(max(main(one) for one in words))
    os.waitpid(child, 0)
    libc.ptrace(SETOPTIONS, child, None, EXITKILL | SYSGOOD)
    count, send = 0, 0
    room = ctypes.create_string_buffer(96)
    while True:
        if libc.ptrace(SYSCALL, child, None, send) != 0:
            raise OSError(ctypes.get_errno(), "ptrace")
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


def main() -> None:
    job = json.loads(sys.argv[1])
    if job.get("quick"):
        sys.path.insert(0, job["quick"])
        import quick_age
        from rrt_qual.privacy import age

        age.seal, age.unseal = quick_age.seal, quick_age.unseal
    import rrt_qual.cli.main  # so that no child has to

    folder = Path(job["folder"])

    def fresh() -> None:
        os.chdir("/")
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(job["fresh"], folder)
        os.chdir(folder)

    assert rrt_qual.cli.main
    fresh()
    total = run(job["words"], 0)
    points = list(range(1, total + 1))
    if job["points"] < total:
        points = sorted(random.Random(job["seed"]).sample(points, job["points"]))
    print(json.dumps({"at": 0, "of": total, "keep": ""}), flush=True)
    for at in points:
        fresh()
        run(job["words"], at)
        keep = Path(f"{folder}-{at}")
        shutil.rmtree(keep, ignore_errors=True)
        os.chdir("/")
        shutil.move(folder, keep)
        print(json.dumps({"at": at, "of": total, "keep": str(keep)}), flush=True)


if __name__ == "__main__":
    main()
