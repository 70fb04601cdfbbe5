"""An engine that needs no model: it proposes what a test tells it to, and can be held up."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence

from rrt_qual.domain.codebook import Stance
from rrt_qual.domain.errors import RrtError
from rrt_qual.services.shared.project import Project
from rrt_qual.services.suggestions.discover import DiscoveredTalk
from rrt_qual.services.suggestions.engine import KeptSuggestion, Progress, QueueKind, QueuePlace, SuggestionReason
from rrt_qual.services.texts.texts import Texts
from rrt_qual.store.suggestions.suggestions import SegmentTalk

#: Theme, likelihood and stance, best first; below .2 is below the threshold.
Offer = tuple[str, float, Stance]


class FakeEngine:
    """Proposes `offers[words of the segment]`, or `usual` for all others.

    `open_` is its own factory. `loading` and `working` are gates: cleared, the thread waits there until the
    test opens them. `refits` counts; `after` are the offers from the first refit on.
    """

    warning = ""
    lexical = False

    def __init__(
        self,
        usual: Sequence[Offer] = (),
        *,
        offers: Mapping[str, Sequence[Offer]] | None = None,
        after: Sequence[Offer] | None = None,
        places: Mapping[QueueKind, Sequence[tuple[str, str]]] | None = None,
    ) -> None:
        self.usual, self._offers, self._after, self._places = usual, offers or {}, after, places or {}
        self.loading, self.working = threading.Event(), threading.Event()
        self.loading.set()
        self.working.set()
        self.reached, self.refitting = threading.Event(), threading.Event()
        self.fault: RrtError | None = None
        self.refits = 0
        self.asked: list[tuple[QueueKind, str]] = []
        self.talk: list[SegmentTalk] = []

    def open_(self, project: Project, progress: Progress) -> FakeEngine:
        """Load, as slowly as the test wants."""
        self.talk = Texts(project).talk()
        progress(312, 3657)
        self.reached.set()
        assert self.loading.wait(20)
        if self.fault:
            raise self.fault
        return self

    def meaning(self) -> None:
        """It knows no meanings."""

    def refit(self) -> None:
        """Count, and wait at the gate."""
        self.refitting.set()
        assert self.working.wait(20)
        self.refits += 1
        if self._after is not None:
            self.usual = self._after

    def offers(self, interview_id: str) -> list[KeptSuggestion]:
        """What the test said."""
        return [
            KeptSuggestion(
                t.segment_id, t.interview_id, t.span, theme, n, likelihood, likelihood >= 0.2, stance, 0.9, "m", False
            )
            for t in self.talk
            if t.interview_id == interview_id
            for n, (theme, likelihood, stance) in enumerate(self._offers.get(t.words, self.usual), start=1)
        ]

    def explain(self, proposal: KeptSuggestion) -> SuggestionReason:
        """An example and a word."""
        return SuggestionReason("example", f"An example of {proposal.theme}.", 0.8, (("kind", 0.7),))

    def queue(self, kind: QueueKind, coder_id: str, theme: str) -> list[QueuePlace]:
        """The segments of `places`: (interview's name, words)."""
        self.asked.append((kind, theme))
        found = {(t.interview, t.words): t for t in self.talk}
        picked = [found[key] for key in self._places.get(kind, ())]
        return [QueuePlace(t.interview_id, t.span, theme or "jokes", 0.5) for t in picked]

    def clusters(self) -> list[DiscoveredTalk]:
        """One cluster of the first two segments."""
        return [DiscoveredTalk(("quiet", "parking"), tuple(self.talk[:2]), tuple(self.talk[:3]), 2, 0.8)]
