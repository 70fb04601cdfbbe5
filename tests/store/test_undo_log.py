"""Undo and redo as the log has them: whose act clears what, over restarts, and what is never offered."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from rrt_qual.domain.codebook import Stance
from rrt_qual.domain.coding import MemoTarget
from rrt_qual.domain.errors import Conflict
from rrt_qual.domain.spans import Span
from rrt_qual.services.coding.session import CodingSession
from rrt_qual.services.shared.project import Project, open_project
from rrt_qual.store import undo
from rrt_qual.store.coding import codings
from rrt_qual.store.file.connection import transaction
from rrt_qual.store.project import changes
from rrt_qual.store.project.changes import Change

#: What a coder may do, each a new act: session, interview id, id of a coding of theirs that stands.
Act = Callable[[CodingSession, str, str], object]
ACTS: dict[str, Act] = {
    "a coding": lambda s, i, c: s.apply(i, Span(20, 30), "jokes"),
    "a stance": lambda s, i, c: s.set_stance([c], Stance.SOLUTION),
    "bounds": lambda s, i, c: s.set_span(c, Span(0, 14)),
    "a theme": lambda s, i, c: s.set_theme(c, "jokes"),
    "a removal": lambda s, i, c: s.remove([c]),
    "a memo": lambda s, i, c: s.set_memo(MemoTarget.INTERVIEW, i, "a note", i),
    "done": lambda s, i, c: s.set_done(i, True),
}


def session(project: Project, name: str = "Ama") -> CodingSession:
    """One coder at work."""
    return CodingSession(project, project.coder(name))


def restarted(project: Project) -> Project:
    """The same file, opened again."""
    project.close_all()
    return open_project(project.path)


def themes(project: Project, interview_id: str) -> list[str]:
    """What stands on an interview."""
    return [c.theme for c in codings.of_interview(project.conn, interview_id)]


@pytest.mark.parametrize("restart", [False, True], ids=["at once", "after a restart"])
@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_a_new_act_ends_redo(project: Project, ids: dict[str, str], act: Act, restart: bool) -> None:
    """What was taken back is not offered again once the same coder has done anything new, tomorrow included."""
    ama = session(project)
    kept = ama.apply(ids["A"], Span(0, 10), "threats")
    ama.apply(ids["A"], Span(0, 20), "visits")
    ama.apply(ids["B"], Span(0, 20), "blame")
    assert ama.undo() and ama.undo()
    assert changes.redoable(project.conn, ama.coder.id) is not None
    act(ama, ids["A"], kept.id)
    if restart:
        project = restarted(project)
        ama = session(project)
    stands = themes(project, ids["A"]), themes(project, ids["B"])
    assert changes.redoable(project.conn, ama.coder.id) is None
    assert undo.redo(project.conn, ama.coder.id) is None
    assert ama.redo() is None
    assert (themes(project, ids["A"]), themes(project, ids["B"])) == stands


@pytest.mark.parametrize("restart", [False, True], ids=["at once", "after a restart"])
@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_another_coder_s_act_leaves_redo(project: Project, ids: dict[str, str], act: Act, restart: bool) -> None:
    """Redo is each coder's own: what a colleague does meanwhile neither ends it nor is done by it."""
    ama, ben = session(project), session(project, "Ben")
    first = ama.apply(ids["A"], Span(0, 10), "threats")
    theirs = ben.apply(ids["A"], Span(0, 10), "threats")
    assert ama.undo()
    act(ben, ids["A"], theirs.id)
    if restart:
        project = restarted(project)
        ama, ben = session(project), session(project, "Ben")
    assert ben.redo() is None
    again = ama.redo()
    assert again is not None and again.label == "code threats"
    assert [c.id for c in ama.codings(ids["A"], mine=True)] == [first.id]
    assert ama.redo() is None


