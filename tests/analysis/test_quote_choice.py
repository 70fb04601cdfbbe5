"""The rule by which quotes are chosen."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rrt_qual.analysis.quotes.choose import (
    WEIGHTS,
    Chooser,
    CodedPassage,
    ScoredPassage,
    Unit,
    apportion,
    cut,
    scored,
    weighted,
)
from rrt_qual.analysis.quotes.reason import reason
from rrt_qual.analysis.quotes.text import Bound, Worth, closing, fluency, length, opening, pieces, stands, within, worth
from rrt_qual.domain.codebook import Stance
from rrt_qual.domain.spans import Span

GOOD = Worth(20, 1.0, 1.0, 0, True)


def candidate(
    n: int,
    who: str = "",
    stance: Stance = Stance.RISK,
    *,
    group: str = "",
    score: float = 0.8,
    central: float | None = None,
) -> ScoredPassage:
    """A candidate of an interview of its own whose parts are all `score`, its vector in row `n`."""
    passage = CodedPassage(f"i{n:02}", who or f"p{n}", group, "t", Span(0, 9), stance, 1.0, ())
    parts = dict.fromkeys(WEIGHTS, score)
    if central is not None:
        parts["central"] = central
    return ScoredPassage(passage, Span(0, 9), 20, n, parts)


def vectors(*angles: float) -> np.ndarray:
    return np.array([[np.cos(a), np.sin(a)] for a in np.radians(angles)], np.float32)


# words ----------------------------------------------------------------------------------------------


def test_what_stands_on_its_own() -> None:
    """Whole sentences with a subject of their own stand; pointing words, answers and scraps do not."""

    def value(text: str) -> float:
        w = worth(text, Bound.SENTENCE, Bound.SENTENCE)
        return stands(w, w, w.verb)

    best = value("My manager rang me after every difficult visit.")
    assert best == 1.0
    for worse in (
        "He rang me after every difficult visit.",
        "That was what they said to me.",
        "Which is why I left the team.",
        "Yeah. Definitely.",
        "And they never rang me again.",
        "Two years in the team and",
    ):
        assert value(worse) < best - 0.1, worse
    assert value("It is hard to say no to a child.") > value("It was in the car park.")
    assert value("That team was kind to me.") > value("That was kind to me.")
    assert value("Um, you know, my manager rang me.") == best


def test_opening_and_closing_know_their_bounds() -> None:
    """Words that begin or end in the middle of a clause count for less."""
    said = ["my", "manager", "rang", "me"]
    assert opening(said, Bound.SENTENCE) > opening(said, Bound.CLAUSE) > opening(said, Bound.NONE)
    assert closing("rang me.", Bound.SENTENCE) > closing("rang me,", Bound.CLAUSE) > closing("rang me", Bound.NONE)
    assert closing("rang me and", Bound.NONE) < closing("rang me", Bound.NONE)
    assert opening([], Bound.SENTENCE) < 0.5


@given(st.integers(0, 400), st.integers(0, 400))
def test_length_and_fluency_are_shares(words: int, disfluent: int) -> None:
    """Both lie between 0 and 1; 12 to 45 words are best, and fillers only ever lower fluency."""
    assert 0 <= length(words) <= 1 and 0 <= fluency(words, disfluent) <= 1
    assert (length(words) == 1) is (12 <= words <= 45)
    assert fluency(words, disfluent) >= fluency(words, disfluent + 1)


def test_long_sentences_are_cut_at_clauses() -> None:
    """Pieces cover a long sentence in order and begin where a clause does; a short one stays whole."""
    clause = "we go out to the families every single day of the week, "
    text = (clause + "and ") * 6 + "nobody rings."
    found = pieces(text)
    assert len(found) > 2
    assert "".join(text[a:b] for a, b, *_ in found).replace(" ", "") == text.replace(" ", "")
    assert all(text[a:b].startswith("and") for a, b, *_ in found[1:])
    assert (found[0][2], found[-1][3]) == (Bound.SENTENCE, Bound.SENTENCE)
    assert pieces("Short and whole.") == [(0, 16, Bound.SENTENCE, Bound.SENTENCE)]


def test_part_of_a_sentence_is_trimmed_to_clauses() -> None:
    """A coding that begins in mid-clause loses the scrap, unless that is most of it."""
    text = "The work is kind of fine, but nobody ever rings you after a bad visit, and I mind."
    start, end = text.index("of fine"), text.index(", and") + 1
    a, b, begins, ends = within(text, start, end) or pytest.fail("nothing was left")
    assert text[a:b] == "but nobody ever rings you after a bad visit,"
    assert (begins, ends) == (Bound.CLAUSE, Bound.CLAUSE)
    scrap = text.index("ever")
    a, b, begins, ends = within(text, scrap, scrap + 9) or pytest.fail("nothing was left")
    assert (text[a:b], begins, ends) == ("ever ring", Bound.NONE, Bound.NONE)
    assert within(text, 3, 4) is None


# numbers --------------------------------------------------------------------------------------------


@given(st.dictionaries(st.integers(0, 9), st.integers(0, 50), min_size=1), st.integers(0, 30))
def test_apportionment(weights: dict[int, int], n: int) -> None:
    """All places are given, nobody is more than one away from their exact share, and the order of keys decides ties."""
    found = apportion(weights, n)
    total = sum(weights.values())
    assert sum(found.values()) == (n if total else 0)
    for key, places in found.items():
        if total:
            assert abs(places - n * weights[key] / total) < 1
    assert apportion({"a": 1, "b": 1}, 1) == {"a": 1, "b": 0}


def test_each_person_counts_the_same_in_the_middle() -> None:
    """One who says the same thing ten times does not move the middle."""
    rows = vectors(*[0] * 10, 90)
    middle = weighted(rows, ["a"] * 10 + ["b"])
    assert middle == pytest.approx([0.7071, 0.7071], abs=1e-3)
    apart = weighted(vectors(0, 170), ["a", "b"])
    assert np.linalg.norm(apart) == pytest.approx(1), "also where people say nearly the opposite"
    assert apart == pytest.approx(vectors(85)[0], abs=1e-3)
    assert list(weighted(vectors()[:0].reshape(0, 2), [])) == [0, 0]


def test_cut_takes_the_best_sentences_of_one_turn() -> None:
    """Of a long passage the sentences that stand and lie near the theme are taken, never across turns."""
    weak = Worth(3, 0.2, 0.5, 1, False)
    first = (Unit(Span(0, 5), weak, 0), Unit(Span(6, 40), GOOD, 1), Unit(Span(41, 80), GOOD, 2))
    second = (Unit(Span(90, 99), weak, 3),)
    one = CodedPassage("i", "p", "", "t", Span(0, 99), Stance.RISK, 1.0, (first, second))
    other = CodedPassage("j", "q", "", "t", Span(0, 30), Stance.RISK, 1.0, ((Unit(Span(0, 30), GOOD, 4),),))
    found, rows = cut([one, other], vectors(80, 0, 0, 80, 0))
    assert [c.span for c in found] == [Span(6, 80), Span(0, 30)]
    assert found[0].words == 40 and len(rows) == 2
    assert rows[0] == pytest.approx([1, 0], abs=1e-6)
    whole = CodedPassage("i", "p", "", "t", Span(0, 80), Stance.RISK, 1.0, (first,), whole=True)
    assert [c.span for c in cut([whole], vectors(0, 0, 0))[0]] == [Span(0, 80)]


@pytest.mark.parametrize(
    ("worse", "angle"),
    [
        (Worth(20, 1.0, 1.0, 3, True), 0),
        (Worth(20, 0.0, 1.0, 0, True), 0),
        (Worth(20, 1.0, 0.0, 0, True), 0),
        (Worth(20, 1.0, 1.0, 0, False), 0),
        (Worth(6, 1.0, 1.0, 0, True), 0),
        (Worth(15, 1.0, 1.0, 0, True), 0),
        (GOOD, 80),
    ],
    ids=["fillers", "opening", "end", "verb", "short", "less of it", "far"],
)
def test_of_two_turns_the_better_is_cut(worse: Worth, angle: int) -> None:
    """Each thing that makes a sentence a better quote decides by itself, wherever it stands, when all else is alike."""
    places = (Span(0, 40), Span(50, 90))
    others = [
        CodedPassage(f"j{n}", f"q{n}", "", "t", Span(0, 30), Stance.RISK, 1.0, ((Unit(Span(0, 30), GOOD, n),),))
        for n in (2, 3)
    ]
    for better in (0, 1):
        worths, angles = ((GOOD, worse), (0, angle)) if better == 0 else ((worse, GOOD), (angle, 0))
        runs = tuple((Unit(places[n], worths[n], n),) for n in (0, 1))
        one = CodedPassage("i", "p", "", "t", Span(0, 90), Stance.RISK, 1.0, runs)
        found, _ = cut([one, *others], vectors(*angles, 0, 0))
        assert found[0].span == places[better]


def test_central_is_near_what_others_say() -> None:
    """Who says what the others say is central; who is alone with a stance is not central by that alone."""
    passages = [candidate(n, stance=Stance.RISK) for n in range(4)] + [candidate(4, stance=Stance.STRENGTH)]
    bare = [
        ScoredPassage(c.passage, c.span, c.words, c.row, {"stands": 1.0, "length": 1.0, "fluency": 1.0})
        for c in passages
    ]
    found = scored(bare, vectors(0, 5, 10, 80, 90))
    central = [c.parts["central"] for c in found]
    assert max(central) == 1 and min(central[:3]) > 0.85
    assert central[3] < 0.7 and central[4] < 0.7
    assert all(0 <= c.score <= 1 and set(c.parts) == set(WEIGHTS) for c in found)
    assert sum(WEIGHTS.values()) == pytest.approx(1)


# choosing -------------------------------------------------------------------------------------------


def chosen(chooser: Chooser, n: int) -> list[str]:
    return [p.candidate.passage.interview_id for p in chooser.choose(n)]


def test_the_second_is_unlike_the_first() -> None:
    """Of two nearly as good, the one that says something else is taken (maximal marginal relevance)."""
    found = [candidate(0, score=0.9), candidate(1, score=0.89), candidate(2, score=0.8)]
    assert chosen(Chooser(found, vectors(0, 1, 80), per_participant=2), 2) == ["i00", "i02"]


def test_no_more_than_so_many_of_one_person() -> None:
    """One person's passages stop at the limit, in whatever interviews they are; the rest go to others, or nobody."""
    found = [candidate(n, "same", score=0.9) for n in range(4)] + [candidate(4, "other", score=0.5)]
    rows = vectors(0, 30, 60, 90, 120)
    assert len(chosen(Chooser(found, rows, per_participant=2), 5)) == 3
    assert len(chosen(Chooser(found, rows, per_participant=1), 5)) == 2


