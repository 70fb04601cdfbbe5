"""`rrt-qual new`: a first project, step by step."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rrt_qual.cli.project.init import make
from rrt_qual.cli.shared.arguments import YesOption, kept
from rrt_qual.cli.shared.terminal import ask, has_terminal, say
from rrt_qual.domain.errors import UsageError


def new(
    project: Annotated[str, typer.Argument(metavar="PROJECT", help="The file to make; .rrtq is added if left out.")],
    name: Annotated[str | None, typer.Option(help="What the project is called; asked for when left out.")] = None,
    codebook: Annotated[
        Path | None, typer.Option(help="A codebook (YAML or CSV); left out: the one that came with the program.")
    ] = None,
    transcripts: Annotated[
        Path | None, typer.Option(help="A folder of transcripts, or one file, to import at once.")
    ] = None,
    yes: YesOption = False,
) -> None:
    """Make a project step by step: asks for its name, its codebook and its transcripts.

    With no terminal to ask at, or with --yes, the options answer and --name
    must be given.

    Example:  rrt-qual new thornmere

    Leaves alone: the codebook's file and the transcripts, which are copied into
    the project; and anything that stands at PROJECT already.
    """
    from rrt_qual.services.codebook import codebooks
    from rrt_qual.services.shared import resources

    asks = has_terminal() and not yes
    if name is None:
        if not asks:
            raise UsageError("The project needs a name.", "Give one with --name.")
        name = ask("What is the project called (an organisation, a study)", Path(project).stem)
    if codebook is None and asks:
        answer = ask("Codebook: a file, or Enter for the retention codebook that came with the program")
        codebook = Path(answer).expanduser() if answer else None
    book = codebooks.read(codebook or resources.default_codebook())
    if transcripts is None and asks:
        answer = ask("Transcripts: a folder or a file to import now, or Enter for later")
        transcripts = Path(answer).expanduser() if answer else None
    path = make(project, name, book)
    if transcripts is not None:
        from rrt_qual.cli.interviews.imports import import_and_report
        from rrt_qual.services.shared.project import open_project

        beside = transcripts / "attributes.csv"
        import_and_report(kept(open_project(path)), [transcripts], attributes=beside if beside.is_file() else None)
    else:
        say(f"Next: rrt-qual import {path} FILES…")
