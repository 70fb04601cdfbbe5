"""What the language model says of a text, remembered for as long as the tests run: it says the same each time.

What is asked of the model, its folder of kept files and everything else stay as they are; only the arithmetic is not
done twice, by none of the processes that run the tests: each writes the vectors that it made into a file of its own
in one folder, and reads what the others wrote. onnxruntime reads the model when a text comes that nobody has met, once
a process. Tests of the model itself do without.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from rrt_qual.suggest.embed import onnx_graph
from rrt_qual.suggest.embed.cache import ModelCache
from rrt_qual.suggest.embed.onnx import OnnxEmbedder
from rrt_qual.suggest.embed.types import Floats

#: The variable that names the folder of vectors to all processes of one run.
SHARED = "RRT_QUAL_TEST_VECTORS"
_KEY = 16

_STANDS_FOR = b"stands for the model in "

_encode, _open, _bert = OnnxEmbedder.encode, OnnxEmbedder._open, onnx_graph.bert_from_folder
_vectors: dict[bytes, Floats] = {}
_read: dict[Path, int] = {}
_sessions: dict[tuple[Path, bool, int], Any] = {}


def _key(self: OnnxEmbedder, text: str) -> bytes:
    return hashlib.sha256(f"{self.fingerprint}\0{text}".encode()).digest()[:_KEY]


def _files() -> Iterator[Path]:
    with suppress(KeyError, OSError):
        yield from Path(os.environ[SHARED]).iterdir()


def _read_others(dimension: int) -> None:
    """Take in what was written since the last look; a record that is being written waits for the next one."""
    size = _KEY + 4 * dimension
    for path in _files():
        with path.open("rb") as file:
            file.seek(_read.get(path, 0))
            found = file.read()
        whole = len(found) // size * size
        _read[path] = _read.get(path, 0) + whole
        for at in range(0, whole, size):
            _vectors[found[at : at + _KEY]] = np.frombuffer(found[at + _KEY : at + size], np.float32)


def encode(self: OnnxEmbedder, texts: Sequence[str]) -> Floats:
    """The vectors of some texts; those that no process has met before are made by the model."""
    keys = [_key(self, text) for text in texts]
    if not all(key in _vectors for key in keys):
        _read_others(self.dimension)
    new = {key: text for key, text in zip(keys, texts, strict=True) if key not in _vectors}
    if new:
        made = dict(zip(new, _encode(self, list(new.values())), strict=True))
        _vectors.update(made)
        if SHARED in os.environ:
            with Path(os.environ[SHARED], str(os.getpid())).open("ab") as file:
                file.write(b"".join(key + vector.tobytes() for key, vector in made.items()))
    return np.stack([_vectors[key] for key in keys]) if keys else np.zeros((0, self.dimension), np.float32)


class _Session:
    """Stands for the model that onnxruntime has made ready: made so when the first text comes that is new to all."""

    def __init__(self, folder: Path, int8: bool, options: Any, named: dict[str, Any]) -> None:
        self._key = (folder, int8, options.intra_op_num_threads)
        self._options, self._named = options, named

    def run(self, *words: Any) -> Any:
        """What the model makes of a batch."""
        if self._key not in _sessions:
            folder, int8, _ = self._key
            content = _bert((folder / "model.safetensors").read_bytes(), folder / "config.json", int8=int8)
            _sessions[self._key] = _runtime()(content, self._options, **self._named)
        return _sessions[self._key].run(*words)


def _graph(weights: bytes, config: Path, *, int8: bool = False) -> bytes:
    """A few bytes that stand for the model, so that not ninety megabytes are kept and read again in every home."""
    return _STANDS_FOR + json.dumps([str(config.parent), int8]).encode()


def _session(content: bytes, options: Any, **named: Any) -> Any:
    if not content.startswith(_STANDS_FOR):
        return _runtime()(content, options, **named)
    folder, int8 = json.loads(content.removeprefix(_STANDS_FOR))
    return _Session(Path(folder), int8, options, named)


@cache
def _runtime() -> Any:
    """onnxruntime's own way to make a model ready; from now on ours is asked first."""
    import onnxruntime

    found = onnxruntime.InferenceSession
    onnxruntime.InferenceSession = _session
    return found


def _opened(self: OnnxEmbedder, kept: ModelCache, *words: Any) -> None:
    _runtime()
    graph = kept.graph
    kept.graph = lambda name, make: graph(f"{name}-stand-in", make)  # type: ignore[method-assign]
    _open(self, kept, *words)


def remember(monkeypatch: pytest.MonkeyPatch) -> None:
    """For one test."""
    monkeypatch.setattr(OnnxEmbedder, "encode", encode)
    monkeypatch.setattr(OnnxEmbedder, "_open", _opened)
    monkeypatch.setattr(onnx_graph, "bert_from_folder", _graph)
