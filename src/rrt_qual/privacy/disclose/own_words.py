"""Words and phrases by which colleagues would know a speaker: only one person in the project uses them.

Two kinds count. A *rare word* is no ordinary English, does not stand in the codebook, and is used by one person alone:
dialect, a nickname for a system, a slip. An *own phrase* is two ordinary words in a row, neither of them a small one,
which one person says more than once and nobody else says at all: the 'blue folder' that everybody in the office knows.
What only one person says once in ordinary words is left alone, for every sentence is that.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from rrt_qual.domain.spans import Span

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")

#: Shorter words are sounds and initials; a phrase is its own from so many times on.
_SHORTEST, _TIMES = 4, 2


@dataclass(frozen=True)
class Usage:
    """Who uses what. `users` maps a word to its one user or None for several; `phrases` a pair to (user, times)."""

    users: Mapping[str, str | None]
    phrases: Mapping[tuple[str, str], tuple[str | None, int]]
    known: frozenset[str] = field(default=frozenset())


@dataclass(frozen=True, slots=True)
class Own:
    """What in a passage is one person's own: spans of rare words and of own phrases, in its text."""

    words: tuple[Span, ...]
    phrases: tuple[Span, ...]


def usage(talk: Iterable[tuple[str, str]], known: Iterable[str] = ()) -> Usage:
    """Count words and pairs of `talk`, (person, words) of each piece; the words of `known` texts tell nothing."""
    users: dict[str, str | None] = {}
    pairs: dict[tuple[str, str], str | None] = {}
    times: Counter[tuple[str, str]] = Counter()
    for person, words in talk:
        found = _words(words)
        for word in found:
            if users.setdefault(word, person) != person:
                users[word] = None
        for pair in pairwise(found):
            if pairs.setdefault(pair, person) != person:
                pairs[pair] = None
            times[pair] += 1
    said = frozenset(w for text in known for w in _words(text))
    phrases = {pair: (who, times[pair]) for pair, who in pairs.items() if who is not None and times[pair] >= _TIMES}
    return Usage(users, phrases, said)


def own(
    text: str,
    span: Span,
    person: str,
    by: Usage,
    *,
    is_ordinary: Callable[[str], bool],
    is_small: Callable[[str], bool],
    hidden: Iterable[Span] = (),
) -> Own:
    """What of `span` is this person's own; words within `hidden` spans are not shown to anybody and do not count."""
    covered = list(hidden)
    words = ((m.group(), Span(m.start(), m.end())) for m in _WORD.finditer(text, span.start, span.end))
    hits = [
        (word.casefold().replace("’", "'"), place)
        for word, place in words
        if not any(h.overlaps(place) for h in covered)
    ]
    rare = [
        place
        for word, place in hits
        if len(word) >= _SHORTEST
        and by.users.get(word) == person
        and word not in by.known
        and not all(is_ordinary(part) for part in re.split("[-']", word) if len(part) > 1)
    ]
    phrases = []
    for (first, at), (second, to) in pairwise(hits):
        if is_small(first) or is_small(second) or not _touch(text, at, to):
            continue
        who, times = by.phrases.get((first, second), (None, 0))
        if who == person and times >= _TIMES and not {first, second} <= by.known:
            phrases.append(at.hull(to))
    return Own(tuple(rare), tuple(phrases))


def _words(text: str) -> list[str]:
    return [m.group().casefold().replace("’", "'") for m in _WORD.finditer(text)]


def _touch(text: str, first: Span, second: Span) -> bool:
    """Whether nothing but white space stands between."""
    return text[first.end : second.start].isspace()
