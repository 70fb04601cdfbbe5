"""What a command leaves behind."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple, Protocol


class Done(NamedTuple):
    """Exit code, stdout and stderr of a command."""

    code: int
    out: str
    err: str


class Rrt(Protocol):
    """Runs a command: `rrt('themes', 'p.rrtq')`."""

    def __call__(self, *words: str | Path) -> Done: ...
