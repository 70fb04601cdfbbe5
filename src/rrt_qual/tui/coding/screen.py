"""The coding screen: transcript, codebook and what is coded here; all by keyboard."""

from __future__ import annotations

from rrt_qual.domain.coding import Showing
from rrt_qual.tui.actions import table as actions
from rrt_qual.tui.codebook.tree import CodebookTree
from rrt_qual.tui.coding.acts import Acting
from rrt_qual.tui.coding.base import WIDE
from rrt_qual.tui.coding.moves import Moving
from rrt_qual.tui.coding.offered import Suggested

__all__ = ["WIDE", "CodingScreen"]


class CodingScreen(Suggested, Moving, Acting):
    """One coder codes one interview. `place` is where to open it (None: where it was left)."""

    BINDINGS = actions.bindings("coding")
    SCOPE = "coding"

    # views --------------------------------------------------------------------------------------

    def action_filter_codebook(self) -> None:
        self._show_codebook(True)
        self.query_one(CodebookTree).focus_filter()

    def action_focus_codebook(self) -> None:
        self._show_codebook(True)
        self.query_one(CodebookTree).focus_tree()

    def action_toggle_codebook(self) -> None:
        self._show_codebook(not self.query_one(CodebookTree).display)

    def action_toggle_coders(self) -> None:
        if self.rrt.blind:
            self.notify("You code blind, so others' codings are hidden; H ends that.", severity="warning")
            return
        self.desk.everybody = not self.desk.everybody
        self._show()
        self.notify(
            "Everybody's codings are shown." if self.desk.everybody else "Only your codings are shown.", timeout=2
        )

    def action_original(self) -> None:
        """Between pseudonyms and original words; the place stays, and nothing in the project moves."""
        wanted = self.desk.showing is not Showing.ORIGINAL
        interview_id = self.desk.interview_id
        self._look_again(lambda: self.session.show_original(interview_id, wanted))
        self.notify("Original words: not for other eyes." if wanted else "Names are replaced again.", timeout=2)

    def action_themes(self) -> None:
        self._save_place()
        self.rrt.open_themes()

    def action_review(self) -> None:
        self._save_place()
        self.rrt.open_review(self.desk.interview_id)
