"""docs/data-dictionary.md says what is in the file, and its queries run."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

import pytest

from rrt_qual.domain import settings
from rrt_qual.domain.codebook import Stance
from rrt_qual.domain.spans import Span
from rrt_qual.services.coding.session import CodingSession
from rrt_qual.services.shared.project import Project
from rrt_qual.store.file.connection import transaction
from rrt_qual.store.interviews import interviews

PAGE = (Path(__file__).parents[2] / "docs" / "data-dictionary.md").read_text("utf-8")
QUERIES = re.findall(r"^```sql\n(.*?)^```", PAGE, re.M | re.S)


def documented() -> dict[str, list[tuple[str, str]]]:
    """Table -> (column, type) in the order of the page."""
    out = {}
    for section in re.split(r"^### ", PAGE, flags=re.M)[1:]:
        name = section.split("\n", 1)[0].strip().strip("`")
        table = re.split(r"^## ", section, flags=re.M)[0]
        out[name] = re.findall(r"^\| (\w+) \| (TEXT|INTEGER|REAL|BLOB) \| [^|]+ \|", table, re.M)
    return out


def in_the_file(project: Project) -> dict[str, list[tuple[str, str]]]:
    """Table -> (column, type) in the order of the schema, computed columns included."""
    sql = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    tables = [r["name"] for r in project.conn.execute(sql)]
    return {
        table: [(r["name"], r["type"]) for r in project.conn.execute(f'PRAGMA table_xinfo("{table}")')]
        for table in tables
    }


def test_every_table_and_column_is_listed(empty: Project) -> None:
    """The page and the schema name the same tables, columns and types, in the same order."""
    have = in_the_file(empty)
    want = documented()
    assert want.keys() == have.keys()
    for table, columns in have.items():
        assert want[table] == columns, table


def test_every_column_is_explained() -> None:
    """No row of the page lacks its meaning."""
    rows = re.findall(r"^\| (\w+) \| (?:TEXT|INTEGER|REAL) \| ([^|]*) \|", PAGE, re.M)
    assert [name for name, meaning in rows if len(meaning.strip()) < 3] == []


@pytest.mark.parametrize("number", range(len(QUERIES)))
def test_queries_run_and_find_something(project: Project, ids: dict[str, str], number: int) -> None:
    """Every example query runs read-only in plain SQLite on a coded project."""
    ama = CodingSession(project, project.coder("Ama"))
    ama.apply(ids["A"], Span(0, 20), "threats", Stance.RISK)
    ama.apply(ids["C"], Span(0, 20), "jokes")
    with transaction(project.conn) as conn:
        interviews.set_attributes(conn, ids["A"], {"team": "Assessment"})
    plain = sqlite3.connect(f"file:{project.path}?mode=ro", uri=True)
    rows = plain.execute(QUERIES[number].replace("caseload-size", "threats")).fetchall()
    plain.close()
    assert rows


def test_there_are_queries() -> None:
    """The page still holds its queries where this test looks for them."""
    assert len(QUERIES) >= 6


def test_every_setting_is_listed_as_the_program_has_it() -> None:
    """A setting that the page does not name is one that nobody can ask about."""
    assert settings.page() == PAGE.split("<!-- settings -->\n")[1].split("\n<!-- /settings -->")[0]


def test_no_setting_is_kept_that_the_registry_does_not_know() -> None:
    """Keys in SQL cannot be checked by types: each stands in the registry too."""
    source = Path(settings.__file__).parents[1] / "store"
    found = {
        key
        for path in source.rglob("*.py")
        for line in path.read_text("utf-8").splitlines()
        if "setting" in line
        for key in re.findall(r"'([a-z]+\.[a-z_]+)'", line)
    }
    assert found and found <= set(settings.SETTINGS)
