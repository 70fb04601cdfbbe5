"""A project becomes a report: what was counted, how it stands, in whose words, and how it was done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from rrt_qual.domain.codebook import Codebook
from rrt_qual.domain.report import Provenance, Report, Sheet
from rrt_qual.export.figures import draw
from rrt_qual.services import frequencies, report_sheets
from rrt_qual.services.frequencies import FrequencyTable
from rrt_qual.services.project import Project
from rrt_qual.services.relations import sufficiency
from rrt_qual.services.report_appendix import facts
from rrt_qual.services.report_evidence import Progress, gather
from rrt_qual.services.report_matrix import matrix
from rrt_qual.services.report_pages import Evidence, counted, pages
from rrt_qual.services.report_provenance import moment, provenance
from rrt_qual.store.connection import snapshot

__all__ = ["QUOTES", "build", "moment"]

#: Quotes for each indicator, unless asked otherwise.
QUOTES = 3


def build(
    project: Project,
    *,
    wave: str | None = None,
    by: Sequence[str] = (),
    coder: str | None = None,
    n_quotes: int = QUOTES,
    made_at: datetime | None = None,
    with_matrix: bool = False,
    with_figures: bool = False,
    progress: Progress | None = None,
) -> Report:
    """The whole report of a project, or of one `wave`, or of one `coder`'s codings; broken down `by` attributes.

    What may not be published is taken out here: no writer sees it. `n_quotes` for each indicator (0: none);
    `made_at` is what the report says of its time (None: now). `with_matrix` and `with_figures` add the microdata
    and the pictures.

    Raises:
        NotFound: no such wave, attribute or coder.
    """
    conn = project.conn
    with snapshot(conn):
        codebook = project.codebook()
        table = frequencies.table(project, wave=wave, coder=coder)
        broken = {name: frequencies.table(project, wave=wave, coder=coder, by=name) for name in dict.fromkeys(by)}
        evidence = gather(project, wave=wave, coder=table.coder, n_quotes=n_quotes, progress=progress)
        origin = provenance(
            project, table, made_at=made_at or moment(), policy=(), filters={"by": ", ".join(broken)} if broken else {}
        )
        enough = sufficiency(project, wave=wave, coder=table.coder).sentence if codebook.themes else ""
        counts = {"quotes": len(evidence.quotes), "held": evidence.held}
        answers = facts(project, codebook, origin, wave=wave, more={"saturation": enough}, **counts)
        data = (
            matrix(project, codebook, wave=wave, coder=table.coder, by=tuple(broken), threshold=5)
            if with_matrix
            else None
        )
        waves = (wave,) if wave else tuple(frequencies.waves(project))
    whole = [counted(row, row.figure) for row in table.rows]
    sheets = [
        report_sheets.frequencies(codebook, whole, ()),
        *(_breakdown(codebook, name, found) for name, found in broken.items()),
        *_evidence_sheets(codebook, evidence),
        report_sheets.book(codebook),
        report_sheets.facts(answers),
    ]
    notes = (*_warnings(origin, len(codebook.themes)), *evidence.notes)
    domains, loose = pages(codebook, whole, evidence)
    found = Report(
        provenance=origin,
        sheets=(report_sheets.read_me(origin, sheets, evidence.absent, notes), *sheets),
        domains=domains,
        codebook=codebook,
        loose=loose,
        facts=answers,
        absent=evidence.absent,
        matrix=data,
        waves=waves,
        compared=evidence.compared,
        held_quotes=evidence.held,
        notes=notes,
    )
    return replace(found, figures=draw(found)) if with_figures else found


def _breakdown(codebook: Codebook, by: str, table: FrequencyTable) -> Sheet:
    groups = [(group, [counted(row, row.figures[group]) for row in table.rows]) for group in table.groups]
    return report_sheets.breakdown(codebook, by, groups, ())


def _evidence_sheets(codebook: Codebook, evidence: Evidence) -> list[Sheet]:
    """The sheets of what there is; what there is not is told in the read-me."""
    out = []
    if evidence.ratings:
        out.append(report_sheets.indicators(codebook, (*evidence.ratings, *evidence.by_wave)))
    if evidence.quotes:
        out.append(report_sheets.quotes(codebook, evidence.quotes, ()))
    if evidence.joint:
        out.append(report_sheets.joint(codebook, evidence.joint))
    if evidence.differences:
        out.append(report_sheets.comparison(codebook, evidence.comparisons))
    if evidence.workforce:
        out.append(report_sheets.workforce(evidence.workforce))
    return out


def _warnings(origin: Provenance, themes: int) -> tuple[str, ...]:
    out = []
    if not origin.interviews:
        out.append("There are no interviews here: every figure is 0 of 0.")
    elif not origin.coded:
        out.append("Nothing has been coded yet: every figure is 0 of 0.")
    elif origin.coded < origin.interviews:
        left = origin.interviews - origin.coded
        out.append(f"{left} of {origin.interviews} interviews are not coded yet: the figures may still change.")
    if origin.coded == 1:
        out.append("Only one interview is coded: whatever stands here is what one person said.")
    if not themes:
        out.append("The codebook has no themes.")
    return tuple(out)
