"""Which formats there are, how a file's format is found, and the one function that reads any of them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from rrt_qual.domain.errors import FileFault
from rrt_qual.domain.files import door as file_door
from rrt_qual.domain.files.door import in_words
from rrt_qual.domain.files.limits import SPEAKERS, TRANSCRIPT_BYTES, TURNS
from rrt_qual.domain.interview import Source, Transcript, Turn
from rrt_qual.ingest.draft import RawFile, TranscriptDraft
from rrt_qual.ingest.speakers.roles import give_roles
from rrt_qual.ingest.speakers.segments import segment
from rrt_qual.ingest.transcripts import plain, srt, table, vtt, word


@dataclass(frozen=True, slots=True)
class TranscriptFormat:
    """One kind of file: its id, its name for people, its suffixes, how it begins and what reads it.

    `begins` recognises the content whatever the suffix says; None where content says nothing.
    """

    id: str
    name: str
    suffixes: tuple[str, ...]
    read: Callable[[RawFile, Sequence[str]], TranscriptDraft]
    begins: Callable[[bytes], bool] | None = None


_MARK = rb"(?:\xef\xbb\xbf)?\s*"
_VTT = re.compile(_MARK + rb"WEBVTT(?:[ \t\r\n]|$)")
_SRT = re.compile(_MARK + rb"\d+[ \t]*\r?\n\d{1,2}:\d{2}:\d{2}[,.]\d{1,3}[ \t]*-->")

_FORMATS = (
    TranscriptFormat("txt", "plain text", (".txt", ".text"), plain.read_plain),
    TranscriptFormat("md", "Markdown", (".md", ".markdown"), plain.read_plain),
    TranscriptFormat("docx", "Word", (".docx",), word.read_word, word.is_word),
    TranscriptFormat(
        "vtt", "WebVTT (Teams, Zoom, Stream)", (".vtt",), vtt.read_vtt, lambda data: bool(_VTT.match(data))
    ),
    TranscriptFormat("srt", "SubRip", (".srt",), srt.read_srt, lambda data: bool(_SRT.match(data))),
    TranscriptFormat("csv", "table with a column of text", (".csv", ".tsv"), table.read_table),
)
_SAVE_AS = {
    ".pdf": "Save it as docx or txt: open it in Word, or export the transcript again.",
    ".odt": "Open it in LibreOffice or Word and save it as docx.",
    ".rtf": "Open it in Word and save it as docx.",
    ".doc": "Open it in Word and save it as docx.",
    ".docm": "Open it in Word and save it as docx.",
    ".xlsx": "Open it in Excel and save it as CSV UTF-8.",
    ".xls": "Open it in Excel and save it as CSV UTF-8.",
    ".html": "Open it in a browser and save it as text.",
    ".htm": "Open it in a browser and save it as text.",
    ".json": "Export the transcript as vtt, srt or txt.",
}
_RECORDINGS_WORDS = """
    .mp3 .mp4 .m4a .wav .aac .ogg .flac .wma .mov .webm .mkv .avi
"""
_RECORDINGS = frozenset(_RECORDINGS_WORDS.split())


def formats() -> tuple[TranscriptFormat, ...]:
    """Every format that can be read, in the order in which help texts list them."""
    return _FORMATS


def read_transcript(path: Path, *, interviewer: Sequence[str] = ()) -> Transcript:
    """The transcript in the file at `path`, with speakers, roles, turns (times in milliseconds) and segments.

    `interviewer` are labels or names (or parts of them) of those who ask.

    Raises:
        FileFault: the file cannot be read as a transcript, or no speaker is called as `interviewer` says.
    """
    return read_raw(load_raw(path), interviewer=interviewer)


def load_raw(path: Path) -> RawFile:
    """The file at `path`, not read as anything yet; raises FileFault with the reason when it cannot be."""
    name = file_door.file_name(path)
    return RawFile(name, in_words(path.stem), file_door.read_bytes(path, TRANSCRIPT_BYTES, shown=name))


def read_raw(file: RawFile, *, interviewer: Sequence[str] = ()) -> Transcript:
    """As read_transcript, of a file that is loaded."""
    kind = format_of(file, PurePath(file.name).suffix.casefold())
    draft = kind.read(file, interviewer)
    if not draft.turns:
        raise FileFault(f"{file.name} holds no talk, only headings.", "Check that it is the transcript.")
    if len(draft.turns) > TURNS:
        raise FileFault(
            f"{file.name} has {len(draft.turns):,} turns, more than the {TURNS:,} that one interview may.",
            "Split it into one file for each interview.",
        )
    if len({turn.label for turn in draft.turns}) > SPEAKERS:
        raise FileFault(
            f"{file.name} seems to have more than {SPEAKERS:,} speakers, so it is not read as an interview.",
            "Look at the words before the first colon, or the column of speakers.",
        )
    return segment(_transcript(file, kind, draft, interviewer))


def format_of(file: RawFile, suffix: str) -> TranscriptFormat:
    """The format of a file by its content where that speaks for itself, else by its suffix.

    Raises:
        FileFault: the format is not read (yet); the remedy says what to save it as.
    """
    for kind in _FORMATS:
        if kind.begins and kind.begins(file.data[:4096]) and suffix not in _SAVE_AS:
            return kind
    for kind in _FORMATS:
        if suffix in kind.suffixes:
            return kind
    if suffix in _SAVE_AS:
        raise FileFault(f"{file.name}: {suffix[1:]} files are not read yet.", _SAVE_AS[suffix])
    if suffix in _RECORDINGS:
        raise FileFault(f"{file.name} is a recording, not a transcript.", "Transcribe it first, and import the text.")
    known = ", ".join(suffix for kind in _FORMATS for suffix in kind.suffixes)
    ending = f"files ending in {suffix}" if suffix else "files without an ending"
    raise FileFault(f"{file.name}: {ending} are not read.", f"Save it as one of {known}.")


def _transcript(
    file: RawFile, kind: TranscriptFormat, draft: TranscriptDraft, interviewer: Sequence[str]
) -> Transcript:
    roles = give_roles(draft, [name for name in interviewer if name.strip()], file.name)
    index = {speaker.label: at for at, speaker in enumerate(roles.speakers)}
    return Transcript(
        name=file.stem,
        text=draft.text,
        speakers=tuple(roles.speakers),
        turns=tuple(Turn(index[turn.label], turn.span, turn.start_ms, turn.end_ms) for turn in draft.turns),
        source=Source(file.name, hashlib.sha256(file.data).hexdigest(), kind.id, draft.encoding),
        removed=draft.removed,
        warnings=(*draft.warnings, *roles.warnings),
    )
