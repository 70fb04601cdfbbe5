"""Who is who, as far as the file says before the talk begins: front matter, legend, header, statements."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from rrt_qual.domain.files.limits import FRONT_MATTER
from rrt_qual.domain.interview import SpeakerRole
from rrt_qual.ingest.draft import Person
from rrt_qual.ingest.normalise import normalise
from rrt_qual.ingest.speakers.labels import STAMP, could_be_label, fold, is_full_role_word, role_of_label

#: Lines at the top in which a legend or header is looked for: a page. Talk has begun by then, and what looks like a
#: legend in it is talk.
_HEADER_LINES = 60
_FRONT_MATTER = re.compile(r"---[ \t]*\n(?P<yaml>.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
# How far into a text it is looked whether a label recurs, and for sentences about who interviews whom.
_NEAR, _BEFORE = 500_000, 20_000
_YAML_LINE = re.compile(r"\s*(?:$|#|-|[\w-]+\s*:)")
_FRONT_ROLES = {
    SpeakerRole.INTERVIEWER: ("interviewer", "interviewers", "host", "hosts", "moderator", "facilitator", "researcher"),
    SpeakerRole.PARTICIPANT: (
        *("participant", "participants", "interviewee", "interviewees", "respondent", "respondents"),
        *("guest", "guests", "speaker", "speakers"),
    ),
}
_LEGEND = re.compile(
    r"\s*(?:[-*•]\s+)?(?P<key>[A-Z][A-Za-z]{0,2}\d{0,2})\s*(?P<sign>[-–—=:]|\bis\b)\s+(?P<name>[^\W\d_][^:;|\n]{1,80}?)\s*$"
)
_FIELD = re.compile(r"(?P<key>[^\W\d_][^:|;\n\t]{0,40}?)\s*:\s*(?P<value>[^|;\n\t]*)")
_FIELD_BREAK = re.compile(r"\s*(?:\||;|\t|\s{3,}|[.,]\s+(?=[^\W\d_][\w ]{0,30}:))\s*")
_IDENTIFIER = re.compile(r"[A-Za-z]{1,4}[-_ ]?\d{1,4}[a-z]?$")
_GREETING_WORDS = """
    hello hi hiya hey good morning afternoon thanks thank ok okay yes yeah yep no right so well welcome
    great sure absolutely mm mmm hmm um er fine cool alright lovely brilliant
"""
_GREETING = frozenset(_GREETING_WORDS.split())
_INTERVIEWS = re.compile(
    r"\b(?:(?P<by>(?:was |is )?interviewed by)|interviews|interviewed|interviewing)\b", re.IGNORECASE
)
_AMONG = re.compile(r",|;|\band\b|&")
_OWN_LINE_STAMP = re.compile(rf"\s*(?:{STAMP}\s+\S.*|\S.*\s{STAMP}[*\s]*)$")


@dataclass(slots=True)
class Preamble:
    """What stands before the talk: `end` is the offset where turns may begin, `people` whom it names."""

    end: int = 0
    people: list[Person] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def read_preamble(text: str) -> Preamble:
    """Front matter, legend and header lines at the top of a normalised text."""
    preamble = Preamble()
    front = _FRONT_MATTER.match(text, 0, FRONT_MATTER)
    found = _from_front_matter(front["yaml"], preamble) if front else None
    if front and found is not None:
        preamble.end = front.end()
    lines = list(_first_lines(text, preamble.end))
    legend = _legend(lines, text)
    header = _header([line for line in lines if not legend or line[0] > legend[0]], text)
    for part in (legend, header):
        if part:
            preamble.end = max(preamble.end, part[0])
            preamble.people += part[1]
    preamble.people += found or []
    return preamble


def statements(before: str, people: Iterable[Person]) -> list[Person]:
    """Roles from a sentence before the talk such as 'Jo Fenwick interviews Ann Lee' about named people."""
    names = list(dict.fromkeys(person.name for person in people if " " in person.name))
    before = before[:_BEFORE]
    for match in _INTERVIEWS.finditer(before):
        head = re.split(r"[.?!]\s|\n", before[max(0, match.start() - 200) : match.start()])[-1]
        tail = re.split(r"[.?!]\s|\n", before[match.end() : match.end() + 200])[0]
        asks = [name for name in names if name in head]
        answers = [name for name in names if name in tail]
        if match["by"]:
            asks, answers = answers, asks
        if asks and answers and not set(asks) & set(answers):
            return [Person(name, role=SpeakerRole.INTERVIEWER) for name in asks] + [
                Person(name, role=SpeakerRole.PARTICIPANT) for name in answers
            ]
    return []


def _from_front_matter(source: str, preamble: Preamble) -> list[Person] | None:
    """Hosts and speakers that the front matter names; None when what stands between the rules is talk."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        data = _shallow(YAML(typ="safe", pure=True).compose(source))
    except (YAMLError, ValueError, RecursionError):
        if not all(_YAML_LINE.match(line) for line in source.split("\n")):
            return None
        preamble.warnings.append("The front matter between the --- lines is not valid YAML and was not read.")
        return []
    if data is None:
        return None
    fields = {key.casefold(): value for key, value in data.items()}
    return [
        Person(name, role=role)
        for role, keys in _FRONT_ROLES.items()
        for key in keys
        for name in _names(fields.get(key))
    ]


