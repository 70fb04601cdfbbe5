"""`rrt-qual quotes`: what is printed tells nothing but what may be said, and leads back inside the project."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from commands import Rrt

from quote_talk import quotable
from rrt_qual.domain.confidentiality.disclosure import CheckedQuote, Hold, Policy, QuoteCandidate, WithheldReason
from rrt_qual.services.quotes.checks import Checker
from rrt_qual.services.shared.project import Project, create
from small_project import CODEBOOK

SPOKEN = "Nobody has ever"


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Interviews whose quotes the checks hold back; the finder finds nothing."""
    names: set[str] = set()

    def check(checker: Checker, found: list[QuoteCandidate]) -> list[CheckedQuote]:
        from rrt_qual.store.interviews import interviews

        by_id = {v: k for k, v in interviews.names(checker.project.conn).items()}
        why = (WithheldReason(Hold.OPEN_FINDS, "Names in it are not looked at yet."),)
        return [
            CheckedQuote(c, why if by_id[c.interview_id] in names else (), (("role", "Social worker"),)) for c in found
        ]

    def made(checker: Checker, project: Project) -> None:
        checker.project = project  # type: ignore[attr-defined]

    monkeypatch.setattr("rrt_qual.services.quotes.checks.Checker.__init__", made)
    monkeypatch.setattr("rrt_qual.services.quotes.checks.Checker.check", check)
    monkeypatch.setattr("rrt_qual.services.figures.disclosure.policy", lambda project: Policy(threshold=2))
    monkeypatch.setattr("rrt_qual.services.quotes.prepare._search", lambda project, ids, progress: 0)
    return names


@pytest.fixture
def spoken(desk: Path, held: set[str]) -> Path:
    """A project `q.rrtq` of six interviews about threats."""
    path = desk / "q.rrtq"
    project = create(path, codebook=CODEBOOK, content="small", source_name="small.yaml", name="Small study")
    quotable(project)
    project.close_all()
    return path


def refs(rrt: Rrt, *words: str) -> list[str]:
    done = rrt("quotes", "q.rrtq", "--theme", "threats", "--format", "json", *words)
    assert done.code == 0, done.err
    return [q["ref"] for q in json.loads(done.out)["rows"]]


@pytest.mark.parametrize("form", ["table", "json", "csv"])
def test_printed_quotes_tell_no_place(spoken: Path, rrt: Rrt, form: str) -> None:
    """Words, attribution, stance, reason and reference are printed; interview, participant and offsets are not."""
    done = rrt("quotes", "q.rrtq", "--theme", "threats", "-n", "4", "--format", form)
    assert done.code == 0, done.err
    for words in ("threatened", "Social worker", "risk", "q-", "disagrees" if form == "table" else "dissent"):
        assert words in done.out, words
    for words in ("W1", "W2", "W5", "P1", "P4", "2025", "2026", "Manager"):
        assert words not in done.out, words
    assert max(len(line) for line in done.out.splitlines()) <= 80 or form != "table"


def test_json_and_csv_agree(spoken: Path, rrt: Rrt) -> None:
    """Both have the same quotes with the same parts; each is alone on stdout."""
    words = ("quotes", "q.rrtq", "--all-themes", "-n", "2", "--format")
    nested = json.loads(rrt(*words, "json").out)
    rows = list(csv.DictReader(io.StringIO(rrt(*words, "csv").out)))
    flat = [(q["theme"], q["ref"], q["quote"]) for q in nested["rows"]]
    assert flat == [(r["theme"], r["ref"], r["quote"]) for r in rows]
    assert {s["key"] for s in nested["selections"]} == {"threats", "colleagues"}
    first = nested["rows"][0]
    assert {"central", "stands", "length", "fluency", "clear_stance"} <= set(first)
    assert float(rows[0]["central"]) == first["central"]


def test_what_was_searched_first_is_told(spoken: Path, rrt: Rrt, monkeypatch: pytest.MonkeyPatch) -> None:
    """That interviews were searched on the way is said on stderr, once; nothing is said where none was."""
    words = ("quotes", "q.rrtq", "--all-themes", "--format", "json")
    assert "searched" not in rrt(*words).err
    monkeypatch.setattr("rrt_qual.services.quotes.prepare._search", lambda project, ids, progress: 6)
    done = rrt(*words)
    assert done.err.count("6 interviews searched for identifying words first") == 1
    assert "searched" not in done.out and json.loads(done.out)


def test_no_quote_twice_unless_asked(spoken: Path, rrt: Rrt) -> None:
    """With --all-indicators a quote stands once; --repeat lets it stand again."""
    for more in ((), ("--repeat",)):
        done = rrt("quotes", "q.rrtq", "--all-indicators", "--format", "json", *more)
        found = [q["ref"] for q in json.loads(done.out)["rows"]]
        assert len(found) == len(set(found)) > 3


