"""Whatever two coders do, in whatever order, the counts agree with the codings and everything can be undone."""

from __future__ import annotations

import contextlib
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from rrt_qual.domain.codebook import Stance
from rrt_qual.domain.coding import MemoTarget
from rrt_qual.domain.errors import Conflict, UsageError
from rrt_qual.domain.spans import Span
from rrt_qual.services.coding.session import CodingSession
from rrt_qual.services.shared.project import Project, create, open_project
from rrt_qual.store import checks
from rrt_qual.store.coding import progress
from small_project import CODEBOOK, INTERVIEWS, THEMES, fill

CODERS = ("Ama", "Ben")
NAMES = tuple(t.name for t in INTERVIEWS)
SHORTEST = min(len(t.text) for t in INTERVIEWS)

spans = st.tuples(st.integers(0, SHORTEST), st.integers(0, SHORTEST)).map(lambda pair: Span(min(pair), max(pair)))


def state(project: Project) -> tuple[object, ...]:
    """Everything that acts can change, read back from the file, without times and ids of rows."""
    found = []
    for coder in project.coders():
        session = CodingSession(project, coder)
        for head in session.heads():
            memo = session.memo(MemoTarget.INTERVIEW, head.id)
            codings = tuple(
                (c.id, c.theme, c.span, c.stance, c.origin, c.memo) for c in session.codings(head.id, mine=True)
            )
            if codings or memo or head.done:
                found.append((coder.name, head.name, head.done, memo, codings))
    return tuple(found)


def assert_sound(project: Project) -> None:
    """Counts, bases, progress and all else agree with a recount."""
    conn = project.conn
    findings = [*checks.frequencies(conn), *checks.bases(conn), *checks.copies(conn), *checks.progress_counts(conn)]
    assert [finding.what for finding in findings] == []


