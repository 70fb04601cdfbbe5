"""The codebook as a tree: domain, indicator, theme, with how often each is coded here and in all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from rich.text import Text
from textual.actions import SkipAction
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.events import Resize
from textual.message import Message
from textual.widgets import Input, Static

from rrt_qual.domain.codebook import Codebook, Theme
from rrt_qual.tui.actions import table as actions
from rrt_qual.tui.codebook.search import index_of
from rrt_qual.tui.widgets.plain import squeeze
from rrt_qual.tui.widgets.row_list import RowList
from rrt_qual.tui.widgets.row_table import fit

#: The lines that the tree needs before what a theme means is shown below it.
_ROOMY = 30


@dataclass(frozen=True, slots=True)
class Node:
    """A row of the tree; `key` is the id of the domain, indicator or theme, `themes` those at or below it."""

    level: str
    key: str
    name: str
    colour: str
    depth: int
    themes: tuple[str, ...]

    @property
    def is_theme(self) -> bool:
        """Whether one can code with it."""
        return self.level == "theme"


def outline(codebook: Codebook) -> list[Node]:
    """All rows of a codebook in reading order; levels without themes are left out."""

    def below(themes: Iterable[Theme], depth: int) -> Iterator[Node]:
        for theme in themes:
            rows = list(below(codebook.children(theme.id), depth + 1))
            ids = (theme.id, *(r.key for r in rows))
            yield Node("theme", theme.id, theme.name, theme.colour, depth, ids)
            yield from rows

    out: list[Node] = []
    for domain in (*codebook.domains, None):
        depth = 1 if domain else 0
        inside: list[Node] = []
        for indicator in codebook.indicators_of(domain.id if domain else None):
            rows = list(below(codebook.themes_of(indicator.id), depth + 1))
            if rows:
                ids = tuple(r.key for r in rows)
                inside += [Node("indicator", indicator.id, indicator.name, "", depth, ids), *rows]
        if domain and inside:
            ids = tuple(r.key for r in inside if r.is_theme)
            out.append(Node("domain", domain.id, domain.name, domain.colour, 0, ids))
        out += inside
    return [*out, *below(codebook.themes_of(None), 0)]


class _Rows(RowList):
    """The rows of the tree, with titles above the counts."""

    def head(self, width: int) -> Text | None:
        return Text.assemble(fit(Text("Codebook"), width - 9), fit(Text("here all"), 9, right=True))


class CodebookTree(Vertical):
    """A field to filter by, and the tree under it. Counts are set without folding anything."""

    BINDINGS = actions.bindings("codebook")
    SCOPE = "codebook"
    DEFAULT_CSS = """
    CodebookTree {
        & > Input, & > Input:focus { height: 1; border: none; padding: 0 1; background: $panel; }
        & > RowList { height: 1fr; }
        & > #about-theme { height: 9; padding: 0 1; border-top: solid $panel; }
    }
    """

    class ThemeChosen(Message):
        """Enter, or a second click, on a theme."""

        def __init__(self, theme_id: str) -> None:
            super().__init__()
            self.theme_id = theme_id

    class ThemeHighlighted(Message):
        """The cursor came to a theme; None when it stands on a domain or an indicator."""

        def __init__(self, theme_id: str | None) -> None:
            super().__init__()
            self.theme_id = theme_id

    def __init__(self, codebook: Codebook, signs: Mapping[str, str], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._codebook, self._signs = codebook, signs
        self._outline = outline(codebook)
        self._shown = list(self._outline)
        self._folded: set[tuple[str, str]] = set()
        self._here: Mapping[str, int] = {}
        self._all: Mapping[str, int] = {}

    def compose(self) -> ComposeResult:
        """The field and the rows."""
        yield Input(placeholder="filter themes", compact=True)
        yield _Rows()
        yield Static(id="about-theme", markup=False)

    def on_mount(self) -> None:
        """Fill the tree."""
        self._refill()

    # what others ask of it ----------------------------------------------------------------------

    @property
    def highlighted_theme(self) -> str | None:
        """The theme under the cursor, if it is a theme."""
        node = self._node()
        return node.key if node and node.is_theme else None

    @property
    def filter_words(self) -> str:
        """What the tree is filtered by."""
        return self.query_one(Input).value.strip()

    def set_counts(self, here: Mapping[str, int], everywhere: Mapping[str, int]) -> None:
        """Theme id -> codings in this interview, and in all; only the figures are drawn anew."""
        self._here, self._all = here, everywhere
        if self.is_mounted:
            self._rows.redraw()

    def set_codebook(self, codebook: Codebook, signs: Mapping[str, str]) -> None:
        """Show another codebook; what is folded stays folded."""
        self._codebook, self._signs = codebook, signs
        self._outline = outline(codebook)
        self._refill(self._node())

    def focus_filter(self) -> None:
        """Go to the field."""
        self.query_one(Input).focus()

    def focus_tree(self) -> None:
        """Go to the tree."""
        self._rows.focus()

    # keys ---------------------------------------------------------------------------------------

    def action_choose(self) -> None:
        node = self._node()
        if node and node.is_theme:
            self.post_message(self.ThemeChosen(node.key))
        elif node:
            self._fold(node, (node.level, node.key) not in self._folded)

    def action_unfold(self) -> None:
        node = self._node()
        if node and (node.level, node.key) in self._folded:
            self._fold(node, False)
        elif node and self._has_rows():
            self._rows.move_by(1)

    def action_fold(self) -> None:
        """Fold what is open; what is folded, or has nothing below it, leads to what it is part of."""
        node = self._node()
        if node is None or self._rows.cursor is None:
            return
        at = self._rows.cursor
        if self._has_rows() and not self.filter_words:
            self._fold(node, True)
            return
        above = [n for n in range(at) if self._shown[n].depth < node.depth]
        if above:
            self._rows.move_to(above[-1])

    def action_to_tree(self) -> None:
        self.focus_tree()

    def action_filter(self) -> None:
        self.focus_filter()

    def action_leave(self) -> None:
        """Take the filter away first; the screen does the rest."""
        if not self.filter_words:
            raise SkipAction
        self.query_one(Input).value = ""
        self.focus_tree()

    # messages of the parts ----------------------------------------------------------------------

    def on_input_changed(self, event: Input.Changed) -> None:
        """Filter while the words are typed; the cursor goes to the best match."""
        event.stop()
        self._refill(self._node())

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go to the best match."""
        event.stop()
        self.focus_tree()

    def on_row_list_highlighted(self, event: RowList.Highlighted) -> None:
        """Say which theme the cursor is on."""
        event.stop()
        self._show_about()
        self.post_message(self.ThemeHighlighted(self.highlighted_theme))

    def on_resize(self, event: Resize) -> None:
        """What a theme means is shown below where there is room."""
        self.query_one("#about-theme").display = event.size.height >= _ROOMY

    def _show_about(self) -> None:
        """The whole name, which the tree has no room for, and the definition."""
        text = Text()
        theme = next((t for t in self._codebook.themes if t.id == self.highlighted_theme), None)
        node = self._node()
        if theme is not None:
            text.append(f"{squeeze(theme.name)}\n", style="bold")
            text.append(squeeze(theme.definition), style="dim")
        elif node is not None:
            text.append(squeeze(node.name), style="bold")
        self.query_one("#about-theme", Static).update(text, layout=False)

    def on_row_list_selected(self, event: RowList.Selected) -> None:
        """A second click chooses."""
        event.stop()
        self.action_choose()

    # rows ---------------------------------------------------------------------------------------

    @property
    def _rows(self) -> _Rows:
        return self.query_one(_Rows)

    def _node(self) -> Node | None:
        cursor = self._rows.cursor
        return self._shown[cursor] if cursor is not None and cursor < len(self._shown) else None

    def _has_rows(self) -> bool:
        """Whether rows are shown below the one under the cursor."""
        at = self._rows.cursor
        return at is not None and at + 1 < len(self._shown) and self._shown[at + 1].depth > self._shown[at].depth

    def _fold(self, node: Node, fold: bool) -> None:
        key = (node.level, node.key)
        if fold:
            self._folded.add(key)
        else:
            self._folded.discard(key)
        self._refill(node)

    def _refill(self, keep: Node | None = None) -> None:
        """Work out the rows that are shown; the cursor goes to `keep`, or to the best match."""
        words = self.filter_words
        if words:
            found = [f.theme_id for f in index_of(self._codebook).search(words)]
            hits = set(found)
            self._shown = [n for n in self._outline if hits & set(n.themes)]
            best = next((n for n in self._shown if n.is_theme and n.key == found[0]), None) if found else None
        else:
            self._shown, best = list(self._unfolded()), keep
        cursor = self._shown.index(best) if best in self._shown else 0
        self._rows.set_rows(len(self._shown), self._draw, cursor=cursor)

    def _unfolded(self) -> Iterator[Node]:
        hidden_below: int | None = None
        for node in self._outline:
            if hidden_below is not None and node.depth > hidden_below:
                continue
            hidden_below = node.depth if (node.level, node.key) in self._folded else None
            yield node

    def _draw(self, row: int, width: int) -> list[Text]:
        node = self._shown[row]
        here = sum(self._here.get(t, 0) for t in node.themes)
        everywhere = sum(self._all.get(t, 0) for t in node.themes)
        label = Text(" " * node.depth, no_wrap=True)
        if node.is_theme:
            label.append("█", style=node.colour)
            label.append(f"{self._signs.get(node.key, '··')} ", style="bold")
            label.append(squeeze(node.name))
        else:
            label.append("▸ " if (node.level, node.key) in self._folded else "▾ ")
            label.append(squeeze(node.name), style="bold" if node.level == "domain" else "italic")
        counts = Text(f"{here or '·':>4}{everywhere or '·':>5}", style="" if here and node.is_theme else "dim")
        return [Text.assemble(fit(label, max(4, width - 9)), counts)]
