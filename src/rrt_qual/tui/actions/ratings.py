"""The actions of the ratings; part of the one table in `actions`."""

from __future__ import annotations

from rrt_qual.tui.actions.action import Action
from rrt_qual.tui.actions.action import action as _a

RATINGS_SCOPES = {"ratings": "Ratings of the indicators", "rate": "Rating an indicator by hand"}

RATINGS_ALSO = {"ratings": ("list",)}

#: What leads here from the list of interviews and from the table of themes.
_THERE = ("R", "Ratings", "Show red, amber or green for each indicator, why, and what staff propose.", True)

RATINGS_FROM_INTERVIEWS: tuple[Action, ...] = (_a("interviews", "Views", "ratings", *_THERE),)
RATINGS_FROM_THEMES: tuple[Action, ...] = (_a("themes", "Table", "ratings", *_THERE),)

RATINGS: tuple[Action, ...] = (
    _a("ratings", "Ratings", "passages", "enter", "Passages", "Show the passages behind the indicator.", True),
    _a(
        "ratings",
        "Ratings",
        "rate",
        "o",
        "Rate by hand",
        "Rate it otherwise than the rule, and say why.",
        True,
    ),
    _a("ratings", "Ratings", "retract", "x", "By the rule", "Take the rating by hand back.", True),
    _a("ratings", "Ratings", "undo", "z ctrl+z", "Undo", "Take your last act back, without limit."),
    _a("ratings", "Ratings", "redo", "y ctrl+y", "Redo", "Do again what you took back."),
    _a("ratings", "Table", "wave", "w", "Wave", "Show one wave after another, then all together.", True),
    _a("ratings", "Table", "coder", "c", "Coder", "Show one coder's ratings after another's, then any coder's.", True),
    _a("ratings", "Table", "rule", "r", "Rule", "Show the rule in words in place of the reasons, and back.", True),
    _a("ratings", "Table", "reason_down", "ctrl+down shift+down", "Read on", "Scroll the reasons and solutions down."),
    _a("ratings", "Table", "reason_up", "ctrl+up shift+up", "Read back", "Scroll the reasons and solutions up."),
    _a("ratings", "Table", "back", "escape q", "Back", "Go back.", True),
    _a("rate", "Rating", "save", "ctrl+s enter", "Keep", "Keep the rating with its reason.", True),
    _a("rate", "Rating", "next_rating", "down ctrl+down", "Rating down", "Take the next rating.", True),
    _a("rate", "Rating", "previous_rating", "up ctrl+up", "Rating up", "Take the rating before."),
    _a(
        "rate",
        "Rating",
        "cancel",
        "escape",
        "Cancel",
        "Leave the rating as it is; asks when you have typed something.",
        True,
    ),
)
