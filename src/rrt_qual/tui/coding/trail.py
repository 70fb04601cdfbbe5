"""The queue a coder walks through: passages that are worth a look, one after another."""

from __future__ import annotations

from collections.abc import Sequence

from rrt_qual.services.suggestions.engine import QueueKind, QueuePlace

_WORDS = {QueueKind.USEFUL: "most useful", QueueKind.LIKELY: "likely", QueueKind.DOUBTFUL: "doubtful"}


class Trail:
    """Some places and which of them one is at (-1: before the first). `about` names the theme, if one was asked for."""

    def __init__(self, kind: QueueKind, about: str, places: Sequence[QueuePlace]) -> None:
        self.kind, self.about, self.places = kind, about, list(places)
        self.at = -1

    def step(self, by: int) -> QueuePlace | None:
        """Go on or back; None where there is nothing further that way."""
        if not 0 <= self.at + by < len(self.places):
            return None
        self.at += by
        return self.places[self.at]

    def words(self) -> str:
        """'queue: 3 of 20 most useful'."""
        about = f" ‘{self.about}’" if self.about else ""
        return f"queue: {self.at + 1} of {len(self.places)} {_WORDS[self.kind]}{about}"
