"""How much processor time an act of the coding screen takes, against a bare Textual app that opens an equal dialog.

    python benchmarks/acts.py [--runs N] [--profile ACT]

On the demo project at 140 columns by 45 lines, without a terminal. Each figure is the median of the milliseconds of
processor time from the key until everything that it set going stands and is painted; waiting is left out. Prints one
JSON object a line; exits 1 when an act takes more than 60 ms.
"""

from __future__ import annotations

import argparse
import asyncio
import cProfile
import gc
import json
import pstats
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))

from textual.app import App, ComposeResult
from textual.containers import Vertical
from textual.events import Key
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static

SIZE = (140, 45)
LIMIT_MS = 60.0

#: Act -> the keys before it, the key that is measured, and the keys that lead back.
ACTS = {
    "help": ("", "question_mark", "escape"),
    "jump": ("", "g", "escape"),
    "palette": ("", "ctrl+p", "escape"),
    "picker": ("", "enter", "escape"),
    "apply": ("enter c a s e l o a d", "enter", "z"),
    "close the picker": ("enter", "escape", ""),
    "memo": ("", "i", "escape"),
    "find": ("", "slash", "escape"),
    "next segment": ("", "down", ""),
    "stance": ("", "r", "z"),
}


class Equal(ModalScreen[None]):
    """A field, and a list of as many lines as the picker shows."""

    BINDINGS = [("escape", "dismiss")]

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static("title")
            yield Input()
            yield OptionList(*[f"theme number {n}" for n in range(66)])


class Bare(App[None]):
    """One word, and a dialog."""

    BINDINGS = [("g", "open")]

    def compose(self) -> ComposeResult:
        yield Static("bare")

    def action_open(self) -> None:
        self.push_screen(Equal())


async def still(app: App[None]) -> None:
    """Until nothing is left to run and the last frame is painted."""
    ready = asyncio.get_running_loop()._ready  # type: ignore[attr-defined]
    for _ in range(3):
        if (settled := getattr(app, "settled", None)) is not None:
            await settled()
        await asyncio.sleep(0.03)
        while ready:
            await asyncio.sleep(0)


async def press(app: App[None], keys: str) -> None:
    for key in keys.split():
        app.post_message(Key(key, key if len(key) == 1 else None))
        await still(app)


async def measure(app: App[None], acts: dict[str, tuple[str, str, str]], runs: int, profile: str) -> dict[str, float]:
    """Median milliseconds of processor time, act by act."""
    out = {}
    async with app.run_test(size=SIZE):
        await still(app)
        for name, (before, key, after) in acts.items():
            times = []
            watch = cProfile.Profile() if name == profile else None
            for n in range(runs + 2):
                await press(app, before)
                gc.collect()
                gc.disable()
                if watch and n > 1:
                    watch.enable()
                begun = time.process_time()
                await press(app, key)
                times.append((time.process_time() - begun) * 1000)
                if watch:
                    watch.disable()
                gc.enable()
                await press(app, after)
            out[name] = statistics.median(times[2:])
            if watch:
                pstats.Stats(watch).sort_stats("cumulative").print_stats(70)
    return out


def main() -> int:
    """Measure, print, judge."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--profile", default="")
    arguments = parser.parse_args()
    from rrt_qual.services.project.demo import open_or_build
    from rrt_qual.services.shared.project import open_project
    from rrt_qual.services.texts.by_name import find
    from rrt_qual.tui.app import RrtApp

    with tempfile.TemporaryDirectory() as folder:
        open_or_build(Path(folder) / "demo.rrtq")
        project = open_project(Path(folder) / "demo.rrtq")
        app = RrtApp(project, "Ann", find(project, "T25-02"), blind=True)
        ours = asyncio.run(
            measure(
                app,
                {arguments.profile: ACTS[arguments.profile]} if arguments.profile else ACTS,
                arguments.runs,
                arguments.profile,
            )
        )
        bare = asyncio.run(measure(Bare(), {"bare": ("", "g", "escape")}, arguments.runs, ""))["bare"]
        project.close_all()
    slow = [name for name, ms in ours.items() if ms > LIMIT_MS]
    for name, ms in ours.items():
        print(json.dumps({"act": name, "ms": round(ms, 1), "times a bare dialog": round(ms / bare, 2)}))
    print(json.dumps({"bare dialog ms": round(bare, 1), "limit ms": LIMIT_MS, "over": slow}))
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
