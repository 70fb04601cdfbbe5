"""How the commands about evidence read numbers that are set."""

from __future__ import annotations

from collections.abc import Sequence

from rrt_qual.domain.errors import UsageError


def settings(words: Sequence[str]) -> dict[str, float]:
    """`NAME=NUMBER` words as names and numbers; raises UsageError."""
    out: dict[str, float] = {}
    for word in words:
        name, equals, number = word.partition("=")
        try:
            value = float(number)
        except ValueError:
            equals = ""
        if not equals or value != value or abs(value) == float("inf"):
            raise UsageError(f"'{word}' is no name and number.", "Write it as name=0.8.")
        whole = value == int(value) and "." not in number
        out[name.strip()] = int(value) if whole else value
    return out
