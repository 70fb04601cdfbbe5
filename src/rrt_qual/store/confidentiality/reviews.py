"""Review of findings: many decided in one statement, what is undone of it, and how far it has come."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rrt_qual.domain.confidentiality.names import form_key
from rrt_qual.domain.confidentiality.privacy import FindKind, KeptFind, Status
from rrt_qual.domain.errors import Conflict
from rrt_qual.domain.spans import Span
from rrt_qual.store.confidentiality import findings
from rrt_qual.store.interviews import originals
from rrt_qual.store.interviews.consents import WITHDRAWN
from rrt_qual.store.project import rows
from rrt_qual.store.project.changes import Change
from rrt_qual.store.project.ids import now

_OVERLAP = "These words, or some of them, are replaced already."


@dataclass(frozen=True, slots=True)
class InterviewFinds:
    """An interview's text with its live findings, in order of place."""

    interview_id: str
    wave: str
    text: str
    findings: tuple[KeptFind, ...]


def version(conn: sqlite3.Connection) -> tuple[int, int]:
    """The first number differs once another connection has changed the file, the second once this one has."""
    return int(conn.execute("PRAGMA data_version").fetchone()[0]), conn.total_changes


def wave_of(conn: sqlite3.Connection, interview_id: str) -> str:
    """The wave of an interview ('' when it has none)."""
    row = conn.execute("SELECT wave FROM interview WHERE id = ?", (interview_id,)).fetchone()
    return str(row["wave"]) if row else ""


def talks(conn: sqlite3.Connection) -> Iterator[InterviewFinds]:
    """Every interview with its findings, one after another, by wave and name; two queries."""
    by_interview: dict[str, list[KeptFind]] = {}
    for finding in findings.every(conn):
        by_interview.setdefault(finding.interview_id, []).append(finding)
    for interview_id, wave, text in originals.live(conn):
        yield InterviewFinds(interview_id, wave, text, tuple(by_interview.get(interview_id, ())))


def speakers(conn: sqlite3.Connection) -> list[str]:
    """The full names that files give of speakers, and their labels."""
    found = conn.execute(
        "SELECT DISTINCT label AS form FROM speaker WHERE length(label) > 1 UNION SELECT DISTINCT name FROM speaker"
        " WHERE name <> ''"
    )
    return [r["form"] for r in found]


def used_in(conn: sqlite3.Connection, interview_id: str) -> set[str]:
    """The ids of the pseudonyms that an interview has."""
    return {
        r["pseudonym_id"]
        for r in conn.execute(
            "SELECT DISTINCT pseudonym_id FROM finding WHERE interview_id = ? AND retired_at IS NULL"
            " AND pseudonym_id IS NOT NULL",
            (interview_id,),
        )
    }


def uses(conn: sqlite3.Connection) -> dict[str, tuple[int, int]]:
    """Pseudonym id -> in how many interviews it stands, and how often."""
    return {
        r["pseudonym_id"]: (r["interviews"], r["times"])
        for r in conn.execute(
            "SELECT pseudonym_id, COUNT(DISTINCT interview_id) AS interviews, COUNT(*) AS times FROM finding"
            " WHERE retired_at IS NULL AND pseudonym_id IS NOT NULL GROUP BY pseudonym_id"
        )
    }


@dataclass(frozen=True, slots=True)
class ReviewProgress:
    """How far the review of one interview has come; `scanned`: it was searched once."""

    interview_id: str
    name: str
    wave: str
    open: int
    replaced: int
    kept: int
    scanned: bool


def standings(conn: sqlite3.Connection) -> list[ReviewProgress]:
    """How far the review of every interview that is not withdrawn has come, by wave and name."""
    return [
        ReviewProgress(r["id"], r["name"], r["wave"], r["n_open"], r["n_replaced"], r["n_kept"], bool(r["scanned"]))
        for r in conn.execute(
            "SELECT i.id, i.name, i.wave, COALESCE(SUM(f.status = 'open'), 0) AS n_open,"
            " COALESCE(SUM(f.status = 'replaced'), 0) AS n_replaced, COALESCE(SUM(f.status = 'kept'), 0) AS n_kept,"
            " EXISTS (SELECT 1 FROM finding_scan AS s WHERE s.interview_id = i.id) AS scanned FROM interview AS i"
            " LEFT JOIN finding AS f ON f.interview_id = i.id AND f.retired_at IS NULL"
            f" WHERE i.retired_at IS NULL AND i.id NOT IN {WITHDRAWN} GROUP BY i.id ORDER BY i.wave, i.name"
        )
    ]


