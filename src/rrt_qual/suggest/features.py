"""Passages become numbers once: vectors, vectors of their sentences, of their context, and word weights."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rrt_qual.suggest.embed.open import Embedder, sentences
from rrt_qual.suggest.embed.types import Floats, Ints, Sparse, TalkPassage
from rrt_qual.suggest.embed.words import Vocabulary


@dataclass(frozen=True)
class Features:
    """n passages as numbers.

    `vectors` (n, d). Only passages of more than one sentence have `sentence_vectors` (m, d): those of
    row `long_rows[i]` begin at `long_starts[i]`. `contexts` (u, d) holds each different context once,
    `context_of` (n,) says which (-1: none). `words` is a csr_matrix (n, grams). `docs` are the interviews.
    """

    vectors: Floats
    sentence_vectors: Floats
    long_rows: Ints
    long_starts: Ints
    contexts: Floats
    context_of: Ints
    words: Sparse
    docs: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.vectors)

    def take(self, rows: Ints) -> Features:
        """The same numbers for some rows, in that order; no row may come twice."""
        place = np.full(len(self), -1, np.int64)
        place[rows] = np.arange(len(rows))
        ends = np.append(self.long_starts[1:], len(self.sentence_vectors))
        kept = [i for i in np.argsort(place[self.long_rows], kind="stable") if place[self.long_rows[i]] >= 0]
        parts = [self.sentence_vectors[self.long_starts[i] : ends[i]] for i in kept]
        starts = np.cumsum([0] + [len(part) for part in parts])[: len(parts)]
        return Features(
            self.vectors[rows],
            np.concatenate(parts) if parts else self.sentence_vectors[:0],
            place[self.long_rows[kept]] if kept else np.zeros(0, np.int64),
            starts.astype(np.int64),
            self.contexts,
            self.context_of[rows],
            self.words[rows],
            tuple(self.docs[row] for row in rows),
        )

    def best_sentence(self, themes: Floats) -> Floats:
        """Cosine (rows of `long_rows`, themes) of each long passage's best sentence with `themes` (k, d)."""
        if not len(self.long_rows):
            return np.zeros((0, len(themes)), np.float32)
        return np.asarray(np.maximum.reduceat(self.sentence_vectors @ themes.T, self.long_starts, axis=0), np.float32)


def prepare(passages: Sequence[TalkPassage], embedder: Embedder, vocabulary: Vocabulary) -> Features:
    """Encode passages; each different text is encoded once, so that a caching embedder can help."""
    split = [sentences(p.text) for p in passages]
    long_rows = [row for row, parts in enumerate(split) if len(parts) > 1]
    context_list = list(dict.fromkeys(p.context for p in passages if p.context.strip()))
    context_index = {text: i for i, text in enumerate(context_list)}
    pieces = [part for row in long_rows for part in split[row]]
    texts = list(dict.fromkeys([*(p.text for p in passages), *pieces, *context_list]))
    at = {text: i for i, text in enumerate(texts)}
    made = embedder.encode(texts) if texts else np.zeros((0, embedder.dimension), np.float32)

    def pick(wanted: Sequence[str]) -> Floats:
        return made[[at[text] for text in wanted]] if wanted else np.zeros((0, embedder.dimension), np.float32)

    counts = [len(split[row]) for row in long_rows]
    return Features(
        pick([p.text for p in passages]),
        pick(pieces),
        np.array(long_rows, np.int64),
        np.cumsum([0, *counts])[: len(counts)].astype(np.int64),
        pick(context_list),
        np.array([context_index.get(p.context, -1) for p in passages], np.int64),
        vocabulary.transform([p.text for p in passages]),
        tuple(p.doc for p in passages),
    )
