"""How well words stand on their own as a quote: judged from the words alone, by rules that can be read.

A quote should be understood by somebody who has not read the interview. So a sentence that begins with 'he', 'that' or
'yeah', or stops in the middle, counts for less.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum

from rrt_qual.domain.quotes.fillers import core, droppable

#: Words of a quote that read best: a sentence or three, which is what a report's page bears. Under SHORTEST it says
#: nothing by itself, from LONGEST on it is a page of talk; between them its worth falls in a straight line.
BEST = (12, 45)
SHORTEST, LONGEST = 4, 120


class Bound(IntEnum):
    """Where words begin or end: in the middle of a clause, at a clause's end, or at a sentence's."""

    NONE = 0
    CLAUSE = 1
    SENTENCE = 2


@dataclass(frozen=True, slots=True)
class Worth:
    """What a sentence or clause is worth at the start and at the end of a quote (0 to 1 each), and what it counts.

    `disfluent` of its `words` are fillers, repetitions or broken off; `verb`: something is said of something.
    """

    words: int
    opening: float
    closing: float
    disfluent: int
    verb: bool


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_POINTING = _set("he she they him her them his hers their theirs it its it's it'd it'll he's she's they're")
_POINTING |= _set("he'd she'd they'd they've they'll he'll she'll himself herself itself themselves")
_DEMONSTRATIVE = _set("that this these those that's that'd that'll")
_RELATIVE = _set("which who whom whose where whereby")
_JOINING = _set("and but or so because cos cause 'cause then also plus though although until whereas")
_ANSWERS = _set("yes yeah yep no nope nah mm mhm okay ok right exactly definitely absolutely sure true agreed correct")
_VERBS = _set(
    """am is are was were be been being isn't aren't wasn't weren't i'm you're we're they're he's she's it's that's
    there's what's who's have has had haven't hasn't hadn't i've you've we've they've do does did don't doesn't didn't
    can could will would shall should may might must can't couldn't won't wouldn't shouldn't i'd i'll you'd you'll
    we'd we'll they'd they'll he'd he'll she'd she'll it'd it'll feel felt feels think thought thinks know knew knows
    want wanted need needed get got gets go went goes going make made makes say said says see saw seen come came take
    took give gave work worked works leave left stay stayed keep kept let put tell told find found ask asked love hate
    like liked help helped listen change changed means mean meant seems seem sit sat stand stood run ran bring brought
    lose lost pay paid pays cost costs hear heard speak spoke talk talked wait waited stop stopped try tried ain't
    ring rang rung write wrote send sent meet met build built buy bought catch caught
    teach taught drive drove break broke fall fell
    grow grew hit hold held hurt lead led learn learnt begin began choose chose win won wear wore fight fought
    spend spent read eat ate sleep slept support supports matters happens needs wants helps"""
)
_HANGING = _set(
    """and but or so because the a an to of in on at by for from with my your his her our their if when that which who
    is are was were as than i we you they he she it not very really just"""
)
_SENTENCE_END = re.compile(r"[.!?…]['\"”’)\]]*$")
_EXPLETIVE = re.compile(
    r"it(?:['’]s| is| was| feels?| felt| takes?| took| would be|['’]d be)\s(?:\S+\s){0,6}?"
    r"(?:to|that|when|if|how|because|like|being)\b",
    re.IGNORECASE,
)
_CLAUSE_END = re.compile(
    r"(?<=[;:–—])\s+|(?<=[.!?…])[\"”’)]*\s+"
    r"|(?<=,)\s+(?=(?:and|but|so|or|because|cos|then|which|when|if|although|though|until|whereas|while)\b)",
    re.IGNORECASE,
)
#: Bare verbs that fragments of answers hold as well.
_REGULAR = re.compile(r"\w{3,}(?:ed|n't)$")


def worth(text: str, begins: Bound, ends: Bound) -> Worth:
    """What a sentence or clause is worth, from its words as they are shown and the bounds it has."""
    tokens = text.split()
    gone = droppable(tokens)
    said = [t for t, drop in zip(tokens, gone, strict=True) if not drop]
    cores = [c for c in map(core, said) if c]
    # scraps are short: eight words without any verb that is known still say something
    verb = len(cores) >= 8 or (len(cores) > 2 and any(c in _VERBS or _REGULAR.search(c) for c in cores))
    return Worth(len(tokens), opening(said, begins), closing(text, ends), sum(gone), verb)


def opening(said: list[str], begins: Bound) -> float:
    """How well words without fillers begin a quote, 0 to 1."""
    value = (0.3, 0.7, 1.0)[begins]
    cores = [core(t) for t in said]
    at = 0
    while at < len(cores) and (cores[at] in _JOINING or cores[at] in _ANSWERS):
        value *= 0.8 if cores[at] in _JOINING else 0.5
        at += 1
    if at == len(cores):
        return value * 0.3
    first, after = cores[at], cores[at + 1] if at + 1 < len(cores) else ""
    if first in _POINTING:
        return value * (0.8 if _EXPLETIVE.match(" ".join(said[at:])) else 0.35)
    if first in _DEMONSTRATIVE:
        return value * (0.35 if "'" in first or after in _VERBS or not after else 0.6)
    return value * (0.4 if first in _RELATIVE and not said[-1].endswith("?") else 1.0)


def closing(text: str, ends: Bound) -> float:
    """How well words end a quote, 0 to 1: whole sentences best, a hanging 'and' or 'the' worst."""
    value = (0.3, 0.6, 1.0)[ends]
    last = text.split()[-1] if text.split() else ""
    if core(last) in _HANGING and not _SENTENCE_END.search(last):
        return value * 0.3
    if last.endswith("?"):
        return value * 0.8
    return value * (0.6 if last.endswith(("-", "–", "—", "…", "...")) else 1.0)


def stands(first: Worth, last: Worth, verb: bool) -> float:
    """How well a quote from `first` to `last` stands on its own: half its opening (half as good when it opens with a
    scrap that has no verb), a quarter its end, a quarter whether something is said of something at all."""
    return 0.5 * first.opening * (1.0 if first.verb else 0.5) + 0.25 * last.closing + 0.25 * (1.0 if verb else 0.3)


def length(words: int) -> float:
    """1 for 12 to 45 words, falling to 0 at 4 and at 120."""
    low, high = BEST
    if words < low:
        return max(0.0, (words - SHORTEST + 1) / (low - SHORTEST + 1))
    return 1.0 if words <= high else max(0.0, (LONGEST - words) / (LONGEST - high))


def fluency(words: int, disfluent: int) -> float:
    """1 without fillers, repetitions and broken-off words; 0 where a quarter of the words are such."""
    return max(0.0, 1.0 - 4.0 * disfluent / words) if words else 0.0


def clauses(text: str) -> list[tuple[int, int]]:
    """The clauses of a sentence as half-open ranges: cut at its marks and before 'and', 'but', 'because' …"""
    out: list[tuple[int, int]] = []
    at = 0
    for found in _CLAUSE_END.finditer(text):
        if found.start() > at:
            out.append((at, found.start()))
            at = found.end()
    out.append((at, len(text)))
    return [(start, end) for start, end in out if text[start:end].strip()]


def pieces(text: str, most: int = BEST[1]) -> list[tuple[int, int, Bound, Bound]]:
    """A sentence as the pieces a quote may be made of, each with its bounds; only a long one is cut at its clauses."""
    if len(text.split()) <= most:
        return [(0, len(text), Bound.SENTENCE, Bound.SENTENCE)] if text.strip() else []
    joined: list[tuple[int, int]] = []
    for start, end in clauses(text):  # a clause of few words joins the one before
        if joined and len(text[joined[-1][0] : joined[-1][1]].split()) < BEST[0]:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return [(start, end, _bound(text, start), _bound(text, end)) for start, end in joined]


def within(text: str, start: int, end: int) -> tuple[int, int, Bound, Bound] | None:
    """The part [start, end) of a sentence, trimmed to whole clauses where that keeps most of it; None for no words.

    `start` and `end` are at the bounds of words.
    """
    marks = clauses(text)
    inner_start = min((s for s, _ in marks if s >= start), default=start)
    inner_end = max((e for _, e in marks if e <= end), default=end)
    part = text[start:end].split()
    if not part:
        return None
    if inner_start < inner_end and len(text[inner_start:inner_end].split()) >= 0.6 * len(part):
        start, end = inner_start, inner_end
    begins = Bound.SENTENCE if not text[:start].strip() else _at(marks, start, 0)
    ends = Bound.SENTENCE if not text[end:].strip() else _at(marks, end, 1)
    return start, end, begins, ends


def _at(marks: list[tuple[int, int]], offset: int, side: int) -> Bound:
    return Bound.CLAUSE if any(mark[side] == offset for mark in marks) else Bound.NONE


def _bound(text: str, at: int) -> Bound:
    if not text[:at].strip() or not text[at:].strip() or _SENTENCE_END.search(text[:at].rstrip()):
        return Bound.SENTENCE
    return Bound.CLAUSE
