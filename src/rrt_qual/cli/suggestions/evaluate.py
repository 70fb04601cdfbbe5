"""`rrt-qual evaluate`: how well suggestions do beside simpler methods, and how well identifying words are found."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, cast

import typer

from rrt_qual.cli.shared import output
from rrt_qual.cli.shared.arguments import PROJECT_HELP, FormatOption, OutputFormat, is_project, opened
from rrt_qual.cli.shared.figure import show
from rrt_qual.cli.shared.progress import count_progress
from rrt_qual.cli.shared.terminal import list_items, out, plural, say
from rrt_qual.domain.errors import UsageError

if TYPE_CHECKING:
    from rrt_qual.services.suggestions.evaluate import Evaluation

_LEVELS = ("auto", "theme", "indicator")


def evaluate(
    what: Annotated[
        str | None,
        typer.Argument(
            metavar="PROJECT|DATA.jsonl",
            help=f"A file of coded passages, or: {PROJECT_HELP[0].lower()}{PROJECT_HELP[1:]}",
            show_default=False,
        ),
    ] = None,
    codebook: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Of a DATA file: YAML, CSV or JSON; left out: ours.")
    ] = None,
    coded: Annotated[
        str, typer.Option(metavar="N,N,…", help="How many coded examples to learn from, in turn.")
    ] = "0,5,20,100",
    seeds: Annotated[int, typer.Option(min=1, max=100, help="How many random splits.")] = 5,
    level: Annotated[str, typer.Option(metavar="[auto|theme|indicator]", help="What is suggested.")] = "auto",
    entities: Annotated[
        Path | None, typer.Option(metavar="FILE.jsonl", help="Measure finding identifying words instead.")
    ] = None,
    no_lists: Annotated[
        bool, typer.Option("--no-lists", help="With --entities: without the project's names and attributes.")
    ] = False,
    form: FormatOption = OutputFormat.TABLE,
    plot: Annotated[Path | None, typer.Option(metavar="FILE.svg", help="Draw how honest the likelihoods are.")] = None,
) -> None:
    """Measure how well themes are suggested, beside named simpler methods.

    Passages that people coded are split by interview, again and again: the
    method learns from N coded examples of one half and is tested on the other.
    DATA.jsonl has one {"doc", "text", "codes"} a line, if it likes with
    "context" and "stance"; codes are ids or names of themes or indicators. A
    code that the codebook lacks is listed and passed over (exit code 1).

    With --entities, identifying words are looked for in the interviews that
    FILE names, rows of {"interview", "turn", "text", "label"}, and held against
    them: how many of the marked words are covered, how many finds touch one.

    Example:  rrt-qual evaluate thornmere.rrtq --coded 0,20 --seeds 3

    Example:  rrt-qual evaluate thornmere.rrtq --entities marked.jsonl

    Leaves alone: everything.
    """
    if entities is not None:
        _entities(what, entities, form, with_lists=not no_lists)
        return
    if no_lists:
        raise UsageError("--no-lists goes with --entities.", "Give a file of marked words.")
    counts = _counts(coded)
    if level not in _LEVELS:
        raise UsageError(f"There is no level '{level}'.", f"Choose from {', '.join(_LEVELS)}.")
    if plot is not None and plot.suffix.lower() != ".svg":
        raise UsageError(f"'{plot}' does not end in .svg.", "The plot is drawn as SVG.")
    found = _run(what, codebook, counts, seeds, cast(Literal["auto", "theme", "indicator"], level))
    _print(found, form)
    if plot is not None:
        from rrt_qual.services.suggestions.evaluate import draw_plot

        draw_plot(found, plot)
        say(f"Drew '{plot}'.")
    list_items("Passed over, as the codebook has no such code:", [("", sentence) for sentence in found.unknown])
    if found.unknown:
        raise typer.Exit(1)


def _print(found: Evaluation, form: OutputFormat) -> None:
    if form is OutputFormat.JSON:
        output.write_json(found.as_json())
    else:
        from rrt_qual.cli.suggestions.evaluate_rows import COLUMNS, draw, flat

        if form is OutputFormat.CSV:
            output.write_csv(COLUMNS, flat(found))
        else:
            draw(out(), found)


def _entities(what: str | None, path: Path, form: OutputFormat, *, with_lists: bool) -> None:
    from rrt_qual.cli.confidentiality import finding_rows
    from rrt_qual.services.confidentiality import measure as finding_evaluation

    project = opened(what)
    with count_progress("Searching") as progress:
        found = finding_evaluation.on_entities(project, path.expanduser(), with_lists=with_lists, progress=progress)
    lists = "with the project's names and attributes" if with_lists else "without the project's names and attributes"
    if form is OutputFormat.JSON:
        output.write_json(found.as_json())
    else:
        show(finding_rows.sheet(found), form, head=[f"{plural(found.interviews, 'interview')}, {lists}."])
    list_items("Passed over:", found.faults)
    if found.faults:
        raise typer.Exit(1)


def _run(
    what: str | None,
    codebook: Path | None,
    counts: tuple[int, ...],
    seeds: int,
    level: Literal["auto", "theme", "indicator"],
) -> Evaluation:
    from rrt_qual.services.suggestions import evaluate as evaluation

    is_data = what is not None and not is_project(what) and Path(what).suffix.lower() in (".jsonl", ".ndjson")
    if not is_data and codebook is not None:
        raise UsageError("--codebook goes with a file of coded passages.", "A project has its own codebook.")
    if is_data:
        with count_progress("Measuring") as progress:
            return evaluation.on_file(
                Path(what or "").expanduser(), codebook, coded=counts, seeds=seeds, level=level, progress=progress
            )
    project = opened(what)
    with count_progress("Measuring") as progress:
        return evaluation.on_project(project, coded=counts, seeds=seeds, level=level, progress=progress)


def _counts(words: str) -> tuple[int, ...]:
    """'0,5,20' as numbers, each once and in order."""
    try:
        counts = sorted({int(word) for word in words.split(",") if word.strip()})
    except ValueError:
        counts = []
    if not counts or counts[0] < 0:
        raise UsageError(f"'{words}' is no list of numbers of coded examples.", "For example --coded 0,5,20,100.")
    return tuple(counts)
