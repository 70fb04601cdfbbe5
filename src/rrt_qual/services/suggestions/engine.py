"""The engine behind the suggestions of a screen: what a `Suggester`, the queues and discovery can do, as one thing.

It lives in one thread, that which opened it. Opening it loads the model and reads the talk.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Protocol

from rrt_qual.domain.codebook import Codebook
from rrt_qual.services.shared.project import Project
from rrt_qual.services.suggestions import queues
from rrt_qual.services.suggestions.queues import QueueKind, QueuePlace
from rrt_qual.services.suggestions.suggester import KeptSuggestion, Progress, Suggester, SuggestionReason

if TYPE_CHECKING:
    from rrt_qual.services.suggestions.discover import DiscoveredTalk

__all__ = [
    "Engine",
    "KeptSuggestion",
    "Meaning",
    "Open",
    "Progress",
    "QueueKind",
    "QueuePlace",
    "SuggestionReason",
    "open_engine",
]


class Meaning(Protocol):
    """A search of the codebook by meaning; may be used in any thread.

    `codebook` is the one it was made for; from `near` on a theme has to do with what is typed.
    """

    codebook: Codebook
    near: float

    def knows(self, word: str) -> bool:
        """Whether this is a word of the language, as far as the model knows."""

    def nearness(self, words: str) -> dict[str, float]:
        """Theme id -> how near the words are to it, 0 to 1; some milliseconds for words it has not met."""


class Engine(Protocol):
    """What a screen asks for. `warning` says why words alone are compared, when `lexical`."""

    warning: str
    lexical: bool

    def meaning(self) -> Meaning | None:
        """The search of the codebook by meaning; None where words alone are compared."""

    def refit(self) -> None:
        """Learn from the codings and rejections as they stand."""

    def offers(self, interview_id: str) -> list[KeptSuggestion]:
        """The proposals for an interview, by place and rank."""

    def explain(self, proposal: KeptSuggestion) -> SuggestionReason:
        """Why it is proposed."""

    def queue(self, kind: QueueKind, coder_id: str, theme: str) -> list[QueuePlace]:
        """Where to look next; `theme` is used by 'likely' alone."""

    def clusters(self) -> list[DiscoveredTalk]:
        """Talk that no theme explains."""


class Open(Protocol):
    """Opens an engine; `progress` counts texts that are encoded for the first time."""

    def __call__(self, project: Project, progress: Progress) -> Engine:
        """The engine, ready for use."""


class _Engine:
    """The real one."""

    def __init__(self, project: Project, progress: Progress) -> None:
        self._suggester = Suggester(project, progress=progress)
        self.warning, self.lexical = self._suggester.warning, self._suggester.lexical

    def meaning(self) -> Meaning | None:
        from rrt_qual.suggest.theme_meaning import ThemeMeaning

        return None if self.lexical else ThemeMeaning(self._suggester.model.codebook, self._suggester.embedder)

    def refit(self) -> None:
        self._suggester.refit()

    def offers(self, interview_id: str) -> list[KeptSuggestion]:
        self._suggester.keep_up()
        return self._suggester.for_interview(interview_id)

    def explain(self, proposal: KeptSuggestion) -> SuggestionReason:
        self._suggester.keep_up()
        return self._suggester.explain(proposal)

    def queue(self, kind: QueueKind, coder_id: str, theme: str) -> list[QueuePlace]:
        self._suggester.keep_up()
        if kind is QueueKind.LIKELY:
            return queues.likely(self._suggester, coder_id, theme)
        if kind is QueueKind.DOUBTFUL:
            return queues.doubtful(self._suggester, coder_id)
        return queues.most_useful(self._suggester, coder_id)

    def clusters(self) -> list[DiscoveredTalk]:
        from rrt_qual.services.suggestions import discover

        self._suggester.keep_up()
        return discover.clusters(self._suggester.project, suggester=self._suggester)


def open_engine(project: Project, progress: Progress) -> Engine:
    """Load the model and read the talk; raises NothingToLearn when the codebook has no theme.

    The linear algebra keeps to one thread (unless it is loaded already, or the user says otherwise): the
    matrices are small, and the other cores are for the screen. It halves the time to the first suggestion.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    return _Engine(project, progress)
