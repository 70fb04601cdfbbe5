"""The actions of the screens of quotes; part of the one table in `actions`."""

from __future__ import annotations

from rrt_qual.tui.actions.action import Action
from rrt_qual.tui.actions.action import action as _a

#: From the table of themes.
THEMES_QUOTES: tuple[Action, ...] = (
    _a("themes", "Table", "quotes", "Q", "Quotes", "Choose quotes for the row under the cursor.", True),
)

QUOTES: tuple[Action, ...] = (
    _a("quotes", "Quotes", "pin", "p", "Pin", "Have the quote stand first, always; again: no more.", True),
    _a("quotes", "Quotes", "refuse", "x", "Refuse", "Never propose the quote for this theme again.", True),
    _a("quotes", "Quotes", "edit", "e", "Edit", "Cut, clean and explain its words; that pins it.", True),
    _a("quotes", "Quotes", "more", "m", "Others", "Choose others than those that were shown.", True),
    _a("quotes", "Quotes", "held", "h", "Held back", "Show what is held back, or the quotes again.", True),
    _a("quotes", "Quotes", "release", "r", "Release", "Print a quote that is held back; asks why, and keeps it.", True),
    _a("quotes", "Quotes", "open", "enter", "Open", "Open the quote in its interview.", True),
    _a("quotes", "Quotes", "undo", "z ctrl+z", "Undo", "Take your last act back.", True),
    _a("quotes", "Quotes", "redo", "y ctrl+y", "Redo", "Do again what you took back."),
    _a("quotes", "Quotes", "read_down", "ctrl+down shift+down", "Read on", "Scroll the words of the quote down."),
    _a("quotes", "Quotes", "read_up", "ctrl+up shift+up", "Read back", "Scroll the words of the quote up."),
    _a("quotes", "Quotes", "back", "escape q", "Back", "Go back.", True),
    # editing a quote
    _a(
        "quote_editor",
        "Words",
        "cut",
        "x space delete",
        "Cut",
        "Leave the words out, marked by […]; or take them in.",
        True,
    ),
    _a(
        "quote_editor",
        "Words",
        "clean",
        "c",
        "Clean",
        "Take um, er and words said twice away; or bring them back.",
        True,
    ),
    _a("quote_editor", "Words", "add", "a", "Add", "Explain the word, in [square brackets] behind it.", True),
    _a("quote_editor", "Words", "remove", "d backspace", "Remove", "Take away what was added at the word."),
    _a("quote_editor", "Words", "capital", "C", "Capital", "Begin with a capital, or as it was said."),
    _a("quote_editor", "Words", "stop", "full_stop", "Full stop", "End with a full stop, or as it was said."),
    _a("quote_editor", "Words", "whole", "w", "All words", "Take all changes away."),
    _a("quote_editor", "Move", "next_word", "right l", "Next word", "Go to the next word."),
    _a("quote_editor", "Move", "previous_word", "left h", "Word before", "Go to the word before."),
    _a("quote_editor", "Move", "line_down", "down j", "Down", "Go a line down."),
    _a("quote_editor", "Move", "line_up", "up k", "Up", "Go a line up."),
    _a("quote_editor", "Move", "first_word", "home", "First word", "Go to the first word."),
    _a("quote_editor", "Move", "last_word", "end", "Last word", "Go to the last word."),
    _a("quote_editor", "Move", "extend_right", "shift+right L", "Extend", "Select one word more.", True),
    _a("quote_editor", "Move", "extend_left", "shift+left H", "Extend back", "Select one word less, or one before."),
    _a(
        "quote_editor",
        "Wording",
        "save",
        "ctrl+s enter",
        "Save",
        "Keep the wording; the quote is pinned with it.",
        True,
    ),
    _a("quote_editor", "Wording", "cancel", "escape", "Close", "Close; asks whether to keep what you changed.", True),
    # a question with a line to write
    _a("ask", "Answer", "accept", "enter", "Go on", "Answer with what stands in the field.", True),
    _a("ask", "Answer", "cancel", "escape", "Cancel", "Leave it as it was; asks when you have typed something.", True),
)

SCOPES_OF_QUOTES = {
    "quotes": "Quotes for a theme",
    "quote_editor": "Editing a quote",
    "ask": "Answering in words",
}
