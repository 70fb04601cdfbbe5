"""`rrt-qual codebook`: check one, compare one with the project's, write it out, put a newer one in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rrt_qual.cli.shared.arguments import PROJECT_HELP, YesOption, is_project, opened, project_and_file
from rrt_qual.cli.shared.terminal import agreed, complain, list_items, plural, say, shown
from rrt_qual.domain.errors import UsageError

if TYPE_CHECKING:
    from rrt_qual.services.codebook.codebooks import CodebookDifference

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="rich",
    help="Check a codebook, compare it with the project's, write it out, or put a newer one in its place.",
)

_ProjectWord = Annotated[str | None, typer.Argument(metavar="PROJECT", help=PROJECT_HELP, show_default=False)]
_FileWord = Annotated[str | None, typer.Argument(metavar="FILE", help="A codebook: YAML or CSV.")]


@app.command("check")
def check(
    what: Annotated[
        str | None,
        typer.Argument(metavar="FILE|PROJECT", help="A codebook's file, or a project.", show_default=False),
    ] = None,
) -> None:
    """List every fault of a codebook, with its line and how to mend it; then the advice.

    Exit code: 0 it can be used, 3 it cannot.

    Example:  rrt-qual codebook check retention.yaml

    Leaves alone: everything.
    """
    from rrt_qual.services.codebook import codebooks

    if what is None or is_project(what):
        project = opened(what)
        codebook = project.codebook()
        say(f"'{project.name}' uses '{codebook.name}', version {codebook.version}: {_size(codebooks.size(codebook))}.")
        list_items("Look at these:", [("", str(fault)) for fault in codebooks.check_project(project)])
        return
    faults = codebooks.check_file(Path(what).expanduser())
    errors = [fault for fault in faults if fault.severity == "error"]
    for fault in errors:
        complain(str(fault))
    list_items("Advice:", [("", str(fault)) for fault in faults if fault.severity != "error"])
    if errors:
        say(f"{plural(len(errors), 'fault')}: the codebook cannot be used until it is mended.")
        raise typer.Exit(3)
    book = codebooks.read(Path(what).expanduser()).codebook
    say(f"'{book.name}', version {book.version}, can be used: {_size(codebooks.size(book))}.")


@app.command("diff")
def diff(project: _ProjectWord = None, file: _FileWord = None) -> None:
    """Show how a codebook file differs from the project's codebook.

    Example:  rrt-qual codebook diff thornmere.rrtq retention.yaml

    Leaves alone: everything.
    """
    from rrt_qual.services.codebook import codebooks

    which, path = project_and_file(project, file, "Give the codebook's file.")
    _tell(codebooks.difference(opened(which), codebooks.read(path).codebook))


@app.command("export")
def export(project: _ProjectWord = None, file: _FileWord = None, yes: YesOption = False) -> None:
    """Write the project's codebook to a YAML file that can be read back.

    Example:  rrt-qual codebook export thornmere.rrtq codebook.yaml

    Leaves alone: the project. A file that is there already is replaced only if
    you say so.
    """
    from rrt_qual.services.codebook import codebooks

    which, path = project_and_file(project, file, "Give the file to write.")
    if path.suffix.lower() not in (".yaml", ".yml"):
        raise UsageError(f"'{path.name}' says no format.", "End its name in .yaml.")
    found = opened(which)
    if path.exists() and not agreed(f"'{path}' is there already. Replace it?", yes=yes):
        say("Nothing was written.")
        raise typer.Exit(1)
    codebooks.export_file(found, path)
    say(f"Wrote the codebook to '{path}'.")


@app.command("update")
def update(project: _ProjectWord = None, file: _FileWord = None, yes: YesOption = False) -> None:
    """Put a newer codebook in the place of the project's, as a new revision.

    Themes are matched by id and keep their codings; a new name is a new name
    for the same theme. A theme that is gone is retired: its codings stay in the
    file, are left out of the table of themes, and come back with it. Asks
    before anything that has codings is retired.

    Example:  rrt-qual codebook update thornmere.rrtq retention-2.yaml

    Leaves alone: every coding, and the revisions before, which the project
    keeps.
    """
    from rrt_qual.services.codebook import codebooks

    which, path = project_and_file(project, file, "Give the newer codebook's file.")
    found, book = opened(which), codebooks.read(path)
    planned = codebooks.difference(found, book.codebook)
    _tell(planned)
    if planned.codings:
        count = plural(sum(planned.codings.values()), "coding")
        if not agreed(f"{plural(len(planned.codings), 'theme')} with {count} would be retired. Go on?", yes=yes):
            say("Nothing was changed.")
            raise typer.Exit(1)
    codebooks.update(found, book)
    say(f"The project uses '{book.codebook.name}', version {book.codebook.version}.")


def _size(counts: tuple[int, int, int]) -> str:
    domains, indicators, themes = counts
    return f"{plural(domains, 'domain')}, {plural(indicators, 'indicator')}, {plural(themes, 'theme')}"


def _tell(found: CodebookDifference) -> None:
    """The difference on stdout: it is what was asked for."""
    lines = [f"+ {key}" for key in found.added]
    lines += [
        f"- {key}" + (f" ({plural(found.codings[key], 'coding')})" if key in found.codings else "")
        for key in found.retired
    ]
    lines += [f"~ {key}: {', '.join(fields)}" for key, fields in found.changed.items()]
    for line in lines or ["No difference."]:
        typer.echo(shown(line))
