"""Known names in free text: found by whole words in any case, and replaced by what stands for them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from rrt_qual.domain.confidentiality.overlay import Replacement, project
from rrt_qual.domain.spans import Span

_CHUNK = re.compile(r"[^\W_]+")
_QUOTES = "'\u2018\u2019"
_POSSESSIVE = re.compile(rf"[{_QUOTES}]s?$", re.IGNORECASE)
#: Parts of a name that name nobody.
_NOBODY = frozenset(
    {
        *("mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor", "sir", "dame", "lord", "lady", "rev"),
        *("the", "and", "von", "van", "der", "den", "del", "dos"),
    }
)


@dataclass(frozen=True, slots=True)
class KnownWords:
    """Words that are known to identify, and what is shown for them.

    Of a person's name of several words each part is looked for as well (`person`).
    """

    form: str
    shown: str
    person: bool = False


@dataclass(frozen=True, slots=True)
class _Form:
    """A form ready to be looked for; `lead` signs stand before its first word, as in '+44 …'."""

    pattern: str
    chunks: frozenset[str]
    shown: str
    capitals: bool
    lead: int


class Masker:
    """Finds and replaces known forms in free text. Making one is quick; looking costs what the text's words cost.

    Whole words in any case; between the words of a form any white space, hyphen, dot or underscore may
    stand, as in a file's name; a possessive is kept. Where two fit, the longer one stands. A part of a
    person's name ('Doe' of 'Jane Doe', three letters at least) must have its capital.
    """

    def __init__(self, known: Iterable[KnownWords]) -> None:
        self._by_first: dict[str, list[_Form]] = {}
        seen: set[tuple[str, bool]] = set()
        whole, parts = [], []
        for one in known:
            form = _POSSESSIVE.sub("", " ".join(one.form.split()))
            whole.append((form, one.shown, False))
            if one.person:
                pieces = [w for w in form.split() if len(w) >= 3 and w.strip(".").casefold() not in _NOBODY]
                parts += [(w, one.shown, True) for w in pieces if len(form.split()) > 1 and w[:1].isupper()]
        for form, shown, capitals in (*whole, *parts):
            made = _form(form, shown, capitals)
            if made is not None and (made.pattern, capitals) not in seen:
                seen.add((made.pattern, capitals))
                self._by_first.setdefault(_first(form), []).append(made)

    def __bool__(self) -> bool:
        return bool(self._by_first)

    def find(self, text: str) -> list[Replacement]:
        """The known forms in `text`, apart from one another, in order."""
        if not self._by_first or not text:
            return []
        chunks = frozenset(c.casefold() for c in _CHUNK.findall(text))
        forms = {c: near for c in chunks if (near := [f for f in self._by_first.get(c, ()) if f.chunks <= chunks])}
        found = [
            Replacement(Span(m.start(), m.end()), form.shown)
            for chunk in (_CHUNK.finditer(text) if forms else ())
            for form in forms.get(chunk[0].casefold(), ())
            if (m := _compiled(form.pattern).match(text, max(0, chunk.start() - form.lead)))
            and (not form.capitals or m[0][:1].isupper())
        ]
        out: list[Replacement] = []
        for one in sorted(found, key=lambda r: (-len(r.span), r)):
            if not any(one.span.overlaps(taken.span) for taken in out):
                out.append(one)
        return sorted(out)

    def mask(self, text: str) -> str:
        """`text` with every known form replaced."""
        found = self.find(text)
        return project(text, found).text if found else text

    def holds(self, text: str) -> bool:
        """Whether a known form is in `text`."""
        return bool(self.find(text))


def _first(form: str) -> str:
    return str(_CHUNK.findall(form)[0]).casefold()


def _form(form: str, shown: str, capitals: bool) -> _Form | None:
    chunks = [c.casefold() for c in _CHUNK.findall(form)]
    if not chunks:
        return None
    parts = form.split()
    while not _CHUNK.search(parts[0]):  # signs of their own before the first word tell nothing
        parts = parts[1:]
    lead = len(_CHUNK.split(parts[0], maxsplit=1)[0])
    words = r"[\s_.\-]+".join(map(_word, parts))
    return _Form(rf"(?<![^\W_]){words}(?![^\W_])", frozenset(chunks), shown, capitals, lead)


def _word(word: str) -> str:
    return "".join(f"[{_QUOTES}]" if c in _QUOTES else re.escape(c) for c in word.rstrip(".,;:"))


@lru_cache(maxsize=4096)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)
