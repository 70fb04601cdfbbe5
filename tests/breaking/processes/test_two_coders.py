"""Two coders in the terminal program and a third process whose readers open, close and are killed in any order.

The default run makes a few acts with several kills. `RRT_QUAL_SECONDS=60` goes on for a minute; `RRT_QUAL_SEED` draws
other orders. Nothing waits for a time to pass: each act waits until another process has seen its row in the file.
"""

from __future__ import annotations

import json
import os
import random
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from rrt_qual.domain.settings import SETTINGS
from rrt_qual.services.shared.project import Project
from rrt_qual.store.file.connection import transaction
from rrt_qual.store.project import coders
from small_project import fill, transcript

pytest.importorskip("pyte", reason="needs pyte")
pytestmark = pytest.mark.skipif(os.name == "nt", reason="no pseudo-terminals here")

if os.name != "nt":
    sys.path.insert(0, str(Path(__file__).parents[2] / "tui"))
    from console import GUARD, Console

SECONDS = float(os.environ.get("RRT_QUAL_SECONDS", "0"))
SEED = os.environ.get("RRT_QUAL_SEED", "1")
#: Acts of the short run, and after how many somebody leaves.
ACTS, STAY = 4, 3
CODERS = ("Ama", "Ben")
INTERVIEW = "T25-03"
THEMES = ("threats", "visits", "blame", "jokes")


class Readers:
    """The third process; `seen` is what its readers told last, `kills` how many of them were killed."""

    def __init__(self, path: Path) -> None:
        self.seen: dict[str, int] = {}
        self.logs: set[int] = set()
        self.reads = self.kills = 0
        self._left = b""
        command = [sys.executable, str(Path(__file__).with_name("readers.py")), str(path), SEED]
        self.child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def read(self, seconds: float = 0.0) -> None:
        """Take in what was told until now."""
        assert self.child.stdout is not None
        handle = self.child.stdout.fileno()
        while select.select([handle], [], [], seconds)[0]:
            data = os.read(handle, 65536)
            assert data, "the readers ended"
            *lines, self._left = (self._left + data).split(b"\n")
            for line in lines:
                self._take(json.loads(line))
            seconds = 0.0

    def wait(self, more: int) -> None:
        """Wait for so many reads more; all but the first were begun after now."""
        end = self.reads + more
        while self.reads < end:
            self.read(GUARD)

    def _take(self, told: str | dict[str, dict[str, int] | int]) -> None:
        if isinstance(told, str):
            self.kills += 1
            return
        assert "fault" not in told, told
        now = told["codings"]
        assert isinstance(now, dict)
        lost = {name: (n, now.get(name, 0)) for name, n in self.seen.items() if now.get(name, 0) < n}
        assert not lost, f"codings that were in the file are gone: {lost}"
        self.seen, self.reads = now, self.reads + 1
        self.logs.add(int(str(told["log"])))


@contextmanager
def readers(path: Path) -> Iterator[Readers]:
    """The third process, ended with its readers."""
    third = Readers(path)
    try:
        yield third
    finally:
        third.child.communicate(timeout=GUARD)  # closing its input ends it


class Coder:
    """One coder at a terminal; `kept` counts the codings that were seen in the file by another process."""

    def __init__(self, path: Path, name: str, third: Readers, chance: random.Random) -> None:
        self.path, self.name, self.third, self.chance = path, name, third, chance
        self.kept = self.starts = 0
        self.console: Console | None = None

    def open(self) -> None:
        """Start the program; the keys that take it to some passage may be typed ahead."""
        self.console, self.starts = Console(self.path, self.name, INTERVIEW, size=(140, 40)), self.starts + 1
        self._fresh = True

    def code(self) -> None:
        """Code the passage under the cursor and go on; done when another process has seen it in the file."""
        assert self.console is not None
        console = self.console
        console.sees("segments coded")
        console.type("j" * self._steps() + "\r" + THEMES[self.starts % len(THEMES)])
        console.sees("Esc Cancel")
        console.type("\r")

        def is_there() -> bool:
            self.third.read()
            return self.third.seen.get(self.name, 0) > self.kept

        console.wait(is_there, f"{self.name}'s coding in the file")
        self.kept = self.third.seen[self.name]

    def _steps(self) -> int:
        """How far to go on: never to a passage where this coder has this theme already."""
        fresh, self._fresh = self._fresh, False
        rounds = (self.starts - 1) // len(THEMES)
        return self.chance.randrange(1, 4) + (rounds * 4 * STAY if fresh else 0)

    def leave(self, kill: bool) -> None:
        """Quit, or be killed."""
        if self.console is None:
            return
        with self.console as console:
            if kill:
                console.kill(signal.SIGKILL)
            else:
                console.type("\x11")
            assert console.ended() == (-signal.SIGKILL if kill else 0)
        self.console = None


@pytest.fixture
def path(empty: Project) -> Path:
    """A project with one interview that is long enough to code in for a minute.

    In the short run suggestions compare words: as much is written to the file beside the codings, and sooner.
    """
    said = [". ".join(f"I said {word} {n} times to them" for word in THEMES) for n in range(120)]
    fill(empty, transcript(INTERVIEW, *said))
    if not SECONDS:
        with transaction(empty.conn) as conn:
            coders.set_setting(conn, SETTINGS["suggest.model"], "lexical")
    empty.close_all()
    return empty.path


def test_no_acknowledged_coding_is_lost(path: Path) -> None:
    """What a separate process saw in the file stays in it, the log stays the same file while anybody holds it,
    and every figure agrees with a recount."""
    from rrt_qual.cli.main import main

    chance = random.Random(SEED)
    end = time.monotonic() + SECONDS
    acts = 0
    with readers(path) as third, ExitStack() as last:
        coders = [Coder(path, name, third, chance) for name in CODERS]
        for coder in coders:
            last.callback(coder.leave, kill=True)
            coder.open()
        for coder in coders:  # both are there
            coder.code()
        log = path.with_name(path.name + "-wal")
        inode = log.stat().st_ino
        third.wait(2)  # what was begun before both were there
        third.logs.clear()
        while acts < ACTS or time.monotonic() < end:
            coders[chance.randrange(2)].code()
            acts += 1
            if acts % STAY == 0:  # one leaves and comes back, the other stays
                coder = coders[chance.randrange(2)]
                coder.leave(kill=chance.random() < 0.5)
                coder.open()
        third.read()
        assert third.logs <= {inode} and log.stat().st_ino == inode, "the log was taken away while a coder held it"
        for coder in coders:
            coder.leave(kill=False)
        third.wait(2)
        assert {name: third.seen.get(name, 0) for name in CODERS} == {one.name: one.kept for one in coders}
        assert third.kills
    assert main(["check", str(path)]) == 0
    starts = sum(one.starts for one in coders)
    print(f"seed {SEED}: {acts} acts acknowledged, 0 lost, {starts} starts, {third.reads} reads, {third.kills} kills")
