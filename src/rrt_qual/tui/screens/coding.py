"""The coding screen: transcript, codebook and what is coded here; all by keyboard."""

from __future__ import annotations

from collections.abc import Callable

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.events import Resize
from textual.widgets import Static

from rrt_qual.domain.codebook import Stance
from rrt_qual.domain.coding import Coding, MemoTarget
from rrt_qual.domain.errors import RrtError
from rrt_qual.domain.spans import Span
from rrt_qual.services.coding import CodingSession, Undone
from rrt_qual.tui import actions
from rrt_qual.tui.desk import Desk
from rrt_qual.tui.screens.base import RrtScreen
from rrt_qual.tui.screens.theme_picker import PickResult, ThemePicker
from rrt_qual.tui.widgets import side_panel
from rrt_qual.tui.widgets.codebook_tree import CodebookTree
from rrt_qual.tui.widgets.find_bar import FindBar
from rrt_qual.tui.widgets.key_line import KeyLine
from rrt_qual.tui.widgets.selection import Cursor
from rrt_qual.tui.widgets.signs import letters
from rrt_qual.tui.widgets.transcript_view import TranscriptView

#: Below this many columns the codebook is folded away and the side panel stands below the transcript.
WIDE = 110


class CodingScreen(RrtScreen[None]):
    """One coder codes one interview. `place` is where to open it (None: where it was left)."""

    BINDINGS = actions.bindings("coding")
    SCOPE = "coding"
    CSS_PATH = "../styles/coding.tcss"
    AUTO_FOCUS = "TranscriptView"

    def __init__(self, session: CodingSession, interview_id: str, place: Span | None = None) -> None:
        super().__init__()
        self.session = session
        self.codebook = session.codebook()
        self.signs = letters(self.codebook)
        self.desk = Desk(session, interview_id, self.signs, self.codebook)
        self._place = place
        self._codebook_wanted: bool | None = None

    # layout -------------------------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        """Heading, codebook, transcript, side panel, find bar, footer."""
        yield Static(id="heading", markup=False)
        with Horizontal(id="body"):
            yield CodebookTree(self.codebook, self.signs, id="codebook")
            with Vertical(id="middle"):
                yield TranscriptView(id="transcript")
                yield FindBar(id="find")
            yield Static(id="side", markup=False)
        yield KeyLine("coding")

    def on_mount(self) -> None:
        self._open(self.desk.interview_id, self._place)

    def on_resize(self, event: Resize) -> None:
        """Fold the codebook away where there is no room for it."""
        self._arrange(event.size.width)
        self.call_after_refresh(self._show_passage)

    def on_screen_resume(self) -> None:
        """Somebody may have coded meanwhile, or a memo was written: read again."""
        if self.is_mounted:
            self.refresh_desk()

    def on_unmount(self) -> None:
        """Remember the place."""
        self._save_place()

    def _arrange(self, width: int) -> None:
        wide = width >= WIDE
        self.set_class(wide, "-wide")
        show = wide if self._codebook_wanted is None else self._codebook_wanted
        self.query_one(CodebookTree).display = show

    @property
    def transcript_view(self) -> TranscriptView:
        """The transcript."""
        return self.query_one(TranscriptView)

    # showing ------------------------------------------------------------------------------------

    def _open(self, interview_id: str, place: Span | None = None) -> None:
        """Show an interview, at `place` or where it was left."""
        everybody = self.desk.everybody
        self.desk = Desk(self.session, interview_id, self.signs, self.codebook)
        self.desk.everybody = everybody
        left = place or self.desk.progress.place
        if left:
            self.desk.cursor = self.desk.cursor.at(left.start) if place is None else self.desk.cursor.select(left)
        self.transcript_view.show(self.desk.transcript, self.desk.cursor)
        self.query_one(FindBar).close()
        self.refresh_desk()
        self.desk.save_place()

    def refresh_desk(self) -> None:
        """Read back what the project holds and show it."""
        self.desk.reload()
        self._show()

    def _show(self) -> None:
        """Show the desk as it is: marks, cursor, side panel, counts, heading."""
        view = self.transcript_view
        if view.cursor != self.desk.cursor:
            view.set_cursor(self.desk.cursor)
        view.set_marks(self.desk.marks())
        here: dict[str, int] = {}
        for coding in self.desk.codings:
            if self.desk.is_mine(coding):
                here[coding.theme] = here.get(coding.theme, 0) + 1
        self.query_one(CodebookTree).set_counts(here, self.session.theme_counts())
        self._show_passage()

    def _show_passage(self) -> None:
        """Show what depends on the cursor alone: the side panel and the heading."""
        self.query_one("#heading", Static).update(side_panel.heading(self.desk))
        side = self.query_one("#side", Static)
        side.update(side_panel.panel(self.desk, wide=self.has_class("-wide"), width=side.content_size.width))

    def _move(self, cursor: Cursor) -> None:
        """Go there; marks change only when another coding becomes the current one."""
        before = self.desk.current()
        self.desk.cursor = cursor
        self.transcript_view.set_cursor(cursor)
        after = self.desk.current()
        if (before and before.id) != (after and after.id):
            self.transcript_view.set_marks(self.desk.marks())
        self._show_passage()

    def _act(self, do: Callable[[], object]) -> bool:
        """Do something to the project and show what came of it; a fault is one sentence."""
        try:
            do()
        except RrtError as fault:
            self.notify(str(fault), severity="warning", markup=False)
            self.desk.reload()
            self._show()
            return False
        self._show()
        return True

    def _save_place(self) -> None:
        try:
            self.desk.save_place()
        except RrtError as fault:
            self.app.notify(str(fault), severity="warning", markup=False)

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
        """Leave, one thing at a time: bounds, hits, the tree, the selection; then the screen."""
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
        else:
            self.action_interviews()

    # coding -------------------------------------------------------------------------------------

    def action_pick_theme(self) -> None:
        """Choose a theme for the selection; while bounds are moved, keep the new bounds instead."""
        if self.desk.bounds_of is not None:
            self._act(self.desk.finish_bounds)
            return
        self._pick("Code", lambda found: self._apply_pick(found))

    def _apply_pick(self, found: PickResult) -> None:
        self._act(lambda: self.desk.apply(found.theme_id, found.stance or Stance.UNSPECIFIED))

    def _pick(self, title: str, then: Callable[[PickResult], None]) -> None:
        words = " ".join(self.desk.cursor.selection.of(self.desk.transcript.text).split())

        def picked(found: PickResult | None) -> None:
            if found is not None:
                then(found)

        self.app.push_screen(ThemePicker(self.codebook, self.signs, title, words, self.desk.recent), picked)

    def action_repeat_theme(self) -> None:
        self._act(self.desk.repeat)

    def _recent(self, n: int) -> None:
        self._act(lambda: self.desk.apply_recent(n))

    def action_recent_1(self) -> None:
        self._recent(1)

    def action_recent_2(self) -> None:
        self._recent(2)

    def action_recent_3(self) -> None:
        self._recent(3)

    def action_recent_4(self) -> None:
        self._recent(4)

    def action_recent_5(self) -> None:
        self._recent(5)

    def action_recent_6(self) -> None:
        self._recent(6)

    def action_recent_7(self) -> None:
        self._recent(7)

    def action_recent_8(self) -> None:
        self._recent(8)

    def action_recent_9(self) -> None:
        self._recent(9)

    def action_strength(self) -> None:
        self._act(lambda: self.desk.set_stance(Stance.STRENGTH))

    def action_risk(self) -> None:
        self._act(lambda: self.desk.set_stance(Stance.RISK))

    def action_solution(self) -> None:
        self._act(lambda: self.desk.set_stance(Stance.SOLUTION))

    def action_unspecified(self) -> None:
        self._act(lambda: self.desk.set_stance(Stance.UNSPECIFIED))

    def action_next_coding(self) -> None:
        self.desk.next_coding()
        self._show()

    def action_change_theme(self) -> None:
        coding = self.desk.current()
        if coding is None:
            self.notify("There is no coding on this passage to change.", severity="warning")
            return

        def change(found: PickResult) -> None:
            self._act(lambda: self.desk.set_theme(found.theme_id))

        self._pick("Change the theme of", change)

    def action_edit_bounds(self) -> None:
        def begin() -> Coding:
            return self.desk.begin_bounds()

        if self._act(begin):
            self.notify("Move the ends with Shift+arrows, [ ] { }, or by segments; Enter keeps them, Esc does not.")

    def action_remove(self) -> None:
        self._act(self.desk.remove)

    def action_undo(self) -> None:
        self._take(self.desk.undo, "Taken back", "Nothing to take back.")

    def action_redo(self) -> None:
        self._take(self.desk.redo, "Done again", "Nothing to do again.")

    def _take(self, step: Callable[[], Undone | None], told: str, nothing: str) -> None:
        done: list[Undone | None] = []
        if not self._act(lambda: done.append(step())):
            return
        act = done[0]
        if act is None:
            self.notify(nothing)
        elif act.interview_id not in (None, self.desk.interview_id):
            self.notify(f"{told} in another interview: {act.label}.", markup=False)
        else:
            self.notify(f"{told}: {act.label}.", markup=False, timeout=2)

    # memos --------------------------------------------------------------------------------------

    def action_memo_coding(self) -> None:
        coding = self.desk.current()
        if coding is None:
            self.notify("There is no coding on this passage to write about.", severity="warning")
        elif not self.desk.is_mine(coding):
            self.notify("That coding is another coder's; press m on one of yours.", severity="warning")
        else:
            self._memo(MemoTarget.CODING, coding.id, f"Memo on the coding '{self.desk.theme_name(coding.theme)}'")

    def action_memo_theme(self) -> None:
        coding = self.desk.current()
        tree = self.query_one(CodebookTree)
        theme = tree.highlighted_theme if tree.has_focus_within else coding.theme if coding else tree.highlighted_theme
        if theme is None or theme not in self.desk.themes:
            self.notify("Mark a theme in the codebook first, or go to a coding.", severity="warning")
        else:
            self._memo(MemoTarget.THEME, theme, f"Memo on the theme '{self.desk.theme_name(theme)}'")

    def action_memo_interview(self) -> None:
        name = self.desk.transcript.name
        self._memo(MemoTarget.INTERVIEW, self.desk.interview_id, f"Memo on the interview '{name}'")

    def _memo(self, target: MemoTarget, target_id: str, title: str) -> None:
        from rrt_qual.tui.screens.memo import MemoEditor

        mine = self.session.memo(target, target_id)
        names = self.desk.coder_names
        others = [
            (names.get(m.coder_id, "?"), m.text)
            for m in self.session.memos(target, target_id)
            if m.coder_id != self.session.coder.id
        ]
        interview_id = self.desk.interview_id if target is not MemoTarget.THEME else None

        def save(text: str) -> None:
            self.session.set_memo(target, target_id, text, interview_id)

        self.app.push_screen(MemoEditor(title, mine, others, save), lambda _: self.refresh_desk())

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
        from rrt_qual.tui.screens.jump import JumpScreen

        def jump(interview_id: str | None) -> None:
            if interview_id is not None:
                self.go_to(interview_id)

        self.app.push_screen(JumpScreen(self.session.heads(), self.desk.interview_id), jump)

    def go_to(self, interview_id: str, place: Span | None = None) -> None:
        """Open another interview here (or this one elsewhere); the place in this one is remembered."""
        self._save_place()
        self._open(interview_id, place)

    def action_next_interview(self) -> None:
        self._neighbour(1)

    def action_previous_interview(self) -> None:
        self._neighbour(-1)

    def _neighbour(self, step: int) -> None:
        ids = [h.id for h in self.session.heads()]
        at = ids.index(self.desk.interview_id) + step
        if 0 <= at < len(ids):
            self.go_to(ids[at])
        else:
            self.notify("There is no further interview that way.")

    def action_done(self) -> None:
        told: list[bool] = []
        if self._act(lambda: told.append(self.desk.toggle_done())):
            self.notify("Marked as done by you." if told[0] else "No longer marked as done.", timeout=2)

    # views --------------------------------------------------------------------------------------

    def action_filter_codebook(self) -> None:
        self._show_codebook(True)
        self.query_one(CodebookTree).focus_filter()

    def action_focus_codebook(self) -> None:
        self._show_codebook(True)
        self.query_one(CodebookTree).focus_tree()

    def action_toggle_codebook(self) -> None:
        self._show_codebook(not self.query_one(CodebookTree).display)

    def _show_codebook(self, show: bool) -> None:
        self._codebook_wanted = show
        self.query_one(CodebookTree).display = show
        if not show:
            self.transcript_view.focus()

    def action_toggle_coders(self) -> None:
        self.desk.everybody = not self.desk.everybody
        self._show()
        self.notify("Everybody's codings are shown." if self.desk.everybody else "Only your codings are shown.", timeout=2)

    def action_themes(self) -> None:
        self._save_place()
        self.rrt.open_themes()

    def action_interviews(self) -> None:
        self._save_place()
        self.dismiss()
