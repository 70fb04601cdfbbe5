"""`rrt-qual init`: make a project without a question."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rrt_qual.cli.shared.terminal import list_items, plural, say

if TYPE_CHECKING:
    from rrt_qual.services.codebook.codebooks import CodebookFile


def init(
    project: Annotated[str, typer.Argument(metavar="PROJECT", help="The file to make; .rrtq is added if left out.")],
    codebook: Annotated[
        Path | None, typer.Option(help="A codebook (YAML or CSV); left out: the one that came with the program.")
    ] = None,
    name: Annotated[str | None, typer.Option(help="What the project is called; left out: like its file.")] = None,
) -> None:
    """Make an empty project with a codebook, without asking anything.

    Example:  rrt-qual init thornmere.rrtq --name "Thornmere County Council"

    Leaves alone: the codebook's file, which is copied into the project; and
    anything that stands at PROJECT already. Only you may read the file that is
    made.
    """
    from rrt_qual.services.codebook import codebooks
    from rrt_qual.services.shared import resources

    path = make(project, name or Path(project).stem, codebooks.read(codebook or resources.default_codebook()))
    say(f"Next: rrt-qual import {path} FILES…")


def make(project: str, name: str, book: CodebookFile) -> Path:
    """Make the project and say so; returns its path. Raises ProjectError, UsageError."""
    from rrt_qual.domain.errors import UsageError
    from rrt_qual.services.shared.project import SUFFIX, create

    if not name.strip():
        raise UsageError("The project needs a name.", "Give one with --name.")
    path = Path(project).expanduser()
    if not path.name:
        raise UsageError(f"'{project}' is no name for a file.", "Give the project's file a name.")
    if path.suffix.lower() != SUFFIX:
        path = path.with_name(path.name + SUFFIX)
    list_items("Look at this in the codebook:", [("", str(fault)) for fault in book.warnings])
    create(path, codebook=book.codebook, content=book.content, source_name=book.source_name, name=name.strip()).close()
    say(f"Made '{path}' with {plural(len(book.codebook.themes), 'theme')} of '{book.codebook.name}'.")
    return path
