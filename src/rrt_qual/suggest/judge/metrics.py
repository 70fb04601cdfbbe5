"""How good a ranking is, and how honest its likelihoods: pure functions over arrays.

`scores` (n, k) rank themes within a row, `truth` (n, k) says which were applied. Rows without any theme
count for calibration and average precision, and are left out of hits and ranks.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rrt_qual.suggest.embed.types import Bools, Floats


@dataclass(frozen=True, slots=True)
class Bin:
    """One bar of a reliability diagram: likelihoods in [low, high), how many, their mean, and how many were right."""

    low: float
    high: float
    count: int
    likelihood: float
    right: float


def hit_at(scores: Floats, truth: Bools, k: int) -> float:
    """Share of coded rows with an applied theme among the first k; nan without coded rows."""
    coded = truth.any(axis=1)
    if not coded.any():
        return float("nan")
    order = np.argsort(-scores[coded], axis=1, kind="stable")[:, :k]
    return float(np.take_along_axis(truth[coded], order, axis=1).any(axis=1).mean())


def mean_reciprocal_rank(scores: Floats, truth: Bools) -> float:
    """Mean of 1 / rank of the first applied theme over coded rows."""
    coded = truth.any(axis=1)
    if not coded.any():
        return float("nan")
    order = np.argsort(-scores[coded], axis=1, kind="stable")
    return float((1 / (np.take_along_axis(truth[coded], order, axis=1).argmax(axis=1) + 1)).mean())


def macro_f1(scores: Floats, truth: Bools) -> float:
    """F1 of taking each coded row's first theme, averaged over the themes that occur in `truth`."""
    coded = truth.any(axis=1)
    predicted = np.zeros_like(truth)
    predicted[np.arange(len(truth)), scores.argmax(axis=1)] = True
    return _macro(predicted[coded], truth[coded])


def macro_f1_at(likelihood: Floats, thresholds: Floats, truth: Bools) -> float:
    """F1 of taking every theme at or above its threshold, averaged over the themes that occur."""
    return _macro(likelihood >= thresholds, truth)


def _macro(predicted: Bools, truth: Bools) -> float:
    there = truth.any(axis=0)
    both = (predicted & truth).sum(axis=0)
    f1 = 2 * both / np.maximum(predicted.sum(axis=0) + truth.sum(axis=0), 1)
    return float(f1[there].mean()) if there.any() else float("nan")


def average_precision(scores: Floats, truth: Bools) -> float:
    """Area under each theme's precision-recall curve (step-wise), averaged over the themes that occur."""
    out = []
    for j in np.flatnonzero(truth.any(axis=0)):
        hits = truth[np.argsort(-scores[:, j], kind="stable"), j]
        out.append(float((np.cumsum(hits) / np.arange(1, len(hits) + 1))[hits].mean()))
    return float(np.mean(out)) if out else float("nan")


def reliability(likelihood: Floats, truth: Bools, bins: int = 10) -> tuple[Bin, ...]:
    """Each row's first suggestion, binned by likelihood in equal widths; empty bins are left out."""
    if not len(likelihood):
        return ()
    best = likelihood.argmax(axis=1)
    rows = np.arange(len(likelihood))
    p, right = np.clip(likelihood[rows, best], 0, 1), truth[rows, best]
    which = np.minimum((p * bins).astype(int), bins - 1)
    out = []
    for b in np.unique(which):
        mine = which == b
        out.append(Bin(b / bins, (b + 1) / bins, int(mine.sum()), float(p[mine].mean()), float(right[mine].mean())))
    return tuple(out)


def expected_calibration_error(likelihood: Floats, truth: Bools, bins: int = 10) -> float:
    """ECE of the first suggestion (Guo et al. 2017): mean distance of likelihood and share right, over bins."""
    found = reliability(likelihood, truth, bins)
    total = sum(b.count for b in found)
    return sum(b.count * abs(b.likelihood - b.right) for b in found) / total if total else float("nan")


def interval(values: list[float]) -> tuple[float, float]:
    """Mean and half-width of its 95 % t-interval; (value, nan) for a single one.

    Seeds share rows, so the interval says how much the split matters, not how far other data may lie.
    """
    from scipy.stats import t

    kept = np.array([v for v in values if np.isfinite(v)])
    if not len(kept):
        return float("nan"), float("nan")
    if len(kept) < 2:
        return float(kept[0]), float("nan")
    return float(kept.mean()), float(t.ppf(0.975, len(kept) - 1) * kept.std(ddof=1) / np.sqrt(len(kept)))
