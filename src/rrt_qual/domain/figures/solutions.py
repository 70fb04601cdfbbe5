"""What is spoken of within each indicator: themes as strength and as risk, and the solutions that staff propose."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rrt_qual.domain.codebook import Codebook, Stance
from rrt_qual.domain.figures import columns as col
from rrt_qual.domain.figures.ratings import signed
from rrt_qual.domain.report.evidence import IndicatorRating, IndicatorTalk, Solution, ThemeTally
from rrt_qual.domain.report.report import Sheet, Value

COLUMNS = (
    col.WAVE,
    col.text("indicator", "Indicator", "id of the indicator", brief=False),
    col.text("theme", "Theme", "id of the theme", brief=False),
    col.text("name", "Theme", "name of the theme"),
    col.STANCE,
    col.INTERVIEWS,
    col.PASSAGES,
    col.text("words", "Words", "a proposal as it may be read inside the project; to print it, choose it as a quote"),
    col.count("unquoted", "Unquoted", "passages whose words are left out", unit="passages", brief=False),
    col.CODER,
)


def sheet(codebook: Codebook, said: Mapping[str, IndicatorTalk], wave: str | None, coder: str | None) -> Sheet:
    """A row for each theme as strength and as risk, and one for each proposal (one without words where none is)."""
    rows: list[tuple[Value, ...]] = []
    for indicator, talk in said.items():
        for stance, solution in _every(talk):
            t = solution.tally
            about = (
                col.or_all(wave),
                indicator,
                t.theme,
                codebook.theme(t.theme).name,
                str(stance),
                t.interviews,
                t.passages,
            )
            words: list[str | None] = [p.words for p in solution.proposals]
            rows += [(*about, one, solution.unquoted, col.or_any(coder)) for one in words or [None]]
    return Sheet("solutions", "Solutions", COLUMNS, tuple(rows))


def _every(talk: IndicatorTalk) -> Iterator[tuple[Stance, Solution]]:
    """The themes of an indicator by stance; strengths and risks have no words."""
    for stance, tallies in ((Stance.STRENGTH, talk.strengths), (Stance.RISK, talk.risks)):
        yield from ((stance, Solution(tally)) for tally in tallies)
    yield from ((Stance.SOLUTION, solution) for solution in talk.solutions)


def reading(
    codebook: Codebook, said: Mapping[str, IndicatorTalk], rated: Mapping[str, IndicatorRating], *, whole: bool
) -> list[Sheet]:
    """A table an indicator for people: its solutions in their words; `whole`: with its reason and all its themes."""
    out = []
    for key, talk in said.items():
        if whole or talk.solutions:
            rows = tuple(_row(codebook, stance, s) for stance, s in _every(talk) if whole or stance is Stance.SOLUTION)
            title = f"{codebook.indicator(key).name}: {signed(rated[key].rating)}"
            notes = () if talk.solutions else ("No solution is proposed, or none may be shown.",)
            columns = col.pick(COLUMNS, "stance", "name", "interviews")
            out.append(
                Sheet("solutions", col.lines(title, *(_reasons(rated[key]) if whole else ())), columns, rows, notes)
            )
    return out


def _reasons(rating: IndicatorRating) -> Iterator[str]:
    yield rating.because
    yield f"{col.n_of(rating.any.n, rating.any.base)} coded interviews speak of it."
    if rating.overridden_by:
        yield f"Rated by hand: {rating.overridden_by}: {rating.override_reason} (the rule: {rating.by_rule})"


def _row(codebook: Codebook, stance: Stance, solution: Solution) -> tuple[Value, ...]:
    tally: ThemeTally = solution.tally
    words = [f"“{p.words}”" for p in solution.proposals]
    left = f"({solution.unquoted} more may not be quoted)" if solution.unquoted else ""
    return f"{stance.letter} {stance}", col.lines(codebook.theme(tally.theme).name, *words, left), tally.interviews
