"""The actions of the coding screen; part of the one table in `actions`."""

from __future__ import annotations

from rrt_qual.tui.actions.action import Action
from rrt_qual.tui.actions.action import action as _a

CODING: tuple[Action, ...] = (
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
        "Drop the selection, or leave what you have begun, one thing at a time; with nothing begun it does nothing.",
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
            f"pinned_{n}",
            f"{n}",
            f"Theme under {n}",
            f"Code the selection with the theme that you have put under {n}; it stays there until you move it.",
        )
        for n in range(5, 10)
    ),
    _a(
        "coding",
        "Code",
        "pin",
        "T",
        "Theme to a digit",
        "Put a theme under a digit from 5 to 9, or free the digit: that of the current coding, of the codebook,"
        " or the one used last.",
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
        "Go through the codings on this passage, yours first; the current one is marked.",
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
    # coding: suggestions
    *(
        _a(
            "coding",
            "Suggestions",
            f"suggestion_{n}",
            f"{n}",
            f"Accept suggestion {n}",
            f"Code the passage (or what is selected) with suggestion {n}, in the stance that stands beside it.",
        )
        for n in range(1, 5)
    ),
    _a(
        "coding",
        "Suggestions",
        "reject",
        "comma",
        "Reject",
        "Turn the first suggestion down: it is not offered to you here again, and the program learns from it.",
    ),
    _a("coding", "Suggestions", "more", "semicolon", "More or fewer", "Show less likely suggestions as well, or not."),
    _a(
        "coding",
        "Suggestions",
        "blind",
        "H",
        "Blind coding",
        "Hide suggestions and others' codings (blind coding), or show them again; the log says which.",
    ),
    _a(
        "coding",
        "Suggestions",
        "queue_useful",
        "U",
        "Most useful next",
        "Begin a queue of uncoded passages whose coding teaches the program most.",
    ),
    _a(
        "coding",
        "Suggestions",
        "queue_likely",
        "L",
        "Likely about a theme",
        "Begin a queue of passages likely about the theme of the current coding, of the codebook, or one you choose.",
    ),
    _a(
        "coding",
        "Suggestions",
        "queue_doubtful",
        "D",
        "Doubtful codings",
        "Begin a queue of your codings that look unlikely to the program.",
    ),
    _a("coding", "Suggestions", "queue_next", "p", "Next in the queue", "Go to the next passage of the queue."),
    _a("coding", "Suggestions", "queue_previous", "P", "Queue back", "Go to the passage of the queue before."),
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
    _a(
        "coding",
        "View",
        "original",
        "O",
        "Original words",
        "Show the original words where names are replaced, or the pseudonyms again; the log says who saw them.",
    ),
    _a("coding", "View", "themes", "t", "Themes", "Show the table of themes."),
    _a("coding", "View", "review", "R", "Review finds", "Review the identifying words found in this interview."),
    _a("coding", "View", "interviews", "q", "Interviews", "Go back to the list of interviews.", True),
)

#: Putting a theme under a digit.
PIN: tuple[Action, ...] = (
    *(
        _a("pin", "Digit", f"under_{n}", f"{n}", f"Under {n}", f"Put it under {n}, in place of what is there.", n == 5)
        for n in range(5, 10)
    ),
    _a("pin", "Digit", "free", "0 delete", "Free", "Take this theme away from its digit.", True),
    _a(
        "pin",
        "Digit",
        "most_used",
        "m",
        "Most used",
        "Put the themes that you use most under the digits that are free.",
        True,
    ),
    _a("pin", "Digit", "cancel", "escape", "Cancel", "Leave the digits as they are.", True),
)
