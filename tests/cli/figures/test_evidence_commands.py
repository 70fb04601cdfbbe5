"""`ratings`, `survey`, `compare` and `codebook map` from the command line."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from commands import Rrt

from evidence_project import say
from rrt_qual.services.shared.project import create
from small_project import CODEBOOK

FIGURES = (
    ["ratings"],
    ["ratings", "--solutions"],
    ["ratings", "--indicator", "Physical safety"],
    ["ratings", "--rule"],
    ["survey"],
    ["survey", "--wave", "2026"],
    ["survey", "--workforce"],
    ["survey", "--rule"],
    ["compare", "--from", "2025", "--to", "2026"],
    ["compare", "--from", "2025", "--to", "2026", "--level", "theme", "--stance", "risk"],
    ["compare", "--by", "team", "--group", "North", "--with", "South"],
    ["compare", "--from", "2025", "--to", "2026", "--by", "team", "--group", "North"],
    ["codebook", "map"],
)


@pytest.fixture
def study(desk: Path) -> Iterator[Path]:
    """A project of ten interviews a wave with scores of a survey, figures of a workforce and a mapping."""
    path = desk / "s.rrtq"
    project = create(path, codebook=CODEBOOK, content="small", source_name="small.yaml", name="Our [b]study[/b]")
    teams = {f"{w}{n}": {"team": "North" if n < 5 else "South"} for w in "NO" for n in range(10)}
    say(project, {f"O{n}": ("+visits", "-blame") for n in range(10)}, wave="2025", attributes=teams)
    say(project, {f"N{n}": ("-visits", "!threats") for n in range(10)}, attributes=teams)
    project.close_all()
    (desk / "scores.csv").write_text(
        "Indicator;Year;N;Score\nPhysical safety;2026;84;1,9\nTeam;2026;84;4,5\nphysical safety;2025;80;1,5\n", "utf-8"
    )
    (desk / "work.csv").write_text("measure,wave,value\nturnover,2026,14.2 %\n", "utf-8")
    yield path


@pytest.fixture
def full(study: Path, rrt: Rrt) -> Path:
    """That project with the files brought in."""
    for words in (["scores.csv"], ["work.csv", "--workforce"]):
        assert rrt("survey", "s.rrtq", *words).code == 0
    assert rrt("codebook", "map", "s.rrtq", "jokes", "colleagues").code == 0
    return study


@pytest.mark.parametrize("words", FIGURES, ids=" ".join)
def test_three_forms_of_the_same(full: Path, rrt: Rrt, words: list[str]) -> None:
    """JSON and CSV stand alone on stdout, CSV is a rectangle, and a table fits 80 columns without colours."""
    done = rrt(*words, "--format", "json")
    assert done.code == 0 and json.loads(done.out), done.err
    rows = list(csv.reader(io.StringIO(rrt(*words, "--format", "csv").out)))
    assert len(rows) > 1 and len({len(row) for row in rows}) == 1
    table = rrt(*words).out
    assert table and max(map(len, table.splitlines())) <= 80 and "\x1b" not in table


def test_ratings_say_why(full: Path, rrt: Rrt) -> None:
    """Each rating carries its figures, its base and its reason, and the rule is in the same value."""
    found = json.loads(rrt("ratings", "--wave", "2026", "--format", "json").out)
    safety = found["rows"][0]
    assert (safety["indicator"], safety["rating"], safety["risk_interviews"], safety["base"]) == (
        "safety",
        "red",
        10,
        10,
    )
    assert "10 of 10 interviews that take a side" in safety["because"] and found["rule"]["confidence"] == 0.8
    assert "R red" in rrt("ratings", "--wave", "2026").out
    assert "“N3 says 1 of it.”" in rrt("ratings", "--solutions").out


def test_rating_by_hand(full: Path, rrt: Rrt) -> None:
    """An override needs a name, a rating and a reason; it is shown with the rule's; retract takes it back."""
    assert "Who says so" in rrt("ratings", "--override", "safety", "--rating", "green", "--reason", "x").err
    assert "Rated how" in rrt("ratings", "--override", "safety", "--reason", "x", "--coder", "Ann").err
    assert "reason" in rrt("ratings", "--override", "safety", "--rating", "green", "--coder", "Zoe").err
    assert "Zoe" not in rrt("log").out
    done = rrt(
        *("ratings", "--override", "physical SAFETY", "--rating", "green", "--reason", "Mended [b]since[/b]."),
        *("--coder", "Ann", "--wave", "2026"),
    )
    assert done.code == 0 and done.out == "", done.err
    table = rrt("ratings", "--wave", "2026").out
    assert "G green*" in table and "Physical safety: green by Ann: Mended [b]since[/b]. (the rule: red)" in table
    assert "G green*" not in rrt("ratings").out
    assert rrt("ratings", "--retract", "safety", "--coder", "Ann").code == 3
    assert rrt("ratings", "--retract", "safety", "--coder", "Ann", "--wave", "2026").code == 0
    assert "R red" in rrt("ratings", "--wave", "2026").out


