"""The themes that a coder puts under digits."""

from __future__ import annotations

from rrt_qual.domain.coding import Coding
from rrt_qual.services.coding.session import CodingSession
from rrt_qual.services.shared.project import Project


def test_a_pin_stays_until_it_is_moved_and_no_row_is_deleted(project: Project) -> None:
    """A digit has one theme, a theme one digit; what was there before is retired, and each coder has their own."""
    ann, bob = (CodingSession(project, project.coder(name)) for name in ("Ann", "Bob"))
    ann.pin({5: "jokes", 6: "blame"})
    ann.pin({5: "blame"})
    assert ann.pins() == {5: "blame"} and bob.pins() == {}
    ann.pin({5: "blame"})
    ann.pin({5: None})
    assert ann.pins() == {}
    rows = project.conn.execute("SELECT COUNT(*), COUNT(retired_at) FROM pinned_theme").fetchone()
    assert tuple(rows) == (3, 3), "setting again what is set makes no row"


def test_undo_passes_over_pins(project: Project, ids: dict[str, str]) -> None:
    """Pinning is a setting that the log shows; z takes the coding back that was made before it."""
    ann = CodingSession(project, project.coder("Ann"))
    coding: Coding = ann.apply(ids["A"], ann.transcript(ids["A"]).segments[1].span, "jokes")
    ann.pin({7: "jokes"})
    undone = ann.undo()
    assert undone is not None and undone.label == "code jokes" and coding.theme == "jokes"
    assert ann.pins() == {7: "jokes"}
    logged = project.conn.execute("SELECT kind, label FROM change WHERE entity = 'pinned_theme'").fetchone()
    assert tuple(logged) == ("log", "digits: 7 jokes")
