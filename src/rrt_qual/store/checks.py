"""Is the project file sound? An independent recount of the frequencies, hashes, offsets, foreign keys."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass

from rrt_qual.store.coding import progress
from rrt_qual.store.interviews import originals

#: 'Any coder', 'all stances', 'all waves' in the tables.
ANY = "*"


@dataclass(frozen=True, slots=True)
class CheckFault:
    """One thing that is not as it should be; `mendable` when `check --repair` can put it right."""

    what: str
    mendable: bool = False


def integrity(conn: sqlite3.Connection) -> list[CheckFault]:
    """SQLite's own check of pages, indexes and foreign keys."""
    wrong = [r for r in conn.execute("PRAGMA integrity_check") if r[0] != "ok"]  # its words may name what is in a row
    out = (
        [CheckFault(f"The file is damaged: SQLite finds {len(wrong)} fault(s) in its pages and indexes.")]
        if wrong
        else []
    )
    out += [
        CheckFault(f"Table '{r['table']}' has a row that points at nothing in '{r['parent']}'.")
        for r in conn.execute("PRAGMA foreign_key_check")
    ]
    return out


def texts(conn: sqlite3.Connection) -> list[CheckFault]:
    """Each interview's text still has the hash it was imported with."""
    return [
        CheckFault(f"The text of interview '{name}' has been changed since it was imported.")
        for name in originals.changed(conn)
    ]


def offsets(conn: sqlite3.Connection) -> list[CheckFault]:
    """Every turn, segment and coding lies inside its text; segments lie inside their turns, in order."""
    out: list[CheckFault] = []
    for table in ("turn", "segment", "coding"):
        for r in conn.execute(
            f'SELECT i.name, x.start, x."end" FROM {table} AS x JOIN interview AS i ON i.id = x.interview_id'
            ' WHERE x."end" > length(i.text)'
        ):
            out.append(CheckFault(f"A {table} of '{r['name']}' ({r['start']}-{r['end']}) lies outside its text."))
    for r in conn.execute(
        'SELECT i.name, s.start, s."end" FROM segment AS s JOIN turn AS t ON t.id = s.turn_id'
        ' JOIN interview AS i ON i.id = s.interview_id WHERE s.start < t.start OR s."end" > t."end"'
    ):
        out.append(CheckFault(f"A segment of '{r['name']}' ({r['start']}-{r['end']}) leaves its turn."))
    for table in ("turn", "segment"):
        for r in conn.execute(
            f"SELECT i.name, COUNT(*) AS n FROM {table} AS a JOIN {table} AS b"
            " ON b.interview_id = a.interview_id AND b.position = a.position + 1"
            ' JOIN interview AS i ON i.id = a.interview_id WHERE b.start < a."end" GROUP BY i.name'
        ):
            out.append(CheckFault(f"{r['n']} {table}s of '{r['name']}' overlap the one before."))
    return out


def memos(conn: sqlite3.Connection) -> list[CheckFault]:
    """Every memo is about something that exists."""
    out = []
    for target in ("coding", "theme", "interview", "project"):
        n = conn.execute(
            f"SELECT COUNT(*) FROM memo WHERE target = ? AND target_id NOT IN (SELECT id FROM {target})", (target,)
        ).fetchone()[0]
        if n:
            out.append(CheckFault(f"{n} memo(s) are about a {target} that does not exist."))
    return out


def progress_counts(conn: sqlite3.Connection) -> list[CheckFault]:
    """Each coder's coded segments agree with their codings."""
    return [
        CheckFault(
            f"The progress of {r['coder']} in '{r['interview']}' says {r['coded_segments']} segments.", mendable=True
        )
        for r in conn.execute(
            "SELECT g.*, k.name AS coder, i.name AS interview FROM coder_progress AS g"
            " JOIN coder AS k ON k.id = g.coder_id JOIN interview AS i ON i.id = g.interview_id"
        ).fetchall()
        if progress.count_coded_segments(conn, r["interview_id"], r["coder_id"]) != r["coded_segments"]
    ]


def _passages(spans: list[tuple[int, int]]) -> int:
    """How many passages these codings are: each begins one unless another that began before it goes on past its start.

    Told coding by coding and not by walking along, which is how the tables are counted.
    """
    found = sorted(set(spans))
    return sum(1 for n, (start, _) in enumerate(found) if not any(end > start for _, end in found[:n]))