def test_rule_can_be_set(full: Path, rrt: Rrt) -> None:
    """--set changes a number of the rule and shows it; a wrong one is refused and changes nothing."""
    assert "min_taking_sides = 20" in rrt("ratings", "--set", "min_taking_sides=20").out
    found = json.loads(rrt("ratings", "--wave", "2026", "--format", "json").out)
    assert {row["rating"] for row in found["rows"]} == {"not enough evidence"}
    for wrong in ("min_taking_sides", "colour=3", "confidence=7", "min_taking_sides=nan", "=3"):
        assert rrt("ratings", "--set", wrong).code == 2
    assert rrt("survey", "--set", "worst=5", "--set", "best=1").code == 0
    assert json.loads(rrt("survey", "--rule", "--format", "json").out)["rule"]["worst"] == 5


def test_survey_files(study: Path, rrt: Rrt, desk: Path) -> None:
    """Files are brought in once; what is unknown is listed with its line and exit code 1; nothing at all is 3."""
    assert "3 scores added" in rrt("survey", "s.rrtq", "scores.csv").err
    assert "3 there already" in rrt("survey", "scores.csv").err
    (desk / "odd.csv").write_text("indicator,n,score\nTeams,84,3\nteam,84,3\n", "utf-8")
    done = rrt("survey", "odd.csv", "--wave", "2026")
    assert done.code == 1 and "line 2" in done.err and "did you mean 'Team'" in done.err and done.out == ""
    (desk / "odd.csv").write_text("indicator,n,score\nTeams,84,3\n", "utf-8")
    assert rrt("survey", "odd.csv").code == 3
    (desk / "odd.csv").write_text("indicator,n,score\nteam,84,3\nteam,84,4\n", "utf-8")
    done = rrt("survey", "odd.csv")
    assert done.code == 3 and "lines 2 and 3 contradict one another" in done.err
    assert rrt("survey", "s.rrtq", "scores.pdf").code == 2
    assert rrt("survey", "s.rrtq", "nowhere.csv").code == 3


def test_joint_display(full: Path, rrt: Rrt) -> None:
    """The joint display marks where survey and interviews agree, explain, contradict and are silent."""
    found = json.loads(rrt("survey", "--format", "json").out)
    stand = {(row["wave"], row["indicator"]): row["agreement"] for row in found["rows"]}
    assert stand["2026", "safety"] == "explain" and stand["2025", "safety"] == "contradict"
    assert stand["2026", "team"] == "silent"
    assert found["workforce"] == [{"measure": "turnover", "wave": "2026", "group": "all", "value": 14.2, "unit": "%"}]
    assert "turnover" in rrt("survey").out


def test_no_survey_is_told(study: Path, rrt: Rrt) -> None:
    """Without scores or figures the commands say how to bring them in."""
    assert "no survey scores" in rrt("survey").err and "no workforce figures" in rrt("survey", "--workforce").err


def test_comparison(full: Path, rrt: Rrt) -> None:
    """Waves and groups: what is worse is said first, every row has its bases, and odd questions are one sentence."""
    done = rrt("compare", "--from", "2025", "--to", "2026")
    assert "new: Physical safety (risk)" in done.out and "gone: Physical safety (strength)" in done.out
    found = json.loads(rrt("compare", "--from", "2025", "--to", "2026", "--format", "json").out)
    (risk,) = [r for r in found["rows"] if (r["indicator"], r["stance"]) == ("culture", "risk")]
    assert (risk["before_interviews"], risk["after_interviews"], risk["difference"]) == (10, 0, -1.0)
    assert found["notes"] and risk["direction"] == "gone"
    done = rrt("compare", "--by", "team", "--group", "North", "--with", "South", "--wave", "2026")
    assert done.code == 0 and "5 of 5" in done.out
    for words, code in (
        ([], 2),
        (["--from", "2025"], 2),
        (["--group", "North", "--with", "South"], 2),
        (["--from", "2025", "--to", "2026", "--with", "South"], 2),
        (["--from", "2025", "--to", "1999"], 3),
        (["--by", "team", "--group", "North", "--with", "East"], 3),
    ):
        done = rrt("compare", *words)
        assert done.code == code and done.out == "" and len(done.err.splitlines()) == 1


def test_small_groups_are_not_shown(study: Path, rrt: Rrt) -> None:
    """Of a group under five no figure is printed, and that is said."""
    done = rrt("compare", "--by", "team", "--group", "(none)", "--with", "South")
    assert "too small" in done.out and "nothing to compare" in done.err
    assert (
        json.loads(rrt("compare", "--by", "team", "--group", "(none)", "--with", "South", "-f", "json").out)["rows"]
        == []
    )
    done = rrt("compare", "--by", "participant", "--group", "P-N1", "--with", "P-N2")
    assert done.code == 3 and "no attribute" in done.err


def test_codebook_map(full: Path, rrt: Rrt) -> None:
    """Mappings are listed, take the project from its place, and can be taken back."""
    assert rrt("codebook", "map").out == "jokes -> colleagues (renamed)\n"
    assert rrt("codebook", "map", "s.rrtq", "jokes", "blame").code == 0
    assert rrt("codebook", "map", "s.rrtq").out.count("(split)") == 2
    assert rrt("codebook", "map", "jokes", "blame", "--retract").code == 0
    assert rrt("codebook", "map", "jokes", "pay").code == 3 and rrt("codebook", "map", "--retract").code == 2
    assert rrt("codebook", "map", "s.rrtq", "jokes").code == 2
