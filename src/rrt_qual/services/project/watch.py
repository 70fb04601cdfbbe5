"""What others write to the project while it is open here."""

from __future__ import annotations

from rrt_qual.domain.confidentiality.privacy import Consent
from rrt_qual.domain.errors import NotFound
from rrt_qual.services.interviews.consent import refuse_withdrawn, states
from rrt_qual.services.shared.project import Project
from rrt_qual.services.texts import texts as overlay
from rrt_qual.store.file import watch
from rrt_qual.store.interviews import interviews


class Watch:
    """Tells whether others have changed the project since it was last asked. For one thread.

    While nobody else writes, asking costs one pragma. What this thread's connection writes is no change; what other
    threads of this program write for themselves (proposals, what was shown, cached vectors) is none either.
    """

    def __init__(self, project: Project) -> None:
        self._project = project
        self._version = watch.data_version(project.conn)
        self._stamp = watch.stamp(project.conn)
        self._written = project.conn.total_changes

    def changed(self) -> bool:
        """Whether something that a screen shows may have been changed by others since the last time."""
        conn = self._project.conn
        version = watch.data_version(conn)
        if version == self._version:
            self._own_writes()
            return False
        self._version = version
        before, self._stamp = self._stamp, watch.stamp(conn)
        return before != self._stamp

    def _own_writes(self) -> None:
        """What this connection wrote is known, unless somebody else wrote while it was looked at."""
        conn = self._project.conn
        if conn.total_changes != self._written:
            self._written, stamp = conn.total_changes, watch.stamp(conn)
            if watch.data_version(conn) == self._version:
                self._stamp = stamp


def refuse_gone(project: Project, interview_id: str) -> None:
    """Raise NotFound when an interview may not be shown any more: it was withdrawn, or taken out of the project."""
    refuse_withdrawn(project, interview_id)
    if interview_id not in interviews.names(project.conn).values():
        raise NotFound("That interview is no longer in the project.")


def readable_state(project: Project) -> str:
    """A short string that differs as soon as readers would see other words, or of other interviews."""
    withdrawn = sorted(i for i, state in states(project).items() if state is Consent.WITHDRAWN)
    return " ".join([overlay.state(project), *withdrawn, str(len(interviews.names(project.conn)))])
