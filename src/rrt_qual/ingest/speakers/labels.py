"""What a speaker's label and a time stamp look like, and which words say what role a label has."""

from __future__ import annotations

import re
from functools import lru_cache

from rrt_qual.domain.files.limits import TIME_MS
from rrt_qual.domain.interview import SpeakerRole

#: Code points before a colon that may be a speaker: a name with a title and a role in brackets fits, and a clause that
#: happens to end in a colon mostly does not. A speaker column of a table may hold more (`LABEL_CHARACTERS`).
MAX_LABEL = 60

_CLOCK = r"\d{1,3}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?"
_SPELT = r"(?:\d{1,4} hours?,? )?(?:\d{1,5} minutes?,? )?\d{1,6} seconds?"
_TIMES = rf"(?:{_CLOCK}|{_SPELT})(?:\s*(?:-->|-|–|to)\s*{_CLOCK})?"
BRACKETED_STAMP = rf"[\[(]\s*{_TIMES}\s*[\])]"
STAMP = rf"(?:{BRACKETED_STAMP}|{_TIMES})"
_CLOCK_PARTS = re.compile(r"(?:(\d{1,4}):)?(\d{1,5}):(\d{2})(?:[.,](\d{1,3}))?")
_SPELT_PARTS = re.compile(r"(?:(\d{1,4}) hours?,? )?(?:(\d{1,5}) minutes?,? )?(\d{1,6}) seconds?")
# Longer than any time or range of times that people or programs write.
_LONGEST_STAMP = 80

# Words at the start of a line that are about the file or the talk, not somebody speaking.
_NOT_SPEAKERS = """
    note notes nb n.b date time title location place venue duration length re project topic section
    theme transcript transcription transcriber transcribed recorded file filename audio version wave
    team interview summary background context example for warning http https www source keywords tags
    key legend speakers attendees present participants interviewers ps p.s pps id ref reference day
    month year page consent organisation organization council department service office format status
    pseudonym years role
"""
_NOT_A_SPEAKER = frozenset(_NOT_SPEAKERS.split())
_NOT_A_SPEAKER_START = re.compile(
    r"(?:date|time|place|length|duration|end|start|name|title|type|transcri\w+|record(?:ed|ing)|audio|interview"
    r"|years?|job|project|meeting|(?:participant|interviewee|respondent|interviewer)s?'?s? "
    r"(?:id|no|number|code|name|role|team|initials|pseudonym))\b(?! ?\d*$)",
    re.IGNORECASE,
)
_PARTICLES_WORDS = """
    de der den di da du van von la le el al bin binti ibn of the and y dos del ap ab o st
"""
_PARTICLES = frozenset(_PARTICLES_WORDS.split())

_ROLE_WORDS = {
    SpeakerRole.INTERVIEWER: "interviewer researcher moderator facilitator host q question int i ir presenter",
    SpeakerRole.PARTICIPANT: "participant respondent interviewee informant a answer r p iv ie resp guest subject pt",
    SpeakerRole.OTHER: "unknown|unknown speaker|unidentified|unidentified speaker|automated voice|automated|recording"
    "|system|announcer|narrator|all|both|everyone|several|multiple speakers|crosstalk|music|background|voicemail"
    "|interpreter|translator|note taker|notetaker|observer",
}
_ROLE_OF_WORD = {
    word: role for role, words in _ROLE_WORDS.items() for word in words.split("|" if "|" in words else None)
}
_FULL_ROLES = """
    interviewer researcher moderator facilitator host participant respondent interviewee informant guest
"""
_FULL_ROLE_WORDS = frozenset(_FULL_ROLES.split())
_NUMBERED = re.compile(r"(?P<word>[^\W\d_]+(?: [^\W\d_]+)*)[ .#_-]*(?:\d+[a-z]?|[a-z])?$")
_IN_BRACKETS = re.compile(r"\([^)]*\)")
_ROLE_INSIDE = re.compile(
    r"(?P<word>\b(?:interviewer|researcher|moderator|facilitator|participant|respondent|interviewee)\b"
    r"|(?<=\()host(?=\)))"
)


def parse_time(stamp: str) -> int | None:
    """Milliseconds of '0:03', '00:03:12', '00:03:12.500', '[1:02]' or '1 minute 3 seconds'; None if not a time."""
    return parse_range(stamp)[0]


def parse_range(stamp: str) -> tuple[int | None, int | None]:
    """Start and end in milliseconds of '0:03 - 0:10'; the end is None for a single time.

    What is later than a thousand hours (TIME_MS) is no time of a recording, and None.
    """
    if len(stamp) > _LONGEST_STAMP:
        return None, None
    clocks = [
        ((int(hours or 0) * 60 + int(minutes)) * 60 + int(seconds)) * 1000 + int((fraction or "0").ljust(3, "0"))
        for hours, minutes, seconds, fraction in _CLOCK_PARTS.findall(stamp)
    ]
    if not clocks and (match := _SPELT_PARTS.search(stamp)):
        hours, minutes, seconds = (int(part or 0) for part in match.groups())
        clocks = [((hours * 60 + minutes) * 60 + seconds) * 1000]
    start, end, *_ = (*(time if time <= TIME_MS else None for time in clocks[:2]), None, None)
    return start, end


def fold(label: str) -> str:
    """The form in which two spellings of one label are equal: case, white space and marks ignored."""
    return " ".join(label.replace("*", " ").replace("_", " ").casefold().split()).strip(" .:-")


@lru_cache(maxsize=4096)
def role_of_label(label: str) -> SpeakerRole | None:
    """The role that the label's own words say ('Interviewer 2', 'P01', 'Unknown Speaker'), or None."""
    folded = fold(label)
    for form in (folded, fold(_IN_BRACKETS.sub(" ", label))):
        if form in _ROLE_OF_WORD:
            return _ROLE_OF_WORD[form]
        match = _NUMBERED.match(form)
        if match and match["word"] in _ROLE_OF_WORD:
            return _ROLE_OF_WORD[match["word"]]
    inside = _ROLE_INSIDE.search(folded)
    return _ROLE_OF_WORD[inside["word"]] if inside else None


def is_full_role_word(label: str) -> bool:
    """Whether the label is a role written out ('Interviewer', 'Respondent 2'), as in header lines."""
    match = _NUMBERED.match(fold(label))
    return match is not None and match["word"] in _FULL_ROLE_WORDS


@lru_cache(maxsize=4096)
def could_be_label(label: str) -> bool:
    """Whether the words before a colon or a time look like somebody's name, key or role at all.

    Every word begins with a capital, a digit or a letter of a script without capitals (particles such as
    'van' excepted), so that 'The thing is: ...' is talk; a lone small word ('jo') may be a label.
    """
    if len(label) > MAX_LABEL:
        return False
    bare = _IN_BRACKETS.sub(" ", label.replace("*", " ")).strip()
    words = bare.split()
    if not words or len(words) > 5 or not any(c.isalpha() for c in bare):
        return False
    if re.search(r"[?!;:,\"“”<>=@|\[\]{}]|[^\W\d_]{3,}\.|\.\.", bare) or fold(bare) in _NOT_A_SPEAKER:
        return False
    if _NOT_A_SPEAKER_START.match(bare):
        return False
    if len(words) == 1:
        return words[0][0].isalnum()
    return all(_begins_like_a_name(word) or fold(word) in _PARTICLES for word in words)


def _begins_like_a_name(word: str) -> bool:
    first = word.lstrip("-–'’&#/")[:1]
    return not first or first.isdigit() or (first.isalpha() and not first.islower())
