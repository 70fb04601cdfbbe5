"""Every key of the screen below, from the table of actions."""

from __future__ import annotations

from functools import lru_cache

from rich.console import Console
from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Static

from rrt_qual.tui.actions import table as actions
from rrt_qual.tui.actions.action import Action
from rrt_qual.tui.shared.screen import RrtDialog
from rrt_qual.tui.widgets.key_line import KeyLine


def sections(scope: str) -> list[tuple[str, list[Action]]]:
    """What the help of a scope lists: a title and its actions, section by section."""
    out: list[tuple[str, list[Action]]] = []
    for part in dict.fromkeys((scope, *actions.ALSO.get(scope, ()), "app")):
        groups: dict[str, list[Action]] = {}
        for action in actions.of(part):
            groups.setdefault(action.group, []).append(action)
        for group, members in groups.items():
            title = group if part == scope and len(groups) > 1 else actions.SCOPES[part]
            out.append((title, members))
    return out


@lru_cache(maxsize=64)
def help_text(scope: str, width: int) -> Text:
    """The keys and sentences of a scope, in two columns; kept, for the actions of a program do not change."""
    listed = sections(scope)
    keys = min(24, max(len(actions.keys_of(a)) for _, members in listed for a in members) + 2)
    out, console = Text(), Console(width=200)
    for title, members in listed:
        out.append(f"{title}\n", style="bold underline")
        for action in members:
            lines = Text(action.help).wrap(console, max(20, width - keys - 2))
            for n, line in enumerate(lines):
                out.append(f"  {actions.keys_of(action) if n == 0 else '':<{keys}}", style="bold")
                out.append(f"{line.plain.rstrip()}\n")
        out.append("\n")
    out.append("The mouse works too: click a row to go there, click it again to open or choose it.\n", style="dim")
    return out


class HelpScreen(RrtDialog[None]):
    """The keys of `scope`, of its parts and of the program."""

    BINDINGS = actions.bindings("help")
    SCOPE = "help"

    def __init__(self, scope: str) -> None:
        super().__init__()
        self.of_scope = scope

    def compose(self) -> ComposeResult:
        """A title, the keys, how to close."""
        with Vertical(classes="box"):
            yield Static(Text(f"Keys: {actions.SCOPES[self.of_scope].lower()}", style="bold"), id="title")
            with VerticalScroll(id="keys"):
                yield Static(id="help-text", markup=False)
            yield KeyLine(self.SCOPE)

    def on_resize(self) -> None:
        """Wrap the sentences to the width there is."""
        width = self.query_one("#keys").scrollable_content_region.width or self.size.width - 6
        self.query_one("#help-text", Static).update(help_text(self.of_scope, width))

    def action_close(self) -> None:
        self.dismiss()

    @property
    def _view(self) -> VerticalScroll:
        return self.query_one("#keys", VerticalScroll)

    def action_scroll_down(self) -> None:
        self._view.scroll_relative(y=1, animate=False)

    def action_scroll_up(self) -> None:
        self._view.scroll_relative(y=-1, animate=False)

    def action_page_down(self) -> None:
        self._view.scroll_page_down(animate=False)

    def action_page_up(self) -> None:
        self._view.scroll_page_up(animate=False)
