"""Faults that a person can cause or mend: each is one clear sentence, never a traceback."""

from __future__ import annotations


class RrtError(Exception):
    """Something a person can cause or mend.

    `sentence` says what is wrong and where, `remedy` what to do about it. `exit_code` is what the
    command line returns: 2 used wrongly, 3 cannot.
    """

    exit_code = 3

    def __init__(self, sentence: str, remedy: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.sentence} {self.remedy}".strip()


class UsageError(RrtError):
    """The command or its arguments were used wrongly."""

    exit_code = 2


class ProjectError(RrtError):
    """The project file is missing, is not one, is too new, is damaged or is locked."""


class OnlyReadError(ProjectError):
    """The project is open for reading alone: where it lies nothing can be written."""


class FileFault(RrtError):
    """A file that was given cannot be read as what it should be."""


class NotFound(RrtError):
    """A theme, coder, interview or coding of that name or id is not in the project."""


class Conflict(RrtError):
    """Somebody else changed the same thing meanwhile, or the act is not this coder's to do."""
