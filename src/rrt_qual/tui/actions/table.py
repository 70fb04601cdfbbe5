"""Every action of the screens, declared once: the key bindings, the palette, the help screen and
docs/keys.md are all made from this table, and a test checks that they agree.

A screen of scope `s` implements each of its actions as `action_<id>`.
"""

from __future__ import annotations

from textual.binding import Binding, BindingType

from rrt_qual.tui.actions.action import Action
from rrt_qual.tui.actions.action import action as _a
from rrt_qual.tui.actions.coding import CODING, PIN
from rrt_qual.tui.actions.key_names import key_words
from rrt_qual.tui.actions.pictures import PICTURES
from rrt_qual.tui.actions.quotes import QUOTES, SCOPES_OF_QUOTES, THEMES_QUOTES
from rrt_qual.tui.actions.ratings import (
    RATINGS,
    RATINGS_ALSO,
    RATINGS_FROM_INTERVIEWS,
    RATINGS_FROM_THEMES,
    RATINGS_SCOPES,
)
from rrt_qual.tui.actions.review import REVIEW, REVIEW_ALSO, REVIEW_SCOPES
from rrt_qual.tui.actions.team import TEAM, TEAM_ALSO, TEAM_FROM_INTERVIEWS, TEAM_SCOPES

__all__ = ["ACTIONS", "ALSO", "SCOPES", "Action", "bindings", "key_words", "keys_of", "of"]

#: What each scope is called on the help screen.
SCOPES = {
    "app": "Everywhere",
    "interviews": "List of interviews",
    "coding": "Coding a transcript",
    "themes": "Table of themes",
    "passages": "Passages behind a figure",
    **SCOPES_OF_QUOTES,
    "search": "Search in all interviews",
    "trust": "Trust: what came of the suggestions",
    "discover": "Discover: talk that no theme explains",
    "pictures": "Pictures of the figures",
    **REVIEW_SCOPES,
    **RATINGS_SCOPES,
    **TEAM_SCOPES,
    "new_theme": "Making a theme",
    "list": "In every list",
    "codebook": "In the codebook tree",
    "find": "In the find bar",
    "picker": "Choosing a theme",
    "pin": "Putting a theme under a digit",
    "jump": "Choosing an interview",
    "memo": "Writing a memo",
    "name": "Saying who is coding",
    "confirm": "Answering a question",
    "batch": "Deciding many at once",
    "help": "This help",
}

#: What else has keys while a screen of that scope is shown.
ALSO = {
    "interviews": ("list",),
    "coding": ("codebook", "find", "list"),
    "themes": ("list",),
    "passages": ("list",),
    "quotes": ("list",),
    "search": ("list",),
    "trust": ("list",),
    "discover": ("list",),
    **REVIEW_ALSO,
    **RATINGS_ALSO,
    **TEAM_ALSO,
}


