"""Words given in one string, as a tuple."""

from __future__ import annotations


def words_of(line: str) -> tuple[str, ...]:
    """The words of `line`, in order."""
    return tuple(line.split())
