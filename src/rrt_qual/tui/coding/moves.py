"""Moving, selecting, finding: the actions of the coding screen that change nothing in the project."""

from __future__ import annotations

from rrt_qual.tui.codebook.tree import CodebookTree
from rrt_qual.tui.coding.base import CodingBase
from rrt_qual.tui.transcript.find_bar import FindBar
from rrt_qual.tui.transcript.selection import Cursor
from rrt_qual.tui.transcript.view import TranscriptView


class Moving(CodingBase):
    """Where the cursor goes, by key, mouse and search."""

    # the view and the tree speak ----------------------------------------------------------------

    def on_transcript_view_cursor_moved(self, event: TranscriptView.CursorMoved) -> None:
        """The mouse moved the cursor."""
        if event.cursor != self.desk.cursor:
            self._move(event.cursor)

    def on_transcript_view_mark_clicked(self, event: TranscriptView.MarkClicked) -> None:
        """A mark in the margin was clicked: its coding becomes the current one."""
        self.desk.choose(event.mark_id)
        self._show()

    def on_codebook_tree_theme_chosen(self, event: CodebookTree.ThemeChosen) -> None:
        """A theme was chosen in the tree: code the selection with it."""
        if self._act(lambda: self.desk.apply(event.theme_id)):
            self.transcript_view.focus()

    def on_find_bar_changed(self, event: FindBar.Changed) -> None:
        """Look while the words are typed."""
        self.desk.find(event.query)
        self._show_hit()

    def on_find_bar_submitted(self, event: FindBar.Submitted) -> None:
        """Enter goes from hit to hit."""
        self.desk.go_to_hit(1)
        self._show_hit()

    def on_find_bar_closed(self, event: FindBar.Closed) -> None:
        """Back to the transcript; the hits stay marked until escape."""
        self.transcript_view.focus()

    def _show_hit(self) -> None:
        self.desk.go_to_hit(0)
        self.transcript_view.set_hits(self.desk.hits, self.desk.hit)
        self._move(self.desk.cursor)
        total = len(self.desk.hits)
        words = f"hit {self.desk.hit + 1} of {total}" if total else "no hit" if self.desk.query.strip() else ""
        self.query_one(FindBar).set_status(words)

    # moving and selecting -----------------------------------------------------------------------

    def action_next_segment(self) -> None:
        self._move(self.desk.cursor.next_segment())

    def action_previous_segment(self) -> None:
        self._move(self.desk.cursor.previous_segment())

    def action_next_turn(self) -> None:
        self._move(self.desk.cursor.next_turn())

    def action_previous_turn(self) -> None:
        self._move(self.desk.cursor.previous_turn())

    def action_next_uncoded(self) -> None:
        self._seek(self.desk.cursor.next_uncoded(self.desk.mine_spans()))

    def action_previous_uncoded(self) -> None:
        self._seek(self.desk.cursor.previous_uncoded(self.desk.mine_spans()))

    def _seek(self, found: Cursor | None) -> None:
        if found is None or found == self.desk.cursor:
            self.notify("No further uncoded passage of the participant that way.")
        else:
            self._move(found)

    def action_page_down(self) -> None:
        self._move(self.transcript_view.page_cursor(self.desk.cursor, 1))

    def action_page_up(self) -> None:
        self._move(self.transcript_view.page_cursor(self.desk.cursor, -1))

    def action_first_segment(self) -> None:
        self._move(self.desk.cursor.first())

    def action_last_segment(self) -> None:
        self._move(self.desk.cursor.last())

    def action_extend_down(self) -> None:
        self._move(self.desk.cursor.extend_down())

    def action_extend_up(self) -> None:
        self._move(self.desk.cursor.extend_up())

    def action_end_later(self) -> None:
        self._move(self.desk.cursor.end_later())

    def action_end_earlier(self) -> None:
        self._move(self.desk.cursor.end_earlier())

    def action_start_later(self) -> None:
        self._move(self.desk.cursor.start_later())

    def action_start_earlier(self) -> None:
        self._move(self.desk.cursor.start_earlier())

    def action_drop_selection(self) -> None:
        """Leave, one thing at a time: bounds, the tree or the bar, hits, the selection; never the interview."""
        if self.desk.bounds_of is not None:
            self.desk.bounds_of = None
            self._move(self.desk.cursor.collapse())
        elif self.focused is not None and self.focused is not self.transcript_view:
            self.transcript_view.focus()
        elif self.desk.hits:
            self.desk.find("")
            self.transcript_view.set_hits([], -1)
        elif not self.desk.cursor.is_segment:
            self._move(self.desk.cursor.collapse())

    # finding and going --------------------------------------------------------------------------

    def action_find(self) -> None:
        self.query_one(FindBar).open()

    def action_next_hit(self) -> None:
        self._hit(1)

    def action_previous_hit(self) -> None:
        self._hit(-1)

    def _hit(self, step: int) -> None:
        if self.desk.go_to_hit(step) is None:
            self.notify("No hits to go to; press / and type what you look for.")
        else:
            self._show_hit()

    def action_jump(self) -> None:
        from rrt_qual.tui.dialogs.jump import JumpScreen

        def jump(interview_id: str | None) -> None:
            if interview_id is not None:
                self.go_to(interview_id)

        self.app.push_screen(JumpScreen(self.session.readable, self.desk.interview_id), jump)

    def action_next_interview(self) -> None:
        self._neighbour(1)

    def action_previous_interview(self) -> None:
        self._neighbour(-1)

    def _neighbour(self, step: int) -> None:
        readable = {h.id for h in self.session.readable()} | {self.desk.interview_id}
        ids = [h.id for h in self.session.heads() if h.id in readable]
        at = ids.index(self.desk.interview_id) + step
        if 0 <= at < len(ids):
            self.go_to(ids[at])
        else:
            self.notify("There is no further interview that way.")
