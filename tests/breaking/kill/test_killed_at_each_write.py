"""Killed at any of its writes, a command leaves no half project, no orphan key and no words unnamed.

`RRT_QUAL_KILLS=200 pytest tests/breaking/kill` tries as many points of each command; `RRT_QUAL_SEED` draws others.
"""

from __future__ import annotations

import platform
import sys
from pathlib import Path

import pytest
from killed import KILLS, PASSPHRASE, Killer, sound

from named_project import REAL, build, seen
from rrt_qual.services.confidentiality import key_file as keyfile
from rrt_qual.services.shared.project import Project, create, locate, open_project
from rrt_qual.store.interviews import interviews
from rrt_qual.store.project import changes
from small_project import CODEBOOK

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or platform.machine() != "x86_64", reason="system calls are watched on Linux on x86-64"
)


@pytest.fixture
def before(tmp_path: Path) -> Path:
    """A folder with a study whose names are replaced."""
    folder = tmp_path / "before"
    folder.mkdir()
    study = build(folder / "study.rrtq")
    study.coder("Ama")
    study.close_all()
    return folder


def named(study: Project) -> list[str]:
    """The files that the project's log names."""
    return [name for name, _, _ in changes.files(study.conn)]


def test_init_leaves_a_whole_project_or_none(killer: Killer, tmp_path: Path) -> None:
    """Nothing that is found as a project is half-made, and the next one that is made takes the rest away."""
    (tmp_path / "before").mkdir()
    for folder in killer.kills(tmp_path / "before", ["init", "new"], points=4):
        path = folder / "new.rrtq"
        if path.exists():
            whole = open_project(path)
            assert whole.name == "new" and whole.codebook().themes and sound(whole)
            whole.close_all()
        create(folder / "b.rrtq", codebook=CODEBOOK, content="x", source_name="x", name="b").close()
        assert {p.name for p in folder.iterdir()} <= {"new.rrtq", "b.rrtq"}


def test_moving_out_leaves_no_orphan_key(killer: Killer, before: Path, quick: None) -> None:
    """After the next command there is a key file if and only if the names are out; and then none is in the project."""
    command = ["deidentify", "study.rrtq", "--key-out", "study.key", "--yes"]
    for folder in killer.kills(before, command, points=6):
        study = open_project(folder / "study.rrtq")
        assert keyfile.is_out(study) == (folder / "study.key").exists()
        assert sound(study)
        if keyfile.is_out(study):
            assert seen(study.path, *REAL) == []
            assert keyfile.bring_back(study, folder / "study.key", PASSPHRASE).interviews > 0
        study.close_all()
        assert {p.name for p in folder.iterdir()} <= {"study.rrtq", "study.key"}


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """A stand-in for age in this process, as the killed one has it."""
    import quick_age
    from rrt_qual.privacy.hide import age_file as age

    monkeypatch.setattr(age, "unseal", quick_age.unseal)
    monkeypatch.setattr(age, "seal", quick_age.seal)


def test_bringing_back_is_whole_or_not_at_all(killer: Killer, before: Path, quick: None) -> None:
    """The names are all back or all out; the key file is never touched, and brings them back in the end."""
    study = open_project(before / "study.rrtq")
    had = said(study)
    keyfile.move_out(study, before / "study.key", PASSPHRASE)
    out = said(study)
    study.close_all()
    key = (before / "study.key").read_bytes()
    assert had != out
    for folder in killer.kills(before, ["deidentify", "study.rrtq", "--key-in", "study.key"], points=6):
        study = open_project(folder / "study.rrtq")
        assert sound(study) and said(study) == (out if keyfile.is_out(study) else had)
        assert (folder / "study.key").read_bytes() == key
        if keyfile.is_out(study):
            assert seen(study.path, *REAL) == []
            keyfile.bring_back(study, folder / "study.key", PASSPHRASE)
        assert said(study) == had and sound(study)
        study.close_all()
        assert {p.name for p in folder.iterdir()} == {"study.rrtq", "study.key"}


def said(study: Project) -> list[tuple[str, ...]]:
    """Everything with a name in it: texts, speakers, memos, attributes, names of interviews, listed and real forms."""
    questions = (
        "SELECT name, text, source_name FROM interview ORDER BY id",
        "SELECT label, name FROM speaker ORDER BY id",
        "SELECT text FROM memo ORDER BY id",
        "SELECT value FROM attribute ORDER BY id",
        "SELECT * FROM pseudonym_form ORDER BY id",
        "SELECT * FROM listed_name ORDER BY id",
    )
    return [tuple(map(str, row)) for question in questions for row in study.conn.execute(question)]


