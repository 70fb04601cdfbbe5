"""Files made to hurt: bombs, broken halves, endless numbers. Each is one sentence, soon, and the others go in."""

from __future__ import annotations

import io
import json
import os
import socket
import zipfile
from pathlib import Path

import openpyxl
import pytest
from transcript_help import Read, steps_of, talk

from rrt_qual.domain.errors import FileFault
from rrt_qual.domain.files import door as file_door
from rrt_qual.domain.files.characters import STACKED_MARKS, unstacked
from rrt_qual.domain.spans import Span
from rrt_qual.ingest import zip_parts
from rrt_qual.ingest.codebook.yaml_file import parse_codebook_yaml
from rrt_qual.ingest.faults import CodebookFaults
from rrt_qual.ingest.speakers import segments
from rrt_qual.ingest.tables import csv_file
from rrt_qual.ingest.tables import workbook as workbook_module
from rrt_qual.ingest.tables.codings_file import read_codings
from rrt_qual.ingest.tables.codings_place import same_words
from rrt_qual.ingest.tables.csv_file import parse_csv
from rrt_qual.ingest.tables.numbers import parse_number
from rrt_qual.ingest.tables.survey import read_scores
from rrt_qual.ingest.tables.workbook import read_figures
from rrt_qual.ingest.transcripts.cues import Utterance, compose, scan_cues
from rrt_qual.ingest.transcripts.vtt import _VOICE
from rrt_qual.suggest.embed.faults import DataFault
from rrt_qual.suggest.judge.readers import read_jsonl

_TYPES = "[Content_Types].xml"
_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def zipped(**parts: bytes | str) -> bytes:
    """A zip file of these members; '/' is written '__' and '.' is '_dot_'."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(_TYPES, "<Types/>")
        for name, data in parts.items():
            package.writestr(name.replace("__", "/").replace("_dot_", "."), data)
    return out.getvalue()


def word(body: str, before: str = "") -> bytes:
    """A Word file with this body."""
    return zipped(word__document_dot_xml=f'{before}<w:document xmlns:w="{_MAIN}"><w:body>{body}</w:body></w:document>')


def paragraph(words: str) -> str:
    return f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>"


def workbook(sheet: str) -> bytes:
    """A workbook whose only sheet has these rows."""
    return zipped(
        xl__workbook_dot_xml="<workbook><sheets><sheet name='S' sheetId='1'/></sheets></workbook>",
        xl__worksheets__sheet1_dot_xml=f"<worksheet><sheetData>{sheet}</sheetData></worksheet>",
    )


def test_a_small_word_file_is_read(read: Read) -> None:
    """The bombs below differ from a file that is read in one thing only."""
    assert talk(read("a.docx", word(paragraph("Jo: Why?") + paragraph("Ann: Well."))))[1] == ("Ann", "Well.")


def test_tables_in_tables_are_read_once(read: Read) -> None:
    """A table inside a cell belongs to that cell: its words come once, and depth does not multiply the work."""
    nested = paragraph("deep words")
    for _ in range(20):
        nested = f"<w:tbl><w:tr><w:tc>{nested}</w:tc></w:tr></w:tbl>"
    assert read("a.docx", word(nested)).text.count("deep words") == 1


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (word(paragraph("x")).replace(b"word/document.xml", b"word/xocument.xml"), "missing"),
        (word("<w:p>" * 200 + "</w:p>" * 200), "inside one another"),
        (word(paragraph("&b;"), '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'), "document type"),
        (word(paragraph("x"))[:-60], "cut short or damaged"),
        (zipped(word__document_dot_xml="<w:document"), "no XML"),
        (zipped(word__document_dot_xml="<html/>"), "no text part"),
        (zipped(word__document_dot_xml=b" " * 1_500_000), "unpacks to more than 1 MB"),
    ],
    ids=["missing", "deep", "entities", "cut", "broken", "other", "bomb"],
)
def test_word_files_made_to_hurt(read: Read, data: bytes, says: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A bomb, a broken part or a missing one is a sentence that names the file."""
    monkeypatch.setattr(zip_parts, "ZIP_MEMBER_BYTES", 1_000_000)
    with pytest.raises(FileFault, match=says) as caught:
        read("a.docx", data)
    assert "a.docx" in caught.value.sentence and caught.value.remedy


def test_a_broken_deflate_stream_is_a_sentence(read: Read) -> None:
    """Whatever byte of the packed talk is broken, the file is read or refused, never a traceback."""
    whole = word(paragraph("Jo: a word and another one") * 50)
    start = whole.index(b"word/document.xml") + 17
    for at in range(start, start + 60):
        try:
            read("a.docx", whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :])
        except FileFault as fault:
            assert "a.docx" in fault.sentence


