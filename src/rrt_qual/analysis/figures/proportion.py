"""Intervals for shares of interviews, and for the difference of two shares.

Sources:
    Wilson, E. B. (1927). Probable inference, the law of succession, and statistical inference. Journal of the
    American Statistical Association 22(158), 209-212.
    Newcombe, R. G. (1998a). Interval estimation for the difference between independent proportions: comparison of
    eleven methods. Statistics in Medicine 17, 873-890. (Method 10.)
    Newcombe, R. G. (1998b). Improved confidence intervals for the difference between binomial proportions based on
    paired data. Statistics in Medicine 17, 2635-2650. (Method 10.)
    Zou, G. Y. (2007). Toward using confidence intervals to compare correlations. Psychological Methods 12, 399-413.
    (The same square-and-add construction with any correlation between the two estimates.)
    Derrick, B., Dobson-Mckittrick, A., Toher, D., White, P. (2015). Test statistics for comparing two proportions with
    partially overlapping samples. Journal of Applied Quantitative Methods 10(3), 1-14. (That correlation.)
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist

#: The normal quantile of a 95 % interval.
Z95 = 1.959963984540054


def quantile(confidence: float) -> float:
    """The normal quantile of a two-sided interval of that confidence (0 to 1, both excluded)."""
    return NormalDist().inv_cdf((1 + confidence) / 2)


def wilson(successes: float, n: int, z: float = Z95) -> tuple[float, float]:
    """The Wilson score interval for a share, as two shares in 0 to 1; (0, 1) when n is 0.

    `z` is the normal quantile; the default gives 95 %. `successes` may be half a number, where ties count half.

    Raises:
        ValueError: when successes is not in 0 to n.
    """
    if not 0 <= successes <= n:
        raise ValueError(f"{successes} of {n} is not a share")
    if n == 0:
        return 0.0, 1.0
    p = successes / n
    denominator = 1 + z * z / n
    centre = (p + z * z / (2 * n)) / denominator
    half = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / denominator
    low = 0.0 if successes == 0 else max(0.0, centre - half)
    high = 1.0 if successes == n else min(1.0, centre + half)
    return low, high


@dataclass(frozen=True, slots=True)
class Pairs:
    """People who were asked twice: how many said it both times, only the first, only the second time, never."""

    both: int = 0
    first: int = 0
    second: int = 0
    neither: int = 0

    @property
    def n(self) -> int:
        """How many people were asked twice."""
        return self.both + self.first + self.second + self.neither

    @property
    def phi(self) -> float:
        """Correlation between the two answers, -1 to 1, drawn towards 0 by Newcombe's (1998b) correction.

        0 where one of the answers never varies.
        """
        a, b, c, d = self.both, self.first, self.second, self.neither
        margins = (a + b) * (c + d) * (a + c) * (b + d)
        if not margins:
            return 0.0
        top = float(a * d - b * c)
        if top > 0:
            top = max(0.0, top - self.n / 2)
        return top / math.sqrt(margins)


def difference(x1: int, n1: int, x2: int, n2: int, pairs: Pairs | None = None, z: float = Z95) -> tuple[float, float]:
    """The interval for the share `x2` of `n2` less the share `x1` of `n1`, within -1 to 1; (-1, 1) when a base is 0.

    The limits of the two Wilson intervals are squared and added (Newcombe's method 10). Those of the `pairs` took
    part in both and are among both bases: they correlate the two shares by phi times pairs / sqrt(n1 n2) (Derrick
    et al. 2015), and so narrow (seldom widen) the interval. With no pairs it is method 10 for independent groups
    (1998a); with nothing but pairs, method 10 for paired data (1998b).

    Raises:
        ValueError: a count is greater than its base, or there are more pairs than people.
    """
    pairs = pairs or Pairs()
    if pairs.n > min(n1, n2):
        raise ValueError(f"{pairs.n} pairs among {n1} and {n2}")
    low1, high1 = wilson(x1, n1, z)
    low2, high2 = wilson(x2, n2, z)
    if not n1 or not n2:
        return -1.0, 1.0
    p1, p2 = x1 / n1, x2 / n2
    rho = pairs.phi * pairs.n / math.sqrt(n1 * n2)
    below = _added(p2 - low2, high1 - p1, rho)
    above = _added(high2 - p2, p1 - low1, rho)
    return max(-1.0, p2 - p1 - below), min(1.0, p2 - p1 + above)


def _added(one: float, other: float, rho: float) -> float:
    """Two margins squared and added, less what their correlation takes away."""
    return math.sqrt(max(0.0, one * one - 2 * rho * one * other + other * other))
