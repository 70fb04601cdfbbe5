"""`rrt-qual report`: the finished report, for reading."""

from __future__ import annotations

from rrt_qual.cli.report.export import (
    ByOption,
    CoderOption,
    DryRunOption,
    MadeAtOption,
    OutWord,
    ProjectWord,
    QuotesOption,
    TemplateOption,
    WaveOption,
    run,
)
from rrt_qual.cli.shared.arguments import YesOption, opened, project_and_file


def report(
    project: ProjectWord = None,
    out: OutWord = None,
    wave: WaveOption = None,
    by: ByOption = None,
    coder: CoderOption = None,
    quotes: QuotesOption = 3,
    template: TemplateOption = None,
    made_at: MadeAtOption = None,
    dry_run: DryRunOption = False,
    yes: YesOption = False,
) -> None:
    """Write the report of a project, of the kind that the file's ending names.

    A chapter for each domain, a section for each indicator: how it stands and
    why, its themes, in whose words; then the tables, and an appendix of how it
    was done. A Word report (.docx) takes the styles of your own --template.
    Figures and quotes that could point at a person are left out, and the report
    says so. To .html it writes the dashboard for leaders.

    Example:  rrt-qual report thornmere.rrtq thornmere.docx --wave 2026

    Leaves alone: the project, but interviews to be quoted that nobody has
    searched for identifying words are searched first, and the log names the
    file. A file that is there already is replaced only if you say so.
    """
    from rrt_qual.services.report import files as exports

    which, path = project_and_file(project, out, "Give the file to write.")
    where = exports.target(exports.report_kind(path), path, template=template)
    run(opened(which), where, wave, by, coder, quotes, made_at, dry_run=dry_run, yes=yes)
