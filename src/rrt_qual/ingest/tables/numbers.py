"""Numbers as people write them in tables: '1,204', '2,9', '45 %', '£1.5', 'n/a'."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rrt_qual.domain.files.limits import NUMBER

#: What stands for no figure, or for one that the survey's own rules withhold.
_BLANK = frozenset({"", "-", "–", "—", ".", "..", "*", "n/a", "na", "nan", "none", "null", "[c]", "[x]", "c", "x"})

#: More than any number that is a figure of a survey.
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Number:
    """A number and the sign beside it: '%', a currency, or ''."""

    value: float
    unit: str = ""


def parse_number(cell: str, *, whole: bool = False) -> Number | None:
    """The number in a cell; None where it holds none. A single comma is a decimal one, unless `whole` numbers are
    expected and three digits follow it.

    Raises:
        ValueError: the cell holds something else, or more than NUMBER.
    """
    text = re.sub(r"[\s\u00a0\u202f']", "", cell)
    if len(text) > _LONGEST:
        raise ValueError("too long")
    if text.casefold() in _BLANK:
        return None
    found = re.fullmatch(r"([£$€]?)([-+\u2212]?[\d.,]*\d[.,]?)(%|[£$€]?)", text)
    if found is None:
        raise ValueError(cell)
    unit = found[1] or found[3]
    value = float(_plain(found[2].replace("\u2212", "-").rstrip(".,"), whole=whole))
    if not abs(value) <= NUMBER:
        raise ValueError("too large")
    return Number(value, unit)


def _plain(digits: str, *, whole: bool) -> str:
    """The digits as Python reads them."""
    if "," in digits and "." in digits:
        last = max(digits.rfind(","), digits.rfind("."))
        return re.sub(r"[.,]", "", digits[:last]) + "." + digits[last + 1 :]
    for mark in ",.":
        count = digits.count(mark)
        grouped = re.fullmatch(rf"[-+]?\d{{1,3}}(?:\{mark}\d{{3}})+", digits) is not None
        if count > 1 and not grouped:
            raise ValueError(digits)
        if count and grouped and (count > 1 or (whole and mark == ",")):
            return digits.replace(mark, "")
    return digits.replace(",", ".")
