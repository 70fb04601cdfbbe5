"""What was done to the project, by whom and when, read from the change log."""

from __future__ import annotations

from dataclasses import replace

from rrt_qual.services.shared.project import Project
from rrt_qual.services.texts.names import PublicNames
from rrt_qual.store.project import changes
from rrt_qual.store.project.changes import LogEntry

__all__ = ["LogEntry", "latest"]


def latest(project: Project, limit: int | None = 20) -> list[LogEntry]:
    """The latest acts (None: all), newest first; labels name themes, never a passage."""
    mask = PublicNames(project).of_name
    return [replace(entry, interview=mask(entry.interview)) for entry in changes.acts(project.conn, limit)]
