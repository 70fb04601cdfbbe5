"""Reads a file of codings, CSV or JSONL; each row that cannot be read is listed with the reason."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from rrt_qual.domain.codebook import Stance
from rrt_qual.domain.coding import CodingRow, Origin
from rrt_qual.domain.errors import FileFault
from rrt_qual.domain.files.characters import cleaned, has_half, unfit
from rrt_qual.domain.files.limits import CODINGS, JSON_BYTES, NAME_CHARACTERS
from rrt_qual.ingest.decode import decode
from rrt_qual.ingest.faults import clip, did_you_mean
from rrt_qual.ingest.raw_file import file_name, read_bytes
from rrt_qual.ingest.tables.codings_place import TextIndex, place
from rrt_qual.ingest.tables.csv_file import CsvFile, fold, one_column_hint, parse_csv

__all__ = ["CodingsFile", "RowFault", "TextIndex", "place", "read_codings"]

#: The names that a column or key may have, folded; where two are there, the first in this order counts.
_COLUMNS: dict[str, tuple[str, ...]] = {
    "interview": ("interview", "document", "file", "source"),
    "start": ("start", "startoffset", "from"),
    "end": ("end", "endoffset", "to"),
    "text": ("text", "content", "quote", "passage"),
    "theme": ("theme", "code", "tag"),
    "stance": ("stance",),
    "coder": ("coder", "user", "owner"),
    "memo": ("memo", "note", "comment"),
    "id": ("id",),
    "origin": ("origin",),
    "created_at": ("createdat",),
}
_KNOWN = frozenset(name for names in _COLUMNS.values() for name in names)
_STANCES = {key: stance for stance in Stance for key in (stance.value, stance.letter)}
_REMEDY = (
    "The columns are interview, theme, and start and end or text; if wanted also stance, coder and memo. "
    "Taguette's highlights (id,document,tag,content) are read as they are."
)
#: No text has such an offset. A larger number would pass what the project file can hold as an integer.
_LAST_OFFSET = 10**12
#: Spreadsheets write 12 as 12.0 and 1200 as 1,200.
_WHOLE_NUMBER = re.compile(r"([0-9]{1,12}|[0-9]{1,3}(,[0-9]{3}){1,3})(\.0)?")


@dataclass(frozen=True, slots=True)
class RowFault:
    """A row that is not read: the line where it begins, and a sentence that says why."""

    line: int
    reason: str


@dataclass(frozen=True)
class CodingsFile:
    """The codings of one file, not yet placed in any text; `faults` are the rows left out."""

    name: str
    format: str
    rows: tuple[CodingRow, ...]
    faults: tuple[RowFault, ...] = ()
    warnings: tuple[str, ...] = ()


class _RowError(Exception):
    """A row cannot be read; its text is the reason."""


def read_codings(path: Path) -> CodingsFile:
    """The codings in the file at `path`: JSONL if it ends in .jsonl or .ndjson or begins with {, else CSV.

    Raises:
        FileFault: the file cannot be read, or has no columns for interview, theme and passage.
    """
    data = read_bytes(path, JSON_BYTES)
    if path.suffix.lower() in (".jsonl", ".ndjson") or _looks_like_json(path, data):
        return _read_jsonl(data, file_name(path))
    return _read_csv(data, file_name(path))


def _looks_like_json(path: Path, data: bytes) -> bool:
    return path.suffix.lower() not in (".csv", ".tsv") and data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{"


def _collect(
    name: str, kind: str, makers: Iterable[tuple[int, Callable[[], CodingRow]]], warnings: Iterable[str]
) -> CodingsFile:
    rows, faults = [], []
    for line, make in makers:
        try:
            rows.append(make())
        except _RowError as error:
            faults.append(RowFault(line, str(error)))
    return CodingsFile(name, kind, tuple(rows), tuple(faults), tuple(warnings))


def _read_csv(data: bytes, name: str) -> CodingsFile:
    file = parse_csv(data, name, _KNOWN)
    columns = _columns(file)
    width = len(file.header.cells)
    _refuse_too_many(len(file.rows), name)
    makers = []
    for row in file.rows:
        values = {key: row.cell(index) for key, index in columns.items()}
        extra = any(cell.strip() for cell in row.cells[width:])
        too_wide = f"The row has {len(row.cells)} cells, but there are {width} columns." if extra else ""
        makers.append((row.line, partial(_from_cells, row.line, values, too_wide)))
    return _collect(name, "csv", makers, (f"{name}:{line}: {warning}" for line, warning in file.warnings))


def _refuse_too_many(rows: int, name: str) -> None:
    if rows > CODINGS:
        raise FileFault(f"{name} has {rows:,} rows, more than the {CODINGS:,} that it may.", "Split it.")


def _columns(file: CsvFile) -> dict[str, int]:
    """The column of each field that the file has; raises FileFault when one that is needed is missing."""
    folded = [fold(column) for column in file.columns()]
    columns = {}
    for key, names in _COLUMNS.items():
        there = next((name for name in names if name in folded), None)
        if there is not None:
            columns[key] = folded.index(there)
    missing = [key for key in ("interview", "theme") if key not in columns]
    if "text" not in columns and not {"start", "end"} <= columns.keys():
        missing.append("text (or start and end)")
    if missing:
        seen = ", ".join(repr(clip(column)) for column in file.columns()[:8])
        what = f"{file.name} has no column for {', '.join(missing)}: its columns are {seen}{one_column_hint(file)}."
        raise FileFault(what, _REMEDY)
    return columns


def _from_cells(line: int, cells: Mapping[str, str], too_wide: str) -> CodingRow:
    if too_wide:
        raise _RowError(too_wide)
    offsets = {key: _digits(key, cells[key].strip()) for key in ("start", "end") if key in cells}
    return _row(line, {**cells, **offsets})


def _digits(key: str, cell: str) -> int | None:
    if not cell:
        return None
    if not _WHOLE_NUMBER.fullmatch(cell):
        raise _RowError(f'The {key} is "{clip(cell)}", which is not a whole number from 0.')
    return int(cell.replace(",", "").removesuffix(".0"))


def _read_jsonl(data: bytes, name: str) -> CodingsFile:
    if not data.strip():  # how a project without codings is written
        return _collect(name, "jsonl", [], ())
    try:
        decoded = decode(data, name, JSON_BYTES)
    except FileFault as fault:
        raise FileFault(fault.sentence, "Save it again as UTF-8, one JSON object a line.") from None
    lines = decoded.text.removeprefix("\ufeff").split("\n")
    _refuse_too_many(sum(1 for line in lines if line.strip()), name)
    makers = [(n, partial(_from_json, n, line)) for n, line in enumerate(lines, 1) if line.strip()]
    return _collect(name, "jsonl", makers, decoded.warnings)


def _from_json(line: int, text: str) -> CodingRow:
    try:
        values = json.loads(text)
    except (ValueError, RecursionError):
        raise _RowError("The line is not a JSON object.") from None
    if not isinstance(values, dict):
        raise _RowError("The line is JSON, but not an object of keys and values.")
    folded = {fold(key): value for key, value in reversed(values.items())}
    found: dict[str, Any] = {}
    for key, names in _COLUMNS.items():
        value = next((folded[name] for name in names if name in folded), None)
        if key in ("start", "end"):
            if value is not None and (isinstance(value, bool) or not isinstance(value, int) or value < 0):
                raise _RowError(f"The {key} is {clip(json.dumps(value))}, which is not a whole number from 0.")
            if value is not None and value > _LAST_OFFSET:
                raise _RowError(f"The {key} lies beyond any text.")
        elif isinstance(value, int) and not isinstance(value, bool):
            value = str(value)  # Names and ids of other programs are often numbers.
        elif value is not None and not isinstance(value, str):
            raise _RowError(f"The {key} is {clip(json.dumps(value, ensure_ascii=False))}, which is not a text.")
        if value is not None:
            found[key] = value
    return _row(line, found)


def _row(line: int, values: Mapping[str, Any]) -> CodingRow:
    """The row of these values (texts, and offsets as numbers); raises _RowError with the reason."""
    named = {key: (values.get(key) or "").strip() for key in ("interview", "theme", "coder", "id", "created_at")}
    for key in ("interview", "theme"):
        if not named[key]:
            raise _RowError(f"The row names no {key}.")
    for key, name in named.items():
        if odd := unfit(name):
            raise _RowError(f"The {key} holds {odd}. Write it anew.")
        if len(name) > NAME_CHARACTERS:
            raise _RowError(f"The {key} is longer than {NAME_CHARACTERS:,} characters.")
    if has_half(values.get("text") or ""):
        raise _RowError("The text holds half of a character (a lone surrogate). Copy the words anew.")
    text, start, end = values.get("text") or None, values.get("start"), values.get("end")
    _check_passage(text, start, end)
    return CodingRow(
        line=line,
        interview=named["interview"],
        start=start,
        end=end,
        text=text,
        theme=named["theme"],
        stance=_stance((values.get("stance") or "").strip()),
        coder=named["coder"] or None,
        memo=cleaned(values.get("memo") or "")[0],
        id=named["id"] or None,
        origin=_origin((values.get("origin") or "").strip()),
        created_at=named["created_at"] or None,
    )


def _check_passage(text: str | None, start: int | None, end: int | None) -> None:
    if start is None and end is None:
        if text is None or not text.strip():
            raise _RowError("The row gives no passage: neither start and end nor text.")
    elif start is None:
        raise _RowError("The row gives an end but no start.")
    elif end is None:
        raise _RowError("The row gives a start but no end.")
    elif end <= start:
        raise _RowError(f"The end, {end}, does not lie behind the start, {start}.")


def _stance(word: str) -> Stance:
    if not word:
        return Stance.UNSPECIFIED
    stance = _STANCES.get(word.lower())
    if stance is None:
        hint = did_you_mean(word, (s.value for s in Stance)) or "It can be strength, risk, solution or left empty."
        raise _RowError(f'The stance is "{clip(word)}", which is none. {hint}')
    return stance


def _origin(word: str) -> Origin | None:
    if not word:
        return None
    try:
        return Origin(word.lower())
    except ValueError:
        known = ", ".join(origin.value for origin in Origin)
        raise _RowError(f'The origin is "{clip(word)}", which is none of {known}.') from None
