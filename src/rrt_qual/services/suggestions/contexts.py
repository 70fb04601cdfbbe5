"""What was read before a passage, and which passages were read and left uncoded: both teach the model."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from rrt_qual.domain.coding import Coding
from rrt_qual.domain.spans import Span, merge, touched
from rrt_qual.store.suggestions.suggestions import SegmentTalk

#: Fewer codings than this in an interview tell nothing of what was read and left.
ENOUGH = 5

#: So many passages at most are kept, spread evenly; more would only slow the learning.
MOST = 20_000


def left_uncoded(talk: Sequence[SegmentTalk], codings: Iterable[Coding], done: set[str]) -> list[SegmentTalk]:
    """The participant segments that a person passed without coding them, in order.

    An interview of at least ENOUGH codings is taken as read up to its last coding, one in `done`
    (interview ids) to its end. Machine-made codings must have been left out.
    """
    by_interview: dict[str, list[Coding]] = {}
    for coding in codings:
        by_interview.setdefault(coding.interview_id, []).append(coding)
    out: list[SegmentTalk] = []
    united = {i: merge(c.span for c in found) for i, found in by_interview.items()}
    for segment in talk:
        i = segment.interview_id
        if i not in done and len(by_interview.get(i, ())) < ENOUGH:
            continue
        coded = united.get(i, [])
        is_passed = i in done or (bool(coded) and segment.span.start < coded[-1].end)
        if is_passed and not touched(coded, segment.span):
            out.append(segment)
    step = -(-len(out) // MOST)
    return out[:: max(1, step)]


class Rows:
    """Finds the rows of the talk that a span of an interview touches."""

    def __init__(self, talk: Sequence[SegmentTalk]) -> None:
        self._rows: dict[str, list[int]] = {}
        for row, one in enumerate(talk):
            self._rows.setdefault(one.interview_id, []).append(row)
        self._talk = talk

    def touched(self, interview_id: str, span: Span) -> list[int]:
        """The rows that share a character with `span`."""
        mine = self._rows.get(interview_id, [])
        return [mine[n] for n in touched(mine, span, lambda row: self._talk[row].span)]

    def of(self, interview_id: str) -> list[int]:
        """All rows of an interview."""
        return self._rows.get(interview_id, [])


class Contexts:
    """Where a coding begins tells what was said before it."""

    def __init__(self, talk: Sequence[SegmentTalk]) -> None:
        self._starts: dict[str, list[int]] = {}
        self._context: dict[str, list[str]] = {}
        for t in talk:
            self._starts.setdefault(t.interview_id, []).append(t.span.start)
            self._context.setdefault(t.interview_id, []).append(t.context)

    def at(self, interview_id: str, offset: int) -> str:
        """The context of the segment that `offset` lies in, or of the one before it."""
        starts = self._starts.get(interview_id, [])
        at = bisect_right(starts, offset) - 1
        return self._context[interview_id][at] if at >= 0 else ""
