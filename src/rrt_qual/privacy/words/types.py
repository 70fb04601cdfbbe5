"""What the finder is told and what it hands on inside."""

from __future__ import annotations

from dataclasses import dataclass

from rrt_qual.domain.confidentiality.privacy import FindKind, ListedName


@dataclass(frozen=True)
class Names:
    """What a project itself says identifies somebody.

    `listed` are its teams, offices, managers …; `attributes` the values of attributes that name a team, an office
    or a person; `people` the names of speakers and interviewers; `known` (kind, form) what was replaced elsewhere
    or was found surely in other interviews.
    """

    listed: tuple[ListedName, ...] = ()
    attributes: tuple[tuple[FindKind, str], ...] = ()
    people: tuple[str, ...] = ()
    known: tuple[tuple[FindKind, str], ...] = ()
