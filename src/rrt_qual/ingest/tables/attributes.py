"""A CSV file of attributes: a row an interview, matched to the interviews that are known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from rrt_qual.domain.errors import FileFault
from rrt_qual.ingest.faults import clip
from rrt_qual.ingest.tables.csv_file import CsvFile, CsvRow, fold, one_column_hint, read_csv
from rrt_qual.ingest.tables.interview_names import InterviewNames

#: The columns that can say which interview a row is about, the preferred first.
KEY_COLUMNS = ("file", "filename", "interview", "id", "name")
_ALWAYS_KEYS = ("file", "filename", "interview")
#: Columns that the project gives a meaning of their own: their names are written in lower case.
_PLAIN_NAMES = ("wave", "participant")
#: Columns that a message names: enough to see which file was given.
_SHOWN = 8


@dataclass(frozen=True)
class AttributeTable:
    """What a file of attributes says of the interviews that are known.

    `rows` maps the name of an interview to its attributes, each of `columns` in turn ('' where the
    cell is empty). `unmatched_rows` are (line, key) of the rows that are about no known interview,
    `missing` the interviews that no row is about. `warnings` are sentences to look at.
    """

    rows: dict[str, dict[str, str]]
    columns: tuple[str, ...]
    unmatched_rows: tuple[tuple[int, str], ...] = ()
    missing: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    key_column: str = ""


def read_attributes(path: Path, known: Mapping[str, str] | Iterable[str]) -> AttributeTable:
    """The attributes in the CSV file at `path`.

    `known` are the names of the interviews, or a mapping from those names to the names of the files
    that they were read from. A row is about an interview when its key is the interview's name or its
    file's name, with or without folder and ending, whatever the case. The key is the first of the
    columns file, filename, interview, id and name; where its cell is empty, filename or interview.
    `file`, `filename` and `interview` are never attributes.

    Raises:
        FileFault: the file cannot be read, has no key column or two columns of one name, a row has
            more cells than there are columns, or two rows are about one interview. All such rows are
            named, with their lines.
    """
    file = read_csv(path, KEY_COLUMNS)
    keys = _key_columns(file)
    columns, warnings = _attribute_columns(file, keys)
    names = InterviewNames(known)
    rows: dict[str, dict[str, str]] = {}
    lines: dict[str, int] = {}
    unmatched: list[tuple[int, str]] = []
    faults = []
    for row in file.rows:
        if any(cell.strip() for cell in row.cells[len(file.header.cells) :]):
            faults.append(
                f"{file.name}:{row.line}: the row has {len(row.cells)} cells, but there are "
                f"{len(file.header.cells)} columns."
            )
            continue
        key = next((row.cell(index).strip() for index in keys.values() if row.cell(index).strip()), "")
        found = names.find(key)
        if len(found) != 1:
            unmatched.append((row.line, key))
            if found:
                warnings.append(f"{file.name}:{row.line}: {clip(key)!r} could be any of {', '.join(found)}.")
        elif found[0] in lines:
            faults.append(
                f"{file.name}:{row.line}: lines {lines[found[0]]} and {row.line} are about the same interview, "
                f"{clip(found[0])}."
            )
        else:
            lines[found[0]] = row.line
            rows[found[0]] = _attributes(row, columns)
    if faults:
        raise FileFault("\n".join(faults), "Correct these rows: one row for each interview, one cell a column.")
    missing = tuple(name for name in names.all if name not in rows)
    return AttributeTable(rows, tuple(columns), tuple(unmatched), missing, tuple(warnings), next(iter(keys)))


def _key_columns(file: CsvFile) -> dict[str, int]:
    """The columns to take the key from, in order: the preferred one, then what stands in for it."""
    folded = [fold(column) for column in file.columns()]
    there = [name for name in KEY_COLUMNS if name in folded]
    if not there:
        seen = ", ".join(repr(clip(column)) for column in file.columns()[:_SHOWN])
        raise FileFault(
            f"{file.name} has no column that says which interview a row is about: its columns are {seen}"
            f"{one_column_hint(file)}.",
            "Name one column 'file' (the name of the transcript's file) or 'interview' (its name).",
        )
    return {name: folded.index(name) for name in there if name == there[0] or name in _ALWAYS_KEYS}


def _attribute_columns(file: CsvFile, keys: Mapping[str, int]) -> tuple[dict[str, int], list[str]]:
    """The attributes' names with their columns, and what to look at."""
    warnings = [f"{file.name}:{line}: {warning}" for line, warning in file.warnings]
    columns: dict[str, int] = {}
    seen: dict[str, str] = {}
    for index, name in enumerate(file.columns()):
        if not name:
            if any(row.cell(index).strip() for row in file.rows):
                at = f"{file.name}:{file.header.line}"
                warnings.append(f"{at}: column {index + 1} has no name in the first line and is not read.")
            continue
        if (other := seen.setdefault(fold(name), name)) is not name:
            raise FileFault(
                f"{file.name}:{file.header.line}: two columns have one name: {clip(other)!r} and {clip(name)!r}.",
                "Give one of them another name, or delete it.",
            )
        if index not in keys.values():
            columns[fold(name) if fold(name) in _PLAIN_NAMES else name] = index
    return columns, warnings


def _attributes(row: CsvRow, columns: Mapping[str, int]) -> dict[str, str]:
    return {name: row.cell(index).strip() for name, index in columns.items()}
