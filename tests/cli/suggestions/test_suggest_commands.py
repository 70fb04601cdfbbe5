"""suggest, evaluate and discover as a script or a person meets them."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from commands import Rrt

from rrt_qual.services.shared.project import open_project
from rrt_qual.store import checks

ROWS = """\
{"doc": "a", "text": "My caseload is thirty-one and it should be fifteen", "codes": ["caseload-size"]}

{"doc": "b", "text": "They never thank you", "codes": ["recognition"], "context": "Do you feel valued?"}
{"doc": "b", "text": "Supervision was cancelled again", "codes": ["supervision", "tea-breaks"], "stance": "risk"}
{"doc": "c", "text": "We laughed about the weather", "codes": []}
{"doc": "c", "text": "My pay is a joke", "codes": ["pay-rewards"]}
"""


@pytest.fixture
def lexical(coded: Path, rrt: Rrt) -> Path:
    """The coded project, set to compare words: no model is loaded."""
    assert rrt("suggest", "p.rrtq", "--model", "lexical").code == 0
    return coded


@pytest.fixture
def data(desk: Path) -> Path:
    """A file of coded passages at two levels, with a code that nobody knows."""
    (desk / "d.jsonl").write_text(ROWS, encoding="utf-8")
    return desk / "d.jsonl"


def test_suggest_in_every_format(lexical: Path, rrt: Rrt) -> None:
    """Table, JSON and CSV hold the same suggestions; JSON and CSV stand alone on stdout."""
    as_json = json.loads(rrt("suggest", "p.rrtq", "--all", "--format", "json").out)
    as_csv = list(csv.DictReader(io.StringIO(rrt("suggest", "p.rrtq", "--all", "--format", "csv").out)))
    assert [(r["theme"], r["text"]) for r in as_csv] == [(r["theme"], r["text"]) for r in as_json]
    assert list(as_json[0]) == list(as_csv[0])
    assert {r["interview"] for r in as_json} == {"T1", "T2"} and all(r["lexical"] is True for r in as_json)
    table = rrt("suggest", "p.rrtq", "--all")
    assert "for example" in table.out and max(map(len, table.out.splitlines())) <= 80
    assert "words alone" in table.err


def test_suggest_filters(lexical: Path, rrt: Rrt) -> None:
    """By interview, theme (id or name) and likelihood; what is not there is told with what is."""
    one = json.loads(rrt("suggest", "--interview", "t2", "--all", "--format", "json").out)
    assert {r["interview"] for r in one} == {"T2"}
    theme = one[0]["theme"]
    found = json.loads(rrt("suggest", "--theme", theme, "--all", "--format", "json").out)
    assert {r["theme"] for r in found} == {theme}
    likely = json.loads(rrt("suggest", "--min-likelihood", "0.5", "--format", "json").out)
    assert all(r["likelihood"] >= 0.5 for r in likely)
    assert rrt("suggest", "--interview", "T9").code == 3
    assert "no theme 'nonsense'" in rrt("suggest", "--theme", "nonsense").err
    assert rrt("suggest", "--min-likelihood", "2").code == 2


def test_suggest_apply_and_retract(lexical: Path, rrt: Rrt) -> None:
    """The batch needs a likelihood and a yes, counts nowhere, and can be taken back."""
    before = rrt("themes", "--format", "csv").out
    assert "How likely" in rrt("suggest", "--apply").err
    refused = rrt("suggest", "--apply", "--min-likelihood", "0")
    assert refused.code == 2 and "left out of every count" in refused.err and "--yes" in refused.err
    done = rrt("suggest", "--apply", "--min-likelihood", "0", "--yes")
    assert done.code == 0 and "left out of every count" in done.err
    assert rrt("themes", "--format", "csv").out == before and rrt("check").code == 0
    assert "nothing to apply" in rrt("suggest", "--apply", "--min-likelihood", "0", "--yes").err
    assert rrt("suggest", "--retract").code == 2
    assert "taken back" in rrt("suggest", "--retract", "--yes").err
    assert "no machine-made" in rrt("suggest", "--retract", "--yes").err
    assert rrt("suggest", "--retract", "--trust").code == 2
    project = open_project(lexical)
    assert checks.frequencies(project.conn) == []
    project.close()


def test_suggest_model_that_is_not_there(lexical: Path, rrt: Rrt) -> None:
    """One sentence, and the next run suggests as before."""
    done = rrt("suggest", "--model", "./nowhere")
    assert done.code == 3 and done.err.startswith("rrt-qual: There is no model folder './nowhere'.")
    assert rrt("suggest", "--format", "json").code == 0


def test_trust_in_every_format(lexical: Path, rrt: Rrt) -> None:
    """Acceptance, anchoring and agreement, also when nobody has seen anything yet."""
    value = json.loads(rrt("suggest", "--trust", "--format", "json").out)
    assert set(value) == {"acceptance", "months", "anchoring", "agreement"}
    rows = list(csv.DictReader(io.StringIO(rrt("suggest", "--trust", "--format", "csv").out)))
    assert {"agrees unseen", "agreement, unseen"} <= {r["figure"] for r in rows}
    table = rrt("suggest", "--trust")
    assert "How people and suggestions agree" in table.out and "Nobody has been shown" in table.err


def test_evaluate_a_file_at_indicator_level(data: Path, rrt: Rrt) -> None:
    """Codes are themes or indicators, code by code; the unknown one is listed with its line."""
    done = rrt("evaluate", "d.jsonl", "--coded", "0,5", "--seeds", "2", "--format", "json", "--plot", "p.svg")
    assert done.code == 1 and "d.jsonl:4: the codebook has no indicator 'tea-breaks'" in done.err
    value = json.loads(done.out)
    assert {r["level"] for r in value} == {"indicator"}
    ours = [r for r in value if r["method"] == "rrt-qual"]
    assert [r["coded"] for r in ours] == [0, 5]
    assert {"method", "coded", "seeds", "hit1", "hit3", "mrr", "macro_f1", "average_precision", "ece"} <= set(ours[0])
    assert {r["method"] for r in value} > {"popularity", "tfidf", "minilm", "minilm+lr", "combo"}
    assert (data.parent / "p.svg").read_text("utf-8").startswith("<svg")


def test_evaluate_as_table_with_a_codebook_of_its_own(data: Path, rrt: Rrt) -> None:
    """A JSON codebook of names alone will do; the table fits 80 columns and has the bars."""
    data.write_text(
        '{"doc": "a", "text": "so much pay", "codes": ["pay"]}\n{"doc": "b", "text": "kind team", "codes": ["team"]}\n',
        encoding="utf-8",
    )
    (data.parent / "c.json").write_text('[{"code": "pay", "name": "Pay"}, {"name": "team"}]', encoding="utf-8")
    done = rrt("evaluate", "d.jsonl", "--codebook", "c.json", "--coded", "0", "--seeds", "2")
    assert done.code == 0 and "rrt-qual" in done.out and "honest" in done.out and "│" in done.out
    assert max(map(len, done.out.splitlines())) <= 80


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('{"doc": "a", "text": "x"}', 'd.jsonl:1: "codes" is not a list'),
        ('{"doc": "a", "codes": []}', 'd.jsonl:1: "text" is missing'),
        ("{", "d.jsonl:1: not JSON"),
        ('{"doc": "a", "text": "x", "codes": ["overload"], "stance": "angry"}', 'd.jsonl:1: "angry" is no stance'),
        ("", "d.jsonl:1: there is no row"),
    ],
)
def test_evaluate_tells_bad_lines(data: Path, rrt: Rrt, line: str, said: str) -> None:
    """File, line, and what is wrong; nothing is guessed."""
    data.write_text(line + "\n", encoding="utf-8")
    done = rrt("evaluate", "d.jsonl")
    assert done.code == 2 and said in done.err and done.out == ""


def test_evaluate_used_wrongly(data: Path, coded: Path, rrt: Rrt) -> None:
    """Numbers, levels, plots and codebooks that make no sense, and data of unknown codes or one interview."""
    for words in (["--coded", "a"], ["--coded", "-1"], ["--level", "sentence"], ["--plot", "x.png"]):
        assert rrt("evaluate", "d.jsonl", *words).code == 2
    assert rrt("evaluate", "p.rrtq", "--codebook", "c.json").code == 2
    assert rrt("evaluate", "none.jsonl").code == 2
    data.write_text('{"doc": "a", "text": "x", "codes": ["no-such"]}\n', encoding="utf-8")
    assert "d.jsonl:1: the codebook has no theme 'no-such'" in rrt("evaluate", "d.jsonl").err
    data.write_text('{"doc": "a", "text": "x", "codes": ["overload"]}\n', encoding="utf-8")
    done = rrt("evaluate", "d.jsonl")
    assert done.code == 3 and "one interview" in done.err


def test_evaluate_a_project(lexical: Path, rrt: Rrt) -> None:
    """Its own codings, split by interview."""
    value = json.loads(rrt("evaluate", "p.rrtq", "--coded", "0", "--seeds", "2", "--format", "json").out)
    assert value[-1]["method"] == "rrt-qual" and value[-1]["level"] == "theme"


def test_evaluate_a_project_without_codings(project: Path, rrt: Rrt) -> None:
    """One sentence."""
    done = rrt("evaluate", "p.rrtq")
    assert done.code == 3 and "Nobody has coded anything yet" in done.err


def test_discover(lexical: Path, rrt: Rrt) -> None:
    """Little talk has no cluster; that is said, and the formats still hold."""
    assert json.loads(rrt("discover", "--format", "json").out) == []
    done = rrt("discover", "-n", "3")
    assert done.code == 0 and "No cluster was found" in done.err
    assert rrt("discover", "--format", "csv").out.startswith("cluster,words,passages")


def test_blind_opens_blind(coded: Path, rrt: Rrt) -> None:
    """The option is there; without a terminal the screen is refused as ever."""
    assert "--blind" in rrt("code", "--help").out
    assert rrt("code", "p.rrtq", "--blind").code == 3


def test_second_run_loads_no_library(lexical: Path) -> None:
    """An unchanged project is answered without numpy, also as a command."""
    script = """
        import sys
        from rrt_qual.cli.main import main
        assert main(["suggest"]) == 0
        assert main(["suggest", "--trust"]) == 0
        assert not {"numpy", "sklearn", "onnxruntime", "torch", "textual"} & sys.modules.keys()
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(script)], cwd=lexical.parent, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
