"""The project's own list of names: many kinds of files, bad rows named, read twice without effect."""

from __future__ import annotations

from pathlib import Path

import pytest

from reviewed import item, searched
from rrt_qual.domain.confidentiality.privacy import FindKind
from rrt_qual.domain.errors import Conflict, FileFault, UsageError
from rrt_qual.domain.settings import SETTINGS
from rrt_qual.services.confidentiality.review import Review, import_list, listed
from rrt_qual.services.shared.project import Project
from rrt_qual.store.project import coders

CSV = "kind,name,aliases\nperson,Lesley Tranter,Les; Lezza\nteam,Front Door,\nplace,Aldersby,the Ald\n"


def write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("l.csv", CSV),
        (
            "l.csv",
            CSV.replace("kind,name,aliases", "Type;Full name;Also known as").replace(",", ";").replace("; ", "|"),
        ),
        ("l.csv", CSV.split("\n", 1)[1]),
        ("l.tsv", CSV.replace(",", "\t")),
        ("l.csv", CSV.encode("utf-16")),
        ("l.txt", "# names\nperson: Lesley Tranter; Les; Lezza\n\nTEAMS: Front Door\noffice: Aldersby; the Ald\n"),
    ],
    ids=["plain", "other names and delimiter", "no header", "tabs", "utf-16", "text"],
)
def test_files(empty: Project, tmp_path: Path, name: str, content: str | bytes) -> None:
    """Columns in other words, other delimiters and encodings, no header, and plain text give the same list."""
    report = import_list(empty, write(tmp_path, name, content))
    assert (report.added, report.extended, report.unchanged, report.bad) == (3, 0, 0, ())
    assert [(n.kind, n.name, n.aliases) for n in listed(empty)] == [
        (FindKind.PERSON, "Lesley Tranter", ("Les", "Lezza")),
        (FindKind.PLACE, "Aldersby", ("the Ald",)),
        (FindKind.TEAM, "Front Door", ()),
    ]


def test_read_again_and_extended(empty: Project, tmp_path: Path) -> None:
    """The same file changes nothing; a further form of a name is added to it."""
    import_list(empty, write(tmp_path, "l.csv", CSV))
    assert import_list(empty, tmp_path / "l.csv").unchanged == 3
    more = write(tmp_path, "m.txt", "lesley  tranter; LES; Lesley T.\nNora Quill\n")
    report = import_list(empty, more)
    assert (report.added, report.extended, report.unchanged) == (1, 1, 0)
    assert listed(empty)[0].aliases == ("Les", "Lezza", "Lesley T.")


def test_bad_rows_are_named_without_their_words(empty: Project, tmp_path: Path) -> None:
    """Line and reason of each; the others go in; no reason repeats a name."""
    path = write(tmp_path, "l.csv", CSV + "dragon,Smaug Quill,\nperson,,\nperson,X,\n,Nora Quill,\n")
    report = import_list(empty, path)
    assert report.added == 4 and [line for line, _ in report.bad] == [5, 6, 7]
    assert "kind is none of" in report.bad[0][1] and "missing" in report.bad[1][1] and "two letters" in report.bad[2][1]
    assert "Smaug" not in str(report.bad)
    assert import_list(empty, write(tmp_path, "o.txt", "Aldersby House\n"), kind=FindKind.PLACE).added == 1


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("l.csv", "first,last\nLesley,Tranter\n"),
        ("l.csv", b""),
        ("l.txt", b"\x89PNG\x00\x00"),
        ("l.csv", 'name\n"Les\n'),
    ],
)
def test_bad_files(empty: Project, tmp_path: Path, name: str, content: str | bytes) -> None:
    """One sentence that repeats no name, and nothing is listed."""
    with pytest.raises(FileFault) as fault:
        import_list(empty, write(tmp_path, name, content))
    assert "Tranter" not in str(fault.value) and "Les" not in str(fault.value).replace("l.csv", "")
    assert listed(empty) == []
    with pytest.raises(FileFault):
        import_list(empty, tmp_path / "none.csv")


def test_while_the_key_is_out(empty: Project, tmp_path: Path) -> None:
    """The list is part of the key: nothing is put on it meanwhile."""
    coders.set_setting(empty.conn, SETTINGS["privacy.key_out"], True)
    with pytest.raises(Conflict, match="key"):
        import_list(empty, write(tmp_path, "l.csv", CSV))


def test_what_the_list_says_is_the_same_gets_one_pseudonym(empty: Project, tmp_path: Path) -> None:
    """A nickname on the list follows its name, is decided with it everywhere, and is no pseudonym."""
    ids = searched(empty)
    import_list(empty, write(tmp_path, "l.txt", "person: Lesley Tranter; Lesley; Dog Lady\n"))
    review = Review(empty, empty.coder("Ama"))
    find = item(review, ids["R1"], "Lesley Tranter").finding
    with pytest.raises(UsageError):
        review.change(find, name="Dog lady")
    given = review.change(find, label="Manager")
    assert item(review, ids["R1"], "Lesley").proposal.pseudonym_id == given.id  # type: ignore[union-attr]
    review.everywhere(item(review, ids["R1"], "Lesley Tranter").finding)
    assert {i.shown for i in review.items(ids["R1"]) if "Lesley" in i.words} == {"[Manager A]"}
    assert {i.words for i in review.items(ids["R3"]) if i.shown == "[Manager A]"} == {"Lesley Tranter", "Lesley"}
