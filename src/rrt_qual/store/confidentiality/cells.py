"""Every cell that may hold words of a participant or a name, beside the texts themselves.

Whoever hides or erases words goes through this list, so that no table is forgotten. Not in it: the codebook, which is
passed on to others and holds no talk, the names of coders, and what is rebuilt from the rest (counts, suggestions).
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

#: (table, column, whether it holds JSON).
CELLS: tuple[tuple[str, str, bool], ...] = (
    ("project", "name", False),
    ("setting", "value", True),
    ("interview", "name", False),
    ("interview", "wave", False),
    ("interview", "participant", False),
    ("interview", "source_name", False),
    ("interview", "removed", True),
    ("interview", "warnings", True),
    ("attribute", "value", False),
    ("speaker", "label", False),
    ("speaker", "name", False),
    ("memo", "text", False),
    ("draft", "fields", True),
    ("decision", "reason", True),
    ("suggestion", "reason", True),
    ("finding", "reason", False),
    ("release", "why", False),
    ("quote", "wording", False),
    ("rating_override", "reason", False),
    ("survey_score", "grp", False),
    ("survey_score", "source_name", False),
    ("workforce_figure", "grp", False),
    ("workforce_figure", "source_name", False),
    ("change", "label", False),
    ("change", "before", True),
    ("change", "after", True),
)


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: where it is and what it holds."""

    table: str
    row_id: str
    column: str
    text: str
    is_json: bool

    def mapped(self, change: Callable[[str], str]) -> str:
        """What the cell holds with every string in it changed."""
        if not self.is_json:
            return change(self.text)
        was = json.loads(self.text)
        now = _mapped(was, change)
        return self.text if now == was else json.dumps(now, ensure_ascii=False, sort_keys=self.table == "change")


#: Entities of which the log keeps ids, places and decisions alone.
_WORDLESS = "('coding', 'finding', 'coder_progress', 'pseudonym_form', 'listed_name', 'consent')"


def every(conn: sqlite3.Connection) -> Iterator[Cell]:
    """All cells that hold anything that may be words, table by table; whoever writes meanwhile makes a list first."""
    for table, column, is_json in CELLS:
        yield from _column(conn, table, column, is_json, f"entity NOT IN {_WORDLESS}" if table == "change" else "1")


def _column(conn: sqlite3.Connection, table: str, column: str, is_json: bool, where: str) -> Iterator[Cell]:
    for r in conn.execute(
        f'SELECT id, "{column}" AS text FROM "{table}" WHERE "{column}" IS NOT NULL'
        f" AND \"{column}\" NOT IN ('', '{{}}', '[]') AND {where}"
    ):
        yield Cell(table, r["id"], column, r["text"], is_json)


#: Tables in which people or the program write sentences, which may quote somebody.
_NOTES = ("memo", "draft", "decision", "release", "quote", "rating_override")


def notes(conn: sqlite3.Connection) -> Iterator[Cell]:
    """The cells that hold sentences, also as the log keeps them; not the names and attributes of interviews."""
    for table, column, is_json in CELLS:
        if table in _NOTES:
            yield from _column(conn, table, column, is_json, "1")
        elif table == "change":
            yield from _column(conn, table, column, is_json, f"entity IN {_NOTES}")


def get(conn: sqlite3.Connection, table: str, row_id: str, column: str) -> str | None:
    """What a cell holds; None when its row is gone."""
    _known(table, column)
    row = conn.execute(f'SELECT "{column}" AS text FROM "{table}" WHERE id = ?', (row_id,)).fetchone()
    return row["text"] if row else None


def put(conn: sqlite3.Connection, table: str, row_id: str, column: str, text: str) -> str:
    """Write a cell; where two rows may not be alike, a number is added. Returns what was written."""
    _known(table, column)
    wanted, number = text, 2
    while True:
        try:
            conn.execute(f'UPDATE "{table}" SET "{column}" = ? WHERE id = ?', (text, row_id))
        except sqlite3.IntegrityError as fault:
            if fault.sqlite_errorcode != sqlite3.SQLITE_CONSTRAINT_UNIQUE or number > 100_000:
                raise
            text, number = f"{wanted} ({number})", number + 1
        else:
            return text


def _known(table: str, column: str) -> None:
    if (table, column) not in {(t, c) for t, c, _ in CELLS} | {("interview", "source_sha256")}:
        raise ValueError(f"{table}.{column}")


def _mapped(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list):
        return [_mapped(one, change) for one in value]
    if isinstance(value, dict):
        return {key: _mapped(one, change) for key, one in value.items()}
    return value
