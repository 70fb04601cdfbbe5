"""Version 4 of the schema: what is being typed and not kept yet, and the themes a coder has put under the digits."""

from __future__ import annotations

SCHEMA_4 = """
CREATE TABLE draft (
    id TEXT PRIMARY KEY,
    coder_id TEXT NOT NULL REFERENCES coder(id),
    kind TEXT NOT NULL,
    target TEXT NOT NULL,
    interview_id TEXT REFERENCES interview(id),
    fields TEXT NOT NULL CHECK (json_valid(fields)),
    begun_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    UNIQUE (coder_id, kind, target)
) STRICT;

CREATE TABLE pinned_theme (
    id TEXT PRIMARY KEY,
    coder_id TEXT NOT NULL REFERENCES coder(id),
    digit INTEGER NOT NULL CHECK (digit BETWEEN 5 AND 9),
    theme_id TEXT NOT NULL REFERENCES theme(id),
    pinned_at TEXT NOT NULL,
    retired_at TEXT
) STRICT;
CREATE UNIQUE INDEX pinned_theme_now ON pinned_theme(coder_id, digit) WHERE retired_at IS NULL;
"""
