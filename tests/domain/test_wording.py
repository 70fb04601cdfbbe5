"""A wording keeps to what was said: every legal edit is accepted, every other change is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rrt_qual.domain.confidentiality.overlay import Replacement, project
from rrt_qual.domain.errors import UsageError
from rrt_qual.domain.quotes.fillers import core, droppable
from rrt_qual.domain.quotes.wording import (
    TYPOGRAPHIC,
    Edit,
    QuoteWord,
    Strays,
    clarification,
    dumps,
    fillers,
    left_out,
    loads,
    render,
    words_of,
)
from rrt_qual.domain.quotes.wording_check import parse
from rrt_qual.domain.spans import Span

SAID = "Um, I, I went to Sheila, and they, like, they said no. You know, it was sort of hard."

_WORDS = ["I", "they", "went", "the", "team", "like", "you", "know", "um", "er", "sort", "of", "a", "hard", "[Team 2]"]
_MARKS = st.sampled_from(["", "", "", ",", ".", " –", "…", ",”", "?"])
texts = st.lists(st.tuples(st.sampled_from(_WORDS), _MARKS), min_size=2, max_size=14).map(
    lambda found: " ".join(word + mark for word, mark in found)
)
NOTES = st.sampled_from(["the team", "Manager A", "a visit"])


def passage(text: str) -> list[QuoteWord]:
    return words_of(project(text, []), Span(0, len(text)))


@st.composite
def edited(draw: st.DrawFn) -> tuple[list[QuoteWord], Edit]:
    """A passage and any edit of it that keeps a word."""
    words = passage(draw(texts))
    cuts = tuple(w.span for w in words if draw(st.integers(0, 4)) == 0)
    found = fillers(words)
    cleaned = tuple(s for s in found if draw(st.booleans()))
    ends = st.sampled_from([0, *(w.span.end for w in words)])
    added = tuple(sorted(draw(st.lists(st.tuples(ends, NOTES), max_size=2)), key=lambda a: a[0]))
    edit = Edit(cuts, cleaned, added, draw(st.booleans()), draw(st.booleans()))
    return words, edit


@given(edited())
def test_every_legal_edit_validates(case: tuple[list[QuoteWord], Edit]) -> None:
    """What the editor can make of a passage is accepted when it is typed, and gives the same wording again."""
    words, edit = case
    if all(left_out(words, edit)):
        return
    wording = render(words, edit)
    assert render(words, parse(words, wording)) == wording


@given(edited(), st.data())
def test_any_word_put_in_is_refused(case: tuple[list[QuoteWord], Edit], data: st.DataObject) -> None:
    """A word that nobody said, outside brackets, is refused wherever it stands, and the fault says where."""
    words, edit = case
    tokens = render(words, edit).split()
    at = data.draw(st.integers(0, len(tokens)))
    outside = sum(t.count("[") - t.count("]") for t in tokens[:at]) == 0
    if outside:
        wording = " ".join([*tokens[:at], "never", *tokens[at:]])
        with pytest.raises(Strays) as fault:
            parse(words, wording)
        assert fault.value.at.start <= wording.index("never") + len("never")
        assert "never" not in str(fault.value)


@given(edited(), st.data())
def test_any_word_changed_is_refused(case: tuple[list[QuoteWord], Edit], data: st.DataObject) -> None:
    """No word can be swapped for another that was not said there."""
    words, edit = case
    wording = render(words, edit)
    kept = [n for n, state in enumerate(left_out(words, edit)) if not state and words[n].shown[:1].isalpha()]
    if not kept:
        return
    tokens = wording.split()
    chosen = [n for n, t in enumerate(tokens) if t[0].isalpha() and not _inside(tokens, n)]
    if chosen:
        n = data.draw(st.sampled_from(chosen))
        with pytest.raises(Strays):
            parse(words, " ".join([*tokens[:n], tokens[n][0] + "x" + tokens[n][1:], *tokens[n + 1 :]]))


def _inside(tokens: list[str], n: int) -> bool:
    return sum(t.count("[") - t.count("]") for t in tokens[:n]) > 0


@given(texts, st.data())
def test_a_gap_without_a_mark_is_refused(text: str, data: st.DataObject) -> None:
    """Words that are left out without […] are refused, unless they are fillers."""
    words = passage(text)
    flags = droppable([w.shown for w in words])
    firm = [n for n in range(len(words)) if not flags[n] and core(words[n].shown)]
    if len(firm) < 2:
        return
    n = data.draw(st.sampled_from(firm))
    rest = [w.shown for m, w in enumerate(words) if m != n]
    counts = [core(w.shown) for w in words].count(core(words[n].shown))
    if counts == 1:
        with pytest.raises(Strays):
            parse(words, " ".join(rest))


@pytest.mark.parametrize(
    "wording",
    [
        SAID,
        "Um, I, I went to Sheila, and they, like, they said no. […]",
        "I went to Sheila, and they said no. It was hard.",
        "I went to Sheila, and they [the managers] said no. You know, it was sort of hard.",
        "I went […] and they, like, they [the managers] said no. It was hard.",
        "[Before the audit] I went to Sheila, […] they said no. […] it was hard.",
        "[...] Went to Sheila, […] they said no. […] hard.",
        "[…] it was […] hard.",
        "Um, I, […] went to Sheila [our head], […]",
    ],
)
def test_permitted_marks(wording: str) -> None:
    """Cuts that are marked, fillers cleaned, clarifications in brackets, a capital and a full stop are permitted."""
    words = passage(SAID)
    edit = parse(words, wording)
    assert render(words, edit) == wording.replace("[...]", "[…]")


@pytest.mark.parametrize(
    ("wording", "at"),
    [
        ("I went to Bridget, and […]", "Bridget,"),
        ("Um, I, I went to Sheila, and they said yes. […]", "yes."),
        ("I went to and they said no. […]", "and"),
        ("Um, I, I went to Sheila, and they did not say no. […]", "did"),
        ("Um, I, I went to Sheila! […]", "Sheila!"),
        ("Um, I, I Went to Sheila, […]", "Went"),
        ("[…] […] hard.", "[…]"),
        ("hard. Um, […]", "hard."),
    ],
)
def test_strays_are_refused_with_the_place(wording: str, at: str) -> None:
    """A wording that says another thing is refused, and the fault points to where it leaves what was said."""
    with pytest.raises(Strays) as fault:
        parse(passage(SAID), wording)
    assert fault.value.at.of(wording).startswith(at) or at in wording[fault.value.at.start :]
    assert "word" in fault.value.sentence and "[" in fault.value.remedy
    assert not any(word in fault.value.sentence for word in ("Bridget", "Sheila", "yes."))


def test_stopping_short_is_refused() -> None:
    """A wording that ends early must say so."""
    with pytest.raises(Strays, match="stops before"):
        parse(passage(SAID), "Um, I, I went to Sheila,")
    with pytest.raises(Strays, match="keeps no word"):
        parse(passage(SAID), "[…]")


def test_a_pseudonym_is_one_word() -> None:
    """A name that is replaced stands as its pseudonym, can be cut whole, and never shows the name."""
    text = "I told Bridget Ashworth's team, and Bridget Ashworth laughed."
    shown = project(text, [Replacement(Span(7, 23), "[Manager A]"), Replacement(Span(36, 52), "[Manager A]")])
    words = words_of(shown, Span(0, len(text)))
    assert [w.shown for w in words] == ["I", "told", "[Manager A]'s", "team,", "and", "[Manager A]", "laughed."]
    assert render(words, Edit(cuts=(Span(10, 12),))) == "I told […] team, and [Manager A] laughed."
    edit = parse(words, "I told [Manager A]'s team, and [Manager A] [our head] laughed.")
    assert edit.added == ((52, "our head"),) and not edit.cuts
    again = project(text, [Replacement(Span(7, 23), "[Head]"), Replacement(Span(36, 52), "[Head]")])
    assert render(words_of(again, Span(0, len(text))), edit).endswith("and [Head] [our head] laughed.")


def test_fillers_only_where_they_say_nothing() -> None:
    """'like', 'you know', 'sort of' and words said twice stay where they mean something."""
    for kept in (
        "I was like, no.",
        "What sort of people like you know that?",
        "He said that that was very very hard.",
        "Work, work, work.",
        "You know what it is like.",
        "Really?",
        "Um.",
    ):
        assert not any(droppable(kept.split())), kept
    said = "Um, I, I think it's, like, awful, you know. The w- we were we were er, erm, sort of lost."
    left = [t for t, gone in zip(said.split(), droppable(said.split()), strict=True) if not gone]
    assert " ".join(left) == "I think it's, awful, The we were lost."


@given(texts)
def test_cleaning_is_done_at_once(text: str) -> None:
    """What cleaning leaves needs no cleaning again, and is never nothing."""
    tokens = text.split()
    left = [t for t, gone in zip(tokens, droppable(tokens), strict=True) if not gone]
    assert left
    if any(core(t) for t in left):
        assert not any(droppable(left)) or len([t for t in left if core(t)]) <= 2


def test_clarifications() -> None:
    """A clarification is short words without brackets, and names nobody."""
    assert clarification("  [the\nmanager] ") == "the manager"
    for wrong, why in (("", "needs words"), ("…", "needs words"), ("a [b", "brackets"), ("x" * 61, "at most 60")):
        with pytest.raises(UsageError, match=why):
            clarification(wrong)
    with pytest.raises(UsageError, match="names somebody") as fault:
        clarification("Bridget", lambda text: "Bridget" in text)
    assert "Bridget" not in str(fault.value)


@given(edited())
def test_kept_and_read_again(case: tuple[list[QuoteWord], Edit]) -> None:
    """An edit is read as it was kept, holds no word of the passage, and can move with its text."""
    words, edit = case
    assert loads(dumps(edit)) == edit
    assert not {core(w.shown) for w in words} - {""} & set(dumps(replace_added(edit)).split())
    assert edit.moved(lambda s: s.shift(7)).moved(lambda s: s.shift(-7)) == edit


def replace_added(edit: Edit) -> Edit:
    return Edit(edit.cuts, edit.cleaned, (), edit.capital, edit.stop)


def test_what_cannot_be_read_is_no_edit() -> None:
    """A damaged edit leaves the words as they were said; where none was kept, only typography is seen to."""
    for kept in ("{", "[]", '{"cuts": [[5]]}', '{"cuts": [[9, 2]]}', "{}"):
        assert loads(kept) == Edit()
    assert loads(None) == loads("") == TYPOGRAPHIC
    assert render(passage("and I went,"), TYPOGRAPHIC) == "And I went."