def frequencies(conn: sqlite3.Connection) -> list[CheckFault]:
    """Recount every frequency from the codings alone, with no code of the tables' own, and compare."""
    codings = conn.execute(
        "SELECT c.interview_id, i.wave, t.key AS theme, COALESCE(n.key, '') AS indicator,"
        " COALESCE(d.key, '') AS domain, k.name AS coder,"
        ' c.stance, c.start, c."end" FROM coding AS c JOIN interview AS i ON i.id = c.interview_id'
        " JOIN theme AS t ON t.id = c.theme_id LEFT JOIN indicator AS n ON n.id = t.indicator_id"
        " LEFT JOIN domain AS d ON d.id = n.domain_id"
        " JOIN coder AS k ON k.id = c.coder_id WHERE c.retired_at IS NULL AND c.origin <> 'machine'"
    ).fetchall()
    gone = _withdrawn(conn)
    codings = [r for r in codings if r["interview_id"] not in gone]
    spans: dict[tuple[str, ...], list[tuple[int, int]]] = {}
    about: dict[tuple[str, str], tuple[str, str, str]] = {}
    for r in codings:
        about[(r["interview_id"], r["theme"])] = (r["wave"], r["indicator"], r["domain"])
        for coder in (r["coder"], ANY):
            for stance in (r["stance"], ANY):
                key = (r["interview_id"], r["theme"], coder, stance)
                spans.setdefault(key, []).append((r["start"], r["end"]))
    participants = {key: _passages(found) for key, found in spans.items()}
    themes: dict[tuple[str, ...], tuple[set[str], int]] = {}
    indicators: dict[tuple[str, ...], tuple[set[str], int]] = {}
    domains: dict[tuple[str, ...], tuple[set[str], int]] = {}
    for (interview_id, theme, coder, stance), passages in participants.items():
        wave, indicator, domain = about[(interview_id, theme)]
        for scope in {wave, ANY}:
            for into, name in ((themes, theme), (indicators, indicator), (domains, domain)):
                if name:
                    _count(into, (scope, name, stance, coder), interview_id, passages)
    read = _coded(conn, codings)
    return [
        *_compare(
            "participant_theme",
            participants,
            {
                (r["interview_id"], r["theme"], r["coder"], r["stance"]): r["passages"]
                for r in conn.execute("SELECT * FROM participant_theme")
            },
        ),
        *_compare("theme_frequency", _figures(themes, read), _stored(conn, "theme")),
        *_compare("indicator_frequency", _figures(indicators, read), _stored(conn, "indicator")),
        *_compare("domain_frequency", _figures(domains, read), _stored(conn, "domain")),
    ]


def bases(conn: sqlite3.Connection) -> list[CheckFault]:
    """Every row of `frequency_base` agrees with a recount, and none is missing that would not be 0."""
    codings = conn.execute(
        "SELECT c.interview_id, i.wave, k.name AS coder FROM coding AS c JOIN interview AS i ON i.id = c.interview_id"
        " JOIN coder AS k ON k.id = c.coder_id WHERE c.retired_at IS NULL AND c.origin <> 'machine'"
    ).fetchall()
    gone = _withdrawn(conn)
    codings = [r for r in codings if r["interview_id"] not in gone]
    read: dict[tuple[str, ...], int] = {key: len(found) for key, found in _coded(conn, codings).items()}
    there: dict[str, int] = {}
    for r in conn.execute("SELECT id, wave FROM interview WHERE retired_at IS NULL"):
        if r["id"] in gone:
            continue
        for scope in {r["wave"], ANY}:
            there[scope] = there.get(scope, 0) + 1
    have: dict[tuple[str, ...], tuple[int, int]] = {
        (r["wave"], r["coder"]): (r["coded"], r["interviews"]) for r in conn.execute("SELECT * FROM frequency_base")
    }
    want = {key: (read.get(key, 0), there.get(key[0], 0)) for key in have.keys() | read.keys()}
    return _compare("frequency_base", want, have)


def copies(conn: sqlite3.Connection) -> list[CheckFault]:
    """What `participant_theme` repeats of interviews and of the codebook is what they say themselves."""
    n = conn.execute(
        "SELECT COUNT(*) FROM participant_theme AS p JOIN interview AS v ON v.id = p.interview_id"
        " JOIN theme AS t ON t.key = p.theme LEFT JOIN indicator AS i ON i.id = t.indicator_id"
        " LEFT JOIN domain AS d ON d.id = i.domain_id WHERE p.interview <> v.name OR p.participant <> v.participant"
        " OR p.wave <> v.wave OR p.indicator <> COALESCE(i.key, '') OR p.domain <> COALESCE(d.key, '')"
    ).fetchone()[0]
    out = [CheckFault(f"{n} row(s) of 'participant_theme' repeat old names or waves.", mendable=True)] if n else []
    for level in ("theme", "indicator", "domain"):
        n = conn.execute(_ODD_COPIES[level]).fetchone()[0]
        if n:
            words = (
                f"{n} row(s) of '{level}_frequency' repeat an old place in the codebook, or another rule of counting."
            )
            out.append(CheckFault(words, mendable=True))
    return out


