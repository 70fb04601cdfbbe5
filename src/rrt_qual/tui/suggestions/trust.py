"""What came of the suggestions: how often each coder took them, theme by theme, and how far they follow them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.events import Resize
from textual.widgets import Static

from rrt_qual.services.shared.project import Project
from rrt_qual.services.suggestions import trust
from rrt_qual.services.suggestions.trust import Acceptance, Anchoring, Followed, SuggestionShare, TrustReport
from rrt_qual.tui.actions import table as actions
from rrt_qual.tui.shared.screen import RrtScreen
from rrt_qual.tui.widgets.bars import bar, count, interval, percent
from rrt_qual.tui.widgets.key_line import KeyLine
from rrt_qual.tui.widgets.plain import squeeze
from rrt_qual.tui.widgets.row_list import RowList
from rrt_qual.tui.widgets.row_table import RowTable, TableColumn
from rrt_qual.tui.widgets.signs import letters

_VIEWS = ("coders", "themes", "months")
_TITLES = {
    "coders": "How far each coder follows the suggestions",
    "themes": "What came of them, by theme",
    "months": "What came of them, by month",
}
#: Fewer passages than this say too little about a coder.
_ENOUGH = 20
_NOTHING = "Nobody has been shown a suggestion yet. Open an interview: they stand beside the transcript."


class TrustScreen(RrtScreen[None]):
    """Three tables, and in words what the row under the cursor says."""

    BINDINGS = actions.bindings("trust")
    SCOPE = "trust"
    SHOWS_OTHERS = True
    AUTO_FOCUS = "RowTable"

    def __init__(self, project: Project) -> None:
        super().__init__()
        self._project = project
        self._report: TrustReport | None = None
        self._view = "coders"
        self._told = ("", -1)
        self._rows: Sequence[Acceptance] = ()
        self._coders: Sequence[tuple[Followed, Anchoring]] = ()
        codebook = project.codebook()
        self._signs = letters(codebook)
        self._names = {t.id: t.name for t in codebook.themes}
        self._colours = {t.id: t.colour for t in codebook.themes}

    def compose(self) -> ComposeResult:
        """Which table it is, the table, what a row says, the keys."""
        with Horizontal(classes="heading"):
            yield Static(id="what", markup=False)
            yield Static(id="which", classes="right", markup=False)
        yield RowTable(id="figures")
        with VerticalScroll(id="whole", can_focus=False):
            yield Static(id="words", markup=False)
        yield KeyLine(self.SCOPE)

    def on_mount(self) -> None:
        """Read the figures."""
        self._ask()

    def project_changed(self) -> None:
        """Read them again."""
        self._ask()

    def _ask(self) -> None:
        self.read(self._project, partial(trust.report, self._project), self._show)

    def _show(self, report: TrustReport) -> None:
        again, self._report = self._report is not None, report
        self._fill(steady=again)

    def on_resize(self, event: Resize) -> None:
        """The columns take the room there is."""
        if self._report is not None:
            self._fill()

    # showing ------------------------------------------------------------------------------------

    def _fill(self, *, steady: bool = False) -> None:
        report = self._report
        if report is None:
            return
        self.query_one("#what", Static).update(Text(f"Trust: {_TITLES[self._view]}", style="bold"))
        self.query_one("#which", Static).update(f"{_VIEWS.index(self._view) + 1} of {len(_VIEWS)}")
        table = self.query_one(RowTable)
        if self._view == "coders":
            self._coders = list(zip(report.followed, report.anchoring, strict=True))
            at = (table.cursor or 0) if steady else 0
            table.set_table(self._coder_columns(), len(self._coders), self._coder_cells, cursor=at, steady=steady)
            total = len(self._coders)
        else:
            by_theme = self._view == "themes"
            self._rows = _all_months(report.acceptance) if by_theme else report.months
            at = (table.cursor or 0) if steady else 0
            table.set_table(self._row_columns(by_theme), len(self._rows), self._row_cells, cursor=at, steady=steady)
            total = len(self._rows)
        if not total:
            self.query_one("#words", Static).update(_NOTHING)

    def _coder_columns(self) -> list[TableColumn]:
        wide = self.size.width >= 100
        figures = [
            TableColumn("From suggestions", 20 if wide else 17),
            TableColumn("Taken when shown", 18 if wide else 16),
        ]
        figures += [TableColumn("Agrees: shown", 16), TableColumn("unseen", 18 if wide else 14)]
        room = self.query_one(RowTable).row_width - sum(c.width + 2 for c in figures)
        return [TableColumn("Coder", max(7, min(room, 30))), *figures]

    def _coder_cells(self, row: int) -> list[Text]:
        followed, anchoring = self._coders[row]
        shares = (followed.accepted, followed.taken, anchoring.shown, anchoring.unseen)
        return [Text(squeeze(followed.coder), style="bold"), *(_share(s) for s in shares)]

    def _row_columns(self, by_theme: bool) -> list[TableColumn]:
        figures = [TableColumn(t, 8, right=True) for t in ("Shown", "Accepted", "Rejected")]
        figures.append(TableColumn("Of those decided", 16))
        room = self.query_one(RowTable).row_width - sum(c.width + 2 for c in figures)
        coder = max(8, min(20, room // 3))
        return [
            TableColumn("Coder", coder),
            TableColumn("Theme" if by_theme else "Month", max(8, room - coder - 2)),
            *figures,
        ]

    def _row_cells(self, row: int) -> list[Text]:
        found = self._rows[row]
        what = Text(found.month)
        if found.theme != "*":
            what = Text.assemble(("█", self._colours.get(found.theme, "#888888")))
            what.append(f"{self._signs.get(found.theme, '··')} ", style="bold")
            what.append(squeeze(self._names.get(found.theme, found.theme)))
        share = found.rate.value
        meter = bar(share, 8, style=self.app.theme_variables["primary"])
        return [
            Text(squeeze(found.coder), style="bold"),
            what,
            *(Text(f"{n:,}" if n else "·", style="" if n else "dim") for n in _figures(found)),
            Text.assemble(meter, f" {percent(share):>6}"),
        ]

    # words --------------------------------------------------------------------------------------

    def on_row_list_highlighted(self, event: RowList.Highlighted) -> None:
        """Say in words what the row says."""
        if event.row is None or self._report is None:
            return
        if self._view == "coders":
            words = coder_words(*self._coders[event.row]) + "\n" + agreement_words(self._report)
        else:
            words = self._row_words(self._rows[event.row])
        self.query_one("#words", Static).update(Text(words))
        if self._told != (self._view, event.row):
            self._told = self._view, event.row
            self.query_one("#whole", VerticalScroll).scroll_home(animate=False)

    def _row_words(self, row: Acceptance) -> str:
        named = row.theme != "*"
        what = f"‘{squeeze(self._names.get(row.theme, row.theme))}’" if named else f"suggestions in {row.month}"
        words = f"{squeeze(row.coder)} was shown {what} {count(row.shown, 'time')}, accepted {row.accepted}"
        words += f" and rejected {row.rejected}; the others were passed by in silence."
        if named and self._report:
            months = [r for r in self._report.acceptance if (r.coder, r.theme) == (row.coder, row.theme)]
            words += "\nAccepted of those decided, by month: "
            words += "; ".join(f"{m.month}: {m.rate.count} of {m.rate.base}" for m in months)
        return words

    # keys ---------------------------------------------------------------------------------------

    def action_view(self) -> None:
        self._view = _VIEWS[(_VIEWS.index(self._view) + 1) % len(_VIEWS)]
        self._fill()

    def action_back(self) -> None:
        self.dismiss()


def coder_words(f: Followed, a: Anchoring) -> str:
    """What a coder's row says, for a reader who distrusts percentages."""
    who = squeeze(f.coder)
    lines = [
        f"Of {count(f.accepted.base, 'segment')} that {who} has coded, {f.accepted.count} hold a suggestion that was"
        f" accepted ({percent(f.accepted.value)}); the others were coded by hand. Which is which stays marked for ever."
    ]
    if f.taken.base:
        lines.append(f"Where suggestions had been shown before, {who} took one in {_of(f.taken)}.")
    if a.shown.base:
        lines.append(f"Where the first suggestion had been shown, {who}'s themes hold it in {_of(a.shown)}.")
    if a.unseen.base:
        lines.append(
            f"Where it had not been shown (blind, or coded before), they hold it in {_of(a.unseen)};"
            " the program has learned from these codings since, so that figure is rather too high."
        )
    bounds = a.interval
    if a.pull is None or bounds is None or min(a.shown.base, a.unseen.base) < _ENOUGH:
        lines.append(
            f"Whether suggestions lead {who} cannot be told yet: that takes {_ENOUGH} segments coded with them in"
            " sight and as many without (H on the coding screen hides them)."
        )
    else:
        low, high = (round(100 * b) for b in bounds)
        led = "seeing them seems to lead" if bounds[0] > 0 else "no sign that seeing them leads"
        lines.append(
            f"The difference is {round(100 * a.pull):+} points (95 % interval {low:+} to {high:+}): {led} {who}."
        )
    return "\n".join(lines)


