"""Every kind of file holds the same figures, the same bytes each time, and nothing that a name can make it do."""

from __future__ import annotations

import csv
import dataclasses
import functools
import io
import json
import os
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pyarrow.parquet
import pyreadstat
import pytest

from report_project import AT, AT_TEXT, build_up, survey_file
from rrt_qual.domain.codebook import Codebook, Domain, Example, Indicator, Theme
from rrt_qual.domain.errors import FileFault
from rrt_qual.domain.report.report import Report, ReportPicture, Sheet
from rrt_qual.export.registry import KINDS, Files, Options
from rrt_qual.export.tables.workbook import tab_names
from rrt_qual.services.figures import survey
from rrt_qual.services.report.build import build
from rrt_qual.services.shared.project import create
from small_project import CODEBOOK, fill, transcript

GOLDEN = Path(__file__).parents[1] / "golden"

#: What a codebook's author may type, by mistake or not.
HOSTILE = (
    "<script>alert(1)</script>",
    "=cmd|' /C calc'!A0",
    "a|b\nc",
    "\x00\x1b[31m\u202e\ud800x",
    "[link](http://x.y)",
)


def rendered(report: Report, kind: str, **options: object) -> Files:
    """The files of a kind, in its usual ending."""
    endings = KINDS[kind].endings
    return KINDS[kind].render(report, Options(**{"ending": endings[0] if endings else "", **options}))  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """The report of fourteen interviews, by team, with a survey, two figures and the matrix; frozen, so built once."""
    folder = tmp_path_factory.mktemp("full")
    project = create(folder / "full.rrtq", codebook=CODEBOOK, content="s", source_name="s", name="Small study")
    build_up(project)
    survey.import_scores(project, survey_file(folder))
    svg = '<svg xmlns="http://www.w3.org/2000/svg"/>'
    figures = (
        ReportPicture("bars", "Themes", "Bars: colleagues 6 of 10", PNG, svg),
        ReportPicture("line", "Waves", "A line", b"", svg),
    )
    report = build(project, by=("team",), made_at=AT, with_matrix=True)
    project.close_all()
    return dataclasses.replace(report, figures=figures)


@pytest.fixture(scope="module")
def files(full: Report) -> Callable[[str], Files]:
    """The files of a kind of that report: `files("xlsx")`; each kind is written once."""
    return functools.cache(lambda kind: rendered(full, kind))


#: One white point.
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c63f8ffffff7f0009fb03fd05"
    "43450a0000000049454e44ae426082"
)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """The report of a project in which everything is called something that a program might obey."""
    themes = tuple(
        Theme(f"t{n}", name, "#009e73", name, name, name, (Example(name),), indicator="i")
        for n, name in enumerate(HOSTILE)
    )
    book = Codebook(
        "x", HOSTILE[0], 1, themes, (Indicator("i", HOSTILE[1], HOSTILE[2], "d"),), (Domain("d", HOSTILE[3]),)
    )
    folder = tmp_path_factory.mktemp("hostile")
    project = create(folder / "x.rrtq", codebook=_storable(book), content="x", source_name="x", name=HOSTILE[1])
    fill(project, transcript("A", "How is it", "Good"), wave="=1+1")
    report = build(project, made_at=AT, with_matrix=True)
    project.close_all()
    return dataclasses.replace(report, codebook=book)


def _storable(book: Codebook) -> Codebook:
    """The same without the lone surrogate, which the project file cannot hold."""
    return dataclasses.replace(
        book,
        themes=tuple(
            dataclasses.replace(
                t, **{f: getattr(t, f).replace("\ud800", "") for f in ("name", "definition", "use_when", "not_when")},
                examples=(),
            )
            for t in book.themes
        ),
        domains=tuple(dataclasses.replace(d, name=d.name.replace("\ud800", "")) for d in book.domains),
    )  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_report_gives_the_same_bytes(full: Report, files: Callable[[str], Files], kind: str) -> None:
    """A report can be made again and compared: no clock, no random id gets into any file."""
    assert rendered(full, kind) == files(kind)


