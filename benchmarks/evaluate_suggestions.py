"""Suggestions against the baselines on public human-coded sets: the table of docs/methods.md.

    python benchmarks/evaluate_suggestions.py FOLDER [SET ...] [--seeds 5] [--json OUT]

FOLDER holds a folder a set, with segments.jsonl and codebook.json.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from rrt_qual.suggest.embed.open import CachingEmbedder, open_embedder
from rrt_qual.suggest.judge.evaluate import Result, evaluate
from rrt_qual.suggest.judge.readers import read_codebook_json, read_jsonl

KEYS = ("hit1", "hit3", "mrr", "macro_f1", "average_precision", "ece")


def line(result: Result) -> str:
    """One row of the table: means and half-widths of 95 % intervals."""
    cells = (f"{result.values[k]:.3f} ±{result.half_widths[k]:.3f}" for k in KEYS)
    return f"{result.coded:5d} {result.method:11s} " + "  ".join(cells)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("sets", nargs="*", default=[])
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    embedder = CachingEmbedder(open_embedder())
    found: dict[str, list[dict[str, object]]] = {}
    margins: list[float] = []
    for name in options.sets or sorted(p.name for p in options.folder.iterdir() if p.is_dir()):
        rows = read_jsonl(options.folder / name / "segments.jsonl")
        book = read_codebook_json(options.folder / name / "codebook.json")
        results = evaluate(rows, book, embedder, seeds=range(options.seeds))
        found[name] = [result.as_dict() for result in results]
        print(f"\n{name}: {len(rows)} rows\ncoded method      " + "  ".join(f"{k:12s}" for k in KEYS))
        print("\n".join(line(result) for result in results), flush=True)
        hit = {(r.method, r.coded): [s["hit3"] for s in r.per_seed] for r in results}
        for n in (0, 20, 100):
            each = [a - b for a, b in zip(hit["rrt-qual", n], hit["combo", n], strict=True)]
            margins.append(sum(each) / len(each))
            print(
                f"  ours less combo, hit@3, {n} coded: {margins[-1]:+.3f} (seeds {min(each):+.3f} to {max(each):+.3f})"
            )
    print(f"\nmean margin over sets at 0, 20 and 100 coded: {sum(margins) / len(margins):+.3f}")
    if options.json:
        options.json.write_text(json.dumps(found, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
