"""`export` and `report` at the command line: what they write, what they say, and what they never touch."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from commands import Rrt

from rrt_qual.export.registry import KINDS

AT = "2026-11-25T10:00:00Z"


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_written_and_only_told_on_stderr(coded: Path, rrt: Rrt, desk: Path, kind: str) -> None:
    """One command, one file (or folder) for its owner alone; stdout stays empty."""
    endings = KINDS[kind].endings
    target = desk / f"out{endings[0] if endings else ''}"
    done = rrt("export", "p.rrtq", "--to", kind, target, "--made-at", AT)
    assert (done.code, done.out) == (0, ""), done.err
    assert f"Wrote '{target}'" in done.err
    files = list(target.iterdir()) if target.is_dir() else [target]
    assert all(file.stat().st_size for file in files)
    if os.name != "nt":
        assert all(file.stat().st_mode & 0o077 == 0 for file in (target, *files))


def test_report_is_chosen_by_the_ending(coded: Path, rrt: Rrt, desk: Path) -> None:
    """`report` writes Word to .docx, and says which endings there are for any other."""
    assert rrt("report", "p.rrtq", "r.docx").code == 0 and (desk / "r.docx").read_bytes()[:2] == b"PK"
    done = rrt("report", "p.rrtq", "r.odt")
    assert done.code == 2 and ".docx" in done.err and not (desk / "r.odt").exists()


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (["export", "p.rrtq", "x.xlsx"], 2, "Export to what?"),
        (["export", "p.rrtq", "--to", "pdf", "x.pdf"], 2, "no export to 'pdf'"),
        (["export", "p.rrtq", "--to", "xlsx", "x.csv"], 2, "End it in .xlsx"),
        (["export", "--to", "xlsx", "p.rrtq"], 2, "Which file?"),
        (["export", "p.rrtq", "--to", "xlsx", "x.xlsx", "--template", "t.docx"], 2, "takes no template"),
        (["export", "p.rrtq", "--to", "docx", "x.docx", "--template", "t.docx"], 3, "no template 't.docx'"),
        (["export", "p.rrtq", "--to", "docx", "x.docx", "--template", "att.csv"], 3, "not a Word document"),
        (["export", "p.rrtq", "--to", "json", "x.json", "--made-at", "soon"], 2, "'soon' is no time"),
        (["export", "p.rrtq", "--to", "json", "x.json", "--made-at", "1066-10-14"], 2, "no time of 1980"),
        (["export", "p.rrtq", "--to", "json", "x.json", "--wave", "1999"], 3, "no wave '1999'"),
        (["export", "p.rrtq", "--to", "json", "x.json", "--by", "shoe size"], 3, "no attribute"),
        (["export", "p.rrtq", "--to", "json", "x.json", "--coder", "Nobody"], 3, "No coder is called"),
        (["export", "p.rrtq", "--to", "json", "no/x.json"], 3, "there is no folder"),
        (["export", "p.rrtq", "--to", "csv", "talks"], 3, "no folder of exported tables"),
        (["export", "p.rrtq", "--to", "json", "x.json", "-n", "-1"], 2, "-n"),
        (["report", "p.rrtq"], 2, "Which file?"),
    ],
    ids=lambda value: " ".join(value)[:48] if isinstance(value, list) else None,
)
def test_wrong_use_is_one_sentence(
    coded: Path, rrt: Rrt, desk: Path, words: list[str], code: int, sentence: str
) -> None:
    """A fault is one sentence with its exit code, and no file is left."""
    before = sorted(desk.rglob("*"))
    done = rrt(*words)
    assert done.code == code and sentence in done.err and "Traceback" not in done.err and done.out == ""
    assert sorted(p for p in desk.rglob("*") if p.suffix not in (".rrtq-wal", ".rrtq-shm")) == before


def test_dry_run_says_all_and_writes_nothing(coded: Path, rrt: Rrt, desk: Path) -> None:
    """What would be written, with its size, and what would be missing; the folder stays as it was."""
    before = {path: path.stat().st_mtime_ns for path in desk.rglob("*") if path.name != "p.rrtq"}
    done = rrt("export", "p.rrtq", "--to", "csv", "tables", "--by", "team", "--dry-run")
    assert done.code == 0 and done.out == ""
    for word in ("Would write", "frequencies.csv", "data_dictionary.csv", "bytes", "Not there:", "Joint display"):
        assert word in done.err
    assert {path: path.stat().st_mtime_ns for path in desk.rglob("*") if path.name != "p.rrtq"} == before


def test_nothing_is_replaced_unasked_and_only_what_is_ours(coded: Path, rrt: Rrt, desk: Path) -> None:
    """A file or folder of ours goes with --yes alone; a folder with anything else in it never."""
    assert rrt("export", "p.rrtq", "--to", "csv", "tables").code == 0
    old = (desk / "tables" / "frequencies.csv").stat().st_mtime_ns
    done = rrt("export", "p.rrtq", "--to", "csv", "tables")
    assert done.code == 2 and "--yes" in done.err
    assert (desk / "tables" / "frequencies.csv").stat().st_mtime_ns == old
    assert rrt("export", "p.rrtq", "--to", "csv", "tables", "--yes").code == 0
    assert (desk / "tables" / "frequencies.csv").stat().st_mtime_ns > old
    (desk / "tables" / "thesis.docx").write_text("years of work")
    done = rrt("export", "p.rrtq", "--to", "csv", "tables", "--yes")
    assert done.code == 3 and (desk / "tables" / "thesis.docx").read_text() == "years of work"
    assert {p.name for p in desk.iterdir() if p.name.startswith(".")} == set()


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_to(coded: Path, rrt: Rrt, desk: Path) -> None:
    """No right to write: a sentence, and nothing half-written."""
    (desk / "shut").mkdir(mode=0o500)
    for kind, name in (("xlsx", "x.xlsx"), ("csv", "x")):
        done = rrt("export", "p.rrtq", "--to", kind, f"shut/{name}")
        assert done.code == 3 and "cannot be written" in done.err
    assert list((desk / "shut").iterdir()) == []


@pytest.mark.parametrize(("kind", "name"), [("xlsx", "x.xlsx"), ("csv", "x")])
def test_a_disk_that_fills_leaves_what_was_there(
    coded: Path, rrt: Rrt, desk: Path, monkeypatch: pytest.MonkeyPatch, kind: str, name: str
) -> None:
    """When the writing fails in the middle, the old export is whole and nothing else lies about."""
    assert rrt("export", "p.rrtq", "--to", kind, name, "--made-at", AT).code == 0
    target = desk / name
    before = {p: p.read_bytes() for p in (target.iterdir() if target.is_dir() else [target])}

    def full(number: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    done = rrt("export", "p.rrtq", "--to", kind, name, "--yes")
    assert done.code == 3 and "the disk is full" in done.err
    assert {p: p.read_bytes() for p in (target.iterdir() if target.is_dir() else [target])} == before
    assert not [p for p in desk.iterdir() if p.name.startswith(".")]


def test_time_is_fixed_by_option_or_environment(
    coded: Path, rrt: Rrt, desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """--made-at and SOURCE_DATE_EPOCH give the same bytes; a bad epoch is told."""
    assert rrt("export", "p.rrtq", "--to", "json", "a.json", "--made-at", "2026-11-25T12:00:00+02:00").code == 0
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795600800")
    assert rrt("export", "p.rrtq", "--to", "json", "b.json").code == 0
    assert json.loads((desk / "a.json").read_text("utf-8"))["provenance"]["made_at"] == AT
    assert (desk / "a.json").read_bytes() == (desk / "b.json").read_bytes()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    done = rrt("export", "p.rrtq", "--to", "json", "c.json")
    assert done.code == 2 and "SOURCE_DATE_EPOCH" in done.err


def test_nothing_coded_and_a_wave_without_survey(project: Path, rrt: Rrt, desk: Path) -> None:
    """A project that nobody has coded, and one wave of it, are correct small exports that say so."""
    done = rrt("export", "p.rrtq", "--to", "json", "x.json", "--wave", "2026")
    assert done.code == 0 and "Nothing has been coded yet" in done.err and "survey scores of wave '2026'" in done.err
    value = json.loads((desk / "x.json").read_text("utf-8"))
    assert value["provenance"]["coded"] == 0
    frequencies = next(s for s in value["sheets"] if s["name"] == "frequencies")
    assert {row["interviews"] for row in frequencies["rows"]} == {0}


def test_the_log_names_what_was_exported(coded: Path, rrt: Rrt, desk: Path) -> None:
    """An erasure can only say which files still hold words if the log knows them; a dry run wrote none."""
    assert rrt("export", "p.rrtq", "--to", "md", "talk.md", "--dry-run").code == 0
    assert "export md" not in rrt("log", "p.rrtq").out
    assert rrt("export", "p.rrtq", "--to", "md", "talk.md").code == 0
    assert "export md" in rrt("log", "p.rrtq").out
