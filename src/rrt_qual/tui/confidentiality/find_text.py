"""A find in words: the line of a list, the panel that says all of it, and the heading of the screen."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from rrt_qual.domain.confidentiality.names import form_key
from rrt_qual.domain.confidentiality.privacy import FindKind, Status
from rrt_qual.services.confidentiality.review import Item
from rrt_qual.tui.confidentiality.kinds import COLOURS, SIGNS, STATUS_SIGNS, kind_words
from rrt_qual.tui.widgets.plain import squeeze
from rrt_qual.tui.widgets.row_table import fit

_SOURCES = {
    "model": "found by the language model",
    "rule": "found by a rule",
    "list": "on the project's list",
    "known": "known from elsewhere",
    "hand": "marked by hand",
}
_DOING = {"mark": "marking words: Enter, Esc", "bounds": "moving bounds: Enter, Esc"}


def likelihood(value: float) -> str:
    """'.92', and '1' for certain."""
    return "1" if value >= 0.995 else f".{round(value * 100):02d}"


def line(item: Item, width: int) -> Text:
    """Status, kind, words and what stands for them, in one line."""
    f = item.finding
    is_open = f.status is Status.OPEN
    out = Text(f"{STATUS_SIGNS[f.status]} ", no_wrap=True, style="" if is_open else "dim")
    out.append(f"{SIGNS[f.kind]} ", style=f"bold {COLOURS[f.kind]}")
    out.append(squeeze(item.words), style="bold" if is_open else "")
    proposal = item.proposal
    if f.status is Status.KEPT:
        out.append("  kept")
    elif proposal is not None and proposal.is_new and not proposal.plain:
        out.append(" → new", style="italic")  # which letter it gets is settled when it is accepted
    else:
        out.append(" → ")
        out.append(item.shown, style="italic" if is_open else "")
    room = width - 4
    return Text.assemble(fit(out, room), fit(Text(likelihood(f.likelihood), style="dim"), 4, right=True))


def detail(item: Item | None, items: Sequence[Item], *, outside: bool = False) -> Text:
    """All that is known of a find, in four lines or a few more; `outside`: it stands in no turn."""
    if item is None:
        here = "No find is shown; o and f show other finds." if items else "Nothing was found here, or looked for yet."
        return Text(f"{here} m marks words by hand.")
    f = item.finding
    out = Text()
    out.append(f"{SIGNS[f.kind]} {kind_words(f.kind)}", style=f"bold {COLOURS[f.kind]}")
    state = {Status.OPEN: "open", Status.REPLACED: "replaced", Status.KEPT: "kept"}[f.status]
    by = f" by {squeeze(item.decider)}" if item.decider else ""
    out.append(f" · {state}{by} · likelihood {likelihood(f.likelihood)}, {_SOURCES.get(f.source, f.source)}\n")
    out.append(f"“{squeeze(item.words)}”", style="bold")
    if f.status is Status.KEPT:
        out.append(" stays as it is")
    else:
        out.append(" → ")
        out.append(item.shown, style="bold")
    alike = sum(form_key(i.words) == form_key(item.words) and i.finding.status is Status.OPEN for i in items)
    if f.status is Status.OPEN and alike > 1:
        out.append(f"  ({alike} open here: e decides all)", style="dim")
    out.append(f"\n{squeeze(f.reason)}", style="italic")
    if outside:
        out.append(" (In a heading or a label.)")
    if item.proposal is not None:
        out.append(f"\n{squeeze(item.proposal.why)}", style="dim")
    return out


def heading(name: str, counts: tuple[int, int, int], only_open: bool, kind: FindKind | None, marking: str) -> Text:
    """The interview, how far it is, and what is shown or done."""
    n_open, replaced, kept = counts
    out = Text(" Review ", no_wrap=True, overflow="ellipsis")
    out.append(f" {squeeze(name)} ", style="bold")
    out.append(f" {n_open} open", style="bold" if n_open else "")
    out.append(f" · {replaced} replaced · {kept} kept")
    if only_open:
        out.append(" · open ones shown")
    if kind is not None:
        out.append(f" · {kind_words(kind)} shown")
    if marking:
        out.append(f" · {_DOING[marking]}", style="bold reverse")
    return out
