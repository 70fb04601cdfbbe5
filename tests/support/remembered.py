"""What the language model says of a text, remembered for as long as the tests run: it says the same each time.

Opening the model, its cache folder, what is asked of it and everything else stay as they are; only the arithmetic is
not done twice. Tests of the model itself do without.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
import pytest

from rrt_qual.suggest.embed import onnx_graph
from rrt_qual.suggest.embed.onnx import OnnxEmbedder
from rrt_qual.suggest.embed.types import Floats

_encode = OnnxEmbedder.encode
_graph = cache(onnx_graph.bert_from_folder)
_vectors: dict[tuple[str, str], Floats] = {}


def encode(self: OnnxEmbedder, texts: Sequence[str]) -> Floats:
    """The vectors of some texts; those not met before are made by the model."""
    new = list(dict.fromkeys(text for text in texts if (self.fingerprint, text) not in _vectors))
    _vectors.update({(self.fingerprint, text): vector for text, vector in zip(new, _encode(self, new), strict=True)})
    return (
        np.stack([_vectors[self.fingerprint, text] for text in texts])
        if len(texts)
        else np.zeros((0, self.dimension), np.float32)
    )


def remember(monkeypatch: pytest.MonkeyPatch) -> None:
    """For one test."""
    monkeypatch.setattr(OnnxEmbedder, "encode", encode)
    monkeypatch.setattr(onnx_graph, "bert_from_folder", _graph)
