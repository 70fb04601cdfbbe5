"""Rounding to a base, the same figure always to the same: counts that small changes cannot be told from."""

from __future__ import annotations


def rounded(n: int, base: int) -> int:
    """`n` (0 or more) to the nearest multiple of `base`, halves up; `base` 0 leaves it as it is.

    Conventional rounding, which keeps equal figures equal wherever they stand. Source: Hundepool, A. et al. (2012).
    Statistical Disclosure Control. Wiley, section 5.4.
    """
    return n if not base else (n + base // 2) // base * base
