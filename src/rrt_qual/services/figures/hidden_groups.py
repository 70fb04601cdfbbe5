"""What disclosure control hides of the groups that are compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rrt_qual.analysis.figures.comparison import Side
from rrt_qual.analysis.figures.groups import NONE
from rrt_qual.services.figures.limits import Hidden, by_parts, by_value
from rrt_qual.services.shared.project import Project
from rrt_qual.store.figures.evidence import Member, Mention


@dataclass(frozen=True, slots=True)
class Scope:
    """By which attribute; of which group the waves are (None: there are two groups); in which wave; whose codings."""

    by: str
    group: str | None
    wave: str | None
    coder: str | None


def hidden_of(
    project: Project, found: Sequence[Member], sides: tuple[Side, Side], scope: Scope, mentions: Sequence[Mention]
) -> list[tuple[Hidden, str]]:
    """For each side what is hidden, and what the side is called there.

    A side that is all interviews of one value is protected as in a table by that attribute, so that the tables and the
    comparisons of a project cannot be played off against one another; a band, as one of the parts that the two
    sides and all others are.
    """
    waves = [side.label if scope.group is not None else scope.wave for side in sides]
    there = [[m for m in found if wave in (None, m.wave)] for wave in waves]
    values = [_only_value(side, of) for side, of in zip(sides, there, strict=True)]
    out = []
    for n, side in enumerate(sides):
        if (value := values[n]) is not None and None not in values:
            out.append((by_value(project, scope.by, wave=waves[n], coder=scope.coder), value or NONE))
            continue
        parts = {"this": side.interviews}
        if scope.group is None:
            parts["that"] = sides[1 - n].interviews
        parts["others"] = frozenset(m.interview_id for m in there[n]) - frozenset().union(*parts.values())
        out.append((by_parts(project, parts, mentions), "this"))
    return out


def _only_value(side: Side, found: Sequence[Member]) -> str | None:
    """The value that all interviews of a side have and no other has; None when there is none."""
    values = {m.value for m in found if m.interview_id in side.interviews}
    if len(values) != 1:
        return None
    (value,) = values
    return value if all(m.interview_id in side.interviews for m in found if m.value == value) else None
