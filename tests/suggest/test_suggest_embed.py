from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pytest

from rrt_qual.suggest.embed.faults import DimensionMismatch, ModelDamaged, ModelMissing
from rrt_qual.suggest.embed.onnx import OnnxEmbedder
from rrt_qual.suggest.embed.open import (
    MINILM_SHA256,
    CachingEmbedder,
    LexicalEmbedder,
    open_embedder,
    packaged_model,
    sentences,
)
from rrt_qual.suggest.embed.types import Floats
from small_project import PROGRAM

TEXTS = [
    "I've got twenty-nine children.",
    "She's brilliant, my manager – she rings me after every hard visit, and I can't fault her.",
    "Yeah.",
    "Nobody knew where I was, it was half past five and there was no signal at all in that block of flats.",
]


@pytest.fixture(scope="module")
def onnx(tmp_path_factory: pytest.TempPathFactory) -> OnnxEmbedder:
    embedder = open_embedder("", tmp_path_factory.mktemp("models"), threads=1)
    assert isinstance(embedder, OnnxEmbedder)
    return embedder


def test_onnx_equals_sentence_transformers(onnx: OnnxEmbedder) -> None:
    """The direct path gives the vectors of sentence-transformers, to a cosine above .9999."""
    from rrt_qual.suggest.embed.torch import SentenceTransformerEmbedder

    torch = SentenceTransformerEmbedder(packaged_model(), threads=1)
    assert (torch.dimension, torch.encode(TEXTS).dtype) == (onnx.dimension, np.float32)
    assert ((onnx.encode(TEXTS) * torch.encode(TEXTS)).sum(axis=1) > 0.9999).all()
    assert torch.fingerprint != onnx.fingerprint


def test_int8_stays_close_and_has_its_own_fingerprint(onnx: OnnxEmbedder) -> None:
    """Eight-bit vectors are near the float ones and can never be taken for them."""
    small = OnnxEmbedder(packaged_model(), int8=True, threads=1)
    assert ((onnx.encode(TEXTS) * small.encode(TEXTS)).sum(axis=1) > 0.95).all()
    assert small.fingerprint != onnx.fingerprint


def test_order_and_company_do_not_matter(onnx: OnnxEmbedder) -> None:
    """A text has the same vector alone, in a batch, and in another order."""
    whole = onnx.encode(TEXTS)
    assert np.allclose(onnx.encode(TEXTS[::-1])[::-1], whole, atol=1e-5)
    assert np.allclose(onnx.encode([TEXTS[1]])[0], whole[1], atol=1e-5)


def test_long_text_is_read_to_its_end(onnx: OnnxEmbedder) -> None:
    """What stands behind the 256th token still changes the vector; blank text is a row of zeros."""
    head = "The office moved again and nobody told us. " * 40
    a, b, blank = onnx.encode([head, head + "My manager is wonderful and kind. " * 20, "  "])
    assert float(a @ b) < 0.99
    assert np.linalg.norm(a) == pytest.approx(1, abs=1e-4)
    assert not blank.any()


def test_the_graph_is_cached_privately_and_mended(tmp_path: Path) -> None:
    """The exported graph is one file for its owner alone; a damaged one is made anew."""
    first = OnnxEmbedder(packaged_model(), tmp_path / "models", threads=1).encode(TEXTS[:1])
    (file,) = (tmp_path / "models").iterdir()
    if os.name == "posix":
        assert file.stat().st_mode & 0o077 == 0
    file.write_bytes(b"not a graph")
    again = OnnxEmbedder(packaged_model(), tmp_path / "models", threads=1).encode(TEXTS[:1])
    assert np.allclose(first, again)
    assert len(list((tmp_path / "models").iterdir())) == 1


