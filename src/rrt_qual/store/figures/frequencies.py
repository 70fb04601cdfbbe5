"""Theme frequencies: real tables, kept true in the transaction of the coding that changes them.

Counting rule: an interview counts for a theme when any person has coded the theme there (`coder`
'*'), or when that one coder has (`coder` a name). Machine-made codings never count. A *passage* is
an unbroken stretch: codings of one theme that overlap, by whomever, are one passage. The base is
the number of interviews that the coder (or anybody) has coded at least once or marked as done.
Interviews whose participants have withdrawn count nowhere, neither in figures nor in bases.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from rrt_qual.domain.spans import Span, stretches
from rrt_qual.store.interviews.consents import WITHDRAWN

ANY = "*"

#: The tables of figures, one a level of the codebook.
FREQUENCIES = ("theme_frequency", "indicator_frequency", "domain_frequency")

#: SQL for the value of an attribute of interview `i`; takes the attribute's name twice.
ATTRIBUTE_VALUE = (
    "CASE ? WHEN 'wave' THEN i.wave WHEN 'participant' THEN i.participant ELSE"
    " (SELECT a.value FROM attribute AS a WHERE a.interview_id = i.id AND a.name = ?) END"
)

Cell = tuple[str, str]  # (coder, stance), each possibly '*'


@dataclass(frozen=True, slots=True)
class Count:
    """One stored figure: `key` is a theme, an indicator or a domain; `group` a value of an attribute."""

    key: str
    stance: str
    interviews: int
    passages: int
    group: str = ""


def cells(codings: Iterable[tuple[str, str, int, int]]) -> dict[Cell, int]:
    """Passages per (coder, stance) of one theme in one interview, '*' included.

    `codings` are (coder, stance, start, end).
    """
    spans: dict[Cell, list[Span]] = {}
    for coder, stance, start, end in codings:
        for cell in ((coder, stance), (coder, ANY), (ANY, stance), (ANY, ANY)):
            spans.setdefault(cell, []).append(Span(start, end))
    return {cell: len(stretches(found, lambda span: span)) for cell, found in spans.items()}


def refresh(conn: sqlite3.Connection, pairs: Iterable[tuple[str, str]]) -> None:
    """Recount what the (interview id, theme id) pairs touch, inside the caller's transaction.

    Bases are counted anew only when a coder's first coding came into an interview, or their last one left it.
    """
    pairs = list(pairs)
    touched = {interview_id for interview_id, _ in pairs}
    before, domains = _readers(conn, touched), _domains_of(conn, touched)
    scopes: set[str] = set()
    themes: set[str] = set()
    indicators: set[str] = set()
    for interview_id, theme_id in pairs:
        wave, theme, indicator = _recount_pair(conn, interview_id, theme_id)
        scopes |= {wave, ANY}
        themes.add(theme)
        indicators.add(indicator)
    for wave in scopes:
        for theme in themes:
            _refresh_frequency(conn, "theme", theme, wave)
        for indicator in indicators - {""}:
            _refresh_frequency(conn, "indicator", indicator, wave)
    _add_to_domains(conn, domains, _domains_of(conn, touched))
    if _readers(conn, touched) != before:
        refresh_bases(conn, touched)


def _readers(conn: sqlite3.Connection, interview_ids: Iterable[str]) -> set[tuple[str, str]]:
    """(interview id, coder) of who has coded anything in these interviews."""
    return {
        (interview_id, r["coder"])
        for interview_id in interview_ids
        for r in conn.execute(
            "SELECT DISTINCT coder FROM participant_theme WHERE interview_id = ? AND stance = '*'", (interview_id,)
        )
    }


def _domains_of(conn: sqlite3.Connection, interview_ids: Iterable[str]) -> dict[tuple[str, ...], tuple[int, int]]:
    """(wave or '*', domain, stance, coder) -> (interviews, passages) of these interviews alone."""
    out: dict[tuple[str, ...], tuple[int, int]] = {}
    for interview_id in interview_ids:
        for r in conn.execute(
            "SELECT wave, domain, stance, coder, SUM(passages) AS passages FROM participant_theme"
            " WHERE interview_id = ? AND domain <> '' GROUP BY wave, domain, stance, coder",
            (interview_id,),
        ):
            for wave in {r["wave"], ANY}:
                key = (wave, r["domain"], r["stance"], r["coder"])
                interviews, passages = out.get(key, (0, 0))
                out[key] = (interviews + 1, passages + r["passages"])
    return out


def _add_to_domains(
    conn: sqlite3.Connection,
    before: dict[tuple[str, ...], tuple[int, int]],
    after: dict[tuple[str, ...], tuple[int, int]],
) -> None:
    """Bring what has changed in some interviews into `domain_frequency`.

    A domain holds a good part of all codings: counting it anew at each key press would be felt.
    """
    for key in sorted(before.keys() | after.keys()):
        (was, had), (now, has) = before.get(key, (0, 0)), after.get(key, (0, 0))
        if (was, had) == (now, has):
            continue
        where = "wave = ? AND domain = ? AND stance = ? AND coder = ?"
        row = conn.execute(f"SELECT interviews, passages FROM domain_frequency WHERE {where}", key).fetchone()
        interviews = (row["interviews"] if row else 0) + now - was
        passages = (row["passages"] if row else 0) + has - had
        conn.execute(f"DELETE FROM domain_frequency WHERE {where}", key)
        if interviews:
            conn.execute(
                "INSERT INTO domain_frequency (wave, domain, stance, coder, counting_rule, interviews, base, passages)"
                " VALUES (?1, ?2, ?3, ?4, CASE ?4 WHEN '*' THEN 'any coder' ELSE 'one coder' END, ?5, MAX(?5,"
                " COALESCE((SELECT coded FROM frequency_base WHERE wave = ?1 AND coder = ?4), 0)), ?6)",
                (*key, interviews, passages),
            )


def refresh_interview(conn: sqlite3.Connection, interview_id: str) -> None:
    """Recount all that one interview counts for, after its consent changed, inside the caller's transaction."""
    pairs = conn.execute(
        "SELECT DISTINCT interview_id, theme_id FROM coding WHERE interview_id = ?1 AND origin <> 'machine' UNION"
        " SELECT p.interview_id, t.id FROM participant_theme AS p JOIN theme AS t ON t.key = p.theme"
        " WHERE p.interview_id = ?1",
        (interview_id,),
    ).fetchall()
    refresh(conn, [(r["interview_id"], r["theme_id"]) for r in pairs])
    refresh_bases(conn, [interview_id])


