"""`rrt-qual export`: a project's figures as files for other programs and for people."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rrt_qual.cli.shared.arguments import PROJECT_HELP, YesOption, opened, project_and_file
from rrt_qual.cli.shared.progress import count_progress
from rrt_qual.cli.shared.terminal import agreed, list_items, plural, say
from rrt_qual.domain.errors import UsageError

if TYPE_CHECKING:
    from rrt_qual.domain.report.report import Report
    from rrt_qual.services.report.files import Target
    from rrt_qual.services.shared.project import Project

ProjectWord = Annotated[str | None, typer.Argument(metavar="PROJECT", help=PROJECT_HELP, show_default=False)]
OutWord = Annotated[
    str | None, typer.Argument(metavar="OUT", help="The file (or, for csv, the folder) to write.", show_default=False)
]
WaveOption = Annotated[str | None, typer.Option(help="This wave's interviews alone.")]
ByOption = Annotated[
    list[str] | None,
    typer.Option("--by", metavar="ATTR", help="Break down by an attribute as well; may be given again."),
]
CoderOption = Annotated[str | None, typer.Option(metavar="NAME", help="This coder's codings alone.")]
QuotesOption = Annotated[int, typer.Option("-n", min=0, max=50, help="Quotes for each indicator.")]
TemplateOption = Annotated[
    Path | None, typer.Option(metavar="FILE.docx", help="A Word file whose styles to use.", show_default=False)
]
MadeAtOption = Annotated[
    str | None,
    typer.Option(metavar="TIME", help="The time it says it was made at (ISO 8601); else SOURCE_DATE_EPOCH, or now."),
]
DryRunOption = Annotated[bool, typer.Option("--dry-run", help="Say what would be written and withheld; write nothing.")]


def export(
    project: ProjectWord = None,
    out: OutWord = None,
    to: Annotated[
        str | None,
        typer.Option("--to", metavar="KIND", help="csv, xlsx, sav, parquet, json, docx, md, html or codebook."),
    ] = None,
    wave: WaveOption = None,
    by: ByOption = None,
    coder: CoderOption = None,
    quotes: QuotesOption = 3,
    template: TemplateOption = None,
    made_at: MadeAtOption = None,
    dry_run: DryRunOption = False,
    yes: YesOption = False,
) -> None:
    """Write frequencies, ratings, quotes and all that belongs to them to a file.

    csv is a folder of tidy tables, xlsx a workbook; sav (SPSS) and parquet hold
    one row an interview to join with survey data, and are not for publication;
    docx and md are a report to read, html is a dashboard for leaders, json is
    all of it for programs, codebook is the codebook (.docx or .html). Figures
    and quotes that could point at a person are left out, and the file says so.
    The same project gives the same bytes, save the time, which --made-at fixes.

    Example:  rrt-qual export thornmere.rrtq --to xlsx thornmere.xlsx --by team

    Leaves alone: the project, but interviews to be quoted that nobody has
    searched for identifying words are searched first, and the log names the
    file. What is there already is replaced only if you say so.
    """
    from rrt_qual.services.report import files as exports

    if to is None:
        raise UsageError("Export to what?", f"Say --to and one of: {', '.join(exports.KINDS)}.")
    kind = exports.kind_of(to.lower())
    which, path = project_and_file(project, out, "Give the file to write.")
    where = exports.target(kind, path, template=template)
    run(opened(which), where, wave, by, coder, quotes, made_at, dry_run=dry_run, yes=yes)


def run(
    project: Project,
    where: Target,
    wave: str | None,
    by: list[str] | None,
    coder: str | None,
    quotes: int,
    made_at: str | None,
    *,
    dry_run: bool,
    yes: bool,
) -> None:
    """Make the report and write it, or say what would be written."""
    from rrt_qual.services.report import files as exports
    from rrt_qual.services.report.build import build, moment

    at = moment(made_at)
    if where.exists and not dry_run and not agreed(f"'{where.out}' is there already. Replace it?", yes=yes):
        say("Nothing was written.")
        raise typer.Exit(1)
    with count_progress("choosing quotes") as step:
        report = build(
            project,
            wave=wave,
            by=tuple(by or ()),
            coder=coder,
            n_quotes=quotes,
            made_at=at,
            with_matrix=where.kind.matrix,
            with_figures=where.kind.figures,
            progress=step,
        )
    if dry_run:
        for file, size in exports.listed(report, where):
            say(f"Would write {file} ({size:,} bytes){', in place of what is there' if where.exists else ''}.")
    else:
        written = exports.write(project, report, where)
        files = f", {plural(len(written), 'file')}" if where.kind.is_folder else ""
        say(f"Wrote '{where.out}'{files}.")
    _tell(report)


def _tell(report: Report) -> None:
    """What a reader of the file should know, on stderr: what was withheld, what is not there, what to mind."""
    list_items("Withheld:", [("", sentence) for sentence in report.provenance.policy])
    list_items("Not there:", [(a.part, a.why) for a in report.absent])
    list_items("Mind:", [("", note) for note in report.notes])
    if report.matrix:
        list_items("This is microdata:", [("", note) for note in report.matrix.sheet.notes])
