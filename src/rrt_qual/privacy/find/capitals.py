"""Names by their capitals: runs of words that begin with one where an ordinary word would not."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from rrt_qual.domain.confidentiality.privacy import FindKind
from rrt_qual.privacy.words import lexicon
from rrt_qual.privacy.words.reasons import WordHit, hit
from rrt_qual.privacy.words.tokens import Piece, TextWord
from rrt_qual.privacy.words.wordlist import words_of

_JOINERS = frozenset(words_of("of upon on de la van von der al el bin le du"))
_COMPASS = frozenset(words_of("north south east west central mid inner outer greater upper lower"))
_MONTH_NAMES = frozenset(("jan", "april", "may", "june", "august"))
_TIME_BEFORE = re.compile(
    r"\b(?:in|since|of|by|until|till|last|next|this|from|every|each|before|after|early|late"
    r"|mid|and|to|for|end|start|through|till|about|around|on)\s+$",
    re.IGNORECASE,
)
_DOES = re.compile(
    r"^(?:['\u2019](?:s|ll|d)\b|,?\s+(?:says?|said|goes|went|rang|rings|told|tells|was|is|isn't"
    r"|has|had|came|comes|left|leaves|got|gets|gave|asked|asks"
    r"|thinks|thought|does|did|would|wouldn't|who|used|made|makes|took|takes|just|never|always"
    r"|knows|knew|left|wants|wanted|started|ran|sat|sits|reads|sent|from|covers|covered)\b)"
)
_AT = re.compile(r"\b(?:at|for|joined|left|with|by|than)\s+(?:the\s+)?$", re.IGNORECASE)
_IN = re.compile(
    r"\b(?:in|to|from|near|around|outside|through|across|over|of|out|into|past|towards)\s+(?:the\s+)?$", re.IGNORECASE
)


def capital_names(text: str, piece: Piece, written_small: Collection[str]) -> Iterator[WordHit]:
    """Names in a piece with capitals; `written_small` are words that stand there in small letters too."""
    for whole in _runs(text, piece.words):
        if len(whole) > 1 and lexicon.is_no_secret(text[whole[0].start : whole[-1].end]):
            continue
        run = _trimmed(whole)
        if not run or lexicon.is_no_secret(text[run[0].start : run[-1].end]):
            if run and len(run) == 1:
                yield from _month_name(text, run[0])
            continue
        found = _one(text, run[0], piece, written_small) if len(run) == 1 else _several(text, run, piece)
        if found:
            yield found


def _runs(text: str, words: Sequence[TextWord]) -> Iterator[list[TextWord]]:
    run: list[TextWord] = []
    at = 0
    while at < len(words):
        word = words[at]
        if run and not _adjacent(text, run[-1], word):
            yield run
            run = []
        if word.is_capital:
            if run and word.opens:
                yield run
                run = []
            run.append(word)
        elif (
            run
            and word.key in _JOINERS
            and at + 1 < len(words)
            and words[at + 1].is_capital
            and _adjacent(text, word, words[at + 1])
        ):
            run.append(word)
        elif run:
            yield run
            run = []
        at += 1
    if run:
        yield run


def _adjacent(text: str, one: TextWord, other: TextWord) -> bool:
    between = text[one.end : other.start]
    return (between in (" ", ". ") and (between == " " or len(one.text) < 3)) or between in ("\u00a0", " & ", "  ")


def _trimmed(run: list[TextWord]) -> list[TextWord]:
    """Without small words and acronyms at the ends that belong to no name."""
    start, end = 0, len(run)
    while start < end and _is_filler(run[start]):
        start += 1
    while end > start and (_is_filler(run[end - 1]) or not run[end - 1].is_capital):
        end -= 1
    return run[start:end]


def _is_filler(word: TextWord) -> bool:
    if not word.is_capital:
        return True
    if word.key.split("'")[0].split("\u2019")[0] in ("i", "it", "that", "he", "she", "we", "they", "there", "you"):
        return True
    if word.key in _MONTH_NAMES:
        return False
    if word.opens and word.key in lexicon.FUNCTION and not lexicon.is_place(word.text):
        return not (lexicon.is_first_name(word.key) and word.key in ("will", "dear"))
    return lexicon.is_no_secret(word.text) and word.key not in ("white", "black", "lord")


def _month_name(text: str, word: TextWord) -> Iterator[WordHit]:
    """'Jan', 'April', 'May', 'June', where the talk around speaks of a person rather than of a month."""
    if word.key not in _MONTH_NAMES:
        return
    before, after = text[max(0, word.start - 14) : word.start], text[word.end : word.end + 14]
    if re.match(r"\s*(?:\d|the\s|of\s|last\b|this\b|next\b|two\s+thou|twenty)", after):
        return
    jan = word.key == "jan"
    if _DOES.match(after) and after[0] not in "'\u2019" and not _TIME_BEFORE.search(before):
        yield hit(word.start, word.end, FindKind.PERSON, "person-word" if jan else "person-lower-maybe")
    elif jan and (not _TIME_BEFORE.search(before) or re.search(r"(?:and|to|for)\s+$", before)):
        yield hit(word.start, word.end, FindKind.PERSON, "person-word")


def _one(text: str, word: TextWord, piece: Piece, written_small: Collection[str]) -> WordHit | None:
    key, ordinary = word.key.replace("\u2019", "'"), lexicon.is_ordinary(word.key)
    if len(key) < 2:
        return None
    if not ordinary and lexicon.is_place(word.text):
        name_too = lexicon.is_first_name(key) and not _IN.search(text[max(0, word.start - 20) : word.start])
        return hit(
            word.start, word.end, FindKind.PERSON if name_too else FindKind.PLACE, "place-word" if name_too else "place"
        )
    if not ordinary and lexicon.is_name(key):
        return hit(word.start, word.end, FindKind.PERSON, "person-opens" if word.opens else "person-name")
    if word.text.isupper() and len(word.text) > 1:
        if piece.is_talk and not ordinary and len(word.text) < 7:
            return hit(word.start, word.end, FindKind.ORGANISATION, "acronym")
        return None
    if ordinary:
        return _ordinary(text, word, piece)
    if key in written_small or (not piece.is_talk and word.opens):
        return hit(word.start, word.end, FindKind.OTHER, "capital-word") if not word.opens else None
    kind = _kind_around(text, word)
    return hit(word.start, word.end, kind, "opens-unknown" if word.opens and kind is FindKind.PERSON else "capital")


def _ordinary(text: str, word: TextWord, piece: Piece) -> WordHit | None:
    """An ordinary word with a capital: a name perhaps where no sentence begins, or where it acts like a person."""
    after = text[word.end : word.end + 14]
    name = lexicon.is_name(word.key)
    if word.opens:
        return (
            hit(word.start, word.end, FindKind.PERSON, "person-lower-maybe")
            if name and _DOES.match(after) and word.key not in lexicon.FUNCTION
            else None
        )
    if lexicon.is_place(word.text) and _IN.search(text[max(0, word.start - 14) : word.start]):
        return hit(word.start, word.end, FindKind.PLACE, "place-word")
    if name:
        return hit(word.start, word.end, FindKind.PERSON, "person-word")
    if not piece.is_talk or word.key in lexicon.FUNCTION:
        return None
    return hit(word.start, word.end, FindKind.OTHER, "capital-word")


def _kind_around(text: str, word: TextWord) -> FindKind:
    before = text[max(0, word.start - 20) : word.start]
    key = word.key
    if key.endswith("shire") or (_AT.search(before) and not _DOES.match(text[word.end : word.end + 14])):
        return FindKind.ORGANISATION if _AT.search(before) or _IN.search(before) is None else FindKind.PLACE
    if lexicon.sounds_like_a_place(key) or _IN.search(before):
        return FindKind.PLACE
    return FindKind.PERSON


def _several(text: str, run: list[TextWord], piece: Piece) -> WordHit | None:
    first, last = run[0], run[-1]
    keys = [w.key for w in run]
    ordinary = [lexicon.is_ordinary(k) for k in keys]
    if lexicon.is_place(text[first.start : last.end]) or (
        keys[0] in _COMPASS and lexicon.is_place(text[run[1].start : last.end])
    ):
        return hit(first.start, last.end, FindKind.PLACE, "place")
    if keys[0] in lexicon.BEFORE_PLACE and not ordinary[-1] and (last.text != last.text.upper()):
        inside = _IN.search(text[max(0, first.start - 20) : first.start])
        if inside or not lexicon.is_first_name(keys[0]):
            return hit(first.start, last.end, FindKind.PLACE, "capital")
    if lexicon.is_first_name(keys[0]) and not (ordinary[0] and first.opens and ordinary[-1]):
        sure = not ordinary[0] or not ordinary[-1]
        return hit(first.start, last.end, FindKind.PERSON, "person-full" if sure else "capital-words")
    if all(ordinary):
        if not piece.is_talk:
            return None
        return hit(first.start, last.end, FindKind.OTHER, "capital-words")
    if first.opens and ordinary[0] and len(run) == 2:
        inner = run[1]
        if inner.key in lexicon.FUNCTION:
            return None
    if lexicon.is_name(keys[-1]) or lexicon.is_name(keys[0]):
        return hit(first.start, last.end, FindKind.PERSON, "person-name")
    if any(lexicon.is_place(w.text) or lexicon.sounds_like_a_place(w.key) for w in run):
        return hit(first.start, last.end, FindKind.PLACE, "capital")
    return hit(first.start, last.end, _kind_around(text, first), "capital")
