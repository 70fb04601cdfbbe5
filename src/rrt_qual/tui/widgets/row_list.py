"""A list that draws only the rows on the screen, so that ten thousand are as quick as ten.

What a row says is asked for while it is drawn, as `rich.Text`, and nothing in it is markup.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual.events import Click, Resize
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from rrt_qual.tui.actions import table as actions

#: (row, width in cells) -> the lines of that row, each at most that wide.
Draw = Callable[[int, int], Sequence[Text]]


class RowList(ScrollView, can_focus=True):
    """Rows of equal height with a cursor, by keyboard and mouse.

    A click goes to a row, a click on the row under the cursor chooses it. Rows that `selectable`
    refuses (headings) are passed over. The cursor's row is marked by `❯` as well as by colour.
    """

    BINDINGS = actions.bindings("list")
    SCOPE = "list"
    COMPONENT_CLASSES = {"row-list--head", "row-list--cursor", "row-list--cursor-away"}
    DEFAULT_CSS = """
    RowList {
        height: 1fr;
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-size-vertical: 1;
        scrollbar-gutter: stable;
        & > .row-list--head { text-style: bold; background: $panel; }
        & > .row-list--cursor { background: $primary 40%; text-style: bold; }
        & > .row-list--cursor-away { background: $primary 20%; }
    }
    """

    class Highlighted(Message):
        """The cursor came to a row; None when there is no row."""

        def __init__(self, rows: RowList, row: int | None) -> None:
            super().__init__()
            self.rows = rows
            self.row = row

        @property
        def control(self) -> RowList:
            """The list."""
            return self.rows

    class Selected(Message):
        """A row was chosen with the mouse."""

        def __init__(self, rows: RowList, row: int) -> None:
            super().__init__()
            self.rows = rows
            self.row = row

        @property
        def control(self) -> RowList:
            """The list."""
            return self.rows

    def __init__(self, *, row_height: int = 1, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.row_height = row_height
        self.cursor: int | None = None
        self.lit = False
        self._count = 0
        self._draw: Draw = lambda row, width: ()
        self._selectable: Callable[[int], bool] = lambda row: True

    # what is shown ------------------------------------------------------------------------------

    def set_rows(
        self,
        count: int,
        draw: Draw,
        *,
        selectable: Callable[[int], bool] | None = None,
        cursor: int | None = 0,
        steady: bool = False,
    ) -> None:
        """Show `count` rows that `draw` draws; the cursor goes to `cursor` or the nearest row that takes it.

        With `cursor` None it stands on no row until it is moved. With `steady` the rows are the same ones read again:
        the row of the cursor stays where it is on the screen, whatever came or went above it.
        """
        before, y = self.cursor, self.scroll_offset.y
        self._count, self._draw = count, draw
        self._selectable = selectable or (lambda row: True)
        self._fit()
        self.cursor = self._nearest(min(cursor, count - 1)) if count and cursor is not None else None
        if steady and before is not None and self.cursor is not None:
            self._stay(y + (self.cursor - before) * self.row_height)
        else:
            self._show_cursor()
        self.refresh()
        self.post_message(self.Highlighted(self, self.cursor))

    @property
    def count(self) -> int:
        """How many rows there are."""
        return self._count

    def head(self, width: int) -> Text | None:
        """The line above the rows, which stays when they scroll; None for no such line."""
        return None

    def redraw(self) -> None:
        """Draw what is on the screen anew, after what `draw` says has changed."""
        self.refresh()

    def set_lit(self, lit: bool) -> None:
        """Show the cursor in full colour even when the keys go elsewhere (a field above the list)."""
        self.lit = lit
        self.refresh()

    # moving -------------------------------------------------------------------------------------

    def move_to(self, row: int) -> None:
        """Put the cursor on a row, or the nearest one that takes it."""
        if not self._count:
            return
        found = self._nearest(min(max(row, 0), self._count - 1))
        if found is not None and found != self.cursor:
            before, self.cursor = self.cursor, found
            self._refresh_row(before)
            self._refresh_row(found)
            self.post_message(self.Highlighted(self, found))
        self._show_cursor()

    def move_by(self, step: int) -> None:
        """Move the cursor `step` rows that take it, down or up."""
        if self.cursor is None:
            self.move_to(0)
            return
        row, at, left = self.cursor, self.cursor, abs(step)
        direction = 1 if step > 0 else -1
        while left and 0 <= at + direction < self._count:
            at += direction
            if self._selectable(at):
                row, left = at, left - 1
        self.move_to(row)

    def action_cursor_down(self) -> None:
        self.move_by(1)

    def action_cursor_up(self) -> None:
        self.move_by(-1)

    def action_page_down(self) -> None:
        self.move_by(self.page_rows)

    def action_page_up(self) -> None:
        self.move_by(-self.page_rows)

    def action_first(self) -> None:
        self.move_to(0)

    def action_last(self) -> None:
        self.move_to(self._count - 1)

    @property
    def page_rows(self) -> int:
        """How many whole rows fit on the screen, less one."""
        return max(1, (self._view_height - self._head_height) // self.row_height - 1)

    def _nearest(self, row: int) -> int | None:
        for away in range(self._count):
            for near in (row + away, row - away):
                if 0 <= near < self._count and self._selectable(near):
                    return near
        return None

    # geometry -----------------------------------------------------------------------------------

    @property
    def _head_height(self) -> int:
        return 0 if self.head(max(1, self.row_width)) is None else 1

    @property
    def _view_height(self) -> int:
        return self.scrollable_content_region.height

    @property
    def row_width(self) -> int:
        """The cells that a row may take: all but the cursor's mark and one before the scroll bar."""
        return max(1, self.scrollable_content_region.width - 3)

    def _fit(self) -> None:
        self.virtual_size = Size(1, self._count * self.row_height + self._head_height)

    def on_resize(self, event: Resize) -> None:
        """Keep the cursor in view."""
        self._fit()
        self._show_cursor()

    def _refresh_row(self, row: int | None) -> None:
        """Draw one row anew; the others have not changed."""
        if row is not None:
            y = self._head_height + row * self.row_height - self.scroll_offset.y
            self.refresh(Region(0, y, self.size.width, self.row_height))

    def _stay(self, y: int) -> None:
        """Scroll so that line `y` of all rows is the first, without a move that can be seen."""
        last = max(0, self._count * self.row_height + self._head_height - self._view_height)
        y = min(max(y, 0), last)
        if y != self.scroll_offset.y:
            self.scroll_to(y=y, animate=False, force=True, immediate=True)

    def _show_cursor(self) -> None:
        if self.cursor is None or not self._view_height:
            return
        page = max(self.row_height, self._view_height - self._head_height)
        first = next((r for r in range(self.cursor + 1) if self._selectable(r)), 0)
        top = 0 if self.cursor == first else self.cursor * self.row_height
        bottom = (self.cursor + 1) * self.row_height
        y = self.scroll_offset.y
        if top < y:
            y = top
        if bottom > y + page:
            y = bottom - page
        if y != self.scroll_offset.y:
            self.scroll_to(y=y, animate=False, force=True, immediate=True)

    # drawing ------------------------------------------------------------------------------------

    def render_line(self, y: int) -> Strip:
        """One line of the screen."""
        width = self.scrollable_content_region.width
        head = self.head(self.row_width) if self._head_height else None
        if head is not None and y == 0:
            style = self.rich_style + self.get_component_rich_style("row-list--head")
            return self._strip("  ", head, width, style)
        at = y - self._head_height + self.scroll_offset.y
        row, line = divmod(at, self.row_height)
        if row >= self._count:
            return Strip.blank(width, self.rich_style)
        lines = self._draw(row, self.row_width)
        text = lines[line] if line < len(lines) else Text()
        style = self.rich_style
        mark = "  "
        if row == self.cursor:
            name = "row-list--cursor" if self.has_focus or self.lit else "row-list--cursor-away"
            style += self.get_component_rich_style(name)
            mark = "❯ " if line == 0 else "  "
        return self._strip(mark, text, width, style)

    def _strip(self, mark: str, text: Text, width: int, style: Style) -> Strip:
        segments = [Segment(mark), *text.render(self.app.console, end="")]
        return Strip(segments).adjust_cell_length(width).apply_style(style)

    # mouse --------------------------------------------------------------------------------------

    def on_click(self, event: Click) -> None:
        """Go to the row; choose it when the cursor was there already."""
        offset = event.get_content_offset(self)
        if offset is None:
            return
        at = offset.y - self._head_height
        if at < 0:
            return
        row = (at + self.scroll_offset.y) // self.row_height
        if row >= self._count or not self._selectable(row):
            return
        event.stop()
        if row == self.cursor:
            self.post_message(self.Selected(self, row))
        else:
            self.move_to(row)
