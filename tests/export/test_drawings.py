"""Pictures of a report: the same bytes twice, readable words beside them, names that are only names."""

from __future__ import annotations

import xml.etree.ElementTree as ET

from rrt_qual.domain.codebook import Stance
from rrt_qual.domain.report.evidence import (
    Direction,
    IndicatorRating,
    JointAgreement,
    JointRow,
    Rating,
    Share,
    ShareDifference,
)
from rrt_qual.domain.report.report import Counted, DomainPage, IndicatorPage, Provenance, Report, ThemePage
from rrt_qual.export.pictures import drawings
from small_project import CODEBOOK

HOSTILE = "<script>alert(1)</script> $\\frac{1}{2}$ =cmd() \x1b[2J"


def share(n: int | None) -> Share:
    return Share(n, 10, 0.1, 0.9)


def page(name: str, withheld: bool = False) -> IndicatorPage:
    by_stance = {Stance.RISK: share(None if withheld else 6), Stance.STRENGTH: share(3)}
    counted = Counted("indicator", "x", name, share(None if withheld else 7), by_stance, 9)
    rating = IndicatorRating("x", None, Rating.RED, Rating.RED, "…", share(6), share(3), share(0), share(7))
    joint = JointRow("x", None or "", 80, 2.5, Rating.AMBER, rating, JointAgreement.EXPLAIN, "…")
    worse = ShareDifference("indicator", "x", Stance.RISK, share(2), share(6), 0.4, 0.0, 0.7, 0, Direction.WORSE)
    theme = ThemePage(Counted("theme", "t", name, share(5), {}, 6), "#000", "")
    return IndicatorPage("x", name, "", "d", counted, (theme,), rating, joint=joint, differences=(worse,))


def report(*pages: IndicatorPage, coded: int = 10) -> Report:
    prov = Provenance("P", "1", "B", 1, 1, (), "any", (), "rrt-qual", "2026-01-01T00:00:00Z", coded, 10)
    domain = DomainPage("d", "D", "#000", Counted("domain", "d", "D", share(7), {}, 9), pages)
    return Report(prov, (), (domain,), CODEBOOK, compared=("2025", "2026"))


def test_same_values_same_bytes() -> None:
    """A report made twice must not differ, or nobody can tell what changed."""
    once, twice = (drawings.draw(report(page("Workload"), page("Team"))) for _ in range(2))
    assert [f.name for f in once] == ["indicators", "themes", "joint-display", "waves"]
    assert [(f.png, f.svg) for f in once] == [(f.png, f.svg) for f in twice]


def test_every_picture_is_said_in_words() -> None:
    """Who cannot see a picture reads its figures in the text beside it."""
    for figure in drawings.draw(report(page("Workload"))):
        assert "Workload" in figure.alt and figure.png.startswith(b"\x89PNG")
    assert "risk 6 of 10" in drawings.draw(report(page("Workload")))[0].alt


def test_a_withheld_figure_is_not_drawn() -> None:
    """What may not be published is neither a bar nor a number in the words."""
    (shown, *_) = drawings.draw(report(page("Workload", withheld=True), page("Team")))
    assert "Workload" not in shown.alt and "Workload" not in shown.svg


def test_names_are_only_names() -> None:
    """A theme called like a script or a formula is drawn as it is written, and the SVG stays XML."""
    for figure in drawings.draw(report(page(HOSTILE))):
        root = ET.fromstring(figure.svg)
        assert not [e for e in root.iter() if e.tag.endswith("script")]
        assert "\x1b" not in figure.svg


def test_nothing_coded_draws_nothing() -> None:
    """An empty report has no empty frames."""
    assert drawings.draw(report(coded=0)) == ()


def test_saturation_says_its_figures() -> None:
    """The curve carries its numbers in words as well."""
    curve = drawings.saturation_curve((3, 5, 6), (3.0, 5.0, 6.0), (2, 4, 6), (4, 6, 6), 2, "Reached.")
    assert curve is not None and "3, 5, 6 themes" in curve.alt
    assert drawings.saturation_curve((), (), (), (), None, "") is None
