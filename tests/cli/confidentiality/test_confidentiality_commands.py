"""`deidentify`, `consent` and `erase` as people and scripts use them."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import select
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from commands import Rrt

import quick_age
from named_project import REAL, build, seen
from rrt_qual.cli.interviews import consent as consent_command
from rrt_qual.privacy.hide import age_file as age
from rrt_qual.services.confidentiality import review
from rrt_qual.services.confidentiality import scan as scanning
from rrt_qual.services.confidentiality.scan import ScanReport
from rrt_qual.services.shared.project import Project, open_project

WORDS = "correct horse battery staple"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(age, "seal", quick_age.seal)
    monkeypatch.setattr(age, "unseal", quick_age.unseal)
    monkeypatch.delenv("RRT_QUAL_PASSPHRASE", raising=False)


@pytest.fixture
def study(desk: Path) -> Path:
    """A project `p.rrtq` full of names, most of them replaced."""
    project = build(desk / "p.rrtq")
    project.close_all()
    return desk / "p.rrtq"


@pytest.fixture
def scanned(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[bool]]:
    """What a search was asked for, instead of a search."""
    calls: list[bool] = []

    def scan(project: Project, ids: object = None, *, again: bool = False, progress: object = None) -> ScanReport:
        calls.append(again)
        return ScanReport(scanned=2, skipped=1, new=4, open=0)

    monkeypatch.setattr(scanning, "scan", scan)
    yield calls


def test_tallies_as_table_json_and_csv(study: Path, rrt: Rrt, scanned: list[bool]) -> None:
    """How far the review has come is alone on stdout, in each form; what was searched is told beside it."""
    done = rrt("deidentify", "--format", "json")
    assert done.code == 0, done.err
    told = json.loads(done.out)
    assert told["total"] == {"open": 0, "replaced": 7, "kept": 0} and len(told["interviews"]) == 3
    assert "2 interviews searched, 1 was searched before: 4 new finds" in done.err
    rows = list(csv.DictReader(io.StringIO(rrt("deidentify", "--again", "--format", "csv").out)))
    assert [(r["interview"], r["replaced"], r["searched"]) for r in rows][1] == ("N1", "5", "True")
    table = rrt("deidentify").out
    assert "N3" in table and max(map(len, table.splitlines())) <= 80
    assert scanned == [False, True, False]


def test_a_list_is_read_before_the_search(study: Path, rrt: Rrt, desk: Path, scanned: list[bool]) -> None:
    """`--list` adds names to the project's list, says what it did, and searches."""
    (desk / "names.csv").write_text("name,kind\nDotty Quill,person\n", encoding="utf-8")
    done = rrt("deidentify", "--list", "names.csv")
    assert done.code == 0 and "1 name added" in done.err and scanned == [False]
    assert "1 name added" not in rrt("deidentify", "--list", "names.csv").err


