"""The project file: who may read it, what is refused, what is backed up, what a crash leaves."""

from __future__ import annotations

import os
import signal
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from rrt_qual.domain.codebook import Stance
from rrt_qual.domain.errors import Conflict, ProjectError, UsageError
from rrt_qual.domain.spans import Span
from rrt_qual.services.coding.session import CodingSession
from rrt_qual.services.shared.project import Project, create, open_project
from rrt_qual.store import checks
from rrt_qual.store.figures import frequencies
from rrt_qual.store.file.connection import snapshot, transaction
from rrt_qual.store.schema import migrations
from small_project import CODEBOOK

#: Opens the project named first as coder Ama, with her session as `ama` and the first interview's id as `first`.
PRELUDE = """
import os, signal, sys
from pathlib import Path
from rrt_qual.domain.spans import Span
from rrt_qual.services.coding.session import CodingSession
from rrt_qual.services.shared.project import open_project
project = open_project(Path(sys.argv[1]))
ama = CodingSession(project, project.coder("Ama"))
first = ama.heads()[0].id
"""


def all_findings(project: Project) -> list[str]:
    """What every check of the store has to say."""
    every = (checks.integrity, checks.texts, checks.offsets, checks.memos, checks.progress_counts)
    counts = (checks.frequencies, checks.bases, checks.copies)
    return [finding.what for check in (*every, *counts) for finding in check(project.conn)]


def run_script(project: Project, body: str, *words: str) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-c", PRELUDE + body, str(project.path), *words], text=True)


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps rights in another way")
def test_only_the_owner_may_read(project: Project) -> None:
    """The file and what SQLite puts beside it are readable by their owner alone."""
    project.coder("Somebody new")  # the log comes with the first thing that is written
    beside = [p for p in project.path.parent.iterdir() if p.name.startswith(project.path.name)]
    assert {p.name[len(project.path.name) :] for p in beside} >= {"", "-wal"}
    assert {stat.S_IMODE(p.stat().st_mode) for p in beside} == {0o600}


def test_newer_file_is_refused(project: Project) -> None:
    """A project of a newer program is refused in a sentence and left as it was."""
    project.conn.execute(f"PRAGMA user_version = {migrations.LATEST + 1}")
    project.close()
    with pytest.raises(ProjectError, match="newer rrt-qual"):
        open_project(project.path)
    plain = sqlite3.connect(project.path)
    assert plain.execute("PRAGMA user_version").fetchone()[0] == migrations.LATEST + 1
    plain.close()


