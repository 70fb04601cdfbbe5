"""`rrt-qual relations` and `rrt-qual saturation`: what is spoken of together, and whether there is anything new."""

from __future__ import annotations

from typing import Annotated

import typer

from rrt_qual.cli.shared.arguments import FormatOption, OutputFormat, ProjectArgument, opened
from rrt_qual.cli.shared.figure import show
from rrt_qual.cli.shared.terminal import plural, say

WaveOption = Annotated[str | None, typer.Option(help="This wave's interviews alone.")]
CoderOption = Annotated[str | None, typer.Option(metavar="NAME", help="This coder's codings alone.")]
LevelOption = Annotated[str, typer.Option(metavar="[domain|indicator|theme]", help="What is counted.")]


def relations(
    project: ProjectArgument = None,
    within: Annotated[
        str, typer.Option(metavar="[passage|neighbour|interview]", help="Where two must meet to be together.")
    ] = "passage",
    level: LevelOption = "theme",
    theme: Annotated[str | None, typer.Option(metavar="KEY", help="Pairs with this theme or indicator alone.")] = None,
    wave: WaveOption = None,
    coder: CoderOption = None,
    number: Annotated[int, typer.Option("-n", min=1, help="How many pairs the table shows.")] = 20,
    form: FormatOption = OutputFormat.TABLE,
) -> None:
    """Show which themes are spoken of together.

    A pair counts where both are coded in one participant segment (passage), in
    it or the one before or after (neighbour), or in one interview. Beside the
    counts: the share of Jaccard (both of either), the lift (1 is chance) and
    phi, with the base. Machine-made codings never count.

    Example:  rrt-qual relations thornmere.rrtq --within interview -n 10

    Leaves alone: everything.
    """
    from rrt_qual.domain.figures import relations as figure
    from rrt_qual.services.figures.relations import relations as find

    opened_project = opened(project)
    found = find(opened_project, level=level, within=within, wave=wave, coder=coder)
    sheet = found.sheet(theme)
    about = {"level": found.level, "within": found.within, "unit": found.unit, "base": found.base}
    show(
        sheet,
        form,
        {"project": opened_project.name, **about, "interviews": found.interviews, "wave": wave, "coder": coder},
        head=(
            f"Base: {plural(found.base, 'unit')} of {plural(found.interviews, 'interview')}.",
            f"A unit: {found.unit}.",
        ),
        reading=lambda: [figure.reading(sheet, number)],
    )
    if not found.base:
        say("Nothing has been coded yet.")


def saturation(
    project: ProjectArgument = None,
    level: LevelOption = "theme",
    wave: WaveOption = None,
    coder: CoderOption = None,
    base: Annotated[int, typer.Option(help="How many first interviews the new ones are measured by.")] = 4,
    run: Annotated[int, typer.Option(help="How many interviews are looked at together.")] = 2,
    threshold: Annotated[float, typer.Option(help="The share of new themes that counts as nothing new.")] = 0.05,
    orders: Annotated[int, typer.Option(min=1, max=100_000, help="How many shuffled orders.")] = 1000,
    form: FormatOption = OutputFormat.TABLE,
) -> None:
    """Show how many interviews it took until new ones brought next to nothing new.

    By the base, run and threshold of Guest, Namey and Chen (2020), in the order
    the interviews were held and over shuffled orders. The same project always
    gives the same figures.

    Example:  rrt-qual saturation thornmere.rrtq --wave 2026 --base 4 --run 2

    Leaves alone: everything.
    """
    from rrt_qual.domain.figures import saturation as figure
    from rrt_qual.services.figures.relations import sufficiency

    opened_project = opened(project)
    found = sufficiency(
        opened_project, level=level, wave=wave, coder=coder, base=base, run=run, threshold=threshold, orders=orders
    )
    sheet, f = found.sheet(), found.figures
    about = {
        "level": found.level,
        "wave": wave,
        "coder": coder,
        "order": found.order,
        "interviews": f.interviews,
        "base": f.base,
        "run": f.run,
        "threshold": f.threshold,
        "base_themes": f.held.base_themes,
        "reached": f.held.reached,
        "shuffled_orders": f.orders,
        "reached_share": round(f.reached_share, 4),
        "reached_median": f.reached_median,
        "sentence": found.sentence,
    }
    show(
        sheet,
        form,
        {"project": opened_project.name, **about},
        head=(found.sentence, f"Order held: {found.order}."),
        reading=lambda: [figure.reading(sheet)],
    )
    if not sheet.rows:
        say("Nothing has been coded yet.")
