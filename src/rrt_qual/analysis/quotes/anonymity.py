"""Microdata that points at nobody: values of attributes withheld until every combination is shared by enough people.

The rule is k-anonymity by local suppression: after it, everybody shares their wave and whatever is left of their
attributes with at least k - 1 others, or nothing is left of their attributes.

Sources: Sweeney, L. (2002). k-anonymity: a model for protecting privacy. International Journal of Uncertainty,
Fuzziness and Knowledge-Based Systems 10(5), 557-570. Hundepool, A. et al. (2012). Statistical Disclosure Control,
chapter 3 (local suppression, global recoding). Wiley.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

#: An attribute of which more than this share had to be withheld is left out: what remained would mislead.
MOST_WITHHELD = 0.5


@dataclass(frozen=True, slots=True)
class Anonymised:
    """Per attribute that is kept, its values by row (None: withheld), and what was done to each, in words."""

    values: dict[str, list[str | None]]
    notes: tuple[str, ...]


def anonymise(
    people: Sequence[str], within: Sequence[str], attributes: Mapping[str, Sequence[str]], *, k: int
) -> Anonymised:
    """Withhold values until each combination of `within` and the attributes belongs to at least `k` people.

    `people`, `within` and each attribute have one entry a row; several rows may be one person. The attributes that
    come first lose least. One of numbers with many different values is put into bands.
    """
    classes: list[list[int]] = list(_split(range(len(people)), within).values())
    kept: dict[str, list[str | None]] = {}
    notes = []
    for name, raw in attributes.items():
        values, banded = _banded(raw, people, k)
        result: list[str | None] = [None] * len(people)
        finer: list[list[int]] = []
        for rows in classes:
            finer += _refined(rows, values, people, k, result)
        withheld = sum(result[n] is None for n in range(len(people)))
        if people and withheld > MOST_WITHHELD * len(people):
            notes.append(f"'{name}' is left out: with it, combinations would be shared by fewer than {k} people")
            continue
        classes = finer
        kept[name] = result
        if banded:
            notes.append(f"'{name}' is given in bands")
        if withheld:
            notes.append(f"'{name}' is withheld in {withheld} of {len(people)} rows")
    return Anonymised(kept, tuple(notes))


def _split(rows: Sequence[int] | range, values: Sequence[str]) -> dict[str, list[int]]:
    out: dict[str, list[int]] = {}
    for n in rows:
        out.setdefault(values[n], []).append(n)
    return out


def _refined(
    rows: list[int], values: Sequence[str], people: Sequence[str], k: int, result: list[str | None]
) -> list[list[int]]:
    """Split one class by value; values of fewer than `k` people are withheld, with the next rarest until `k` are."""

    def size(found: list[int]) -> int:
        return len({people[n] for n in found})

    groups = sorted(_split(rows, values).items(), key=lambda item: (size(item[1]), item[0]))
    hidden: list[int] = []
    while groups and (size(groups[0][1]) < k or (hidden and size(hidden) < k)):
        hidden += groups.pop(0)[1]
    for value, found in groups:
        for n in found:
            result[n] = value
    return [found for _, found in groups] + ([sorted(hidden)] if hidden else [])


def _banded(raw: Sequence[str], people: Sequence[str], k: int) -> tuple[Sequence[str], bool]:
    """Numbers of many different values as bands of at least a quarter of the people (and `k`); others as they are."""
    filled = [value for value in raw if value]
    try:
        numbers = {value: float(value) for value in filled}
    except ValueError:
        return raw, False
    if len(numbers) <= k:
        return raw, False
    least = max(k, len(set(people)) / 4)
    bands: list[list[str]] = [[]]
    for value in sorted(numbers, key=lambda v: (numbers[v], v)):
        if _people_of(bands[-1], raw, people) >= least:
            bands.append([])
        bands[-1].append(value)
    if len(bands) > 1 and _people_of(bands[-1], raw, people) < least:
        bands[-2:] = [bands[-2] + bands[-1]]
    names = {value: band[0] if len(band) == 1 else f"{band[0]} to {band[-1]}" for band in bands for value in band}
    return [names.get(value, value) for value in raw], True


def _people_of(band: Sequence[str], raw: Sequence[str], people: Sequence[str]) -> int:
    return len({person for person, value in zip(people, raw, strict=True) if value in band})
