"""What is read for relations and saturation: the coded interviews in the order they were held, and their segments."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, field

from rrt_qual.domain.spans import Span, touched
from rrt_qual.store.figures.frequencies import ANY

#: Interviews `i` whose participant has withdrawn are read by nobody.
_PRESENT = (
    "i.retired_at IS NULL AND NOT EXISTS (SELECT 1 FROM consent AS w WHERE w.interview_id = i.id"
    " AND w.state = 'withdrawn' AND w.retired_at IS NULL)"
)


@dataclass(frozen=True, slots=True)
class CodedInterview:
    """One coded interview: its id and name, and the theme keys that each of its participant segments speaks of.

    `themes` are all the themes coded in it, also in talk that is no participant's.
    """

    id: str
    name: str
    wave: str
    themes: frozenset[str]
    segments: tuple[frozenset[str], ...] = field(default=())


def coded(
    conn: sqlite3.Connection,
    *,
    wave: str | None = None,
    coder: str | None = None,
    date_attribute: str = "date",
    with_segments: bool = True,
) -> list[CodedInterview]:
    """The interviews that the coder (None: anybody) coded or marked as done, in the order they were held.

    That is by the attribute `date_attribute` where interviews have it, then by wave, and within a wave as they were
    imported. Machine-made codings are left out.
    """
    themes = _themes(conn, coder)
    out = []
    for r in conn.execute(
        f"SELECT i.id, i.name, i.wave FROM interview AS i WHERE {_PRESENT} AND (?1 IS NULL OR i.wave = ?1) AND ("
        " EXISTS (SELECT 1 FROM participant_theme AS p WHERE p.interview_id = i.id AND p.coder = ?2)"
        " OR EXISTS (SELECT 1 FROM coder_progress AS g JOIN coder AS k ON k.id = g.coder_id"
        "  WHERE g.interview_id = i.id AND g.done_at IS NOT NULL AND ?2 IN ('*', k.name)))"
        " ORDER BY COALESCE((SELECT a.value FROM attribute AS a WHERE a.interview_id = i.id"
        "  AND a.name = ?3 COLLATE NOCASE), i.wave), i.wave, i.imported_at, i.id",
        (wave, coder or ANY, date_attribute),
    ).fetchall():
        segments = _segments(conn, r["id"], coder) if with_segments else ()
        out.append(CodedInterview(r["id"], r["name"], r["wave"], frozenset(themes.get(r["id"], ())), segments))
    return out


def _themes(conn: sqlite3.Connection, coder: str | None) -> dict[str, set[str]]:
    out: dict[str, set[str]] = {}
    for r in conn.execute(
        "SELECT DISTINCT interview_id, theme FROM participant_theme WHERE coder = ? AND stance = '*'", (coder or ANY,)
    ):
        out.setdefault(r["interview_id"], set()).add(r["theme"])
    return out


def _segments(conn: sqlite3.Connection, interview_id: str, coder: str | None) -> tuple[frozenset[str], ...]:
    """What each participant segment of an interview speaks of; by the codings that overlap it."""
    spans = [
        Span(r["start"], r["end"])
        for r in conn.execute(
            'SELECT start, "end" FROM segment WHERE interview_id = ? AND is_participant = 1 ORDER BY position',
            (interview_id,),
        )
    ]
    found: list[set[str]] = [set() for _ in spans]
    for c in conn.execute(
        'SELECT t.key, c.start, c."end" FROM coding AS c JOIN theme AS t ON t.id = c.theme_id'
        " JOIN coder AS k ON k.id = c.coder_id WHERE c.interview_id = ?1 AND c.retired_at IS NULL"
        " AND c.origin <> 'machine' AND (?2 IS NULL OR k.name = ?2) ORDER BY c.start",
        (interview_id, coder),
    ):
        for n in touched(spans, Span(c["start"], c["end"])):
            found[n].add(c["key"])
    return tuple(frozenset(s) for s in found)
