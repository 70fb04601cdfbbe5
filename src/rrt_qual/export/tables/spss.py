"""SPSS: one row an interview, with labels of variables and values, for joining with the survey's data."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from rrt_qual.domain.report.report import Column, Matrix, Provenance, Report, Sheet, Value, ValueType
from rrt_qual.export.registry import Files, Options
from rrt_qual.export.words import clean

#: Bounds of the format, in bytes of UTF-8.
_FILE_LABEL, _VARIABLE_LABEL, _VALUE_LABEL, _NOTE_LINE = 64, 255, 119, 80

#: Where the file's header says when it was made: 'dd mmm yy' and 'hh:mm:ss'.
_STAMP = slice(92, 109)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def render(report: Report, options: Options) -> Files:
    """One file; raises ValueError when the report has no matrix."""
    if report.matrix is None:
        raise ValueError("the report has no matrix")
    with _scratch() as path:
        _write(path, report.matrix, report.provenance)
        data = bytearray(path.read_bytes())
    data[_STAMP] = _stamp(datetime.fromisoformat(report.provenance.made_at))
    return {"": bytes(data)}


@contextlib.contextmanager
def _scratch() -> Iterator[Path]:
    """A path for pyreadstat, which writes to paths alone: in memory on Linux, so that nothing of the interviews lies in
    the folder for temporary files, not even for a moment; elsewhere there, in a folder for the owner alone."""
    if sys.platform == "linux" and Path("/proc/self/fd").is_dir():
        handle = os.memfd_create("matrix")
        try:
            yield Path(f"/proc/self/fd/{handle}")
        finally:
            os.close(handle)
    else:
        with tempfile.TemporaryDirectory(prefix="rrt-qual-") as folder:
            yield Path(folder) / "matrix.sav"


def _write(path: Path, matrix: Matrix, origin: Provenance) -> None:
    import pandas
    import pyreadstat

    sheet = matrix.sheet
    frame = pandas.DataFrame({c.key: _values(sheet, n) for n, c in enumerate(sheet.columns)})
    pyreadstat.write_sav(
        frame,
        path,
        file_label=cut(f"{origin.project}: interviews", _FILE_LABEL),
        column_labels={c.key: cut(c.title, _VARIABLE_LABEL) for c in sheet.columns},
        note=_notes(sheet, origin),
        variable_value_labels={
            c.key: {value: cut(word, _VALUE_LABEL) for value, word in c.labels if isinstance(value, int)}
            for c in sheet.columns
            if c.labels
        },
        variable_measure={c.key: "scale" if _is_scale(c) else "nominal" for c in sheet.columns},
        variable_format={c.key: "F1.0" if c.labels else "F8.0" for c in sheet.columns if c.type is ValueType.INTEGER},
    )


def cut(text: str, size: int) -> str:
    """`text` on one line in at most `size` bytes of UTF-8, no character halved."""
    return clean(text, one_line=True).encode()[:size].decode(errors="ignore")


def _is_scale(column: Column) -> bool:
    return column.type is not ValueType.TEXT and not column.labels


def _values(sheet: Sheet, n: int) -> list[Value]:
    """The values of a column as SPSS has them: words, or numbers with NaN where there are none."""
    if sheet.columns[n].type is ValueType.TEXT:
        return [clean(str(row[n] or ""), one_line=True) for row in sheet.rows]
    return [float("nan") if row[n] is None else float(row[n] or 0) for row in sheet.rows]


def _notes(sheet: Sheet, origin: Provenance) -> list[str]:
    """Where the data come from and what to mind, in lines that SPSS takes."""
    sentences = [
        *sheet.notes,
        f"Codebook {origin.codebook}, version {origin.codebook_version}, revision {origin.revision}.",
        *(f"{what}: {value}." for what, value in origin.filters),
        f"Rule: {origin.counting_rule}.",
        f"{origin.program}, {origin.made_at}.",
    ]
    lines = []
    for sentence in sentences:
        line = ""
        for word in clean(sentence, one_line=True).split(" "):
            if line and len(f"{line} {word}".encode()) > _NOTE_LINE:
                lines.append(line)
                line = ""
            line = cut(f"{line} {word}".strip(), _NOTE_LINE)
        lines.append(line)
    return lines


def _stamp(at: datetime) -> bytes:
    return f"{at.day:02} {_MONTHS[at.month - 1]} {at.year % 100:02}{at:%H:%M:%S}".encode("ascii")
