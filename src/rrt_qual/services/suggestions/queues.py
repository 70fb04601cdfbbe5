"""Queues that lead a coder to the next passage worth a look, from the scores of a `Suggester`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from rrt_qual.domain.coding import Coding
from rrt_qual.domain.spans import Span
from rrt_qual.services.suggestions.contexts import Rows
from rrt_qual.services.suggestions.suggester import Suggester
from rrt_qual.store.coding import codings
from rrt_qual.store.interviews import interviews
from rrt_qual.store.suggestions import decisions

if TYPE_CHECKING:
    from rrt_qual.suggest.queue import QueuePick

#: How many places a queue leads to.
LENGTH = 20


class QueueKind(StrEnum):
    """What a queue collects."""

    USEFUL = "useful"
    LIKELY = "likely"
    DOUBTFUL = "doubtful"


@dataclass(frozen=True, slots=True)
class QueuePlace:
    """Where a queue leads: a segment, or the span of the coding that is in doubt."""

    interview_id: str
    span: Span
    theme: str
    likelihood: float
    coding_id: str = ""


def most_useful(suggester: Suggester, coder_id: str, k: int = LENGTH) -> list[QueuePlace]:
    """Passages this coder has not touched whose coding would teach most, each unlike those before it.

    Interviews that the coder has marked as done are left out: what is uncoded there was read.
    """
    from rrt_qual.suggest.queue import most_useful

    rows = Rows(suggester.talk)
    done = {row for c in _mine(suggester, coder_id) for row in rows.touched(c.interview_id, c.span)}
    done |= {row for row, _ in _rejected(suggester, coder_id)}
    for head in interviews.heads(suggester.project.conn, coder_id):
        if head.done:
            done.update(rows.of(head.id))
    return _places(suggester, most_useful(suggester.table, suggester.features.vectors, done, k))


def likely(suggester: Suggester, coder_id: str, theme: str, k: int = LENGTH) -> list[QueuePlace]:
    """Passages likely about `theme` to which this coder has neither given it nor denied it, likeliest first."""
    from rrt_qual.suggest.queue import likely_uncoded

    if theme not in suggester.table.column:
        return []
    rows = Rows(suggester.talk)
    codings_of = (c for c in _mine(suggester, coder_id) if c.theme == theme)
    skip = {row for c in codings_of for row in rows.touched(c.interview_id, c.span)}
    skip |= {row for row, denied in _rejected(suggester, coder_id) if denied == theme}
    return _places(suggester, likely_uncoded(suggester.table, theme, skip, k))


def doubtful(suggester: Suggester, coder_id: str, k: int = LENGTH) -> list[QueuePlace]:
    """This coder's codings that look wrong to the model, worst first; a long one is judged by its best segment."""
    from rrt_qual.suggest.queue import doubtful

    rows, table = Rows(suggester.talk), suggester.table
    found: dict[tuple[int, str], Coding] = {}
    for coding in _mine(suggester, coder_id):
        there = rows.touched(coding.interview_id, coding.span)
        column = table.column.get(coding.theme)
        if there and column is not None:
            best = max(there, key=lambda row: float(table.likelihood[row, column]))
            found.setdefault((best, coding.theme), coding)
    out = []
    for pick in doubtful(table, found, k):
        coding = found[pick.row, pick.theme]
        out.append(QueuePlace(coding.interview_id, coding.span, coding.theme, pick.likelihood, coding.id))
    return out


def _places(suggester: Suggester, picks: Iterable[QueuePick]) -> list[QueuePlace]:
    talk = suggester.talk
    return [QueuePlace(talk[p.row].interview_id, talk[p.row].span, p.theme, p.likelihood) for p in picks]


def _mine(suggester: Suggester, coder_id: str) -> list[Coding]:
    return [c for c in codings.every(suggester.project.conn, with_machine=False) if c.coder_id == coder_id]


def _rejected(suggester: Suggester, coder_id: str) -> list[tuple[int, str]]:
    """(row, theme) of what this coder has turned down."""
    at = {t.segment_id: row for row, t in enumerate(suggester.talk)}
    found = decisions.rejections(suggester.project.conn)
    return [(at[r.segment_id], r.theme) for r in found if r.coder_id == coder_id and r.segment_id in at]
