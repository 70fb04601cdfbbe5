"""Make the README's pictures from the running program: `python docs/make_pictures.py`.

Builds the demo project in a temporary folder, drives the screens as a coder would, and writes
docs/pictures/*.svg.
"""

from __future__ import annotations

import asyncio
import os
import re
import tempfile
from pathlib import Path

from rrt_qual.services.project.demo import open_or_build
from rrt_qual.services.shared.project import open_project
from rrt_qual.tui.app import RrtApp
from rrt_qual.tui.coding.screen import CodingScreen

PICTURES = Path(__file__).parent / "pictures"
SIZE = (132, 38)


def save(app: RrtApp, name: str) -> None:
    """Write what the screen shows, without the reference to web fonts that Rich puts in."""
    svg = app.export_screenshot(title="rrt-qual")
    svg = re.sub(r"@font-face\s*{[^}]*}", "", svg)
    (PICTURES / f"{name}.svg").write_text(re.sub(r"terminal-\d+", "terminal", svg), encoding="utf-8")


async def coding(path: Path, name: str, interview: str, downs: int) -> None:
    """The coding screen so many segments down an interview, once the suggestions are there."""
    app = RrtApp(open_project(path), "Tom Reeve", interview)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        await pilot.press(*["down"] * downs)
        screen = app.screen
        assert isinstance(screen, CodingScreen)
        for _ in range(600):
            if screen.desk.offers.ready:
                break
            await pilot.pause(0.2)
        await pilot.pause(0.5)
        save(app, name)


async def themes(path: Path) -> None:
    """The table of themes."""
    app = RrtApp(open_project(path), "Amara Obi")
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        await pilot.press("t")
        await pilot.pause()
        await pilot.press(*["down"] * 6)
        await pilot.pause()
        save(app, "themes")


def main() -> None:
    """Make all pictures."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(HOME=folder, XDG_CONFIG_HOME=folder, XDG_STATE_HOME=folder)  # the colours a new user sees
        path = Path(folder) / "demo.rrtq"
        open_or_build(path)
        asyncio.run(coding(path, "coding", "T25-01", 61))
        asyncio.run(coding(path, "suggestions", "T25-03", 24))
        asyncio.run(themes(path))


if __name__ == "__main__":
    main()