def test_held_back(spoken: Path, rrt: Rrt, held: set[str]) -> None:
    """What is held back is counted on stderr and listed by --held with its reasons, without a word of it."""
    held |= {"W2", "W6"}
    done = rrt("quotes", "q.rrtq", "--theme", "threats")
    assert "held back by the checks; --held says why." in done.err and SPOKEN not in done.out
    for form in ("table", "json", "csv"):
        done = rrt("quotes", "q.rrtq", "--theme", "threats", "--held", "--format", form)
        assert "Names in it are not looked at yet." in done.out and "q-" in done.out
        assert "threatened" not in done.out and "W6" not in done.out
    held |= {f"W{n}" for n in range(1, 7)}
    assert "No quote may be printed." in rrt("quotes", "q.rrtq", "--theme", "threats").out


def test_show_leads_back(spoken: Path, rrt: Rrt) -> None:
    """--show says where a reference stands, with the talk around it, and warns that this is for people inside."""
    ref = refs(rrt, "--wave", "2026")[0]
    done = rrt("quotes", "q.rrtq", "--show", ref)
    assert done.code == 0 and ref in done.out and "threatened" in done.out and ":" in done.out.splitlines()[0]
    assert "not for a report" in done.err


def test_pin_refuse_forget(spoken: Path, rrt: Rrt) -> None:
    """Pinned stands first, refused not at all, forgotten as if nothing had been said; each says what it did."""
    first, second, *_ = refs(rrt)
    assert "is pinned for threats" in rrt("quotes", "q.rrtq", "--pin", second, "--coder", "Ama").err
    assert "pinned for threats already" in rrt("quotes", "q.rrtq", "--pin", second, "--coder", "Ama").err
    assert refs(rrt)[0] == second
    assert "never proposed" in rrt("quotes", "q.rrtq", "--refuse", first, "--coder", "Ama").err
    assert first not in refs(rrt)
    for ref, was in ((first, "refused"), (second, "pinned")):
        assert f"is {was} for threats no more" in rrt("quotes", "q.rrtq", "--forget", ref, "--coder", "Ama").err
    assert refs(rrt)[:2] == [first, second]


def test_wording(spoken: Path, rrt: Rrt) -> None:
    """A wording that keeps to the words is printed; one that strays is refused, at which word, without repeating it."""
    done = rrt("quotes", "q.rrtq", "--theme", "colleagues", "--format", "json")
    ref = next(q["ref"] for q in json.loads(done.out)["rows"] if q["quote"].startswith("My colleagues"))
    good = "My colleagues made me tea [after the visit] and sat with me […]"
    assert rrt("quotes", "q.rrtq", "--pin", ref, "--coder", "Ama", "--wording", good).code == 0
    assert good in rrt("quotes", "q.rrtq", "--theme", "colleagues", "--format", "json").out
    done = rrt("quotes", "q.rrtq", "--pin", ref, "--coder", "Ama", "--wording", "My colleagues made me coffee […]")
    assert done.code == 2 and "word 5" in done.err and "coffee" not in done.err
    assert good in rrt("quotes", "q.rrtq", "--theme", "colleagues", "--format", "json").out


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        ([], 2, "Quotes of what?"),
        (["--theme", "threats", "--domain", "safe"], 2, "Quotes of what?"),
        (["--all-themes", "--theme", "threats"], 2, "Every theme, or one?"),
        (["--theme", "nope"], 3, "no theme 'nope'"),
        (["--theme", "threats", "--where", "role"], 2, "no ATTRIBUTE=VALUE"),
        (["--theme", "threats", "--where", "role=Pilot"], 3, "'Pilot'"),
        (["--theme", "threats", "--wave", "1999"], 3, "'1999'"),
        (["--pin", "x", "--refuse", "y", "--coder", "A"], 2, "One thing at a time"),
        (["--pin", "W1:20-30"], 2, "Who says so?"),
        (["--pin", "somewhere", "--coder", "A"], 2, "no passage"),
        (["--pin", "W9:20-30", "--coder", "A"], 3, "No interview is called"),
        (["--pin", "q-aaaaaaaa", "--coder", "A"], 3, "reference"),
        (["--pin", "W1:12-33", "--coder", "A", "--theme", "nope"], 3, "no theme"),
        (["--refuse", "W1:12-33", "--coder", "A", "--wording", "x"], 2, "--wording goes with --pin"),
        (["--release", "W1:12-33", "--coder", "A"], 2, "needs a reason"),
        (["--forget", "W1:12-33", "--coder", "A"], 3, "neither pinned nor refused"),
    ],
    ids=lambda value: " ".join(value)[:40] if isinstance(value, list) else None,
)
def test_wrong_use(spoken: Path, rrt: Rrt, words: list[str], code: int, sentence: str) -> None:
    """Each fault is one sentence with its exit code, and prints no figure."""
    done = rrt("quotes", "q.rrtq", *words)
    assert done.code == code and sentence in done.err and done.out == "", done.err


def test_nothing_coded(spoken: Path, rrt: Rrt) -> None:
    """A theme that nobody coded has no quotes, and that is said."""
    done = rrt("quotes", "q.rrtq", "--theme", "jokes")
    assert done.code == 0 and "Nothing has been coded so by a person yet." in done.err
