"""Opens a CSV file: its encoding, its delimiter, and the line on which each row begins."""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from rrt_qual.domain.errors import FileFault
from rrt_qual.domain.files.characters import cleaned
from rrt_qual.domain.files.limits import CELL_CHARACTERS, CELLS, COLUMNS, ROWS, TABLE_BYTES, Budget
from rrt_qual.ingest.decode import decode
from rrt_qual.ingest.normalise import plural
from rrt_qual.ingest.raw_file import file_name, read_bytes

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "vertical bar"}
#: Rows that tell the delimiter, and how many are looked at to find them among blank ones.
_SAMPLE_ROWS, _LOOKED_AT = 60, 2_000
#: Cells that a spreadsheet would run: the writer puts an apostrophe before them (export.safe.csv_cell).
_GUARDED = re.compile(r"'+[=+\-@\t\r\n]")


@dataclass(frozen=True, slots=True)
class CsvRow:
    """One row; `line` (from 1) is where it begins, as cells may hold line breaks."""

    line: int
    cells: tuple[str, ...]

    def cell(self, index: int | None) -> str:
        """The cell at `index` as it stands; '' beyond the end of the row and for None."""
        return self.cells[index] if index is not None and index < len(self.cells) else ""


@dataclass(frozen=True, slots=True)
class CsvFile:
    """A CSV file: first row, other rows (blank ones left out), and how it was read.

    Cells are as they stand, save for the apostrophe that keeps a spreadsheet from running them.
    `warnings` are pairs of a line and a sentence.
    """

    name: str
    encoding: str
    delimiter: str
    header: CsvRow
    rows: tuple[CsvRow, ...]
    warnings: tuple[tuple[int, str], ...] = ()

    def columns(self) -> list[str]:
        """The header's names without white space at their ends."""
        return [cell.strip() for cell in self.header.cells]


def fold(name: str) -> str:
    """A column's name for comparison: lower case, without white space, -, _ and dots."""
    return re.sub(r"[\s_.\-]+", "", name.strip().casefold())


def read_csv(path: Path, known: Collection[str] = ()) -> CsvFile:
    """The CSV file at `path`, in whatever encoding, split by whichever of , ; tab | fits best.

    `known` are folded column names that tell the right delimiter from the wrong ones.

    Raises:
        FileFault: it cannot be read, is empty, binary or too large, or a quotation mark is never closed.
    """
    return parse_csv(read_bytes(path), file_name(path), known)


def parse_csv(data: bytes, name: str, known: Collection[str] = ()) -> CsvFile:
    """As read_csv, from the bytes of the file; `name` is for sentences."""
    if data.startswith(b"PK\x03\x04"):
        raise FileFault(f"{name} is a workbook, not a CSV file.", "Save it from the spreadsheet as 'CSV UTF-8'.")
    try:
        decoded = decode(data, name, TABLE_BYTES)
    except FileFault as fault:
        raise FileFault(fault.sentence, "Save it again as 'CSV UTF-8'.") from None
    text, odd = cleaned(decoded.text.removeprefix("\ufeff"))
    start, named = 0, re.match(r'"?sep=([,;|\t])"?[ ]*(\r\n|\r|\n)', text)
    if named is not None:
        start, text = 1, text[named.end() :]
    delimiter = named[1] if named is not None else _delimiter(text, known)
    rows, warnings = _rows(text, delimiter, name, start)
    if not rows:
        raise FileFault(f"{name} holds no rows.", "Give a CSV file whose first line names its columns.")
    if odd:
        warnings.append((1, f"{plural(odd, 'control character')} or half characters were taken out of the cells."))
    warnings = [*((1, warning) for warning in decoded.warnings), *warnings]
    return CsvFile(name, decoded.encoding, delimiter, rows[0], tuple(rows[1:]), tuple(warnings))


def one_column_hint(file: CsvFile) -> str:
    """What to say when nothing splits: the delimiters that were looked for."""
    return "; nothing in it is separated by commas, semicolons, tabs or |" if len(file.header.cells) == 1 else ""


