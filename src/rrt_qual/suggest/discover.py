"""Talk that no theme explains, in clusters that a person can name."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rrt_qual.suggest.embed.types import Floats, Ints, ScoreTable
from rrt_qual.suggest.embed.words import stem, tokens


@dataclass(frozen=True, slots=True)
class PassageCluster:
    """Passages that speak of something alike: `words` tell it from the rest, `central` rows show it.

    `rows` are all its rows, in order; `docs` how many interviews they come from; `tightness` the mean
    cosine to the centre (0 to 1).
    """

    words: tuple[str, ...]
    rows: tuple[int, ...]
    central: tuple[int, ...]
    docs: int
    tightness: float


def unexplained(table: ScoreTable, texts: Sequence[str], coded: Sequence[int] = (), shortest: int = 6) -> Ints:
    """Rows to look at: not coded, no theme at its threshold, and at least `shortest` words long.

    When hardly anything is under the thresholds, the quarter that fits worst is taken.
    """
    free = np.ones(len(table), bool)
    free[list(coded)] = False
    free &= np.array([len(text.split()) >= shortest for text in texts], bool)
    below = free & ~(table.likelihood >= table.thresholds).any(axis=1)
    if below.sum() >= min(30, free.sum()):
        return np.flatnonzero(below)
    rows = np.flatnonzero(free)
    if not len(rows):
        return rows
    order = np.argsort(table.likelihood[rows].max(axis=1), kind="stable")
    return np.sort(rows[order[: max(1, len(rows) // 4)]])


def discover(
    rows: Ints,
    vectors: Floats,
    texts: Sequence[str],
    docs: Sequence[str],
    *,
    smallest: int = 5,
    most: int = 20,
    limit: int = 6000,
) -> list[PassageCluster]:
    """Clusters among `rows`, those of most interviews first; `vectors` (n, d), `texts`, `docs` are of all rows.

    Average-linkage agglomeration on cosine distance, cut at a distance that is set by the data: the lower
    fifth of the distances between passages. (HDBSCAN leaves most short talk unclustered; it was tried.)
    Clusters of fewer than `smallest` passages or of a single interview, when there are several, are
    dropped. Past `limit` rows an even sample is clustered and the rest joins the nearest centre.
    """
    if len(rows) < smallest:
        return []
    from sklearn.cluster import AgglomerativeClustering

    sample = rows if len(rows) <= limit else rows[np.linspace(0, len(rows) - 1, limit).astype(int)]
    x = vectors[sample] - vectors[sample].mean(axis=0)
    x = x / np.maximum(np.linalg.norm(x, axis=1, keepdims=True), 1e-9)
    some = x[np.linspace(0, len(x) - 1, min(len(x), 800)).astype(int)]
    apart = (1 - some @ some.T)[np.triu_indices(len(some), 1)]
    cut = float(np.quantile(apart, 0.2)) if len(apart) else 0.5
    model = AgglomerativeClustering(
        n_clusters=None, metric="cosine", linkage="average", distance_threshold=max(cut, 1e-6)
    )
    label = model.fit_predict(x.astype(np.float64))
    several = len(set(docs)) > 1
    members = [sample[label == c] for c in np.unique(label)]
    members = [m for m in members if len(m) >= smallest and (not several or len({docs[i] for i in m}) > 1)]
    if not members:
        return []
    if len(sample) < len(rows):
        members = _join(members, np.setdiff1d(rows, sample), vectors)
    named = class_words([[texts[i] for i in m] for m in members])
    clusters = [_cluster(m, words, vectors, docs) for m, words in zip(members, named, strict=True)]
    return sorted(clusters, key=lambda c: (-c.docs, -len(c.rows), c.rows))[:most]


def _join(members: list[Ints], others: Ints, vectors: Floats) -> list[Ints]:
    centres = np.stack([vectors[m].mean(axis=0) for m in members])
    centres = centres / np.maximum(np.linalg.norm(centres, axis=1, keepdims=True), 1e-9)
    close = vectors[others] @ centres.T
    floor = np.array([float(np.quantile(vectors[m] @ c, 0.25)) for m, c in zip(members, centres, strict=True)])
    best = close.argmax(axis=1)
    fits = close[np.arange(len(others)), best] >= floor[best]
    return [np.sort(np.concatenate([m, others[fits & (best == c)]])) for c, m in enumerate(members)]


def _cluster(members: Ints, words: tuple[str, ...], vectors: Floats, docs: Sequence[str]) -> PassageCluster:
    centre = vectors[members].mean(axis=0)
    closeness = vectors[members] @ (centre / max(float(np.linalg.norm(centre)), 1e-9))
    central = members[np.argsort(-closeness, kind="stable")[:5]]
    return PassageCluster(
        words, tuple(int(i) for i in np.sort(members)), tuple(int(i) for i in central),
        len({docs[i] for i in members}), float(closeness.mean()),
    )  # fmt: skip


def class_words(clusters: Sequence[Sequence[str]], k: int = 5) -> list[tuple[str, ...]]:
    """The words that tell each cluster from the others, by class-based TF-IDF (Grootendorst 2022).

    weight = share of the word in the cluster x ln(1 + mean cluster length / its count in all clusters).
    Words are counted by stem and shown as most often spoken.
    """
    counts: list[Counter[str]] = []
    spoken: dict[str, Counter[str]] = {}
    for cluster in clusters:
        count: Counter[str] = Counter()
        for text in cluster:
            for word in tokens(text):
                root = stem(word)
                count[root] += 1
                spoken.setdefault(root, Counter())[word] += 1
        counts.append(count)
    everywhere = sum(counts, Counter())
    mean = sum(everywhere.values()) / max(1, len(counts))
    out = []
    for count in counts:
        total = max(1, sum(count.values()))
        weight = {root: n / total * math.log(1 + mean / everywhere[root]) for root, n in count.items() if n > 1}
        best = sorted(weight, key=lambda root: (-weight[root], root))[:k]
        out.append(tuple(spoken[root].most_common(1)[0][0] for root in best))
    return out
