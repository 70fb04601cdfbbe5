"""Quotes as blocks for people and rows for other programs.

Nothing here tells the interview or the place: a quote may be pasted into a report as it is printed. Its reference
leads back to it inside the project ('quotes --show').
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from rrt_qual.cli.shared import output
from rrt_qual.cli.shared.arguments import Format
from rrt_qual.cli.shared.terminal import out, shown
from rrt_qual.domain.report.evidence import ReportQuote
from rrt_qual.services.quotes.choose import QuoteSelection
from rrt_qual.services.quotes.refs import reference, speaker
from rrt_qual.services.shared.project import Project

COLUMNS = (
    *("level", "key", "name", "ref", "theme", "indicator", "domain", "stance", "quote", "attribution"),
    *("score", "central", "stands", "length", "fluency", "clear_stance", "why", "disagrees", "pinned"),
)
HELD_COLUMNS = ("level", "key", "name", "ref", "theme", "stance", "pinned", "reason")

#: The parts of a score as they are called outside.
_PARTS = {"central": "central", "stands": "stands", "length": "length", "fluency": "fluency", "stance": "clear_stance"}


def print_quotes(project: Project, found: Sequence[QuoteSelection], form: Format) -> None:
    """Print what may be printed."""
    if form is Format.JSON:
        output.write_json({"project": project.name, "selections": [_selection(project.id, one) for one in found]})
    elif form is Format.CSV:
        output.write_csv(COLUMNS, _flat(project.id, found))
    else:
        console = out()
        for one in found:
            _block(console, project.id, one)


def print_held(project: Project, found: Sequence[QuoteSelection], form: Format) -> None:
    """Print what is held back: references and reasons, without a word of it."""
    rows = list(_held(project.id, found))
    if form is Format.JSON:
        output.write_json({"project": project.name, "held": rows})
    elif form is Format.CSV:
        output.write_csv(HELD_COLUMNS, ({**row, "reason": reason} for row in rows for reason in row["reasons"]))
    else:
        console = out()
        for row in rows:
            pinned = "  pinned" if row["pinned"] else ""
            console.print(Text(shown(f"{row['ref']}  {row['name']}  {_sign(row['stance'])}{pinned}")))
            for reason in row["reasons"]:
                console.print(Padding(Text(shown(reason)), (0, 0, 0, 3)))
        if rows:
            console.print(Text("'quotes --show REF' shows one, '--release REF --why …' prints it all the same."))


def _block(console: Console, project_id: str, one: QuoteSelection) -> None:
    console.print(Text(shown(one.name), style="bold"))
    lines = Table.grid(padding=(0, 1))
    lines.add_column(justify="right", width=3)
    lines.add_column()
    for number, quote in enumerate(one.quotes, start=1):
        marks = "".join(f"  {mark}" for mark, on in (("pinned", quote.pinned), ("disagrees", quote.dissent)) if on)
        ref = reference(project_id, quote.interview_id, quote.span)
        lines.add_row(f"{number}.", Text(shown(f"“{quote.wording}”")))
        said = f"{speaker(quote)}  {quote.stance.letter} {quote.stance}{marks}  {ref}"
        lines.add_row("", Text(shown(said), style="bold"))
        lines.add_row("", Text(shown(f"{quote.score:.2f} {quote.reason}."), style="dim"))
    if not one.quotes:
        lines.add_row("", Text("No quote may be printed."))
    console.print(lines)
    console.print()


def _sign(stance: str) -> str:
    from rrt_qual.domain.codebook import Stance

    return f"{Stance(stance).letter} {stance}"


def _selection(project_id: str, one: QuoteSelection) -> dict[str, Any]:
    return {
        "level": one.level,
        "key": one.key,
        "name": one.name,
        "quotes": [_quote(project_id, quote) for quote in one.quotes],
        "held": len(one.held),
    }


def _quote(project_id: str, quote: ReportQuote) -> dict[str, Any]:
    return {
        "ref": reference(project_id, quote.interview_id, quote.span),
        "theme": quote.theme,
        "indicator": quote.indicator or None,
        "domain": quote.domain or None,
        "stance": str(quote.stance),
        "quote": quote.wording,
        "attribution": dict(quote.attribution),
        "score": round(quote.score, 3),
        "parts": {outside: round(quote.parts[inside], 3) for inside, outside in _PARTS.items()},
        "why": quote.reason,
        "disagrees": quote.dissent,
        "pinned": quote.pinned,
    }


def _flat(project_id: str, found: Sequence[QuoteSelection]) -> Iterator[dict[str, Any]]:
    for one in found:
        for quote in one.quotes:
            row = _quote(project_id, quote)
            marks = {"disagrees": int(quote.dissent), "pinned": int(quote.pinned)}
            about = {"level": one.level, "key": one.key, "name": one.name, "attribution": speaker(quote)}
            yield {**row, **row["parts"], **about, **marks}


def _held(project_id: str, found: Sequence[QuoteSelection]) -> Iterator[dict[str, Any]]:
    for one in found:
        for quote in one.held:
            yield {
                "level": one.level,
                "key": one.key,
                "name": one.name,
                "ref": reference(project_id, quote.interview_id, quote.span),
                "theme": quote.theme,
                "stance": str(quote.stance),
                "pinned": quote.pinned,
                "reasons": list(quote.held_back),
            }
