"""Survey scores and workforce figures in a project, and the joint display."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from evidence_project import say
from rrt_qual.domain.errors import FileFault, NotFound, UsageError
from rrt_qual.domain.report.evidence import JointAgreement, JointRow, Rating
from rrt_qual.domain.report.survey import WorkforceFigure
from rrt_qual.services.figures import survey as service
from rrt_qual.services.shared.project import Project
from rrt_qual.store.figures import survey as stored
from rrt_qual.store.project import changes


@pytest.fixture
def scores(tmp_path: Path) -> Callable[..., Path]:
    """Makes a file of scores of rows under 'indicator,wave,group,n,score,rating'."""

    def make(*rows: str, name: str = "scores.csv") -> Path:
        path = tmp_path / name
        path.write_text("\n".join(["indicator,wave,group,n,score,rating", *rows]) + "\n", encoding="utf-8")
        return path

    return make


def joint(project: Project, wave: str | None = None) -> dict[tuple[str, str], JointRow]:
    """The joint display by wave and indicator."""
    return {(row.wave, row.indicator): row for row in service.joint(project, wave)}


def test_the_same_file_twice_changes_nothing(empty: Project, scores: Callable[..., Path]) -> None:
    """A second time everything is there already, and the log says nothing; a changed row replaces the old one."""
    path = scores("safety,2026,,84,2.9,", "culture,2026,All staff,84,3.1,amber", "team,2026,North,20,4,")
    first = service.import_scores(empty, path)
    assert (first.added, first.replaced, first.same, first.skipped) == (3, 0, 0, ())
    before = len(changes.acts(empty.conn))
    again = service.import_scores(empty, path)
    assert (again.added, again.replaced, again.same) == (0, 0, 3) and len(changes.acts(empty.conn)) == before
    report = service.import_scores(empty, scores("safety,2026,,90,3.9,", name="newer.csv"))
    assert (report.added, report.replaced) == (0, 1)
    assert {(s.indicator, s.group): s.n for s in stored.scores(empty.conn)} == {
        ("safety", ""): 90,
        ("culture", ""): 84,
        ("team", "North"): 20,
    }


def test_indicators_by_name_and_unknown_ones(empty: Project, scores: Callable[..., Path]) -> None:
    """Names stand for ids whatever their case, marks or number; what is unknown is listed with its line and a guess."""
    path = scores(
        "PHYSICAL  safety,2026,,84,2,", "2. Just-Culture,2026,,84,2,", "Physcal safety,2026,,1,2,", "Zzz,2026,,1,2,"
    )
    report = service.import_scores(empty, path)
    assert [s.indicator for s in stored.scores(empty.conn)] == ["culture", "safety"]
    (line4, why4), (line5, why5) = report.skipped
    assert (line4, line5) == (4, 5) and "did you mean 'Physical safety'?" in why4 and "did you mean" not in why5


def test_contradicting_rows_change_nothing(empty: Project, scores: Callable[..., Path]) -> None:
    """Two rows about the same that differ are named with their lines; two that are the same count once."""
    with pytest.raises(FileFault, match="lines 2 and 3 contradict one another about safety, 2026"):
        service.import_scores(empty, scores("safety,2026,,84,2,", "Physical safety,2026,,84,3,"))
    assert stored.scores(empty.conn) == []
    assert service.import_scores(empty, scores("safety,2026,,84,2,", "safety,2026,,84,2,")).added == 1


def test_waves_that_are_named_elsewhere(empty: Project, scores: Callable[..., Path]) -> None:
    """Rows without a wave take the one that is given; a wave without interviews is told."""
    report = service.import_scores(empty, scores("safety,,,84,2,", "team,2025,,84,2,"), wave="2026")
    assert {s.wave for s in stored.scores(empty.conn)} == {"2025", "2026"}
    assert any("no interviews of wave '2025'" in w for w in report.warnings)


def test_joint_display(empty: Project, scores: Callable[..., Path]) -> None:
    """Score and rating stand beside the interviews' of the same wave; groups of staff are left out of it."""
    say(empty, {f"N{n}": ("-visits", "+colleagues") for n in range(8)})
    say(empty, {f"O{n}": ("+visits",) for n in range(6)}, wave="2025")
    path = scores(
        *("safety,2026,,84,1.5,", "safety,2026,North,9,5,", "safety,2025,,80,1.5,", "team,2026,,84,4.5,"),
        "culture,2026,,84,,amber",
    )
    service.import_scores(empty, path)
    found = joint(empty)
    assert list(found) == [(w, i) for w in ("2025", "2026") for i in ("safety", "culture", "team")]
    safety = found["2026", "safety"]
    assert (safety.survey_n, safety.survey_score, safety.survey_rating) == (84, 1.5, Rating.RED)
    assert safety.interviews.wave == "2026" and safety.interviews.risk.n == 8
    assert safety.agreement is JointAgreement.EXPLAIN and "8 of 8 interviews" in safety.because
    assert found["2025", "safety"].agreement is JointAgreement.CONTRADICT
    assert found["2026", "team"].agreement is JointAgreement.AGREE
    assert found["2026", "culture"].agreement is JointAgreement.SILENT
    assert found["2025", "team"].survey_n is None and found["2025", "team"].agreement is JointAgreement.SILENT
    assert list(joint(empty, "2025")) == [("2025", i) for i in ("safety", "culture", "team")]
    with pytest.raises(NotFound):
        service.joint(empty, "1999")


