"""Is the project sound? Every check with what it looked at, and the counts that can be mended."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass

from rrt_qual.services.project import Project
from rrt_qual.store import changes, checks, frequencies, progress
from rrt_qual.store.changes import Change
from rrt_qual.store.checks import Finding
from rrt_qual.store.connection import transaction

#: (what is checked, SQL that counts how many things that is, the check, how to mend it or None)
_Mend = Callable[[sqlite3.Connection], None]
_CHECKS: tuple[tuple[str, str, Callable[[sqlite3.Connection], list[Finding]], _Mend | None], ...] = (
    ("pages, indexes and references", "SELECT page_count FROM pragma_page_count", checks.integrity, None),
    ("texts against their hashes", "SELECT COUNT(*) FROM interview", checks.texts, None),
    (
        "places of turns, segments and codings",
        "SELECT (SELECT COUNT(*) FROM turn) + (SELECT COUNT(*) FROM segment) + (SELECT COUNT(*) FROM coding)",
        checks.offsets,
        None,
    ),
    ("what memos are about", "SELECT COUNT(*) FROM memo", checks.memos, None),
    ("progress of coders", "SELECT COUNT(*) FROM coder_progress", checks.progress_counts, lambda c: _recount(c)),
    (
        "frequencies against a recount",
        "SELECT (SELECT COUNT(*) FROM participant_theme) + (SELECT COUNT(*) FROM theme_frequency)"
        " + (SELECT COUNT(*) FROM indicator_frequency)",
        checks.frequencies,
        frequencies.rebuild,
    ),
)


@dataclass(frozen=True, slots=True)
class Checked:
    """One check: what it looked at and how many, what was found, and whether that was mended."""

    what: str
    looked_at: int
    findings: tuple[Finding, ...]
    mended: bool = False

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong (any more)."""
        return not self.findings or self.mended


def run(project: Project, *, repair: bool = False) -> list[Checked]:
    """Run every check; with `repair`, what can be counted anew is, in one transaction, and checked again.

    Nothing that a person wrote is ever changed. A file that is too damaged to be read is a finding.
    """
    conn = project.conn
    found = [_one(conn, *check[:3]) for check in _CHECKS]
    if not repair or not any(f.mendable for c in found for f in c.findings):
        return found
    with transaction(conn):
        for checked, (_, _, _, mend) in zip(found, _CHECKS, strict=True):
            if mend and checked.findings:
                mend(conn)
        changes.record(
            conn,
            label="repair counts",
            coder_id=None,
            changes=[Change("project", project.id, None, None, {"mended": [c.what for c in found if c.findings]})],
            kind="log",
        )
    again = [_one(conn, *check[:3]) for check in _CHECKS]
    return [
        Checked(b.what, b.looked_at, b.findings, mended=True) if b.findings and not a.findings else a
        for b, a in zip(found, again, strict=True)
    ]


def _one(
    conn: sqlite3.Connection, what: str, count: str, check: Callable[[sqlite3.Connection], list[Finding]]
) -> Checked:
    try:
        looked_at = int(conn.execute(count).fetchone()[0])
        return Checked(what, looked_at, tuple(check(conn)))
    except sqlite3.DatabaseError as fault:
        return Checked(what, 0, (Finding(f"The file cannot be read there: {fault}."),))


def _recount(conn: sqlite3.Connection) -> None:
    for row in conn.execute("SELECT interview_id, coder_id FROM coder_progress").fetchall():
        progress.recount(conn, row["interview_id"], row["coder_id"])