def forget(conn: sqlite3.Connection, interview_id: str) -> str:
    """Take one interview out of all figures, inside the caller's transaction; returns its wave.

    Its bases are recounted by `refresh_wave`, when its rows are gone.
    """
    wave = str(conn.execute("SELECT wave FROM interview WHERE id = ?", (interview_id,)).fetchone()["wave"])
    keys = conn.execute(
        "SELECT DISTINCT theme, indicator FROM participant_theme WHERE interview_id = ?", (interview_id,)
    ).fetchall()
    _add_to_domains(conn, _domains_of(conn, [interview_id]), {})
    conn.execute("DELETE FROM participant_theme WHERE interview_id = ?", (interview_id,))
    for scope in (wave, ANY):
        for theme in {r["theme"] for r in keys}:
            _refresh_frequency(conn, "theme", theme, scope)
        for indicator in {r["indicator"] for r in keys} - {""}:
            _refresh_frequency(conn, "indicator", indicator, scope)
    return wave


def refresh_wave(conn: sqlite3.Connection, wave: str) -> None:
    """Recount the bases of a wave and of all waves; those of a wave without any interview go."""
    _refresh_base_rows(conn, {wave, ANY})
    conn.execute("DELETE FROM frequency_base WHERE wave <> '*' AND wave NOT IN (SELECT wave FROM interview)")


def rebuild(conn: sqlite3.Connection) -> None:
    """Recount everything from the codings (after an import, a new codebook, new waves)."""
    for table in ("participant_theme", *FREQUENCIES, "frequency_base"):
        conn.execute(f"DELETE FROM {table}")
    for pair in conn.execute(
        "SELECT DISTINCT interview_id, theme_id FROM coding WHERE retired_at IS NULL AND origin <> 'machine'"
    ).fetchall():
        _recount_pair(conn, pair["interview_id"], pair["theme_id"])
    _add_to_domains(conn, {}, _domains_of(conn, _interviews(conn)))
    waves = {ANY} | {r["wave"] for r in conn.execute("SELECT DISTINCT wave FROM interview")}
    for level in ("theme", "indicator"):
        keys = [r[0] for r in conn.execute(f"SELECT DISTINCT {level} FROM participant_theme")]
        for key in keys:
            if key:
                for wave in waves:
                    _refresh_frequency(conn, level, key, wave)
    _refresh_base_rows(conn, waves)


def _interviews(conn: sqlite3.Connection) -> list[str]:
    return [r[0] for r in conn.execute("SELECT DISTINCT interview_id FROM participant_theme")]


