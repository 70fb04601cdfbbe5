"""What a day's wiring would do: the methods that ours is held against in every evaluation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from rrt_qual.suggest.embed.open import unit
from rrt_qual.suggest.embed.types import Bools, Floats, Ints
from rrt_qual.suggest.features import Features


@dataclass(frozen=True)
class Task:
    """One evaluation's data, ready for any baseline.

    `features` and `texts` are all n rows, `truth` (n, k); `code_texts` are each code's name and definition,
    `code_vectors` (k, d) their vectors, `examples` each code's example vectors (m, d).
    """

    texts: tuple[str, ...]
    features: Features
    truth: Bools
    code_texts: tuple[str, ...]
    code_vectors: Floats
    examples: tuple[Floats, ...]


Baseline = Callable[[Task, Ints, Ints], Floats]


def popularity(task: Task, train: Ints, test: Ints) -> Floats:
    """The share of coded rows that have each code, alike for every row."""
    share = (task.truth[train].sum(axis=0) + 0.5) / (len(train) + 1)
    return np.tile(np.minimum(share, 1).astype(np.float32), (len(test), 1))


def tfidf(task: Task, train: Ints, test: Ints) -> Floats:
    """TF-IDF cosine of the row with name and definition (scikit-learn, English stop words); never learns."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectoriser = TfidfVectorizer(stop_words="english", sublinear_tf=True)
    matrix = vectoriser.fit_transform([*task.texts, *task.code_texts])
    n = len(task.texts)
    return np.asarray((matrix[test] @ matrix[n:].T).toarray(), np.float32)


def cosine(task: Task, train: Ints, test: Ints) -> Floats:
    """Cosine of vectors of the row and of name and definition; never learns."""
    return np.asarray(task.features.vectors[test] @ task.code_vectors.T, np.float32)


def cosine_logistic(task: Task, train: Ints, test: Ints) -> Floats:
    """One logistic regression a code on vectors, balanced; the cosine alone for codes that were not coded."""
    scores = np.clip(cosine(task, train, test), 0, 1) * 0.01
    for j, chance in _logistic(task, train, test, c=1.0).items():
        scores[:, j] = chance
    return scores


def combo(task: Task, train: Ints, test: Ints) -> Floats:
    """The best simple recipe known to us: name and definition (weight 3) averaged with examples and coded rows,
    half the whole passage and half its best sentence, plus half a logistic regression weighted n / (n + 3).
    """
    total = 3 * task.code_vectors
    total = total + np.stack([example.sum(axis=0) for example in task.examples])
    counts = task.truth[train].sum(axis=0)
    if len(train):
        total = total + task.truth[train].T.astype(np.float32) @ task.features.vectors[train]
    prototypes = unit(total)
    scores = task.features.vectors @ prototypes.T
    if len(task.features.long_rows):
        rows = task.features.long_rows
        scores[rows] = 0.5 * scores[rows] + 0.5 * task.features.best_sentence(prototypes)
    scores = scores[test]
    for j, chance in _logistic(task, train, test, c=10.0).items():
        scores[:, j] += 0.5 * counts[j] / (counts[j] + 3) * chance
    return np.asarray(scores, np.float32)


def _logistic(task: Task, train: Ints, test: Ints, c: float) -> Mapping[int, Floats]:
    from sklearn.linear_model import LogisticRegression

    out: dict[int, Floats] = {}
    for j in range(task.truth.shape[1]):
        y = task.truth[train, j]
        if len(train) and y.any() and not y.all():
            model = LogisticRegression(C=c, max_iter=200, class_weight="balanced")
            model.fit(task.features.vectors[train], y)
            out[j] = model.predict_proba(task.features.vectors[test])[:, 1]
    return out


#: In the order of the table.
BASELINES: Mapping[str, Baseline] = {
    "popularity": popularity,
    "tfidf": tfidf,
    "minilm": cosine,
    "minilm+lr": cosine_logistic,
    "combo": combo,
}
