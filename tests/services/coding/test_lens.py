"""The lens: pseudonyms or original words on the screen, the same codings in the project."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rrt_qual.domain.codebook import Stance
from rrt_qual.domain.coding import Showing
from rrt_qual.domain.confidentiality.overlay import Replacement, project
from rrt_qual.domain.confidentiality.privacy import FindKind, Pseudonym
from rrt_qual.domain.errors import UsageError
from rrt_qual.domain.interview import Segment, Source, Speaker, SpeakerRole, Transcript, Turn
from rrt_qual.domain.spans import Span, trim
from rrt_qual.services.coding.lens import Lens, Sight
from rrt_qual.services.interviews.search import in_text
from rrt_qual.services.project import log as logbook
from rrt_qual.services.project.settings import change
from rrt_qual.services.shared.project import Project
from rrt_qual.services.texts import by_name as interviews
from rrt_qual.store.coding import codings
from rrt_qual.store.confidentiality import pseudonyms
from rrt_qual.store.file.connection import transaction
from rrt_qual.store.interviews import originals
from secret_project import build, hide, leaks, replace_words
from small_project import fill, transcript


@pytest.fixture
def hidden(tmp_path: Path) -> Project:
    """The project with every name replaced."""
    (tmp_path / "talks").mkdir()
    project = build(tmp_path / "secret.rrtq", tmp_path / "talks")
    hide(project)
    return project


@pytest.fixture
def ann(hidden: Project) -> Lens:
    """Ann's lens."""
    return Lens(hidden, hidden.coder("Ann"))


@pytest.fixture
def jane(hidden: Project) -> str:
    """The interview that is named after its participant."""
    return interviews.find(hidden, "P07")


def at(lens: Lens, interview_id: str, words: str) -> Span:
    """Where words stand in what is shown."""
    return in_text(lens.transcript(interview_id).text, words)[0]


def said(lens: Lens, interview_id: str, span: Span) -> str:
    """What stands at a span of the original."""
    return span.of(originals.load_text(lens.project.conn, interview_id))


def test_coding_in_the_lens_is_coding_the_original(ann: Lens, jane: str) -> None:
    """A selection in the projected text is kept as the original words it stands for, and shown where it was made."""
    span = at(ann, jane, "[Manager A] and all. Visits alone in [town]")
    made = ann.apply(jane, span, "threats", Stance.RISK)
    assert made.span == span and span in [c.span for c in ann.codings(jane)]
    kept = codings.get(ann.project.conn, made.id).span
    assert said(ann, jane, kept) == "Priya Nandrasekhar and all. Visits alone in Quillborough"
    ann.show_original(jane, True)
    assert kept in [c.span for c in ann.codings(jane)]


def test_half_a_pseudonym_means_all_of_the_name(ann: Lens, jane: str) -> None:
    """Selecting part of a pseudonym codes the whole name: no span points into words that nobody sees."""
    manager = at(ann, jane, "[Manager A] and all")
    made = ann.apply(jane, Span(manager.start + 3, manager.end), "threats")
    assert said(ann, jane, codings.get(ann.project.conn, made.id).span) == "Priya Nandrasekhar and all"


def test_bounds_within_a_name_are_grown_only_when_they_are_moved(ann: Lens, jane: str) -> None:
    """A coding that cuts a name is shown grown; it is kept as it was until its coder moves its bounds."""
    ann.show_original(jane, True)
    whole = at(ann, jane, "Priya Nandrasekhar and all")
    cut = Span(whole.start + 6, whole.end)
    made = ann.apply(jane, cut, "threats")
    ann.show_original(jane, False)
    (shown,) = (c.span for c in ann.codings(jane) if c.id == made.id)
    assert shown.of(ann.transcript(jane).text) == "[Manager A] and all"
    ann.set_span(made.id, shown)
    assert codings.get(ann.project.conn, made.id).span == cut
    ann.set_span(made.id, Span(shown.start, shown.end - 4))
    assert said(ann, jane, codings.get(ann.project.conn, made.id).span) == "Priya Nandrasekhar and"
    ann.undo()
    assert codings.get(ann.project.conn, made.id).span == cut


def test_places_and_undo_are_told_where_they_are_shown(ann: Lens, jane: str) -> None:
    """The place that was left and the place of an undone act are offsets of what is shown, in either view."""
    span = at(ann, jane, "Visits alone")
    ann.save_place(jane, span)
    made = ann.apply(jane, span, "threats")
    ann.show_original(jane, True)
    there = at(ann, jane, "Visits alone")
    assert ann.progress(jane).place == there != span
    told = ann.undo()
    assert told is not None and (told.interview_id, told.span) == (jane, there)
    ann.show_original(jane, False)
    told = ann.redo()
    assert told is not None and told.span == span == ann.progress(jane).place
    assert made.id in [c.id for c in ann.codings(jane)]


def test_originals_are_logged_and_may_be_forbidden(ann: Lens, jane: str) -> None:
    """Who looks at original words is written down; where nobody may, nobody does, whatever was shown before."""
    ann.show_original(jane, True)
    assert ann.showing(jane) is Showing.ORIGINAL and leaks(ann.transcript(jane))
    entry = logbook.latest(ann.project, 1)[0]
    assert (entry.label, entry.kind, entry.coder, entry.interview) == ("original words shown", "log", "Ann", "P07")
    change(ann.project, "privacy.original", "nobody")
    assert ann.has_changed(jane)
    ann.look_again(jane)
    assert ann.showing(jane) is Showing.PSEUDONYMS and not leaks(ann.transcript(jane))
    with pytest.raises(UsageError, match="not shown"):
        ann.show_original(jane, True)
    assert not leaks(ann.transcript(jane))