def test_replacing_all_needs_a_name_and_a_yes(
    study: Path, rrt: Rrt, scanned: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is replaced unseen unless somebody stands for it and has said yes."""
    calls = []
    monkeypatch.setattr(
        review, "replace_all", lambda project, coder, *, min_likelihood: calls.append((coder.name, min_likelihood)) or 3
    )
    done = rrt("deidentify", "--replace-all")
    assert done.code == 2 and "--coder" in done.err
    done = rrt("deidentify", "--replace-all", "--coder", "Rae")
    assert done.code == 2 and "--yes" in done.err and calls == []
    done = rrt("deidentify", "--replace-all", "--min-likelihood", "0.9", "--coder", "Rae", "--yes")
    assert done.code == 0 and "3 finds replaced" in done.err and calls == [("Rae", 0.9)]


def test_key_out_and_in(study: Path, rrt: Rrt, desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The key goes out and comes back with the passphrase of a file or the environment; stdout stays empty."""
    (desk / "words.txt").write_text(WORDS + "\nsecond line\n", encoding="utf-8")
    done = rrt("deidentify", "--key-out", "p.key", "--passphrase-file", "words.txt", "--yes")
    assert (done.code, done.out) == (0, "") and "The key is out, in 'p.key'" in done.err, done.err
    assert seen(study, *REAL) == [] and not any(w in done.err for w in REAL)
    assert rrt("check").code == 0 and rrt("themes").code == 0
    monkeypatch.setenv("RRT_QUAL_PASSPHRASE", "something else entirely")
    done = rrt("deidentify", "--key-in", "p.key")
    assert done.code == 3 and "not the passphrase" in done.err
    monkeypatch.setenv("RRT_QUAL_PASSPHRASE", WORDS)
    done = rrt("deidentify", "--key-in", "p.key", "--coder", "Rae")
    assert (done.code, done.out) == (0, "") and "The names are back" in done.err
    assert set(seen(study, *REAL)) == set(REAL)
    log = rrt("log", "-n", "1").out
    assert "brought back" in log and "Rae" in log


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (["--key-out", "p.key"], 2, "--yes"),
        (["--key-out", "p.key", "--yes"], 2, "--passphrase-file"),
        (["--key-out", "p.key", "--yes", "--passphrase-file", "nowhere.txt"], 3, "cannot be read"),
        (["--key-out", "p.key", "--yes", "--passphrase-file", "blank.txt"], 3, "is empty"),
        (["--key-out", "p.key", "--yes", "--passphrase-file", "short.txt"], 2, "at least 12 characters"),
        (["--key-out", "p.key", "--export", "x.rrtq"], 2, "one after the other"),
        (["--key-in", "p.key"], 2, "not out"),
        (["--export", "p.rrtq"], 2, "there already"),
        (["--export", "no/such/folder/x.rrtq"], 3, "no folder"),
        (["--min-likelihood", "3", "--replace-all"], 2, "--min-likelihood"),
    ],
)
def test_wrong_use_is_one_sentence(
    study: Path, rrt: Rrt, desk: Path, words: list[str], code: int, sentence: str
) -> None:
    """Every fault is a sentence with its exit code, nothing is written, and no name is told."""
    (desk / "blank.txt").write_text("\n", encoding="utf-8")
    (desk / "short.txt").write_text("too short\n", encoding="utf-8")
    before = sorted(p.name for p in desk.iterdir())
    done = rrt("deidentify", *words)
    assert (done.code, done.out) == (code, "") and sentence in done.err, done.err
    assert "Traceback" not in done.err and not any(w in done.err for w in REAL)
    assert sorted(p.name for p in desk.iterdir() if not p.name.startswith("p.rrtq-")) == before


