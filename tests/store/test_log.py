"""What is read back from the change log besides undo: the list of acts, files that hold words, who codes blind."""

from __future__ import annotations

import sqlite3

from rrt_qual.services.shared.project import Project
from rrt_qual.store.file.connection import transaction
from rrt_qual.store.project import changes
from rrt_qual.store.project.changes import Act, Change


def log(conn: sqlite3.Connection, label: str, *rows: Change, coder: str | None = None, kind: str = "log") -> str:
    """One act in the log; its id."""
    with transaction(conn):
        return changes.record(conn, label=label, coder_id=coder, changes=list(rows), kind=kind)


def test_an_act_is_read_back_as_it_was_written(project: Project, ids: dict[str, str]) -> None:
    """Rows come back in their order, with what was there before and after; words stand in the file as they are."""
    ama = project.coder("Ama").id
    rows = (
        Change("memo", "m2", ids["A"], None, {"text": "Zoë's 🙂", "n": 1}),
        Change("memo", "m1", None, {"text": "Zoë"}, None),
    )
    act_id = log(project.conn, "memo", *rows, coder=ama)
    assert changes.act(project.conn, act_id) == Act(act_id, "memo", ama, rows)
    # what is to be erased is looked for by its words
    found = project.conn.execute("SELECT COUNT(*) FROM change WHERE after LIKE '%Zoë''s 🙂%'").fetchone()
    assert found[0] == 1


def test_acts_are_listed_newest_first_with_their_one_interview(project: Project, ids: dict[str, str]) -> None:
    """An act is one line however many rows it changed; an interview is named when the act is about that one alone."""
    ama, before = project.coder("Ama").id, len(changes.acts(project.conn, None))
    log(project.conn, "one", *(Change("coding", c, ids["A"], None, {}) for c in "xyz"), coder=ama, kind="do")
    log(project.conn, "two", *(Change("coding", n, ids[n], None, {}) for n in "AB"), kind="undo")
    log(project.conn, "none", Change("setting", "s", None, {}, {}))
    listed = changes.acts(project.conn, 3)
    assert [(e.kind, e.label, e.coder, e.interview, e.rows) for e in listed] == [
        ("log", "none", "", "", 1),
        ("undo", "two", "", "", 2),
        ("do", "one", "Ama", "A", 3),
    ]
    assert len(changes.acts(project.conn, None)) == before + 3 == len(changes.acts(project.conn))


def test_files_that_hold_words_are_named_once_by_their_latest_line(project: Project) -> None:
    """Exports and keys are listed in the order of their first line, with the latest; acts and other lines are not."""
    conn = project.conn
    log(conn, "export begun", Change("export", "e1", None, None, {"file": "a.csv"}))
    log(conn, "key out", Change("key", "k", None, None, {"file": "study.key"}))
    log(conn, "export", Change("export", "e2", None, None, {"file": "a.csv"}))
    log(conn, "no file", Change("export", "e3", None, None, {"file": ""}), Change("export", "e4", None, None, {"n": 1}))
    log(conn, "not a file", Change("setting", "s", None, None, {"file": "other.csv"}))
    log(conn, "an act", Change("export", "e5", None, None, {"file": "act.csv"}), kind="do")
    assert [(name, label) for name, label, _ in changes.files(conn)] == [("a.csv", "export"), ("study.key", "key out")]


def test_what_is_hidden_from_a_coder_is_what_their_log_said_last(project: Project) -> None:
    """Blind coding goes by each coder's latest line about it, whatever else is in the log; shown again is nothing."""
    conn, ama, ben = project.conn, project.coder("Ama").id, project.coder("Ben").id
    hidden = {"blind": True, "hidden": ["suggestions", "codings of others"]}
    shown = {"blind": False, "shown": ["suggestions"]}
    assert changes.last_blind(conn, ama) == []
    log(conn, "blind on", Change("coder", ama, None, None, hidden), coder=ama)
    log(conn, "blind off", Change("coder", ben, None, None, hidden), coder=ben)
    log(conn, "blind off", Change("coder", ben, None, None, shown), coder=ben)
    log(conn, "renamed", Change("coder", ama, None, None, {"name": "Amy"}), coder=ama)
    log(conn, "another thing", Change("setting", ama, None, None, shown), coder=ama)
    log(conn, "an act", Change("coder", ama, None, None, shown), coder=ama, kind="do")
    assert changes.last_blind(conn, ama) == hidden["hidden"]
    assert changes.last_blind(conn, ben) == []
    log(conn, "blind off", Change("coder", ama, None, None, shown), coder=ama)
    assert changes.last_blind(conn, ama) == []
