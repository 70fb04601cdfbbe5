"""Searching words in all interviews; the hits stand under one another, each in its line."""

from __future__ import annotations

from functools import partial

from rich.cells import cell_len
from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.timer import Timer
from textual.widgets import Input, Static

from rrt_qual.domain.spans import Span
from rrt_qual.services.interviews.search import SearchHit, everywhere
from rrt_qual.services.project.watch import readable_state
from rrt_qual.services.shared.project import Project
from rrt_qual.tui.actions import table as actions
from rrt_qual.tui.shared.screen import RrtScreen
from rrt_qual.tui.widgets.bars import count
from rrt_qual.tui.widgets.cells import visible
from rrt_qual.tui.widgets.key_line import KeyLine
from rrt_qual.tui.widgets.plain import squeeze
from rrt_qual.tui.widgets.row_list import RowList
from rrt_qual.tui.widgets.row_table import fit

#: How many hits are listed, and how long, in seconds, typing must rest before a search begins.
LIMIT, REST = 1000, 0.2


class SearchScreen(RrtScreen[None]):
    """A field and the hits; enter opens the interview at the hit."""

    BINDINGS = actions.bindings("search")
    SCOPE = "search"
    AUTO_FOCUS = "Input"

    def __init__(self, project: Project, words: str = "") -> None:
        super().__init__()
        self._project = project
        self._first = words
        self._asked = ""
        self._found = self._read_of = ""
        self._hits: list[SearchHit] = []
        self._rest: Timer | None = None

    def compose(self) -> ComposeResult:
        """The field, what came of it, the hits, the keys."""
        with Horizontal(classes="field"):
            yield Static("Search all interviews", classes="label", markup=False)
            yield Input(self._first, placeholder="words in this order, in any case", compact=True)
        yield Static(id="status", classes="line", markup=False)
        yield RowList(id="hits")
        yield KeyLine(self.SCOPE)

    def on_mount(self) -> None:
        """Search at once when words were given."""
        if self._first.strip():
            self._ask(self._first)

    @property
    def awaits(self) -> Timer | None:
        """The words that were typed last are about to be searched."""
        return self._rest

    # asking -------------------------------------------------------------------------------------

    def on_input_changed(self, event: Input.Changed) -> None:
        """Search when typing rests."""
        if self._rest is not None:
            self._rest.stop()
        self._rest = self.set_timer(REST, partial(self._ask, event.value))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Search at once, or go to the hits that are there."""
        if event.value != self._asked:
            self._ask(event.value)
        elif self._hits:
            self._list.focus()

    def _ask(self, query: str) -> None:
        if self._rest is not None:
            self._rest.stop()
            self._rest = None
        if query == self._asked:
            return
        self._asked = query
        if not query.strip():
            self.asked_times += 1  # an answer that is under way is not that of an empty field
            self._show("", [])
            return
        self._status("Searching …")
        self._begin(query)

    def on_screen_resume(self) -> None:
        """One comes back, maybe from replacing a name: what stands here may read otherwise by now."""
        if self._found and self._read_of != readable_state(self._project):
            self._begin(self._asked)

    def project_changed(self) -> None:
        """Search again: an interview came, or went, or words were replaced; the hits stay in their place."""
        if self._asked.strip():
            self._begin(self._asked)

    def _begin(self, query: str) -> None:
        self.read(self._project, partial(everywhere, self._project, query, LIMIT + 1), partial(self._show, query))

    # showing ------------------------------------------------------------------------------------

    def _show(self, query: str, hits: list[SearchHit]) -> None:
        before, again = self._hit(), query == self._found
        self._found, self._read_of = query, readable_state(self._project)
        more = len(hits) > LIMIT
        self._hits = hits[:LIMIT]
        where = count(len({h.interview_id for h in self._hits}), "interview")
        if not query.strip():
            self._status("")
        elif not hits:
            self._status("No hit. The words are looked for in this order; try fewer of them.")
        elif more:
            self._status(f"More than {LIMIT:,} hits; the first {LIMIT:,} are shown, in {where}.")
        else:
            self._status(f"{count(len(hits), 'hit')} in {where}.")
        same = (n for n, h in enumerate(self._hits) if before and _place(h) == _place(before))
        at = next(same, self._list.cursor or 0) if again else 0
        self._list.set_rows(len(self._hits), self._draw, cursor=at, steady=again)

    def _hit(self) -> SearchHit | None:
        """The hit under the cursor."""
        at = self._list.cursor
        return self._hits[at] if at is not None and at < len(self._hits) else None

    def _status(self, words: str) -> None:
        self.query_one("#status", Static).update(words)

    @property
    def _list(self) -> RowList:
        return self.query_one("#hits", RowList)

    def _draw(self, row: int, width: int) -> list[Text]:
        """The hit in the middle of its line, so that the eye runs down the words."""
        hit = self._hits[row]
        names = min(24 if width > 100 else 14, max(len(h.interview) for h in self._hits))
        same = row > 0 and self._hits[row - 1].interview_id == hit.interview_id
        words = squeeze(hit.words)
        room = width - names - 2
        left = max(0, (room - cell_len(words)) // 2)
        before = _last_cells(visible(hit.before), left)
        line = Text(" " * (left - cell_len(before)), no_wrap=True)
        line.append(before)
        line.append(words, style=f"bold underline {self.app.theme_variables['accent']}")
        line.append(visible(hit.after))
        name = Text(squeeze(hit.interview), style="dim" if same else "bold")
        return [Text.assemble(fit(name, names), "  ", fit(line, room))]

    # keys ---------------------------------------------------------------------------------------

    def on_row_list_selected(self, event: RowList.Selected) -> None:
        """A second click opens."""
        self.action_open()

    def action_open(self) -> None:
        at = self._list.cursor
        if at is not None:
            self.rrt.open_interview(self._hits[at].interview_id, self._hits[at].span)

    def action_field(self) -> None:
        self.query_one(Input).focus()

    def action_to_list(self) -> None:
        if self._hits:
            self._list.focus()

    def action_back(self) -> None:
        self.dismiss()


def _place(hit: SearchHit) -> tuple[str, Span]:
    return hit.interview_id, hit.span


def _last_cells(text: str, cells: int) -> str:
    """The end of `text` that fits."""
    while text and cell_len(text) > cells:
        text = text[max(1, (cell_len(text) - cells) // 2) :]
    return text
