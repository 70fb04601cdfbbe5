"""Codings: each act is one transaction with its log entry, its frequencies and the coder's progress."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any

from rrt_qual.domain.codebook import Stance
from rrt_qual.domain.coding import Coding, Origin
from rrt_qual.domain.errors import Conflict, NotFound
from rrt_qual.domain.spans import Span
from rrt_qual.store.coding import progress
from rrt_qual.store.figures import frequencies
from rrt_qual.store.file.connection import transaction
from rrt_qual.store.interviews.consents import WITHDRAWN
from rrt_qual.store.project import changes
from rrt_qual.store.project.changes import Change, Row
from rrt_qual.store.project.ids import new_id, now

_SELECT = (
    "SELECT c.*, t.key AS theme, COALESCE(m.text, '') AS memo FROM coding AS c"
    " JOIN theme AS t ON t.id = c.theme_id"
    " LEFT JOIN memo AS m ON m.target = 'coding' AND m.target_id = c.id AND m.coder_id = c.coder_id"
    " AND m.retired_at IS NULL"
)


def of_interview(conn: sqlite3.Connection, interview_id: str, coder_id: str | None = None) -> list[Coding]:
    """The live codings of an interview (by one coder, or by all), by place."""
    sql = _SELECT + " WHERE c.interview_id = ? AND c.retired_at IS NULL"
    args: list[str] = [interview_id]
    if coder_id is not None:
        sql += " AND c.coder_id = ?"
        args.append(coder_id)
    return [_coding(r) for r in conn.execute(sql + ' ORDER BY c.start, c."end", c.id', args)]


def every(conn: sqlite3.Connection, *, with_machine: bool = True) -> list[Coding]:
    """All live codings of interviews that are not withdrawn, by interview name and place."""
    sql = (
        _SELECT + " JOIN interview AS i ON i.id = c.interview_id WHERE c.retired_at IS NULL"
        f" AND c.interview_id NOT IN {WITHDRAWN}"
    )
    if not with_machine:
        sql += " AND c.origin <> 'machine'"
    return [_coding(r) for r in conn.execute(sql + ' ORDER BY i.wave, i.name, c.start, c."end", c.id')]


def interviews_with(conn: sqlite3.Connection, themes: Iterable[str]) -> set[str]:
    """The ids of interviews, none of them withdrawn, in which a person has coded any of these themes."""
    sql = (
        "SELECT DISTINCT c.interview_id FROM coding AS c JOIN theme AS t ON t.id = c.theme_id"
        " WHERE c.retired_at IS NULL AND c.origin <> 'machine' AND t.key IN (SELECT value FROM json_each(?))"
        f" AND c.interview_id NOT IN {WITHDRAWN}"
    )
    return {row[0] for row in conn.execute(sql, (json.dumps(list(themes)),))}


def get(conn: sqlite3.Connection, coding_id: str) -> Coding:
    """One live coding; raises NotFound when it is gone."""
    row = conn.execute(_SELECT + " WHERE c.id = ? AND c.retired_at IS NULL", (coding_id,)).fetchone()
    if row is None:
        raise NotFound("That coding is no longer there; somebody removed it meanwhile.")
    return _coding(row)


def add(
    conn: sqlite3.Connection,
    *,
    interview_id: str,
    theme: str,
    coder_id: str,
    span: Span,
    stance: Stance,
    label: str,
    origin: Origin = Origin.HAND,
) -> Coding:
    """Code a span; one transaction. Raises NotFound for an unknown theme, Conflict for the same twice."""
    with transaction(conn):
        theme_id = theme_id_of(conn, theme)
        if is_coded(conn, interview_id, theme_id, coder_id, span):
            raise Conflict("You have coded this passage with this theme already.")
        coding_id = insert(
            conn,
            interview_id=interview_id,
            theme_id=theme_id,
            coder_id=coder_id,
            span=span,
            stance=stance,
            origin=origin,
        )
        _log(conn, label, coder_id, coding_id, interview_id, before=None)
        _refresh(conn, {(interview_id, theme_id)}, {(interview_id, coder_id)})
        return get(conn, coding_id)


def is_coded(conn: sqlite3.Connection, interview_id: str, theme_id: str, coder_id: str, span: Span) -> bool:
    """Whether this coder has coded these very words with this theme."""
    found = conn.execute(
        "SELECT 1 FROM coding WHERE interview_id = ? AND theme_id = ? AND coder_id = ? AND start = ?"
        ' AND "end" = ? AND retired_at IS NULL',
        (interview_id, theme_id, coder_id, span.start, span.end),
    ).fetchone()
    return found is not None


def insert(
    conn: sqlite3.Connection,
    *,
    interview_id: str,
    theme_id: str,
    coder_id: str,
    span: Span,
    stance: Stance,
    origin: Origin,
    coding_id: str | None = None,
    created_at: str | None = None,
) -> str:
    """Insert one row and nothing else: for batches, whose caller logs, counts and commits."""
    coding_id, at = coding_id or new_id(), created_at or now()
    conn.execute(
        'INSERT INTO coding (id, interview_id, theme_id, coder_id, start, "end", stance, origin,'
        " created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (coding_id, interview_id, theme_id, coder_id, span.start, span.end, stance, origin, at, at),
    )
    return coding_id


def change(
    conn: sqlite3.Connection,
    coding_ids: Sequence[str],
    *,
    coder_id: str,
    label: str,
    stance: Stance | None = None,
    span: Span | None = None,
    theme: str | None = None,
    retire: bool = False,
) -> None:
    """Change or retire codings of this coder in one act.

    Raises:
        NotFound: one of them is gone.
        Conflict: one of them is somebody else's, or would become the same as another of this coder's.
    """
    with transaction(conn):
        theme_id = theme_id_of(conn, theme) if theme else None
        log: list[Change] = []
        pairs: set[tuple[str, str]] = set()
        readers: set[tuple[str, str]] = set()
        for coding_id in coding_ids:
            before = _snapshot(conn, coding_id)
            if before["retired_at"]:
                raise NotFound("That coding is no longer there; it was removed meanwhile.")
            if before["coder_id"] != coder_id:
                raise Conflict("That coding is another coder's; only they can change it.")
            after = dict(before)
            if stance is not None:
                after["stance"] = str(stance)
            if span is not None:
                after["start"], after["end"] = span.start, span.end
            if theme_id is not None:
                after["theme_id"] = theme_id
            if retire:
                after["retired_at"] = now()
            _write(conn, coding_id, after)
            if not retire and (span is not None or theme_id is not None):
                _refuse_twin(conn, coding_id)
            pairs |= {(r["interview_id"], r["theme_id"]) for r in (before, after)}
            readers.add((before["interview_id"], coder_id))
            log.append(Change("coding", coding_id, before["interview_id"], before, None if retire else after))
        changes.record(conn, label=label, coder_id=coder_id, changes=log)
        _refresh(conn, pairs, readers)


def restore(conn: sqlite3.Connection, step: Change, *, forward: bool) -> set[tuple[str, str]]:
    """Bring one coding back to how it was before (or after) a logged change; no log, no counts.

    Returns the (interview, theme) pairs whose counts may have changed.

    Raises:
        Conflict: the coding has been changed since.
    """
    expect, want = (step.before, step.after) if forward else (step.after, step.before)
    have = _snapshot(conn, step.entity_id)
    if not _same(have, expect):
        raise Conflict("That coding has been changed since, so this step cannot be taken back.")
    target = dict(want if want is not None else have)
    target["retired_at"] = now() if want is None else None
    _write(conn, step.entity_id, target)
    return {(r["interview_id"], r["theme_id"]) for r in (have, target)}


def recent_themes(conn: sqlite3.Connection, coder_id: str, limit: int = 9) -> list[str]:
    """Theme keys this coder applied last, the latest first, each once."""
    return [
        r["key"]
        for r in conn.execute(
            "SELECT t.key, MAX(c.created_at || c.id) AS latest FROM coding AS c JOIN theme AS t"
            " ON t.id = c.theme_id WHERE c.coder_id = ? AND c.retired_at IS NULL AND t.retired_at IS NULL"
            " AND c.origin <> 'machine' GROUP BY t.key ORDER BY latest DESC LIMIT ?",
            (coder_id, limit),
        )
    ]


def counts_by_theme(
    conn: sqlite3.Connection, interview_id: str | None = None, coder_id: str | None = None
) -> dict[str, int]:
    """Theme key -> number of live codings (in one interview, by one coder, or all); none of those withdrawn."""
    sql = (
        "SELECT t.key, COUNT(*) AS n FROM coding AS c JOIN theme AS t ON t.id = c.theme_id"
        f" WHERE c.retired_at IS NULL AND c.interview_id NOT IN {WITHDRAWN}"
    )
    args: list[str] = []
    for column, value in (("interview_id", interview_id), ("coder_id", coder_id)):
        if value is not None:
            sql += f" AND c.{column} = ?"
            args.append(value)
    return {r["key"]: r["n"] for r in conn.execute(sql + " GROUP BY t.key", args)}


def passages(
    conn: sqlite3.Connection,
    *,
    themes: Iterable[str],
    wave: str | None = None,
    coder_id: str | None = None,
    stance: Stance | None = None,
    attribute: tuple[str, str] | None = None,
) -> list[Coding]:
    """The live codings behind a figure (machine-made ones left out), by interview and place."""
    keys = list(themes)
    sql = (
        _SELECT + " JOIN interview AS i ON i.id = c.interview_id WHERE c.retired_at IS NULL"
        f" AND c.interview_id NOT IN {WITHDRAWN}"
        f" AND c.origin <> 'machine' AND t.key IN ({', '.join('?' for _ in keys)})"
    )
    args: list[Any] = list(keys)
    if wave is not None:
        sql, args = sql + " AND i.wave = ?", [*args, wave]
    if coder_id is not None:
        sql, args = sql + " AND c.coder_id = ?", [*args, coder_id]
    if stance is not None:
        sql, args = sql + " AND c.stance = ?", [*args, str(stance)]
    if attribute is not None:
        sql += f" AND {frequencies.ATTRIBUTE_VALUE} = ?"
        args += [attribute[0], attribute[0], attribute[1]]
    return [_coding(r) for r in conn.execute(sql + ' ORDER BY i.wave, i.name, c.start, c."end", c.id', args)]


def _refresh(conn: sqlite3.Connection, pairs: set[tuple[str, str]], readers: set[tuple[str, str]]) -> None:
    for interview_id, coder_id in readers:
        progress.recount(conn, interview_id, coder_id)
    frequencies.refresh(conn, pairs)


def _log(
    conn: sqlite3.Connection, label: str, coder_id: str, coding_id: str, interview_id: str, before: Row | None
) -> None:
    after = _snapshot(conn, coding_id)
    changes.record(
        conn,
        label=label,
        coder_id=coder_id,
        changes=[Change("coding", coding_id, interview_id, before, after)],
    )


def _refuse_twin(conn: sqlite3.Connection, coding_id: str) -> None:
    found = conn.execute(
        "SELECT 1 FROM coding AS a JOIN coding AS b ON b.interview_id = a.interview_id AND b.theme_id = a.theme_id"
        ' AND b.coder_id = a.coder_id AND b.start = a.start AND b."end" = a."end" AND b.id <> a.id'
        " WHERE a.id = ? AND b.retired_at IS NULL",
        (coding_id,),
    ).fetchone()
    if found:
        raise Conflict("You have coded this passage with this theme already.")


def theme_id_of(conn: sqlite3.Connection, key: str) -> str:
    """The row id of a theme of the codebook as it stands; raises NotFound."""
    row = conn.execute("SELECT id FROM theme WHERE key = ? AND retired_at IS NULL", (key,)).fetchone()
    if row is None:
        raise NotFound(f"The codebook has no theme '{key}'.")
    return str(row["id"])


def _snapshot(conn: sqlite3.Connection, coding_id: str) -> Row:
    row = conn.execute("SELECT * FROM coding WHERE id = ?", (coding_id,)).fetchone()
    if row is None:
        raise NotFound("That coding is no longer there.")
    return dict(row)


def _write(conn: sqlite3.Connection, coding_id: str, row: Row) -> None:
    conn.execute(
        'UPDATE coding SET theme_id = ?, start = ?, "end" = ?, stance = ?, retired_at = ?, updated_at = ? WHERE id = ?',
        (row["theme_id"], row["start"], row["end"], row["stance"], row["retired_at"], now(), coding_id),
    )


def _same(have: Row, expect: Row | None) -> bool:
    if expect is None:
        return have["retired_at"] is not None
    return have["retired_at"] is None and all(have[k] == expect[k] for k in ("theme_id", "start", "end", "stance"))


def _coding(row: sqlite3.Row) -> Coding:
    return Coding(
        id=row["id"],
        interview_id=row["interview_id"],
        theme=row["theme"],
        coder_id=row["coder_id"],
        span=Span(row["start"], row["end"]),
        stance=Stance(row["stance"]),
        origin=Origin(row["origin"]),
        created_at=row["created_at"],
        memo=row["memo"],
    )
