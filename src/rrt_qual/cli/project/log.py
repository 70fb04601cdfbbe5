"""`rrt-qual log`: what was done to the project."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from rrt_qual.cli.shared.arguments import FormatOption, OutputFormat, ProjectArgument, opened
from rrt_qual.cli.shared.figure import show
from rrt_qual.cli.shared.terminal import say
from rrt_qual.domain.figures.columns import count, text
from rrt_qual.domain.report.report import Sheet

if TYPE_CHECKING:
    from rrt_qual.services.project.log import LogEntry

_COLUMNS = (
    *(text("at", "When (UTC)"), text("coder", "Coder"), text("kind", "Kind"), text("label", "What")),
    *(text("interview", "Interview"), count("rows", "Rows", unit="rows")),
)


def log(
    project: ProjectArgument = None,
    number: Annotated[int, typer.Option("-n", min=1, help="How many acts, the latest first.")] = 20,
    everything: Annotated[bool, typer.Option("--all", help="All there are.")] = False,
    form: FormatOption = OutputFormat.TABLE,
) -> None:
    """Show who did what and when, the latest first; an undone act stands there with its undoing.

    Times are UTC. Labels name themes; no passage is ever shown here.

    Example:  rrt-qual log thornmere.rrtq -n 50

    Leaves alone: everything; the log itself is never shortened.
    """
    from rrt_qual.services.project import log as logbook

    entries = logbook.latest(opened(project), None if everything else number)
    sheet = Sheet("log", "", _COLUMNS, tuple(tuple(getattr(e, c.key) for c in _COLUMNS) for e in entries))
    if entries or form is not OutputFormat.TABLE:
        show(sheet, form, reading=lambda: [_reading(entries)])
    else:
        say("Nothing has been done yet.")


def _reading(entries: list[LogEntry]) -> Sheet:
    rows = (
        (e.at[:19].replace("T", " "), e.coder, e.label if e.kind in ("do", "log") else f"{e.kind}: {e.label}")
        for e in entries
    )
    kept = tuple((*row, e.interview, e.rows) for row, e in zip(rows, entries, strict=True))
    return Sheet("log", "", tuple(c for c in _COLUMNS if c.key != "kind"), kept)
