"""A figure as CSV, as JSON, or as a table for people: one way for all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Protocol

from rrt_qual.cli.shared import output
from rrt_qual.cli.shared.arguments import OutputFormat
from rrt_qual.cli.shared.terminal import out, shown
from rrt_qual.domain.report.report import Column, Sheet, Value, ValueType

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

#: Words that have a colour, wherever they stand in such a column; they can be read without it.
_STYLES: dict[str, dict[str, str]] = {
    "rating": {"red": "bold red", "amber": "bold yellow", "green": "bold green", "little": "dim", "few": "dim"},
    "direction": {"worse": "bold red", "better": "bold green", "too few": "dim"},
    "agreement": {"contradict": "bold red", "explain": "bold", "silent": "dim"},
    "stances": {"+": "green", "-": "red", "!": "cyan", "·": "dim"},
}
_STYLES["survey_rating"] = _STYLES["rating"]

#: First columns in which what stands for several rows is said once.
_SAID_ONCE = (("name",), ("stance",))

#: Cells that the column which gives way keeps at least, the longest heading, and the longest words that never wrap.
_NARROWEST, _LONGEST, _WRAPS = 18, 16, 24


class Rule(Protocol):
    """A rule with numbers that a project may change."""

    def settings(self) -> dict[str, float]:
        """Its numbers by name."""

    def words(self) -> list[str]:
        """The rule in sentences."""


def show(
    sheet: Sheet,
    form: OutputFormat,
    about: Mapping[str, Any] | None = None,
    *,
    head: Iterable[str] = (),
    reading: Callable[[], Iterable[Sheet]] | None = None,
) -> None:
    """Print a figure: in JSON with what it is `about` (None: the rows alone), in a table below the lines of `head`.

    JSON and CSV have all rows and columns, and stand alone on stdout; the table is `reading`, or the columns for
    reading.
    """
    if form is OutputFormat.JSON:
        rows = sheet.records()
        output.write_json(rows if about is None else {**about, "notes": sheet.notes, "rows": rows})
    elif form is OutputFormat.CSV:
        output.write_csv(sheet.keys, sheet.records())
    else:
        draw(*(reading() if reading else (sheet.brief(),)), head=head)


def draw(*sheets: Sheet, head: Iterable[str] = ()) -> None:
    """Print tables for people, one below the other, under the lines of `head`."""
    from rich.text import Text

    console, begun = out(), False
    for line in head:
        console.print(Text(shown(line)))
        begun = True
    for sheet in sheets:
        if sheet.title and begun:
            console.print()
        _draw(console, sheet)
        begun = True


def asked(project: str, wave: str | None, coder: str | None, *more: str) -> str:
    """What a figure was asked of, in a line: 'Our study, wave 2026, any coder'."""
    return ", ".join([project, f"wave {wave}" if wave else "all waves", coder or "any coder", *filter(None, more)])


def show_rule(rule: Rule, form: OutputFormat) -> None:
    """Print a rule of the project: in words, and its numbers under their names."""
    if form is OutputFormat.JSON:
        output.write_json({"rule": rule.settings(), "words": rule.words()})
    elif form is OutputFormat.CSV:
        output.write_csv(("name", "value"), [{"name": k, "value": v} for k, v in rule.settings().items()])
    else:
        from rich.text import Text

        for line in [*rule.words(), "", *(f"{name} = {value:.4g}" for name, value in rule.settings().items())]:
            out().print(Text(shown(line)))


def _draw(console: Console, sheet: Sheet) -> None:
    """The title and what is under it, the table (or as many as the width needs), the notes."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    first, *under = sheet.title.split("\n")
    if first:
        console.print(Text(shown(first), style="bold"))
    for line in under:
        console.print(Text(shown(line)))
    texts = [[_cell(column, value) for value in column_of] for column, column_of in _columns(sheet)]
    if sheet.keys[:1] in _SAID_ONCE and not sheet.depths:
        texts[0] = [Text() if n and one == texts[0][n - 1] else one for n, one in enumerate(texts[0])]
    widths = [_width(column, found) for column, found in zip(sheet.columns, texts, strict=True)]
    flexible = max(range(len(widths)), key=lambda n: (sheet.columns[n].type is ValueType.TEXT, widths[n]), default=0)
    for run in _runs(widths, flexible, console.width) if sheet.rows else ():
        headed = any(sheet.columns[n].head for n in run)
        table = Table(box=box.SIMPLE_HEAD if headed else None, pad_edge=False, show_header=headed)
        for n in run:
            column = sheet.columns[n]
            side = "left" if column.type is ValueType.TEXT else "right"
            room: dict[str, Any] = {"no_wrap": True}
            if n == flexible or widths[n] > _WRAPS:
                room = {"ratio": 1, "min_width": _NARROWEST, "overflow": "fold"}
            table.add_column(Text(_heading(column)), justify=side, **room)  # type: ignore[arg-type]
        for r, depth in enumerate(sheet.depths or [0] * len(sheet.rows)):
            cells = [_indented(texts[n][r], depth) if n == flexible else texts[n][r] for n in run]
            table.add_row(*cells, style="bold" if not depth and any(sheet.depths) else "")
        console.print(table)
    for note in sheet.notes:
        console.print(Text(shown(note)))


def _columns(sheet: Sheet) -> Iterable[tuple[Column, list[Value]]]:
    return ((column, [row[n] for row in sheet.rows]) for n, column in enumerate(sheet.columns))


def _heading(column: Column) -> str:
    head = shown(column.head)
    return head if len(head) <= _LONGEST else f"{head[: _LONGEST - 1]}…"


def _cell(column: Column, value: Value) -> Text:
    """A cell: what stands under its first line is said quietly."""
    from rich.text import Text

    first, *under = ("" if value == "" else column.written(value, "-")).split("\n")
    cell = Text(shown(first))
    for word, style in _STYLES.get(column.key, {}).items():
        cell.highlight_words([word], style)
    for line in under:
        cell.append(f"\n{shown(line)}", style="dim")
    return cell


def _indented(cell: Text, depth: int) -> Any:
    from rich.padding import Padding

    return Padding(cell, (0, 0, 0, 2 * depth)) if depth else cell


def _width(column: Column, cells: Iterable[Text]) -> int:
    from rich.cells import cell_len

    return max([cell_len(_heading(column)), *(cell_len(line) for c in cells for line in c.plain.split("\n"))])


def _runs(widths: list[int], flexible: int, width: int) -> list[list[int]]:
    """The columns in runs that fit in that width, each with the one that gives way and at least one other."""
    runs: list[list[int]] = [[flexible]]
    left = start = width - min(widths[flexible], _NARROWEST) - 2
    for n, need in enumerate(widths):
        if n == flexible:
            continue
        need = need if need <= _WRAPS else _NARROWEST
        if len(runs[-1]) > 1 and need + 3 > left:
            runs.append([flexible])
            left = start
        runs[-1].append(n)
        left -= need + 3
    return [sorted(run) for run in runs]
