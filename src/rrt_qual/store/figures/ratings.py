"""What people rate otherwise than the rule does; each act is logged and can be undone."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from rrt_qual.domain.errors import NotFound
from rrt_qual.domain.report.evidence import Rating
from rrt_qual.store.codebook import codebooks
from rrt_qual.store.file.connection import transaction
from rrt_qual.store.project import changes, rows
from rrt_qual.store.project.changes import Change
from rrt_qual.store.project.ids import new_id, now


@dataclass(frozen=True, slots=True)
class Override:
    """A person's rating of an indicator, and why; `wave` '' is about all waves."""

    id: str
    indicator: str
    wave: str
    rating: Rating
    reason: str
    coder: str


def overrides(conn: sqlite3.Connection, wave: str | None = None) -> dict[str, Override]:
    """Indicator -> the override that stands for a wave (None: for all waves together)."""
    return {
        r["key"]: Override(r["id"], r["key"], r["wave"], Rating(r["rating"]), r["reason"], r["name"])
        for r in conn.execute(
            "SELECT o.id, i.key, o.wave, o.rating, o.reason, k.name FROM rating_override AS o"
            " JOIN indicator AS i ON i.id = o.indicator_id JOIN coder AS k ON k.id = o.coder_id"
            " WHERE o.retired_at IS NULL AND o.wave = ? ORDER BY o.id",
            (wave or "",),
        )
    }


def put(
    conn: sqlite3.Connection, indicator: str, rating: Rating, reason: str, *, wave: str | None, coder_id: str
) -> None:
    """Rate an indicator by hand, in place of what was said by hand before; one act.

    Raises:
        NotFound: no such indicator.
    """
    with transaction(conn):
        ids = codebooks.ids_of(conn, "indicator")
        if indicator not in ids:
            raise NotFound(f"The codebook has no indicator '{indicator}'.")
        log = _retired(conn, indicator, wave)
        override_id = new_id()
        conn.execute(
            "INSERT INTO rating_override (id, indicator_id, wave, rating, reason, coder_id, created_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (override_id, ids[indicator], wave or "", str(rating), reason, coder_id, now()),
        )
        log.append(rows.changed(conn, "rating_override", override_id, None))
        changes.record(conn, label=f"rate {indicator} {rating}", coder_id=coder_id, changes=log)


def retract(conn: sqlite3.Connection, indicator: str, *, wave: str | None, coder_id: str) -> Override:
    """Take an override back; one act. Returns it.

    Raises:
        NotFound: that indicator is not rated by hand there.
    """
    with transaction(conn):
        had = overrides(conn, wave).get(indicator)
        if had is None:
            where = f"wave {wave}" if wave else "all waves"
            raise NotFound(f"Nobody has rated '{indicator}' by hand for {where}.", "There is nothing to take back.")
        log = _retired(conn, indicator, wave)
        changes.record(conn, label=f"rate {indicator} by the rule", coder_id=coder_id, changes=log)
        return had


def _retired(conn: sqlite3.Connection, indicator: str, wave: str | None) -> list[Change]:
    had = overrides(conn, wave).get(indicator)
    if had is None:
        return []
    before = rows.snapshot(conn, "rating_override", had.id)
    rows.write(conn, "rating_override", had.id, {**before, "retired_at": now()})
    return [rows.changed(conn, "rating_override", had.id, before)]