def agreement_words(report: TrustReport) -> str:
    """How people and program agree, all coders together."""
    if not any(a.shown.base or a.unseen.base for a in report.anchoring):
        return "Agreement is not known yet: no suggestions are kept for what was coded. Run 'rrt-qual suggest' once."
    parts = [
        f"coded {a.among}: {a.percent.count} of {a.percent.base}, {percent(a.percent.value)}"
        + (f", Cohen's kappa {a.kappa:.2f}" if a.kappa is not None else "")
        for a in report.agreement
        if a.percent.base
    ]
    return "All coders, segments that hold the first suggestion: " + "; ".join(parts) + "." if parts else ""


def _all_months(rows: Sequence[Acceptance]) -> list[Acceptance]:
    """The months of each coder and theme added up."""
    out: dict[tuple[str, str], Acceptance] = {}
    for r in rows:
        had = out.get((r.coder, r.theme)) or Acceptance(r.coder, r.theme, "", 0, 0, 0)
        out[r.coder, r.theme] = Acceptance(
            r.coder, r.theme, "", had.shown + r.shown, had.accepted + r.accepted, had.rejected + r.rejected
        )
    return sorted(out.values(), key=lambda r: (r.coder, -r.shown, r.theme))


def _figures(row: Acceptance) -> tuple[int, int, int]:
    return row.shown, row.accepted, row.rejected


def _share(share: SuggestionShare) -> Text:
    if not share.base:
        return Text("-", style="dim")
    return Text.assemble((f"{percent(share.value):>5}", "bold"), f" {share.count} of {share.base}")


def _of(share: SuggestionShare) -> str:
    return f"{share.count} of {share.base}, {percent(share.value)} (95 % interval {interval(share.interval)})"
