"""People by what stands before them or by their spelling out; names in talk written without capitals."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rrt_qual.domain.confidentiality.privacy import FindKind
from rrt_qual.privacy.words import lexicon
from rrt_qual.privacy.words.reasons import WordHit, hit
from rrt_qual.privacy.words.tokens import Piece, TextWord

_I = re.IGNORECASE
_CAP = r"[A-Z\u00c0-\u00de][\w\u00c0-\u024f]*(?:['\u2019-][\w\u00c0-\u024f]+)*"
_TITLE = (
    r"(?:Mr|Mrs|Ms|Miss|Mx|Dr|Doctor|Prof|Professor|Sir|Dame|Lord|Lady|Baroness|Cllr|Councillor"
    r"|Councilor|Judge|District\s+Judge|Recorder|HHJ|(?:Mr|Mrs|Ms|Lord|Lady)\s+Justice|Justice"
    r"|Magistrate|Rev|Reverend|Father|Canon|Bishop|Imam|Rabbi|Pastor|PC|DC|DS|DI|DCI|PCSO|Sgt"
    r"|Sergeant|Inspector|Detective|Constable|Superintendent|Nurse|Matron|Aunty|Auntie|Aunt"
    r"|Uncle|Nana|Nanny|Granny|Gran|Grandma|Grandad|Big|Wee|Little|Young|Old|Nurse)"
)
_TITLED = re.compile(
    rf"\b(?:(?i:{_TITLE})\s+|(?:Mr|Mrs|Ms|Dr|Prof|Rev|Cllr|Sgt|Fr|Hon)\.\s*)(?:{_CAP})(?:\s+"
    rf"(?:de|van|der|von|al|el|bin|O['\u2019]|Mac|Mc)?\s?{_CAP}){{0,2}}"
)
_TITLED_LOWER = re.compile(
    r"\b(?:mr|mrs|ms|miss|dr|doctor|councillor|cllr|judge|pc|dc|sergeant|aunty|auntie|uncle"
    r"|nana|nanny|big|wee|sir|dame|father|reverend)\.?\s+(?P<name>[a-z][a-z'\u2019-]+)"
)
_SPELLED = re.compile(
    r"(?<![\w'\u2019-])(?:[A-Za-z]|double\s+[A-Za-z])(?:(?:\s*[-\u2010\u2011.,\u2013]\s*|\s+)"
    r"(?:[A-Za-z]|[Dd]ouble[\s-]+[A-Za-z]|dash|hyphen|apostrophe))"
    r"{2,}(?![\w'\u2019-]*[\w'\u2019])"
)
_SPELLED_FOR = re.compile(
    r"\b[A-Za-z]\s+(?:for|as\s+in)\s+[A-Za-z]+(?:[\s,.-]+(?:then\s+|and\s+)?[A-Za-z](?:\s+(?:for"
    r"|as\s+in)\s+[A-Za-z]+)?\b(?!['\u2019])){1,}"
)
_SPELL_CUE = re.compile(
    r"\b(?:spelled|spelt|spell|spelling|that's|that\u2019s|it's|it\u2019s|with\s+an?|letters?|so|surname|name)\W*$", _I
)
_NAMED = re.compile(
    r"\b(?:called|named|name\s+is|name\s+was|name's|name\u2019s|known\s+as|nicknamed|surname"
    r"(?:\s+is|\s+was|'s)?|(?:my|our|her|his|their|the|a)\s+(?:(?:old|new|last|then|first|current"
    r"|previous|line|team|service|deputy|best|lovely|own)\s+){0,2}"
    r"(?:manager|boss|supervisor|mentor|mate|friend|colleague|partner|husband|wife|sister|brother"
    r"|son|daughter|student|deputy|director|educator|lad|girl|boy|kid|cousin|neighbour|neighbor"
    r"|key\s?worker|social\s+worker))[\s,]+(?:is\s+|was\s+)?(?:called\s+|named\s+)?(?P<name>[^\W\d_]+(?:['\u2019-][^\W\d_]+)*)"
    r"(?P<more>\s+[^\W\d_]+(?:['\u2019-][^\W\d_]+)*)?",
    _I,
)
_STRONG = re.compile(r".*\b(?:called|named|name|known|nicknamed|surname)\b", _I)
_SAYS = re.compile(
    r"^\s+(?:says?|said|goes|went|rang|rings|told|tells|was|is|has|had|came|comes|left|got|asked"
    r"|asks|thinks|thought|does|did|would|who|and|in|from|at|the)\b"
)


def spelled(text: str) -> Iterator[WordHit]:
    """Words spelled letter by letter."""
    for m in _SPELLED.finditer(text):
        letters = re.sub(
            r"\b(?:dash|hyphen|apostrophe)\b", "", re.sub(r"double[\s-]+(\w)", r"\1\1", m.group(), flags=_I), flags=_I
        )
        word = re.sub(r"[\W_]", "", letters)
        hyphened = bool(re.match(r"[A-Za-z][-\u2010\u2011.]", m.group()))
        if len(word) < 3 or lexicon.is_no_secret(word.upper()) or lexicon.is_no_secret(word):
            continue
        big = sum(c.isupper() for c in word) > len(word) / 2
        cue = _SPELL_CUE.search(text[max(0, m.start() - 24) : m.start()])
        if hyphened or big or cue or len(word) > 4:
            start = m.start() + _leading_small_words(m.group())
            yield hit(start, m.end(), FindKind.PERSON, "spelled")
    for m in _SPELLED_FOR.finditer(text):
        pairs = re.findall(r"\b([A-Za-z])\s+(?:for|as\s+in)\s+([A-Za-z])", m.group())
        if any(letter.lower() == word.lower() for letter, word in pairs):
            yield hit(m.start(), m.end(), FindKind.PERSON, "spelled")


def _leading_small_words(words: str) -> int:
    """'a P R Y C E': the article is no letter of it. 'I' before commas neither."""
    lead = re.match(r"a\s+(?=[A-Z])", words)
    return lead.end() if lead else 0


def titled(text: str) -> Iterator[WordHit]:
    """People after a form of address, in text that is written with capitals."""
    for m in _TITLED.finditer(text):
        words = m.group().split()
        if words[0].lower() in ("big", "wee", "little", "young", "old"):
            if words[0][0].isupper() or not lexicon.is_first_name(words[1].lower()):
                continue
        elif (
            words[0][0].islower()
            and words[0].lower()
            not in (
                "councillor",
                "judge",
                "nurse",
                "aunty",
                "auntie",
                "uncle",
                "aunt",
                "nan",
                "doctor",
                "sergeant",
                "detective",
                "inspector",
                "professor",
                "pastor",
                "imam",
                "mr",
                "mrs",
                "ms",
                "miss",
                "dr",
                "father",
                "gran",
                "nana",
            )
        ) or (len(words) > 1 and words[1].lower() in lexicon.FUNCTION and len(words[1]) < 5):
            continue
        yield hit(m.start(), m.end(), FindKind.PERSON, "person-titled")


def named(text: str, *, capitals: bool = True) -> Iterator[WordHit]:
    """People after words that say that a name follows: 'my manager', 'called'."""
    for m in _NAMED.finditer(text):
        name = m["name"]
        bare = re.split(r"['\u2019]", name.lower())[0]
        if name[0].isupper():
            if bare in lexicon.FUNCTION or name.lower() in lexicon.FUNCTION or lexicon.is_no_secret(name):
                continue
            more = m["more"] or ""
            end = (
                m.end("more")
                if more.strip()[:1].isupper() and more.strip().lower() not in lexicon.FUNCTION
                else m.end("name")
            )
            yield hit(m.start("name"), _core(text, m.start("name"), end), FindKind.PERSON, "named")
        else:
            known = lexicon.is_first_name(bare) and bare not in lexicon.FUNCTION
            ordinary = lexicon.is_ordinary(bare)
            says = _SAYS.match(text[m.end("name") :]) or _STRONG.match(m.group())
            if not ordinary or (not capitals and known and says):
                cause = "person-lower-maybe" if ordinary else "named"
                yield hit(m.start("name"), _core(text, m.start("name"), m.end("name")), FindKind.PERSON, cause)


def _core(text: str, start: int, end: int) -> int:
    tail = re.search(r"['\u2019](?:s|ll|d|ve|re)$", text[start:end])
    return end - len(tail.group()) if tail else end


#: What people do and things do not.
_SAID = re.compile(
    r"\s+(?:said|says|rang|told|asked|texted|emailed|goes|went|reckons|thinks|phoned|messaged|read|reads|left|came|does|made)\b"
)
_NOUN_BEFORE = re.compile(r"(?:the|a|an|my|your|his|her|our|their|this|that|no|some|any|every|each|in|on|of|at|by)$")
_PLACE_CUE = re.compile(r"\b(?:in|at|from|to|near|around|outside|through|across|over|down|for|up)\s+$")


def lower_names(low: str, piece: Piece) -> Iterator[WordHit]:
    """Names and towns in a piece that is written without capitals, or in capitals throughout.

    `low` is the text in small letters.
    """
    words = piece.words
    at = 0
    while at < len(words):
        length = _place_at(low, piece, at)
        if length:
            last = words[at + length - 1]
            key = " ".join(low[words[at].start : last.end].split())
            doubtful = length == 1 and lexicon.is_ordinary(key)
            if not doubtful or (
                _PLACE_CUE.search(low[max(0, words[at].start - 10) : words[at].start])
                and key
                not in (
                    "deal",
                    "march",
                    "sale",
                    "ware",
                    "wells",
                    "bath",
                    "rugby",
                    "turkey",
                    "diss",
                    "hull",
                    "bury",
                    "bourne",
                    "ely",
                    "nelson",
                    "brigg",
                    "barking",
                    "epping",
                    "dover",
                )
            ):
                yield hit(words[at].start, last.end, FindKind.PLACE, "place-lower" if not doubtful else "place-word")
            at += length
            continue
        word = words[at]
        if not lexicon.is_ordinary(word.key) and len(word.key) > 1 and not lexicon.is_no_secret(word.key):
            end, cause, kind = _unknown(words, at, low)
            before = words[at - 1] if at and words[at - 1].key in lexicon.BEFORE_PLACE else word
            if before is not word and low[before.end : word.start] == " ":
                kind = FindKind.PLACE
            yield hit(before.start, end, kind, cause)
        elif lexicon.is_first_name(word.key) and word.key not in lexicon.FUNCTION and at + 1 < len(words):
            if _SAID.match(low, word.end) and not (at and _NOUN_BEFORE.match(words[at - 1].key)):
                yield hit(word.start, word.end, FindKind.PERSON, "person-lower-maybe")
            following = words[at + 1]
            if following.key in lexicon.last_names() and not lexicon.is_ordinary(following.key):
                yield hit(word.start, following.end, FindKind.PERSON, "person-lower")
        at += 1
    yield from _titled_lower(low, piece)


def _titled_lower(low: str, piece: Piece) -> Iterator[WordHit]:
    """People after a form of address, in text that is written without capitals."""
    for m in _TITLED_LOWER.finditer(low, piece.span.start, piece.span.end):
        name = m["name"]
        if not lexicon.is_ordinary(name) or (
            m.group().startswith(("mr", "ms", "dr", "judge", "pc", "miss", "aunt", "uncle"))
            and name not in lexicon.FUNCTION
        ):
            yield hit(m.start(), m.end(), FindKind.PERSON, "person-titled")
        elif lexicon.is_first_name(name) and name not in lexicon.FUNCTION:
            yield hit(m.start(), m.end(), FindKind.PERSON, "person-lower-maybe")


def _unknown(words: Sequence[TextWord], at: int, low: str) -> tuple[int, str, FindKind]:
    """Where the name that begins with a word ends, why it is one, and what it names."""
    word = words[at]
    following = words[at + 1] if at + 1 < len(words) and low[word.end : words[at + 1].start].isspace() else None
    if lexicon.is_name(word.key):
        family = following is not None and _is_family_name(following.key)
        return following.end if following and family else word.end, "person-lower", FindKind.PERSON
    kind = FindKind.PLACE if lexicon.sounds_like_a_place(word.key) else FindKind.PERSON
    return word.end, "unknown-lower", kind


def _is_family_name(key: str) -> bool:
    """Whether a word behind a first name is its family name rather than what the person does."""
    if not lexicon.is_ordinary(key):
        return not lexicon.is_no_secret(key)
    return key in lexicon.last_names() and key not in lexicon.FUNCTION and not _SAID.match(f" {key} ")


def _place_at(low: str, piece: Piece, at: int) -> int:
    """How many words from `at` on are a place in general use, at most three; 0 for none."""
    words = piece.words
    for length in (3, 2, 1):
        if at + length <= len(words) and lexicon.is_place(low[words[at].start : words[at + length - 1].end]):
            return length
    return 0
