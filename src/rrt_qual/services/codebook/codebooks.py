"""Codebooks: reading one for a project, writing the project's, and putting a newer one in its place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rrt_qual.domain.codebook import Codebook, Domain, Indicator, Theme
from rrt_qual.domain.errors import FileFault
from rrt_qual.domain.files.door import file_name
from rrt_qual.export.safe import atomic_write
from rrt_qual.ingest.codebook.file import check_codebook, load_codebook
from rrt_qual.ingest.codebook.shape import canonical
from rrt_qual.ingest.codebook.yaml_file import load_yaml, parse_codebook_yaml, write_codebook_yaml
from rrt_qual.ingest.faults import Fault
from rrt_qual.services.shared.project import Project
from rrt_qual.store.codebook import codebooks
from rrt_qual.store.coding import codings
from rrt_qual.store.figures import frequencies
from rrt_qual.store.file.connection import transaction
from rrt_qual.store.project import changes
from rrt_qual.store.project.changes import Change


@dataclass(frozen=True, slots=True)
class CodebookFile:
    """A codebook with the text that is kept with it, the name of its file, and what should be looked at."""

    codebook: Codebook
    content: str
    source_name: str
    warnings: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class CodebookDifference:
    """How another codebook differs from the project's; each item is an id.

    `changed` maps the id of what is in both to the names of the fields that differ. `codings` counts,
    for each theme that goes, the codings that keep it.
    """

    added: tuple[str, ...]
    retired: tuple[str, ...]
    changed: dict[str, tuple[str, ...]]
    codings: dict[str, int]

    @property
    def is_empty(self) -> bool:
        """Whether the two are the same."""
        return not (self.added or self.retired or self.changed)


def read(path: Path) -> CodebookFile:
    """A codebook file, with the text to keep: a YAML file's own, with its comments.

    Raises:
        FileFault: it cannot be read, or has faults; the sentence holds all of them, with lines.
    """
    loaded = load_codebook(path)
    content = loaded.content or write_codebook_yaml(loaded.codebook)
    return CodebookFile(loaded.codebook, content, file_name(path), loaded.warnings)


def check_file(path: Path) -> list[Fault]:
    """Every error and warning of a codebook file, by line; raises FileFault when it cannot be read."""
    return check_codebook(path)


def check_project(project: Project) -> list[Fault]:
    """The advice that a file of the project's codebook would be given."""
    name = f"codebook of {project.path.name}"
    return load_yaml(write_codebook_yaml(project.codebook()).encode(), name)[1].all


def size(codebook: Codebook) -> tuple[int, int, int]:
    """How many domains, indicators and themes it has."""
    return len(codebook.domains), len(codebook.indicators), len(codebook.themes)


def export_file(project: Project, path: Path) -> None:
    """Write the project's codebook to a YAML file; raises FileFault, and then leaves what was there."""
    with atomic_write(path) as file:
        file.write(export_yaml(project))


def export_yaml(project: Project) -> str:
    """The project's codebook as YAML: the very file it was made from, while that still says the same."""
    current, revision = project.codebook(), codebooks.latest(project.conn)
    if revision is not None:
        try:
            kept = parse_codebook_yaml(revision.content)
        except FileFault:
            return write_codebook_yaml(current)
        if _difference(canonical(current), kept).is_empty:
            return revision.content
    return write_codebook_yaml(current)


def difference(project: Project, other: Codebook) -> CodebookDifference:
    """What `update` with that codebook would change."""
    found = _difference(canonical(project.codebook()), canonical(other))
    counts = codings.counts_by_theme(project.conn)
    kept = {key: counts[key] for key in found.retired if counts.get(key)}
    return CodebookDifference(found.added, found.retired, found.changed, kept)


def update(project: Project, file: CodebookFile) -> CodebookDifference:
    """Make the file the project's codebook, as a new revision; one transaction, one line in the log.

    Themes keep their codings by id. A theme that is gone is retired: its codings stay, and come back
    into the table of themes with it.
    """
    with transaction(project.conn) as conn:
        found = difference(project, file.codebook)
        before = codebooks.latest(conn)
        number = codebooks.apply(conn, file.codebook, content=file.content, source_name=file.source_name)
        if before is not None and number == before.number:
            return found
        frequencies.rebuild(conn)
        changes.record(
            conn,
            label=f"codebook revision {number}",
            coder_id=None,
            changes=[
                Change(
                    "codebook_revision",
                    str(number),
                    None,
                    {"number": before.number, "version": before.version} if before else None,
                    {"number": number, "version": file.codebook.version, "source_name": file.source_name},
                )
            ],
            kind="log",
        )
    return found


def _difference(old: Codebook, new: Codebook) -> CodebookDifference:
    before, after = _things(old), _things(new)
    changed = {
        key: fields for key in before if key in after and (fields := _fields_that_differ(before[key], after[key]))
    }
    return CodebookDifference(
        tuple(key for key in after if key not in before),
        tuple(key for key in before if key not in after),
        changed,
        {},
    )


def _things(codebook: Codebook) -> dict[str, Domain | Indicator | Theme]:
    things: Sequence[Domain | Indicator | Theme] = (*codebook.domains, *codebook.indicators, *codebook.themes)
    return {thing.id: thing for thing in things}


def _fields_that_differ(old: Domain | Indicator | Theme, new: Domain | Indicator | Theme) -> tuple[str, ...]:
    if type(old) is not type(new):
        return ("level",)
    return tuple(field for field in old.__slots__ if getattr(old, field) != getattr(new, field))
