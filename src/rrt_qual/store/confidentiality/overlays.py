"""What lies over the texts, as readers need it: a state to compare, the words that are replaced, who speaks."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from rrt_qual.domain.confidentiality.privacy import FindKind
from rrt_qual.domain.interview import Speaker, SpeakerRole
from rrt_qual.store.interviews import originals


@dataclass(frozen=True, slots=True)
class Named:
    """What an interview is called and who took part, for making names that tell nothing.

    `number` counts interviews in the order in which they came in, from 1.
    """

    id: str
    name: str
    wave: str
    participant: str
    number: int


def state(conn: sqlite3.Connection) -> str:
    """A short string that differs as soon as readers see something else: replacements, pseudonyms, known names."""
    return " ".join(
        str(conn.execute(sql).fetchone()[0])
        for sql in (
            "SELECT COUNT(*) || '/' || COALESCE(MAX(updated_at), '') FROM finding WHERE status = 'replaced'"
            " AND retired_at IS NULL",
            "SELECT COUNT(*) || '/' || COALESCE(MAX(sealed_at), '') FROM sealing",
            "SELECT COUNT(*) || '/' || COALESCE(MAX(updated_at), '') FROM pseudonym WHERE retired_at IS NULL",
            "SELECT COUNT(*) || '/' || COALESCE(MAX(created_at), '') FROM pseudonym_form WHERE retired_at IS NULL",
        )
    )


def replaced_words(conn: sqlite3.Connection) -> list[tuple[str, str, FindKind]]:
    """(words, pseudonym, kind) of all that is replaced in the texts that are here, each once."""
    found: dict[tuple[str, str, FindKind], None] = {}
    text, at = "", ""
    for r in conn.execute(
        'SELECT f.interview_id, f.start, f."end", p.name, p.kind FROM finding AS f JOIN pseudonym AS p'
        " ON p.id = f.pseudonym_id WHERE f.status = 'replaced' AND f.retired_at IS NULL"
        " AND f.interview_id NOT IN (SELECT interview_id FROM sealing) ORDER BY f.interview_id"
    ).fetchall():
        if r["interview_id"] != at:
            at = r["interview_id"]
            text = originals.load_text(conn, at)
        found[text[r["start"] : r["end"]], r["name"], FindKind(r["kind"])] = None
    return list(found)


def named(conn: sqlite3.Connection) -> list[Named]:
    """The interviews by wave and name."""
    return [
        Named(r["id"], r["name"], r["wave"], r["participant"], r["number"])
        for r in conn.execute(
            "SELECT id, name, wave, participant, number FROM (SELECT *, row_number() OVER (ORDER BY imported_at, id)"
            " AS number FROM interview) WHERE retired_at IS NULL ORDER BY wave, name"
        )
    ]


def speakers(conn: sqlite3.Connection, interview_id: str) -> list[Speaker]:
    """Who speaks in an interview, in the order of the transcript."""
    return [
        Speaker(r["label"], SpeakerRole(r["role"]), r["name"])
        for r in conn.execute(
            "SELECT label, role, name FROM speaker WHERE interview_id = ? ORDER BY position", (interview_id,)
        )
    ]


def turns(conn: sqlite3.Connection, interview_id: str) -> list[tuple[int, int, int]]:
    """(start, end, number of the speaker) of every turn, in order."""
    return [
        (r["start"], r["end"], r["position"])
        for r in conn.execute(
            'SELECT t.start, t."end", s.position FROM turn AS t JOIN speaker AS s ON s.id = t.speaker_id'
            " WHERE t.interview_id = ? ORDER BY t.start",
            (interview_id,),
        )
    ]