def test_stances_and_groups_keep_their_shares() -> None:
    """Six risks and three strengths of two roles: of three quotes two are risks, one of each role."""
    found = [candidate(n, stance=Stance.RISK, group="ab"[n % 2], score=0.9 if n % 2 else 0.7) for n in range(6)]
    found += [candidate(n, stance=Stance.STRENGTH, group="a", score=0.6) for n in range(6, 9)]
    picks = Chooser(found, vectors(*range(0, 90, 10)), per_participant=1).choose(3)
    stances = [p.candidate.passage.stance for p in picks]
    assert sorted(stances) == [Stance.RISK, Stance.RISK, Stance.STRENGTH]
    assert {p.candidate.passage.group for p in picks if p.candidate.passage.stance is Stance.RISK} == {"a", "b"}


def test_a_stance_that_pinned_quotes_fill_waits_for_the_other() -> None:
    """Two risks of one role are pinned: the third of three quotes is the strength, not the other role's risk."""
    pinned = [candidate(n, stance=Stance.RISK, group="a") for n in (6, 7)]
    found = [candidate(n, stance=Stance.RISK, group="ab"[n % 2], score=0.9) for n in range(4)]
    found += [candidate(n, stance=Stance.STRENGTH, group="a", score=0.7) for n in (4, 5)]
    (pick,) = Chooser(found, vectors(*[0] * 8), per_participant=1, taken=pinned).choose(1)
    assert (pick.candidate.passage.stance, pick.because) == (Stance.STRENGTH, "quota")


