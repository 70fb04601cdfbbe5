"""What the program proposed: the standing suggestions of the whole project, and who was shown what."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rrt_qual.domain.codebook import Stance
from rrt_qual.domain.confidentiality.overlay import Projection
from rrt_qual.domain.spans import Span
from rrt_qual.store.codebook import codebooks
from rrt_qual.store.confidentiality import overlays
from rrt_qual.store.file.connection import transaction, why_reading
from rrt_qual.store.interviews import originals
from rrt_qual.store.interviews.consents import WITHDRAWN
from rrt_qual.store.project.ids import new_id, now


@dataclass(frozen=True, slots=True)
class SegmentTalk:
    """One participant segment with what was said before it: the question, or the turn before."""

    segment_id: str
    interview_id: str
    interview: str
    span: Span
    words: str
    context: str


@dataclass(frozen=True, slots=True)
class KeptSuggestion:
    """A theme proposed for a segment. `position` counts from 1 within the segment; likelihood is 0 to 1."""

    segment_id: str
    interview_id: str
    span: Span
    theme: str
    position: int
    likelihood: float
    above_threshold: bool
    stance: Stance
    stance_likelihood: float
    model: str
    lexical: bool


def talk(
    conn: sqlite3.Connection,
    read: Callable[[str, str], Projection],
    names: Mapping[str, str],
    interview_id: str | None = None,
    context_words: int = 60,
) -> list[SegmentTalk]:
    """The participant segments (of one interview, or of all) in order, with their context; none of those withdrawn.

    `read(id, text)` says how an interview may be read, `names` what each may be called: words and contexts
    are those of the projection, spans those of the original. The context is the turn before, cut to its
    last `context_words` words.
    """
    out: list[SegmentTalk] = []
    for at, _, text in originals.texts(conn, interview_id):
        shown = read(at, text)
        before: dict[str, str] = {}
        last = ""
        for turn in conn.execute('SELECT id, start, "end" FROM turn WHERE interview_id = ? ORDER BY position', (at,)):
            before[turn["id"]] = last
            said = shown.words(Span(turn["start"], turn["end"]))
            last = " ".join(said.split()[-context_words:])
        for r in conn.execute(
            'SELECT id, turn_id, start, "end" FROM segment WHERE interview_id = ? AND is_participant = 1'
            " ORDER BY position",
            (at,),
        ):
            span = Span(r["start"], r["end"])
            words = " ".join(shown.words(span).split())
            name = names[at]
            out.append(SegmentTalk(r["id"], at, name, span, words, before[r["turn_id"]]))
    return out


def replace(
    conn: sqlite3.Connection,
    found: Iterable[KeptSuggestion],
    state: str,
    reasons: Mapping[tuple[str, str], Mapping[str, Any]] | None = None,
    overlay: str | None = None,
) -> None:
    """Make these the project's standing suggestions; `state` says of what they were made.

    `reasons` (by segment id and theme) are kept beside them as JSON, unless the texts are read in another
    way by now than when they were made (`overlay`, see `overlays.state`): they may repeat replaced words.
    """
    with transaction(conn):
        stale = overlay is not None and overlay != overlays.state(conn)
        reasons = {} if stale or reasons is None else reasons
        themes = codebooks.ids_of(conn, "theme")
        conn.execute("DELETE FROM suggestion")
        conn.executemany(
            "INSERT INTO suggestion (id, interview_id, segment_id, theme_id, position, likelihood, above_threshold,"
            " stance, stance_likelihood, model, lexical, reason, made_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (
                    new_id(),
                    p.interview_id,
                    p.segment_id,
                    themes[p.theme],
                    p.position,
                    p.likelihood,
                    int(p.above_threshold),
                    str(p.stance),
                    p.stance_likelihood,
                    p.model,
                    int(p.lexical),
                    json.dumps(reasons.get((p.segment_id, p.theme), {}), ensure_ascii=False),
                    now(),
                )
                for p in found
            ],
        )
        conn.execute(
            "INSERT INTO setting (id, key, value, updated_at) VALUES (?, 'suggest.state', json_quote(?), ?)"
            " ON CONFLICT (key) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at",
            (new_id(), state, now()),
        )


def standing(
    conn: sqlite3.Connection,
    *,
    interview_id: str | None = None,
    theme: str | None = None,
    min_likelihood: float = 0.0,
    above_threshold: bool = False,
    uncoded_by: str | None = None,
) -> list[KeptSuggestion]:
    """The standing suggestions, by interview, place and rank.

    `uncoded_by` leaves out those whose theme that coder ('*': anybody) has coded on the segment already, or
    has turned down.
    """
    sql = (
        'SELECT s.*, g.start, g."end", t.key AS theme FROM suggestion AS s JOIN segment AS g ON g.id = s.segment_id'
        " JOIN theme AS t ON t.id = s.theme_id JOIN interview AS i ON i.id = s.interview_id"
        f" WHERE t.retired_at IS NULL AND s.interview_id NOT IN {WITHDRAWN}"
        " AND s.likelihood >= ? AND (? IS NULL OR s.interview_id = ?)"
        " AND (? IS NULL OR t.key = ?) AND s.above_threshold >= ?"
    )
    args: list[object] = [min_likelihood, interview_id, interview_id, theme, theme, int(above_threshold)]
    if uncoded_by is not None:
        sql += (
            " AND NOT EXISTS (SELECT 1 FROM coding AS c WHERE c.interview_id = s.interview_id"
            "  AND c.theme_id = s.theme_id AND c.retired_at IS NULL AND c.origin <> 'machine'"
            '  AND c.start < g."end" AND c."end" > g.start AND (? = \'*\' OR c.coder_id = ?))'
            " AND NOT EXISTS (SELECT 1 FROM decision AS d WHERE d.segment_id = s.segment_id"
            "  AND d.theme_id = s.theme_id AND d.verdict = 'rejected' AND d.retired_at IS NULL"
            "  AND (? = '*' OR d.coder_id = ?))"
        )
        args += [uncoded_by] * 4
    return [_proposal(r) for r in conn.execute(sql + " ORDER BY i.wave, i.name, g.position, s.position", args)]


def reasons(conn: sqlite3.Connection) -> dict[tuple[str, str], dict[str, Any]]:
    """(segment id, theme) -> why, of the standing suggestions that say so."""
    return {
        (r["segment_id"], r["theme"]): json.loads(r["reason"])
        for r in conn.execute(
            "SELECT s.segment_id, t.key AS theme, s.reason FROM suggestion AS s JOIN theme AS t ON t.id = s.theme_id"
            " WHERE s.reason <> '{}'"
        )
    }


def add_reasons(conn: sqlite3.Connection, found: Mapping[tuple[str, str], Mapping[str, Any]], overlay: str) -> None:
    """Keep why, for standing suggestions (segment id, theme) that did not say so yet.

    Nothing is kept when the texts are read in another way by now than `overlay` says (see `replace`).
    """
    if why_reading(conn):
        return
    with transaction(conn):
        if overlay != overlays.state(conn):
            return
        conn.execute(
            "INSERT OR IGNORE INTO setting (id, key, value, updated_at) VALUES (?, 'suggest.state', '\"\"', ?)",
            (new_id(), now()),
        )  # what `rows.forget_reasons` goes by
        themes = codebooks.ids_of(conn, "theme")
        conn.executemany(
            "UPDATE suggestion SET reason = ? WHERE segment_id = ? AND theme_id = ?",
            [(json.dumps(why, ensure_ascii=False), segment, themes[theme]) for (segment, theme), why in found.items()],
        )


def only_words(conn: sqlite3.Connection) -> bool:
    """Whether the standing suggestions were made by comparing words, for want of a language model."""
    return conn.execute("SELECT 1 FROM suggestion WHERE lexical = 1 LIMIT 1").fetchone() is not None


def saw(conn: sqlite3.Connection, coder_id: str, shown: Sequence[KeptSuggestion]) -> None:
    """Write down that this coder was shown these; the first time counts."""
    if not shown or why_reading(conn):
        return
    with transaction(conn):
        themes = codebooks.ids_of(conn, "theme")
        conn.executemany(
            "INSERT OR IGNORE INTO sighting (id, coder_id, interview_id, segment_id, theme_id, position,"
            " likelihood, model, seen_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (
                    new_id(),
                    coder_id,
                    p.interview_id,
                    p.segment_id,
                    themes[p.theme],
                    p.position,
                    p.likelihood,
                    p.model,
                    now(),
                )
                for p in shown
            ],
        )


def _proposal(r: sqlite3.Row) -> KeptSuggestion:
    return KeptSuggestion(
        segment_id=r["segment_id"],
        interview_id=r["interview_id"],
        span=Span(r["start"], r["end"]),
        theme=r["theme"],
        position=r["position"],
        likelihood=r["likelihood"],
        above_threshold=bool(r["above_threshold"]),
        stance=Stance(r["stance"]),
        stance_likelihood=r["stance_likelihood"],
        model=r["model"],
        lexical=bool(r["lexical"]),
    )


def state_parts(conn: sqlite3.Connection) -> list[str]:
    """What suggestions depend on, as short strings: talk and how it is read, codebook, codings, rejections."""
    asked = (
        "SELECT COUNT(*) || ' ' || COALESCE(MAX(imported_at), '') FROM interview WHERE retired_at IS NULL"
        f" AND id NOT IN {WITHDRAWN}",
        "SELECT COALESCE(MAX(number), 0) FROM codebook_revision",
        "SELECT COUNT(*) || ' ' || COALESCE(MAX(updated_at), '') || ' ' || COALESCE(SUM(retired_at IS NULL), 0)"
        " FROM coding WHERE origin <> 'machine'",
        "SELECT COUNT(*) || ' ' || COALESCE(MAX(decided_at), '') || ' ' || COALESCE(SUM(retired_at IS NULL), 0)"
        " FROM decision",
        "SELECT COUNT(*) || ' ' || COALESCE(MAX(done_at), '') FROM coder_progress WHERE done_at IS NOT NULL",
    )
    return [*(str(conn.execute(sql).fetchone()[0]) for sql in asked), overlays.state(conn)]
