"""The joint display: the survey's scores beside what the interviews say."""

from __future__ import annotations

from collections.abc import Iterable

from rrt_qual.domain.codebook import Codebook
from rrt_qual.domain.figures import columns as col
from rrt_qual.domain.figures.ratings import BY_RULE, LEAN, RATING, signed
from rrt_qual.domain.report.evidence import JointAgreement, JointRow, Rating
from rrt_qual.domain.report.report import Sheet, Value

COLUMNS = (
    col.text("wave", "Wave", col.WAVE.meaning),
    col.INDICATOR,
    col.text("name", "Indicator", "name of the indicator"),
    col.count("survey_n", "Survey, n", "how many answered the survey", unit="people", brief=False, short="n"),
    col.number("survey_score", "Survey", "the survey's score", unit="the survey's own scale", short="Score"),
    col.text("survey_rating", "Survey's rating", "red, amber or green by the survey", short="Survey"),
    col.text("rated_from", "Rated from", "what the survey's rating comes from: survey, score or answers", brief=False),
    col.text("rating", "Interviews' rating", RATING.meaning, short="Interv."),
    BY_RULE,
    col.INTERVIEWS,
    col.BASE,
    *col.stance_shares(),
    LEAN,
    col.text("agreement", "Agreement", "agree, agree in part, explain, contradict or silent"),
    col.text("because", "Because", "how the two stand to one another, in words"),
    col.CODER,
)

_TOLD = (JointAgreement.CONTRADICT, JointAgreement.EXPLAIN)


def sheet(codebook: Codebook, found: Iterable[JointRow], coder: str | None = None) -> Sheet:
    """A row an indicator and wave."""
    rows = tuple(
        (
            col.or_all(j.wave),
            j.indicator,
            codebook.indicator(j.indicator).name,
            j.survey_n,
            col.rounded(j.survey_score),
            str(j.survey_rating) if j.survey_rating else None,
            j.rated_from,
            str(said.rating),
            str(said.by_rule),
            said.any.n,
            col.based(said.any),
            *(v for s in (said.risk, said.strength, said.solution) for v in (s.n, col.rounded(s.value))),
            col.rounded(said.lean),
            str(j.agreement),
            j.because,
            col.or_any(coder),
        )
        for j in found
        for said in (j.interviews,)
    )
    return Sheet("joint display", "Joint display", COLUMNS, rows)


def reading(found: Sheet) -> list[Sheet]:
    """A table a wave for people; what contradicts and what explains is told below it."""
    counts = [f"{s}_interviews" for s in col.SIDES]
    keys = ("name", "survey_n", "survey_score", "survey_rating", "rating", *counts, "agreement")
    records = found.records()
    out = []
    for wave in dict.fromkeys(r["wave"] for r in records):
        of = [r for r in records if r["wave"] == wave]
        title = f"{'All waves' if wave == 'all' else f'Wave {wave}'}: {col.shown_count(of[0]['base'])} interviews coded"
        rows = tuple(
            (
                *(r["name"], r["survey_n"], r["survey_score"], _rating(r["survey_rating"]), _rating(r["rating"])),
                *(col.shown_count(r[key]) for key in counts),
                str(r["agreement"]).removeprefix("agree "),
            )
            for r in of
        )
        notes = tuple(f"{r['agreement']}: {r['name']}. {r['because']}" for r in of if r["agreement"] in _TOLD)
        out.append(Sheet(found.name, title, col.pick(COLUMNS, *keys), rows, notes))
    return out


def _rating(value: Value) -> str | None:
    return None if value is None else signed(Rating(str(value))).replace("too little", "few")
