"""Whatever reviewers decide, in whatever order: replacements stand apart, the key is whole, all can be taken back."""

from __future__ import annotations

import contextlib
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from reviewed import REAL, log_text, searched, state
from rrt_qual.domain.confidentiality.names import form_key
from rrt_qual.domain.confidentiality.overlay import Projection
from rrt_qual.domain.confidentiality.privacy import Find, FindKind, Status
from rrt_qual.domain.errors import Conflict, UsageError
from rrt_qual.domain.spans import Span
from rrt_qual.privacy.hide.pseudonyms import UNKEYED
from rrt_qual.services.confidentiality.review import Item, Review, replace_all
from rrt_qual.services.shared.project import create, open_project
from rrt_qual.store.confidentiality import findings, pseudonyms
from rrt_qual.store.file.connection import transaction
from rrt_qual.store.interviews import originals
from small_project import CODEBOOK

which = st.integers(0, 30)
spans = st.tuples(st.integers(0, 60), st.integers(1, 18)).map(lambda p: Span(p[0], p[0] + p[1]))
names = st.sampled_from(("R1", "R2", "R3"))
labels = st.sampled_from(("", "Manager", "Neighbour", "Dog [x", "Team 2"))


class Reviewers(RuleBasedStateMachine):
    """Two people review one project, each with their own undo."""

    CODERS: tuple[str, ...] = ("Ama", "Ben")

    @initialize()
    def begin(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "r.rrtq"
        self.project = create(self.path, codebook=CODEBOOK, content="s", source_name="s.yaml", name="Reviews")
        self.ids = searched(self.project)
        self.open()
        self.start = state(self.project)

    def open(self) -> None:
        self.project.conn.execute("PRAGMA synchronous = OFF")
        self.reviews = [Review(self.project, self.project.coder(name)) for name in self.CODERS]

    def pick(self, who: int, name: str, n: int) -> tuple[Review, Item | None]:
        review = self.reviews[who % len(self.reviews)]
        items = review.items(self.ids[name])
        return review, items[n % len(items)] if items else None

    @rule(who=which, name=names, n=which, act=st.sampled_from(("accept", "keep", "reopen", "everywhere")))
    def decide(self, who: int, name: str, n: int, act: str) -> None:
        review, item = self.pick(who, name, n)
        if item:
            with contextlib.suppress(Conflict):
                getattr(review, act)(item.finding)

    @rule(who=which, name=names, n=which, label=labels, to=which, kind=st.sampled_from((None, *FindKind)))
    def change(self, who: int, name: str, n: int, label: str, to: int, kind: FindKind | None) -> None:
        review, item = self.pick(who, name, n)
        there = review.pseudonyms(self.ids[name])
        if item:
            with contextlib.suppress(Conflict, UsageError):
                chosen = there[to].pseudonym.id if to < len(there) else ""
                review.change(item.finding, to=chosen, label=label, kind=kind)

    @rule(who=which, name=names, n=which, label=labels)
    def name(self, who: int, name: str, n: int, label: str) -> None:
        review, item = self.pick(who, name, n)
        if item:
            with contextlib.suppress(Conflict, UsageError):
                review.change(item.finding, name=label or "Someone")

    @rule(who=which, name=names, span=spans, kind=st.sampled_from(FindKind))
    def mark(self, who: int, name: str, span: Span, kind: FindKind) -> None:
        review, _ = self.pick(who, name, 0)
        with contextlib.suppress(Conflict, UsageError):
            review.mark(self.ids[name], span, kind)

    @rule(who=which, name=names, n=which, span=spans)
    def bounds(self, who: int, name: str, n: int, span: Span) -> None:
        review, item = self.pick(who, name, n)
        if item:
            with contextlib.suppress(Conflict, UsageError):
                review.bounds(item.finding, span)

    @rule(who=which, name=names, n=which, kind=st.sampled_from(FindKind))
    def kind(self, who: int, name: str, n: int, kind: FindKind) -> None:
        review, item = self.pick(who, name, n)
        if item:
            review.set_kind(item.finding, kind)

    @rule(who=which)
    def all_of_them(self, who: int) -> None:
        replace_all(self.project, self.reviews[who % len(self.reviews)].coder, min_likelihood=0.9)

    @rule(who=which)
    def undo(self, who: int) -> None:
        with contextlib.suppress(Conflict):
            self.reviews[who % len(self.reviews)].undo()

    @rule(who=which)
    def redo(self, who: int) -> None:
        with contextlib.suppress(Conflict):
            self.reviews[who % len(self.reviews)].redo()

    @rule()
    def restart(self) -> None:
        self.project.close_all()
        self.project = open_project(self.path)
        self.open()

    @invariant()
    def replacements_stand_apart(self) -> None:
        if hasattr(self, "ids"):
            for interview_id, found in findings.replacements(self.project.conn).items():
                Projection(originals.load_text(self.project.conn, interview_id), tuple(found))

    @invariant()
    def the_key_is_whole(self) -> None:
        """Every replacement has a pseudonym that is there, and the key says what it means."""
        if not hasattr(self, "ids"):
            return
        conn = self.project.conn
        there = {p.id: p for p in pseudonyms.every(conn)}
        forms = {(pid, key) for key, rows in pseudonyms.forms(conn).items() for _, pid in rows}
        texts = {i: text for i, _, text in originals.texts(conn)}
        for f in findings.every(conn, Status.REPLACED):
            assert f.kind is there[f.pseudonym_id].kind
            if f.kind not in UNKEYED and form_key(f.span.of(texts[f.interview_id])):
                assert (f.pseudonym_id, form_key(f.span.of(texts[f.interview_id]))) in forms
        named = [p.name.casefold() for p in there.values()]
        assert len(named) == len(set(named))

    @invariant()
    def the_log_has_no_words(self) -> None:
        if hasattr(self, "ids"):
            logged = log_text(self.project)
            assert not [word for word in REAL if word in logged]

    def teardown(self) -> None:
        if hasattr(self, "project"):
            self.project.close_all()
            self.folder.cleanup()


class OneReviewer(Reviewers):
    """One person alone, who can always go back to where they began."""

    CODERS = ("Ama",)

    @rule()
    def undo_and_redo(self) -> None:
        before = state(self.project)
        if self.reviews[0].undo():
            assert self.reviews[0].redo() is not None
        assert state(self.project) == before

    def teardown(self) -> None:
        if hasattr(self, "project"):
            while self.reviews[0].undo():
                pass
            assert state(self.project) == self.start
        super().teardown()


_SETTINGS = settings(max_examples=12, stateful_step_count=20, deadline=None,
                     suppress_health_check=[HealthCheck.too_slow])  # fmt: skip
TestReviewers = Reviewers.TestCase
TestReviewers.settings = _SETTINGS
TestOneReviewer = OneReviewer.TestCase
TestOneReviewer.settings = _SETTINGS


def test_a_search_after_an_undo_leaves_what_was_decided(empty: object) -> None:
    """A new search between decisions takes nothing back; only open finds that are not found again go."""
    from rrt_qual.services.shared.project import Project

    assert isinstance(empty, Project)
    ids = searched(empty)
    review = Review(empty, empty.coder("Ama"))
    first, second = review.items(ids["R1"])[:2]
    review.accept(first.finding)
    review.keep(second.finding)
    with transaction(empty.conn) as conn:
        again = [
            Find(first.finding.span, FindKind.PERSON, 0.8, "model", "A name."),
            Find(second.finding.span, FindKind.PERSON, 0.8, "model", "A name."),
        ]
        assert findings.scanned(conn, ids["R1"], "f2", again) == 0
    left = {(i.words, i.finding.status) for i in review.items(ids["R1"])}
    assert left == {("Lesley Tranter", Status.REPLACED), ("Lesley", Status.KEPT)}
    review.undo()
    review.undo()
    assert {i.finding.status for i in review.items(ids["R1"])} == {Status.OPEN}
