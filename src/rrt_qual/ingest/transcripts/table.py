"""A table (CSV, or parted by semicolons, tabs or bars) with a column of text, and perhaps speakers and times."""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections.abc import Sequence

from rrt_qual.domain.errors import FileFault
from rrt_qual.domain.files.limits import TIME_MS
from rrt_qual.ingest.decode import decode
from rrt_qual.ingest.draft import RawFile, TranscriptDraft
from rrt_qual.ingest.normalise import normalise, plural
from rrt_qual.ingest.speakers.labels import parse_range
from rrt_qual.ingest.tables.csv_file import TableLimits, csv_fault, long_cells
from rrt_qual.ingest.transcripts.cues import Utterance, compose

_COLUMNS = {
    "text": ("text", "utterance", "content", "transcript", "transcription", "words", "speech", "sentence", "dialogue"),
    "speaker": ("speaker", "speaker name", "name", "who", "speaker label", "role", "speaker id"),
    "start": (
        "start",
        "start time",
        "starttime",
        "begin",
        "start_ms",
        "start ms",
        "start (ms)",
        "time",
        "timestamp",
        "in",
    ),
    "end": ("end", "end time", "endtime", "stop", "end_ms", "end ms", "end (ms)", "out"),
}
_DELIMITERS = ",;\t|"


def read_table(file: RawFile, told: Sequence[str] = ()) -> TranscriptDraft:
    """Turns of a table with a header row; a row without a speaker continues the one before.

    Raises:
        FileFault: it is empty, is not text, or has no column of text (the columns seen are listed).
    """
    decoded = decode(file.data, file.name)
    normal = normalise(decoded.text)
    rows = _rows(normal.text, file.name)
    header = rows[0] if rows else []
    places = {use: _place(header, names) for use, names in _COLUMNS.items()}
    _refuse_what_is_no_transcript(header, places["text"], file.name)
    utterances: list[Utterance] = []
    ragged = untimed = 0
    current = ""
    for row in rows[1:]:
        ragged += len(row) > len(header)
        current = _cell(row, places["speaker"]) or current
        words = _words(row, places["text"], len(header))
        start, end = _time(row, header, places["start"]), _time(row, header, places["end"])
        both = parse_range(_cell(row, places["start"]))
        untimed += any(_cell(row, places[use]) and time is None for use, time in (("start", start), ("end", end)))
        utterances.append(Utterance(current, words, start, end if end is not None else both[1]))
    draft = compose(utterances, (), file.name)
    draft.encoding, draft.removed, draft.warnings = decoded.encoding, normal.removed, list(decoded.warnings)
    if ragged:
        draft.warnings.append(
            f"{plural(ragged, 'row has', 'rows have')} more cells than the header: look for stray separators."
        )
    if untimed:
        draft.warnings.append(
            f"{plural(untimed, 'row has', 'rows have')} a time that cannot be read; the words were kept."
        )
    return draft


def _rows(text: str, name: str) -> list[list[str]]:
    """The rows that are not blank."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), skipinitialspace=True)
    limits = TableLimits(name)
    rows: list[list[str]] = []
    line = 1
    try:
        with long_cells():
            for row in reader:
                limits.check(row, line)
                line = reader.line_num + 1
                if any(cell.strip() for cell in row):
                    rows.append([cell.strip() for cell in row])
    except csv.Error as fault:
        raise csv_fault(fault, name, line) from None
    return rows


def _delimiter(text: str) -> str:
    """The separator of the header row; where it has none or several, the one that parts the first rows most evenly.

    (csv.Sniffer looks for quotation marks in time by the square of what it is given.)
    """
    header = re.sub(r'"[^"]*"', "", text.lstrip("\n").split("\n", 1)[0])
    present = [mark for mark in _DELIMITERS if mark in header]
    if len(present) == 1:
        return present[0]
    return max(_DELIMITERS, key=lambda mark: (*_evenness(text[:20_000], mark), header.count(mark)))


def _evenness(sample: str, mark: str) -> tuple[float, int]:
    """Which share of the first rows has as many cells as the first has, and how many cells that are."""
    reader = csv.reader(io.StringIO(sample, newline=""), delimiter=mark, skipinitialspace=True)
    try:
        rows = [row for row in itertools.islice(reader, 30) if row]
    except csv.Error:
        return (0.0, 0)
    if not rows or len(rows[0]) < 2:
        return (0.0, 0)
    return (sum(len(row) == len(rows[0]) for row in rows) / len(rows), len(rows[0]))


def _place(header: Sequence[str], names: Sequence[str]) -> int | None:
    """The column of the first of `names` that the header has, in any case and with any white space or _."""
    folded = [" ".join(cell.casefold().replace("_", " ").split()) for cell in header]
    return next((folded.index(name.replace("_", " ")) for name in names if name.replace("_", " ") in folded), None)


def _refuse_what_is_no_transcript(header: Sequence[str], text_column: int | None, name: str) -> None:
    folded = {cell.casefold() for cell in header}
    if (
        text_column is not None
        and folded & {"tag", "code", "theme"}
        and folded & {"document", "doc", "interview", "file"}
    ):
        raise FileFault(
            f"{name} holds coded passages (columns {', '.join(header)}), not a transcript.",
            "Import the interviews, and the codings with 'codings import'.",
        )
    if text_column is None:
        seen = ", ".join(cell[:40] or "(no name)" for cell in header[:20]) or "none"
        raise FileFault(
            f"{name}, line 1: no column holds the talk; the columns seen are {seen}.",
            "Name it 'text' (and those of speakers and times 'speaker', 'start', 'end').",
        )


def _cell(row: Sequence[str], place: int | None) -> str:
    return row[place] if place is not None and place < len(row) else ""


def _words(row: Sequence[str], place: int | None, width: int) -> str:
    """The row's text; a last column takes the cells that an unquoted separator cut off, so that no word is lost."""
    if place is not None and place == width - 1 and len(row) > width:
        return ", ".join(row[place:])
    return _cell(row, place)


def _time(row: Sequence[str], header: Sequence[str], place: int | None) -> int | None:
    """Milliseconds of a cell: a clock time, or a number of seconds (milliseconds where the header says ms)."""
    cell = _cell(row, place)
    if not cell or place is None:
        return None
    if re.fullmatch(r"[0-9]{1,15}(?:[.,][0-9]{1,15})?", cell):
        value = float(cell.replace(",", "."))
        is_millis = re.search(r"\bms\b|milli", header[place].casefold().replace("_", " "))
        found = round(value if is_millis else value * 1000)
        return found if found <= TIME_MS else None
    return parse_range(cell)[0]
