"""Where words that were replaced once stand again: for 'everywhere', which decides without anybody looking.

So it is stricter than the finder: a form is met again only as it was written or with more capitals, never in small
letters where the form has capitals ('Will' is not 'will'). Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from rrt_qual.domain.spans import Span

_QUOTES = "['‘’ʼ]"
_HEAD = re.compile(r"[^\s'‘’ʼ]+")
_POSSESSIVE = rf"(?:{_QUOTES}[sS](?![^\W_]))?"


class HiddenForms:
    """Forms ready to be looked for in many texts."""

    def __init__(self, forms: Iterable[str]) -> None:
        self._patterns: list[tuple[str, re.Pattern[str]]] = []
        written = {" ".join(f.split()) for f in forms}
        for form in sorted({w for f in written for w in (f, f.upper(), _capital(f))}, key=lambda f: (-len(f), f)):
            head = _HEAD.match(form)
            if head is not None and sum(c.isalnum() for c in form) > 1:
                self._patterns.append((head.group(), _pattern(form)))

    def find(self, text: str, but: Sequence[Span] = ()) -> list[Span]:
        """Where the forms stand as whole words, without a possessive, apart from one another and from `but`."""
        out: list[Span] = []
        for head, pattern in self._patterns:
            at = text.find(head)  # far quicker than a pattern that looks behind itself
            while at >= 0:
                found = pattern.match(text, at)
                span = Span(found.start(1), found.end(1)) if found else None
                if span is not None and not any(span.overlaps(taken) for taken in (*out, *but)):
                    out.append(span)
                at = text.find(head, at + 1)
        return sorted(out)


def everyday(form: str, texts: Iterable[str]) -> bool:
    """Whether a form of one capitalised word is an everyday word as well: these texts have it in small letters."""
    small = form.strip().lower()
    if len(small.split()) != 1 or small == form.strip():
        return False
    pattern = _pattern(small)
    return any(small in text and pattern.search(text) for text in texts)


def neat(text: str, span: Span) -> Span:
    """`span` without white space, punctuation and a possessive at its ends: what a name is; may be empty."""
    start, end = span.start, min(span.end, len(text))
    while start < end and not (text[start].isalnum() or text[start] in "+@#"):
        start += 1
    while end > start and not text[end - 1].isalnum():
        end -= 1
    owner = re.search(rf"{_QUOTES}[sS]$", text[start:end])
    return Span(start, end - 2 if owner and end - 2 > start else end)


def _capital(form: str) -> str:
    """Each word with a capital, the rest of it as it is."""
    return " ".join(w[:1].upper() + w[1:] for w in form.split())


def _pattern(form: str) -> re.Pattern[str]:
    words = r"\s+".join("".join(_QUOTES if c in "'‘’ʼ" else re.escape(c) for c in word) for word in form.split())
    return re.compile(rf"(?<![^\W_])({words}){_POSSESSIVE}(?![^\W_])")
