"""The table of themes for people: it can be read in 80 columns, without colour."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from rrt_qual.analysis.figures.frequency import Figure, FrequencyTable, Row
from rrt_qual.cli.figures.themes_rows import Figures, Rows, Tables, totals
from rrt_qual.cli.shared.terminal import shown
from rrt_qual.domain.codebook import STANCES, Stance
from rrt_qual.domain.confidentiality.disclosure import CONFIDENTIAL

_STANCES = (*STANCES, Stance.UNSPECIFIED)
_STYLES = {Stance.STRENGTH: "green", Stance.RISK: "red", Stance.SOLUTION: "cyan", Stance.UNSPECIFIED: "dim"}
_BAR = 14
_NAME = 28
_GROUP = 9
_LONGEST_GROUP = 16


def draw(console: Console, project: str, table: Tables, levels: tuple[str, ...]) -> None:
    """Print the heading, then one table, or as many beside one another as the groups need."""
    for line in _heading(project, table):
        console.print(Text(line))
    if isinstance(table, FrequencyTable) and table.by is None:
        whole = [row for row in table.rows if row.level in levels]
        per_sign = _scale(whole)
        console.print(_whole(whole, per_sign))
        legend = "  ".join(f"{stance.letter} {stance}" for stance in _STANCES)
        each = "one interview" if per_sign == 1 else f"about {per_sign} interviews"
        console.print(Text(f"{legend}  (each sign is {each})"))
        return
    rows: list[Rows] = [row for row in table.rows if row.level in levels]
    for groups in _fitting(table.groups, console.width):
        console.print(_broken_down(rows, groups))


def _heading(project: str, table: Tables) -> list[str]:
    coded, there = (CONFIDENTIAL if n is None else n for n in totals(table))
    parts = [
        project,
        f"wave {table.wave}" if table.wave else "all waves",
        table.coder or "any coder",
        *([f"as {table.stance}"] if table.stance else []),
        *([f"by {table.by}"] if table.by else []),
    ]
    return [
        shown(", ".join(parts)),
        f"Base: {coded} of {there} interviews are coded or marked as done.",
        shown(f"Rule: {table.counting_rule}."),
    ]


def _table(width: int | None = None) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, expand=False)
    table.add_column("", min_width=_NAME, width=width, ratio=1)
    return table


def _whole(rows: Sequence[Row], per_sign: int) -> Table:
    table = _table()
    for heading in ("n of N", "share", "95 % CI", "passages"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("stances", no_wrap=True)
    for row in rows:
        figure = row.figure
        cells = (f"{figure.interviews} of {figure.base}", _share(figure), _interval(figure), str(figure.passages))
        table.add_row(_name(row), *cells, _bar(figure, per_sign), style=_style(row, figure.interviews))
    return table


def _broken_down(rows: Sequence[Rows], groups: Sequence[str]) -> Table:
    drawn = _table(_NAME)  # the same in every table, as they are read side by side
    for group in groups:
        heading = shown(group)
        drawn.add_column(
            Text(heading if len(heading) <= _LONGEST_GROUP else heading[: _LONGEST_GROUP - 1] + "…"),
            justify="right",
            no_wrap=True,
            min_width=_GROUP,
        )
    for row in rows:
        figures = [row.figures[group] for group in groups]
        drawn.add_row(_name(row), *map(_cell, figures), style=_style(row, any(f.interviews != 0 for f in figures)))
    return drawn


def _fitting(groups: Sequence[str], width: int) -> list[list[str]]:
    """The groups in runs that fit beside the names in that width, at least one a run."""
    runs: list[list[str]] = [[]]
    left = width - _NAME
    for group in groups:
        need = max(_GROUP, min(len(shown(group)), _LONGEST_GROUP)) + 2
        if runs[-1] and need > left:
            runs.append([])
            left = width - _NAME
        runs[-1].append(group)
        left -= need
    return runs


def _name(row: Rows) -> Padding:
    return Padding(Text(shown(row.name)), (0, 0, 0, 2 * row.depth))


def _style(row: Rows, interviews: int) -> str:
    if not interviews:
        return "dim"
    return "bold" if row.level == "domain" else ""


def _cell(figure: Figures) -> str:
    """'4/7  57 %'; a figure that is held back, or of which nobody may know what it is out of, is confidential."""
    if figure.interviews is None or figure.base is None:
        return CONFIDENTIAL
    return f"{figure.interviews}/{figure.base} {_share(figure):>5}"


def _share(figure: Figures) -> str:
    return "-" if figure.share is None else f"{100 * figure.share:.0f} %"


def _interval(figure: Figures) -> str:
    return "-" if figure.interval is None else "-".join(f"{100 * end:.0f}" for end in figure.interval)


def _scale(rows: Sequence[Row]) -> int:
    """How many interviews one sign stands for, so that the longest bar fits."""
    longest = max((sum(n for n, _ in row.figure.by_stance.values()) for row in rows), default=0)
    return max(1, ceil(longest / _BAR))


def _bar(figure: Figure, per_sign: int) -> Text:
    """The stances as signs, a sign an interview (or a few): `+++--!`."""
    bar = Text()
    for stance in _STANCES:
        interviews, _ = figure.by_stance.get(stance, (0, 0))
        if interviews:
            bar.append(stance.letter * max(1, round(interviews / per_sign)), style=_STYLES[stance])
    return bar