def test_erasing_leaves_no_word_after_the_next_command(killer: Killer, before: Path) -> None:
    """The interview is there whole, or gone; then no byte of it is left once any command has opened the project."""
    for folder in killer.kills(before, ["erase", "study.rrtq", "N1", "--coder", "Ama", "--yes"], points=6):
        study = open_project(folder / "study.rrtq")
        gone = "N1" not in interviews.names(study.conn)
        assert sound(study)
        assert not gone or seen(study.path, "Nobody ever listens to us about the heating", "Lez", "Harbour Team") == []
        study.close_all()


def test_what_was_exported_is_known_to_the_log(killer: Killer, before: Path) -> None:
    """A file of codings that stands there is named by the log, done or begun; nothing unfinished is left beside it."""
    for folder in killer.kills(before, ["codings", "export", "study.rrtq", "out.csv"], points=8):
        study = open_project(folder / "study.rrtq")
        assert not (folder / "out.csv").exists() or "out.csv" in named(study)
        study.close_all()
        assert {p.name for p in folder.iterdir()} <= {"study.rrtq", "out.csv"}


@pytest.mark.skipif(not KILLS, reason="makes all tables and pictures at each point: in the long form alone")
@pytest.mark.parametrize("old", [True, False], ids=["in place of an older one", "new"])
def test_a_folder_of_tables_is_whole(killer: Killer, before: Path, old: bool) -> None:
    """Many files appear together or not at all, named by the log; an older folder stands until the new one does."""
    older = {"readme.txt": b"older", "data_dictionary.csv": b"older", "old.csv": b"older"} if old else {}
    for name, content in older.items():
        (before / "tables").mkdir(exist_ok=True)
        (before / "tables" / name).write_bytes(content)
    whole: dict[str, bytes] = {}
    for folder in killer.kills(before, ["export", "study.rrtq", "--to", "csv", "tables", *EXPORTED], points=3):
        study = open_project(folder / "study.rrtq")
        there = {p.name: p.read_bytes() for p in (folder / "tables").iterdir()} if (folder / "tables").exists() else {}
        whole = whole or there
        assert sound(study) and there in (older, whole)
        assert there == older or named(study) == ["tables"]
        study.close_all()
        assert {p.name for p in folder.iterdir()} <= {"study.rrtq", "tables"}
    assert len(whole) > 5


#: So that the same project gives the same bytes.
EXPORTED = ("--made-at", "2026-11-30T09:00:00+00:00", "--yes")


def test_a_folder_that_is_being_made_is_no_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The only project of a folder is found beside what a killed `demo` left."""
    create(tmp_path / "a.rrtq", codebook=CODEBOOK, content="x", source_name="x", name="a").close()
    left = tmp_path / ".demo.rrtq.abcdefgh.making"
    left.mkdir()
    (left / "demo.rrtq").write_bytes(b"half")
    monkeypatch.chdir(tmp_path)
    assert locate(None).name == "a.rrtq"


def test_an_archive_copy_is_whole_or_not_there(killer: Killer, before: Path) -> None:
    """A kill leaves no half archive copy, and the project stays sound."""
    command = ["deidentify", "study.rrtq", "--export", "copy.rrtq", "--even-so", "--yes"]
    for folder in killer.kills(before, command, points=4):
        study = open_project(folder / "study.rrtq")
        assert sound(study)
        assert not (folder / "copy.rrtq").exists() or "copy.rrtq" in named(study)
        study.close_all()
        if (folder / "copy.rrtq").exists():
            copy = open_project(folder / "copy.rrtq")
            assert sound(copy) and seen(copy.path, *REAL) == []
            copy.close_all()
        assert {p.name for p in folder.iterdir()} <= {"study.rrtq", "copy.rrtq", "copy.rrtq.log.csv"}


def test_files_are_imported_whole(killer: Killer, before: Path) -> None:
    """Of several files that are imported, each is in the project with all its turns or not at all."""
    (before / "talks").mkdir()
    for name in ("T1", "T2", "T3"):
        talk = f"Interviewer: How is {name}?\nParticipant: Fine.\n"
        (before / "talks" / f"{name}.txt").write_text(talk, encoding="utf-8")
    most = 0
    for folder in killer.kills(before, ["import", "study.rrtq", "talks", "--wave", "2027"], points=6):
        study = open_project(folder / "study.rrtq")
        new = [i for name, i in interviews.names(study.conn).items() if name.startswith("T")]
        rows = study.conn.execute("SELECT interview_id, count(*) FROM turn GROUP BY interview_id").fetchall()
        turns = {r[0]: r[1] for r in rows}
        assert sound(study) and all(turns[i] == 2 for i in new)
        most = max(most, len(new))
        study.close_all()
    assert most == 3
