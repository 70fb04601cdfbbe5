"""The list of interviews: what there is to code and how far one has come."""

from __future__ import annotations

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.events import Resize
from textual.widgets import Input, Static

from rrt_qual.domain.coding import MemoTarget
from rrt_qual.domain.confidentiality.consent_words import SHOWN
from rrt_qual.domain.confidentiality.privacy import Consent
from rrt_qual.services.coding import drafts
from rrt_qual.services.coding.drafts import Draft
from rrt_qual.services.coding.session import CodingSession, Head
from rrt_qual.tui.actions import table as actions
from rrt_qual.tui.dialogs.jump import matching
from rrt_qual.tui.dialogs.unkept import UnkeptScreen, unkept_words
from rrt_qual.tui.shared.screen import RrtScreen
from rrt_qual.tui.widgets.bars import bar, count, percent
from rrt_qual.tui.widgets.key_line import KeyLine
from rrt_qual.tui.widgets.plain import squeeze
from rrt_qual.tui.widgets.row_list import RowList
from rrt_qual.tui.widgets.row_table import GAP, RowTable, TableColumn

_EMPTY = (
    "There are no interviews in this project yet.\n\n"
    "Leave with q and bring some in:\n\n    rrt-qual import PROJECT FILES…"
)
#: The cells that an attribute may take, and those it needs to say anything.
_WIDEST, _NARROWEST = 22, 9


