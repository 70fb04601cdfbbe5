"""The whole report as one JSON value, keys always in the same order.

The pages of domains and indicators hold the rows of the sheets that are about them, under the same keys.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from rrt_qual.domain.report.report import DomainPage, IndicatorPage, Report, Sheet, Value
from rrt_qual.export.registry import Files, Options
from rrt_qual.export.words import clean

#: Raised by one when a key goes or changes its meaning; new keys may come at any time.
FORM = 2

#: What a page calls the rows about its indicator -> the sheet that they stand in.
_OF_PAGE = {"ratings": "indicators", "survey": "joint display", "comparison": "comparison", "quotes": "quotes"}

_Rows = dict[str, list[dict[str, Value]]]


def render(report: Report, options: Options) -> Files:
    """One file."""
    rows = {sheet.name: sheet.records() for sheet in report.sheets}
    value = {
        "form": FORM,
        "provenance": {**asdict(report.provenance), "filters": dict(report.provenance.filters)},
        "notes": report.notes,
        "absent": [asdict(a) for a in report.absent],
        "waves": report.waves,
        "compared": report.compared,
        "held_quotes": report.held_quotes,
        "domains": [_domain(d, rows) for d in report.domains],
        "indicators_without_domain": [_indicator(i, rows) for i in report.loose],
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
    columns = [
        {"key": c.key, "title": c.title, "type": str(c.type), "unit": c.unit, "meaning": c.meaning, "labels": c.labels}
        for c in sheet.columns
    ]
    return {
        "name": sheet.name,
        "title": sheet.title,
        "notes": sheet.notes,
        "columns": columns,
        "rows": sheet.records(),
    }


def _domain(page: DomainPage, rows: _Rows) -> dict[str, Any]:
    return {
        "id": page.key,
        "name": page.name,
        "frequencies": _about(rows, "frequencies", level="domain", domain=page.key),
        "indicators": [_indicator(i, rows) for i in page.indicators],
    }


def _indicator(page: IndicatorPage, rows: _Rows) -> dict[str, Any]:
    about = {called: _about(rows, sheet, indicator=page.key) for called, sheet in _OF_PAGE.items()}
    return {
        "id": page.key,
        "name": page.name,
        "covers": page.covers,
        "strengths": page.strengths,
        "risks": page.risks,
        "solutions": page.solutions,
        "notes": page.notes,
        "frequencies": _about(rows, "frequencies", indicator=page.key),
        **about,
    }


def _about(rows: _Rows, sheet: str, **is_of: str) -> list[dict[str, Value]]:
    """The rows of a sheet in which these keys have these values."""
    return [row for row in rows.get(sheet, ()) if all(row[key] == value for key, value in is_of.items())]
