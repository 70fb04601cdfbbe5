"""Is the project sound? Every check with what it looked at, and the counts that can be mended."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, replace

from rrt_qual.services.names import PublicNames
from rrt_qual.services.project import Project
from rrt_qual.store import changes, checks, frequencies, progress
from rrt_qual.store.changes import Change
from rrt_qual.store.checks import Finding
from rrt_qual.store.connection import snapshot, transaction

_FREQUENCIES = ("participant_theme", "theme_frequency", "indicator_frequency", "frequency_base")


def _frequencies(conn: sqlite3.Connection) -> list[Finding]:
    return [*checks.frequencies(conn), *checks.bases(conn), *checks.copies(conn)]


@dataclass(frozen=True, slots=True)
class _Check:
    """What is checked, the tables it reads (none: the whole file), how, and how it is mended, if it can be."""

    what: str
    tables: tuple[str, ...]
    find: Callable[[sqlite3.Connection], list[Finding]]
    mend: Callable[[sqlite3.Connection], None] | None = None


_CHECKS = (
    _Check("pages, indexes and references", (), checks.integrity),
    _Check("texts against their hashes", ("interview",), checks.texts),
    _Check("places of turns, segments and codings", ("turn", "segment", "coding"), checks.offsets),
    _Check("what memos are about", ("memo",), checks.memos),
    _Check("progress of coders", ("coder_progress",), checks.progress_counts, progress.recount_all),
    _Check("frequencies against a recount", _FREQUENCIES, _frequencies, frequencies.rebuild),
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
    with snapshot(conn):
        found = [_one(project, check) for check in _CHECKS]
    if not repair or not any(f.mendable for c in found for f in c.findings):
        return found
    wrong = [c.what for c in found if any(f.mendable for f in c.findings)]
    with transaction(conn):
        for checked, check in zip(found, _CHECKS, strict=True):
            if check.mend and checked.findings:
                check.mend(conn)
        changes.record(
            conn,
            label="repair counts",
            coder_id=None,
            changes=[Change("project", project.id, None, None, {"mended": wrong})],
            kind="log",
        )
    with snapshot(conn):
        again = [_one(project, check) for check in _CHECKS]
    return [
        Checked(b.what, b.looked_at, b.findings, mended=True) if b.findings and not a.findings else a
        for b, a in zip(found, again, strict=True)
    ]


def _one(project: Project, check: _Check) -> Checked:
    conn = project.conn
    try:
        found = tuple(check.find(conn))
        if found:  # their sentences name interviews
            mask = PublicNames(project).masker.mask
            found = tuple(replace(f, what=mask(f.what)) for f in found)
        return Checked(check.what, checks.extent(conn, *check.tables), found)
    except sqlite3.DatabaseError as fault:
        return Checked(check.what, 0, (Finding(f"The file cannot be read there ({type(fault).__name__})."),))
