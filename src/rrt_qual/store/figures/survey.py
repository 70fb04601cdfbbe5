"""Scores of the survey and figures of the workforce, as they were imported."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence

from rrt_qual.domain.report.evidence import Rating
from rrt_qual.domain.report.survey import SurveyScore, WorkforceFigure
from rrt_qual.store.file.connection import transaction
from rrt_qual.store.project import changes
from rrt_qual.store.project.changes import Change, Row
from rrt_qual.store.project.ids import new_id, now


def scores(conn: sqlite3.Connection) -> list[SurveyScore]:
    """Every score, by wave, indicator and group."""
    return [
        SurveyScore(
            r["indicator"],
            r["wave"],
            r["grp"],
            r["n"],
            r["score"],
            Rating(r["rating"]) if r["rating"] else None,
            json.loads(r["distribution"]),
        )
        for r in conn.execute("SELECT * FROM survey_score ORDER BY wave, indicator, grp")
    ]


def figures(conn: sqlite3.Connection) -> list[WorkforceFigure]:
    """Every figure of the workforce, by measure, wave and group."""
    return [
        WorkforceFigure(r["measure"], r["wave"], r["grp"], r["value"], r["unit"])
        for r in conn.execute("SELECT * FROM workforce_figure ORDER BY measure, wave, grp")
    ]


def put_scores(conn: sqlite3.Connection, found: Sequence[SurveyScore], source_name: str) -> tuple[int, int]:
    """Keep scores, in place of what stood for the same indicator, wave and group; returns (added, replaced)."""
    rows = [
        (
            (s.indicator, s.wave, s.group),
            {
                "n": s.n,
                "score": s.score,
                "rating": None if s.rating is None else str(s.rating),
                "distribution": json.dumps(s.answers, ensure_ascii=False, sort_keys=True),
            },
        )
        for s in found
    ]
    return _put(conn, "survey_score", "indicator", rows, source_name, "survey scores")


def put_figures(conn: sqlite3.Connection, found: Sequence[WorkforceFigure], source_name: str) -> tuple[int, int]:
    """Keep figures, in place of what stood for the same measure, wave and group; returns (added, replaced)."""
    rows = [((f.measure, f.wave, f.group), {"value": f.value, "unit": f.unit}) for f in found]
    return _put(conn, "workforce_figure", "measure", rows, source_name, "workforce figures")


def _put(
    conn: sqlite3.Connection,
    table: str,
    what: str,
    found: Sequence[tuple[tuple[str, str, str], Row]],
    source_name: str,
    label: str,
) -> tuple[int, int]:
    """One transaction, one line in the log; a row that says what stands there already changes nothing."""
    added, log = 0, []
    with transaction(conn):
        for (key, wave, group), values in found:
            columns = ", ".join(values)
            row = conn.execute(
                f"SELECT id, {columns} FROM {table} WHERE {what} = ? AND wave = ? AND grp = ?", (key, wave, group)
            ).fetchone()
            before = {c: row[c] for c in values} if row else None
            if before == values:
                continue
            row_id = row["id"] if row else new_id()
            marks = ", ".join("?" for _ in values)
            updates = ", ".join(f"{c} = excluded.{c}" for c in (*values, "source_name", "imported_at"))
            conn.execute(
                f"INSERT INTO {table} (id, {what}, wave, grp, {columns}, source_name, imported_at)"
                f" VALUES (?, ?, ?, ?, {marks}, ?, ?) ON CONFLICT ({what}, wave, grp) DO UPDATE SET {updates}",
                (row_id, key, wave, group, *values.values(), source_name, now()),
            )
            added += row is None
            log.append(Change(table, row_id, None, before, values))
        if log:
            changes.record(conn, label=label, coder_id=None, changes=log, kind="log")
    return added, len(log) - added
