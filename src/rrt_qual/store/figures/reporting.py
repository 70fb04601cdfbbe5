"""What a report asks of the tables that nobody else does."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from rrt_qual.store.figures.frequencies import ANY
from rrt_qual.store.interviews.consents import WITHDRAWN


@dataclass(frozen=True, slots=True)
class SpokenRow:
    """That an interview speaks of a theme or an indicator (`key`) with a stance ('*': any), in how many passages."""

    interview_id: str
    key: str
    stance: str
    passages: int


def spoken(conn: sqlite3.Connection, level: str, *, wave: str | None, coder: str | None) -> list[SpokenRow]:
    """Who speaks of what, from `participant_theme`; `level` is theme or indicator."""
    if level not in ("theme", "indicator"):
        raise ValueError(level)
    return [
        SpokenRow(r["interview_id"], r["key"], r["stance"], r["passages"])
        for r in conn.execute(
            f"SELECT interview_id, {level} AS key, stance, SUM(passages) AS passages FROM participant_theme"
            f" WHERE coder = ?1 AND (?2 IS NULL OR wave = ?2) AND {level} <> ''"
            " GROUP BY interview_id, key, stance",
            (coder or ANY, wave),
        )
    ]


def coded(conn: sqlite3.Connection, coder: str | None) -> set[str]:
    """Ids of the interviews that the coder (None: anybody) has coded at least once or marked as done."""
    return {
        r["interview_id"]
        for r in conn.execute(
            "SELECT interview_id FROM participant_theme WHERE coder = ?1"
            " UNION SELECT g.interview_id FROM coder_progress AS g JOIN coder AS k ON k.id = g.coder_id"
            f" WHERE g.done_at IS NOT NULL AND ?1 IN ('*', k.name) AND g.interview_id NOT IN {WITHDRAWN}",
            (coder or ANY,),
        )
    }


def durations(conn: sqlite3.Connection, wave: str | None) -> list[int]:
    """How long each interview took, in milliseconds, of those whose transcript has times; in order of length."""
    return sorted(
        r["ms"]
        for r in conn.execute(
            "SELECT MAX(COALESCE(t.end_ms, t.start_ms)) AS ms FROM turn AS t JOIN interview AS i"
            " ON i.id = t.interview_id WHERE i.retired_at IS NULL AND (?1 IS NULL OR i.wave = ?1)"
            f" AND i.id NOT IN {WITHDRAWN} GROUP BY t.interview_id",
            (wave,),
        )
        if r["ms"]
    )


def formats(conn: sqlite3.Connection, wave: str | None) -> dict[str, int]:
    """Format of the transcripts -> how many, by format."""
    return {
        r["source_format"]: r["n"]
        for r in conn.execute(
            "SELECT source_format, COUNT(*) AS n FROM interview WHERE retired_at IS NULL"
            f" AND (?1 IS NULL OR wave = ?1) AND id NOT IN {WITHDRAWN} GROUP BY source_format ORDER BY source_format",
            (wave,),
        )
    }


def origins(conn: sqlite3.Connection, wave: str | None) -> dict[str, dict[str, int]]:
    """Name of the coder -> origin of their codings -> how many stand."""
    out: dict[str, dict[str, int]] = {}
    for r in conn.execute(
        "SELECT k.name, c.origin, COUNT(*) AS n FROM coding AS c JOIN coder AS k ON k.id = c.coder_id"
        " JOIN interview AS i ON i.id = c.interview_id"
        " WHERE c.retired_at IS NULL AND i.retired_at IS NULL AND (?1 IS NULL OR i.wave = ?1)"
        f" AND i.id NOT IN {WITHDRAWN} GROUP BY k.name, c.origin ORDER BY k.name, c.origin",
        (wave,),
    ):
        out.setdefault(r["name"], {})[r["origin"]] = r["n"]
    return out


def repeated(conn: sqlite3.Connection) -> tuple[int, int]:
    """(participants, those of them interviewed in more than one wave); both 0 when no participants are named."""
    row = conn.execute(
        "SELECT COUNT(*) AS people, COALESCE(SUM(waves > 1), 0) AS again FROM (SELECT COUNT(DISTINCT wave) AS waves"
        " FROM interview WHERE retired_at IS NULL AND participant <> ''"
        f" AND id NOT IN {WITHDRAWN} GROUP BY participant)"
    ).fetchone()
    return int(row["people"]), int(row["again"])
