"""Checking and mending, the log, codebooks in a project, the demo and what travels with the program."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from rrt_qual.domain.errors import FileFault, ProjectError
from rrt_qual.domain.spans import Span
from rrt_qual.ingest.codebook.yaml_file import write_codebook_yaml
from rrt_qual.services.codebook import codebooks
from rrt_qual.services.coding.session import CodingSession
from rrt_qual.services.figures.frequencies import table
from rrt_qual.services.project import check, demo
from rrt_qual.services.project import log as logbook
from rrt_qual.services.shared import resources
from rrt_qual.services.shared.project import Project, create
from rrt_qual.services.texts import by_name as interviews
from rrt_qual.store.file.connection import transaction
from small_project import CODEBOOK


@pytest.fixture
def coded(project: Project, ids: dict[str, str]) -> Project:
    """The small project with a few codings of one coder."""
    ama = CodingSession(project, project.coder("Ama"))
    ama.apply(ids["A"], Span(0, 40), "jokes")
    ama.apply(ids["B"], Span(0, 40), "threats")
    return project


def tamper(project: Project, sql: str) -> None:
    """Change the file as no act of the program would."""
    with transaction(project.conn) as conn:
        conn.execute("PRAGMA defer_foreign_keys = ON")
        conn.execute(sql)


def test_sound_project_has_no_finding(coded: Project) -> None:
    """Every check of a project that only acts have touched is sound, and says how much it looked at."""
    found = check.run(coded)
    assert all(one.sound and not one.mended for one in found)
    assert all(one.looked_at > 0 for one in found if "memo" not in one.what)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE theme_frequency SET passages = passages + 1",
        "DELETE FROM participant_theme WHERE coder = '*'",
        "UPDATE indicator_frequency SET interviews = 2, base = 2, passages = 2",
        "UPDATE frequency_base SET coded = 9, interviews = 9",
        "UPDATE participant_theme SET participant = 'X'",
        "UPDATE interview SET wave = '2024' WHERE name = 'A'",
        "UPDATE coder_progress SET coded_segments = 77",
        "UPDATE coding SET retired_at = '2026-01-01T00:00:00.000Z' WHERE start = 0",
    ],
)
def test_wrong_counts_are_found_and_mended(coded: Project, sql: str) -> None:
    """Counts that another program has spoilt are found, and repaired from the codings alone."""
    codings = "SELECT * FROM coding ORDER BY id"
    tamper(coded, sql)
    before = [tuple(r) for r in coded.conn.execute(codings)]
    assert not all(one.sound for one in check.run(coded))
    repaired = check.run(coded, repair=True)
    assert all(one.sound for one in repaired) and any(one.mended for one in repaired)
    assert all(one.sound and not one.mended for one in check.run(coded))
    assert [tuple(r) for r in coded.conn.execute(codings)] == before
    assert logbook.latest(coded, 1)[0].label == "repair counts"


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE interview SET text = text || ' and more' WHERE name = 'A'",
        'UPDATE coding SET "end" = 100000 WHERE start = 0',
        'UPDATE segment SET start = 0, "end" = 100 WHERE position = 3',
        "INSERT INTO memo SELECT 'm', 'coding', 'nothing', id, 'x', '', '', NULL FROM coder",
    ],
)
def test_what_people_made_is_never_mended(coded: Project, sql: str) -> None:
    """A changed text or a coding out of its text is found and left for a person to judge."""
    tamper(coded, sql)
    found = check.run(coded, repair=True)
    assert any(not one.sound for one in found)


def test_damaged_file_is_a_finding(coded: Project) -> None:
    """Pages that are overwritten are found, without an error."""
    path = coded.path
    coded.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    coded.close()
    data = bytearray(path.read_bytes())
    for page in range(5, len(data) // 4096 - 1):
        data[page * 4096 : page * 4096 + 400] = b"\xff" * 400
    path.write_bytes(data)
    try:
        found = check.run(Project(path))
    except ProjectError:
        return
    assert any(not one.sound for one in found)


def test_log_is_newest_first_and_counts_rows(coded: Project, ids: dict[str, str]) -> None:
    """The log lists acts, not rows, the latest first, with who and where."""
    ama = CodingSession(coded, coded.coder("Ama"))
    ama.remove([c.id for c in ama.codings(ids["A"])])
    ama.undo()
    entries = logbook.latest(coded)
    assert [(e.kind, e.label, e.coder, e.interview) for e in entries[:3]] == [
        ("undo", "remove", "Ama", "A"),
        ("do", "remove", "Ama", "A"),
        ("do", "code threats", "Ama", "B"),
    ]
    assert len(logbook.latest(coded, 2)) == 2
    assert len(logbook.latest(coded, None)) == 4


def test_interview_is_found_in_any_case(project: Project, ids: dict[str, str]) -> None:
    """An interview goes by its name in any case."""
    assert interviews.find(project, "a") == ids["A"]


def test_codebook_of_the_program_is_read_with_its_text() -> None:
    """The packaged codebook has no fault, and its own text with all comments is what is kept."""
    path = resources.default_codebook()
    book = codebooks.read(path)
    assert book.content == path.read_text("utf-8")
    assert codebooks.size(book.codebook)[1:] == (20, len(book.codebook.themes))


def test_codebook_comes_out_as_it_went_in(tmp_path: Path) -> None:
    """The exported codebook is the very file the project was made from."""
    source = resources.default_codebook()
    book = codebooks.read(source)
    made = create(tmp_path / "p.rrtq", codebook=book.codebook, content=book.content, source_name=source.name, name="P")
    codebooks.export_file(made, tmp_path / "out.yaml")
    assert (tmp_path / "out.yaml").read_bytes() == source.read_bytes()
    assert codebooks.difference(made, book.codebook).is_empty
    made.close()


def test_codebook_without_its_file_is_written_anew(project: Project, tmp_path: Path) -> None:
    """A project whose kept text says something else writes its codebook as it stands."""
    codebooks.export_file(project, tmp_path / "out.yaml")
    assert codebooks.difference(project, codebooks.read(tmp_path / "out.yaml").codebook).is_empty


def test_newer_codebook_keeps_codings(coded: Project, tmp_path: Path) -> None:
    """An update renames, moves, adds and retires by id; codings stay, counts follow, old revisions are kept."""
    themes = tuple(
        replace(t, name="Laughing") if t.id == "jokes" else replace(t, indicator="culture") if t.id == "visits" else t
        for t in CODEBOOK.themes
        if t.id != "threats"
    )
    newer = replace(CODEBOOK, version=2, themes=(*themes, replace(CODEBOOK.themes[0], id="new", name="New")))
    path = tmp_path / "newer.yaml"
    path.write_text(write_codebook_yaml(newer), encoding="utf-8")
    planned = codebooks.difference(coded, codebooks.read(path).codebook)
    assert (planned.added, planned.retired, planned.codings) == (("new",), ("threats",), {"threats": 1})
    assert planned.changed["jokes"] == ("name",) and planned.changed["visits"] == ("indicator",)
    codebooks.update(coded, codebooks.read(path))
    assert all(one.sound for one in check.run(coded))
    assert coded.conn.execute("SELECT COUNT(*) FROM coding WHERE retired_at IS NULL").fetchone()[0] == 2
    rows = {r.key: r for r in table(coded).of_level("theme")}
    assert rows["jokes"].name == "Laughing" and rows["jokes"].figure.interviews == 1 and "threats" not in rows
    assert logbook.latest(coded, 1)[0].label == "codebook revision 2"
    codebooks.update(coded, codebooks.read(path))
    assert coded.conn.execute("SELECT COUNT(*) FROM codebook_revision").fetchone()[0] == 2


def test_faulty_codebook_is_refused_with_all_its_faults(tmp_path: Path) -> None:
    """A codebook with two faults names both, and check lists them."""
    path = tmp_path / "bad.yaml"
    path.write_text("id: x\nname: X\nversion: 1\nthemes:\n  - {id: a, name: A}\n  - {id: a, name: B}\n", "utf-8")
    with pytest.raises(FileFault, match="twice"):
        codebooks.read(path)
    assert len([f for f in codebooks.check_file(path) if f.severity == "error"]) >= 2


def test_demo_is_built_once_and_sound(tmp_path: Path) -> None:
    """The demo holds the invented interviews and a second call opens what the first has made."""
    path = demo.where(str(tmp_path))
    first = demo.open_or_build(path)
    assert first.report is not None and first.report.skipped == []
    assert len(first.report.added) >= 10
    assert all(one.sound for one in check.run(first.project))
    first.project.close()
    second = demo.open_or_build(path)
    assert second.report is None
    second.project.close()


def test_failed_demo_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When building the demo fails, no half project is left to be opened the next time."""
    monkeypatch.setattr(demo.imports, "import_files", lambda *a, **k: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        demo.open_or_build(tmp_path / "demo.rrtq")
    assert list(tmp_path.iterdir()) == []


def test_missing_resources_are_a_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An installation that is not whole is told in a sentence."""
    monkeypatch.setattr(resources, "_PACKAGE", tmp_path / "lib" / "src" / "rrt_qual")
    with pytest.raises(ProjectError, match="Install"):
        resources.default_codebook()


def test_resources_are_found_inside_the_installed_package(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Installed, the codebook lies inside the package."""
    package = tmp_path / "rrt_qual"
    (package / "data" / "codebooks").mkdir(parents=True)
    (package / "data" / "codebooks" / "retention.yaml").touch()
    monkeypatch.setattr(resources, "_PACKAGE", package)
    assert resources.default_codebook() == package / "data" / "codebooks" / "retention.yaml"
