"""What the ratings show in which column, and the words below them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from rich.text import Text

from rrt_qual.domain.codebook import Codebook, Stance
from rrt_qual.domain.figures import joint, ratings
from rrt_qual.domain.figures.columns import pick
from rrt_qual.domain.report.evidence import IndicatorRating, IndicatorTalk, JointRow, Share, Solution, ThemeTally
from rrt_qual.tui.figures.theme_columns import stance_column
from rrt_qual.tui.widgets.bars import bar, count, percent
from rrt_qual.tui.widgets.cells import visible
from rrt_qual.tui.widgets.plain import squeeze
from rrt_qual.tui.widgets.rating_signs import rating_text
from rrt_qual.tui.widgets.row_table import GAP, TableColumn
from rrt_qual.tui.widgets.signs import stance_colour

#: Columns from which on bars are long and intervals stand beside: those columns and their gaps take 95,
#: and an indicator's name needs a dozen.
_WIDE = 108
_BARS = (Stance.RISK, Stance.STRENGTH)


@dataclass(frozen=True, slots=True)
class RatingLook:
    """The cells there are, the background, and whether a survey's rating stands beside."""

    width: int
    dark: bool
    survey: bool = False

    @property
    def wide(self) -> bool:
        """Whether there is room for words and intervals."""
        return self.width >= _WIDE

    @property
    def bar(self) -> int:
        """The cells of one stance's bar."""
        return 14 if self.wide else 6


def columns(look: RatingLook) -> tuple[TableColumn, ...]:
    """The indicator, its rating, the survey's, a bar a stance, solutions, and how far it leans."""
    defined = {c.key: c for c in ratings.COLUMNS}
    rest = [TableColumn.of(defined["rating"], (13, 12), wide=look.wide)]
    if look.survey:
        (beside,) = pick(joint.COLUMNS, "survey_rating")
        rest.append(TableColumn(beside.head, 8 if look.wide else 7))
    rest += [stance_column(defined[f"{s}_interviews"], (look.bar + 4, 0), wide=True) for s in _BARS]
    solution = stance_column(defined["solution_interviews"], (10, 3), wide=look.wide)
    rest.append(replace(solution, right=True))
    if look.wide:
        rest.append(TableColumn(defined["lean"].head, 16, right=True))
    name = look.width - sum(c.width + GAP for c in rest)
    return (TableColumn(defined["name"].title, max(12, min(name, 56))), *rest)


def cells(
    row: str | IndicatorRating, codebook: Codebook, joint: Mapping[str, JointRow], look: RatingLook
) -> list[Text]:
    """The cells of one row; a domain's name runs on over all of them."""
    if isinstance(row, str):
        return [Text(squeeze(row), style="bold", no_wrap=True)]
    indicator = codebook.indicator(row.indicator)
    name = Text("  " if indicator.domain else "", no_wrap=True)
    name.append(squeeze(indicator.name), style="" if row.any.n else "dim")
    out = [name, rating_text(row.rating, dark=look.dark, mark=" ✎" if row.overridden_by else "")]
    if look.survey:
        beside = joint.get(row.indicator)
        said = beside.survey_rating if beside else None
        out.append(rating_text(said, dark=look.dark) if said else Text("-", style="dim"))
    for stance, share in zip(_BARS, (row.risk, row.strength), strict=True):
        out.append(_bar(stance, share, look))
    out.append(Text(_number(row.solution)))
    if look.wide:
        interval = ""
        if row.lean_low is not None and row.lean_high is not None:
            interval = f"  {100 * row.lean_low:.0f}–{100 * row.lean_high:.0f}"
        out.append(Text(percent(row.lean) + interval, style="" if row.lean is not None else "dim"))
    return out


def _bar(stance: Stance, share: Share, look: RatingLook) -> Text:
    colour = stance_colour(stance, dark=look.dark)
    out = Text(f"{_number(share):>3} ", style=colour if share.n else "dim", no_wrap=True)
    out.append_text(bar(share.value, look.bar, style=colour))
    return out


def _number(share: Share) -> str:
    return "-" if share.n is None else str(share.n)


def reasons(
    row: IndicatorRating, talk: IndicatorTalk, beside: JointRow | None, names: Mapping[str, str], *, dark: bool
) -> Text:
    """Why it is rated so, what the survey says, what is spoken of, and what is proposed, word for word."""
    out = Text(visible(row.because))
    if row.overridden_by:
        out.append(f"\n✎ {visible(row.overridden_by)} says {row.rating}: ", style="bold")
        out.append(f"{visible(row.override_reason)} (the rule: {row.by_rule})")
    if beside is not None:
        out.append("\nSurvey: ", style="bold")
        score = "no score" if beside.survey_score is None else f"score {beside.survey_score:.2g}"
        out.append(f"{score} of {beside.survey_n:,} people; {beside.agreement}. {visible(beside.because)}")
    for stance, tallies in ((Stance.RISK, talk.risks), (Stance.STRENGTH, talk.strengths)):
        if tallies:
            out.append(f"\n{stance.letter} {stance}: ", style=f"bold {stance_colour(stance, dark=dark)}")
            out.append("; ".join(_said(t, names) for t in tallies))
    _append_solutions(out, talk.solutions, names, dark=dark)
    return out


def _append_solutions(out: Text, found: Sequence[Solution], names: Mapping[str, str], *, dark: bool) -> None:
    style = f"bold {stance_colour(Stance.SOLUTION, dark=dark)}"
    for solution in found:
        out.append("\n! solution: ", style=style)
        out.append(_said(solution.tally, names))
        for proposal in solution.proposals:
            out.append(f"\n    “{squeeze(proposal.words)}”")
        if solution.unquoted:
            out.append(f"\n    {count(solution.unquoted, 'passage')} may not be quoted.", style="dim")


def _said(tally: ThemeTally, names: Mapping[str, str]) -> str:
    return f"{squeeze(names.get(tally.theme, tally.theme))} {tally.interviews}"
