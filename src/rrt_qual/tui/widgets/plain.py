"""Text that people wrote, on one line and safe to put on a screen."""

from __future__ import annotations

from rrt_qual.tui.widgets.cells import visible


def squeeze(text: str) -> str:
    """`text` on one line, every run of white space one space, control characters shown and not obeyed."""
    return " ".join(visible(text).split())
