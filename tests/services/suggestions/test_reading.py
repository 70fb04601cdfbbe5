"""What was read and left uncoded."""

from __future__ import annotations

from rrt_qual.domain.coding import Coding
from rrt_qual.domain.spans import Span
from rrt_qual.services.suggestions.contexts import ENOUGH, MOST, left_uncoded
from rrt_qual.store.suggestions.suggestions import SegmentTalk


def talk(interview: str, n: int) -> list[SegmentTalk]:
    return [
        SegmentTalk(f"{interview}{k}", interview, interview, Span(10 * k, 10 * k + 9), "words", "") for k in range(n)
    ]


def coded(interview: str, *segments: int) -> list[Coding]:
    return [Coding(f"c{k}", interview, "t", "coder", Span(10 * k + 2, 10 * k + 6)) for k in segments]


def test_read_up_to_the_last_coding() -> None:
    """Segments before the last coding that nobody coded were read and left; later ones may not have been read."""
    found = left_uncoded(talk("A", 12), coded("A", 0, 2, 4, 5, 7), set())
    assert [t.segment_id for t in found] == ["A1", "A3", "A6"]


def test_a_done_interview_was_read_to_its_end() -> None:
    """Whoever marks an interview as done has read it all, even when they coded nothing."""
    assert len(left_uncoded(talk("A", 4), coded("A", 1), {"A"})) == 3
    assert len(left_uncoded(talk("A", 4), [], {"A"})) == 4


def test_a_few_codings_tell_nothing() -> None:
    """Where somebody has only begun, nothing is taken as left."""
    assert left_uncoded(talk("A", 20), coded("A", *range(ENOUGH - 1)), set()) == []


def test_a_large_project_is_thinned_evenly() -> None:
    """No more are kept than learning can bear, from the whole of the talk."""
    found = left_uncoded(talk("A", 2 * MOST + 10), [], {"A"})
    assert MOST // 2 <= len(found) <= MOST
    assert found[-1].span.start > 10 * 2 * MOST - 100
