"""Every act of the table of actions typed patiently, and the same keys in one burst: what came of both.

`chains()` gives the acts of each scope, `PATHS` how to get there; `patient` types them as somebody does who waits,
writing down each key with the screen and the field it met; `burst` types the keys of each scope all at once. Scopes
of the same talk are typed one after another in one running program, for to start it costs more than to type.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from fake_engine import FakeEngine
from looking import shown
from textual.events import Event, Key
from textual.keys import _character_to_key
from textual.pilot import Pilot

from quote_talk import quotable
from reviewed import searched
from rrt_qual.domain.codebook import Stance
from rrt_qual.domain.coding import MemoTarget
from rrt_qual.domain.interview import SpeakerRole
from rrt_qual.services.coding import drafts
from rrt_qual.services.coding.drafts import Slot
from rrt_qual.services.coding.session import CodingSession
from rrt_qual.services.confidentiality.scan import ScanReport
from rrt_qual.services.shared.project import Project, create
from rrt_qual.services.suggestions.engine import QueueKind
from rrt_qual.store.interviews import interviews
from rrt_qual.tui.actions import table as actions
from rrt_qual.tui.app import RrtApp
from rrt_qual.tui.coding.screen import CodingScreen
from rrt_qual.tui.dialogs.confirm import ConfirmScreen
from rrt_qual.tui.interviews.screen import InterviewsScreen
from small_project import CODEBOOK, INTERVIEWS, fill

#: How each scope is reached from the list of interviews, in a project of which talk, in the order in which they are
#: typed (a batch is there as long as nothing is decided). A scope without a line here fails the test, so that a new
#: screen cannot be forgotten.
PATHS: dict[str, tuple[str, str]] = {
    "app": ("coded", "enter"),
    "interviews": ("coded", ""),
    "coding": ("coded", "enter down"),
    "themes": ("coded", "t"),
    "passages": ("coded", "t down down enter"),
    "quotes": ("quotable", "t down down Q"),
    "quote_editor": ("quotable", "t down down Q e"),
    "ask": ("quotable", "t down down Q e a"),
    "search": ("coded", "s t e a m enter"),
    "trust": ("coded", "T"),
    "discover": ("coded", "D"),
    "pictures": ("coded", "t p"),
    "privacy": ("searched", "p"),
    "batch": ("searched", "p n enter e"),
    "review": ("searched", "p n enter"),
    "marking": ("searched", "p n enter m"),
    "pseudonym": ("searched", "p n enter c"),
    "kind": ("searched", "p n enter t"),
    "ratings": ("coded", "R"),
    "rate": ("coded", "R o"),
    "new_theme": ("coded", "D n"),
    "list": ("coded", "t"),
    "codebook": ("coded", "enter a"),
    "find": ("coded", "enter slash"),
    "picker": ("coded", "enter enter"),
    "jump": ("coded", "enter g"),
    "memo": ("coded", "enter i"),
    "name": ("coded", "c"),
    "confirm": ("coded", "enter i x escape"),
    "help": ("coded", "question_mark"),
    "unkept": ("drafted", "u"),
    "blind_ends": ("coded", "enter H H"),
    "pin": ("coded", "enter T"),
}

#: What is typed after each act: words and an Enter, or an Escape and moves.
TAILS = ("j o k enter", "escape down enter")

#: Acts that end the program; they have a test of their own.
ENDS = {("app", "quit"), ("interviews", "quit")}


@dataclass
class Came:
    """What came of some keys: what each met, what stood on the screen at the end, what was said and done."""

    keys: list[str] = field(default_factory=list)
    met: list[tuple[str, str, str]] = field(default_factory=list)
    screens: list[str] = field(default_factory=list)
    painted: str = ""
    said: list[str] = field(default_factory=list)
    done: list[tuple[str, str]] = field(default_factory=list)

    def check(self, other: Came, scope: str) -> None:
        """The same as `other`, or the first difference."""
        for mine, theirs in zip(self.met, other.met, strict=False):
            assert mine == theirs, f"in {scope} a key met {mine}, and typed patiently {theirs}"
        assert len(self.met) == len(other.met), scope
        assert self.done == other.done
        assert self.screens == other.screens
        assert self.said == other.said
        assert self.painted == other.painted


class Watched(RrtApp):
    """The program, writing down what each key met and what was said in passing."""

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self.came = Came()

    async def on_event(self, event: Event) -> None:
        if isinstance(event, Key) and not event.is_forwarded:
            focus = f"{type(self.focused).__name__}#{self.focused.id}" if self.focused else ""
            self.came.met.append((event.key, type(self.screen).__name__, focus))
        await super().on_event(event)

    def notify(self, message: str, **options: object) -> None:  # type: ignore[override]
        """What is said lies over the screen for some seconds: kept aside here, to compare it by itself."""
        self.came.said.append(message)


def _coded(project: Project) -> None:
    fill(project, *INTERVIEWS[:2])
    ids = fill(project, INTERVIEWS[2], wave="2025")
    for coder, name, theme, stance, number in (
        ("Ann", "A", "colleagues", Stance.STRENGTH, 0),
        ("Ann", "B", "threats", Stance.RISK, 0),
        ("Bob", "A", "visits", Stance.RISK, 2),
    ):
        session = CodingSession(project, project.coder(coder))
        text = session.transcript(ids[name])
        theirs = [s for s in text.segments if text.role_of(text.turns[s.turn]) is SpeakerRole.PARTICIPANT]
        session.apply(ids[name], theirs[number].span, theme, stance)


def _drafted(project: Project) -> None:
    _coded(project)
    ann, ids = project.coder("Ann"), interviews.names(project.conn)
    for name in ("A", "B"):
        target = f"{MemoTarget.INTERVIEW}:{ids[name]}"
        Slot(project, ann, drafts.MEMO, target, ids[name]).write({"text": f"not kept of {name}"})


WORLDS: dict[str, Callable[[Project], object]] = {
    "coded": _coded,
    "drafted": _drafted,
    "quotable": quotable,
    "searched": searched,
}


def world(kind: str, path: Path) -> Project:
    """A project with the talk of that kind."""
    project = create(path, codebook=CODEBOOK, content="small", source_name="small.yaml", name="Small study")
    WORLDS[kind](project)
    return project


def chains() -> Iterator[tuple[str, list[str]]]:
    """Each scope with the first keys of its acts."""
    for scope in PATHS:
        yield scope, [a.keys[0] for a in actions.of(scope) if (scope, a.id) not in ENDS]


def pressed(key: str) -> Key:
    """The event of a key."""
    if len(key) == 1:
        return Key(_character_to_key(key) if not key.isalnum() else key, key)
    return Key(key, {"space": " ", "slash": "/", "comma": ",", "full_stop": ".", "question_mark": "?"}.get(key))


#: Types something into the program.
Act = Callable[[Watched, Pilot[None]], Awaitable[None]]


async def run(kind: str, path: Path, size: tuple[int, int], acts: Sequence[Act]) -> list[Came]:
    """The program on a fresh project; what came of each of `acts`, one after another."""
    project = world(kind, path)
    engine = FakeEngine(
        [("jokes", 0.8, Stance.STRENGTH), ("blame", 0.1, Stance.RISK)],
        places={k: [("A", "Visits alone frighten me.")] for k in QueueKind},
    )
    app = Watched(project, "Ann", engine=engine.open_, scan=lambda *a, **k: ScanReport(0, 0, 0, 0))
    out: list[Came] = []
    seq = 0
    async with app.run_test(size=size) as pilot:
        await app.settled()
        for act in acts:
            came = app.came = Came()
            await act(app, pilot)
            await app.settled()
            await wait(pilot)
            came.screens = [type(s).__name__ for s in app.screen_stack]
            came.painted = shown(app) if app.screen_stack else ""
            rows = project.conn.execute(
                "SELECT seq, kind, label, coder_id FROM change WHERE seq > ? ORDER BY seq", (seq,)
            )
            for seq, done, label, coder in rows.fetchall():  # noqa: B007
                came.done += [(done, label)] if coder is not None else []
            out.append(came)
    project.close_all()
    return out


async def wait(pilot: Pilot[None]) -> None:
    """As somebody does who waits: every widget has handled what it was sent, every thread has answered, and again."""
    for _ in range(2):
        await pilot._wait_for_screen()
        passing = [w.wait() for w in pilot.app.workers if w.group != "suggest"]
        await asyncio.gather(*passing, return_exceptions=True)
        await pilot._wait_for_screen()
        await asyncio.sleep(0.02)


def scopes_at(app: Watched) -> set[str]:
    """The scopes whose keys are obeyed now."""
    above = app.focused.ancestors_with_self if app.focused else [app.screen, app]
    return {getattr(node, "SCOPE", "") for node in above}


def waiting(scope: str, keys: Sequence[str], tails: Sequence[str]) -> Act:
    """Reaches the scope, does each act and types a tail after it, waiting after every key."""
    way = PATHS[scope][1].split()

    async def act(app: Watched, pilot: Pilot[None]) -> None:
        async def press(key: str) -> None:
            app.came.keys.append(key)
            app.post_message(pressed(key))
            await app.settled()
            await wait(pilot)

        for number, key in enumerate(keys):
            for one in way:
                await press(one)
            assert scope in scopes_at(app), f"'{' '.join(way)}' leads to {scopes_at(app)} and not to {scope}"
            for one in (key, *tails[number % len(tails)].split()):
                await press(one)
            for _ in range(12):  # and back to the list of interviews
                screen = app.screen
                if isinstance(screen, InterviewsScreen) and screen.focused is screen.table:
                    break
                at_rest = isinstance(screen, CodingScreen) and screen.focused is screen.transcript_view
                await press("n" if isinstance(screen, ConfirmScreen) else "q" if at_rest else "escape")
            else:
                raise AssertionError(f"no way back from {app.screen} after {key} in {scope}")

    return act


def hasty(keys: Sequence[str]) -> Act:
    """Types these keys in one burst."""

    async def act(app: Watched, pilot: Pilot[None]) -> None:
        for key in keys:
            app.post_message(pressed(key))

    return act


async def patient(
    chains: Sequence[tuple[str, list[str]]], path: Path, size: tuple[int, int], tails: Sequence[str]
) -> list[Came]:
    """What comes of the acts of these scopes, which begin in the same talk, when one waits."""
    return await run(PATHS[chains[0][0]][0], path, size, [waiting(scope, keys, tails) for scope, keys in chains])


async def burst(kind: str, bursts: Sequence[Sequence[str]], path: Path, size: tuple[int, int]) -> list[Came]:
    """What comes of each of these bursts of keys."""
    return await run(kind, path, size, [hasty(keys) for keys in bursts])
