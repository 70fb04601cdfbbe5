"""Interviews, their speakers, turns, segments and attributes."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass

from rrt_qual.domain.confidentiality.privacy import Consent
from rrt_qual.domain.errors import NotFound
from rrt_qual.domain.interview import SpeakerRole, Transcript
from rrt_qual.domain.spans import Span
from rrt_qual.store.interviews.consents import WITHDRAWN
from rrt_qual.store.project.ids import new_id, now


@dataclass(frozen=True, slots=True)
class Head:
    """What the list of interviews shows of one, for one coder. Segments are participant segments.

    `codings` are this coder's, `all_codings` everybody's.
    """

    id: str
    name: str
    wave: str
    participant: str
    segments: int
    coded_segments: int
    codings: int
    done: bool
    attributes: dict[str, str]
    all_codings: int = 0
    consent: Consent = Consent.QUOTE

    @property
    def coded_share(self) -> float:
        """Share of participant segments that this coder has coded, 0 to 1 (0 for none to code)."""
        return self.coded_segments / self.segments if self.segments else 0.0


def add(conn: sqlite3.Connection, transcript: Transcript, *, wave: str, participant: str) -> str:
    """Put a transcript in (inside the caller's transaction); returns the interview's id."""
    interview_id = new_id()
    roles = [s.role for s in transcript.speakers]
    participants = sum(
        1 for s in transcript.segments if roles[transcript.turns[s.turn].speaker] is SpeakerRole.PARTICIPANT
    )
    conn.execute(
        "INSERT INTO interview (id, name, wave, participant, text, text_sha256, source_name, source_sha256,"
        " source_format, source_encoding, removed, warnings, participant_segments, imported_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            interview_id,
            transcript.name,
            wave,
            participant,
            transcript.text,
            transcript.sha256,
            transcript.source.name,
            transcript.source.sha256,
            transcript.source.format,
            transcript.source.encoding,
            json.dumps(transcript.removed, ensure_ascii=False),
            json.dumps(transcript.warnings, ensure_ascii=False),
            participants,
            now(),
        ),
    )
    _add_parts(conn, interview_id, transcript)
    return interview_id


def _add_parts(conn: sqlite3.Connection, interview_id: str, transcript: Transcript) -> None:
    speaker_ids = [new_id() for _ in transcript.speakers]
    turn_ids = [new_id() for _ in transcript.turns]
    conn.executemany(
        "INSERT INTO speaker (id, interview_id, position, label, name, role) VALUES (?, ?, ?, ?, ?, ?)",
        [(speaker_ids[n], interview_id, n, s.label, s.name, s.role) for n, s in enumerate(transcript.speakers)],
    )
    conn.executemany(
        'INSERT INTO turn (id, interview_id, position, speaker_id, start, "end", start_ms, end_ms)'
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                turn_ids[n],
                interview_id,
                n,
                speaker_ids[t.speaker],
                t.span.start,
                t.span.end,
                t.start_ms,
                t.end_ms,
            )
            for n, t in enumerate(transcript.turns)
        ],
    )
    conn.executemany(
        'INSERT INTO segment (id, interview_id, turn_id, position, start, "end", is_participant)'
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            (
                new_id(),
                interview_id,
                turn_ids[s.turn],
                n,
                s.span.start,
                s.span.end,
                int(transcript.role_of(transcript.turns[s.turn]) is SpeakerRole.PARTICIPANT),
            )
            for n, s in enumerate(transcript.segments)
        ],
    )


def heads(conn: sqlite3.Connection, coder_id: str | None = None, *, with_withdrawn: bool = False) -> list[Head]:
    """All interviews by wave and name, with this coder's progress (None: nobody's); withdrawn ones only if asked."""
    values: dict[str, dict[str, str]] = {}
    for r in conn.execute("SELECT interview_id, name, value FROM attribute ORDER BY rowid"):
        values.setdefault(r["interview_id"], {})[r["name"]] = r["value"]
    return [
        Head(
            r["id"],
            r["name"],
            r["wave"],
            r["participant"],
            r["participant_segments"],
            r["coded"],
            r["codings"],
            r["done_at"] is not None,
            values.get(r["id"], {}),
            r["all_codings"],
            Consent(r["consent"]),
        )
        for r in conn.execute(
            "SELECT i.id, i.name, i.wave, i.participant, i.participant_segments,"
            " COALESCE(p.coded_segments, 0) AS coded, p.done_at,"
            " (SELECT COUNT(*) FROM coding AS c WHERE c.coder_id = ?1 AND c.interview_id = i.id"
            "  AND c.retired_at IS NULL) AS codings,"
            " (SELECT COUNT(*) FROM coding AS c WHERE c.interview_id = i.id AND c.retired_at IS NULL) AS all_codings,"
            " COALESCE(s.state, 'quote') AS consent"
            " FROM interview AS i LEFT JOIN coder_progress AS p ON p.interview_id = i.id AND p.coder_id = ?1"
            " LEFT JOIN consent AS s ON s.interview_id = i.id AND s.retired_at IS NULL"
            " WHERE i.retired_at IS NULL AND (?2 OR COALESCE(s.state, 'quote') <> 'withdrawn') ORDER BY i.wave, i.name",
            (coder_id, with_withdrawn),
        )
    ]


def names(conn: sqlite3.Connection) -> dict[str, str]:
    """Name -> id of all interviews, withdrawn ones too, in order of wave and name."""
    return {
        r["name"]: r["id"]
        for r in conn.execute("SELECT name, id FROM interview WHERE retired_at IS NULL ORDER BY wave, name")
    }


def sources(conn: sqlite3.Connection) -> dict[str, str]:
    """SHA-256 of each imported file -> name of its interview."""
    return {r["source_sha256"]: r["name"] for r in conn.execute("SELECT source_sha256, name FROM interview")}


def source_names(conn: sqlite3.Connection) -> dict[str, str]:
    """Name of each imported file -> name of its interview."""
    return {
        r["source_name"]: r["name"]
        for r in conn.execute("SELECT source_name, name FROM interview WHERE retired_at IS NULL")
    }


def find(conn: sqlite3.Connection, name: str) -> str:
    """The id of the interview of that name, in any case; raises NotFound naming some there are."""
    row = conn.execute(
        "SELECT id FROM interview WHERE retired_at IS NULL AND name = ?1 COLLATE NOCASE"
        " ORDER BY name = ?1 DESC LIMIT 1",
        (name,),
    ).fetchone()
    if row is None:
        have = list(names(conn))
        some = ", ".join(have[:12]) + (" …" if len(have) > 12 else "")
        raise NotFound(f"No interview is called '{name}'.", f"Interviews in this project: {some or 'none yet'}.")
    return str(row["id"])


def attributes(conn: sqlite3.Connection, interview_id: str) -> dict[str, str]:
    """The attributes of one interview, wave and participant first where they are known."""
    row = conn.execute("SELECT wave, participant FROM interview WHERE id = ?", (interview_id,)).fetchone()
    out = {k: row[k] for k in ("wave", "participant") if row and row[k]}
    for r in conn.execute("SELECT name, value FROM attribute WHERE interview_id = ? ORDER BY rowid", (interview_id,)):
        out[r["name"]] = r["value"]
    return out


def set_attributes(conn: sqlite3.Connection, interview_id: str, values: Mapping[str, str]) -> None:
    """Keep attributes; 'wave' and 'participant' go to the interview itself. The caller recounts."""
    for name, value in values.items():
        if name in ("wave", "participant"):
            conn.execute(f"UPDATE interview SET {name} = ? WHERE id = ?", (value, interview_id))
        else:
            conn.execute(
                "INSERT INTO attribute (id, interview_id, name, value) VALUES (?, ?, ?, ?)"
                " ON CONFLICT (interview_id, name) DO UPDATE SET value = excluded.value",
                (new_id(), interview_id, name, value),
            )


def attribute_names(conn: sqlite3.Connection) -> list[str]:
    """What interviews can be told apart by: 'wave' and every attribute's name."""
    rows = conn.execute("SELECT name, MIN(rowid) AS first FROM attribute GROUP BY name ORDER BY first")
    return ["wave", *(r["name"] for r in rows)]


def speaker_names(conn: sqlite3.Connection) -> list[str]:
    """What the speakers of all interviews are called: their labels and, where known, their full names."""
    return [
        r["name"]
        for r in conn.execute(
            "SELECT s.label AS name FROM speaker AS s JOIN interview AS i ON i.id = s.interview_id"
            " WHERE i.retired_at IS NULL UNION SELECT s.name FROM speaker AS s JOIN interview AS i"
            " ON i.id = s.interview_id WHERE i.retired_at IS NULL AND s.name <> '' ORDER BY 1"
        )
    ]


def waves(conn: sqlite3.Connection) -> list[str]:
    """The waves of interviews that are not withdrawn, in order."""
    return [
        r["wave"]
        for r in conn.execute(
            "SELECT DISTINCT wave FROM interview WHERE retired_at IS NULL AND wave <> ''"
            f" AND id NOT IN {WITHDRAWN} ORDER BY wave"
        )
    ]


def segment_span(conn: sqlite3.Connection, segment_id: str) -> Span | None:
    """Where a segment stands in its interview; None when it is gone."""
    row = conn.execute('SELECT start, "end" FROM segment WHERE id = ?', (segment_id,)).fetchone()
    return Span(row["start"], row["end"]) if row else None
