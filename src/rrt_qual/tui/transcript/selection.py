"""Where the coder is in a transcript and which passage is selected. Pure: knows nothing of Textual.

A `Cursor` stands on one segment and carries a selection. Every method returns a new cursor, and one
that could not move returns itself, so that `cursor.next_uncoded(spans) is cursor` means 'there is none'.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from rrt_qual.domain.interview import Segment, SpeakerRole, Transcript
from rrt_qual.domain.spans import Span, merge, touched, trim

_WORD = re.compile(r"\S+")
_LATER_WORD = re.compile(r"(?<=\s)\S")


class Edge(Enum):
    """The end of a selection that moved last: the one that shrinks when the direction turns."""

    START = "start"
    END = "end"


@dataclass(frozen=True)
class Ground:
    """What a cursor stands on: a text, its turns and its segments; shared by all cursors of a transcript.

    Segments and turns are in order, trimmed and never blank, so their indexes are those of the transcript
    only as long as it has no blank ones. A turn without segments is one segment.
    """

    text: str
    segments: tuple[Span, ...]
    turn_of: tuple[int, ...]
    turns: tuple[Span, ...]
    participant: tuple[bool, ...]

    @classmethod
    def of(cls, transcript: Transcript) -> Ground:
        """The ground of a transcript."""
        spans = [turn.span for turn in transcript.turns]
        flags = [transcript.role_of(turn) is SpeakerRole.PARTICIPANT for turn in transcript.turns]
        return cls.build(transcript.text, transcript.segments, spans, flags)

    @classmethod
    def build(
        cls, text: str, segments: Iterable[Segment], turns: Sequence[Span], participant: Sequence[bool]
    ) -> Ground:
        """The ground of a text, from the segments and the turns with a flag each: is it the participant's talk?"""
        trimmed = [trim(text, span) for span in turns]
        kept = sorted((i for i, span in enumerate(trimmed) if span), key=lambda i: trimmed[i])
        place = {turn: new for new, turn in enumerate(kept)}
        pieces = [(trim(text, s.span), place[s.turn]) for s in segments if s.turn in place]
        pieces = [(span, turn) for span, turn in pieces if span]
        bare = set(place.values()) - {turn for _, turn in pieces}
        pieces += [(trimmed[kept[turn]], turn) for turn in bare]
        pieces.sort()
        return cls(
            text,
            tuple(span for span, _ in pieces),
            tuple(turn for _, turn in pieces),
            tuple(trimmed[i] for i in kept),
            tuple(participant[i] for i in kept),
        )

    def segment_near(self, offset: int) -> int:
        """Index of the segment that holds `offset`, else of the nearest; -1 when there are none."""
        after = bisect_right(self.segments, offset, key=lambda s: s.start)
        before = after - 1
        if before < 0 or after == len(self.segments):
            return min(after, len(self.segments) - 1)
        gap = offset - self.segments[before].end + 1
        return before if gap <= 0 or gap < self.segments[after].start - offset else after

    def end_after(self, offset: int) -> int | None:
        """The first end of a spoken word behind `offset`."""
        for turn in self.turns[bisect_right(self.turns, offset, key=lambda t: t.end) :]:
            found = _WORD.search(self.text, max(turn.start, offset), turn.end)
            if found:
                return found.end()
        return None

    def end_before(self, offset: int) -> int | None:
        """The last end of a spoken word before `offset`."""
        turn = bisect_left(self.turns, offset - 1, key=lambda t: t.start) - 1
        if turn < 0:
            return None
        span, text = self.turns[turn], self.text
        if offset > span.end:
            return span.end
        at = offset - 1
        while at > span.start and (text[at - 1].isspace() or not text[at].isspace()):
            at -= 1
        return at if at > span.start else self.turns[turn - 1].end if turn else None

    def start_before(self, offset: int) -> int | None:
        """The last start of a spoken word before `offset`."""
        turn = bisect_left(self.turns, offset, key=lambda t: t.start) - 1
        if turn < 0:
            return None
        span, text = self.turns[turn], self.text
        at = min(offset, span.end) - 1
        while at > span.start and (text[at].isspace() or not text[at - 1].isspace()):
            at -= 1
        return at

    def start_after(self, offset: int) -> int | None:
        """The first start of a spoken word behind `offset`."""
        turn = bisect_right(self.turns, offset, key=lambda t: t.end)
        if turn == len(self.turns):
            return None
        span = self.turns[turn]
        if offset < span.start:
            return span.start
        found = _LATER_WORD.search(self.text, offset + 1, span.end)
        if found:
            return found.start()
        return self.turns[turn + 1].start if turn + 1 < len(self.turns) else None

    def word_at(self, offset: int) -> Span | None:
        """The spoken word that holds `offset`, else the nearest one; None where nobody speaks."""
        end = self.end_after(offset)
        start = self.start_before(offset + 1)
        after = Span(self.start_before(end) or 0, end) if end is not None else None
        before = Span(start, self.end_after(start) or start) if start is not None else None
        if after is None or before is None or after == before:
            return after or before
        return before if offset - before.end + 1 < after.start - offset else after


