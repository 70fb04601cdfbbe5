"""`rrt-qual codings`: codings from a file and to a file."""

from __future__ import annotations

from typing import Annotated

import typer

from rrt_qual.cli.shared.arguments import PROJECT_HELP, YesOption, opened, project_and_file
from rrt_qual.cli.shared.terminal import agreed, list_items, plural, say

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="rich",
    help="Bring codings in from a file, or write them to one (CSV or JSONL).",
)

_ProjectWord = Annotated[str | None, typer.Argument(metavar="PROJECT", help=PROJECT_HELP, show_default=False)]
_FileWord = Annotated[str | None, typer.Argument(metavar="FILE", help="A file ending in .csv or .jsonl.")]


@app.command("import")
def import_codings(
    project: _ProjectWord = None,
    file: _FileWord = None,
    coder: Annotated[str | None, typer.Option(metavar="NAME", help="The coder of rows that name none.")] = None,
) -> None:
    """Bring codings in from a CSV or JSONL file.

    A row names its interview, its theme (id or name) and its passage, by start
    and end or by its exact words; if it likes, also stance, coder and memo.
    What cannot be placed with certainty is listed with its line and the reason.
    The same file twice adds nothing.

    Example:  rrt-qual codings import thornmere.rrtq ama.csv --coder Ama

    Leaves alone: the file, and every coding that is in the project already.
    """
    from rrt_qual.services.coding.files import import_codings as bring_in

    which, path = project_and_file(project, file, "Give the file of codings.")
    report = bring_in(opened(which), path, coder=coder)
    by = ", ".join(f"{name} {count:,}" for name, count in sorted(report.coders.items()))
    say(f"'{report.file}': {plural(report.added, 'coding')} added{f' ({by})' if by else ''}.")
    if report.recognised:
        say(f"{plural(report.recognised, 'row')} in the project already.")
    list_items("Look at these:", [("", warning) for warning in report.warnings])
    list_items("Skipped:", [(f"line {line}", why) for line, why in report.skipped])
    if report.skipped:
        raise typer.Exit(1 if report.added or report.recognised else 3)


@app.command("export")
def export_codings(
    project: _ProjectWord = None,
    file: _FileWord = None,
    coder: Annotated[
        str | None, typer.Option(metavar="NAME", help="This coder's alone; left out: everybody's.")
    ] = None,
    yes: YesOption = False,
) -> None:
    """Write codings with their words to a CSV or JSONL file, by the ending of its name.

    The file holds what people said: names that were replaced by their
    pseudonyms, those that were found and not looked at yet as [person], all
    others as they are. Keep it as you keep the transcripts. Only you may read
    it. 'codings import' reads it back whole.

    Example:  rrt-qual codings export thornmere.rrtq codings.csv

    Leaves alone: the project, but its log names the file. A file that is there
    already is replaced only if you say so.
    """
    from rrt_qual.services.coding.files import export_codings as write_out

    which, path = project_and_file(project, file, "Give the file to write.")
    found = opened(which)
    if path.exists() and not agreed(f"'{path}' is there already. Replace it?", yes=yes):
        say("Nothing was written.")
        raise typer.Exit(1)
    count = write_out(found, path, coder=coder)
    say(f"Wrote {plural(count, 'coding')} to '{path}'.")
