"""The arguments that several commands share, and how a project is told from a file."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rrt_qual.cli.shared.terminal import say
from rrt_qual.domain.errors import UsageError

if TYPE_CHECKING:
    from rrt_qual.services.shared.project import Project

#: The environment variable that names the coder when the command line does not.
CODER_VARIABLE = "RRT_QUAL_CODER"

PROJECT_HELP = "The project file (.rrtq); left out: the only one in this folder, or RRT_QUAL_PROJECT."

ProjectArgument = Annotated[str | None, typer.Argument(metavar="PROJECT", help=PROJECT_HELP, show_default=False)]


class OutputFormat(StrEnum):
    """How figures are printed."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


FormatOption = Annotated[
    OutputFormat,
    typer.Option("--format", "-f", help="A table to read; JSON or CSV alone on stdout for other programs."),
]
YesOption = Annotated[bool, typer.Option("--yes", "-y", help="Answer every question with yes.")]


def opened(given: str | None) -> Project:
    """The project that is meant, open; raises ProjectError."""
    from rrt_qual.services.shared.project import locate, open_project

    project = kept(open_project(locate(given)))
    for sentence in project.told:
        say(sentence)
    if project.why_reading:
        say(f"'{project.path.name}' is open for reading: {project.why_reading}, so nothing can be coded or changed.")
    return project


_kept: list[Project] = []


def kept(project: Project) -> Project:
    """Have `project` closed when the command ends, so that nothing of it is left beside its file."""
    _kept.append(project)
    return project


def close_kept() -> None:
    """Close what the command has opened."""
    while _kept:
        _kept.pop().close_all()


def is_project(word: str | None) -> bool:
    """Whether the word names a project and not a file of something else, by its suffix .rrtq."""
    from rrt_qual.services.shared.project import SUFFIX

    if not word:
        return False
    path = Path(word).expanduser()
    if path.suffix:
        return path.suffix.lower() == SUFFIX
    return not path.exists() and path.with_name(path.name + SUFFIX).is_file() if path.name else False


def project_and_file(first: str | None, second: str | None, what: str) -> tuple[str | None, Path]:
    """Tell `[PROJECT] FILE` apart: one word alone is the file.

    Raises:
        UsageError: the file is missing.
    """
    if second is not None:
        return first, Path(second).expanduser()
    if first is None or is_project(first):
        raise UsageError(f"Which file? {what}", "See --help for an example.")
    return None, Path(first).expanduser()
