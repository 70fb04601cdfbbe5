"""Pictures of four screens, so that a change of looks is seen: `pytest --snapshot-update` after a wanted one."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from looking import SMALL, WIDE, press
from textual.pilot import Pilot

from rrt_qual.services.shared.project import Project
from rrt_qual.tui.app import RrtApp

Compare = Callable[..., bool]


@pytest.mark.parametrize(
    ("keys", "size"),
    [((), SMALL), (("t",), WIDE), (("t", "b", "b"), SMALL), (("f1",), SMALL)],
    ids=["interviews", "themes", "themes-by-role", "help"],
)
def test_picture(coded: Project, snap_compare: Compare, keys: tuple[str, ...], size: tuple[int, int]) -> None:
    """The screen looks as it did when somebody last looked at it."""

    async def look(pilot: Pilot[object]) -> None:
        await press(pilot, *keys)

    assert snap_compare(RrtApp(coded, "Ann"), terminal_size=size, run_before=look)
