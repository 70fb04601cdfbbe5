"""What is being typed and has not been kept yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

#: What parts a thing's own name from the mark of a second window that writes about it at the same time.
SECOND = "#"


@dataclass(frozen=True, slots=True)
class Draft:
    """A text as it stood when it was written down last. `fields`: name of the field -> what stands in it.

    `kind` and `target` say what it will be, and about what; `interview_id` is None when it belongs to none.
    Times are UTC, ISO 8601.
    """

    kind: str
    target: str
    interview_id: str | None
    fields: Mapping[str, str]
    begun_at: str
    updated_at: str

    @property
    def about(self) -> str:
        """What it is about, whichever window wrote it."""
        return self.target.partition(SECOND)[0]
