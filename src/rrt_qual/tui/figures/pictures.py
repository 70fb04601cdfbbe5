"""The figures as pictures: bars by stance, waves, what goes together, saturation; each in words as well."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.events import Resize
from textual.widgets import Static

from rrt_qual.domain.codebook import STANCES
from rrt_qual.services.figures import frequencies
from rrt_qual.services.figures.pictures import (
    LEVELS,
    VIEWS,
    WITHIN,
    Bars,
    Lines,
    Picture,
    RelationGrid,
    SaturationCurve,
    picture,
)
from rrt_qual.services.shared.project import Project
from rrt_qual.tui.actions import table as actions
from rrt_qual.tui.figures.themes import following
from rrt_qual.tui.shared.screen import RrtScreen
from rrt_qual.tui.widgets.bars import count
from rrt_qual.tui.widgets.key_line import KeyLine
from rrt_qual.tui.widgets.plain import squeeze

if TYPE_CHECKING:
    from textual_plotext import PlotextPlot

_COLOURS = {"strength": "blue", "risk": "red", "solution": "green"}
_TITLES = {
    "bars": "Strength, risk and solution",
    "waves": "From wave to wave",
    "together": "Spoken of together",
    "saturation": "Saturation",
}
_EMPTY = "Nothing has been coded yet: there is nothing to draw."
_SHADES = " ░▒▓█"


class PicturesScreen(RrtScreen[None]):
    """One picture at a time; the line below it says in words what it shows."""

    BINDINGS = actions.bindings("pictures")
    SCOPE = "pictures"
    SHOWS_OTHERS = True
    DEFAULT_CSS = """
    PicturesScreen #picture { height: 1fr; }
    PicturesScreen #picture PlotextPlot { height: 100%; }
    PicturesScreen #words { height: auto; max-height: 4; padding: 0 1; color: $foreground 75%; }
    """

    def __init__(self, project: Project) -> None:
        super().__init__()
        self._project = project
        self._view, self._level, self._within = VIEWS[0], "indicator", "interview"
        self._wave: str | None = None
        self._at = 0
        self._found: Picture | None = None

    def compose(self) -> ComposeResult:
        """What is shown, the picture, the same in words, the keys."""
        from textual_plotext import PlotextPlot

        with Horizontal(classes="heading"):
            yield Static(id="title", markup=False)
            yield Static(id="filters", classes="right", markup=False)
        with VerticalScroll(id="picture", can_focus=False):
            yield PlotextPlot(id="plot")
            yield Static(id="grid", markup=False)
        yield Static(id="words", markup=False)
        yield KeyLine(self.SCOPE)

    def on_screen_resume(self) -> None:
        """Read the figures; they may have changed."""
        self._ask()

    def project_changed(self) -> None:
        """Read the figures again."""
        self._ask()

    def on_resize(self, event: Resize) -> None:
        """Draw it as wide as there is room."""
        self.call_after_refresh(self._draw)

    # reading ------------------------------------------------------------------------------------

    def _ask(self) -> None:
        found = partial(picture, self._project, self._view, level=self._level, wave=self._wave, within=self._within)
        self.read(self._project, found, self._show)

    def _show(self, found: Picture) -> None:
        self._found = found
        self._draw()

    # drawing ------------------------------------------------------------------------------------

    @property
    def _plot(self) -> PlotextPlot:
        from textual_plotext import PlotextPlot

        return self.query_one("#plot", PlotextPlot)

    def _draw(self) -> None:
        if self._found is None:
            return
        self.query_one("#title", Static).update(Text(_TITLES[self._view], style="bold"))
        together = f"in one {self._within}" if self._view == "together" else ""
        wave = "" if self._view == "waves" else f"wave {self._wave}" if self._wave else "all waves"
        parts = [together, f"by {self._level}", wave]
        self.query_one("#filters", Static).update(Text(" · ".join(squeeze(p) for p in parts if p)))
        plt = self._plot.plt
        plt.clear_figure()
        found = self._found
        if isinstance(found, Bars):
            shown, words = self._bars(plt, found)
        elif isinstance(found, Lines):
            shown, words = self._lines(plt, found)
        elif isinstance(found, SaturationCurve):
            shown, words = self._curve(plt, found)
        else:
            shown, words = False, self._grid(found)
        self._plot.display = shown
        grid = self.query_one("#grid", Static)
        grid.display = not shown
        if not shown and not isinstance(found, RelationGrid):
            grid.update(Text(_EMPTY))
        self.query_one("#words", Static).update(Text(words))
        self._plot.refresh()

    def _bars(self, plt: Any, found: Bars) -> tuple[bool, str]:
        if not found.base:
            return False, ""
        width = 40 if self.size.width >= 110 else 24
        names = [_short(n, width) for n in found.names][::-1]
        values = [list(found.shares[s])[::-1] for s in STANCES]
        self._plot.styles.height = 2 * len(names) + 3
        plt.stacked_bar(
            names,
            values,
            orientation="h",
            marker=[s.letter for s in STANCES],
            color=[_COLOURS[s] for s in STANCES],
            width=0.4,
        )
        plt.frame(False)
        legend = "  ".join(f"{s.letter * 2} {s}" for s in STANCES)
        return True, (
            f"{legend}. Per cent of {count(found.base, 'interview')}, laid end to end; one interview may speak of the"
            " same as strength and as risk."
        )

    def _lines(self, plt: Any, found: Lines) -> tuple[bool, str]:
        keys = list(found.names)
        if len(found.waves) < 2 or not keys:
            self.query_one("#grid", Static).update(Text("There is only one wave: nothing to compare yet."))
            return False, ""
        key = keys[self._at % len(keys)]
        self._plot.styles.height = "100%"
        at = list(range(1, len(found.waves) + 1))
        for stance in STANCES:
            values = list(found.shares[key][stance])
            plt.plot(at, values, marker=stance.letter, color=_COLOURS[stance])
        plt.xticks(at, [f"{squeeze(w)} (n={b})" for w, b in zip(found.waves, found.bases, strict=True)])
        plt.ylim(0, 100)
        plt.title(_short(found.names[key], 60))
        said = "; ".join(f"{s.letter} {s} " + " → ".join(f"{v:.0f} %" for v in found.shares[key][s]) for s in STANCES)
        return True, f"{squeeze(found.names[key])}, {' → '.join(map(squeeze, found.waves))}: {said}."

    def _curve(self, plt: Any, found: SaturationCurve) -> tuple[bool, str]:
        if not found.total:
            return False, ""
        self._plot.styles.height = "100%"
        at = list(range(1, len(found.total) + 1))
        plt.plot(at, list(found.high), marker=".", color="gray")
        plt.plot(at, list(found.low), marker=".", color="gray")
        plt.plot(at, list(found.total), marker="o", color="blue")
        plt.xticks(at[:: max(1, len(at) // 12)])
        plt.ylim(0, max(found.high) + 2)
        plt.xlabel("interviews")
        return True, f"o all {self._level}s so far in the order held, . 95 % of shuffled orders. {found.sentence}"

    def _grid(self, found: RelationGrid) -> str:
        out = Text(no_wrap=True)
        room = max(10, min(34, self.size.width - 4 * len(found.names) - 8))
        for row, name in enumerate(found.names):
            out.append(f"{row + 1:>3} {_short(name, room):<{room}} ")
            for value in found.shares[row]:
                if value is None:
                    out.append("  · ", style="dim")
                else:
                    shade = _SHADES[min(4, round(4 * value))]
                    out.append(f"{shade}{round(100 * value):>3}" if value else "   ·")
            out.append("\n")
        out.append(" " * (room + 5) + "".join(f"{n + 1:>4}" for n in range(len(found.names))), style="dim")
        self.query_one("#grid", Static).update(out if found.names else Text(_EMPTY))
        if not found.names:
            return ""
        unit = squeeze(found.unit)
        return f"Of 100 with either, how many speak of both (Jaccard). One: {unit}; {found.base:,} in all."

    # keys ---------------------------------------------------------------------------------------

    def action_view(self) -> None:
        self._view = following(VIEWS, self._view) or VIEWS[0]
        self._ask()

    def action_level(self) -> None:
        self._level = following(LEVELS, self._level) or LEVELS[0]
        self._at = 0
        self._ask()

    def action_wave(self) -> None:
        self._wave = following(frequencies.waves(self._project), self._wave)
        self._ask()

    def action_within(self) -> None:
        self._within = following(WITHIN, self._within) or WITHIN[0]
        self._ask()

    def action_next(self) -> None:
        self._at += 1
        self._draw()

    def action_previous(self) -> None:
        self._at -= 1
        self._draw()

    @property
    def _scroll(self) -> VerticalScroll:
        return self.query_one("#picture", VerticalScroll)

    def action_down(self) -> None:
        self._scroll.scroll_down(animate=False)

    def action_up(self) -> None:
        self._scroll.scroll_up(animate=False)

    def action_page_down(self) -> None:
        self._scroll.scroll_page_down(animate=False)

    def action_page_up(self) -> None:
        self._scroll.scroll_page_up(animate=False)

    def action_back(self) -> None:
        self.dismiss()


def _short(name: str, most: int) -> str:
    line = squeeze(name)
    return line if len(line) <= most else line[: most - 1] + "…"
