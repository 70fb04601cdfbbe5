"""`rrt-qual code`: open the coding screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from rrt_qual.cli.shared.arguments import CODER_VARIABLE, PROJECT_HELP, is_project, opened
from rrt_qual.cli.shared.terminal import can_draw
from rrt_qual.domain.errors import ProjectError

if TYPE_CHECKING:
    from rrt_qual.services.shared.project import Project


def code(
    project: Annotated[str | None, typer.Argument(metavar="PROJECT", help=PROJECT_HELP, show_default=False)] = None,
    interview: Annotated[
        str | None, typer.Argument(metavar="INTERVIEW", help="The interview to open; left out: the list of them.")
    ] = None,
    coder: Annotated[
        str | None,
        typer.Option(envvar=CODER_VARIABLE, metavar="NAME", help="Who codes; the first screen asks when left out."),
    ] = None,
    blind: Annotated[
        bool, typer.Option("--blind", help="Hide suggestions and others' codings; the log says so.")
    ] = False,
) -> None:
    """Read and code, full screen, by keyboard. Press ? there for the keys.

    Every coding is on disk before the screen shows it; close the window at any
    time.

    Example:  rrt-qual code thornmere.rrtq T26-04 --coder Ama

    Blind coding lasts until H in an interview ends it, also over a restart; the
    log says from when to when.

    Leaves alone: the texts, and the codings of other coders.
    """
    from rrt_qual.services.texts import by_name as interviews

    if interview is None and project is not None and not is_project(project):
        project, interview = None, project
    if not can_draw():
        raise ProjectError("The coding screen needs a terminal.", "Run this where you can type and see.")
    found = opened(project)
    open_screen(found, coder, interviews.find(found, interview) if interview else None, blind=blind)


def open_screen(project: Project, coder: str | None, interview_id: str | None = None, *, blind: bool = False) -> None:
    """Run the coding screen until it is closed; `blind` hides suggestions and others' codings."""
    from rrt_qual.tui.app import RrtApp

    app = RrtApp(project, coder or None, interview_id, blind=blind)
    app.run()
    if app.return_code:
        raise typer.Exit(app.return_code)
