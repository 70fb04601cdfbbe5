"""Every action of the screens, declared once: the key bindings, the palette, the help screen and
docs/keys.md are all made from this table, and a test checks that they agree.

A screen of scope `s` implements each of its actions as `action_<id>`.
"""

from __future__ import annotations

from dataclasses import dataclass

from textual.binding import Binding, BindingType


@dataclass(frozen=True, slots=True)
class Action:
    """One thing a person can do. `keys` are Textual key names, the first is the one that is shown.

    `words` is a few words for the footer and the palette, `help` a sentence for the help screen.
    `footer` puts it into the footer line. `always`: its function and control keys work in dialogs and
    in fields as well.
    """

    scope: str
    group: str
    id: str
    keys: tuple[str, ...]
    words: str
    help: str
    footer: bool = False
    always: bool = False


#: What each scope is called on the help screen.
SCOPES = {
    "app": "Everywhere",
    "interviews": "List of interviews",
    "coding": "Coding a transcript",
    "themes": "Table of themes",
    "passages": "Passages behind a figure",
    "search": "Search in all interviews",
    "list": "In every list",
    "codebook": "In the codebook tree",
    "find": "In the find bar",
    "picker": "Choosing a theme",
    "jump": "Choosing an interview",
    "memo": "Writing a memo",
    "name": "Saying who is coding",
    "confirm": "Answering a question",
    "help": "This help",
}

#: What else has keys while a screen of that scope is shown.
ALSO = {
    "interviews": ("list",),
    "coding": ("codebook", "find", "list"),
    "themes": ("list",),
    "passages": ("list",),
    "search": ("list",),
}


