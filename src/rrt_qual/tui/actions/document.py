"""Makes docs/keys.md from the table of actions: `python -m rrt_qual.tui.actions.document docs/keys.md`."""

from __future__ import annotations

import sys
from pathlib import Path

from rrt_qual.tui.actions import table as actions
from rrt_qual.tui.actions.action import Action

_HEAD = """# Keys

Made from the table of actions by `python -m rrt_qual.tui.actions.document docs/keys.md`; do not edit by hand.

`F1` shows the keys of any screen, `Ctrl+P` finds any action of it by name. The mouse works too: click a row
to go there, click it again to open or choose it. Every letter is as it is typed: `N` is Shift and `n`.
"""


def render() -> str:
    """The whole document."""
    parts = [_HEAD]
    for scope, title in actions.SCOPES.items():
        parts.append(f"\n## {title}\n")
        groups: dict[str, list[Action]] = {}
        for action in actions.of(scope):
            groups.setdefault(action.group, []).append(action)
        for group, members in groups.items():
            if len(groups) > 1:
                parts.append(f"\n### {group}\n")
            parts.append("\n| Key | Action | |\n| --- | --- | --- |\n")
            parts += [f"| {_keys(a)} | {a.words} | {a.help} |\n" for a in members]
    return "".join(parts)


def _keys(action: Action) -> str:
    return " or ".join(f"`{actions.key_words(k)}`" for k in action.keys)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        Path(sys.argv[1]).write_text(render(), encoding="utf-8")
    else:
        sys.stdout.write(render())