@pytest.mark.parametrize(
    ("sheet", "says"),
    [
        ("<row r='1'>" + "<c r='A1'/>" * 5_001 + "</row>", "more than 5,000 cells"),
        ("<row r='1'><c r='ZZZZZZZ1'/></row>", "no sheet has one"),
        ("<row r='99999999'><c r='A1'/></row>", "no sheet has one"),
        (" " * 1_500_000, "unpacks to more than 1 MB"),
    ],
    ids=["cells", "column", "row", "size"],
)
def test_workbooks_made_to_hurt(tmp_path: Path, sheet: str, says: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A workbook that unpacks to more than a sheet of figures is refused before it is read as one."""
    monkeypatch.setattr(zip_parts, "ZIP_MEMBER_BYTES", 1_000_000)
    monkeypatch.setattr(workbook_module, "SHEET_CELLS", 5_000)
    path = tmp_path / "survey.xlsx"
    path.write_bytes(workbook(sheet))
    with pytest.raises(FileFault, match=says):
        read_figures(path, {"indicator"}, {"indicator"})


def test_cues_without_a_speaker_are_grouped_in_one_walk() -> None:
    """Twice the cues of one long paragraph cost twice the steps: its words are not counted anew at each cue."""

    def group(n: int) -> int:
        cues = [Utterance("", "and so on", at * 1_000, at * 1_000 + 999_999) for at in range(n)]
        return steps_of(lambda: compose(cues, (), "a.vtt"))

    assert group(800) < 2.3 * group(400)


def test_times_that_cannot_be_read_are_told_once() -> None:
    """Thousands of unreadable times make a few sentences, in steps by their number."""
    assert len(scan_cues("x --> y\nwords\n\n" * 5_000).warnings) == 4


@pytest.mark.parametrize("markup", ["<v " * 20_000, "<v." * 20_000, "<v" + " " * 60_000])
def test_voice_tags_that_never_end_are_passed_over(markup: str) -> None:
    """A line of openings without an end is looked through once (by the square it would not end in a test)."""
    assert _VOICE.search(markup) is None


@pytest.mark.parametrize("time", ["inf", "nan", "1e309", "-1", "9" * 400, "9" * 5_000, "99999:00:00", "٣", "1_000"])
def test_times_that_are_none(read: Read, time: str) -> None:
    """A time that no recording has is no time; the words are kept, and are warned of."""
    transcript = read("a.csv", f"speaker,text,start,end\nJo,Why?,{time},{time}\nAnn,Well.,1,2\n")
    assert [words for _, words in talk(transcript)] == ["Why?", "Well."]
    assert transcript.turns[0].start_ms in (None, 0, 3) or transcript.turns[0].start_ms <= 3_600_000_000


@pytest.mark.parametrize("cell", ["inf", "1e309", "9" * 400, "1_000", "0x10", "9" * 5_000])
def test_numbers_that_are_none(cell: str) -> None:
    """What Python would take for a number, and nobody else, or is more than any figure, is refused."""
    with pytest.raises(ValueError):
        parse_number(cell)


def test_a_huge_number_of_people_costs_one_row(tmp_path: Path) -> None:
    """A count that no database holds is listed with its line; the other rows go in."""
    path = tmp_path / "s.csv"
    path.write_text(f"indicator,n,score\nPay,{'9' * 400},3\nCare,12,4\n", encoding="utf-8")
    found = read_scores(path)
    assert [line.score.indicator for line in found.scores] == ["Care"] and found.skipped[0][0] == 2


def test_half_a_character_costs_one_row(tmp_path: Path) -> None:
    """A lone surrogate in a row of codings is a reason with its line; the other rows are read."""
    path = tmp_path / "c.jsonl"
    row = {"interview": "A", "theme": "pay", "text": "well"}
    rows = [row, {**row, "text": "\ud800"}, {**row, "theme": "\udfff"}, {**row, "memo": "a\ud800\x00"}]
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    found = read_codings(path)
    assert [fault.line for fault in found.faults] == [2, 3]
    assert [one.memo for one in found.rows] == ["", "a\ufffd"]


@pytest.mark.parametrize("line", ['{"doc": "\\ud800", "text": "a", "codes": []}', "[" * 5_000, "9" * 5_000])
def test_data_to_evaluate_on_with_odd_json(tmp_path: Path, line: str) -> None:
    """Halves of characters, depth and endless numbers are a sentence with file and line."""
    path = tmp_path / "d.jsonl"
    path.write_text(line, encoding="utf-8")
    with pytest.raises(DataFault, match=r"d\.jsonl:1: "):
        read_jsonl(path)


@pytest.mark.parametrize("text", ['id: "\\ud800"', "[" * 3_000, "a: &x [1]\nb: [*x, *x]", "a: {" * 2_000])
def test_codebooks_made_to_hurt(text: str) -> None:
    """Halves of characters, depth and references are faults with lines, not tracebacks."""
    with pytest.raises(CodebookFaults, match=r"codebook\.yaml:\d+: "):
        parse_codebook_yaml(text)


def test_front_matter_with_merged_keys_is_not_built(read: Read) -> None:
    """References to references in front matter are not followed: nothing is built from them."""
    bomb = "a: &a {k: 1}\n" + "".join(
        f"{b}: &{b}\n  <<: [{', '.join(['*' + a] * 30)}]\n" for a, b in zip("abcdefg", "bcdefgh", strict=True)
    )
    assert talk(read("a.md", f"---\n{bomb}---\nJo: Why?\nAnn: Well.\n"))[-1] == ("Ann", "Well.")


def test_blank_lines_without_end_are_passed_over_once() -> None:
    """Which sign parts the cells is told from the first rows; what is blank is not read through for each sign."""
    taken = []

    class Lines(io.StringIO):
        def __next__(self) -> str:
            taken.append(1)
            return super().__next__()

    csv_file._take("a,b\n" + "\n" * 50_000, ",", Lines)
    assert len(taken) <= 2_000


def test_a_table_of_figures_has_so_many_cells(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A CSV file of figures is held to as many cells as a workbook."""
    monkeypatch.setattr(workbook_module, "SHEET_CELLS", 50)
    path = tmp_path / "s.csv"
    path.write_text("indicator,n,score\n" + "Pay,40,2\n" * 20, encoding="utf-8")
    with pytest.raises(FileFault, match=r"s\.csv has more than 50 cells"):
        read_scores(path)


def test_openpyxl_says_nothing_by_itself(tmp_path: Path, recwarn: pytest.WarningsRecorder) -> None:
    """What a library thinks of a part of a workbook does not go to the terminal."""
    whole = io.BytesIO()
    book = openpyxl.Workbook()
    book.active.append(["indicator", "n", "score"])
    book.save(whole)
    with zipfile.ZipFile(whole) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    odd = b'<sheet name="gone" sheetId="9" /></sheets>'
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b"</sheets>", odd)
    with zipfile.ZipFile(tmp_path / "s.xlsx", "w") as package:
        for name, part in parts.items():
            package.writestr(name, part)
    assert read_scores(tmp_path / "s.xlsx").scores == ()
    assert list(recwarn) == []


