"""Held against real human-coded data, where it is there; kept light. `RRT_QUAL_LONG=1` takes more of it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from rrt_qual.suggest.embed.open import open_embedder
from rrt_qual.suggest.judge.evaluate import evaluate
from rrt_qual.suggest.judge.readers import read_codebook_json, read_jsonl

DEV = next((p / "shared" / "data" / "dev" for p in Path(__file__).parents if (p / "shared/data/dev").is_dir()), None)


#: Passages that are read by the model, which is nearly all the work; 70 are of fifteen interviews.
ROWS = 120 if os.environ.get("RRT_QUAL_LONG") else 70


@pytest.mark.skipif(DEV is None, reason="../shared is not there")
def test_beats_the_simple_recipe_on_real_interviews(tmp_path: Path) -> None:
    """On a sample of the wac set, hit@3 is above that of the recipe with nothing and with 20 coded."""
    assert DEV is not None
    rows = read_jsonl(DEV / "wac" / "segments.jsonl")[:ROWS]
    book = read_codebook_json(DEV / "wac" / "codebook.json")
    found = evaluate(rows, book, open_embedder("", tmp_path), counts=(0, 20), seeds=(0, 1))
    hit = {(r.method, r.coded): r.values["hit3"] for r in found}
    for n in (0, 20):
        assert hit["rrt-qual", n] > hit["combo", n] > hit["popularity", n]
