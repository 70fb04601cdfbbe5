"""Why a theme is suggested: the text it is nearest to, and the words that weigh most."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np

from rrt_qual.suggest.channels import CodebookParts, CodedEvidence, Learned
from rrt_qual.suggest.embed.types import Floats, PassageCodes, TalkPassage, WhySuggested
from rrt_qual.suggest.embed.words import Vocabulary, stem, tokens
from rrt_qual.suggest.features import Features


def explain(
    passage: TalkPassage,
    theme: int,
    features: Features,
    parts: CodebookParts,
    evidence: CodedEvidence,
    coded: Sequence[PassageCodes],
    learned: Learned,
    vocabulary: Vocabulary,
) -> WhySuggested:
    """`features` are those of `passage` alone; `theme` is a column."""
    mine = np.concatenate([features.vectors, features.sentence_vectors])
    own = np.flatnonzero((parts.row_theme == theme) & ((parts.is_example > 0) | (parts.row_weight == 1)))
    near, source, text, doc = -1.0, "definition", "", ""
    for i, similarity in zip(own, _closest(mine, parts.rows[own]), strict=True):
        if similarity > near:
            near, text = float(similarity), parts.texts[i]
            source = "example" if parts.is_example[i] == 1 else "definition"
    applied = np.flatnonzero(evidence.targets[:, theme] > 0)
    for i, similarity in zip(applied, _closest(mine, evidence.features.vectors[applied]), strict=True):
        if similarity > near and coded[int(i)].passage != passage:
            said = coded[int(i)].passage
            near, source, text, doc = float(similarity), "coded", said.text, said.doc
    kind: dict[str, Literal["example", "coded", "definition"]] = {
        "example": "example", "coded": "coded", "definition": "definition",
    }  # fmt: skip
    return WhySuggested(
        kind[source], text, near, weighty_words(passage.text, features, theme, learned, vocabulary), doc
    )


def _closest(mine: Floats, others: Floats) -> Floats:
    """The best cosine (n,) of any of `mine` (m, d) with each of `others` (n, d)."""
    if not len(others):
        return np.zeros(0, np.float32)
    return np.asarray((mine @ others.T).max(axis=0), np.float32)


def weighty_words(
    text: str, features: Features, theme: int, learned: Learned, vocabulary: Vocabulary, k: int = 4
) -> tuple[tuple[str, float], ...]:
    """The passage's words with the largest shares of its lexical score for the theme, as they were spoken."""
    row = features.words[0]
    gain = {int(i): float(v) * float(learned.words[i, theme]) for i, v in zip(row.indices, row.data, strict=True)}
    total = sum(gain.values())
    if total <= 0:
        return ()
    share: dict[str, float] = {}
    spoken: dict[str, str] = {}
    for word in tokens(text):
        root = stem(word)
        if root in spoken:
            continue
        spoken[root] = word
        at = [vocabulary.index.get(root, -1), vocabulary.index.get("^" + root[:4], -1) if len(root) >= 4 else -1]
        share[root] = sum(gain.get(i, 0.0) for i in at) / total
    best = sorted(share.items(), key=lambda item: -item[1])[:k]
    return tuple((spoken[root], value) for root, value in best if value > 0.05)
