"""Text with labels becomes turns: which style of label the file uses, and where each turn's words lie."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from rrt_qual.domain.interview import SpeakerRole
from rrt_qual.domain.spans import Span, trim
from rrt_qual.ingest.draft import DraftTurn
from rrt_qual.ingest.normalise import plural
from rrt_qual.ingest.speakers.labels import (
    BRACKETED_STAMP,
    MAX_LABEL,
    STAMP,
    could_be_label,
    fold,
    is_full_role_word,
    parse_range,
    role_of_label,
)

# A label stands within the first characters of its line; the rest of a long line is not looked at.
_HEAD = 240
_NAME = rf"(?P<label>[^\W\d_][^:*\[\]\n\t]{{0,{MAX_LABEL - 1}}}?)"
_BOLD = r"[ ]{0,4}(?:\*\*|__)?[ ]{0,4}"
_STYLES: dict[str, tuple[re.Pattern[str], ...]] = {
    # 'Jo Fenwick   0:03' or '[00:03:12] Interviewer' alone on a line; '**Jo** [0:03] words'
    "stamped": (
        re.compile(rf"{_BOLD}{_NAME}{_BOLD}[,|–-]?\s*(?P<first>{STAMP}){_BOLD}\s*$"),
        re.compile(rf"{_BOLD}(?P<first>{STAMP})\s*[-–|]?{_BOLD}{_NAME}{_BOLD}\s*$"),
        re.compile(rf"{_BOLD}{_NAME}{_BOLD}(?P<first>{BRACKETED_STAMP}){_BOLD}[ \t]+(?=\S)"),
        re.compile(rf"\[{_NAME}\]\s*(?P<first>{STAMP})\s*$"),
    ),
    # 'Jo: words', '[00:00:01] Jo: words', 'Jo (00:01): words', '**Jo:** words', '[SPEAKER_00]: words'
    "colon": (
        re.compile(
            rf"(?:[-•>]\s+)?(?:{_BOLD}(?P<first>{STAMP})\s*[-–]?\s*)?{_BOLD}{_NAME}{_BOLD}"
            rf"(?P<second>{STAMP})?{_BOLD}[:：]{_BOLD}(?!\d\d|//)"
        ),
        re.compile(rf"(?:(?P<first>{STAMP})\s*)?\[{_NAME}\]\s*[:：][ \t]*"),
    ),
    # 'I - words'
    "dash": (re.compile(rf"{_BOLD}{_NAME}{_BOLD}[ \t]+[-–—]{_BOLD}[ \t]+(?=\S)"),),
    # 'MD words', the key explained by a legend
    "key": (re.compile(r"[ \t]*(?P<label>[^\W_]{1,4})(?:[:.](?!\.)|[ \t])[ \t]*(?=\S)"),),
    # 'Jo<TAB>words'
    "tab": (re.compile(rf"{_BOLD}{_NAME}{_BOLD}\t\s*(?=\S)"),),
    # 'INTERVIEWER' or '**Jo**' alone on a line
    "bare": (re.compile(rf"{_BOLD}{_NAME}{_BOLD}$"),),
}
# '[00:03]' before the first word, or a time alone on the line below the label.
_LEADING_STAMP = re.compile(rf"\s*(?P<stamp>{BRACKETED_STAMP})[ \t]*|[ \t]*\n\s*(?P<below>{STAMP})[ \t]*\n")
# Lines after a turn's words that are not talk. A time is one only on a line of its own: 'Ann: 10:30' is an answer.
_TAIL = re.compile(
    rf"\n[ \t]*{STAMP}\s*$"
    r"|(?:^|\n)[ \t]*(?:[-=_*~#]{3,}|[^\n]{1,80} (?:started|stopped) transcription"
    r"|[\[(]?(?:end of (?:the )?(?:transcript|transcription|interview|recording)"
    r"|(?:recording|interview|transcript|transcription) (?:ends|ended|stops|stopped|ends here))[\])]?)[ \t]*\.?\s*$",
    re.IGNORECASE,
)
_STARTED = re.compile(r"^[ \t]*+(?P<who>[^\n]{1,80}?) started transcription[ \t]*$", re.MULTILINE)
_RULE = re.compile(r"^[ \t]*[-=_*~#]{3,}[ \t]*$", re.MULTILINE)
_BLANK = re.compile(r"\n[ \t]*\n\s*")
_LINE = re.compile(r"\n\s*")


@dataclass(frozen=True, slots=True)
class TurnCandidate:
    """A line that may begin a turn: its label, where the line and the words begin, times in milliseconds."""

    label: str
    line: int
    words: int
    start_ms: int | None
    end_ms: int | None


@dataclass(slots=True)
class Parsed:
    """The turns of a text, labels that probably ask, and what a person should check."""

    turns: list[DraftTurn]
    hints: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def parse_turns(
    text: str, start: int = 0, keys: Sequence[str] = (), names: Sequence[str] = (), line_is_paragraph: bool = False
) -> Parsed:
    """Turns of a normalised `text` from offset `start` on.

    `keys` are the legend's short keys, `names` labels that are known to be speakers though they stand once.
    Without any label each paragraph is a turn of a speaker labelled ''; paragraphs are parted by blank
    lines, or by every line end where `line_is_paragraph`.
    """
    known = {fold(name) for name in (*keys, *names)}
    found = _candidates(text, start, keys)
    accepted = {style: _accept(text, style, some, known, keys) for style, some in found.items()}
    style = max(_STYLES, key=lambda each: len(accepted[each]))
    parsed = Parsed([], [match["who"] for match in _STARTED.finditer(text, start)])
    if not accepted[style]:
        parsed.turns = _unlabelled(text, start, _LINE if line_is_paragraph else _BLANK)
        return parsed
    parsed.turns, empty = _build(text, accepted[style])
    if empty:
        parsed.warnings.append(f"{plural(empty, 'label has', 'labels have')} no words after it and made no turn.")
    parsed.warnings += _doubtful(text, style, found[style], accepted[style])
    return parsed


def inline_label(line: str) -> tuple[str, int] | None:
    """The label before a colon at the start of `line` and the offset of the words after it, if there is one."""
    match = next(filter(None, (pattern.match(line[:_HEAD]) for pattern in _STYLES["colon"])), None)
    if not match or not could_be_label(match["label"]):
        return None
    return match["label"].strip(), match.end()


def speakers_among(labels: Sequence[str], lines: int, known: Sequence[str] = ()) -> set[str]:
    """The folded forms of those of `labels` (one for each line that has one) that are speakers.

    Where at least four in five of the `lines` are labelled, a label that stands once is one as well.
    """
    counts = Counter(fold(label) for label in labels)
    names = {fold(name) for name in known}
    sure = {fold(label) for label in labels if _is_speaker(label, counts[fold(label)], names)}
    if len(counts) > 1 and len(labels) >= 0.8 * lines:
        return sure | {fold(label) for label in labels if not label[0].islower()}
    return sure


def _lines(text: str, start: int) -> Iterator[tuple[int, str]]:
    """(offset, first characters) of every line that is not blank."""
    at = start
    while at < len(text):
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        head = text[at : min(end, at + _HEAD)]
        if head.strip():
            yield at, head
        at = end + 1


def _candidates(text: str, start: int, keys: Sequence[str]) -> dict[str, list[TurnCandidate]]:
    found: dict[str, list[TurnCandidate]] = {style: [] for style in _STYLES}
    for at, head in _lines(text, start):
        for style, patterns in _STYLES.items():
            match = next(filter(None, (pattern.match(head) for pattern in patterns)), None)
            if not match or not could_be_label(match["label"]):
                continue
            if style == "key" and not _is_key(match, keys):
                continue
            if style == "bare" and "*" not in head and not is_full_role_word(match["label"]):
                continue
            stamps = match.groupdict()
            times = parse_range(stamps.get("first") or stamps.get("second") or "")
            found[style].append(TurnCandidate(match["label"].strip(), at, at + match.end(), *times))
    return found


def _is_key(match: re.Match[str], keys: Sequence[str]) -> bool:
    """A legend's key, or without a legend two or three capitals; one letter only before a wide gap ('I think')."""
    key, gap = match["label"], match.group()[len(match["label"]) :]
    if len(key) == 1 and gap == " ":
        return False
    return key in keys if keys else bool(re.fullmatch(r"(?!OK)[A-Z]{2,3}", key))


