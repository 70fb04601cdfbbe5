"""The acts of the coding screen: codings, their stance, bounds and theme, memos, undo."""

from __future__ import annotations

from collections.abc import Callable

from rrt_qual.domain.codebook import Stance
from rrt_qual.domain.coding import MemoTarget, Undone
from rrt_qual.tui.codebook.picker import PickResult
from rrt_qual.tui.codebook.tree import CodebookTree
from rrt_qual.tui.coding.base import CodingBase


class Acting(CodingBase):
    """What a coder does to the project, a key an act."""

    # coding -------------------------------------------------------------------------------------

    def action_pick_theme(self) -> None:
        """Choose a theme for the selection; while bounds are moved, keep the new bounds instead."""
        if self.desk.bounds_of is not None:
            self._act(self.desk.finish_bounds)
            return
        self._pick("Code", self._apply_pick, codes=True)

    def _apply_pick(self, found: PickResult) -> None:
        proposal = found.proposal
        if proposal is not None:
            self._act(lambda: self.desk.accept_this(proposal, found.stance))
        elif found.new_name:
            self._make_theme(found)
        else:
            self._act(lambda: self.desk.apply(found.theme_id, found.stance or Stance.UNSPECIFIED))

    def _make_theme(self, found: PickResult) -> None:
        """Make a theme, then code with it: two steps, of which `z` takes the coding back."""
        from rrt_qual.services.suggestions.discover import make_theme
        from rrt_qual.tui.suggestions.new_theme import NewTheme, NewThemeScreen

        themes: list[str] = []

        def save(wanted: NewTheme) -> None:
            themes.append(
                make_theme(self.session.project, wanted.name, indicator=wanted.indicator, definition=wanted.definition)
            )

        def made(wanted: NewTheme | None) -> None:
            if wanted is None:
                return
            self._take_codebook(self.session.codebook())
            if self._act(lambda: self.desk.apply(themes[-1], found.stance or Stance.UNSPECIFIED)):
                self.notify(f"Coded with the new theme ‘{wanted.name}’. z takes the coding back; the theme stays.")

        def about() -> str:
            return " ".join(self.desk.cursor.selection.of(self.desk.transcript.text).split())[:60]

        self.app.push_screen(NewThemeScreen(self.codebook, about, save, name=found.new_name), made)

    def action_repeat_theme(self) -> None:
        self._act(self.desk.repeat)

    def _pinned(self, digit: int) -> None:
        self._act(lambda: self.desk.apply_pinned(digit))

    def action_pinned_5(self) -> None:
        self._pinned(5)

    def action_pinned_6(self) -> None:
        self._pinned(6)

    def action_pinned_7(self) -> None:
        self._pinned(7)

    def action_pinned_8(self) -> None:
        self._pinned(8)

    def action_pinned_9(self) -> None:
        self._pinned(9)

    def action_pin(self) -> None:
        """The theme in the codebook, when one is there; else of the current coding; else the one used last."""
        coding, tree = self.desk.current(), self.query_one(CodebookTree)
        theme = tree.highlighted_theme if tree.has_focus_within else coding.theme if coding else None
        if theme is None and self.desk.last is not None:
            theme = self.desk.last.theme
        self._ask_pin(theme)

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
        if self._cannot("change"):
            return

        def change(found: PickResult) -> None:
            self._act(lambda: self.desk.set_theme(found.theme_id))

        self._pick("Change the theme of", change)

    def action_edit_bounds(self) -> None:
        if self._act(self.desk.begin_bounds):
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

    def _cannot(self, doing: str) -> bool:
        """Whether nothing can be done to the current coding; says why."""
        fault = self.desk.not_mine(doing)
        if fault is not None:
            self.notify(str(fault), severity="warning")
        return fault is not None

    # memos --------------------------------------------------------------------------------------

    def action_memo_coding(self) -> None:
        coding = self.desk.current()
        if not self._cannot("write about") and coding is not None:
            theme = coding.theme
            self._memo(MemoTarget.CODING, coding.id, lambda: f"the coding '{self.desk.theme_name(theme)}'")

    def action_memo_theme(self) -> None:
        coding = self.desk.current()
        tree = self.query_one(CodebookTree)
        theme = tree.highlighted_theme if tree.has_focus_within else coding.theme if coding else tree.highlighted_theme
        if theme is None or theme not in self.desk.themes:
            self.notify("Mark a theme in the codebook first, or go to a coding.", severity="warning")
        else:
            self._memo(MemoTarget.THEME, theme, lambda: f"the theme '{self.desk.theme_name(theme)}'")

    def action_memo_interview(self) -> None:
        self._memo(MemoTarget.INTERVIEW, self.desk.interview_id, lambda: f"the interview '{self.desk.transcript.name}'")

    def _memo(self, target: MemoTarget, target_id: str, about: Callable[[], str]) -> None:
        from rrt_qual.tui.dialogs.memo import memo_editor

        interview_id = self.desk.interview_id if target is not MemoTarget.THEME else None
        editor = memo_editor(self.session, target, target_id, about, interview_id)
        self.app.push_screen(editor, lambda _: self.refresh_desk())

    def action_done(self) -> None:
        told: list[bool] = []
        if self._act(lambda: told.append(self.desk.toggle_done())):
            self.notify("Marked as done by you." if told[0] else "No longer marked as done.", timeout=2)
