"""`rrt-qual suggest`: which passages likely speak of which theme, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from rrt_qual.cli.shared import output
from rrt_qual.cli.shared.arguments import FormatOption, OutputFormat, ProjectArgument, YesOption, opened
from rrt_qual.cli.shared.progress import count_progress
from rrt_qual.cli.shared.terminal import agreed, list_items, plural, say
from rrt_qual.domain.errors import UsageError

if TYPE_CHECKING:
    from rrt_qual.services.shared.project import Project


def suggest(
    project: ProjectArgument = None,
    interview: Annotated[str | None, typer.Option(metavar="NAME", help="This interview alone.")] = None,
    theme: Annotated[str | None, typer.Option(metavar="THEME", help="This theme alone, by id or name.")] = None,
    min_likelihood: Annotated[
        float | None,
        typer.Option(min=0.0, max=1.0, metavar="P", help="From this likelihood on (0 to 1), not each theme's own."),
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Also what lies below the themes' thresholds.")] = False,
    apply: Annotated[
        bool, typer.Option("--apply", help="Code them as machine-made, which never counts; with --min-likelihood.")
    ] = False,
    retract: Annotated[bool, typer.Option("--retract", help="Take all machine-made codings back.")] = False,
    model: Annotated[
        str | None,
        typer.Option(metavar="MODEL", help="Use and remember a model: a folder, a local hub id, lexical or default."),
    ] = None,
    trust: Annotated[bool, typer.Option("--trust", help="Show how people and suggestions agreed so far.")] = False,
    form: FormatOption = OutputFormat.TABLE,
    yes: YesOption = False,
) -> None:
    """Suggest themes for what participants say, and show why.

    Every participant segment is scored against every theme, from the codebook
    and from what has been coded and rejected so far. The first run reads all
    talk and may take minutes; stop it at any time, the next run goes on where
    it was. While nothing changes, the answer comes from the project at once.
    No text leaves this machine.

    Example:  rrt-qual suggest thornmere.rrtq --theme "Caseload size"

    Leaves alone: everything but its own suggestions. --apply adds codings that
    are marked as machine-made and left out of every count.
    """
    _refuse_mixtures(apply, retract, trust, min_likelihood)
    found = opened(project)
    if model is not None:
        from rrt_qual.services.suggestions.models import choose_model

        say(f"Suggestions are made with {choose_model(found, model)} from now on.")
    if retract:
        _retract(found, yes)
    elif trust:
        from rrt_qual.cli.suggestions.suggest_rows import show_trust

        show_trust(found, form)
    else:
        _suggest(found, interview, theme, min_likelihood, every, form)
        if apply:
            _apply(found, interview, theme, min_likelihood or 0.0, yes)


def _refuse_mixtures(apply: bool, retract: bool, trust: bool, min_likelihood: float | None) -> None:
    if apply + retract + trust > 1:
        raise UsageError("--apply, --retract and --trust do not go together.", "Run one after the other.")
    if apply and min_likelihood is None:
        raise UsageError(
            "How likely must a suggestion be to be applied?", "Add --min-likelihood with a number from 0 to 1."
        )


def _suggest(
    project: Project, interview: str | None, theme: str | None, least: float | None, every: bool, form: OutputFormat
) -> None:
    from rrt_qual.services.suggestions import standing as proposals

    proposals.places(project, interview, theme)  # a wrong name is told before minutes of work
    with count_progress("Reading") as progress:
        brought = proposals.bring_up_to_date(project, progress)
    if brought.warning:
        say(brought.warning)
    if brought.unknown:
        list_items("Codings of these themes teach nothing, as the codebook has them no longer:", [
            ("", key) for key in brought.unknown
        ])  # fmt: skip
    rows = proposals.rows(project, interview=interview, theme=theme, min_likelihood=least, every=every)
    if form is OutputFormat.JSON:
        output.write_json([row.as_dict() for row in rows])
    elif form is OutputFormat.CSV:
        from rrt_qual.cli.suggestions.suggest_rows import COLUMNS, flat

        output.write_csv(COLUMNS, flat(rows))
    else:
        from rrt_qual.cli.suggestions.suggest_rows import draw_found

        draw_found(proposals.summary(project, rows), rows, one_theme=theme is not None)
    if rows and rows[0].proposal.lexical:
        say("These compare words alone, without a language model: expect less of them.")
    if not rows:
        say("Nothing uncoded stands out. --all shows what lies below the themes' thresholds.")


def _apply(project: Project, interview: str | None, theme: str | None, least: float, yes: bool) -> None:
    from rrt_qual.services.suggestions import machine
    from rrt_qual.services.suggestions import standing as proposals

    interview_id, key = proposals.places(project, interview, theme)
    count = machine.would_apply(project, least, interview_id=interview_id, theme=key)
    if not count:
        say("There is nothing to apply.")
        return
    question = (
        f"Code {plural(count, 'passage')} as machine-made? They are marked as such for ever, teach nothing, and are"
        " left out of every count."
    )
    if not agreed(question, yes=yes):
        say("Nothing was applied.")
        raise typer.Exit(1)
    done = machine.apply_batch(project, least, interview_id=interview_id, theme=key)
    say(
        f"{plural(done.made, 'machine-made coding')} added under the name '{done.coder}', left out of every count."
        " 'rrt-qual suggest --retract' takes them back."
    )


def _retract(project: Project, yes: bool) -> None:
    from rrt_qual.services.suggestions import machine

    count = machine.standing(project)
    if not count:
        say("There are no machine-made codings.")
        return
    if not agreed(f"Take back {plural(count, 'machine-made coding')}?", yes=yes):
        say("Nothing was taken back.")
        raise typer.Exit(1)
    say(f"{plural(machine.retract_batch(project).made, 'machine-made coding')} taken back; the log keeps them.")
