"""What is looked at is not changed, what is crafted is not obeyed, and what cannot be written is read."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from rrt_qual.domain import held
from rrt_qual.domain.errors import FileFault, ProjectError
from rrt_qual.services.project import Project, open_project
from rrt_qual.store import checks, door, migrations


def state(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in folder.iterdir() if p.is_file()}


@pytest.mark.parametrize("journal", ["DELETE", "WAL"])
def test_a_refused_file_is_left_as_it_was(tmp_path: Path, journal: str) -> None:
    """A file of another program named by mistake keeps every byte, and nothing appears beside it."""
    path = tmp_path / "other.db"
    plain = sqlite3.connect(path)
    plain.execute(f"PRAGMA journal_mode = {journal}")
    plain.execute("CREATE TABLE t (x)")
    plain.close()
    before = state(tmp_path)
    with pytest.raises(ProjectError, match="not a project"):
        open_project(path)
    assert state(tmp_path) == before


CRAFTED = {
    "trigger": "CREATE TRIGGER odd AFTER INSERT ON setting BEGIN DELETE FROM coding; END",
    "view": "CREATE VIEW odd AS SELECT 1",
    "view in place": "ALTER TABLE memo RENAME TO memo_2; CREATE VIEW memo AS SELECT * FROM memo_2",
    "column": "ALTER TABLE memo ADD COLUMN odd TEXT",
    "generated": "ALTER TABLE memo ADD COLUMN odd TEXT GENERATED ALWAYS AS (hex(text))",
    "expression": "CREATE INDEX odd ON memo (hex(text))",
    "unique": "CREATE UNIQUE INDEX odd ON memo (text)",
    "virtual": "CREATE VIRTUAL TABLE odd USING fts5(x)",
    "missing": "DROP TABLE memo",
}


@pytest.mark.parametrize("sql", CRAFTED.values(), ids=CRAFTED.keys())
def test_a_crafted_file_is_refused(project: Project, sql: str) -> None:
    """A schema that is not ours is refused in a sentence before anything is read, and the file is unchanged."""
    project.close_all()
    plain = sqlite3.connect(project.path)
    plain.executescript(sql)
    plain.close()
    before = project.path.read_bytes()
    with pytest.raises(ProjectError, match="is not opened"):
        open_project(project.path)
    assert project.path.read_bytes() == before


@pytest.mark.parametrize(
    "sql", ["ANALYZE", "CREATE TABLE mine (a TEXT, b INTEGER)", "CREATE INDEX mine ON memo (text)"]
)
def test_what_people_add_for_themselves_is_left_alone(project: Project, sql: str) -> None:
    """Statistics, a plain table and a plain index do nothing and do not lock anybody out."""
    project.close_all()
    plain = sqlite3.connect(project.path)
    plain.executescript(sql)
    plain.close()
    open_project(project.path).close_all()


def test_a_mark_without_tables_is_refused(tmp_path: Path) -> None:
    """The right application_id alone makes no project."""
    path = tmp_path / "x.rrtq"
    for version in (0, migrations.LATEST):
        plain = sqlite3.connect(path)
        plain.execute(f"PRAGMA application_id = {migrations.APPLICATION_ID}")
        plain.execute(f"PRAGMA user_version = {version}")
        plain.close()
        with pytest.raises(ProjectError, match="no table"):
            open_project(path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
def test_a_pipe_or_a_device_is_refused_at_once(tmp_path: Path) -> None:
    """A pipe that nobody writes to is not waited for."""
    os.mkfifo(tmp_path / "pipe.rrtq")
    for path in (tmp_path / "pipe.rrtq", Path(os.devnull)):
        with pytest.raises(ProjectError, match="pipe or a device"):
            open_project(path)


@pytest.mark.parametrize("name", ["a?b.rrtq", "a#b.rrtq", "50% of.rrtq", "é &x=1.rrtq"])
@pytest.mark.skipif(os.name == "nt", reason="such names cannot be there")
def test_any_name_is_opened(project: Project, name: str) -> None:
    """Signs that mean something in a URI are signs of the name."""
    project.close_all()
    path = project.path.rename(project.path.with_name(name))
    opened = open_project(path)
    assert opened.name
    opened.close_all()
    assert not door.beside(path).log


def test_the_project_is_no_file_to_read_or_write(project: Project, tmp_path: Path) -> None:
    """Exports and readers refuse the project itself, a link to it, and what SQLite keeps beside it."""
    from rrt_qual.export.safe import atomic_write

    link = tmp_path / "link.csv"
    link.symlink_to(project.path)
    assert project.conn
    for path in (project.path, link, project.path.with_name(project.path.name + "-wal")):
        assert held.is_held(path)
        with pytest.raises(FileFault, match="the project itself"), atomic_write(path) as file:
            file.write("x")
    assert not held.is_held(tmp_path / "other.csv")


def test_a_backup_without_room_leaves_nothing(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """A migration for which there is no room leaves no copy behind, and the project is read in memory instead."""
    project.close_all()
    monkeypatch.setattr(migrations, "SCRIPTS", (*migrations.SCRIPTS, "ALTER TABLE project ADD COLUMN note TEXT;"))
    monkeypatch.setattr(migrations, "LATEST", migrations.LATEST + 1)
    real = sqlite3.connect

    def small(*words: object, **more: object) -> sqlite3.Connection:
        conn = real(*words, **more)  # type: ignore[call-overload]
        if str(words[0]).endswith(".part"):
            conn.execute("PRAGMA max_page_count = 10")
        return conn

    monkeypatch.setattr(sqlite3, "connect", small)
    before = set(project.path.parent.iterdir())
    for _ in range(2):
        opened = open_project(project.path)
        assert "no room" in opened.why_reading and opened.codebook().themes
        opened.close_all()
    assert {p for p in project.path.parent.iterdir() if "-wal" not in p.name and "-shm" not in p.name} <= before


#: Runs the rest of its words where the folder named first is mounted to be read alone.
_READ_ONLY = 'mount --bind "$0" "$0" && mount -o remount,ro,bind "$0" && exec "$@"'


def on_read_only(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = ["unshare", "-m", "sh", "-c", _READ_ONLY, str(folder), sys.executable, "-m", "rrt_qual", *words]
    return subprocess.run(command, capture_output=True, text=True, timeout=120)


def _can_mount() -> bool:
    try:
        test = ["unshare", "-m", "sh", "-c", 'mount --bind "$0" "$0"', "/tmp"]
        return subprocess.run(test, capture_output=True, timeout=30).returncode == 0
    except OSError:
        return False


@pytest.mark.skipif(not _can_mount(), reason="nothing can be mounted here")
@pytest.mark.parametrize("command", ["themes", "log", "check", "ratings"])
def test_a_medium_that_may_not_be_written_is_read(project: Project, command: str) -> None:
    """Reading commands work on a read-only medium, and one sentence says that nothing can be coded."""
    project.close_all()
    folder = project.path.parent
    before = state(folder)
    done = on_read_only(folder, command, str(project.path))
    assert (done.returncode, done.stderr.count("nothing can be coded")) == (0, 1), done.stderr
    assert state(folder) == before


@pytest.mark.skipif(not _can_mount(), reason="nothing can be mounted here")
def test_a_writer_is_seen_from_a_read_only_medium(project: Project, ids: dict[str, str]) -> None:
    """While somebody writes elsewhere, what they wrote is read with the rest, not the file as it was before."""
    from rrt_qual.domain.spans import Span
    from rrt_qual.services.coding import CodingSession

    CodingSession(project, project.coder("Ama")).apply(ids["A"], Span(0, 20), "threats")
    done = on_read_only(project.path.parent, "log", str(project.path), "--format", "json")
    assert done.returncode == 0 and "Ama" in done.stdout, done.stderr


def test_a_wrong_figure_is_found(project: Project, ids: dict[str, str]) -> None:
    """Each column of the counted tables that is wrong on purpose is found by the recount."""
    from rrt_qual.domain.spans import Span
    from rrt_qual.services.coding import CodingSession

    CodingSession(project, project.coder("Ama")).apply(ids["A"], Span(0, 20), "threats")
    assert checks.frequencies(project.conn) == []
    for table in ("participant_theme", "theme_frequency", "indicator_frequency", "domain_frequency"):
        project.conn.execute(f"UPDATE {table} SET passages = passages + 1")
        assert any(table in f.what for f in checks.frequencies(project.conn)), table
        project.conn.execute(f"UPDATE {table} SET passages = passages - 1")


@pytest.mark.parametrize(
    ("spans", "passages"),
    [
        ([(0, 5)], 1),
        ([(0, 5), (5, 9)], 2),
        ([(0, 5), (4, 9)], 1),
        ([(0, 9), (1, 2), (8, 12)], 1),
        ([(3, 4), (0, 1)], 2),
    ],
)
def test_passages_are_counted_by_the_rule(spans: list[tuple[int, int]], passages: int) -> None:
    """Codings that overlap are one passage, codings that touch are two."""
    assert checks._passages(spans) == passages
