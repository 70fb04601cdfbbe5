"""How well identifying words are found, as a table for people and as rows for programs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from rrt_qual.cli.shared.terminal import plural, shown

if TYPE_CHECKING:
    from rrt_qual.services.confidentiality.measure import FindingEvaluation

COLUMNS = ("label", "marked", "found", "recall", "predicted", "precision")


def flat(found: FindingEvaluation) -> Iterator[dict[str, Any]]:
    """A row a label, with 'all' last."""
    for label, score in found.scores.items():
        yield {"label": label} | score.as_dict()


def draw(console: Console, found: FindingEvaluation, *, with_lists: bool) -> None:
    """The table of labels, and what it counts."""
    lists = "with the project's names and attributes" if with_lists else "without the project's names and attributes"
    console.print(Text(f"{plural(found.interviews, 'interview')}, {lists}."))
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("label", overflow="fold")
    for heading in COLUMNS[1:]:
        table.add_column(heading, justify="right", no_wrap=True)
    for label, score in found.scores.items():
        rates = [_rate(score.recall), _rate(score.precision)]
        cells = [f"{score.marked:,}", f"{score.found:,}", rates[0], f"{score.predicted:,}", rates[1]]
        table.add_row(Text(shown(label)), *cells, style="bold" if label == "all" else "")
    console.print(table)
    console.print(Text("Found: covered wholly by finds of any kind. Predicted: finds of that kind in talk."))
    console.print(Text("Precision: the share of those that touch marked words, whatever their label."))


def _rate(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"
