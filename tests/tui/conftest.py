"""Projects to look at, and what every test of a screen needs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from fake_engine import FakeEngine

from rrt_qual.domain.codebook import Domain, Example, Stance, Theme
from rrt_qual.services.coding.session import CodingSession
from rrt_qual.services.shared.project import Project, create
from rrt_qual.store.figures import frequencies
from rrt_qual.store.file.connection import transaction
from rrt_qual.store.interviews import interviews
from small_project import CODEBOOK, fill, transcript

#: Theme, stance and number of the participant's segment, by coder and interview.
CODINGS = {
    ("Ann", "A"): [("colleagues", Stance.STRENGTH, 0), ("jokes", Stance.STRENGTH, 1), ("visits", Stance.RISK, 2)],
    ("Ann", "B"): [("threats", Stance.RISK, 0), ("blame", Stance.RISK, 2), ("blame", Stance.SOLUTION, 1)],
    ("Bob", "A"): [("colleagues", Stance.RISK, 0)],
    ("Bob", "C"): [("visits", Stance.UNSPECIFIED, 1)],
}


@pytest.fixture(autouse=True)
def no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test of a screen loads a language model unless it says so: nothing is suggested."""
    monkeypatch.setattr("rrt_qual.tui.app.open_engine", FakeEngine().open_)


@pytest.fixture
def coded(project: Project, ids: dict[str, str]) -> Project:
    """Three interviews with attributes, coded by Ann and Bob; A is done by Ann, B has memos by both."""
    from rrt_qual.domain.coding import MemoTarget
    from rrt_qual.domain.interview import SpeakerRole

    with transaction(project.conn) as conn:
        for name, role in (("A", "Social worker"), ("B", "Manager"), ("C", "Social worker")):
            interviews.set_attributes(conn, ids[name], {"role": role, "team": "North"})
        frequencies.rebuild(conn)
    for (coder, name), found in CODINGS.items():
        session = CodingSession(project, project.coder(coder))
        text = session.transcript(ids[name])
        theirs = [s for s in text.segments if text.role_of(text.turns[s.turn]) is SpeakerRole.PARTICIPANT]
        for theme, stance, number in found:
            session.apply(ids[name], theirs[number].span, theme, stance)
    for coder in ("Ann", "Bob"):
        session = CodingSession(project, project.coder(coder))
        session.set_memo(MemoTarget.INTERVIEW, ids["B"], f"{coder} thinks [b]so[/b].", ids["B"])
    CodingSession(project, project.coder("Ann")).set_done(ids["A"], True)
    return project


@pytest.fixture
def marked(tmp_path: Path) -> Project:
    """Names that would be markup, or would be obeyed by a terminal, if anything took them at their word."""
    pay = Theme(
        "pay",
        "[b]Pay[/b]",
        "#0072b2",
        "What [red]one[/red] earns.",
        use_when="Money. Not jokes (use jokes).",
        examples=(Example("They [i]underpay[/i] us", Stance.RISK),),
        indicator="safety",
    )
    codebook = replace(
        CODEBOOK,
        themes=(pay, *CODEBOOK.themes),
        domains=(Domain("safe", "I feel [u]safe[/u]", "#0072b2"), CODEBOOK.domains[1]),
    )
    project = create(
        tmp_path / "marked.rrtq", codebook=codebook, content="m", source_name="m.yaml", name="[b]Study[/b]"
    )
    ids = fill(project, transcript("[b]x[/b]", "How", "They [b]pay\x1b[31m[/b] well. Nothing else"))
    session = CodingSession(project, project.coder("[i]Ann[/i]"))
    for segment in session.transcript(ids["[b]x[/b]"]).segments[1:2]:
        session.apply(ids["[b]x[/b]"], segment.span, "pay", Stance.RISK)
    return project


@pytest.fixture
def many(empty: Project) -> Callable[[int], Project]:
    """Puts so many interviews into a project: `many(1200)`."""

    def put(number: int) -> Project:
        fill(empty, *(transcript(f"T{n:04d}", "How", f"It is number {n}. Fine") for n in range(number)))
        return empty

    return put
