"""Bars and shares in characters."""

from __future__ import annotations

from rich.text import Text


def bar(share: float | None, width: int, style: str = "", track: str = "dim") -> Text:
    """A bar `width` cells long, to half a cell; only nothing is blank and only all is full."""
    share = min(max(share or 0.0, 0.0), 1.0)
    halves = round(share * width * 2)
    if share > 0:
        halves = max(halves, 1)
    if share < 1:
        halves = min(halves, width * 2 - 1)
    filled = "━" * (halves // 2) + "╸" * (halves % 2)
    out = Text(filled, style=style, no_wrap=True)
    out.append("─" * (width - len(filled)), style=track)
    return out


def percent(share: float | None) -> str:
    """A share in whole per cent; '0 %' and '100 %' only for none and all; '-' for no share."""
    if share is None:
        return "-"
    whole = round(100 * share)
    if whole == 0 and share > 0:
        return "<1 %"
    if whole == 100 and share < 1:
        return ">99 %"
    return f"{whole} %"


def interval(bounds: tuple[float, float] | None) -> str:
    """A Wilson interval in whole per cent: '33-79 %'."""
    if bounds is None:
        return "-"
    low, high = (round(100 * b) for b in bounds)
    return f"{low}–{high} %"


def count(n: int, one: str, more: str = "") -> str:
    """'1 interview', '2 interviews', '1,204 passages'."""
    return f"{n:,} {one if n == 1 else more or one + 's'}"
