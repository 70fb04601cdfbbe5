"""The transcript on the screen: draws its own lines, so that a long interview repaints at once.

The view shows and points; which key does what is the screen's matter. It never changes a coding.
"""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.cache import LRUCache
from textual.color import Color
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.timer import Timer

from rrt_qual.domain.interview import Transcript
from rrt_qual.domain.spans import Span
from rrt_qual.tui.transcript.drag import Drag
from rrt_qual.tui.transcript.layout import Script, ScriptLayout
from rrt_qual.tui.transcript.mark import Mark
from rrt_qual.tui.transcript.paint import Columns, Scene
from rrt_qual.tui.transcript.palette import TranscriptColours
from rrt_qual.tui.transcript.placing import changed_rows, place
from rrt_qual.tui.transcript.selection import Cursor

__all__ = ["Mark", "TranscriptView"]

#: Rows that stay in sight above and below the cursor.
_CONTEXT = 2
#: Seconds between two lines while the mouse is dragged beyond the view.
_DRAG_SCROLL = 0.04


class TranscriptView(ScrollView, can_focus=True, inherit_bindings=False):
    """A transcript with a cursor, marks of codings and hits of a search."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES = {
        "transcript--quiet",
        "transcript--segment",
        "transcript--selection",
        "transcript--hit",
        "transcript--hit-current",
        "transcript--sign",
    }
    DEFAULT_CSS = """
    TranscriptView {
        background: $background;
        color: $foreground;
        overflow-x: hidden;
        overflow-y: scroll;
        scrollbar-size-vertical: 1;
        & > .transcript--quiet { color: $foreground 68%; }
        & > .transcript--segment { background: $foreground 16%; }
        & > .transcript--selection { background: $primary; }
        & > .transcript--hit { background: $warning 55%; }
        & > .transcript--hit-current { background: $warning; }
        & > .transcript--sign { color: $accent; }
    }
    """

    class CursorMoved(Message):
        """The cursor stands elsewhere, or the selection is another one."""

        def __init__(self, view: TranscriptView, cursor: Cursor) -> None:
            super().__init__()
            self.view = view
            self._then = cursor

        @property
        def cursor(self) -> Cursor:
            """Where the cursor stands now: a message that waited behind a key must not send anyone back."""
            return self.view.cursor or self._then

        @property
        def control(self) -> TranscriptView:
            """The view."""
            return self.view

    class MarkClicked(Message):
        """A mark in the margin was clicked, or the '+n' that stands for it."""

        def __init__(self, view: TranscriptView, mark_id: str) -> None:
            super().__init__()
            self.view = view
            self.mark_id = mark_id

        @property
        def control(self) -> TranscriptView:
            """The view."""
            return self.view

    def __init__(self, *, name: str | None = None, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self._script: Script | None = None
        self._scene: Scene | None = None
        self._cursor: Cursor | None = None
        self._marks: dict[str, Mark] = {}
        self._hits: tuple[Span, ...] = ()
        self._hit = -1
        self._strips: LRUCache[int, Strip] = LRUCache(1024)
        self._palette: TranscriptColours | None = None
        self._drag: Drag | None = None
        self._drag_timer: Timer | None = None
        self._rows_in_view = 0

    # what is shown

    def show(
        self,
        transcript: Transcript,
        cursor: Cursor | None = None,
        masks: tuple[Span, ...] = (),
        *,
        keep: bool = False,
    ) -> None:
        """Show a transcript from its start, or from `cursor` on; marks and hits of the one before are dropped.

        `masks` are the words that stand for others. With `keep` the cursor stays on the line it is on.
        """
        before, row = self._scene, 0
        if before is not None and self._cursor is not None:
            row = before.layout.row_of(self._cursor.focus) - self.scroll_offset.y
        self._script = Script.of(transcript, masks)
        self._cursor = cursor if cursor is not None else Cursor.of(transcript)
        self._marks, self._hits, self._hit, self._scene = {}, (), -1, None
        self._let_go()
        self._lay_out()
        top = self._scene.layout.row_of(self._cursor.focus) - row if keep and self._scene is not None else 0
        self.scroll_to(y=max(0, top), animate=False, force=True)
        self._reveal()
        self.post_message(self.CursorMoved(self, self._cursor))

    @property
    def cursor(self) -> Cursor | None:
        """Where the coder is; None before a transcript is shown."""
        return self._cursor

    def set_cursor(self, cursor: Cursor) -> None:
        """Move the cursor, and the view with it as little as needed; posts `CursorMoved` when it did move."""
        self._move(cursor)
        self._reveal()

    def _move(self, cursor: Cursor) -> None:
        if cursor == self._cursor:
            return
        self._cursor = cursor
        if self._scene is not None:
            old = self._scene.cursor_rows
            self._scene.put_cursor(cursor)
            self._repaint({*old, *self._scene.cursor_rows})
        self.post_message(self.CursorMoved(self, cursor))

    def page_cursor(self, cursor: Cursor, pages: int) -> Cursor:
        """`cursor` that many pages of this view further down, or up if negative; the view itself stays."""
        scene = self._scene
        if scene is None or cursor.is_empty:
            return cursor
        step = max(1, self.scrollable_content_region.height - _CONTEXT)
        row = scene.layout.row_of(cursor.focus) + pages * step
        moved = cursor.at(scene.layout.offset_at(row, 0))
        return moved if moved.index != cursor.index else cursor.page(1 if pages > 0 else -1)

    def set_marks(self, marks: Sequence[Mark]) -> None:
        """Show these codings and no others; only lines on which something changed are drawn anew."""
        known = self._marks
        self._marks = {mark.id: known[mark.id] if known.get(mark.id) == mark else mark for mark in marks}
        if self._scene is not None:
            placing = place(self._marks.values(), self._scene.layout, self._scene.columns.lanes)
            rows = changed_rows(self._scene.placing, placing)
            self._scene.placing = placing
            self._repaint(rows)

    def set_hits(self, spans: Sequence[Span], current: int = -1) -> None:
        """Show hits of a search; `current` is the index in `spans` of the one that was gone to, -1 for none."""
        order = sorted((span, index) for index, span in enumerate(spans) if span)
        self._hits = tuple(span for span, _ in order)
        self._hit = next((place for place, (_, index) in enumerate(order) if index == current), -1)
        if self._scene is not None:
            before, hit_before = self._scene.hits, self._scene.hit
            if (before, hit_before) == (self._hits, self._hit):
                return
            self._scene.hits, self._scene.hit = self._hits, self._hit
            self._strips.clear()
            self.refresh()

    # layout

    def _lay_out(self) -> None:
        """Wrap the script to the present width and place everything on the new rows."""
        size = self.scrollable_content_region.size
        if self._script is None or not size.width:
            self._scene = None
            return
        columns = Columns.of(size.width)
        layout = ScriptLayout(self._script, columns.text)
        placing = place(self._marks.values(), layout, columns.lanes)
        self._scene = Scene(layout, columns, self._colours(), self._cursor, placing, self._hits, self._hit)
        self._strips.clear()
        self._rows_in_view = size.height
        self.virtual_size = Size(size.width, layout.height)
        self.refresh()

    def on_resize(self) -> None:
        """Wrap anew; what was in sight stays in sight: the cursor on its line, else the first line."""
        scene, size = self._scene, self.scrollable_content_region.size
        top, rows = self.scroll_offset.y, self._rows_in_view
        if scene is None:
            self._lay_out()
            self._reveal()
            return
        cursor_row = scene.layout.row_of(self._cursor.focus) if self._cursor else 0
        was_seen = top <= cursor_row < top + max(1, rows)
        first = scene.layout.offset_at(top, 0)
        if Columns.of(size.width) != scene.columns or not size.width:
            self._lay_out()
        self._rows_in_view = size.height
        if self._scene is None:
            return
        if was_seen and self._cursor:
            row = self._scene.layout.row_of(self._cursor.focus)
            self.scroll_to(y=row - (cursor_row - top), animate=False, force=True)
            self._reveal()
        else:
            self.scroll_to(y=self._scene.layout.row_of(first), animate=False, force=True)

    def _reveal(self) -> None:
        """Scroll as little as needed to see the cursor and two lines around it; from afar, to a third of the view."""
        scene, cursor = self._scene, self._cursor
        height = self.scrollable_content_region.height
        if scene is None or cursor is None or height <= 0 or self._drag is not None:
            return
        rows = scene.cursor_rows or range(1)
        context = min(_CONTEXT, (height - 1) // 2)
        if len(rows) > height - 2 * context:
            # More than the view holds: a segment is read from its start, a selection followed where it grows.
            row = scene.layout.row_of(cursor.focus)
            rows = range(row, row + (max(1, height - 2 * context) if cursor.is_segment else 1))
        top = round(self.scroll_target_y)
        first, last = max(0, rows[0] - context), rows[-1] + context
        if first >= top + 2 * height or last < top - height:
            target = first - height // 3
        elif first < top:
            target = first
        elif last >= top + height:
            target = last - height + 1
        else:
            return
        self.scroll_to(y=max(0, target), animate=False, force=True)

    # painting

    def _colours(self) -> TranscriptColours:
        if self._palette is None:
            _, background = self.background_colors

            def ink(name: str) -> Color:
                return background + self.get_component_styles(f"transcript--{name}").color

            def paper(name: str) -> Color:
                return background + self.get_component_styles(f"transcript--{name}").background

            self._palette = TranscriptColours(
                background=background,
                foreground=background + self.styles.color,
                quiet=ink("quiet"),
                sign=ink("sign"),
                segment=paper("segment"),
                selection=paper("selection"),
                hit=paper("hit"),
                hit_current=paper("hit-current"),
                plain=self.app.no_color or background.ansi is not None,
                colourless=self.app.no_color,
            )
        return self._palette

    def notify_style_update(self) -> None:
        """Another theme, or the focus came or went: every line may look different."""
        super().notify_style_update()
        self._palette = None
        self._strips.clear()

    def _repaint(self, rows: set[int]) -> None:
        for row in rows:
            self._strips.discard(row)
        top = self.scroll_offset.y
        seen = [row for row in rows if top <= row < top + self.size.height]
        if seen:
            self.refresh_lines(min(seen), max(seen) - min(seen) + 1)

    def render_line(self, y: int) -> Strip:
        """One line of the view."""
        width = self.scrollable_content_region.width
        scene, row = self._scene, self.scroll_offset.y + y
        palette = self._colours()
        if scene is None or row >= scene.layout.height:
            return Strip.blank(width, palette.base)
        strip = self._strips.get(row)
        if strip is None:
            scene.palette = palette
            strip = scene.strip(row).adjust_cell_length(width, palette.base)
            self._strips[row] = strip
        return strip

    # the mouse

    def _cell(self, event: events.MouseEvent) -> tuple[int, int]:
        left, top = self.content_offset
        return event.x - left, event.y - top

    def offset_at(self, x: int, y: int) -> int:
        """The offset of the text at a cell of the view."""
        if self._scene is None:
            return 0
        return self._scene.layout.offset_at(self.scroll_offset.y + y, x - self._scene.columns.margin)

    def mark_at(self, x: int, y: int) -> str | None:
        """The id of the mark at a cell of the margin; at '+n' that of the first mark it stands for."""
        scene = self._scene
        lane = scene.columns.lane_at(x) if scene is not None else None
        if scene is None or lane is None:
            return None
        placed = scene.placing.get(self.scroll_offset.y + y, ())
        return next((each.mark.id for each in placed if each.lane == lane), None)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Begin to select at a word; with shift go on from the selection there is."""
        if event.button != 1 or self._scene is None or self._cursor is None or self._cursor.is_empty:
            return
        x, y = self._cell(event)
        if self.mark_at(x, y) is not None:
            return
        here = self.offset_at(x, y)
        self._drag = Drag(here)
        if event.shift:
            anchor = self._cursor.ground.segments[self._cursor.anchor]
            self._drag = Drag(anchor.start if here >= anchor.start else anchor.end - 1, begun=True)
            self._drag_to(here)
        self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Select up to the word under the pointer; beyond the view's edge the text comes to the pointer."""
        if self._drag is None:
            return
        self._drag.x, y = self._cell(event)
        height = self.scrollable_content_region.height
        self._drag.step = -1 if y < 0 else 1 if y >= height else 0
        if self._drag.step:
            if self._drag_timer is None:
                self._drag_timer = self.set_interval(_DRAG_SCROLL, self._drag_on)
            self._drag_on()
        else:
            self._drag_to(self.offset_at(self._drag.x, y))

    def _drag_on(self) -> None:
        drag, height = self._drag, self.scrollable_content_region.height
        if drag is not None and drag.step:
            self.scroll_to(y=self.scroll_offset.y + drag.step, animate=False, force=True)
            self._drag_to(self.offset_at(drag.x, 0 if drag.step < 0 else height - 1))

    def _drag_to(self, offset: int) -> None:
        drag = self._drag
        if drag is not None and self._cursor is not None and (drag.begun or offset != drag.start):
            drag.begun = True
            self._move(self._cursor.select_words(drag.start, offset))

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """Go to the segment that was pressed, unless words were selected."""
        drag = self._drag
        self._let_go()
        if drag is not None and not drag.begun and self._cursor is not None:
            self.set_cursor(self._cursor.at(drag.start))

    def on_click(self, event: events.Click) -> None:
        """Report a mark; a double click selects the word."""
        x, y = self._cell(event)
        mark = self.mark_at(x, y)
        if mark is not None:
            self.post_message(self.MarkClicked(self, mark))
        elif event.chain == 2 and self._cursor is not None:
            here = self.offset_at(x, y)
            self._move(self._cursor.select_words(here, here))

    def on_mouse_release(self) -> None:
        """Something else took the mouse."""
        self._let_go()

    def _let_go(self) -> None:
        if self._drag_timer is not None:
            self._drag_timer.stop()
        self._drag_timer = None
        if self._drag is not None:
            self._drag = None
            self.release_mouse()
