"""One row of a transcript becomes segments: margin with marks, sign of the cursor, text in its styles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual.strip import Strip

from rrt_qual.domain.interview import SpeakerRole
from rrt_qual.domain.spans import Span, touched
from rrt_qual.tui.transcript.layout import RowKind, ScriptLayout, ScriptRow
from rrt_qual.tui.transcript.mark import Mark
from rrt_qual.tui.transcript.palette import TextLook, TranscriptColours, tint_of
from rrt_qual.tui.transcript.placing import NO_LANE, Placed, Placing
from rrt_qual.tui.transcript.selection import Cursor

#: Cells of a lane: two letters, the sign of the stance, and a flag.
LANE = 4
#: Cells of '+2', and of the sign that stands at the current segment.
MORE, SIGN = 3, 1
_BARS = {(True, False): "┃", (False, False): "┆", (True, True): "╎", (False, True): "╎"}
_CURRENT_BAR, _CURRENT_FLAG, _MACHINE_FLAG = "█", "◂", "*"
_CURSOR, _HIT, _HIT_CURRENT = "▌", "›", "»"
#: Cells of a line of talk: longer ones are hard to find the next line from (Bringhurst gives 45 to 75 letters).
_WIDEST_TEXT = 84


@dataclass(frozen=True, slots=True)
class Columns:
    """How a view's width is shared out: '+n', lanes of marks from right to left, the cursor's sign, the text."""

    lanes: int
    text: int

    @classmethod
    def of(cls, width: int) -> Columns:
        """The columns of a view of that width: the text has at least half of it, and no more than reads well."""
        lanes = 1 if width < 34 else 2 if width < 60 else 3 if width < 90 else 4
        lanes = 0 if width < 16 else lanes
        taken = lanes * LANE + (MORE + SIGN if lanes else SIGN)
        return cls(lanes, max(1, min(_WIDEST_TEXT, width - taken - 1)))

    @property
    def margin(self) -> int:
        """The cell at which the text begins."""
        return self.lanes * LANE + (MORE if self.lanes else 0) + SIGN

    def lane_at(self, cell: int) -> int | None:
        """The lane at a cell, NO_LANE at '+n', None where neither is."""
        if not self.lanes or not 0 <= cell < self.margin - SIGN:
            return None
        return NO_LANE if cell < MORE else self.lanes - 1 - (cell - MORE) // LANE


@dataclass
class Scene:
    """All that the rows of a view show at one moment."""

    layout: ScriptLayout
    columns: Columns
    palette: TranscriptColours
    cursor: Cursor | None = None
    placing: Placing = field(default_factory=dict)
    hits: Sequence[Span] = ()
    hit: int = -1

    def __post_init__(self) -> None:
        self.put_cursor(self.cursor)

    def put_cursor(self, cursor: Cursor | None) -> None:
        """The cursor shown; `cursor_rows` are those from the first to the last of its segment and selection."""
        self.cursor = cursor
        self.cursor_rows = range(0)
        if cursor is not None and not cursor.is_empty:
            self.cursor_rows = self.layout.rows_of(cursor.segment.hull(cursor.selection))

    def strip(self, number: int) -> Strip:
        """One row as a strip, as wide as margin and text."""
        row = self.layout.rows[number]
        marks = self.placing.get(number, ())
        hits = touched(self.hits, Span(row.start, row.end)) if self.hits and row.end > row.start else []
        segments = [*self._margin(number, marks), self._sign(number, row, hits)]
        if row.kind is RowKind.HEADER:
            segments += self._header(row)
        elif row.kind is not RowKind.BLANK:
            segments += self._words(number, row, marks, hits)
        return Strip(segments)

    # the margin

    def _margin(self, number: int, marks: Sequence[Placed]) -> list[Segment]:
        if not self.columns.lanes:
            return []
        hidden = sum(placed.lane == NO_LANE for placed in marks)
        shown = {placed.lane: self._mark(placed.mark, number == placed.first) for placed in marks if placed.lane >= 0}
        more = f"+{min(hidden, 99)}" if hidden else ""
        empty = [Segment(" " * LANE, self.palette.base)]
        out = [Segment(more.ljust(MORE), self.palette.dim)]
        for lane in reversed(range(self.columns.lanes)):
            out += shown.get(lane, empty)
        return out

    def _mark(self, mark: Mark, tag: bool) -> list[Segment]:
        palette = self.palette
        if not tag:
            bar = _CURRENT_BAR if mark.current else _BARS[mark.mine, mark.machine]
            return [Segment(bar, palette.mark(mark, False)), Segment(" " * (LANE - 1), palette.base)]
        letters = mark.letters if mark.mine else mark.letters.lower()
        flag = _CURRENT_FLAG if mark.current else _MACHINE_FLAG if mark.machine else " "
        return [
            Segment(set_cell_size(letters[:2] + mark.stance.letter, LANE - 1), palette.mark(mark, True)),
            Segment(flag, palette.mark(mark, False)),
        ]

    def _sign(self, number: int, row: ScriptRow, hits: Sequence[int]) -> Segment:
        if number in self.cursor_rows:
            return Segment(_CURSOR, self.palette.cursor_sign)
        if hits:
            return Segment(_HIT_CURRENT if self.hit in hits else _HIT, self.palette.cursor_sign)
        return Segment(" ", self.palette.base)

    # the text

    def _header(self, row: ScriptRow) -> list[Segment]:
        header = self.layout.script.headers[row.turn]
        palette, width = self.palette, self.layout.width
        participant = header.role is SpeakerRole.PARTICIPANT
        role = "" if header.label.casefold() == header.role.value else header.role.value
        label = header.label or role.capitalize()
        role = f" · {role}" if role and header.label else ""
        time = f"  {header.time}" if header.time else ""
        label = set_cell_size(label, min(cell_len(label), width))
        return [
            Segment(label, palette.label if participant else palette.quiet_label),
            Segment(role + time, palette.dim),
        ]

    def _is_quiet(self, row: ScriptRow) -> bool:
        return row.turn < 0 or self.layout.script.headers[row.turn].role is not SpeakerRole.PARTICIPANT

    def _words(self, number: int, row: ScriptRow, marks: Sequence[Placed], hits: Sequence[int]) -> list[Segment]:
        layout, palette, cursor = self.layout, self.palette, self.cursor
        parts = [(layout.whole(number, placed.mark.span), placed.mark) for placed in marks]
        coded = [(part, mark) for part, mark in parts if part]
        found = [(layout.whole(number, self.hits[hit]), 2 if hit == self.hit else 1) for hit in hits]
        segment = layout.whole(number, cursor.segment) if cursor else None
        selection = layout.whole(number, cursor.selection) if cursor else None
        if selection is not None and cursor is not None and cursor.is_segment and not palette.plain:
            selection = None
        masks = [layout.script.masks[at] for at in touched(layout.script.masks, Span(row.start, row.end))]
        masked = [part for mask in masks if (part := layout.whole(number, mask))]
        spans = [*masked, *(part for part, _ in coded), *(part for part, _ in found), segment, selection]
        edges = {row.start, row.end, *(edge for span in spans if span for edge in (span.start, span.end))}
        quiet = self._is_quiet(row)
        shown = layout.script.shown
        ordered = sorted(edges)
        out: list[Segment] = []
        for start, end in pairwise(ordered):
            here = [mark for part, mark in coded if start in part]
            look = TextLook(
                quiet,
                segment is not None and start in segment,
                selection is not None and start in selection,
                max((kind for part, kind in found if part and start in part), default=0),
                tuple(tint_of(mark) for mark in here[:4]),
                any(mark.current for mark in here),
                any(start in part for part in masked),
            )
            out.append(Segment(shown[start:end], palette.text(look)))
        return out
