"""Which interview a file means: by the interview's name or its file's, with or without the ending."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import PureWindowsPath

from rrt_qual.domain.files.characters import nfc

_SUFFIXES = frozenset(
    [
        ".txt",
        ".text",
        ".md",
        ".docx",
        ".doc",
        ".odt",
        ".rtf",
        ".pdf",
        ".vtt",
        ".srt",
        ".sbv",
        ".ass",
        ".ssa",
        ".csv",
        ".tsv",
        ".json",
        ".jsonl",
        ".html",
        ".htm",
        ".xlsx",
    ]
)


class InterviewNames:
    """The known interviews, by every form in which a file may call them.

    `known` are the names of the interviews, or a mapping from those names to the names of the files
    that they were read from. Case, folders and the endings of files do not count.
    """

    def __init__(self, known: Mapping[str, str] | Iterable[str]) -> None:
        files = dict(known) if isinstance(known, Mapping) else dict.fromkeys(known, "")
        self.all = list(files)
        self._whole: dict[str, list[str]] = {}
        self._bare: dict[str, list[str]] = {}
        for name, file in files.items():
            for form in {_folded(name), _folded(_base(file))} - {""}:
                self._whole.setdefault(form, []).append(name)
            for form in {_folded(_bare(name)), _folded(_bare(_base(file)))} - {""}:
                self._bare.setdefault(form, []).append(name)

    def find(self, key: str) -> list[str]:
        """The interviews that `key` can mean: those of that very name first, then without endings."""
        if not key.strip():
            return []
        for form in (_folded(key), _folded(_base(key))):
            if form in self._whole:
                return self._whole[form]
        return self._bare.get(_folded(_bare(key))) or self._bare.get(_folded(_bare(_base(key))), [])


def _folded(name: str) -> str:
    return " ".join(nfc(name).casefold().split())


def _base(name: str) -> str:
    """The last part of a path, written with / or with \\."""
    return PureWindowsPath(name).name if name else ""


def _bare(name: str) -> str:
    """`name` without the ending of a kind of file; `P1.2` has none."""
    suffix = PureWindowsPath(name).suffix
    return name[: -len(suffix)] if suffix.lower() in _SUFFIXES else name