def _accept(
    text: str, style: str, candidates: list[TurnCandidate], known: set[str], keys: Sequence[str]
) -> list[TurnCandidate]:
    """Those candidates whose label recurs or is known; a word that begins one line once is talk."""
    counts = Counter(fold(candidate.label) for candidate in candidates)
    paragraphs = sum(1 for _ in _lines(text, candidates[0].line)) if candidates else 0
    if style == "dash" or (style == "key" and not keys):
        often = [each for each in candidates if counts[fold(each.label)] > 1]
        return often if len(often) >= 0.6 * paragraphs and len({each.label for each in often}) > 1 else []
    if style == "stamped" and len(candidates) > 1:
        return candidates
    sure = [each for each in candidates if _is_speaker(each.label, counts[fold(each.label)], known)]
    if style == "colon" and len(candidates) == paragraphs and len(counts) > 1:
        # A file so short that hardly a label recurs, but every line has one.
        return sure if len({fold(each.label) for each in sure}) > 1 else candidates
    return sure


def _is_speaker(label: str, count: int, known: set[str]) -> bool:
    folded = fold(label)
    if folded in known or is_full_role_word(label):
        return True
    if role_of_label(label) not in (None, SpeakerRole.OTHER) and any(char.isdigit() for char in label):
        return True
    return count > (2 if label[0].islower() else 1)