ACTIONS: tuple[Action, ...] = (
    # everywhere
    _a("app", "Program", "help", "f1 question_mark", "Help", "Show every key of this screen.", True, True),
    _a("app", "Program", "command_palette", "ctrl+p", "Commands", "Find any action by typing its name."),
    _a(
        "app",
        "Program",
        "search_everywhere",
        "ctrl+f",
        "Search all",
        "Search words in all interviews and list the hits.",
    ),
    _a("app", "Program", "change_theme", "f2", "Colours", "Choose the colours: dark, light and others."),
    _a("app", "Program", "quit", "ctrl+q", "Quit", "Leave the program; everything is saved already.", always=True),
    # interviews
    _a(
        "interviews",
        "Interviews",
        "open",
        "enter",
        "Open",
        "Open the interview under the cursor where you left it.",
        True,
    ),
    _a("interviews", "Interviews", "done", "d", "Done", "Mark the interview as done by you, or as not done.", True),
    _a("interviews", "Interviews", "memo", "i", "Memo", "Write a memo on the interview."),
    _a(
        "interviews",
        "Interviews",
        "filter",
        "slash",
        "Filter",
        "Show only interviews whose name or attributes match.",
        True,
    ),
    _a("interviews", "Interviews", "to_list", "down", "To the list", "Go from the filter to the list."),
    _a("interviews", "Interviews", "leave_filter", "escape", "Show all", "Take the filter away."),
    _a(
        "interviews",
        "Interviews",
        "next_unfinished",
        "n",
        "Next to do",
        "Go to the next interview that is not done.",
        True,
    ),
    _a(
        "interviews",
        "Interviews",
        "coder",
        "c",
        "Coder",
        "Say who is coding: choose another name or give a new one.",
        True,
    ),
    _a("interviews", "Views", "themes", "t", "Themes", "Show the table of themes.", True),
    _a("interviews", "Views", "search", "s", "Search", "Search words in all interviews.", True),
    _a("interviews", "Views", "discover", "D", "Discover", "Show talk that no theme explains, in clusters.", True),
    _a(
        "interviews",
        "Views",
        "trust",
        "T",
        "Trust",
        "Show what came of the suggestions, and how far each coder follows them.",
        True,
    ),
    _a(
        "interviews",
        "Views",
        "privacy",
        "p",
        "Privacy",
        "Review identifying words, and see who still has some open.",
        True,
    ),
    *RATINGS_FROM_INTERVIEWS,
    *TEAM_FROM_INTERVIEWS,
    _a("interviews", "Views", "quit", "q", "Quit", "Leave the program; everything is saved already.", True),
    # coding a transcript
    *CODING,
    # themes
    _a(
        "themes",
        "Table",
        "passages",
        "enter",
        "Passages",
        "Show the passages behind the figure under the cursor.",
        True,
    ),
    *THEMES_QUOTES,
    _a("themes", "Table", "next_figure", "right", "Next figure", "Go to the next figure of the row."),
    _a("themes", "Table", "previous_figure", "left", "Figure before", "Go to the figure before."),
    _a("themes", "Table", "wave", "w", "Wave", "Show one wave after another, then all.", True),
    _a("themes", "Table", "by", "b", "Break down", "Break the figures down by one attribute after another.", True),
    _a("themes", "Table", "coder", "c", "Coder", "Show one coder's figures after another's, then any coder's.", True),
    _a("themes", "Table", "stance", "s", "Stance", "Show one stance after another, then all.", True),
    _a("themes", "Table", "level", "l", "Level", "Show domains alone, with indicators, or with themes.", True),
    _a("themes", "Table", "sort", "o", "Order", "Order by the codebook, or by the number of interviews.", True),
    _a("themes", "Table", "discover", "D", "Discover", "Show talk that no theme explains, in clusters.", True),
    _a(
        "themes",
        "Table",
        "trust",
        "T",
        "Trust",
        "Show what came of the suggestions, and how far each coder follows them.",
        True,
    ),
    *RATINGS_FROM_THEMES,
    _a("themes", "Table", "back", "escape q", "Back", "Go back.", True),
    _a("themes", "Table", "pictures", "p", "Pictures", "Show the figures as pictures.", True),
    # passages
    _a("passages", "Passages", "open", "enter", "Open", "Open the passage in its interview.", True),
    _a("passages", "Passages", "back", "escape q", "Back", "Go back.", True),
    # quotes
    *QUOTES,
    # search
    _a("search", "Search", "open", "enter", "Open", "Open the hit in its interview.", True),
    _a("search", "Search", "field", "slash", "Words", "Go to the field and change the words.", True),
    _a("search", "Search", "to_list", "down", "To the hits", "Go from the field to the list of hits."),
    _a("search", "Search", "back", "escape q", "Back", "Go back.", True),
    # trust
    _a("trust", "Trust", "view", "v tab", "Other table", "Show the coders, the themes, or the months.", True),
    _a("trust", "Trust", "back", "escape q", "Back", "Go back.", True),
    # discover
    _a(
        "discover",
        "Cluster",
        "new_theme",
        "n",
        "New theme",
        "Make the cluster a new theme of the codebook: its name, its indicator, its definition.",
        True,
    ),
    _a(
        "discover",
        "Cluster",
        "give",
        "enter g",
        "Give to a theme",
        "Code the passages that are shown with a theme there is, after a question.",
        True,
    ),
    _a("discover", "Cluster", "leave_out", "x", "Dismiss", "Leave this talk out of all clusters from now on.", True),
    _a("discover", "Cluster", "open", "o", "Open", "Open the passage nearest the middle in its interview."),
    _a("discover", "Cluster", "again", "r", "Look again", "Look again, with what was coded meanwhile.", True),
    _a("discover", "Cluster", "back", "escape q", "Back", "Go back.", True),
    *PICTURES,
    # confidentiality
    *REVIEW,
    *RATINGS,
    # making a theme
    _a("new_theme", "Theme", "save", "ctrl+s", "Make it", "Add the theme to the codebook, as a new revision.", True),
    _a("new_theme", "Theme", "next_field", "enter", "Next field", "Go to the next field; from the last, make it."),
    _a("new_theme", "Theme", "previous_indicator", "ctrl+up up", "Indicator up", "Take the indicator before."),
    _a("new_theme", "Theme", "next_indicator", "ctrl+down down", "Indicator down", "Take the next indicator."),
    _a("new_theme", "Theme", "cancel", "escape", "Cancel", "Make no theme; asks when you have typed something.", True),
    # lists
    _a("list", "Move", "cursor_down", "down j", "Down", "Go a row down."),
    _a("list", "Move", "cursor_up", "up k", "Up", "Go a row up."),
    _a("list", "Move", "page_down", "pagedown", "Page down", "Go a page down."),
    _a("list", "Move", "page_up", "pageup", "Page up", "Go a page up."),
    _a("list", "Move", "first", "home", "First", "Go to the first row."),
    _a("list", "Move", "last", "end", "Last", "Go to the last row."),
    # the codebook tree
    _a("codebook", "Codebook", "choose", "enter", "Code", "Code the selection with the theme under the cursor."),
    _a("codebook", "Codebook", "unfold", "right l", "Unfold", "Unfold what is under the cursor."),
    _a("codebook", "Codebook", "fold", "left h", "Fold", "Fold what is under the cursor, or go to what it is part of."),
    _a("codebook", "Codebook", "to_tree", "down", "To the tree", "Go from the filter to the first theme that matches."),
    _a("codebook", "Codebook", "filter", "slash f", "Filter", "Show only themes that match what you type."),
    _a(
        "codebook",
        "Codebook",
        "leave",
        "escape",
        "Leave",
        "Take the filter away; without a filter, go back to the transcript.",
    ),
    # the find bar
    _a("find", "Find", "next", "enter down", "Next hit", "Go to the next hit."),
    _a("find", "Find", "previous", "shift+enter up", "Previous hit", "Go to the hit before."),
    _a("find", "Find", "close", "escape", "Close", "Close the bar and go on at the hit."),
    # choosing a theme
    _a("picker", "Theme", "apply", "enter", "Code", "Code with the theme under the cursor.", True),
    _a("picker", "Theme", "strength", "ctrl+s", "Strength", "Code with it, as a strength.", True),
    _a("picker", "Theme", "risk", "ctrl+r", "Risk", "Code with it, as a risk.", True),
    _a("picker", "Theme", "solution", "ctrl+o", "Solution", "Code with it, as a solution.", True),
    _a("picker", "Theme", "cancel", "escape", "Cancel", "Code nothing.", True),
    _a("picker", "Move", "cursor_down", "down", "Down", "Go a theme down, while you type."),
    _a("picker", "Move", "cursor_up", "up", "Up", "Go a theme up, while you type."),
    _a("picker", "Move", "page_down", "pagedown", "Page down", "Go a page down."),
    _a("picker", "Move", "page_up", "pageup", "Page up", "Go a page up."),
    _a("picker", "Move", "detail_down", "ctrl+down shift+down", "Read on", "Scroll the definition down."),
    _a("picker", "Move", "detail_up", "ctrl+up shift+up", "Read back", "Scroll the definition up."),
    _a("picker", "Theme", "pin", "ctrl+t", "To a digit", "Put the theme under the cursor under a digit from 5 to 9."),
    # putting a theme under a digit
    *PIN,
    # choosing an interview
    _a("jump", "Interview", "open", "enter", "Open", "Open the interview under the cursor.", True),
    _a("jump", "Interview", "cancel", "escape", "Cancel", "Stay where you are.", True),
    _a("jump", "Move", "cursor_down", "down", "Down", "Go an interview down, while you type."),
    _a("jump", "Move", "cursor_up", "up", "Up", "Go an interview up, while you type."),
    _a("jump", "Move", "page_down", "pagedown", "Page down", "Go a page down."),
    _a("jump", "Move", "page_up", "pageup", "Page up", "Go a page up."),
    # writing a memo
    _a("memo", "Memo", "save", "ctrl+s", "Save", "Save the memo; an empty one is taken away.", True),
    _a(
        "memo",
        "Memo",
        "cancel",
        "escape",
        "Close",
        "Close; asks whether to save when you have changed something.",
        True,
    ),
    # who is coding
    _a("name", "Name", "accept", "enter", "Go on", "Code under the name in the field.", True),
    _a("name", "Name", "cursor_down", "down", "Down", "Take the next of the names there are."),
    _a("name", "Name", "cursor_up", "up", "Up", "Take the name before."),
    _a(
        "name",
        "Name",
        "cancel",
        "escape",
        "Cancel",
        "Leave it as it was; the first time a name is needed to go on.",
        True,
    ),
    # questions
    _a("confirm", "Answer", "yes", "y enter", "Yes", "Yes.", True),
    _a("confirm", "Answer", "no", "n", "No", "No.", True),
    _a("confirm", "Answer", "cancel", "escape", "Go on", "Neither: go on where you were.", True),
    *TEAM,
    # questions about many at once: Enter, which a hand may press twice, decides nothing
    _a("batch", "Answer", "yes", "y", "Yes", "Yes, all of them.", True),
    _a("batch", "Answer", "no", "n enter", "No", "No.", True),
    _a("batch", "Answer", "cancel", "escape", "Go on", "Neither: go on where you were.", True),
    # help
    _a("help", "Help", "close", "escape q f1 question_mark", "Close", "Close the help.", True),
    _a("help", "Help", "scroll_down", "down j", "Down", "Scroll down."),
    _a("help", "Help", "scroll_up", "up k", "Up", "Scroll up."),
    _a("help", "Help", "page_down", "pagedown space", "Page down", "Scroll a page down."),
    _a("help", "Help", "page_up", "pageup", "Page up", "Scroll a page up."),
)


def of(scope: str) -> list[Action]:
    """The actions of one scope, in order."""
    return [a for a in ACTIONS if a.scope == scope]


def bindings(scope: str) -> list[BindingType]:
    """The key bindings of one scope."""
    return [binding for action in of(scope) for binding in _bindings_of(action)]


def _bindings_of(action: Action) -> list[Binding]:
    """One binding for all keys, or two when some of them work in dialogs and fields as well."""
    firm = [k for k in action.keys if action.always and ("+" in k or (k[0] == "f" and k[1:].isdigit()))]
    loose = [k for k in action.keys if k not in firm]
    return [
        Binding(
            ",".join(keys),
            action.id,
            action.words,
            show=action.footer,
            key_display=key_words(action.keys[0]),
            priority=keys is firm,
            tooltip=action.help,
            id=f"{action.scope}.{action.id}" + (".key" if keys is loose and firm else ""),
        )
        for keys in (firm, loose)
        if keys
    ]


def keys_of(action: Action) -> str:
    """All keys of an action for people: '↓ or j'."""
    return " or ".join(key_words(k) for k in action.keys)
