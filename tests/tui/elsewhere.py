"""What another process does to a project while a screen is open here, and waiting until it is seen."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from textual.pilot import Pilot

#: Seconds after which what is waited for will not come any more: only a guard against hanging.
GUARD = 60.0

_BEGIN = """
import sys
from pathlib import Path
from rrt_qual.domain.codebook import Stance
from rrt_qual.domain.coding import MemoTarget
from rrt_qual.domain.confidentiality.privacy import Consent
from rrt_qual.domain.spans import Span
from rrt_qual.services.coding import drafts
from rrt_qual.services.interviews import consent
from rrt_qual.services.project import settings
from rrt_qual.services.coding.session import CodingSession
from rrt_qual.services.texts.by_name import find
from rrt_qual.services.shared.project import open_project
project = open_project(Path(sys.argv[1]))
bob = project.coder("Bob")
session = CodingSession(project, bob)
"""


def elsewhere(path: Path, script: str) -> None:
    """Run a script in another process, in which `project`, `bob` and his `session` are there."""
    done = subprocess.run(
        [sys.executable, "-c", _BEGIN + script, str(path)], capture_output=True, text=True, timeout=GUARD
    )
    assert done.returncode == 0, done.stderr


def bob_codes(path: Path, interview: str, start: int, end: int, theme: str = "blame") -> None:
    """Bob codes a span in another process."""
    elsewhere(path, f"session.apply(find(project, {interview!r}), Span({start}, {end}), {theme!r}, Stance.RISK)")


async def until(pilot: Pilot[object], met: Callable[[], object]) -> None:
    """Wait until something is so, without a key being pressed."""
    end = time.monotonic() + GUARD
    while not met():
        assert time.monotonic() < end, "it never came"
        await pilot.pause()
        await asyncio.sleep(0.01)
