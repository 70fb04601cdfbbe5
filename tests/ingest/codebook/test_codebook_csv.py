"""Codebooks in CSV: Taguette's, QualCoder's and those of plain spreadsheets."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from rrt_qual.domain.codebook import Codebook, Example
from rrt_qual.domain.errors import FileFault
from rrt_qual.ingest.codebook.csv_file import load_csv
from rrt_qual.ingest.codebook.file import load_codebook, read_codebook
from rrt_qual.ingest.codebook.yaml_file import parse_codebook_yaml, write_codebook_yaml
from rrt_qual.ingest.faults import CodebookFaults

SAMPLES = Path(__file__).parents[3].parent / "shared" / "data" / "import_samples" / "taguette"


def book(text: str) -> Codebook:
    codebook, faults = load_csv(text.encode(), "my book.csv")
    assert codebook is not None, faults.errors
    return codebook


def errors(text: str) -> list[tuple[int, str]]:
    return [(f.line, f"{f.what} {f.remedy}") for f in load_csv(text.encode(), "b.csv")[1].errors]


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the files that Taguette exported are not here")
def test_a_real_file_of_taguette() -> None:
    """What Taguette 1.x exports is read whole, line breaks in descriptions included."""
    loaded = load_codebook(SAMPLES / "codebook_20220303_8.csv")
    assert len(loaded.codebook.themes) == 22
    assert loaded.warnings == ()
    theme = loaded.codebook.theme("additional-feature-suggestion")
    assert theme.name == "Additional feature suggestion"
    assert theme.definition.count("\n") == 5
    assert loaded.codebook.id == "codebook-20220303-8"
    assert parse_codebook_yaml(write_codebook_yaml(loaded.codebook)) == loaded.codebook


def test_taguette_hierarchy_counts_only_where_the_parent_is() -> None:
    """A dot in a tag is a level if there is a tag of that name, otherwise a dot."""
    read = book(
        "tag,description,number of highlights\nwork,w,1\nwork.hours,h,2\nwork.hours.late,l,3\nDr. No,n,4\na.b,x,5\n"
    )
    assert {t.name: t.parent for t in read.themes} == {
        "work": None,
        "work.hours": "work",
        "work.hours.late": "work-hours",
        "Dr. No": None,
        "a.b": None,
    }


def test_taguette_with_a_column_for_the_parent() -> None:
    """Newer versions name the parent, in any order of rows."""
    read = book("tag,parent,description,number of highlights\nlate,hours,l,1\nhours,,h,2\n")
    assert read.theme("late").parent == "hours"


def test_qualcoder_paths_become_levels() -> None:
    """`category>>category>>code`: domain, indicator, theme; after >>> codes stand below codes."""
    read = book(
        "lone,memo of lone\nSafe>>Visits>>Alone,going alone\nSafe>>Visits>>Alone>>>At night,dark\n"
        "Safe>>Nothing said,x\nPay>>Grade>>>Panel,y\nA>>B>>C>>deep,z\n"
    )
    assert [d.name for d in read.domains] == ["Safe", "A"]
    assert [(i.name, i.domain) for i in read.indicators] == [
        ("Visits", "safe"),
        ("Safe", "safe"),
        ("B / C", "a"),
        ("Pay", None),
    ]
    found = {t.name: (t.definition, t.indicator, t.parent) for t in read.themes}
    assert found == {
        "lone": ("memo of lone", None, None),
        "Alone": ("going alone", "visits", None),
        "At night": ("dark", "visits", "alone"),
        "Nothing said": ("x", "safe-2", None),
        "Grade": ("", "pay", None),
        "Panel": ("y", "pay", "grade"),
        "deep": ("z", "b-c", None),
    }


def test_a_spreadsheet_with_every_column() -> None:
    """Any case, other spellings, semicolons: what people have in Excel."""
    read = book(
        "Domain;Indicator;Theme;Definition;Color;Use when;Not_when;Examples\n"
        "Valued;Pay;Grading;How jobs are graded;Teal;when graded;when not;one phrase | another, longer\n"
        "Valued;Pay;Mileage;m;#123;;;\n"
    )
    theme = read.theme("grading")
    assert (theme.definition, theme.colour, theme.use_when, theme.not_when) == (
        "How jobs are graded",
        "#008080",
        "when graded",
        "when not",
    )
    assert theme.examples == (Example("one phrase"), Example("another, longer"))
    assert read.theme("mileage").colour == "#112233"
    assert read.indicators[0].domain == read.domains[0].id == "valued"
    assert (read.id, read.name, read.version) == ("my-book", "my book", 1)


@pytest.mark.parametrize("column", ["theme", "Code", "NAME", "code name", "tag"])
@pytest.mark.parametrize("text", ["definition", "Description", "memo"])
def test_columns_are_known_by_many_names(column: str, text: str) -> None:
    """Nobody should have to rename columns that can only mean one thing."""
    assert book(f"{column},{text}\nPay,p\n").theme("pay").definition == "p"


def test_interleaved_rows_are_put_in_order() -> None:
    """Themes of one indicator stand together, in the order of their rows."""
    read = book("indicator,theme,definition\nA,a1,x\nB,b1,x\nA,a2,x\n")
    assert [t.name for t in read.themes] == ["a1", "a2", "b1"]
    assert parse_codebook_yaml(write_codebook_yaml(read)) == read


def test_ids_are_made_from_names_and_stay_apart() -> None:
    """One name for an indicator and for themes in two indicators makes three ids."""
    read = book("indicator,theme,definition\nPay,Pay,x\nLeave,pay,x\nLeave,Pay!,x\n")
    assert [i.id for i in read.indicators] == ["pay", "leave"]
    assert [t.id for t in read.themes] == ["pay-2", "pay-3", "pay-4"]


def test_ids_of_the_file_are_kept() -> None:
    """A codebook that names its ids keeps them, and made ones do not take them."""
    read = book("id,theme,definition\n,Pay,x\npay,Grading,x\n")
    assert [t.id for t in read.themes] == ["pay-2", "pay"]


def test_a_missing_definition_is_a_warning_and_survives_writing() -> None:
    """Taguette files often have none; the book is read, and reads back after it is stored."""
    codebook, faults = load_csv(b"tag,description\nPay,\n", "b.csv")
    assert codebook is not None
    assert [(f.line, f.severity) for f in faults.all] == [(2, "warning")]
    assert parse_codebook_yaml(write_codebook_yaml(codebook)) == codebook


def test_columns_that_are_not_read_are_told() -> None:
    """A column that is passed over in silence would be missed too late."""
    _, faults = load_csv(b"theme,definition,shoe size\nPay,p,42\n", "b.csv")
    assert [(f.line, f.what) for f in faults.warnings] == [(1, 'the column "shoe size" is not read.')]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("theme,definition\nPay,x\n,y\n", 3, "the row names no theme"),
        ("theme,definition\nPay,x\n\npay,y\n", 4, "stands twice, on lines 2 and 4"),
        ('theme,definition\nPay,"a\nb"\nLeave,x,y\n', 4, "the row has 3 cells, but there are 2 columns"),
        ("theme,colour\nPay,reddish\n", 2, "which is not a colour"),
        ("theme,parent\nPay,Mony\nMoney,\n", 2, 'Did you mean "money"?'),
        ("theme,parent\nPay,Pay\n", 2, "names itself as its parent"),
        ("theme,parent\nA,B\nB,C\nC,A\n", 2, "in a circle: A > B > C > A"),
        ("indicator,theme,parent\nX,A,\nY,B,A\n", 3, "stands below another indicator (line 2)"),
        ("indicator,theme,parent\nX,A,\nY,A,\n,B,A\n", 4, "several rows have it: 2, 3"),
        ("id,theme\nmy id,Pay\n", 2, "Write a short name such as my-id."),
        ("id,theme\np,Pay\np,Leave\n", 3, "used twice, on lines 2 and 3"),
        ("theme,definition\n", 1, "the file names no theme"),
    ],
)
def test_faults_have_lines(text: str, line: int, words: str) -> None:
    """As in YAML: which line, what is wrong, how to mend it; rows may span lines."""
    ((at, sentence),) = errors(text)
    assert at == line
    assert words in sentence


def test_all_faults_come_at_once(tmp_path: Path) -> None:
    """One run tells all."""
    path = tmp_path / "b.csv"
    path.write_text("theme,colour\nPay,x\n,\nLeave,y\n", "utf-8")
    with pytest.raises(CodebookFaults) as caught:
        read_codebook(path)
    assert [f.line for f in caught.value.faults] == [2, 4]
    path.write_text("theme,colour\nPay,x\n,red\nLeave,y\n", "utf-8")
    with pytest.raises(CodebookFaults) as caught:
        read_codebook(path)
    assert [f.line for f in caught.value.faults] == [2, 3, 4]


def test_a_file_without_a_theme_column_says_what_it_saw() -> None:
    """The columns seen and the columns expected, not an empty codebook."""
    with pytest.raises(FileFault, match=r"its columns are 'shoe', 'size'.*theme and definition"):
        load_csv(b"shoe,size\n1,2\n", "b.csv")
    with pytest.raises(FileFault, match="nothing in it is separated"):
        load_csv(b"just a line\nand one more\n", "b.csv")


def table(header: str, rows: Iterable[Sequence[str]]) -> bytes:
    """A CSV file of these rows."""
    out = io.StringIO()
    csv.writer(out).writerows([header.split(","), *rows])
    return out.getvalue().encode()


def test_a_dot_in_a_name_gives_way_to_what_the_rows_say() -> None:
    """'A.b' stands below 'A' only where nothing in the file says otherwise."""
    apart = book("indicator,theme\nX,A\nY,A.b\n")
    assert {theme.name: theme.parent for theme in apart.themes} == {"A": None, "A.b": None}
    between = book("indicator,theme,parent\nX,A,\n,A.b,\nY,C,A.b\n")
    assert {theme.name: theme.parent for theme in between.themes} == {"A": None, "A.b": None, "C": "a-b"}
    turned = book("theme,parent\nA,A.b\nA.b,\n")
    assert {theme.name: theme.parent for theme in turned.themes} == {"A": "a-b", "A.b": None}


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("indicator,theme,parent\nX,T,B\n,B,A\nY,A,\n", 2, "below another indicator (line 4)"),
        ("indicator,theme,parent\nX,A,\nX,B,A\n,b,A\n", 4, "stands twice, on lines 3 and 4"),
        ("theme,parent\n" + "".join(f"T{n},{f'T{n - 1}' if n else ''}\n" for n in range(1_500)), 52, "below 50 others"),
        ("indicator,theme\n" + "".join(f"I{n},T{n}\n" for n in range(1_500)), 1, "more than 2,000 entries"),
    ],
    ids=["through", "twice", "deep", "many"],
)
def test_what_could_not_be_written_is_refused(text: str, line: int, words: str) -> None:
    """A table whose codebook could not be read back from YAML is a fault with its line, however far it reaches."""
    assert [(at, words in sentence) for at, sentence in errors(text)] == [(line, True)]


CELLS = st.text(
    st.characters(categories=["L", "N", "P", "S", "Zs"], include_characters="\n\x85\u2028\x1b"), max_size=10
)
#: Names that mean something to a reader: paths, dots, the same in other letters.
NAMES = st.sampled_from(["A", "a", "B", "A.b", "A.b.c", "B.a", "A>>B", "A>>>B", "X>>Y>>B", ">", ">.", "null", "&a", ""])
HEADER = "domain,indicator,theme,definition,parent"


# (without shrinking's last phase, which explains: it takes a minute and says no more than the example)
@settings(max_examples=60, deadline=None, phases=[p for p in Phase if p is not Phase.explain])
@example([("", "0", ">.", "", ""), ("", "00", ">", "", "")])
@example([("", "", "A", "", ""), ("", "X", "B", "", "A"), ("", "", "b", "", "A")])
@given(st.lists(st.tuples(NAMES, NAMES, NAMES | CELLS, CELLS, NAMES), max_size=6))
def test_any_table_is_a_codebook_or_faults(rows: list[tuple[str, str, str, str, str]]) -> None:
    """Whatever stands in the cells, nothing breaks, and what is read survives writing."""
    codebook, faults = load_csv(table(HEADER, rows), "b.csv")
    assert (codebook is None) == bool(faults.errors)
    if codebook is not None:
        assert parse_codebook_yaml(write_codebook_yaml(codebook)) == codebook
