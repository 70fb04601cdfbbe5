"""Quotes for a theme: chosen by rule, pinned, refused, edited and released by people."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.message import Message
from textual.widgets import Static
from textual.worker import get_current_worker

from rrt_qual.domain.coding import Coder, Undone
from rrt_qual.domain.figures.quotes import PARTS
from rrt_qual.domain.report.evidence import ReportQuote
from rrt_qual.domain.spans import Span
from rrt_qual.services.shared.project import Project
from rrt_qual.tui.actions import table as actions
from rrt_qual.tui.shared.asked import QuotesAsked
from rrt_qual.tui.shared.screen import RrtScreen
from rrt_qual.tui.widgets.bars import bar, count
from rrt_qual.tui.widgets.cells import visible
from rrt_qual.tui.widgets.key_line import KeyLine
from rrt_qual.tui.widgets.plain import squeeze
from rrt_qual.tui.widgets.row_list import RowList
from rrt_qual.tui.widgets.row_table import fit
from rrt_qual.tui.widgets.signs import letters, stance_colour

if TYPE_CHECKING:
    from rrt_qual.services.quotes.choose import Prepared, QuoteSelection

#: Words of the talk around a quote that are shown, on a narrow screen and on a wide one.
_AROUND = (12, 40)


class QuotesScreen(RrtScreen[None]):
    """A list of quotes, and below it the parts of one's score and its words among the talk around them."""

    BINDINGS = actions.bindings("quotes")
    SCOPE = "quotes"
    SHOWS_OTHERS = True
    AUTO_FOCUS = "RowList"

    class Step(Message):
        """How far reading has come."""

        def __init__(self, done: int, total: int) -> None:
            super().__init__()
            self.done, self.total = done, total

    def __init__(self, project: Project, asked: QuotesAsked) -> None:
        super().__init__()
        self._project, self._asked = project, asked
        self._found: QuoteSelection | None = None
        self._ready: Prepared | None = None
        self._held = False
        self._passed: set[tuple[str, Span]] = set()
        self._signs = letters(project.codebook())

    def compose(self) -> ComposeResult:
        """What for, the quotes, one of them whole, the keys."""
        with Horizontal(classes="heading"):
            yield Static(Text(f"Quotes: {squeeze(self._asked.name)}", style="bold"), id="what", markup=False)
            yield Static(self._asked.words(), classes="right", markup=False)
        yield Static("Reading …", id="status", classes="line", markup=False)
        yield RowList(row_height=2, id="quotes")
        with VerticalScroll(id="quote", can_focus=False):
            yield Static(id="detail", markup=False)
        yield KeyLine(self.SCOPE)

    def on_screen_resume(self) -> None:
        """Choose; when one comes back from an interview the codings may have changed."""
        self._choose()

    def project_changed(self) -> None:
        """Choose again."""
        self._choose()

    # choosing -----------------------------------------------------------------------------------

    def _choose(self) -> None:
        self.read(self._project, partial(self._choice, set(self._passed)), self._take)

    def _choice(self, passed: set[tuple[str, Span]]) -> tuple[QuoteSelection, Prepared]:
        """In a thread: the quotes, and all that they were chosen from."""
        from rrt_qual.services.quotes import choose as service

        worker, q = get_current_worker(), self._asked

        def step(done: int, total: int) -> None:
            if not worker.is_cancelled:
                self.post_message(self.Step(done, total))

        named = {q.level: q.key}
        themes = service.scope(self._project.codebook(), **named)[3]
        ready = service.prepare(self._project, themes, step, like=self._ready)
        found = service.choose(
            self._project,
            theme=named.get("theme"),
            indicator=named.get("indicator"),
            domain=named.get("domain"),
            stance=q.stance,
            wave=q.wave,
            where=q.where,
            n=q.n,
            passed=passed,
            ready=ready,
        )
        return found, ready

    def on_quotes_screen_step(self, event: Step) -> None:
        """Say how far reading has come."""
        self._status(f"Reading: {event.done:,} of {event.total:,} …")

    def _take(self, chosen: tuple[QuoteSelection, Prepared]) -> None:
        before = self._quote()
        self._found, self._ready = chosen
        if self._passed and not any(not q.pinned for q in self._found.quotes):
            self._passed.clear()
            self.notify("There are no others; here are the first again.", timeout=3)
            self._choose()
            return
        self._fill(before)

    def _fill(self, before: ReportQuote | None = None) -> None:
        """Show the quotes; the cursor stays on the quote that it was on, or at its place."""
        found = self._found
        if found is None:
            return
        rows, listed = self._rows(), self.query_one("#quotes", RowList)
        if self._held:
            said = f"{count(len(rows), 'quote')} held back; r releases one, h goes back to the quotes."
        else:
            said = f"{count(len(rows), 'quote')} from {count(found.passages, 'passage')}"
            said += f" of {count(found.people, 'person', 'people')}; {len(found.held)} held back (h)."
        self._status(" ".join([said, *found.warnings]))
        same = (n for n, q in enumerate(rows) if before and _place(q) == _place(before))
        listed.set_rows(len(rows), self._draw, cursor=next(same, listed.cursor or 0), steady=before is not None)
        if not rows:
            nothing = "Nothing is held back." if self._held else "There is no quote that may be printed."
            self.query_one("#detail", Static).update(nothing)

    def _rows(self) -> tuple[ReportQuote, ...]:
        if self._found is None:
            return ()
        return self._found.held if self._held else self._found.quotes

    def _quote(self) -> ReportQuote | None:
        at, rows = self.query_one("#quotes", RowList).cursor, self._rows()
        return rows[at] if at is not None and at < len(rows) else None

    def _status(self, words: str) -> None:
        self.query_one("#status", Static).update(Text(visible(words), no_wrap=True, overflow="ellipsis"))

    # showing ------------------------------------------------------------------------------------

    def _draw(self, row: int, width: int) -> list[Text]:
        quote = self._rows()[row]
        head = Text(no_wrap=True)
        head.append(f"{quote.score:.2f} ", style="dim")
        head.append_text(bar(quote.score, 8))
        colour = stance_colour(quote.stance, dark=self.app.current_theme.dark)
        head.append(f"  {quote.stance.letter} {quote.stance}", style=f"bold {colour}")
        for mark, on in (("pinned", quote.pinned), ("disagrees", quote.dissent), ("held back", quote.held_back)):
            if on:
                head.append(f"  {mark}", style="bold")
        if self._asked.level != "theme":
            head.append(f"  {self._signs.get(quote.theme, '··')}")
        head.append(f"  {squeeze(quote.speaker)}")
        return [fit(head, width), fit(Text(f"  “{squeeze(quote.wording)}”"), width)]

    def on_row_list_highlighted(self, event: RowList.Highlighted) -> None:
        """Show all of the quote."""
        quote = self._quote()
        if quote is not None:
            self.query_one("#detail", Static).update(self._detail(quote))
            self.query_one("#quote", VerticalScroll).scroll_home(animate=False)

    def _detail(self, quote: ReportQuote) -> Text:
        from rrt_qual.services.quotes import acts as quote_acts

        draft = quote_acts.draft(self._project, quote.interview_id, quote.span, quote.theme)
        around = _AROUND[self.has_class("-wide")]
        before, after = draft.before.split()[-around:], draft.after.split()[:around]
        out = Text()
        for reason in quote.held_back:
            out.append(f"Held back: {visible(reason)}\n", style="bold")
        out.append(f"{squeeze(' '.join(before))} ", style="dim")
        out.append(f"“{visible(quote.wording)}”", style="bold")
        out.append(f" {squeeze(' '.join(after))}\n\n", style="dim")
        for name, column in PARTS.items():
            value = quote.parts.get(name, 0.0)
            out.append(f"{column.title.lower()} ")
            out.append_text(bar(value, 4))
            out.append(f"\u00a0{value:.2f}  ")
        out.append(f"\n{visible(quote.reason)}. In {squeeze(quote.interview)}.", style="italic")
        return out

    # keys ---------------------------------------------------------------------------------------

    def on_row_list_selected(self, event: RowList.Selected) -> None:
        """A second click opens."""
        self.action_open()

    def action_pin(self) -> None:
        from rrt_qual.services.quotes import acts as quote_acts

        quote, coder = self._chosen()
        if quote is None or coder is None:
            return
        there = (self._project, coder, quote.interview_id, quote.span, quote.theme)
        if quote.pinned:
            quote_acts.forget(*there)
            self.notify("No longer pinned. z takes that back.", timeout=2)
        else:
            quote_acts.pin(*there)
            self.notify("Pinned: it stands first from now on.", timeout=2)
        self._choose()

    def action_refuse(self) -> None:
        from rrt_qual.services.quotes import acts as quote_acts

        quote, coder = self._chosen()
        if quote is not None and coder is not None:
            quote_acts.refuse(self._project, coder, quote.interview_id, quote.span, quote.theme)
            self.notify("Refused: it is never proposed again. z takes that back.", timeout=3)
            self._choose()

    def action_edit(self) -> None:
        from rrt_qual.services.coding.drafts import QUOTE, Slot
        from rrt_qual.services.project.watch import refuse_gone
        from rrt_qual.services.quotes import acts as quote_acts
        from rrt_qual.tui.quotes.editor import QuoteEditor

        quote, coder = self._chosen()
        if quote is None or coder is None:
            return
        place = (quote.interview_id, quote.span)
        draft = quote_acts.draft(self._project, *place, quote.theme)
        save = partial(quote_acts.set_wording, self._project, coder, *place, quote.theme)
        slot = Slot(self._project, coder, QUOTE, _about(quote), quote.interview_id)

        def again() -> quote_acts.QuoteDraft:
            refuse_gone(self._project, quote.interview_id)
            return quote_acts.draft(self._project, *place, quote.theme)

        names = quote_acts.known_name(self._project)
        self.app.push_screen(QuoteEditor(draft, save, names, slot, again), self._edited)

    def _edited(self, saved: bool | None) -> None:
        if saved:
            self.notify("Kept and pinned. z takes that back.", timeout=2)

    def action_more(self) -> None:
        self._passed |= {(q.interview_id, q.span) for q in (self._found.quotes if self._found else ()) if not q.pinned}
        self._held = False
        self._choose()

    def action_held(self) -> None:
        self._held = not self._held
        self.query_one("#quotes", RowList).cursor = 0
        self._fill()

    def action_release(self) -> None:
        from rrt_qual.services.quotes import acts as quote_acts
        from rrt_qual.tui.dialogs.ask import AskScreen

        quote, coder = self._chosen()
        if quote is None or coder is None:
            return
        if not quote.held_back:
            self.notify("Nothing holds this quote back; h shows those that are held.", timeout=3)
            return

        def take(why: str) -> None:
            quote_acts.release(self._project, coder, quote.interview_id, quote.span, why)

        def answered(why: str | None) -> None:
            if why is not None:
                self._held = False
                self.notify(f"Released by {squeeze(coder.name)}; the reason is kept.", timeout=3)

        hint = " ".join(quote.held_back)
        question, about = "Why may this quote be printed all the same?", (_about(quote), quote.interview_id)
        self.app.push_screen(AskScreen(question, hint, take=take, about=about), answered)

    def action_open(self) -> None:
        quote, coder = self._chosen()
        if quote is not None and coder is not None:
            self.rrt.open_interview(quote.interview_id, quote.span)

    def action_undo(self) -> None:
        session = self.rrt.session
        self._told(session.undo() if session else None, "Taken back", "Nothing to take back.")

    def action_redo(self) -> None:
        session = self.rrt.session
        self._told(session.redo() if session else None, "Done again", "Nothing to do again.")

    def _told(self, act: Undone | None, told: str, nothing: str) -> None:
        self.notify(f"{told}: {act.label}." if act else nothing, timeout=2)
        if act:
            self._choose()

    def action_read_down(self) -> None:
        self.query_one("#quote", VerticalScroll).scroll_relative(y=2, animate=False)

    def action_read_up(self) -> None:
        self.query_one("#quote", VerticalScroll).scroll_relative(y=-2, animate=False)

    def action_back(self) -> None:
        self.dismiss()

    def _chosen(self) -> tuple[ReportQuote | None, Coder | None]:
        """The quote under the cursor and who is there to do something with it."""
        quote, session = self._quote(), self.rrt.session
        if quote is None:
            self.notify("There is no quote to choose.", timeout=2)
        elif session is None:
            self.notify("Say who is coding first: c in the list of interviews.", severity="warning")
        return quote, session.coder if session else None


def _place(quote: ReportQuote) -> tuple[str, Span, str]:
    return (quote.interview_id, quote.span, quote.theme)


def _about(quote: ReportQuote) -> str:
    return f"{quote.interview_id}:{quote.span.start}-{quote.span.end}:{quote.theme}"
