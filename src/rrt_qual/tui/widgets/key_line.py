"""The line of keys at the foot of a screen: as many as fit, those to leave and to help always; each can be clicked."""

from __future__ import annotations

from textual.content import Content
from textual.style import Style
from textual.widget import Widget

from rrt_qual.tui.actions import table as actions
from rrt_qual.tui.actions.action import Action


class KeyLine(Widget):
    """What can be done here, from the table of actions (those marked for the footer)."""

    DEFAULT_CSS = """
    KeyLine {
        height: 1; dock: bottom; background: $panel; color: $foreground; padding: 0 1;
        link-style: none; link-color: $foreground; link-background: transparent;
        link-style-hover: underline; link-color-hover: $foreground; link-background-hover: transparent;
    }
    """

    def __init__(self, scope: str, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._scope = scope

    def render(self) -> Content:
        """The keys in bold, what they do beside them."""
        *shown, leave = [a for a in actions.of(self._scope) if a.footer]
        last = [(leave, "screen")]
        if self._scope != "help":
            last += [(a, "app") for a in actions.of("app") if a.id == "help"]
        room = self.size.width - sum(len(_words(a)) + 2 for a, _ in last) + 2
        parts: list[Content] = []
        for action in shown:
            room -= len(_words(action)) + 2
            if room < 0:
                break
            parts.append(_item(action, "screen"))
        return Content("  ").join([*parts, *(_item(a, namespace) for a, namespace in last)])


def _words(action: Action) -> str:
    return f"{actions.key_words(action.keys[0])} {action.words}"


def _item(action: Action, namespace: str) -> Content:
    click = Style.from_meta({"@click": f"{namespace}.{action.id}"})
    key = Content.styled(actions.key_words(action.keys[0]), "bold $accent")
    return Content.assemble(key, " ", action.words).stylize(click)