def _shallow(node: Any) -> dict[str, list[str]] | None:
    """The texts under each key of a YAML mapping, one or a list; None for anything else.

    The nodes themselves are looked at: nothing is built, so that no mark of YAML (merged keys, references to
    references) can make more of the file than it is.
    """
    if node is None or node.id != "mapping":
        return None
    found: dict[str, list[str]] = {}
    for key, value in node.value:
        if key.id == "scalar":
            texts = value.value if value.id == "sequence" else [value]
            found[str(key.value)] = [
                part
                for text in texts
                if text.id == "scalar" and str(text.tag).endswith(":str")
                for part in ([str(text.value)] if value.id == "sequence" else _AMONG.split(str(text.value)))
            ]
    return found


def _names(parts: list[str] | None) -> list[str]:
    """The names in a front matter's value: a list, or one string with commas or 'and'."""
    return [name for part in parts or () if (name := normalise(part).text.strip())]


def _first_lines(text: str, start: int) -> Iterator[tuple[int, str]]:
    """(offset after the line, line) of the first lines from `start`; long lines are cut, they are talk."""
    at = start
    for _ in range(_HEADER_LINES):
        if at >= len(text):
            return
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        yield min(end + 1, len(text)), text[at : min(end, at + 400)]
        at = end + 1


def _legend(lines: list[tuple[int, str]], text: str) -> tuple[int, list[Person]] | None:
    """Lines such as 'MD - Michelle Drumm' whose key begins lines further down."""
    people: list[Person] = []
    end = 0
    for after, line in lines:
        match = _LEGEND.match(line)
        if not match:
            if people and line.strip():
                break
            continue
        name, role = _name_and_role(match["name"])
        if not _is_name(name) and role is None:
            continue
        uses = _up_to_two(rf"^[ \t]*+{re.escape(match['key'])}(?:[ \t:.]|$)", text, after, re.MULTILINE)
        if uses and (match["sign"] != ":" or (_is_name(name) and uses > 1 and len(match["key"]) > 1)):
            people.append(Person(name, match["key"], role))
            end = after
    return (end, people) if people else None


def _name_and_role(words: str) -> tuple[str, SpeakerRole | None]:
    """('Jo Fenwick', interviewer) of 'Jo Fenwick (interviewer)' or 'Jo Fenwick, researcher'."""
    match = re.match(r"(?P<name>[^(,]+?)\s*[(,]\s*(?P<rest>[^)]*)\)?\.?$", words)
    if match:
        return match["name"], role_of_label(match["rest"])
    role = role_of_label(words)
    return ("", role) if role else (words.strip(), None)


def _name_in(value: str) -> str:
    """The name at the start of a header's value; '' when there is a number or something else instead."""
    name = _name_and_role(value.strip(" ."))[0]
    return name if could_be_label(name) and not _IDENTIFIER.match(name) else ""


def _is_name(words: str) -> bool:
    parts = words.split()
    return 2 <= len(parts) <= 5 and could_be_label(words) and fold(parts[0]) not in _GREETING and words[-1] not in ".?!"


def _header(lines: list[tuple[int, str]], text: str) -> tuple[int, list[Person]] | None:
    """Lines such as 'Interviewer: Jo Fenwick | Participant: P03', told apart from a first turn."""
    people: list[Person] = []
    end = 0
    for index, (after, line) in enumerate(lines):
        fields = _fields(line)
        roles = [(key, value) for key, value in fields if is_full_role_word(key)]
        if not roles:
            if _OWN_LINE_STAMP.match(line) or (fields and _recurs(fields[0][0], text)):
                break
            continue
        around = _fields(lines[index - 1][1] if index else "") + _fields(
            lines[index + 1][1] if index + 1 < len(lines) else ""
        )
        company = len(fields) > 1 or any(_about_the_file(key) for key, _ in around)
        if not all(_is_value(value, company) for _, value in roles):
            break
        people += [Person(_name_in(value), key, role_of_label(key)) for key, value in roles]
        end = after
    return (end, people) if people else None


def _fields(line: str) -> list[tuple[str, str]]:
    """The 'key: value' pairs of a line without its Markdown emphasis; several may be parted by | or tabs."""
    parts = _FIELD_BREAK.split(line.replace("*", "").strip())
    matches = [_FIELD.match(part) for part in parts]
    return [(match["key"], match["value"].strip()) for match in matches if match]


def _recurs(key: str, text: str) -> bool:
    """Whether lines begin with `key:` again and again, as a speaker's label does."""
    beginning = rf"^[ \t*]*+{re.escape(key)}[ \t*]*+:"
    return could_be_label(key) and _up_to_two(beginning, text, 0, re.MULTILINE | re.IGNORECASE) > 1


def _up_to_two(pattern: str, text: str, start: int, flags: re.RegexFlag) -> int:
    """How often `pattern` is found from `start` on, not counted beyond two, nor looked for beyond _NEAR."""
    return sum(1 for _ in islice(re.compile(pattern, flags).finditer(text, start, start + _NEAR), 2))


def _about_the_file(key: str) -> bool:
    return not could_be_label(key)


def _is_value(value: str, company: bool) -> bool:
    """Whether what follows 'Interviewer:' is a name or a number rather than the first words of the talk."""
    if _IDENTIFIER.match(value) or _is_name(value):
        return True
    return company and 0 < len(value.split()) <= 6 and value[-1] not in "?!" and fold(value.split()[0]) not in _GREETING