def test_redo_goes_back_the_way_that_undo_came(project: Project, ids: dict[str, str]) -> None:
    """Acts that were taken back are done again latest taken back first, each once, with steps of undo between."""
    ama = session(project)
    for theme in ("threats", "visits", "blame"):
        ama.apply(ids["A"], Span(0, 10), theme)
    undone = [act.label for act in iter(lambda: undo.undo(project.conn, ama.coder.id), None)]
    assert undone == ["code blame", "code visits", "code threats"]
    assert ama.undo() is None
    steps = []
    for step in (ama.redo, ama.redo, ama.undo, ama.redo, ama.redo, ama.redo):
        done = step()
        steps.append(done.label if done else None)
    assert steps == ["code threats", "code visits", "code visits", "code visits", "code blame", None]
    assert sorted(themes(project, ids["A"])) == ["blame", "threats", "visits"]


def test_after_a_new_act_undo_takes_back_that_one_and_then_what_stood(project: Project, ids: dict[str, str]) -> None:
    """What was taken back before a new act is passed over: undo goes from the new act to the one before it."""
    ama = session(project)
    for theme in ("threats", "visits"):
        ama.apply(ids["A"], Span(0, 10), theme)
    ama.undo()
    ama.apply(ids["A"], Span(0, 10), "jokes")
    labels = [done.label for done in iter(ama.undo, None)]
    assert labels == ["code jokes", "code threats"]
    assert [done.label for done in iter(ama.redo, None)] == ["code threats", "code jokes"]


def test_what_is_only_written_down_neither_ends_redo_nor_is_undone(project: Project, ids: dict[str, str]) -> None:
    """An import or an export in the log is no act of the coder's: undo and redo stand as they did."""
    ama = session(project)
    ama.apply(ids["A"], Span(0, 10), "threats")
    ama.apply(ids["A"], Span(0, 10), "visits")
    ama.undo()
    with transaction(project.conn) as conn:
        note = [Change("export", "x", None, None, {"file": "out.csv"})]
        changes.record(conn, label="export", coder_id=ama.coder.id, changes=note, kind="log")
    for step, label in ((ama.redo, "code visits"), (ama.undo, "code visits"), (ama.undo, "code threats")):
        done = step()
        assert done is not None and done.label == label


def test_an_act_that_fails_ends_nothing(project: Project, ids: dict[str, str]) -> None:
    """An act that is refused is not in the log, so that redo is offered as before."""
    ama = session(project)
    ama.apply(ids["A"], Span(0, 10), "threats")
    ama.apply(ids["A"], Span(0, 20), "visits")
    ama.undo()
    with pytest.raises(Conflict):
        ama.apply(ids["A"], Span(0, 10), "threats")
    assert (done := ama.redo()) is not None and done.label == "code visits"


def test_undo_of_many_rows_brings_all_back_in_their_order(project: Project, ids: dict[str, str]) -> None:
    """An act on several codings is taken back and done again whole, and is one step."""
    ama = session(project)
    made = [ama.apply(ids["A"], Span(0, n), "threats").id for n in (10, 20, 30)]
    ama.set_stance(made, Stance.RISK)
    ama.remove(made)
    assert themes(project, ids["A"]) == []
    assert (done := ama.undo()) is not None and done.interview_id == ids["A"]
    assert [c.stance for c in ama.codings(ids["A"])] == [Stance.RISK] * 3
    ama.undo()
    assert {c.stance for c in ama.codings(ids["A"])} == {Stance.UNSPECIFIED}
    ama.redo()
    ama.redo()
    assert ama.codings(ids["A"]) == []


def test_undo_is_refused_when_the_coding_was_changed_since(project: Project, ids: dict[str, str]) -> None:
    """A coding that something else has changed since is left as it is, and it is said; nothing is half done."""
    ama = session(project)
    one, two = (ama.apply(ids["A"], Span(0, n), "threats") for n in (10, 20))
    ama.set_stance([one.id, two.id], Stance.RISK)
    project.conn.execute("UPDATE coding SET stance = 'solution' WHERE id = ?", (one.id,))
    with pytest.raises(Conflict, match="changed since"):
        ama.undo()
    assert [c.stance for c in ama.codings(ids["A"])] == [Stance.SOLUTION, Stance.RISK]
    project.conn.execute("UPDATE coding SET stance = 'risk' WHERE id = ?", (one.id,))
    assert ama.undo() is not None
    assert {c.stance for c in ama.codings(ids["A"])} == {Stance.UNSPECIFIED}
