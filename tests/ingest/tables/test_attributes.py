"""Attributes are matched to the interviews that are known; nothing is matched by guess."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rrt_qual.domain.errors import FileFault
from rrt_qual.ingest.tables.attributes import AttributeTable, read_attributes
from rrt_qual.ingest.tables.interview_names import InterviewNames

KNOWN = {"Interview 1": "int01.docx", "Interview 2": "int02.vtt", "P1.2": "third.txt"}


@pytest.fixture
def read(tmp_path: Path):
    """Reads attributes from a text."""

    def reader(text: str | bytes, known: object = KNOWN) -> AttributeTable:
        path = tmp_path / "attributes.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return read_attributes(path, known)  # type: ignore[arg-type]

    return reader


def test_rows_find_their_interviews(read) -> None:
    """By file name with or without ending and folder, in any case, and by the interview's name."""
    table = read("file,wave,team\nINT01,2024,North\nC:\\data\\int02.vtt,2025,\nP1.2,2025,South\n")
    assert table.rows == {
        "Interview 1": {"wave": "2024", "team": "North"},
        "Interview 2": {"wave": "2025", "team": ""},
        "P1.2": {"wave": "2025", "team": "South"},
    }
    assert table.columns == ("wave", "team")
    assert table.missing == table.unmatched_rows == table.warnings == ()
    assert table.key_column == "file"


def test_what_does_not_match_is_listed_both_ways(read) -> None:
    """Rows without a file with their lines, files without a row by name."""
    table = read('file,note\nint01,"two\nlines"\nint09,x\n,y\n')
    assert table.unmatched_rows == ((4, "int09"), (5, ""))
    assert table.missing == ("Interview 2", "P1.2")


def test_an_empty_file_cell_gives_way_to_the_interview(read) -> None:
    """file and interview are both keys, never attributes."""
    table = read("file,Interview,wave\n,interview 1,1\nint02,somebody else,2\n")
    assert set(table.rows) == {"Interview 1", "Interview 2"}
    assert table.columns == ("wave",)


@pytest.mark.parametrize(
    ("header", "key", "columns"),
    [
        ("name,id,interview,filename,file", "file", ("name", "id")),
        ("name,id,interview,filename", "filename", ("name", "id")),
        ("name,id,Interview", "interview", ("name", "id")),
        ("name,ID", "id", ("name",)),
        ("team,Name", "name", ("team",)),
    ],
)
def test_the_key_column_is_the_first_by_preference(read, header: str, key: str, columns: tuple[str, ...]) -> None:
    """The order of the columns in the file does not matter."""
    table = read(header + "\n" + ",".join("int01" for _ in header.split(",")) + "\n")
    assert (table.key_column, table.columns) == (key, columns)
    assert list(table.rows) == ["Interview 1"]


@pytest.mark.parametrize("delimiter", list(",;\t|"))
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_delimiters_and_encodings_of_spreadsheets(read, delimiter: str, encoding: str) -> None:
    """Excel writes semicolons in half of Europe, tabs in UTF-16, and Windows-1252 by default."""
    text = delimiter.join(["file", "team", "note"]) + "\r\n" + delimiter.join(["int01", "Café", "£5, no; yes"]) + "\r\n"
    if delimiter in ",;":
        text = text.replace("£5, no; yes", '"£5, no; yes"')
    table = read(text.encode(encoding))
    assert table.rows == {"Interview 1": {"team": "Café", "note": "£5, no; yes"}}


def test_a_line_that_names_the_delimiter_is_obeyed(read) -> None:
    """Excel writes `sep=;` first; lines are still counted from the top."""
    table = read("sep=;\nfile;team\nint01;A,B\nint09;C\n")
    assert table.rows == {"Interview 1": {"team": "A,B"}}
    assert table.unmatched_rows == ((4, "int09"),)


def test_names_of_waves_and_participants_are_found_in_any_case(read) -> None:
    """The project gives these two a meaning, so they are called the same whatever the file's case."""
    assert read("file,Wave,PARTICIPANT,Role\nint01,1,p,r\n").columns == ("wave", "participant", "Role")


def test_a_guard_against_formulas_is_taken_off(read) -> None:
    """What our own exports put before =, +, - and @ is not part of the value."""
    assert read("file,change\nint01,'-5\n").rows["Interview 1"]["change"] == "-5"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("file,x\nint01,1\nInterview 1,2\n", r"attributes.csv:3: lines 2 and 3 are about the same interview"),
        ("file,x\nint01,1,2\nint02,1,2\n", r"csv:2: the row has 3 cells.*\n.*csv:3: the row has 3 cells"),
        ("shoe,size\n1,2\n", r"its columns are 'shoe', 'size'\. Name one column 'file'"),
        ("no columns at all\n1\n", r"nothing in it is separated by commas, semicolons, tabs or \|"),
        ("file,Team,team\nint01,a,b\n", r"csv:1: two columns have one name: 'Team' and 'team'"),
        ('file,x\nint01,"a\nint02,b\n', r"csv:2: a quotation mark is opened in this row and never closed"),
        ("", r"is empty"),
        (b"PK\x03\x04rest of a workbook", r"is a workbook, not a CSV file"),
    ],
)
def test_faults_name_their_lines(read, text: str | bytes, words: str) -> None:
    """A file that cannot be trusted is refused in plain words."""
    with pytest.raises(FileFault, match=words):
        read(text)


def test_cells_beyond_the_header_may_be_empty(read) -> None:
    """Spreadsheets leave commas at the ends of rows."""
    assert set(read("file,x\nint01,1,,,\n\n,,\n").rows) == {"Interview 1"}


def test_columns_without_a_name_are_told(read) -> None:
    """A column with cells but no name is not read, and said so; an empty one is passed over."""
    table = read("file,,x,\nint01,lost,1,\n")
    assert table.columns == ("x",)
    assert table.warnings == ("attributes.csv:1: column 2 has no name in the first line and is not read.",)


def test_a_stray_quotation_mark_is_told(read) -> None:
    """The row is read all the same, with a warning that names its line."""
    table = read('file,x\nint02,y\nint01,"a" b\n')
    assert set(table.rows) == {"Interview 1", "Interview 2"}
    assert "attributes.csv:3: a quotation mark stands inside a cell" in table.warnings[0]


def test_a_key_that_could_be_two_interviews_is_neither(read) -> None:
    """int01 could be int01.docx or int01.vtt; the whole name says which."""
    known = {"First": "int01.docx", "Second": "int01.vtt"}
    table = read("file,x\nint01,1\nint01.vtt,2\n", known)
    assert table.rows == {"Second": {"x": "2"}}
    assert table.unmatched_rows == ((2, "int01"),)
    assert "could be any of First, Second" in table.warnings[0]


def test_interviews_may_be_given_by_name_alone(read) -> None:
    """Without file names, the names of the interviews are matched, endings aside."""
    assert read("file,x\na.docx,1\n", ["A", "B.txt"]).rows == {"A": {"x": "1"}}
    assert read("file,x\nb,1\n", ["A", "B.txt"]).missing == ("A",)


@settings(max_examples=80, deadline=None)
@given(
    st.lists(st.text(min_size=1, max_size=8).filter(str.strip), min_size=1, max_size=6, unique=True),
    st.data(),
)
def test_every_interview_is_found_by_its_own_name(names: list[str], data: st.DataObject) -> None:
    """Whatever interviews are called, the very name means that interview, or is told to be ambiguous."""
    name = data.draw(st.sampled_from(names))
    assert name in InterviewNames(names).find(name)
