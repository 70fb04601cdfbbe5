"""Where a coder's next minute is worth most: pure functions over scores."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from rrt_qual.suggest.embed.types import Floats, ScoreTable


@dataclass(frozen=True, slots=True)
class QueuePick:
    """One passage (its row), the theme in question, its likelihood, and the value it was ordered by."""

    row: int
    theme: str
    likelihood: float
    value: float


def most_useful(
    table: ScoreTable, vectors: Floats, done: Iterable[int] = (), k: int = 20, pool: int = 400
) -> list[QueuePick]:
    """Passages that would teach most: uncertain ones, each unlike those picked before it.

    Uncertainty is how near the two best themes lie (margin sampling, Scheffer et al. 2001) times how likely
    the best is, for talk that fits nothing teaches little. Of the `pool` most uncertain, each pick
    loses by its greatest cosine to those already picked (maximal marginal relevance, Carbonell and
    Goldstein 1998). Rows in `done` are left out; vectors are (n, d).
    """
    left = np.ones(len(table), bool)
    left[list(done)] = False
    rows = np.flatnonzero(left)
    if not len(rows) or not table.themes:
        return []
    top = -np.partition(-table.likelihood[rows], min(1, len(table.themes) - 1), axis=1)
    first = top[:, 0]
    second = top[:, 1] if len(table.themes) > 1 else 1 - first
    value = np.sqrt(np.clip(first, 0, 1)) * (1 - (first - second) / np.maximum(first, 1e-9))
    kept = rows[np.argsort(-value, kind="stable")[:pool]]
    worth = dict(zip(rows.tolist(), value.tolist(), strict=True))
    near = np.zeros(len(kept), np.float32)
    open_ = np.ones(len(kept), bool)
    picks: list[QueuePick] = []
    while len(picks) < k and open_.any():
        gain = np.array([worth[int(r)] for r in kept]) - 0.5 * near
        at = int(np.argmax(np.where(open_, gain, -np.inf)))
        row = int(kept[at])
        best = int(table.raw[row].argmax())
        picks.append(QueuePick(row, table.themes[best], float(table.likelihood[row, best]), float(gain[at])))
        open_[at] = False
        near = np.maximum(near, vectors[kept] @ vectors[row])
    return picks


def likely_uncoded(table: ScoreTable, theme: str, coded: Iterable[int], k: int = 50) -> list[QueuePick]:
    """Passages likely about `theme` that do not have it yet (nor had it rejected), likeliest first.

    `coded` are the rows to leave out. Stops at the theme's threshold.
    """
    column = table.column[theme]
    skip = set(coded)
    out: list[QueuePick] = []
    for row in np.argsort(-table.likelihood[:, column], kind="stable"):
        value = float(table.likelihood[row, column])
        if value < float(table.thresholds[column]) or len(out) == k:
            break
        if int(row) not in skip:
            out.append(QueuePick(int(row), theme, value, value))
    return out


def doubtful(table: ScoreTable, codings: Iterable[tuple[int, str]], k: int = 50) -> list[QueuePick]:
    """Codings that look wrong: the theme is unlikely while another is much likelier, worst first.

    `codings` are (row, theme). The model has learned from these very codings, so what still looks wrong
    is worth a look; what looks right proves nothing.
    """
    out: list[QueuePick] = []
    for row, theme in codings:
        column = table.column.get(theme)
        if column is None:
            continue
        mine, best = float(table.likelihood[row, column]), float(table.likelihood[row].max())
        if mine < float(table.thresholds[column]) and best > mine:
            out.append(QueuePick(row, theme, mine, best - mine))
    return sorted(out, key=lambda pick: (-pick.value, pick.row, pick.theme))[:k]
