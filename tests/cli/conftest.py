"""Commands are run inside this process where that is the same, and in one of their own where it is not."""

from __future__ import annotations

import contextlib
import io
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from commands import Done, Rrt

from rrt_qual.cli.main import main

CODINGS = (
    "interview,text,theme,stance,coder\n"
    "T1,We laugh a lot,colleague-support,strength,Ama\n"
    "T1,nobody blames us,blame-learning,strength,Ama\n"
    "T2,nobody blames us,blame-learning,risk,Ben\n"
)
TALK = "Interviewer: How is it?\nParticipant: It is {} here. We laugh a lot, and nobody blames us.\n"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that commands are run in, with a folder of two transcripts and their attributes."""
    here = tmp_path / "desk"
    here.mkdir()
    fill_desk(here)
    monkeypatch.chdir(here)
    return here


def fill_desk(here: Path) -> None:
    """Put two transcripts and their attributes into a folder."""
    (here / "talks").mkdir()
    for name, word in (("T1", "good"), ("T2", "hard")):
        (here / "talks" / f"{name}.txt").write_text(TALK.format(word), encoding="utf-8")
    (here / "att.csv").write_text("file,wave,team\nT1.txt,2025,Blue\nT2.txt,2026,Red\n", encoding="utf-8")


@pytest.fixture
def rrt(desk: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> Rrt:
    """`rrt('themes', '--format', 'json')` runs a command here and returns its exit code, stdout and stderr."""

    def run(*words: str | Path) -> Done:
        capfdbinary.readouterr()
        code = main([str(word) for word in words])
        sys.stdout.flush()
        out, err = capfdbinary.readouterr()
        return Done(code, out.decode(), err.decode())

    return run


@pytest.fixture
def process(desk: Path) -> Callable[..., subprocess.Popen[str]]:
    """Starts a command as a process of its own, without a terminal."""

    def start(*words: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "rrt_qual", *words],
            cwd=desk,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )

    return start


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Two projects to copy: with both transcripts and their attributes, and with three codings as well."""
    here = tmp_path_factory.mktemp("made")
    fill_desk(here)
    (here / "c.csv").write_text(CODINGS, encoding="utf-8")
    with contextlib.chdir(here), contextlib.redirect_stderr(io.StringIO()) as said:
        assert main(["init", "project", "--name", "Our study"]) == 0, said.getvalue()
        assert main(["import", "project", "talks", "--attributes", "att.csv"]) == 0, said.getvalue()
        shutil.copy(here / "project.rrtq", here / "plain.rrtq")
        assert main(["codings", "import", "project", "c.csv"]) == 0, said.getvalue()
    return {"project": here / "plain.rrtq", "coded": here / "project.rrtq"}


@pytest.fixture
def project(made: dict[str, Path], desk: Path) -> Path:
    """A project `p.rrtq` in the folder, with both transcripts, their attributes, and `c.csv` with three codings."""
    (desk / "c.csv").write_text(CODINGS, encoding="utf-8")
    return shutil.copy(made["project"], desk / "p.rrtq")


@pytest.fixture
def coded(made: dict[str, Path], project: Path) -> Path:
    """That project with its codings."""
    return shutil.copy(made["coded"], project)
