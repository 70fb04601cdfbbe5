"""`rrt-qual discover`: talk that no theme explains."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from rrt_qual.cli.shared import output
from rrt_qual.cli.shared.arguments import FormatOption, OutputFormat, ProjectArgument, opened
from rrt_qual.cli.shared.progress import count_progress
from rrt_qual.cli.shared.terminal import out, plural, say, shown

if TYPE_CHECKING:
    from rrt_qual.services.suggestions.discover import DiscoveredTalk

_COLUMNS = ("cluster", "words", "passages", "interviews", "tightness", "interview", "start", "end", "text")


def discover(
    project: ProjectArgument = None,
    most: Annotated[int, typer.Option("-n", min=1, metavar="N", help="How many clusters to show.")] = 10,
    form: FormatOption = OutputFormat.TABLE,
) -> None:
    """Find what people speak of that no theme of the codebook explains.

    Uncoded participant talk that fits no theme is put into clusters of alike
    passages. Each is named by the words that tell it from the others and shown
    with its most central passages. Open the project with 'code' to make one a
    theme, give it to a theme, or dismiss it.

    Example:  rrt-qual discover thornmere.rrtq -n 5

    Leaves alone: everything. A person decides what becomes of a cluster.
    """
    from rrt_qual.services.suggestions import discover as service

    found = opened(project)
    with count_progress("Reading") as progress:
        clusters = service.clusters(found, progress, most=most)
    if form is OutputFormat.JSON:
        output.write_json([_as_json(n, one) for n, one in enumerate(clusters, start=1)])
    elif form is OutputFormat.CSV:
        output.write_csv(_COLUMNS, _flat(clusters))
    else:
        _draw(clusters)
    if not clusters:
        say("No cluster was found: what is not coded fits the themes, or is too little or too varied.")


def _as_json(number: int, one: DiscoveredTalk) -> dict[str, Any]:
    return {
        "cluster": number,
        "words": list(one.words),
        "passages": len(one.segments),
        "interviews": one.interviews,
        "tightness": round(one.tightness, 3),
        "central": [
            {"interview": t.interview, "start": t.span.start, "end": t.span.end, "text": t.words} for t in one.central
        ],
    }


def _flat(clusters: Sequence[DiscoveredTalk]) -> Iterator[dict[str, Any]]:
    """One row a central passage."""
    for number, one in enumerate(clusters, start=1):
        values = _as_json(number, one)
        for passage in values["central"]:
            yield values | {"words": " ".join(one.words)} | passage


def _draw(clusters: Sequence[DiscoveredTalk]) -> None:
    from rich.text import Text

    console = out()
    for number, one in enumerate(clusters, start=1):
        size = f"{plural(len(one.segments), 'passage')} in {plural(one.interviews, 'interview')}"
        console.print(Text(f"{number}. {shown(one.name)}", style="bold") + Text(f"  {size}", style="not bold"))
        for talk in one.central[:3]:
            console.print(Text(f"   {shown(talk.interview)}: {shown(talk.words)}"), overflow="fold")
