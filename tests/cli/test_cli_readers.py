"""No command tells a word that was replaced: every command there is is run, in every format, on such a project."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from commands import Rrt
from test_help import COMMANDS

from rrt_qual.services.shared.project import open_project
from rrt_qual.services.suggestions import standing as proposals
from secret_project import build, hide, leaks

#: What a command needs beside the project; a command that is not here is run with the project alone.
ARGUMENTS: dict[tuple[str, ...], list[list[str]]] = {
    ("codings", "export"): [["codings.csv", "--yes"], ["codings.jsonl", "--yes"]],
    ("codings", "import"): [["moved.csv"]],
    ("codebook", "export"): [["book.yaml"]],
    ("codebook", "check"): [],
    ("codebook", "diff"): [["own.yaml"]],
    ("codebook", "update"): [["own.yaml"]],
    ("suggest",): [["--all"], ["--interview", "P07", "--all"], ["--trust"], ["--interview", "nowhere"]],
    ("log",): [["--all"]],
    ("themes",): [[], ["--by", "team"], ["--by", "participant"]],
    ("settings",): [[], ["privacy.original"]],
    ("evaluate",): [["--seeds", "1"]],
    ("compare",): [["--by", "team", "--group", "North", "--with", "South"]],
    ("quotes",): [["--all-themes"], ["--all-themes", "--held"]],
    ("export",): [["--to", kind, f"out.{kind}"] for kind in ("json", "md", "html", "xlsx", "sav")],
    ("report",): [["report.docx"], ["report.html"]],
    ("erase",): [["nowhere", "--yes"]],
}
#: Commands that make or open something, or read no project.
NOT_READERS = {("demo",), ("new",), ("init",), ("import",), ("code",), ("doctor",)}
FORMATS = ([], ["--format", "json"], ["--format", "csv"])


@pytest.fixture(scope="module")
def secret(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project in which every name is replaced, and a file of codings with other words at their places."""
    folder = tmp_path_factory.mktemp("secret")
    (folder / "talks").mkdir()
    project = build(folder / "p.rrtq", folder / "talks")
    proposals.bring_up_to_date(project)
    hide(project)
    project.close_all()
    return folder / "p.rrtq"


@pytest.fixture
def project(secret: Path, desk: Path) -> Path:
    """That project, in the folder where commands are run."""
    shutil.rmtree(desk / "talks")
    (desk / "moved.csv").write_text(
        "interview,start,end,text,theme,coder\nP07,60,90,other words,blame,Ann\nT2,0,40,other words,blame,Ann\n"
        "P07,0,900000,other words,blame,Ann\nnowhere,0,4,words,blame,Ann\n",
        encoding="utf-8",
    )
    copy = shutil.copy(secret, desk / "p.rrtq")
    return Path(copy)


def runs() -> list[tuple[str, ...]]:
    """Every command that may read."""
    return [words for words in COMMANDS if words not in NOT_READERS]


@pytest.mark.parametrize("words", runs(), ids=" ".join)
def test_no_command_tells_a_replaced_word(project: Path, rrt: Rrt, desk: Path, words: tuple[str, ...]) -> None:
    """stdout, stderr and every file that a command writes are free of replaced names, whatever the format."""
    there = {path: path.read_bytes() for path in desk.rglob("*") if path.is_file()}
    told = []
    for more in ARGUMENTS.get(words, [[]]):
        for form in FORMATS:
            done = rrt(*words, "p.rrtq", *more, *form)
            assert done.code in (0, 1, 3) or "No such option" in done.err, done.err
            assert leaks([done.out, done.err]) == []
            told.append(done.out + done.err)
    made = [p for p in desk.rglob("*") if p.is_file() and there.get(p) != p.read_bytes() and ".rrtq" not in p.name]
    assert leaks(made) == []
    assert any(told) or not ARGUMENTS.get(words, [[]])


def test_the_walk_would_find_a_leak(project: Path, rrt: Rrt, desk: Path) -> None:
    """The same commands do tell the names as long as nothing is replaced: the walk can fail."""
    folder = desk / "open"
    folder.mkdir()
    build(folder / "open.rrtq", folder).close_all()
    assert rrt("codings", "export", "open/open.rrtq", "open.csv").code == 0
    for told in (rrt("suggest", "open/open.rrtq", "--all").out, rrt("log", "open/open.rrtq").out, desk / "open.csv"):
        assert leaks(told)


def test_codings_come_back_to_the_project_and_to_a_copy(project: Path, rrt: Rrt, desk: Path) -> None:
    """What 'codings export' wrote is recognised row by row, here and where nothing was replaced yet."""
    assert rrt("codings", "export", "p.rrtq", "codings.csv").code == 0
    rows = len((desk / "codings.csv").read_text(encoding="utf-8-sig").splitlines()) - 1
    done = rrt("codings", "import", "p.rrtq", "codings.csv")
    assert done.code == 0 and "0 codings added" in done.err and "Look at" not in done.err
    opened = open_project(desk / "p.rrtq")
    assert rows >= sum(1 for _ in opened.conn.execute("SELECT 1 FROM coding"))
    opened.close_all()
