"""What scripts depend on: exit codes, stdout alone for figures, one sentence for every fault."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import stat
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from commands import Rrt

from rrt_qual import __version__
from rrt_qual.services.figures import frequencies
from rrt_qual.services.shared import faultlog as faults

FIGURES = (["themes"], ["themes", "--by", "team"], ["check"], ["log"], ["doctor"])


def test_version(rrt: Rrt) -> None:
    """`--version` is one line on stdout."""
    assert rrt("--version") == (0, f"rrt-qual {__version__}\n", "")


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        ([], 2, ""),
        (["codings"], 2, ""),
        (["frobnicate"], 2, "No such command"),
        (["themes", "--frob"], 2, "No such option"),
        (["themes", "--format", "xml"], 2, "'xml' is not one of"),
        (["themes", "--level", "galaxy"], 2, "no level 'galaxy'"),
        (["themes", "--stance", "doubt"], 2, "'doubt' is not one of"),
        (["log", "-n", "0"], 2, "-n"),
        (["import"], 2, "nothing to import"),
        (["import", "--preview"], 2, "nothing to show"),
        (["init"], 2, "PROJECT"),
        (["new", "x"], 2, "needs a name"),
        (["init", "x", "--name", " "], 2, "needs a name"),
        (["codings", "export"], 2, "Which file?"),
        (["codings", "export", "p.rrtq"], 2, "Which file?"),
        (["codings", "export", "p.rrtq", "out.xlsx"], 2, "says no format"),
        (["codebook", "export", "p.rrtq", "out.txt"], 2, "says no format"),
        (["themes", "nowhere"], 3, "no project at 'nowhere.rrtq'"),
        (["themes", "att.csv"], 3, "not a project"),
        (["themes", "talks"], 3, "is a folder"),
        (["themes", "x" * 5000 + ".rrtq"], 3, "too long"),
        (["themes", "--wave", "1999"], 3, "no wave '1999'"),
        (["themes", "--by", "shoe size"], 3, "no attribute"),
        (["themes", "--coder", "Nobody"], 3, "No coder is called"),
        (["init", "p"], 3, "exists already"),
        (["init", "no/such/folder/x"], 3, "cannot be made"),
        (["init", "x", "--codebook", "nowhere.yaml"], 3, "no file"),
        (["init", "x", "--codebook", "att.csv"], 3, "att.csv"),
        (["import", "p.rrtq", "nowhere.txt"], 3, "nowhere.txt"),
        (["import", "p.rrtq", "--attributes", "nowhere.csv"], 3, "no file"),
        (["codings", "import", "p.rrtq", "nowhere.csv"], 3, "no file"),
        (["codings", "import", "p.rrtq", "att.csv"], 3, "no column"),
        (["codebook", "check", "nowhere.yaml"], 3, "no file"),
        (["codebook", "diff", "p.rrtq", "talks/T1.txt"], 3, "not read as a codebook"),
        (["code"], 3, "needs a terminal"),
    ],
    ids=lambda value: " ".join(value)[:40] if isinstance(value, list) else None,
)
def test_wrong_use_is_one_sentence(project: Path, rrt: Rrt, words: list[str], code: int, sentence: str) -> None:
    """A fault is one sentence on stderr with the exit code that says whose it is; stdout stays empty."""
    done = rrt(*words)
    assert done.code == code, done.err
    assert sentence in done.err and "Traceback" not in done.err
    if sentence:
        assert done.out == ""


@pytest.mark.parametrize("words", FIGURES, ids=" ".join)
def test_json_is_alone_on_stdout(coded: Path, rrt: Rrt, words: list[str]) -> None:
    """With --format json, stdout is one JSON value and nothing else."""
    done = rrt(*words, "--format", "json")
    assert done.code == 0, done.err
    assert json.loads(done.out)


@pytest.mark.parametrize("words", FIGURES, ids=" ".join)
def test_csv_is_alone_on_stdout(coded: Path, rrt: Rrt, words: list[str]) -> None:
    """With --format csv, stdout is a rectangle with a header and nothing else."""
    done = rrt(*words, "--format", "csv")
    assert done.code == 0, done.err
    rows = list(csv.reader(io.StringIO(done.out)))
    assert len(rows) > 1 and len({len(row) for row in rows}) == 1


@pytest.mark.parametrize("words", FIGURES, ids=" ".join)
def test_tables_fit_80_columns(coded: Path, rrt: Rrt, words: list[str]) -> None:
    """Without a terminal a table is 80 columns wide at most, without colours."""
    done = rrt(*words)
    assert max(map(len, done.out.splitlines())) <= 80 and "\x1b" not in done.out


def test_messages_go_to_stderr(rrt: Rrt, desk: Path) -> None:
    """Commands that print no figures leave stdout empty."""
    for words in (
        ["init", "p"],
        ["import", "p.rrtq", "talks"],
        ["import", "p.rrtq", "--attributes", "att.csv"],
        ["codings", "export", "out.csv"],
        ["codings", "import", "out.csv"],
        ["codebook", "export", "book.yaml"],
        ["codebook", "update", "book.yaml"],
    ):
        done = rrt(*words)
        assert (done.code, "Traceback" in done.err) == (0, False), done.err
        assert done.out == "" or words[:2] == ["codebook", "update"]
        assert done.err


def test_part_done_is_exit_1_and_listed(project: Path, rrt: Rrt, desk: Path) -> None:
    """When something was skipped, the exit code is 1 and the message says what and why."""
    (desk / "talks" / "blank.txt").write_text(" ", encoding="utf-8")
    done = rrt("import", "talks")
    assert done.code == 1 and "Skipped:" in done.err and "blank.txt" in done.err
    (desk / "more.csv").write_text("file,team\nT9.txt,Red\nT1.txt,Blue\n", encoding="utf-8")
    done = rrt("import", "--attributes", "more.csv")
    assert done.code == 1 and "line 2" in done.err and "T9.txt" in done.err
    with (desk / "c.csv").open("a") as file:
        file.write("T3,words,blame-learning,risk,Ama\n")
    done = rrt("codings", "import", "c.csv")
    assert done.code == 1 and "line 5" in done.err and "'T3'" in done.err


def test_project_is_found_in_the_folder_or_by_its_variable(
    coded: Path, rrt: Rrt, desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Left out, the project is the only one here, or the one RRT_QUAL_PROJECT names; of two, none is guessed."""
    assert rrt("themes").code == 0
    assert rrt("themes", "p").code == 0
    assert rrt("init", "q").code == 0
    done = rrt("themes")
    assert done.code == 3 and "p.rrtq, q.rrtq" in done.err
    monkeypatch.setenv("RRT_QUAL_PROJECT", str(desk / "p.rrtq"))
    assert json.loads(rrt("themes", "--format", "json").out)["project"] == "Our study"


