"""What is suggested for a passage, in words: digit, theme, likelihood, stance, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.style import Style
from rich.text import Text

from rrt_qual.domain.codebook import Stance
from rrt_qual.services.suggestions.suggester import KeptSuggestion, SuggestionReason
from rrt_qual.tui.coding.offers import SHOWN
from rrt_qual.tui.shared.suggesting import Offer
from rrt_qual.tui.widgets.bars import bar, percent
from rrt_qual.tui.widgets.plain import squeeze

if TYPE_CHECKING:
    from rrt_qual.tui.coding.desk import Desk

_BOLD, _DIM, _ITALIC = Style(bold=True), Style(dim=True), Style(italic=True)

#: The lines that say why, so that nothing below them moves when the words come.
_WHY_LINES = 3


def wide(desk: Desk, offer: Offer, width: int, *, low: bool = False) -> list[Text]:
    """The lines of the block beside the transcript; of equal number while nothing more is asked for.

    `low`: there is not much room, so each suggestion takes one line.
    """
    head = Text("Suggestions", _BOLD)
    shown = _shown(desk, offer)
    below = desk.offers.hidden_below(desk.withheld()) if offer.ready else 0
    if offer.lexical:
        head.append("  words only", _ITALIC)
    if shown:
        head.append("  , rejects 1", _DIM)
    if desk.offers.more and shown:
        head.append("  ; fewer", _DIM)
    elif below and shown:
        head.append("  ; more", _DIM)
    lines = [_cut(head, width)]
    if not shown:
        lines += [Text(part, _DIM) for part in _wrap(_empty(desk, offer), width, 4)]
    for n, proposal in enumerate(shown, start=1):
        if low:
            lines.append(_one_line(desk, n, proposal, width))
        else:  # why the first is offered is said in full, of the others as much as a line holds
            lines += _two_lines(desk, n, proposal, width)
            lines += _why(desk, proposal, width, _WHY_LINES if n == 1 else 1)
    if shown and low:
        lines += _why(desk, shown[0], width, 1, number=1)
    room = 1 + (SHOWN + 1 if low else SHOWN * 3 + _WHY_LINES - 1)
    return lines + [Text()] * (room - len(lines))


def narrow(desk: Desk, offer: Offer, width: int) -> list[Text]:
    """Three lines for below the transcript: suggestions in one line (two when more are asked for), then why."""
    shown = _shown(desk, offer)
    if not shown:
        lines = [Text(part, _DIM) for part in _wrap(_empty(desk, offer), width, 2)]
        return lines + [Text()] * (3 - len(lines))
    per_line = len(shown) if len(shown) <= SHOWN else 2
    lines = []
    for at in range(0, len(shown), per_line):
        line = Text(no_wrap=True)
        for n, proposal in enumerate(shown[at : at + per_line], start=at + 1):
            item = _one_line(desk, n, proposal, min(60, width // per_line - 2), meter=per_line < SHOWN)
            item.pad_right(max(0, width // per_line - item.cell_len))
            line.append_text(item)
        lines.append(line)
    lines += _why(desk, shown[0], width, 3 - len(lines), number=1)
    return lines + [Text()] * (3 - len(lines))


def _shown(desk: Desk, offer: Offer) -> list[KeptSuggestion]:
    return desk.offered() if offer.ready else []


def _empty(desk: Desk, offer: Offer) -> str:
    """Why nothing is shown."""
    if not offer.ready or not desk.offers.ready:
        return offer.status or "Suggestions: getting ready …"
    if desk.offer_segment < 0:
        return "Nothing is suggested for this talk: it is not the participant's."
    below = desk.offers.hidden_below(desk.withheld())
    return f"No theme is likely here. ; shows {below} less likely." if below else "No further theme is suggested here."


def _two_lines(desk: Desk, n: int, proposal: KeptSuggestion, width: int) -> list[Text]:
    """The theme; below it the likelihood, as a bar (or the word 'unlikely') and in figures, and the stance."""
    first = Text.assemble((f" {n} ", _BOLD), _theme(desk, proposal.theme))
    if desk.offers.is_below(proposal):
        first.stylize(_DIM)
    second = Text("   ")
    if desk.offers.is_below(proposal):
        second.append("unlikely", _ITALIC)
    else:
        second.append_text(bar(proposal.likelihood, 8, track="dim"))
    second.append(f" {percent(proposal.likelihood):>5}", _BOLD)
    second.append(f"  {_stance(proposal, words=True)}")
    return [_cut(first, width), _cut(second, width)]


def _one_line(desk: Desk, n: int, proposal: KeptSuggestion, width: int, *, meter: bool = True) -> Text:
    """The same in one line; of the theme's name what there is room for."""
    tail = Text()
    if meter and width >= 34:
        tail.append_text(bar(proposal.likelihood, 4, track="dim"))
        tail.append(" ")
    below = desk.offers.is_below(proposal)
    tail.append(f"{'?' if below else ''}{percent(proposal.likelihood)}".rjust(5), _BOLD)
    tail.append(f" {_stance(proposal)}", _BOLD)
    name = Text.assemble((f"{n} ", _BOLD), _theme(desk, proposal.theme))
    name.truncate(max(4, width - tail.cell_len - 1), overflow="ellipsis", pad=True)
    out = Text.assemble(name, " ", tail, no_wrap=True)
    if below:
        out.stylize(_DIM)
    return out


