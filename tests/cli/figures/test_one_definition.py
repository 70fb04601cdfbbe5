"""A figure has the same columns wherever it stands: in a command, in every export, in the dictionary and the docs."""

from __future__ import annotations

import contextlib
import csv
import functools
import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow.parquet
import pyreadstat
import pytest

from report_project import build_up, survey_file
from rrt_qual.cli.main import main
from rrt_qual.domain.report.report import Column
from rrt_qual.domain.settings import SETTINGS
from rrt_qual.services.report.dictionary import FIGURES, INSIDE, OLD_NAMES
from rrt_qual.services.report.matrix import KEYS
from rrt_qual.services.shared.project import create
from rrt_qual.store.file.connection import transaction
from rrt_qual.store.project import coders
from small_project import CODEBOOK

PAGE = Path(__file__).parents[3] / "docs" / "exports.md"

#: What a command must be told beside its own words, so that it has rows.
MORE = {
    "compare": ["--from", "2025", "--to", "2026"],
    "quotes": ["--all-indicators"],
    "quotes --held": ["--all-indicators", "-n", "20"],
    "relations": ["--within", "interview"],
    "saturation": ["--orders", "10"],
}
EXPORTED = [figure for figure in FIGURES if figure[1]]
BY = [*EXPORTED, *INSIDE]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a coded project of two waves, a survey and workforce figures, and its exports."""
    folder = tmp_path_factory.mktemp("figures")
    project = create(folder / "p.rrtq", codebook=CODEBOOK, content="s", source_name="s", name="Small study")
    build_up(project)
    with transaction(project.conn) as conn:
        coders.set_setting(conn, SETTINGS["suggest.model"], "lexical")
    project.close_all()
    survey_file(folder)
    (folder / "work.csv").write_text("measure,wave,value\nturnover,2026,14.2 %\n", encoding="utf-8")
    with contextlib.chdir(folder), contextlib.redirect_stderr(io.StringIO()) as said:
        for words in (
            *(["survey", "p.rrtq", "survey.csv"], ["survey", "p.rrtq", "work.csv", "--workforce"]),
            ["consent", "p.rrtq", "X01", "--state", "paraphrase", "--coder", "Ama"],
            *(["export", "p.rrtq", "--to", "csv", "tables", "--by", "team"],),
            *(["export", "p.rrtq", "--to", kind, f"out.{kind}", "--by", "team"] for kind in ("xlsx", "json")),
            *(["export", "p.rrtq", "--to", kind, f"out.{kind}"] for kind in ("parquet", "sav")),
        ):
            assert main(words) == 0, said.getvalue()
    return folder


@pytest.fixture(scope="module")
def printed(desk: Path) -> Callable[[str, str], str]:
    """What a command prints in a format: `printed('themes --by ATTR', 'csv')`; each is run once."""

    @functools.cache
    def run(command: str, form: str) -> str:
        words = command.replace("ATTR", "team").split()
        out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="")
        with contextlib.chdir(desk), contextlib.redirect_stdout(out), contextlib.redirect_stderr(io.StringIO()) as said:
            code = main([words[0], "p.rrtq", *words[1:], *MORE.get(command, []), "--format", form])
        out.flush()
        assert code == 0, said.getvalue()
        return out.buffer.getvalue().decode()  # type: ignore[attr-defined]

    return run


def exported(desk: Path, name: str) -> dict[str, Any] | None:
    """A sheet of the export to JSON, None when there is none of that name."""
    sheets = json.loads((desk / "out.json").read_text("utf-8"))["sheets"]
    return next((sheet for sheet in sheets if sheet["name"] == name), None)


@pytest.mark.parametrize(("name", "command", "columns"), BY, ids=[figure[0] for figure in BY])
def test_command_has_the_columns(
    printed: Callable[[str, str], str], name: str, command: str, columns: tuple[Column, ...]
) -> None:
    """The header of the CSV and the keys of each row of the JSON are the figure's, in its order."""
    keys = [column.key for column in columns]
    rows = json.loads(printed(command, "json"))["rows"]
    table = list(csv.reader(io.StringIO(printed(command, "csv"))))
    assert table[0] == keys and len(table) == len(rows) + 1
    assert rows and all(list(row) == keys for row in rows)
    for row, line in zip(rows, table[1:], strict=True):
        assert ["" if row[key] is None else str(row[key]) for key in keys] == [cell.removeprefix("'") for cell in line]
    assert printed(command, "table").strip()


