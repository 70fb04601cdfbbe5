"""The words of interviews exactly as they were imported: nothing else reads them from the file.

Who imports this module is listed in the contracts of pyproject.toml; all others read through `services.texts`, which
hides what was replaced.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator

from rrt_qual.domain.errors import NotFound
from rrt_qual.domain.interview import Segment, Source, Speaker, SpeakerRole, Transcript, Turn, text_hash
from rrt_qual.domain.spans import Span
from rrt_qual.store.interviews.consents import WITHDRAWN
from rrt_qual.store.interviews.interviews import attributes

#: Kinds of finding that are names; a number or a date is no name.
_NAMES = ("person", "place", "team", "organisation", "job_title")


def load(conn: sqlite3.Connection, interview_id: str) -> Transcript:
    """The transcript of an interview, exactly as it was imported; raises NotFound."""
    row = conn.execute("SELECT * FROM interview WHERE id = ?", (interview_id,)).fetchone()
    if row is None:
        raise NotFound("That interview is no longer in the project.")
    speaker_rows = conn.execute(
        "SELECT * FROM speaker WHERE interview_id = ? ORDER BY position", (interview_id,)
    ).fetchall()
    speaker_at = {r["id"]: n for n, r in enumerate(speaker_rows)}
    turn_rows = conn.execute("SELECT * FROM turn WHERE interview_id = ? ORDER BY position", (interview_id,)).fetchall()
    turn_at = {r["id"]: n for n, r in enumerate(turn_rows)}
    return Transcript(
        name=row["name"],
        text=row["text"],
        speakers=tuple(Speaker(r["label"], SpeakerRole(r["role"]), r["name"]) for r in speaker_rows),
        turns=tuple(
            Turn(speaker_at[r["speaker_id"]], Span(r["start"], r["end"]), r["start_ms"], r["end_ms"]) for r in turn_rows
        ),
        source=Source(row["source_name"], row["source_sha256"], row["source_format"], row["source_encoding"]),
        segments=tuple(
            Segment(turn_at[r["turn_id"]], Span(r["start"], r["end"]))
            for r in conn.execute(
                'SELECT turn_id, start, "end" FROM segment WHERE interview_id = ? ORDER BY position',
                (interview_id,),
            )
        ),
        removed=tuple(json.loads(row["removed"])),
        warnings=tuple(json.loads(row["warnings"])),
        attributes=attributes(conn, interview_id),
    )


def load_text(conn: sqlite3.Connection, interview_id: str) -> str:
    """The text of one interview; raises NotFound."""
    row = conn.execute("SELECT text FROM interview WHERE id = ?", (interview_id,)).fetchone()
    if row is None:
        raise NotFound("That interview is no longer in the project.")
    return str(row["text"])


def texts(conn: sqlite3.Connection, interview_id: str | None = None) -> list[tuple[str, str, str]]:
    """Id, name and text of every interview that is not withdrawn (or of one), in order of wave and name."""
    return [
        (r["id"], r["name"], r["text"])
        for r in conn.execute(
            "SELECT id, name, text FROM interview WHERE retired_at IS NULL AND (?1 IS NULL OR id = ?1)"
            f" AND id NOT IN {WITHDRAWN} ORDER BY wave, name",
            (interview_id,),
        )
    ]


def live(conn: sqlite3.Connection) -> Iterator[tuple[str, str, str]]:
    """Id, wave and text of every interview that is not retired, one after another, by wave and name."""
    for r in conn.execute("SELECT id, wave, text FROM interview WHERE retired_at IS NULL ORDER BY wave, name"):
        yield r["id"], r["wave"], r["text"]


def every(conn: sqlite3.Connection) -> dict[str, str]:
    """Id -> text of all interviews, withdrawn and retired ones too."""
    return {r["id"]: r["text"] for r in conn.execute("SELECT id, text FROM interview ORDER BY id")}


def changed(conn: sqlite3.Connection) -> list[str]:
    """The names of interviews whose text has not the hash that it was imported with."""
    rows = conn.execute("SELECT name, text, text_sha256 FROM interview")
    return [r["name"] for r in rows if text_hash(r["text"]) != r["text_sha256"]]


def words_behind(conn: sqlite3.Connection, pseudonym_id: str) -> list[str]:
    """The words of every find that a pseudonym stands for."""
    return [
        str(r["words"])
        for r in conn.execute(
            'SELECT substr(i.text, f.start + 1, f."end" - f.start) AS words FROM finding AS f'
            " JOIN interview AS i ON i.id = f.interview_id WHERE f.pseudonym_id = ? AND f.retired_at IS NULL",
            (pseudonym_id,),
        )
    ]


def open_words(conn: sqlite3.Connection) -> list[str]:
    """The real names that the project knows beside its key: words of open findings, and the speakers' full names.

    For comparing alone: they are never shown or written down.
    """
    marks = ", ".join("?" for _ in _NAMES)
    found = conn.execute(
        'SELECT DISTINCT substr(i.text, f.start + 1, f."end" - f.start) AS words FROM finding AS f'
        " JOIN interview AS i ON i.id = f.interview_id WHERE f.retired_at IS NULL AND f.status = 'open'"
        f" AND i.retired_at IS NULL AND f.kind IN ({marks})"
        " UNION SELECT s.name FROM speaker AS s JOIN interview AS i ON i.id = s.interview_id"
        " WHERE i.retired_at IS NULL AND s.name <> ''",
        _NAMES,
    )
    return [str(r["words"]) for r in found]
