"""How fast identifying words are found: tokens a second against spaCy's names alone in the same run, and how long
1,000 interviews take.

python benchmarks/finding.py
"""

from __future__ import annotations

import time
from pathlib import Path

from rrt_qual.domain.confidentiality.privacy import FindKind
from rrt_qual.ingest import read_transcript
from rrt_qual.privacy.find import model
from rrt_qual.privacy.find.echo import sure_forms
from rrt_qual.privacy.find.finder import Finder, Spreader
from rrt_qual.privacy.words.tokens import pieces

SAMPLES = Path(__file__).parents[1] / "transcripts_sample"


def main() -> None:
    """Print tokens a second of spaCy alone and of the finder, their ratio, and what 1,000 interviews come to."""
    import spacy

    transcripts = [read_transcript(path) for path in sorted(SAMPLES.glob("T2*"))]
    texts = [p.span.of(t.text) for t in transcripts for p in pieces(t)]
    nlp = spacy.load(model.PACKAGE, exclude=["tagger", "parser", "senter", "lemmatizer", "attribute_ruler", "tok2vec"])
    finder = Finder()
    finder.find(transcripts[0])
    alone = ours = float("inf")
    for _ in range(3):
        begin = time.perf_counter()
        tokens = sum(len(doc) for doc in nlp.pipe(texts, batch_size=64))
        alone = min(alone, time.perf_counter() - begin)
        begin = time.perf_counter()
        found = [finder.find(t) for t in transcripts]
        ours = min(ours, time.perf_counter() - begin)
    forms: dict[tuple[FindKind, str], str] = {}
    for t, finds in zip(transcripts, found, strict=True):
        forms |= dict.fromkeys(sure_forms(t.text, finds), "echo")
    begin = time.perf_counter()
    spreader = Spreader(forms)
    for t, finds in zip(transcripts, found, strict=True):
        spreader.spread(t, finds)
    spread = time.perf_counter() - begin
    each = 1000 / len(transcripts)
    print(f"{tokens:,} tokens in {len(transcripts)} interviews, {sum(map(len, found)):,} finds")
    ratio = alone / ours
    print(f"tokens/s: spaCy alone {tokens / alone:,.0f}, the finder {tokens / ours:,.0f} ({ratio:.2f} of it)")
    print(f"1,000 such interviews: {ours * each / 60:.0f} minutes to read (spaCy alone {alone * each / 60:.0f}),")
    print(f"{spread * each:.0f} s for every later scan, which reads none again")


if __name__ == "__main__":
    main()
