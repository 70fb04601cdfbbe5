"""What holds for any text whatever."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st
from marked import apart, talk

from rrt_qual.domain.confidentiality.names import form_key
from rrt_qual.domain.confidentiality.privacy import FindKind
from rrt_qual.domain.interview import Source, Speaker, SpeakerRole, Transcript, Turn
from rrt_qual.domain.spans import Span, merge
from rrt_qual.privacy.find.finder import Finder, Spreader
from rrt_qual.privacy.words.merge import apart_from, merge_hits
from rrt_qual.privacy.words.reasons import CAUSES, hit

_SAID = (
    "Priya Karen Bristow the in at Ferry Road Holmbury 07700 900417 TM4 7LP a@b.example oh seven double . , ?"
    " H-A-D-L-E-Y twelfth of March 2024 she's nine months old Family Safeguarding team Mrs I'm \u0130stanbul \u00df"
    " only social worker P E twenty-one eight Q R TC-0418823 943 476 5919 Will May Jan \U0001f642 - ' dot uk"
)
_BITS = st.sampled_from([*_SAID.split(), "\n", "\u2019s"])
_TEXTS = st.one_of(st.text(max_size=80), st.lists(_BITS, max_size=30).map(" ".join))


@settings(max_examples=120, deadline=None)
@given(text=_TEXTS)
def test_finds_lie_apart_within_any_text(finder: Finder, text: str) -> None:
    """No text makes the finder fail, and its finds lie within it, whole words apart from one another."""
    assert apart(text, finder.find(talk(text)))


@settings(max_examples=60, deadline=None)
@given(text=_TEXTS, cuts=st.lists(st.integers(0, 60), max_size=6))
def test_turns_anywhere(finder: Finder, text: str, cuts: list[int]) -> None:
    """However a text is cut into turns, also empty ones, all of it is searched."""
    edges = sorted({min(c, len(text)) for c in cuts})
    turns = tuple(Turn(0, Span(a, b)) for a, b in pairwise(edges))
    transcript = Transcript("T", text, (Speaker("P", SpeakerRole.PARTICIPANT),), turns, Source("t", "0", "txt"))
    assert apart(text, finder.find(transcript))


@settings(max_examples=60, deadline=None)
@given(text=_TEXTS, form=st.text(min_size=1, max_size=12))
def test_spreading_any_form(text: str, form: str) -> None:
    """Whatever was replaced elsewhere can be looked for, and nothing found before is touched."""
    transcript = talk(text)
    taken = [Span(0, min(3, len(text)))] if text else []
    spread = Spreader({(FindKind.PERSON, form): "known"}).spread(transcript, [], taken)
    assert apart(text, spread) and not any(f.span.overlaps(t) for f in spread for t in taken)


@settings(deadline=None)
@given(
    spans=st.lists(
        st.tuples(
            st.integers(0, 40), st.integers(1, 20), st.sampled_from(list(FindKind)), st.sampled_from(list(CAUSES))
        ),
        max_size=12,
    )
)
def test_merging_loses_no_word(spans: list[tuple[int, int, FindKind, str]]) -> None:
    """Of overlapping hits no word of more than a letter is lost, and what is left lies apart."""
    text = "xyzzy plugh frotz gnusto rezrov nitfol blorb spelt quux"
    hits = [hit(a, min(len(text), a + n), kind, cause) for a, n, kind, cause in spans]
    merged = merge_hits(text, hits)
    assert apart(text, [h.as_find() for h in merged])
    covered = merge(h.span for h in merged)
    for one in hits:
        lost = [at for at in range(one.span.start, one.span.end) if text[at] != " " and not _in(covered, at)]
        assert len(lost) <= 2 * len(hits)
        assert apart_from(text, [one.as_find()], [one.span]) == []


def _in(covered: list[Span], at: int) -> bool:
    return any(at in span for span in covered)


@given(words=st.text(max_size=30))
def test_form_key_is_a_key(words: str) -> None:
    """The key of a form is its own key, and neither case nor white space changes it."""
    key = form_key(words)
    assert form_key(key) == key and form_key(f"  {words}  ") == key


def test_form_key_by_example() -> None:
    """Possessives, curly quotes and white space do not make another form."""
    assert form_key(" Karen\u2019s ") == form_key("karen") == "karen"
    assert form_key("Karen   Bristow's") == "karen bristow"
    assert form_key("the Hales'") == "the hales"
    assert form_key("O\u2019Brien") == "o'brien"
