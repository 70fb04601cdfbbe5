"""A `RowList` with columns: titles that stay, cells cut to fit, and a cursor on one figure if wanted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rich.style import Style
from rich.text import Text
from textual.events import Click

from rrt_qual.domain.report.report import Column as Defined
from rrt_qual.domain.report.report import ValueType
from rrt_qual.tui.widgets.row_list import RowList

#: Cells between two columns: with one, numbers that are set right touch words that are set left.
GAP = 2


@dataclass(frozen=True, slots=True)
class TableColumn:
    """One column; `width` in cells, `right` aligns its cells and its title to the right."""

    title: str
    width: int
    right: bool = False

    @classmethod
    def of(cls, figure: Defined, widths: tuple[int, int], *, wide: bool) -> TableColumn:
        """A column of a figure, headed as it is defined, of the first width or the second; numbers to the right."""
        is_number = figure.type is not ValueType.TEXT
        return cls(figure.title if wide else figure.head, widths[0] if wide else widths[1], is_number)


def fit(text: Text, width: int, *, right: bool = False) -> Text:
    """`text` exactly `width` cells wide: cut with an ellipsis, or padded."""
    out = text.copy()
    out.no_wrap = True
    out.truncate(width, overflow="ellipsis")
    missing = width - out.cell_len
    if missing > 0:
        out.pad_left(missing) if right else out.pad_right(missing)
    return out


class RowTable(RowList):
    """Rows of cells. `figures` are the columns that the cursor may stand on (none: whole rows)."""

    COMPONENT_CLASSES = {"row-table--figure"}
    DEFAULT_CSS = """
    RowTable > .row-table--figure { background: $primary; color: $text; text-style: bold; }
    """

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.columns: tuple[TableColumn, ...] = ()
        self.figures: tuple[int, ...] = ()
        self.figure = 0

    def set_table(
        self,
        columns: Sequence[TableColumn],
        count: int,
        cells: Callable[[int], Sequence[Text]],
        *,
        selectable: Callable[[int], bool] | None = None,
        cursor: int | None = 0,
        figures: Sequence[int] = (),
        steady: bool = False,
    ) -> None:
        """Show rows of `cells`, one to a column (a heading may have fewer: its last runs on); `steady` as for rows."""
        self.columns, self.figures = tuple(columns), tuple(figures)
        self.figure = min(self.figure, max(0, len(self.figures) - 1))
        self.set_rows(
            count,
            lambda row, width: [self._line(cells(row), row, width)],
            selectable=selectable,
            cursor=cursor,
            steady=steady,
        )

    def head(self, width: int) -> Text | None:
        """The titles of the columns."""
        if not self.columns:
            return None
        return Text(" " * GAP).join(fit(Text(c.title), c.width, right=c.right) for c in self.columns)

    def move_figure(self, step: int) -> None:
        """Move the cursor to another figure of the row."""
        if self.figures:
            self.figure = min(max(self.figure + step, 0), len(self.figures) - 1)
            self._refresh_row(self.cursor)

    def _line(self, cells: Sequence[Text], row: int, width: int) -> Text:
        out = Text(no_wrap=True)
        lit = self.figures[self.figure] if self.figures and row == self.cursor else None
        for n, cell in enumerate(cells):
            column = self.columns[n]
            last = n == len(cells) - 1
            room = max(column.width, width - out.cell_len) if last and len(cells) < len(self.columns) else column.width
            fitted = fit(cell, room, right=column.right)
            if n == lit:
                fitted.stylize(self._figure_style())
            out.append_text(fitted)
            if not last:
                out.append(" " * GAP)
        return out

    def _figure_style(self) -> Style:
        name = "row-table--figure" if self.has_focus else "row-list--cursor-away"
        return self.get_component_rich_style(name)

    def on_click(self, event: Click) -> None:
        """Put the cursor on the figure that was clicked; a click on another figure does not choose."""
        offset = event.get_content_offset(self)
        if offset is None or not self.figures:
            return
        start = 2
        for n, column in enumerate(self.columns):
            if start - 1 <= offset.x <= start + column.width and n in self.figures:
                wanted = self.figures.index(n)
                if wanted != self.figure:
                    self.figure = wanted
                    if (offset.y - 1 + self.scroll_offset.y) // self.row_height == self.cursor:
                        event.prevent_default()
                    self.refresh()
                return
            start += column.width + GAP
