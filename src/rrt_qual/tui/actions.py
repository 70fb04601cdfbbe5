"""Every action of the screens, declared once: the key bindings, the palette, the help screen and
docs/keys.md are all made from this table, and a test checks that they agree.

A screen of scope `s` implements each of its actions as `action_<id>`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from textual.binding import Binding, BindingType

from rrt_qual.tui.key_names import key_words

__all__ = ["ACTIONS", "ALSO", "SCOPES", "Action", "bindings", "key_words", "keys_of", "of"]


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


def _a(id: str, keys: str, words: str, help: str, *, footer: bool = False, always: bool = False) -> Action:
    return Action("", "", id, tuple(keys.split()), words, help, footer, always)


def _group(scope: str, group: str, *actions: Action) -> tuple[Action, ...]:
    return tuple(replace(action, scope=scope, group=group) for action in actions)


ACTIONS: tuple[Action, ...] = (
    *_group(
        "app",
        "Program",
        _a("help", "f1 question_mark", "Help", "Show every key of this screen.", footer=True, always=True),
        _a("command_palette", "ctrl+p", "Commands", "Find any action by typing its name."),
        _a("search_everywhere", "ctrl+f", "Search all", "Search words in all interviews and list the hits."),
        _a("change_theme", "f2", "Colours", "Choose the colours: dark, light and others."),
        _a("quit", "ctrl+q", "Quit", "Leave the program; everything is saved already.", always=True),
    ),
    *_group(
        "interviews",
        "Interviews",
        _a("open", "enter", "Open", "Open the interview under the cursor where you left it.", footer=True),
        _a("done", "d", "Done", "Mark the interview as done by you, or as not done.", footer=True),
        _a("memo", "i", "Memo", "Write a memo on the interview."),
        _a("filter", "slash", "Filter", "Show only interviews whose name or attributes match.", footer=True),
        _a("to_list", "down", "To the list", "Go from the filter to the list."),
        _a("leave_filter", "escape", "Show all", "Take the filter away."),
        _a("next_unfinished", "n", "Next to do", "Go to the next interview that is not done.", footer=True),
        _a("coder", "c", "Coder", "Say who is coding: choose another name or give a new one.", footer=True),
    ),
    *_group(
        "interviews",
        "Views",
        _a("themes", "t", "Themes", "Show the table of themes.", footer=True),
        _a("search", "s", "Search", "Search words in all interviews.", footer=True),
        _a("quit", "q", "Quit", "Leave the program; everything is saved already.", footer=True),
    ),
    *_group(
        "coding",
        "Move",
        _a("next_segment", "down j", "Next segment", "Go to the next segment."),
        _a("previous_segment", "up k", "Previous segment", "Go to the segment before."),
        _a("next_turn", "right l", "Next turn", "Go to the next turn."),
        _a("previous_turn", "left h", "Previous turn", "Go to the turn before."),
        _a(
            "next_uncoded",
            "n",
            "Next uncoded",
            "Go to the next participant segment that you have not coded.",
            footer=True,
        ),
        _a(
            "previous_uncoded",
            "N",
            "Previous uncoded",
            "Go back to the last participant segment that you have not coded.",
        ),
        _a("page_down", "pagedown", "Page down", "Go a page down."),
        _a("page_up", "pageup", "Page up", "Go a page up."),
        _a("first_segment", "home", "To the start", "Go to the first segment."),
        _a("last_segment", "end", "To the end", "Go to the last segment."),
    ),
    *_group(
        "coding",
        "Select",
        _a("extend_down", "shift+down J", "Extend down", "Extend the selection by a segment, across turns as well."),
        _a("extend_up", "shift+up K", "Extend up", "Draw the selection back by a segment, or extend it upwards."),
        _a(
            "end_later",
            "shift+right right_square_bracket",
            "End a word later",
            "Move the end of the selection a word on.",
        ),
        _a(
            "end_earlier",
            "shift+left left_square_bracket",
            "End a word earlier",
            "Move the end of the selection a word back.",
        ),
        _a(
            "start_later",
            "alt+right right_curly_bracket",
            "Start a word later",
            "Move the start of the selection a word on.",
        ),
        _a(
            "start_earlier",
            "alt+left left_curly_bracket",
            "Start a word earlier",
            "Move the start of the selection a word back.",
        ),
        _a(
            "drop_selection",
            "escape",
            "Drop selection",
            "Drop the selection, or leave what you have begun; twice: back to the list.",
        ),
    ),
    *_group(
        "coding",
        "Code",
        _a(
            "pick_theme",
            "enter c",
            "Code",
            "Choose a theme for the selection by typing part of its name, definition or examples.",
            footer=True,
        ),
        _a("repeat_theme", "space full_stop", "Repeat", "Code the selection with the theme and stance used last."),
        *(
            _a(
                f"recent_{n}",
                f"{n}",
                f"Recent theme {n}",
                f"Code the selection with recent theme {n} (the list stands at the side).",
            )
            for n in range(1, 10)
        ),
        _a("strength", "s plus", "Strength", "Give the current coding the stance 'strength'.", footer=True),
        _a("risk", "r minus", "Risk", "Give the current coding the stance 'risk'.", footer=True),
        _a("solution", "o exclamation_mark", "Solution", "Give the current coding the stance 'solution'.", footer=True),
        _a("unspecified", "u", "No stance", "Take the stance of the current coding away."),
        _a(
            "next_coding",
            "tab",
            "Next coding here",
            "Go through the codings on this passage; the current one is marked.",
        ),
        _a("change_theme", "e", "Other theme", "Give the current coding another theme."),
        _a("edit_bounds", "b", "Bounds", "Change where the current coding starts and ends: select, then enter."),
        _a("remove", "x delete", "Remove", "Remove the current coding.", footer=True),
        _a("undo", "z ctrl+z", "Undo", "Take your last act back, without limit, after a restart as well.", footer=True),
        _a("redo", "y ctrl+y", "Redo", "Do again what you took back."),
    ),
    *_group(
        "coding",
        "Memo",
        _a("memo_coding", "m", "Memo", "Write a memo on the current coding."),
        _a(
            "memo_theme",
            "M",
            "Memo on theme",
            "Write a memo on the theme of the current coding, or on the one marked in the codebook.",
        ),
        _a("memo_interview", "i", "Memo on interview", "Write a memo on this interview."),
    ),
    *_group(
        "coding",
        "Find",
        _a("find", "slash", "Find", "Search words in this transcript.", footer=True),
        _a("next_hit", "greater_than_sign f3", "Next hit", "Go to the next hit."),
        _a("previous_hit", "less_than_sign shift+f3", "Previous hit", "Go to the hit before."),
        _a("jump", "g", "Go to interview", "Choose another interview by typing part of its name."),
        _a("filter_codebook", "f", "Filter codebook", "Show only themes that match what you type."),
    ),
    *_group(
        "coding",
        "Interview",
        _a("done", "d", "Done", "Mark this interview as done by you, or as not done."),
        _a("next_interview", "ctrl+n", "Next interview", "Open the next interview."),
        _a("previous_interview", "ctrl+b", "Previous interview", "Open the interview before."),
    ),
    *_group(
        "coding",
        "View",
        _a("toggle_codebook", "w", "Codebook", "Show or hide the codebook."),
        _a("focus_codebook", "a", "To the codebook", "Move to the codebook tree, and back with escape."),
        _a("toggle_coders", "v", "Whose codings", "Show only your codings, or everybody's."),
        _a("themes", "t", "Themes", "Show the table of themes."),
        _a("interviews", "q", "Interviews", "Go back to the list of interviews.", footer=True),
    ),
    *_group(
        "themes",
        "Table",
        _a("passages", "enter", "Passages", "Show the passages behind the figure under the cursor.", footer=True),
        _a("next_figure", "right", "Next figure", "Go to the next figure of the row."),
        _a("previous_figure", "left", "Figure before", "Go to the figure before."),
        _a("wave", "w", "Wave", "Show one wave after another, then all.", footer=True),
        _a("by", "b", "Break down", "Break the figures down by one attribute after another.", footer=True),
        _a("coder", "c", "Coder", "Show one coder's figures after another's, then any coder's.", footer=True),
        _a("stance", "s", "Stance", "Show one stance after another, then all.", footer=True),
        _a("level", "l", "Level", "Show domains alone, with indicators, or with themes.", footer=True),
        _a("sort", "o", "Order", "Order by the codebook, or by the number of interviews.", footer=True),
        _a("back", "escape q", "Back", "Go back.", footer=True),
    ),
    *_group(
        "passages",
        "Passages",
        _a("open", "enter", "Open", "Open the passage in its interview.", footer=True),
        _a("back", "escape q", "Back", "Go back.", footer=True),
    ),
    *_group(
        "search",
        "Search",
        _a("open", "enter", "Open", "Open the hit in its interview.", footer=True),
        _a("field", "slash", "Words", "Go to the field and change the words.", footer=True),
        _a("to_list", "down", "To the hits", "Go from the field to the list of hits."),
        _a("back", "escape q", "Back", "Go back.", footer=True),
    ),
    *_group(
        "list",
        "Move",
        _a("cursor_down", "down j", "Down", "Go a row down."),
        _a("cursor_up", "up k", "Up", "Go a row up."),
        _a("page_down", "pagedown", "Page down", "Go a page down."),
        _a("page_up", "pageup", "Page up", "Go a page up."),
        _a("first", "home", "First", "Go to the first row."),
        _a("last", "end", "Last", "Go to the last row."),
    ),
    *_group(
        "codebook",
        "Codebook",
        _a("choose", "enter", "Code", "Code the selection with the theme under the cursor."),
        _a("unfold", "right l", "Unfold", "Unfold what is under the cursor."),
        _a("fold", "left h", "Fold", "Fold what is under the cursor, or go to what it is part of."),
        _a("to_tree", "down", "To the tree", "Go from the filter to the first theme that matches."),
        _a("filter", "slash f", "Filter", "Show only themes that match what you type."),
        _a("leave", "escape", "Leave", "Take the filter away; without a filter, go back to the transcript."),
    ),
    *_group(
        "find",
        "Find",
        _a("next", "enter down", "Next hit", "Go to the next hit."),
        _a("previous", "shift+enter up", "Previous hit", "Go to the hit before."),
        _a("close", "escape", "Close", "Close the bar and go on at the hit."),
    ),
    *_group(
        "picker",
        "Theme",
        _a("apply", "enter", "Code", "Code with the theme under the cursor.", footer=True),
        _a("strength", "ctrl+s", "Strength", "Code with it, as a strength.", footer=True),
        _a("risk", "ctrl+r", "Risk", "Code with it, as a risk.", footer=True),
        _a("solution", "ctrl+o", "Solution", "Code with it, as a solution.", footer=True),
        _a("cancel", "escape", "Cancel", "Code nothing.", footer=True),
    ),
    *_group(
        "picker",
        "Move",
        _a("cursor_down", "down", "Down", "Go a theme down, while you type."),
        _a("cursor_up", "up", "Up", "Go a theme up, while you type."),
        _a("page_down", "pagedown", "Page down", "Go a page down."),
        _a("page_up", "pageup", "Page up", "Go a page up."),
        _a("detail_down", "ctrl+down shift+down", "Read on", "Scroll the definition down."),
        _a("detail_up", "ctrl+up shift+up", "Read back", "Scroll the definition up."),
    ),
    *_group(
        "jump",
        "Interview",
        _a("open", "enter", "Open", "Open the interview under the cursor.", footer=True),
        _a("cancel", "escape", "Cancel", "Stay where you are.", footer=True),
    ),
    *_group(
        "jump",
        "Move",
        _a("cursor_down", "down", "Down", "Go an interview down, while you type."),
        _a("cursor_up", "up", "Up", "Go an interview up, while you type."),
        _a("page_down", "pagedown", "Page down", "Go a page down."),
        _a("page_up", "pageup", "Page up", "Go a page up."),
    ),
    *_group(
        "memo",
        "Memo",
        _a("save", "ctrl+s", "Save", "Save the memo; an empty one is taken away.", footer=True),
        _a("cancel", "escape", "Close", "Close; asks whether to save when you have changed something.", footer=True),
    ),
    *_group(
        "name",
        "Name",
        _a("accept", "enter", "Go on", "Code under the name in the field.", footer=True),
        _a("cursor_down", "down", "Down", "Take the next of the names there are."),
        _a("cursor_up", "up", "Up", "Take the name before."),
        _a("cancel", "escape", "Cancel", "Leave it as it was; with no name yet, leave the program.", footer=True),
    ),
    *_group(
        "confirm",
        "Answer",
        _a("yes", "y enter", "Yes", "Yes.", footer=True),
        _a("no", "n", "No", "No.", footer=True),
        _a("cancel", "escape", "Go on", "Neither: go on where you were.", footer=True),
    ),
    *_group(
        "help",
        "Help",
        _a("close", "escape q f1 question_mark", "Close", "Close the help.", footer=True),
        _a("scroll_down", "down j", "Down", "Scroll down."),
        _a("scroll_up", "up k", "Up", "Scroll up."),
        _a("page_down", "pagedown space", "Page down", "Scroll a page down."),
        _a("page_up", "pageup", "Page up", "Scroll a page up."),
    ),
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
