"""Ages: numbers that say how old somebody is, by the words around them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rrt_qual.domain.confidentiality.privacy import FindKind
from rrt_qual.privacy.find.spoken import UNDER_100, UNIT
from rrt_qual.privacy.words import lexicon
from rrt_qual.privacy.words.reasons import WordHit, hit

_I = re.IGNORECASE
#: 1 to 109 in figures or words, with a half or a little vagueness.
_N = (
    rf"(?:(?:\d{{1,2}}|10\d)(?![\d:.,%/]\d|\d|%|st\b|nd\b|rd\b|th\b)|{UNDER_100}\b|a\s+hundred"
    rf"(?:\s+and\s+(?:{UNIT}))?\b)"
)
_HALF = r"(?:\s+and\s+(?:a\s+)?(?:half|bit)|\s*\u00bd)?"
_SPAN_OF = r"(?:year|yr|month|week|day|hour)s?"
_VAGUE = (
    r"(?:only|just|about|nearly|almost|now|like|still|probably|maybe|perhaps|already|over|under"
    r"|barely|literally|what|i think|um|er|erm|at most|at least|around|roughly|going on|getting on for"
    r"|coming up(?: to)?|all of)"
)
_FILL = rf"(?:[\s,]+(?:{_VAGUE}))*[\s,]+"
#: What a number may be followed by, if it is an age: nothing that it could count.
_ENDS = (
    r"(?=\s*(?:[.,;:!?)\u2026\u2014\"\u201d\u2019]|-\s|$|\u2013)|\s+(?:now|then|and|but|so|with"
    r"|when|at|or|who|which|going|this|last|next|in|on|tomorrow|today"
    r"|years?\s+old|bless|for god|for heaven|I|he|she|they|by|because|cos|yesterday|if|that"
    r"|just|mum|not|like|as|before|after|already|living|years\s+of\s+age|from|to)\b)"
)
_NOT_NEXT = (
    r"(?!\s*(?:%|per\s+cent|percent|o'?clock|am\b|pm\b|past\b|to\s+(?:one|two|three|four|five"
    r"|six|seven|eight|nine|ten|eleven|twelve|\d)|of\s+(?:us|them|those|the|my|our|these|which)"
    r"|quid|pounds|miles|out\s+of|hundred|thousand|or\s+so\s+\w+s\b))"
)
_OLD = re.compile(
    rf"\b(?:{_N}{_HALF}(?:\s+or\s+{_N}|\s*(?:-|\u2013|to)\s*{_N})?[\s-]+{_SPAN_OF}[\s-]+olds?\b"
    rf"|{_N}{_HALF}[\s-]+{_SPAN_OF}\s+of\s+age\b|\d{{1,2}}\s?(?:yo|y/o)\b)",
    _I,
)
_AGED = re.compile(
    rf"\b(?:aged?|at\s+the\s+age\s+of|age\s+of|the\s+age\s+of)[\s:]+(?:about\s+|just\s+)?(?P<n>{_N}{_HALF})", _I
)
_TURNED = re.compile(rf"\b(?:turn(?:ed|ing|s)?|hit(?:ting)?){_FILL}(?P<n>{_N}){_NOT_NEXT}{_ENDS}", _I)
_BIRTHDAY = re.compile(
    r"\b(?P<n>\d{1,2}(?:st|nd|rd|th)|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)[\s-]"
    r"(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)"
    r"|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|\w+teenth"
    r"|\w+tieth)\s+birthday",
    _I,
)
_WHO = (
    r"(?:girls?|boys?|lads?|lass(?:es)?|lassie|kids?|kiddies?|child|children|bab(?:y|ies)|toddlers?"
    r"|teenagers?|teens?|sons?|daughters?|brothers?|sisters?|siblings?|twins?|young\s+(?:person"
    r"|people|man|woman|lady|lad|mum|girl|boy)"
    r"|mums?|mam|mother|dads?|father|nan|gran(?:ny|dma|dad)?|grandad|grandmother|grandfather"
    r"|nana|uncle|aunt(?:ie|y)?|man|woman|bloke|fella|lady|gentleman|guy|chap|partner|husband"
    r"|wife|boyfriend|girlfriend|niece|nephew|cousin|eldest|oldest|youngest|middle\s+one|little\s+one"
    r"|older\s+one|younger\s+one|grandson|granddaughter|carers?|newborn|client|stepson|stepdaughter"
    r"|foster\s+carer)"
)
_IS = r"(?:'s|\u2019s|'re|\u2019re|'m|\u2019m|'d\s+be|\u2019d\s+be|\s+is|\s+was|\s+were|\s+are|\s+am|\s+be|\s+been)"
_SUBJECT = (
    rf"\b(?:he|she|I|you|they|we|who|{_WHO}|(?-i:(?!(?:It|That|There|This|What|Which|Here|Today"
    rf"|Where|How|Mine|Ours)\b)[A-Z][\w'\u2019-]+?))"
)
_IS_N = re.compile(
    rf"{_SUBJECT}(?:{_IS}|\s+(?:will|would|must|can't|could|might|may)\s+(?:only\s+|just\s+)?"
    rf"(?:be|have\s+been)|{_IS}\s+going\s+to\s+be)(?:n't|\s+not)?{_FILL}(?P<n>{_N}{_HALF}(?:[\s,]+"
    rf"(?:and|or)\s+{_N}{_HALF})?(?:\s+(?:months|weeks|days)\b(?!\s+(?:in|off|into|ago|later"
    rf"|left|behind|pregnant)\b))?){_NOT_NEXT}{_ENDS}",
    re.IGNORECASE,
)
_BE_N = re.compile(rf"\b(?:he|she|I|you|they)\s+(?:be|being)\s+(?P<n>{_N}){_ENDS}", _I)
_BESIDE = re.compile(
    rf"\b{_WHO}(?:\s+(?:of|who's|who\s+is|who\s+was|about|only|just|called\s+[A-Z]\w+))?[\s,]+"
    rf"(?:only\s+|just\s+|about\s+|nearly\s+|of\s+)?(?P<n>{_N}{_HALF}(?:\s+(?:months|weeks|days)\b)?"
    rf"(?:,\s+{_N})*(?:,?\s+and\s+{_N})?){_NOT_NEXT}{_ENDS}",
    _I,
)
_HAVE = re.compile(
    rf"\b(?:two|three|four|five|six|kids|children|boys|girls)\b[,:]\s+(?P<n>{_N}(?:,\s+{_N})*,?\s+and\s+{_N}){_ENDS}",
    _I,
)
_NAME_N = re.compile(
    rf"(?<=[a-z]),\s+(?P<n>(?:about\s+|nearly\s+|only\s+|just\s+)?{_N}{_HALF}(?:\s+(?:months"
    rf"|weeks|days))?)(?=,|\.|\s*\))",
    _I,
)
_AT_N = re.compile(
    rf"\b(?:at|from|since)\s+(?P<n>(?!(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven"
    rf"|twelve|\d|1[012])\b){_N})(?=\s*(?:[.,;!?]|$)|\s+(?:he|she|I|they|with|and|you)\b){_NOT_NEXT}",
    _I,
)
_DECADE = re.compile(
    r"\b(?:(?:his|her|my|their|your)\s+(?P<n>(?:early|mid|late)?[\s-]*(?:teens|twenties|thirties"
    r"|forties|fifties|sixties|seventies|eighties|nineties)))\b",
    _I,
)
_OLD_AS = re.compile(
    rf"\b(?:how\s+old|what\s+age|same\s+age)\b[^.!?]*[.!?]?[^\w]*(?:\w+[\s,]+){{0,4}}?(?P<n>{_N}){_ENDS}", _I
)
_FOLLOWS = re.compile(
    rf"^\W*(?:(?:um|er|erm|well|so|oh|I think|he's|she's|I'm|they're|about|just|only|he was|she was)[\s,]+)*"
    rf"(?P<n>{_N})\b{_NOT_NEXT}",
    _I,
)
_ASKED = re.compile(r"\b(?:how\s+old|what\s+age|what\s+ages)\b[^.!]*\?\s*$", _I)
_BABY = re.compile(
    rf"\b(?:baby|newborn|infant)\b(?:,|\s+(?:of|was|at|only|just|about|is|who's|who\s+was|being"
    rf"|aged))*\s+(?P<n>{_N}\s+(?:months|weeks|days|hours))\b(?!\s+(?:ago|later|leave|off|before"
    rf"|after))",
    _I,
)
_NOT_YET = re.compile(r"\b(?:till|until|til)\s+$", _I)
_COUNT_SUBJECT = re.compile(r"\b(?:we|they|you|there|caseload|team)\b", _I)
_NAME_BEFORE = re.compile(rf"\b(?:(?P<name>[A-Z][\w'\u2019-]+)|{_WHO})$")


_PLAIN_CASES = (
    (_OLD, "age-old"),
    (_AGED, "age-old"),
    (_BIRTHDAY, "age-old"),
    (_TURNED, "age-is"),
    (_OLD_AS, "age-is"),
    (_BE_N, "age-is"),
    (_HAVE, "age-beside"),
    (_BABY, "age-beside"),
    (_BESIDE, "age-beside"),
    (_DECADE, "age-beside"),
    (_AT_N, "age-maybe"),
)


def ages(text: str, asked_before: str = "") -> Iterator[WordHit]:
    """Every age in `text`; `asked_before` is what was said just before it by somebody else."""
    for pattern, cause in _PLAIN_CASES:
        for m in pattern.finditer(text):
            start, end = m.span("n") if "n" in pattern.groupindex else m.span()
            yield hit(start, end, FindKind.AGE, cause)
    for m in _IS_N.finditer(text):
        if m["n"].lower() == "one":
            continue
        yield hit(m.start("n"), m.end("n"), FindKind.AGE, "age-maybe" if _may_count(text, m) else "age-is")
    for m in _NAME_N.finditer(text):
        if _is_somebody(text[max(0, m.start() - 30) : m.start()]):
            cause = "age-beside" if text[m.end() : m.end() + 1] == "," else "age-maybe"
            yield hit(m.start("n"), m.end("n"), FindKind.AGE, cause)
    if asked_before and _ASKED.search(asked_before) and (answer := _FOLLOWS.match(text)):
        yield hit(answer.start("n"), answer.end("n"), FindKind.AGE, "age-is")


def _may_count(text: str, m: re.Match[str]) -> bool:
    """Whether the number after 'is' may count something, or be an age that somebody has not reached."""
    if _NOT_YET.search(text[max(0, m.start() - 8) : m.start()]):
        return True
    if m.group().startswith("I") and m["n"].endswith(("months", "weeks", "days")):
        return True  # more often how long somebody has been in a post
    return bool(_COUNT_SUBJECT.match(m.group())) and not re.search(r"\b(?:and|or)\b", m["n"])


def _is_somebody(before: str) -> bool:
    """Whether text ends with a name or a word for a person."""
    who = _NAME_BEFORE.search(before)
    if who is None:
        return False
    name = who["name"]
    return not name or not (name.lower() in lexicon.FUNCTION or lexicon.is_no_secret(name))
