"""Dates as people write and say them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rrt_qual.domain.confidentiality.privacy import FindKind
from rrt_qual.privacy.find.spoken import MONTH, ORDINAL, WEEKDAY, YEAR, YEAR_WORDS
from rrt_qual.privacy.words.reasons import WordHit, hit

_I = re.IGNORECASE
_DAY = rf"(?:{ORDINAL}|\d{{1,2}})"
_THEN_YEAR = rf"(?:(?:,?\s+(?:of\s+)?|\s+in\s+){YEAR}\b)?"
_DAY_MONTH = re.compile(
    rf"\b(?:{WEEKDAY},?\s+)?(?:the\s+)?{_DAY}(?:\s+of)?\s+{MONTH}\b{_THEN_YEAR}"
    rf"|\b(?:{WEEKDAY},?\s+)?{MONTH}\s+(?:the\s+)?{ORDINAL}\b{_THEN_YEAR}"
    rf"|\b(?:{WEEKDAY},?\s+)?{MONTH}\s+\d{{1,2}}\b(?!\s*(?:%|per|years|months|weeks|days|kids"
    rf"|children|:\d)){_THEN_YEAR}"
    rf"|\b{WEEKDAY}\s+(?:the\s+)?{ORDINAL}\b(?!\s+(?:of\s+(?:the|my|our)|time|one|week))",
    _I,
)
_MONTH_YEAR = re.compile(
    rf"\b(?:(?:the\s+)?(?:end|start|beginning|middle|early|late|mid)[\s-]+(?:of\s+)?)?{MONTH}\.?,?\s+"
    rf"(?:of\s+|in\s+)?{YEAR}\b",
    _I,
)
_NUMERIC = re.compile(
    r"(?<![\w/.-])(?:\d{1,2}([/.-])\d{1,2}\1(?:\d{4}|\d{2})|(?:19|20)\d\d([/.-])\d{1,2}\2\d{1,2})(?![\w/-]|\.\d)"
)
_YEAR = re.compile(r"(?<![\w\u00a3$.,/:-])(?:19[3-9]\d|20[0-4]\d)(?:s\b|/\d\d\b)?(?![\w/-]|[.,:]\d)")
_YEAR_SPOKEN = re.compile(rf"\b{YEAR_WORDS}", _I)
_MONTH_NEAR = re.compile(
    rf"\b(?:in\s+)?(?:last|this|next)\s+{MONTH}\b|\b(?:in\s+|back\s+in\s+)?{MONTH}(?:\s+(?:last"
    rf"|this|next)\s+year|\s+just\s+gone)\b"
    rf"|\b(?:the\s+)?(?:end|start|beginning|middle)\s+of\s+{MONTH}\b",
    _I,
)
_DAY_ONLY = re.compile(
    rf"\b(?:on|by|since|until|till|from|for|before|after|,|was|is|it's)\s+(?P<day>the\s+{ORDINAL})\b"
    rf"(?=\s*(?:[.,;:!?)]|$|and\b|to\b|at\b|because\b|so\b))",
    _I,
)
_FEAST = re.compile(
    r"\b(?:Christmas|New\s+Year'?s?)\s+(?:Eve|Day)\b|\bBoxing\s+Day\b|\bEaster\s+(?:Monday|Sunday)\b|\bGood\s+Friday\b"
    r"|\bMother'?s\s+Day\b|\bFather'?s\s+Day\b|\bValentine'?s(?:\s+Day)?\b|\bBonfire\s+Night\b",
    _I,
)
_COUNTED = re.compile(r"\s+(?:hundred|pounds|quid|people|miles|words|a\s+year)\b", _I)
_NOT_A_YEAR = re.compile(r"\b(?:act|regulations|guidance|white paper|wave|round)\s+(?:of\s+|in\s+)?$", _I)


def dates(text: str) -> Iterator[WordHit]:
    """Every date in `text`: days, months of a year, years."""
    for m in _DAY_MONTH.finditer(text):
        if _is_month(m.group()):
            yield hit(m.start(), m.end(), FindKind.DATE, "date")
    for m in _NUMERIC.finditer(text):
        yield hit(m.start(), m.end(), FindKind.DATE, "date-numeric")
    for m in _MONTH_YEAR.finditer(text):
        yield hit(m.start(), m.end(), FindKind.DATE, "month-year")
    for m in _YEAR.finditer(text):
        if not _NOT_A_YEAR.search(text[max(0, m.start() - 24) : m.start()]):
            yield hit(m.start(), m.end(), FindKind.DATE, "year")
    for m in _YEAR_SPOKEN.finditer(text):
        if not re.fullmatch(r"two\s+thousand", m.group(), _I) and not _COUNTED.match(text, m.end()):
            yield hit(m.start(), m.end(), FindKind.DATE, "year-spoken")
    for pattern, cause in ((_MONTH_NEAR, "month-near"), (_FEAST, "feast")):
        for m in pattern.finditer(text):
            if cause == "feast" or _is_month(m.group()):
                yield hit(m.start(), m.end(), FindKind.DATE, cause)
    for m in _DAY_ONLY.finditer(text):
        if not re.search(r"\b(?:first|second|third)$", m["day"], _I) or re.search(r"\bon\s+the\s", m.group(), _I):
            yield hit(m.start("day"), m.end("day"), FindKind.DATE, "day-only")


_WORDS_TOO = re.compile(r"\b(?:may|march|mar|dec|jan|sept?|oct|nov|feb|apr|jun|jul|aug)\b", _I)


def _is_month(words: str) -> bool:
    """Not 'the first may': a month that is a word as well counts with a capital, 'of', a figure or a year only."""
    m = _WORDS_TOO.search(words)
    if m is None or m.group()[0].isupper():
        return True
    return bool(re.search(r"\d|\bof\s", words, _I)) or bool(re.search(r"\b(?:last|this|next)\b", words, _I))
