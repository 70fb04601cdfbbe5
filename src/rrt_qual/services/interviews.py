"""Finding one interview by what a person calls it."""

from __future__ import annotations

from rrt_qual.services.project import Project
from rrt_qual.store import interviews


def find(project: Project, name: str) -> str:
    """The id of the interview of that name, in any case; raises NotFound naming some there are."""
    return interviews.find(project.conn, name)