#: Rows whose place in the codebook or whose rule is not as it is said elsewhere.
_OTHER_RULE = "f.counting_rule <> CASE f.coder WHEN '*' THEN 'any coder' ELSE 'one coder' END"
_ODD_COPIES = {
    "theme": "SELECT COUNT(*) FROM theme_frequency AS f JOIN theme AS t ON t.key = f.theme"
    " LEFT JOIN indicator AS i ON i.id = t.indicator_id LEFT JOIN domain AS d ON d.id = i.domain_id"
    f" WHERE f.indicator <> COALESCE(i.key, '') OR f.domain <> COALESCE(d.key, '') OR {_OTHER_RULE}",
    "indicator": "SELECT COUNT(*) FROM indicator_frequency AS f JOIN indicator AS i ON i.key = f.indicator"
    " LEFT JOIN domain AS d ON d.id = i.domain_id"
    f" WHERE f.domain <> COALESCE(d.key, '') OR {_OTHER_RULE}",
    "domain": f"SELECT COUNT(*) FROM domain_frequency AS f WHERE {_OTHER_RULE}",
}


def extent(conn: sqlite3.Connection, *tables: str) -> int:
    """How many rows these tables hold together; of none, how many pages the file has."""
    if not tables:
        return int(conn.execute("PRAGMA page_count").fetchone()[0])
    return sum(int(conn.execute(f'SELECT COUNT(*) FROM "{table}"').fetchone()[0]) for table in tables)


def _withdrawn(conn: sqlite3.Connection) -> set[str]:
    """Interviews whose participants have withdrawn: they count nowhere."""
    rows = conn.execute("SELECT interview_id FROM consent WHERE state = 'withdrawn' AND retired_at IS NULL")
    return {str(r[0]) for r in rows}


def _count(
    into: dict[tuple[str, ...], tuple[set[str], int]], key: tuple[str, ...], interview_id: str, passages: int
) -> None:
    interviews, so_far = into.get(key, (set(), 0))
    into[key] = (interviews | {interview_id}, so_far + passages)


def _coded(conn: sqlite3.Connection, codings: list[sqlite3.Row]) -> dict[tuple[str, str], set[str]]:
    """(wave or '*', coder or '*') -> interviews coded or marked as done."""
    out: dict[tuple[str, str], set[str]] = {}
    done = conn.execute(
        "SELECT g.interview_id, i.wave, k.name AS coder FROM coder_progress AS g"
        " JOIN interview AS i ON i.id = g.interview_id JOIN coder AS k ON k.id = g.coder_id"
        " WHERE g.done_at IS NOT NULL"
    ).fetchall()
    gone = _withdrawn(conn)
    for r in [*codings, *(r for r in done if r["interview_id"] not in gone)]:
        for scope in (r["wave"], ANY):
            for coder in (r["coder"], ANY):
                out.setdefault((scope, coder), set()).add(r["interview_id"])
    return out


def _figures(
    found: dict[tuple[str, ...], tuple[set[str], int]], read: dict[tuple[str, str], set[str]]
) -> dict[tuple[str, ...], tuple[int, int, int]]:
    return {
        key: (len(interviews), len(read[(key[0], key[3])]), passages) for key, (interviews, passages) in found.items()
    }


def _stored(conn: sqlite3.Connection, level: str) -> dict[tuple[str, ...], tuple[int, int, int]]:
    return {
        (r["wave"], r[level], r["stance"], r["coder"]): (r["interviews"], r["base"], r["passages"])
        for r in conn.execute(f"SELECT * FROM {level}_frequency")
    }


def _compare(
    table: str, want: Mapping[tuple[str, ...], object], have: Mapping[tuple[str, ...], object]
) -> list[CheckFault]:
    wrong = [k for k in want.keys() | have.keys() if want.get(k) != have.get(k)]
    if not wrong:
        return []
    first = min(wrong)
    return [
        CheckFault(
            f"{len(wrong)} row(s) of '{table}' do not agree with the codings; the first is {', '.join(first[1:])}:"
            f" the table has {have.get(first, 'no row')}, the recount {want.get(first, 'no row')}.",
            mendable=True,
        )
    ]
