"""Is the project sound? Every check with what it looked at, and the counts that can be mended."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, replace

from rrt_qual.domain.library_faults import why
from rrt_qual.services.shared.project import Project
from rrt_qual.services.texts.names import PublicNames
from rrt_qual.store import checks
from rrt_qual.store.checks import CheckFault
from rrt_qual.store.coding import progress
from rrt_qual.store.figures import frequencies
from rrt_qual.store.file import others
from rrt_qual.store.file.connection import snapshot, transaction
from rrt_qual.store.project import changes
from rrt_qual.store.project.changes import Change

_FREQUENCIES = ("participant_theme", "theme_frequency", "indicator_frequency", "frequency_base")


def _frequencies(conn: sqlite3.Connection) -> list[CheckFault]:
    return [*checks.frequencies(conn), *checks.bases(conn), *checks.copies(conn)]


@dataclass(frozen=True, slots=True)
class _Check:
    """What is checked, the tables it reads (none: the whole file), how, and how it is mended, if it can be."""

    what: str
    tables: tuple[str, ...]
    find: Callable[[sqlite3.Connection], list[CheckFault]]
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
class CheckResult:
    """One check: what it looked at and how many, what was found, and whether that was mended."""

    what: str
    looked_at: int
    findings: tuple[CheckFault, ...]
    mended: bool = False
    instead: str = ""

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong (any more)."""
        return not self.findings or self.mended

    @property
    def state(self) -> str:
        """In a word or two; `instead` is said for 'sound' where work of another program is not in the file."""
        if self.mended:
            return "mended"
        if not self.sound:
            return self.instead if self.instead == UNFINISHED else "wrong"
        return self.instead or "sound"


#: The state of that check while another program is in the middle of a change.
UNFINISHED = "unfinished"

#: The check of who else has the project open; what it finds cannot be mended here.
ELSEWHERE = "other programs that have it open"

#: Said of programs whose work goes elsewhere, and of programs that are at the project now.
_ASTRAY = (
    "A program (process {numbers}) still has this project open, but its file or its log was moved, replaced or deleted"
    " meanwhile: what is coded there is not in this file and will not come into it."
)
_WRITING = (
    "A program (process {numbers}) is in the middle of a change: what it has written so far is not in the file yet."
)
_NOW = "This is the project as it stands now: another program has it open and may be writing."
_NOT_TOLD = "Whether another program has it open cannot be told on this system."


@dataclass(frozen=True, slots=True)
class CheckReport:
    """All checks, whether another program has work that this file does not hold, and what else is to be said.

    `astray`: that work will never come into it; `writing`: it will when that program has finished.
    """

    checks: tuple[CheckResult, ...]
    astray: bool
    said: str
    writing: bool = False


def report(project: Project, *, repair: bool = False) -> CheckReport:
    """Run every check, and look before and after which other programs have the project open."""
    assert project.conn  # opened before the look: its own log may have been taken away as well
    seen = others.look(project.path)
    found = run(project, repair=repair)
    later = others.look(project.path)
    # who only opened or closed it just now is not astray
    astray, at_it = seen.astray & later.astray, seen.at_it | later.at_it
    writing = (seen.writing & later.writing) - astray
    told = seen.told and later.told
    said = _NOT_TOLD if not told else _NOW if at_it - astray else ""
    findings = tuple(
        CheckFault(words.format(numbers=", ".join(map(str, sorted(who)))))
        for words, who in ((_ASTRAY, astray), (_WRITING, writing))
        if who
    )
    last = CheckResult(
        ELSEWHERE,
        len(at_it | astray),
        findings,
        instead=UNFINISHED if writing and not astray else "open now" if at_it else "" if told else "not told",
    )
    if findings:
        found = [replace(one, instead="nothing found") for one in found]
    return CheckReport((*found, last), bool(astray), said, bool(writing))


def run(project: Project, *, repair: bool = False) -> list[CheckResult]:
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
        CheckResult(b.what, b.looked_at, b.findings, mended=True) if b.findings and not a.findings else a
        for b, a in zip(found, again, strict=True)
    ]


def _one(project: Project, check: _Check) -> CheckResult:
    conn = project.conn
    try:
        found = tuple(check.find(conn))
        if found:  # their sentences name interviews
            mask = PublicNames(project).masker.mask
            found = tuple(replace(f, what=mask(f.what)) for f in found)
        return CheckResult(check.what, checks.extent(conn, *check.tables), found)
    except sqlite3.DatabaseError as fault:
        return CheckResult(check.what, 0, (CheckFault(f"The file cannot be read there: {why(fault)}."),))
