"""Files of codings are read row by row; what cannot be read is listed with its line and the reason."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rrt_qual.domain.codebook import Stance
from rrt_qual.domain.coding import CodingRow, Origin
from rrt_qual.domain.errors import FileFault
from rrt_qual.ingest.tables.codings_file import CodingsFile, read_codings

SAMPLES = Path(__file__).parents[3].parent / "shared" / "data" / "import_samples" / "taguette"


@pytest.fixture
def read(tmp_path: Path):
    """Reads codings from a text, in a file of the given name."""

    def reader(text: str | bytes, name: str = "codings.csv") -> CodingsFile:
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return read_codings(path)

    return reader


def jsonl(*objects: object) -> str:
    return "".join(json.dumps(o) + "\n" for o in objects)


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the files that Taguette exported are not here")
def test_a_real_file_of_taguette() -> None:
    """All 1,930 highlights of a published study are read, with document, tag and words."""
    read = read_codings(SAMPLES / "all_tags_20220303.csv")
    assert (len(read.rows), read.faults, read.warnings, read.format) == (1930, (), (), "csv")
    assert read.rows[0] == CodingRow(
        line=2,
        interview="P2_GMT20211119.odt",
        theme="Home tab elements useful",
        text="Okay, I read this and I think the text is clear.",
        id="473",
    )


def test_every_column_is_read(read) -> None:
    """All that a coding can say, with the line on which its row begins."""
    made = read(
        "interview,start,end,text,theme,stance,coder,memo,id,origin,created_at\n"
        'A,3,9,"two\nlines",pay,risk,Ann,why,x1,accepted,2026-01-02T03:04:05Z\n'
        "A,4,8,,pay,,,,,,\n"
    )
    assert made.faults == ()
    assert made.rows == (
        CodingRow(
            line=2,
            interview="A",
            start=3,
            end=9,
            text="two\nlines",
            theme="pay",
            stance=Stance.RISK,
            coder="Ann",
            memo="why",
            id="x1",
            origin=Origin.ACCEPTED,
            created_at="2026-01-02T03:04:05Z",
        ),
        CodingRow(line=4, interview="A", start=4, end=8, theme="pay"),
    )


@pytest.mark.parametrize("interview", ["interview", "Document", "FILE", "source"])
@pytest.mark.parametrize(("start", "end"), [("start", "end"), ("Start_Offset", "end offset"), ("from", "to")])
@pytest.mark.parametrize("text", ["text", "content", "quote", "passage"])
def test_columns_are_known_by_many_names(read, interview: str, start: str, end: str, text: str) -> None:
    """Other programs' words for the same things are understood, in CSV and in JSONL alike."""
    made = read(f"{interview};{start};{end};{text};code;user;note\nA;1;2;x;pay;Ann;n\n")
    row = CodingRow(line=2, interview="A", start=1, end=2, text="x", theme="pay", coder="Ann", memo="n")
    assert made.rows == (row,)
    keys = {interview: "A", start: 1, end: 2, text: "x", "tag": "pay", "owner": "Ann", "comment": "n"}
    assert read("\n" + jsonl(keys), "c.jsonl").rows == (row,)


@pytest.mark.parametrize(
    ("cell", "stance"),
    [
        ("", "unspecified"),
        ("Risk", "risk"),
        (" strength ", "strength"),
        ("!", "solution"),
        ("'-", "risk"),
        ("+", "strength"),
    ],
)
def test_stances_by_word_or_sign(read, cell: str, stance: str) -> None:
    """In any case, or as the sign that stands beside the colour, also where it was guarded."""
    assert read(f"interview,theme,text,stance\nA,pay,x,{cell}\n").rows[0].stance == stance


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (",pay,x,,,", "The row names no interview."),
        ("A,,x,,,", "The row names no theme."),
        ("A,pay,,,,", "The row gives no passage: neither start and end nor text."),
        ("A,pay, ,,,", "The row gives no passage: neither start and end nor text."),
        ("A,pay,x,3,,", "The row gives a start but no end."),
        ("A,pay,x,,3,", "The row gives an end but no start."),
        ("A,pay,,3,3,", "The end, 3, does not lie behind the start, 3."),
        ("A,pay,,9,3,", "The end, 3, does not lie behind the start, 9."),
        ("A,pay,,x,3,", 'The start is "x", which is not a whole number from 0.'),
        ("A,pay,,1,2.5,", 'The end is "2.5", which is not a whole number from 0.'),
        ('A,pay,,"1,5",9,', 'The start is "1,5", which is not a whole number from 0.'),
        ("A,pay,,-1,3,", 'The start is "-1", which is not a whole number from 0.'),
        ("A,pay,x,,,rsk", 'The stance is "rsk", which is none. Did you mean "risk"?'),
        ("A,pay,x,,,zzz", "It can be strength, risk, solution or left empty."),
        ("A,pay,x,,,risk,more", "The row has 7 cells, but there are 6 columns."),
    ],
)
def test_a_row_that_cannot_be_read_is_listed(read, row: str, reason: str) -> None:
    """The other rows are read, and this one is named with its line and the reason."""
    made = read(f"interview,theme,text,start,end,stance\nA,pay,first,,,\n{row}\nA,pay,last,,,\n")
    assert [r.text for r in made.rows] == ["first", "last"]
    (fault,) = made.faults
    assert fault.line == 3
    assert reason in fault.reason


