"""Themes over the revisions of a codebook: which became which, so that waves can be compared."""

from __future__ import annotations

from rrt_qual.analysis.figures.families import Became, Family, families
from rrt_qual.domain.coding import Coder
from rrt_qual.domain.errors import NotFound, UsageError
from rrt_qual.services.shared.project import Project
from rrt_qual.store.codebook import mappings
from rrt_qual.store.codebook.mappings import Mapping
from rrt_qual.store.figures import evidence

__all__ = ["KINDS", "Mapping", "add", "every", "of_project", "retract"]

KINDS = ("renamed", "split", "merged")


def every(project: Project) -> list[Mapping]:
    """What was said so far, in its order."""
    return mappings.every(project.conn)


def add(project: Project, earlier: str, later: str, kind: str | None = None, coder: Coder | None = None) -> str:
    """Say that the theme `earlier` became `later`; returns the kind.

    `kind` left out: split when `earlier` became something else as well, merged when something else became `later` as
    well, else renamed. With a coder the act can be undone like every other of theirs.

    Raises:
        NotFound: no such theme, past or present.
        UsageError: no such kind, or a theme renamed to itself.
        Conflict: that is said already.
    """
    known = evidence.known_themes(project.conn)
    for key in (earlier, later):
        if key not in known:
            raise NotFound(f"The project has never had a theme '{key}'.", "'rrt-qual themes' lists those there are.")
    have = mappings.every(project.conn)
    if kind is None:
        parted = any(m.earlier == earlier and m.later != later for m in have)
        joined = any(m.later == later and m.earlier != earlier for m in have)
        kind = "split" if parted else "merged" if joined else "renamed"
    if kind not in KINDS:
        raise UsageError(f"There is no kind '{kind}'.", f"Kinds: {', '.join(KINDS)}.")
    if kind == "renamed" and earlier == later:
        raise UsageError("A theme cannot be renamed to itself.", "For a theme that kept its name, say --kind split.")
    mappings.add(project.conn, earlier, later, kind, coder_id=coder.id if coder else None)
    return kind


def retract(project: Project, earlier: str, later: str, coder: Coder | None = None) -> None:
    """Take that back; raises NotFound when it was not said."""
    mappings.retract(project.conn, earlier, later, coder_id=coder.id if coder else None)


def of_project(project: Project) -> list[Family]:
    """The project's themes, past and present, in families that can be compared over all waves."""
    became = [Became(m.earlier, m.later, m.kind) for m in mappings.every(project.conn)]
    return families(list(evidence.known_themes(project.conn)), became)
