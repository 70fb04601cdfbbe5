"""Confidentiality at a glance: whose identifying words are open, replaced, kept, or were never looked for."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import partial

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.events import Resize
from textual.message import Message
from textual.widgets import Static
from textual.worker import get_current_worker

from rrt_qual.domain.coding import Undone
from rrt_qual.domain.errors import RrtError
from rrt_qual.services.confidentiality import review
from rrt_qual.services.confidentiality.review import Review, ReviewProgress
from rrt_qual.services.confidentiality.scan import ScanReport, scan
from rrt_qual.services.shared.project import Project
from rrt_qual.tui.actions import table as actions
from rrt_qual.tui.shared.screen import RrtScreen
from rrt_qual.tui.widgets.bars import bar, count
from rrt_qual.tui.widgets.key_line import KeyLine
from rrt_qual.tui.widgets.plain import squeeze
from rrt_qual.tui.widgets.row_list import RowList
from rrt_qual.tui.widgets.row_table import GAP, RowTable, TableColumn

#: From which likelihood on finds are replaced in one go.
LIKELY = 0.9

#: Searches interviews, as `services.confidentiality.scan.scan` does.
Scan = Callable[..., ScanReport]


class _Stopped(Exception):
    """The search was stopped by a person."""


class PrivacyScreen(RrtScreen[None]):
    """All interviews with how far their review has come; enter reviews one, s searches those not searched yet."""

    BINDINGS = actions.bindings("privacy")
    SCOPE = "privacy"
    CSS_PATH = "../styles/review.tcss"
    AUTO_FOCUS = "RowTable"

    class Progressed(Message):
        """So many of the interviews have been searched."""

        def __init__(self, done: int, total: int) -> None:
            super().__init__()
            self.done, self.total = done, total

    class Ended(Message):
        """What ran in the background has ended; `words` tell what came of it."""

        def __init__(self, words: str, fault: bool = False) -> None:
            super().__init__()
            self.words, self.fault = words, fault

    def __init__(self, project: Project) -> None:
        super().__init__()
        self._project = project
        self._rows: list[ReviewProgress] = []
        self._busy = ""

    def compose(self) -> ComposeResult:
        """Heading, totals, the table, what is going on, the keys."""
        with Horizontal(classes="heading"):
            yield Static(Text("Confidentiality: identifying words", style="bold"), id="what", markup=False)
            yield Static(id="totals-right", classes="right", markup=False)
        yield Static(id="status", classes="line", markup=False)
        yield RowTable(id="table")
        yield KeyLine(self.SCOPE)

    def on_mount(self) -> None:
        """Read how far the review has come."""
        self.reload()

    def on_screen_resume(self) -> None:
        """Something was decided meanwhile."""
        if self.is_mounted:
            self.reload()

    def project_changed(self) -> None:
        """Somebody decided, or searched: what runs here shows its own progress."""
        if not self._busy:
            self.reload()

    def on_resize(self, event: Resize) -> None:
        """Fit the columns."""
        self._fill()

    @property
    def table(self) -> RowTable:
        """The table."""
        return self.query_one(RowTable)

    # showing ------------------------------------------------------------------------------------

    def reload(self) -> None:
        """Read the interviews anew and show them."""
        before = self._current()
        rows = self._rows = review.tallies(self._project)
        same = (n for n, r in enumerate(rows) if before and r.interview_id == before.interview_id)
        at = next(same, self.table.cursor or 0)
        n_open, unsearched = sum(r.open for r in rows), sum(not r.scanned for r in rows)
        replaced, kept = sum(r.replaced for r in rows), sum(r.kept for r in rows)
        totals = f"{count(n_open, 'find')} open · {replaced:,} replaced · {kept:,} kept"
        self.query_one("#totals-right", Static).update(totals)
        if not self._busy:
            if unsearched:
                self._status(f"{count(unsearched, 'interview')} not searched yet: s searches them.")
            elif n_open:
                waiting = sum(r.open > 0 for r in rows)
                self._status(f"{count(waiting, 'interview')} with finds open; Enter reviews one.")
            else:
                self._status("Every find is decided." if rows else "There are no interviews in this project yet.")
        self._fill(at)

    def _fill(self, at: int | None = None) -> None:
        waves = max((len(r.wave) for r in self._rows), default=0)
        left = [TableColumn("Wave", max(4, min(waves, 8)))] if waves else []
        right = [TableColumn(w, 8, right=True) for w in ("Open", "Replaced", "Kept")]
        right.append(TableColumn("Decided", 22 if self.size.width >= 100 else 17))
        room = self.size.width - 3 - sum(c.width + GAP for c in (*left, *right))
        names = max((len(r.name) for r in self._rows), default=9)
        columns = [*left, TableColumn("Interview", max(9, min(names, room))), *right]
        cursor = (self.table.cursor or 0) if at is None else at
        self.table.set_table(columns, len(self._rows), self._cells, cursor=cursor, steady=at is not None)

    def _cells(self, row: int) -> list[Text]:
        r = self._rows[row]
        cells = [Text(squeeze(r.wave))] if any(x.wave for x in self._rows) else []
        cells.append(Text(squeeze(r.name), style="bold"))
        for n in (r.open, r.replaced, r.kept):
            cells.append(Text(f"{n:,}" if n else "·", style="" if n else "dim"))
        cells[-3].stylize("bold" if r.open else "")
        decided, found = r.replaced + r.kept, r.open + r.replaced + r.kept
        if not r.scanned:
            said = Text("not searched yet", style="italic")
        elif not r.open:
            said = Text("✓ all decided" if found else "✓ nothing found")
        else:
            said = bar(decided / found, self.table.columns[-1].width, style=self.app.theme_variables["primary"])
        return [*cells, said]

    def _status(self, words: str) -> None:
        self.query_one("#status", Static).update(Text(words, no_wrap=True, overflow="ellipsis"))

    def _current(self) -> ReviewProgress | None:
        at = self.table.cursor
        return self._rows[at] if at is not None and at < len(self._rows) else None

    # keys ---------------------------------------------------------------------------------------

    def on_row_list_selected(self, event: RowList.Selected) -> None:
        """A second click opens."""
        self.action_open()

    def action_open(self) -> None:
        row = self._current()
        if row is not None:
            self.rrt.open_review(row.interview_id)

    def action_next_open(self) -> None:
        """From the cursor on, round the end."""
        at = self.table.cursor or 0
        order = [*range(at + 1, len(self._rows)), *range(at)]
        found = next((n for n in order if self._rows[n].open), None)
        if found is None:
            self.notify("No other interview has finds open.", timeout=2)
        else:
            self.table.move_to(found)

    def action_scan(self) -> None:
        self._scan(again=False)

    def action_scan_again(self) -> None:
        self._scan(again=True)

    def action_stop(self) -> None:
        if self._busy == "search":
            self.workers.cancel_group(self, "privacy")
            self._status("Stopping …")
        else:
            self.notify("Nothing runs that could be stopped.", timeout=2)

    def action_replace_likely(self) -> None:
        """Ask first: it decides what nobody has looked at."""
        from rrt_qual.services.confidentiality.review import count_likely
        from rrt_qual.tui.dialogs.confirm import BatchConfirmScreen

        session = self.rrt.session
        if session is None or self._busy:
            self.notify("Say who is coding first, or wait for what is running.", timeout=3)
            return

        def answered(yes: bool | None) -> None:
            if yes:
                self._work("replace", partial(self._replace, Review(self._project, session.coder)))

        finds, interviews = count_likely(self._project, min_likelihood=LIKELY)
        if not finds:
            self.notify(f"No open find is likely at {LIKELY} or more.", timeout=3)
            return
        question = (
            f"Replace {count(finds, 'find')} in {count(interviews, 'interview')}: every open one that is likely at"
            f" {LIKELY} or more, unseen? z takes it back as a whole."
        )
        self.app.push_screen(BatchConfirmScreen(question), answered)

    def action_undo(self) -> None:
        self._take("undo", "Taken back", "Nothing to take back.")

    def action_redo(self) -> None:
        self._take("redo", "Done again", "Nothing to do again.")

    def _take(self, step: str, told: str, nothing: str) -> None:
        session = self.rrt.session
        if session is None or self._busy:
            return
        coder = session.coder

        def done() -> str:
            act: Undone | None = getattr(Review(self._project, coder), step)()
            return f"{told}: {act.label}." if act else nothing

        self._work("undo", done)

    def action_back(self) -> None:
        self.dismiss()

    # in the background --------------------------------------------------------------------------

    @property
    def stops(self) -> Collection[str]:
        """x, while interviews are searched."""
        return ("x",) if self._busy == "search" else ()

    def _scan(self, *, again: bool) -> None:
        if not self._busy:
            self._status("Searching for identifying words: the finder is getting ready …")
            self._work("search", partial(self._search, again))

    def _work(self, busy: str, do: Callable[[], str]) -> None:
        self._busy = busy
        if busy != "search":
            self._status("Working …")
        self.run_worker(partial(self._run, do), thread=True, group="privacy", exit_on_error=False)

    def _run(self, do: Callable[[], str]) -> None:
        """In a thread, with a connection of its own."""
        try:
            ended = self.Ended(do())
        except _Stopped:
            ended = self.Ended("Stopped; what was found so far stays. s goes on.")
        except RrtError as fault:
            ended = self.Ended(str(fault), fault=True)
        except Exception:
            self.post_message(self.Ended("It did not work.", fault=True))
            raise
        finally:
            self._project.close()
        self.post_message(ended)

    def _search(self, again: bool) -> str:
        worker = get_current_worker()

        def progress(done: int, total: int) -> None:
            if worker.is_cancelled:
                raise _Stopped
            self.post_message(self.Progressed(done, total))

        searched: Scan = self.rrt.scan or scan
        report = searched(self._project, again=again, progress=progress)
        searched_now = f"{count(report.scanned, 'interview')} searched, {count(report.new, 'new find')}"
        return f"{searched_now}; {report.open:,} open in all."

    def _replace(self, acting: Review) -> str:
        n = review.replace_all(self._project, acting.coder, min_likelihood=LIKELY)
        return f"{count(n, 'find')} replaced. z takes it back."

    def on_privacy_screen_progressed(self, event: Progressed) -> None:
        """Show how far the search is."""
        if self._busy == "search":
            if event.done % max(1, event.total // 50) == 0:
                self.reload()
            self._status(f"Searching: {event.done:,} of {count(event.total, 'interview')} · x stops")

    def on_privacy_screen_ended(self, event: Ended) -> None:
        """Show what came of it."""
        self._busy = ""
        self.reload()
        self._status(event.words)
        if event.fault:
            self.notify(event.words, severity="warning", timeout=10)
