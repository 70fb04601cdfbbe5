"""What ratings and comparisons are counted from: `participant_theme`, read in one query each."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from rrt_qual.domain.report.evidence import Sides
from rrt_qual.store.figures.frequencies import ANY, ATTRIBUTE_VALUE
from rrt_qual.store.interviews.consents import WITHDRAWN


def sides(conn: sqlite3.Connection, *, wave: str | None, coder: str | None) -> dict[str, Sides]:
    """Indicator -> how many interviews speak of it as what; indicators nobody speaks of are left out."""
    return {
        r["indicator"]: Sides(r["risk_only"], r["strength_only"], r["both"], r["solution"], r["n"], r["concern"])
        for r in conn.execute(
            "SELECT indicator, SUM(risk AND NOT strength) AS risk_only, SUM(strength AND NOT risk) AS strength_only,"
            " SUM(risk AND strength) AS both, SUM(solution) AS solution, SUM(risk OR solution) AS concern,"
            " COUNT(*) AS n FROM ("
            " SELECT indicator, MAX(stance = 'risk') AS risk, MAX(stance = 'strength') AS strength,"
            " MAX(stance = 'solution') AS solution FROM participant_theme"
            " WHERE coder = ?1 AND indicator <> '' AND (?2 IS NULL OR wave = ?2) GROUP BY indicator, interview_id)"
            " GROUP BY indicator",
            (coder or ANY, wave),
        )
    }


@dataclass(frozen=True, slots=True)
class Member:
    """An interview that is in the base: coded, or marked as done. `value` is that of the attribute asked for."""

    interview_id: str
    participant: str
    wave: str
    value: str


def members(conn: sqlite3.Connection, *, coder: str | None, attribute: str | None = None) -> list[Member]:
    """The interviews of the base, by wave and name; none that is withdrawn."""
    value = f"COALESCE({ATTRIBUTE_VALUE}, '')" if attribute else "''"
    args = [attribute, attribute] if attribute else []
    return [
        Member(r["id"], r["participant"], r["wave"], r["value"])
        for r in conn.execute(
            f"SELECT i.id, i.participant, i.wave, {value} AS value FROM interview AS i WHERE i.retired_at IS NULL"
            f" AND i.id NOT IN {WITHDRAWN} AND"
            " (EXISTS (SELECT 1 FROM participant_theme AS p WHERE p.interview_id = i.id AND p.coder = ?)"
            " OR EXISTS (SELECT 1 FROM coder_progress AS g JOIN coder AS k ON k.id = g.coder_id"
            "  WHERE g.interview_id = i.id AND g.done_at IS NOT NULL AND ? IN ('*', k.name)))"
            " ORDER BY i.wave, i.name",
            (*args, coder or ANY, coder or ANY),
        )
    ]


@dataclass(frozen=True, slots=True)
class Mention:
    """An interview speaks of a theme in a stance ('*': in any), in so many passages."""

    interview_id: str
    domain: str
    indicator: str
    theme: str
    stance: str
    passages: int


def mentions(conn: sqlite3.Connection, *, wave: str | None = None, coder: str | None = None) -> list[Mention]:
    """Who speaks of what, in one wave or in all."""
    return [
        Mention(*r)
        for r in conn.execute(
            "SELECT interview_id, domain, indicator, theme, stance, passages FROM participant_theme"
            " WHERE coder = ?1 AND (?2 IS NULL OR wave = ?2)",
            (coder or ANY, wave),
        )
    ]


def last_coded(conn: sqlite3.Connection) -> dict[str, str]:
    """Wave -> when the last of its live codings was made (ISO 8601)."""
    return {
        r["wave"]: r["at"]
        for r in conn.execute(
            "SELECT i.wave, MAX(c.created_at) AS at FROM coding AS c JOIN interview AS i ON i.id = c.interview_id"
            " WHERE c.retired_at IS NULL AND c.origin <> 'machine'"
            f" AND i.id NOT IN {WITHDRAWN} GROUP BY i.wave"
        )
    }


@dataclass(frozen=True, slots=True)
class KnownTheme:
    """A theme that the project has or had; `indicator` and `domain` are keys or ''.

    `since` is when the revision was applied that brought it, '' for the first.
    """

    key: str
    name: str
    indicator: str
    domain: str
    retired: bool
    since: str = ""


def known_themes(conn: sqlite3.Connection) -> dict[str, KnownTheme]:
    """Every theme by key in the order of the codebook, the retired ones last."""
    applied = [r["applied_at"] for r in conn.execute("SELECT applied_at FROM codebook_revision ORDER BY number")]
    return {
        r["key"]: KnownTheme(
            r["key"], r["name"], r["indicator"], r["domain"], bool(r["retired"]), _since(r["id"], applied)
        )
        for r in conn.execute(
            "SELECT t.id, t.key, t.name, COALESCE(i.key, '') AS indicator, COALESCE(d.key, '') AS domain,"
            " t.retired_at IS NOT NULL AS retired FROM theme AS t LEFT JOIN indicator AS i ON i.id = t.indicator_id"
            " LEFT JOIN domain AS d ON d.id = i.domain_id ORDER BY retired, t.position, t.key"
        )
    }


def _since(theme_id: str, applied: Sequence[str]) -> str:
    """When the revision was applied that made this row: a UUIDv7 begins with its time in milliseconds."""
    made = datetime.fromtimestamp(int(theme_id.replace("-", "")[:12], 16) / 1000, UTC)
    earlier = [at for at in applied if datetime.fromisoformat(at) <= made + timedelta(milliseconds=1)]
    return earlier[-1] if len(earlier) > 1 else ""


def known_names(conn: sqlite3.Connection, level: str) -> dict[str, str]:
    """Key -> name of every domain or indicator, in the order of the codebook, the retired ones last."""
    if level not in ("domain", "indicator"):
        raise ValueError(level)
    return {
        r["key"]: r["name"]
        for r in conn.execute(f"SELECT key, name FROM {level} ORDER BY retired_at IS NOT NULL, position, key")
    }
