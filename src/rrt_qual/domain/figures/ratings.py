"""The rating of every indicator, how it came about, and whether a person said otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rrt_qual.domain.codebook import Codebook
from rrt_qual.domain.figures import columns as col
from rrt_qual.domain.report.evidence import IndicatorRating, Rating, Share
from rrt_qual.domain.report.report import Sheet, Value

RATING = col.text("rating", "Rating", "red, amber, green or not enough evidence, after any override")
BY_RULE = col.text("by_rule", "By the rule", "what the project's rule says", brief=False)
LEAN = col.share(
    "lean", "Lean to risk", "share of those who take a side on the side of risk", brief=False, short="to risk"
)

COLUMNS = (
    col.text("wave", "Wave", col.WAVE.meaning),
    col.DOMAIN,
    col.INDICATOR,
    col.text("name", "Indicator", "name of the indicator"),
    RATING,
    BY_RULE,
    col.text("because", "Because", "how the rule came to it, in words"),
    col.INTERVIEWS,
    col.BASE,
    col.share("share", "Share", "interviews / base", brief=False),
    col.share("low", "95 % from", "lower end of the share's 95 % Wilson interval", brief=False),
    col.share("high", "to", "upper end of the share's 95 % Wilson interval", brief=False),
    *col.stance_shares("low", "high"),
    col.count("risk_only", "Risk alone", "interviews that speak of it as a risk and not as a strength", brief=False),
    col.count(
        "strength_only", "Strength alone", "interviews that speak of it as a strength, not as a risk", brief=False
    ),
    col.count("both", "Both", "interviews that speak of it as a risk and as a strength", brief=False, short="-+"),
    LEAN,
    col.share("lean_low", "Lean, from", "lower end of the lean's interval, as the rule sets it", brief=False),
    col.share("lean_high", "Lean, to", "upper end of it", brief=False),
    col.text("overridden_by", "Overridden by", "who said otherwise than the rule; empty: nobody"),
    col.text("override_reason", "Their reason", "why they said otherwise"),
    col.CODER,
)


def sheet(codebook: Codebook, found: Iterable[IndicatorRating], coder: str | None = None) -> Sheet:
    """A row an indicator and wave."""
    rows = tuple(
        (
            col.or_all(r.wave),
            codebook.indicator(r.indicator).domain or "",
            r.indicator,
            codebook.indicator(r.indicator).name,
            str(r.rating),
            str(r.by_rule),
            r.because,
            r.any.n,
            col.based(r.any),
            *_share(r.any),
            *(v for s in (r.risk, r.strength, r.solution) for v in (s.n, *_share(s))),
            *((r.sides.risk_only, r.sides.strength_only, r.sides.both) if r.sides else (None, None, None)),
            *map(col.rounded, (r.lean, r.lean_low, r.lean_high)),
            r.overridden_by,
            r.override_reason,
            col.or_any(coder),
        )
        for r in found
    )
    return Sheet("indicators", "Indicators", COLUMNS, rows)


def _share(found: Share) -> Iterator[Value]:
    return map(col.rounded, (found.value, found.low, found.high))


def reading(found: Sheet, codebook: Codebook, confidence: float) -> Sheet:
    """The ratings of one wave for people, domain by domain; `confidence` is that of the lean's interval."""
    counts = [f"{s}_interviews" for s in ("risk", "strength")]
    columns = (
        *col.pick(COLUMNS, "name", "rating", "lean"),
        col.number("interval", f"{100 * confidence:g} % CI", ""),
        *col.pick(COLUMNS, *counts, "both", "solution_interviews"),
    )
    rows: list[tuple[Value, ...]] = []
    depths: list[int] = []
    notes = ["Interviews that speak of it: - as a risk  + as a strength  -+ as both  ! with a solution"]
    domain: Value = ""
    for r in found.records():
        if r["domain"] and r["domain"] != domain:
            domain = r["domain"]
            rows.append((codebook.domain(str(domain)).name, *[""] * (len(columns) - 1)))
            depths.append(0)
        depths.append(1 if r["domain"] else 0)
        rating = Rating(str(r["rating"]))
        mark = "*" if r["overridden_by"] else ""
        numbers = [col.shown_count(r[key]) for key in counts]
        rows.append(
            (
                *(r["name"], f"{signed(rating)}{mark}", r["lean"], col.ends(r["lean_low"], r["lean_high"])),
                *(*numbers, r["both"], col.shown_count(r["solution_interviews"])),
            )
        )
        if r["overridden_by"]:
            said = f"{rating} by {r['overridden_by']}: {r['override_reason']} (the rule: {r['by_rule']})"
            notes.append(f"* {r['name']}: {said}")
    return Sheet(found.name, "", columns, tuple(rows), tuple(notes), tuple(depths))


def signed(rating: Rating) -> str:
    """A rating with its letter: 'R red'; both stand where colour cannot be seen."""
    return f"{rating.letter} {rating.word}"
