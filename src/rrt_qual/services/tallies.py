"""How far the review of identifying words has come, interview by interview."""

from __future__ import annotations

from dataclasses import dataclass

from rrt_qual.services.project import Project
from rrt_qual.store import findings, interviews


@dataclass(frozen=True, slots=True)
class InterviewTally:
    """Finds of one interview by what was decided; `searched` is False when nobody has looked for any yet."""

    interview: str
    wave: str
    open: int
    replaced: int
    kept: int
    searched: bool


def every(project: Project) -> list[InterviewTally]:
    """The tallies of all interviews that are not withdrawn, by wave and name."""
    found = findings.tallies(project.conn)
    return [
        InterviewTally(h.name, h.wave, t.open, t.replaced, t.kept, bool(t.finder))
        for h in interviews.heads(project.conn)
        if (t := found[h.id])
    ]