def test_older_file_is_backed_up_and_migrated(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """Opening an older project copies it beside itself, readable by its owner alone, and then migrates it."""
    CodingSession(project, project.coder("Ama")).set_done(_first(project), True)
    project.close()
    monkeypatch.setattr(migrations, "SCRIPTS", (*migrations.SCRIPTS, "ALTER TABLE project ADD COLUMN note TEXT;"))
    monkeypatch.setattr(migrations, "LATEST", migrations.LATEST + 1)
    migrated = open_project(project.path)
    assert "note" in [r["name"] for r in migrated.conn.execute("PRAGMA table_info(project)")]
    assert all_findings(migrated) == []
    migrated.close()
    (copy,) = project.path.parent.glob("*.backup-*")
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600 or os.name == "nt"
    plain = sqlite3.connect(copy)
    assert plain.execute("PRAGMA user_version").fetchone()[0] == migrations.LATEST - 1
    assert plain.execute("SELECT COUNT(*) FROM coder_progress WHERE done_at IS NOT NULL").fetchone()[0] == 1
    plain.close()


def test_failed_migration_changes_nothing(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """A migration that fails half way leaves the old file, which the old program still opens."""
    project.close()
    with monkeypatch.context() as newer:
        broken = "ALTER TABLE project ADD COLUMN note TEXT; INSERT INTO nowhere VALUES (1);".replace("; ", ";\n")
        newer.setattr(migrations, "SCRIPTS", (*migrations.SCRIPTS, broken))
        newer.setattr(migrations, "LATEST", migrations.LATEST + 1)
        with pytest.raises(ProjectError):
            open_project(project.path)
    again = open_project(project.path)
    assert "note" not in [r["name"] for r in again.conn.execute("PRAGMA table_info(project)")]
    again.close()


@pytest.mark.parametrize("content", [b"", b"not a project at all", b"SQLite format 3\0" + b"x" * 500])
def test_other_files_are_refused(tmp_path: Path, content: bytes) -> None:
    """What is no project is refused in a sentence, never with an error of SQLite's."""
    path = tmp_path / "odd.rrtq"
    path.write_bytes(content)
    with pytest.raises(ProjectError):
        open_project(path)
    assert path.read_bytes()[: len(content)] == content


def test_foreign_database_is_refused(tmp_path: Path) -> None:
    """An SQLite file of another program is not taken for a project."""
    path = tmp_path / "other.rrtq"
    plain = sqlite3.connect(path)
    plain.execute("CREATE TABLE t (x)")
    plain.commit()
    plain.close()
    with pytest.raises(ProjectError, match="not a project"):
        open_project(path)


def test_existing_file_is_never_overwritten(project: Project) -> None:
    """Making a project where something stands is refused, and that is left as it was."""
    before = project.path.stat().st_size
    with pytest.raises(ProjectError, match="exists already"):
        create(project.path, codebook=CODEBOOK, content="x", source_name="x", name="x")
    assert project.path.stat().st_size == before


def test_plain_sql_sees_the_same_figures(project: Project, ids: dict[str, str]) -> None:
    """A reader with nothing but SQLite finds the figures that the program shows, at once."""
    ama, ben = (CodingSession(project, project.coder(name)) for name in ("Ama", "Ben"))
    ama.apply(ids["A"], Span(0, 20), "threats", Stance.RISK)
    ben.apply(ids["A"], Span(10, 30), "threats", Stance.STRENGTH)
    ben.apply(ids["B"], Span(0, 9), "threats", Stance.RISK)
    ama.set_done(ids["C"], True)
    plain = sqlite3.connect(project.path)
    rows = plain.execute(
        "SELECT stance, coder, interviews, base, share, passages FROM theme_frequency"
        " WHERE wave = '*' AND theme = 'threats' ORDER BY stance, coder"
    ).fetchall()
    plain.close()
    assert rows == [
        ("*", "*", 2, 3, 2 / 3, 2),
        ("*", "Ama", 1, 2, 0.5, 1),
        ("*", "Ben", 2, 2, 1.0, 2),
        ("risk", "*", 2, 3, 2 / 3, 2),
        ("risk", "Ama", 1, 2, 0.5, 1),
        ("risk", "Ben", 1, 2, 0.5, 1),
        ("strength", "*", 1, 3, 1 / 3, 1),
        ("strength", "Ben", 1, 2, 0.5, 1),
    ]
    shown = {
        c.stance: (c.interviews, c.passages) for c in frequencies.stored(project.conn, "theme", wave=None, coder=None)
    }
    assert shown == {stance: (n, passages) for stance, coder, n, _, _, passages in rows if coder == "*"}


def test_two_processes_at_once_lose_nothing(project: Project) -> None:
    """Two coders in two processes code at the same time: every coding is there and every count agrees."""
    body = """
me = CodingSession(project, project.coder(sys.argv[2]))
for n in range(25):
    me.apply(first, Span(n, n + 20 + len(sys.argv[2])), "threats" if n % 2 else "jokes")
"""
    workers = [run_script(project, body, name) for name in ("Ama", "Ben-Ali")]
    assert [worker.wait(60) for worker in workers] == [0, 0]
    session = CodingSession(project, project.coder("Ama"))
    assert len(session.codings(_first(project))) == 50
    assert len(session.codings(_first(project), mine=True)) == 25
    assert all_findings(project) == []


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL here")
def test_killed_after_an_act_keeps_it(project: Project) -> None:
    """When `apply` has returned, the coding is on disk, whatever happens to the program next."""
    body = 'ama.apply(first, Span(0, 20), "threats")\nos.kill(os.getpid(), signal.SIGKILL)'
    assert run_script(project, body).wait(60) == -signal.SIGKILL
    (coding,) = CodingSession(project, project.coder("Ama")).codings(_first(project))
    assert (coding.theme, coding.span.start) == ("threats", 0)
    assert all_findings(project) == []


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL here")
@pytest.mark.parametrize("hook", ["changes.record", "progress.recount", "frequencies.refresh"])
def test_killed_within_an_act_leaves_the_file_sound(project: Project, hook: str) -> None:
    """A program killed in the middle of a transaction leaves the project as it was before the act."""
    body = f"""
from rrt_qual.store.coding import codings, progress
from rrt_qual.store.figures import frequencies
from rrt_qual.store.project import changes
ama.apply(first, Span(0, 20), "threats")
{hook} = lambda *a, **k: os.kill(os.getpid(), signal.SIGKILL)
ama.apply(first, Span(4, 30), "jokes")
"""
    assert run_script(project, body).wait(60) == -signal.SIGKILL
    again = open_project(project.path)
    assert [c.theme for c in CodingSession(again, again.coder("Ama")).codings(_first(again))] == ["threats"]
    assert all_findings(again) == []
    again.close()


def test_full_disk_is_a_sentence(project: Project, ids: dict[str, str]) -> None:
    """A disk that is full is told in a sentence; the act did not happen and the project stays sound."""
    pages = project.conn.execute("PRAGMA page_count").fetchone()[0]
    project.conn.execute(f"PRAGMA max_page_count = {pages}")
    session = CodingSession(project, project.coder("Ama"))
    with pytest.raises(ProjectError, match="full"):
        for n in range(2000):
            session.apply(ids["A"], Span(n % 30, n % 30 + 5 + n // 30), "threats")
    project.conn.execute("PRAGMA max_page_count = 1073741823")
    assert not project.conn.in_transaction
    assert all_findings(project) == []


def test_writing_to_a_read_only_file_is_a_sentence(project: Project, ids: dict[str, str]) -> None:
    """A project that may not be written is told in a sentence."""
    session = CodingSession(project, project.coder("Ama"))
    project.conn.execute("PRAGMA query_only = ON")
    with pytest.raises(ProjectError, match="cannot be written"):
        session.apply(ids["A"], Span(0, 20), "threats")


def test_held_file_is_a_sentence(project: Project) -> None:
    """A project that another program holds is told in a sentence, and nothing is changed."""
    holder = sqlite3.connect(project.path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    project.conn.execute("PRAGMA busy_timeout = 1")
    with pytest.raises(ProjectError, match="Another program"), transaction(project.conn):
        raise AssertionError("the block must not be entered")
    holder.execute("ROLLBACK")
    holder.close()


def test_snapshot_is_of_one_moment(project: Project, ids: dict[str, str]) -> None:
    """What is read inside a snapshot does not change while somebody else codes."""
    count = "SELECT COUNT(*) FROM coding"
    other = open_project(project.path)
    with snapshot(project.conn) as conn:
        assert conn.execute(count).fetchone()[0] == 0
        CodingSession(other, other.coder("Ben")).apply(ids["A"], Span(0, 20), "threats")
        assert conn.execute(count).fetchone()[0] == 0
    assert project.conn.execute(count).fetchone()[0] == 1
    other.close()


def test_same_coding_twice_is_refused_however_it_comes_about(project: Project, ids: dict[str, str]) -> None:
    """Neither applying nor moving nor renaming makes two codings of one passage, theme and coder."""
    ama = CodingSession(project, project.coder("Ama"))
    ama.apply(ids["A"], Span(0, 30), "threats")
    other_span = ama.apply(ids["A"], Span(0, 12), "threats")
    other_theme = ama.apply(ids["A"], Span(0, 30), "jokes")
    for attempt in (
        lambda: ama.apply(ids["A"], Span(0, 30), "threats"),
        lambda: ama.set_span(other_span.id, Span(0, 30)),
        lambda: ama.set_theme(other_theme.id, "threats"),
    ):
        with pytest.raises(Conflict, match="already"):
            attempt()
    assert len(ama.codings(ids["A"])) == 3
    CodingSession(project, project.coder("Ben")).apply(ids["A"], Span(0, 30), "threats")


@pytest.mark.parametrize("name", ["*", " * "])
def test_star_is_no_coder(project: Project, name: str) -> None:
    """'*' stands for any coder in the counted tables, so nobody is called that."""
    with pytest.raises(UsageError):
        project.coder(name)


def _first(project: Project) -> str:
    """The id of the interview that `heads()` lists first."""
    return CodingSession(project, project.coder("Ama")).heads()[0].id
