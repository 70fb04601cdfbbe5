"""The tables that the third migration adds: confidentiality, reporting, and the counts of domains."""

from __future__ import annotations

SCHEMA_3 = """
CREATE TABLE pseudonym (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    wave TEXT NOT NULL DEFAULT '',
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    retired_at TEXT
) STRICT;

CREATE TABLE pseudonym_form (
    id TEXT PRIMARY KEY,
    pseudonym_id TEXT NOT NULL REFERENCES pseudonym(id),
    form TEXT NOT NULL,
    form_key TEXT NOT NULL,
    created_at TEXT NOT NULL,
    retired_at TEXT
) STRICT;
CREATE INDEX pseudonym_form_key ON pseudonym_form(form_key) WHERE retired_at IS NULL;

CREATE TABLE listed_name (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    aliases TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(aliases)),
    created_at TEXT NOT NULL,
    retired_at TEXT
) STRICT;

CREATE TABLE finding (
    id TEXT PRIMARY KEY,
    interview_id TEXT NOT NULL REFERENCES interview(id),
    start INTEGER NOT NULL CHECK (start >= 0),
    "end" INTEGER NOT NULL CHECK ("end" > start),
    kind TEXT NOT NULL,
    likelihood REAL NOT NULL CHECK (likelihood >= 0 AND likelihood <= 1),
    source TEXT NOT NULL CHECK (source IN ('model', 'rule', 'list', 'known', 'hand')),
    reason TEXT NOT NULL,
    status TEXT NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'replaced', 'kept')),
    pseudonym_id TEXT REFERENCES pseudonym(id),
    decided_by TEXT REFERENCES coder(id),
    decided_at TEXT,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    retired_at TEXT,
    CHECK ((status = 'replaced') = (pseudonym_id IS NOT NULL))
) STRICT;
CREATE INDEX finding_interview ON finding(interview_id, start) WHERE retired_at IS NULL;
CREATE INDEX finding_status ON finding(status, interview_id) WHERE retired_at IS NULL;
CREATE INDEX finding_pseudonym ON finding(pseudonym_id) WHERE retired_at IS NULL;

CREATE TABLE finding_scan (
    interview_id TEXT PRIMARY KEY REFERENCES interview(id),
    finder TEXT NOT NULL,
    scanned_at TEXT NOT NULL
) STRICT;

CREATE TABLE consent (
    id TEXT PRIMARY KEY,
    interview_id TEXT NOT NULL UNIQUE REFERENCES interview(id),
    state TEXT NOT NULL CHECK (state IN ('quote', 'paraphrase', 'none', 'withdrawn')),
    coder_id TEXT REFERENCES coder(id),
    updated_at TEXT NOT NULL,
    retired_at TEXT
) STRICT;

CREATE TABLE release (
    id TEXT PRIMARY KEY,
    interview_id TEXT NOT NULL REFERENCES interview(id),
    start INTEGER NOT NULL CHECK (start >= 0),
    "end" INTEGER NOT NULL CHECK ("end" > start),
    reasons TEXT NOT NULL CHECK (json_valid(reasons)),
    why TEXT NOT NULL,
    coder_id TEXT NOT NULL REFERENCES coder(id),
    released_at TEXT NOT NULL,
    retired_at TEXT
) STRICT;
CREATE INDEX release_interview ON release(interview_id) WHERE retired_at IS NULL;

CREATE TABLE sealing (
    id TEXT PRIMARY KEY,
    interview_id TEXT NOT NULL UNIQUE REFERENCES interview(id),
    text_sha256 TEXT NOT NULL,
    key_id TEXT NOT NULL,
    sealed_at TEXT NOT NULL
) STRICT;

CREATE TABLE quote (
    id TEXT PRIMARY KEY,
    interview_id TEXT NOT NULL REFERENCES interview(id),
    theme_id TEXT NOT NULL REFERENCES theme(id),
    start INTEGER NOT NULL CHECK (start >= 0),
    "end" INTEGER NOT NULL CHECK ("end" > start),
    wording TEXT,
    status TEXT NOT NULL CHECK (status IN ('pinned', 'refused')),
    coder_id TEXT NOT NULL REFERENCES coder(id),
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    retired_at TEXT
) STRICT;
CREATE INDEX quote_theme ON quote(theme_id) WHERE retired_at IS NULL;

CREATE TABLE rating_override (
    id TEXT PRIMARY KEY,
    indicator_id TEXT NOT NULL REFERENCES indicator(id),
    wave TEXT NOT NULL DEFAULT '',
    rating TEXT NOT NULL CHECK (rating IN ('red', 'amber', 'green', 'not enough evidence')),
    reason TEXT NOT NULL,
    coder_id TEXT NOT NULL REFERENCES coder(id),
    created_at TEXT NOT NULL,
    retired_at TEXT
) STRICT;

CREATE TABLE survey_score (
    id TEXT PRIMARY KEY,
    indicator TEXT NOT NULL,
    wave TEXT NOT NULL DEFAULT '',
    grp TEXT NOT NULL DEFAULT '',
    n INTEGER NOT NULL CHECK (n >= 0),
    score REAL,
    rating TEXT CHECK (rating IN ('red', 'amber', 'green')),
    distribution TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(distribution)),
    source_name TEXT NOT NULL,
    imported_at TEXT NOT NULL,
    UNIQUE (indicator, wave, grp)
) STRICT;

CREATE TABLE workforce_figure (
    id TEXT PRIMARY KEY,
    measure TEXT NOT NULL,
    wave TEXT NOT NULL DEFAULT '',
    grp TEXT NOT NULL DEFAULT '',
    value REAL NOT NULL,
    unit TEXT NOT NULL DEFAULT '',
    source_name TEXT NOT NULL,
    imported_at TEXT NOT NULL,
    UNIQUE (measure, wave, grp)
) STRICT;

CREATE TABLE theme_mapping (
    id TEXT PRIMARY KEY,
    from_theme TEXT NOT NULL,
    to_theme TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('renamed', 'split', 'merged')),
    created_at TEXT NOT NULL,
    retired_at TEXT
) STRICT;

CREATE TABLE domain_frequency (
    wave TEXT NOT NULL,
    domain TEXT NOT NULL,
    stance TEXT NOT NULL,
    coder TEXT NOT NULL,
    counting_rule TEXT NOT NULL,
    interviews INTEGER NOT NULL CHECK (interviews > 0),
    base INTEGER NOT NULL CHECK (base >= interviews),
    share REAL GENERATED ALWAYS AS (1.0 * interviews / base) VIRTUAL,
    passages INTEGER NOT NULL CHECK (passages >= interviews),
    PRIMARY KEY (wave, domain, stance, coder)
) STRICT, WITHOUT ROWID;
INSERT INTO domain_frequency (wave, domain, stance, coder, counting_rule, interviews, base, passages)
    SELECT b.wave, p.domain, p.stance, p.coder, CASE p.coder WHEN '*' THEN 'any coder' ELSE 'one coder' END,
        COUNT(DISTINCT p.interview_id), b.coded, SUM(p.passages)
    FROM frequency_base AS b JOIN participant_theme AS p ON p.coder = b.coder AND b.wave IN ('*', p.wave)
    WHERE p.domain <> '' GROUP BY b.wave, p.domain, p.stance, p.coder;
"""
