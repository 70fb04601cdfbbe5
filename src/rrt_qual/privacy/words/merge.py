"""Hits that overlap become finds that do not, and no word that one of them covers is lost."""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable
from dataclasses import replace

from rrt_qual.domain.confidentiality.privacy import Find, FindKind
from rrt_qual.domain.spans import Span, merge, subtract, touched, trim
from rrt_qual.privacy.words import lexicon
from rrt_qual.privacy.words.reasons import CAUSES, WordHit

_NAMES = (FindKind.PERSON, FindKind.PLACE, FindKind.TEAM, FindKind.ORGANISATION, FindKind.OTHER)


def merge_hits(text: str, hits: Iterable[WordHit]) -> list[WordHit]:
    """The hits apart from one another and in order: the stronger keep their words, the weaker give way or go round.

    A weaker name that holds a stronger one whole lends it its words, so that 'Karen Bristow' is one find.
    """
    kept: list[WordHit] = []
    for one in sorted(set(hits), key=lambda h: (-h.strength, -len(h.span), h.span, h.kind, h.cause)):
        span = trim(text, one.span)
        if span:
            _add(text, kept, WordHit(span, one.kind, one.cause))
    return kept


def _add(text: str, kept: list[WordHit], new: WordHit) -> None:
    over = [kept[n] for n in touched(kept, new.span, lambda h: h.span)]
    if not over:
        insort(kept, new, key=lambda h: h.span)
        return
    if any(h.span.covers(new.span) for h in over):
        return
    holds = all(new.span.covers(h.span) for h in over)
    if holds and _grows(new, over):
        for h in over:
            kept.remove(h)
        best = max(over, key=lambda h: (h.strength, len(h.span)))
        wins = new if _is_whole(new) else best
        sure = (
            wins
            if new.kind not in _NAMES or CAUSES[wins.cause].likelihood >= 0.5
            else max((best, new), key=lambda h: CAUSES[h.cause].likelihood)
        )
        insort(kept, WordHit(new.span, sure.kind, sure.cause), key=lambda h: h.span)
        return
    for rest in subtract(new.span, [h.span for h in over]):
        part = _telling(text, rest)
        if part:
            insort(kept, WordHit(part, new.kind, new.cause), key=lambda h: h.span)


def _is_whole(new: WordHit) -> bool:
    """Whether a find is of a form that holds other names: a post, an address, a body, a date."""
    return new.kind not in _NAMES or new.cause in (
        "address",
        "place-form",
        "team-lower",
        "organisation",
        "team",
        "person-full",
        "person-titled",
    )


def _grows(new: WordHit, over: list[WordHit]) -> bool:
    if _is_whole(new):
        return True
    return len(over) == 1 and over[0].kind in _NAMES and len(new.span) - len(over[0].span) < 40


def _telling(text: str, span: Span) -> Span | None:
    """`span` without punctuation and small words at its ends; None when nothing that could identify is left."""
    start, end = span.start, span.end
    while start < end and not text[start].isalnum():
        start += 1
    while end > start and not text[end - 1].isalnum():
        end -= 1
    words = text[start:end].split()
    if (
        end - start < 2
        or not words
        or all(w.lower() in lexicon.FUNCTION or w.lower() in ("s", "d", "ll") for w in words)
    ):
        return None
    return Span(start, end)


def apart_from(text: str, finds: Iterable[Find], taken: Iterable[Span]) -> list[Find]:
    """`finds` without the words that are taken already; what is left of one stays if it could identify."""
    holes = merge(taken)
    out = []
    for find in finds:
        hit_holes = [holes[i] for i in touched(holes, find.span)]
        if not hit_holes:
            out.append(find)
            continue
        parts = (_telling(text, rest) for rest in subtract(find.span, hit_holes))
        out += [replace(find, span=part) for part in parts if part]
    return out
