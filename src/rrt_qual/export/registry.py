"""The kinds of export: a row here is all that a new format needs besides its module.

A format's module has `render(report, options) -> Files`. It is imported when it is used, so that nobody waits for
the libraries of formats they do not write.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import cast

from rrt_qual.domain.errors import UsageError
from rrt_qual.domain.report.report import Report

#: Name within a folder -> content; of a kind that is one file, the only name is ''.
Files = dict[str, bytes]


@dataclass(frozen=True, slots=True)
class Options:
    """What a format may be told: a Word file whose styles to use; the ending of the file it is written to."""

    template: Path | None = None
    ending: str = ""


@dataclass(frozen=True, slots=True)
class ExportKind:
    """One kind of export.

    `endings` are those of the file's name, the usual first (none: a folder is written); `matrix`: it holds the
    microdata and needs them in the report; `figures`: it shows the report's pictures.
    """

    name: str
    what: str
    endings: tuple[str, ...]
    module: str
    matrix: bool = False
    template: bool = False
    figures: bool = False

    @property
    def is_folder(self) -> bool:
        """Whether it writes a folder of files."""
        return not self.endings

    def render(self, report: Report, options: Options) -> Files:
        """The content of its file or files; the same report and options give the same bytes.

        Raises:
            FileFault: the template cannot be read.
        """
        return cast("Files", import_module(self.module).render(report, options))


_ALL = (
    ExportKind(
        "csv",
        "a folder of tidy tables and pictures, with a data dictionary",
        (),
        "rrt_qual.export.tables.tidy",
        figures=True,
    ),
    ExportKind("xlsx", "an Excel workbook, a sheet a table", (".xlsx",), "rrt_qual.export.tables.workbook"),
    ExportKind("sav", "SPSS: a row an interview, with labels", (".sav",), "rrt_qual.export.tables.spss", matrix=True),
    ExportKind(
        "parquet",
        "Parquet: the same rows, for R and Python",
        (".parquet",),
        "rrt_qual.export.tables.parquet",
        matrix=True,
    ),
    ExportKind("json", "the whole report for programs", (".json",), "rrt_qual.export.json_report"),
    ExportKind(
        "docx",
        "the report as a Word document",
        (".docx",),
        "rrt_qual.export.documents.word",
        template=True,
        figures=True,
    ),
    ExportKind("md", "the report as Markdown", (".md",), "rrt_qual.export.documents.markdown", figures=True),
    ExportKind("html", "a dashboard for leaders, one file", (".html",), "rrt_qual.export.pictures.html", figures=True),
    ExportKind(
        "codebook",
        "the codebook with examples",
        (".docx", ".html"),
        "rrt_qual.export.documents.codebook_document",
        template=True,
    ),
)

#: Name -> kind, in the order that help lists them in.
KINDS: dict[str, ExportKind] = {kind.name: kind for kind in _ALL}

#: The kinds that are reports for reading; `report` chooses among them by the ending of the file's name.
REPORTS = ("docx", "html")


def kind_of(name: str) -> ExportKind:
    """The kind of that name; raises UsageError."""
    if name not in KINDS:
        raise UsageError(f"There is no export to '{name}'.", f"Kinds: {', '.join(KINDS)}.")
    return KINDS[name]


def report_kind(out: Path) -> ExportKind:
    """The kind of report that the ending of `out` stands for; raises UsageError."""
    found = [kind for kind in KINDS.values() if kind.name in REPORTS]
    for kind in found:
        if out.suffix.lower() in kind.endings:
            return kind
    endings = " or ".join(ending for kind in found for ending in kind.endings)
    raise UsageError(f"'{out.name}' says no kind of report.", f"End its name in {endings}.")
