"""Groups of interviews by an attribute: a value of it, or a band of its numbers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

#: Newly qualified is whoever has been qualified for less than this many years.
NEWLY_QUALIFIED_YEARS = 2.0

#: What an interview without a value is called.
NONE = "(none)"

_NUMBER = r"(\d+(?:[.,]\d+)?)"
_BANDS: tuple[tuple[str, Callable[[float, tuple[float, ...]], bool]], ...] = (
    (rf"<{_NUMBER}", lambda v, ends: v < ends[0]),
    (rf"<={_NUMBER}", lambda v, ends: v <= ends[0]),
    (rf">{_NUMBER}", lambda v, ends: v > ends[0]),
    (rf">={_NUMBER}", lambda v, ends: v >= ends[0]),
    (rf"{_NUMBER}\+", lambda v, ends: v >= ends[0]),
    (rf"{_NUMBER}(?:-|–|to|\.\.){_NUMBER}", lambda v, ends: ends[0] <= v <= ends[1]),
)


def belongs(words: str, values: Iterable[str]) -> Callable[[str], bool] | None:
    """Whether an interview of some value is in the group that `words` name; None when they name no group.

    `words` are one of the `values` there are, in any case, '(none)', or a band of numbers: '<2', '>=3', '5+', '0-2',
    and 'newly qualified' or 'experienced', which part at NEWLY_QUALIFIED_YEARS.
    """
    known = set(values)
    folded = words.strip().casefold()
    if folded == NONE:
        return lambda value: not value.strip()
    if any(folded == v.strip().casefold() for v in known):
        return lambda value: value.strip().casefold() == folded
    if not any(_number(v) is not None for v in known):
        return None
    if folded in ("newly qualified", "experienced"):
        sign = "<" if folded == "newly qualified" else ">="
        folded = f"{sign}{NEWLY_QUALIFIED_YEARS:g}"
    for pattern, holds in _BANDS:
        if found := re.fullmatch(pattern, re.sub(r"\s+", "", folded)):
            ends = tuple(float(end.replace(",", ".")) for end in found.groups())
            return lambda value: (number := _number(value)) is not None and holds(number, ends)
    return None


def _number(value: str) -> float | None:
    """The number at the beginning of a value: '3', '3.5', '3 years'; None for words."""
    found = re.match(rf"\s*{_NUMBER}\s*(?:years?|yrs?|y)?\s*$", value.casefold())
    return float(found[1].replace(",", ".")) if found else None
