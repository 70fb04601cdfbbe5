"""Telephone numbers, e-mail and web addresses and postcodes, written and said aloud."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rrt_qual.domain.confidentiality.privacy import FindKind
from rrt_qual.privacy.find.spoken import RUN, UNDER_100, UNIT, digits_of
from rrt_qual.privacy.words.reasons import WordHit, hit
from rrt_qual.privacy.words.wordlist import words_of

_I = re.IGNORECASE
_END = r"(?:com|gov|org|co|net|ac|nhs|uk|edu|police|sch|info|example|eu|io|me|live|biz|ie)"
_EMAIL = re.compile(r"[\w.+%'-]+@[\w-]+(?:\.[\w-]+)+", _I)
_ATOM = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_JOIN = r"(?:\s+(?:dot|point|underscore|dash|hyphen|full\s+stop)\s+|[._-])"
_EMAIL_SPOKEN = re.compile(
    rf"\b(?:(?:[a-z]\s+){{1,12}})?{_ATOM}(?:{_JOIN}{_ATOM})*\s+at\s+{_ATOM}(?:{_JOIN}{_ATOM})*?(?:\s+dot\s+|\.){_END}\b"
    rf"(?:(?:\s+dot\s+|\.){_END}\b)*",
    _I,
)
_EMAIL_HALF = re.compile(
    rf"\b{_ATOM}(?:\s+(?:dot|underscore)\s+{_ATOM})+\s+at\s+{_ATOM}(?:\s+dot\s+{_ATOM})*\b"
    rf"|\b{_ATOM}(?:\.{_ATOM})*\s*(?:\(at\)|\[at\])\s*{_ATOM}(?:(?:\.|\s*(?:\(dot\)|\[dot\])\s*){_ATOM})+",
    _I,
)
_WEB = re.compile(
    r"\b(?:https?://|www\.)\S+[\w/]|\b[\w-]+(?:\.[\w-]+)*\.(?:gov|nhs|org|co|ac|sch)\.uk\b|\b[\w-]+\.com\b", _I
)
_WEB_SPOKEN = re.compile(rf"\b{_ATOM}(?:\s+dot\s+{_ATOM})*\s+dot\s+(?:gov|org|co|com|nhs|ac)\b(?:\s+dot\s+uk\b)?", _I)
_HANDLE = re.compile(r"(?<![\w@.])@[A-Za-z]\w{2,}")

_PHONE = re.compile(
    r"(?<![\w/.-])(?:\(?\+\s?44\)?[\s.-]?(?:\(0\))?|\(?0{1,2})\(?(?:[\s().\u2011-]{0,2}\d){8,11}(?![\d/])"
    r"|(?<![\w/.-])\+\d{1,3}(?:[\s().-]{0,2}\d){6,12}(?![\d/])",
)
_SHORT = re.compile(
    r"\b(?P<cue>ext(?:ension)?|(?:phone|ring|rang|call|called|dial|text|number(?:'s| is)?|line"
    r"(?:'s| is)?|landline|mobile|tel)"
    r"(?:\s+\w+){0,3}?)[\s.:,]+(?:is\s+|on\s+|it's\s+|number\s+)*(?P<number>\d{2,4}[\s-]?\d{3,4}|\d{3,5})(?![\w\d])",
    _I,
)
_EXTENSION = re.compile(r"\b(?:extension|ext\.?)\s+(?:is\s+|number\s+)*$", _I)
_ABOUT_PHONES = re.compile(r"\b(?:number|phone|ring|mobile|call|text|tel|dial|landline|reach)\b[^.!?]*$", _I)

_POSTCODE = re.compile(r"\b(?:[A-Z]{1,2}\d[A-Z\d]?(?:\s{1,3}\d\s?|\d)[A-Z]{2}|GIR\s?0AA)\b", _I)
#: What looks like a postcode in small letters but is figures with a unit or a small word behind them.
_POSTCODE_BAD = re.compile(
    r"^[a-z]{1,2}\d{1,2}\s?\d(?:st|nd|rd|th|am|pm|km|ft|kg|cm|mm|hr|is|in|of|to|or|on|at|as|an|by|we|he|it|so|do|go|no"
    r"|us|my|up|if|me)$",
    _I,
)
_OUTER = re.compile(r"\b[A-Z]{1,2}\d{1,2}[A-Z]?\b")
_LETTER = r"[a-z](?:\s+for\s+[a-z]+)?"
_GAP = r"[\s,.-]+"
_POSTCODE_SPOKEN = re.compile(
    rf"\b(?:[a-z]{{1,2}}|{_LETTER}{_GAP}{_LETTER}|{_LETTER})(?:{_GAP}|(?=\d))(?:{UNDER_100}|\d{{1,2}})"
    rf"(?:{_GAP}[a-z](?=\W))?{_GAP}"
    rf"(?:{UNIT}|zero|oh|nought|\d){_GAP}?\s?{_LETTER}{_GAP}?{_LETTER}\b(?!['\u2019])",
    _I,
)

#: The areas of the United Kingdom's postcodes.
AREAS = frozenset(
    words_of(
        "AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN"
        " EX FK FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML"
        " N NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD"
        " TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE"
    )
)


def contacts(text: str) -> Iterator[WordHit]:
    """Every telephone number, address of e-mail or web, and postcode of `text`."""
    yield from _addresses(text)
    yield from _phones(text)
    yield from _postcodes(text)


def _addresses(text: str) -> Iterator[WordHit]:
    for m in _EMAIL.finditer(text):
        start = m.start() + len(m.group()) - len(m.group().lstrip("'.-"))
        yield hit(start, m.start() + len(m.group().rstrip("'.-")), FindKind.EMAIL, "email")
    low = text.lower()
    if " dot " in low or "(at)" in low or "[at]" in low or re.search(r"\sat\s+[\w-]+\.[a-z]", low):
        for pattern in (_EMAIL_SPOKEN, _EMAIL_HALF):
            for m in pattern.finditer(text):
                yield hit(_without_lead(m), m.end(), FindKind.EMAIL, "email-spoken")
        for m in _WEB_SPOKEN.finditer(text):
            yield hit(m.start(), m.end(), FindKind.OTHER, "web")
    if "." in text:
        for m in _WEB.finditer(text):
            yield hit(m.start(), m.end(), FindKind.OTHER, "web")
    if "@" in text:
        for m in _HANDLE.finditer(text):
            yield hit(m.start(), m.end(), FindKind.OTHER, "handle")


def _without_lead(m: re.Match[str]) -> int:
    """Where a spoken address begins: small words that lead up to it are not part of it."""
    lead = re.match(r"(?:(?:is|it's|its|it|s|me|on|to|a|at|so|that's|email|e-mail)\s+)+(?=\S)", m.group(), _I)
    rest = m.group()[lead.end() :] if lead else ""
    if lead and (" at " in f" {rest.lower()}" or "(at)" in rest) and not rest.lower().startswith(("dot ", "at ")):
        return m.start() + lead.end()
    return m.start()


def _phones(text: str) -> Iterator[WordHit]:
    for m in _PHONE.finditer(text):
        digits = re.sub(r"\D", "", m.group())
        if 9 <= len(digits) <= 15:
            yield hit(m.start(), m.end(), FindKind.PHONE, "phone")
    for m in _SHORT.finditer(text):
        number = m.group("number")
        exact = m.group("cue").lower().startswith("ext")
        if (exact or len(number) >= 5) and not re.fullmatch(r"(?:19|20)\d\d", number):
            yield hit(m.start("number"), m.end("number"), FindKind.PHONE, "phone-short")
    for m in RUN.finditer(text):
        digits = digits_of(m.group())
        if not re.search(r"[a-z]", m.group(), _I):
            continue
        before = text[max(0, m.start() - 60) : m.start()]
        if 9 <= len(digits) <= 13 and digits.startswith(("0", "44")):
            yield hit(_with_plus(text, m.start()), m.end(), FindKind.PHONE, "phone-spoken")
        elif (6 <= len(digits) <= 13 and len(re.findall(r"\w+", m.group())) > 3 and _ABOUT_PHONES.search(before)) or (
            3 <= len(digits) <= 6 and _EXTENSION.search(before)
        ):
            yield hit(m.start(), m.end(), FindKind.PHONE, "phone-short")


def _with_plus(text: str, start: int) -> int:
    before = re.search(r"\bplus\s+$", text[:start][-8:], _I)
    return start - len(before.group()) if before else start


def _postcodes(text: str) -> Iterator[WordHit]:
    for m in _POSTCODE.finditer(text):
        if not (m.group().islower() and _POSTCODE_BAD.match(m.group())):
            yield hit(m.start(), m.end(), FindKind.POSTCODE, "postcode")
    for m in _POSTCODE_SPOKEN.finditer(text):
        start = m.start()
        if m.group()[:2].lower() in ("i ", "a ") and not re.search(r"post\s?code\W+(?:\w+\W+){0,4}$", text[:start], _I):
            continue
        yield hit(start, m.end(), FindKind.POSTCODE, "postcode-spoken")
    for m in _OUTER.finditer(text):
        letters = m.group().rstrip("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"[:10]).rstrip("0123456789")
        area = re.match(r"[A-Z]+", m.group())
        if area and len(area.group()) == 2 and area.group() in AREAS and letters:
            yield hit(m.start(), m.end(), FindKind.POSTCODE, "postcode-outer")
