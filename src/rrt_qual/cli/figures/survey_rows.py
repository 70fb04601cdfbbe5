"""The joint display and the workforce's figures, as rows for other programs and as tables for people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from rrt_qual.cli.shared.numbers import RATING_LETTERS, RATING_STYLES, WITHHELD, rounded
from rrt_qual.cli.shared.terminal import shown
from rrt_qual.domain.report.evidence import Agreement, JointRow, Rating
from rrt_qual.domain.report.survey import WorkforceFigure

if TYPE_CHECKING:
    from rich.console import Console

    from rrt_qual.analysis.figures.joint import JointRule

#: The columns of the CSV; a script may rely on their names and order.
COLUMNS = (
    *("indicator", "name", "wave", "survey_n", "survey_score", "survey_rating", "rated_from"),
    *("interviews_rating", "interviews_by_rule", "base", "any", "risk", "strength", "solution", "lean"),
    *("together", "because"),
)

FIGURE_COLUMNS = ("measure", "wave", "group", "value", "unit")

_BRIEF = {Agreement.PARTLY: "in part"}
_STYLES = {Agreement.CONTRADICT: "bold red", Agreement.EXPLAIN: "bold", Agreement.SILENT: "dim"}


def flat(row: JointRow, names: Mapping[str, str]) -> dict[str, Any]:
    """One flat row."""
    said = row.interviews
    return {
        "indicator": row.indicator,
        "name": names[row.indicator],
        "wave": row.wave or None,
        "survey_n": row.survey_n,
        "survey_score": rounded(row.survey_score),
        "survey_rating": str(row.survey_rating) if row.survey_rating else None,
        "rated_from": row.rated_from or None,
        "interviews_rating": str(said.rating),
        "interviews_by_rule": str(said.by_rule),
        "base": said.any.base if said.any.n is not None else None,
        "any": said.any.n,
        "risk": said.risk.n,
        "strength": said.strength.n,
        "solution": said.solution.n,
        "lean": rounded(said.lean),
        "together": str(row.agreement),
        "because": row.because,
    }


def as_json(
    project: str,
    wave: str | None,
    coder: str | None,
    rule: JointRule,
    rows: Sequence[JointRow],
    names: Mapping[str, str],
    workforce: Sequence[WorkforceFigure],
) -> dict[str, Any]:
    """Everything in one value: the rule, a row an indicator and wave, and the workforce's figures."""
    return {
        "project": project,
        "wave": wave,
        "coder": coder,
        "rule": rule.settings(),
        "rule_in_words": rule.words(),
        "rows": [{**flat(row, names), "answers": row.answers} for row in rows],
        "workforce": figures(workforce),
    }


def figures(found: Sequence[WorkforceFigure]) -> list[dict[str, Any]]:
    """A row a figure."""
    return [
        {"measure": f.measure, "wave": f.wave or None, "group": f.group or None, "value": f.value, "unit": f.unit}
        for f in found
    ]


def draw(
    console: Console,
    project: str,
    coder: str | None,
    rule: JointRule,
    rows: Sequence[JointRow],
    names: Mapping[str, str],
) -> None:
    """A table a wave: survey on the left, interviews on the right, how they stand to one another at the end."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    console.print(Text(shown(f"{project}, survey beside interviews, {coder or 'any coder'}")))
    console.print(Text(rule.words()[0]))
    for wave in dict.fromkeys(row.wave for row in rows):
        of = [row for row in rows if row.wave == wave]
        base = of[0].interviews.any
        coded = WITHHELD if base.n is None else base.base
        console.print(Text(shown(f"\n{f'Wave {wave}' if wave else 'All waves'}: {coded} interviews coded")))
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
        table.add_column("", ratio=1, min_width=22)
        for heading in ("n", "score"):
            table.add_column(heading, justify="right", no_wrap=True)
        table.add_column("survey", no_wrap=True)
        table.add_column("interv.", no_wrap=True)
        for heading in ("-", "+", "!"):
            table.add_column(heading, justify="right", no_wrap=True)
        table.add_column("together", no_wrap=True)
        for row in of:
            said = row.interviews
            counts = [WITHHELD if s.n is None else str(s.n) for s in (said.risk, said.strength, said.solution)]
            table.add_row(
                Text(shown(names[row.indicator])),
                "-" if row.survey_n is None else f"{row.survey_n:,}",
                "-" if row.survey_score is None else f"{row.survey_score:.2f}",
                _rating(row.survey_rating),
                _rating(said.rating),
                *counts,
                Text(_BRIEF.get(row.agreement, str(row.agreement)), style=_STYLES.get(row.agreement, "")),
            )
        console.print(table)
        for row in of:
            if row.agreement in (Agreement.CONTRADICT, Agreement.EXPLAIN):
                console.print(Text(shown(f"{row.agreement}: {names[row.indicator]}. {row.because}")))


def draw_figures(console: Console, found: Sequence[WorkforceFigure]) -> None:
    """The workforce's figures, a column a wave; nothing when there are none."""
    if not found:
        return
    from rich import box
    from rich.table import Table
    from rich.text import Text

    waves = sorted({f.wave for f in found})
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, title="Workforce", title_justify="left")
    table.add_column("", ratio=1)
    for wave in waves:
        table.add_column(Text(shown(wave or "no wave")), justify="right", no_wrap=True)
    cells = {(f.measure, f.group, f.wave): f"{f.value:g}{f' {f.unit}' if f.unit else ''}" for f in found}
    for measure, group in dict.fromkeys((f.measure, f.group) for f in found):
        name = f"{measure}, {group}" if group else measure
        values = [Text(shown(cells.get((measure, group, wave), "-"))) for wave in waves]
        table.add_row(Text(shown(name)), *values)
    console.print(table)


def _rating(rating: Rating | None) -> Any:
    from rich.text import Text

    if rating is None:
        return Text("-", style="dim")
    if rating is Rating.NOT_ENOUGH:
        return Text("· few", style="dim")
    return Text(f"{RATING_LETTERS[rating]} {rating}", style=RATING_STYLES[rating])