def refresh_bases(conn: sqlite3.Connection, interview_ids: Iterable[str]) -> None:
    """Recount the bases of the waves that these interviews belong to."""
    waves = {ANY}
    for interview_id in interview_ids:
        row = conn.execute("SELECT wave FROM interview WHERE id = ?", (interview_id,)).fetchone()
        waves.add(row["wave"])
    _refresh_base_rows(conn, waves)


def _recount_pair(conn: sqlite3.Connection, interview_id: str, theme_id: str) -> tuple[str, str, str]:
    """Recount one theme in one interview; returns (wave, theme key, indicator key)."""
    about = conn.execute(
        "SELECT v.name, v.participant, v.wave, t.key AS theme, COALESCE(i.key, '') AS indicator,"
        " COALESCE(d.key, '') AS domain FROM interview AS v, theme AS t"
        " LEFT JOIN indicator AS i ON i.id = t.indicator_id LEFT JOIN domain AS d ON d.id = i.domain_id"
        " WHERE v.id = ? AND t.id = ?",
        (interview_id, theme_id),
    ).fetchone()
    conn.execute("DELETE FROM participant_theme WHERE interview_id = ? AND theme = ?", (interview_id, about["theme"]))
    found = cells(
        (r["name"], r["stance"], r["start"], r["end"])
        for r in conn.execute(
            'SELECT k.name, c.stance, c.start, c."end" FROM coding AS c JOIN coder AS k ON k.id = c.coder_id'
            " WHERE c.interview_id = ? AND c.theme_id = ? AND c.retired_at IS NULL AND c.origin <> 'machine'"
            f" AND c.interview_id NOT IN {WITHDRAWN}",
            (interview_id, theme_id),
        )
    )
    conn.executemany(
        "INSERT INTO participant_theme (interview_id, interview, participant, wave, domain, indicator,"
        " theme, coder, stance, passages) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                interview_id,
                about["name"],
                about["participant"],
                about["wave"],
                about["domain"],
                about["indicator"],
                about["theme"],
                coder,
                stance,
                passages,
            )
            for (coder, stance), passages in found.items()
        ],
    )
    return about["wave"], about["theme"], about["indicator"]


def _refresh_frequency(conn: sqlite3.Connection, level: str, key: str, wave: str) -> None:
    """Recount the rows of one theme (or indicator) in one wave ('*': in all)."""
    columns = "domain, indicator, theme" if level == "theme" else "domain, indicator"
    conn.execute(f"DELETE FROM {level}_frequency WHERE {level} = ? AND wave = ?", (key, wave))
    conn.execute(
        f"INSERT INTO {level}_frequency (wave, {columns}, stance, coder, counting_rule, interviews, base,"
        f" passages) SELECT ?1, {columns}, stance, coder,"
        " CASE coder WHEN '*' THEN 'any coder' ELSE 'one coder' END,"
        " COUNT(DISTINCT interview_id), COUNT(DISTINCT interview_id), SUM(passages)"
        f" FROM participant_theme WHERE {level} = ?2 AND (?1 = '*' OR wave = ?1) GROUP BY coder, stance",
        (wave, key),
    )
    conn.execute(
        f"UPDATE {level}_frequency AS f SET base = b.coded FROM frequency_base AS b"
        f" WHERE f.{level} = ? AND f.wave = ? AND b.wave = f.wave AND b.coder = f.coder AND b.coded >= f.interviews",
        (key, wave),
    )


def _refresh_base_rows(conn: sqlite3.Connection, waves: Iterable[str]) -> None:
    names = {r["id"]: r["name"] for r in conn.execute("SELECT id, name FROM coder")}
    for wave in waves:
        total = conn.execute(
            "SELECT COUNT(*) FROM interview WHERE retired_at IS NULL AND (?1 = '*' OR wave = ?1)"
            f" AND id NOT IN {WITHDRAWN}",
            (wave,),
        ).fetchone()[0]
        read: dict[str, int] = {
            r["coder"]: r["n"]
            for r in conn.execute(
                "SELECT coder, COUNT(DISTINCT interview_id) AS n FROM ("
                " SELECT p.coder, p.interview_id, p.wave FROM participant_theme AS p WHERE p.stance = '*'"
                " UNION SELECT k.name, g.interview_id, i.wave FROM coder_progress AS g"
                "  JOIN interview AS i ON i.id = g.interview_id JOIN coder AS k ON k.id = g.coder_id"
                "  WHERE g.done_at IS NOT NULL"
                " UNION SELECT '*', g.interview_id, i.wave FROM coder_progress AS g"
                "  JOIN interview AS i ON i.id = g.interview_id WHERE g.done_at IS NOT NULL)"
                f" WHERE (?1 = '*' OR wave = ?1) AND interview_id NOT IN {WITHDRAWN} GROUP BY coder",
                (wave,),
            )
        }
        for coder in (ANY, *names.values()):
            _set_base(conn, wave, coder, read.get(coder, 0), total)


