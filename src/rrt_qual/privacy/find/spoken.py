"""Numbers and letters as they are said: what they are made of as patterns, and what they come to."""

from __future__ import annotations

import re

from rrt_qual.privacy.words.wordlist import words_of

UNITS = {
    w: n
    for n, w in enumerate(
        words_of(
            "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
            " seventeen eighteen nineteen"
        )
    )
}
TENS = {
    w: 10 * n
    for n, w in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], start=2)
}

UNIT = "one|two|three|four|five|six|seven|eight|nine"
TEEN = "ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
TEN = "twenty|thirty|forty|fourty|fifty|sixty|seventy|eighty|ninety"
#: One to ninety-nine in words.
UNDER_100 = rf"(?:(?:{TEN})(?:[\s-]+(?:{UNIT})\b)?|{TEEN}|{UNIT})"
#: An ordinal from first to thirty-first, in words or figures.
ORDINAL = (
    r"(?:(?:\d{1,2}\s?(?:st|nd|rd|th))|(?:twenty|thirty)[\s-]+(?:first|second|third|fourth|fifth"
    r"|sixth|seventh|eighth|ninth)"
    r"|thirtieth|twentieth|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth"
    r"|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth)"
)
MONTH = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december"
    r"|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)"
)
WEEKDAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day)"
#: A year in figures or words.
YEAR_WORDS = (
    rf"(?:two\s+thousand(?:\s+and)?(?:\s+{UNDER_100})?\b"
    rf"|twenty\s+(?:oh\s+(?:{UNIT})|(?:ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen)"
    rf"|(?:twenty|thirty)(?:[\s-]+(?:{UNIT}))?)\b"
    rf"|nineteen\s+(?:(?:sixty|seventy|eighty|ninety)(?:[\s-]+(?:{UNIT}))?)\b)"
)
YEAR = rf"(?:(?:19|20)\d\d|{YEAR_WORDS})"

#: One digit (or several) as it is said in a number: 'oh', 'double seven', 'twenty-three', '0116'.
DIGITS = rf"(?:(?:double|triple|treble)[\s-]+(?:oh|o|nought|nil|zero|{UNIT}|\d)\b|oh|o|nought|nil|zero|{UNDER_100}|\d+)"
BETWEEN = r"(?:[\s,.;\u2026-]|\b(?:and|then|um|er|erm|uh)\b)*"
RUN = re.compile(rf"\b{DIGITS}\b(?:{BETWEEN}\b{DIGITS}\b)+", re.IGNORECASE)
_ONE = re.compile(rf"\b{DIGITS}\b", re.IGNORECASE)


def digits_of(words: str) -> str:
    """The digits that a number said aloud comes to: 'double seven oh' is '770'."""
    out = []
    for m in _ONE.finditer(words):
        parts = re.split(r"[\s-]+", m.group().lower())
        times = {"double": 2, "triple": 3, "treble": 3}.get(parts[0], 1)
        if times > 1:
            out.append(_figure(parts[1]) * times)
        elif parts[0] in TENS and len(parts) > 1:
            out.append(str(TENS[parts[0]] + UNITS[parts[1]]))
        else:
            out.append(_figure(parts[0]))
    return "".join(out)


def _figure(word: str) -> str:
    if word in ("oh", "o", "nought", "nil"):
        return "0"
    if word in UNITS:
        return str(UNITS[word])
    return str(TENS.get(word, word))
