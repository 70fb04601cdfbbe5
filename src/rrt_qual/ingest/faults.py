"""Faults of a codebook file: each says the file and line, what is wrong, and how to mend it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from rrt_qual.domain.errors import FileFault

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong (`error`) or could be better (`warning`) in a codebook file.

    `file` is the file's name without its folder, `line` counts from 1, `what` and `remedy` are
    sentences for people who do not program.
    """

    file: str
    line: int
    what: str
    remedy: str = ""
    severity: Severity = "error"

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.what} {self.remedy}".rstrip()


class CodebookFaults(FileFault):
    """A codebook that cannot be used. `faults` holds every error, in the order of the file's lines."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults: tuple[Fault, ...] = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


class FaultList:
    """Collects the faults of one file, each once."""

    def __init__(self, file: str) -> None:
        self.file = file
        self._faults: dict[Fault, None] = {}

    def error(self, line: int, what: str, remedy: str = "") -> None:
        """Note something that keeps the codebook from being used."""
        self._faults[Fault(self.file, line, what, remedy)] = None

    def warn(self, line: int, what: str, remedy: str = "") -> None:
        """Note something that a person should look at; the codebook can be used all the same."""
        self._faults[Fault(self.file, line, what, remedy, "warning")] = None

    @property
    def all(self) -> list[Fault]:
        """Errors and warnings, sorted by line; on one line in the order in which they were found."""
        return sorted(self._faults, key=lambda fault: fault.line)

    @property
    def errors(self) -> list[Fault]:
        """The errors alone, sorted by line."""
        return [fault for fault in self.all if fault.severity == "error"]

    @property
    def warnings(self) -> list[Fault]:
        """The warnings alone, sorted by line."""
        return [fault for fault in self.all if fault.severity == "warning"]


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """'Did you mean "x"?' for the one of `known` that looks most like `word`; '' when none does."""
    from rapidfuzz import fuzz, process, utils

    best = process.extractOne(
        word, list(dict.fromkeys(known)), scorer=fuzz.ratio, processor=utils.default_process, score_cutoff=60
    )
    return f'Did you mean "{best[0]}"?' if best else ""


def clip(words: object, length: int = 40) -> str:
    """`words` on one line and no longer than `length` characters, to be quoted in a sentence."""
    line = " ".join(str(words).split())
    return line if len(line) <= length else line[: length - 1].rstrip() + "…"
