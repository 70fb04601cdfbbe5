"""Which theme of an earlier codebook is which of a later one."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from rrt_qual.domain.errors import Conflict, NotFound
from rrt_qual.store.file.connection import transaction
from rrt_qual.store.project import changes, rows
from rrt_qual.store.project.changes import Change
from rrt_qual.store.project.ids import new_id, now


@dataclass(frozen=True, slots=True)
class Mapping:
    """`earlier` became `later`; `kind` is renamed, split or merged."""

    id: str
    earlier: str
    later: str
    kind: str


def every(conn: sqlite3.Connection) -> list[Mapping]:
    """The mappings that stand, in the order they were made."""
    return [
        Mapping(r["id"], r["from_theme"], r["to_theme"], r["kind"])
        for r in conn.execute("SELECT * FROM theme_mapping WHERE retired_at IS NULL ORDER BY id")
    ]


def add(conn: sqlite3.Connection, earlier: str, later: str, kind: str, *, coder_id: str | None) -> None:
    """Say that a theme became another; one act. Those of the same family that this makes a split or merger change
    their kind with it.

    Raises:
        Conflict: that is said already.
    """
    with transaction(conn):
        have = every(conn)
        if any((m.earlier, m.later, m.kind) == (earlier, later, kind) for m in have):
            raise Conflict(f"'{earlier}' is mapped to '{later}' already.")
        log = []
        for other in have:
            same = other.earlier == earlier if kind == "split" else kind == "merged" and other.later == later
            if (other.earlier, other.later) == (earlier, later):
                log.append(_written(conn, other.id, retire=True))
            elif same and other.kind != kind:
                log.append(_written(conn, other.id, kind=kind))
        mapping_id = new_id()
        conn.execute(
            "INSERT INTO theme_mapping (id, from_theme, to_theme, kind, created_at) VALUES (?, ?, ?, ?, ?)",
            (mapping_id, earlier, later, kind, now()),
        )
        log.append(rows.changed(conn, "theme_mapping", mapping_id, None))
        _record(conn, f"map {earlier} to {later}", coder_id, log)


def retract(conn: sqlite3.Connection, earlier: str, later: str, *, coder_id: str | None) -> None:
    """Take a mapping back; one act. Raises NotFound when it was not said."""
    with transaction(conn):
        found = [m for m in every(conn) if (m.earlier, m.later) == (earlier, later)]
        if not found:
            raise NotFound(f"'{earlier}' is not mapped to '{later}'.", "'rrt-qual codebook map' lists what is.")
        log = [_written(conn, m.id, retire=True) for m in found]
        _record(conn, f"unmap {earlier} from {later}", coder_id, log)


def _written(conn: sqlite3.Connection, mapping_id: str, *, kind: str | None = None, retire: bool = False) -> Change:
    before = rows.snapshot(conn, "theme_mapping", mapping_id)
    after = {**before, "kind": kind or before["kind"], "retired_at": now() if retire else None}
    rows.write(conn, "theme_mapping", mapping_id, after)
    return rows.changed(conn, "theme_mapping", mapping_id, before)


def _record(conn: sqlite3.Connection, label: str, coder_id: str | None, log: list[Change]) -> None:
    # without a person there is nobody who could take it back: it is written down, and 'codebook map' undoes it
    changes.record(conn, label=label, coder_id=coder_id, changes=log, kind="do" if coder_id else "log")