def _stance(proposal: KeptSuggestion, *, words: bool = False) -> str:
    if proposal.stance is Stance.UNSPECIFIED:
        return "" if words else " "
    return f"{proposal.stance.letter} {proposal.stance}" if words else proposal.stance.letter


def _why(desk: Desk, proposal: KeptSuggestion, width: int, lines: int, number: int = 0) -> list[Text]:
    """Why it is offered, with its number where it does not stand right below it."""
    reason = desk.offers.reason(proposal)
    if lines < 1:
        return []
    indent = "" if number else "   "
    full = why_words(reason) if reason else ""
    said = f"{number} {full}" if number and full else full
    if reason and lines == 1 and not number:  # the words themselves tell more than where they come from
        said = f"like “{squeeze(reason.nearest)}”"
    parts = _wrap(said, width - len(indent), lines) if said else []
    return [Text(indent + part, _ITALIC) for part in parts] + [Text()] * (lines - len(parts))


def why_words(reason: SuggestionReason) -> str:
    """'like the example “…”; words: duty, team'. The words come first: what is quoted may be cut."""
    words = ", ".join(squeeze(word) for word, _ in reason.words[:3])
    like = {
        "example": "like the codebook's example",
        "coded": f"like what was coded in {squeeze(reason.interview)}" if reason.interview else "like what was coded",
        "definition": "like the definition",
    }.get(reason.source, "like")
    return (f"for its words {words}; " if words else "") + f"{like} “{squeeze(reason.nearest)}”"


def _theme(desk: Desk, theme: str) -> Text:
    colour = desk.themes[theme].colour if theme in desk.themes else "#888888"
    return Text.assemble(
        ("█", Style(color=colour)), (f"{desk.signs.get(theme, '··')} ", _BOLD), squeeze(desk.theme_name(theme))
    )


def _cut(line: Text, width: int) -> Text:
    line.truncate(width, overflow="ellipsis")
    return line


def _wrap(words: str, width: int, lines: int) -> list[str]:
    """`words` in at most so many lines, the last cut with an ellipsis."""
    out: list[str] = [""]
    for word in words.split():
        if len(out[-1]) + len(word) + 1 <= width or not out[-1]:
            out[-1] = f"{out[-1]} {word}".strip()
        else:
            out.append(word)
    if len(out) > lines:
        out = out[:lines]
        out[-1] = out[-1][: max(1, width - 2)] + " …"
    return out
