"""Searching a project's interviews for identifying words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rrt_qual.services.project import Project

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class ScanReport:
    """What a scan did: interviews searched and passed over (searched before by the same finder), findings that are
    new, and findings of the whole project that are open now."""

    scanned: int
    skipped: int
    new: int
    open: int


def scan(
    project: Project,
    interview_ids: Sequence[str] | None = None,
    *,
    again: bool = False,
    progress: Progress | None = None,
) -> ScanReport:
    """Search interviews (None: all) and keep what was found; one transaction an interview, so it can be stopped.

    Interviews searched by the same finder before are passed over unless `again`.
    """
    raise NotImplementedError
