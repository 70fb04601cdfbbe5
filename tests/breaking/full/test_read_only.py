"""Every command on a project that lies where nothing can be written: it reads, or says in a sentence that it cannot."""

from __future__ import annotations

import ctypes
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from desk import SUPPORT, desk
from full_commands import COMMANDS, Command

STUDY = "study.rrtq"
NOBODY = 65534
LONG = "RRT_QUAL_FULL" in os.environ

#: In the short form those that load little and change the project; all in the long form.
TRIED = [one for one in COMMANDS if LONG or (one.acts and one.words[0] not in ("suggest", "import", "deidentify"))]


def can_mount() -> bool:
    """Whether this process may have mounts of its own; tried in a child."""
    if sys.platform != "linux":
        return False
    child = os.fork()
    if child == 0:
        os._exit(bool(ctypes.CDLL(None).unshare(0x00020000)))
    return os.waitpid(child, 0)[1] == 0


@pytest.mark.skipif(not can_mount(), reason="nothing can be mounted here")
def test_every_command_on_a_read_only_medium(tmp_path: Path) -> None:
    """Who reads is told once that nothing can be coded, who writes is refused in a sentence, and no byte changes."""
    run_and_judge(tmp_path, [])


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() != 0, reason="nobody else can be become here")
def test_every_command_as_somebody_who_may_only_read() -> None:
    """The same for another user, in a folder and of a file that they may read and not write."""
    with tempfile.TemporaryDirectory() as own:  # pytest keeps its folders to itself
        run_and_judge(Path(own), [str(NOBODY)])


def run_and_judge(tmp_path: Path, user: list[str]) -> None:
    """Run the commands and hold each to what it should say; `user` is whom to become, where nothing is mounted."""
    tmp_path.chmod(0o755)
    folder, out = tmp_path / "desk", tmp_path / "own" / "out"
    desk(folder, scanned=LONG)
    out.mkdir(parents=True)
    if user:
        for p in (folder, *folder.rglob("*")):
            p.chmod(0o755 if p.is_dir() else 0o644)
        for p in (out.parent, out):
            os.chown(p, int(user[0]), int(user[0]))
    before = {p: p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    asked = [[str(folder / w) if (folder / w).exists() else w for w in one.words] for one in TRIED]
    words = [sys.executable, str(Path(__file__).with_name("read_only.py")), str(folder), str(out), str(SUPPORT), *user]
    env = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    given = "".join(json.dumps(one) + "\n" for one in asked)
    done = subprocess.run(words, input=given, capture_output=True, text=True, env=env, check=False)
    assert done.returncode == 0, done.stderr
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    wrong = [(one.words, *row) for one, row in zip(TRIED, rows, strict=True) if not as_it_should(one, *row)]
    assert wrong == []
    assert {p: p.read_bytes() for p in folder.rglob("*") if p.is_file()} == before


def as_it_should(one: Command, code: int, err: str) -> bool:
    """Whether a command ended as it should."""
    complaints = err.count("rrt-qual: ")
    if "Traceback" in err or "log of faults" in err:
        return False
    if one.acts:
        return code == 3 and complaints == 1
    told = err.count("nothing can be coded")
    opened = STUDY in one.words and "--preview" not in one.words  # a preview reads the talk alone
    return code in (0, 1) and complaints == 0 and told == opened
