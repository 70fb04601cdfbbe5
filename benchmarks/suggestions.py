"""How fast suggestions are: encoding against the bare onnxruntime call and sentence-transformers, refit and rescore,
opening a project, suggesting twice, memory.

python benchmarks/suggestions.py [--quick]
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable

import numpy as np

from rrt_qual.domain.codebook import Codebook, Example, Theme
from rrt_qual.suggest.embed.onnx import OnnxEmbedder
from rrt_qual.suggest.embed.open import open_embedder, packaged_model
from rrt_qual.suggest.embed.types import Floats, PassageCodes, Rejected, TalkPassage
from rrt_qual.suggest.model import SuggestionModel

WORDS = ("manager", "caseload", "visit", "child", "family", "team", "court", "report", "supervision", "never", "office")


def timed(work: Callable[[], object], times: int = 3) -> float:
    """The least of `times` runs, in seconds."""
    best = float("inf")
    for _ in range(times):
        begin = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - begin)
    return best


def talk(n: int, seed: int = 0) -> list[str]:
    """Sentences of 6 to 40 words."""
    random = np.random.default_rng(seed)
    return [" ".join(random.choice(WORDS, random.integers(6, 40))) + f" {i}." for i in range(n)]


class Random:
    """Vectors of no meaning, so that only our own work is timed."""

    fingerprint, dimension, lexical = "random", 384, False

    def encode(self, texts: list[str]) -> Floats:
        x = np.random.default_rng(len(texts)).standard_normal((len(texts), 384)).astype(np.float32)
        return np.asarray(x / np.linalg.norm(x, axis=1, keepdims=True), np.float32)


def encoding(n: int = 600) -> None:
    """Sentences a second, all with one thread."""
    texts = talk(n)
    begin = time.perf_counter()
    ours = open_embedder("", threads=1)
    ours.encode(texts[:1])
    print(f"open the model and encode one sentence: {time.perf_counter() - begin:.2f} s")
    assert isinstance(ours, OnnxEmbedder)
    order = sorted(texts, key=len)
    ids = [e.ids for e in ours._tokenizer.encode_batch(order)]

    def bare() -> None:
        for at in range(0, n, 16):
            part = ids[at : at + 16]
            length = max(map(len, part))
            block, mask = np.zeros((len(part), length), np.int64), np.zeros((len(part), length), np.int32)
            for row, tokens in enumerate(part):
                block[row, : len(tokens)], mask[row, : len(tokens)] = tokens, 1
            places = np.arange(length, dtype=np.int64)
            ours._session.run(None, {"input_ids": block, "attention_mask": mask, "position_ids": places})

    base, mine = timed(bare), timed(lambda: ours.encode(texts))
    small = OnnxEmbedder(packaged_model(), int8=True, threads=1)
    eight = timed(lambda: small.encode(texts))
    from rrt_qual.suggest.embed.torch import SentenceTransformerEmbedder

    torch = SentenceTransformerEmbedder(packaged_model(), threads=1)
    theirs = timed(lambda: torch._model.encode(texts, show_progress_bar=False))
    print(
        f"bare onnxruntime {n / base:.0f}/s, ours {n / mine:.0f}/s ({base / mine:.2f}, aim: 0.95),",
        f"int8 {n / eight:.0f}/s,",
        end=" ",
    )
    print(f"sentence-transformers {n / theirs:.0f}/s (ours {theirs / mine:.2f} times, aim: 1.5)")


def learning() -> None:
    """5,000 codings, 60 themes, 20,000 segments."""
    texts = talk(20000)
    themes = tuple(
        Theme(
            f"t{i}", f"theme {i}", "#000000", texts[i], examples=tuple(Example(t) for t in texts[i * 10 : i * 10 + 10])
        )
        for i in range(60)
    )
    model = SuggestionModel(Codebook("c", "c", 1, themes), Random())
    passages = [TalkPassage(t, f"d{i // 400}", f"question {i % 400}") for i, t in enumerate(texts)]
    features = model.read(passages)
    coded = [PassageCodes(passages[i], (f"t{i % 60}",)) for i in range(0, 20000, 4)]
    rejected = [Rejected(passages[i], f"t{i % 60}") for i in range(1, 4000, 20)]
    fit, score = timed(lambda: model.fit(coded, rejected)), timed(lambda: model.score(features))
    print(f"refit {fit:.3f} s, rescore {score:.3f} s, calibrate {timed(model.calibrate, 1):.2f} s")
    per = (
        features.vectors.nbytes
        + features.words.data.nbytes
        + features.words.indices.nbytes
        + features.words.indptr.nbytes
    )
    each = per / 20000 + 2 * 4 * 60  # two float32 tables of 60 themes
    print(f"a segment takes {each:.0f} bytes, so 400,000 take {each * 0.4:.0f} MB")
    print(f"peak of this process {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    import suggestions_project

    quick = "--quick" in sys.argv
    encoding(150 if quick else 600)
    if not quick:
        learning()
    suggestions_project.run()
