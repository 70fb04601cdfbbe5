"""The program's own colours, for dark and for light terminals."""

from __future__ import annotations

from textual.theme import Theme

#: Quiet colours; every one of Textual's own can be chosen as well.
COLOURS = (
    Theme(
        name="rrt-dark",
        primary="#5b8fb9",
        secondary="#8a94a6",
        accent="#e0b15c",
        foreground="#dcdcd6",
        background="#15181b",
        surface="#1b1f23",
        panel="#272c32",
        success="#6fb38a",
        warning="#e0b15c",
        error="#e58071",
        dark=True,
    ),
    Theme(
        name="rrt-light",
        primary="#2f6f9f",
        secondary="#5d6675",
        accent="#8a4b00",
        foreground="#1e2226",
        background="#fbfaf7",
        surface="#f4f2ec",
        panel="#e5e2d9",
        success="#2f7a4d",
        warning="#8a5a00",
        error="#b03a2e",
        dark=False,
    ),
)