@pytest.mark.parametrize("kind", ["xlsx", "docx", "sav", "parquet"])
def test_bytes_do_not_depend_on_the_clock(
    full: Report, files: Callable[[str], Files], kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same file is made in another year and another time zone."""
    first = files(kind)
    import time

    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    real = time.time
    monkeypatch.setattr(time, "time", lambda: real() + 400 * 86_400)
    again = rendered(full, kind)
    monkeypatch.undo()
    time.tzset()
    assert again == first


@pytest.mark.parametrize("kind", ["csv", "md", "json"])
def test_text_kinds_are_as_they_were(full: Report, files: Callable[[str], Files], kind: str) -> None:
    """The golden files say what changes in a report's form; UPDATE_GOLDEN=1 writes them anew."""
    for name, content in files(kind).items():
        if name.endswith((".png", ".svg")):
            continue
        text = content.decode().replace(full.provenance.project_id, "PROJECT-ID")
        text = re.sub(r"\bq-[a-z2-7]{8}\b", "q-REFERENCE", text)  # made of ids, which are new in every project
        path = GOLDEN / "report" / (name or f"report.{kind}")
        if os.environ.get("UPDATE_GOLDEN"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())
        assert text == path.read_bytes().decode(), f"{path.name} differs; look at it, then UPDATE_GOLDEN=1"


def rows_of(sheet: Sheet) -> list[list[object]]:
    """The sheet's rows as a file shows them: empty cells are None."""
    return [[None if value == "" else value for value in row] for row in sheet.rows]


def test_csv_tables_are_the_sheets(full: Report, files: Callable[[str], Files]) -> None:
    """Each table has its header and as many rows as the sheet; every column is in the dictionary."""
    tables = files("csv")
    defined = {(r["table"], r["column"]) for r in _csv(tables["data_dictionary.csv"])}
    for sheet in full.sheets[1:]:
        rows = _csv(tables[re.sub(r"[^\w-]+", "_", sheet.name) + ".csv"])
        assert len(rows) == len(sheet.rows)
        assert all((sheet.name, column.key) in defined for column in sheet.columns)
        if rows:
            assert list(rows[0]) == [column.key for column in sheet.columns]
    assert all(content.startswith(b"\xef\xbb\xbf") for name, content in tables.items() if name.endswith(".csv"))
    assert full.provenance.counting_rule in tables["readme.txt"].decode()


def _csv(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_workbook_reads_back_as_the_sheets(full: Report, files: Callable[[str], Files]) -> None:
    """Numbers are numbers with their formats, headers are frozen, texts are texts."""
    book = openpyxl.load_workbook(io.BytesIO(files("xlsx")[""]))
    assert book.sheetnames[:-1] == tab_names(list(full.sheets)) and book.sheetnames[-1] == "Data dictionary"
    for sheet, tab in zip(full.sheets, book.worksheets, strict=False):
        assert [cell.value for cell in tab[1]] == [column.title for column in sheet.columns]
        have = [[cell.value for cell in row] for row in tab.iter_rows(min_row=2, max_col=len(sheet.columns))]
        assert have == rows_of(sheet)
        assert tab.freeze_panes and tab.freeze_panes.endswith("2") and tab.auto_filter.ref
    tab = book["Frequencies"]
    share = [column.key for column in next(s for s in full.sheets if s.name == "frequencies").columns].index("share")
    assert tab.cell(2, share + 1).number_format == "0%" and tab.cell(2, share + 1).data_type == "n"
    assert book.properties.created.isoformat() == AT_TEXT.rstrip("Z")


def test_spss_reads_back_with_labels(full: Report, files: Callable[[str], Files], tmp_path: Path) -> None:
    """Names, labels of variables and values, measures and missing values are what SPSS will show."""
    path = tmp_path / "m.sav"
    path.write_bytes(files("sav")[""])
    columns, meta = pyreadstat.read_sav(path, output_format="dict")
    assert full.matrix is not None
    sheet = full.matrix.sheet
    assert list(columns) == [column.key for column in sheet.columns]
    for n, column in enumerate(sheet.columns):
        want = [row[n] for row in sheet.rows]
        have = [None if value is not None and value != value else value for value in columns[column.key]]
        assert have == want, column.key
        assert meta.column_names_to_labels[column.key] == column.title
        assert meta.variable_measure[column.key] == ("scale" if column.key.endswith("_n") else "nominal")
    assert meta.variable_value_labels["t_threats"] == {0.0: "no", 1.0: "yes"}
    assert meta.variable_value_labels["t_threats_stance"][3.0] == "strength and risk"
    assert meta.creation_time.isoformat() == AT_TEXT.rstrip("Z")
    assert "Do not publish" in " ".join(meta.notes)


def test_parquet_reads_back_with_labels(full: Report, files: Callable[[str], Files]) -> None:
    """The same rows, whole numbers as whole numbers, with the meaning of columns beside them."""
    table = pyarrow.parquet.read_table(io.BytesIO(files("parquet")[""]))
    assert full.matrix is not None
    assert [tuple(row.values()) for row in table.to_pylist()] == list(full.matrix.sheet.rows)
    about = table.schema.field("t_threats_stance").metadata
    assert json.loads(about[b"values"])["2"] == "risk" and about[b"label"] == b"Threats: stance"
    assert json.loads(table.schema.metadata[b"provenance"])["made_at"] == AT_TEXT
    assert b"Do not publish" in table.schema.metadata[b"warning"]


def test_word_reads_back(files: Callable[[str], Files]) -> None:
    """Headings are headings, tables are tables with repeated headers and a text for those who do not see them."""
    data = files("docx")[""]
    document = docx.Document(io.BytesIO(data))
    headings = [p.text for p in document.paragraphs if p.style.name.startswith("Heading")]
    assert [h for h in headings if h in ("I feel safe", "I feel happy")] == ["I feel safe", "I feel happy"]
    assert {"At a glance", "Physical safety", "Just culture", "Team"} <= set(headings)
    assert document.paragraphs[0].style.name == "Title"
    for table in document.tables:
        xml = table._tbl.xml
        assert xml.count("<w:tblHeader/>") == 1 and "<w:tblCaption" in xml
    overview = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert overview[0][0] == "Indicator" and [row[0] for row in overview[1:]] == [
        "Physical safety",
        "Just culture",
        "Team",
    ]
    xml = zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode()
    assert 'descr="Bars: colleagues 6 of 10"' in xml
    assert document.core_properties.created.isoformat().startswith(AT_TEXT.rstrip("Z"))


def test_word_takes_a_template(full: Report, tmp_path: Path) -> None:
    """What the template holds stays before the report, its styles are used, and what it lacks is done without."""
    template = docx.Document()
    template.add_paragraph("Thornmere County Council")
    template.styles["Quote"].delete()
    template.styles["Caption"].delete()
    template.save(tmp_path / "house.docx")
    document = docx.Document(io.BytesIO(rendered(full, "docx", template=tmp_path / "house.docx")[""]))
    assert document.paragraphs[0].text == "Thornmere County Council"
    assert "At a glance" in [p.text for p in document.paragraphs]
    (tmp_path / "odd.docx").write_bytes(b"PK no")
    with pytest.raises(FileFault, match="not a Word document"):
        rendered(full, "docx", template=tmp_path / "odd.docx")


def test_codebook_documents(full: Report) -> None:
    """Word and HTML say each theme with its definition; the HTML asks nobody for anything."""
    page = rendered(full, "codebook", ending=".html")[""].decode()
    document = docx.Document(io.BytesIO(rendered(full, "codebook", ending=".docx")[""]))
    text = "\n".join(p.text for p in document.paragraphs)
    for theme in full.codebook.themes:
        assert theme.definition in page and theme.definition in text
    assert "<h1>Small codebook, version 1</h1>" in page and "Colleagues: Jokes" in page
    assert not re.search(r"(src|href|url)\s*[=(]|<script|@import", page)


def test_hostile_names_are_harmless_in_csv_and_workbook(hostile: Report) -> None:
    """No cell runs, none breaks its row, none becomes a link."""
    files = rendered(hostile, "csv")
    for name, content in files.items():
        if name.endswith(".csv"):
            rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
            assert len({len(row) for row in rows}) == 1
            assert not any(cell[:1] in ("=", "+", "-", "@") and not _number(cell) for row in rows for cell in row)
    book = openpyxl.load_workbook(io.BytesIO(rendered(hostile, "xlsx")[""]))
    cells = [cell for tab in book for row in tab.iter_rows() for cell in row]
    assert not any(cell.data_type == "f" or cell.hyperlink for cell in cells)
    assert HOSTILE[1] in {cell.value for cell in cells}


def _number(cell: str) -> bool:
    return re.fullmatch(r"-?\d+(\.\d+)?(e-?\d+)?", cell) is not None


def test_hostile_names_are_harmless_in_documents(hostile: Report) -> None:
    """No markup, no link, no new table row; control characters and turned writing are shown as what they are."""
    markdown = rendered(hostile, "md")[""].decode()
    page = rendered(hostile, "codebook", ending=".html")[""].decode()
    word = zipfile.ZipFile(io.BytesIO(rendered(hostile, "docx")[""])).read("word/document.xml").decode()
    book = zipfile.ZipFile(io.BytesIO(rendered(hostile, "codebook")[""])).read("word/document.xml").decode()
    for text in (markdown, page, word, book):
        assert "<script" not in text and not any(c in text for c in "\x00\x1b\u202e")
    assert not re.search(r"(?<!\\)\]\(", markdown) and "://" not in markdown
    for line in markdown.splitlines():
        if line.startswith("|"):
            assert line.endswith("|") and len(re.findall(r"(?<!\\)\|", line)) >= 3
    tables = [block.splitlines() for block in markdown.split("\n\n") if block.startswith("|")]
    assert tables and all(len({len(re.findall(r"(?<!\\)\|", line)) for line in table}) == 1 for table in tables)


def test_hostile_names_are_harmless_in_data(hostile: Report, tmp_path: Path) -> None:
    """JSON, SPSS and Parquet can be read, with names of variables that SPSS takes."""
    assert json.loads(rendered(hostile, "json")[""])["provenance"]["project"] == HOSTILE[1]
    (tmp_path / "m.sav").write_bytes(rendered(hostile, "sav")[""])
    columns, _ = pyreadstat.read_sav(tmp_path / "m.sav", output_format="dict")
    assert all(re.fullmatch(r"[A-Za-z][A-Za-z0-9_]{0,63}", name) for name in columns)
    assert pyarrow.parquet.read_table(io.BytesIO(rendered(hostile, "parquet")[""])).num_rows == 1


@pytest.fixture(scope="module")
def nothing(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """The report of a project without interviews."""
    folder = tmp_path_factory.mktemp("nothing")
    project = create(folder / "none.rrtq", codebook=CODEBOOK, content="s", source_name="s", name="Small study")
    report = build(project, made_at=AT, with_matrix=True)
    project.close_all()
    return report


@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_project_is_a_correct_small_export(nothing: Report, kind: str) -> None:
    """No interviews: every kind is written, and says that there is nothing."""
    assert all(rendered(nothing, kind).values())
    assert nothing.notes == ("There are no interviews here: every figure is 0 of 0.",)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("kind", ["xlsx", "docx"])
def test_libreoffice_opens_it(files: Callable[[str], Files], kind: str, tmp_path: Path) -> None:
    """Another program than the one that wrote it takes the file."""
    (tmp_path / f"r.{kind}").write_bytes(files(kind)[""])
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation=file://{tmp_path}/profile",
            "--headless",
            "--convert-to",
            "pdf",
            f"r.{kind}",
        ],
        cwd=tmp_path,
        check=True,
        capture_output=True,
        timeout=120,
    )
    assert (tmp_path / "r.pdf").read_bytes().startswith(b"%PDF")


def test_names_of_tabs_are_what_excel_takes() -> None:
    """Too long, forbidden signs, the same in another case: each tab has a name of its own."""
    titles = ["A" * 40, "a" * 40, "x/y:[z]?*\\", "History", "'", ""]
    names = tab_names([Sheet(title, title, (), ()) for title in titles])
    assert len({name.lower() for name in names}) == len(names)
    assert all(0 < len(name) <= 31 and not re.search(r"[\[\]:*?/\\]|^'|'$", name) for name in names)
    assert "History" not in names
