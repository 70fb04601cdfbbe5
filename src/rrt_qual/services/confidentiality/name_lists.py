"""The names that a project gives itself, so that they are found for certain: managers, teams, offices."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from rrt_qual.domain.confidentiality.names import form_key
from rrt_qual.domain.confidentiality.privacy import FindKind, ListedName
from rrt_qual.domain.errors import Conflict
from rrt_qual.ingest.tables.name_list import ListedEntry, read_names
from rrt_qual.services.shared.project import Project
from rrt_qual.services.texts import rules as review_settings
from rrt_qual.store.confidentiality import pseudonyms, reviews
from rrt_qual.store.file.connection import transaction
from rrt_qual.store.project import changes, rows
from rrt_qual.store.project.changes import Change

__all__ = ["ListReport", "import_list", "listed"]


@dataclass(frozen=True, slots=True)
class ListReport:
    """What a list of names did: new names, names that got further forms, names that were there already.

    `bad` are (line, reason) of rows that were left out.
    """

    file: str
    added: int
    extended: int
    unchanged: int
    bad: tuple[tuple[int, str], ...] = ()


def listed(project: Project) -> list[ListedName]:
    """The names on the project's list, by kind and name."""
    return pseudonyms.listed(project.conn)


def import_list(project: Project, path: Path, *, kind: FindKind = FindKind.PERSON) -> ListReport:
    """Put the names of a CSV or text file on the project's list; read again, it changes nothing.

    `kind` is that of names which say none. Rows that cannot be read are left out and reported.

    Raises:
        FileFault: the file cannot be read, or has no column of names.
        Conflict: the key is out, and with it the list.
    """
    found = read_names(path, kind)
    counts = {"added": 0, "extended": 0, "unchanged": 0}
    with transaction(project.conn) as conn:
        _need_key(project)
        have = {(n.kind, form_key(n.name)): n for n in pseudonyms.listed(conn)}
        log: list[Change] = []
        for entry in found.entries:
            counts[_put(project, have, entry, log)] += 1
        if log:
            changes.record(conn, label="names listed", coder_id=None, changes=log, kind="log")
    return ListReport(path.name, counts["added"], counts["extended"], counts["unchanged"], found.bad)


def _put(project: Project, have: dict[tuple[FindKind, str], ListedName], entry: ListedEntry, log: list[Change]) -> str:
    conn, place = project.conn, (entry.kind, form_key(entry.name))
    old = have.get(place)
    if old is None:
        row_id = pseudonyms.list_name(conn, entry.kind, entry.name, entry.aliases)
        log.append(rows.changed(conn, "listed_name", row_id, None))
        have[place] = ListedName(row_id, entry.kind, entry.name, entry.aliases)
        return "added"
    known = {form_key(f) for f in (old.name, *old.aliases)}
    new = [a for a in entry.aliases if form_key(a) not in known]
    if not new:
        return "unchanged"
    before = rows.snapshot(conn, "listed_name", old.id)
    have[place] = ListedName(old.id, old.kind, old.name, (*old.aliases, *new))
    reviews.set_aliases(conn, old.id, have[place].aliases)
    log.append(rows.changed(conn, "listed_name", old.id, before))
    return "extended"


def _need_key(project: Project) -> None:
    if review_settings.key_is_out(project):
        raise Conflict("The names are in a key file outside the project.", "Bring the key back first.")
