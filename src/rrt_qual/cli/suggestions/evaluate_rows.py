"""An evaluation as a table with bars for people, and as rows for programs."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from rrt_qual.cli.shared.terminal import plural

if TYPE_CHECKING:
    from rrt_qual.services.suggestions.evaluate import Evaluation
    from rrt_qual.suggest.judge.evaluate import Result

_MEASURES = ("hit1", "hit3", "mrr", "macro_f1", "average_precision", "ece")
_HEADINGS = ("hit@1", "hit@3", "MRR", "macro-F1", "AP", "ECE")
#: Those whose intervals fit into 80 columns; JSON and CSV have all.
_WITH_INTERVAL = ("hit1", "hit3")
_OURS = "rrt-qual"
#: Cells of a bar from 0 to 1: one stands for five per cent, finer than the figures behind it are.
_BAR = 20

COLUMNS = ("method", "coded", "used", "seeds", "level", *(c for m in _MEASURES for c in (m, f"{m}_half_width")))


def flat(found: Evaluation) -> Iterator[dict[str, Any]]:
    """A row a method and number of coded examples."""
    for result in found.results:
        values = result.as_dict()
        half = {f"{key}_half_width": values["interval"].get(key) for key in _MEASURES}
        yield values | half | {"level": found.level}


def draw(console: Console, found: Evaluation) -> None:
    """The table of methods, and how honest our likelihoods are."""
    console.print(
        Text(
            f"{plural(found.rows, 'passage')} of {plural(found.interviews, 'interview')}, {found.codes}"
            f" {'themes' if found.level == 'theme' else 'indicators'} in use."
        )
    )
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("coded", justify="right", no_wrap=True)
    table.add_column("method", no_wrap=True)
    for heading in _HEADINGS:
        table.add_column(heading, justify="right", no_wrap=True)
    before: int | None = None
    for result in found.results:
        if before not in (None, result.coded):
            table.add_row()
        first = str(result.coded) if before != result.coded else ""
        if first and result.used < result.coded:
            first += f" ({result.used:.0f})"
        before = result.coded
        cells = [_cell(result, key) for key in _MEASURES]
        table.add_row(first, result.method, *cells, style="bold" if result.method == _OURS else "")
    console.print(table)
    seeds = found.results[0].seeds if found.results else 0
    console.print(Text(f"Mean of {plural(seeds, 'split')} by interview, ± half a 95 % interval over splits."))
    if any(result.used < result.coded for result in found.results):
        console.print(Text("In brackets: how many coded examples there really were to learn from."))
    _draw_reliability(console, found)


def _cell(result: Result, key: str) -> str:
    value, half = result.values.get(key, math.nan), result.half_widths.get(key, math.nan)
    if not math.isfinite(value):
        return "-"
    words = f"{value:.2f}".removeprefix("0")
    if key not in _WITH_INTERVAL:
        return words
    return f"{words} ±{half:.2f}".replace("±0", "±") if math.isfinite(half) else words


def _draw_reliability(console: Console, found: Evaluation) -> None:
    """Bars of how often the first suggestion was right, by the likelihood that was shown."""
    ours = [result for result in found.results if result.method == _OURS and result.reliability]
    if not ours:
        return
    last = ours[-1]
    console.print(Text(f"\nHow honest the likelihoods are, at {last.coded} coded (█ right, │ what was said):"))
    for one in last.reliability:
        bar = list("█" * round(one.right * _BAR) + " " * (_BAR - round(one.right * _BAR)))
        bar[min(_BAR - 1, round(one.likelihood * _BAR))] = "│"
        said = f"{one.low:4.0%}-{one.high:4.0%}"
        console.print(Text(f"  {said}  {''.join(bar)}  {one.right:4.0%} right of {one.count:,}"))
