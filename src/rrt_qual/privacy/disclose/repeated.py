"""Words of one text that are repeated in another: what a note quotes of an interview that is to be forgotten."""

from __future__ import annotations

import re
from collections.abc import Iterable

_WORD = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)*")

#: So many words in a row are a quotation; fewer are everybody's.
RUN = 6

#: A whole note or reason of at least so many words that is one sentence of the text is a quotation too.
SENTENCE = 3


class Echo:
    """A text that is to be forgotten, ready to be looked for in others; `sentences` are its pieces."""

    def __init__(self, text: str, sentences: Iterable[str] = ()) -> None:
        words = _folded(text)
        self._runs = {tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1)}
        self._sentences = {found for s in sentences if len(found := tuple(_folded(s))) >= SENTENCE}

    def cut(self, text: str, instead: str = "[erased]") -> str:
        """`text` with every stretch that repeats the forgotten one taken out."""
        hits = list(_WORD.finditer(text))
        words = [_plain(hit.group()) for hit in hits]
        if tuple(words) in self._sentences:
            return instead
        out: list[str] = []
        at = end = 0
        while at <= len(words) - RUN:
            if tuple(words[at : at + RUN]) not in self._runs:
                at += 1
                continue
            last = at + RUN
            while last < len(words) and tuple(words[last - RUN + 1 : last + 1]) in self._runs:
                last += 1
            out += (text[end : hits[at].start()], instead)
            end, at = hits[last - 1].end(), last
        return "".join([*out, text[end:]]) if out else text


def _folded(text: str) -> list[str]:
    return [_plain(word) for word in _WORD.findall(text)]


def _plain(word: str) -> str:
    return word.casefold().replace("\u2019", "'")
