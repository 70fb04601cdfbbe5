"""A project of fourteen invented interviews to try everything on."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from rrt_qual.domain.errors import ProjectError
from rrt_qual.services.codebook import codebooks
from rrt_qual.services.coding import files as codings_file
from rrt_qual.services.figures import survey
from rrt_qual.services.interviews import imports
from rrt_qual.services.interviews.imports import ImportReport, Progress
from rrt_qual.services.project import log as logbook
from rrt_qual.services.shared import resources
from rrt_qual.services.shared.project import SUFFIX, Project, create, open_project
from rrt_qual.store.file import aside

#: What the demo is called when nobody says otherwise.
FILE_NAME = f"rrt-qual-demo{SUFFIX}"

#: What the project in it is called.
_NAME = "Demo (invented)"

#: What the log says of the last steps of making it.
_STEPS = {"import codings", "survey scores", "workforce figures"}

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

    It is built aside, so that a demo that is there is a whole one.

    Raises:
        ProjectError: something else stands there, a demo that was left half-made, or it cannot be written; nothing is
            left behind.
    """
    if path.exists():
        there = open_project(path)
        try:
            _refuse_half(there)
        except BaseException:
            there.close_all()
            raise
        return Demo(there)
    with aside.built_aside(path) as place:
        report, count = _build(place, progress)
    return Demo(Project(path), report, count)


def _build(place: Path, progress: Progress | None) -> tuple[ImportReport, int]:
    samples = resources.samples()
    book = codebooks.read(resources.default_codebook())
    project = create(place, codebook=book.codebook, content=book.content, source_name=book.source_name, name=_NAME)
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
    finally:
        project.close_all()
    return report, count


def _refuse_half(project: Project) -> None:
    """Raise ProjectError for a demo that an earlier version was killed while making, and that nobody has worked in."""
    name = project.name
    acts = logbook.latest(project, None)
    worked = any(act.kind != "log" or act.label.startswith("erased") for act in acts)
    if not name or (name == _NAME and not worked and not {act.label for act in acts} >= _STEPS):
        raise ProjectError(
            f"'{project.path}' is no whole demo: its making was stopped half-way, or an earlier version made it.",
            "Delete that file, and run 'rrt-qual demo' again.",
        )
