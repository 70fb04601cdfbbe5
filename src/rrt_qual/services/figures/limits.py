"""Which figures may be shown: the one place where ratings and comparisons ask disclosure control."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from rrt_qual.analysis.figures.frequency import build
from rrt_qual.domain.codebook import Codebook, Stance
from rrt_qual.domain.confidentiality.disclosure import ProtectedTable
from rrt_qual.services.figures import frequencies
from rrt_qual.services.figures.disclosure import protect
from rrt_qual.services.figures.policies import policy
from rrt_qual.services.shared.project import Project
from rrt_qual.store.figures.evidence import Mention

#: What stands in a sentence for figures that may not be shown.
WITHHELD = "Figures are withheld, so that nobody can be made out."

#: (level, key, stance; None: any)
Cell = tuple[str, str, Stance | None]


def threshold(project: Project) -> int:
    """The fewest interviews that a group, a wave or a cell of a breakdown must have to be shown."""
    return policy(project).threshold


@dataclass(frozen=True)
class Hidden:
    """What disclosure control hides of some groups: whole groups, and cells of each."""

    groups: frozenset[str] = frozenset()
    cells: Mapping[str, frozenset[Cell]] = field(default_factory=dict)

    def hides(self, group: str, cells: Collection[Cell]) -> bool:
        """Whether any of these cells of a group is hidden."""
        return group in self.groups or not self.cells.get(group, frozenset()).isdisjoint(cells)


def by_value(project: Project, by: str, *, wave: str | None, coder: str | None) -> Hidden:
    """What is hidden of the values of an attribute, so that no value's figure can be worked out from the others."""
    table = frequencies.table(project, wave=wave, by=by, coder=coder)
    return _hidden(protect(table, policy(project)))


def by_parts(project: Project, parts: Mapping[str, Collection[str]], mentions: Sequence[Mention]) -> Hidden:
    """The same of any parts that a set of interviews falls into: name -> interviews, all of them in one part."""
    of = {interview: name for name, interviews in parts.items() for interview in interviews}
    book = project.codebook()
    spoken: dict[tuple[str, str, str, str], set[str]] = {}
    for m in mentions:
        if m.interview_id in of:
            for level, key in (("domain", m.domain), ("indicator", m.indicator), ("theme", m.theme)):
                spoken.setdefault((level, key, m.stance, of[m.interview_id]), set()).add(m.interview_id)
    counts = {at: (len(found), len(found)) for at, found in spoken.items() if _known(book, at[0], at[1])}
    bases = {name: (len(interviews), len(interviews)) for name, interviews in parts.items() if interviews}
    return _hidden(protect(build(book, counts, bases, by="part"), policy(project)))


def _known(book: Codebook, level: str, key: str) -> bool:
    found = {"domain": book.domain, "indicator": book.indicator, "theme": book.theme}[level]
    try:
        return bool(found(key))
    except KeyError:
        return False


def _hidden(table: ProtectedTable) -> Hidden:
    groups = frozenset(group for group, (coded, _) in table.bases.items() if coded is None)
    cells: dict[str, set[Cell]] = {group: set() for group in table.groups}
    for row in table.rows:
        for group, figure in row.figures.items():
            if figure.held:
                cells[group].add((row.level, row.key, None))
            cells[group] |= {(row.level, row.key, stance) for stance, (n, _) in figure.by_stance.items() if n is None}
    return Hidden(groups, {group: frozenset(found) for group, found in cells.items()})
