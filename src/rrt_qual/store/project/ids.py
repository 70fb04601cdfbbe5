"""Ids and times: UUIDv7 made once and kept for life, UTC in ISO 8601."""

from __future__ import annotations

from datetime import UTC, datetime


def new_id() -> str:
    """A fresh UUIDv7 as 36 characters; later ids sort behind earlier ones of the same machine."""
    from uuid_utils import uuid7

    return str(uuid7())


def now() -> str:
    """The present moment, UTC, ISO 8601 with milliseconds and 'Z'."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
