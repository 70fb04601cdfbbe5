"""A copy of the project in memory, reduced to what may be archived, and written to a file at the end.

The copy never stands on the disk before all that identifies somebody is out of it.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from rrt_qual.domain.errors import FileFault
from rrt_qual.domain.files.disk import locked, sync_folder
from rrt_qual.domain.interview import text_hash
from rrt_qual.domain.library_faults import why
from rrt_qual.domain.quotes.wording import dumps, loads
from rrt_qual.domain.settings import FILES_BEGUN, KEY_OUT, SUGGESTED_FROM, WIPE_OWED
from rrt_qual.domain.spans import Span
from rrt_qual.store.figures.frequencies import FREQUENCIES
from rrt_qual.store.file.connection import snapshot

#: Tables that are emptied: the key, what was found, what can be made anew, and what happened.
_EMPTIED = (
    *("suggestion", "embedding", "finding", "finding_scan", "pseudonym_form", "listed_name", "sealing", "change"),
    "draft",
    *("participant_theme", *FREQUENCIES, "frequency_base"),
)

#: Tables whose retired rows hold what somebody took back.
_RETIRED = (
    "decision",
    "memo",
    "quote",
    "release",
    "rating_override",
    "theme_mapping",
    "pseudonym",
    "consent",
    "coding",
)

#: Settings that are about this file or its key and not about the study.
_SETTINGS = tuple(one.key for one in (KEY_OUT, WIPE_OWED, FILES_BEGUN, SUGGESTED_FROM))


@contextmanager
def copied(conn: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """The whole project in memory, as it is at this moment; gone when the block ends."""
    copy = sqlite3.connect(":memory:", isolation_level=None)
    try:
        copy.row_factory = sqlite3.Row
        with snapshot(conn):
            conn.backup(copy)
        copy.execute("PRAGMA foreign_keys = ON")
        yield copy
    finally:
        copy.close()


def remap(
    conn: sqlite3.Connection,
    interview_id: str,
    text: str,
    *,
    offset: Callable[[int], int],
    span: Callable[[Span], Span],
) -> None:
    """Give an interview its new text, and everything in it its new place.

    `offset` moves the bounds of turns and segments and never turns round; `span` moves what people marked. A segment
    of which nothing is left goes.
    """
    conn.execute(
        "UPDATE interview SET text = ?, text_sha256 = ?, source_sha256 = ?, removed = '[]', warnings = '[]'"
        " WHERE id = ?",
        (text, text_hash(text), text_hash(text), interview_id),
    )
    for table in ("turn", "segment"):
        for r in _spans(conn, table, interview_id):
            start, end = offset(r["start"]), offset(r["end"])
            if table == "segment" and end <= start:
                _drop_segment(conn, r["id"])
            else:
                conn.execute(f'UPDATE "{table}" SET start = ?, "end" = ? WHERE id = ?', (start, end, r["id"]))
    for table in ("coding", "quote", "release"):
        for r in _spans(conn, table, interview_id):
            new = span(Span(r["start"], r["end"]))
            conn.execute(f'UPDATE "{table}" SET start = ?, "end" = ? WHERE id = ?', (new.start, new.end, r["id"]))
    for r in conn.execute("SELECT id, wording FROM quote WHERE interview_id = ?", (interview_id,)).fetchall():
        if r["wording"]:
            wording = dumps(loads(r["wording"]).moved(span))
            conn.execute("UPDATE quote SET wording = ? WHERE id = ?", (wording, r["id"]))
    for r in conn.execute("SELECT * FROM coder_progress WHERE interview_id = ?", (interview_id,)).fetchall():
        place = (offset(r["place_start"]), offset(r["place_end"]), r["id"])
        conn.execute("UPDATE coder_progress SET place_start = ?, place_end = ? WHERE id = ?", place)


def reduce(conn: sqlite3.Connection) -> None:
    """Take out the key, the log, what was found or retired, and what can be made anew."""
    conn.execute("PRAGMA defer_foreign_keys = ON")
    for table in _EMPTIED:
        conn.execute(f'DELETE FROM "{table}"')
    conn.execute(
        "DELETE FROM decision WHERE retired_at IS NOT NULL OR coding_id IN"
        " (SELECT id FROM coding WHERE retired_at IS NOT NULL)"
    )
    for table in _RETIRED:
        conn.execute(f'DELETE FROM "{table}" WHERE retired_at IS NOT NULL')
    conn.execute("DELETE FROM memo WHERE target = 'coding' AND target_id NOT IN (SELECT id FROM coding)")
    conn.execute("UPDATE decision SET reason = '{}'")
    conn.executemany("DELETE FROM setting WHERE key = ?", [(key,) for key in _SETTINGS])
    conn.execute("UPDATE sqlite_sequence SET seq = 0 WHERE name = 'change'")


def rename_speaker(conn: sqlite3.Connection, speaker_id: str, label: str) -> None:
    """Give a speaker a label that names nobody, and no name."""
    conn.execute("UPDATE speaker SET label = ?, name = '' WHERE id = ?", (label, speaker_id))


def participants(conn: sqlite3.Connection) -> dict[str, str]:
    """Interview id -> the participant's code."""
    return {r["id"]: r["participant"] for r in conn.execute("SELECT id, participant FROM interview")}


def write_file(copy: sqlite3.Connection, path: Path) -> None:
    """Write the copy to a new file that appears whole, readable by its owner alone.

    Raises:
        FileFault: it cannot be written; nothing is left of it.
    """
    import secrets

    temporary = path.with_name(f".{path.name[:80]}.{secrets.token_hex(6)}.part")
    lock = None
    try:
        copy.execute("VACUUM")
        os.close(os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        lock = locked(temporary)
        target = sqlite3.connect(temporary)
        try:
            copy.backup(target)
        finally:
            target.close()
        with temporary.open("rb") as file:
            os.fsync(file.fileno())
        temporary.replace(path)
        sync_folder(path.parent)
    except (OSError, sqlite3.OperationalError) as fault:
        raise FileFault(
            f"'{path}' cannot be written: {why(fault)}.", "Choose another place, or free some space."
        ) from None
    finally:
        if lock is not None:
            os.close(lock)
        for end in ("", "-journal"):
            with contextlib.suppress(OSError):
                temporary.with_name(temporary.name + end).unlink()


def _spans(conn: sqlite3.Connection, table: str, interview_id: str) -> list[sqlite3.Row]:
    return conn.execute(f'SELECT id, start, "end" FROM "{table}" WHERE interview_id = ?', (interview_id,)).fetchall()


def _drop_segment(conn: sqlite3.Connection, segment_id: str) -> None:
    for table in ("suggestion", "sighting", "decision"):
        conn.execute(f'DELETE FROM "{table}" WHERE segment_id = ?', (segment_id,))
    conn.execute("DELETE FROM segment WHERE id = ?", (segment_id,))
