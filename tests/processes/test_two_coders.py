"""Two coders in the terminal program and a third process that reads, opening, closing and killed in any order.

`RRT_QUAL_ACTS` sets how many acts there are (short when left out; 40 take about a minute).
"""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

pexpect = pytest.importorskip("pexpect", reason="needs pexpect")
pytestmark = pytest.mark.skipif(os.name == "nt", reason="no pseudo-terminals here")

ACTS = int(os.environ.get("RRT_QUAL_ACTS", "5"))
PROGRAM = (sys.executable, "-m", "rrt_qual")
CODERS = ("Ama", "Ben")

#: Run as a process of its own: this one must hold no descriptor of the project.
_COUNT = """
import sqlite3, sys
conn = sqlite3.connect("file:" + sys.argv[1] + "?mode=ro", uri=True)
sql = "SELECT COUNT(*) FROM coding AS c JOIN coder AS k ON k.id = c.coder_id WHERE k.name = ? AND c.retired_at IS NULL"
print(conn.execute(sql, (sys.argv[2],)).fetchone()[0])
"""


def counted(path: Path, coder: str) -> int:
    """How many codings of a coder are in the file, told by another process."""
    done = subprocess.run([sys.executable, "-c", _COUNT, str(path), coder], capture_output=True, text=True, timeout=60)
    return int(done.stdout)


class Coder:
    """One coder at a pseudo-terminal; `kept` counts the codings that were seen in the file."""

    def __init__(self, path: Path, name: str) -> None:
        self.path, self.name, self.kept = path, name, 0
        self.child: pexpect.spawn | None = None

    def open(self) -> None:
        """Open the interview and wait until the picker's key is answered."""
        words = ["-m", "rrt_qual", "code", str(self.path), "T25-03", "--coder", self.name]
        self.child = pexpect.spawn(sys.executable, words, dimensions=(45, 140), timeout=60)
        self.child.expect_exact("T25-03")
        self._drain(3)

    def code(self) -> None:
        """Code the passage under the cursor, and go on; counts only when another process finds it in the file."""
        assert self.child is not None
        before = counted(self.path, self.name)
        for _ in range(8):
            self.child.send("\r")
            self._drain(2)
            self.child.send("c")
            self._drain(1)
            self.child.send("\r")
            self._drain(2)
            now = counted(self.path, self.name)
            self.child.send("j")
            self._drain(1)
            if now > before:
                self.kept = now
                return
        pytest.fail(f"{self.name} could not code")

    def leave(self, kill: bool) -> None:
        """Quit, or be killed."""
        assert self.child is not None
        if kill:
            self.child.kill(signal.SIGKILL)
        else:
            self.child.send("\x11")
        with contextlib.suppress(pexpect.TIMEOUT):
            self.child.expect(pexpect.EOF)
        self.child.close(force=True)
        self.child = None

    def _drain(self, times: int) -> None:
        """Read what is painted until the screen is quiet."""
        assert self.child is not None
        quiet = 0
        while quiet < times:
            try:
                self.child.read_nonblocking(65536, timeout=0.2)
            except pexpect.TIMEOUT:
                quiet += 1
            except pexpect.EOF:
                pytest.fail(f"the program of {self.name} ended")


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Path]:
    path = tmp_path / "demo.rrtq"
    subprocess.run([*PROGRAM, "demo", str(path), "--no-open"], check=True, capture_output=True, timeout=300)
    yield path


def test_no_acknowledged_coding_is_lost(demo: Path) -> None:
    """What a separate process saw in the file stays in it, the log stays the same file while anybody holds it,
    and every figure agrees with a recount."""
    chance = random.Random(int(os.environ.get("RRT_QUAL_SEED", "1")))
    coders = [Coder(demo, name) for name in CODERS]
    readers = (["log", str(demo)], ["themes", str(demo)], ["check", str(demo)])
    log = demo.with_name(demo.name + "-wal")
    try:
        for coder in coders:
            coder.open()
        inode = log.stat().st_ino
        for n in range(ACTS):
            coder = coders[n % 2]
            if coder.child is None:
                coder.open()
            coder.code()
            reader = subprocess.Popen([*PROGRAM, *chance.choice(readers)], stdout=subprocess.DEVNULL, stderr=-3)
            if chance.random() < 0.4:
                reader.kill()
            reader.wait(120)
            assert log.stat().st_ino == inode, "the log was taken away while a coder held it"
            for one in coders:
                assert counted(demo, one.name) >= one.kept
            if n % 3 == 2:  # one leaves, the other stays
                coder.leave(kill=chance.random() < 0.5)
    finally:
        for one in coders:
            if one.child is not None:
                one.leave(kill=False)
    assert [counted(demo, one.name) for one in coders] == [one.kept for one in coders]
    done = subprocess.run([*PROGRAM, "check", str(demo)], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout
