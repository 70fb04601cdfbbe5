"""WebVTT as Teams, Zoom, Stream and Whisper write it."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

from rrt_qual.domain.errors import FileFault
from rrt_qual.ingest.decode import decode
from rrt_qual.ingest.draft import RawFile, TranscriptDraft
from rrt_qual.ingest.normalise import normalise
from rrt_qual.ingest.transcripts.cues import Cue, CueFile, Utterance, by_colon, compose, scan_cues

# Nothing here reaches beyond the next "<", so that a line of them takes time by its length.
_VOICE = re.compile(r"<v(?:\.[^\s<>]*)?\s([^<>]*)>|(</v>)")
# Only what WebVTT and SubRip define: '<laughs>' is talk.
_TAG = re.compile(
    r"</?(?:c|i|b|u|s|v|ruby|rt|lang|font)(?:[.\s][^<>]*)?>|<\d+:\d{2}(?::\d{2})?[.,]\d{3}>|\{\\[^{}]*\}", re.IGNORECASE
)


def read_vtt(file: RawFile, told: Sequence[str] = ()) -> TranscriptDraft:
    """Turns of a WebVTT file: by `<v Name>`, else by 'Name: words'; times in milliseconds.

    Raises:
        FileFault: it is empty, is not text, holds no cue or no word.
    """
    return read_cues(file, told, "WebVTT")


def read_cues(file: RawFile, told: Sequence[str], kind: str) -> TranscriptDraft:
    """Turns of a file of timed cues; `kind` names the format in sentences.

    Raises:
        FileFault: it is empty, is not text, holds no cue or no word.
    """
    decoded = decode(file.data, file.name)
    normal = normalise(decoded.text)
    found = scan_cues(normal.text, file.name)
    if not found.cues:
        raise FileFault(
            f"{file.name} holds no cues (lines with '-->'), so it is not a {kind} transcript.",
            "Export it again, or rename it to .txt if it is plain text.",
        )
    voiced = any(_VOICE.search(line) for cue in found.cues for line in cue.lines)
    utterances = _by_voice(found) if voiced else by_colon(((cue, _plain(cue.lines)) for cue in found.cues), told)
    draft = compose(utterances, found.notes, file.name)
    draft.encoding, draft.removed = decoded.encoding, normal.removed
    draft.warnings = [*decoded.warnings, *found.warnings]
    return draft


def plain_words(markup: str) -> str:
    """A line of a cue without the format's tags and with its entities resolved; other brackets are talk."""
    return html.unescape(_TAG.sub("", markup)).strip()


def _plain(lines: list[str]) -> list[str]:
    return [words for words in map(plain_words, lines) if words]


def _by_voice(found: CueFile) -> list[Utterance]:
    """Utterances by voice tags; words outside every tag continue whoever spoke before."""
    out: list[Utterance] = []
    current = ""
    for cue in found.cues:
        for label, markup in _voices(cue, current):
            current = label
            out.append(Utterance(label, plain_words(markup), cue.start_ms, cue.end_ms))
    return out


def _voices(cue: Cue, current: str) -> list[tuple[str, str]]:
    """(speaker, words) for each part of a cue."""
    parts: list[tuple[str, str]] = []
    label = current
    at = 0
    markup = " ".join(cue.lines)
    for match in _VOICE.finditer(markup):
        parts.append((label, markup[at : match.start()]))
        at = match.end()
        if match[1] is not None:
            label = html.unescape(match[1]).strip() or label
    parts.append((label, markup[at:]))
    return [(who, words) for who, words in parts if words.strip()]
