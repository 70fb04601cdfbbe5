"""Codings travel through a file whole; what cannot be placed is listed, what is there is not doubled."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rrt_qual.domain.codebook import Stance
from rrt_qual.domain.coding import Coding, MemoTarget, Origin
from rrt_qual.domain.errors import NotFound, UsageError
from rrt_qual.domain.spans import Span, trim
from rrt_qual.services.coding.files import export_codings, import_codings, rows
from rrt_qual.services.coding.session import CodingSession
from rrt_qual.services.shared.project import Project
from rrt_qual.store import checks
from rrt_qual.store.coding import batches
from rrt_qual.store.interviews import interviews
from rrt_qual.store.project.ids import new_id
from small_project import INTERVIEWS, THEMES

TEXTS = {t.name: t.text for t in INTERVIEWS}


def write(folder: Path, content: str, name: str = "codings.csv") -> Path:
    path = folder / name
    path.write_text(content, encoding="utf-8")
    return path


def sound(project: Project) -> bool:
    """Whether every count agrees with the codings."""
    found = (checks.frequencies, checks.bases, checks.copies, checks.progress_counts, checks.memos, checks.offsets)
    return not any(check(project.conn) for check in found)


def as_json(project: Project) -> list[dict[str, object]]:
    """Every coding of the project as its file would say it, line excepted."""
    return [{f: getattr(r, f) for f in r.__slots__ if f != "line"} for r in rows(project)]


@st.composite
def drawn_codings(draw: st.DrawFn) -> list[tuple[str, str, str, Span, Stance, Origin, str]]:
    """(interview, coder, theme, span, stance, origin, memo), no two of one passage, theme and coder."""
    found = {}
    for _ in range(draw(st.integers(1, 12))):
        name = draw(st.sampled_from(sorted(TEXTS)))
        text = TEXTS[name]
        ends = sorted((draw(st.integers(0, len(text))), draw(st.integers(0, len(text)))))
        span = trim(text, Span(*ends))
        if span:
            theme, coder = draw(st.sampled_from(THEMES)), draw(st.sampled_from(("Ama", "Ben Lee", "=1+1")))
            memo = draw(st.sampled_from(("", "a note", 'two\nlines, "quoted"', "=SUM(A1)", "'- odd 🙂")))
            found[name, coder, theme, span] = (draw(st.sampled_from(Stance)), draw(st.sampled_from(Origin)), memo)
    return [(*key, *value) for key, value in found.items()]


@pytest.mark.parametrize("ending", ["csv", "jsonl"])
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(codings=drawn_codings().filter(bool))
def test_round_trip(
    another: Callable[[str], Project],
    tmp_path: Path,
    ending: str,
    codings: list[tuple[str, str, str, Span, Stance, Origin, str]],
) -> None:
    """What is exported and imported into a project with the same interviews is the same, ids and memos too."""
    mark = new_id()
    first, second = another(f"from-{mark}"), another(f"to-{mark}")
    for one in (first, second):
        one.conn.execute("PRAGMA synchronous = OFF")
    ids = interviews.names(first.conn)
    made = [
        Coding(new_id(), ids[name], theme, first.coder(coder).id, span, stance, origin, memo=memo)
        for name, coder, theme, span, stance, origin, memo in codings
    ]
    batches.put(first.conn, made, label="test")
    path = tmp_path / f"{mark}.{ending}"
    assert export_codings(first, path) == len(made)
    report = import_codings(second, path)
    assert (report.added, report.skipped, report.warnings) == (len(made), [], [])
    assert as_json(second) == as_json(first)
    assert sound(second)
    again = import_codings(second, path)
    assert (again.added, again.recognised, again.skipped) == (0, len(made), [])
    assert as_json(second) == as_json(first)


def test_rows_are_placed_by_words_or_offsets(project: Project, tmp_path: Path) -> None:
    """An interview goes by name or file, a theme by id or name, a passage by offsets or exact words."""
    start = TEXTS["A"].index("We laugh")
    path = write(
        tmp_path,
        "interview,theme,start,end,text,stance,coder\n"
        f"A,jokes,{start},{start + 8},,strength,Ama\n"
        "folder/b.TXT,THREATS,,,He threatened me,risk,ama\n"
        f"C,Just a name,0,4,,,Ama\n"
        "c.txt,colleagues,,,It is quiet here,,\n",
    )
    report = import_codings(project, path, coder="Ben")
    assert report.added == 3 and report.coders == {"Ama": 2, "Ben": 1}
    assert [line for line, _ in report.skipped] == [4]
    session = CodingSession(project, project.coder("Ama"))
    ids = interviews.names(project.conn)
    (threat,) = session.codings(ids["B"])
    assert threat.span.of(TEXTS["B"]) == "He threatened me" and threat.origin is Origin.IMPORTED
    assert sound(project)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("Z,jokes,0,4,,Ama", "no interview 'Z'"),
        ("A,joke,0,4,,Ama", "no theme 'joke'"),
        ("A,jokes,0,4,,", "names no coder"),
        ("A,jokes,0,4,,*", "cannot be called"),
        ("A,jokes,0,99999,,Ama", "does not lie in the text"),
        ("A,jokes,0,4,other words,Ama", "not “other words”"),
        ("C,jokes,,,quiet,Ama", "times in the text"),
        ("C,jokes,,,nowhere,Ama", "not in the text"),
        ("C,jokes,5,,,Ama", "no end"),
    ],
)
def test_what_cannot_be_placed_is_listed(project: Project, tmp_path: Path, row: str, reason: str) -> None:
    """A row that does not say for certain what it means is listed with line and reason, and changes nothing."""
    path = write(tmp_path, f"interview,theme,start,end,text,coder\n{row}\n")
    report = import_codings(project, path)
    assert report.added == 0
    ((line, why),) = report.skipped
    assert line == 2 and reason in why
    assert rows(project) == [] and project.coders() == []


def test_other_stance_is_not_overwritten(project: Project, tmp_path: Path) -> None:
    """The same passage, theme and coder with another stance is told of and left as it is."""
    ama = CodingSession(project, project.coder("Ama"))
    ids = interviews.names(project.conn)
    ama.apply(ids["A"], Span(0, 10), "jokes", Stance.RISK)
    path = write(tmp_path, "interview,theme,start,end,coder,stance\nA,jokes,0,10,Ama,strength\n")
    report = import_codings(project, path)
    assert "as 'risk'" in report.skipped[0][1]
    assert [c.stance for c in ama.codings(ids["A"])] == [Stance.RISK]


def test_removed_coding_does_not_come_back_unasked(project: Project, tmp_path: Path) -> None:
    """A coding that was removed after the export is not brought back by its own file; without its id it is."""
    ama = CodingSession(project, project.coder("Ama"))
    ids = interviews.names(project.conn)
    made = ama.apply(ids["A"], Span(0, 10), "jokes")
    path = tmp_path / "c.jsonl"
    export_codings(project, path)
    ama.remove([made.id])
    assert "removed" in import_codings(project, path).skipped[0][1]
    row = {**json.loads(path.read_text("utf-8")), "id": None}
    assert import_codings(project, write(tmp_path, json.dumps(row), "again.jsonl")).added == 1


def test_import_is_one_act_that_undo_leaves_alone(project: Project, tmp_path: Path) -> None:
    """A file of codings is one line in the log, one transaction, and not undone by a coder's undo."""
    path = write(tmp_path, "interview,theme,start,end,coder\nA,jokes,0,10,Ama\nB,jokes,0,10,Ama\n")
    import_codings(project, path)
    acts = project.conn.execute("SELECT act_id, kind, COUNT(*) AS n FROM change GROUP BY act_id").fetchall()
    assert [(a["kind"], a["n"]) for a in acts] == [("log", 2)]
    assert CodingSession(project, project.coder("Ama")).undo() is None


