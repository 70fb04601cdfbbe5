"""What ratings, quotes, survey and comparison contribute to a report."""

from __future__ import annotations

from collections.abc import Callable

from rrt_qual.services.project import Project
from rrt_qual.services.report_pages import Evidence

#: (done, how many) while quotes are chosen.
Progress = Callable[[int, int], None]


def gather(
    project: Project, *, wave: str | None, coder: str | None, n_quotes: int, progress: Progress | None
) -> Evidence:
    """Everything there is for the report of a wave (None: of all)."""
    return Evidence()
