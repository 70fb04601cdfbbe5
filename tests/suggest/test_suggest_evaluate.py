from __future__ import annotations

import json
from pathlib import Path

import pytest
from suggest_small import CODEBOOK

from rrt_qual.domain.codebook import Stance
from rrt_qual.suggest.channels import facets
from rrt_qual.suggest.embed.faults import DataFault, NothingToLearn
from rrt_qual.suggest.embed.open import LexicalEmbedder
from rrt_qual.suggest.judge.evaluate import OURS, data_from, evaluate, split
from rrt_qual.suggest.judge.readers import CodedRow, read_codebook_json, read_jsonl

ROWS = [
    CodedRow(f"d{i % 6}", text, codes, "What is it like?")
    for i, (text, codes) in enumerate(
        [
            ("My caseload is far too high, thirty children.", ("caseload-size",)),
            ("My manager rings me and cares.", ("manager-care",)),
            ("The salary is poor against the next council.", ("pay-level",)),
            ("There is no parking anywhere.", ("parking",)),
            ("I had toast this morning.", ()),
            ("Too many families on my caseload and no salary rise.", ("caseload-size", "pay-level")),
        ]
        * 5
    )
]


def test_every_method_at_every_number_is_in_the_result() -> None:
    """The table has one entry a method and number, ours under its name, with the promised keys."""
    results = evaluate(ROWS, CODEBOOK, LexicalEmbedder(), counts=(0, 5), seeds=(0, 1))
    assert [(r.method, r.coded) for r in results if r.method == OURS] == [(OURS, 0), (OURS, 5)]
    assert len(results) == 2 * 6
    for entry in (r.as_dict() for r in results):
        measures = ("hit1", "hit3", "mrr", "macro_f1", "average_precision", "ece")
        assert {"method", "coded", "seeds", *measures} <= entry.keys()
        assert json.dumps(entry)


def test_evaluation_is_repeatable() -> None:
    """The same seeds give the same numbers."""
    a, b = (evaluate(ROWS, CODEBOOK, LexicalEmbedder(), counts=(5,), seeds=(3,), baselines=False) for _ in range(2))
    assert a[0].values == b[0].values


def test_level_follows_the_codes() -> None:
    """Rows coded with indicators are judged at indicator level; themes count for their indicator on request."""
    rows = [CodedRow("a", "Too many cases.", ("Workload and overload",)), CodedRow("b", "Poor pay.", ("pay-rewards",))]
    assert data_from(rows, CODEBOOK).level == "indicator"
    above = data_from(ROWS, CODEBOOK, "indicator")
    assert above.truth[0].tolist() == [True, False, False]
    assert "parking" in above.unknown
    evaluate(rows * 3, CODEBOOK, LexicalEmbedder(), counts=(0, 1), seeds=(0,))


def test_no_interview_is_on_both_sides() -> None:
    """A split never shares an interview."""
    docs = [row.doc for row in ROWS]
    for seed in range(5):
        train, test = split(docs, seed)
        assert not {docs[i] for i in train} & {docs[i] for i in test}


def test_hopeless_data_is_refused() -> None:
    """Codes that nobody knows, and a single interview, each give a sentence."""
    with pytest.raises(NothingToLearn, match="None of the rows' codes"):
        evaluate([CodedRow("a", "x", ("zzz",))], CODEBOOK, LexicalEmbedder())
    with pytest.raises(NothingToLearn, match="one interview"):
        evaluate([CodedRow("a", "x", ("parking",))] * 3, CODEBOOK, LexicalEmbedder())


def test_readers_round_trip(tmp_path: Path) -> None:
    """Rows and a codebook are read with all their parts."""
    data, book = tmp_path / "rows.jsonl", tmp_path / "book.json"
    data.write_text('{"doc": "a", "text": "Hi", "codes": ["x"], "context": "Q?", "stance": "risk"}\n\n', "utf-8")
    assert read_jsonl(data) == [CodedRow("a", "Hi", ("x",), "Q?", Stance.RISK)]
    book.write_text('[{"code": "x", "examples": ["one", {"text": "two", "stance": "solution"}]}]', "utf-8")
    (theme,) = read_codebook_json(book).themes
    assert (theme.id, theme.name, [e.stance for e in theme.examples]) == ("x", "x", [None, Stance.SOLUTION])


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("{", r"rows\.jsonl:2: not JSON"),
        ("[]", r"rows\.jsonl:2: not an object"),
        ('{"doc": "a", "text": "", "codes": []}', r':2: "text" is missing'),
        ('{"doc": "a", "text": "b", "codes": "x"}', r':2: "codes" is not a list'),
        ('{"doc": "a", "text": "b", "codes": [], "stance": "bad"}', r':2: "bad" is no stance'),
    ],
)
def test_faults_name_file_and_line(tmp_path: Path, line: str, words: str) -> None:
    """A bad line is named by file and line, in words."""
    path = tmp_path / "rows.jsonl"
    path.write_text('{"doc": "a", "text": "b", "codes": []}\n' + line, "utf-8")
    with pytest.raises(DataFault, match=words):
        read_jsonl(path)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[", "not JSON"),
        ("{}", "not a list"),
        ("[1]", "not an object"),
        ('[{"code": "a"}, {"code": "a"}]', "was there before"),
        ('[{"definition": "x"}]', "neither"),
        ('[{"code": "a", "examples": [1]}]', "not a text"),
    ],
)
def test_codebook_faults(tmp_path: Path, text: str, words: str) -> None:
    """A codebook that cannot be used says why."""
    path = tmp_path / "book.json"
    path.write_text(text, "utf-8")
    with pytest.raises(DataFault, match=words):
        read_codebook_json(path)


def test_a_definition_that_is_a_list_counts_by_its_parts() -> None:
    """Semicolons make facets from the third part on; prose has none."""
    assert facets("lone visits; violence; debriefing.") == ["lone visits", "violence", "debriefing"]
    assert facets("One thing; and its opposite.") == []
