"""A comparison as rows for other programs and as a table for people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from rrt_qual.cli.shared.numbers import WITHHELD, n_of, points, rounded
from rrt_qual.cli.shared.terminal import shown
from rrt_qual.domain.codebook import Stance
from rrt_qual.domain.report.evidence import Comparison, Difference, Direction, Share

if TYPE_CHECKING:
    from rich.console import Console

#: The columns of the CSV; a script may rely on their names and order.
COLUMNS = (
    *("level", "key", "name", "stance"),
    *(f"{side}{what}" for side in ("before", "after") for what in ("", "_interviews", "_base", "_share")),
    *("difference", "low", "high", "paired", "became", "note", "by", "group", "wave", "coder"),
)

_ORDER = (Direction.NEW, Direction.GONE, Direction.WORSE, Direction.BETTER, Direction.MORE, Direction.LESS)
_STYLES = {Direction.WORSE: "bold red", Direction.BETTER: "bold green", Direction.TOO_FEW: "dim"}
_LETTER = {None: " ", Stance.STRENGTH: "+", Stance.RISK: "-", Stance.SOLUTION: "!", Stance.UNSPECIFIED: "·"}


def flat(result: Comparison, about: Mapping[str, Any]) -> list[dict[str, Any]]:
    """A flat row a difference; every row says what was compared."""
    return [
        {
            **_row(result, row),
            **_side("before", result.before, row.before),
            **_side("after", result.after, row.after),
            **about,
        }
        for row in result.rows
    ]


def as_json(project: str, result: Comparison, about: Mapping[str, Any]) -> dict[str, Any]:
    """Everything in one value: what was compared, the notes, a row a difference."""
    return {
        "project": project,
        "level": result.level,
        "before": result.before,
        "after": result.after,
        **about,
        "notes": list(result.notes),
        "rows": [
            {**_row(result, r), **_side("before", None, r.before), **_side("after", None, r.after)} for r in result.rows
        ],
    }


def draw(console: Console, project: str, result: Comparison, about: Mapping[str, Any]) -> None:
    """What has changed in a few lines, then the table, then the notes."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    what = [project, f"{result.before} and {result.after}"]
    what += [f"{key} {value}" for key, value in about.items() if value]
    console.print(Text(shown(", ".join(what))))
    for direction in _ORDER:
        named = [_said(result, row) for row in result.of(direction)]
        if named:
            console.print(Text(shown(f"{direction}: {'; '.join(named)}"), style=_STYLES.get(direction, "")))
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("", ratio=1, min_width=24)
    for heading in (result.before, result.after, "diff.", "95 % CI"):
        table.add_column(Text(shown(heading)[:14]), justify="right", no_wrap=True)
    table.add_column("became", no_wrap=True)
    for row in result.rows:
        first = row.stance is None or result.rows[0].stance is not None
        name = shown(_name(result, row)) if first else f"  {_LETTER[row.stance]} {row.stance}"
        difference = WITHHELD if row.before.n is None else "-"
        interval = "-"
        if row.difference is not None and row.low is not None and row.high is not None:
            difference, interval = f"{100 * row.difference:+.0f}", points(row.low, row.high)
        became = Text(str(row.direction), style=_STYLES.get(row.direction, ""))
        table.add_row(Text(name), n_of(row.before), n_of(row.after), difference, interval, became)
    console.print(table)
    for note in result.notes:
        console.print(Text(shown(note)))


def _name(result: Comparison, row: Difference) -> str:
    return result.names.get(row.key, row.key)


def _said(result: Comparison, row: Difference) -> str:
    """'Line management (risk)', and whether it may be chance."""
    chance = row.low is not None and row.high is not None and row.low <= 0 <= row.high
    about = [*([str(row.stance)] if row.stance else []), *(["may be chance"] if chance else [])]
    return _name(result, row) + (f" ({', '.join(about)})" if about else "")


def _row(result: Comparison, row: Difference) -> dict[str, Any]:
    return {
        "level": row.level,
        "key": row.key,
        "name": _name(result, row),
        "stance": str(row.stance or "any"),
        "difference": rounded(row.difference),
        "low": rounded(row.low),
        "high": rounded(row.high),
        "paired": row.paired,
        "became": str(row.direction),
        "note": row.note or None,
    }


def _side(side: str, label: str | None, share: Share) -> dict[str, Any]:
    named = {side: label} if label is not None else {}
    return {
        **named,
        f"{side}_interviews": share.n,
        f"{side}_base": share.base if share.n is not None else None,
        f"{side}_share": rounded(share.value),
    }
