"""Writing a memo: nothing typed is lost without a question."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Static, TextArea

from rrt_qual.domain.coding import MemoTarget
from rrt_qual.domain.errors import Conflict, RrtError
from rrt_qual.services.coding import drafts
from rrt_qual.services.coding.drafts import Slot
from rrt_qual.services.coding.session import CodingSession
from rrt_qual.tui.actions import table as actions
from rrt_qual.tui.dialogs.confirm import ConfirmScreen
from rrt_qual.tui.shared.drafting import Drafting
from rrt_qual.tui.widgets.cells import visible
from rrt_qual.tui.widgets.key_line import KeyLine

#: Said when the memo was written in another window while this one was open, or since a text that was not kept.
_MEANWHILE = "This memo was changed meanwhile: what is kept now stands above. Ctrl+S puts your text in its place."


class MemoEditor(Drafting[str | None]):
    """This coder's memo to write, and above it what others wrote.

    Answers with the text when it was changed and saved, else None. `save`, if given, is called with the
    text first: when it fails, the fault is told and the editor stays open with all that was typed.
    `read` gives the memo as it is kept now: where that is no longer `text`, nothing is written over it unsaid.
    `again` gives title and others' memos as they may be read by then.
    """

    BINDINGS = actions.bindings("memo")
    SCOPE = "memo"
    AUTO_FOCUS = "TextArea"
    DROPS = "Esc, then n, drops it."

    def __init__(
        self,
        title: str,
        text: str,
        others: Sequence[tuple[str, str]] = (),
        save: Callable[[str], None] | None = None,
        *,
        read: Callable[[], str] | None = None,
        slot: Slot | None = None,
        again: Callable[[], tuple[str, list[tuple[str, str]]]] | None = None,
    ) -> None:
        super().__init__()
        self._heading, self._before, self._others, self._save = title, text, list(others), save
        self._read, self._again = read, again
        self._kept: list[tuple[str, str]] = []
        self.slot = slot

    def compose(self) -> ComposeResult:
        """Title, other coders' memos, what was not kept, the field, keys."""
        with Vertical(classes="box middling"):
            yield Static(self._title(), id="title")
            with VerticalScroll(id="others", can_focus=False):
                yield Static(self._told(), id="theirs", markup=False)
            yield Static(id="left", classes="hint", markup=False)
            yield TextArea(self._before, tab_behavior="focus", compact=True)
            yield KeyLine(self.SCOPE)

    def on_mount(self) -> None:
        """Go on at the end of what is there, or of what was typed and not kept."""
        self.query_one("#others").display = bool(self._others)
        self.query_one("#left").display = False
        area = self.query_one(TextArea)
        if left := self.take_left():
            area.load_text(left.fields.get("text", ""))
            if left.fields.get("before", self._before) != self._before:
                self._show_kept(self._before)
        area.move_cursor(area.document.end)

    def project_changed(self) -> None:
        """Others' memos, and what this one is about, are read again; what is being typed stays as it is."""
        if self._again is not None:
            self._heading, self._others = self._again()
            self.query_one("#title", Static).update(self._title())
            self._show_others()

    @property
    def text(self) -> str:
        """What stands in the field."""
        return self.query_one(TextArea).text

    @property
    def changed(self) -> bool:
        """Whether something was typed that is not saved."""
        return self.text.strip() != self._before.strip()

    def draft_fields(self) -> dict[str, str]:
        """The text, and the memo that it began from."""
        return {"text": self.text, "before": self._before}

    def draft_changed(self) -> bool:
        """Whether something was typed that is not saved."""
        return self.changed

    def action_save(self) -> None:
        self._finish(True)

    def action_cancel(self) -> None:
        if self.changed:
            self.app.push_screen(ConfirmScreen("You have changed the memo. Save it?"), self._finish)
        else:
            self._finish(False)

    def _finish(self, answer: bool | None) -> None:
        if answer is None:
            return
        try:
            if not answer or not self.changed:
                self.give_up()
                self.dismiss(None)
                return
            text = self.text
            self.keep(lambda: self._keep(text))
        except RrtError as fault:
            self.rrt.tell(fault)
            return
        self.dismiss(text)

    def _keep(self, text: str) -> None:
        """Save it, unless the memo is no longer the one that was read; raises Conflict."""
        now = self._before if self._read is None else self._read()
        if now != self._before:
            self._before = now
            self._show_kept(now)
            raise Conflict(_MEANWHILE)
        if self._save is not None:
            self._save(text)

    def _show_kept(self, now: str) -> None:
        """Show this coder's memo as another window has kept it."""
        self._kept.append(("Kept meanwhile", now.strip() or "(taken away)"))
        self._show_others()
        self.say_left(_MEANWHILE)

    def _show_others(self) -> None:
        self.query_one("#others").display = bool(self._others or self._kept)
        self.query_one("#theirs", Static).update(self._told())

    def _title(self) -> Text:
        return Text(visible(self._heading), style="bold", no_wrap=True, overflow="ellipsis")

    def _told(self) -> Text:
        out = Text()
        for coder, text in (*self._others, *self._kept):
            out.append(f"{visible(coder)}: ", style="bold")
            out.append(visible(text.strip()) + "\n")
        return out


def memo_editor(
    session: CodingSession, target: MemoTarget, target_id: str, about: Callable[[], str], interview_id: str | None
) -> MemoEditor:
    """The editor of this coder's memo on a coding, a theme or an interview, with what others wrote above it.

    `about` tells what the memo is on, as it may be called by then.
    """

    def again() -> tuple[str, list[tuple[str, str]]]:
        names = session.coder_names()
        hidden = [("Blind", "what other coders wrote is hidden.")] if session.blind else []
        found = (m for m in session.memos(target, target_id) if m.coder_id != session.coder.id)
        return f"Memo on {about()}", hidden + [(names.get(m.coder_id, "?"), m.text) for m in found]

    def save(text: str) -> None:
        session.set_memo(target, target_id, text, interview_id)

    def read() -> str:
        return session.memo(target, target_id)

    slot = Slot(session.project, session.coder, drafts.MEMO, f"{target}:{target_id}", interview_id)
    title, others = again()
    return MemoEditor(title, read(), others, save, read=read, slot=slot, again=again)
