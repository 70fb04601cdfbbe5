"""Timed cues and table rows become a text: consecutive ones of one speaker are one turn."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from rrt_qual.domain.errors import FileFault
from rrt_qual.domain.files.limits import CUES, LABEL_CHARACTERS
from rrt_qual.domain.spans import Span
from rrt_qual.ingest.draft import DraftTurn, TranscriptDraft
from rrt_qual.ingest.normalise import normalise, plural
from rrt_qual.ingest.speakers.labels import fold, parse_time
from rrt_qual.ingest.speakers.people import read_preamble, statements
from rrt_qual.ingest.speakers.turns import inline_label, speakers_among

# Talk without speakers is parted where somebody pauses this long, or after this many words, at a full stop.
_PAUSE_MS = 2_000
# So long a pause parts even in mid-sentence. Programs that write captions pause for a second or so at a breath; a
# paragraph of 150 words is a minute of talk, and what fits a screen.
_LONG_PAUSE_MS = 5_000
_PARAGRAPH_WORDS = 150

_TIMING = re.compile(r"\s*(?P<start>\S+)\s*-->\s*(?P<end>\S*)")
_CLOCK = re.compile(r"(?:\d+:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?$")
_COMMENT = re.compile(r"(?P<kind>NOTE|STYLE|REGION)(?:\s+(?P<words>.*))?$")
_ABOUT_SOUND = re.compile(r"(?:confidence|duration|language|recognizability|kind)\b", re.IGNORECASE)
_ENDED = re.compile(r"[.!?…][\"'”’)\]]*$")


@dataclass(slots=True)
class Cue:
    """One cue of a file, its text lines as they stand; times in milliseconds, `line` counted from 1."""

    line: int
    start_ms: int | None
    end_ms: int | None
    lines: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Utterance:
    """What one cue or row gives: words on one line, and who says them ('' when it does not say)."""

    label: str
    words: str
    start_ms: int | None = None
    end_ms: int | None = None


@dataclass(slots=True)
class CueFile:
    """The cues of a file in its order, the comments before the first, and what a person should check.

    `unreadable` are sentences about times that cannot be read, which `scan_cues` puts before the warnings.
    """

    cues: list[Cue]
    notes: list[str]
    warnings: list[str]
    unreadable: list[str] = field(default_factory=list)


def scan_cues(text: str, file_name: str = "The file") -> CueFile:
    """The cues of a WebVTT or SubRip text. Text that belongs to no cue is kept with the cue before it.

    Raises:
        FileFault: there are more than CUES.
    """
    found = CueFile([], [], [])
    lines = text.split("\n")
    comment = ""
    after_blank = True
    for index, line in enumerate(lines):
        stripped = line.strip()
        if not stripped:
            after_blank, comment = True, ""
            continue
        timing = _TIMING.match(line) if "-->" in line else None
        begins = _COMMENT.match(stripped) if after_blank else None
        if timing:
            found.cues.append(_cue(timing, index + 1, found))
            if len(found.cues) > CUES:
                raise FileFault(f"{file_name} has more than {CUES:,} cues.", "Split it: one file for each interview.")
        elif comment or begins:
            comment = begins["kind"] if begins else comment
            if comment == "NOTE" and not found.cues:
                found.notes.append((begins["words"] or "") if begins else stripped)
        elif not _is_cue_id(stripped, after_blank, lines, index) and found.cues:
            found.cues[-1].lines.append(stripped)
        after_blank = False
    found.notes = [note for note in found.notes if note and not _ABOUT_SOUND.match(note)]
    _check_order(found)
    return found


def _cue(timing: re.Match[str], line: int, found: CueFile) -> Cue:
    start, end = (parse_time(part) if _CLOCK.match(part) else None for part in timing.group("start", "end"))
    if start is None or end is None:
        found.unreadable.append(
            f"Line {line} is not a readable time ('{timing.group().strip()[:40]}'); its words were kept."
        )
    return Cue(line, start, end)


def _is_cue_id(line: str, after_blank: bool, lines: Sequence[str], index: int) -> bool:
    """A line right before a timing names the cue, if it stands alone or is only a number."""
    return index + 1 < len(lines) and "-->" in lines[index + 1] and (after_blank or line.isdigit())


def _check_order(found: CueFile) -> None:
    timed = [cue for cue in found.cues if cue.start_ms is not None and cue.end_ms is not None]
    pairs = list(pairwise(timed))
    wrong = [cue for cue in timed if (cue.end_ms or 0) < (cue.start_ms or 0)]
    backwards = sorted(
        {cue.line for cue in wrong} | {b.line for a, b in pairs if (b.start_ms or 0) < (a.start_ms or 0)}
    )
    overlap = [b.line for a, b in pairs if (a.start_ms or 0) <= (b.start_ms or 0) < (a.end_ms or 0)]
    for these, one, many in ((backwards, "runs", "run"), (overlap, "overlaps", "overlap")):
        if these:
            verb = (
                f"{one if len(these) == 1 else many} {'backwards in time' if these is backwards else 'the cue before'}"
            )
            found.warnings.append(
                f"{plural(len(these), 'cue')} {verb} (the first in line {these[0]}); all were kept in order."
            )
    found.warnings = found.unreadable[:3] + found.warnings
    if len(found.unreadable) > 3:
        found.warnings.append(f"So are {len(found.unreadable) - 3} more lines.")


def by_colon(cues: Iterable[tuple[Cue, list[str]]], known: Sequence[str] = ()) -> list[Utterance]:
    """Utterances of cues whose lines may begin 'Name: words' (Zoom); one without a name continues the one before."""
    cues = list(cues)
    labelled = [[inline_label(line) for line in lines] for _, lines in cues]
    seen = [found[0] for each in labelled for found in each if found]
    speakers = speakers_among(seen, sum(1 for _, lines in cues if lines), known)
    out: list[Utterance] = []
    current = ""
    for (cue, lines), labels in zip(cues, labelled, strict=True):
        parts: list[tuple[str, list[str]]] = []
        for line, found in zip(lines, labels, strict=True):
            if found and fold(found[0]) in speakers:
                current = found[0]
                parts.append((current, [line[found[1] :].strip()]))
            elif parts:
                parts[-1][1].append(line)
            else:
                parts.append((current, [line]))
        out += [Utterance(label, " ".join(words).strip(), cue.start_ms, cue.end_ms) for label, words in parts]
    return out


def compose(utterances: Sequence[Utterance], notes: Sequence[str], file_name: str) -> TranscriptDraft:
    """The text 'Label: words', a paragraph a turn, from utterances in order; `notes` stand before the first.

    Raises:
        FileFault: no utterance holds a word.
    """
    groups = _grouped([each for each in map(_clean, utterances) if each.words])
    if not groups:
        raise FileFault(f"{file_name} holds no words.", "Export the transcript again.")
    preamble = "\n".join(notes)
    parts = [normalise(preamble).text + "\n\n"] if preamble else []
    at = len(parts[0]) if parts else 0
    turns: list[DraftTurn] = []
    for group in groups:
        label = group[0].label
        prefix = f"{label}: " if label else ""
        words = " ".join(each.words for each in group)
        starts = [each.start_ms for each in group if each.start_ms is not None]
        ends = [each.end_ms for each in group if each.end_ms is not None]
        span = Span(at + len(prefix), at + len(prefix) + len(words))
        turns.append(DraftTurn(label, span, min(starts, default=None), max(ends, default=None)))
        parts.append(f"{prefix}{words}\n\n")
        at += len(parts[-1])
    text = "".join(parts)[:-1]
    found = read_preamble(text[: turns[0].span.start])
    people = [*statements(preamble, found.people), *found.people]
    return TranscriptDraft(text, turns, people=people)


def _clean(utterance: Utterance) -> Utterance:
    """Words and label normalised again (entities may have stood for anything), the label on one line."""
    words = normalise(utterance.words).text.strip()
    label = " ".join(normalise(utterance.label[: 4 * LABEL_CHARACTERS]).text.split())
    if len(label) > LABEL_CHARACTERS:
        label = label[: LABEL_CHARACTERS - 1].rstrip() + "…"
    return Utterance(label, words, utterance.start_ms, utterance.end_ms)


def _grouped(utterances: Sequence[Utterance]) -> list[list[Utterance]]:
    """Consecutive utterances of one speaker together; the spelling met first is the speaker's label."""
    spellings: dict[str, str] = {}
    named = any(each.label for each in utterances)
    groups: list[list[Utterance]] = []
    words = 0
    for each in utterances:
        label = spellings.setdefault(fold(each.label), each.label)
        each = Utterance(label, each.words, each.start_ms, each.end_ms)
        if groups and groups[-1][0].label == label and (named or not _parted(groups[-1][-1], words, each)):
            groups[-1].append(each)
        else:
            groups.append([each])
            words = 0
        words += each.words.count(" ") + 1
    return groups


def _parted(last: Utterance, words: int, after: Utterance) -> bool:
    """Whether talk without speakers begins a new paragraph at `after`; without times every row is one.

    `words` are those of the paragraph so far, which ends with `last`.
    """
    if last.end_ms is None or after.start_ms is None:
        return True
    pause = after.start_ms - last.end_ms
    ended = _ENDED.search(last.words[-20:]) is not None
    return pause >= _LONG_PAUSE_MS or (ended and (pause >= _PAUSE_MS or words >= _PARAGRAPH_WORDS))
