"""`rrt-qual relations` and `rrt-qual saturation`: what is spoken of together, and whether there is anything new."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from rrt_qual.cli.shared import output
from rrt_qual.cli.shared.arguments import Format, FormatOption, ProjectArgument, opened
from rrt_qual.cli.shared.terminal import out, plural, say, shown

if TYPE_CHECKING:
    from rrt_qual.services.figures.relations import Relations, Sufficiency

_PAIRS = ("first", "second", "both", "first_n", "second_n", "base", "interviews", "jaccard", "lift", "phi")
_CURVE = ("interview", "new", "total", "shuffled_mean", "shuffled_low", "shuffled_high", "run_new", "run_share")

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
    form: FormatOption = Format.TABLE,
) -> None:
    """Show which themes are spoken of together.

    A pair counts where both are coded in one participant segment (passage), in
    it or the one before or after (neighbour), or in one interview. Beside the
    counts: the share of Jaccard (both of either), the lift (1 is chance) and
    phi, with the base. Machine-made codings never count.

    Example:  rrt-qual relations thornmere.rrtq --within interview -n 10

    Leaves alone: everything.
    """
    from rrt_qual.services.figures.relations import relations as find

    found = find(opened(project), level=level, within=within, wave=wave, coder=coder)
    rows = [r for r in _pair_rows(found) if theme in (None, r["first"], r["second"])]
    if form is Format.JSON:
        about = {"level": found.level, "within": found.within, "unit": found.unit, "base": found.base}
        about |= {"interviews": found.interviews, "wave": found.wave, "coder": found.coder}
        output.write_json({**about, "pairs": rows})
    elif form is Format.CSV:
        output.write_csv(_PAIRS, rows)
    else:
        _draw_pairs(found, rows, number)
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
    form: FormatOption = Format.TABLE,
) -> None:
    """Show how many interviews it took until new ones brought next to nothing new.

    By the base, run and threshold of Guest, Namey and Chen (2020), in the order
    the interviews were held and over shuffled orders. The same project always
    gives the same figures.

    Example:  rrt-qual saturation thornmere.rrtq --wave 2026 --base 4 --run 2

    Leaves alone: everything.
    """
    from rrt_qual.services.figures.relations import sufficiency

    found = sufficiency(
        opened(project), level=level, wave=wave, coder=coder, base=base, run=run, threshold=threshold, orders=orders
    )
    rows = _curve_rows(found)
    if form is Format.JSON:
        output.write_json({**_about_saturation(found), "curve": rows})
    elif form is Format.CSV:
        output.write_csv(_CURVE, rows)
    else:
        _draw_curve(found, rows)
    if not rows:
        say("Nothing has been coded yet.")


def _pair_rows(found: Relations) -> list[dict[str, Any]]:
    return [
        {
            "first": p.first,
            "second": p.second,
            "both": p.both,
            "first_n": p.first_n,
            "second_n": p.second_n,
            "base": p.base,
            "interviews": p.interviews,
            "jaccard": round(p.jaccard, 4),
            "lift": None if p.lift is None else round(p.lift, 3),
            "phi": None if p.phi is None else round(p.phi, 4),
        }
        for p in found.pairs
    ]


def _curve_rows(found: Sufficiency) -> list[dict[str, Any]]:
    f = found.figures
    runs = {r.first: r for r in f.held.runs}
    return [
        {
            "interview": n + 1,
            "new": f.held.new[n],
            "total": f.held.total[n],
            "shuffled_mean": round(f.mean_total[n], 2),
            "shuffled_low": f.low_total[n],
            "shuffled_high": f.high_total[n],
            "run_new": runs[n + 1].new if n + 1 in runs else None,
            "run_share": round(runs[n + 1].share, 4) if n + 1 in runs else None,
        }
        for n in range(f.interviews)
    ]


def _about_saturation(found: Sufficiency) -> dict[str, Any]:
    f = found.figures
    return {
        "level": found.level,
        "wave": found.wave,
        "coder": found.coder,
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


def _draw_pairs(found: Relations, rows: list[dict[str, Any]], number: int) -> None:
    from rich import box
    from rich.table import Table

    console = out()
    console.print(f"Base: {plural(found.base, 'unit')} of {plural(found.interviews, 'interview')}.")
    console.print(shown(f"A unit: {found.unit}."))
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("", ratio=1, min_width=30)
    for heading in ("interviews", "both", "Jaccard", "lift", "phi"):
        table.add_column(heading, justify="right", no_wrap=True)
    for r in rows[:number]:
        numbers = [r["interviews"], r["both"], f"{r['jaccard']:.2f}"]
        numbers += ["-" if r[k] is None else f"{r[k]:.2f}" for k in ("lift", "phi")]
        names = [shown(found.names.get(r[k], r[k])) for k in ("first", "second")]
        table.add_row("\n  with ".join(names), *map(str, numbers))
    console.print(table)
    if len(rows) > number:
        console.print(f"{plural(len(rows) - number, 'more pair')}: -n {len(rows)}, or --format csv.")


def _draw_curve(found: Sufficiency, rows: list[dict[str, Any]]) -> None:
    from rich import box
    from rich.table import Table

    console = out()
    console.print(shown(found.sentence))
    console.print(shown(f"Order held: {found.order}."))
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for heading in ("nth", "new", "all", "", "shuffled orders", "run from here"):
        table.add_column(heading, justify="left" if not heading else "right", no_wrap=True)
    most = max((r["total"] for r in rows), default=1) or 1
    for r in rows:
        bar = "█" * round(16 * r["total"] / most)
        spread = f"{r['shuffled_mean']:.1f} ({r['shuffled_low']}-{r['shuffled_high']})"
        run = "" if r["run_share"] is None else f"+{r['run_new']}, {100 * r['run_share']:.0f} %"
        table.add_row(str(r["interview"]), str(r["new"]), str(r["total"]), bar, spread, run)
    console.print(table)
