"""Words of speech that carry nothing: fillers, words said twice, words broken off.

A *token* is a word as it stands in a text, with the punctuation that touches it. What counts as a filler is chosen so
that taking it out never changes what was said: 'like' and 'you know' only where pauses set them apart.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from functools import lru_cache
from operator import and_, eq

#: um, uh, er, erm, hmm, mm however long they were drawn.
_SOUND = re.compile(r"u+m+|u+h+m*|e+r+m*|h+m+|m+h+m+|m{2,}")
#: First word -> the whole phrase; the last two only soften.
_PHRASES = {
    "you": ("you", "know"),
    "i": ("i", "mean"),
    "like": ("like",),
    "sort": ("sort", "of"),
    "kind": ("kind", "of"),
}


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


#: Before 'sort of' and 'kind of' these make it mean what it says.
_MEANT = _set(
    """a an the this that these those what which whatever some any every each same different other another all both one
    two three no right wrong certain own new old first second last only whole its my your his her our their"""
)

#: Said twice these are a stumble; other words said twice, apart by a pause, may be emphasis.
_SMALL = _set(
    """a an the i you he she it we they me him us them my your his her its our their this these those what who which
    and but or so because if when as than to of in on at by for from with about into is are was were be been am do does
    did have has can could will would should may might must it's i'm i've i'd i'll you're we're we've they're they've
    he's she's there's that's there"""
)
_EMPHASIS = _set(
    """had that very really so no never more many much long far too way again now yes yeah bye up on out over round
    years hours days weeks well good bad big little every just quite all"""
)
_EDGES = re.compile(r"^[^\w\[]*|[^\w\]]*$")
_PAUSE = re.compile(r"[,.;:?!…–—-]['\"”’)]*$")
_SENTENCE_END = re.compile(r"[.?!…]['\"”’)]*$")
_BROKEN = re.compile(r"(\w{1,7})[-–—]+,?")


@lru_cache(maxsize=65536)
def core(token: str) -> str:
    """A token without the punctuation around it, in lower case, its apostrophes straight."""
    return _EDGES.sub("", token.replace("’", "'")).casefold()


def droppable(tokens: Sequence[str]) -> list[bool]:
    """Which tokens can be taken out as fillers, repetitions and broken-off words; never all of them."""
    cores = [core(t) for t in tokens]
    out = [False] * len(tokens)
    if not _suspicious(tokens, cores):
        return out
    while found := _once(tokens, cores, [n for n in range(len(tokens)) if not out[n]]):
        for n in found:
            out[n] = True
    if all(out[n] or not cores[n] for n in range(len(tokens))):
        return [False] * len(tokens)
    return out


def _suspicious(tokens: Sequence[str], cores: Sequence[str]) -> bool:
    """Whether anything can be dropped at all; most sentences are clean, and this is quick to see."""
    if any(_sounds(c) or c == "like" for c in cores) or any(
        _PHRASES.get(pair[0]) == pair for pair in itertools.pairwise(cores)
    ):
        return True
    if any(t.rstrip(",").endswith(("-", "–", "—")) for t in tokens):
        return True
    if any(map(eq, cores, cores[1:])):
        return True
    for size in (2, 3, 4):
        same = list(map(eq, cores, cores[size:]))
        if any(map(and_, same, same[1:])):
            return True
    return False


@lru_cache(maxsize=65536)
def _sounds(word: str) -> bool:
    return bool(_SOUND.fullmatch(word))


def _once(tokens: Sequence[str], cores: Sequence[str], left: Sequence[int]) -> set[int]:
    """Those of the tokens `left` that can go at first sight; others may follow when these are gone."""
    found: set[int] = set()
    for at, n in enumerate(left):
        if n in found:
            continue
        word = cores[n]
        words = _PHRASES.get(word, ())
        span = left[at : at + len(words)]
        if _is_sound(tokens[n], word):
            found.add(n)
        elif words and tuple(cores[m] for m in span) == words and _apart(tokens, cores, left, at, len(words)):
            found.update(span)
        else:
            found.update(_stumble(tokens, cores, left, at))
    return found


def _is_sound(token: str, core_: str) -> bool:
    return _sounds(core_) and not _EDGES.sub("", token).isupper() and not token.endswith("?")


def _apart(tokens: Sequence[str], cores: Sequence[str], left: Sequence[int], at: int, size: int) -> bool:
    """Whether the words that begin at `at` say nothing there: set apart by pauses, or a mere hedge."""
    last = tokens[left[at + size - 1]]
    before = tokens[left[at - 1]] if at else ""
    after = left[at + size] if at + size < len(left) else None
    if any(_PAUSE.search(tokens[m]) for m in left[at : at + size - 1]) or last.endswith("?"):
        return False
    if cores[left[at]] in ("sort", "kind"):
        known = core(before) not in _MEANT and not _PAUSE.search(last)
        return bool(before) and known and after is not None
    opens = not before or bool(_PAUSE.search(before)) or _is_sound(before, core(before))
    closes = bool(_PAUSE.search(last))
    return opens and closes and (after is not None or bool(before))


def _stumble(tokens: Sequence[str], cores: Sequence[str], left: Sequence[int], at: int) -> list[int]:
    """The tokens from `at` on that are said again at once, or a word that was broken off and begun anew."""
    here = left[at]
    if tokens[here].rstrip(",")[-1:] in ("-", "–", "—") and at + 1 < len(left):
        broken = _BROKEN.fullmatch(tokens[here])
        if broken and cores[left[at + 1]].startswith(broken[1].casefold()):
            return [here]
    for size in (4, 3, 2, 1):
        if at + 2 * size > len(left) or cores[here] != cores[left[at + size]]:
            continue
        first, again = left[at : at + size], left[at + size : at + 2 * size]
        if [cores[n] for n in first] != [cores[n] for n in again]:
            continue
        if any(not cores[n] or _SENTENCE_END.search(tokens[n]) for n in first):
            continue
        if size > 1 or _is_stumble(tokens[here], cores[here]):
            return list(first)
    return []


def _is_stumble(token: str, word: str) -> bool:
    return word in _SMALL or (word not in _EMPHASIS and not _PAUSE.search(token) and not word.isdigit())
