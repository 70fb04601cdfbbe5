"""Transcripts and attributes come in whole or not at all, each file is told of, and nothing comes in twice."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from rrt_qual.domain.errors import FileFault, UsageError
from rrt_qual.ingest.draft import RawFile
from rrt_qual.services.coding.session import CodingSession
from rrt_qual.services.interviews import imports
from rrt_qual.services.interviews.attributes import apply as apply_attributes
from rrt_qual.services.interviews.imports import import_files, preview_files
from rrt_qual.services.shared.project import Project
from rrt_qual.store import checks
from rrt_qual.store.interviews import interviews, originals

TALK = "Interviewer: How is it?\nParticipant: It is {} here. We laugh a lot, and nobody blames us.\n"


def write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with two transcripts and what tends to lie beside them."""
    here = tmp_path / "interviews"
    write(here, "T1.txt", TALK.format("good"))
    write(here, "T2.txt", TALK.format("hard"))
    write(here, "README.md", "# Interviews\n")
    write(here, "attributes.csv", "file,wave,participant,team\nT1.txt,2025,P01,Blue\nT2.txt,2026,P02,Red\n")
    write(here, ".DS_Store", b"\0\1\2")
    return here


def test_folder_comes_in_with_its_attributes(empty: Project, folder: Path) -> None:
    """Every transcript of a folder comes in, with wave, participant and team from the file of attributes."""
    report = import_files(empty, [folder], attributes=folder / "attributes.csv")
    assert [one.interview for one in report.added] == ["T1", "T2"]
    assert report.skipped == [] and report.is_whole
    assert [name for name, _ in report.left_out] == ["README.md"]
    heads = {h.name: h for h in interviews.heads(empty.conn)}
    assert (heads["T1"].wave, heads["T1"].participant, heads["T1"].attributes) == ("2025", "P01", {"team": "Blue"})
    assert report.attributes is not None and report.attributes.changed == ("T1", "T2")


def test_attributes_beside_transcripts_are_pointed_out(empty: Project, folder: Path) -> None:
    """A file of attributes in the folder is not used unasked, and not taken for a transcript."""
    report = import_files(empty, [folder])
    assert ("attributes.csv", "attributes.csv holds attributes: give it with --attributes.") in report.left_out
    assert interviews.waves(empty.conn) == []


def test_same_file_is_recognised_under_any_name(empty: Project, folder: Path) -> None:
    """A file that was imported is known by its content, also when it was renamed."""
    import_files(empty, [folder / "T1.txt"])
    copy = write(folder, "T1 (copy).txt", (folder / "T1.txt").read_bytes())
    report = import_files(empty, [folder / "T1.txt", copy, copy])
    assert report.recognised == [("T1.txt", "T1"), ("T1 (copy).txt", "T1")]
    assert report.added == [] and len(interviews.names(empty.conn)) == 1


def test_same_name_with_other_words_is_skipped(empty: Project, folder: Path, tmp_path: Path) -> None:
    """Another text under a known name is skipped with a sentence that says what to do; nothing is replaced."""
    import_files(empty, [folder / "T1.txt"])
    other = write(tmp_path / "later", "t1.txt", TALK.format("different"))
    report = import_files(empty, [other])
    ((name, why),) = report.skipped
    assert name == "t1.txt" and "rename" in why and "'T1.txt'" in why
    assert "good" in originals.load_text(empty.conn, interviews.find(empty.conn, "T1"))


def test_bad_files_keep_no_good_one_out(empty: Project, folder: Path) -> None:
    """What cannot be read is listed with a reason; the others come in."""
    write(folder, "a.bin", bytes(range(256)) * 50)
    write(folder, "blank.txt", "  \n \n")
    write(folder, "old.doc", b"\xd0\xcf\x11\xe0" * 20)
    write(folder, "broken.docx", b"PK\x03\x04 nonsense")
    (folder / "sub").mkdir()
    report = import_files(empty, [folder, folder / "nowhere.txt"])
    assert [one.interview for one in report.added] == ["T1", "T2"]
    assert sorted(n for n, _ in report.skipped) == ["a.bin", "blank.txt", "broken.docx", "nowhere.txt", "old.doc"]
    assert all(why.endswith(".") for _, why in report.skipped)
    assert "sub" in [name for name, _ in report.left_out]
    assert not report.is_whole


