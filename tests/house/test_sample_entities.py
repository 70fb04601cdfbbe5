"""The list of identifying words in the samples agrees with the transcripts."""

from __future__ import annotations

import json
import re
from pathlib import Path

from rrt_qual.ingest import read_transcript

SAMPLES = Path(__file__).parents[2] / "transcripts_sample"


def test_every_listed_word_stands_in_its_turn() -> None:
    """A word that is not where the list says would count as missed, however good the finding is."""
    transcripts = {p.stem: read_transcript(p) for p in SAMPLES.glob("T2*")}
    rows = [json.loads(line) for line in (SAMPLES / "entities.jsonl").read_text(encoding="utf-8").splitlines()]
    wrong = [
        row
        for row in rows
        if not re.search(
            rf"(?<!\w){re.escape(row['text'])}(?!\w)",
            (t := transcripts[row["interview"]]).turns[row["turn"]].span.of(t.text),
        )
    ]
    assert wrong == []
    assert {row["interview"] for row in rows} == set(transcripts)
