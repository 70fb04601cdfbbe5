"""Files of survey scores and workforce figures, as people really make them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rrt_qual.domain.errors import FileFault
from rrt_qual.domain.report.evidence import Rating
from rrt_qual.domain.report.survey import SurveyScore, WorkforceFigure
from rrt_qual.ingest.tables.numbers import Number, parse_number
from rrt_qual.ingest.tables.survey import read_scores, read_workforce

Sheets = dict[str, list[list[Any]]]


@pytest.fixture
def csv(tmp_path: Path) -> Callable[[str], Path]:
    """Makes a CSV file of a text."""

    def make(text: str) -> Path:
        path = tmp_path / "scores.csv"
        path.write_text(text, encoding="utf-8")
        return path

    return make


@pytest.fixture
def xlsx(tmp_path: Path) -> Callable[[Sheets], Path]:
    """Makes a workbook of sheets; a cell (number, format) has that format."""

    def make(sheets: Sheets) -> Path:
        import openpyxl

        book = openpyxl.Workbook()
        book.remove(book.active)
        for title, rows in sheets.items():
            sheet = book.create_sheet(title)
            for r, row in enumerate(rows, start=1):
                for c, value in enumerate(row, start=1):
                    cell = sheet.cell(r, c)
                    cell.value = value[0] if isinstance(value, tuple) else value
                    if isinstance(value, tuple):
                        cell.number_format = value[1]
        path = tmp_path / "scores.xlsx"
        book.save(path)
        return path

    return make


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("2.9", Number(2.9)),
        ("2,9", Number(2.9)),
        ("2,875", Number(2.875)),
        ("45 %", Number(45, "%")),
        ("1 204", Number(1204)),
        ("1,204.5", Number(1204.5)),
        ("1.204,5", Number(1204.5)),
        ("1,204,500", Number(1204500)),
        ("£1,204.50", Number(1204.5, "£")),
        ("-3", Number(-3)),
        ("−3", Number(-3)),
        (" ", None),
        ("n/a", None),
        ("–", None),
        ("[c]", None),
    ],
)
def test_numbers_as_people_write_them(cell: str, number: Number | None) -> None:
    """Decimal commas, per cent signs, thousands and blanks are read as they are meant."""
    assert parse_number(cell) == number


def test_thousands_where_whole_numbers_are_meant() -> None:
    """'1,204' people are a thousand and more; as a score it would be 1.204."""
    assert parse_number("1,204", whole=True) == Number(1204) and parse_number("1,204") == Number(1.204)


@pytest.mark.parametrize("cell", ["<5", "about 3", "1,2,3", "3-4", "1.2.3", "=1+1", "1e5", "٣x"])
def test_no_numbers(cell: str) -> None:
    """What is not clearly a number is not taken for one."""
    with pytest.raises(ValueError):
        parse_number(cell)


@given(st.floats(-1e6, 1e6, allow_nan=False).map(lambda v: round(v, 3)))
def test_numbers_come_back(value: float) -> None:
    """A number written with a point or a comma is read as itself."""
    text = f"{value:.3f}"
    assert parse_number(text) == parse_number(text.replace(".", ",")) == Number(float(text))


def test_score_or_distribution(csv: Callable[[str], Path]) -> None:
    """Columns are known by many names, below a title too; other columns of numbers are answers."""
    path = csv(
        "Retention survey;;;;;;\n"
        "Indicator;Year;Team;Responses;Mean score;Strongly agree %;agree;note\n"
        "Pay and rewards;2026;All staff;84;2,9;;;x\n"
        "Team;2026;North;20;;25 %;75 %;\n"
    )
    found = read_scores(path)
    assert [line.score for line in found.scores] == [
        SurveyScore("Pay and rewards", "2026", "", 84, 2.9),
        SurveyScore("Team", "2026", "North", 20, answers={"Strongly agree": 5, "agree": 15}),
    ]
    assert [line.line for line in found.scores] == [3, 4]
    assert found.skipped == () and "'note' is not read" in found.warnings[0]


def test_title_without_separators(csv: Callable[[str], Path]) -> None:
    """Lines of words above the table do not hide which mark separates its cells, nor on which line a row stands."""
    found = read_scores(csv("Retention survey\nAll staff\n\nIndicator;N;Score\nPay;84;2,9\n"))
    assert [(line.line, line.score.score) for line in found.scores] == [(5, 2.9)]


@pytest.mark.parametrize(
    ("answers", "n"),
    [("20,40,24", "84"), ("23.81%,47.62%,28.57%", "84"), ("0.2381,0.4762,0.2857", "84"), ("20,40,24", "")],
)
def test_answers_in_people_per_cent_or_shares(csv: Callable[[str], Path], answers: str, n: str) -> None:
    """However answers are given, they are kept as numbers of people; without n these are added up."""
    score = read_scores(csv(f"indicator,n,red,amber,green\npay,{n},{answers}\n")).scores[0].score
    assert score.n == 84
    assert score.answers == pytest.approx({"red": 20, "amber": 40, "green": 24}, abs=0.01)


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("pay,2026,,2.9,", "how many people answered"),
        ("pay,2026,<5,2.9,", "'<5', which is no number"),
        ("pay,2026,3.5,2.9,", "not a whole number"),
        ("pay,2026,84,good,", "the score is 'good'"),
        ("pay,2026,84,2.9,blue", "the rating is 'blue'"),
        ("pay,2026,84,,", "neither a score nor a rating nor answers"),
        (",2026,84,2.9,", "names no indicator"),
    ],
)
def test_rows_that_cannot_be_taken(csv: Callable[[str], Path], row: str, why: str) -> None:
    """A row that lacks what it needs is listed with its line and the reason; the others are read."""
    found = read_scores(csv(f"indicator,wave,n,score,rag\n{row}\nteam,2026,84,,Amber\n"))
    assert [(line, why in words) for line, words in found.skipped] == [(2, True)]
    assert [s.score.rating for s in found.scores] == [Rating.AMBER]


def test_workbook(xlsx: Callable[[Sheets], Path]) -> None:
    """Of a workbook the first sheet with such columns is read: whole years, percentages, the heading below a title."""
    path = xlsx(
        {
            "Read me": [["About this survey"]],
            "Scores": [
                ["Survey 2026", None, None, None, None],
                [],
                ["Indicator", "Wave", "N", "Score", "Agree"],
                ["Pay", 2026, 84, 2.9, (0.25, "0%")],
                ["Team", 2026.0, 84, None, (0.5, "0.0 %")],
            ],
            "Old": [["Indicator", "N", "Score"], ["Pay", 3, 1]],
        }
    )
    found = read_scores(path)
    assert [line.score for line in found.scores] == [
        SurveyScore("Pay", "2026", "", 84, 2.9, answers={"Agree": 21}),
        SurveyScore("Team", "2026", "", 84, answers={"Agree": 42}),
    ]
    assert found.scores[0].line == 4 and "'Scores' is read; 'Old' not" in found.warnings[0]


def test_workforce(csv: Callable[[str], Path]) -> None:
    """Figures of the workforce carry their unit, from a column or beside the number."""
    found = read_workforce(
        csv("Measure,Period,Service,Value,Unit\nTurnover,2026,,14.2 %,\nCaseload,2026,North,17,cases\n")
    )
    assert [line.figure for line in found.figures] == [
        WorkforceFigure("Turnover", "2026", "", 14.2, "%"),
        WorkforceFigure("Caseload", "2026", "North", 17, "cases"),
    ]
    found = read_workforce(csv("measure,value\nTurnover,high\nVacancies,\n"))
    assert [line for line, _ in found.skipped] == [2, 3]


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("x.csv", b"", "is empty"),
        ("x.csv", b"colour,shape\nred,round\n", "no row names a column"),
        ("x.csv", b"indicator,score,Score\npay,1,2\n", "two columns have one name"),
        ("x.xlsx", b"PK\x03\x04 but no zip", "damaged"),
        ("x.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old or a locked"),
        ("x.csv", b"\x00\x01\x02" * 40, "x.csv"),
    ],
)
def test_files_that_are_no_scores(tmp_path: Path, name: str, data: bytes, sentence: str) -> None:
    """Whatever is not such a file is one sentence, with no traceback behind it."""
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(FileFault, match=sentence):
        read_scores(path)


def test_empty_workbook(xlsx: Callable[[Sheets], Path]) -> None:
    """A workbook without rows, or without such columns, is a sentence."""
    with pytest.raises(FileFault, match="no rows"):
        read_scores(xlsx({"A": []}))
    with pytest.raises(FileFault, match="no row names a column"):
        read_scores(xlsx({"A": [["colour"], ["red"]]}))
    with pytest.raises(FileFault, match="holds the values"):
        read_workforce(xlsx({"A": [["measure"], ["turnover"]]}))


def test_formulas_without_a_result_are_told(xlsx: Callable[[Sheets], Path]) -> None:
    """A program that writes formulas, but no results, leaves empty cells: the first is named, with what helps."""
    found = read_scores(xlsx({"A": [["indicator", "n", "score"], ["Pay", 40, 2], ["Care", 38, "=B3/2"]]}))
    assert [line.score.indicator for line in found.scores] == ["Pay"]
    assert "scores.xlsx:3: C3 holds a formula without its result" in found.warnings[0]


def test_sheets_that_are_hidden_are_told(xlsx: Callable[[Sheets], Path]) -> None:
    """Where the figures stand on a hidden sheet, the sentence says that it was not read."""
    import openpyxl

    path = xlsx({"A": [["a note"]], "B": [["indicator", "n", "score"], ["Pay", 40, 2]]})
    book = openpyxl.load_workbook(path)
    book["B"].sheet_state = "hidden"
    book.save(path)
    with pytest.raises(FileFault, match="no row names a column") as caught:
        read_scores(path)
    assert caught.value.remedy.endswith("Sheets that are hidden are not read.")
