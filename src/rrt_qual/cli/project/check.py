"""`rrt-qual check`: is the project sound?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from rrt_qual.cli.shared import output
from rrt_qual.cli.shared.arguments import FormatOption, OutputFormat, ProjectArgument, opened
from rrt_qual.cli.shared.figure import draw
from rrt_qual.cli.shared.terminal import say
from rrt_qual.domain.figures.columns import count, lines, text
from rrt_qual.domain.report.report import Sheet

if TYPE_CHECKING:
    from rrt_qual.services.project.check import CheckResult

_COLUMNS = ("check", "looked_at", "state", "findings")


def check(
    project: ProjectArgument = None,
    repair: Annotated[bool, typer.Option("--repair", help="Count anew what does not agree with the codings.")] = False,
    form: FormatOption = OutputFormat.TABLE,
) -> None:
    """See that the file is whole and that every figure agrees with the codings.

    Exit code: 0 sound, 1 problems that --repair has mended or work of another
    program that is not in the file, 3 problems that are left.

    Example:  rrt-qual check thornmere.rrtq

    It says so when another program on this machine has the project open: then
    this is how the project stands now.

    Leaves alone: texts, codings, memos, whatever a person made. --repair only
    counts anew.
    """
    from rrt_qual.services.project import check as service

    found = service.report(opened(project), repair=repair)
    if form is OutputFormat.JSON:
        output.write_json([_row(one) for one in found.checks])
    elif form is OutputFormat.CSV:
        flat = [{**_row(one), "findings": " ".join(f.what for f in one.findings)} for one in found.checks]
        output.write_csv(_COLUMNS, flat)
    else:
        things = (text("check", "Checked"), count("looked_at", "Things"), text("state", "State"))
        rows = [(lines(one.what, *(f.what for f in one.findings)), one.looked_at, one.state) for one in found.checks]
        draw(Sheet("check", "", things, tuple(rows)))
    if found.said:
        say(found.said)
    if found.astray:
        say(
            "Leave that program open: look up in it what was coded and code that here as well, or ask for help;"
            " when it is closed, that work is gone."
        )
    if found.writing:
        say("Check it again when that program has finished.")
    left = [f for one in found.checks if not one.sound and one.what != service.ELSEWHERE for f in one.findings]
    if left:
        mendable = any(finding.mendable for finding in left)
        say(
            "Counts can be mended: run it again with --repair." if mendable else "Go back to a backup, or ask for help."
        )
        raise typer.Exit(3)
    if found.astray or found.writing or any(one.mended for one in found.checks):
        raise typer.Exit(1)


def _row(one: CheckResult) -> dict[str, Any]:
    findings = [finding.what for finding in one.findings]
    return {"check": one.what, "looked_at": one.looked_at, "state": one.state, "findings": findings}
