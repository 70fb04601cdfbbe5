"""Which themes (indicators, domains) are spoken of together, and how much more often than by chance."""

from __future__ import annotations

from collections.abc import Iterable

from rrt_qual.domain.figures import columns as col
from rrt_qual.domain.report.report import Sheet, Value

COLUMNS = (
    col.text("level", "Level", "theme, indicator or domain: what the two are", brief=False),
    col.text("first", "First", "id of the one", brief=False),
    col.text("first_name", "First", "name of the one"),
    col.text("second", "Second", "id of the other", brief=False),
    col.text("second_name", "Second", "name of the other"),
    col.count("interviews", "Interviews", "interviews in which the two meet"),
    col.count("both", "Both", "units with both", unit="units"),
    col.count("first_n", "First, n", "units with the one", unit="units", brief=False),
    col.count("second_n", "Second, n", "units with the other", unit="units", brief=False),
    col.count("base", "Of", "units that were looked at", unit="units", brief=False),
    col.number("jaccard", "Jaccard", "units with both as a share of those with either (Jaccard 1912)", unit="0 to 1"),
    col.number("lift", "Lift", "both over what is expected were the two independent; 1 is chance"),
    col.number("phi", "Phi", "correlation of the two as yes or no (Yule 1912)", unit="-1 to 1"),
    col.text(
        "within", "Within", "what a unit is: passage, neighbour (with what stands beside it) or interview", brief=False
    ),
    col.WAVE,
    col.CODER,
)


def sheet(rows: Iterable[tuple[Value, ...]]) -> Sheet:
    """A row a pair."""
    return Sheet("relations", "Relations", COLUMNS, tuple(rows))


def reading(found: Sheet, most: int) -> Sheet:
    """The first `most` pairs for people."""
    keys = ("interviews", "both", "jaccard", "lift", "phi")
    records = found.records()
    rows = tuple(
        (col.lines(r["first_name"], f"with {r['second_name']}"), *(r[k] for k in keys)) for r in records[:most]
    )
    left = len(records) - most
    more = f"{left:,} more pair{'' if left == 1 else 's'}: -n {len(records)}, or --format csv."
    return Sheet(
        found.name, "", (col.text("name", "", ""), *col.pick(COLUMNS, *keys)), rows, (more,) if left > 0 else ()
    )
