"""The cache of embeddings: by model fingerprint and text hash, never by passage."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence

from rrt_qual.store.file.connection import transaction, why_reading

#: How many keys one query asks for.
_BATCH = 500


def get(conn: sqlite3.Connection, fingerprint: str, hashes: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    """(text hash, float32 bytes) of those that are kept, in no order."""
    for at in range(0, len(hashes), _BATCH):
        part = hashes[at : at + _BATCH]
        marks = ", ".join("?" for _ in part)
        for r in conn.execute(
            f"SELECT text_sha256, vector FROM embedding WHERE fingerprint = ? AND text_sha256 IN ({marks})",
            (fingerprint, *part),
        ):
            yield r["text_sha256"], r["vector"]


def put(conn: sqlite3.Connection, fingerprint: str, vectors: Mapping[str, bytes]) -> None:
    """Keep vectors (float32 bytes by text hash): one transaction, so that a killed run goes on behind it."""
    if why_reading(conn):  # they are made again each time
        return
    with transaction(conn):
        conn.executemany(
            "INSERT OR REPLACE INTO embedding (fingerprint, text_sha256, vector) VALUES (?, ?, ?)",
            [(fingerprint, key, vector) for key, vector in vectors.items()],
        )


def count(conn: sqlite3.Connection, fingerprint: str | None = None) -> int:
    """How many vectors are kept (of one model, or of all)."""
    row = conn.execute("SELECT COUNT(*) FROM embedding WHERE ?1 IS NULL OR fingerprint = ?1", (fingerprint,)).fetchone()
    return int(row[0])
