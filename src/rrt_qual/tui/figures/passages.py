"""The passages behind a figure of the table of themes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from rrt_qual.domain.codebook import Codebook, Stance
from rrt_qual.services.figures.frequencies import ShownPassage, passages
from rrt_qual.services.shared.project import Project
from rrt_qual.tui.actions import table as actions
from rrt_qual.tui.shared.screen import RrtScreen
from rrt_qual.tui.widgets.bars import count
from rrt_qual.tui.widgets.cells import visible
from rrt_qual.tui.widgets.key_line import KeyLine
from rrt_qual.tui.widgets.plain import squeeze
from rrt_qual.tui.widgets.row_list import RowList
from rrt_qual.tui.widgets.row_table import fit
from rrt_qual.tui.widgets.signs import letters, stance_colour


@dataclass(frozen=True, slots=True)
class PassagesAsked:
    """Which figure is meant: of what, and by which filters it was counted."""

    level: str
    key: str
    name: str
    wave: str | None = None
    coder: str | None = None
    stance: Stance | None = None
    by: str | None = None
    group: str | None = None

    def words(self) -> str:
        """The filters in words."""
        parts = [
            f"wave {self.wave}" if self.wave else "all waves",
            f"{self.by}: {self.group}" if self.by else "",
            f"coder {self.coder}" if self.coder else "any coder",
            f"{self.stance.letter} {self.stance}" if self.stance else "all stances",
        ]
        return " · ".join(squeeze(p) for p in parts if p)


class PassagesScreen(RrtScreen[None]):
    """A list of passages, and all the words of the one under the cursor."""

    BINDINGS = actions.bindings("passages")
    SCOPE = "passages"
    SHOWS_OTHERS = True
    AUTO_FOCUS = "RowList"

    def __init__(self, project: Project, question: PassagesAsked) -> None:
        super().__init__()
        self._project, self._question = project, question
        self._told: str | None = None
        self._passages: list[ShownPassage] = []
        self._codebook: Codebook = project.codebook()
        self._signs = letters(self._codebook)
        self._names = {t.id: t.name for t in self._codebook.themes}

    def compose(self) -> ComposeResult:
        """What the figure is, the passages, the words of one, the keys."""
        yield Static(Text(squeeze(self._question.name), style="bold"), classes="heading", markup=False)
        yield Static(id="status", classes="line", markup=False)
        yield RowList(row_height=2, id="passages")
        with VerticalScroll(id="whole", can_focus=False):
            yield Static(id="words", markup=False)
        yield KeyLine(self.SCOPE)

    def on_screen_resume(self) -> None:
        """Read the passages; when one comes back from an interview they may have changed."""
        self._ask()

    def project_changed(self) -> None:
        """Read them again."""
        self._ask()

    def _ask(self) -> None:
        q = self._question
        those = partial(passages, wave=q.wave, coder=q.coder, stance=q.stance, by=q.by, group=q.group)
        self.read(self._project, partial(those, self._project, q.level, q.key), self._show)

    def _show(self, found: list[ShownPassage]) -> None:
        at, before = self._list.cursor, self._current_id()
        self._passages = found
        where = count(len({p.coding.interview_id for p in found}), "interview")
        said = f"{count(len(found), 'coding')} in {where}  ·  {self._question.words()}"
        self.query_one("#status", Static).update(Text(said, no_wrap=True, overflow="ellipsis"))
        same = (n for n, p in enumerate(self._passages) if p.coding.id == before)
        self._list.set_rows(len(self._passages), self._draw, cursor=next(same, at or 0), steady=True)

    def _current_id(self) -> str | None:
        """The id of the coding under the cursor."""
        at = self._list.cursor
        return self._passages[at].coding.id if at is not None and at < len(self._passages) else None

    @property
    def _list(self) -> RowList:
        return self.query_one("#passages", RowList)

    def _draw(self, row: int, width: int) -> list[Text]:
        passage = self._passages[row]
        return [fit(self._about(passage), width), fit(Text(f"  “{squeeze(passage.words)}”"), width)]

    def _about(self, passage: ShownPassage) -> Text:
        coding = passage.coding
        out = Text(no_wrap=True)
        out.append(squeeze(passage.interview), style="bold")
        if passage.wave:
            out.append(f"  {squeeze(passage.wave)}")
        colour = stance_colour(coding.stance, dark=self.app.current_theme.dark)
        out.append(f"  {coding.stance.letter} {coding.stance}", style=f"bold {colour}")
        if self._question.level != "theme":
            out.append(
                f"  {self._signs.get(coding.theme, '··')} {squeeze(self._names.get(coding.theme, coding.theme))}"
            )
        out.append(f"  {squeeze(passage.coder)}", style="dim")
        return out

    def on_row_list_highlighted(self, event: RowList.Highlighted) -> None:
        """Show all the words of the passage."""
        words = visible(self._passages[event.row].words) if event.row is not None else ""
        text = Text(words)
        if event.row is not None and self._passages[event.row].coding.memo:
            text.append(f"\n✎ {visible(self._passages[event.row].coding.memo)}", style="italic")
        self.query_one("#words", Static).update(text)
        if self._told != self._current_id():
            self._told = self._current_id()
            self.query_one("#whole", VerticalScroll).scroll_home(animate=False)

    def on_row_list_selected(self, event: RowList.Selected) -> None:
        """A second click opens."""
        self.action_open()

    def action_open(self) -> None:
        at = self._list.cursor
        if at is None:
            return
        if self.rrt.session is None:
            self.notify("Say who is coding first: c in the list of interviews.", severity="warning")
        else:
            coding = self._passages[at].coding
            self.rrt.open_interview(coding.interview_id, coding.span)

    def action_back(self) -> None:
        self.dismiss()
