"""Attributes of interviews from a file: read again as often as wanted, counted anew, written in the log."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from rrt_qual.domain.confidentiality.consent_words import COLUMN
from rrt_qual.domain.errors import UsageError
from rrt_qual.domain.files.door import file_name
from rrt_qual.ingest.tables.attributes import AttributeTable, read_attributes
from rrt_qual.services.interviews import consent
from rrt_qual.services.shared.project import Project
from rrt_qual.store.figures import frequencies
from rrt_qual.store.file.connection import transaction
from rrt_qual.store.interviews import interviews
from rrt_qual.store.project import changes
from rrt_qual.store.project.changes import Change

#: A wave of this name would be taken for 'all waves' in the counted tables.
RESERVED = "*"


@dataclass(frozen=True, slots=True)
class AttributeReport:
    """What a file of attributes did.

    `matched` counts the interviews that a row is about, `changed` names those that it changed.
    `rows_without_interview` are (line, what the row says it is about); `interviews_without_row` the
    interviews of this import, and those without any attribute, that no row is about.
    """

    file: str
    columns: tuple[str, ...]
    matched: int
    changed: tuple[str, ...]
    rows_without_interview: tuple[tuple[int, str], ...]
    interviews_without_row: tuple[str, ...]
    warnings: tuple[str, ...]


def read(project: Project, path: Path, coming: Collection[tuple[str, str]] = ()) -> AttributeTable:
    """Read the file and match it with the project's interviews, and with those `coming` (name, file).

    Raises:
        FileFault: it cannot be read, or rows contradict one another.
        UsageError: it names a wave '*'.
    """
    known = {name: file for file, name in interviews.source_names(project.conn).items()}
    for name in interviews.names(project.conn):
        known.setdefault(name, "")
    table = read_attributes(path, {**dict(coming), **known})
    if any(row.get("wave") == RESERVED for row in table.rows.values()):
        raise UsageError(f"{file_name(path)}: a wave cannot be called '{RESERVED}'.", "Give it another name.")
    return table


def apply(project: Project, path: Path, *, imported: Collection[str] = ()) -> AttributeReport:
    """Give the project's interviews their attributes from the file; one transaction.

    A column 'consent' says what participants allow; it is no attribute. An empty cell changes nothing.
    `imported` names the interviews of the import that this belongs to.

    Raises:
        FileFault: the file cannot be read, or rows contradict one another; nothing was changed.
    """
    table = read(project, path)
    log: list[Change] = []
    with transaction(project.conn) as conn:
        ids = interviews.names(conn)
        bare = {name for name, key in ids.items() if not set(interviews.attributes(conn, key)) - {"wave"}}
        said, left = consent.take_words(conn, {ids[name]: _consent(row) for name, row in table.rows.items()})
        for name, row in table.rows.items():
            have = interviews.attributes(conn, ids[name])
            new = {key: value for key, value in _plain(row).items() if value and have.get(key) != value}
            if new:
                interviews.set_attributes(conn, ids[name], new)
                before = {key: have.get(key, "") for key in new}
                log.append(Change("interview", ids[name], ids[name], before, dict(new)))
        if log:
            changes.record(conn, label="attributes", coder_id=None, changes=log, kind="log")
        if any({"wave", "participant"} & set(change.after or ()) for change in log):
            frequencies.rebuild(conn)
    names = {key: name for name, key in ids.items()}
    return AttributeReport(
        file=file_name(path),
        columns=table.columns,
        matched=len(table.rows),
        changed=tuple(dict.fromkeys(names[i] for i in (*(change.entity_id for change in log), *said))),
        rows_without_interview=table.unmatched_rows,
        interviews_without_row=tuple(n for n in table.missing if n in imported or n in bare),
        warnings=(*table.warnings, *(f"'{names[i]}': {why}." for i, why in left)),
    )


def _consent(row: dict[str, str]) -> str:
    return next((value for key, value in row.items() if key.casefold() == COLUMN), "")


def _plain(row: dict[str, str]) -> dict[str, str]:
    """The attributes proper."""
    return {key: value for key, value in row.items() if key.casefold() != COLUMN}
