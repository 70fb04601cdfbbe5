"""The marked texts that finding is measured on: snippets in two files, and the sample interviews."""

from __future__ import annotations

import functools
import json
import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from unittest import mock

from rrt_qual.domain.confidentiality.privacy import Find
from rrt_qual.domain.interview import Source, Speaker, SpeakerRole, Transcript, Turn
from rrt_qual.domain.spans import Span
from rrt_qual.ingest import read_transcript
from rrt_qual.ingest.transcripts import registry
from rrt_qual.privacy.find.finder import Finder
from rrt_qual.privacy.words.measure import Marked, Measure, Score, occurrences

HERE = Path(__file__).parent
SAMPLES = Path(__file__).parents[2] / "transcripts_sample"
_MARK = re.compile(r"\{(\w+):([^}]*)\}")

Pair = tuple[Transcript, list[Marked]]


def talk(text: str, *, name: str = "T", before: str = "") -> Transcript:
    """One turn of a participant; `before` stands outside of turns."""
    span = Span(len(before), len(before) + len(text))
    speakers = (Speaker("P", SpeakerRole.PARTICIPANT),)
    return Transcript(name, before + text, speakers, (Turn(0, span),) if text else (), Source("t.txt", "0", "txt"))


def snippets(file: str) -> list[Pair]:
    """The snippets of a file, their marks taken out of the text."""
    out = []
    for number, line in enumerate((HERE / file).read_text(encoding="utf-8").splitlines()):
        if not line or line.startswith("#"):
            continue
        text, marks, at = "", [], 0
        for m in _MARK.finditer(line):
            text += line[at : m.start()]
            marks.append(Marked(m[1], (Span(len(text), len(text) + len(m[2])),)))
            text, at = text + m[2], m.end()
        out.append((talk(text + line[at:], name=f"{file}:{number}"), marks))
    return out


@functools.cache
def samples() -> list[Pair]:
    """The sample interviews with their list of identifying words; without segments, which finding does not look at."""
    rows = defaultdict(list)
    for line in (SAMPLES / "entities.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        rows[row["interview"]].append(row)
    out = []
    for path in sorted(SAMPLES.glob("T2*")):
        with mock.patch.object(registry, "segment", lambda whole: whole):
            transcript = read_transcript(path)
        marks = [
            Marked(r["label"], tuple(occurrences(transcript.text, transcript.turns[r["turn"]].span, r["text"])))
            for r in rows[path.stem]
        ]
        out.append((transcript, marks))
    return out


def measured(pairs: Sequence[Pair], finder: Finder) -> dict[str, Score]:
    """Scores by label, and of 'all'."""
    measure = Measure()
    for transcript, marks in pairs:
        measure.add(transcript.text, (t.span for t in transcript.turns), marks, finder.find(transcript))
    return measure.result()


def found(text: str, finder: Finder) -> list[tuple[str, str]]:
    """(kind, words) of what is found in one turn."""
    return [(str(f.kind), f.span.of(text)) for f in finder.find(talk(text))]


def apart(text: str, finds: Sequence[Find]) -> bool:
    """Whether finds lie within the text, in order, not empty, and apart from one another."""
    spans = [f.span for f in finds]
    whole = all(s and s.end <= len(text) and s.of(text) == s.of(text).strip() for s in spans)
    return whole and all(a.end <= b.start for a, b in pairwise(spans))
