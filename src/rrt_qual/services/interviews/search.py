"""Searching words in all interviews."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rrt_qual.domain.spans import Span
from rrt_qual.services.shared.project import Project
from rrt_qual.services.texts.texts import Texts


@dataclass(frozen=True, slots=True)
class SearchHit:
    """One place where the words occur; `before` and `after` are up to 60 code points of context.

    The words are as they may be read, `span` is where they stand in the original.
    """

    interview_id: str
    interview: str
    span: Span
    before: str
    words: str
    after: str


def pattern(query: str) -> re.Pattern[str]:
    """What to look for: the words in this order, in any case, whatever white space stands between.

    Typographic quotes and plain ones are the same.
    """
    quotes = {"'": "['\u2018\u2019]", "\u2018": "['\u2018\u2019]", "\u2019": "['\u2018\u2019]"}
    quotes |= {'"': '["\u201c\u201d]', "\u201c": '["\u201c\u201d]', "\u201d": '["\u201c\u201d]'}
    words = ["".join(quotes.get(c, re.escape(c)) for c in word) for word in query.split()]
    return re.compile(r"\s+".join(words), re.IGNORECASE)


def in_text(text: str, query: str) -> list[Span]:
    """All places of `query` in one text, in order; none for a blank query."""
    if not query.strip():
        return []
    return [Span(m.start(), m.end()) for m in pattern(query).finditer(text)]


def everywhere(project: Project, query: str, limit: int = 1000) -> list[SearchHit]:
    """All places of `query` in all interviews, by wave, interview and place, at most `limit`.

    What is replaced is neither found nor shown; its pseudonym is.
    """
    out: list[SearchHit] = []
    for interview_id, name, shown in Texts(project).every() if query.strip() else ():
        text = shown.text
        for span in in_text(text, query):
            out.append(
                SearchHit(
                    interview_id,
                    name,
                    shown.original_span(span),
                    _line(text[max(0, span.start - 60) : span.start]),
                    _line(span.of(text)),
                    _line(text[span.end : span.end + 60]),
                )
            )
            if len(out) >= limit:
                return out
    return out


def _line(text: str) -> str:
    return re.sub(r"\s+", " ", text)
