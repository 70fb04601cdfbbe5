"""A BERT encoder as an ONNX file, written straight from its safetensors weights.

torch's exporter takes 18 seconds and needs torch, onnx and onnxscript; a graph of forty nodes needs none
of them. Only the few protobuf messages used here are written (onnx.proto3, IR version 8); the operators
are ONNX's own and onnxruntime's documented contrib operators (Attention, SkipLayerNormalization,
BiasGelu), which compute what BERT does in fused form.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from rrt_qual.suggest.embed.faults import ModelDamaged
from rrt_qual.suggest.embed.types import Floats

Weights = Mapping[str, Floats]
#: Numbers of types in ONNX's TensorProto.DataType.
_FLOAT, _INT8, _INT32, _INT64 = 1, 3, 6, 7
_KIND = {np.dtype("float32"): _FLOAT, np.dtype("int8"): _INT8, np.dtype("int64"): _INT64}


def read_safetensors(data: bytes, name: str = "model.safetensors") -> dict[str, Floats]:
    """The float32 tensors of a safetensors file (8-byte length, JSON header, raw little-endian data)."""
    try:
        size = int.from_bytes(data[:8], "little")
        header = json.loads(data[8 : 8 + size])
    except ValueError as error:
        raise ModelDamaged(f"{name} is not a safetensors file.", "Install the model again.") from error
    out: dict[str, Floats] = {}
    for key, entry in header.items():
        if key != "__metadata__" and entry["dtype"] == "F32":
            begin, end = (8 + size + at for at in entry["data_offsets"])
            out[key] = np.frombuffer(data[begin:end], "<f4").reshape(entry["shape"])
    return out


def word_table(path: Path) -> Floats:
    """The vectors of the vocabulary's pieces (pieces, dimension), left on disk and read as they are needed.

    Raises:
        ModelDamaged: when the file holds no such table.
    """
    try:
        with path.open("rb") as file:
            size = int.from_bytes(file.read(8), "little")
            header = json.loads(file.read(size))
        entry = next(value for key, value in header.items() if key.endswith("embeddings.word_embeddings.weight"))
        at = 8 + size + entry["data_offsets"][0]
        return np.memmap(path, "<f4", "r", offset=at, shape=tuple(entry["shape"]))
    except (ValueError, KeyError, StopIteration) as error:
        raise ModelDamaged(f"{path.name} has no table of words.", "Install the model again.") from error


def _varint(value: int) -> bytes:
    value &= (1 << 64) - 1
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def _int(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value)


def _bytes(field: int, value: bytes | str) -> bytes:
    raw = value.encode() if isinstance(value, str) else value
    return _varint(field << 3 | 2) + _varint(len(raw)) + raw


def _float(field: int, value: float) -> bytes:
    return _varint(field << 3 | 5) + np.float32(value).tobytes()


class GraphWriter:
    """Collects nodes and tensors and writes them as one ModelProto."""

    def __init__(self) -> None:
        self._nodes: list[bytes] = []
        self._tensors: list[bytes] = []
        self._inputs: list[bytes] = []
        self._outputs: list[bytes] = []
        self._count = 0

    def tensor(self, name: str, value: npt.NDArray[np.generic]) -> str:
        """Add a constant; returns its name."""
        value = np.ascontiguousarray(value)
        message = b"".join(_int(1, n) for n in value.shape) + _int(2, _KIND[value.dtype]) + _bytes(8, name)
        self._tensors.append(message + _bytes(9, value.tobytes()))
        return name

    def node(
        self,
        op: str,
        inputs: Sequence[str],
        *,
        domain: str = "",
        outputs: int = 1,
        **attributes: int | float | list[int],
    ) -> str:
        """Add an operator; returns the name of its first output."""
        self._count += 1
        names = [f"{op}_{self._count}" + (f"_{i}" if i else "") for i in range(outputs)]
        body = b"".join(_bytes(1, name) for name in inputs) + b"".join(_bytes(2, name) for name in names)
        body += _bytes(3, names[0]) + _bytes(4, op)
        for key, value in attributes.items():
            if isinstance(value, float):
                body += _bytes(5, _bytes(1, key) + _float(2, value) + _int(20, 1))
            elif isinstance(value, int):
                body += _bytes(5, _bytes(1, key) + _int(3, value) + _int(20, 2))
            else:
                body += _bytes(5, _bytes(1, key) + b"".join(_int(8, v) for v in value) + _int(20, 7))
        self._nodes.append(body + (_bytes(7, domain) if domain else b""))
        return names[0]

    def _value(self, name: str, kind: int, shape: Sequence[str | int]) -> bytes:
        dims = b"".join(_bytes(1, _bytes(2, d) if isinstance(d, str) else _int(1, d)) for d in shape)
        return _bytes(1, name) + _bytes(2, _bytes(1, _int(1, kind) + _bytes(2, dims)))

    def input(self, name: str, kind: int, shape: Sequence[str | int]) -> str:
        """Declare an input; returns its name."""
        self._inputs.append(self._value(name, kind, shape))
        return name

    def output(self, name: str, shape: Sequence[str | int]) -> None:
        """Declare a float output."""
        self._outputs.append(self._value(name, _FLOAT, shape))

    def model(self) -> bytes:
        """The finished ModelProto."""
        graph = b"".join(_bytes(1, n) for n in self._nodes) + _bytes(2, "encoder")
        graph += b"".join(_bytes(5, t) for t in self._tensors)
        graph += b"".join(_bytes(11, v) for v in self._inputs) + b"".join(_bytes(12, v) for v in self._outputs)
        opsets = _bytes(8, _bytes(1, "") + _int(2, 17)) + _bytes(8, _bytes(1, "com.microsoft") + _int(2, 1))
        return _int(1, 8) + _bytes(2, "rrt-qual") + opsets + _bytes(7, graph)


def _linear(g: GraphWriter, x: str, name: str, weight: Floats, int8: bool) -> str:
    """x @ weight, where weight is (in, out); quantised per column to int8 when asked."""
    if not int8:
        return g.node("MatMul", [x, g.tensor(name, weight)])
    scale = np.maximum(np.abs(weight).max(axis=0), 1e-12).astype(np.float32) / 127
    quantised = np.clip(np.rint(weight / scale), -127, 127).astype(np.int8)
    packed, scales = g.tensor(name, quantised), g.tensor(f"{name}.scale", scale)
    return g.node("DynamicQuantizeMatMul", [x, packed, scales], domain="com.microsoft")


def bert_graph(weights: Weights, heads: int, eps: float, *, int8: bool = False) -> bytes:
    """A BERT encoder as ONNX: (input_ids, attention_mask, position_ids) -> last hidden state.

    `weights` are named as Hugging Face's BertModel names them. Inputs are int64 ids and int32 mask, both
    (batch, length), and int64 positions (length,); the output is float32 (batch, length, hidden).
    With `int8` the four matrix products of each layer run on 8-bit integers, their inputs quantised
    as they come (dynamic quantisation); attention itself and everything else stay float32.
    """
    g = GraphWriter()
    ids, mask = g.input("input_ids", _INT64, ["b", "s"]), g.input("attention_mask", _INT32, ["b", "s"])
    places = g.input("position_ids", _INT64, ["s"])
    w = weights
    words = g.tensor("words", w["embeddings.word_embeddings.weight"])
    position = w["embeddings.position_embeddings.weight"] + w["embeddings.token_type_embeddings.weight"][0]
    x = g.node("Add", [g.node("Gather", [words, ids]), g.node("Gather", [g.tensor("positions", position), places])])
    norm = [g.tensor(f"emb.{k}", w[f"embeddings.LayerNorm.{k}"]) for k in ("weight", "bias")]
    x = g.node("LayerNormalization", [x, *norm], axis=-1, epsilon=eps)
    layer = 0
    while f"encoder.layer.{layer}.output.dense.weight" in w:
        x = _bert_layer(g, x, mask, w, f"encoder.layer.{layer}.", heads, eps, int8)
        layer += 1
    hidden = int(w["embeddings.word_embeddings.weight"].shape[1])
    g.output(x, ["b", "s", hidden])
    return g.model()


def _bert_layer(g: GraphWriter, x: str, mask: str, w: Weights, p: str, heads: int, eps: float, int8: bool) -> str:
    """One transformer layer on `x`; `p` is the prefix of its weights."""

    def t(name: str) -> Floats:
        return w[p + name]

    def skip(new: str, old: str, norm: str, bias: str) -> str:
        inputs = [new, old, *(g.tensor(p + norm + end, t(norm + end)) for end in (".weight", ".bias"))]
        inputs.append(g.tensor(p + bias, t(bias)))
        return g.node("SkipLayerNormalization", inputs, domain="com.microsoft", epsilon=eps)

    parts = ("query", "key", "value")
    qkv = np.concatenate([t(f"attention.self.{k}.weight").T for k in parts], axis=1)
    bias = np.concatenate([t(f"attention.self.{k}.bias") for k in parts])
    inputs = [x, g.tensor(p + "qkv.w", qkv), g.tensor(p + "qkv.b", bias), mask]
    seen = g.node("Attention", inputs, domain="com.microsoft", num_heads=heads)
    out = _linear(g, seen, p + "attn.out", t("attention.output.dense.weight").T, int8)
    x = skip(out, x, "attention.output.LayerNorm", "attention.output.dense.bias")
    inner = _linear(g, x, p + "inner", t("intermediate.dense.weight").T, int8)
    inner = g.node("BiasGelu", [inner, g.tensor(p + "inner.b", t("intermediate.dense.bias"))], domain="com.microsoft")
    out = _linear(g, inner, p + "out", t("output.dense.weight").T, int8)
    return skip(out, x, "output.LayerNorm", "output.dense.bias")


def bert_from_folder(weights: bytes, config: Path, *, int8: bool = False) -> bytes:
    """The ONNX bytes of the model whose safetensors bytes and config.json are given."""
    settings = json.loads(config.read_text(encoding="utf-8"))
    tensors = {k.removeprefix("bert."): v for k, v in read_safetensors(weights).items()}
    eps = float(settings.get("layer_norm_eps", 1e-12))
    return bert_graph(tensors, int(settings["num_attention_heads"]), eps, int8=int8)
