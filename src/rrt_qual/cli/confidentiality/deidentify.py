"""`rrt-qual deidentify`: names are found, replaced, moved out into a key file, or left out of an archive copy."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rrt_qual.cli.confidentiality import deidentify_rows
from rrt_qual.cli.shared.arguments import CODER_VARIABLE, FormatOption, OutputFormat, ProjectArgument, YesOption, opened
from rrt_qual.cli.shared.passphrase import VARIABLE, passphrase
from rrt_qual.cli.shared.progress import count_progress
from rrt_qual.cli.shared.terminal import agreed, list_items, plural, say
from rrt_qual.domain.errors import UsageError

if TYPE_CHECKING:
    from rrt_qual.domain.coding import Coder
    from rrt_qual.services.shared.project import Project


def deidentify(
    project: ProjectArgument = None,
    again: Annotated[bool, typer.Option("--again", help="Search every interview anew.")] = False,
    names: Annotated[
        Path | None, typer.Option("--list", metavar="FILE", help="A CSV of names to look for: kind, name, aliases.")
    ] = None,
    replace_all: Annotated[
        bool, typer.Option("--replace-all", help="Replace all open finds that are likely enough.")
    ] = False,
    min_likelihood: Annotated[
        float, typer.Option(min=0.0, max=1.0, metavar="P", help="How likely, from 0 to 1; with --replace-all.")
    ] = 0.8,
    export: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write an archive copy, and a log of replacements beside it.")
    ] = None,
    even_so: Annotated[
        bool, typer.Option("--even-so", help="Archive interviews that were never searched, names and all.")
    ] = False,
    key_out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Move the real names out into this encrypted file.")
    ] = None,
    key_in: Annotated[Path | None, typer.Option(metavar="FILE", help="Bring the real names back from it.")] = None,
    passphrase_file: Annotated[
        Path | None, typer.Option(metavar="FILE", help=f"Its first line is the passphrase; or set {VARIABLE}.")
    ] = None,
    coder: Annotated[
        str | None, typer.Option(envvar=CODER_VARIABLE, metavar="NAME", help="Who decides; the log says so.")
    ] = None,
    yes: YesOption = False,
    form: FormatOption = OutputFormat.TABLE,
) -> None:
    """Find words that identify somebody, and show how far their review has come.

    Interviews that were searched before are passed over. Review the finds in
    the terminal with 'rrt-qual code'. --export writes a copy for an archive in
    which every replacement is final. --key-out moves the real names, and the
    words under them, into a file that only its passphrase opens; the project
    works on with pseudonyms until --key-in brings them back.

    Example:  rrt-qual deidentify thornmere.rrtq --key-out thornmere.key

    Leaves alone: texts and codings, unless the key goes out; and what a person
    has decided about a find.
    """
    asked = {
        "--list": names,
        "--export": export,
        "--key-out": key_out,
        "--key-in": key_in,
        "--replace-all": replace_all,
    }
    wanted = [name for name, value in asked.items() if value]
    if len(wanted) > 1:
        raise UsageError(f"{' and '.join(wanted)} are done one after the other.", "Give one of them at a time.")
    found = opened(project)
    who = found.coder(coder) if coder else None
    if export is not None:
        _archive(found, export.expanduser(), even_so)
    elif key_out is not None:
        _move_out(found, key_out.expanduser(), passphrase_file, who, yes)
    elif key_in is not None:
        _bring_back(found, key_in.expanduser(), passphrase_file, who)
    else:
        if names is not None:
            _list(found, names.expanduser())
        _scan(found, again)
        if replace_all:
            _replace_all(found, who, min_likelihood, yes)
        deidentify_rows.show(found, form)


def _scan(project: Project, again: bool) -> None:
    from rrt_qual.services.confidentiality import archive
    from rrt_qual.services.confidentiality.scan import scan

    archive.refuse(project)
    with count_progress("Searching") as progress:
        report = scan(project, again=again, progress=progress)
    say(
        f"{plural(report.scanned, 'interview')} searched, {plural(report.skipped, 'was', 'were')} searched before:"
        f" {plural(report.new, 'new find')}, {report.open:,} open."
    )


def _list(project: Project, file: Path) -> None:
    from rrt_qual.services.confidentiality import archive, review

    archive.refuse(project)
    report = review.import_list(project, file)
    say(
        f"'{report.file}': {plural(report.added, 'name')} added to the project's list, {report.extended:,} got more"
        f" forms, {report.unchanged:,} there already."
    )
    list_items("Skipped:", [(f"line {line}", why) for line, why in report.bad])


def _replace_all(project: Project, who: Coder | None, least: float, yes: bool) -> None:
    from rrt_qual.services.confidentiality import review

    if who is None:
        raise UsageError("Replacing is somebody's decision.", f"Say whose with --coder NAME, or set {CODER_VARIABLE}.")
    finds, interviews = review.count_likely(project, min_likelihood=least)
    question = (
        f"Replace {plural(finds, 'open find')} in {plural(interviews, 'interview')}, every one of likelihood {least:g}"
        " or more, without looking at each?"
    )
    if not agreed(question, yes=yes):
        say("Nothing was replaced.")
        raise typer.Exit(1)
    count = review.replace_all(project, who, min_likelihood=least)
    say(f"{plural(count, 'find')} replaced; undo takes that back.")


def _archive(project: Project, out: Path, even_so: bool) -> None:
    from rrt_qual.services.confidentiality import archive

    with count_progress("Copying") as progress:
        done = archive.write(project, out, even_so=even_so, progress=progress)
    say(
        f"Wrote {plural(done.interviews, 'interview')} to '{done.file}': {plural(done.replaced, 'replacement')} as"
        f" decided, {done.covered:,} more covered because they were found or are known."
    )
    say(f"The log of replacements is '{done.log}'. Keep it apart from the copy.")
    list_items("Left out:", done.left_out)
    list_items("Never searched for names:", [("", name) for name in done.unscanned])
    if done.unscanned:
        raise typer.Exit(1)


def _move_out(project: Project, file: Path, passphrase_file: Path | None, who: Coder | None, yes: bool) -> None:
    from rrt_qual.services.confidentiality import key_file as keyfile
    from rrt_qual.services.confidentiality import review

    waiting = sum(one.open for one in review.tallies(project))
    question = (
        f"Move the real names out of the project into '{file}'? Without that file and its passphrase nobody can"
        f" bring them back.{f' The words of {waiting:,} open finds stay in the project.' if waiting else ''}"
    )
    if not agreed(question, yes=yes):
        say("Nothing was changed.")
        raise typer.Exit(1)
    done = keyfile.move_out(project, file, passphrase(passphrase_file, new=True), coder=who)
    say(
        f"The key is out, in '{file}': {plural(done.words, 'place')} in {plural(done.interviews, 'interview')},"
        f" {plural(done.forms, 'form')} of names, {plural(done.listed, 'listed name')}, {plural(done.notes, 'cell')}"
        " of labels, notes and attributes."
    )
    say("Keep it and its passphrase apart from the project, and a second copy of it in another place.")
    left = deidentify_rows.left_after(done)
    list_items("Look at these:", left)
    if left:
        raise typer.Exit(1)


def _bring_back(project: Project, file: Path, passphrase_file: Path | None, who: Coder | None) -> None:
    from rrt_qual.services.confidentiality import key_file as keyfile

    keyfile.refuse_in(project)
    done = keyfile.bring_back(project, file, passphrase(passphrase_file, new=False), coder=who)
    say(
        f"The names are back: {plural(done.words, 'place')} in {plural(done.interviews, 'interview')},"
        f" {plural(done.forms, 'name')}, {plural(done.notes, 'cell')} of labels, notes and attributes."
    )
    if done.changed:
        say(f"{plural(done.changed, 'cell')} changed while the key was out and stay as they are.")
    if done.erased:
        say(f"{plural(done.erased, 'interview')} erased meanwhile; '{file}' still holds their words.")
    say(f"'{file}' is still there. Delete it when you do not want a second copy of the names.")
