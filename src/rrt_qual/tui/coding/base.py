"""What every group of the coding screen's actions stands on: its parts, how they are shown, and how acts are done."""

from __future__ import annotations

from collections.abc import Callable

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.events import Resize
from textual.widgets import Static

from rrt_qual.domain.codebook import Codebook
from rrt_qual.domain.errors import RrtError
from rrt_qual.domain.spans import Span
from rrt_qual.services.coding.lens import Lens
from rrt_qual.services.project.watch import refuse_gone
from rrt_qual.tui.codebook.picker import PickerExtras, PickResult, ThemePicker
from rrt_qual.tui.codebook.tree import CodebookTree
from rrt_qual.tui.coding import side_panel
from rrt_qual.tui.coding.desk import Desk
from rrt_qual.tui.coding.pin import PinAsked, Pinned, PinScreen
from rrt_qual.tui.coding.trail import Trail
from rrt_qual.tui.shared.screen import RrtScreen
from rrt_qual.tui.transcript.find_bar import FindBar
from rrt_qual.tui.transcript.selection import Cursor
from rrt_qual.tui.transcript.view import TranscriptView
from rrt_qual.tui.widgets.key_line import KeyLine
from rrt_qual.tui.widgets.signs import letters

#: Below this many columns the codebook is folded away and the side panel stands below the transcript.
WIDE = 110


