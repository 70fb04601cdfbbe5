"""Codings are written so that they read back whole, and so that no spreadsheet runs them."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rrt_qual.domain.codebook import Stance
from rrt_qual.domain.coding import CodingRow, Origin
from rrt_qual.export.codings_file import COLUMNS, write_codings
from rrt_qual.ingest.tables.codings_file import read_codings

ROW = CodingRow(
    interview="Interview 1",
    start=3,
    end=9,
    text="=1+1, “so”\nshe said",
    theme="pay",
    stance=Stance.RISK,
    coder="Ann",
    memo="-5 °C",
    id="x",
    origin=Origin.HAND,
    created_at="2026-01-02T03:04:05Z",
)

LETTERS = st.sampled_from([*"=+-@'\"\t\r\n,;| aé£😀“", "''", "\u2028", "\x85", "sep="])
TEXTS = st.lists(LETTERS, max_size=8).map("".join)
WORDS = TEXTS.map(str.strip).filter(lambda text: bool(text.strip()))


@st.composite
def rows(draw: st.DrawFn) -> CodingRow:
    """Rows such as a project writes: a passage by offsets, by words, or by both."""
    text = draw(st.none() | TEXTS.filter(str.strip))
    start = draw(st.integers(0, 10**9)) if text is None else draw(st.none() | st.integers(0, 10**9))
    return CodingRow(
        interview=draw(WORDS),
        start=start,
        end=None if start is None else start + draw(st.integers(1, 99)),
        text=text,
        theme=draw(WORDS),
        stance=draw(st.sampled_from(Stance)),
        coder=draw(st.none() | WORDS),
        memo=draw(TEXTS),
        id=draw(st.none() | st.uuids().map(str)),
        origin=draw(st.none() | st.sampled_from(Origin)),
        created_at=draw(st.sampled_from([None, "2026-01-02T03:04:05.000Z"])),
    )


@settings(max_examples=60, deadline=None)
@given(st.lists(rows(), min_size=1, max_size=5), st.sampled_from(["csv", "jsonl"]))
def test_what_is_written_reads_back_the_same(made: list[CodingRow], kind: str) -> None:
    """A file of codings that goes to a colleague and back loses nothing, apostrophes and line breaks included."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"codings.{kind}"
        assert write_codings(made, path, kind) == len(made)  # type: ignore[arg-type]
        read = read_codings(path)
    assert read.faults == ()
    assert [replace(row, line=0) for row in read.rows] == made


def test_csv_for_a_spreadsheet(tmp_path: Path) -> None:
    """A byte order mark for Excel, and an apostrophe before what it would run."""
    path = tmp_path / "c.csv"
    write_codings([ROW], path, "csv")
    raw = path.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbfinterview,start,end,text")
    header, cells = csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline=""))
    assert tuple(header) == COLUMNS
    assert cells[1:4] == ["3", "9", "'=1+1, “so”\nshe said"]
    assert cells[7] == "'-5 °C"


def test_jsonl_is_one_object_a_line(tmp_path: Path) -> None:
    """Letters stand as they are, and every key is there."""
    path = tmp_path / "c.jsonl"
    write_codings([ROW, ROW], path, "jsonl")
    lines = path.read_bytes().decode("utf-8").splitlines()
    assert len(lines) == 2
    assert "“so”" in lines[0]
    assert list(json.loads(lines[0])) == list(COLUMNS)
    assert json.loads(lines[0])["stance"] == "risk"


@pytest.mark.parametrize("kind", ["csv", "jsonl"])
def test_a_stream_gets_the_text_alone(kind: str) -> None:
    """Standard output needs no byte order mark."""
    out = io.StringIO()
    assert write_codings([ROW], out, kind) == 1  # type: ignore[arg-type]
    assert out.getvalue().startswith(("interview,", '{"interview"'))


def test_no_rows_make_a_header_alone(tmp_path: Path) -> None:
    """An empty project exports a file that says so and reads back."""
    path = tmp_path / "c.csv"
    assert write_codings([], path, "csv") == 0
    assert read_codings(path).rows == ()