def _a(
    scope: str,
    group: str,
    id: str,
    keys: str,
    words: str,
    help: str,
    footer: bool = False,
    always: bool = False,
) -> Action:
    return Action(scope, group, id, tuple(keys.split()), words, help, footer, always)


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
    _a("interviews", "Views", "quit", "q", "Quit", "Leave the program; everything is saved already.", True),
    # coding: moving
    _a("coding", "Move", "next_segment", "down j", "Next segment", "Go to the next segment."),
    _a("coding", "Move", "previous_segment", "up k", "Previous segment", "Go to the segment before."),
    _a("coding", "Move", "next_turn", "right l", "Next turn", "Go to the next turn."),
    _a("coding", "Move", "previous_turn", "left h", "Previous turn", "Go to the turn before."),
    _a(
        "coding",
        "Move",
        "next_uncoded",
        "n",
        "Next uncoded",
        "Go to the next participant segment that you have not coded.",
        True,
    ),
    _a(
        "coding",
        "Move",
        "previous_uncoded",
        "N",
        "Previous uncoded",
        "Go back to the last participant segment that you have not coded.",
    ),
    _a("coding", "Move", "page_down", "pagedown", "Page down", "Go a page down."),
    _a("coding", "Move", "page_up", "pageup", "Page up", "Go a page up."),
    _a("coding", "Move", "first_segment", "home", "To the start", "Go to the first segment."),
    _a("coding", "Move", "last_segment", "end", "To the end", "Go to the last segment."),
    # coding: selecting
    _a(
        "coding",
        "Select",
        "extend_down",
        "shift+down J",
        "Extend down",
        "Extend the selection by a segment, across turns as well.",
    ),
    _a(
        "coding",
        "Select",
        "extend_up",
        "shift+up K",
        "Extend up",
        "Draw the selection back by a segment, or extend it upwards.",
    ),
    _a(
        "coding",
        "Select",
        "end_later",
        "shift+right right_square_bracket",
        "End a word later",
        "Move the end of the selection a word on.",
    ),
    _a(
        "coding",
        "Select",
        "end_earlier",
        "shift+left left_square_bracket",
        "End a word earlier",
        "Move the end of the selection a word back.",
    ),
    _a(
        "coding",
        "Select",
        "start_later",
        "alt+right right_curly_bracket",
        "Start a word later",
        "Move the start of the selection a word on.",
    ),
    _a(
        "coding",
        "Select",
        "start_earlier",
        "alt+left left_curly_bracket",
        "Start a word earlier",
        "Move the start of the selection a word back.",
    ),
    _a(
        "coding",
        "Select",
        "drop_selection",
        "escape",
        "Drop selection",
        "Drop the selection, or leave what you have begun; twice: back to the list.",
    ),
    # coding: coding
    _a(
        "coding",
        "Code",
        "pick_theme",
        "enter c",
        "Code",
        "Choose a theme for the selection by typing part of its name, definition or examples.",
        True,
    ),
    _a(
        "coding",
        "Code",
        "repeat_theme",
        "space full_stop",
        "Repeat",
        "Code the selection with the theme and stance used last.",
    ),
    *(
        _a(
            "coding",
            "Code",
            f"recent_{n}",
            f"{n}",
            f"Recent theme {n}",
            f"Code the selection with recent theme {n} (the list stands at the side).",
        )
        for n in range(1, 10)
    ),
    _a("coding", "Code", "strength", "s plus", "Strength", "Give the current coding the stance 'strength'.", True),
    _a("coding", "Code", "risk", "r minus", "Risk", "Give the current coding the stance 'risk'.", True),
    _a(
        "coding",
        "Code",
        "solution",
        "o exclamation_mark",
        "Solution",
        "Give the current coding the stance 'solution'.",
        True,
    ),
    _a("coding", "Code", "unspecified", "u", "No stance", "Take the stance of the current coding away."),
    _a(
        "coding",
        "Code",
        "next_coding",
        "tab",
        "Next coding here",
        "Go through the codings on this passage; the current one is marked.",
    ),
    _a("coding", "Code", "change_theme", "e", "Other theme", "Give the current coding another theme."),
    _a(
        "coding",
        "Code",
        "edit_bounds",
        "b",
        "Bounds",
        "Change where the current coding starts and ends: select, then enter.",
    ),
    _a("coding", "Code", "remove", "x delete", "Remove", "Remove the current coding.", True),
    _a(
        "coding",
        "Code",
        "undo",
        "z ctrl+z",
        "Undo",
        "Take your last act back, without limit, after a restart as well.",
        True,
    ),
    _a("coding", "Code", "redo", "y ctrl+y", "Redo", "Do again what you took back."),
    # coding: memos
    _a("coding", "Memo", "memo_coding", "m", "Memo", "Write a memo on the current coding."),
    _a(
        "coding",
        "Memo",
        "memo_theme",
        "M",
        "Memo on theme",
        "Write a memo on the theme of the current coding, or on the one marked in the codebook.",
    ),
    _a("coding", "Memo", "memo_interview", "i", "Memo on interview", "Write a memo on this interview."),
    # coding: finding
    _a("coding", "Find", "find", "slash", "Find", "Search words in this transcript.", True),
    _a("coding", "Find", "next_hit", "greater_than_sign f3", "Next hit", "Go to the next hit."),
    _a("coding", "Find", "previous_hit", "less_than_sign shift+f3", "Previous hit", "Go to the hit before."),
    _a("coding", "Find", "jump", "g", "Go to interview", "Choose another interview by typing part of its name."),
    _a("coding", "Find", "filter_codebook", "f", "Filter codebook", "Show only themes that match what you type."),
    # coding: interview and views
    _a("coding", "Interview", "done", "d", "Done", "Mark this interview as done by you, or as not done."),
    _a("coding", "Interview", "next_interview", "ctrl+n", "Next interview", "Open the next interview."),
    _a("coding", "Interview", "previous_interview", "ctrl+b", "Previous interview", "Open the interview before."),
    _a("coding", "View", "toggle_codebook", "w", "Codebook", "Show or hide the codebook."),
    _a("coding", "View", "focus_codebook", "a", "To the codebook", "Move to the codebook tree, and back with escape."),
    _a("coding", "View", "toggle_coders", "v", "Whose codings", "Show only your codings, or everybody's."),
    _a("coding", "View", "themes", "t", "Themes", "Show the table of themes."),
    _a("coding", "View", "interviews", "q", "Interviews", "Go back to the list of interviews.", True),
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
    _a("themes", "Table", "next_figure", "right", "Next figure", "Go to the next figure of the row."),
    _a("themes", "Table", "previous_figure", "left", "Figure before", "Go to the figure before."),
    _a("themes", "Table", "wave", "w", "Wave", "Show one wave after another, then all.", True),
    _a("themes", "Table", "by", "b", "Break down", "Break the figures down by one attribute after another.", True),
    _a("themes", "Table", "coder", "c", "Coder", "Show one coder's figures after another's, then any coder's.", True),
    _a("themes", "Table", "stance", "s", "Stance", "Show one stance after another, then all.", True),
    _a("themes", "Table", "level", "l", "Level", "Show domains alone, with indicators, or with themes.", True),
    _a("themes", "Table", "sort", "o", "Order", "Order by the codebook, or by the number of interviews.", True),
    _a("themes", "Table", "back", "escape q", "Back", "Go back.", True),
    # passages
    _a("passages", "Passages", "open", "enter", "Open", "Open the passage in its interview.", True),
    _a("passages", "Passages", "back", "escape q", "Back", "Go back.", True),
    # search
    _a("search", "Search", "open", "enter", "Open", "Open the hit in its interview.", True),
    _a("search", "Search", "field", "slash", "Words", "Go to the field and change the words.", True),
    _a("search", "Search", "to_list", "down", "To the hits", "Go from the field to the list of hits."),
    _a("search", "Search", "back", "escape q", "Back", "Go back.", True),
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
    _a("name", "Name", "cancel", "escape", "Cancel", "Leave it as it was; without any name yet, leave the program.", True),
    # questions
    _a("confirm", "Answer", "yes", "y enter", "Yes", "Yes.", True),
    _a("confirm", "Answer", "no", "n", "No", "No.", True),
    _a("confirm", "Answer", "cancel", "escape", "Go on", "Neither: go on where you were.", True),
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


_KEY_WORDS = {
    "question_mark": "?",
    "slash": "/",
    "plus": "+",
    "minus": "-",
    "exclamation_mark": "!",
    "full_stop": ".",
    "right_square_bracket": "]",
    "left_square_bracket": "[",
    "right_curly_bracket": "}",
    "left_curly_bracket": "{",
    "greater_than_sign": ">",
    "less_than_sign": "<",
    "down": "↓",
    "up": "↑",
    "left": "←",
    "right": "→",
    "pagedown": "PgDn",
    "pageup": "PgUp",
    "escape": "Esc",
    "enter": "Enter",
    "space": "Space",
    "delete": "Del",
    "home": "Home",
    "end": "End",
    "tab": "Tab",
}


def key_words(key: str) -> str:
    """How a key is written for people: 'shift+down' as 'Shift+↓', 'ctrl+p' as 'Ctrl+P'."""
    *modifiers, last = key.split("+")
    shown = _KEY_WORDS.get(last, last.upper() if modifiers or (len(last) > 1 and last[0] == "f") else last)
    return "+".join([*(m.capitalize() for m in modifiers), shown])


def keys_of(action: Action) -> str:
    """All keys of an action for people: '↓ or j'."""
    return " or ".join(key_words(k) for k in action.keys)
