"""Killed at any of its writes, a command leaves no half project, no orphan key and no words unnamed.

`RRT_QUAL_KILLS=200 pytest tests/kill` tries as many points of each command.
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from named_project import REAL, build, seen
from rrt_qual.services import check, keyfile
from rrt_qual.services.project import Project, create, locate, open_project
from rrt_qual.store import changes, interviews
from small_project import CODEBOOK

TESTS = Path(__file__).parents[1]
POINTS = int(os.environ.get("RRT_QUAL_KILLS", "5"))

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or platform.machine() != "x86_64", reason="system calls are watched on Linux on x86-64"
)


def killed(tmp_path: Path, before: Path, *commands: list[str]) -> Iterator[Path]:
    """The folder as each kill left it, in its old place; skipped where ptrace is not allowed."""
    job: dict[str, Any] = {"words": commands, "folder": str(tmp_path / "at"), "fresh": str(before), "points": POINTS}
    job |= {"seed": 9, "quick": str(TESTS)}
    script = str(TESTS / "kill" / "at_each_write.py")
    done = subprocess.run([sys.executable, script, json.dumps(job)], capture_output=True, text=True, check=False)
    if "ptrace" in done.stderr:
        pytest.skip("no process may be watched here")
    assert done.returncode == 0, done.stderr
    first, *rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert first["of"] > 3 and rows
    for row in rows:
        shutil.rmtree(tmp_path / "at", ignore_errors=True)
        yield Path(shutil.move(row["keep"], tmp_path / "at"))


@pytest.fixture
def before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a study whose names are replaced."""
    folder = tmp_path / "before"
    folder.mkdir()
    study = build(folder / "study.rrtq")
    study.coder("Ama")
    study.close_all()
    monkeypatch.setenv("RRT_QUAL_PASSPHRASE", "correct horse battery staple")
    return folder


def sound(project: Project) -> bool:
    return not [f for one in check.run(project) for f in one.findings]


def test_init_leaves_a_whole_project_or_none(tmp_path: Path) -> None:
    """Nothing that is found as a project is half-made, and the next one that is made takes the rest away."""
    (tmp_path / "before").mkdir()
    for folder in killed(tmp_path, tmp_path / "before", ["init", "new"]):
        path = folder / "new.rrtq"
        if path.exists():
            whole = open_project(path)
            assert whole.name == "new" and whole.codebook().themes and sound(whole)
            whole.close_all()
        create(folder / "b.rrtq", codebook=CODEBOOK, content="x", source_name="x", name="b").close()
        assert {p.name for p in folder.iterdir()} <= {"new.rrtq", "b.rrtq"}


def test_moving_out_leaves_no_orphan_key(tmp_path: Path, before: Path) -> None:
    """After the next command there is a key file if and only if the names are out; and then none is in the project."""
    command = ["deidentify", "study.rrtq", "--key-out", "study.key", "--yes"]
    for folder in killed(tmp_path, before, command):
        study = open_project(folder / "study.rrtq")
        assert keyfile.is_out(study) == (folder / "study.key").exists()
        assert sound(study)
        if keyfile.is_out(study):
            assert seen(study.path, *REAL) == []
            keyfile_back(study, folder / "study.key")
        study.close_all()
        assert {p.name for p in folder.iterdir()} <= {"study.rrtq", "study.key"}


def keyfile_back(study: Project, key: Path) -> None:
    import quick_age
    from rrt_qual.privacy import age

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(age, "unseal", quick_age.unseal)
        assert keyfile.bring_back(study, key, "correct horse battery staple").interviews > 0


def test_erasing_leaves_no_word_after_the_next_command(tmp_path: Path, before: Path) -> None:
    """The interview is there whole, or gone; then no byte of it is left once any command has opened the project."""
    for folder in killed(tmp_path, before, ["erase", "study.rrtq", "N1", "--coder", "Ama", "--yes"]):
        study = open_project(folder / "study.rrtq")
        gone = "N1" not in interviews.names(study.conn)
        assert sound(study)
        assert not gone or seen(study.path, "Nobody ever listens to us about the heating", "Lez", "Harbour Team") == []
        study.close_all()


def test_what_was_exported_is_known_to_the_log(tmp_path: Path, before: Path) -> None:
    """A file of codings that stands there is named by the log, done or begun; nothing unfinished is left beside it."""
    for folder in killed(tmp_path, before, ["codings", "export", "study.rrtq", "out.csv"]):
        study = open_project(folder / "study.rrtq")
        assert not (folder / "out.csv").exists() or "out.csv" in [name for name, _, _ in changes.files(study.conn)]
        study.close_all()
        assert {p.name for p in folder.iterdir()} <= {"study.rrtq", "out.csv"}


def test_a_folder_that_is_being_made_is_no_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The only project of a folder is found beside what a killed `demo` left."""
    create(tmp_path / "a.rrtq", codebook=CODEBOOK, content="x", source_name="x", name="a").close()
    left = tmp_path / ".demo.rrtq.abcdefgh.making"
    left.mkdir()
    (left / "demo.rrtq").write_bytes(b"half")
    monkeypatch.chdir(tmp_path)
    assert locate(None).name == "a.rrtq"


def test_an_archive_copy_is_whole_or_not_there(tmp_path: Path, before: Path) -> None:
    """A kill leaves no half archive copy, and the project stays sound."""
    command = ["deidentify", "study.rrtq", "--export", "copy.rrtq", "--even-so", "--yes"]
    for folder in killed(tmp_path, before, command):
        study = open_project(folder / "study.rrtq")
        assert sound(study)
        study.close_all()
        if (folder / "copy.rrtq").exists():
            copy = open_project(folder / "copy.rrtq")
            assert sound(copy) and seen(copy.path, *REAL) == []
            copy.close_all()


def test_files_are_imported_whole(tmp_path: Path, before: Path) -> None:
    """Of several files that are imported, each is in the project with all its turns or not at all."""
    (before / "talks").mkdir()
    for name in ("T1", "T2", "T3"):
        (before / "talks" / f"{name}.txt").write_text("Interviewer: How is it?\nParticipant: Fine.\n", encoding="utf-8")
    for folder in killed(tmp_path, before, ["import", "study.rrtq", "talks", "--wave", "2027"]):
        study = open_project(folder / "study.rrtq")
        new = [i for name, i in interviews.names(study.conn).items() if name.startswith("T")]
        rows = study.conn.execute("SELECT interview_id, count(*) FROM turn GROUP BY interview_id").fetchall()
        turns = {r[0]: r[1] for r in rows}
        assert sound(study) and all(turns[i] == 2 for i in new)
        study.close_all()
