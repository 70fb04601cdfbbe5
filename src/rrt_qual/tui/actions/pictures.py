"""The actions of the pictures; part of the one table in `actions`."""

from __future__ import annotations

from rrt_qual.tui.actions.action import Action
from rrt_qual.tui.actions.action import action as _a

PICTURES: tuple[Action, ...] = (
    _a(
        "pictures",
        "Picture",
        "view",
        "v tab",
        "Other picture",
        "Show bars, waves, what goes together, or saturation.",
        True,
    ),
    _a("pictures", "Picture", "level", "l", "Level", "Show domains, indicators, or themes.", True),
    _a("pictures", "Picture", "wave", "w", "Wave", "Show one wave after another, then all.", True),
    _a(
        "pictures",
        "Picture",
        "within",
        "m",
        "Together in",
        "Count together within a passage, its neighbours, or an interview.",
    ),
    _a("pictures", "Picture", "next", "right n", "Next", "In the picture of waves: go to the next indicator.", True),
    _a("pictures", "Picture", "previous", "left p", "Before", "In the picture of waves: go to the indicator before."),
    _a("pictures", "Move", "down", "down j", "Down", "Scroll down."),
    _a("pictures", "Move", "up", "up k", "Up", "Scroll up."),
    _a("pictures", "Move", "page_down", "pagedown space", "Page down", "Scroll a page down."),
    _a("pictures", "Move", "page_up", "pageup", "Page up", "Scroll a page up."),
    _a("pictures", "Picture", "back", "escape q", "Back", "Go back.", True),
)