class InterviewsScreen(RrtScreen[None]):
    """All interviews with this coder's progress; enter opens one."""

    BINDINGS = actions.bindings("interviews")
    SCOPE = "interviews"
    AUTO_FOCUS = "RowTable"

    def __init__(self) -> None:
        super().__init__()
        self._heads: list[Head] = []
        self._shown: list[Head] = []
        self._attributes: list[str] = []
        self._memos: dict[str, bool] = {}
        self._bar = 0

    def compose(self) -> ComposeResult:
        """Two lines of heading, the field to filter by, the table, the keys."""
        with Horizontal(classes="heading"):
            yield Static(id="project", markup=False)
            yield Static(id="who", markup=False)
        yield Static(id="totals", markup=False)
        yield Static(id="unkept", classes="line", markup=False)
        yield Input(placeholder="filter: part of a name, a wave, a role, a team", id="filter", compact=True)
        yield Static(_EMPTY, id="empty", markup=False)
        yield RowTable(id="table")
        yield Static(id="about", classes="line", markup=False)
        yield KeyLine(self.SCOPE)

    def on_mount(self) -> None:
        """Read the interviews; the cursor goes to the one left last."""
        self.query_one("#filter").display = False
        session = self.session
        self.reload(session.last_interview() if session else None)

    def on_screen_resume(self) -> None:
        """Something was coded meanwhile: read again."""
        if self.is_mounted and self._heads:
            self.reload()

    def project_changed(self) -> None:
        """Somebody coded: the figures follow, the cursor stays on its interview."""
        if self.session is not None:
            self.reload(steady=True)

    def on_resize(self, event: Resize) -> None:
        """Show as many columns as fit."""
        if self._heads:
            self._fill(self._current_id())

    @property
    def session(self) -> CodingSession | None:
        """Who codes, once that is known."""
        return self.rrt.session

    @property
    def table(self) -> RowTable:
        """The table."""
        return self.query_one(RowTable)

    # showing ------------------------------------------------------------------------------------

    def reload(self, cursor_on: str | None = None, *, steady: bool = False) -> None:
        """Read the interviews anew and show them; `steady`: nothing moves on the screen."""
        cursor_on = cursor_on or self._current_id()
        session = self.session
        if session is None:
            self._heads = []
        else:
            self._heads = session.heads()
            self._memos = {}
        names: dict[str, None] = {}
        for head in self._heads:
            names |= dict.fromkeys(head.attributes)
        self._attributes = list(names)
        self.query_one("#empty").display = session is not None and not self._heads
        self.table.display = not self.query_one("#empty").display
        self._show_heading()
        self._fill(cursor_on, steady=steady)

    def _show_heading(self) -> None:
        session = self.session
        self.query_one("#project", Static).update(Text(squeeze(self.rrt.project.name) or "rrt-qual", style="bold"))
        who = Text.assemble("coder ", (squeeze(session.coder.name), "bold")) if session else Text("")
        if self.rrt.blind:
            who.append("  BLIND", style="bold")
        self.query_one("#who", Static).update(who)
        heads = [h for h in self._heads if h.consent is not Consent.WITHDRAWN]
        segments, coded = sum(h.segments for h in heads), sum(h.coded_segments for h in heads)
        done, codings = sum(h.done for h in heads), sum(h.codings for h in heads)
        everybody = sum(h.all_codings for h in heads)
        parts = [
            count(len(heads), "interview"),
            f"{done} done",
            f"{percent(coded / segments if segments else None)} of {segments:,} segments coded",
            f"{count(codings, 'coding')} of yours"
            if self.rrt.blind
            else f"{codings:,} of {count(everybody, 'coding')}",
        ]
        if withdrawn := len(self._heads) - len(heads):
            parts.insert(1, f"{withdrawn} withdrawn")
        self.query_one("#totals", Static).update(Text(" · ".join(parts) if self._heads else ""))
        unkept = unkept_words(self.rrt.project, session.coder) if session else ""
        line = self.query_one("#unkept", Static)
        line.display = bool(unkept)
        line.update(Text(squeeze(unkept), style="bold", no_wrap=True, overflow="ellipsis"))

    def _fill(self, cursor_on: str | None, *, steady: bool = False) -> None:
        """Show the interviews that match the filter, the cursor on one of them."""
        self._shown = matching(self._heads, self.query_one("#filter", Input).value)
        columns, attributes = self._columns()
        else_at = (self.table.cursor or 0) if steady else 0
        at = next((n for n, h in enumerate(self._shown) if h.id == cursor_on), else_at)
        self.table.set_table(
            columns,
            len(self._shown),
            lambda row: self._cells(self._shown[row], attributes),
            cursor=at,
            steady=steady,
        )

    def _columns(self) -> tuple[list[TableColumn], list[str]]:
        """The columns that fit, and which attributes are among them."""
        heads = self._heads
        width = self.size.width - 3
        wide = width >= 105
        waves = max((len(h.wave) for h in heads), default=0)
        names = min(max((len(h.name) for h in heads), default=0), 28 if wide else 16)
        first = [TableColumn("", 6), *([TableColumn("Wave", max(4, min(waves, 8)))] if waves else [])]
        first.append(TableColumn("Interview", max(9, names)))
        if limited := max((len(SHOWN[h.consent]) for h in heads), default=0):
            first.append(TableColumn("Consent", max(7, limited)))
        self._bar = 16 if wide else 0 if limited else 8
        last = [
            *([TableColumn("Coded", self._bar)] if self._bar else []),
            TableColumn("", 6, right=True),
            TableColumn("Segments", 11, right=True),
            TableColumn("Mine", 4, right=True),
            *([] if self.rrt.blind else [TableColumn("All", 5, right=True)]),
            TableColumn("Memo", 4),
        ]
        room = width - sum(c.width + GAP for c in (*first, *last)) + GAP
        chosen: list[TableColumn] = []
        attributes: list[str] = []
        for name in self._attributes:
            title = squeeze(name).replace("_", " ").capitalize()
            wanted = max(min(len(title), 10), *(len(h.attributes.get(name, "")) for h in heads))
            cells = min(wanted, _WIDEST, room - GAP)
            if cells >= min(wanted, _NARROWEST):
                room -= cells + GAP
                chosen.append(TableColumn(title, cells))
                attributes.append(name)
        return [*first, *chosen, *last], attributes

    def _cells(self, head: Head, attributes: list[str]) -> list[Text]:
        cells = [Text("✓ done" if head.done else "", style="bold")]
        if any(h.wave for h in self._heads):
            cells.append(Text(squeeze(head.wave)))
        cells.append(Text(squeeze(head.name), style="bold"))
        if any(SHOWN[h.consent] for h in self._heads):
            cells.append(Text(SHOWN[head.consent], style="italic"))
        cells += [Text(squeeze(head.attributes.get(a, ""))) for a in attributes]
        started = head.coded_segments > 0
        return [
            *cells,
            *([bar(head.coded_share, self._bar, style=self.app.theme_variables["primary"])] if self._bar else []),
            Text(percent(head.coded_share)) if started else Text(""),
            Text(f"{head.coded_segments} of {head.segments}", style="" if started else "dim"),
            Text(str(head.codings or "·"), style="" if head.codings else "dim"),
            *([] if self.rrt.blind else [Text(str(head.all_codings or "·"), style="" if head.all_codings else "dim")]),
            Text(" ✎" if self._has_memo(head.id) else ""),
        ]

    def _has_memo(self, interview_id: str) -> bool:
        """Whether anybody wrote a memo on it; asked for only when its row is drawn."""
        if interview_id not in self._memos and self.session is not None:
            self._memos[interview_id] = bool(self.session.memos(MemoTarget.INTERVIEW, interview_id))
        return self._memos.get(interview_id, False)

    def _current(self) -> Head | None:
        at = self.table.cursor
        return self._shown[at] if at is not None and at < len(self._shown) else None

    def _current_id(self) -> str | None:
        head = self._current()
        return head.id if head else None

    # messages of the parts ----------------------------------------------------------------------

    def on_input_changed(self, event: Input.Changed) -> None:
        """Filter while the words are typed."""
        self._fill(self._current_id())

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go to the first that matches."""
        self.table.focus()

    def on_row_list_highlighted(self, event: RowList.Highlighted) -> None:
        """All that is known of the interview, for which there may be no column."""
        head = self._current()
        parts = [] if head is None else [f"{k.replace('_', ' ')} {v}" for k, v in head.attributes.items() if v]
        said = Text(squeeze(" · ".join(parts)), no_wrap=True, overflow="ellipsis")
        self.query_one("#about", Static).update(said, layout=False)

    def on_row_list_selected(self, event: RowList.Selected) -> None:
        """A second click opens."""
        self.action_open()

    # keys ---------------------------------------------------------------------------------------

    def action_open(self) -> None:
        head = self._current()
        if head is not None:
            self.rrt.open_interview(head.id)

    def action_done(self) -> None:
        head, session = self._current(), self.session
        if head is not None and session is not None:
            session.set_done(head.id, not head.done)
            self.reload()
            self.notify(f"{head.name} is {'no longer marked as' if head.done else 'marked as'} done by you.", timeout=2)

    def action_memo(self) -> None:
        from rrt_qual.tui.dialogs.memo import memo_editor

        head, session = self._current(), self.session
        if head is None or session is None:
            return

        def about() -> str:
            return f"the interview '{next((h.name for h in self._heads if h.id == head.id), head.id)}'"

        self.app.push_screen(memo_editor(session, MemoTarget.INTERVIEW, head.id, about, head.id))

    def action_unkept(self) -> None:
        """Read what was typed and not kept; a memo on an interview or a coding is opened at once."""
        session = self.session
        if session is None or not drafts.unkept(self.rrt.project, session.coder):
            self.notify("Every text that you typed was kept.", timeout=2)
            return

        def chosen(draft: Draft | None) -> None:
            if draft is None or draft.interview_id is None:
                return
            if draft.about == f"{MemoTarget.INTERVIEW}:{draft.interview_id}":
                self._move_to(draft.interview_id)
                self.action_memo()
                return
            place = drafts.place(self.rrt.project, draft)
            self.rrt.open_interview(draft.interview_id, place[1] if place else None)

        self.app.push_screen(UnkeptScreen(self.rrt.project, session.coder), chosen)

    def _move_to(self, interview_id: str) -> None:
        if all(h.id != interview_id for h in self._shown):
            self.action_leave_filter()
        self._fill(interview_id)

    def action_filter(self) -> None:
        field = self.query_one("#filter", Input)
        field.display = True
        field.focus()

    def action_to_list(self) -> None:
        self.table.focus()

    def action_leave_filter(self) -> None:
        field = self.query_one("#filter", Input)
        field.value = ""
        field.display = False
        self.table.focus()

    def action_next_unfinished(self) -> None:
        """From the cursor on, round the end."""
        at = self.table.cursor or 0
        order = [*range(at + 1, len(self._shown)), *range(at)]
        found = next((n for n in order if not self._shown[n].done), None)
        if found is None:
            self.notify("No other interview is waiting.", timeout=2)
        else:
            self.table.move_to(found)

    def action_coder(self) -> None:
        self.rrt.ask_coder()

    def action_themes(self) -> None:
        self.rrt.open_themes()

    def action_privacy(self) -> None:
        self.rrt.open_privacy()

    def action_search(self) -> None:
        self.rrt.open_search()

    async def action_quit(self) -> None:
        await self.rrt.action_quit()
