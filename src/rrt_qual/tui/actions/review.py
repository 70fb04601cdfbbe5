"""The actions of the screens about confidentiality; part of the one table in `actions`."""

from __future__ import annotations

from rrt_qual.tui.actions.action import Action
from rrt_qual.tui.actions.action import action as _a

#: What the scopes of this table are called on the help screen.
REVIEW_SCOPES = {
    "privacy": "Confidentiality: who still has finds open",
    "review": "Reviewing the finds of an interview",
    "marking": "Marking words by hand",
    "pseudonym": "Choosing a pseudonym",
    "kind": "Choosing a kind",
}

REVIEW_ALSO = {"privacy": ("list",), "review": ("marking",)}

_PICKER = (
    ("Move", "cursor_down", "down", "Down", "Go a row down, while you type."),
    ("Move", "cursor_up", "up", "Up", "Go a row up, while you type."),
    ("Move", "page_down", "pagedown", "Page down", "Go a page down."),
    ("Move", "page_up", "pageup", "Page up", "Go a page up."),
)

REVIEW: tuple[Action, ...] = (
    # who still has finds open
    _a("privacy", "Interviews", "open", "enter", "Review", "Review the finds of the interview under the cursor.", True),
    _a("privacy", "Interviews", "next_open", "n", "Next open", "Go to the next interview that has finds open.", True),
    _a(
        "privacy",
        "Search",
        "scan",
        "s",
        "Search",
        "Search all interviews that were not searched yet for identifying words.",
        True,
    ),
    _a("privacy", "Search", "scan_again", "S", "Search again", "Search all interviews again; what was decided stays."),
    _a("privacy", "Search", "stop", "x", "Stop", "Stop searching; what was found so far stays.", True),
    _a(
        "privacy",
        "Decide",
        "replace_likely",
        "A",
        "Replace likely",
        "Replace all open finds that are likely at .9 or more, after a question; z takes it back.",
        True,
    ),
    _a("privacy", "Decide", "undo", "z ctrl+z", "Undo", "Take your last act back, without limit.", True),
    _a("privacy", "Decide", "redo", "y ctrl+y", "Redo", "Do again what you took back."),
    _a("privacy", "Interviews", "back", "escape q", "Back", "Go back; a search that runs is stopped.", True),
    # reviewing: decide
    _a("review", "Decide", "accept", "a enter", "Accept", "Replace the find by the pseudonym beside it.", True),
    _a(
        "review",
        "Decide",
        "change",
        "c",
        "Change",
        "Choose another pseudonym (the same person as …), or give a new one.",
        True,
    ),
    _a("review", "Decide", "keep", "k x", "Keep", "Keep the words: they identify nobody.", True),
    _a(
        "review",
        "Decide",
        "everywhere",
        "e",
        "Everywhere",
        "Decide these words alike wherever they stand, in all interviews; an open find is accepted first.",
        True,
    ),
    _a("review", "Decide", "mark", "m", "Mark", "Mark words that were not found, and replace them.", True),
    _a("review", "Decide", "kind", "t", "Kind", "Say what the words are: a person, a place, a team …", True),
    _a("review", "Decide", "bounds", "b", "Bounds", "Change where the find starts and ends: select, then enter."),
    _a("review", "Decide", "reopen", "r", "Reopen", "Take the decision about this find back."),
    _a(
        "review",
        "Decide",
        "undo",
        "z ctrl+z",
        "Undo",
        "Take your last act back, without limit, after a restart as well.",
        True,
    ),
    _a("review", "Decide", "redo", "y ctrl+y", "Redo", "Do again what you took back."),
    # reviewing: move
    _a("review", "Move", "next_open", "n", "Next open", "Go to the next find that is open.", True),
    _a("review", "Move", "previous_open", "p", "Open before", "Go to the open find before."),
    _a("review", "Move", "cursor_down", "down", "Down", "Go to the next find."),
    _a("review", "Move", "cursor_up", "up", "Up", "Go to the find before."),
    _a("review", "Move", "page_down", "pagedown", "Page down", "Go a page of finds down."),
    _a("review", "Move", "page_up", "pageup", "Page up", "Go a page of finds up."),
    _a("review", "Move", "first", "home", "First", "Go to the first find."),
    _a("review", "Move", "last", "end", "Last", "Go to the last find."),
    _a(
        "review",
        "Move",
        "next_interview",
        "N",
        "Next interview",
        "Go to the next interview that has finds open.",
    ),
    _a("review", "Show", "only_open", "o", "Open or all", "Show the open finds alone, or all."),
    _a("review", "Show", "filter_kind", "f", "Filter", "Show one kind of finds after another, then all."),
    _a("review", "Show", "back", "escape q", "Back", "Go back.", True),
    # marking words
    _a("marking", "Words", "finish", "enter", "Mark", "Mark the words that are selected."),
    _a("marking", "Words", "next_word", "right l", "Next word", "Select the next word."),
    _a("marking", "Words", "previous_word", "left h", "Word before", "Select the word before."),
    _a("marking", "Words", "next_line", "down j", "Next segment", "Go to the next segment."),
    _a("marking", "Words", "previous_line", "up k", "Segment before", "Go to the segment before."),
    _a("marking", "Words", "end_later", "shift+right right_square_bracket", "Longer", "Select a word more at the end."),
    _a(
        "marking",
        "Words",
        "end_earlier",
        "shift+left left_square_bracket",
        "Shorter",
        "Select a word less at the end.",
    ),
    _a(
        "marking",
        "Words",
        "start_earlier",
        "alt+left left_curly_bracket",
        "Start earlier",
        "Select a word more at the start.",
    ),
    _a(
        "marking",
        "Words",
        "start_later",
        "alt+right right_curly_bracket",
        "Start later",
        "Select a word less at the start.",
    ),
    _a("marking", "Words", "page_down", "pagedown", "Page down", "Go a page down."),
    _a("marking", "Words", "page_up", "pageup", "Page up", "Go a page up."),
    _a("marking", "Words", "leave", "escape", "Leave", "Mark nothing and go back to the finds."),
    # choosing a pseudonym
    _a("pseudonym", "Pseudonym", "take", "enter", "Replace", "Replace by the pseudonym under the cursor.", True),
    *(_a("pseudonym", *row) for row in _PICKER),
    _a("pseudonym", "Pseudonym", "cancel", "escape", "Cancel", "Decide nothing.", True),
    # choosing a kind
    _a("kind", "Kind", "take", "enter", "Take", "Take the kind under the cursor.", True),
    *(_a("kind", *row) for row in _PICKER),
    _a("kind", "Kind", "cancel", "escape", "Cancel", "Leave it as it is.", True),
)
