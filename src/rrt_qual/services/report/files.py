"""Exports: what would be written and what is withheld, and the writing itself, whole or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from rrt_qual.domain.errors import FileFault, UsageError
from rrt_qual.domain.files import held
from rrt_qual.domain.library_faults import why
from rrt_qual.domain.report.report import Report
from rrt_qual.export.pictures.drawings import PICTURES
from rrt_qual.export.registry import KINDS, ExportKind, Files, Options, kind_of, report_kind
from rrt_qual.export.safe import atomic_folder, atomic_write
from rrt_qual.services.shared.project import Project
from rrt_qual.services.texts.written import logged

__all__ = ["KINDS", "ExportKind", "Target", "kind_of", "listed", "report_kind", "target", "write"]

#: What an exported folder holds and nothing else does; only such a folder is ever replaced.
_MARKS = {"readme.txt", "data_dictionary.csv"}


@dataclass(frozen=True, slots=True)
class Target:
    """Where an export goes and how; `exists`: something of ours stands there that would be replaced."""

    kind: ExportKind
    out: Path
    exists: bool
    template: Path | None = None


def target(kind: ExportKind, out: Path, *, template: Path | None = None) -> Target:
    """The place of an export, looked at before anything is counted.

    Raises:
        UsageError: the ending of the file's name is not that of the kind, or the kind takes no template.
        FileFault: something stands there that must not be replaced, there is no such folder or no such template.
    """
    if kind.endings and out.suffix.lower() not in kind.endings:
        raise UsageError(f"'{out.name}' is no name for '{kind.name}'.", f"End it in {' or '.join(kind.endings)}.")
    if template is not None and not (kind.template and out.suffix.lower() == ".docx"):
        raise UsageError(f"'{kind.name}' to '{out.name}' takes no template.", "Word documents do.")
    if template is not None and not template.is_file():
        raise FileFault(f"There is no template '{template}'.", "Give a Word file (.docx).")
    held.refuse_over(out)
    try:
        if not out.absolute().parent.is_dir():
            raise FileFault(f"{out} cannot be written: there is no folder {out.parent}.", "Make it first.")
        there = out.exists()
        if there and kind.is_folder and not _is_ours(out):
            raise FileFault(f"'{out}' is there and is no folder of exported tables.", "Choose another name.")
        if there and not kind.is_folder and out.is_dir():
            raise FileFault(f"{out} cannot be written: it is a folder.", "Choose another name.")
    except OSError as fault:
        raise FileFault(f"{out} cannot be written: {why(fault)}.", "Choose another place.") from None
    return Target(kind, out, there, template)


#: The files of the pictures that a folder of tables may hold.
_PICTURES = {f"{name}.{ending}" for name in PICTURES for ending in ("png", "svg", "txt")}


def _is_ours(folder: Path) -> bool:
    """Whether a folder holds exported tables and nothing that would be lost with it; an empty one does."""
    if not folder.is_dir():
        return False
    entries = list(folder.iterdir())
    if any(entry.is_symlink() or not entry.is_file() for entry in entries):
        return False
    names = {entry.name for entry in entries}
    return not names or (names >= _MARKS and all(n.endswith(".csv") or n in _MARKS | _PICTURES for n in names))


def write(project: Project, report: Report, where: Target) -> list[tuple[Path, int]]:
    """Write an export, which the project's log names; returns each file with its size in bytes.

    Raises:
        FileFault: it cannot be written; what was there is as it was.
        ProjectError: the log cannot be written; nothing is exported.
    """
    files = where.kind.render(report, Options(where.template, where.out.suffix.lower()))
    with logged(project, f"export {where.kind.name}", where.out):
        if where.kind.is_folder:
            atomic_folder(where.out, files, replace=where.exists)
        else:
            with atomic_write(where.out, binary=True) as file:
                file.write(files[""])
    return _sizes(files, where.out)


def listed(report: Report, where: Target) -> list[tuple[Path, int]]:
    """The files that `write` would write, with their sizes; nothing is written."""
    return _sizes(where.kind.render(report, Options(where.template, where.out.suffix.lower())), where.out)


def _sizes(files: Files, out: Path) -> list[tuple[Path, int]]:
    return [(out / name if name else out, len(content)) for name, content in files.items()]
