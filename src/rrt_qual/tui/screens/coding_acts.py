"""The acts of the coding screen: codings, their stance, bounds and theme, memos, undo."""

from __future__ import annotations

from collections.abc import Callable

from rrt_qual.domain.codebook import Stance
from rrt_qual.domain.coding import Coding, MemoTarget
from rrt_qual.services.coding import Undone
from rrt_qual.tui.screens.coding_base import CodingBase
from rrt_qual.tui.screens.theme_picker import PickResult
from rrt_qual.tui.widgets.codebook_tree import CodebookTree


class Acting(CodingBase):
    """What a coder does to the project, a key an act."""

    # coding -------------------------------------------------------------------------------------

    def action_pick_theme(self) -> None:
        """Choose a theme for the selection; while bounds are moved, keep the new bounds instead."""
        if self.desk.bounds_of is not None:
            self._act(self.desk.finish_bounds)
            return
        self._pick("Code", lambda found: self._apply_pick(found))

    def _apply_pick(self, found: PickResult) -> None:
        self._act(lambda: self.desk.apply(found.theme_id, found.stance or Stance.UNSPECIFIED))

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
        from rrt_qual.tui.screens.memo import memo_editor

        interview_id = self.desk.interview_id if target is not MemoTarget.THEME else None
        editor = memo_editor(self.session, target, target_id, title, interview_id)
        self.app.push_screen(editor, lambda _: self.refresh_desk())

    def action_done(self) -> None:
        told: list[bool] = []
        if self._act(lambda: told.append(self.desk.toggle_done())):
            self.notify("Marked as done by you." if told[0] else "No longer marked as done.", timeout=2)
