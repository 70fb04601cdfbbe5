"""The acts of the review screen: a key a decision, marking by hand, undo."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from textual.message import Message

from rrt_qual.domain.coding import Undone
from rrt_qual.domain.confidentiality.privacy import FindKind, KeptFind
from rrt_qual.domain.errors import RrtError
from rrt_qual.domain.spans import Span
from rrt_qual.services.confidentiality.review import Everywhere, Review
from rrt_qual.tui.confidentiality.desk import ReviewDesk
from rrt_qual.tui.confidentiality.pseudonym_picker import KindPicker, Picked, PseudonymPicker
from rrt_qual.tui.dialogs.confirm import BatchConfirmScreen
from rrt_qual.tui.shared.screen import RrtScreen
from rrt_qual.tui.transcript.marking import MarkingView
from rrt_qual.tui.widgets.bars import count

T = TypeVar("T")


class Deciding(RrtScreen[None]):
    """What a reviewer does to the project. `marking` says what the selected words are for, '' for nothing."""

    review: Review
    desk: ReviewDesk
    marking: str = ""
    busy: bool = False
    _waiting: list[Callable[[], None]]

    class Done(Message):
        """An act that may touch every interview has ended: what came of it, or the fault."""

        def __init__(self, then: Callable[[], None], fault: RrtError | None = None) -> None:
            super().__init__()
            self.then, self.fault = then, fault

    @property
    def view(self) -> MarkingView:
        """The transcript."""
        return self.query_one(MarkingView)

    def act(self, do: Callable[[], object]) -> bool:
        """Do something and show what came of it."""
        raise NotImplementedError

    def show_desk(self, *, steady: bool = False) -> None:
        """Show the desk as it is."""
        raise NotImplementedError

    def tell_left(self) -> None:
        """Say where to go on when nothing is left."""
        raise NotImplementedError

    # deciding -----------------------------------------------------------------------------------

    def _decide(self, act: Callable[[KeptFind], object]) -> None:
        if not self.is_busy() and self.act(lambda: self.desk.decide(act)):
            self.tell_left()

    def action_accept(self) -> None:
        self._decide(self.review.accept)

    def action_keep(self) -> None:
        self._decide(self.review.keep)

    def action_reopen(self) -> None:
        def reopened(finding: KeptFind) -> KeptFind:
            self.review.reopen(finding)
            return finding

        self.act(lambda: self.desk.amend(reopened))

    def action_everywhere(self) -> None:
        if self.is_busy():
            return
        item = self.desk.current()
        if item is None:
            self.notify("There is no find to decide.", timeout=2)
            return
        finding = item.finding

        def told(done: Everywhere) -> None:
            self.act(lambda: self.desk.decided(finding))
            self.notify(everywhere_words(done), timeout=6)
            self.tell_left()

        def decide() -> None:
            self._in_background(lambda review: review.everywhere(finding), told)

        try:  # at once, not in the background: the keys that come meanwhile are for the question
            would = self.review.everywhere(finding, only_count=True)
        except RrtError as fault:
            self.notify(str(fault), severity="warning")
            return
        if would.decided + would.doubtful <= 1:
            decide()
            return

        def answered(yes: bool | None) -> None:
            if yes:
                decide()

        self.app.push_screen(BatchConfirmScreen(everywhere_question(would)), answered)

    def action_change(self) -> None:
        item = self.desk.current()
        if item is None:
            self.notify("There is no find to change.", timeout=2)
            return
        finding = item.finding

        def picked(found: Picked | None) -> None:
            if found is not None:
                self._decide(lambda _: self.review.change(finding, to=found.to, label=found.label, name=found.name))

        try:
            used = self.review.pseudonyms(self.desk.interview_id)
        except RrtError as fault:
            self.notify(str(fault), severity="warning")
            return
        following = self.review.next_names(finding.kind)
        self.app.push_screen(PseudonymPicker(item.words, finding.kind, used, following), picked)

    def action_kind(self) -> None:
        item = self.desk.current()
        if item is None:
            self.notify("There is no find to change.", timeout=2)
            return
        finding = item.finding

        def picked(kind: FindKind | None) -> None:
            if kind is not None and kind is not finding.kind:
                self.act(lambda: self.desk.amend(lambda _: self.review.set_kind(finding, kind)))

        self.app.push_screen(KindPicker(item.words, finding.kind), picked)

    # marking ------------------------------------------------------------------------------------

    def action_mark(self) -> None:
        """Select words in the transcript, from the current find on."""
        at = self.desk.cursor().selection.start
        self._begin("mark")
        if self.view.cursor is not None:
            self.view.set_cursor(self.view.cursor.select_words(at, at))
        self.notify("Arrows go from word to word, Shift+arrows select more; Enter marks, Esc leaves.", timeout=5)

    def action_bounds(self) -> None:
        """Select other bounds for the current find."""
        if self.desk.current() is None:
            self.notify("There is no find to change.", timeout=2)
            return
        self._begin("bounds")
        self.notify("Move the ends with Shift+arrows, [ ] { }; Enter keeps them, Esc does not.", timeout=5)

    def _begin(self, marking: str) -> None:
        self.marking = marking
        self.view.can_focus = True
        self.view.focus()
        self.show_desk()

    def _end(self) -> None:
        self.marking = ""
        self.set_focus(None)
        self.view.can_focus = False

    def on_marking_view_left(self, event: MarkingView.Left) -> None:
        """Nothing was marked."""
        self._end()
        self.show_desk()

    def on_marking_view_finished(self, event: MarkingView.Finished) -> None:
        """The words are chosen: ask what they are, or keep the new bounds."""
        span, marking = event.span, self.marking
        self._end()
        if marking == "bounds":
            self.act(lambda: self.desk.amend(lambda finding: self.review.bounds(finding, span)))
        else:
            self._ask_kind(span)

    def _ask_kind(self, span: Span) -> None:
        words = span.of(self.desk.transcript.text)

        def picked(kind: FindKind | None) -> None:
            if kind is None:
                self.show_desk()
                return

            def mark() -> None:
                made = self.review.mark(self.desk.interview_id, span, kind)
                self.desk.reload()
                self.desk.go_to(made.span, made.id)

            self.act(mark)

        self.app.push_screen(KindPicker(words, None), picked)

    # undo ---------------------------------------------------------------------------------------

    def action_undo(self) -> None:
        self._take(Review.undo, "Taken back", "Nothing to take back.")

    def action_redo(self) -> None:
        self._take(Review.redo, "Done again", "Nothing to do again.")

    def _take(self, step: Callable[[Review], Undone | None], told: str, nothing: str) -> None:
        def say(act: Undone | None) -> None:
            self.act(lambda: self.desk.gone_to(act))
            if act is None:
                self.notify(nothing, timeout=2)
            elif act.interview_id not in (None, self.desk.interview_id):
                self.notify(f"{told} in another interview: {act.label}.")
            else:
                self.notify(f"{told}: {act.label}.", timeout=2)

        self._in_background(step, say)

    # what may take a while ----------------------------------------------------------------------

    def _in_background(self, step: Callable[[Review], T], then: Callable[[T], None]) -> None:
        """Do an act that may touch every interview in a thread, after the one that runs, and show what came of it."""
        if self.busy:
            self._waiting.append(lambda: self._in_background(step, then))
            return
        self.busy = True
        self.run_worker(partial(self._run, step, then), thread=True, group="review", exit_on_error=False)

    def _run(self, step: Callable[[Review], T], then: Callable[[T], None]) -> None:
        """In a thread, with a connection of its own."""
        project = self.review.project
        try:
            done = step(Review(project, self.review.coder))
            self.post_message(self.Done(partial(then, done)))
        except RrtError as fault:
            self.post_message(self.Done(lambda: None, fault))
        except Exception:
            self.post_message(self.Done(lambda: None))
            raise
        finally:
            project.close()

    def on_deciding_done(self, event: Done) -> None:
        """Show what came of it."""
        self.busy = False
        if event.fault is not None:
            fault = event.fault

            def failed() -> None:
                raise fault

            self.act(failed)
        else:
            event.then()
        if self._waiting:
            self._waiting.pop(0)()

    def is_busy(self) -> bool:
        """Whether an act still runs; says so."""
        if self.busy:
            self.notify("The last act still runs.", timeout=2)
        return self.busy


def everywhere_question(would: Everywhere) -> str:
    """What 'everywhere' would do, as a question."""
    if would.pseudonym is None:
        said = f"Keep these words everywhere: {_where(would)}?"
    else:
        said = f"Replace by {would.pseudonym.name} everywhere: {_where(would)}?"
        if would.doubtful:
            said += f" {count(would.doubtful, 'place')} more may be a mere word and would be opened to look at."
    return f"{said} z takes it back as a whole."


def everywhere_words(done: Everywhere) -> str:
    """What 'everywhere' did, in a sentence or two."""
    if done.pseudonym is None:
        return f"Kept everywhere: {_where(done)}."
    said = f"{done.pseudonym.name} everywhere: {_where(done)}."
    if done.doubtful:
        said += f" {count(done.doubtful, 'place')} more may be a mere word, or somebody else: open finds now."
    if done.left:
        said += f" {count(done.left, 'find')} overlap others and stay open."
    return said


def _where(what: Everywhere) -> str:
    """How many finds in how many interviews, and how many of them are new."""
    said = f"{count(what.decided, 'find')} in {count(what.interviews, 'interview')}"
    return f"{said}, {what.added:,} of them not found before" if what.pseudonym and what.added else said
