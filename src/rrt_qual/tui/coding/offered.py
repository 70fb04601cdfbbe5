"""Suggestions on the coding screen: accept, reject, more, hide, and the queues through all interviews."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import replace

from rrt_qual.domain.errors import UsageError
from rrt_qual.domain.spans import Span
from rrt_qual.services.suggestions.engine import KeptSuggestion, QueueKind, QueuePlace
from rrt_qual.tui.codebook.picker import PickResult
from rrt_qual.tui.codebook.tree import CodebookTree
from rrt_qual.tui.coding.base import CodingBase
from rrt_qual.tui.coding.trail import Trail
from rrt_qual.tui.dialogs.blind import BlindEnds
from rrt_qual.tui.shared.suggesting import Explained, Failed, Offered, Queued, Ready, Result

_NOTHING = {
    QueueKind.USEFUL: "No passage is left that you have not coded.",
    QueueKind.LIKELY: "No uncoded passage is likely about that theme.",
    QueueKind.DOUBTFUL: "None of your codings looks doubtful.",
}


class Suggested(CodingBase):
    """What is offered, and where to look next."""

    #: how many acts there had been when a queue was asked for
    _acts = 0

    @property
    def awaits(self) -> Hashable | None:
        """A queue that was asked for: its first passage is where one is taken."""
        return self.rrt.suggesting.awaited("queue")

    # what the thread answers --------------------------------------------------------------------

    def on_mount(self) -> None:
        """Suggestions are got ready behind the first painted screen."""
        self.call_after_refresh(self.rrt.start_suggestions)

    def hear(self, result: Result) -> None:
        """Take in a result; what is about another interview is dropped."""
        if isinstance(result, Offered):
            if result.interview_id == self.desk.interview_id:
                self.desk.take_offers(result.proposals)
                self._show_passage()
        elif isinstance(result, Explained):
            self.desk.offers.explained(result.proposal, result.reason)
            self._show_passage()
        elif isinstance(result, Queued):
            self._begin_queue(result)
        elif not isinstance(result, Failed) or result.fatal:
            for remark in result.remarks if isinstance(result, Ready) else ():
                self.notify(remark, severity="warning", timeout=12, markup=False)
            self._show_passage()

    def _open(self, interview_id: str, place: Span | None = None) -> None:
        super()._open(interview_id, place)
        self.rrt.suggesting.ask_open(interview_id)

    def _show_passage(self) -> None:
        """Show the panel; what it shows is written down, and why each is offered is asked for."""
        shown = [] if self.rrt.blind else self.desk.offered()
        super()._show_passage()
        if not shown or self.app.screen is not self:
            return
        suggesting, coder = self.rrt.suggesting, self.session.coder.id
        placed = [replace(p, position=n) for n, p in enumerate(shown, start=1)]
        suggesting.saw(coder, placed)
        unexplained = next((p for p in shown if self.desk.offers.reason(p) is None), None)
        if unexplained is not None:  # one after another: the answer to this one leads back here
            self._ask_why(unexplained)

    def _ask_why(self, proposal: KeptSuggestion) -> None:
        if self.desk.offers.asked != (key := (proposal.segment_id, proposal.theme)):
            self.desk.offers.asked = key
            self.rrt.suggesting.ask_explain(proposal)

    # accepting and rejecting --------------------------------------------------------------------

    def _sees(self) -> bool:
        """Whether suggestions are on; says so when they are not."""
        if self.rrt.blind:
            self.notify("You code blind, so nothing is suggested; H ends that.", severity="warning")
        elif not self.desk.offers.ready:
            self.notify(self.rrt.suggesting.status or "Suggestions are not ready yet.", severity="warning")
        return not self.rrt.blind and self.desk.offers.ready

    def _accept(self, n: int) -> None:
        if self._sees():
            self._act(lambda: self.desk.accept(n))

    def action_suggestion_1(self) -> None:
        self._accept(1)

    def action_suggestion_2(self) -> None:
        self._accept(2)

    def action_suggestion_3(self) -> None:
        self._accept(3)

    def action_suggestion_4(self) -> None:
        self._accept(4)

    def action_reject(self) -> None:
        told: list[KeptSuggestion] = []
        if self._sees() and self._act(lambda: told.append(self.desk.reject())):
            self.notify(f"Rejected here: {self.desk.theme_name(told[0].theme)}. z takes it back.", timeout=2)

    def action_more(self) -> None:
        if self._sees():
            self.desk.offered()
            self.desk.offers.more = not self.desk.offers.more
            self._show_passage()

    def action_blind(self) -> None:
        """Hide what the program thinks and what others coded; to show it again is asked first. The log says which."""
        if self.rrt.blind:
            self.app.push_screen(BlindEnds(), self._end_blind)
            return
        self.rrt.set_blind(True, self.desk.interview_id)
        self.trail = None
        self.refresh_desk()
        self.notify("You code blind: suggestions and others' codings are hidden.", timeout=4)

    def _end_blind(self, yes: bool | None) -> None:
        if not yes:
            return
        self.rrt.set_blind(False, self.desk.interview_id)
        self.rrt.start_suggestions()
        self.rrt.suggesting.ask_refit(self.desk.interview_id)
        self.refresh_desk()
        self.notify("Suggestions and others' codings are shown.", timeout=4)

    # queues -------------------------------------------------------------------------------------

    def action_queue_useful(self) -> None:
        self._ask_queue(QueueKind.USEFUL)

    def action_queue_doubtful(self) -> None:
        self._ask_queue(QueueKind.DOUBTFUL)

    def action_queue_likely(self) -> None:
        """About the theme in the tree, when one is there; else of the current coding; else one that is chosen."""
        tree, coding = self.query_one(CodebookTree), self.desk.current()
        theme = tree.highlighted_theme if tree.has_focus_within else coding.theme if coding else None
        if theme in self.desk.themes:
            self._ask_queue(QueueKind.LIKELY, theme or "")
            return

        def chosen(found: PickResult) -> None:
            self._ask_queue(QueueKind.LIKELY, found.theme_id)

        if self._sees():
            self._pick("Passages likely about", chosen, words="")

    def _ask_queue(self, kind: QueueKind, theme: str = "") -> None:
        if self._sees():
            self._acts = self.rrt.acts
            self.rrt.suggesting.ask_queue(kind, self.session.coder.id, theme)

    def _begin_queue(self, found: Queued) -> None:
        if self.rrt.blind:
            return
        if not found.places:
            self.notify(_NOTHING[found.queue])
            return
        about = self.desk.theme_name(found.theme) if found.theme else ""
        self.trail = Trail(found.queue, about, found.places)
        if self.app.screen is self and self.rrt.acts == self._acts:
            self.action_queue_next()
        else:  # it took long, and something else was begun: nobody is taken away from it
            self._show_passage()
            self.notify("The queue stands: p goes to its first passage.")

    def action_queue_next(self) -> None:
        self._follow(1)

    def action_queue_previous(self) -> None:
        self._follow(-1)

    def _follow(self, step: int) -> None:
        if self.trail is None:
            raise UsageError("There is no queue yet.", "U: most useful next, L: likely about a theme, D: doubtful.")
        place = self.trail.step(step)
        if place is None:
            self.notify("That was the last of the queue." if step > 0 else "That was the first of the queue.")
        else:
            self._visit(place)

    def _visit(self, place: QueuePlace) -> None:
        if place.interview_id != self.desk.interview_id:
            self.go_to(place.interview_id, place.span)
        else:
            self._move(self.desk.cursor.select(self.desk.shown_at(place.span)))
        if place.coding_id:
            self.desk.choose(place.coding_id)
            self._show()
        self.transcript_view.focus()
