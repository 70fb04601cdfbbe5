"""A project of an earlier version is opened by this one with all it holds."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from rrt_qual.domain.codebook import Stance
from rrt_qual.domain.spans import Span
from rrt_qual.services.coding.session import CodingSession
from rrt_qual.services.shared.project import create, open_project
from rrt_qual.store import checks
from rrt_qual.store.schema import migrations
from small_project import CODEBOOK, INTERVIEWS, fill

#: What each version added.
ADDED = {
    2: {"embedding", "suggestion", "sighting", "decision"},
    3: {
        *("pseudonym", "pseudonym_form", "listed_name", "finding", "finding_scan", "consent", "release", "sealing"),
        *("quote", "rating_override", "survey_score", "workforce_figure", "theme_mapping"),
    },
    4: {"draft", "pinned_theme"},
}

#: What each version counted from what was there.
COUNTED = {3: {"domain_frequency"}}


def tables(conn: sqlite3.Connection) -> dict[str, int]:
    """Table -> rows."""
    sql = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    return {name: conn.execute(f'SELECT COUNT(*) FROM "{name}"').fetchone()[0] for (name,) in conn.execute(sql)}


def step_back(conn: sqlite3.Connection, version: int) -> None:
    """Make the file what the program of that version would have left: the same rows, without the later tables."""
    first = sqlite3.connect(":memory:")
    for script in migrations.SCRIPTS[:version]:
        first.executescript(script)
    later = tables(conn).keys() - tables(first).keys() - {"_sqlite_migrations"}
    first.close()
    for table in sorted(later):
        conn.execute(f'DROP TABLE "{table}"')
    conn.execute("DELETE FROM _sqlite_migrations WHERE name > ?", (f"{version:04d}",))
    conn.execute(f"PRAGMA user_version = {version}")


@pytest.mark.parametrize("version", range(1, migrations.LATEST))
def test_filled_project_comes_over_whole(version: int, tmp_path: Path) -> None:
    """Every row of every table is there afterwards, a backup lies beside it, and undo still works."""
    path = tmp_path / "old.rrtq"
    old = create(path, codebook=CODEBOOK, content="small", source_name="s.yaml", name="Old")
    ids = fill(old, *INTERVIEWS)
    ama = CodingSession(old, old.coder("Ama"))
    ama.apply(ids["A"], Span(0, 20), "threats", Stance.RISK)
    ama.apply(ids["B"], Span(3, 25), "jokes")
    old.conn.execute("PRAGMA foreign_keys = OFF")
    step_back(old.conn, version)
    before = tables(old.conn)
    old.close()
    new_tables = set().union(*(tables for added, tables in ADDED.items() if added > version))
    counted = set().union(*(tables for added, tables in COUNTED.items() if added > version))
    assert not (new_tables | counted) & before.keys()
    new = open_project(path)
    after = tables(new.conn)
    assert migrations.version_of(new.conn) == migrations.LATEST == max(ADDED)
    assert after.keys() >= new_tables and all(after[name] == 0 for name in new_tables)
    unchanged = before.keys() - {"_sqlite_migrations"}
    assert {name: after[name] for name in unchanged} == {name: before[name] for name in unchanged}
    assert len(list(tmp_path.glob(f"old.rrtq.backup-v{version}-*"))) == 1
    assert checks.frequencies(new.conn) == []
    again = CodingSession(new, new.coder("Ama"))
    assert again.undo() is not None and checks.frequencies(new.conn) == []
    new.close()
