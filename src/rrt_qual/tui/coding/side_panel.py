"""What the coding screen says in words: heading, codings here, suggestions, the themes under the digits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.style import Style
from rich.text import Text

from rrt_qual.domain.codebook import STANCES, Stance
from rrt_qual.domain.coding import Coding, Showing
from rrt_qual.tui.coding import suggestion_panel
from rrt_qual.tui.shared.suggesting import Offer

if TYPE_CHECKING:
    from rrt_qual.tui.coding.desk import Desk
    from rrt_qual.tui.coding.trail import Trail

_KEYS = {Stance.STRENGTH: "s", Stance.RISK: "r", Stance.SOLUTION: "o"}


#: How many of the themes used last are shown.
RECENT = 5

#: What of the interview is shown, in words.
_SHOWING = {
    Showing.PSEUDONYMS: ("names replaced", Style()),
    Showing.ORIGINAL: (" ORIGINAL WORDS ", Style(bold=True, reverse=True)),
}

#: Below this many lines a wide panel gives each suggestion one line.
_LOW = 38


def heading(desk: Desk, *, blind: bool = False, wide: bool = True, trail: Trail | None = None) -> Text:
    """One line: interview, wave, who codes, how far, done or not, what is going on; shorter where it is not `wide`."""
    transcript, progress = desk.transcript, desk.progress
    total = desk.participant_segments
    percent = round(100 * progress.coded_segments / total) if total else 0
    about = [transcript.attributes.get(k, "") for k in ("wave", "role", "team")]
    out = Text(no_wrap=True, overflow="ellipsis")
    out.append(f" {transcript.name} ", Style(bold=True, reverse=True))
    short = blind and not wide
    out.append(f"  {progress.coded_segments} of {total}{'' if short else ' segments'} coded, {percent} %")
    if blind:
        out.append("  BLIND: ", Style(bold=True))
        out.append(
            "suggestions, others hidden" if short else "suggestions and others' codings hidden", Style(bold=True)
        )
    if said := _SHOWING.get(desk.showing):
        out.append("  ")
        out.append(*said)
    if trail is not None:
        out.append(f"  {trail.words()}", Style(bold=True))
    if progress.done:
        out.append("  ✓ done", Style(bold=True))
    if desk.bounds_of is not None:
        out.append("  MOVING BOUNDS: Enter keeps, Esc drops", Style(bold=True))
    elif not desk.cursor.is_segment:
        words = len(desk.cursor.selection.of(transcript.text).split())
        out.append(f"  {words} words selected", Style(bold=True))
    out.append(f"  {desk.session.coder.name}", Style(italic=True))
    if any(about):
        out.append("  " + " · ".join(a for a in about if a), Style(dim=True))
    return out


def panel(desk: Desk, offer: Offer | None, *, wide: bool, width: int, height: int) -> Text:
    """The codings on this passage (the current one marked ▶), suggestions, themes under digits and themes used last.

    `offer` None: suggestions are hidden. `width` and `height` are in cells; a wide panel stands beside the
    transcript, a narrow one takes six lines below it.
    """
    if wide:
        return _wide(desk, offer, max(width, 20), height)
    return _narrow(desk, offer, max(width, 20))


def _wide(desk: Desk, offer: Offer | None, width: int, height: int) -> Text:
    out = Text()
    out.append("On this passage\n", Style(bold=True))
    here, current = desk.here(), desk.current()
    if not here:
        out.append("Nothing coded yet. Enter: choose a theme.\n", Style(dim=True))
    elif current is None:
        out.append("Not by you: Enter codes it, Tab looks at these.\n", Style(dim=True))
    for coding in here[:9]:
        out.append_text(_coding_line(desk, coding, current is not None and coding.id == current.id))
        out.append("\n")
    if len(here) > 9:
        out.append(f"  … and {len(here) - 9} more (Tab)\n", Style(dim=True))
    if current is not None:
        out.append("\n")
        out.append_text(_detail(desk, current))
    if offer is not None:
        out.append("\n")
        for line in suggestion_panel.wide(desk, offer, width, low=height < _LOW):
            out.append_text(line)
            out.append("\n")
    out.append("\nUnder your digits\n", Style(bold=True))
    if not desk.pins:
        out.append("5 to 9 are free: T puts a theme there.\n", Style(dim=True))
    for digit, theme in desk.pins.items():
        _line(out, Text.assemble((f" {digit} ", Style(bold=True)), _theme(desk, theme)), width)
    out.append("\nUsed last\n", Style(bold=True))
    beside = [t for t in desk.recent if t not in desk.pins.values()][:RECENT]
    if not beside:
        out.append("None else.\n" if desk.recent else "None yet.\n", Style(dim=True))
    for theme in beside:
        _line(out, Text.assemble("   ", _theme(desk, theme)), width)
    if desk.last:
        out.append("\nSpace", Style(bold=True))
        stance = "" if desk.last.stance is Stance.UNSPECIFIED else f" {desk.last.stance.letter} {desk.last.stance}"
        out.append(f" repeats {desk.theme_name(desk.last.theme)}{stance}\n")
    return out


def _line(out: Text, line: Text, width: int) -> None:
    line.truncate(width, overflow="ellipsis")
    out.append_text(line)
    out.append("\n")


def _narrow(desk: Desk, offer: Offer | None, width: int) -> Text:
    """Six lines: two of codings, memo or hint, three of suggestions, one of themes under digits or used last."""
    out = Text(no_wrap=True, overflow="ellipsis")
    here, current = desk.here(), desk.current()
    order = sorted(here, key=lambda c: current is None or c.id != current.id)
    lines = [_coding_line(desk, c, current is not None and c.id == current.id) for c in order[:2]]
    if not here:
        lines.append(Text("Nothing coded on this passage. Enter: choose a theme.", Style(dim=True)))
    if len(here) > 2:
        lines[1].append(f"   … and {len(here) - 2} more (Tab)", Style(dim=True))
    elif len(here) == 1 and current is not None and current.memo:
        lines.append(Text(f"  Memo: {current.memo.splitlines()[0]}", Style(italic=True)))
    lines += [Text()] * (2 - len(lines))
    lines += suggestion_panel.narrow(desk, offer, width) if offer is not None else [Text()] * 3
    for line in lines:
        out.append_text(line)
        out.append("\n")
    out.append_text(_digit_line(desk, width))
    return out


def _digit_line(desk: Desk, width: int) -> Text:
    """The themes under digits, as many as fit; while there are none, how to get one there and what was used last."""
    if not desk.pins:
        out = Text("5 to 9: T puts a theme there. ", Style(dim=True))
        if desk.last:
            out.append("Space ", Style(bold=True))
            out.append_text(_theme(desk, desk.last.theme))
        out.truncate(width, overflow="ellipsis")
        return out
    room = max(8, width // len(desk.pins) - 1)
    out = Text()
    for digit, theme in desk.pins.items():
        item = Text.assemble((f"{digit} ", Style(bold=True)), _theme(desk, theme))
        item.truncate(room, overflow="ellipsis", pad=True)
        out.append_text(item)
        out.append(" ")
    return out


def _coding_line(desk: Desk, coding: Coding, current: bool) -> Text:
    line = Text("▶ " if current else "  ", Style(bold=current))
    line.append_text(_theme(desk, coding.theme))
    line.append(f"  {coding.stance.letter} {coding.stance}", Style(bold=coding.stance is not Stance.UNSPECIFIED))
    if not desk.is_mine(coding):
        line.append(f"  by {desk.coder_names.get(coding.coder_id, '?')}", Style(italic=True))
    if coding.memo:
        line.append("  ✎", Style(bold=True))
    return line


def _theme(desk: Desk, theme: str) -> Text:
    colour = desk.themes[theme].colour if theme in desk.themes else "#888888"
    out = Text()
    out.append("█", Style(color=colour))
    out.append(f"{desk.signs.get(theme, '??')} ", Style(bold=True))
    out.append(desk.theme_name(theme))
    return out


def _detail(desk: Desk, coding: Coding) -> Text:
    """The definition of the current coding's theme, its memo, and the keys that change it."""
    out = Text()
    theme = desk.themes.get(coding.theme)
    if theme:
        out.append(theme.definition.strip() + "\n", Style(dim=True))
    if coding.memo:
        out.append(f"Memo: {coding.memo}\n", Style(italic=True))
    if desk.is_mine(coding):
        for stance in STANCES:
            chosen = coding.stance is stance
            out.append(f" {_KEYS[stance]} ", Style(bold=True, reverse=chosen))
            out.append(f"{stance} ", Style(bold=chosen))
        out.append("\n")
    return out
