"""Suggestions and figures of trust as tables for people and rows for programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from rrt_qual.cli.shared import output
from rrt_qual.cli.shared.arguments import Format
from rrt_qual.cli.shared.terminal import out, plural, say, shown

if TYPE_CHECKING:
    from rrt_qual.analysis.trust import Share
    from rrt_qual.services.shared.project import Project
    from rrt_qual.services.suggestions.standing import Row, ThemeSummary
    from rrt_qual.services.suggestions.trust import TrustReport

COLUMNS = (
    *("interview", "start", "end", "text", "theme", "likelihood", "stance", "stance_likelihood"),
    *("why", "words", "model", "lexical"),
)

#: How many passages of one theme the table shows.
_SHOWN = 40
#: Code points of a passage in a line of the table: about a line and a half of 80 columns.
_QUOTE = 90

TRUST_COLUMNS = ("figure", "coder", "theme", "month", "shown", "count", "base", "share", "low", "high")


def flat(rows: Iterable[Row]) -> Iterator[dict[str, Any]]:
    """Rows for CSV: the words as one cell."""
    for row in rows:
        values = row.as_dict()
        yield values | {"words": " ".join(values["words"]), "lexical": int(values["lexical"])}


def draw(console: Console, found: Sequence[ThemeSummary], rows: Sequence[Row], *, one_theme: bool) -> None:
    """A line a theme with its likeliest passage; of one theme, its passages with their reasons."""
    if one_theme:
        _passages(console, sorted(rows, key=lambda row: -row.proposal.likelihood))
        return
    table = _table(("theme", "left"), ("passages", "right"), ("interviews", "right"), ("for example", "left"))
    for one in sorted(found, key=lambda one: (-len(one.interviews), -one.passages)):
        example = f"{one.example.proposal.likelihood:.0%} {_clip(one.example.text)}" if one.example else ""
        table.add_row(_text(one.name), f"{one.passages:,}", f"{len(one.interviews):,}", _text(example))
    if found:
        console.print(table)
        console.print(
            Text(f"{plural(sum(o.passages for o in found), 'suggestion')} on passages that nobody has coded so yet.")
        )


def _passages(console: Console, rows: Sequence[Row]) -> None:
    table = _table(("how likely", "right"), ("stance", "left"), ("interview", "left"), ("passage, and why", "left"))
    for row in rows[:_SHOWN]:
        p = row.proposal
        words = f" [{', '.join(row.words)}]" if row.words else ""
        cell = Text(shown(_clip(row.text)))
        cell.append(f"\n{shown(_clip(row.why) + words)}", style="dim")
        table.add_row(f"{p.likelihood:.0%}", f"{p.stance.letter} {p.stance}", _text(row.interview), cell)
    if rows:
        console.print(table)
    if len(rows) > _SHOWN:
        say(f"{len(rows) - _SHOWN:,} more; --format csv or json has all of them.")


def show_trust(project: Project, form: Format) -> None:
    """Print acceptance, anchoring and agreement."""
    from rrt_qual.services.suggestions import trust

    report = trust.report(project)
    if form is Format.JSON:
        output.write_json(_trust_json(report))
    elif form is Format.CSV:
        output.write_csv(TRUST_COLUMNS, _trust_rows(report))
    else:
        _draw_trust(out(), report)
    if not report.acceptance:
        say("Nobody has been shown a suggestion yet.")


def _share(share: Share) -> dict[str, Any]:
    low, high = share.interval
    value = None if share.value is None else round(share.value, 4)
    return {"count": share.count, "base": share.base, "share": value, "low": round(low, 4), "high": round(high, 4)}


def _trust_json(report: TrustReport) -> dict[str, Any]:
    def accepted(rows: Any) -> list[dict[str, Any]]:
        return [
            {"coder": r.coder, "theme": r.theme, "month": r.month, "shown": r.shown, "accepted": r.accepted,
             "rejected": r.rejected, "rate": _share(r.rate)}
            for r in rows
        ]  # fmt: skip

    return {
        "acceptance": accepted(report.acceptance),
        "months": accepted(report.months),
        "anchoring": [
            {"coder": a.coder, "shown": _share(a.shown), "unseen": _share(a.unseen), "pull": a.pull,
             "interval": a.interval}
            for a in report.anchoring
        ],
        "agreement": [{"among": a.among, "percent": _share(a.percent), "kappa": a.kappa} for a in report.agreement],
    }  # fmt: skip


def _trust_rows(report: TrustReport) -> Iterator[dict[str, Any]]:
    for r in (*report.months, *report.acceptance):
        who = {"coder": r.coder, "theme": r.theme, "month": r.month, "shown": r.shown}
        yield {"figure": "acceptance", **who, **_share(r.rate)}
    for a in report.anchoring:
        yield {"figure": "follows when shown", "coder": a.coder, "theme": "*", **_share(a.shown)}
        yield {"figure": "agrees unseen", "coder": a.coder, "theme": "*", **_share(a.unseen)}
    for g in report.agreement:
        yield {"figure": f"agreement, {g.among}", "coder": "*", "theme": "*", **_share(g.percent)}
        yield {"figure": f"kappa, {g.among}", "coder": "*", "theme": "*", "base": g.percent.base, "share": g.kappa}


def _draw_trust(console: Console, report: TrustReport) -> None:
    right = "right"
    table = _table(("coder", "left"), ("month", "left"), ("shown", right), ("accepted", right), ("of decided", right))
    for r in report.months:
        table.add_row(_text(r.coder), r.month, f"{r.shown:,}", f"{r.accepted:,}", _percent(r.rate))
    if report.months:
        console.print(Text("What was done with suggestions"))
        console.print(table)
    table = _table(("theme", "left"), ("shown", right), ("accepted", right), ("rejected", right))
    by_theme: dict[str, list[int]] = {}
    for r in report.acceptance:
        sums = by_theme.setdefault(r.theme, [0, 0, 0])
        sums[:] = [sums[0] + r.shown, sums[1] + r.accepted, sums[2] + r.rejected]
    for theme, sums in sorted(by_theme.items(), key=lambda item: -item[1][0]):
        table.add_row(_text(theme), *(f"{n:,}" for n in sums))
    if by_theme:
        console.print(table)
    table = _table(("coder", "left"), ("takes the first when shown", right), ("unseen", right), ("pull", right))
    for a in report.anchoring:
        pull = (
            ""
            if a.pull is None or a.interval is None
            else f"{a.pull:+.0%} ({a.interval[0]:+.0%} to {a.interval[1]:+.0%})"
        )
        table.add_row(_text(a.coder), _percent(a.shown), _percent(a.unseen), pull)
    if report.anchoring:
        console.print(Text("How far coders follow"))
        console.print(table)
    table = _table(("coded", "left"), ("first suggestion is among the themes", right), ("Cohen's kappa", right))
    for g in report.agreement:
        table.add_row(g.among, _percent(g.percent), "" if g.kappa is None else f"{g.kappa:.2f}")
    console.print(Text("How people and suggestions agree"))
    console.print(table)


def _percent(share: Share) -> str:
    if share.value is None:
        return "-"
    low, high = share.interval
    return f"{share.value:.0%} of {share.base:,} ({low:.0%}-{high:.0%})"


def _table(*columns: tuple[str, str]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for heading, justify in columns:
        table.add_column(heading, justify="right" if justify == "right" else "left", overflow="fold")
    return table


def _text(words: str) -> Text:
    return Text(shown(words))


def _clip(words: str) -> str:
    return words if len(words) <= _QUOTE else words[: _QUOTE - 1].rstrip() + "…"