@pytest.mark.parametrize(("name", "command", "columns"), FIGURES, ids=[figure[0] for figure in FIGURES])
def test_exports_have_the_columns(desk: Path, name: str, command: str, columns: tuple[Column, ...]) -> None:
    """CSV, Excel, JSON and the dictionary beside them have the figure's columns in its order, with its types."""
    name = name.replace("ATTR", "team")
    keys = [column.key for column in columns]
    sheet = exported(desk, name)
    if sheet is None:
        assert name == "dominance"  # nobody dominates anything here
        return
    assert [column["key"] for column in sheet["columns"]] == keys == list(sheet["rows"][0])
    assert [(c["type"], c["unit"]) for c in sheet["columns"]] == [(str(c.type), c.unit) for c in columns]
    with (desk / "tables" / (re.sub(r"\W+", "_", name) + ".csv")).open(encoding="utf-8-sig", newline="") as file:
        assert next(csv.reader(file)) == keys
    with (desk / "tables" / "data_dictionary.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row["column"] for row in csv.DictReader(file) if row["table"] == name] == keys
    book = openpyxl.load_workbook(desk / "out.xlsx")
    heads = [[cell.value for cell in tab[1]] for tab in book.worksheets]
    assert [column["title"] for column in sheet["columns"]] in heads


@pytest.mark.parametrize(("name", "command", "columns"), BY, ids=[figure[0] for figure in BY])
def test_page_has_the_columns(name: str, command: str, columns: tuple[Column, ...]) -> None:
    """docs/exports.md lists the same columns, and which command prints them."""
    section = PAGE.read_text("utf-8").split(f"\n## `{name}`\n")[1].split("\n#")[0]
    assert re.findall(r"^\| `(\w+)` \|", section, re.M) == [column.key for column in columns]
    assert f"Printed by `{command}`." in section
    assert all(column.meaning and column.title for column in columns)


@pytest.mark.parametrize(
    ("name", "command"), [(name, command) for name, command, _ in EXPORTED if name != "quotes"], ids=lambda value: value
)
def test_rows_can_be_joined(desk: Path, printed: Callable[[str, str], str], name: str, command: str) -> None:
    """What a command prints of a figure stands in the export, value for value: no join meets another name or word."""
    sheet = exported(desk, name.replace("ATTR", "team"))
    assert sheet is not None
    for row in json.loads(printed(command, "json"))["rows"]:
        assert row in sheet["rows"]


@pytest.mark.parametrize(
    "command",
    ["themes", "ratings", "ratings --solutions", "survey", "compare", "relations --within interview", "saturation"],
)
def test_a_coder_is_called_as_in_the_project(printed: Callable[[str, str], str], command: str) -> None:
    """Whatever case a coder's name was typed in, rows carry the name that the project has, by which they are joined."""
    more = " --from 2025 --to 2026" if command == "compare" else ""
    rows = json.loads(printed(f"{command}{more} --coder aMA", "json"))["rows"]
    assert rows and {row["coder"] for row in rows} == {"Ama"}


@pytest.mark.parametrize("name", [figure[0] for figure in INSIDE])
def test_what_is_of_the_project_stays_there(desk: Path, name: str) -> None:
    """Figures for the project's own people are in no export."""
    assert exported(desk, name) is None


def test_microdata_have_one_header(desk: Path) -> None:
    """SPSS and Parquet have the same columns, and begin with those that the page lists."""
    names = pyarrow.parquet.read_schema(desk / "out.parquet").names
    _, meta = pyreadstat.read_sav(desk / "out.sav", output_format="dict")
    assert names == meta.column_names
    assert names[: len(KEYS)] == [column.key for column in KEYS]


def test_old_names_are_gone() -> None:
    """A name that the page calls old is no column of that figure any more."""
    now = {command.split()[0]: set[str]() for _, command, _ in BY}
    for _, command, columns in BY:
        now[command.split()[0]] |= {column.key for column in columns}
    for command, before, _ in OLD_NAMES:
        if command in now and " " not in before.replace(", ", ""):
            assert now[command].isdisjoint(before.split(", ")), before
