"""Taking an interview out for good, with all that hangs on it; the only place where rows of people are deleted."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from typing import Any

from rrt_qual.domain.spans import Span
from rrt_qual.store.figures import frequencies

#: What is reported as gone, in this order; the rest hangs on these.
_TOLD = ("coding", "memo", "segment", "attribute", "finding", "quote", "release", "decision", "change")


def drop(conn: sqlite3.Connection, interview_id: str) -> dict[str, int]:
    """Delete an interview and everything about it, inside the caller's transaction; returns what went, by table.

    Counts are set right; its rows of the change log go too, so acts on it can no longer be undone, and nothing
    says what they were. Embeddings and what other rows quote of it are the caller's to look after.
    """
    conn.execute("PRAGMA defer_foreign_keys = ON")
    wave = frequencies.forget(conn, interview_id)
    _drop_pseudonyms(conn, alone(conn, interview_id))
    own = ids_of(conn, interview_id) | {interview_id}
    conn.execute("DELETE FROM draft WHERE target IN (SELECT value FROM json_each(?))", (json.dumps(sorted(own)),))
    gone = {"memo": _drop_memos(conn, interview_id)}
    gone["change"] = conn.execute(
        "DELETE FROM change WHERE interview_id = ?1 OR entity_id = ?1 OR entity_id IN"
        " (SELECT value FROM json_each(?2))",
        (interview_id, json.dumps(sorted(own))),
    ).rowcount
    for table in _tables_about_interviews(conn):
        if table == "change":
            continue
        count = conn.execute(f'DELETE FROM "{table}" WHERE interview_id = ?', (interview_id,)).rowcount
        gone[table] = gone.get(table, 0) + count
    conn.execute("DELETE FROM interview WHERE id = ?", (interview_id,))
    frequencies.refresh_wave(conn, wave)
    _forget_in_settings(conn, own)
    return {table: gone.get(table, 0) for table in _TOLD}


def ids_of(conn: sqlite3.Connection, interview_id: str) -> set[str]:
    """The ids of all rows about an interview: turns, segments, codings, memos and so on."""
    out = {r["id"] for r in _memo_rows(conn, interview_id)}
    for table in _tables_about_interviews(conn):
        columns = {r["name"] for r in conn.execute(f'PRAGMA table_info("{table}")')}
        if "id" in columns and table != "change":
            out |= {r["id"] for r in conn.execute(f'SELECT id FROM "{table}" WHERE interview_id = ?', (interview_id,))}
    return out


def alone(conn: sqlite3.Connection, interview_id: str) -> list[str]:
    """The pseudonyms that serve this interview and, now or in the log, no other."""
    return [
        r["p"]
        for r in conn.execute(
            f"SELECT DISTINCT p FROM ({_USES}) WHERE interview_id = ?1 AND p IS NOT NULL AND p NOT IN"
            f" (SELECT p FROM ({_USES}) WHERE interview_id <> ?1 AND p IS NOT NULL)",
            (interview_id,),
        )
    ]


#: (interview_id, p): which interviews use or used which pseudonym.
_USES = (
    "SELECT interview_id, pseudonym_id AS p FROM finding UNION"
    " SELECT interview_id, json_extract(before, '$.pseudonym_id') FROM change WHERE entity = 'finding' UNION"
    " SELECT interview_id, json_extract(after, '$.pseudonym_id') FROM change WHERE entity = 'finding'"
)


def used(conn: sqlite3.Connection, interview_id: str) -> list[tuple[str, str]]:
    """(id, form) of the real forms of pseudonyms that this interview uses or used."""
    return [
        (r["id"], r["form"])
        for r in conn.execute(
            "SELECT id, form FROM pseudonym_form WHERE pseudonym_id IN"
            f" (SELECT p FROM ({_USES}) WHERE interview_id = ?)",
            (interview_id,),
        )
    ]


def drop_forms(conn: sqlite3.Connection, form_ids: Iterable[str]) -> None:
    """Delete forms of names and what the log says of them."""
    for form_id in form_ids:
        conn.execute("DELETE FROM pseudonym_form WHERE id = ?", (form_id,))
        conn.execute("DELETE FROM change WHERE entity = 'pseudonym_form' AND entity_id = ?", (form_id,))


def work_on(conn: sqlite3.Connection, interview_id: str) -> tuple[int, int]:
    """(coders who coded in an interview, memos on it and on its codings)."""
    coders = conn.execute(
        "SELECT COUNT(DISTINCT coder_id) FROM coding WHERE interview_id = ? AND retired_at IS NULL", (interview_id,)
    ).fetchone()[0]
    return int(coders), len(_memo_rows(conn, interview_id))


def segment_spans(conn: sqlite3.Connection, interview_id: str) -> list[Span]:
    """Where the segments of an interview stand."""
    return [
        Span(r["start"], r["end"])
        for r in conn.execute('SELECT start, "end" FROM segment WHERE interview_id = ?', (interview_id,))
    ]


def examples(conn: sqlite3.Connection) -> list[tuple[str, str]]:
    """(theme key, text) of the codebook's examples."""
    return [
        (r["key"], r["text"])
        for r in conn.execute("SELECT t.key, e.text FROM theme_example AS e JOIN theme AS t ON t.id = e.theme_id")
    ]