def test_opening_begins_with_pseudonyms(ann: Lens, jane: str) -> None:
    """Original words are asked for anew in each interview that is opened."""
    ann.show_original(jane, True)
    ann.begin(jane)
    assert ann.showing(jane) is Showing.PSEUDONYMS


def test_where_nothing_is_replaced_all_is_shown(project: Project, ids: dict[str, str]) -> None:
    """Without replacements the text is the original, and there is nothing to switch; unless nobody may see it."""
    lens = Lens(project, project.coder("Ann"))
    assert lens.showing(ids["A"]) is Showing.ALL and lens.transcript(ids["A"]).speakers[1].label == "P"
    with pytest.raises(UsageError, match="this is the original"):
        lens.show_original(ids["A"], True)
    change(project, "privacy.original", "nobody")
    lens.begin(ids["A"])
    assert lens.transcript(ids["A"]).speakers[1].label == "P-A"


def test_a_replacement_meanwhile_is_noticed(project: Project, ids: dict[str, str]) -> None:
    """What is shown stays as it was until one looks again, so that no offset is taken for another's."""
    lens = Lens(project, project.coder("Ann"))
    before = lens.transcript(ids["A"])
    with transaction(project.conn) as conn:
        made = pseudonyms.make(conn, FindKind.TEAM, "[Team 1]")
    replace_words(project, ids["A"], in_text(before.text, "The team")[0], made)
    assert lens.transcript(ids["A"]) is before and lens.has_changed(ids["A"])
    lens.look_again(ids["A"])
    assert "[Team 1] is kind" in lens.transcript(ids["A"]).text and not lens.has_changed(ids["A"])


def test_a_name_over_two_segments_belongs_to_the_first(empty: Project) -> None:
    """Segments stay apart when a replacement reaches over their bounds; each is coded as what it is in the original."""
    ids = fill(empty, transcript("X", "How", "I know Mary St. Clair well. She is kind"))
    lens = Lens(empty, empty.coder("Ann"))
    text = lens.transcript(ids["X"]).text
    with transaction(empty.conn) as conn:
        made = Pseudonym(pseudonyms.make(conn, FindKind.PERSON, "[Person A]").id, FindKind.PERSON, "[Person A]")
    replace_words(empty, ids["X"], in_text(text, "Mary St. Clair")[0], made)
    lens.look_again(ids["X"])
    shown = lens.transcript(ids["X"])
    mine = [s.span for s in shown.segments if s.turn == 1]
    assert [s.of(shown.text).strip() for s in mine] == ["I know [Person A]", "well.", "She is kind."]
    for number, span in enumerate(mine):
        coding = lens.apply(ids["X"], span, "threats")
        assert (
            said(lens, ids["X"], codings.get(empty.conn, coding.id).span)
            == (
                "I know Mary St.",
                "Clair well.",
                "She is kind.",
            )[number]
        )
        assert coding.span.of(shown.text) == span.of(shown.text).strip()
    assert not any(a.span.overlaps(b.span) for a in lens.codings(ids["X"]) for b in lens.codings(ids["X"]) if a != b)


WORDS = st.lists(st.sampled_from(["a", "Mary", "St.", "🙂", "e\u0301", " ", "\n"]), min_size=1, max_size=40)


@st.composite
def sights(draw: st.DrawFn) -> Sight:
    """Any text cut into segments, two turns, with any words replaced."""
    text = "".join(draw(WORDS))
    offsets = st.integers(0, len(text))
    cuts = sorted({0, len(text), *draw(st.lists(offsets, max_size=6))})
    half = draw(st.sampled_from(cuts))
    pairs = draw(st.lists(st.tuples(offsets, offsets), max_size=4))
    p = project(text, [Replacement(Span(min(x), max(x)), "[x y]") for x in pairs])
    pieces = [Span(a, b) for a, b in pairwise(cuts)]
    turns = (Turn(0, Span(0, half)), Turn(1, Span(half, len(text))))
    original = Transcript(
        "X",
        text,
        (Speaker("I", SpeakerRole.INTERVIEWER), Speaker("P", SpeakerRole.PARTICIPANT)),
        turns,
        Source("x.txt", "", "txt"),
        tuple(Segment(int(s.start >= half), s) for s in pieces),
    )
    return Sight(Showing.PSEUDONYMS, original, p, Lens.seen_through(original, p), "")


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(sights())
def test_segments_and_turns_stay_in_order(sight: Sight) -> None:
    """However words are replaced, shown segments and turns follow one another and lie in their turns."""
    shown = sight.transcript
    spans = [s.span for s in shown.segments]
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert all(shown.turns[s.turn].span.covers(s.span) for s in shown.segments)
    assert "".join(t.span.of(shown.text) for t in shown.turns) == shown.text == sight.projection.text


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(sights(), st.data())
def test_what_is_shown_means_itself(sight: Sight, data: st.DataObject) -> None:
    """A coding that cuts no name and is coded again where it is shown is the same coding.

    What is shown as one segment means that segment, also where a name that reaches over its bound is shown there.
    """
    offsets = st.integers(0, len(sight.original.text))
    one, other = data.draw(offsets), data.draw(offsets)
    span = trim(sight.original.text, Span(min(one, other), max(one, other)))
    again = sight.meant(sight.shown(span))
    segments = [s.span for s in sight.original.segments]
    if span and sight.projection.grown(span) == span:
        parted = [s for s in segments if sight.projection.grown(s) != s]
        assert again == span or again in parted or (again in segments and trim(sight.original.text, again) == span)
