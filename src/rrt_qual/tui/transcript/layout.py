"""A transcript wrapped to a width: rows of the screen and the exact way from a cell to an offset and back.

Pure: knows nothing of Textual. `Script` is made once for a transcript, `ScriptLayout` once for a width.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from rrt_qual.domain.interview import Speaker, SpeakerRole, Transcript, Turn
from rrt_qual.domain.spans import Span, trim
from rrt_qual.tui.widgets.cells import clusters, is_simple, reflow, visible, wrap

#: Formats whose line ends are never a page that was full.
_ONE_LINE_A_PARAGRAPH = frozenset({"docx"})


class RowKind(Enum):
    """What a row shows."""

    TALK = "talk"
    ASIDE = "aside"
    HEADER = "header"
    BLANK = "blank"


class ScriptRow(NamedTuple):
    """One line of the screen: the code points [start, end) that it shows, and whose turn it is (-1: nobody's).

    Header and blank rows show no code points; they stand at the start of the turn that follows.
    """

    kind: RowKind
    start: int
    end: int
    turn: int


@dataclass(frozen=True, slots=True)
class Header:
    """What stands above a turn."""

    label: str
    role: SpeakerRole
    time: str


@dataclass(frozen=True)
class Script:
    """A transcript as it is shown: `shown` has the code points of the text, one for one, made visible.

    `before` and `after` are what stands before the first turn and after the last; without turns `before`
    is the whole text. `masks` are the words that stand for others, in order.
    """

    shown: str
    turns: tuple[Span, ...]
    headers: tuple[Header, ...]
    before: Span
    after: Span
    masks: tuple[Span, ...] = ()

    @classmethod
    def of(cls, transcript: Transcript, masks: tuple[Span, ...] = ()) -> Script:
        """The script of a transcript."""
        text = transcript.text
        pairs = [(trim(text, turn.span), turn) for turn in transcript.turns]
        pairs = sorted(((span, turn) for span, turn in pairs if span), key=lambda pair: pair[0])
        turns = tuple(span for span, _ in pairs)
        headers = tuple(_header(transcript.speakers[turn.speaker], turn) for _, turn in pairs)
        if not turns:
            return cls(visible(text), (), (), trim(text, Span(0, len(text))), Span(len(text), len(text)), masks)
        before = _before(text, turns[0], transcript.speakers[pairs[0][1].speaker])
        after = trim(text, Span(turns[-1].end, len(text)))
        wrapped = transcript.source.format not in _ONE_LINE_A_PARAGRAPH
        return cls(_shown(text, turns, wrapped), turns, headers, before, after, masks)


def _shown(text: str, turns: tuple[Span, ...], wrapped: bool) -> str:
    shown = visible(text)
    pieces: list[str] = []
    at = 0
    for span in turns:
        talk = shown[span.start : span.end]
        stray = talk.startswith("\u200d")
        if stray or (wrapped and "\n" in talk):
            talk = "\u200b" + talk[1:] if stray else talk
            pieces += (shown[at : span.start], reflow(talk) if wrapped else talk)
            at = span.end
    return "".join((*pieces, shown[at:])) if pieces else shown


def _header(speaker: Speaker, turn: Turn) -> Header:
    label = visible(speaker.name or speaker.label).replace("\n", " ").strip()
    return Header(label, speaker.role, clock(turn.start_ms))


def clock(ms: int | None) -> str:
    """Milliseconds as h:mm:ss; nothing when unknown."""
    if ms is None:
        return ""
    seconds = max(0, ms) // 1000
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def _before(text: str, first: Span, speaker: Speaker) -> Span:
    """What stands before the first turn, without that turn's own label."""
    before = trim(text, Span(0, text.rfind("\n", 0, first.start) + 1))
    last_line = text[text.rfind("\n", 0, before.end) + 1 : before.end]
    label = speaker.label.strip()
    if label and label.casefold() in last_line.casefold() and len(last_line) <= len(label) + 24:
        before = trim(text, Span(0, before.end - len(last_line)))
    return before


class ScriptLayout:
    """The rows of a script at a width in cells."""

    def __init__(self, script: Script, width: int) -> None:
        self.script = script
        self.width = max(1, width)
        self.rows: list[ScriptRow] = list(_rows(script, self.width))
        worded = [(at, row) for at, row in enumerate(self.rows) if row.kind in (RowKind.TALK, RowKind.ASIDE)]
        self._starts = [row.start for _, row in worded]
        self._ends = [row.end for _, row in worded]
        self._places = [at for at, _ in worded]

    @property
    def height(self) -> int:
        """How many rows there are."""
        return len(self.rows)

    def row_of(self, offset: int) -> int:
        """The row that shows `offset`, else the last one that shows something before it."""
        if not self._places:
            return 0
        return self._places[max(0, bisect_right(self._starts, offset) - 1)]

    def rows_of(self, span: Span) -> range:
        """The rows from the first that shows something of `span` to the last, headers between them included.

        A span of which nothing is shown has one row: the one before it.
        """
        first = bisect_right(self._ends, span.start)
        last = bisect_left(self._starts, span.end) - 1
        if first > last:
            row = self.row_of(span.start)
            return range(row, row + 1) if self._places else range(0)
        return range(self._places[first], self._places[last] + 1)

    def words_of(self, row: int) -> str:
        """What a row shows of the text."""
        _, start, end, _ = self.rows[row]
        return self.script.shown[start:end]

    def is_simple(self, row: int) -> bool:
        """Whether each character of a row is one cell wide and stands alone."""
        return is_simple(self.script.shown, self.rows[row].start, self.rows[row].end)

    def cell_of(self, offset: int) -> tuple[int, int]:
        """(row, cell) at which the character at `offset` begins; what is not shown is at its row's end."""
        row = self.row_of(offset)
        if not self.rows:
            return 0, 0
        _, start, end, _ = self.rows[row]
        offset = max(start, min(offset, end))
        if self.is_simple(row):
            return row, offset - start
        return row, sum(cells for _, last, cells in clusters(self.script.shown, start, end) if last <= offset)

    def offset_at(self, row: int, cell: int) -> int:
        """The offset of the character at that cell; beyond the ends of the row its first or last one."""
        if not self.rows:
            return 0
        _, start, end, _ = self.rows[max(0, min(row, len(self.rows) - 1))]
        found, cell = start, max(0, cell)
        for begin, _, cells in clusters(self.script.shown, start, end):
            if cells:
                found = begin
            cell -= cells
            if cell < 0:
                break
        return found

    def whole(self, row: int, span: Span) -> Span | None:
        """The part of `span` that a row shows, grown until it parts no letter from its accents; None: nothing."""
        _, start, end, _ = self.rows[row]
        part = span.intersect(Span(start, end))
        if part is None or self.is_simple(row):
            return part
        for begin, stop, _ in clusters(self.script.shown, start, end):
            if begin < part.start < stop:
                part = Span(begin, part.end)
            if begin < part.end < stop:
                return Span(part.start, stop)
        return part


def _rows(script: Script, width: int) -> Iterator[ScriptRow]:
    shown = script.shown
    if script.before:
        for start, end in wrap(shown, script.before.start, script.before.end, width):
            yield ScriptRow(RowKind.ASIDE, start, end, -1)
    for turn, span in enumerate(script.turns):
        if turn or script.before:
            yield ScriptRow(RowKind.BLANK, span.start, span.start, turn)
        yield ScriptRow(RowKind.HEADER, span.start, span.start, turn)
        for start, end in wrap(shown, span.start, span.end, width):
            yield ScriptRow(RowKind.TALK, start, end, turn)
    if script.after:
        yield ScriptRow(RowKind.BLANK, script.after.start, script.after.start, -1)
        for start, end in wrap(shown, script.after.start, script.after.end, width):
            yield ScriptRow(RowKind.ASIDE, start, end, -1)