def test_tables_made_to_hurt() -> None:
    """A million columns and a cell without an end are sentences with the line."""
    with pytest.raises(FileFault, match=r"a\.csv:1: the row has 1,000,000 cells"):
        parse_csv(b"a," * 999_999 + b"b\n", "a.csv")
    with pytest.raises(FileFault, match=r"a\.csv:2: a cell is longer than"):
        parse_csv(b"a,b\n1," + b"x" * 1_000_001 + b"\n", "a.csv")
    assert parse_csv(b"a,b\n1," + b"x" * 200_000 + b"\n", "a.csv").rows[0].cells[0] == "1"


def test_heaps_of_accents_are_thinned() -> None:
    """A letter under ten thousand accents keeps some: to join them takes time by the square of their number."""
    text, taken = unstacked("a" + "\u0301\u0316" * 5_000)
    assert len(text) == 1 + STACKED_MARKS and taken == 10_000 - STACKED_MARKS
    assert unstacked("नमस्ते привет " * 50)[1] == 0
    assert not same_words("a" + "\u0301\u0316" * 50_000, "b")


def test_what_is_no_file_is_refused_at_once(tmp_path: Path) -> None:
    """A pipe, a socket, a device, a loop of links, a folder and a project: a sentence, and nothing waits."""
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "loop.txt").symlink_to(tmp_path / "loop.txt")
    (tmp_path / "study.rrtq").write_bytes(b"SQLite format 3\0")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "s.txt"))
        for path, says in (
            (tmp_path / "pipe.txt", "is a pipe"),
            (tmp_path / "s.txt", "is a socket"),
            (Path("/dev/zero"), "is a device"),
            (tmp_path / "loop.txt", "leads back to itself"),
            (tmp_path, "is a folder"),
            (tmp_path / "study.rrtq", "is a project"),
            (tmp_path / "gone.txt", "no file"),
            (tmp_path / ("n" * 300), "too long"),
        ):
            with pytest.raises(FileFault, match=says):
                file_door.read_bytes(path, 1_000)


def test_a_file_that_grows_while_it_is_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is being written is not read as if it were whole."""
    path, real = tmp_path / "a.txt", os.read
    path.write_bytes(b"Jo: Why?\n")

    def read(handle: int, size: int) -> bytes:
        part = real(handle, size)
        if part:
            with path.open("ab") as more:
                more.write(b"more")
        return part if part.startswith(b"Jo") else b""

    monkeypatch.setattr(file_door.os, "read", read)
    with pytest.raises(FileFault, match="changed while it was read"):
        file_door.read_bytes(path, 1_000)


def test_names_of_files_that_are_no_text(tmp_path: Path) -> None:
    """Bytes of a name that are no UTF-8 show as U+FFFD, and can be kept and printed."""
    assert file_door.file_name(tmp_path / os.fsdecode(b"T\xff.txt")) == "T\ufffd.txt"


@pytest.mark.parametrize("run", ["(", "a?", "x"])
def test_the_tokenizer_is_given_no_endless_run(run: str) -> None:
    """spaCy takes time by the square of a run of brackets: what it is given has none, and is of the same length."""
    text = run * 100_000
    masked = segments._masked(text, Span(0, len(text)))
    assert len(masked) == len(text) and set(masked[:-1]) == {"x"}
