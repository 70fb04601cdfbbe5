"""What travels with the program: the codebook and the sample interviews.

Installed, they lie inside the package (`rrt_qual/data`); in the source folder they stand at its top.
"""

from __future__ import annotations

from pathlib import Path

from rrt_qual.domain.errors import ProjectError

_PACKAGE = Path(__file__).resolve().parents[2]


def folder(name: str) -> Path:
    """The folder `name` ('codebooks', 'transcripts_sample') that came with the program.

    Raises:
        ProjectError: it is not there, so the installation is not whole.
    """
    for place in (_PACKAGE / "data" / name, _PACKAGE.parent.parent / name):
        if place.is_dir():
            return place
    raise ProjectError(f"The program's own folder '{name}' is missing.", "Install rrt-qual again.")


def default_codebook() -> Path:
    """The retention codebook that came with the program; raises ProjectError."""
    path = folder("codebooks") / "retention.yaml"
    if not path.is_file():
        raise ProjectError("The program's own codebook is missing.", "Install rrt-qual again.")
    return path


def samples() -> Path:
    """The folder of invented interviews, their attributes and their codings; raises ProjectError."""
    return folder("transcripts_sample")
