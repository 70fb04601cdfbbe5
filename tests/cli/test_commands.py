"""What single commands do beyond the contract that they share."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
import types
from pathlib import Path

import pytest
from commands import Rrt

from rrt_qual.cli.coding import code as code_command
from rrt_qual.cli.project import demo as demo_command
from rrt_qual.services.figures import frequencies
from rrt_qual.services.shared.project import open_project


def test_themes_in_every_format_say_the_same(coded: Path, rrt: Rrt) -> None:
    """JSON, CSV and the service agree on every figure, and each carries base, wave, coder and rule."""
    value = json.loads(rrt("themes", "--format", "json").out)
    rows = list(csv.DictReader(io.StringIO(rrt("themes", "--format", "csv").out)))
    assert value["base"] == {"coded": 2, "interviews": 2, "groups": []}
    assert "any coder" in value["counting_rule"] and rows[0]["counting_rule"] == value["counting_rule"]
    assert len(rows) == len(value["rows"])
    project = open_project(coded)
    wanted = {(r.level, r.key): r.figure for r in frequencies.table(project).rows}
    project.close()
    for flat, row in zip(rows, value["rows"], strict=True):
        figure = wanted[row["level"], row["theme"] or row["indicator"] or row["domain"]]
        assert (row["interviews"], row["base"], row["passages"]) == (figure.interviews, figure.base, figure.passages)
        assert flat["interviews"] == str(row["interviews"]) and float(flat["share"]) == row["share"]
        assert flat["risk_interviews"] == str(row["risk_interviews"])
    blame = next(row for row in value["rows"] if row["theme"] == "blame-learning")
    stances = [f"{stance}_{what}" for stance in ("strength", "risk") for what in ("interviews", "passages")]
    assert (blame["interviews"], *(blame[key] for key in stances)) == (2, 1, 1, 1, 1)


def test_themes_are_filtered_and_broken_down(coded: Path, rrt: Rrt) -> None:
    """Wave, coder, stance, level and attribute narrow the figures, and what few share is held back."""
    one = json.loads(rrt("themes", "--wave", "2025", "--coder", "ama", "--stance", "strength", "--format", "json").out)
    assert (one["wave"], one["coder"], one["stance"]) == ("2025", "Ama", "strength")
    assert one["base"]["coded"] == 1
    done = rrt("themes", "--by", "team", "--level", "domain", "--format", "json")
    rows = json.loads(done.out)["rows"]
    assert {row["level"] for row in rows} == {"domain"} and {row["group"] for row in rows} == {"Blue", "Red"}
    assert "fewer than 5" in done.err
    table = rrt("themes", "--by", "team").out
    assert "Blue" in table and "[c]" in table and "1/1" not in table


def test_table_can_be_read_without_colour(coded: Path, rrt: Rrt) -> None:
    """The table says base, rule and stances in signs, and indents themes below their indicator."""
    out = rrt("themes", "--coder", "Ama").out
    assert "Base: 1 of 2 interviews" in out and "Rule: an interview counts when Ama has coded" in out
    (line,) = [line for line in out.splitlines() if "Blame or learning" in line]
    assert line.startswith("     ") and "1 of 1" in line and "100 %" in line and line.rstrip().endswith("+")


def test_uncoded_project_is_told(project: Path, rrt: Rrt) -> None:
    """Before anything is coded the table stands, with a word about why all of it is 0."""
    done = rrt("themes", "--level", "domain")
    assert done.code == 0 and "0 of 0" in done.out and "Nothing has been coded" in done.err


def test_import_tells_what_came_of_each_file(rrt: Rrt, desk: Path) -> None:
    """The report lists what was added, what was recognised and what lies beside the transcripts."""
    rrt("init", "p")
    (desk / "talks" / "README.md").write_text("about", encoding="utf-8")
    first, second = rrt("import", "talks", "--wave", "2026"), rrt("import", "p", "talks")
    assert first.code == second.code == 0
    assert "Added 2 interviews" in first.err and "README.md" in first.err
    assert "T1.txt: is 'T1'" in second.err
    assert rrt("themes", "--wave", "2026").code == 0


def test_preview_shows_speakers_and_keeps_nothing(rrt: Rrt, desk: Path) -> None:
    """`--preview` needs no project and shows who speaks, with roles."""
    done = rrt("import", "talks", "--preview")
    assert done.code == 0 and done.out.count("interviewer") == 2 and "How is it?" in done.out
    assert not list(desk.glob("*.rrtq"))


def test_codebook_check_lists_every_fault(rrt: Rrt, desk: Path) -> None:
    """All faults of a codebook are told with file and line; a good one is sized."""
    (desk / "bad.yaml").write_text(
        "id: x\nname: X\nversion: 1\nthemes:\n  - {id: a, name: A}\n  - {id: a, name: B}\n", encoding="utf-8"
    )
    done = rrt("codebook", "check", "bad.yaml")
    assert done.code == 3 and done.err.count("bad.yaml:") >= 2
    rrt("init", "p")
    assert "66 themes" in rrt("codebook", "check", "p.rrtq").err
    rrt("codebook", "export", "good.yaml")
    done = rrt("codebook", "check", "good.yaml")
    assert done.code == 0 and "can be used" in done.err


def test_codebook_update_asks_before_codings_lose_their_theme(coded: Path, rrt: Rrt, desk: Path) -> None:
    """A newer codebook without a theme that has codings is not put in unasked; with --yes it is."""
    (desk / "tiny.csv").write_text("id,name,definition\nblame-learning,Blame,Being blamed.\n", encoding="utf-8")
    done = rrt("codebook", "update", "tiny.csv")
    assert done.code == 2 and "1 theme with 1 coding would be retired" in done.err
    assert "- colleague-support (1 coding)" in done.out
    assert rrt("codebook", "update", "tiny.csv", "--yes").code == 0
    assert rrt("check").code == 0
    assert [row["theme"] for row in json.loads(rrt("themes", "--format", "json").out)["rows"]] == ["blame-learning"]


def test_log_tells_acts(coded: Path, rrt: Rrt) -> None:
    """The log lists imports, attributes and codings, the latest first."""
    labels = [entry["label"] for entry in json.loads(rrt("log", "--format", "json").out)]
    assert labels == ["import codings", "attributes", "import", "import"]
    assert len(json.loads(rrt("log", "-n", "1", "--format", "json").out)) == 1


def test_doctor_looks_without_loading(rrt: Rrt) -> None:
    """The doctor lists versions, models and the terminal, and always exits with 0."""
    found = {row["what"]: row for row in json.loads(rrt("doctor", "--format", "json").out)}
    assert found["textual"]["state"] == "ok" and found["codebook"]["state"] == "ok"
    assert {"Python", "SQLite", "torch", "terminal", "colours"} <= found.keys()


@pytest.fixture
def screens(monkeypatch: pytest.MonkeyPatch) -> list[tuple[object, ...]]:
    """Stands for the screens: keeps what they were opened with."""
    opened: list[tuple[object, ...]] = []

    class Screen:
        return_code = 0

        def __init__(self, project: object, coder: object, interview: object, *, blind: bool = False) -> None:
            opened.append((project.path.name, coder, interview))  # type: ignore[attr-defined]

        def run(self) -> None:
            pass

    monkeypatch.setitem(sys.modules, "rrt_qual.tui.app", types.SimpleNamespace(RrtApp=Screen))
    monkeypatch.setattr(code_command, "can_draw", lambda: True)
    monkeypatch.setattr(demo_command, "can_draw", lambda: True)
    return opened


def test_code_tells_project_from_interview(
    project: Path, rrt: Rrt, screens: list[tuple[object, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """`code` takes project and interview, either or neither; an unknown interview is told before a screen opens."""
    found = open_project(project)
    t2 = found.conn.execute("SELECT id FROM interview WHERE name = 'T2'").fetchone()[0]
    found.close()
    monkeypatch.setenv("RRT_QUAL_CODER", "Ben")
    for words in (["p.rrtq", "T2", "--coder", "Ama"], ["t2"], ["p"], []):
        assert rrt("code", *words).code == 0
    assert screens == [
        ("p.rrtq", "Ama", t2),
        ("p.rrtq", "Ben", t2),
        ("p.rrtq", "Ben", None),
        ("p.rrtq", "Ben", None),
    ]
    done = rrt("code", "T9")
    assert done.code == 3 and "T1, T2" in done.err and len(screens) == 4


def test_demo_opens_as_somebody_new(rrt: Rrt, screens: list[tuple[object, ...]]) -> None:
    """The demo opens its screen as a coder who has coded nothing, and a second time the same project."""
    assert rrt("demo").code == 0
    assert "there already" in rrt("demo", "--no-open").err
    assert screens == [("rrt-qual-demo.rrtq", "You", None)]


@pytest.mark.skipif(os.name == "nt", reason="pseudo-terminals are of Unix")
def test_new_asks_at_a_terminal(desk: Path) -> None:
    """At a terminal `new` asks for name, codebook and transcripts, and Enter takes what it offers."""
    import pty

    (desk / "talks" / "attributes.csv").write_text((desk / "att.csv").read_text(), encoding="utf-8")
    master, slave = pty.openpty()
    running = subprocess.Popen(
        [sys.executable, "-m", "rrt_qual", "new", "mine"], cwd=desk, stdin=slave, stdout=slave, stderr=slave
    )
    os.close(slave)
    os.write(master, b"Our study\n\ntalks\n")
    said = b""
    while True:
        try:
            chunk = os.read(master, 65536)
        except OSError:
            break
        if not chunk:
            break
        said += chunk
    assert running.wait(60) == 0, said.decode()
    os.close(master)
    assert b"What is the project called" in said and b"Added 2 interviews" in said
    project = open_project(desk / "mine.rrtq")
    assert project.name == "Our study"
    assert project.conn.execute("SELECT COUNT(*) FROM attribute").fetchone()[0] == 2
    project.close()


def test_new_without_a_terminal_takes_options(rrt: Rrt, desk: Path) -> None:
    """Without a terminal `new` works from its options alone."""
    done = rrt("new", "mine", "--name", "Our study", "--transcripts", "talks")
    assert done.code == 0, done.err
    assert "Added 2 interviews" in done.err
