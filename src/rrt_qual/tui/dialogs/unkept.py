"""Texts that were typed and not kept, because the program ended before: read them, go where they belong, drop them."""

from __future__ import annotations

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Static

from rrt_qual.domain.coding import Coder
from rrt_qual.services.coding import drafts
from rrt_qual.services.coding.drafts import Draft
from rrt_qual.services.shared.project import Project
from rrt_qual.tui.actions import table as actions
from rrt_qual.tui.dialogs.confirm import ConfirmScreen
from rrt_qual.tui.shared.screen import RrtDialog
from rrt_qual.tui.widgets.bars import count
from rrt_qual.tui.widgets.cells import visible
from rrt_qual.tui.widgets.key_line import KeyLine
from rrt_qual.tui.widgets.plain import squeeze
from rrt_qual.tui.widgets.row_list import RowList

#: The fields of a draft that hold words of the coder's, as they are called here.
_FIELDS = {"text": "", "words": "", "reason": "", "name": "Name: ", "definition": "Definition: "}


def unkept_words(project: Project, coder: Coder) -> str:
    """'1 text was not kept: memo on T25-03 (u)', or '' when there is none."""
    found = drafts.unkept(project, coder)
    if not found:
        return ""
    verb = "was" if len(found) == 1 else "were"
    more = f" and {len(found) - 2} more" if len(found) > 2 else ""
    told = ", ".join(drafts.what(project, d) for d in found[:2])
    return f"{count(len(found), 'text')} {verb} not kept: {told}{more}. u shows {'it' if len(found) == 1 else 'them'}."


class UnkeptScreen(RrtDialog[Draft | None]):
    """What there is, and all the words of the one under the cursor; answers with the one to go to."""

    BINDINGS = actions.bindings("unkept")
    SCOPE = "unkept"
    AUTO_FOCUS = "RowList"

    def __init__(self, project: Project, coder: Coder) -> None:
        super().__init__()
        self._project, self._coder = project, coder
        self._found: list[Draft] = []

    def compose(self) -> ComposeResult:
        """Title, the texts, one of them whole, the keys."""
        with Vertical(classes="box middling"):
            yield Static(Text("Typed and not kept", style="bold"), id="title", markup=False)
            yield RowList(id="rows")
            with VerticalScroll(id="whole", can_focus=False):
                yield Static(id="words", markup=False)
            yield KeyLine(self.SCOPE)

    def on_mount(self) -> None:
        """Read them."""
        self._fill()

    def project_changed(self) -> None:
        """What they are about may be called otherwise by now; the cursor stays on its text."""
        self._fill()

    def _fill(self) -> None:
        before = self._current()
        self._found = drafts.unkept(self._project, self._coder)
        rows = self.query_one(RowList)
        same = (n for n, d in enumerate(self._found) if before and (d.kind, d.target) == (before.kind, before.target))
        rows.set_rows(len(self._found), self._draw, cursor=next(same, rows.cursor or 0))

    def _draw(self, row: int, width: int) -> list[Text]:
        draft = self._found[row]
        line = Text.assemble((squeeze(drafts.what(self._project, draft)), "bold"), f"  {drafts.when(draft)}")
        line.truncate(width, overflow="ellipsis")
        return [line]

    def _current(self) -> Draft | None:
        at = self.query_one(RowList).cursor
        return self._found[at] if at is not None and at < len(self._found) else None

    def on_row_list_highlighted(self, event: RowList.Highlighted) -> None:
        """Show all its words."""
        draft = self._current()
        fields = drafts.shown(self._project, draft) if draft else {}
        parts = [f"{said}{fields[name]}" for name, said in _FIELDS.items() if name in fields]
        self.query_one("#words", Static).update(Text(visible("\n".join(parts)) if draft else "Nothing is left here."))

    def on_row_list_selected(self, event: RowList.Selected) -> None:
        """A second click goes there."""
        self.action_open()

    def action_open(self) -> None:
        draft = self._current()
        if draft is None:
            return
        if draft.interview_id is None:
            self.notify(_WHERE.get(draft.kind, "It is offered where it was typed."), timeout=6)
        else:
            self.dismiss(draft)

    def action_drop(self) -> None:
        draft = self._current()
        if draft is None:
            return

        def answered(yes: bool | None) -> None:
            if yes:
                drafts.give_up(self._project, self._coder, draft)
                self._fill()

        question = f"Drop the {drafts.what(self._project, draft)} for good?"
        self.app.push_screen(ConfirmScreen(squeeze(question)), answered)

    def action_back(self) -> None:
        self.dismiss(None)


_WHERE = {
    drafts.MEMO: "It is offered when you write a memo on that theme: M on the coding screen.",
    drafts.THEME: "It is offered when you make a new theme: D in the list of interviews, then n.",
    drafts.RATE: "It is offered when you rate that indicator: R in the list of interviews.",
}