def test_check_says_sound_mended_or_left(coded: Path, rrt: Rrt) -> None:
    """`check` exits with 0 when sound, 3 when something is wrong, 1 when --repair has mended it all."""
    import sqlite3

    assert rrt("check").code == 0
    plain = sqlite3.connect(coded)
    plain.execute("UPDATE theme_frequency SET passages = passages + 5")
    plain.commit()
    done = rrt("check")
    assert done.code == 3 and "--repair" in done.err
    assert rrt("check", "--repair").code == 1
    assert rrt("check").code == 0
    plain.execute("UPDATE interview SET text = text || '!'")
    plain.commit()
    plain.close()
    assert rrt("check", "--repair").code == 3


def test_nothing_is_overwritten_unasked(coded: Path, rrt: Rrt, desk: Path) -> None:
    """A file that is there is replaced with --yes alone when nobody can be asked."""
    target = desk / "talks" / "T1.csv"
    target.write_text("precious", encoding="utf-8")
    done = rrt("codings", "export", target)
    assert done.code == 2 and "--yes" in done.err and target.read_text() == "precious"
    assert rrt("codings", "export", target, "--yes").code == 0
    assert "blame-learning" in target.read_text("utf-8")


def test_unexpected_fault_is_a_sentence_and_a_log(coded: Path, rrt: Rrt, monkeypatch: pytest.MonkeyPatch) -> None:
    """What nobody foresaw is one sentence, exit code 3 and a private log without a word of any interview."""

    def fail(*words: object, **more: object) -> None:
        raise ValueError("nobody blames us")

    monkeypatch.setattr(frequencies, "table", fail)
    done = rrt("themes", "p.rrtq", "--coder", "Ama")
    path = faults.log_path()
    assert done.code == 3 and str(path) in done.err and len(done.err.splitlines()) == 1
    log = path.read_text("utf-8")
    assert "ValueError" in log and "cli/figures/themes.py" in log
    assert not any(word in log + done.err for word in ("nobody", "Ama", "p.rrtq", "Traceback"))
    if os.name != "nt":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_log_that_cannot_be_written_is_told(coded: Path, rrt: Rrt, monkeypatch: pytest.MonkeyPatch) -> None:
    """When even the log cannot be written, the sentence says so."""
    monkeypatch.setattr(frequencies, "table", lambda *a, **k: 1 / 0)
    monkeypatch.setattr(faults, "log_path", lambda: coded / "not" / "a" / "folder")
    done = rrt("themes")
    assert done.code == 3 and "could not be written down" in done.err


