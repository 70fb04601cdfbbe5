"""The tables of the project file, as they stand after each migration.

docs/data-dictionary.md says what every table and column means; a test compares the two.
Migrations are append-only: a released script is never edited, a change is a new one.
"""

from __future__ import annotations

SCHEMA_1 = """
CREATE TABLE project (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    created_at TEXT NOT NULL,
    made_by TEXT NOT NULL
) STRICT;

CREATE TABLE setting (
    id TEXT PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    value TEXT NOT NULL CHECK (json_valid(value)),
    updated_at TEXT NOT NULL
) STRICT;

CREATE TABLE codebook_revision (
    id TEXT PRIMARY KEY,
    number INTEGER NOT NULL UNIQUE,
    codebook TEXT NOT NULL,
    name TEXT NOT NULL,
    version INTEGER NOT NULL,
    source_name TEXT NOT NULL,
    content TEXT NOT NULL,
    content_sha256 TEXT NOT NULL,
    applied_at TEXT NOT NULL
) STRICT;

CREATE TABLE domain (
    id TEXT PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    colour TEXT NOT NULL DEFAULT '',
    position INTEGER NOT NULL,
    revision INTEGER NOT NULL REFERENCES codebook_revision(number),
    retired_at TEXT
) STRICT;

CREATE TABLE indicator (
    id TEXT PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    domain_id TEXT REFERENCES domain(id),
    name TEXT NOT NULL,
    covers TEXT NOT NULL DEFAULT '',
    position INTEGER NOT NULL,
    revision INTEGER NOT NULL REFERENCES codebook_revision(number),
    retired_at TEXT
) STRICT;

CREATE TABLE theme (
    id TEXT PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    indicator_id TEXT REFERENCES indicator(id),
    parent_id TEXT REFERENCES theme(id),
    name TEXT NOT NULL,
    colour TEXT NOT NULL,
    definition TEXT NOT NULL DEFAULT '',
    use_when TEXT NOT NULL DEFAULT '',
    not_when TEXT NOT NULL DEFAULT '',
    see_also TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(see_also)),
    position INTEGER NOT NULL,
    revision INTEGER NOT NULL REFERENCES codebook_revision(number),
    retired_at TEXT
) STRICT;

CREATE TABLE theme_example (
    id TEXT PRIMARY KEY,
    theme_id TEXT NOT NULL REFERENCES theme(id),
    position INTEGER NOT NULL,
    text TEXT NOT NULL,
    stance TEXT CHECK (stance IN ('strength', 'risk', 'solution', 'unspecified')),
    UNIQUE (theme_id, position)
) STRICT;

CREATE TABLE interview (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    wave TEXT NOT NULL DEFAULT '',
    participant TEXT NOT NULL DEFAULT '',
    text TEXT NOT NULL,
    text_sha256 TEXT NOT NULL,
    revision INTEGER NOT NULL DEFAULT 1,
    source_name TEXT NOT NULL,
    source_sha256 TEXT NOT NULL,
    source_format TEXT NOT NULL,
    source_encoding TEXT NOT NULL DEFAULT '',
    removed TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(removed)),
    warnings TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(warnings)),
    participant_segments INTEGER NOT NULL DEFAULT 0,
    imported_at TEXT NOT NULL,
    retired_at TEXT
) STRICT;
CREATE INDEX interview_source ON interview(source_sha256);
CREATE INDEX interview_wave ON interview(wave);

CREATE TABLE attribute (
    id TEXT PRIMARY KEY,
    interview_id TEXT NOT NULL REFERENCES interview(id),
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    UNIQUE (interview_id, name)
) STRICT;
CREATE INDEX attribute_name ON attribute(name, value);

CREATE TABLE speaker (
    id TEXT PRIMARY KEY,
    interview_id TEXT NOT NULL REFERENCES interview(id),
    position INTEGER NOT NULL,
    label TEXT NOT NULL,
    name TEXT NOT NULL DEFAULT '',
    role TEXT NOT NULL CHECK (role IN ('interviewer', 'participant', 'other')),
    UNIQUE (interview_id, position)
) STRICT;

CREATE TABLE turn (
    id TEXT PRIMARY KEY,
    interview_id TEXT NOT NULL REFERENCES interview(id),
    position INTEGER NOT NULL,
    speaker_id TEXT NOT NULL REFERENCES speaker(id),
    start INTEGER NOT NULL CHECK (start >= 0),
    "end" INTEGER NOT NULL CHECK ("end" >= start),
    start_ms INTEGER,
    end_ms INTEGER,
    UNIQUE (interview_id, position)
) STRICT;

CREATE TABLE segment (
    id TEXT PRIMARY KEY,
    interview_id TEXT NOT NULL REFERENCES interview(id),
    turn_id TEXT NOT NULL REFERENCES turn(id),
    position INTEGER NOT NULL,
    start INTEGER NOT NULL CHECK (start >= 0),
    "end" INTEGER NOT NULL CHECK ("end" > start),
    is_participant INTEGER NOT NULL CHECK (is_participant IN (0, 1)),
    UNIQUE (interview_id, position)
) STRICT;
CREATE INDEX segment_turn ON segment(turn_id);

CREATE TABLE coder (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL UNIQUE COLLATE NOCASE,
    created_at TEXT NOT NULL
) STRICT;

CREATE TABLE coding (
    id TEXT PRIMARY KEY,
    interview_id TEXT NOT NULL REFERENCES interview(id),
    theme_id TEXT NOT NULL REFERENCES theme(id),
    coder_id TEXT NOT NULL REFERENCES coder(id),
    start INTEGER NOT NULL CHECK (start >= 0),
    "end" INTEGER NOT NULL CHECK ("end" > start),
    stance TEXT NOT NULL CHECK (stance IN ('strength', 'risk', 'solution', 'unspecified')),
    origin TEXT NOT NULL CHECK (origin IN ('hand', 'accepted', 'imported', 'machine')),
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    retired_at TEXT
) STRICT;
CREATE INDEX coding_interview ON coding(interview_id, theme_id) WHERE retired_at IS NULL;
CREATE INDEX coding_theme ON coding(theme_id, interview_id) WHERE retired_at IS NULL;
CREATE INDEX coding_coder ON coding(coder_id, interview_id) WHERE retired_at IS NULL;

CREATE TABLE memo (
    id TEXT PRIMARY KEY,
    target TEXT NOT NULL CHECK (target IN ('coding', 'theme', 'interview', 'project')),
    target_id TEXT NOT NULL,
    coder_id TEXT NOT NULL REFERENCES coder(id),
    text TEXT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    retired_at TEXT
) STRICT;
CREATE UNIQUE INDEX memo_target ON memo(target, target_id, coder_id);

CREATE TABLE coder_progress (
    id TEXT PRIMARY KEY,
    interview_id TEXT NOT NULL REFERENCES interview(id),
    coder_id TEXT NOT NULL REFERENCES coder(id),
    coded_segments INTEGER NOT NULL DEFAULT 0,
    done_at TEXT,
    place_start INTEGER NOT NULL DEFAULT 0,
    place_end INTEGER NOT NULL DEFAULT 0,
    updated_at TEXT NOT NULL,
    UNIQUE (interview_id, coder_id)
) STRICT;

CREATE TABLE change (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    act_id TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('do', 'undo', 'redo', 'log')),
    of_act TEXT,
    label TEXT NOT NULL,
    coder_id TEXT REFERENCES coder(id),
    interview_id TEXT REFERENCES interview(id),
    entity TEXT NOT NULL,
    entity_id TEXT NOT NULL,
    before TEXT CHECK (before IS NULL OR json_valid(before)),
    after TEXT CHECK (after IS NULL OR json_valid(after)),
    at TEXT NOT NULL
) STRICT;
CREATE INDEX change_act ON change(act_id);
CREATE INDEX change_of_act ON change(of_act);
CREATE INDEX change_coder ON change(coder_id, seq);
CREATE INDEX change_entity ON change(entity, entity_id);

CREATE TABLE participant_theme (
    interview_id TEXT NOT NULL REFERENCES interview(id),
    interview TEXT NOT NULL,
    participant TEXT NOT NULL,
    wave TEXT NOT NULL,
    domain TEXT NOT NULL,
    indicator TEXT NOT NULL,
    theme TEXT NOT NULL,
    coder TEXT NOT NULL,
    stance TEXT NOT NULL,
    passages INTEGER NOT NULL CHECK (passages > 0),
    PRIMARY KEY (interview_id, theme, coder, stance)
) STRICT, WITHOUT ROWID;
CREATE INDEX participant_theme_theme ON participant_theme(theme, coder, stance, wave);
CREATE INDEX participant_theme_indicator ON participant_theme(indicator, coder, stance, wave);

CREATE TABLE theme_frequency (
    wave TEXT NOT NULL,
    domain TEXT NOT NULL,
    indicator TEXT NOT NULL,
    theme TEXT NOT NULL,
    stance TEXT NOT NULL,
    coder TEXT NOT NULL,
    counting_rule TEXT NOT NULL,
    interviews INTEGER NOT NULL CHECK (interviews > 0),
    base INTEGER NOT NULL CHECK (base >= interviews),
    share REAL GENERATED ALWAYS AS (1.0 * interviews / base) VIRTUAL,
    passages INTEGER NOT NULL CHECK (passages >= interviews),
    PRIMARY KEY (wave, theme, stance, coder)
) STRICT, WITHOUT ROWID;
CREATE INDEX theme_frequency_theme ON theme_frequency(theme);

CREATE TABLE indicator_frequency (
    wave TEXT NOT NULL,
    domain TEXT NOT NULL,
    indicator TEXT NOT NULL,
    stance TEXT NOT NULL,
    coder TEXT NOT NULL,
    counting_rule TEXT NOT NULL,
    interviews INTEGER NOT NULL CHECK (interviews > 0),
    base INTEGER NOT NULL CHECK (base >= interviews),
    share REAL GENERATED ALWAYS AS (1.0 * interviews / base) VIRTUAL,
    passages INTEGER NOT NULL CHECK (passages >= interviews),
    PRIMARY KEY (wave, indicator, stance, coder)
) STRICT, WITHOUT ROWID;

CREATE TABLE frequency_base (
    wave TEXT NOT NULL,
    coder TEXT NOT NULL,
    coded INTEGER NOT NULL,
    interviews INTEGER NOT NULL,
    PRIMARY KEY (wave, coder)
) STRICT, WITHOUT ROWID;
"""

