"""Keys typed ahead: no key is lost, and each meets what it was meant for."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from ahead import ENDS, PATHS, TAILS, burst, chains, patient
from looking import SMALL, WIDE

from rrt_qual.tui import actions

#: Set, every act is followed by both tails, in three sizes.
FULL = bool(os.environ.get("RRT_QUAL_KEYS_FULL"))
SIZES = (SMALL, WIDE, (300, 80)) if FULL else (SMALL,)

#: The scopes of which more than one act is taken each time; `RRT_QUAL_KEYS_FULL` takes them all.
MOST = ("app", "interviews", "coding", "picker")


def test_every_scope_is_typed_ahead() -> None:
    """A new screen cannot be left out: each scope of the table has a way that leads there."""
    assert PATHS.keys() == actions.SCOPES.keys()
    assert all(any((s, a.id) == end for s in actions.SCOPES for a in actions.of(s)) for end in ENDS)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(("scope", "keys"), list(chains()), ids=[scope for scope, _ in chains()])
async def test_typed_ahead_as_typed_patiently(
    scope: str, keys: list[str], size: tuple[int, int], tmp_path: Path
) -> None:
    """Each act of the table and what is typed after it, in one burst, does what it does when one waits."""
    for turn in range(2 if FULL else 1):
        keep = keys if FULL else keys[:: -(-len(keys) // (3 if scope in MOST else 1))]
        slow = await patient(scope, keep, tmp_path / f"slow{turn}.rrtq", size, TAILS[turn:] + TAILS[:turn])
        fast = await burst(scope, slow.keys, tmp_path / f"fast{turn}.rrtq", size)
        fast.check(slow)
