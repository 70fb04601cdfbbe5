"""Readers of a project that open, close and are killed in any order: one program, which forks them ready to read.

`python readers.py PROJECT SEED [CODER...]`: for ever one reader after another opens the project in one of the ways
that people and programs have. Each reader tells what it saw, a JSON line: how many codings each coder has, and the
log's inode. In between stands 'killed' for each reader that was ended by SIGKILL, at a moment drawn from SEED.
"""

from __future__ import annotations

import json
import os
import random
import select
import signal
import sqlite3
import sys
import time
from collections.abc import Callable
from pathlib import Path

from rrt_qual.services.figures.frequencies import table
from rrt_qual.services.project import check
from rrt_qual.services.shared.project import open_project

COUNT = (
    "SELECT k.name, COUNT(*) FROM coding AS c JOIN coder AS k ON k.id = c.coder_id"
    " WHERE c.retired_at IS NULL GROUP BY k.name"
)


def plainly(path: Path) -> list[tuple[str, int]]:
    """As the command line of SQLite does: open to write, read, close."""
    conn = sqlite3.connect(path)
    try:
        return conn.execute(COUNT).fetchall()
    finally:
        conn.close()


def to_read(path: Path) -> list[tuple[str, int]]:
    """As a viewer of tables does."""
    conn = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        return conn.execute(COUNT).fetchall()
    finally:
        conn.close()


def by_figures(path: Path) -> list[tuple[str, int]]:
    """As `rrt-qual themes` does."""
    project = open_project(path)
    try:
        table(project)
        return [tuple(row) for row in project.conn.execute(COUNT)]
    finally:
        project.close_all()


def by_check(path: Path) -> list[tuple[str, int]]:
    """As `rrt-qual check` does, and ends with an error when anything is wrong."""
    project = open_project(path)
    try:
        wrong = [f.what for one in check.report(project).checks for f in one.findings]
        if wrong:
            raise SystemExit(f"check found: {wrong}")
        return [tuple(row) for row in project.conn.execute(COUNT)]
    finally:
        project.close_all()


WAYS: tuple[Callable[[Path], list[tuple[str, int]]], ...] = (plainly, to_read, by_figures, plainly, by_check)


def read_on(path: Path, chance: random.Random) -> None:
    """Open, read, tell and close, again and again; each line is one write, so that a kill never halves it."""
    log = path.with_name(path.name + "-wal")
    while True:
        found = dict(chance.choice(WAYS)(path))
        inode = log.stat().st_ino if log.exists() else 0
        time.sleep(chance.uniform(0.0, 0.02))  # there are two coders at this machine as well
        os.write(1, (json.dumps({"codings": found, "log": inode}) + "\n").encode())


def main() -> None:
    """Fork reader after reader until nobody listens any more."""
    path, chance = Path(sys.argv[1]), random.Random(sys.argv[2])
    while True:
        seed, seconds = chance.random(), chance.uniform(0.02, 0.5)
        child = os.fork()
        if child == 0:
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            try:
                read_on(path, random.Random(seed))
            except BaseException as fault:
                os.write(1, (json.dumps({"fault": f"{type(fault).__name__}: {fault}"}) + "\n").encode())
            finally:
                os._exit(1)
        if select.select([0], [], [], seconds)[0]:  # the end of our input: nobody listens
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            return
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        if os.WIFSIGNALED(status):
            os.write(1, b'"killed"\n')


if __name__ == "__main__":
    main()
