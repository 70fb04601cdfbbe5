"""One action of the screens: the row of which all tables of actions are made."""

from __future__ import annotations

from dataclasses import dataclass


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


def action(
    scope: str,
    group: str,
    id: str,
    keys: str,
    words: str,
    help: str,
    footer: bool = False,
    always: bool = False,
) -> Action:
    """A row of the table; `keys` with spaces between them."""
    return Action(scope, group, id, tuple(keys.split()), words, help, footer, always)
