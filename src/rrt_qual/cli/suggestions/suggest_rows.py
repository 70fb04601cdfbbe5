"""Suggestions and figures of trust as tables for people and rows for programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from rrt_qual.cli.shared import output
from rrt_qual.cli.shared.arguments import OutputFormat
from rrt_qual.cli.shared.figure import draw
from rrt_qual.cli.shared.terminal import plural, say
from rrt_qual.domain.figures.columns import INTERVIEWS, PASSAGES, count, lines, share, text
from rrt_qual.domain.report.report import Column, Sheet

if TYPE_CHECKING:
    from rrt_qual.analysis.trust import Anchoring, SuggestionShare
    from rrt_qual.services.shared.project import Project
    from rrt_qual.services.suggestions.standing import StandingRow, ThemeSummary
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


def flat(rows: Iterable[StandingRow]) -> Iterator[dict[str, Any]]:
    """Rows for CSV: the words as one cell."""
    for row in rows:
        values = row.as_dict()
        yield values | {"words": " ".join(values["words"]), "lexical": int(values["lexical"])}


def draw_found(found: Sequence[ThemeSummary], rows: Sequence[StandingRow], *, one_theme: bool) -> None:
    """A line a theme with its likeliest passage; of one theme, its passages with their reasons."""
    if one_theme:
        _passages(sorted(rows, key=lambda row: -row.proposal.likelihood))
        return
    laid = [
        (one.name, one.passages, len(one.interviews), _example(one))
        for one in sorted(found, key=lambda one: (-len(one.interviews), -one.passages))
    ]
    columns = (text("theme", "Theme"), PASSAGES, INTERVIEWS, text("example", "for example"))
    said = f"{plural(sum(o.passages for o in found), 'suggestion')} on passages that nobody has coded so yet."
    draw(Sheet("suggestions", "", columns, tuple(laid), (said,) if found else ()))


def _example(one: ThemeSummary) -> str:
    return f"{one.example.proposal.likelihood:.0%} {_clip(one.example.text)}" if one.example else ""


def _passages(rows: Sequence[StandingRow]) -> None:
    columns = (share("likely", "how likely", ""), text("stance", "Stance"), text("interview", "Interview"))
    laid = []
    for row in rows[:_SHOWN]:
        words = f" [{', '.join(row.words)}]" if row.words else ""
        cell = lines(_clip(row.text).replace("\n", " "), _clip(row.why) + words)
        stance = row.proposal.stance
        laid.append((row.proposal.likelihood, f"{stance.letter} {stance}", row.interview, cell))
    draw(Sheet("suggestions", "", (*columns, text("passage", "passage, and why")), tuple(laid)))
    if len(rows) > _SHOWN:
        say(f"{len(rows) - _SHOWN:,} more; --format csv or json has all of them.")


def show_trust(project: Project, form: OutputFormat) -> None:
    """Print acceptance, anchoring and agreement."""
    from rrt_qual.services.suggestions import trust

    report = trust.report(project)
    if form is OutputFormat.JSON:
        output.write_json(_trust_json(report))
    elif form is OutputFormat.CSV:
        output.write_csv(TRUST_COLUMNS, _trust_rows(report))
    else:
        _draw_trust(report)
    if not report.acceptance:
        say("Nobody has been shown a suggestion yet.")


def _share(share: SuggestionShare) -> dict[str, Any]:
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


def _draw_trust(report: TrustReport) -> None:
    coder, shown, accepted = text("coder", "Coder"), _number("shown", "Shown"), _number("accepted", "Accepted")
    themes = (text("theme", "Theme"), shown, accepted, _number("rejected", "Rejected"))
    months = [(r.coder, r.month, r.shown, r.accepted, _percent(r.rate)) for r in report.months]
    by_theme: dict[str, list[int]] = {}
    for r in report.acceptance:
        sums = by_theme.setdefault(r.theme, [0, 0, 0])
        sums[:] = [sums[0] + r.shown, sums[1] + r.accepted, sums[2] + r.rejected]
    follows = [(a.coder, _percent(a.shown), _percent(a.unseen), _pull(a)) for a in report.anchoring]
    agreement = [(g.among, _percent(g.percent), "" if g.kappa is None else f"{g.kappa:.2f}") for g in report.agreement]
    of_decided = (coder, text("month", "Month"), shown, accepted, _number("rate", "Of decided"))
    follow = (coder, _number("shown", "When shown"), _number("unseen", "Unseen"), _number("pull", "Pull"))
    agree = (text("coded", "Coded"), _number("first", "The first"), _number("kappa", "Cohen's kappa"))
    found = (
        Sheet("months", "What was done with suggestions", of_decided, tuple(months)),
        Sheet("themes", "", themes, tuple((t, *n) for t, n in sorted(by_theme.items(), key=lambda item: -item[1][0]))),
        Sheet("anchoring", "How far coders follow: they take the first suggestion", follow, tuple(follows)),
        Sheet("agreement", "How people and suggestions agree: it is among the themes", agree, tuple(agreement)),
    )
    draw(*(sheet for sheet in found if sheet.rows))


def _number(key: str, title: str) -> Column:
    return count(key, title, unit="")


def _pull(a: Anchoring) -> str:
    if a.pull is None or a.interval is None:
        return ""
    return f"{a.pull:+.0%} ({a.interval[0]:+.0%} to {a.interval[1]:+.0%})"


def _percent(share: SuggestionShare) -> str:
    if share.value is None:
        return "-"
    low, high = share.interval
    return f"{share.value:.0%} of {share.base:,} ({low:.0%}-{high:.0%})"


def _clip(words: str) -> str:
    return words if len(words) <= _QUOTE else words[: _QUOTE - 1].rstrip() + "…"
