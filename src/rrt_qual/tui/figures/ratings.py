"""Ratings: red, amber or green for each indicator, why, by whom, and what staff propose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.events import Resize
from textual.widgets import Static

from rrt_qual.domain.report.evidence import IndicatorRating, IndicatorTalk, JointRow, Rating
from rrt_qual.services.figures import frequencies, ratings, solutions, survey
from rrt_qual.services.shared.project import Project
from rrt_qual.tui.actions import table as actions
from rrt_qual.tui.figures.rate import RateScreen
from rrt_qual.tui.figures.rating_rows import RatingLook, cells, columns, reasons
from rrt_qual.tui.figures.themes import following
from rrt_qual.tui.shared.screen import RrtScreen
from rrt_qual.tui.widgets.key_line import KeyLine
from rrt_qual.tui.widgets.plain import squeeze
from rrt_qual.tui.widgets.row_list import RowList
from rrt_qual.tui.widgets.row_table import RowTable


@dataclass(frozen=True, slots=True)
class RatingsShown:
    """What one look at the project gives: ratings, what is spoken of, the survey beside them, the rule in words."""

    ratings: Sequence[IndicatorRating]
    talk: dict[str, IndicatorTalk]
    joint: dict[str, JointRow]
    rule: Sequence[str]


class RatingsScreen(RrtScreen[None]):
    """A row an indicator, domain by domain; below it why, and the solutions in the words they were proposed in."""

    BINDINGS = actions.bindings("ratings")
    SCOPE = "ratings"
    SHOWS_OTHERS = True
    AUTO_FOCUS = "RowTable"

    def __init__(self, project: Project) -> None:
        super().__init__()
        self._project = project
        self._codebook = project.codebook()
        self._wave: str | None = None
        self._coder: str | None = None
        self._evidence: RatingsShown | None = None
        #: The rows that are shown: a domain's name, or the rating of an indicator.
        self._rows: list[str | IndicatorRating] = []
        self._shows_rule = False
        self._told = ("", False)

    def compose(self) -> ComposeResult:
        """What is counted, the ratings, the reasons, the keys."""
        with Horizontal(classes="heading"):
            yield Static(id="base", markup=False)
            yield Static(id="filters", classes="right", markup=False)
        yield RowTable(id="figures")
        with VerticalScroll(id="whole", can_focus=False):
            yield Static(id="words", markup=False)
        yield KeyLine(self.SCOPE)

    def on_screen_resume(self) -> None:
        """Read; when one comes back from the passages the figures may have changed."""
        self._count()

    def project_changed(self) -> None:
        """Read again."""
        self._codebook = self._project.codebook()
        self._count()

    def on_resize(self, event: Resize) -> None:
        """The columns take the room there is."""
        self._fill()

    # reading ------------------------------------------------------------------------------------

    def _count(self) -> None:
        self.read(self._project, partial(self._evidence_of, self._wave, self._coder), self._show)

    def _evidence_of(self, wave: str | None, coder: str | None) -> RatingsShown:
        beside = survey.joint(self._project, wave, coder)
        return RatingsShown(
            ratings.ratings(self._project, wave, coder),
            solutions.talk(self._project, wave, coder, for_export=False),
            {row.indicator: row for row in beside if row.wave == (wave or "") and row.survey_n is not None},
            ratings.rule(self._project).words(),
        )

    def _show(self, evidence: RatingsShown) -> None:
        self._evidence = evidence
        self._fill(steady=True)
        dialog, row = self.app.screen, self._row()
        if isinstance(dialog, RateScreen) and row is not None:
            dialog.take(row)

    # showing ------------------------------------------------------------------------------------

    def _fill(self, *, steady: bool = False) -> None:
        found = self._evidence
        if found is None:
            return
        table, kept = self.query_one(RowTable), self._row()
        self._rows = self._ordered(found.ratings)
        look = RatingLook(table.row_width, self.app.current_theme.dark, bool(found.joint))
        rows = self._rows
        at = next((n for n, r in enumerate(rows) if isinstance(r, IndicatorRating) and _same(r, kept)), 0)
        table.set_table(
            columns(look),
            len(rows),
            lambda n: cells(rows[n], self._codebook, found.joint, look),
            selectable=lambda n: isinstance(rows[n], IndicatorRating),
            cursor=at,
            steady=steady,
        )
        self._show_heading(found)
        self._show_reasons()

    def _ordered(self, found: Sequence[IndicatorRating]) -> list[str | IndicatorRating]:
        """The ratings with the name of each domain before the first of it."""
        out: list[str | IndicatorRating] = []
        domain: str | None = None
        for row in found:
            of = self._codebook.indicator(row.indicator).domain
            if of and of != domain:
                out.append(self._codebook.domain(of).name)
            domain = of
            out.append(row)
        return out

    def _show_heading(self, found: RatingsShown) -> None:
        base = next((r.any.base for r in found.ratings if r.any.n is not None), None)
        tally = [f"{sum(r.rating is rating for r in found.ratings)} {rating}" for rating in list(Rating)[:3]]
        said = f"Ratings: {', '.join(tally)}" if base else "Ratings: nothing to show yet"
        self.query_one("#base", Static).update(Text(said, style="bold", no_wrap=True, overflow="ellipsis"))
        parts = [f"{base} coded" if base else "", f"wave {self._wave}" if self._wave else "all waves"]
        parts.append(f"coder {self._coder}" if self._coder else "any coder")
        self.query_one("#filters", Static).update(" · ".join(squeeze(p) for p in parts if p))

    def _show_reasons(self) -> None:
        found, row = self._evidence, self._row()
        if found is None:
            return
        if self._shows_rule:
            words = Text("\n".join(found.rule))
        elif row is None:
            words = Text("The codebook has no indicators.")
        else:
            names = {t.id: t.name for t in self._codebook.themes}
            dark = self.app.current_theme.dark
            words = reasons(row, found.talk[row.indicator], found.joint.get(row.indicator), names, dark=dark)
        self.query_one("#words", Static).update(words)
        if self._told != (told := (row.indicator if row else "", self._shows_rule)):
            self._told = told
            self.query_one("#whole", VerticalScroll).scroll_home(animate=False)

    def _row(self) -> IndicatorRating | None:
        at = self.query_one(RowTable).cursor
        row = self._rows[at] if at is not None and at < len(self._rows) else None
        return row if isinstance(row, IndicatorRating) else None

    def _called(self, row: IndicatorRating) -> str:
        return self._codebook.indicator(row.indicator).name

    # keys ---------------------------------------------------------------------------------------

    def on_row_list_highlighted(self, event: RowList.Highlighted) -> None:
        """Show why the row under the cursor is rated so."""
        row = self._row()
        if self._told[0] != (row.indicator if row else ""):
            self._shows_rule = False
        self._show_reasons()

    def on_row_list_selected(self, event: RowList.Selected) -> None:
        """A second click shows the passages."""
        self.action_passages()

    def action_passages(self) -> None:
        from rrt_qual.tui.figures.passages import PassagesAsked, PassagesScreen

        row = self._row()
        if row is None:
            return
        if not row.any.n:
            self.notify("No passage stands behind that rating, or too few interviews are coded.", timeout=3)
            return
        question = PassagesAsked("indicator", row.indicator, self._called(row), self._wave, self._coder)
        self.app.push_screen(PassagesScreen(self._project, question))

    def action_rate(self) -> None:
        row, session = self._row(), self.rrt.session
        if row is None or not self._person() or session is None:
            return

        def save(rating: Rating, reason: str) -> None:
            ratings.set_override(self._project, session.coder, row.indicator, rating, reason, row.wave)

        self.app.push_screen(RateScreen(self._called(row), row, save), partial(self._rated, row))

    def _rated(self, row: IndicatorRating, answer: tuple[Rating, str] | None) -> None:
        if answer is not None:
            self.notify(f"{self._called(row)} is rated {answer[0]} by you.", timeout=3)
            self._count()

    def action_retract(self) -> None:
        row = self._row()
        if row is None or not self._person() or self.rrt.session is None:
            return
        if not row.overridden_by:
            self.notify("That is the rule's rating already.", timeout=2)
            return
        ratings.retract(self._project, self.rrt.session.coder, row.indicator, row.wave)
        self.notify(f"{self._called(row)} is rated by the rule again.", timeout=3)
        self._count()

    def _person(self) -> bool:
        """Whether somebody has said who they are; a rating by hand is kept under a name."""
        if self.rrt.session is None:
            self.notify("Say who is coding first: c in the list of interviews.", severity="warning")
        return self.rrt.session is not None

    def action_undo(self) -> None:
        if self._person() and self.rrt.session is not None:
            done = self.rrt.session.undo()
            self.notify(f"Taken back: {done.label}." if done else "There is nothing to take back.", timeout=3)
            self._count()

    def action_redo(self) -> None:
        if self._person() and self.rrt.session is not None:
            done = self.rrt.session.redo()
            self.notify(f"Done again: {done.label}." if done else "There is nothing to do again.", timeout=3)
            self._count()

    def action_wave(self) -> None:
        self._wave = following(frequencies.waves(self._project), self._wave)
        self._count()

    def action_coder(self) -> None:
        self._coder = following([c.name for c in self._project.coders()], self._coder)
        self._count()

    def action_rule(self) -> None:
        self._shows_rule = not self._shows_rule
        self._show_reasons()

    def action_reason_down(self) -> None:
        self.query_one("#whole", VerticalScroll).scroll_relative(y=3, animate=False)

    def action_reason_up(self) -> None:
        self.query_one("#whole", VerticalScroll).scroll_relative(y=-3, animate=False)

    def action_back(self) -> None:
        self.dismiss()


def _same(row: IndicatorRating, kept: IndicatorRating | None) -> bool:
    return kept is not None and row.indicator == kept.indicator
