"""The folders that kills leave: what the tests of kills share."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from rrt_qual.services.project import check
from rrt_qual.services.shared.project import Project
from small_project import PROGRAM

SUPPORT = Path(__file__).parents[2] / "support"
PASSPHRASE = "correct horse battery staple"

#: How many points of each command are tried in the long form; none in the short one.
KILLS = int(os.environ.get("RRT_QUAL_KILLS", "0"))
SEED = int(os.environ.get("RRT_QUAL_SEED", "9"))


class Killer:
    """The program that kills, which loads what the commands need once for all."""

    def __init__(self, child: subprocess.Popen[str], place: Path) -> None:
        self._child, self._place = child, place

    def kills(self, before: Path, *commands: list[str], points: int) -> Iterator[Path]:
        """The folder `before` as it is when nobody kills the commands, then as each of so many kills leaves it (in the
        long form KILLS of them), each in the place of the last; skipped where ptrace is not allowed."""
        job: dict[str, Any] = {"words": commands, "folder": str(self._place), "fresh": str(before)}
        job |= {"points": KILLS or points, "seed": SEED}
        assert self._child.stdin is not None and self._child.stdout is not None
        ask = json.dumps(job)
        while True:
            self._child.stdin.write(ask + "\n")
            self._child.stdin.flush()
            ask = ""
            line = self._child.stdout.readline()
            assert line, "the program that kills has ended"
            row = json.loads(line)
            if row is None:
                pytest.skip("no process may be watched here")
            assert row["of"] > 3
            shutil.rmtree(self._place, ignore_errors=True)
            yield Path(shutil.move(row["keep"], self._place))
            if not row["left"]:
                return


@contextmanager
def killing(folder: Path) -> Iterator[Killer]:
    """The program that kills, at work in a folder and with a home there."""
    homes = {name: str(folder / "home") for name in ("HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME")}
    alone = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")  # forks and threads do not go together
    env = {
        **os.environ,
        **homes,
        **alone,
        "PYTHONPATH": PROGRAM,
        "RRT_QUAL_PASSPHRASE": PASSPHRASE,
    }
    words = [sys.executable, str(Path(__file__).with_name("at_each_write.py")), str(SUPPORT)]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=env) as child:
        try:
            yield Killer(child, folder / "at")
        finally:
            child.kill()


def sound(project: Project) -> bool:
    """Whether `check` finds nothing wrong."""
    return not [f for one in check.run(project) for f in one.findings]
