"""Codings out and in where words are replaced: names stay, places are found, nothing comes twice."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from rrt_qual.domain.confidentiality.privacy import Find, FindKind
from rrt_qual.domain.spans import Span
from rrt_qual.services.coding.files import export_codings, import_codings, rows
from rrt_qual.services.interviews.search import in_text
from rrt_qual.services.shared.project import Project
from rrt_qual.services.texts import by_name as interviews
from rrt_qual.store.coding import codings
from rrt_qual.store.confidentiality import findings
from rrt_qual.store.file.connection import transaction
from rrt_qual.store.interviews import originals
from secret_project import build, hide, leaks


def made(folder: Path, name: str) -> Project:
    """A project of its own folder, nothing replaced."""
    (folder / name).mkdir()
    return build(folder / name / "p.rrtq", folder / name)


@pytest.fixture
def open_book(tmp_path: Path) -> Project:
    """The project before anything is replaced, one find of it open."""
    project = made(tmp_path, "open")
    t2 = interviews.find(project, "T2")
    place = in_text(originals.load_text(project.conn, t2), "threatened")[0]
    with transaction(project.conn) as conn:
        findings.insert(conn, t2, Find(place, FindKind.JOB_TITLE, 0.5, "rule", "not so common"))
    return project


def spans(project: Project) -> dict[str, Span]:
    """Coding id -> its span in the original."""
    return {c.id: c.span for c in codings.every(project.conn)}


@pytest.mark.parametrize("ending", [".csv", ".jsonl"])
def test_out_and_in_again_recognises_every_coding(open_book: Project, tmp_path: Path, ending: str) -> None:
    """A file written with pseudonyms and masks is recognised whole, with other replacements and with none."""
    hide(open_book)
    path = tmp_path / f"out{ending}"
    count = export_codings(open_book, path)
    assert leaks(path) == [] and "[job title]" in path.read_text(encoding="utf-8-sig")
    report = import_codings(open_book, path)
    assert (report.added, report.recognised, report.skipped, report.warnings) == (0, count, [], [])
    with transaction(open_book.conn) as conn:  # what was masked is decided otherwise by now
        findings.decide(conn, findings.every(conn)[0].id, findings.Status.KEPT, coder_id=None)
        for one in findings.every(conn, findings.Status.OPEN):
            findings.decide(conn, one.id, findings.Status.KEPT, coder_id=None)
    assert import_codings(open_book, path).recognised == count
    other = made(tmp_path, "other")
    fresh = import_codings(other, path)
    assert fresh.skipped and all("'P07'" in why for _, why in fresh.skipped)  # an interview it knows by its name
    assert fresh.added + fresh.recognised + len(fresh.skipped) == count
    hide(other)
    assert import_codings(other, path).skipped == []
    assert set(spans(open_book).values()) == set(spans(other).values())


def test_rows_are_those_of_the_original_text(open_book: Project) -> None:
    """Offsets in the file count the original's code points, whatever is replaced before them."""
    before = {row.id: (row.start, row.end) for row in rows(open_book)}
    hide(open_book)
    assert {row.id: (row.start, row.end) for row in rows(open_book)} == before
    assert {i: (s.start, s.end) for i, s in spans(open_book).items()} == before


@pytest.mark.parametrize(
    ("words", "places"),
    [
        ("[Manager A]'s team is kind", True),
        ("Priya's team is kind", True),
        ("[person]'s team is kind", True),
        ("[Somebody else]'s team is kind", True),
        ("[Manager A]'s team is unkind", False),
        ("[town] team was kind", False),
        ("[x]", False),
        ("Priya's team is unkind", False),
    ],
)
def test_words_with_offsets_must_agree(open_book: Project, tmp_path: Path, words: str, places: bool) -> None:
    """At given offsets the original, a pseudonym and any mask are the same words; other words are not."""
    hide(open_book)
    jane = interviews.find(open_book, "P07")
    at = in_text(originals.load_text(open_book.conn, jane), "Priya's team is kind")[0]
    row = {"interview": "P07", "start": at.start, "end": at.end, "text": words, "theme": "threats", "coder": "Ann"}
    path = tmp_path / "one.jsonl"
    path.write_text(json.dumps(row) + "\n", encoding="utf-8")
    report = import_codings(open_book, path)
    assert report.added == int(places)
    assert leaks([why.replace(words, "") for _, why in report.skipped]) == []
    if places:
        assert at in spans(open_book).values()


@pytest.mark.parametrize("words", ["[Manager A] and all", "Priya Nandrasekhar and all", "[manager a] AND all"])
def test_words_alone_are_found_as_they_are_read(open_book: Project, tmp_path: Path, words: str) -> None:
    """Without offsets, words are looked for in the original and in what readers see; the case must agree."""
    hide(open_book)
    path = tmp_path / "one.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("interview", "text", "theme", "coder"), ("P07", words, "threats", "Ann")])
    report = import_codings(open_book, path)
    text = originals.load_text(open_book.conn, interviews.find(open_book, "P07"))
    if words.startswith("[m"):
        assert report.added == 0
    else:
        assert report.added == 1
        assert "Priya Nandrasekhar and all" in [s.of(text) for s in spans(open_book).values()]