def unguard(cell: str) -> str:
    """`cell` without the apostrophe that was put before it to keep a spreadsheet from running it."""
    return cell[1:] if _GUARDED.match(cell) else cell


def _delimiter(text: str, known: Collection[str]) -> str:
    def fitness(delimiter: str) -> tuple[int, float, int]:
        sample = _take(text, delimiter)
        if not sample or len(sample[0]) < 2:
            return (0, 0.0, 0)
        named = sum(fold(cell) in known for cell in sample[0])
        even = sum(len(row) == len(sample[0]) for row in sample) / len(sample)
        return (named, even, len(sample[0]))

    return max(DELIMITERS, key=fitness)


def _take(text: str, delimiter: str, lines: type[io.StringIO] = io.StringIO) -> list[list[str]]:
    reader = csv.reader(lines(text, newline=""), delimiter=delimiter)
    try:
        with long_cells():
            first = itertools.islice(reader, _LOOKED_AT)
            rows = list(itertools.islice((row for row in first if any(cell.strip() for cell in row)), _SAMPLE_ROWS))
    except csv.Error:
        return []
    return rows


@contextmanager
def long_cells() -> Iterator[None]:
    """Cells of up to CELL_CHARACTERS; `csv` limits them by a setting of the whole process, which is put back."""
    before = csv.field_size_limit(CELL_CHARACTERS)
    try:
        yield
    finally:
        csv.field_size_limit(before)


class TableLimits:
    """Counts the rows and cells of the table `name`; `check` raises FileFault for a row that is too much."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._rows = Budget(ROWS, f"{name} has more than {ROWS:,} rows.", "Split it into several files.")
        self._cells = Budget(CELLS, f"{name} has more than {CELLS:,} cells.", "Split it into several files.")

    def check(self, cells: Sequence[str], line: int) -> None:
        """Count one row, which begins on `line`."""
        if len(cells) > COLUMNS:
            raise FileFault(
                f"{self.name}:{line}: the row has {len(cells):,} cells, more than the {COLUMNS:,} that a table may.",
                "Check that it is the table, and that rows end with a line end.",
            )
        self._rows.spend()
        self._cells.spend(len(cells))


def csv_fault(fault: csv.Error, name: str, line: int) -> FileFault:
    """What `csv` found wrong in the row that begins on `line`, in our words."""
    if "field limit" in str(fault):
        return FileFault(
            f"{name}:{line}: a cell is longer than {CELL_CHARACTERS:,} characters.",
            'Check that a quotation mark (") is not opened there and never closed.',
        )
    return FileFault(
        f"{name}:{line}: a quotation mark is opened in this row and never closed.",
        'Close it at the end of the cell; a quotation mark inside a cell is written twice ("").',
    )


def _rows(text: str, delimiter: str, name: str, start: int) -> tuple[list[CsvRow], list[tuple[int, str]]]:
    """All rows, read strictly; and once more leniently, with a warning, if a quotation mark stands oddly."""
    try:
        return list(_read(text, delimiter, name, start, strict=True)), []
    except _OddQuoteError as odd:
        line = odd.line
    warning = "a quotation mark stands inside a cell; check that the row was read as it should be."
    return list(_read(text, delimiter, name, start, strict=False)), [(line, warning)]


class _OddQuoteError(Exception):
    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


def _read(text: str, delimiter: str, name: str, start: int, *, strict: bool) -> Iterator[CsvRow]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=strict)
    line = start + 1
    limits = TableLimits(name)
    try:
        while True:
            with long_cells():  # not around the yield: others may read a table between two rows of this one
                cells = next(reader, None)
            if cells is None:
                return
            limits.check(cells, line)
            if any(cell.strip() for cell in cells):
                yield CsvRow(line, tuple(unguard(cell) for cell in cells))
            line = start + reader.line_num + 1
    except csv.Error as error:
        if strict and "expected after" in str(error):
            raise _OddQuoteError(line) from None
        raise csv_fault(error, name, line) from None
