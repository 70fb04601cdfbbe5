"""What is offered for the segment under the cursor, held still while the coder looks at it.

No Textual in here. New numbers come in after each act; while the cursor stays on a segment they change no
order and put nothing new among what is shown. The new order is taken up when the coder moves.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from rrt_qual.services.suggestions.suggester import KeptSuggestion, SuggestionReason

#: How many themes are shown, and how many when more are asked for: each has its digit.
SHOWN, MORE = 3, 4


@dataclass(frozen=True, slots=True)
class _Held:
    """A theme as it was when the coder came to the segment."""

    theme: str
    above: bool


class Offers:
    """The proposals of one interview, by the number of the segment."""

    def __init__(self) -> None:
        self.more = False
        self.ready = False
        #: (segment id, theme) of which the reason was asked last
        self.asked = ("", "")
        self._by_segment: dict[int, dict[str, KeptSuggestion]] = {}
        self._reasons: dict[tuple[str, str], SuggestionReason] = {}
        self._segment = -1
        self._held: list[_Held] = []

    def put(self, found: Iterable[tuple[int, KeptSuggestion]]) -> None:
        """Take in all proposals of the interview, with the number of the segment each is for."""
        kept = self._by_segment.get(self._segment, {})
        fresh: dict[int, dict[str, KeptSuggestion]] = {}
        for segment, proposal in found:
            fresh.setdefault(segment, {})[proposal.theme] = proposal
        if self._held:
            # What is shown stays on the screen even when it is no longer among the best.
            here = fresh.setdefault(self._segment, {})
            for held in self._held:
                if held.theme not in here and held.theme in kept:
                    here[held.theme] = kept[held.theme]
            ids = {p.segment_id for p in here.values()}
            self._reasons = {key: reason for key, reason in self._reasons.items() if key[0] in ids}
        else:
            self._reasons.clear()
        self.asked = ("", "")
        self._by_segment = fresh
        self.ready = True
        if not self._held:
            self._hold()

    def at(self, segment: int) -> None:
        """The coder is at this segment (-1: at none that anything is offered for)."""
        if segment != self._segment:
            self._segment, self.more = segment, False
            self._hold()

    @property
    def segment_id(self) -> str:
        """The id of the segment one is at; '' when nothing is known of it."""
        here = self._by_segment.get(self._segment)
        return next(iter(here.values())).segment_id if here else ""

    def _hold(self) -> None:
        here = sorted(self._by_segment.get(self._segment, {}).values(), key=lambda p: p.position)
        self._held = [_Held(p.theme, p.above_threshold) for p in here]

    def shown(self, hidden: Collection[str] = ()) -> list[KeptSuggestion]:
        """What is shown now, best first, without the themes in `hidden`.

        The best above their thresholds; with `more`, all that is kept.
        """
        here = self._by_segment.get(self._segment, {})
        found = [here[h.theme] for h in self._held if h.theme not in hidden and (self.more or h.above)]
        return found[: MORE if self.more else SHOWN]

    def hidden_below(self, hidden: Collection[str] = ()) -> int:
        """How many more there are to show."""
        return max(0, len([h for h in self._held if h.theme not in hidden][:MORE]) - len(self.shown(hidden)))

    def is_below(self, proposal: KeptSuggestion) -> bool:
        """Whether it was below its theme's threshold when the coder came here."""
        return any(h.theme == proposal.theme and not h.above for h in self._held)

    def reason(self, proposal: KeptSuggestion) -> SuggestionReason | None:
        """Why it is offered, if that is known yet."""
        return self._reasons.get((proposal.segment_id, proposal.theme))

    def explained(self, proposal: KeptSuggestion, reason: SuggestionReason) -> None:
        """Take in why a proposal is made."""
        self._reasons[proposal.segment_id, proposal.theme] = reason
