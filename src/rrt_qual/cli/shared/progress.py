"""A bar on stderr while something takes long; nothing when there is nobody to see it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rrt_qual.cli.shared.terminal import err, shown

if TYPE_CHECKING:
    from rrt_qual.services.interviews.imports import Progress as Callback


@contextmanager
def file_progress(what: str) -> Iterator[Callback | None]:
    """A callback (number, how many, name) that draws a bar; None when stderr is no terminal."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (
        TextColumn(what),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[file]}", markup=False),
    )
    with Progress(*columns, console=err(), transient=True) as bar:
        task = bar.add_task(what, total=None, file="")

        def step(number: int, count: int, file: str) -> None:
            bar.update(task, completed=number, total=count, file=shown(file)[:40], visible=count > 1)

        yield step


@contextmanager
def count_progress(what: str) -> Iterator[Callable[[int, int], None] | None]:
    """A callback (done, how many) that draws a bar with the time left; None when stderr is no terminal."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn(what), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=err(), transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, count: bar.update(task, completed=done, total=count)
