"""Strength, risk or solution: how the speaker speaks of what they speak of.

A ridge classifier on the passage's vector and on cues that can be read, trained on the stances of the
codebook's examples and of what has been coded, leaning on the theme's own texts. Irony ("lovely, another
restructure") has no cue that a sentence vector sees: it is usually taken for a strength, and a coder decides.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rrt_qual.domain.codebook import STANCES, Codebook, Stance
from rrt_qual.suggest.channels import softmax
from rrt_qual.suggest.embed.open import Embedder
from rrt_qual.suggest.embed.types import Floats, Ints, PassageCodes, StanceGuess

#: Cues, each a name and a pattern (its parts are alternatives). Every cue counts once a passage.
CUES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("proposal", (r"\b(should|ought to|needs? to (be|have)|what about)\b", r"\bwhy (not|don't|can't) (we|they|you)\b",
                  r"\bcould (we|they|someone|somebody)\b")),
    ("wish", (r"\bi'd (like|love|want|say|have)\b", r"\b(i would (like|love)|would (help|make a)|my wish)\b",
              r"\bwhat (i'd|we'd|would) (like|help|make|want|need)\b", r"\bif i (was|were|could|had)\b")),
    ("hypothetical", (r"\bif (they|we|you|there|somebody|someone|it|the|people)\b", r"\bif only\b")),
    ("conditional", (r"\b(would|wouldn't|could)\b", r"'d\b")),
    ("imperative", (r"^(just )?(give|let|get|make|put|stop|pay|treat|ring|ask|bring|tell)\b",
                    r"^(just )?(double|sort|have|keep|send|take|train|hire)\b")),
    ("negation", (r"\b(not|no|never|nobody|nothing|none|nowhere|without|hardly|barely|cannot)\b", r"n't\b")),
    ("not that", (r"\b(it's|it is|it isn't|i'm|i am) not (that|like|as if|saying)\b", r"\bcan't (fault|complain)\b",
                  r"\bnot (bad|once)\b")),
    ("former employer", (r"\bmy (last|old|previous)\b", r"\bwhere i was before\b", r"\bused to (work|be)\b",
                         r"\b(last|previous) (place|authority|job|council|employer)\b")),
    ("here", (r"\b(here|now|since i (came|joined|started))\b", r"\bthis (place|team|council|authority)\b")),
    ("praise", (r"\b(brilliant|great|lovely|good|fantastic|amazing|supportive|looked after|proud|best|always)\b",
                r"\b(really helps?|thank(ed|s)?|love[sd]?|lucky|grateful|trust(s|ed)?)\b")),
    ("strain", (r"\b(leav(e|ing)|left|tired|exhaust\w*|stress\w*|cry(ing)?|cried|scared|worr\w+|struggl\w+|blame\w*)\b",
                r"\b(too (many|much|few)|constantly|impossible|awful|horrible|ridiculous|joke|hate|sick)\b",
                r"\b(cut|lost|worse|wrong)\b")),
    ("but", (r"\bbut\b",)),
)  # fmt: skip
_PATTERNS = tuple(re.compile("|".join(parts)) for _, parts in CUES)


def cues(texts: Sequence[str]) -> Floats:
    """A table (n, cues) of ones and zeros."""
    lowered = [text.lower().replace("’", "'") for text in texts]
    return np.array([[bool(p.search(t)) for p in _PATTERNS] for t in lowered], np.float32).reshape(-1, len(_PATTERNS))


@dataclass(frozen=True)
class StanceModel:
    """Weights (d + cues + 1, 3) of the classifier, and the texts that spoke for each theme."""

    weights: Floats
    vectors: Floats
    themes: Ints
    stances: Ints
    sharpness: float = 3.0
    cue_weight: float = 0.25

    def guess(self, texts: Sequence[str], vectors: Floats, theme: int) -> list[StanceGuess]:
        """The stance of each passage if it speaks of `theme` (a column); vectors are (n, d)."""
        if not len(self.weights):
            flat = dict.fromkeys(STANCES, 1 / 3)
            return [StanceGuess(Stance.UNSPECIFIED, flat) for _ in texts]
        score = _design(texts, vectors, self.cue_weight) @ self.weights
        near = np.flatnonzero(self.themes == theme)
        if len(near):
            closeness = np.exp(8 * (vectors @ self.vectors[near].T - 1))
            votes = closeness @ np.eye(3, dtype=np.float32)[self.stances[near]]
            share = (votes + 0.05) / (votes.sum(axis=1, keepdims=True) + 0.15)
            score = score + 0.3 * share
        chances = softmax(self.sharpness * score)
        out = []
        for row in chances:
            best = int(row.argmax())
            stance = STANCES[best] if row[best] >= 0.45 else Stance.UNSPECIFIED
            out.append(StanceGuess(stance, {s: float(row[i]) for i, s in enumerate(STANCES)}))
        return out


def _design(texts: Sequence[str], vectors: Floats, cue_weight: float) -> Floats:
    one = np.ones((len(texts), 1), np.float32)
    return np.concatenate([vectors, cue_weight * cues(texts), one], axis=1)


def fit_stance(
    codebook: Codebook, coded: Sequence[PassageCodes], embedder: Embedder, ridge: float = 1.0, cue_weight: float = 0.25
) -> StanceModel:
    """Learn from the stances of examples and codings; a model without weights when there are none.

    Each stance weighs the same in total as it would with counts to the power one half, so that the
    commonest (risk, usually) does not swallow the others.
    """
    column = {theme.id: j for j, theme in enumerate(codebook.themes)}
    found: list[tuple[str, int, Stance]] = []
    for j, theme in enumerate(codebook.themes):
        found += [(e.text, j, e.stance) for e in theme.examples if e.stance in STANCES]
    for item in coded:
        for theme_id, stance in zip(item.themes, item.stances, strict=False):
            if stance in STANCES:
                found.append((item.passage.text, column.get(theme_id, -1), stance))
    empty = np.zeros((0, embedder.dimension), np.float32)
    if len({stance for _, _, stance in found}) < 2:
        return StanceModel(empty[:, :3], empty, np.zeros(0, np.int64), np.zeros(0, np.int64))
    texts = [text for text, _, _ in found]
    vectors = embedder.encode(texts)
    label = np.array([STANCES.index(stance) for _, _, stance in found])
    counts = np.maximum(np.bincount(label, minlength=3), 1)
    weight = (1 / np.sqrt(counts))[label]
    weight = weight * len(weight) / weight.sum()
    x = _design(texts, vectors, cue_weight).astype(np.float64)
    y = np.eye(3)[label]
    penalty = ridge * np.eye(x.shape[1])
    penalty[-1, -1] = 1e-6
    weights = np.linalg.solve((x * weight[:, None]).T @ x + penalty, (x * weight[:, None]).T @ y)
    return StanceModel(
        weights.astype(np.float32), vectors, np.array([j for _, j, _ in found], np.int64), label.astype(np.int64),
        cue_weight=cue_weight,
    )  # fmt: skip
