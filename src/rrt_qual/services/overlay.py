"""Texts as they may be read: every reader but the coding screen sees interviews through this.

A *projection* has the words that were decided to be replaced by their pseudonyms. An *export projection* also
covers what the finder found and nobody has looked at yet, by the kind alone: `[person]`.
"""

from __future__ import annotations

from rrt_qual.domain.overlay import Projection, Replacement, project
from rrt_qual.domain.privacy import Status
from rrt_qual.domain.spans import Span
from rrt_qual.services.project import Project
from rrt_qual.store import findings, interviews

__all__ = ["Texts", "projection"]


class Texts:
    """The projected texts of a project, each read once; a snapshot of when they were first asked for.

    `for_export` covers open findings as well.
    """

    def __init__(self, project: Project, *, for_export: bool = False) -> None:
        self._conn = project.conn
        self._replacements = findings.replacements(self._conn)
        if for_export:
            for f in findings.every(self._conn, Status.OPEN):
                masked = Replacement(f.span, f"[{f.kind.replace('_', ' ')}]")
                self._replacements.setdefault(f.interview_id, []).append(masked)
        self._known: dict[str, Projection] = {}

    def of(self, interview_id: str, text: str | None = None) -> Projection:
        """The projection of an interview (`text`: its text, when it is at hand); raises NotFound."""
        if interview_id not in self._known:
            original = interviews.load_text(self._conn, interview_id) if text is None else text
            self._known[interview_id] = project(original, self._replacements.get(interview_id, ()))
        return self._known[interview_id]

    def words(self, interview_id: str, span: Span) -> str:
        """The words of a span of the original as they may be read."""
        return self.of(interview_id).words(span)

    def every(self) -> list[tuple[str, str, Projection]]:
        """Id, name and projection of every interview, by wave and name."""
        return [(i, name, self.of(i, text)) for i, name, text in interviews.texts(self._conn)]


def projection(project: Project, interview_id: str) -> Projection:
    """One interview as it may be read now; raises NotFound."""
    return Texts(project).of(interview_id)