def test_numbers_as_spreadsheets_write_them(read) -> None:
    """1,200 and 12.0 are still one whole number."""
    assert read('interview,theme,start,end\nA,pay,12.0,"1,200"\n').rows[0].end == 1200


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{nonsense", "The line is not a JSON object."),
        ("[1]", "not an object of keys and values"),
        ('{"interview": "A", "theme": "p", "start": "1", "end": 2}', 'The start is "1", which is not a whole number'),
        ('{"interview": "A", "theme": "p", "start": true, "end": 2}', "The start is true"),
        ('{"interview": "A", "theme": "p", "start": 1.0, "end": 2}', "The start is 1.0"),
        ('{"interview": "A", "theme": "p", "text": ["x"]}', 'The text is ["x"], which is not a text.'),
        ('{"interview": "A", "text": "x"}', "The row names no theme."),
        ('{"interview": "A", "theme": "p", "text": "x", "origin": "x"}', "none of hand, accepted, imported, machine"),
    ],
)
def test_a_line_of_json_that_cannot_be_read_is_listed(read, line: str, reason: str) -> None:
    """One bad line does not lose the file."""
    made = read(f'{{"interview": "A", "theme": "p", "text": "x"}}\n{line}\n', "c.jsonl")
    assert len(made.rows) == 1
    (fault,) = made.faults
    assert fault.line == 2
    assert reason in fault.reason


def test_json_null_and_numbers_of_other_programs(read) -> None:
    """null is as good as absent, and a number serves as an id or a name."""
    made = read(jsonl({"interview": 7, "theme": "p", "text": "x", "start": None, "memo": None, "id": 473}), "c.ndjson")
    assert made.rows == (CodingRow(line=1, interview="7", theme="p", text="x", id="473"),)


def test_line_separators_inside_json_do_not_end_a_line(read) -> None:
    """U+2028 and U+0085 may stand in JSON as they are."""
    text = '{"interview": "A", "theme": "p", "text": "x\u2028y\u0085z"}\n{"interview": "A", "theme": "p"}\n'
    made = read(text, "c.jsonl")
    assert made.rows[0].text == "x\u2028y\u0085z"
    assert [f.line for f in made.faults] == [2]


def test_the_kind_is_told_from_the_first_sign(read) -> None:
    """A file of another ending is JSONL if it begins with a brace, otherwise CSV."""
    assert read(b'\xef\xbb\xbf{"interview": "A", "theme": "p", "text": "x"}\n', "c.txt").format == "jsonl"
    assert read("interview,theme,text\nA,p,x\n", "c.txt").format == "csv"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("document,content\nA,x\n", r"no column for theme: its columns are 'document', 'content'"),
        ("interview,theme,start\nA,p,1\n", r"no column for text \(or start and end\)"),
        ("a b c\n", r"nothing in it is separated by commas"),
        ("", r"is empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", r"binary"),
    ],
)
def test_a_file_that_holds_no_codings_is_one_sentence(read, text: str | bytes, words: str) -> None:
    """What was seen and what is expected; and a missing file is one sentence too."""
    with pytest.raises(FileFault, match=words):
        read(text)
    with pytest.raises(FileFault, match="There is no file"):
        read_codings(Path("nowhere.csv"))
