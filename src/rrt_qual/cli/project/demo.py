"""`rrt-qual demo`: try everything on invented interviews."""

from __future__ import annotations

from typing import Annotated

import typer

from rrt_qual.cli.shared.arguments import kept
from rrt_qual.cli.shared.progress import file_progress
from rrt_qual.cli.shared.terminal import can_draw, list_items, plural, say


def demo(
    path: Annotated[
        str | None, typer.Argument(metavar="PATH", help="Where to put it; left out: in this folder.")
    ] = None,
    no_open: Annotated[bool, typer.Option("--no-open", help="Make the project and stop.")] = False,
) -> None:
    """Open a project of invented interviews to try everything on.

    Makes rrt-qual-demo.rrtq from the interviews, codebook and codings that came
    with the program, or opens it if it is there, and starts coding as somebody
    new.

    Example:  rrt-qual demo

    Leaves alone: everything else. Delete the file when you are done with it.
    """
    from rrt_qual.services.project import demo as service

    place = service.where(path)
    with file_progress("Making the demo") as progress:
        made = service.open_or_build(place, progress=progress)
    kept(made.project)
    if made.report is not None:
        say(
            f"Made '{place}': {plural(len(made.report.added), 'invented interview')},"
            f" {plural(made.codings, 'coding')} of sample coders."
        )
        list_items("Skipped:", made.report.skipped)
    else:
        say(f"'{place}' is there already.")
    list_items(
        "Try next:",
        [
            ("", f"rrt-qual code {place}      read and code, as a coder of your own name"),
            ("", f"rrt-qual themes {place}    how many interviews speak of each theme"),
            ("", f"rrt-qual check {place}     see that every figure agrees with the codings"),
        ],
    )
    if not no_open and can_draw():
        from rrt_qual.cli.coding.code import open_screen

        open_screen(made.project, service.CODER)
