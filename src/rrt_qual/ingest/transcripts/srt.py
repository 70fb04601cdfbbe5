"""SubRip as Whisper, Otter and editors write it."""

from __future__ import annotations

from collections.abc import Sequence

from rrt_qual.ingest.draft import RawFile, TranscriptDraft
from rrt_qual.ingest.transcripts.vtt import read_cues


def read_srt(file: RawFile, told: Sequence[str] = ()) -> TranscriptDraft:
    """Turns of a SubRip file by 'Name: words', times in milliseconds.

    Raises:
        FileFault: it is empty, is not text, holds no cue or no word.
    """
    return read_cues(file, told, "SubRip")
