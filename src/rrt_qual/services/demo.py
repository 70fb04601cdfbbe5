"""A project of fourteen invented interviews to try everything on."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from rrt_qual.services import codebooks, codings_file, imports, resources, survey
from rrt_qual.services.imports import ImportReport, Progress
from rrt_qual.services.project import SUFFIX, Project, create, open_project

#: What the demo is called when nobody says otherwise.
FILE_NAME = f"rrt-qual-demo{SUFFIX}"

#: Who opens it: not one of the two who coded the samples.
CODER = "You"


@dataclass(frozen=True, slots=True)
class Demo:
    """The open project; `report` is None when it was there before, `codings` counts those brought in."""

    project: Project
    report: ImportReport | None = None
    codings: int = 0


def where(given: str | None) -> Path:
    """The path of the demo's project: the one given, inside a folder that is given, or in this folder."""
    path = Path(given).expanduser() if given else Path(FILE_NAME)
    if path.is_dir():
        return path / FILE_NAME
    return path if path.suffix else path.with_suffix(SUFFIX)


def open_or_build(path: Path, *, progress: Progress | None = None) -> Demo:
    """The demo at `path`, built from what came with the program when nothing stands there.

    Raises:
        ProjectError: something else stands there, or it cannot be written; nothing is left behind.
    """
    if path.exists():
        return Demo(open_project(path))
    samples = resources.samples()
    book = codebooks.read(resources.default_codebook())
    project = create(
        path, codebook=book.codebook, content=book.content, source_name=book.source_name, name="Demo (invented)"
    )
    try:
        attributes = samples / "attributes.csv"
        report = imports.import_files(
            project, [samples], attributes=attributes if attributes.is_file() else None, progress=progress
        )
        count = 0
        codings = samples / "codings.jsonl"
        if codings.is_file():
            count = codings_file.import_codings(project, codings).added
        for name, bring in (("survey.csv", survey.import_scores), ("workforce.csv", survey.import_workforce)):
            if (samples / name).is_file():
                bring(project, samples / name)
    except BaseException:
        project.close()
        for leftover in (path, *(path.with_name(path.name + end) for end in ("-wal", "-shm"))):
            leftover.unlink(missing_ok=True)
        raise
    return Demo(project, report, count)
