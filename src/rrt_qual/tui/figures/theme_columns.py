"""What the table of themes shows in which column; a layout for narrow and for wide screens."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rich.text import Text

from rrt_qual.domain.codebook import STANCES, Stance
from rrt_qual.domain.figures import frequencies as figure
from rrt_qual.domain.figures.columns import INTERVAL
from rrt_qual.domain.report.report import Column as Defined
from rrt_qual.services.figures.frequencies import Frequency, FrequencyRow, FrequencyTable
from rrt_qual.tui.widgets.bars import bar, interval, percent
from rrt_qual.tui.widgets.plain import squeeze
from rrt_qual.tui.widgets.row_table import GAP, TableColumn
from rrt_qual.tui.widgets.signs import stance_colour

#: Columns from which on bars and words stand beside figures: those columns and their gaps take 94, and a
#: theme's name needs a dozen.
_WIDE = 108


@dataclass(frozen=True, slots=True)
class ThemeLook:
    """What drawing needs to know: the cells there are, the colours, and the signs of the themes."""

    width: int
    dark: bool
    colour: str
    signs: Mapping[str, str]
    flat: bool = False

    @property
    def wide(self) -> bool:
        """Whether there is room for bars and words."""
        return self.width >= _WIDE


@dataclass(frozen=True, slots=True)
class ColumnLayout:
    """Columns, and for each that holds a figure the stance and group it stands for."""

    columns: tuple[TableColumn, ...]
    figures: tuple[int, ...]
    stances: tuple[Stance | None, ...]
    groups: tuple[str, ...]


def layout(table: FrequencyTable, look: ThemeLook, first_group: int = 0) -> ColumnLayout:
    """The columns that fit. Broken down, as many groups as fit from `first_group` on."""
    return _grouped(table, look, first_group) if table.by else _plain(table, look)


def cells(row: FrequencyRow, table: FrequencyTable, look: ThemeLook, plan: ColumnLayout) -> list[Text]:
    """The cells of one row."""
    if table.by:
        out = [_name(row, look)]
        bars = plan.columns[-1].width - 15
        return out + [_group_cell(row.figures[g], look, bars) for g in plan.groups]
    found = row.figure
    quiet = "" if found.interviews else "dim"
    out = [_name(row, look), Text(f"{found.interviews} of {found.base}", style=quiet)]
    if look.wide:
        out.append(bar(found.share, 12, style=look.colour))
    out.append(Text(percent(found.share), style=quiet))
    out.append(Text(interval(found.interval), style="dim"))
    out.append(Text(f"{found.passages:,}", style=quiet))
    if table.stance is None:
        out += [_stance_cell(found, stance, look) for stance in STANCES]
    return out


def _plain(table: FrequencyTable, look: ThemeLook) -> ColumnLayout:
    stances = STANCES if table.stance is None else ()
    defined = {c.key: c for c in figure.COLUMNS}
    rest = [TableColumn.of(defined["interviews"], (10, 8), wide=look.wide)]
    if look.wide:
        rest.append(TableColumn("", 12))
    rest += [
        TableColumn.of(defined["share"], (6, 6), wide=look.wide),
        TableColumn(INTERVAL.head, 9, right=True),
        TableColumn.of(defined["passages"], (8, 5), wide=look.wide),
    ]
    rest += [stance_column(defined[f"{s}_interviews"], (11, 2), wide=look.wide) for s in stances]
    name = look.width - sum(c.width + GAP for c in rest)
    columns = (TableColumn("Theme", max(12, min(name, 60))), *rest)
    first = len(columns) - len(stances)
    return ColumnLayout(columns, (1, *range(first, len(columns))), (None, *stances), ("",) * (1 + len(stances)))


def stance_column(figure: Defined, widths: tuple[int, int], *, wide: bool) -> TableColumn:
    """A column that counts a stance: '- risk' where there is room, else its sign."""
    return (
        TableColumn(f"{figure.head} {figure.title.lower()}", widths[0])
        if wide
        else TableColumn(figure.head, widths[1], True)
    )


def _grouped(table: FrequencyTable, look: ThemeLook, first_group: int) -> ColumnLayout:
    width = 20 if look.wide else 14
    name = max(20, min(44 if look.wide else 26, look.width // 3))
    fits = max(1, (look.width - name) // (width + GAP))
    groups = table.groups[first_group : first_group + fits]
    columns = [TableColumn("Theme", name), *(TableColumn(squeeze(group), width) for group in groups)]
    return ColumnLayout(tuple(columns), tuple(range(1, len(columns))), (table.stance,) * len(groups), tuple(groups))


def _name(row: FrequencyRow, look: ThemeLook) -> Text:
    out = Text("" if look.flat else " " * row.depth, no_wrap=True)
    if row.level == "theme":
        out.append("█", style=row.colour)
        out.append(f"{look.signs.get(row.key, '··')} ", style="bold")
        out.append(squeeze(row.name), style="" if _any(row) else "dim")
    else:
        out.append(squeeze(row.name), style="bold" if row.level == "domain" else "italic")
    return out


def _any(row: FrequencyRow) -> bool:
    return any(f.interviews for f in row.figures.values())


def _stance_cell(figure: Frequency, stance: Stance, look: ThemeLook) -> Text:
    """How many interviews speak of it so; the bar is the share of the same base."""
    n = figure.by_stance.get(stance, (0, 0))[0]
    if not n:
        return Text("·" if not look.wide else f"{stance.letter}         ·", style="dim")
    colour = stance_colour(stance, dark=look.dark)
    if not look.wide:
        return Text(str(n), style=colour)
    out = Text(f"{stance.letter} ", style=f"bold {colour}")
    out.append_text(bar(n / figure.base if figure.base else 0, 6, style=colour))
    out.append(f"{n:>3}")
    return out


def _group_cell(figure: Frequency, look: ThemeLook, bar_width: int) -> Text:
    quiet = "" if figure.interviews else "dim"
    out = Text(f"{figure.interviews:>2} of {figure.base:<3}", style=quiet, no_wrap=True)
    out.append(f"{percent(figure.share):>5}", style=quiet)
    if bar_width >= 4:
        out.append(" ")
        out.append_text(bar(figure.share, bar_width, style=look.colour))
    return out


def rows_at(table: FrequencyTable, level: str, *, by_number: bool) -> Sequence[FrequencyRow]:
    """The rows down to `level`; or those of that level alone, the most interviews first."""
    levels = {"domain": ("domain",), "indicator": ("domain", "indicator"), "theme": ("domain", "indicator", "theme")}
    if not by_number:
        found = [r for r in table.rows if r.level in levels[level]]
        return found or list(table.rows)
    only = table.of_level(level) or list(table.rows)
    return sorted(only, key=lambda r: -sum(f.interviews for f in r.figures.values()))
