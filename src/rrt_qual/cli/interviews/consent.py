"""`rrt-qual consent` and `rrt-qual erase`: what participants allow, and taking one out for good."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from rrt_qual.cli.shared.arguments import (
    CODER_VARIABLE,
    PROJECT_HELP,
    FormatOption,
    OutputFormat,
    YesOption,
    is_project,
    opened,
)
from rrt_qual.cli.shared.figure import show
from rrt_qual.cli.shared.terminal import ask, has_terminal, list_items, plural, say
from rrt_qual.domain.confidentiality.privacy import Consent
from rrt_qual.domain.errors import UsageError
from rrt_qual.domain.figures.columns import text
from rrt_qual.domain.report.report import Sheet

if TYPE_CHECKING:
    from rrt_qual.domain.coding import Coder
    from rrt_qual.services.interviews.consent import ConsentStanding
    from rrt_qual.services.interviews.erasure import Erased, Preview
    from rrt_qual.services.shared.project import Project

_ProjectWord = Annotated[str | None, typer.Argument(metavar="PROJECT", help=PROJECT_HELP, show_default=False)]
_InterviewWord = Annotated[str | None, typer.Argument(metavar="INTERVIEW", help="The interview's name.")]
_CoderOption = Annotated[
    str | None, typer.Option(envvar=CODER_VARIABLE, metavar="NAME", help="Who does this; the log says so.")
]

_MEANS = {
    Consent.QUOTE: "may be quoted",
    Consent.PARAPHRASE: "may be paraphrased, never quoted",
    Consent.NONE: "may be counted, and neither quoted nor paraphrased",
    Consent.WITHDRAWN: "is out of every count, list and export, and is not opened any more",
}


def consent(
    project: _ProjectWord = None,
    interview: _InterviewWord = None,
    state: Annotated[
        Consent | None, typer.Option("--state", help="What the participant allows from now on.", show_default=False)
    ] = None,
    coder: _CoderOption = None,
    form: FormatOption = OutputFormat.TABLE,
) -> None:
    """Show what each participant allows, or say what one allows.

    A column 'consent' in the attributes says it for many. Where nothing was
    said, a participant may be quoted. 'withdrawn' takes the interview out of
    every count at once; 'rrt-qual erase' then takes it out of the file.

    Example:  rrt-qual consent thornmere.rrtq T26-04 --state paraphrase

    Leaves alone: texts and codings; undo takes a change back.
    """
    from rrt_qual.services.interviews import consent as service
    from rrt_qual.services.texts import by_name as interviews

    project, interview = _told_apart(project, interview)
    found = opened(project)
    wanted = interviews.find(found, interview) if interview else None
    if state is None:
        _show([s for s in service.standings(found) if wanted in (None, s.interview_id)], form)
        return
    if wanted is None:
        raise UsageError("Whose consent is that?", "Name the interview.")
    name = next(s.interview for s in service.standings(found) if s.interview_id == wanted)
    if service.set_state(found, _who(found, coder), wanted, state):
        say(f"'{name}' {_MEANS[state]}.")
        if state is Consent.WITHDRAWN:
            say(f"Its words are in the file still. To take them out for good: rrt-qual erase '{found.path}' '{name}'")
    else:
        say(f"'{name}' {_MEANS[state]}, as before.")


def erase(
    project: _ProjectWord = None,
    interview: _InterviewWord = None,
    coder: _CoderOption = None,
    yes: YesOption = False,
) -> None:
    """Erase one interview for good: text, codings, memos, finds, log.

    This cannot be undone. What stays is one line in the log: that an interview
    was erased on request, when and by whom, and how much went. Files that still
    hold its words are named at the end: backups, key files, earlier exports.

    Example:  rrt-qual erase thornmere.rrtq T26-04 --coder Ama

    Leaves alone: all other interviews, and every file but the project.
    """
    from rrt_qual.services.interviews import erasure
    from rrt_qual.services.texts import by_name as interviews

    project, interview = _told_apart(project, interview)
    if interview is None:
        raise UsageError("Which interview?", "Name it.")
    found = opened(project)
    interview_id = interviews.find(found, interview)
    who = _who(found, coder)
    if not _confirmed(erasure.preview(found, interview_id), yes):
        say("Nothing was erased.")
        raise typer.Exit(1)
    _tell(erasure.erase(found, interview_id, who))


def _told_apart(project: str | None, interview: str | None) -> tuple[str | None, str | None]:
    """One word alone is the project if it names one, else the interview."""
    if interview is None and project is not None and not is_project(project):
        return None, project
    return project, interview


def _who(project: Project, coder: str | None) -> Coder:
    if not coder:
        raise UsageError("Somebody has to stand for this.", f"Say who with --coder NAME, or set {CODER_VARIABLE}.")
    return project.coder(coder)


def _confirmed(what: Preview, yes: bool) -> bool:
    question = (
        f"'{what.interview}' with {plural(what.codings, 'coding')} by {plural(what.coders, 'coder')} and"
        f" {plural(what.memos, 'memo')} will be erased. That cannot be undone."
    )
    if yes:
        return True
    if not has_terminal():
        raise UsageError(question, "There is nobody to ask here: add --yes if that is what you want.")
    say(question)
    return ask("Type the interview's name to erase it, or press enter to leave it") == what.interview


def _tell(done: Erased) -> None:
    counts = {name: count for name, count in done.counts.items() if count}
    gone = ", ".join(f"{name} {count:,}" for name, count in counts.items())
    say(f"Erased for good{': ' + gone if gone else ''}.")
    if done.echoes:
        say(f"{plural(done.echoes, 'note')} elsewhere quoted it; the words were cut out.")
    left = [(path.name, "is an older copy of the project: delete it or lock it away.") for path in done.backups]
    if done.key_file:
        left.append((done.key_file, "is the key file, and holds names of it: make a new one when the key is back."))
    left += [(file, f"({label}, {at[:10]}) may hold its words.") for file, label, at in done.files]
    left += [(theme, "has an example in the codebook that repeats it: edit the codebook.") for theme in done.examples]
    if not done.wiped:
        left.append(("", "Another program was reading: close it and run 'rrt-qual check' to wipe the rest."))
    list_items("Still to be looked at, for what they hold of it:", left)
    say("Files that were written before the log named them, and the transcript itself, are yours to delete.")
    if not done.wiped:
        raise typer.Exit(1)


def _show(found: list[ConsentStanding], form: OutputFormat) -> None:
    columns = (text("interview", "Interview"), text("wave", "Wave"), text("consent", "Consent"))
    show(Sheet("consent", "", columns, tuple((s.interview, s.wave, str(s.state)) for s in found)), form)
