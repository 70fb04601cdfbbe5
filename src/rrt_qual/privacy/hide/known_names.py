"""Names that are known, wherever they stand, for hiding them for good: in texts, notes, labels and files.

Stricter than what readers see (`masking`): a form that is too short to point at anybody is not looked for, a number is
found however it is grouped, and an everyday word in small letters is not the name that is spelled like it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from rrt_qual.domain.spans import Span
from rrt_qual.privacy.hide.masker import KnownWords, Masker

#: What stands in a text for each sign of a word that is not there any more.
BLANK = "█"

#: Names that are everyday words as well.
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


class Mask:
    """Known forms, ready to be looked for; made once for many texts."""

    def __init__(self, known: Iterable[KnownWords]) -> None:
        telling = [one for one in known if is_telling(one.form)]
        self._masker = Masker([*telling, *(other for one in telling for other in _regrouped(one))])

    def places(self, text: str) -> list[tuple[Span, str]]:
        """Where known forms stand in `text`, apart from one another, in order, with what is shown for each."""
        return [(one.span, one.text) for one in self._masker.find(text) if not _is_everyday(one.span.of(text))]

    def text(self, text: str) -> str:
        """`text` with every known form masked."""
        parts: list[str] = []
        at = 0
        for span, shown in self.places(text):
            parts += (text[at : span.start], shown)
            at = span.end
        return "".join([*parts, text[at:]]) if parts else text


def is_telling(form: str) -> bool:
    """Whether a form can be looked for elsewhere: one letter, an initial or a short number stands for too much."""
    letters = sum(c.isalpha() for c in form)
    if letters == 0:
        return sum(c.isdigit() for c in form) >= 5
    return letters >= 3 or (letters == 2 and any(c.islower() for c in form))


def fill(text: str, spans: Iterable[Span]) -> str:
    """`text` with the words of `spans` overwritten, code point for code point; white space and offsets stay."""
    out = list(text)
    for span in spans:
        for at in range(span.start, min(span.end, len(out))):
            if not out[at].isspace():
                out[at] = BLANK
    return "".join(out)


def _is_everyday(words: str) -> bool:
    return words.islower() and words.isalpha() and (len(words) < 3 or words in _EVERYDAY)


def _regrouped(one: KnownWords) -> Iterator[KnownWords]:
    """Other ways to write a number, a postcode or the like: without its spaces, and in the usual groups."""
    joined = re.sub(r"[\s().\-]+", "", one.form)
    if sum(c.isdigit() for c in joined) < 2 or not joined.isalnum() or len(one.form.split()) > 5:
        return
    if joined != one.form:
        yield KnownWords(joined, one.shown)
    if joined.isdigit():
        for cut in (3, 4, 5):
            if len(joined) > cut + 4:
                yield KnownWords(f"{joined[:cut]} {joined[cut:]}", one.shown)
                yield KnownWords(f"{joined[:cut]} {joined[cut : cut + 3]} {joined[cut + 3 :]}", one.shown)
