"""Saturation: how many interviews it took until new ones brought next to nothing new.

Source: Guest, G., Namey, E., Chen, M. (2020). A simple method to assess and report thematic saturation in qualitative
research. PLoS ONE 15(5), e0232076. The *base* is what the first few interviews hold, a *run* the next few, and the
new information of a run its new themes as a share of the base's themes.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from statistics import median

#: Guest et al. find 4 interviews a good base, and runs of 2 the least that is worth looking at.
BASE, RUN, THRESHOLD = 4, 2, 0.05


@dataclass(frozen=True, slots=True)
class Run:
    """Interviews `first` to `last` (counted from 1): their new themes, as a number and as a share of the base's."""

    first: int
    last: int
    new: int
    share: float


@dataclass(frozen=True, slots=True)
class SaturationOrder:
    """One order of the interviews.

    `new[i]` are the themes that interview i + 1 was the first to speak of, `total[i]` all themes so far.
    `reached` is the number of interviews after which a run first brought no more than the threshold (the run not
    counted, as in '6 +2'); None when that never happened.
    """

    new: tuple[int, ...]
    total: tuple[int, ...]
    base_themes: int
    runs: tuple[Run, ...]
    reached: int | None


@dataclass(frozen=True, slots=True)
class Saturation:
    """The order in which the interviews were held, and many shuffled orders.

    `mean_total[i]` is the mean number of themes after i + 1 interviews over `orders` shuffled orders; `low_total` and
    `high_total` enclose the middle 95 % of them. `reached_share` is the share of orders that reached saturation, and
    `reached_median` after how many interviews half of those had (None: none did).
    """

    interviews: int
    base: int
    run: int
    threshold: float
    held: SaturationOrder
    orders: int
    mean_total: tuple[float, ...]
    low_total: tuple[int, ...]
    high_total: tuple[int, ...]
    reached_share: float
    reached_median: float | None


def curve(
    themes: Sequence[AbstractSet[str]], *, base: int = BASE, run: int = RUN, threshold: float = THRESHOLD
) -> SaturationOrder:
    """What each interview adds, in this order; `themes` holds the set of themes of each interview.

    Runs overlap: the first begins behind the base, each next one an interview later.

    Raises:
        ValueError: base or run under 1, or a threshold outside 0 to 1.
    """
    if base < 1 or run < 1 or not 0 <= threshold <= 1:
        raise ValueError("base and run count interviews from 1, the threshold is a share")
    seen: set[str] = set()
    new, total = [], []
    for found in themes:
        new.append(len(found - seen))
        seen |= found
        total.append(len(seen))
    base_themes = total[base - 1] if len(total) >= base else 0
    runs = []
    if base_themes:
        for first in range(base, len(themes) - run + 1):
            brought = sum(new[first : first + run])
            runs.append(Run(first + 1, first + run, brought, brought / base_themes))
    reached = next((r.first - 1 for r in runs if r.share <= threshold), None)
    return SaturationOrder(tuple(new), tuple(total), base_themes, tuple(runs), reached)


def saturation(
    themes: Sequence[AbstractSet[str]],
    *,
    base: int = BASE,
    run: int = RUN,
    threshold: float = THRESHOLD,
    orders: int = 1000,
    seed: int = 1,
) -> Saturation:
    """Saturation in the order held and over `orders` shuffled ones; the same input gives the same answer.

    Raises:
        ValueError: as `curve`.
    """
    held = curve(themes, base=base, run=run, threshold=threshold)
    rng = random.Random(seed)
    shuffled: list[SaturationOrder] = []
    order = list(themes)
    for _ in range(orders if themes else 0):
        rng.shuffle(order)
        shuffled.append(curve(order, base=base, run=run, threshold=threshold))
    columns = [sorted(column) for column in zip(*(c.total for c in shuffled), strict=True)]
    reached = [c.reached for c in shuffled if c.reached is not None]
    return Saturation(
        interviews=len(themes),
        base=base,
        run=run,
        threshold=threshold,
        held=held,
        orders=len(shuffled),
        mean_total=tuple(sum(column) / len(column) for column in columns),
        low_total=tuple(column[int(0.025 * (len(column) - 1))] for column in columns),
        high_total=tuple(column[round(0.975 * (len(column) - 1))] for column in columns),
        reached_share=len(reached) / len(shuffled) if shuffled else 0.0,
        reached_median=float(median(reached)) if reached else None,
    )