def _build(text: str, accepted: list[TurnCandidate]) -> tuple[list[DraftTurn], int]:
    """A turn from each candidate's words to the next candidate's line, and how many had no words."""
    turns: list[DraftTurn] = []
    spellings: dict[str, str] = {}
    for index, each in enumerate(accepted):
        end = accepted[index + 1].line if index + 1 < len(accepted) else len(text)
        label = spellings.setdefault(fold(each.label), each.label)
        turn = DraftTurn(label, Span(each.words, max(each.words, end)), each.start_ms, each.end_ms)
        _leading_stamp(text, turn)
        turn.span = _without_tail(text, turn.span)
        if turn.span:
            turns.append(turn)
    return turns, len(accepted) - len(turns)


def _leading_stamp(text: str, turn: DraftTurn) -> None:
    """A stamp before the first word ('Jo: [00:03] words') becomes the turn's time and leaves its words."""
    match = _LEADING_STAMP.match(text, turn.span.start, min(turn.span.end, turn.span.start + _HEAD))
    if match:
        turn.span = Span(match.end(), turn.span.end)
        if turn.start_ms is None:
            turn.start_ms, turn.end_ms = parse_range(match["stamp"] or match["below"])


def _without_tail(text: str, span: Span) -> Span:
    """`span` trimmed of white space, and of rules and 'stopped transcription' lines at its end."""
    span = trim(text, span)
    while span:
        start = max(span.start, span.end - _HEAD)
        tail = _TAIL.search(text[start : span.end])
        if not tail or (tail.start() == 0 and start > span.start):
            break
        span = trim(text, Span(span.start, start + tail.start()))
    return span


def _unlabelled(text: str, start: int, paragraph_break: re.Pattern[str]) -> list[DraftTurn]:
    """Paragraphs as turns: parted by rules ('-----') where the text has some, else by `paragraph_break`."""
    body = Span(start, len(text))
    breaks = list(_RULE.finditer(text, start))
    if len(breaks) < 2:
        breaks = list(paragraph_break.finditer(text, start))
    edges = [body.start, *(edge for found in breaks for edge in found.span()), body.end]
    turns = [DraftTurn("", Span(begin, end)) for begin, end in zip(edges[::2], edges[1::2], strict=True)]
    for turn in turns:
        _leading_stamp(text, turn)
        turn.span = _without_tail(text, turn.span)
    return [turn for turn in turns if turn.span]


def _doubtful(text: str, style: str, candidates: list[TurnCandidate], accepted: list[TurnCandidate]) -> list[str]:
    """One sentence about words at the start of a paragraph that look like a label but stand only once."""
    taken = {each.line for each in accepted}
    doubtful = [
        each
        for each in candidates
        if style == "colon" and each.line not in taken and each.line > accepted[0].line and _after_blank(text, each)
    ]
    if not doubtful:
        return []
    first = doubtful[0]
    line = text.count("\n", 0, first.line) + 1
    others = f" (and {len(doubtful) - 1} like it)" if len(doubtful) > 1 else ""
    return [f"'{first.label}:' in line {line}{others} stands only once and was read as talk, not as a speaker."]


def _after_blank(text: str, candidate: TurnCandidate) -> bool:
    return text[max(0, candidate.line - 2) : candidate.line] == "\n\n" and candidate.label[0].isupper()
