"""Numbers that stand for one person: NHS and National Insurance numbers, case numbers, number plates."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rrt_qual.domain.confidentiality.privacy import FindKind
from rrt_qual.privacy.find.spoken import BETWEEN, DIGITS, RUN, digits_of
from rrt_qual.privacy.words.reasons import WordHit, hit

_I = re.IGNORECASE
_TEN = re.compile(r"(?<![\w+/.-])\d{3}([\s-]?)\d{3}\1\d{4}(?![\w/-]|\.\d)")
_NHS_BEFORE = re.compile(r"\bN\.?H\.?S\.?(?:\W+\w+){0,6}\W*$", _I)
_NI = re.compile(r"\b(?:[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]|QQ)\s?\d{2}\s?\d{2}\s?\d{2}\s?[A-D]\b", _I)
_PLATE = re.compile(r"\b[A-Z]{2}\d{2}\s?[A-Z]{3}\b")
_CUE = (
    r"(?:case|ref(?:erence)?|file|client|child|record|referral|person|incident|crime|court|order"
    r"|claim|id|i\.d\.|policy|staff|payroll|employee"
    r"|registration|liquid\s?logic|mosaic|care\s?first|care\s?director|system|compass|swe|hcpc)"
)
_NAMED = re.compile(
    rf"\b{_CUE}(?:\s+(?:ref(?:erence)?|file|id))?(?:\s*(?:number|no\.?|num))?(?:\s+(?:is|was"
    rf"|it's|its|of|s))?['\u2019s]*[\s:#,]+(?:it's\s+|is\s+|was\s+|#\s?)?"
    r"(?P<id>[A-Z]{1,6}[-/ ]?\d[A-Z\d]*(?:[-/][A-Z\d]+)*|\d{4,}(?:[-/][A-Z\d]+)*|\d{2,}(?:[-/]\d{2,})+)(?![\w]|,\d)",
    _I,
)
_NUMBER_IS = re.compile(
    r"\b(?:number|no\.|ref|reference|id)\b(?:\s+\w+){0,3}?[\s:,]+(?P<id>\d{4,}|[A-Z]{1,6}[-/]?\d{3,}[A-Z\d/-]*)"
    r"(?![\w]|,\d)",
    _I,
)
_FORM = re.compile(
    r"\b(?:[A-Z]{1,6}[-/]){1,2}\d{2,}(?:[-/][A-Z\d]+)*\b|\b[A-Z]{1,5}\d{4,}[A-Z]?\b|\b\d{2,}/\d{3,}(?:/\d+)*\b"
    r"|\b[A-Z]{2,5} \d{5,}\b|\b[A-Z]{1,3}\d{2}[A-Z]\d{3,}\b"
)
_FORM_ANY_CASE = re.compile(r"\b[a-z]{1,5}[-/]\d{2,}[-/]\d{2,}\b|\b[a-z]{2,4}-\d{4,}\b", _I)
_LONG = re.compile(
    r"(?<![\w\u00a3$\u20ac.,/-])\d{5,}(?![\w/]|[.,]\d|\s*(?:pounds?|quid|people|miles|words|steps|%))", _I
)
_SPOKEN_BEFORE = re.compile(
    rf"\b{_CUE}(?:\s+(?:ref(?:erence)?|number|no|id))*(?:\s+(?:is|was|it's|it|number))*[\s:,]*(?P<letters>"
    rf"(?:[A-Z][\s,.-]+){{0,5}}(?:(?:dash|hyphen|slash|stroke)[\s,]+)?)$",
    _I,
)
_MORE = re.compile(rf"(?:{BETWEEN}(?:dash|hyphen|slash|stroke)?{BETWEEN}\b{DIGITS}\b)+", _I)


def references(text: str) -> Iterator[WordHit]:
    """Every number in `text` that stands for one person or case."""
    yield from _numbers_of_people(text)
    for pattern, group, cause in (
        (_NAMED, "id", "case-named"),
        (_NUMBER_IS, "id", "case-named"),
        (_FORM, 0, "case-form"),
        (_FORM_ANY_CASE, 0, "case-form"),
        (_LONG, 0, "long-number"),
    ):
        for m in pattern.finditer(text):
            words = m.group(group)
            if sum(c.isdigit() for c in words) >= 3 and not re.fullmatch(r"(?:19|20)\d\d", words):
                yield hit(m.start(group), m.end(group), FindKind.CASE_NUMBER, cause)
    yield from _spoken(text)


def _numbers_of_people(text: str) -> Iterator[WordHit]:
    for m in _TEN.finditer(text):
        named = bool(_NHS_BEFORE.search(text[max(0, m.start() - 60) : m.start()]))
        if is_nhs_number(re.sub(r"\D", "", m.group())):
            yield hit(m.start(), m.end(), FindKind.NHS_NUMBER, "nhs")
        elif named or m.group(1):
            yield hit(m.start(), m.end(), FindKind.NHS_NUMBER, "nhs-named")
    for m in _NI.finditer(text):
        yield hit(m.start(), m.end(), FindKind.OTHER, "ni")
    for m in _PLATE.finditer(text):
        yield hit(m.start(), m.end(), FindKind.OTHER, "plate")


def _spoken(text: str) -> Iterator[WordHit]:
    for m in RUN.finditer(text):
        digits = digits_of(m.group())
        before = text[max(0, m.start() - 60) : m.start()]
        if len(digits) == 10 and (is_nhs_number(digits) or _NHS_BEFORE.search(before)):
            yield hit(m.start(), m.end(), FindKind.NHS_NUMBER, "nhs-named")
            continue
        cue = _SPOKEN_BEFORE.search(before)
        if cue and len(digits) >= 3 and (re.search(r"[a-z]", m.group(), _I) or cue["letters"]):
            more = _MORE.match(text, m.end())
            start = m.start() - len(cue["letters"])
            yield hit(start, more.end() if more else m.end(), FindKind.CASE_NUMBER, "case-named")
        elif len(digits) >= 7 and re.search(r"[a-z]", m.group(), _I) and len(set(re.split(r"\W+", m.group()))) > 2:
            yield hit(m.start(), m.end(), FindKind.CASE_NUMBER, "long-number-spoken")


def is_nhs_number(digits: str) -> bool:
    """Whether ten digits carry the check digit of an NHS number (modulus 11)."""
    if len(digits) != 10 or not digits.isascii() or not digits.isdigit() or len(set(digits)) == 1:
        return False
    check = 11 - sum(int(d) * (10 - n) for n, d in enumerate(digits[:9])) % 11
    return check % 11 == int(digits[9])
