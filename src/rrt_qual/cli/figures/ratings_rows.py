"""Ratings as rows for other programs and as tables for people; what staff propose, likewise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from rrt_qual.cli.shared.numbers import RATING_STYLES, WITHHELD, n_of, percent, rating_words, rounded
from rrt_qual.cli.shared.terminal import shown
from rrt_qual.domain.report.evidence import IndicatorRating, IndicatorTalk, Share, ThemeTally

if TYPE_CHECKING:
    from rich.console import Console

    from rrt_qual.analysis.figures.rating import RatingRule
    from rrt_qual.domain.codebook import Codebook

_SHARES = ("risk", "strength", "solution", "any")

#: The columns of the CSV; a script may rely on their names and order.
COLUMNS = (
    *("indicator", "name", "wave", "coder", "rating", "by_rule", "overridden_by", "override_reason", "base"),
    *(f"{name}_{what}" for name in _SHARES for what in ("interviews", "share", "low", "high")),
    *("risk_only", "strength_only", "both", "lean", "lean_low", "lean_high", "because"),
)

TALK_COLUMNS = ("indicator", "wave", "stance", "theme", "interviews", "passages", "words")


def flat(row: IndicatorRating, names: Mapping[str, str], coder: str | None = None) -> dict[str, Any]:
    """One flat row."""
    shares = {f"{name}_{what}": value for name in _SHARES for what, value in _share(getattr(row, name)).items()}
    sides = row.sides
    return {
        "indicator": row.indicator,
        "name": names[row.indicator],
        "wave": row.wave,
        "coder": coder,
        "rating": str(row.rating),
        "by_rule": str(row.by_rule),
        "overridden_by": row.overridden_by or None,
        "override_reason": row.override_reason or None,
        "base": row.any.base if row.any.n is not None else None,
        **shares,
        "risk_only": sides.risk_only if sides else None,
        "strength_only": sides.strength_only if sides else None,
        "both": sides.both if sides else None,
        "lean": rounded(row.lean),
        "lean_low": rounded(row.lean_low),
        "lean_high": rounded(row.lean_high),
        "because": row.because,
    }


def as_json(
    project: str,
    wave: str | None,
    coder: str | None,
    rule: RatingRule,
    rows: Sequence[IndicatorRating],
    names: Mapping[str, str],
) -> dict[str, Any]:
    """Everything in one value: the rule, and a row an indicator."""
    return {
        "project": project,
        "wave": wave,
        "coder": coder,
        "rule": rule.settings(),
        "rule_in_words": rule.words(),
        "rows": [flat(row, names, coder) for row in rows],
    }


def draw(
    console: Console,
    project: str,
    wave: str | None,
    coder: str | None,
    rule: RatingRule,
    rows: Sequence[IndicatorRating],
    codebook: Codebook,
) -> None:
    """The table, domain by domain, and what was rated by hand."""
    from rich import box
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    base = next((row.any.base for row in rows if row.any.n is not None), 0)
    console.print(Text(shown(", ".join([project, f"wave {wave}" if wave else "all waves", coder or "any coder"]))))
    console.print(Text(f"Base: {base} interviews that are coded or marked as done. The rule: --rule."))
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("", ratio=1, min_width=24)
    table.add_column("rating", no_wrap=True)
    for heading in ("to risk", f"{100 * rule.confidence:g} % CI", "-", "+", "-+", "!"):
        table.add_column(heading, justify="right", no_wrap=True)
    domain = ""
    for row in rows:
        one = codebook.indicator(row.indicator)
        if one.domain and one.domain != domain:
            domain = one.domain
            table.add_row(Text(shown(codebook.domain(domain).name), style="bold"))
        rating = Text(rating_words(row.rating) + ("*" if row.overridden_by else ""))
        rating.stylize(RATING_STYLES.get(row.rating, "dim"))
        table.add_row(Padding(Text(shown(one.name)), (0, 0, 0, 2 if one.domain else 0)), rating, *_cells(row))
    console.print(table)
    console.print(Text("Interviews that speak of it: - as a risk  + as a strength  -+ as both  ! with a solution"))
    for row in rows:
        if row.overridden_by:
            name = codebook.indicator(row.indicator).name
            said = f"* {name}: {row.rating} by {row.overridden_by}: {row.override_reason} (the rule: {row.by_rule})"
            console.print(Text(shown(said)))


def _cells(row: IndicatorRating) -> list[str]:
    interval = "-"
    if row.lean_low is not None and row.lean_high is not None:
        interval = f"{100 * row.lean_low:.0f}-{100 * row.lean_high:.0f}"
    both = "-" if row.sides is None else str(row.sides.both)
    return [percent(row.lean), interval, *(_n(s) for s in (row.risk, row.strength)), both, _n(row.solution)]


def _n(share: Share) -> str:
    return WITHHELD if share.n is None else str(share.n)


def _share(share: Share) -> dict[str, Any]:
    return {
        "interviews": share.n,
        "share": rounded(share.value),
        "low": rounded(share.low),
        "high": rounded(share.high),
    }


# what is spoken of ------------------------------------------------------------------------------


def talk_flat(said: Mapping[str, IndicatorTalk], wave: str | None) -> list[dict[str, Any]]:
    """A row for each theme as strength and as risk, and one for each proposal."""
    out = []
    for key, talk in said.items():
        for stance, tallies in (("strength", talk.strengths), ("risk", talk.risks)):
            out += [{**_tally(t), "indicator": key, "wave": wave, "stance": stance} for t in tallies]
        for solution in talk.solutions:
            about = {**_tally(solution.tally), "indicator": key, "wave": wave, "stance": "solution"}
            out += [{**about, "words": p.words} for p in solution.proposals] or [about]
    return out


def talk_json(
    project: str, wave: str | None, coder: str | None, said: Mapping[str, IndicatorTalk], codebook: Codebook
) -> dict[str, Any]:
    """Everything in one value; words carry no attribute and no name of an interview."""
    return {
        "project": project,
        "wave": wave,
        "coder": coder,
        "indicators": [
            {
                "indicator": key,
                "name": codebook.indicator(key).name,
                "strengths": [_tally(t) for t in talk.strengths],
                "risks": [_tally(t) for t in talk.risks],
                "solutions": [
                    {**_tally(s.tally), "words": [p.words for p in s.proposals], "unquoted": s.unquoted}
                    for s in talk.solutions
                ],
            }
            for key, talk in said.items()
        ],
    }


def talk_lines(
    said: Mapping[str, IndicatorTalk], rows: Mapping[str, IndicatorRating], codebook: Codebook, *, whole: bool
) -> list[str]:
    """Lines for people: the rating and its reason, then themes (`whole`), then what is proposed, in words."""
    names = {t.id: t.name for t in codebook.themes}
    lines: list[str] = []
    for key, talk in said.items():
        row = rows[key]
        if not whole and not talk.solutions:
            continue
        lines += ["", f"{codebook.indicator(key).name}: {rating_words(row.rating)}"]
        if whole:
            lines += [f"  {row.because}", f"  {n_of(row.any)} coded interviews speak of it."]
            if row.overridden_by:
                lines.append(f"  Rated by hand: {row.overridden_by}: {row.override_reason} (the rule: {row.by_rule})")
            for title, tallies in (("+ strengths", talk.strengths), ("- risks", talk.risks)):
                lines += [f"  {title}", *(f"    {_said(t, names)}" for t in tallies)] if tallies else []
        lines.append("  ! solutions" if talk.solutions else "  ! no solution is proposed, or none may be shown")
        for solution in talk.solutions:
            lines.append(f"    {_said(solution.tally, names)}")
            lines += [f"      “{p.words}”" for p in solution.proposals]
            if solution.unquoted:
                lines.append(f"      ({solution.unquoted} more may not be quoted)")
    return lines[1:] if lines else ["No solution is proposed, or none may be shown."]


def _said(tally: ThemeTally, names: Mapping[str, str]) -> str:
    many = "interview" if tally.interviews == 1 else "interviews"
    return f"{names.get(tally.theme, tally.theme)}: {tally.interviews} {many}"


def _tally(tally: ThemeTally) -> dict[str, Any]:
    return {"theme": tally.theme, "interviews": tally.interviews, "passages": tally.passages}
