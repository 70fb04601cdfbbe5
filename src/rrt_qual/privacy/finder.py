"""The finder of identifying words: a model of language, rules, and the project's own lists."""

from __future__ import annotations

from rrt_qual.domain.interview import Transcript
from rrt_qual.domain.privacy import Find
from rrt_qual.privacy.types import Names


class Finder:
    """Finds identifying words in transcripts. Loads spaCy at first use and keeps it; not to be shared by threads."""

    def __init__(self, names: Names | None = None) -> None:
        self._names = names or Names()

    @property
    def fingerprint(self) -> str:
        """What finds depend on: the version of the rules, the model, and the lists (not what is known elsewhere)."""
        raise NotImplementedError

    def find(self, transcript: Transcript) -> list[Find]:
        """Every find in the whole text, headings included, apart from one another and in order."""
        raise NotImplementedError
