"""A coding is on the disk itself before anybody is told so: seen in SQLite's settings and in system calls."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from rrt_qual.domain.spans import Span
from rrt_qual.services.coding.session import CodingSession
from rrt_qual.services.shared.project import Project, open_project

#: What `PRAGMA synchronous` answers where every transaction waits for the disk.
FULL = 2

#: Codes in the main thread and in another, and says on stdout before and after each act where it stands.
SCRIPT = """
import os, sys, threading
from pathlib import Path
from rrt_qual.domain.codebook import Stance
from rrt_qual.domain.spans import Span
from rrt_qual.services.coding.session import CodingSession
from rrt_qual.services.shared.project import open_project

project = open_project(Path(sys.argv[1]))
ama = CodingSession(project, project.coder("Ama"))
first = ama.heads()[0].id

def act(name, do):
    os.write(1, f"BEGIN {name}\\n".encode())
    done = do()
    os.write(1, f"DONE {name}\\n".encode())
    return done

def code(who, *ends):
    for n in ends:
        made = act(f"{who} codes {n}", lambda: ama.apply(first, Span(0, n), "threats"))
    act(f"{who} gives a stance", lambda: ama.set_stance([made.id], Stance.RISK))
    act(f"{who} takes back", ama.undo)
    project.close()

code("main", 10, 20)
thread = threading.Thread(target=code, args=("thread", 30, 40))
thread.start()
thread.join()
"""


def synchronous(project: Project) -> int:
    """What this thread's connection, the one that acts are written with, does about the disk."""
    return int(project.conn.execute("PRAGMA synchronous").fetchone()[0])


def test_every_connection_that_codes_waits_for_the_disk(project: Project, ids: dict[str, str]) -> None:
    """New or opened again, before or after an act, in whatever thread: each transaction waits for the disk."""
    seen = [synchronous(project)]

    def code(opened: Project, start: int) -> None:
        seen.append(synchronous(opened))
        CodingSession(opened, opened.coder("Ama")).apply(ids["A"], Span(start, start + 12), "threats")
        seen.append(synchronous(opened))
        opened.close()

    code(project, 0)
    code(open_project(project.path), 10)
    for start in (20, 30):
        thread = threading.Thread(target=code, args=(project, start))
        thread.start()
        thread.join()
    assert seen == [FULL] * 9


def _can_trace(folder: Path) -> bool:
    """Whether there is a strace that may look at our own processes."""
    if not shutil.which("strace"):
        return False
    done = subprocess.run(["strace", "-o", str(folder / "try"), "true"], capture_output=True, check=False)
    return done.returncode == 0


def test_each_act_is_flushed_before_it_is_confirmed(project: Project, tmp_path: Path) -> None:
    """Between the beginning of an act and its confirmation the log of writes is flushed, after the last write to it."""
    if not _can_trace(tmp_path):
        pytest.skip("no strace here")
    project.close_all()
    trace = tmp_path / "trace"
    calls = "trace=fsync,fdatasync,write,pwrite64"
    words = ["strace", "-f", "-y", "-s", "60", "-e", calls, "-o", str(trace), sys.executable, "-c", SCRIPT]
    subprocess.run([*words, str(project.path)], check=True, stdout=subprocess.DEVNULL)
    acts: dict[str, list[str]] = {}
    doing = ""
    for line in trace.read_text(encoding="utf-8", errors="replace").splitlines():
        if found := re.search(r'write\(1<[^>]*>, "(BEGIN|DONE) ([^\\]*)', line):
            doing = found[2] if found[1] == "BEGIN" else ""
            acts.setdefault(found[2], [])
        elif doing and (call := re.search(rf"(\w+)\(\d+<[^>]*{re.escape(project.path.name)}-wal>", line)):
            acts[doing].append(call[1])
    assert len(acts) == 8
    for name, done in acts.items():
        assert "pwrite64" in done, name
        assert done[-1] in {"fsync", "fdatasync"}, f"{name}: {done}"
