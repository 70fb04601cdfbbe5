"""Keys typed ahead: no key is lost, and each meets what it was meant for."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from ahead import ENDS, PATHS, TAILS, burst, chains, patient, pressed
from fake_engine import FakeEngine
from looking import SMALL, WIDE, said, settle

from rrt_qual.services.shared.project import Project
from rrt_qual.tui.actions import table as actions
from rrt_qual.tui.app import RrtApp
from rrt_qual.tui.figures.themes import ThemesScreen
from rrt_qual.tui.interviews.screen import InterviewsScreen
from rrt_qual.tui.program import typed_ahead
from rrt_qual.tui.program.typed_ahead import BOUND, LEAVE_BOUND

#: Set, every act is followed by both tails, in three sizes.
FULL = bool(os.environ.get("RRT_QUAL_KEYS_FULL"))
SIZES = (SMALL, WIDE, (300, 80)) if FULL else (SMALL,)

#: The scopes of which more than one act is taken each time; `RRT_QUAL_KEYS_FULL` takes them all.
MOST = ("coding", "picker")

#: The scopes that are typed in one running program: those of one talk, or, in full, each for itself.
GROUPS = {
    name: [(scope, keys) for scope, keys in chains() if name in (scope, PATHS[scope][0])]
    for name in (actions.SCOPES if FULL else dict.fromkeys(talk for talk, _ in PATHS.values()))
}


def test_every_scope_is_typed_ahead() -> None:
    """A new screen cannot be left out: each scope of the table has a way that leads there."""
    assert PATHS.keys() == actions.SCOPES.keys() == {scope for group in GROUPS.values() for scope, _ in group}
    assert all(any((s, a.id) == end for s in actions.SCOPES for a in actions.of(s)) for end in ENDS)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("group", GROUPS)
async def test_typed_ahead_as_typed_patiently(group: str, size: tuple[int, int], tmp_path: Path) -> None:
    """Each act of the table and what is typed after it, in one burst, does what it does when one waits."""
    for turn in range(2 if FULL else 1):
        kept = [
            (scope, keys if FULL else keys[:: -(-len(keys) // (2 if scope in MOST else 1))])
            for scope, keys in GROUPS[group]
        ]
        slow = await patient(kept, tmp_path / f"slow{turn}.rrtq", size, TAILS[turn:] + TAILS[:turn])
        bursts = [came.keys for came in slow]
        fast = await burst(PATHS[kept[0][0]][0], bursts, tmp_path / f"fast{turn}.rrtq", size)
        for (scope, _), now, patiently in zip(kept, fast, slow, strict=True):
            now.check(patiently, scope)


async def test_keys_for_a_screen_that_does_not_come_do_nothing(coded: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was typed ahead of something that never comes is let go and told; what is typed after that is obeyed."""
    late = 0.0
    monkeypatch.setattr(typed_ahead, "monotonic", lambda: time.monotonic() + late)
    app = RrtApp(coded, "Ann", engine=FakeEngine().open_)
    async with app.run_test() as pilot:
        await settle(pilot)
        monkeypatch.setattr(InterviewsScreen, "awaits", "what never comes")
        for key in ("d", "t", "enter"):
            app.post_message(pressed(key))
        await app._is_finished()
        assert len(app._held) == 3 and not app.acts
        late = BOUND + 1
        await app.settled()
        assert said(app) == ["3 keys were not used: the screen was not ready in time."]
        assert isinstance(app.screen, InterviewsScreen) and not app.acts
        after = pressed("t")
        after.time += late
        app.post_message(after)
        await app.settled()
        assert isinstance(app.screen, ThemesScreen) and len(said(app)) == 1


async def test_keys_that_leave_are_obeyed_soon(coded: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """What does not come keeps nobody from leaving it, also before the other keys are let go."""
    late = 0.0
    monkeypatch.setattr(typed_ahead, "monotonic", lambda: time.monotonic() + late)
    app = RrtApp(coded, "Ann", engine=FakeEngine().open_)
    async with app.run_test() as pilot:
        await settle(pilot)
        await pilot.press("t")
        monkeypatch.setattr(ThemesScreen, "awaits", "what never comes")
        app.post_message(pressed("escape"))
        await app._is_finished()
        assert isinstance(app.screen, ThemesScreen) and len(app._held) == 1
        late = LEAVE_BOUND + 1
        await app.settled()
        assert isinstance(app.screen, InterviewsScreen) and not said(app)
