"""The project's disclosure policy, as its settings give it."""

from __future__ import annotations

from dataclasses import fields

from rrt_qual.domain.confidentiality.disclosure import Policy
from rrt_qual.domain.settings import SETTINGS
from rrt_qual.services.shared import settings
from rrt_qual.services.shared.project import Project

#: Under this threshold two people who know themselves can work out a third.
LOUD = 3


def policy(project: Project) -> Policy:
    """The policy that the project's settings give; what is not set is as `Policy` has it.

    Raises:
        UsageError: a setting holds what it cannot be.
    """
    values = {f.name: settings.value(project, SETTINGS[f"privacy.{f.name}"]) for f in fields(Policy)}
    return Policy(**{**values, "attribution": tuple(values["attribution"])})


def warnings(policy: Policy) -> list[str]:
    """What is dangerous in a policy, in sentences; empty when nothing is."""
    if policy.threshold >= LOUD:
        return []
    return [
        f"WARNING: the threshold is {policy.threshold}. Under {LOUD}, figures point at single people, and two who"
        " know what they said can tell what a third did. Publish nothing made with it; set privacy.threshold to 5."
    ]
