"""Names that are known already, wherever they stand: the project's lists, what was replaced, what was found surely.

A name found once is found everywhere. Written small it counts only where it is no ordinary word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from rrt_qual.domain.confidentiality.names import form_key
from rrt_qual.domain.confidentiality.privacy import Find, FindKind
from rrt_qual.privacy.words import lexicon
from rrt_qual.privacy.words.reasons import WordHit, hit
from rrt_qual.privacy.words.tokens import Piece, WritingManner
from rrt_qual.privacy.words.types import Names
from rrt_qual.privacy.words.wordlist import words_of

#: How likely a find must be for its words to be looked for elsewhere.
SURE = 0.7
_ECHOED = (FindKind.PERSON, FindKind.PLACE, FindKind.TEAM, FindKind.ORGANISATION)
_TOKEN = re.compile(r"[^\W_]+(?:['\u2019\u2010\u2011-][^\W_]+)*")
_TAIL = re.compile(r"(?:['\u2019](?:s|ll|d|ve|re|m)|['\u2019])$", re.IGNORECASE)
_FORMS_OF_ADDRESS = frozenset(
    words_of(
        "mr mrs ms miss mx dr doctor prof professor sir dame lord lady cllr councillor judge justice rev reverend"
        " father pc dc ds di sgt sergeant inspector detective nurse aunty auntie aunt uncle nana nanny granny gran"
        " big wee little young old the"
    )
)
_ACTS = re.compile(
    r"^(?:['\u2019](?:s|ll|d)\b|\s+(?:says?|said|goes|went|rang|told|tells|was|is|has|had|came"
    r"|left|got|asked|who|does|did|would|from)\b)"
)
#: Words of a name that is looked for elsewhere. A longer find is a phrase that nobody repeats word for word.
_LONGEST = 12


@dataclass(frozen=True, slots=True)
class _Form:
    keys: tuple[str, ...]
    kind: FindKind
    cause: str
    ordinary: bool


@dataclass
class NameForms:
    """Forms of names by their first word. Adding one that is there keeps the first."""

    _by_first: dict[str, list[_Form]] = field(default_factory=dict)
    _seen: set[tuple[str, ...]] = field(default_factory=set)

    def add(self, kind: FindKind, words: str, cause: str) -> None:
        """Look for `words`; forms of one letter and blank ones are passed over."""
        keys = _keys(words)
        if not keys or keys in self._seen or len("".join(keys)) < 2 or len(keys) > _LONGEST:
            return
        if len(keys) == 1 and keys[0] in lexicon.FUNCTION and cause not in ("listed", "known", "speaker"):
            return
        self._seen.add(keys)
        ordinary = all(k.isalpha() and lexicon.is_ordinary(k) for k in keys)
        self._by_first.setdefault(keys[0], []).append(_Form(keys, kind, cause, ordinary))

    def add_person(self, words: str, cause: str, *, nicknames: bool = False) -> None:
        """Look for a person by full, first and family name, and by the first name's short forms if asked."""
        parts = [w for w in words.split() if _keys(w) and _keys(w)[0] not in _FORMS_OF_ADDRESS]
        self.add(FindKind.PERSON, words, cause)
        self.add(FindKind.PERSON, " ".join(parts), cause)
        for part in parts if len(parts) < 5 else ():
            if _is_part(part):
                self.add(FindKind.PERSON, part, cause)
        if nicknames and parts:
            for short in _nicknames(parts[0]):
                self.add(FindKind.PERSON, short, "listed-nickname")

    def __bool__(self) -> bool:
        return bool(self._by_first)

    def starting_with(self, key: str) -> Sequence[_Form]:
        """The forms whose first word is `key`."""
        return self._by_first.get(key, ())


def _is_part(word: str) -> bool:
    """Whether a part of a person's name stands for the person by itself."""
    keys = _keys(word)
    if not keys or keys[0] in _FORMS_OF_ADDRESS or len(word) < 2 or keys[0] in lexicon.FUNCTION:
        return False
    return not lexicon.is_ordinary(keys[0]) or lexicon.is_name(keys[0])