def test_a_quota_never_brings_a_poor_quote() -> None:
    """What is far worse than the best is not taken for the balance's sake."""
    found = [candidate(0, score=0.9), candidate(1, score=0.9), candidate(2, stance=Stance.STRENGTH, score=0.2)]
    assert chosen(Chooser(found, vectors(0, 40, 80), per_participant=1), 2) == ["i00", "i01"]


def test_the_one_that_disagrees() -> None:
    """Most see a risk: the best strength disagrees; without one, the passage farthest in meaning does, if it stands."""
    found = [candidate(n, central=1.0) for n in range(3)]
    found += [candidate(3, stance=Stance.STRENGTH, score=0.7), candidate(4, stance=Stance.STRENGTH, score=0.6)]
    rows = vectors(0, 10, 20, 30, 40)
    pick = Chooser(found, rows, per_participant=1).dissent()
    assert pick and pick.dissent and pick.candidate.passage.interview_id == "i03"
    assert pick.because == "most speak of it as a risk, this as a strength"
    alike = [*(candidate(n, central=1.0) for n in range(3)), candidate(3, central=0.4)]
    pick = Chooser(alike, rows, per_participant=1).dissent()
    assert pick and pick.candidate.passage.interview_id == "i03" and "farthest" in pick.because
    assert Chooser(alike[:2], rows, per_participant=1).dissent() is None


