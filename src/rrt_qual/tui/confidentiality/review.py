"""Reviewing the finds of one interview: each in its talk, one key a decision, and on to the next."""

from __future__ import annotations

from collections.abc import Callable

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.events import Resize
from textual.widgets import Static

from rrt_qual.domain.confidentiality.privacy import FindKind, Status
from rrt_qual.domain.errors import Conflict, RrtError
from rrt_qual.services.confidentiality.review import Review
from rrt_qual.services.project.watch import refuse_gone
from rrt_qual.tui.actions import table as actions
from rrt_qual.tui.confidentiality import find_text
from rrt_qual.tui.confidentiality.acts import Deciding
from rrt_qual.tui.confidentiality.desk import ReviewDesk
from rrt_qual.tui.confidentiality.kinds import kind_words
from rrt_qual.tui.transcript.marking import MarkingView
from rrt_qual.tui.transcript.view import TranscriptView
from rrt_qual.tui.widgets.key_line import KeyLine
from rrt_qual.tui.widgets.row_list import RowList

__all__ = ["ReviewScreen"]

#: From this many columns on, the finds stand beside the transcript.
WIDE = 110


class ReviewScreen(Deciding):
    """One coder decides the finds of one interview."""

    BINDINGS = actions.bindings("review")
    SCOPE = "review"
    CSS_PATH = "../styles/review.tcss"
    AUTO_FOCUS = ""

    def __init__(self, review: Review, interview_id: str) -> None:
        super().__init__()
        self.review = review
        self._waiting = []
        self.desk = ReviewDesk(review, interview_id)

    # layout -------------------------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        """Heading, transcript, the find in words, the list of finds, keys."""
        yield Static(id="heading", markup=False)
        with Horizontal(id="body"):
            yield MarkingView(id="transcript")
            with Vertical(id="side"):
                yield Static(id="detail", markup=False)
                finds = RowList(id="finds")
                finds.can_focus = False
                yield finds
        yield KeyLine(self.SCOPE)

    def on_mount(self) -> None:
        """Show the first open find."""
        self.view.can_focus = False
        self.finds.set_lit(True)
        self._open(self.desk.interview_id)

    def on_resize(self, event: Resize) -> None:
        """Beside or below."""
        self.set_class(event.size.width >= WIDE, "-wide")
        self.call_after_refresh(self.show_desk)

    def on_screen_resume(self) -> None:
        """Somebody may have decided meanwhile."""
        if self.is_mounted:
            self.rrt.watching.show(self)

    def project_changed(self) -> None:
        """Somebody decided; or the interview is not to be seen any more: then raise NotFound, Conflict."""
        refuse_gone(self.review.project, self.desk.interview_id)
        self.review.check_allowed()
        if self.desk.text_has_changed():
            raise Conflict("The real names were taken out of this interview or put back meanwhile.", "Open it again.")
        self.desk.reload()
        self.show_desk(steady=True)

    @property
    def finds(self) -> RowList:
        """The list of finds."""
        return self.query_one("#finds", RowList)

    # showing ------------------------------------------------------------------------------------

    def _open(self, interview_id: str) -> None:
        if interview_id != self.desk.interview_id:
            self.desk = ReviewDesk(self.review, interview_id)
        self.view.show(self.desk.transcript, self.desk.cursor())
        self.show_desk()

    def show_desk(self, *, steady: bool = False) -> None:
        """Show the desk as it is; `steady`: nothing moves on the screen."""
        desk = self.desk
        if not self.marking and not (steady and self.view.cursor == desk.cursor()):
            self.view.set_cursor(desk.cursor())
        self.view.set_marks(desk.marks())
        self.finds.set_rows(len(desk.shown), self._draw, cursor=desk.at, steady=steady)
        self._show_words()

    def _show_words(self) -> None:
        """What depends on the current find alone."""
        desk = self.desk
        self.query_one("#heading", Static).update(
            find_text.heading(desk.transcript.name, desk.counts(), desk.only_open, desk.kind, self.marking)
        )
        self.query_one("#detail", Static).update(find_text.detail(desk.current(), desk.items, outside=desk.outside()))

    def _draw(self, row: int, width: int) -> list[Text]:
        return [find_text.line(self.desk.shown[row], width)]

    def act(self, do: Callable[[], object]) -> bool:
        """Do something to the project and show what came of it; a fault is one sentence."""
        try:
            do()
        except RrtError as fault:
            self.notify(str(fault), severity="warning", timeout=8)
            self.desk.reload()
            self.show_desk()
            return False
        self.show_desk()
        return True

    # moving -------------------------------------------------------------------------------------

    def on_row_list_highlighted(self, event: RowList.Highlighted) -> None:
        """The mouse went to another find."""
        if event.row is not None and event.row != self.desk.at and event.row == self.finds.cursor:
            self._go(event.row)

    def on_row_list_selected(self, event: RowList.Selected) -> None:
        """A second click accepts."""
        self.action_accept()

    def on_transcript_view_mark_clicked(self, event: TranscriptView.MarkClicked) -> None:
        """A mark in the margin was clicked."""
        row = next((n for n, i in enumerate(self.desk.shown) if i.finding.id == event.mark_id), None)
        if row is not None:
            self._go(row)

    def _go(self, row: int) -> None:
        self.desk.move_to(row)
        self.finds.move_to(self.desk.at)
        self.view.set_cursor(self.desk.cursor())
        self.view.set_marks(self.desk.marks())
        self._show_words()

    def action_cursor_down(self) -> None:
        self._go(self.desk.at + 1)

    def action_cursor_up(self) -> None:
        self._go(self.desk.at - 1)

    def action_page_down(self) -> None:
        self._go(self.desk.at + self.finds.page_rows)

    def action_page_up(self) -> None:
        self._go(self.desk.at - self.finds.page_rows)

    def action_first(self) -> None:
        self._go(0)

    def action_last(self) -> None:
        self._go(len(self.desk.shown) - 1)

    def action_next_open(self) -> None:
        self._seek(1)

    def action_previous_open(self) -> None:
        self._seek(-1)

    def _seek(self, step: int) -> None:
        if self.desk.next_open(step):
            self._go(self.desk.at)
        else:
            self.notify("No other find is open here. N goes to the next interview.", timeout=3)

    def action_next_interview(self) -> None:
        """From here on, round the end."""
        from rrt_qual.services.confidentiality.review import tallies

        rows = tallies(self.review.project)
        at = next((n for n, r in enumerate(rows) if r.interview_id == self.desk.interview_id), 0)
        found = next((r for r in (*rows[at + 1 :], *rows[:at]) if r.open), None)
        if found is None:
            self.notify("No other interview has finds open.", timeout=3)
        else:
            self._open(found.interview_id)

    def action_only_open(self) -> None:
        self.desk.toggle_open()
        self.show_desk()

    def action_filter_kind(self) -> None:
        kind: FindKind | None = self.desk.next_kind()
        self.show_desk()
        self.notify(f"Shown: {kind_words(kind)}." if kind else "Every kind is shown.", timeout=2)

    def action_back(self) -> None:
        self.dismiss()

    def tell_left(self) -> None:
        """After the last decision of an interview, say where to go on."""
        item = self.desk.current()
        if not self.desk.open_left() and item is not None and item.finding.status is not Status.OPEN:
            self.notify("Every find of this interview is decided. N goes to the next interview.", timeout=4)