@dataclass(frozen=True)
class Cursor:
    """The current segment and the selection; by default the selection is the segment.

    `anchor` is the segment from which the selection was extended, `edge` the end that moved last.
    Without any segment the cursor is empty: `index` is -1 and the selection the empty span at 0.
    """

    ground: Ground
    selection: Span
    anchor: int
    edge: Edge = Edge.END

    @classmethod
    def of(cls, transcript: Transcript, index: int = 0) -> Cursor:
        """A cursor on a transcript's segment."""
        return cls.on(Ground.of(transcript), index)

    @classmethod
    def on(cls, ground: Ground, index: int = 0) -> Cursor:
        """A cursor on a segment of `ground`; an index beyond the ends means the first or last segment."""
        if not ground.segments:
            return cls(ground, Span(0, 0), -1)
        index = max(0, min(index, len(ground.segments) - 1))
        return cls(ground, ground.segments[index], index)

    @property
    def is_empty(self) -> bool:
        """Whether there is no segment to stand on."""
        return not self.ground.segments

    @property
    def index(self) -> int:
        """The current segment: of those that the selection holds whole, the one at the edge that moved last."""
        segments, selection = self.ground.segments, self.selection
        if not segments:
            return -1
        if self.edge is Edge.END:
            last = bisect_right(segments, selection.end, key=lambda s: s.end) - 1
            if last >= 0 and segments[last].end > selection.start:
                return last
            return self.ground.segment_near(selection.start)
        first = bisect_left(segments, selection.start, key=lambda s: s.start)
        if first < len(segments) and segments[first].start < selection.end:
            return first
        return self.ground.segment_near(max(selection.start, selection.end - 1))

    @property
    def segment(self) -> Span:
        """The span of the current segment; the empty span at 0 when there is none."""
        return self.ground.segments[self.index] if self.ground.segments else Span(0, 0)

    @property
    def turn(self) -> int:
        """Index of the current segment's turn; -1 when there is none."""
        return self.ground.turn_of[self.index] if self.ground.segments else -1

    @property
    def is_segment(self) -> bool:
        """Whether the selection is just the current segment."""
        return self.selection == self.segment

    @property
    def focus(self) -> int:
        """The offset that should be in view: that of the edge that moved last."""
        if self.is_segment or self.edge is Edge.START:
            return self.selection.start
        return max(self.selection.start, self.selection.end - 1)

    @property
    def text(self) -> str:
        """The selected words."""
        return self.selection.of(self.ground.text)

    # moving

    def to(self, index: int) -> Cursor:
        """On another segment; an index beyond the ends means the first or last segment."""
        moved = Cursor.on(self.ground, index)
        return self if moved == self else moved

    def at(self, offset: int) -> Cursor:
        """On the segment that holds `offset`, or the nearest one."""
        return self.to(self.ground.segment_near(offset))

    def next_segment(self) -> Cursor:
        """On the next segment."""
        return self.to(self.index + 1)

    def previous_segment(self) -> Cursor:
        """On the segment before."""
        return self.to(self.index - 1)

    def page(self, segments: int) -> Cursor:
        """That many segments further on; a negative number goes back."""
        return self.to(self.index + segments)

    def first(self) -> Cursor:
        """On the first segment."""
        return self.to(0)

    def last(self) -> Cursor:
        """On the last segment."""
        return self.to(len(self.ground.segments) - 1)

    def next_turn(self) -> Cursor:
        """On the first segment of the next turn."""
        following = bisect_right(self.ground.turn_of, self.turn)
        return self.to(following) if following < len(self.ground.segments) else self

    def previous_turn(self) -> Cursor:
        """On the first segment of the turn before."""
        if self.turn <= 0:
            return self
        return self.to(bisect_left(self.ground.turn_of, self.turn - 1))

    def next_uncoded(self, coded: Callable[[Span], bool] | Iterable[Span]) -> Cursor:
        """On the next segment of the participant's that is not coded; the same cursor when there is none.

        `coded` says of a segment's span whether it is coded, or lists coded spans: a segment counts as
        coded when one of them overlaps it.
        """
        return self._uncoded(coded, range(self.index + 1, len(self.ground.segments)))

    def previous_uncoded(self, coded: Callable[[Span], bool] | Iterable[Span]) -> Cursor:
        """On the last segment of the participant's before this one that is not coded, or the same cursor."""
        return self._uncoded(coded, range(self.index - 1, -1, -1))

    def _uncoded(self, coded: Callable[[Span], bool] | Iterable[Span], indexes: range) -> Cursor:
        is_coded = coded if callable(coded) else _overlapped_by(coded)
        ground = self.ground
        for index in indexes:
            if ground.participant[ground.turn_of[index]] and not is_coded(ground.segments[index]):
                return self.to(index)
        return self

    # selecting

    def extend_down(self) -> Cursor:
        """A segment more at the end, or one less at the start after extending upwards."""
        segments, selection = self.ground.segments, self.selection
        if self.is_empty:
            return self
        anchor = segments[self.anchor]
        if self.edge is Edge.START and selection.start < anchor.start:
            following = bisect_right(segments, selection.start, key=lambda s: s.start)
            start = min(segments[following].start, anchor.start)
            if start < selection.end:
                return self._selected(Span(start, selection.end), Edge.START)
        following = bisect_right(segments, selection.end, key=lambda s: s.end)
        if following == len(segments):
            return self
        return self._selected(Span(selection.start, segments[following].end), Edge.END)

    def extend_up(self) -> Cursor:
        """A segment less at the end after extending downwards, else one more at the start."""
        segments, selection = self.ground.segments, self.selection
        if self.is_empty:
            return self
        anchor = segments[self.anchor]
        if self.edge is Edge.END and selection.end > anchor.end:
            before = bisect_left(segments, selection.end, key=lambda s: s.end) - 1
            end = max(segments[before].end, anchor.end)
            if end > selection.start:  # a selection from outside may hold no whole segment, not even its anchor
                return self._selected(Span(selection.start, end), Edge.END)
        before = bisect_left(segments, selection.start, key=lambda s: s.start) - 1
        if before < 0:
            return self
        return self._selected(Span(segments[before].start, selection.end), Edge.START)

    def end_later(self) -> Cursor:
        """The end a word later, into the next turn as well."""
        end = self.ground.end_after(self.selection.end)
        return self if end is None else self._selected(Span(self.selection.start, end), Edge.END)

    def end_earlier(self) -> Cursor:
        """The end a word earlier, as long as a word is left."""
        end = self.ground.end_before(self.selection.end)
        if end is None or end <= self.selection.start:
            return self
        return self._selected(Span(self.selection.start, end), Edge.END)

    def start_later(self) -> Cursor:
        """The start a word later, as long as a word is left."""
        start = self.ground.start_after(self.selection.start)
        if start is None or start >= self.selection.end:
            return self
        return self._selected(Span(start, self.selection.end), Edge.START)

    def start_earlier(self) -> Cursor:
        """The start a word earlier, into the turn before as well."""
        start = self.ground.start_before(self.selection.start)
        return self if start is None else self._selected(Span(start, self.selection.end), Edge.START)

    def collapse(self) -> Cursor:
        """The current segment alone selected."""
        return self.to(self.index)

    def select(self, span: Span) -> Cursor:
        """Any span selected, without white space at its ends; a blank one selects the segment there."""
        length = len(self.ground.text)
        inside = trim(self.ground.text, Span(min(span.start, length), min(span.end, length)))
        if self.is_empty or not inside:
            return self.at(span.start)
        return replace(self, selection=inside, anchor=self.ground.segment_near(inside.start), edge=Edge.END)

    def select_words(self, one: int, other: int) -> Cursor:
        """The spoken words from one offset to another selected, whichever comes first."""
        here, there = self.ground.word_at(one), self.ground.word_at(other)
        if here is None or there is None:
            return self
        edge = Edge.START if other < one else Edge.END
        hull = here.hull(there)
        anchor = self.ground.segment_near(hull.end - 1 if edge is Edge.START else hull.start)
        return replace(self, selection=hull, anchor=anchor, edge=edge)

    def _selected(self, span: Span, edge: Edge) -> Cursor:
        """`span` selected; the anchor moves only when the selection has left it."""
        anchor = self.anchor
        if not self.ground.segments[anchor].overlaps(span):
            anchor = self.ground.segment_near(span.start if edge is Edge.END else span.end - 1)
        if span == self.ground.segments[anchor]:
            edge = Edge.END
        return replace(self, selection=span, anchor=anchor, edge=edge)


def _overlapped_by(spans: Iterable[Span]) -> Callable[[Span], bool]:
    united = merge(spans)
    return lambda segment: bool(touched(united, segment))