def _drop_pseudonyms(conn: sqlite3.Connection, pseudonym_ids: Iterable[str]) -> None:
    for pseudonym_id in pseudonym_ids:
        forms = conn.execute("SELECT id FROM pseudonym_form WHERE pseudonym_id = ?", (pseudonym_id,)).fetchall()
        drop_forms(conn, [r["id"] for r in forms])
        conn.execute("DELETE FROM change WHERE entity = 'pseudonym' AND entity_id = ?", (pseudonym_id,))
        conn.execute("DELETE FROM pseudonym WHERE id = ?", (pseudonym_id,))


def _drop_memos(conn: sqlite3.Connection, interview_id: str) -> int:
    found = _memo_rows(conn, interview_id)
    conn.executemany("DELETE FROM memo WHERE id = ?", [(r["id"],) for r in found])
    return len(found)


def _memo_rows(conn: sqlite3.Connection, interview_id: str) -> list[sqlite3.Row]:
    return conn.execute(
        "SELECT id FROM memo WHERE (target = 'interview' AND target_id = ?1) OR (target = 'coding' AND target_id IN"
        " (SELECT id FROM coding WHERE interview_id = ?1))",
        (interview_id,),
    ).fetchall()


def _tables_about_interviews(conn: sqlite3.Connection) -> list[str]:
    """Every table with a column `interview_id`, so that none that is added later is forgotten."""
    return [
        r["name"]
        for r in conn.execute(
            "SELECT m.name FROM sqlite_master AS m WHERE m.type = 'table' AND EXISTS"
            " (SELECT 1 FROM pragma_table_info(m.name) AS c WHERE c.name = 'interview_id') ORDER BY m.name"
        )
    ]


def _forget_in_settings(conn: sqlite3.Connection, ids: set[str]) -> None:
    """Take these ids out of the project's settings, and out of what the log says of settings."""
    for table, column in (("setting", "value"), ("change", "before"), ("change", "after")):
        where = "" if table == "setting" else " AND entity = 'setting'"
        rows = conn.execute(f'SELECT id, "{column}" AS v FROM "{table}" WHERE "{column}" IS NOT NULL{where}').fetchall()
        for r in rows:
            was = json.loads(r["v"])
            now = _without(was, ids)
            if now != was:
                text = json.dumps(now, ensure_ascii=False)
                conn.execute(f'UPDATE "{table}" SET "{column}" = ? WHERE id = ?', (text, r["id"]))


def _without(value: Any, ids: set[str]) -> Any:
    if isinstance(value, list):
        return [_without(one, ids) for one in value if not (isinstance(one, str) and one in ids)]
    if isinstance(value, dict):
        return {
            key: _without(one, ids)
            for key, one in value.items()
            if key not in ids and not (isinstance(one, str) and one in ids)
        }
    return value
