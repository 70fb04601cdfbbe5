"""Names that are known, wherever they stand: masked in notes, labels and files, by what stands for them.

Pure: a mapping of real forms to what is shown instead goes in, a text without them comes out. White space, the kind
of quotes and most differences of case do not hide a name; a name inside a longer word is not that name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from rrt_qual.domain.spans import Span

_WORD = re.compile(r"[^\W_]+")
_QUOTES = "'\u2018\u2019\u02bc"
_LOOSE = r"[\s_.\-]+"
#: What may stand between two digits of a number.
_GROUPING = r"[\s().\-]{0,3}"

#: Names that are everyday words as well: in small letters they are the word, unless the form itself is.
_EVERYDAY_WORDS = """
amber april art august autumn baker banks bath battle bell berry bill bishop black blue bob booth bond brook
brooks brown bush butler carter chance chase christian church clay cliff cook coral crystal dale dawn day dean
deal deed drew east eve faith field finch fisher flint flora forest fox frank gale gene glen grace grant gray
green grey gill guy hall hart harmony harper hazel head heath hill holly hope hull hunt hunter iris ivy jack
jasmine jay joy june king knight lake lane laurel lily little long love major march mark marsh mason may mercy
miles mobile moon moss nice nick noble north olive page park pat pearl penny phoenix pool poppy porter potter
price prince ray reading reed rich river rob robin rock rose rowan ruby rugby rush rusty sale sally sandy sharp
short sky small smart snow south spring star stone storm street strong sue summer swift todd tow valley victor
violet wade walker ward ware waters wells west white will winter wise wood woods york young
"""
_EVERYDAY = frozenset(_EVERYDAY_WORDS.split())


@dataclass(frozen=True, slots=True)
class _Form:
    pattern: re.Pattern[str]
    length: int
    shown: str
    lower_too: bool


class Mask:
    """Known forms, ready to be looked for; made once for many texts."""

    def __init__(self, forms: Mapping[str, str]) -> None:
        self._by_first: dict[str, list[_Form]] = {}
        self._numbers: dict[str, str] = {}
        for form, shown in _with_joined(forms).items():
            words = _WORD.findall(form)
            if not words or not is_telling(form):
                continue
            if not any(c.isalpha() for c in form):
                self._numbers[_digits(form)] = shown
            else:
                one = _Form(_pattern(form), len(form), shown, _lower_too(form, words))
                self._by_first.setdefault(words[0].casefold(), []).append(one)
        for found in self._by_first.values():
            found.sort(key=lambda f: -f.length)
        grouped = "|".join(_GROUPING.join(n) for n in sorted(self._numbers, key=len, reverse=True))
        self._number = re.compile(rf"(?<!\d)(?:{grouped})(?!\d)") if grouped else None

    def __bool__(self) -> bool:
        return bool(self._by_first or self._numbers)

    def places(self, text: str) -> list[tuple[Span, str]]:
        """Where known forms stand in `text`, apart from one another, with what is shown for each."""
        numbers = self._number.finditer(text) if self._number else ()
        out = [(Span(*hit.span()), self._numbers[_digits(hit.group())]) for hit in numbers]
        taken = [span for span, _ in out]
        reach = 0
        for word in _WORD.finditer(text):
            if word.start() < reach or any(span.start <= word.start() < span.end for span in taken):
                continue
            for form in self._by_first.get(word.group().casefold(), ()):
                hit = form.pattern.match(text, word.start())
                if hit and (form.lower_too or not hit.group().islower()):
                    out.append((Span(*hit.span()), form.shown))
                    reach = hit.end()
                    break
        return sorted(out)

    def text(self, text: str) -> str:
        """`text` with every known form masked."""
        parts: list[str] = []
        at = 0
        for span, shown in self.places(text):
            parts += (text[at : span.start], shown)
            at = span.end
        return "".join([*parts, text[at:]]) if parts else text

    def value(self, value: Any) -> Any:
        """A JSON value with every string in it masked; the keys of objects stay."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, list):
            return [self.value(one) for one in value]
        if isinstance(value, dict):
            return {key: self.value(one) for key, one in value.items()}
        return value


def mask_forms(text: str, forms: Mapping[str, str]) -> str:
    """`text` with every form of `forms` (real form -> what is shown instead) masked; for one text."""
    return Mask(forms).text(text)


def is_telling(form: str) -> bool:
    """Whether a form can be looked for elsewhere: one letter, an initial or a short number stands for too much."""
    letters = sum(c.isalpha() for c in form)
    if letters == 0:
        return sum(c.isdigit() for c in form) >= 5
    return letters >= 3 or (letters == 2 and any(c.islower() for c in form))


def fill(text: str, spans: Iterable[Span], with_: str = "█") -> str:
    """`text` with the words of `spans` overwritten, code point for code point; white space and offsets stay."""
    out = list(text)
    for span in spans:
        for at in range(span.start, min(span.end, len(out))):
            if not out[at].isspace():
                out[at] = with_
    return "".join(out)


def _digits(text: str) -> str:
    return "".join(c for c in text if c.isdigit())


def _with_joined(forms: Mapping[str, str]) -> dict[str, str]:
    """The forms, and those of two words with a digit in each (postcodes) written as one word too."""
    out = dict(forms)
    for form, shown in forms.items():
        words = form.split()
        if len(words) == 2 and all(any(c.isdigit() for c in word) for word in words):
            out.setdefault("".join(words), shown)
    return out


def _pattern(form: str) -> re.Pattern[str]:
    words = list(_WORD.finditer(form))
    parts = []
    for n, word in enumerate(words):
        if n:
            parts.append(_between(form[words[n - 1].end() : word.start()]))
        parts.append(re.escape(word.group()))
    return re.compile("".join(parts) + r"(?![^\W_])", re.IGNORECASE)


def _between(gap: str) -> str:
    """What may stand between two words of a form."""
    if re.fullmatch(_LOOSE, gap):
        return _LOOSE
    signs = (f"[{_QUOTES}]" if c in _QUOTES else re.escape(c) for c in gap if not c.isspace())
    return r"\s*" + "".join(signs) + r"\s*"


def _lower_too(form: str, words: list[str]) -> bool:
    if len(words) > 1 or form.islower():
        return True
    return len(words[0]) > 2 and words[0].casefold() not in _EVERYDAY