SCHEMA_2 = """
CREATE TABLE embedding (
    fingerprint TEXT NOT NULL,
    text_sha256 TEXT NOT NULL,
    vector BLOB NOT NULL,
    PRIMARY KEY (fingerprint, text_sha256)
) STRICT, WITHOUT ROWID;

CREATE TABLE suggestion (
    id TEXT PRIMARY KEY,
    interview_id TEXT NOT NULL REFERENCES interview(id),
    segment_id TEXT NOT NULL REFERENCES segment(id),
    theme_id TEXT NOT NULL REFERENCES theme(id),
    position INTEGER NOT NULL,
    likelihood REAL NOT NULL CHECK (likelihood >= 0 AND likelihood <= 1),
    above_threshold INTEGER NOT NULL CHECK (above_threshold IN (0, 1)),
    stance TEXT NOT NULL CHECK (stance IN ('strength', 'risk', 'solution', 'unspecified')),
    stance_likelihood REAL NOT NULL,
    model TEXT NOT NULL,
    lexical INTEGER NOT NULL CHECK (lexical IN (0, 1)),
    reason TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(reason)),
    made_at TEXT NOT NULL,
    UNIQUE (segment_id, theme_id)
) STRICT;
CREATE INDEX suggestion_interview ON suggestion(interview_id);
CREATE INDEX suggestion_theme ON suggestion(theme_id, likelihood);

CREATE TABLE sighting (
    id TEXT PRIMARY KEY,
    coder_id TEXT NOT NULL REFERENCES coder(id),
    interview_id TEXT NOT NULL REFERENCES interview(id),
    segment_id TEXT NOT NULL REFERENCES segment(id),
    theme_id TEXT NOT NULL REFERENCES theme(id),
    position INTEGER NOT NULL,
    likelihood REAL NOT NULL,
    model TEXT NOT NULL,
    seen_at TEXT NOT NULL,
    UNIQUE (coder_id, segment_id, theme_id)
) STRICT;
CREATE INDEX sighting_interview ON sighting(interview_id, coder_id);

CREATE TABLE decision (
    id TEXT PRIMARY KEY,
    coder_id TEXT NOT NULL REFERENCES coder(id),
    interview_id TEXT NOT NULL REFERENCES interview(id),
    segment_id TEXT NOT NULL REFERENCES segment(id),
    theme_id TEXT NOT NULL REFERENCES theme(id),
    verdict TEXT NOT NULL CHECK (verdict IN ('accepted', 'rejected')),
    coding_id TEXT REFERENCES coding(id),
    position INTEGER NOT NULL,
    likelihood REAL NOT NULL,
    stance TEXT NOT NULL CHECK (stance IN ('strength', 'risk', 'solution', 'unspecified')),
    model TEXT NOT NULL,
    reason TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(reason)),
    decided_at TEXT NOT NULL,
    retired_at TEXT
) STRICT;
CREATE INDEX decision_segment ON decision(segment_id, theme_id) WHERE retired_at IS NULL;
CREATE INDEX decision_coder ON decision(coder_id, interview_id) WHERE retired_at IS NULL;
"""
