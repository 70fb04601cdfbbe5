"""Findings: words that may identify somebody, where they stand, and what was decided about each."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rrt_qual.domain.confidentiality.overlay import Replacement
from rrt_qual.domain.confidentiality.privacy import Find, FindKind, KeptFind, Status
from rrt_qual.domain.errors import Conflict, NotFound
from rrt_qual.domain.spans import Span
from rrt_qual.store.project import rows
from rrt_qual.store.project.changes import Change
from rrt_qual.store.project.ids import new_id, now


@dataclass(frozen=True, slots=True)
class Tally:
    """How far the review of one interview has come; `finder` is '' when it was never scanned."""

    interview_id: str
    open: int
    replaced: int
    kept: int
    finder: str


def of_interview(conn: sqlite3.Connection, interview_id: str, status: Status | None = None) -> list[KeptFind]:
    """The live findings of an interview (of one status, or all), by place."""
    return [
        _finding(r)
        for r in conn.execute(
            "SELECT * FROM finding WHERE interview_id = ?1 AND retired_at IS NULL AND (?2 IS NULL OR status = ?2)"
            ' ORDER BY start, "end", id',
            (interview_id, status),
        )
    ]


def every(conn: sqlite3.Connection, status: Status | None = None) -> list[KeptFind]:
    """The live findings of all interviews, by interview and place."""
    return [
        _finding(r)
        for r in conn.execute(
            "SELECT f.* FROM finding AS f JOIN interview AS i ON i.id = f.interview_id WHERE f.retired_at IS NULL"
            " AND i.retired_at IS NULL AND (?1 IS NULL OR f.status = ?1) ORDER BY i.wave, i.name, f.start",
            (status,),
        )
    ]


def get(conn: sqlite3.Connection, finding_id: str) -> KeptFind:
    """One live finding; raises NotFound."""
    row = conn.execute("SELECT * FROM finding WHERE id = ? AND retired_at IS NULL", (finding_id,)).fetchone()
    if row is None:
        raise NotFound("That finding is no longer there; the interview was scanned anew meanwhile.")
    return _finding(row)


def insert(conn: sqlite3.Connection, interview_id: str, find: Find) -> str:
    """Insert one open finding and nothing else; the caller logs and commits. Returns its id."""
    finding_id, at = new_id(), now()
    conn.execute(
        'INSERT INTO finding (id, interview_id, start, "end", kind, likelihood, source, reason, created_at,'
        " updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            finding_id,
            interview_id,
            find.span.start,
            find.span.end,
            find.kind,
            find.likelihood,
            find.source,
            find.reason,
            at,
            at,
        ),
    )
    return finding_id


def decide(
    conn: sqlite3.Connection,
    finding_id: str,
    status: Status,
    *,
    coder_id: str | None,
    pseudonym_id: str | None = None,
    kind: FindKind | None = None,
    span: Span | None = None,
) -> Change:
    """Set what was decided of one finding; returns its log entry, for the caller to record and commit.

    Raises:
        NotFound: it is gone.
        Conflict: its words are replaced already, wholly or in part, by another finding.
    """
    before = rows.snapshot(conn, "finding", finding_id)
    after = dict(before)
    after["status"] = str(status)
    after["pseudonym_id"] = pseudonym_id if status is Status.REPLACED else None
    after["decided_by"], after["decided_at"] = (None, None) if status is Status.OPEN else (coder_id, now())
    if kind is not None:
        after["kind"] = str(kind)
    if span is not None:
        after["start"], after["end"] = span.start, span.end
    if status is Status.REPLACED:
        other = conn.execute(
            "SELECT 1 FROM finding WHERE interview_id = ? AND id <> ? AND status = 'replaced' AND retired_at IS NULL"
            ' AND start < ? AND "end" > ?',
            (after["interview_id"], finding_id, after["end"], after["start"]),
        ).fetchone()
        if other:
            raise Conflict("These words, or some of them, are replaced already.", "Take that back first.")
    rows.write(conn, "finding", finding_id, after)
    return rows.changed(conn, "finding", finding_id, before)


def retire(conn: sqlite3.Connection, finding_ids: Iterable[str]) -> list[Change]:
    """Take findings away; returns their log entries."""
    out = []
    for finding_id in finding_ids:
        before = rows.snapshot(conn, "finding", finding_id)
        rows.write(conn, "finding", finding_id, {**before, "retired_at": now()})
        out.append(rows.changed(conn, "finding", finding_id, before))
    return out


def scanned(conn: sqlite3.Connection, interview_id: str, finder: str, finds: Sequence[Find]) -> int:
    """Make `finds` the open findings of an interview (inside the caller's transaction); returns how many are new.

    What was decided or marked by hand stays, and a find that lies within such words is not asked about again. Open
    findings that are not found any more are dropped; those found again keep their ids.
    """
    have = of_interview(conn, interview_id)
    decided = [f.span for f in have if f.status is not Status.OPEN or f.source == "hand"]
    open_now = {(f.span, f.kind): f.id for f in have if f.status is Status.OPEN and f.source != "hand"}
    new = 0
    for find in finds:
        if any(span.covers(find.span) for span in decided):
            continue
        if open_now.pop((find.span, find.kind), None) is None:
            insert(conn, interview_id, find)
            new += 1
    conn.executemany("DELETE FROM finding WHERE id = ?", [(i,) for i in open_now.values()])
    conn.execute(
        "INSERT INTO finding_scan (interview_id, finder, scanned_at) VALUES (?, ?, ?)"
        " ON CONFLICT (interview_id) DO UPDATE SET finder = excluded.finder, scanned_at = excluded.scanned_at",
        (interview_id, finder, now()),
    )
    return new


def tallies(conn: sqlite3.Connection) -> dict[str, Tally]:
    """How far the review of every interview has come, by interview id, in order of wave and name."""
    return {
        r["id"]: Tally(r["id"], r["n_open"] or 0, r["n_replaced"] or 0, r["n_kept"] or 0, r["finder"])
        for r in conn.execute(
            "SELECT i.id, SUM(f.status = 'open') AS n_open, SUM(f.status = 'replaced') AS n_replaced,"
            " SUM(f.status = 'kept') AS n_kept, COALESCE(s.finder, '') AS finder FROM interview AS i"
            " LEFT JOIN finding AS f ON f.interview_id = i.id AND f.retired_at IS NULL"
            " LEFT JOIN finding_scan AS s ON s.interview_id = i.id WHERE i.retired_at IS NULL"
            " GROUP BY i.id ORDER BY i.wave, i.name"
        )
    }


def replacements(conn: sqlite3.Connection, interview_id: str | None = None) -> dict[str, list[Replacement]]:
    """Interview id -> what its replaced words are shown as (of one interview, or of all that have any)."""
    out: dict[str, list[Replacement]] = {}
    for r in conn.execute(
        'SELECT f.interview_id, f.start, f."end", p.name FROM finding AS f JOIN pseudonym AS p ON p.id = f.pseudonym_id'
        " WHERE f.status = 'replaced' AND f.retired_at IS NULL AND (?1 IS NULL OR f.interview_id = ?1)"
        " ORDER BY f.interview_id, f.start",
        (interview_id,),
    ):
        out.setdefault(r["interview_id"], []).append(Replacement(Span(r["start"], r["end"]), r["name"]))
    return out


def _finding(r: sqlite3.Row) -> KeptFind:
    return KeptFind(
        r["id"],
        r["interview_id"],
        Span(r["start"], r["end"]),
        FindKind(r["kind"]),
        r["likelihood"],
        r["source"],
        r["reason"],
        Status(r["status"]),
        r["pseudonym_id"] or "",
        r["decided_by"] or "",
        r["decided_at"] or "",
    )