def test_what_still_holds_names_is_exit_1(study: Path, rrt: Rrt, desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When a backup or an unsearched interview still holds names, the exit code is 1 and they are listed."""
    monkeypatch.setenv("RRT_QUAL_PASSPHRASE", WORDS)
    (desk / "p.rrtq.backup-v2-x").write_bytes(b"old")
    assert rrt("import", "talks").code == 0
    done = rrt("deidentify", "--key-out", "p.key", "--yes")
    assert done.code == 1 and "p.rrtq.backup-v2-x" in done.err and "T1, T2" in done.err


def test_archive_copy(study: Path, rrt: Rrt, desk: Path) -> None:
    """`--export` writes the copy and its log, says where, and the copy opens in every command."""
    done = rrt("deidentify", "--export", "deposit")
    assert (done.code, done.out) == (0, "") and "deposit.rrtq" in done.err and "deposit.rrtq.log.csv" in done.err
    assert seen(desk / "deposit.rrtq", *REAL) == []
    for words in (["check"], ["themes"], ["log"], ["codings", "export", "deposit.rrtq", "c.csv"], ["consent"]):
        assert rrt(*words, *([] if words[0] == "codings" else ["deposit.rrtq"])).code == 0, words
    done = rrt("deidentify", "deposit.rrtq")
    assert done.code == 2 and "archive copy" in done.err


def test_consent_is_shown_and_set(study: Path, rrt: Rrt) -> None:
    """`consent` lists what each allows; with --state it sets one, by a named person, and says what that means."""
    assert [r["consent"] for r in json.loads(rrt("consent", "--format", "json").out)] == ["quote"] * 3
    done = rrt("consent", "N1", "--state", "withdrawn")
    assert done.code == 2 and "--coder" in done.err
    done = rrt("consent", "p.rrtq", "n1", "--state", "withdrawn", "--coder", "Rae")
    assert (done.code, done.out) == (0, "") and "out of every count" in done.err and "rrt-qual erase" in done.err
    assert json.loads(rrt("consent", "N1", "--format", "json").out) == [
        {"interview": "N1", "wave": "2026", "consent": "withdrawn"}
    ]
    assert "N1" not in rrt("deidentify", "--key-in", "x").out
    assert list(csv.DictReader(io.StringIO(rrt("consent", "-f", "csv").out)))[1]["consent"] == "withdrawn"
    assert "as before" in rrt("consent", "N1", "--state", "withdrawn", "--coder", "Rae").err
    assert rrt("consent", "N9").code == 3
    assert rrt("consent", "--state", "none", "--coder", "Rae").code == 2
    assert rrt("consent", "N1", "--state", "maybe").code == 2
    assert rrt("check").code == 0


def test_erase_asks_for_the_name(study: Path, rrt: Rrt, desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is erased unless its name is typed or --yes is given, by a named person; then it is gone."""
    (desk / "p.rrtq.backup-v2-x").write_bytes(b"old")
    assert rrt("erase").code == 2
    assert "--coder" in rrt("erase", "N1").err
    done = rrt("erase", "N1", "--coder", "Ama")
    assert done.code == 2 and "cannot be undone" in done.err and "2 codings by 2 coders" in done.err
    monkeypatch.setattr(consent_command, "has_terminal", lambda: True)
    for typed, code in (("", 1), ("n1", 1), ("N1", 0)):
        monkeypatch.setattr(consent_command, "ask", lambda question, answer=typed: answer)
        done = rrt("erase", "N1", "--coder", "Ama")
        assert done.code == code, done.err
    assert done.out == "" and "Erased for good" in done.err and "p.rrtq.backup-v2-x" in done.err
    assert seen(study, "is kind to me", "is damp and cold") == []
    assert rrt("check").code == 0 and rrt("erase", "N1", "--coder", "Ama").code == 3


def test_erase_with_yes_asks_nothing(study: Path, rrt: Rrt) -> None:
    """--yes erases without a question, for scripts."""
    done = rrt("erase", "p.rrtq", "N2", "--coder", "Ama", "--yes")
    assert (done.code, done.out) == (0, "") and seen(study, "My caseload is far") == []


@pytest.mark.skipif(not hasattr(pty, "fork"), reason="no terminals of that kind here")
def test_a_typed_passphrase_is_asked_twice_and_never_shown(study: Path, desk: Path) -> None:
    """At a terminal the passphrase is typed unseen, twice; two that differ change nothing."""
    said = _type(desk, ["deidentify", "p.rrtq", "--key-out", "p.key", "--yes"], [WORDS, WORDS + "!"])
    assert said.count("Passphrase of the key file") == 1 and "not the same" in said and WORDS not in said
    assert not (desk / "p.key").exists()
    said = _type(desk, ["deidentify", "p.rrtq", "--key-out", "p.key", "--yes"], [WORDS, WORDS])
    assert "The key is out" in said and WORDS not in said
    assert (desk / "p.key").read_bytes().startswith(b"age-encryption.org/v1\n-> scrypt ")
    project = open_project(study)
    project.close_all()


def _type(folder: Path, words: list[str], lines: list[str]) -> str:
    """Run a command at a terminal of its own, type a line at each question, and return all that it showed."""
    child, terminal = pty.fork()
    if child == 0:  # pragma: no cover
        os.chdir(folder)
        os.execv(sys.executable, [sys.executable, "-m", "rrt_qual", *words])
    shown, waiting = "", list(lines)
    try:
        while select.select([terminal], [], [], 60)[0]:
            try:
                data = os.read(terminal, 4096)
            except OSError:
                break
            if not data:
                break
            shown += data.decode(errors="replace")
            if waiting and shown.endswith(": "):
                os.write(terminal, waiting.pop(0).encode() + b"\n")
                shown += "\n"
    finally:
        os.close(terminal)
        os.waitpid(child, 0)
    return shown