def test_joint_display_without_one_of_the_two(empty: Project, scores: Callable[..., Path]) -> None:
    """Without scores every indicator is silent; so is a wave that the survey has and the interviews have not."""
    assert {r.agreement for r in service.joint(empty)} == {JointAgreement.SILENT}
    assert [r.wave for r in service.joint(empty)] == ["", "", ""]
    service.import_scores(empty, scores("safety,2027,,84,1.5,"))
    (row,) = [r for r in service.joint(empty, "2027") if r.survey_n]
    assert row.agreement is JointAgreement.SILENT and row.interviews.any.base == 0


def test_scores_without_a_wave_stand_beside_all(empty: Project, scores: Callable[..., Path]) -> None:
    """A survey that names no wave is set beside the interviews of all waves."""
    say(empty, {f"N{n}": ("-visits",) for n in range(3)})
    say(empty, {f"O{n}": ("-visits",) for n in range(3)}, wave="2025")
    service.import_scores(empty, scores("safety,,,84,1.5,"))
    row = joint(empty)["", "safety"]
    assert row.interviews.risk.n == 6 and row.agreement is JointAgreement.EXPLAIN


def test_scale_is_the_projects_own(empty: Project, scores: Callable[..., Path]) -> None:
    """Scores off the scale are told; with the right scale they get their rating."""
    report = service.import_scores(empty, scores("safety,2026,,84,62,"))
    assert any("outside 1 to 5" in w for w in report.warnings)
    assert joint(empty)["2026", "safety"].survey_rating is None
    service.set_rule(empty, {"worst": 0, "best": 100})
    assert joint(empty)["2026", "safety"].survey_rating is Rating.AMBER
    assert changes.acts(empty.conn, 1)[0].label == "rule of the survey"
    with pytest.raises(UsageError):
        service.set_rule(empty, {"worst": 100})


def test_workforce_figures(empty: Project, tmp_path: Path) -> None:
    """Workforce figures are kept by measure, wave and group, and told again by wave."""
    path = tmp_path / "workforce.csv"
    path.write_text("measure,wave,value\nturnover,2025,14.2 %\nturnover,2026,12 %\n", encoding="utf-8")
    assert service.import_workforce(empty, path).added == 2
    assert service.import_workforce(empty, path).same == 2
    assert service.workforce(empty, "2026") == [WorkforceFigure("turnover", "2026", "", 12, "%")]
    path.write_text("measure,value\nturnover,1\nturnover,2\n", encoding="utf-8")
    with pytest.raises(FileFault, match="contradict"):
        service.import_workforce(empty, path)
