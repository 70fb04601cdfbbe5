"""Who says how much of what, by participant: a participant in several waves is one person."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

#: SQL for the person whose interview `i` is: the participant's code, or the interview itself when it has none.
_PERSON = "COALESCE(NULLIF(i.participant, ''), i.id)"


@dataclass(frozen=True, slots=True)
class Said:
    """Passages of one person on one theme; keys as in the codebook, '' for none."""

    person: str
    domain: str
    indicator: str
    theme: str
    passages: int


def passages_by_person(conn: sqlite3.Connection, wave: str | None = None) -> list[Said]:
    """Passages of every theme by person (any coder, any stance), in one wave or all."""
    return [
        Said(**dict(r))
        for r in conn.execute(
            f"SELECT {_PERSON} AS person, p.domain, p.indicator, p.theme, SUM(p.passages) AS passages"
            " FROM participant_theme AS p JOIN interview AS i ON i.id = p.interview_id"
            " WHERE p.coder = '*' AND p.stance = '*' AND i.retired_at IS NULL AND (?1 IS NULL OR p.wave = ?1)"
            " GROUP BY person, p.theme ORDER BY person, p.theme",
            (wave,),
        )
    ]


def persons(conn: sqlite3.Connection) -> dict[str, str]:
    """Interview id -> the key of its person."""
    return {
        r["id"]: r["person"]
        for r in conn.execute(f"SELECT i.id, {_PERSON} AS person FROM interview AS i WHERE i.retired_at IS NULL")
    }
