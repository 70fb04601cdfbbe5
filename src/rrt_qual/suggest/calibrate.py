"""Raw scores become likelihoods, and each theme gets its threshold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from rrt_qual.suggest.embed.types import Bools, Floats, Ints

Doubles = npt.NDArray[np.float64]

#: Newton's steps at most; on real projects four to eight suffice.
_STEPS = 40


@dataclass(frozen=True, slots=True)
class Calibration:
    """likelihood = sigmoid(slope x raw + margin x (raw - best other theme's raw) + shift).

    Both factors are never negative, so that the order of themes within a passage stays as it was. The
    values here were fitted on public sets with nothing coded, and are where learning starts from.
    """

    slope: float = 3.9
    margin: float = 3.0
    shift: float = -3.8

    def apply(self, raw: Floats) -> Floats:
        """Likelihoods (n, k), 0 to 1, of raw scores (n, k)."""
        z = self.slope * raw + self.margin * margins(raw) + self.shift
        return np.asarray(1 / (1 + np.exp(-np.clip(z, -30, 30))), np.float32)


#: Where learning starts at indicator level, whose scores are pooled and so lie closer together.
INDICATOR_START = Calibration(3.2, 8.0, -2.8)


def margins(raw: Floats) -> Floats:
    """How far each score (n, k) lies above the best of the other themes in its row."""
    if raw.shape[1] < 2:
        return np.zeros_like(raw)
    part = -np.partition(-raw, 1, axis=1)
    best, second = part[:, :1], part[:, 1:2]
    return np.asarray(raw - np.where(raw >= best, second, best), np.float32)


def fit(raw: Floats, truth: Bools, start: Calibration | None = None, strength: float = 10.0) -> Calibration:
    """Platt scaling (1999) on two features by penalised maximum likelihood, pulled towards `start`.

    `raw` and `truth` (n, k) must be out-of-fold: scored by a model that had not seen the row's interview.
    `strength` is how many rows' worth of belief `start` has. Newton's method with both factors kept at 0 or above: a
    factor that would go below is left at 0, and a step that makes things worse is halved.
    """
    start = start or Calibration()
    if not len(raw) or not truth.any():
        return start
    first = np.array([start.slope, start.margin, start.shift])
    x = np.stack([raw.ravel(), margins(raw).ravel(), np.ones(raw.size)], axis=1).astype(np.float64)
    y = truth.ravel().astype(np.float64)
    # The penalty's curvature is that of `strength` average rows under the starting values.
    p = _chances(x @ first)
    penalty = (x * (p * (1 - p))[:, None]).T @ x / len(raw) * strength + 1e-6 * np.eye(3)
    at = first.copy()
    for _ in range(_STEPS):
        p = _chances(x @ at)
        uphill = penalty @ (at - first) - x.T @ (y - p)
        free = (at > 0) | (uphill < 0) | np.array([False, False, True])
        hessian = (x * (p * (1 - p))[:, None]).T @ x + penalty
        step = np.zeros(3)
        step[free] = -np.linalg.solve(hessian[np.ix_(free, free)], uphill[free])
        before, at = at, _downhill(at, step, lambda a: _loss(x, y, a) + (a - first) @ penalty @ (a - first) / 2)
        if np.abs(at - before).max() < 1e-7:
            break
    return Calibration(*(float(v) for v in at))


def _downhill(at: Doubles, step: Doubles, loss: Callable[[Doubles], float]) -> Doubles:
    """The point a step leads to, both factors at 0 or above; half the step, and so on, while that is no better."""
    now = loss(at)
    for _ in range(30):
        new = at + step
        new[:2] = np.maximum(new[:2], 0.0)
        if loss(new) <= now:
            return new
        step = step / 2
    return at


def _chances(z: Doubles) -> Doubles:
    return np.asarray(1 / (1 + np.exp(-np.clip(z, -30, 30))))


def _loss(x: Doubles, y: Doubles, at: Doubles) -> float:
    """Minus the log likelihood of `y` under the curve."""
    z = x @ at
    return float((np.logaddexp(0, z) - y * z).sum())


def thresholds(likelihood: Floats, truth: Bools, default: float = 0.2, strength: float = 10.0) -> Floats:
    """The likelihood from which each theme is suggested, (k,): where F1 is best, out of fold.

    A theme with n positives takes n / (n + `strength`) of its own best threshold and the rest from the
    one that is best for all themes together, which in turn leans on `default` the same way.
    """
    k = likelihood.shape[1]
    positives = truth.sum(axis=0)
    total = int(positives.sum())
    own = _best_f1(likelihood.ravel(), truth.ravel(), default)
    shared = (total * own + strength * default) / (total + strength)
    out = np.full(k, shared, np.float32)
    for j in np.flatnonzero(positives):
        own = _best_f1(likelihood[:, j], truth[:, j], shared)
        out[j] = (positives[j] * own + strength * shared) / (positives[j] + strength)
    return np.clip(out, 0.02, 0.9)


def _best_f1(likelihood: Floats, truth: Bools, default: float) -> float:
    """The threshold with the highest F1; `default` when nothing is positive."""
    if not truth.any():
        return default
    order = np.argsort(-likelihood, kind="stable")
    hits = np.cumsum(truth[order])
    f1 = 2 * hits / (np.arange(1, len(order) + 1) + truth.sum())
    best = int(np.argmax(f1))
    after = likelihood[order[min(best + 1, len(order) - 1)]]
    return float((likelihood[order[best]] + after) / 2)


def folds(docs: tuple[str, ...], n: int = 5) -> Ints:
    """A fold number (0 to n-1) for each row, all rows of an interview in one fold, folds of like size.

    Fewer interviews than folds: as many folds as interviews. One interview alone is cut into runs of
    consecutive rows, which is the best that can be done.
    """
    names = sorted(set(docs))
    if len(names) < 2:
        return np.arange(len(docs)) * min(n, max(1, len(docs))) // max(1, len(docs))
    size = Counter(docs)
    load = [0] * min(n, len(names))
    place: dict[str, int] = {}
    for name in sorted(names, key=lambda d: (-size[d], d)):
        at = load.index(min(load))
        place[name] = at
        load[at] += size[name]
    return np.array([place[doc] for doc in docs], np.int64)