# deciding ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FindDecision:
    """What is decided of one finding; `kind` None: it stays."""

    finding: KeptFind
    status: Status
    pseudonym_id: str | None = None
    kind: FindKind | None = None


def decide_all(conn: sqlite3.Connection, verdicts: Sequence[FindDecision], coder_id: str) -> tuple[list[Change], int]:
    """Set many findings at once (inside the caller's transaction), each as it stands in `finding`.

    One whose words another finding has replaced already is left as it is. Returns the log's entries and how many
    were left.
    """
    taken: dict[str, list[Span]] = {}
    for r in conn.execute(
        "SELECT interview_id, start, \"end\" FROM finding WHERE status = 'replaced' AND retired_at IS NULL"
    ):
        taken.setdefault(r["interview_id"], []).append(Span(r["start"], r["end"]))
    at, log, values, left = now(), [], [], 0
    for one in verdicts:
        have = one.finding
        if one.status is Status.REPLACED:
            there = taken.setdefault(have.interview_id, [])
            if have.status is not Status.REPLACED and any(have.span.overlaps(span) for span in there):
                left += 1
                continue
            there.append(have.span)
        before = _row(have)
        decided = (None, None) if one.status is Status.OPEN else (coder_id, at)
        after = before | {"status": str(one.status), "pseudonym_id": one.pseudonym_id}
        after |= {"kind": str(one.kind or have.kind), "decided_by": decided[0], "decided_at": decided[1]}
        log.append(Change("finding", have.id, have.interview_id, before, after))
        values.append((after["kind"], after["status"], after["pseudonym_id"], *decided, at, have.id))
    conn.executemany(
        "UPDATE finding SET kind = ?, status = ?, pseudonym_id = ?, decided_by = ?, decided_at = ?, updated_at = ?"
        " WHERE id = ?",
        values,
    )
    return log, left


def _row(f: KeptFind) -> dict[str, object]:
    """A live finding as `rows.snapshot` gives it."""
    return {
        "interview_id": f.interview_id,
        "start": f.span.start,
        "end": f.span.end,
        "kind": str(f.kind),
        "status": str(f.status),
        "pseudonym_id": f.pseudonym_id or None,
        "decided_by": f.decided_by or None,
        "decided_at": f.decided_at or None,
        "retired_at": None,
    }


def opened(conn: sqlite3.Connection, finding_id: str) -> Change:
    """The log's entry for a find that was made and is open."""
    return rows.changed(conn, "finding", finding_id, None)


def within(conn: sqlite3.Connection, interview_id: str, span: Span, but: str) -> list[str]:
    """The ids of the findings that lie wholly within a span and are not replaced."""
    return [
        r["id"]
        for r in conn.execute(
            "SELECT id FROM finding WHERE interview_id = ? AND status <> 'replaced' AND retired_at IS NULL AND id <> ?"
            ' AND start >= ? AND "end" <= ?',
            (interview_id, but, span.start, span.end),
        )
    ]


def unlearn(conn: sqlite3.Connection, pseudonym_id: str, words: str) -> list[Change]:
    """Take a form from a pseudonym that no replaced words have any more, and a pseudonym that nothing is left of.

    Called after the last of them was decided otherwise; returns the log's entries.
    """
    log: list[Change] = []
    key = form_key(words)
    for r in conn.execute(
        "SELECT id FROM pseudonym_form WHERE pseudonym_id = ? AND form_key = ? AND retired_at IS NULL",
        (pseudonym_id, key),
    ).fetchall():
        if not _has_words(conn, pseudonym_id, key):
            log.append(retire(conn, "pseudonym_form", r["id"]))
    left = conn.execute(
        "SELECT EXISTS (SELECT 1 FROM finding WHERE pseudonym_id = ?1 AND retired_at IS NULL)"
        " OR EXISTS (SELECT 1 FROM pseudonym_form WHERE pseudonym_id = ?1 AND retired_at IS NULL)",
        (pseudonym_id,),
    ).fetchone()[0]
    if not left:
        log.append(retire(conn, "pseudonym", pseudonym_id))
    return log


def retire(conn: sqlite3.Connection, table: str, row_id: str) -> Change:
    """Take one row of a table of rows.TRACKED away; returns the log's entry."""
    before = rows.snapshot(conn, table, row_id)
    rows.write(conn, table, row_id, {**before, "retired_at": now()})
    return rows.changed(conn, table, row_id, before)


def _has_words(conn: sqlite3.Connection, pseudonym_id: str, key: str) -> bool:
    return any(form_key(words) == key for words in originals.words_behind(conn, pseudonym_id))


