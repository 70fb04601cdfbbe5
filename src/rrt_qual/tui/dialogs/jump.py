"""Going to another interview by typing part of its name or attributes."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.text import Text
from textual.widgets import Input, Static

from rrt_qual.services.coding.session import Head
from rrt_qual.tui.actions import table as actions
from rrt_qual.tui.dialogs.picker import Picker
from rrt_qual.tui.widgets.bars import percent
from rrt_qual.tui.widgets.plain import squeeze
from rrt_qual.tui.widgets.row_table import fit

#: How alike, out of 100, a word must be to some part of what is known of an interview.
_ALIKE = 75


def about(head: Head) -> str:
    """Wave and attributes of an interview on one line."""
    return " · ".join(squeeze(v) for v in (head.wave, *head.attributes.values()) if v)


def matching(heads: Sequence[Head], query: str) -> list[Head]:
    """The interviews that match: all words stand in name, wave or attributes, else nearly so."""
    words = query.casefold().split()
    if not words:
        return list(heads)
    texts = [f"{h.name} {h.participant} {about(h)} {'done' if h.done else ''}".casefold() for h in heads]
    found = [h for h, text in zip(heads, texts, strict=True) if all(w in text for w in words)]
    names = query.casefold()
    found.sort(key=lambda h: (not h.name.casefold().startswith(names), names not in h.name.casefold()))
    if found:
        return found
    from rapidfuzz.fuzz import partial_ratio

    likeness = [min(partial_ratio(w, text) for w in words) for text in texts]
    near = sorted((n for n in range(len(heads)) if likeness[n] >= _ALIKE), key=lambda n: -likeness[n])
    return [heads[n] for n in near]


class JumpScreen(Picker[str | None]):
    """A field and the interviews that match; answers with the id of the one chosen."""

    BINDINGS = actions.bindings("jump")
    SCOPE = "jump"
    PLACEHOLDER = "part of a name, a wave, a role, a team"

    def __init__(self, heads: Callable[[], Sequence[Head]], here: str | None = None) -> None:
        """`heads` reads the interviews as they may be called by then."""
        super().__init__()
        self._read, self._here = heads, here
        self._heads = list(heads())
        self._shown: list[Head] = []

    def on_mount(self) -> None:
        """Say what this is."""
        self.query_one("#title", Static).update(Text("Go to interview", style="bold"))

    def fill(self, query: str) -> None:
        """Show the interviews that match."""
        self._shown = matching(self._heads, query)
        at = next((n for n, h in enumerate(self._shown) if h.id == self._here and not query), 0)
        self.rows.set_rows(len(self._shown), self._draw, cursor=at)

    def project_changed(self) -> None:
        """An interview came, or is called otherwise: the cursor stays on the interview that it is on."""
        at = self.rows.cursor
        before = self._shown[at].id if at is not None else None
        self._heads = list(self._read())
        self.fill(self.query_one(Input).value)
        self.rows.move_to(next((n for n, h in enumerate(self._shown) if h.id == before), at or 0))

    def choose(self) -> None:
        """Go there."""
        if self.rows.cursor is None:
            self.app.bell()
        else:
            self.dismiss(self._shown[self.rows.cursor].id)

    def action_open(self) -> None:
        self.choose()

    def _draw(self, row: int, width: int) -> list[Text]:
        head = self._shown[row]
        right = Text(f"{'✓ done  ' if head.done else ''}{percent(head.coded_share):>5}", style="dim")
        left = Text(squeeze(head.name), style="bold", no_wrap=True)
        left.append(f"  {about(head)}", style="not bold dim")
        return [Text.assemble(fit(left, max(4, width - right.cell_len - 2)), "  ", right)]