def test_missing_and_altered_models_are_named(tmp_path: Path) -> None:
    """A folder without a model, and weights that are not the published ones, each give a sentence and a remedy."""
    with pytest.raises(ModelMissing, match=r"has no model\.safetensors") as fault:
        OnnxEmbedder(tmp_path)
    assert fault.value.remedy
    with pytest.raises(ModelMissing, match="no model folder"):
        open_embedder(str(tmp_path / "nowhere"))
    for name in ("tokenizer.json", "config.json"):
        shutil.copy(packaged_model() / name, tmp_path)
    (tmp_path / "model.safetensors").write_bytes(b"\0" * 64)
    with pytest.raises(ModelDamaged, match="SHA-256"):
        OnnxEmbedder(tmp_path, sha256=MINILM_SHA256)
    with pytest.raises(ModelDamaged, match="safetensors"):
        OnnxEmbedder(tmp_path)


class Shelf:
    """A cache in a dict that counts its transactions."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], Floats] = {}
        self.puts = 0

    def get(self, fingerprint: str, hashes: Sequence[str]) -> Mapping[str, Floats]:
        return {h: self.kept[fingerprint, h] for h in hashes if (fingerprint, h) in self.kept}

    def put(self, fingerprint: str, vectors: Mapping[str, Floats]) -> None:
        self.puts += 1
        self.kept |= {(fingerprint, h): v for h, v in vectors.items()}


class Counting(LexicalEmbedder):
    """Counts what it is asked to encode, and can be made to fail."""

    def __init__(self, fail_after: int = 10**9) -> None:
        super().__init__(64)
        self.seen, self.fail_after = 0, fail_after

    def encode(self, texts: Sequence[str]) -> Floats:
        self.seen += len(texts)
        if self.seen > self.fail_after:
            raise KeyboardInterrupt
        return super().encode(texts)


def test_only_new_texts_are_encoded_and_a_killed_run_goes_on() -> None:
    """Each batch is kept before the next; what was kept is never encoded again; equal texts count once."""
    shelf, texts = Shelf(), [f"word{i} thing" for i in range(10)] * 2
    with pytest.raises(KeyboardInterrupt):
        CachingEmbedder(Counting(fail_after=6), shelf, batch=4).encode(texts)
    assert len(shelf.kept) == 4
    inner, seen = Counting(), list[tuple[int, int]]()
    out = CachingEmbedder(inner, shelf, batch=4).encode(texts, lambda done, total: seen.append((done, total)))
    assert (inner.seen, seen[-1]) == (6, (6, 6))
    assert np.array_equal(out[:10], out[10:])


def test_vectors_of_another_length_are_refused() -> None:
    """A cache that holds another model's vectors under this fingerprint is a clear fault."""
    shelf, inner = Shelf(), LexicalEmbedder(64)
    CachingEmbedder(inner, shelf).encode(["one text"])
    shelf.kept = {key: vector[:32] for key, vector in shelf.kept.items()}
    with pytest.raises(DimensionMismatch, match="32 numbers"):
        CachingEmbedder(inner, shelf).encode(["one text"])


def test_sentences_cover_the_words_and_stay_short() -> None:
    """Splitting loses no word, joins tiny pieces to what stands before, and cuts what has no full stop."""
    assert sentences("I left. Yeah. It was the hours, really.") == ["I left. Yeah.", "It was the hours, really."]
    rambling = " ".join(f"w{i}" for i in range(170))
    parts = sentences(rambling)
    assert max(len(p.split()) for p in parts) <= 40
    assert {w for p in parts for w in p.split()} == set(rambling.split())
    assert sentences("") == [""]


def test_no_heavy_library_is_loaded() -> None:
    """Encoding and scoring in a fresh process loads neither torch nor scikit-learn."""
    script = """
import sys
from rrt_qual.suggest.embed.open import open_embedder
from rrt_qual.suggest.model import SuggestionModel
from rrt_qual.suggest.embed.types import TalkPassage
from suggest_small import CODEBOOK, CODED
model = SuggestionModel(CODEBOOK, open_embedder(threads=1))
model.fit(CODED); model.score([TalkPassage("Too many cases.")])
heavy = {"torch", "sklearn", "sentence_transformers", "transformers"} & set(sys.modules)
assert not heavy, heavy
"""
    env = os.environ | {"PYTHONPATH": os.pathsep.join([PROGRAM, "tests/suggest", os.environ.get("PYTHONPATH", "")])}
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", script], cwd=root, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
