"""How long the coding screen's transcript takes to repaint, against Textual's Static with the same text and spans.

    python benchmarks/repaint.py [--quick]

A transcript of three hours: 3,000 segments, 2,000 codings, at 140 columns by 45 lines. Each figure is the median
of the milliseconds of processor time from the act to the bytes for the terminal; waiting is left out.
Prints one JSON object a line, last a verdict; exits 1 when a scroll step or a recolour takes more than 40 ms.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import json
import platform
import random
import statistics
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))

from textual import __version__ as textual_version
from textual.app import App, ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.content import Span as ContentSpan
from textual.widgets import Static

from rrt_qual.domain.codebook import Stance
from rrt_qual.domain.interview import Segment, Source, Speaker, SpeakerRole, Transcript, Turn
from rrt_qual.domain.spans import Span
from rrt_qual.tui.transcript.layout import Script, ScriptLayout
from rrt_qual.tui.transcript.mark import Mark
from rrt_qual.tui.transcript.view import TranscriptView
from rrt_qual.tui.widgets.cells import wrap

SIZE = (140, 45)
LIMIT_MS = 40.0
COLOURS = ("#2C7CC8", "#0182A2", "#B04A6E", "#6D7F0B", "#9A5B12", "#7B5FC0")
WORDS = ["well", "I", "think", "it", "was", "the", "caseload", "really", "and", "she", "carried", "on", "for", "months"]


def interview(segments: int, seed: int = 1) -> Transcript:
    """An invented interview of that many segments, six to a turn."""
    pick = random.Random(seed)
    parts: list[str] = []
    turns: list[Turn] = []
    pieces: list[Segment] = []
    at = 0
    while len(pieces) < segments:
        speaker = len(turns) % 2
        at += len("P01: ")
        parts.append("P01: " if speaker else "Jo: ".ljust(5))
        begin = at
        for _ in range(min(1 + 10 * speaker, segments - len(pieces))):
            words = " ".join(pick.choices(WORDS, k=pick.randint(4, 16))).capitalize() + ". "
            pieces.append(Segment(len(turns), Span(at, at + len(words) - 1)))
            parts.append(words)
            at += len(words)
        turns.append(Turn(speaker, Span(begin, at - 1), start_ms=at * 60))
        parts.append("\n\n")
        at += 2
    speakers = (Speaker("Jo", SpeakerRole.INTERVIEWER), Speaker("P01", SpeakerRole.PARTICIPANT))
    source = Source("invented.txt", "", "txt")
    return Transcript("invented", "".join(parts), speakers, tuple(turns), source, tuple(pieces))


def codings(transcript: Transcript, count: int, seed: int = 2) -> list[Mark]:
    """That many codings of one to three neighbouring segments."""
    pick = random.Random(seed)
    last = len(transcript.segments) - 1
    out = []
    for number in range(count):
        first = pick.randrange(last + 1)
        span = transcript.segments[first].span.hull(
            transcript.segments[min(last, first + pick.choice((0, 0, 1, 2)))].span
        )
        stance = pick.choice(list(Stance))
        out.append(Mark(str(number), span, pick.choice(COLOURS), "AB", stance, mine=pick.random() < 0.7))
    return out


def recoloured(marks: list[Mark]) -> list[list[Mark]]:
    """The same codings as often as there are colours, every one in another colour each time."""
    steps = range(1, len(COLOURS))
    return [[replace(m, colour=COLOURS[(COLOURS.index(m.colour) + by) % len(COLOURS)]) for m in marks] for by in steps]


class ViewApp(App[None]):
    """The transcript as the coding screen shows it."""

    def compose(self) -> ComposeResult:
        yield TranscriptView()


class StaticApp(App[None]):
    """The same text and spans in one Static."""

    def compose(self) -> ComposeResult:
        with VerticalScroll():
            yield Static(markup=False)


def paint(app: App[None], bring: str = "") -> str:
    """The bytes that a terminal would be sent, after bringing the 'layout' or the 'scroll' up to date."""
    screen = app.screen
    if bring:
        screen._refresh_layout(scroll=bring == "scroll")
    return screen._compositor.render_full_update().render_segments(app.console)


async def median_ms(rounds: int, act: Callable[[int], Awaitable[str]]) -> float:
    """The median milliseconds of `act`, after one round that is not counted; each must change the screen."""
    taken = []
    before = ""
    for number in range(rounds + 1):
        gc.collect()
        begin = time.process_time()
        sent = await act(number)
        taken.append((time.process_time() - begin) * 1000)
        if sent == before:
            raise RuntimeError("nothing was repainted: the figure would mean nothing")
        before = sent
    return statistics.median(taken[1:])


async def of_view(transcript: Transcript, marks: list[Mark], rounds: int) -> dict[str, float]:
    """The medians of the transcript view."""
    app, others = ViewApp(), recoloured(marks)
    async with app.run_test(size=SIZE) as pilot:
        view = app.query_one(TranscriptView)
        view.show(transcript)
        view.set_marks(marks)
        await pilot.pause()
        assert view.cursor is not None
        middle = view.cursor.page(len(transcript.segments) // 2)

        async def scroll(number: int) -> str:
            view.scroll_to(y=view.max_scroll_y // 3 + number, animate=False)
            return paint(app)

        async def page(number: int) -> str:
            view.scroll_to(y=SIZE[1] * (number + 1), animate=False)
            return paint(app)

        async def move(number: int) -> str:
            view.set_cursor(middle.page(number))
            return paint(app)

        async def recolour(number: int) -> str:
            view.set_marks(others[number % len(others)])
            return paint(app)

        async def resize(number: int) -> str:
            await pilot.resize_terminal(SIZE[0] - 1 - number % 30, SIZE[1])
            return paint(app)

        acts = {"cursor": move, "recolour": recolour, "scroll": scroll, "page": page, "resize": resize}
        return {name: await median_ms(rounds, act) for name, act in acts.items()}


async def of_static(transcript: Transcript, marks: list[Mark], rounds: int) -> dict[str, float]:
    """The medians of a Static that shows the same text, wrapped by Textual, with the same spans."""
    app, others = StaticApp(), recoloured(marks)

    def coloured(some: list[Mark], current: Span) -> Content:
        spans = [ContentSpan(mark.span.start, mark.span.end, f"on {mark.colour} 30%") for mark in some]
        return Content(transcript.text, [*spans, ContentSpan(current.start, current.end, "reverse")])

    async with app.run_test(size=SIZE) as pilot:
        static, scroller = app.query_one(Static), app.query_one(VerticalScroll)
        middle = len(transcript.segments) // 2
        static.update(coloured(marks, transcript.segments[middle].span))
        await pilot.pause()
        scroller.scroll_to(y=scroller.max_scroll_y // 2, animate=False, immediate=True)
        await pilot.pause()

        async def scroll(number: int) -> str:
            scroller.scroll_to(y=scroller.max_scroll_y // 3 + number, animate=False, immediate=True)
            return paint(app, "scroll")

        async def page(number: int) -> str:
            scroller.scroll_to(y=SIZE[1] * (number + 1), animate=False, immediate=True)
            return paint(app, "scroll")

        async def move(number: int) -> str:
            static.update(coloured(marks, transcript.segments[middle + number].span))
            return paint(app, "layout")

        async def recolour(number: int) -> str:
            static.update(coloured(others[number % len(others)], transcript.segments[middle].span))
            return paint(app, "layout")

        async def resize(number: int) -> str:
            await pilot.resize_terminal(SIZE[0] - 1 - number % 30, SIZE[1])
            return paint(app)

        acts = {"cursor": move, "recolour": recolour, "scroll": scroll, "page": page, "resize": resize}
        return {name: await median_ms(rounds, act) for name, act in acts.items()}


def layout_ms(transcript: Transcript, long_turn: int) -> dict[str, float]:
    """Milliseconds to prepare and wrap the transcript, and one turn of `long_turn` characters without a line end."""
    begin = time.process_time()
    script = Script.of(transcript)
    middle = time.process_time()
    ScriptLayout(script, 80)
    end = time.process_time()
    out = {"prepare": (middle - begin) * 1000, "wrap": (end - middle) * 1000}
    for name, words in (("long_turn_latin", "carried on "), ("long_turn_wide", "漢字かな交じり文。")):
        text = (words * (long_turn // len(words) + 1))[:long_turn]
        begin = time.process_time()
        wrap(text, 0, len(text), 80)
        out[name] = (time.process_time() - begin) * 1000
    return out


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="a tenth of the size, three rounds")
    quick = parser.parse_args().quick
    segments, count, rounds, long_turn = (300, 200, 3, 200_000) if quick else (3_000, 2_000, 15, 2_000_000)
    transcript = interview(segments)
    marks = codings(transcript, count)
    about = {"segments": segments, "codings": count, "characters": len(transcript.text), "size": SIZE}
    print(json.dumps({**about, "python": platform.python_version(), "textual": textual_version}))
    print(json.dumps({"layout_ms": {k: round(v, 1) for k, v in layout_ms(transcript, long_turn).items()}}))
    ours = asyncio.run(of_view(transcript, marks, rounds))
    theirs = asyncio.run(of_static(transcript, marks, 3 if not quick else rounds))
    for name, ms in ours.items():
        figures = {"act": name, "view_ms": round(ms, 1), "static_ms": round(theirs[name], 1)}
        print(json.dumps({**figures, "times_faster": round(theirs[name] / ms, 1)}))
    kept = all(ours[name] <= LIMIT_MS for name in ("scroll", "recolour"))
    print(json.dumps({"limit_ms": LIMIT_MS, "kept": kept}))
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