def test_what_stands_already_counts() -> None:
    """A pinned quote uses up its person's share, and what overlaps it is not taken."""
    pinned = candidate(0, "same")
    found = [candidate(1, "same"), candidate(2, "other", score=0.5)]
    assert chosen(Chooser(found, vectors(0, 10, 20), per_participant=1, taken=[pinned]), 2) == ["i02"]
    barred = Chooser(found, vectors(0, 10, 20), per_participant=1, barred=lambda c: c.row == 2)
    assert chosen(barred, 2) == ["i01"]


@given(st.permutations(range(12)))
def test_the_same_quotes_whatever_the_order(order: list[int]) -> None:
    """Nothing depends on the order in which passages are read, ties included."""
    found = [
        candidate(n, f"p{n % 5}", [Stance.RISK, Stance.STRENGTH, Stance.SOLUTION][n % 3], group="ab"[n % 2])
        for n in range(12)
    ]
    rows = vectors(*(7 * n % 90 for n in range(12)))

    def run(these: list[ScoredPassage]) -> list[str]:
        chooser = Chooser(these, rows, per_participant=2)
        picks = [*chooser.choose(4), chooser.dissent()]
        return [p.candidate.passage.interview_id for p in picks if p]

    assert run([found[n] for n in order]) == run(found)


def test_reasons_tell_nothing_of_the_speaker() -> None:
    """The reason names the attribute that is kept in balance, never its value."""
    found = [candidate(n, group="Principal social worker", score=0.9 - n / 50) for n in range(4)]
    found += [candidate(4, stance=Stance.STRENGTH, group="Manager", score=0.7)]
    chooser = Chooser(found, vectors(0, 5, 10, 15, 20), per_participant=1)
    said = [reason(p, spread="role") for p in [*chooser.choose(3), chooser.dissent()] if p]
    assert all("Principal" not in s and "Manager" not in s for s in said)
    assert any("balance" in s for s in said) and all("20 words" in s for s in said)
