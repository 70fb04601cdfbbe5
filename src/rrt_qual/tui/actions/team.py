"""The actions around texts that were not kept and around blind coding; part of the table in `actions`."""

from __future__ import annotations

from rrt_qual.tui.actions.action import Action
from rrt_qual.tui.actions.action import action as _a

#: What the scopes are called on the help screen.
TEAM_SCOPES = {"unkept": "Texts that were not kept", "blind_ends": "Ending blind coding"}

#: What else has keys while a screen of that scope is shown.
TEAM_ALSO = {"unkept": ("list",)}

TEAM_FROM_INTERVIEWS: tuple[Action, ...] = (
    _a(
        "interviews",
        "Interviews",
        "unkept",
        "u",
        "Not kept",
        "Show texts that you typed and that were not kept when the program ended.",
    ),
)

TEAM: tuple[Action, ...] = (
    _a("unkept", "Text", "open", "enter", "Go there", "Open the interview that the text belongs to.", True),
    _a("unkept", "Text", "drop", "x", "Drop", "Drop the text under the cursor for good; asks first.", True),
    _a("unkept", "Text", "back", "escape q", "Back", "Go back; the texts stay.", True),
    _a("blind_ends", "Answer", "yes", "y", "Show them", "End blind coding; the log says so.", True),
    _a("blind_ends", "Answer", "no", "n escape enter", "Stay blind", "Nothing is shown.", True),
)
