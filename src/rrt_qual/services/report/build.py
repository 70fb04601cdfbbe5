"""A project becomes a report: what was counted, how it stands, in whose words, and how it was done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from rrt_qual.domain.codebook import Codebook
from rrt_qual.domain.confidentiality.disclosure import Policy, ProtectedTable
from rrt_qual.domain.figures import comparison, dominance, joint, quotes, ratings, workforce
from rrt_qual.domain.figures import frequencies as figure
from rrt_qual.domain.report.evidence import Share
from rrt_qual.domain.report.report import Counted, Provenance, Report, ReportPicture, Sheet
from rrt_qual.export.pictures.drawings import draw, saturation_curve
from rrt_qual.services.figures import disclosure, frequencies
from rrt_qual.services.figures.frequencies import FrequencyTable, counted
from rrt_qual.services.figures.relations import sufficiency
from rrt_qual.services.report import about as report_about
from rrt_qual.services.report.appendix import facts
from rrt_qual.services.report.evidence import Progress, choose_quotes, gather
from rrt_qual.services.report.matrix import matrix
from rrt_qual.services.report.pages import ReportEvidence, pages
from rrt_qual.services.report.provenance import moment, provenance
from rrt_qual.services.shared.project import Project
from rrt_qual.store.file.connection import snapshot

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
    for name in by or (None,):
        frequencies.checked(project, wave, name, coder)
    quoted = choose_quotes(project, wave=wave, coder=coder, n=n_quotes, progress=progress)
    with snapshot(project.conn):
        codebook, limits = project.codebook(), disclosure.policy(project)
        tables = [frequencies.table(project, wave=wave, coder=coder)]
        tables += [frequencies.table(project, wave=wave, coder=coder, by=name) for name in dict.fromkeys(by)]
        who = tables[0].coder
        shown, *broken = disclosure.protect_all(tables, limits)
        evidence = gather(project, quoted, limits, wave=wave, coder=who)
        held = _policy(limits, shown, broken)
        origin = provenance(project, tables[0], shown, made_at=made_at or moment(), policy=held, by=by)
        enough = sufficiency(project, wave=wave, coder=who).sentence if codebook.themes else ""
        counts = {"quotes": len(evidence.quotes), "held": evidence.held}
        answers = facts(project, codebook, origin, wave=wave, more={"saturation": enough}, **counts)
        data = None
        if with_matrix:
            data = matrix(project, codebook, wave=wave, coder=who, by=by, threshold=limits.threshold)
        waves = (wave,) if wave else tuple(frequencies.waves(project))
    whole = _whole(shown, tables[0])
    sheets = [
        figure.sheet(shown, {"": whole}),
        *map(_breakdown, broken),
        *_evidence_sheets(codebook, evidence, limits, who),
        report_about.book(codebook),
        report_about.facts(answers),
    ]
    notes = (*_warnings(origin, tables[0].bases.get("", (0, 0)), len(codebook.themes)), *evidence.notes)
    domains, loose = pages(codebook, whole, evidence)
    read_me = report_about.read_me(origin, sheets, evidence.absent, notes)
    found = Report(
        origin, (read_me, *sheets), domains, codebook, loose, answers, evidence.absent, (), data, waves,
        evidence.compared, evidence.held, notes,
    )  # fmt: skip
    return replace(found, figures=(*draw(found), *_curve(project, wave, who))) if with_figures else found


def _curve(project: Project, wave: str | None, coder: str | None) -> tuple[ReportPicture, ...]:
    """The curve of saturation, where anything was coded."""
    if not project.codebook().themes:
        return ()
    enough = sufficiency(project, wave=wave, coder=coder)
    f = enough.figures
    drawn = saturation_curve(f.held.total, f.mean_total, f.low_total, f.high_total, f.held.reached, enough.sentence)
    return (drawn,) if drawn else ()


def _whole(shown: ProtectedTable, table: FrequencyTable) -> list[Counted]:
    """The figures that are not broken down; where nobody is coded, 0 of 0 says more than a figure held back."""
    if not table.bases[""][0]:
        return [
            replace(
                counted(row, row.figure), any=Share(0, 0), by_stance={}, passages=0, stance_passages={}, withheld=""
            )
            for row in shown.rows
        ]
    return [counted(row, row.figure) for row in shown.rows]


def _policy(limits: Policy, shown: ProtectedTable, broken: Sequence[ProtectedTable]) -> tuple[str, ...]:
    """What is held back by which rule, in sentences."""
    return tuple(disclosure.notes(limits, [shown, *broken]))


def _breakdown(table: ProtectedTable) -> Sheet:
    """One breakdown; groups that are held back whole have no rows, and a note says how many they are."""
    told = [group for group in table.groups if table.bases[group][0] is not None]
    held = table.held_groups
    notes = [f"{held} of {len(table.groups)} groups {'is' if held == 1 else 'are'} held back whole."] if held else []
    return figure.sheet(table, {group: [counted(r, r.figures[group]) for r in table.rows] for group in told}, notes)


def _evidence_sheets(codebook: Codebook, evidence: ReportEvidence, limits: Policy, coder: str | None) -> list[Sheet]:
    """The sheets of what there is; what there is not is told in the read-me."""
    out = [
        ratings.sheet(codebook, (*evidence.ratings, *evidence.by_wave), coder),
        quotes.sheet(codebook, evidence.quotes),
        joint.sheet(codebook, evidence.joint, coder),
        *([comparison.sheet(codebook, evidence.comparisons)] if evidence.comparisons else []),
        dominance.sheet(codebook, evidence.dominance, limits),
        workforce.sheet(evidence.workforce),
    ]
    return [sheet for sheet in out if sheet.rows]


def _warnings(origin: Provenance, base: tuple[int, int], themes: int) -> tuple[str, ...]:
    """What to mind; figures stand here only where the base may be published."""
    out = []
    coded, there = base
    if not there:
        out.append("There are no interviews here: every figure is 0 of 0.")
    elif not coded:
        out.append("Nothing has been coded yet: every figure is 0 of 0.")
    elif coded < there and origin.coded is not None:
        out.append(f"Not all of the {origin.interviews} interviews are coded yet: the figures may still change.")
    elif coded < there:
        out.append("Not all interviews are coded yet: the figures may still change.")
    if not themes:
        out.append("The codebook has no themes.")
    return tuple(out)