# undoing ----------------------------------------------------------------------------------------

#: The tables whose steps are undone here.
TABLES = frozenset({"finding", "pseudonym", "pseudonym_form"})


def restore(conn: sqlite3.Connection, step: Change, *, forward: bool) -> bool:
    """Bring a row of these tables back; False when nothing had to be done.

    A pseudonym, or a form of one, that somebody else has used since stays when the act that made it is undone: the
    key must say what every replacement means.

    Raises:
        Conflict: it was changed since, its words are replaced by another finding now, or its pseudonym is gone.
    """
    making = (step.before if forward else step.after) is None
    unmaking = (step.after if forward else step.before) is None
    if step.entity != "finding":
        alive = rows.snapshot(conn, step.entity, step.entity_id)["retired_at"] is None
        if (making and alive) or (unmaking and _needed(conn, step)):
            return False
    rows.restore(conn, step, forward=forward)
    if step.entity == "finding" and not unmaking:
        _check_replaced(conn, findings.get(conn, step.entity_id))
    return True


def _needed(conn: sqlite3.Connection, step: Change) -> bool:
    row = rows.snapshot(conn, step.entity, step.entity_id)
    if step.entity == "pseudonym":
        used = conn.execute(
            "SELECT 1 FROM finding WHERE pseudonym_id = ? AND retired_at IS NULL LIMIT 1", (step.entity_id,)
        )
        return used.fetchone() is not None
    key = conn.execute("SELECT form_key FROM pseudonym_form WHERE id = ?", (step.entity_id,)).fetchone()["form_key"]
    return _has_words(conn, row["pseudonym_id"], key)


def _check_replaced(conn: sqlite3.Connection, finding: KeptFind) -> None:
    if finding.status is not Status.REPLACED:
        return
    other = conn.execute(
        "SELECT 1 FROM finding WHERE interview_id = ? AND id <> ? AND status = 'replaced' AND retired_at IS NULL"
        ' AND start < ? AND "end" > ?',
        (finding.interview_id, finding.id, finding.span.end, finding.span.start),
    ).fetchone()
    if other:
        raise Conflict(_OVERLAP, "Take that back first.")
    gone = conn.execute("SELECT retired_at FROM pseudonym WHERE id = ?", (finding.pseudonym_id,)).fetchone()
    if gone["retired_at"]:
        raise Conflict("The pseudonym that stood here has been taken back since.", "Decide the find anew.")


def check_names(conn: sqlite3.Connection) -> None:
    """Once the steps of an act are taken back: no two pseudonyms of a wave have one name; raises Conflict."""
    met = conn.execute(
        "SELECT one.name FROM pseudonym AS one JOIN pseudonym AS other ON other.name = one.name COLLATE NOCASE"
        " AND other.id > one.id WHERE one.retired_at IS NULL AND other.retired_at IS NULL"
        " AND (one.wave = '' OR other.wave IN ('', one.wave)) LIMIT 1"
    ).fetchone()
    if met:
        raise Conflict(f"{met['name']} has been given to somebody or something else since.", "Decide the find anew.")


def about_names(steps: Iterable[Change]) -> bool:
    """Whether steps need the key: they make or unmake what stands for a real name."""

    def replaced(row: dict[str, object] | None) -> bool:
        return row is not None and row.get("status") == "replaced"

    return any(
        s.entity in ("pseudonym", "pseudonym_form")
        or (s.entity == "finding" and (replaced(s.before) or replaced(s.after)))
        for s in steps
    )


# the list that the project gives ----------------------------------------------------------------


def set_aliases(conn: sqlite3.Connection, row_id: str, aliases: Iterable[str]) -> None:
    """Replace the other forms of a listed name; the caller commits."""
    import json

    conn.execute(
        "UPDATE listed_name SET aliases = ? WHERE id = ?", (json.dumps(list(aliases), ensure_ascii=False), row_id)
    )


def retire_open(conn: sqlite3.Connection, kinds: Iterable[FindKind]) -> list[Change]:
    """Take away the open findings of these kinds that no person has marked; returns the log's entries."""
    wanted = {str(k) for k in kinds}
    found = [f for f in findings.every(conn, Status.OPEN) if f.kind in wanted and f.source != "hand"]
    at = now()
    conn.executemany("UPDATE finding SET retired_at = ?, updated_at = ? WHERE id = ?", [(at, at, f.id) for f in found])
    return [Change("finding", f.id, f.interview_id, _row(f), None) for f in found]
