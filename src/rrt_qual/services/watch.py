"""What others write to the project while it is open here."""

from __future__ import annotations

from rrt_qual.services.project import Project
from rrt_qual.store import watch


class Watch:
    """Tells whether others have changed the project since it was last asked. For one thread.

    While nobody else writes, asking costs one pragma. What this thread's connection writes is no change; what other
    threads of this program write for themselves (proposals, what was shown, cached vectors) is none either.
    """

    def __init__(self, project: Project) -> None:
        self._project = project
        self._version = watch.data_version(project.conn)
        self._stamp = watch.stamp(project.conn)

    def changed(self) -> bool:
        """Whether something that a screen shows may have been changed by others since the last time."""
        conn = self._project.conn
        version = watch.data_version(conn)
        if version == self._version:
            return False
        self._version = version
        before, self._stamp = self._stamp, watch.stamp(conn)
        return before != self._stamp
