"""One action of the screens, and how a table of them is written."""

from __future__ import annotations

import re
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


#: `{5..9}` in a row: it stands for a row with 5 in its place, one with 6, and so on.
_RANGE = re.compile(r"\{(\d)\.\.(\d)\}")


def table(text: str) -> tuple[Action, ...]:
    """The actions that are written in `text`, in order.

    A line `scope: group` says what the rows below it belong to. A row is `id | keys | words | help`, a help that is
    too long goes on in the next line under itself; `*` before the id: in the footer, `!` behind it: always.
    """
    out: list[Action] = []
    scope = group = ""
    for line in re.sub(r"\n {9,}", " ", text.strip()).splitlines():
        if "|" not in line:
            scope, _, group = line.partition(": ")
            continue
        span = _RANGE.search(line)
        for n in range(int(span[1]), int(span[2]) + 1) if span else (0,):
            id, keys, words, help = (cell.strip() for cell in _RANGE.sub(str(n), line).split("|"))
            name, shown, firm = id.strip("*! "), id.startswith("*"), id.endswith("!")
            out.append(Action(scope, group, name, tuple(keys.split()), words, help, shown, firm))
    return tuple(out)
