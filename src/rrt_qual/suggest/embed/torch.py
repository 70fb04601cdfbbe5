"""Any sentence-transformers model that is on this computer."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from rrt_qual.domain.quiet import unprobed
from rrt_qual.suggest.embed.faults import ModelMissing
from rrt_qual.suggest.embed.open import default_threads, sentences, unit
from rrt_qual.suggest.embed.types import Floats


class SentenceTransformerEmbedder:
    """A model named by a local folder, or by a hub id that lies in the local hub cache.

    Nothing is ever fetched. Loading takes about ten seconds, nine of them imports: do it in a worker
    process. A text longer than the model reads is cut into sentences whose vectors are averaged by length.

    Raises:
        ModelMissing: when the model is not on this computer or cannot be read.
    """

    lexical = False

    def __init__(self, name: str | Path, *, prefix: str = "", threads: int | None = None, batch: int = 16) -> None:
        folder = Path(name).expanduser()
        if (folder.is_absolute() or str(name).startswith(".")) and not folder.is_dir():
            raise ModelMissing(f"There is no model folder {folder}.", "Check the path in the settings.")
        with unprobed():
            import torch
            from sentence_transformers import SentenceTransformer

        torch.set_num_threads(threads or default_threads())
        try:
            self._model = SentenceTransformer(str(folder) if folder.is_dir() else str(name), device="cpu")
        except Exception as error:
            raise ModelMissing(
                f'The language model "{name}" is not on this computer, or cannot be read.',
                "Give the folder of a downloaded sentence-transformers model; nothing is fetched from here.",
            ) from error
        self._prefix, self._batch = prefix, batch
        self.dimension = int(self._model.encode(["a"], show_progress_bar=False).shape[1])
        self._limit = int(self._model.max_seq_length or 512)
        digest = hashlib.sha256()
        for key, tensor in sorted(self._model.state_dict().items()):
            digest.update(key.encode())
            digest.update(tensor.detach().float().cpu().numpy().tobytes())
        layers = "+".join(type(module).__name__ for module in self._model)
        self.fingerprint = f"st-{digest.hexdigest()[:16]}-fp32-{layers}-{prefix or 'noprefix'}-{self._limit}windows"

    def encode(self, texts: Sequence[str]) -> Floats:
        """Vectors (n, dimension), float32, of length one."""
        if not len(texts):
            return np.zeros((0, self.dimension), np.float32)
        pieces: list[str] = []
        owner: list[int] = []
        for row, text in enumerate(texts):
            # About 1.3 tokens a word: only texts that may be cut are split.
            parts = sentences(text, self._limit // 2) if len(text.split()) * 1.3 > self._limit else [text]
            pieces += [self._prefix + part for part in parts]
            owner += [row] * len(parts)
        made = self._model.encode(pieces, batch_size=self._batch, show_progress_bar=False)
        weight = np.array([len(piece.split()) + 1 for piece in pieces], np.float32)[:, None]
        out = np.zeros((len(texts), self.dimension), np.float32)
        np.add.at(out, np.array(owner), unit(np.asarray(made, np.float32)) * weight)
        out[[row for row, text in enumerate(texts) if not text.strip()]] = 0
        return unit(out)
