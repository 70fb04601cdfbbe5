"""A small report, made by hand, for the writers that turn one into files."""

from __future__ import annotations

from rrt_qual.domain.codebook import Stance
from rrt_qual.domain.report.evidence import (
    Direction,
    IndicatorRating,
    JointAgreement,
    JointRow,
    Rating,
    ReportQuote,
    Share,
    ShareDifference,
)
from rrt_qual.domain.report.report import Counted, DomainPage, IndicatorPage, Provenance, Report, ThemePage
from rrt_qual.domain.spans import Span
from small_project import CODEBOOK

#: A name that means something to a browser, a spreadsheet, a plotter, a terminal and a reader's eye.
HOSTILE = "<script>alert(1)</script> \"' $\\frac{1}{2}$ =cmd() | \x1b[2J \u202e"


def share(n: int | None) -> Share:
    """`n` of 10."""
    return Share(n, 10, None if n is None else max(0.0, n / 10 - 0.2), None if n is None else min(1.0, n / 10 + 0.2))


def quote(wording: str, held: tuple[str, ...] = ()) -> ReportQuote:
    """A quote of the theme 'threats' as a strength."""
    return ReportQuote(
        *("i", "A", Span(0, 5), "threats", "safety", "safe", Stance.STRENGTH, "2026", wording),
        attribution=(("role", "Social worker"),),
        held_back=held,
    )


def small_report(
    name: str = "Physical safety",
    wording: str = "I am never alone.",
    held: tuple[str, ...] = (),
    quotes: tuple[ReportQuote, ...] = (),
) -> Report:
    """Two indicators in one domain, with rating, survey, two waves, a solution and quotes."""
    by_stance = {Stance.STRENGTH: share(3), Stance.RISK: share(6), Stance.SOLUTION: share(2)}
    counted = Counted("indicator", "safety", name, share(7), by_stance, 12)
    rating = IndicatorRating(
        *("safety", None, Rating.AMBER, Rating.RED, "6 of 7 who take a side speak of it as a risk."),
        *(share(6), share(3), share(2), share(7)),
        overridden_by="Ama",
        override_reason="one team has closed since",
    )
    waves = tuple(
        IndicatorRating("safety", w, r, r, "…", share(6), share(3), share(2), share(7))
        for w, r in (("2025", Rating.GREEN), ("2026", Rating.NOT_ENOUGH))
    )
    joint = JointRow("safety", "2026", 84, 2.5, Rating.RED, rating, JointAgreement.AGREE, "both call it a risk")
    worse = ShareDifference(
        *("indicator", "safety", Stance.RISK, share(2), share(6), 0.4, 0.0, 0.7, 3, Direction.WORSE, "small bases")
    )
    theme = ThemePage(Counted("theme", "threats", "Threats", share(5), by_stance, 6), "#009e73", "Being threatened.")
    first = IndicatorPage(
        *("safety", name, "visits", "safe", counted, (theme,), rating, waves),
        strengths=("threats",),
        risks=("threats",),
        solutions=("threats",),
        quotes=quotes or (quote(wording, held),),
        joint=joint,
        differences=(worse,),
    )
    second = IndicatorPage(
        *("culture", "Just culture", "blame", "safe", Counted("indicator", "culture", "Just culture", share(0), {}, 0)),
        (),
    )
    provenance = Provenance(
        *(
            "Small study",
            "p-1",
            "Small codebook",
            1,
            1,
            (("wave", "2026"),),
            "an interview counts when coded",
            ("Ama",),
        ),
        *("rrt-qual 0.1.0", "2026-01-01T00:00:00Z", 10, 12, ("Cells under 5 are withheld.",)),
    )
    domain = DomainPage(
        "safe", "I feel safe", "#0072b2", Counted("domain", "safe", "I feel safe", share(7), {}, 12), (first, second)
    )
    return Report(provenance, (), (domain,), CODEBOOK, waves=("2025", "2026"), compared=("2025", "2026"))
