"""A project of the first version is opened by this one with all it holds."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from rrt_qual.domain.codebook import Stance
from rrt_qual.domain.spans import Span
from rrt_qual.services.coding import CodingSession
from rrt_qual.services.project import create, open_project
from rrt_qual.store import checks, migrations
from small_project import CODEBOOK, INTERVIEWS, fill

NEW = {"embedding", "suggestion", "sighting", "decision"}


def tables(conn: sqlite3.Connection) -> dict[str, int]:
    """Table -> rows."""
    sql = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    return {name: conn.execute(f'SELECT COUNT(*) FROM "{name}"').fetchone()[0] for (name,) in conn.execute(sql)}


def step_back(conn: sqlite3.Connection) -> None:
    """Make the file what the program of version 1 would have left: the same rows, without the later tables."""
    first = sqlite3.connect(":memory:")
    first.executescript(migrations.SCRIPTS[0])
    later = tables(conn).keys() - tables(first).keys() - {"_sqlite_migrations"}
    first.close()
    for table in sorted(later):
        conn.execute(f'DROP TABLE "{table}"')
    conn.execute("DELETE FROM _sqlite_migrations WHERE name > '0001'")
    conn.execute("PRAGMA user_version = 1")


def test_filled_project_of_version_1_comes_over_whole(tmp_path: Path) -> None:
    """Every row of every table is there afterwards, a backup lies beside it, and undo still works."""
    path = tmp_path / "old.rrtq"
    old = create(path, codebook=CODEBOOK, content="small", source_name="s.yaml", name="Old")
    ids = fill(old, *INTERVIEWS)
    ama = CodingSession(old, old.coder("Ama"))
    ama.apply(ids["A"], Span(0, 20), "threats", Stance.RISK)
    ama.apply(ids["B"], Span(3, 25), "jokes")
    old.conn.execute("PRAGMA foreign_keys = OFF")
    step_back(old.conn)
    before = tables(old.conn)
    old.close()
    assert not NEW & before.keys()
    new = open_project(path)
    after = tables(new.conn)
    assert migrations.version_of(new.conn) == migrations.LATEST == 3
    assert after.keys() >= NEW and all(after[name] == 0 for name in NEW)
    unchanged = before.keys() - {"_sqlite_migrations"}
    assert {name: after[name] for name in unchanged} == {name: before[name] for name in unchanged}
    assert len(list(tmp_path.glob("old.rrtq.backup-v1-*"))) == 1
    assert checks.frequencies(new.conn) == []
    again = CodingSession(new, new.coder("Ama"))
    assert again.undo() is not None and checks.frequencies(new.conn) == []
    new.close()