def test_nothing_comes_in_when_it_fails_half_way(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fault while counting leaves no coding, no coder and no line in the log behind."""
    path = write(tmp_path, "interview,theme,start,end,coder\nA,jokes,0,10,Ama\n")
    monkeypatch.setattr(batches.frequencies, "rebuild", lambda conn: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        import_codings(project, path)
    assert rows(project) == [] and project.coders() == []


def test_memo_of_a_known_coding_is_left_alone(project: Project, tmp_path: Path) -> None:
    """A memo that differs from the one in the project is told of and not taken over."""
    ama = CodingSession(project, project.coder("Ama"))
    ids = interviews.names(project.conn)
    made = ama.apply(ids["A"], Span(0, 10), "jokes")
    ama.set_memo(MemoTarget.CODING, made.id, "mine", ids["A"])
    path = write(tmp_path, "interview,theme,start,end,coder,memo\nA,jokes,0,10,Ama,theirs\n")
    report = import_codings(project, path)
    assert report.recognised == 1 and "memo" in report.warnings[0]
    assert ama.memo(MemoTarget.CODING, made.id) == "mine"


def test_odd_time_is_told_of(project: Project, tmp_path: Path) -> None:
    """A time that is none is replaced by that of the import, with a warning; a good one is kept in UTC."""
    path = write(
        tmp_path,
        "interview,theme,start,end,coder,created_at\nA,jokes,0,10,Ama,yesterday\nB,jokes,0,10,Ama,2025-01-02T03:04:05+02:00\n",
    )
    report = import_codings(project, path)
    assert report.added == 2 and "yesterday" in report.warnings[0]
    assert [r.created_at for r in rows(project) if r.interview == "B"] == ["2025-01-02T01:04:05.000Z"]


def test_export_needs_an_ending_and_a_coder_who_exists(project: Project, tmp_path: Path) -> None:
    """An unknown format or coder is refused and no file is made."""
    with pytest.raises(UsageError):
        export_codings(project, tmp_path / "codings.xlsx")
    with pytest.raises(NotFound):
        export_codings(project, tmp_path / "codings.csv", coder="Nobody")
    assert not list(tmp_path.glob("codings.*"))


def test_export_of_one_coder(project: Project, tmp_path: Path) -> None:
    """With a coder named, the file holds that coder's codings alone."""
    ids = interviews.names(project.conn)
    for name in ("Ama", "Ben"):
        CodingSession(project, project.coder(name)).apply(ids["A"], Span(0, 10), "jokes")
    assert export_codings(project, tmp_path / "ben.jsonl", coder="ben") == 1
    assert json.loads((tmp_path / "ben.jsonl").read_text("utf-8"))["coder"] == "Ben"