@lru_cache(maxsize=200_000)
def _key(word: str) -> str:
    return form_key(_TAIL.sub("", word) or word)


def _keys(words: str) -> tuple[str, ...]:
    return tuple(k for k in (_key(m.group()) for m in _TOKEN.finditer(words)) if k)


@lru_cache(maxsize=1)
def _namer() -> Any:
    from nicknames import NickNamer

    return NickNamer()


def _nicknames(first: str) -> list[str]:
    """Short forms of a first name and the names that it is short for, in order."""
    namer = _namer()
    key = form_key(first)
    full: set[str] = namer.canonicals_of(key)
    short: set[str] = namer.nicknames_of(key)
    for name in full if len(full) < 4 else ():
        short = short | namer.nicknames_of(name)
    return sorted(w for w in (full | short) - {key} if len(w) > 1 and w.isalpha())


def forms_of(names: Names) -> NameForms:
    """What the project itself names, in all the forms to look for."""
    forms = NameForms()
    for listed in names.listed:
        for words in (listed.name, *listed.aliases):
            _add_named(forms, listed.kind, words, "listed")
    for words in names.people:
        forms.add_person(words, "speaker")
    for kind, words in names.attributes:
        _add_named(forms, kind, words, "attribute")
    add_known(forms, names.known, "known")
    return forms


def _add_named(forms: NameForms, kind: FindKind, words: str, cause: str) -> None:
    if kind is FindKind.PERSON:
        forms.add_person(words, cause, nicknames=cause == "listed")
        return
    forms.add(kind, words, cause)
    shorter = re.sub(
        r"^the\s+|\s+(?:team|service|office|council|county council|borough council|city council|hub)$",
        "",
        words.strip(),
        flags=re.I,
    )
    if shorter != words.strip() and len(shorter) > 2:
        forms.add(kind, re.sub(r"^the\s+", "", words.strip(), flags=re.I), cause)
        forms.add(kind, shorter, cause)


def add_known(forms: NameForms, known: Iterable[tuple[FindKind, str]], cause: str) -> None:
    """Look for what is known from elsewhere; of a person also for the parts of the name."""
    for kind, words in known:
        if kind is FindKind.PERSON and 1 < len(words.split()) < 5:
            forms.add(kind, words, cause)
            for part in words.split():
                if _is_part(part):
                    forms.add(kind, part, "echo" if cause == "known" else cause)
        else:
            forms.add(kind, words, cause)


def sure_forms(text: str, finds: Iterable[Find]) -> dict[tuple[FindKind, str], None]:
    """(kind, words) of the names in `finds` that are sure enough to be looked for elsewhere, in order."""
    out: dict[tuple[FindKind, str], None] = {}
    for find in finds:
        if find.kind in _ECHOED and find.likelihood >= SURE:
            words = " ".join(find.span.of(text).split())
            keys = _keys(words)
            nobody = find.kind is FindKind.PERSON and all(
                lexicon.is_ordinary(k) and not lexicon.is_name(k) for k in keys
            )
            if (
                keys
                and not nobody
                and len(keys) < 6
                and not (len(keys) == 1 and (len(keys[0]) < 3 or lexicon.is_no_secret(words)))
            ):
                if "-" in words and all(len(part) < 2 for part in words.split("-")):
                    words = words.replace("-", "")
                out[(find.kind, words)] = None
    return out


def echoes(text: str, pieces: Iterable[Piece], forms: NameForms) -> Iterator[WordHit]:
    """Every place in `text` where one of `forms` stands, the longest form first."""
    if not forms:
        return
    for piece in pieces:
        openers = {w.start for w in piece.words if w.opens}
        tokens = [(m.start(), m.end(), m.group()) for m in _TOKEN.finditer(text, piece.span.start, piece.span.end)]
        keys = [_key(t[2]) for t in tokens]
        at = 0
        while at < len(tokens):
            found = _at(text, piece, tokens, keys, at, forms, openers)
            if found:
                yield found[0]
                at += found[1]
            else:
                at += 1


