"""Every action of the screens, declared once: the key bindings, the palette, the help screen and
docs/keys.md are all made from this table, and a test checks that they agree.

A screen of scope `s` implements each of its actions as `action_<id>`.
"""

from __future__ import annotations

from textual.binding import Binding, BindingType

from rrt_qual.tui.actions.action import Action
from rrt_qual.tui.actions.coding import CODING
from rrt_qual.tui.actions.confidentiality import CONFIDENTIALITY
from rrt_qual.tui.actions.everywhere import EVERYWHERE
from rrt_qual.tui.actions.figures import FIGURES
from rrt_qual.tui.actions.interviews import INTERVIEWS
from rrt_qual.tui.actions.key_names import key_words
from rrt_qual.tui.actions.quotes import QUOTES

__all__ = ["ACTIONS", "ALSO", "SCOPES", "Action", "bindings", "key_words", "keys_of", "of"]

#: What each scope is called on the help screen, in its order there.
SCOPES = {
    "app": "Everywhere",
    "interviews": "List of interviews",
    "coding": "Coding a transcript",
    "themes": "Table of themes",
    "passages": "Passages behind a figure",
    "quotes": "Quotes for a theme",
    "quote_editor": "Editing a quote",
    "ask": "Answering in words",
    "search": "Search in all interviews",
    "trust": "Trust: what came of the suggestions",
    "discover": "Discover: talk that no theme explains",
    "pictures": "Pictures of the figures",
    "privacy": "Confidentiality: who still has finds open",
    "review": "Reviewing the finds of an interview",
    "marking": "Marking words by hand",
    "pseudonym": "Choosing a pseudonym",
    "kind": "Choosing a kind",
    "ratings": "Ratings of the indicators",
    "rate": "Rating an indicator by hand",
    "unkept": "Texts that were not kept",
    "blind_ends": "Ending blind coding",
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
    "coding": ("codebook", "find", "list"),
    "review": ("marking",),
    **dict.fromkeys(
        ("interviews", "themes", "passages", "quotes", "search", "trust", "discover", "privacy", "ratings", "unkept"),
        ("list",),
    ),
}

ACTIONS: tuple[Action, ...] = (*EVERYWHERE, *INTERVIEWS, *CODING, *CONFIDENTIALITY, *FIGURES, *QUOTES)


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
