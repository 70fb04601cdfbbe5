"""`rrt-qual log`: what was done to the project."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from rrt_qual.cli.shared import output
from rrt_qual.cli.shared.arguments import Format, FormatOption, ProjectArgument, opened
from rrt_qual.cli.shared.terminal import out, say, shown

if TYPE_CHECKING:
    from rrt_qual.services.project.log import Entry

_COLUMNS = ("at", "coder", "kind", "label", "interview", "rows")


def log(
    project: ProjectArgument = None,
    number: Annotated[int, typer.Option("-n", min=1, help="How many acts, the latest first.")] = 20,
    everything: Annotated[bool, typer.Option("--all", help="All there are.")] = False,
    form: FormatOption = Format.TABLE,
) -> None:
    """Show who did what and when, the latest first; an undone act stands there with its undoing.

    Times are UTC. Labels name themes; no passage is ever shown here.

    Example:  rrt-qual log thornmere.rrtq -n 50

    Leaves alone: everything; the log itself is never shortened.
    """
    from rrt_qual.services.project import log as logbook

    entries = logbook.latest(opened(project), None if everything else number)
    if form is Format.JSON:
        output.write_json([asdict(entry) for entry in entries])
    elif form is Format.CSV:
        output.write_csv(_COLUMNS, [asdict(entry) for entry in entries])
    elif entries:
        _table(entries)
    else:
        say("Nothing has been done yet.")


def _table(entries: list[Entry]) -> None:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for heading in ("when (UTC)", "coder", "what", "interview", "rows"):
        table.add_column(heading, justify="right" if heading == "rows" else "left")
    for e in entries:
        what = e.label if e.kind in ("do", "log") else f"{e.kind}: {e.label}"
        when = e.at[:19].replace("T", " ")
        table.add_row(*(Text(shown(cell)) for cell in (when, e.coder, what, e.interview, e.rows)))
    out().print(table)
