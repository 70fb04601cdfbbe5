"""`rrt-qual compare`: what has become of each theme from one wave to the next, or between groups."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

import typer

from rrt_qual.cli.shared.arguments import FormatOption, OutputFormat, ProjectArgument, opened
from rrt_qual.cli.shared.figure import show
from rrt_qual.cli.shared.terminal import say
from rrt_qual.domain.codebook import Stance
from rrt_qual.domain.errors import UsageError
from rrt_qual.domain.report.evidence import Comparison, Direction, ShareDifference


def compare(
    project: ProjectArgument = None,
    earlier: Annotated[str | None, typer.Option("--from", metavar="WAVE", help="The earlier wave.")] = None,
    later: Annotated[str | None, typer.Option("--to", metavar="WAVE", help="The later wave.")] = None,
    by: Annotated[str | None, typer.Option(metavar="ATTR", help="The attribute that groups differ by.")] = None,
    group: Annotated[
        str | None, typer.Option(metavar="A", help="A group: a value, or a band as '<2', '2-5', '6+'.")
    ] = None,
    against: Annotated[str | None, typer.Option("--with", metavar="B", help="The other group.")] = None,
    wave: Annotated[str | None, typer.Option(help="Of groups: this wave's interviews alone.")] = None,
    level: Annotated[str, typer.Option(metavar="[domain|indicator|theme]", help="What to compare.")] = "indicator",
    stance: Annotated[Stance | None, typer.Option(help="Codings of this stance alone.")] = None,
    coder: Annotated[str | None, typer.Option(metavar="NAME", help="This coder's codings alone.")] = None,
    form: FormatOption = OutputFormat.TABLE,
) -> None:
    """Compare two waves, or two groups: what is new, gone, worse and better.

    The difference of two shares of interviews, with its 95 % interval (Newcombe
    1998). Whoever took part in both waves is compared with themselves. Small
    groups are withheld. Themes that were renamed, split or merged are counted
    alike on both sides ('codebook map').

    Waves:   --from 2025 --to 2026; of one team: with --by team --group North

    Groups:  --by years_qualified --group '<2' --with '2+'

    Example:  rrt-qual compare thornmere.rrtq --from 2025 --to 2026

    Leaves alone: everything.
    """
    from rrt_qual.domain.figures import comparison
    from rrt_qual.services.figures.comparison import compare as compared

    if against is not None and (earlier or later):
        raise UsageError("Two waves, or two groups?", "Give --from and --to, or --by, --group and --with.")
    before, after = (group, against) if against is not None else (earlier, later)
    if before is None or after is None or (against is not None and by is None):
        raise UsageError("Compare what?", "Give --from and --to for waves, or --by, --group and --with for groups.")
    found = opened(project)
    result = compared(
        found,
        before=before,
        after=after,
        by=by,
        group=None if against is not None else group,
        wave=wave,
        level=level,
        stance=stance,
        coder=coder,
    )
    about = {"by": by, "group": None if against is not None else group, "wave": wave, "coder": coder}
    sheet = comparison.sheet(found.codebook(), [result])
    asked = [
        found.name,
        f"{result.before} and {result.after}",
        *(f"{key} {value}" for key, value in about.items() if value),
    ]
    show(
        sheet,
        form,
        {"project": found.name, "level": result.level, "before": result.before, "after": result.after, **about},
        head=(", ".join(asked), *_changes(result)),
        reading=lambda: [comparison.reading(sheet, result.level).without("note")],
    )
    if not result.rows:
        say("There is nothing to compare: too little is coded on one side, or nobody speaks of it.")


def _changes(result: Comparison) -> Iterator[str]:
    """'new: Line management (risk, may be chance)': what has changed, a line a direction."""
    for direction in (d for d in Direction if d not in (Direction.SAME, Direction.TOO_FEW)):
        named = [_said(result, row) for row in result.of(direction)]
        if named:
            yield f"{direction}: {'; '.join(named)}"


def _said(result: Comparison, row: ShareDifference) -> str:
    chance = row.low is not None and row.high is not None and row.low <= 0 <= row.high
    about = [*([str(row.stance)] if row.stance else []), *(["may be chance"] if chance else [])]
    return result.names.get(row.key, row.key) + (f" ({', '.join(about)})" if about else "")
