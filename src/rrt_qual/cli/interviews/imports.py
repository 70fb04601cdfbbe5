"""`rrt-qual import`: transcripts and attributes come into the project."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rrt_qual.cli.shared.arguments import PROJECT_HELP, is_project, opened
from rrt_qual.cli.shared.progress import file_progress
from rrt_qual.cli.shared.terminal import list_items, out, plural, say, shown
from rrt_qual.domain.errors import UsageError

if TYPE_CHECKING:
    from rrt_qual.services.interviews.attributes import AttributeReport
    from rrt_qual.services.interviews.imports import ImportReport
    from rrt_qual.services.shared.project import Project

#: How many interviews are named before the rest is counted: a screen of 24 lines still shows what was said above.
_SHOWN_NAMES = 20


def import_command(
    project: Annotated[str | None, typer.Argument(metavar="PROJECT", help=PROJECT_HELP, show_default=False)] = None,
    files: Annotated[list[str] | None, typer.Argument(metavar="FILES", help="Transcripts, or folders of them.")] = None,
    attributes: Annotated[
        Path | None,
        typer.Option(metavar="CSV", help="A row an interview: wave, role, team, …; matched by file or name."),
    ] = None,
    wave: Annotated[
        str, typer.Option(help="The wave of the new interviews; a wave in the attributes goes first.")
    ] = "",
    interviewer: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Who asks, as the transcript calls them; may be repeated.")
    ] = None,
    preview: Annotated[bool, typer.Option("--preview", help="Show who speaks in each file; keep nothing.")] = False,
) -> None:
    """Bring transcripts into the project: txt, md, docx, vtt, srt, csv, or folders of them.

    With --attributes and no files, the attributes of the interviews there are
    read again. A file that was imported before is recognised, whatever it is
    called now.

    Example:  rrt-qual import thornmere.rrtq interviews/ --attributes att.csv

    Leaves alone: the files, and every interview that is in the project already:
    a file of the same name with other words in it is skipped and listed. An
    empty cell of the attributes changes nothing.
    """
    words = list(files or [])
    if project is not None and not is_project(project):
        words.insert(0, project)
        project = None
    paths = [Path(word).expanduser() for word in words]
    if preview:
        _preview(paths, interviewer or [])
        return
    if not paths and attributes is None:
        raise UsageError("There is nothing to import.", "Name transcripts or a folder, or give --attributes.")
    import_and_report(opened(project), paths, attributes=attributes, wave=wave, interviewer=interviewer or [])


def import_and_report(
    project: Project,
    paths: Sequence[Path],
    *,
    attributes: Path | None = None,
    wave: str = "",
    interviewer: Sequence[str] = (),
) -> None:
    """Import, say what came of it, and leave with the exit code that fits."""
    from rrt_qual.services.interviews.imports import import_files

    with file_progress("Reading") as progress:
        report = import_files(
            project, paths, attributes=attributes, wave=wave, interviewer=interviewer, progress=progress
        )
    _tell(report)
    if report.attributes is not None:
        _tell_attributes(report.attributes)
    if report.skipped and not report.added and not report.recognised and report.attributes is None:
        raise typer.Exit(3)
    if not report.is_whole:
        raise typer.Exit(1)


def _tell(report: ImportReport) -> None:
    if report.added:
        list_items(
            f"Added {plural(len(report.added), 'interview')}:",
            [
                (one.interview, f"{plural(one.turns, 'turn')}, {plural(one.segments, 'segment')} of participants")
                for one in report.added
            ],
        )
    list_items(
        "In the project already, left as they are:", [(file, f"is '{name}'") for file, name in report.recognised]
    )
    list_items("Look at these:", [(one.file, w) for one in report.added for w in one.warnings])
    list_items("Taken out of the text:", [(one.file, r) for one in report.added for r in one.removed])
    list_items("Skipped:", report.skipped)
    list_items("Not transcripts:", report.left_out)
    list_items("Note:", [("", note) for note in report.notes])


def _tell_attributes(report: AttributeReport) -> None:
    say(
        f"Attributes from '{report.file}': {plural(report.matched, 'interview')} matched,"
        f" {plural(len(report.changed), 'changed', 'changed')}."
    )
    list_items("Look at these:", [("", warning) for warning in report.warnings])
    list_items(
        "Rows about no interview of this project:",
        [(f"line {line}", f"'{key}'" if key else "names none") for line, key in report.rows_without_interview],
    )
    names = list(report.interviews_without_row)
    more = [("", f"and {len(names) - _SHOWN_NAMES} more")] if len(names) > _SHOWN_NAMES else []
    list_items("Interviews that no row is about:", [("", name) for name in names[:_SHOWN_NAMES]] + more)


def _preview(paths: Sequence[Path], interviewer: Sequence[str]) -> None:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    from rrt_qual.services.interviews.imports import preview_files

    if not paths:
        raise UsageError("There is nothing to show.", "Name transcripts or a folder.")
    found = preview_files(paths, interviewer=interviewer)
    console = out()
    for one in found:
        if one.fault:
            continue
        table = Table(title=Text(shown(one.file)), title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
        for heading in ("speaker", "role", "turns", "words", "begins"):
            table.add_column(heading, justify="right" if heading in ("turns", "words") else "left")
        for s in one.speakers:
            who = f"{s.label} ({s.name})" if s.name and s.name != s.label else s.label or "(nobody named)"
            table.add_row(*(Text(shown(v)) for v in (who, s.role, s.turns, s.words, s.first_words)))
        console.print(table)
        for sentence in (*one.warnings, *one.removed):
            console.print(Text(f"  {shown(sentence)}"))
    list_items("Would be skipped:", [(one.file, one.fault) for one in found if one.fault])
    if any(one.fault for one in found):
        raise typer.Exit(1 if any(not one.fault for one in found) else 3)
