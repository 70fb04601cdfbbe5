"""Finding, making and opening a project."""

from __future__ import annotations

import os
import sqlite3
import threading
import weakref
from dataclasses import dataclass, field
from pathlib import Path

from rrt_qual import __version__
from rrt_qual.domain.codebook import Codebook
from rrt_qual.domain.coding import Coder
from rrt_qual.domain.errors import ProjectError, UsageError
from rrt_qual.store.codebook import codebooks
from rrt_qual.store.file import aside, begun, connection, door, wipe
from rrt_qual.store.project import coders, projects

#: What a project file is called.
SUFFIX = ".rrtq"

#: The environment variable that names the project when the command line does not.
VARIABLE = "RRT_QUAL_PROJECT"


_WIPED = "What was erased or moved out before had not been wiped from the file yet (a program was stopped); now it is."
_TAKEN_BACK = (
    "Another program was stopped in the middle of a change: SQLite has taken that change back, and the file is as it"
    " was before."
)
_STILL_OWED = (
    "What was erased or moved out is still in older pages of the file, because another program is reading:"
    " close it and run 'rrt-qual check' to wipe them."
)


@dataclass
class Project:
    """An open project: one database connection a thread, made when first asked for."""

    path: Path
    told: list[str] = field(default_factory=list, repr=False)
    _local: threading.local = field(default_factory=threading.local, repr=False)
    _all: list[sqlite3.Connection] = field(default_factory=list, repr=False)

    def __post_init__(self) -> None:
        weakref.finalize(self, _close, self._all)  # a project that nobody holds any more leaves no file open

    @property
    def conn(self) -> sqlite3.Connection:
        """This thread's connection."""
        conn: sqlite3.Connection | None = getattr(self._local, "conn", None)
        if conn is None:
            conn = connection.open_file(self.path)
            self._local.conn = conn
            self._all.append(conn)
        return conn

    @property
    def why_reading(self) -> str:
        """Why nothing can be written to this project where it lies; '' when it can."""
        return connection.why_reading(self.conn)

    @property
    def id(self) -> str:
        """The project's id."""
        return projects.project(self.conn)[0]

    @property
    def name(self) -> str:
        """What the project is called."""
        return projects.project(self.conn)[1]

    def codebook(self) -> Codebook:
        """The codebook as it stands."""
        return codebooks.current(self.conn)

    def coder(self, name: str) -> Coder:
        """The coder of that name, made when new."""
        if not name.strip():
            raise UsageError("A coder needs a name.", "Give one with --coder NAME.")
        if self.why_reading:
            return coders.there(self.conn, name)
        with connection.transaction(self.conn) as conn:
            return coders.ensure(conn, name)

    def coders(self) -> list[Coder]:
        """Everybody who has coded here, by name."""
        return coders.every(self.conn)

    def close(self) -> None:
        """Close this thread's connection."""
        conn: sqlite3.Connection | None = getattr(self._local, "conn", None)
        if conn is not None:
            conn.close()
            self._all.remove(conn)
            self._local.conn = None

    def close_all(self) -> None:
        """Close the connections of all threads, at the end of the program; none may be at work any more."""
        _close(self._all)
        self._local = threading.local()


def _close(connections: list[sqlite3.Connection]) -> None:
    while connections:
        connections.pop().close()


def create(path: Path, *, codebook: Codebook, content: str, source_name: str, name: str) -> Project:
    """Make a project with a codebook: it appears whole, also when the program is killed, or not at all.

    `content` is the codebook's file as text, kept with the revision.

    Raises:
        ProjectError: something stands at `path`, or it cannot be written.
    """
    with aside.built_aside(path) as place:
        conn = connection.create(place)
        try:
            with connection.transaction(conn):
                projects.describe(conn, name, f"rrt-qual {__version__}")
                codebooks.apply(conn, codebook, content=content, source_name=source_name)
        finally:
            conn.close()
    return Project(path)


def open_project(path: Path) -> Project:
    """Open a project that exists; raises ProjectError.

    What a killed program left is made up for: a wipe of what was erased, a key file or an export that was begun.
    `told` says what there was.
    """
    from rrt_qual.export.safe import clear_unfinished

    project = Project(path)
    broken_off = door.beside(path).journal
    if project.why_reading:
        return project
    conn = project.conn
    if broken_off and not door.beside(path).journal:
        project.told.append(_TAKEN_BACK)
    if wipe.is_owed(conn):
        project.told.append(_WIPED if wipe.make_up(conn) else _STILL_OWED)
    project.told += begun.make_up(conn, clear_unfinished)
    return project


def locate(given: str | None) -> Path:
    """The project that is meant: the one given, the one RRT_QUAL_PROJECT names, or the only one here.

    Raises:
        ProjectError: there is none, or more than one.
    """
    if given:
        path = Path(given).expanduser()
        return path if path.exists() or path.suffix else path.with_suffix(SUFFIX)
    if named := os.environ.get(VARIABLE):
        return Path(named).expanduser()
    here = sorted(Path.cwd().glob(f"*{SUFFIX}"))
    if len(here) == 1:
        return here[0]
    if not here:
        raise ProjectError(
            "There is no project in this folder.", "Name one, or make one with 'rrt-qual init' or 'rrt-qual demo'."
        )
    raise ProjectError(
        f"There are {len(here)} projects in this folder.", f"Name one of: {', '.join(p.name for p in here)}."
    )
