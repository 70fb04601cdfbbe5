"""How many interviews it took until new ones brought next to nothing new (Guest, Namey and Chen 2020)."""

from __future__ import annotations

from collections.abc import Iterable

from rrt_qual.domain.figures import columns as col
from rrt_qual.domain.report.report import Sheet, Value

COLUMNS = (
    col.text("level", "Level", "theme, indicator or domain: what is counted", brief=False),
    col.count("interviews", "Interviews", "how many interviews have been taken so far, in the order held", short="nth"),
    col.count("new", "New", "what the last of them was the first to speak of", unit="of the level", short="new"),
    col.count("total", "All", "what any of them speaks of", unit="of the level", short="all"),
    col.number(
        "shuffled_mean", "Shuffled, mean", "mean of total after as many interviews, over shuffled orders",
        unit="of the level",
    ),
    col.count(
        "shuffled_low", "Shuffled, from", "lower end of the middle 95 % of those orders", unit="of the level",
        brief=False,
    ),
    col.count("shuffled_high", "Shuffled, to", "upper end of it", unit="of the level", brief=False),
    col.count("run_new", "Run, new", "what the run that begins here brings", unit="of the level"),
    col.share("run_share", "Run, share", "run_new / what the base interviews speak of", unit="from 0"),
    col.WAVE,
    col.CODER,
)  # fmt: skip

#: The longest bar, in signs.
_BAR = 16


def sheet(rows: Iterable[tuple[Value, ...]]) -> Sheet:
    """A row an interview, in the order held."""
    return Sheet("saturation", "Saturation", COLUMNS, tuple(rows))


def reading(found: Sheet) -> Sheet:
    """The curve for people: a bar a row, the spread of the shuffled orders in one cell, the run in another."""
    records = found.records()
    most = max(col.numbers([r["total"] for r in records]), default=1) or 1
    rows = tuple(
        (
            *(r["interviews"], r["new"], r["total"]),
            "█" * sum(round(_BAR * n / most) for n in col.numbers([r["total"]])),
            f"{r['shuffled_mean']:.1f} ({r['shuffled_low']}-{r['shuffled_high']})",
            "" if r["run_share"] is None else f"+{r['run_new']}, {100 * float(r['run_share']):.0f} %",
        )
        for r in records
    )
    columns = (
        *col.pick(COLUMNS, "interviews", "new", "total"),
        col.text("bar", "", ""),
        col.number("shuffled", "shuffled orders", ""),
        col.number("run", "run from here", ""),
    )
    return Sheet(found.name, "", columns, rows)