def _at(
    text: str,
    piece: Piece,
    tokens: Sequence[tuple[int, int, str]],
    keys: Sequence[str],
    at: int,
    forms: NameForms,
    openers: set[int],
) -> tuple[WordHit, int] | None:
    plural = keys[at][:-1] if keys[at].endswith("s") and len(keys[at]) > 4 and tokens[at][2][0].isupper() else ""
    candidates = [
        *forms.starting_with(keys[at]),
        *(f for f in forms.starting_with(plural) if plural and len(f.keys) == 1 and f.kind is FindKind.PERSON),
    ]
    for form in sorted(candidates, key=lambda f: -len(f.keys)):
        n = len(form.keys)
        if n > 1 and (tuple(keys[at : at + n]) != form.keys or not _together(text, tokens, at, n)):
            continue
        cause = _cause(text, piece, form, tokens, at, tokens[at][0] in openers)
        if cause:
            last = tokens[at + n - 1]
            tail = _TAIL.search(last[2])
            end = last[1] - (len(tail.group()) if tail and tail.start() > 0 else 0)
            return hit(tokens[at][0], end, form.kind, cause), n
    return None


def _together(text: str, tokens: Sequence[tuple[int, int, str]], at: int, n: int) -> bool:
    gaps = [text[tokens[i][1] : tokens[i + 1][0]] for i in range(at, at + n - 1)]
    return all(len(gap) <= 3 and "\n\n" not in gap and not re.search(r"[.!?]\s", gap) for gap in gaps)


def _cause(text: str, piece: Piece, form: _Form, tokens: Sequence[tuple[int, int, str]], at: int, opens: bool) -> str:
    """Why the form counts here, or '' where it does not."""
    word = tokens[at][2]
    several = len(form.keys) > 1
    ours = form.cause if form.cause != "listed-nickname" else "listed-nickname"
    acts = bool(_ACTS.match(text[tokens[at + len(form.keys) - 1][1] :][:12]))
    if piece.manner is WritingManner.MIXED and (word[0].isupper() or word[0].isdigit()):
        if not form.ordinary or not opens or several or acts:
            return ours
        return "echo-doubtful" if form.keys[0] not in lexicon.FUNCTION else ""
    if not form.ordinary:
        long_enough = sum(map(len, form.keys)) > 3 or piece.manner is not WritingManner.MIXED
        nick = form.cause == "listed-nickname" and piece.manner is WritingManner.MIXED
        return ("echo-lower" if form.cause == "echo" else ours) if long_enough and not nick else ""
    if several and (form.cause != "echo" or piece.manner is not WritingManner.MIXED):
        return "echo-doubtful" if piece.manner is WritingManner.MIXED else ours
    if (
        piece.manner is not WritingManner.MIXED
        and form.kind is FindKind.PERSON
        and acts
        and form.keys[0] not in lexicon.FUNCTION
    ):
        return "echo-doubtful"
    return ""


def forms_to_spread(known: Mapping[tuple[FindKind, str], str]) -> NameForms:
    """Forms to look for, of {(kind, words): why}: 'known', 'speaker', 'attribute' or 'echo'."""
    forms = NameForms()
    for why in ("known", "speaker", "attribute", "echo"):
        chosen = [form for form, reason in known.items() if reason == why]
        if why in ("known", "echo"):
            add_known(forms, chosen, why)
        for kind, words in chosen if why in ("speaker", "attribute") else ():
            _add_named(forms, kind, words, why)
    return forms


def merged_forms(base: Mapping[tuple[FindKind, str], None]) -> NameForms:
    """Forms to look for, of what was found surely."""
    forms = NameForms()
    add_known(forms, base, "echo")
    return forms
