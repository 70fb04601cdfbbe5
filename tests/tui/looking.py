"""How the tests of the screens look at a screen and press keys."""

from __future__ import annotations

import asyncio

from textual.app import App
from textual.pilot import Pilot

WIDE, SMALL = (140, 45), (80, 24)


def lines(app: App[object]) -> list[str]:
    """What stands on the screen, line by line."""
    return ["".join(segment.text for segment in strip).rstrip() for strip in app.screen._compositor.render_strips()]


def shown(app: App[object]) -> str:
    """What stands on the screen, as one text."""
    return "\n".join(lines(app))


def line_with(app: App[object], words: str) -> str:
    """The first line of the screen that has these words in it."""
    return next((line for line in lines(app) if words in line), "")


async def settle(pilot: Pilot[object]) -> None:
    """Wait until threads have answered and the screen has shown it."""
    await pilot.pause()
    # the thread of the suggestions lasts as long as the program
    passing = [w.wait() for w in pilot.app.workers if w.group != "suggest"]
    await asyncio.gather(*passing, return_exceptions=True)
    await pilot.pause()
    await pilot.pause()


async def press(pilot: Pilot[object], *keys: str) -> None:
    """Press keys one after another; the last may start a thread, which is waited for."""
    for key in keys:
        await pilot.press(key)
    await settle(pilot)


async def write(pilot: Pilot[object], words: str) -> None:
    """Type words."""
    await press(pilot, *("space" if c == " " else c for c in words))


def said(app: App[object]) -> list[str]:
    """What was said in passing."""
    return [n.message for n in app._notifications]
