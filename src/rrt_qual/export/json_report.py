"""The whole report as one JSON value, keys always in the same order."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from rrt_qual.domain.report.evidence import IndicatorRating, ReportQuote, Share
from rrt_qual.domain.report.report import Counted, DomainPage, IndicatorPage, Report, Sheet, ThemePage
from rrt_qual.export.documents.outline import speaker
from rrt_qual.export.registry import Files, Options
from rrt_qual.export.words import clean

#: Raised by one when a key goes or changes its meaning; new keys may come at any time.
FORM = 1


def render(report: Report, options: Options) -> Files:
    """One file."""
    value = {
        "form": FORM,
        "provenance": {**asdict(report.provenance), "filters": dict(report.provenance.filters)},
        "notes": report.notes,
        "absent": [asdict(a) for a in report.absent],
        "waves": report.waves,
        "compared": report.compared,
        "held_quotes": report.held_quotes,
        "domains": [_domain(d) for d in report.domains],
        "indicators_without_domain": [_indicator(i) for i in report.loose],
        "sheets": [_sheet(s) for s in report.sheets],
    }
    return {"": (json.dumps(_cleaned(value), ensure_ascii=False, indent=1) + "\n").encode()}


def _cleaned(value: Any) -> Any:
    """The same value with every text made harmless (lone surrogates, which UTF-8 has not, among it)."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {clean(str(key)): _cleaned(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_cleaned(item) for item in value]
    return value


def _sheet(sheet: Sheet) -> dict[str, Any]:
    return {
        "name": sheet.name,
        "title": sheet.title,
        "notes": sheet.notes,
        "columns": [
            {
                "key": c.key,
                "title": c.title,
                "type": str(c.type),
                "unit": c.unit,
                "meaning": c.meaning,
                "labels": c.labels,
            }
            for c in sheet.columns
        ],
        "rows": sheet.records(),
    }


def _domain(page: DomainPage) -> dict[str, Any]:
    return {
        "id": page.key,
        "name": page.name,
        "counted": _counted(page.counted),
        "indicators": [_indicator(i) for i in page.indicators],
    }


def _indicator(page: IndicatorPage) -> dict[str, Any]:
    joint = page.joint
    return {
        "id": page.key,
        "name": page.name,
        "covers": page.covers,
        "counted": _counted(page.counted),
        "rating": _rating(page.rating) if page.rating else None,
        "by_wave": [_rating(r) for r in page.by_wave],
        "strengths": page.strengths,
        "risks": page.risks,
        "solutions": page.solutions,
        "survey": {
            "n": joint.survey_n,
            "score": joint.survey_score,
            "rating": joint.survey_rating,
            "agreement": joint.agreement,
            "because": joint.because,
        }
        if joint
        else None,
        "changes": [
            {"stance": d.stance, "difference": _round(d.difference), "direction": d.direction, "note": d.note}
            for d in page.differences
        ],
        "quotes": [_quote(q) for q in page.quotes],
        "themes": [_theme(t) for t in page.themes],
        "notes": page.notes,
    }


def _theme(page: ThemePage) -> dict[str, Any]:
    return {"id": page.counted.key, "name": page.counted.name, "depth": page.depth, "counted": _counted(page.counted)}


def _counted(c: Counted) -> dict[str, Any]:
    return {
        "any": _share(c.any),
        "by_stance": {str(stance): _share(share) for stance, share in c.by_stance.items()},
        "passages": c.passages,
        "withheld": c.withheld,
    }


def _share(share: Share) -> dict[str, Any]:
    return {
        "n": share.n,
        "base": share.base,
        "share": _round(share.value),
        "low": _round(share.low),
        "high": _round(share.high),
    }


def _rating(r: IndicatorRating) -> dict[str, Any]:
    return {
        "wave": r.wave,
        "rating": r.rating,
        "by_rule": r.by_rule,
        "because": r.because,
        "overridden_by": r.overridden_by,
        "override_reason": r.override_reason,
    }


def _quote(q: ReportQuote) -> dict[str, Any]:
    return {"theme": q.theme, "stance": q.stance, "quote": q.wording, "speaker": speaker(q), "dissent": q.dissent}


def _round(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
