"""`evaluate --entities`: figures alone on stdout, rows that are not there listed, nothing changed."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from commands import Rrt

TALK = (
    "Interviewer: Who helps?\n"
    "Participant: Bernadette Quillane does. Quillane is kind, and four people ring me on 01632 960417, all four.\n"
)


@pytest.fixture
def ready(rrt: Rrt, desk: Path) -> Path:
    """A project with one interview that names somebody."""
    (desk / "talks" / "T9.txt").write_text(TALK, encoding="utf-8")
    assert rrt("init", "e", "--name", "E").code == 0
    assert rrt("import", "e.rrtq", "talks/T9.txt").code == 0
    return desk / "e.rrtq"


def rows(*given: object) -> str:
    """Rows as JSONL; those that are no text are written as JSON."""
    return "\n".join(one if isinstance(one, str) else json.dumps(one) for one in given) + "\n"


def row(text: str, label: str, turn: int = 1, interview: str = "T9") -> dict[str, object]:
    return {"interview": interview, "turn": turn, "text": text, "label": label, "note": "passed over"}


def test_figures_by_label(ready: Path, rrt: Rrt, desk: Path) -> None:
    """JSON is exactly {label: {marked, found, recall, predicted, precision}}, with synonyms and unknown labels."""
    (desk / "m.jsonl").write_text(
        rows(
            row("Bernadette Quillane", "PER"),
            row("Quillane", "PER"),
            row("Quillane", "PER"),
            row("01632 960417", "tel"),
            row("kind", "mood"),
        ),
        encoding="utf-8",
    )
    done = rrt("evaluate", "e.rrtq", "--entities", "m.jsonl", "--format", "json")
    assert done.code == 0, done.err
    assert json.loads(done.out) == {
        "PER": {"marked": 3, "found": 3, "recall": 1.0, "predicted": 2, "precision": 1.0},
        "tel": {"marked": 1, "found": 1, "recall": 1.0, "predicted": 1, "precision": 1.0},
        "mood": {"marked": 1, "found": 0, "recall": 0.0, "predicted": 0, "precision": None},
        "all": {"marked": 5, "found": 4, "recall": 0.8, "predicted": 3, "precision": 1.0},
    }
    assert list(json.loads(done.out)) == ["PER", "tel", "mood", "all"]
    lines = rrt("evaluate", "e.rrtq", "--entities", "m.jsonl", "--format", "csv", "--no-lists").out.splitlines()
    assert lines[0] == "label,marked,found,recall,predicted,precision" and len(lines) == 5
    table = rrt("evaluate", "e.rrtq", "--entities", "m.jsonl").out
    assert max(map(len, table.splitlines())) <= 80 and "mood" in table


def test_rows_that_are_not_there(ready: Path, rrt: Rrt, desk: Path) -> None:
    """Rows without their interview, turn or words are listed with their line and counted nowhere; exit code 1."""
    (desk / "m.jsonl").write_text(
        rows(
            row("Quillane", "name"),
            row("Quillane", "name", interview="T99"),
            row("Quillane", "name", turn=7),
            row("Zebra crossing", "name"),
            row("our", "name"),
            "",
        ),
        encoding="utf-8",
    )
    done = rrt("evaluate", "e.rrtq", "--entities", "m.jsonl", "--format", "json")
    assert done.code == 1
    assert json.loads(done.out)["all"]["marked"] == 1
    for line in (2, 3, 4, 5):
        assert f"m.jsonl:{line}: " in done.err
    assert "Zebra" not in done.err and "'T99'" in done.err


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("{not json", "m.jsonl:2: this line is not JSON"),
        ("[1]", "m.jsonl:2: this line is no JSON object"),
        ('{"interview": "T9", "turn": 1, "label": "x"}', "m.jsonl:2: text missing"),
        ('{"interview": "T9", "turn": "first", "text": "a", "label": "x"}', "m.jsonl:2: the turn is no whole number"),
        ('{"interview": "T9", "turn": true, "text": "a", "label": "x"}', "m.jsonl:2: the turn is no whole number"),
        ('{"interview": "T9", "turn": 1, "text": " ", "label": "x"}', "m.jsonl:2: the text or the label is empty"),
    ],
)
def test_lines_that_are_no_rows(ready: Path, rrt: Rrt, desk: Path, content: str, sentence: str) -> None:
    """A line that is no row is one sentence with its number; nothing is measured."""
    (desk / "m.jsonl").write_text(rows(row("Quillane", "name"), content), encoding="utf-8")
    done = rrt("evaluate", "e.rrtq", "--entities", "m.jsonl")
    assert (done.code, done.out) == (3, "") and sentence in done.err


def test_files_that_are_none(ready: Path, rrt: Rrt, desk: Path) -> None:
    """A missing, an empty and a binary file are each one sentence; so is --no-lists alone."""
    (desk / "empty.jsonl").write_text("\n", encoding="utf-8")
    (desk / "binary.jsonl").write_bytes(b"\xff\xfe\x00")
    for name, sentence in (("none.jsonl", "There is no file"), ("empty.jsonl", "no rows"), ("binary.jsonl", "UTF-8")):
        done = rrt("evaluate", "e.rrtq", "--entities", name)
        assert (done.code, done.out) == (3, "") and sentence in done.err
    assert rrt("evaluate", "e.rrtq", "--no-lists").code == 2


def test_nothing_is_changed(ready: Path, rrt: Rrt, desk: Path) -> None:
    """Measuring leaves the project as it was, to the byte."""
    (desk / "m.jsonl").write_text(rows(row("Quillane", "name")), encoding="utf-8")
    before = hashlib.sha256(ready.read_bytes()).hexdigest()
    assert rrt("evaluate", "e.rrtq", "--entities", "m.jsonl").code == 0
    assert hashlib.sha256(ready.read_bytes()).hexdigest() == before
