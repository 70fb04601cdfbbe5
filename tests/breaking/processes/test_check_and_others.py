"""`check` never calls a project sound whose other program works on something that the file does not see."""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from rrt_qual.cli.main import main
from rrt_qual.services.project import check
from rrt_qual.services.shared.project import Project
from rrt_qual.store.file import others

pytestmark = pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="the system does not tell who has it open")

PROGRAM = Path(__file__).with_name("at_the_file.py")


@contextlib.contextmanager
def at_it(path: Path, *act: str) -> Iterator[subprocess.Popen[str]]:
    """Another program that has the project open."""
    child = subprocess.Popen(
        [sys.executable, str(PROGRAM), str(path), *act], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    try:
        assert child.stdout.readline() == "open\n"
        yield child
    finally:
        child.kill()
        child.communicate()


def acts(child: subprocess.Popen[str]) -> int:
    """One more act of that program; how many codings it has."""
    assert child.stdin is not None and child.stdout is not None
    child.stdin.write("\n")
    child.stdin.flush()
    return int(child.stdout.readline())


def checked(path: Path, capfd: pytest.CaptureFixture[str]) -> tuple[int, dict[str, str], str]:
    """(exit code, check -> state, messages) of `check`."""
    capfd.readouterr()
    code = main(["check", str(path), "--format", "json"])
    shown = capfd.readouterr()
    return code, {row["check"]: row["state"] for row in json.loads(shown.out)}, shown.err


@pytest.fixture
def path(project: Project) -> Path:
    """A project that nobody has open."""
    project.close_all()
    return project.path


def test_nobody_else(path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Of a project that nobody else has open nothing more is said, and this program is not another one."""
    code, states, said = checked(path, capfd)
    assert (code, set(states.values()), said) == (0, {"sound"}, "")


def test_somebody_has_it_open(path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """What is checked is how it stands now, the work in the log of the other program included."""
    with at_it(path) as child:
        assert acts(child) == 2
        code, states, said = checked(path, capfd)
        assert (code, states.pop(check.ELSEWHERE), set(states.values())) == (0, "open now", {"sound"})
        assert "as it stands now: another program has it open" in said
        main(["check", str(path), "--format", "json"])
        things = {row["check"]: row["looked_at"] for row in json.loads(capfd.readouterr().out)}
        assert things[check.ELSEWHERE] == 1


def test_somebody_is_in_the_middle_of_a_change(path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """What is written and not finished is not in the file yet: nothing is called sound until it is."""
    with at_it(path, "writing") as child:
        code, states, said = checked(path, capfd)
        assert (code, states.pop(check.ELSEWHERE), set(states.values())) == (1, "unfinished", {"nothing found"})
        assert "Check it again when that program has finished" in said and "sound" not in said
        assert acts(child) == 1
        code, states, said = checked(path, capfd)
        assert (code, states.pop(check.ELSEWHERE), set(states.values())) == (0, "open now", {"sound"})


@pytest.mark.parametrize("how", ["log deleted", "log moved", "file replaced", "file moved", "file linked"])
def test_work_that_goes_elsewhere(path: Path, how: str, capfd: pytest.CaptureFixture[str]) -> None:
    """A program whose log or file was taken away under it codes into nothing: that is said, and nothing is sound."""
    log = path.with_name(path.name + "-wal")
    with at_it(path) as child:
        if how == "log deleted":
            log.unlink()
            path.with_name(path.name + "-shm").unlink()
        elif how == "log moved":
            log.replace(log.with_suffix(".kept"))
            path.with_name(path.name + "-shm").unlink()
        elif how == "file replaced":
            copy = path.with_suffix(".copy")
            copy.write_bytes(path.read_bytes())
            for end in ("-wal", "-shm"):
                path.with_name(path.name + end).unlink()
            copy.replace(path)
        elif how == "file moved":
            path = path.replace(path.with_name("moved.rrtq"))
        else:
            os.link(path, path.with_name("linked.rrtq"))
            path = path.with_name("linked.rrtq")
        acts(child)
        code, states, said = checked(path, capfd)
        assert (code, states.pop(check.ELSEWHERE)) == (1, "wrong"), how
        assert set(states.values()) == {"nothing found"} and "Leave that program open" in said
        assert "sound" not in said


def test_a_program_of_somebody_else_is_told_by_its_locks(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where another person's program may not be looked at, its locks tell that it is there, and that it is astray."""
    monkeypatch.setattr(others, "_open_files", lambda number, real: [])
    with at_it(path) as child:
        assert child.pid in others.look(path).at_it and not others.look(path).astray
        for end in ("-wal", "-shm"):
            path.with_name(path.name + end).unlink()
        assert others.look(path).astray == {child.pid}


def test_a_system_that_does_not_tell(
    path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Where nobody can be seen nothing is claimed."""
    monkeypatch.setattr(others, "_PROC", Path("/there/is/none"))
    code, states, said = checked(path, capfd)
    assert (code, states[check.ELSEWHERE]) == (0, "not told") and "cannot be told" in said


def test_the_log_of_a_killed_program_is_seen(path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """What a killed program had finished stands in the log and is checked with the rest."""
    subprocess.run([sys.executable, str(PROGRAM), str(path), "killed"], timeout=60)
    assert path.with_name(path.name + "-wal").stat().st_size
    code, states, said = checked(path, capfd)
    assert (code, set(states.values()), said) == (0, {"sound"}, "")
    conn = sqlite3.connect(path)
    assert conn.execute("SELECT COUNT(*) FROM coding").fetchone()[0] == 1
    conn.close()


@pytest.mark.parametrize("content", [b"not a log, but work of somebody" * 200, b"\x37\x7f\x06\x82" + b"\x07" * 4092])
def test_what_is_no_log_is_not_thrown_away(path: Path, content: bytes, capfd: pytest.CaptureFixture[str]) -> None:
    """SQLite deletes a log that it cannot read; here it is said, and file and log keep every byte."""
    log = path.with_name(path.name + "-wal")
    log.write_bytes(content)
    before = path.read_bytes()
    for command in ("check", "themes"):
        assert main([command, str(path)]) == 3
        assert "is not a log of it, or is damaged" in capfd.readouterr().err
    assert (log.read_bytes(), path.read_bytes()) == (content, before)
    assert not path.with_name(path.name + "-shm").exists()


def test_a_log_of_zeros_locks_nobody_out(path: Path) -> None:
    """A power cut can leave a log of zeros, in which nothing was ever finished."""
    path.with_name(path.name + "-wal").write_bytes(bytes(8192))
    assert main(["check", str(path)]) == 0


def test_a_change_that_was_broken_off_is_told(path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """A journal that another program left is taken back by SQLite, and a sentence says so."""
    script = (
        "import sqlite3, sys, os; c = sqlite3.connect(sys.argv[1], isolation_level=None);"
        "c.execute('PRAGMA journal_mode = DELETE'); c.execute('PRAGMA cache_size = 1'); c.execute('BEGIN');"
        'c.execute("UPDATE interview SET text = text || hex(zeroblob(200000))"); os.kill(os.getpid(), 9)'
    )
    subprocess.run([sys.executable, "-c", script, str(path)], timeout=60)
    assert path.with_name(path.name + "-journal").stat().st_size
    code, states, said = checked(path, capfd)
    assert (code, set(states.values())) == (0, {"sound"}) and "has taken that change back" in said