def test_damaged_file_is_a_sentence(coded: Path, rrt: Rrt) -> None:
    """A project that is damaged in the middle is told in a sentence, by every command."""
    data = bytearray(coded.read_bytes())
    for page in range(3, len(data) // 4096):
        data[page * 4096 : page * 4096 + 300] = b"\xff" * 300
    coded.write_bytes(data)
    for words in (["themes"], ["log"], ["check"], ["codings", "export", "x.csv"]):
        done = rrt(*words)
        assert done.code == 3 and "Traceback" not in done.err, words


def test_stop_is_exit_130(coded: Path, rrt: Rrt, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl+C ends a command with a sentence and exit code 130."""

    def stop(*words: object, **more: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(frequencies, "table", stop)
    done = rrt("themes")
    assert done.code == 130 and "Stopped" in done.err and len(done.err.splitlines()) == 1


@pytest.mark.skipif(os.name == "nt", reason="pipes close in another way on Windows")
def test_closed_pipe_is_quiet(coded: Path, process: Callable[..., subprocess.Popen[str]]) -> None:
    """`rrt-qual themes | head -0` says nothing about the reader that has left."""
    for form in ("csv", "json", "table"):
        running = process("themes", "--format", form)
        assert running.stdout is not None and running.stderr is not None
        running.stdout.close()
        said = running.stderr.read()
        assert running.wait(60) in (0, 141, -signal.SIGPIPE)
        running.stderr.close()
        assert "Broken" not in said and "Traceback" not in said and "Exception" not in said


def test_figures_are_utf_8_whatever_the_terminal_speaks(
    coded: Path, process: Callable[..., subprocess.Popen[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a terminal that speaks ASCII alone, JSON is UTF-8 and a table loses signs but does not fail."""
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")
    monkeypatch.setenv("PYTHONUTF8", "0")
    for form in ("json", "table"):
        running = process("themes", "--format", form)
        out, err = running.communicate(timeout=60)
        assert running.returncode == 0, err
        assert form == "table" or json.loads(out)


@pytest.mark.skipif(os.name == "nt", reason="such names are not allowed on Windows")
def test_names_do_not_steer_the_terminal(project: Path, rrt: Rrt, desk: Path) -> None:
    """Control characters and markup in names of files and coders are shown, not obeyed."""
    odd = desk / "talks" / "\x1b[31m[bold]x\u202e.txt"
    odd.write_text((desk / "talks" / "T1.txt").read_text() + "More.\n", encoding="utf-8")
    done = rrt("import", odd)
    assert done.code == 0, done.err
    for text in (done.err, rrt("import", "--preview", odd).out, rrt("log").out):
        assert "\x1b" not in text and "\u202e" not in text and "[bold]" in text


def test_formulas_are_not_run(coded: Path, rrt: Rrt, desk: Path) -> None:
    """A theme whose name begins like a formula cannot run in a spreadsheet."""
    (desk / "book.csv").write_text("name,definition\n=HYPERLINK(1),Odd.\n", encoding="utf-8")
    assert rrt("init", "odd", "--codebook", "book.csv").code == 0
    rows = list(csv.DictReader(io.StringIO(rrt("themes", "odd.rrtq", "--format", "csv").out)))
    assert [row["name"] for row in rows] == ["'=HYPERLINK(1)"]


def test_no_command_needs_a_terminal_to_end(process: Callable[..., subprocess.Popen[str]]) -> None:
    """The demo is made in a process without a terminal, and says what to do next."""
    running = process("demo")
    out, err = running.communicate(timeout=120)
    assert running.returncode == 0 and out == "" and "Try next" in err
