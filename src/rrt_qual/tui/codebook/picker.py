"""Choosing a theme by typing part of its name, definition or examples."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Input, Static

from rrt_qual.domain.codebook import Codebook, Stance, Theme
from rrt_qual.services.suggestions.engine import KeptSuggestion, Meaning
from rrt_qual.tui.actions import table as actions
from rrt_qual.tui.codebook.search import Found, index_of
from rrt_qual.tui.codebook.text import theme_text
from rrt_qual.tui.dialogs.picker import Picker
from rrt_qual.tui.widgets.bars import percent
from rrt_qual.tui.widgets.plain import squeeze
from rrt_qual.tui.widgets.row_list import RowList
from rrt_qual.tui.widgets.row_table import fit


@dataclass(frozen=True, slots=True)
class PickResult:
    """The theme that was chosen, and the stance when a stance key chose it.

    `proposal` is the suggestion that was taken, if it was one. With `new_name` there is no theme yet: one of that
    name is to be made first.
    """

    theme_id: str
    stance: Stance | None = None
    proposal: KeptSuggestion | None = None
    new_name: str = ""


@dataclass(frozen=True, slots=True)
class PickerExtras:
    """What the coding screen knows besides the codebook.

    `offered` are the suggestions that it shows for the passage, best first; `meaning` searches by meaning; with `pin`
    a theme can be put under a digit from here, and with `can_make` a new theme can be made.
    """

    offered: Sequence[KeptSuggestion] = ()
    meaning: Meaning | None = None
    pin: Callable[[str], None] | None = None
    can_make: bool = False


@dataclass(frozen=True, slots=True)
class _New:
    """The row that makes a theme of what is typed."""

    name: str


#: A theme, one that is suggested, the words of a heading, or a theme to be made.
_Line = Theme | KeptSuggestion | str | _New

_CHOOSE = "Nothing is chosen yet: type part of a theme, or go to one with ↓."
_NO_MATCH = "No theme matches what is typed. ↓ goes to ‘New theme’, then Enter makes it."


class ThemePicker(Picker[PickResult | None]):
    """A field, the themes that match, and all that the codebook says of the one under the cursor.

    `title` says what will happen ('Code'), `words` to which passage; `recent` are the themes used last. While nothing
    is typed the suggestions stand on top, then the recent themes, then the codebook, and the cursor is on none: the
    key that opened the picker, pressed once too often, chooses nothing.

    Whether meaning is searched is settled when the picker opens, so that the same keys find the same theme however
    fast they come.
    """

    BINDINGS = actions.bindings("picker")
    SCOPE = "picker"
    PLACEHOLDER = "part of its name, or what it is about"

    def __init__(
        self,
        codebook: Codebook,
        signs: Mapping[str, str],
        title: str,
        words: str,
        recent: Sequence[str] = (),
        extras: PickerExtras = PickerExtras(),
    ) -> None:
        super().__init__()
        self._codebook, self._signs = codebook, signs
        self._heading, self._words = title, words
        self._themes = {t.id: t for t in codebook.themes}
        self._recent = [t for t in recent if t in self._themes]
        self._offered = [p for p in extras.offered if p.theme in self._themes]
        self._meaning = extras.meaning if extras.meaning and extras.meaning.codebook == codebook else None
        self._extras = extras
        self._found: dict[str, Found] = {}
        self._lines: list[_Line] = []
        self._beside_from = 0

    def compose_more(self) -> ComposeResult:
        """What the codebook says of the theme."""
        with VerticalScroll(id="detail", can_focus=False):
            yield Static(id="detail-text", markup=False)

    def on_mount(self) -> None:
        """Say what is being coded."""
        title = Text(f"{self._heading}: ", style="bold", no_wrap=True, overflow="ellipsis")
        title.append(f"“{squeeze(self._words[:400])}”" if self._words.strip() else "", style="not bold")
        self.query_one("#title", Static).update(title)

    def fill(self, query: str) -> None:
        """Best match first; while nothing is typed, suggestions, recent themes and then the whole codebook."""
        if query.strip():
            index = index_of(self._codebook)
            found = index.by_meaning(query, self._meaning) if self._meaning else index.search(query)
            self._found = {f.theme_id: f for f in found}
            self._lines = [self._themes[f.theme_id] for f in found] or ["Nothing in the codebook matches."]
            if self._extras.can_make:
                self._lines.append(_New(squeeze(query)))
            cursor = 0 if found else None
        else:
            self._found = {}
            self._lines, cursor = self._everything(), None
        self.rows.set_rows(len(self._lines), self._draw, selectable=self._selectable, cursor=cursor)

    def _selectable(self, row: int) -> bool:
        return not isinstance(self._lines[row], str)

    def choose(self) -> None:
        """Code with the theme under the cursor, without a stance."""
        self._pick(None)

    def action_apply(self) -> None:
        self._pick(None)

    def action_strength(self) -> None:
        self._pick(Stance.STRENGTH)

    def action_risk(self) -> None:
        self._pick(Stance.RISK)

    def action_solution(self) -> None:
        self._pick(Stance.SOLUTION)

    def action_pin(self) -> None:
        theme = self._theme()
        if theme is None or self._extras.pin is None:
            self.notify("Go to a theme first, in the picker that codes.", timeout=3)
        else:
            self._extras.pin(theme.id)

    def action_detail_down(self) -> None:
        self.query_one("#detail", VerticalScroll).scroll_relative(y=4, animate=False)

    def action_detail_up(self) -> None:
        self.query_one("#detail", VerticalScroll).scroll_relative(y=-4, animate=False)

    def on_row_list_highlighted(self, event: RowList.Highlighted) -> None:
        """Show what the codebook says of the theme."""
        theme = self._theme()
        if theme is None:
            text = Text(self._hint(), style="dim")
        else:
            found = self._found.get(theme.id)
            dark = self.app.current_theme.dark
            text = theme_text(self._codebook, theme, self._signs, matched=found.words if found else (), dark=dark)
        self.query_one("#detail-text", Static).update(text)
        self.query_one("#detail", VerticalScroll).scroll_home(animate=False)

    def _hint(self) -> str:
        """What to do while the cursor is on no theme."""
        line = self._line()
        if isinstance(line, _New):
            return f"Enter makes a new theme ‘{line.name}’ and codes the passage with it; you are asked for the rest."
        if self.query_one(Input).value.strip():
            return _NO_MATCH if self._extras.can_make else "No theme matches what is typed."
        return _CHOOSE

    def _pick(self, stance: Stance | None) -> None:
        line = self._line()
        if line is None:
            typed = self.query_one(Input).value.strip()
            self.notify(_NO_MATCH if typed and self._extras.can_make else _CHOOSE, severity="warning", timeout=4)
        elif isinstance(line, _New):
            self.dismiss(PickResult("", stance, new_name=line.name))
        elif isinstance(line, KeptSuggestion):
            self.dismiss(PickResult(line.theme, stance, line))
        elif isinstance(line, Theme):
            self.dismiss(PickResult(line.id, stance))

    def _line(self) -> _Line | None:
        at = self.rows.cursor
        return None if at is None or at >= len(self._lines) or not self._selectable(at) else self._lines[at]

    def _theme(self) -> Theme | None:
        line = self._line()
        if isinstance(line, KeptSuggestion):
            return self._themes[line.theme]
        return line if isinstance(line, Theme) else None

    def _everything(self) -> list[_Line]:
        out: list[_Line] = ["Suggested for this passage", *self._offered] if self._offered else []
        if self._recent:
            out += ["Used last", *(self._themes[t] for t in self._recent)]
        self._beside_from = len(out)  # below, the headings say the indicator
        heading, named = "", bool(out)
        for theme in self._codebook.themes:
            indicator, domain = self._codebook.indicator_of(theme), self._codebook.domain_of(theme)
            above = " · ".join(x.name for x in (domain, indicator) if x) or ("All themes" if named else "")
            if above and above != heading:
                out.append(above)
                heading = above
            out.append(theme)
        return out

    def _draw(self, row: int, width: int) -> list[Text]:
        line = self._lines[row]
        if isinstance(line, str):
            return [fit(Text(squeeze(line), style="italic dim"), width)]
        if isinstance(line, _New):
            return [fit(Text.assemble("+ New theme ", (f"“{line.name}”", "bold")), width)]
        theme = self._themes[line.theme] if isinstance(line, KeptSuggestion) else line
        label = Text(no_wrap=True)
        label.append("█", style=theme.colour)
        label.append(f"{self._signs.get(theme.id, '··')} ", style="bold")
        label.append(squeeze(theme.name))
        if isinstance(line, KeptSuggestion):
            beside = _likelihood(line)
            label.truncate(max(4, width - len(beside) - 2), overflow="ellipsis")
        else:
            indicator = self._codebook.indicator_of(theme)
            beside = squeeze(indicator.name) if indicator else ""
            if (not self._found and row >= self._beside_from) or width - label.cell_len - 2 < 10:
                beside = ""
        if not beside:
            return [fit(label, width)]
        room = width - label.cell_len - 2
        style = "bold" if isinstance(line, KeptSuggestion) else "dim"
        return [
            fit(Text.assemble(fit(label, label.cell_len + 2), fit(Text(beside, style=style), room, right=True)), width)
        ]


def _likelihood(proposal: KeptSuggestion) -> str:
    """'72 %  - risk', as on the side panel; what is below its theme's threshold is marked '?'."""
    said = f"{'' if proposal.above_threshold else '?'}{percent(proposal.likelihood)}"
    return said if proposal.stance is Stance.UNSPECIFIED else f"{said}  {proposal.stance.letter} {proposal.stance}"
