"""What is looked at is not changed, what is crafted is not obeyed, and what cannot be written is read."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from rrt_qual.domain.errors import FileFault, ProjectError
from rrt_qual.domain.files import held
from rrt_qual.domain.spans import Span
from rrt_qual.services.coding.session import CodingSession
from rrt_qual.services.shared.project import Project, open_project
from rrt_qual.store import checks
from rrt_qual.store.file import door
from rrt_qual.store.schema import migrations


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


#: Writes into the file in WAL mode and is killed, so that file, log and index stay as they were.
_KILLED = """
import os, sqlite3, sys
conn = sqlite3.connect(sys.argv[1])
conn.execute("PRAGMA journal_mode = WAL")
conn.executescript(sys.argv[2])
os.kill(os.getpid(), 9)
"""


@pytest.mark.parametrize("index", [True, False], ids=["with index", "without index"])
@pytest.mark.parametrize("whose", ["foreign", "foreign, all in the log", "crafted"])
def test_a_refused_file_keeps_its_log(project: Project, whose: str, index: bool) -> None:
    """A refused file keeps every byte of itself and of the log beside it, and gains no index."""
    project.close_all()
    path = project.path
    if whose != "crafted":
        path = path.parent / "folder" / "other.db"
        path.parent.mkdir()
    if whose == "foreign":
        plain = sqlite3.connect(path)
        plain.execute("CREATE TABLE before (x)")
        plain.close()
    sql = "CREATE TRIGGER odd AFTER INSERT ON memo BEGIN SELECT 1; END" if whose == "crafted" else "CREATE TABLE t (x)"
    subprocess.run([sys.executable, "-c", _KILLED, str(path), sql], timeout=60)
    assert door.beside(path).log
    if not index:
        path.with_name(path.name + "-shm").unlink()
    before = state(path.parent)
    for _ in range(2):
        with pytest.raises(
            ProjectError, match="not opened: it holds the trigger" if whose == "crafted" else "not a pro"
        ):
            open_project(path)
    after = state(path.parent)
    assert after.keys() == before.keys()
    assert all(after[name] == before[name] for name in before if not name.endswith("-shm"))


def test_a_log_without_an_index_is_read_where_nothing_can_be_written(
    project: Project, ids: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a copied project and its log, what stands in the log alone is read, from a folder that stays as it is."""
    from rrt_qual.domain.spans import Span
    from rrt_qual.services.coding.session import CodingSession
    from rrt_qual.store.file import reading_only

    CodingSession(project, project.coder("Ama")).apply(ids["A"], Span(0, 20), "threats")
    copy = project.path.parent / "copy" / "copied.rrtq"
    copy.parent.mkdir()
    script = "import shutil, sys; [shutil.copy(sys.argv[1] + e, sys.argv[2] + e) for e in ('', '-wal')]"
    subprocess.run([sys.executable, "-c", script, str(project.path), str(copy)], check=True, timeout=60)
    before = state(copy.parent)
    assert b"Ama" not in before["copied.rrtq"] and b"Ama" in before["copied.rrtq-wal"]
    monkeypatch.setattr(reading_only, "why_not_written", lambda path: "its folder may not be written to")
    opened = open_project(copy)
    assert [c.name for c in opened.coders()] == ["Ama"] and checks.integrity(opened.conn) == []
    assert opened.conn.execute("SELECT COUNT(*) FROM coding").fetchone()[0] == 1
    opened.close_all()
    assert state(copy.parent) == before


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