def test_a_reader_that_breaks_costs_one_file(empty: Project, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault in a reader becomes a sentence about that file, not the end of the import."""
    from rrt_qual import ingest

    whole = ingest.read_raw

    def break_on_first(file: RawFile, **rest: object) -> object:
        if file.name == "T1.txt":
            raise RecursionError("words of the transcript")
        return whole(file)

    monkeypatch.setattr(ingest, "read_raw", break_on_first)
    report = import_files(empty, [folder])
    assert [one.interview for one in report.added] == ["T2"]
    assert report.skipped[0][0] == "T1.txt" and "words of the transcript" not in report.skipped[0][1]


def test_a_crash_keeps_what_came_before(empty: Project, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each file is one transaction: stopped in the second, the first is whole and the file is sound."""
    whole = imports.interviews.set_attributes
    calls: list[str] = []

    def stop_in_second(conn: sqlite3.Connection, interview_id: str, values: dict[str, str]) -> None:
        calls.append(interview_id)
        if len(calls) == 2:
            raise KeyboardInterrupt
        whole(conn, interview_id, values)

    monkeypatch.setattr(imports.interviews, "set_attributes", stop_in_second)
    with pytest.raises(KeyboardInterrupt):
        import_files(empty, [folder])
    assert list(interviews.names(empty.conn)) == ["T1"]
    assert checks.integrity(empty.conn) == checks.offsets(empty.conn) == checks.bases(empty.conn) == []


def test_attributes_can_be_read_again(empty: Project, folder: Path) -> None:
    """Attributes given later change waves and counts; an empty cell changes nothing."""
    import_files(empty, [folder], wave="2024")
    ama = CodingSession(empty, empty.coder("Ama"))
    t1 = interviews.find(empty.conn, "T1")
    ama.apply(t1, ama.transcript(t1).turns[1].span, "blame")
    assert empty.conn.execute("SELECT wave FROM participant_theme").fetchone()[0] == "2024"
    write(folder, "attributes.csv", "interview,wave,team\nT1,2025,\nT2,,Red\n")
    report = import_files(empty, [], attributes=folder / "attributes.csv").attributes
    assert report is not None and report.matched == 2
    assert {h.name: (h.wave, h.attributes) for h in interviews.heads(empty.conn)} == {
        "T1": ("2025", {}),
        "T2": ("2024", {"team": "Red"}),
    }
    assert checks.frequencies(empty.conn) == checks.bases(empty.conn) == checks.copies(empty.conn) == []
    assert apply_attributes(empty, folder / "attributes.csv").changed == ()


def test_rows_and_files_without_each_other_are_reported(empty: Project, folder: Path) -> None:
    """A row about no interview and an interview without a row are both told of."""
    path = write(folder, "attributes.csv", "file,team\nT1.txt,Blue\nT9.txt,Red\n")
    report = import_files(empty, [folder], attributes=path)
    assert report.attributes is not None
    assert report.attributes.rows_without_interview == ((3, "T9.txt"),)
    assert report.attributes.interviews_without_row == ("T2",)
    assert not report.is_whole


def test_bad_attributes_stop_before_anything_comes_in(empty: Project, folder: Path) -> None:
    """Attributes that contradict themselves are refused before the first transcript is read."""
    path = write(folder, "attributes.csv", "file,team\nT1.txt,Blue\nT1.txt,Red\n")
    with pytest.raises(FileFault, match="same interview"):
        import_files(empty, [folder], attributes=path)
    assert interviews.names(empty.conn) == {}


def test_star_is_no_wave(empty: Project, folder: Path) -> None:
    """'*' stands for all waves in the counted tables, so no wave is called that."""
    with pytest.raises(UsageError):
        import_files(empty, [folder], wave="*")
    path = write(folder, "attributes.csv", "file,wave\nT1.txt,*\n")
    with pytest.raises(UsageError):
        import_files(empty, [folder], attributes=path)


def test_wave_of_what_is_there_is_not_changed_in_passing(empty: Project, folder: Path) -> None:
    """Importing the same files with another wave leaves theirs and says how to change it."""
    import_files(empty, [folder], wave="2024")
    assert import_files(empty, [folder], wave="2024").notes == []
    report = import_files(empty, [folder], wave="2025")
    assert "T1, T2" in report.notes[0] and "--attributes" in report.notes[0]
    assert interviews.waves(empty.conn) == ["2024"]


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no such devices here")
def test_devices_are_not_read(empty: Project) -> None:
    """A device that never ends is skipped, not read."""
    report = import_files(empty, [Path("/dev/zero")])
    assert "is a device, not a file" in report.skipped[0][1]


def test_import_is_in_the_log(empty: Project, folder: Path) -> None:
    """The log says what came in, by file name and hash, and holds none of its words; undo leaves it alone."""
    import_files(empty, [folder / "T1.txt"])
    row = empty.conn.execute("SELECT kind, label, after FROM change").fetchone()
    assert (row["kind"], row["label"]) == ("log", "import")
    assert json.loads(row["after"])["source_name"] == "T1.txt" and "laugh" not in row["after"]
    assert CodingSession(empty, empty.coder("Ama")).undo() is None


def test_progress_names_each_file(empty: Project, folder: Path) -> None:
    """The callback hears of every file before it is read."""
    heard: list[tuple[int, int, str]] = []
    import_files(empty, [folder], progress=lambda *step: heard.append(step))
    assert heard == [(0, 2, "T1.txt"), (1, 2, "T2.txt")]


def test_preview_keeps_nothing(folder: Path) -> None:
    """A preview shows who speaks, with roles, and the reason for what would be skipped."""
    write(folder, "blank.txt", " ")
    found = {one.file: one for one in preview_files([folder])}
    assert [(s.label, str(s.role)) for s in found["T1.txt"].speakers] == [
        ("Interviewer", "interviewer"),
        ("Participant", "participant"),
    ]
    assert found["blank.txt"].fault and not found["blank.txt"].speakers


def test_huge_file_is_a_sentence(empty: Project, tmp_path: Path) -> None:
    """A file far too large for an interview is skipped with a sentence."""
    path = write(tmp_path, "huge.txt", "Participant: " + "It is long here. " * 1_500_000)
    report = import_files(empty, [path])
    assert report.added == [] and "characters" in report.skipped[0][1]
