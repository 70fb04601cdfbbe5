"""The codebook in the project: revisions, domains, indicators, themes and their examples."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from dataclasses import dataclass

from rrt_qual.domain.codebook import Codebook, Domain, Example, Indicator, Stance, Theme
from rrt_qual.store.project.ids import new_id, now


@dataclass(frozen=True, slots=True)
class Revision:
    """One codebook file that was applied: `number` counts from 1, `content` is the file as text."""

    number: int
    codebook: str
    name: str
    version: int
    source_name: str
    content: str
    applied_at: str


def apply(conn: sqlite3.Connection, codebook: Codebook, *, content: str, source_name: str) -> int:
    """Make `codebook` the project's current one; returns the number of the revision.

    Rows keep their ids by key: what is there already is updated, what is new is added, what is gone
    is retired (its codings stay). The very same content twice is no new revision.
    """
    sha256 = hashlib.sha256(content.encode()).hexdigest()
    last = conn.execute("SELECT number, content_sha256 FROM codebook_revision ORDER BY number DESC LIMIT 1").fetchone()
    if last and last["content_sha256"] == sha256:
        return int(last["number"])
    number = int(last["number"]) + 1 if last else 1
    conn.execute(
        "INSERT INTO codebook_revision (id, number, codebook, name, version, source_name, content,"
        " content_sha256, applied_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (new_id(), number, codebook.id, codebook.name, codebook.version, source_name, content, sha256, now()),
    )
    for table in ("domain", "indicator", "theme"):
        conn.execute(f"UPDATE {table} SET retired_at = ? WHERE retired_at IS NULL", (now(),))
    for position, domain in enumerate(codebook.domains):
        _upsert(
            conn,
            "domain",
            domain.id,
            {"name": domain.name, "colour": domain.colour, "position": position, "revision": number},
        )
    domains = ids_of(conn, "domain")
    for position, indicator in enumerate(codebook.indicators):
        _upsert(
            conn,
            "indicator",
            indicator.id,
            {
                "domain_id": domains[indicator.domain] if indicator.domain else None,
                "name": indicator.name,
                "covers": indicator.covers,
                "position": position,
                "revision": number,
            },
        )
    _put_themes(conn, codebook, number)
    _link_parents_and_examples(conn, codebook)
    return number


def _put_themes(conn: sqlite3.Connection, codebook: Codebook, number: int) -> None:
    indicators = ids_of(conn, "indicator")
    for position, theme in enumerate(codebook.themes):
        above = codebook.indicator_of(theme)
        _upsert(
            conn,
            "theme",
            theme.id,
            {
                "indicator_id": indicators[above.id] if above else None,
                "name": theme.name,
                "colour": theme.colour,
                "definition": theme.definition,
                "use_when": theme.use_when,
                "not_when": theme.not_when,
                "see_also": json.dumps(theme.see_also),
                "position": position,
                "revision": number,
            },
        )


def _link_parents_and_examples(conn: sqlite3.Connection, codebook: Codebook) -> None:
    themes = ids_of(conn, "theme")
    for theme in codebook.themes:
        theme_id = themes[theme.id]
        conn.execute(
            "UPDATE theme SET parent_id = ? WHERE id = ?",
            (themes[theme.parent] if theme.parent else None, theme_id),
        )
        conn.execute("DELETE FROM theme_example WHERE theme_id = ?", (theme_id,))
        conn.executemany(
            "INSERT INTO theme_example (id, theme_id, position, text, stance) VALUES (?, ?, ?, ?, ?)",
            [(new_id(), theme_id, place, example.text, example.stance) for place, example in enumerate(theme.examples)],
        )


def _upsert(conn: sqlite3.Connection, table: str, key: str, values: dict[str, object]) -> None:
    columns = ", ".join(values)
    marks = ", ".join("?" for _ in values)
    updates = ", ".join(f"{c} = excluded.{c}" for c in values)
    conn.execute(
        f"INSERT INTO {table} (id, key, {columns}) VALUES (?, ?, {marks})"
        f" ON CONFLICT (key) DO UPDATE SET {updates}, retired_at = NULL",
        (new_id(), key, *values.values()),
    )


def latest(conn: sqlite3.Connection) -> Revision | None:
    """The revision that stands, or None when no codebook was ever applied."""
    row = conn.execute(
        "SELECT number, codebook, name, version, source_name, content, applied_at FROM codebook_revision"
        " ORDER BY number DESC LIMIT 1"
    ).fetchone()
    return Revision(**dict(row)) if row else None


def ids_of(conn: sqlite3.Connection, table: str) -> dict[str, str]:
    """Key -> id of the rows of `domain`, `indicator` or `theme`, retired ones included."""
    if table not in ("domain", "indicator", "theme"):
        raise ValueError(table)
    return {r["key"]: r["id"] for r in conn.execute(f"SELECT key, id FROM {table}")}


def current(conn: sqlite3.Connection) -> Codebook:
    """The project's codebook as it stands: what is not retired, in order."""
    last = conn.execute("SELECT * FROM codebook_revision ORDER BY number DESC LIMIT 1").fetchone()
    domains = tuple(
        Domain(r["key"], r["name"], r["colour"])
        for r in conn.execute("SELECT * FROM domain WHERE retired_at IS NULL ORDER BY position")
    )
    indicators = tuple(
        Indicator(r["key"], r["name"], r["covers"], r["domain"])
        for r in conn.execute(
            "SELECT i.*, d.key AS domain FROM indicator AS i LEFT JOIN domain AS d ON d.id = i.domain_id"
            " WHERE i.retired_at IS NULL ORDER BY i.position"
        )
    )
    return Codebook(
        id=last["codebook"] if last else "empty",
        name=last["name"] if last else "No codebook",
        version=int(last["version"]) if last else 0,
        themes=tuple(_themes(conn)),
        indicators=indicators,
        domains=domains,
    )


def _themes(conn: sqlite3.Connection) -> list[Theme]:
    examples: dict[str, list[Example]] = {}
    for r in conn.execute("SELECT theme_id, text, stance FROM theme_example ORDER BY theme_id, position"):
        examples.setdefault(r["theme_id"], []).append(Example(r["text"], Stance(r["stance"]) if r["stance"] else None))
    return [
        Theme(
            id=r["key"],
            name=r["name"],
            colour=r["colour"],
            definition=r["definition"],
            use_when=r["use_when"],
            not_when=r["not_when"],
            examples=tuple(examples.get(r["id"], ())),
            see_also=tuple(json.loads(r["see_also"])),
            indicator=None if r["parent"] else r["indicator"],
            parent=r["parent"],
        )
        for r in conn.execute(
            "SELECT t.*, i.key AS indicator, p.key AS parent FROM theme AS t"
            " LEFT JOIN indicator AS i ON i.id = t.indicator_id LEFT JOIN theme AS p ON p.id = t.parent_id"
            " WHERE t.retired_at IS NULL ORDER BY t.position"
        )
    ]