class TwoCoders(RuleBasedStateMachine):
    """Two coders at one project, each with their own undo."""

    @initialize()
    def begin(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        path = Path(self.folder.name) / "acts.rrtq"
        self.project = create(path, codebook=CODEBOOK, content="small", source_name="s.yaml", name="Acts")
        self.interviews = fill(self.project, *INTERVIEWS[:2]) | fill(self.project, INTERVIEWS[2], wave="2025")
        self.open()
        self.start = state(self.project)

    def open(self) -> None:
        self.project.conn.execute("PRAGMA synchronous = OFF")  # what is tested is order, not the disk
        self.sessions = {name: CodingSession(self.project, self.project.coder(name)) for name in CODERS}

    def own(self, coder: str, which: int) -> str:
        """The id of one of this coder's codings."""
        mine = [c.id for i in self.interviews.values() for c in self.sessions[coder].codings(i, mine=True)]
        return mine[which % len(mine)] if mine else ""

    @rule(coder=st.sampled_from(CODERS), name=st.sampled_from(NAMES), span=spans, theme=st.sampled_from(THEMES),
          stance=st.sampled_from(Stance))  # fmt: skip
    def apply(self, coder: str, name: str, span: Span, theme: str, stance: Stance) -> None:
        with contextlib.suppress(Conflict, UsageError):
            self.sessions[coder].apply(self.interviews[name], span, theme, stance)

    @rule(coder=st.sampled_from(CODERS), which=st.integers(0, 99), stance=st.sampled_from(Stance))
    def stance(self, coder: str, which: int, stance: Stance) -> None:
        if found := self.own(coder, which):
            self.sessions[coder].set_stance([found], stance)

    @rule(coder=st.sampled_from(CODERS), which=st.integers(0, 99), span=spans)
    def bounds(self, coder: str, which: int, span: Span) -> None:
        if found := self.own(coder, which):
            with contextlib.suppress(Conflict, UsageError):
                self.sessions[coder].set_span(found, span)

    @rule(coder=st.sampled_from(CODERS), which=st.integers(0, 99), theme=st.sampled_from(THEMES))
    def theme(self, coder: str, which: int, theme: str) -> None:
        if found := self.own(coder, which):
            with contextlib.suppress(Conflict):
                self.sessions[coder].set_theme(found, theme)

    @rule(coder=st.sampled_from(CODERS), picks=st.lists(st.integers(0, 99), min_size=1, max_size=3))
    def remove(self, coder: str, picks: list[int]) -> None:
        if found := {self.own(coder, which) for which in picks} - {""}:
            self.sessions[coder].remove(sorted(found))

    @rule(coder=st.sampled_from(CODERS), name=st.sampled_from(NAMES), text=st.sampled_from(("", "a note", "another")))
    def memo(self, coder: str, name: str, text: str) -> None:
        self.sessions[coder].set_memo(MemoTarget.INTERVIEW, self.interviews[name], text, self.interviews[name])

    @rule(coder=st.sampled_from(CODERS), name=st.sampled_from(NAMES), done=st.booleans())
    def done(self, coder: str, name: str, done: bool) -> None:
        self.sessions[coder].set_done(self.interviews[name], done)

    @rule(coder=st.sampled_from(CODERS))
    def undo_and_redo(self, coder: str) -> None:
        before = state(self.project)
        if self.sessions[coder].undo():
            assert self.sessions[coder].redo() is not None
        assert state(self.project) == before

    @rule(coder=st.sampled_from(CODERS))
    def undo(self, coder: str) -> None:
        self.sessions[coder].undo()

    @rule(coder=st.sampled_from(CODERS))
    def redo(self, coder: str) -> None:
        self.sessions[coder].redo()

    @rule()
    def reopen(self) -> None:
        before = state(self.project)
        self.project.close()
        self.project = open_project(self.project.path)
        self.open()
        assert state(self.project) == before

    @precondition(lambda self: hasattr(self, "project"))
    @invariant()
    def counts_agree(self) -> None:
        assert_sound(self.project)

    def teardown(self) -> None:
        if not hasattr(self, "project"):
            return
        self.reopen()
        for session in self.sessions.values():
            while session.undo():
                pass
        assert state(self.project) == self.start
        assert_sound(self.project)
        self.project.close()
        self.folder.cleanup()


TwoCoders.TestCase.settings = settings(
    max_examples=25, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
)
TestTwoCoders = TwoCoders.TestCase
TestTwoCoders.__doc__ = "After every act the counts agree; undoing them all, after reopening, leads back."


def test_undo_all_and_redo_all(project: Project, ids: dict[str, str]) -> None:
    """A run of acts undone to the last and done again leads back to where it ended."""
    ama = CodingSession(project, project.coder("Ama"))
    one = ama.apply(ids["A"], Span(0, 30), "threats", Stance.RISK)
    ama.set_span(one.id, Span(4, 40))
    ama.set_theme(one.id, "jokes")
    ama.set_done(ids["A"], True)
    ama.remove([one.id])
    end, start = state(project), ()
    assert sum(1 for _ in iter(ama.undo, None)) == 5
    assert state(project) == start
    assert sum(1 for _ in iter(ama.redo, None)) == 5
    assert state(project) == end
    assert_sound(project)


def test_coders_undo_their_own_acts(project: Project, ids: dict[str, str]) -> None:
    """Undo takes back what this coder did last, not what somebody else did after that."""
    ama, ben = (CodingSession(project, project.coder(name)) for name in CODERS)
    ama.apply(ids["A"], Span(0, 20), "threats")
    kept = ben.apply(ids["A"], Span(0, 20), "threats")
    ama.undo()
    assert [c.id for c in ben.codings(ids["A"])] == [kept.id]
    assert ama.undo() is None


def test_progress_counts_participant_segments_once(project: Project, ids: dict[str, str]) -> None:
    """A segment that two codings touch counts once, a question of the interviewer never."""
    ama = CodingSession(project, project.coder("Ama"))
    text = ama.transcript(ids["A"]).text
    start = text.index("The team")
    asked = ama.transcript(ids["A"]).segments[0].span
    ama.apply(ids["A"], asked, "jokes")
    assert ama.progress(ids["A"]).coded_segments == 0
    ama.apply(ids["A"], Span(0, start + 8), "threats")
    ama.apply(ids["A"], Span(start, start + 16), "colleagues")
    assert ama.progress(ids["A"]).coded_segments == 1
    assert progress.count_coded_segments(project.conn, ids["A"], ama.coder.id) == 1


def test_each_coder_finds_the_interview_and_the_place_that_they_left(project: Project, ids: dict[str, str]) -> None:
    """The interview that a coder had open last, and where, is their own, and is no other interview's place."""
    ama, ben = (project.coder(name).id for name in CODERS)
    assert progress.last_interview(project.conn, ama) is None
    for name, coder, place in (("A", ama, Span(3, 9)), ("A", ben, Span(1, 2)), ("B", ama, Span(5, 7))):
        progress.save_place(project.conn, ids[name], coder, place)
    assert progress.last_interview(project.conn, ama) == ids["B"]
    assert progress.last_interview(project.conn, ben) == ids["A"]
    places = [progress.of(project.conn, ids[n], c).place for n, c in (("A", ama), ("B", ama), ("A", ben), ("B", ben))]
    assert places == [Span(3, 9), Span(5, 7), Span(1, 2), Span(0, 0)]
