"""Small files are written and read in one call."""

from __future__ import annotations

from pathlib import Path

import pytest
from transcript_help import Read

from rrt_qual.domain.interview import Transcript
from rrt_qual.ingest import read_transcript


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """`read('name.txt', content, interviewer=[...])` writes the file and reads it back as a transcript."""

    def write_and_read(name: str, content: str | bytes, interviewer: tuple[str, ...] = ()) -> Transcript:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return read_transcript(path, interviewer=interviewer)

    return write_and_read
