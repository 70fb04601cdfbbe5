"""The explicit batch: likely suggestions coded by the machine, marked as such and left out of every count."""

from __future__ import annotations

from dataclasses import dataclass

from rrt_qual.domain.coding import Coding, Origin
from rrt_qual.services.shared.project import Project
from rrt_qual.services.suggestions import suggester as suggestions
from rrt_qual.services.suggestions.suggester import KeptSuggestion
from rrt_qual.store.coding import batches, codings
from rrt_qual.store.project.ids import new_id

#: Whose name machine-made codings bear.
MACHINE = "machine"


@dataclass(frozen=True, slots=True)
class Batch:
    """What a batch did: how many codings it made (or retired), and whose they are."""

    made: int
    coder: str


def apply_batch(
    project: Project, min_likelihood: float, *, interview_id: str | None = None, theme: str | None = None
) -> Batch:
    """Code every standing suggestion of at least `min_likelihood` that nobody has coded or turned down.

    The codings are marked as machine-made, belong to a coder called 'machine', and are left out of every
    count. The batch is one logged act.
    """
    found = _new(project, min_likelihood, interview_id, theme)
    coder = project.coder(MACHINE)
    new = [Coding(new_id(), p.interview_id, p.theme, coder.id, p.span, p.stance, Origin.MACHINE) for p in found]
    batches.put(project.conn, new, label=f"machine batch, likelihood {min_likelihood:.2f} and more")
    return Batch(len(new), coder.name)


def would_apply(
    project: Project, min_likelihood: float, *, interview_id: str | None = None, theme: str | None = None
) -> int:
    """How many codings `apply_batch` would make."""
    return len(_new(project, min_likelihood, interview_id, theme))


def _new(project: Project, least: float, interview_id: str | None, theme: str | None) -> list[KeptSuggestion]:
    """Suggestions that are likely enough and have no machine-made coding yet."""
    have = {(c.interview_id, c.theme, c.span) for c in codings.every(project.conn) if c.origin is Origin.MACHINE}
    found = suggestions.standing(project, interview_id=interview_id, theme=theme, min_likelihood=least)
    return [p for p in found if (p.interview_id, p.theme, p.span) not in have]


def retract_batch(project: Project) -> Batch:
    """Retire all machine-made codings that stand, in one logged act; nobody's own codings are touched."""
    return Batch(batches.retire_machine(project.conn, label="machine batch taken back"), MACHINE)


def standing(project: Project) -> int:
    """How many machine-made codings there are."""
    return sum(1 for coding in codings.every(project.conn) if coding.origin is Origin.MACHINE)
