"""Files with words of a project in them: the log names each before it appears, so that an erasure can name it too."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from rrt_qual.domain.errors import OnlyReadError, ProjectError
from rrt_qual.privacy.hide.known_names import Mask
from rrt_qual.services.shared.project import Project
from rrt_qual.services.texts import real_names
from rrt_qual.store.file import begun
from rrt_qual.store.file.connection import transaction
from rrt_qual.store.project import changes
from rrt_qual.store.project.changes import Change

#: How the log calls a file that was begun; of one that is done it has another line without this.
BEGUN = "{what}, begun"


class OnlyBegunError(ProjectError):
    """A file is written and whole, but the log could not be told so."""

    exit_code = 1


@contextlib.contextmanager
def logged(project: Project, what: str, path: Path, *, kind: str = "export") -> Iterator[None]:
    """Name `path` in the log as begun, have it written inside the block, and name it as done.

    A program that is killed inside leaves the first line, and a note for whoever opens the project next to take away
    what is unfinished (`kind`: see `store.file.begun`). When the block fails, the first line stays. A project that
    may only be read cannot be erased from either, and logs nothing.

    Raises:
        ProjectError: the project cannot be written; then nothing is written at `path` either.
        OnlyBegunError: it could not be written any more when the file stood there; that stays, and its first line.
    """
    conn = project.conn
    name = Mask(real_names.known(project)).text(path.name)
    try:
        with transaction(conn):
            _record(project, BEGUN.format(what=what), name)
            note = begun.begin(conn, kind, path)
    except OnlyReadError:
        yield
        return
    try:
        yield
    except BaseException:
        begun.end(conn, note)
        raise
    try:
        with transaction(conn):
            _record(project, what, name)
            begun.end(conn, note)
    except ProjectError as fault:
        raise OnlyBegunError(
            f"'{path.name}' is written and whole, but the project's log calls it begun: {_lowered(fault.sentence)}",
            "An erasure names the file all the same; free some space before you go on.",
        ) from None


def _record(project: Project, what: str, name: str) -> None:
    change = Change("export", project.id, None, None, {"file": name})
    changes.record(project.conn, label=what, coder_id=None, changes=[change], kind="log")


def _lowered(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]