def test_a_file_seen_half_moved_is_read_with_its_writer(
    project: Project, ids: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What seems damaged because somebody moves their log into the file just now is not called damaged."""
    from rrt_qual.domain.spans import Span
    from rrt_qual.services.coding.session import CodingSession

    CodingSession(project, project.coder("Ama")).apply(ids["A"], Span(0, 20), "threats")
    real = door._looked

    def half(path: Path, *, compared: bool, **options: str | int) -> int | None:
        if "immutable" in options:
            raise sqlite3.DatabaseError("database disk image is malformed")
        return real(path, compared=compared, **options)

    monkeypatch.setattr(door, "_looked", half)
    assert door.look(project.path) == migrations.LATEST
    project.close_all()
    with pytest.raises(ProjectError, match="damaged"):
        door.look(project.path)


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
    command = ["unshare", "-m", "sh", "-c", _READ_ONLY, str(folder), sys.executable, *words]
    return subprocess.run(command, capture_output=True, text=True, timeout=300)


#: Runs one command after another, and tells of each its exit code and what stood in stdout and stderr.
_EACH = """
import contextlib, io, json, sys
from rrt_qual.cli.main import main
told = []
for words in json.loads(sys.argv[1]):
    with contextlib.redirect_stdout(io.StringIO()) as out, contextlib.redirect_stderr(io.StringIO()) as err:
        code = main(words)
    told.append([words[0], code, out.getvalue(), err.getvalue()])
print(json.dumps(told))
"""


def _can_mount() -> bool:
    try:
        test = ["unshare", "-m", "sh", "-c", 'mount --bind "$0" "$0"', "/tmp"]
        return subprocess.run(test, capture_output=True, timeout=30).returncode == 0
    except OSError:
        return False


@pytest.mark.skipif(not _can_mount(), reason="nothing can be mounted here")
def test_a_medium_that_may_not_be_written_is_read(
    project: Project, ids: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Reading commands work on a read-only medium, and one sentence of each says that nothing can be coded.

    Quotes are chosen once names have been searched for: what was found is kept in memory alone.
    """
    CodingSession(project, project.coder("Ama")).apply(ids["A"], Span(0, 20), "threats")
    project.close_all()
    folder = project.path.parent
    before = state(folder)
    out, path = tmp_path_factory.mktemp("out") / "report.md", str(project.path)
    commands = [[word, path] for word in ("themes", "log", "check", "ratings")]
    commands += [["quotes", path, "--theme", "threats"], ["export", path, "--to", "md", str(out)]]
    done = on_read_only(folder, "-c", _EACH, json.dumps(commands))
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert [(name, code, err.count("nothing can be coded")) for name, code, _, err in told] == [
        (words[0], 0, 1) for words in commands
    ], told
    assert out.exists()
    assert state(folder) == before


@pytest.mark.skipif(not _can_mount(), reason="nothing can be mounted here")
def test_a_writer_is_seen_from_a_read_only_medium(project: Project, ids: dict[str, str]) -> None:
    """While somebody writes elsewhere, what they wrote is read with the rest, not the file as it was before."""
    from rrt_qual.domain.spans import Span
    from rrt_qual.services.coding.session import CodingSession

    CodingSession(project, project.coder("Ama")).apply(ids["A"], Span(0, 20), "threats")
    done = on_read_only(project.path.parent, "-m", "rrt_qual", "log", str(project.path), "--format", "json")
    assert done.returncode == 0 and "Ama" in done.stdout, done.stderr


#: Each figure of the counted tables, and each name that they repeat.
FIGURES = {
    "participant_theme": ("passages", "interview", "participant", "wave", "indicator", "domain", "theme", "stance"),
    "theme_frequency": (
        "passages",
        "interviews",
        "base",
        "wave",
        "theme",
        "stance",
        "coder",
        "indicator",
        "domain",
        "counting_rule",
    ),
    "indicator_frequency": (
        "passages",
        "interviews",
        "base",
        "wave",
        "indicator",
        "stance",
        "coder",
        "domain",
        "counting_rule",
    ),
    "domain_frequency": ("passages", "interviews", "base", "wave", "domain", "stance", "coder", "counting_rule"),
    "frequency_base": ("coded", "interviews", "wave", "coder"),
}


@pytest.mark.parametrize(("table", "column"), [(t, c) for t, columns in FIGURES.items() for c in columns])
def test_a_wrong_figure_is_found(project: Project, ids: dict[str, str], table: str, column: str) -> None:
    """Each column of the counted tables that is wrong on purpose is found by the recount, and so is a row too few."""
    from rrt_qual.domain.spans import Span
    from rrt_qual.services.coding.session import CodingSession
    from rrt_qual.services.project.check import _frequencies

    CodingSession(project, project.coder("Ama")).apply(ids["A"], Span(0, 20), "threats")
    assert _frequencies(project.conn) == []
    value = "odd" if isinstance(project.conn.execute(f"SELECT {column} FROM {table}").fetchone()[0], str) else 97
    project.conn.execute("PRAGMA ignore_check_constraints = ON")
    keys = {"participant_theme": "interview_id, theme, coder, stance", "frequency_base": "wave, coder"}
    key = keys.get(table, f"wave, {table.split('_')[0]}, stance, coder")
    one = f"({key}) = (SELECT {key} FROM {table} WHERE coder = '*' LIMIT 1)"
    for sql in (f"UPDATE {table} SET {column} = ? WHERE {one}", f"DELETE FROM {table} WHERE ? <> '' AND {one}"):
        project.conn.execute("BEGIN")
        project.conn.execute(sql, (value,))
        found = _frequencies(project.conn)
        project.conn.execute("ROLLBACK")
        assert any(f"'{table}'" in f.what for f in found), sql


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


#: Runs the rest of its words with the files of the folder named first on a small disk of memory that is full.
_FULL = (
    'mkdir "$0/disk" && mount -t tmpfs -o size=3m tmpfs "$0/disk" && cp "$0/small.rrtq" "$0/disk/" &&'
    ' { cat /dev/zero > "$0/disk/fill" 2>/dev/null; "$@"; code=$?; ls "$0/disk"; exit $code; }'
)


@pytest.mark.skipif(not _can_mount(), reason="nothing can be mounted here")
@pytest.mark.parametrize(("words", "code"), [(("themes",), 0), (("log",), 0), (("settings", "threshold=7"), 3)])
@pytest.mark.parametrize("older", [False, True], ids=["new", "older"])
def test_a_full_disk_is_read(project: Project, older: bool, words: tuple[str, ...], code: int) -> None:
    """On a disk that is full a project is read, one of an older version too; what would write says one sentence, and
    no backup of 0 bytes is left."""
    project.close_all()
    if older:
        project.path.unlink()
        plain = sqlite3.connect(project.path)
        plain.execute(f"PRAGMA application_id = {migrations.APPLICATION_ID}")
        for script in migrations.SCRIPTS[:3]:
            plain.executescript(script)
        plain.execute("PRAGMA user_version = 3")
        plain.execute("INSERT INTO project (id, name, created_at, made_by) VALUES ('p', 'Old', '2026', 'x')")
        plain.commit()
        plain.close()
    run = [sys.executable, "-m", "rrt_qual", words[0], str(project.path.parent / "disk" / "small.rrtq"), *words[1:]]
    command = ["unshare", "-m", "sh", "-c", _FULL, str(project.path.parent), *run]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert "Traceback" not in done.stderr and "log of faults" not in done.stderr
    assert done.returncode == code, done.stderr + done.stdout
    assert "backup" not in done.stdout and ".part" not in done.stdout
