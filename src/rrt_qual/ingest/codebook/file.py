"""Any codebook file: YAML or CSV, by the ending of its name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from rrt_qual.domain.codebook import Codebook
from rrt_qual.domain.errors import FileFault
from rrt_qual.domain.files.limits import CODEBOOK_BYTES
from rrt_qual.ingest.codebook.csv_file import load_csv
from rrt_qual.ingest.codebook.yaml_file import load_yaml
from rrt_qual.ingest.faults import CodebookFaults, Fault, FaultList
from rrt_qual.ingest.raw_file import file_name, read_bytes

_Loader = Callable[[bytes, str], tuple[Codebook | None, FaultList]]
_LOADERS: dict[str, _Loader] = {
    ".yaml": load_yaml,
    ".yml": load_yaml,
    ".csv": load_csv,
    ".tsv": load_csv,
}


@dataclass(frozen=True, slots=True)
class LoadedCodebook:
    """A codebook and what a person should look at in its file; `content` is a YAML file's own text, else ''."""

    codebook: Codebook
    warnings: tuple[Fault, ...]
    content: str = ""


def read_codebook(path: Path) -> Codebook:
    """The codebook in the file at `path`.

    Raises:
        CodebookFaults: the file has faults; all of them are in it, with lines.
        FileFault: it cannot be read, or is of a kind that codebooks are not kept in.
    """
    return load_codebook(path).codebook


def load_codebook(path: Path) -> LoadedCodebook:
    """As read_codebook, with the warnings."""
    loader, data = _loader(path), read_bytes(path, CODEBOOK_BYTES)
    codebook, faults = loader(data, file_name(path))
    if codebook is None:
        raise CodebookFaults(faults.errors)
    content = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n") if loader is load_yaml else ""
    return LoadedCodebook(codebook, tuple(faults.warnings), content)


def check_codebook(path: Path) -> list[Fault]:
    """Every error and warning of the file at `path`, sorted by line; an empty list: nothing to mend.

    Raises:
        FileFault: it cannot be read, or is of a kind that codebooks are not kept in.
    """
    return _loader(path)(read_bytes(path, CODEBOOK_BYTES), file_name(path))[1].all


def _loader(path: Path) -> _Loader:
    loader = _LOADERS.get(path.suffix.lower())
    if loader is None:
        kind = f"a file ending in {path.suffix}" if path.suffix else "a file whose name has no ending"
        raise FileFault(f"{file_name(path)}: {kind} is not read as a codebook.", f"Give one of {', '.join(_LOADERS)}.")
    return loader