def _set_base(conn: sqlite3.Connection, wave: str, coder: str, coded: int, total: int) -> None:
    conn.execute(
        "INSERT INTO frequency_base (wave, coder, coded, interviews) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (wave, coder) DO UPDATE SET coded = excluded.coded, interviews = excluded.interviews",
        (wave, coder, coded, total),
    )
    for table in FREQUENCIES:
        conn.execute(
            f"UPDATE {table} SET base = ? WHERE wave = ? AND coder = ? AND base <> ?", (coded, wave, coder, coded)
        )


def base(conn: sqlite3.Connection, wave: str | None, coder: str | None) -> tuple[int, int]:
    """(interviews coded or done, interviews there are) for a wave (None: all) and coder (None: any)."""
    row = conn.execute(
        "SELECT coded, interviews FROM frequency_base WHERE wave = ? AND coder = ?", (wave or ANY, coder or ANY)
    ).fetchone()
    if row:
        return int(row["coded"]), int(row["interviews"])
    total = conn.execute(
        "SELECT COUNT(*) FROM interview WHERE retired_at IS NULL AND (?1 IS NULL OR wave = ?1)"
        f" AND id NOT IN {WITHDRAWN}",
        (wave,),
    ).fetchone()[0]
    return 0, int(total)


def stored(conn: sqlite3.Connection, level: str, *, wave: str | None, coder: str | None) -> list[Count]:
    """The stored figures of every theme, indicator or domain (`level`), all stances and '*'."""
    return [
        Count(r["key"], r["stance"], r["interviews"], r["passages"])
        for r in conn.execute(
            f"SELECT {_level(level)} AS key, stance, interviews, passages FROM {level}_frequency"
            " WHERE wave = ? AND coder = ?",
            (wave or ANY, coder or ANY),
        )
    ]


def grouped(
    conn: sqlite3.Connection, level: str, *, wave: str | None, coder: str | None, attribute: str
) -> list[Count]:
    """Figures counted from `participant_theme`, by the values of an attribute; '(none)': without a value.

    Each interview's value is looked up once and its rows are read in their order: per row it would take ten times
    as long.
    """
    return [
        Count(r["key"], r["stance"], r["interviews"], r["passages"], r["grp"])
        for r in conn.execute(
            f"WITH member AS MATERIALIZED (SELECT i.id, COALESCE(NULLIF({ATTRIBUTE_VALUE}, ''), '(none)') AS grp"
            "  FROM interview AS i WHERE ? IS NULL OR i.wave = ?),"
            f" part AS (SELECT m.grp, p.{_level(level)} AS key, p.stance, SUM(p.passages) AS passages"
            "  FROM member AS m CROSS JOIN participant_theme AS p ON p.interview_id = m.id"
            "  WHERE p.coder = ? GROUP BY p.interview_id, key, p.stance)"
            " SELECT key, stance, grp, COUNT(*) AS interviews, SUM(passages) AS passages FROM part"
            " WHERE key <> '' GROUP BY key, stance, grp",
            (attribute, attribute, wave, wave, coder or ANY),
        )
    ]


def group_bases(
    conn: sqlite3.Connection, attribute: str, *, wave: str | None, coder: str | None
) -> dict[str, tuple[int, int]]:
    """Value of the attribute -> (interviews coded or done, interviews there are)."""
    return {
        r["grp"]: (r["coded"], r["n"])
        for r in conn.execute(
            f"SELECT COALESCE(NULLIF({ATTRIBUTE_VALUE}, ''), '(none)') AS grp, COUNT(*) AS n, SUM("
            " EXISTS (SELECT 1 FROM participant_theme AS p WHERE p.interview_id = i.id AND p.coder = ?)"
            " OR EXISTS (SELECT 1 FROM coder_progress AS g JOIN coder AS k ON k.id = g.coder_id"
            "  WHERE g.interview_id = i.id AND g.done_at IS NOT NULL AND ? IN ('*', k.name))) AS coded"
            f" FROM interview AS i WHERE i.retired_at IS NULL AND i.id NOT IN {WITHDRAWN} AND (? IS NULL OR i.wave = ?)"
            " GROUP BY grp ORDER BY grp",
            (attribute, attribute, coder or ANY, coder or ANY, wave, wave),
        )
    }


def _level(level: str) -> str:
    if level not in ("theme", "indicator", "domain"):
        raise ValueError(level)
    return level
