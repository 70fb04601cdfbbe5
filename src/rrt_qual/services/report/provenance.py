"""Where a report's figures come from: said in every export, and the same for the same project."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import UTC, datetime

from rrt_qual import __version__
from rrt_qual.domain.confidentiality.disclosure import ProtectedTable
from rrt_qual.domain.errors import UsageError
from rrt_qual.domain.report.report import Provenance
from rrt_qual.services.figures.frequencies import FrequencyTable
from rrt_qual.services.shared.project import Project
from rrt_qual.store.codebook import codebooks
from rrt_qual.store.figures import frequencies
from rrt_qual.store.project import coders

#: The environment variable that fixes the time of an export: seconds since 1970 (reproducible-builds.org).
EPOCH_VARIABLE = "SOURCE_DATE_EPOCH"


def moment(given: str | None = None) -> datetime:
    """The time that an export says it was made at: the one given (ISO 8601), SOURCE_DATE_EPOCH, or now; UTC, seconds.

    Raises:
        UsageError: neither can be read as a time.
    """
    epoch = os.environ.get(EPOCH_VARIABLE, "")
    try:
        if given:
            at = datetime.fromisoformat(given)
        elif epoch:
            at = datetime.fromtimestamp(int(epoch), UTC)
        else:
            at = datetime.now(UTC)
        at = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
        if not 1980 <= at.year < 2100:  # a zip, and so a Word file or a workbook, holds no other years
            raise ValueError
    except (ValueError, OverflowError, OSError):
        word = given or f"{EPOCH_VARIABLE}={epoch}"
        raise UsageError(f"'{word}' is no time of 1980 to 2099.", "Write it as 2026-11-25T10:00:00Z.") from None
    return at.replace(microsecond=0)


def provenance(
    project: Project,
    table: FrequencyTable,
    shown: ProtectedTable,
    *,
    made_at: datetime,
    policy: tuple[str, ...],
    by: Sequence[str] = (),
) -> Provenance:
    """What an export says of itself.

    `table` is the one that is not broken down, `shown` the same as it may be published, `by` what it is broken down
    by as well.
    """
    conn = project.conn
    revision = codebooks.latest(conn)
    coded, there = shown.total
    if not (exact := table.bases.get("", (0, 0)))[0]:
        coded, there = exact  # that nobody is coded tells nothing of anybody
    chosen = {"wave": table.wave or "all", "coder": table.coder or "any"} | ({"by": ", ".join(by)} if by else {})
    return Provenance(
        project=project.name,
        project_id=project.id,
        codebook=revision.name if revision else "",
        codebook_version=revision.version if revision else 0,
        revision=revision.number if revision else 0,
        filters=tuple(chosen.items()),
        counting_rule=table.counting_rule,
        coders=who_coded(project, table.wave, table.coder),
        program=f"rrt-qual {__version__}",
        made_at=made_at.isoformat().replace("+00:00", "Z"),
        coded=coded,
        interviews=there,
        policy=policy,
    )


def who_coded(project: Project, wave: str | None, coder: str | None) -> tuple[str, ...]:
    """The people whose codings are counted, by name."""
    conn = project.conn
    names = [coder] if coder else [c.name for c in coders.every(conn)]
    return tuple(name for name in names if frequencies.base(conn, wave, name)[0])
