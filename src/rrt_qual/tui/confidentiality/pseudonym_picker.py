"""Choosing what stands for somebody: a pseudonym there is, or a new one; and choosing a kind."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rich.text import Text
from textual.widgets import Static

from rrt_qual.domain.confidentiality.privacy import FindKind
from rrt_qual.domain.errors import RrtError
from rrt_qual.services.confidentiality.review import Used
from rrt_qual.tui.actions import table as actions
from rrt_qual.tui.confidentiality.kinds import COLOURS, SIGNS, kind_words
from rrt_qual.tui.dialogs.picker import Picker
from rrt_qual.tui.widgets.bars import count
from rrt_qual.tui.widgets.plain import squeeze
from rrt_qual.tui.widgets.row_table import fit

#: How alike, out of 100, what is typed must be to a pseudonym or to one of its forms.
_ALIKE = 75


@dataclass(frozen=True, slots=True)
class Picked:
    """One of these: the id of a pseudonym there is, the label of a new one, or its whole name."""

    to: str = ""
    label: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of the list; `picked` None: it only says something."""

    text: Text
    beside: str
    picked: Picked | None


class PseudonymPicker(Picker[Picked | None]):
    """A field, the pseudonyms there are, and what a new one would be called.

    `words` is what is replaced, `next_name` gives the name of a new pseudonym with a label ('' for the usual one)
    and raises when it is refused.
    """

    BINDINGS = actions.bindings("pseudonym")
    SCOPE = "pseudonym"
    PLACEHOLDER = "part of a pseudonym or of a name, or a role: Manager"

    def __init__(self, words: str, kind: FindKind, used: Sequence[Used], next_name: Callable[[str], str]) -> None:
        super().__init__()
        self._words, self._kind, self._next_name = words, kind, next_name
        self._used = sorted(used, key=lambda u: u.pseudonym.kind is not kind)
        self._rows: list[_Row] = []

    def on_mount(self) -> None:
        """Say what is replaced."""
        title = Text("Replace ", style="bold", no_wrap=True, overflow="ellipsis")
        title.append(f"“{squeeze(self._words[:200])}”", style="not bold")
        self.query_one("#title", Static).update(title)

    def fill(self, query: str) -> None:
        """The pseudonyms that match, and then new ones; while nothing is typed the new one first."""
        query = squeeze(query)
        rows = [self._there(u) for u in self._matching(query)]
        self._rows = [*rows, *self._new(query)] if query else [*self._new(""), *rows]
        self.rows.set_rows(len(self._rows), self._draw, selectable=self._selectable, cursor=0 if query else None)

    def _selectable(self, row: int) -> bool:
        return self._rows[row].picked is not None

    def choose(self) -> None:
        """Take what is under the cursor."""
        at = self.rows.cursor
        picked = self._rows[at].picked if at is not None and at < len(self._rows) else None
        if picked is None:
            self.notify("Nothing is chosen yet: type, or go to a row with ↓.", severity="warning", timeout=4)
        else:
            self.dismiss(picked)

    def action_take(self) -> None:
        self.choose()

    def _matching(self, query: str) -> list[Used]:
        if not query:
            return self._used
        wanted = query.casefold().strip("[]")
        texts = [" ".join((u.pseudonym.name, kind_words(u.pseudonym.kind), *u.forms)).casefold() for u in self._used]
        found = [u for u, text in zip(self._used, texts, strict=True) if all(w in text for w in wanted.split())]
        found.sort(key=lambda u: u.pseudonym.name.casefold().strip("[]") != wanted)
        if found:
            return found
        from rapidfuzz.fuzz import partial_ratio

        likeness = {id(u): partial_ratio(wanted, text) for u, text in zip(self._used, texts, strict=True)}
        near = [u for u in self._used if likeness[id(u)] >= _ALIKE]
        return sorted(near, key=lambda u: -likeness[id(u)])

    def _there(self, used: Used) -> _Row:
        p = used.pseudonym
        text = Text(f"{SIGNS[p.kind]} ", style=f"bold {COLOURS[p.kind]}")
        text.append(p.name, style="bold not dim")
        beside = f"{squeeze(', '.join(used.forms))}  {count(used.times, 'time')}"
        return _Row(text, beside, Picked(to=p.id))

    def _new(self, query: str) -> list[_Row]:
        """What a new pseudonym would be called: with a letter or number, and just as it is typed."""
        try:
            following = self._next_name(query)
        except RrtError as fault:
            return [_Row(Text(fault.sentence, style="italic"), "", None)]
        out = [_Row(Text.assemble("New: ", (following, "bold")), kind_words(self._kind), Picked(label=query))]
        just = f"[{query.strip('[]')}]"
        if query and just.casefold() != following.casefold():
            out.append(_Row(Text.assemble("New, just so: ", (just, "bold")), kind_words(self._kind), Picked(name=just)))
        if query and any(query.casefold().strip("[]") == u.pseudonym.name.casefold().strip("[]") for u in self._used):
            out = []  # it is there already, and stands above
        return out

    def _draw(self, row: int, width: int) -> list[Text]:
        line = self._rows[row]
        room = width - line.text.cell_len - 2
        if not line.beside or room < 8:
            return [fit(line.text, width)]
        left = fit(line.text, line.text.cell_len + 2)
        return [Text.assemble(left, fit(Text(line.beside, style="dim"), room, right=True))]


class KindPicker(Picker[FindKind | None]):
    """A field and the kinds that match. `now` is what the words are already: to take it changes nothing.

    With `now` None something is decided by choosing, and the cursor stands on no kind until it is moved.
    """

    BINDINGS = actions.bindings("kind")
    SCOPE = "kind"
    PLACEHOLDER = "person, place, team …"

    def __init__(self, words: str, now: FindKind | None) -> None:
        super().__init__()
        self._words, self._now = words, now
        self._kinds: list[FindKind] = []

    def on_mount(self) -> None:
        """Say of what."""
        title = Text("What is ", style="bold", no_wrap=True, overflow="ellipsis")
        title.append(f"“{squeeze(self._words[:200])}”", style="not bold")
        title.append("?")
        self.query_one("#title", Static).update(title)

    def fill(self, query: str) -> None:
        """The kinds that hold what is typed."""
        wanted = query.casefold().strip()
        self._kinds = [k for k in FindKind if wanted in kind_words(k).casefold() or wanted == SIGNS[k].casefold()]
        self._kinds.sort(key=lambda k: not kind_words(k).casefold().startswith(wanted))
        at = 0 if wanted else self._kinds.index(self._now) if self._now else None
        self.rows.set_rows(len(self._kinds), self._draw, cursor=at)

    def choose(self) -> None:
        """Take the kind under the cursor."""
        at = self.rows.cursor
        if at is None or at >= len(self._kinds):
            self.notify("Nothing is chosen yet: type, or go to a kind with ↓.", severity="warning", timeout=4)
        else:
            self.dismiss(self._kinds[at])

    def action_take(self) -> None:
        self.choose()

    def _draw(self, row: int, width: int) -> list[Text]:
        kind = self._kinds[row]
        line = Text(f"{SIGNS[kind]}  ", style=f"bold {COLOURS[kind]}")
        line.append(kind_words(kind), style="not bold not dim default")
        return [fit(line, width)]
