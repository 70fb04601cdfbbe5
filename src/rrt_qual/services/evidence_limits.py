"""From how many interviews on a figure may be shown: the one place where ratings and comparisons ask."""

from __future__ import annotations

from rrt_qual.services.policies import policy
from rrt_qual.services.project import Project

#: What stands in a sentence for figures that may not be shown.
WITHHELD = "Figures are withheld, so that nobody can be made out."


def threshold(project: Project) -> int:
    """The fewest interviews that a group, a wave or a cell of a breakdown must have to be shown."""
    return policy(project).threshold
