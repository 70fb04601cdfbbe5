"""Whether somebody else has written to the project: asked every second or two, so it must cost next to nothing."""

from __future__ import annotations

import sqlite3


def data_version(conn: sqlite3.Connection) -> int:
    """A number that differs from the last one when another connection has written meanwhile; no transaction."""
    return int(conn.execute("PRAGMA data_version").fetchone()[0])


def stamp(conn: sqlite3.Connection) -> tuple[object, ...]:
    """Differs when something that a screen shows may have changed: acts, interviews, codebook, consents, settings.

    What the program writes for itself leaves it as it was: cached embeddings, proposals, what was shown, drafts.
    """
    return tuple(
        conn.execute(
            "SELECT (SELECT MAX(seq) FROM change), (SELECT COUNT(*) FROM change),"
            " (SELECT COUNT(*) || '/' || COALESCE(MAX(id), '') FROM interview),"
            " (SELECT COUNT(*) || '/' || COALESCE(MAX(updated_at), '') FROM consent),"
            " (SELECT COUNT(*) || '/' || COALESCE(MAX(id), '') FROM coder),"
            " (SELECT COUNT(*) || '/' || COALESCE(MAX(sealed_at), '') FROM sealing),"
            " (SELECT COUNT(*) || '/' || COALESCE(MAX(scanned_at), '') FROM finding_scan),"
            " (SELECT COUNT(*) || '/' || COALESCE(MAX(updated_at), '') FROM setting WHERE key <> 'suggest.state'),"
            " (SELECT COUNT(*) || '/' || COALESCE(MAX(number), '') FROM codebook_revision),"
            " (SELECT COUNT(*) || '/' || COALESCE(MAX(imported_at), '') FROM survey_score)"
        ).fetchone()
    )
