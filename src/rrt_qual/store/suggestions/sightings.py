"""Who was shown which proposal first, and when."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from rrt_qual.store.interviews.consents import WITHDRAWN


@dataclass(frozen=True, slots=True)
class Sighting:
    """The first time that a coder was shown proposals for a segment: when, and the theme that stood first."""

    coder_id: str
    segment_id: str
    first_theme: str
    seen_at: str


def first(conn: sqlite3.Connection) -> dict[tuple[str, str], Sighting]:
    """(coder id, segment id) -> the first sighting there."""
    out: dict[tuple[str, str], Sighting] = {}
    for r in conn.execute(
        "SELECT s.coder_id, s.segment_id, t.key AS theme, s.seen_at FROM sighting AS s"
        f" JOIN theme AS t ON t.id = s.theme_id WHERE s.interview_id NOT IN {WITHDRAWN} ORDER BY s.seen_at, s.position"
    ):
        key = (r["coder_id"], r["segment_id"])
        out.setdefault(key, Sighting(*key, r["theme"], r["seen_at"]))
    return out


def proposed(conn: sqlite3.Connection) -> dict[str, str]:
    """Segment id -> the theme that stands first among its standing suggestions, if it is above its threshold."""
    return {
        r["segment_id"]: r["theme"]
        for r in conn.execute(
            "SELECT s.segment_id, t.key AS theme FROM suggestion AS s JOIN theme AS t ON t.id = s.theme_id"
            " WHERE s.position = 1 AND s.above_threshold = 1"
        )
    }