class CodingBase(RrtScreen[None]):
    """One coder codes one interview. `place` is where to open it (None: where it was left)."""

    CSS_PATH = "../styles/coding.tcss"
    AUTO_FOCUS = "TranscriptView"

    def __init__(self, session: Lens, interview_id: str, place: Span | None = None) -> None:
        super().__init__()
        self.session = session
        session.begin(interview_id)
        self.codebook = session.codebook()
        self.signs = letters(self.codebook)
        self.desk = Desk(session, interview_id, self.signs, self.codebook)
        self._place = place
        self._codebook_wanted: bool | None = None
        self.trail: Trail | None = None
        self._gone = False

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
            self.rrt.watching.show(self)

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
        """Show an interview, at `place` (in the original) or where it was left."""
        everybody = self.desk.everybody
        self.session.begin(interview_id)
        self.desk = Desk(self.session, interview_id, self.signs, self.codebook)
        self.desk.everybody = everybody
        if place:
            self.desk.cursor = self.desk.cursor.select(self.desk.shown_at(place))
        elif left := self.desk.progress.place:
            self.desk.cursor = self.desk.cursor.at(left.start)
        self.transcript_view.show(self.desk.transcript, self.desk.cursor, self.desk.masks)
        self.query_one(FindBar).close()
        self.refresh_desk()
        self.desk.save_place()

    def refresh_desk(self) -> None:
        """Read back what the project holds and show it."""
        if (codebook := self.session.codebook()) != self.codebook:
            self._take_codebook(codebook)
        if self.session.has_changed(self.desk.interview_id):
            self._look_again(lambda: self.session.look_again(self.desk.interview_id))
            return
        self.desk.reload()
        self._show()

    def project_changed(self) -> None:
        """Others coded: marks, counts and panel follow, and nothing else moves; raises NotFound when it has gone."""
        self._gone = True
        refuse_gone(self.session.project, self.desk.interview_id)
        self._gone = False
        if not self.desk.reload_beside():
            self.notify("The coding whose bounds you were moving was removed meanwhile.", severity="warning")
        reads_otherwise = self.session.has_changed(self.desk.interview_id)
        self.refresh_desk()
        if reads_otherwise:
            self.rrt.watching.close_above(self, ThemePicker)
            self.notify("Names were replaced or brought back meanwhile: this is how the interview may be read now.")

    def _look_again(self, change: Callable[[], None]) -> None:
        """Let the session show the interview otherwise, and stay at the same words."""
        selection = self.desk.original()
        change()
        self.desk.look_again(selection)
        self.transcript_view.show(self.desk.transcript, self.desk.cursor, self.desk.masks, keep=True)
        self.transcript_view.set_hits(self.desk.hits, self.desk.hit)
        self._show()

    def _take_codebook(self, codebook: Codebook) -> None:
        """A theme was added meanwhile, on another screen or by somebody else."""
        self.codebook, self.signs = codebook, letters(codebook)
        self.desk.set_codebook(codebook, self.signs)
        self.query_one(CodebookTree).set_codebook(codebook, self.signs)
        self.rrt.suggesting.ask_restart(codebook.version, self.desk.interview_id)

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
        blind = self.rrt.blind
        self.query_one("#heading", Static).update(
            side_panel.heading(self.desk, blind=blind, wide=self.has_class("-wide"), trail=self.trail)
        )
        side = self.query_one("#side", Static)
        offer = None if blind else self.rrt.suggesting.offer()
        size = side.content_size
        wide = self.has_class("-wide")
        side.update(side_panel.panel(self.desk, offer, wide=wide, width=size.width, height=size.height))

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
        before = self.desk.evidence()
        try:
            do()
        except RrtError as fault:
            self.notify(str(fault), severity="warning", markup=False)
            self.desk.reload()
            self._show()
            return False
        self._show()
        if self.desk.evidence() != before and not self.rrt.blind:
            self.rrt.suggesting.ask_refit(self.desk.interview_id)
        return True

    def write_now(self) -> None:
        """Put on disk where one is."""
        self.desk.save_place()

    def _save_place(self) -> None:
        if self._gone:
            return
        try:
            self.desk.save_place()
        except RrtError as fault:
            self.app.notify(str(fault), severity="warning", markup=False)

    # what several groups of actions do --------------------------------------------------------------

    def _pick(
        self, title: str, then: Callable[[PickResult], None], words: str | None = None, *, codes: bool = False
    ) -> None:
        """Choose a theme; `words` (None: the selection) is what it is chosen for.

        `codes`: the passage is coded with it, so its suggestions are on top and a new theme can be made.
        """
        if words is None:
            words = " ".join(self.desk.cursor.selection.of(self.desk.transcript.text).split())

        def picked(found: PickResult | None) -> None:
            if found is not None:
                then(found)

        extras = PickerExtras(
            offered=self.desk.offered() if codes and not self.rrt.blind and self.desk.offers.ready else (),
            meaning=None if self.rrt.blind else self.rrt.suggesting.meaning,
            pin=self._ask_pin,
            can_make=codes,
        )
        self.app.push_screen(ThemePicker(self.codebook, self.signs, title, words, self.desk.recent, extras), picked)

    def _ask_pin(self, theme: str | None) -> None:
        self.app.push_screen(PinScreen(self.pin_asked(theme)), self.pin)

    def pin_asked(self, theme: str | None) -> PinAsked:
        """What the dialog of the digits shows."""
        names = {t.id: t.name for t in self.codebook.themes}
        return PinAsked(theme, self.desk.pins, self.desk.most_used(), names)

    def pin(self, wanted: Pinned | None) -> None:
        """Put themes under digits, or free them."""
        if wanted is None:
            return
        self._act(lambda: self.desk.pin(wanted))
        said = ", ".join(f"{d} {self.desk.theme_name(t) if t else 'free'}" for d, t in wanted.items())
        self.notify(f"Digits: {said}.", timeout=3)

    def go_to(self, interview_id: str, place: Span | None = None) -> None:
        """Open another interview here (or this one elsewhere); the place in this one is remembered."""
        self._save_place()
        self._open(interview_id, place)

    def _show_codebook(self, show: bool) -> None:
        self._codebook_wanted = show
        self.query_one(CodebookTree).display = show
        if not show:
            self.transcript_view.focus()

    def action_interviews(self) -> None:
        self._save_place()
        self.dismiss()
