"""An Excel workbook: a sheet a table, with real numbers, headers that stay in sight and filters.

Text is written as text, whatever it begins with: nothing becomes a formula or a link.
"""

from __future__ import annotations

import io
import re
from datetime import datetime
from math import ceil
from typing import Any

from rrt_qual.domain.report.report import Column, Report, Sheet, Value, ValueType
from rrt_qual.export.registry import Files, Options
from rrt_qual.export.tables.dictionary import dictionary
from rrt_qual.export.words import clean, shown
from rrt_qual.export.zips import stable

#: Excel's own bounds: characters of a cell and of a tab's name.
_LONGEST_CELL, _LONGEST_TAB = 32_767, 31
#: Characters that a column is wide at most, and from which on a text is wrapped in the widest instead of stretching it.
_WIDEST, _WRAPPED = 60, 40

#: Points of a line, and the most that Excel gives a row.
_LINE, _HIGHEST = 15, 409

_FORMATS = {ValueType.INTEGER: "#,##0", ValueType.SHARE: "0%", ValueType.NUMBER: "0.00"}

#: Ratings have a ground of their own beside the word; dark letters on it can be read by everybody.
_GROUNDS = {"red": "#f8c9c4", "amber": "#fde3b0", "green": "#cfe8cf", "not enough evidence": "#e6e6e6"}


def render(report: Report, options: Options) -> Files:
    """The workbook."""
    import xlsxwriter

    at = datetime.fromisoformat(report.provenance.made_at)
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    book.set_properties(
        {
            "title": clean(report.provenance.project, one_line=True)[:200],
            "author": report.provenance.program,
            "comments": clean(report.provenance.counting_rule, one_line=True)[:200],
            "created": at.replace(tzinfo=None),
        }
    )
    sheets = [*report.sheets, dictionary(s for s in report.sheets if s.name != "read me")]
    formats = _Formats(book)
    for sheet, tab in zip(sheets, tab_names(sheets), strict=True):
        _write(book.add_worksheet(tab), sheet, formats)
    book.close()
    return {"": stable(out.getvalue(), at)}


def tab_names(sheets: list[Sheet]) -> list[str]:
    """Names that Excel takes: 31 characters, without []:*?/\\ or apostrophes at the ends, each once in any case."""
    out: list[str] = []
    for sheet in sheets:
        base = re.sub(r"[\[\]:*?/\\]", " ", clean(sheet.title, one_line=True)).strip(" '")[:_LONGEST_TAB] or "Table"
        base = "Table" if base.lower() == "history" else base.rstrip(" '")
        name, number = base, 1
        while name.lower() in {o.lower() for o in out}:
            number += 1
            ending = f" ({number})"
            name = base[: _LONGEST_TAB - len(ending)] + ending
        out.append(name)
    return out


class _Formats:
    """The formats of a workbook, each made once."""

    def __init__(self, book: Any) -> None:
        self.head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "bottom"})
        self.text = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
        self.of = {kind: book.add_format({"num_format": code, "valign": "top"}) for kind, code in _FORMATS.items()}
        self.rating = {
            word: book.add_format({"bg_color": ground, "valign": "top", "num_format": "@"})
            for word, ground in _GROUNDS.items()
        }


def _write(tab: Any, sheet: Sheet, formats: _Formats) -> None:
    widths = [_width(sheet, n) for n in range(len(sheet.columns))]
    for n, column in enumerate(sheet.columns):
        tab.write_string(0, n, clean(column.title, one_line=True), formats.head)
        tab.set_column(n, n, widths[n])
    for r, row in enumerate(sheet.rows, 1):
        if (lines := _lines(row, widths)) > 1:
            tab.set_row(r, min(_HIGHEST, _LINE * lines))
        for n, (column, value) in enumerate(zip(sheet.columns, row, strict=True)):
            _cell(tab, r, n, column, value, formats)
    names = next((n for n, column in enumerate(sheet.columns) if column.key == "name"), -1)
    tab.freeze_panes(1, names + 1)
    if sheet.rows:
        tab.autofilter(0, 0, len(sheet.rows), len(sheet.columns) - 1)
    tab.repeat_rows(0)
    tab.set_landscape()
    tab.set_paper(9)
    tab.fit_to_pages(1, 0)
    tab.set_footer("&L&A&RPage &P of &N")


def _cell(tab: Any, row: int, n: int, column: Column, value: Value, formats: _Formats) -> None:
    if value is None or value == "":
        return
    if isinstance(value, str):
        text = clean(value)
        text = text if len(text) <= _LONGEST_CELL else text[: _LONGEST_CELL - 1] + "…"
        is_rating = column.key in ("rating", "by_rule", "survey_rating")
        tab.write_string(row, n, text, formats.rating.get(text, formats.text) if is_rating else formats.text)
    else:
        tab.write_number(row, n, value, formats.of.get(column.type))


def _lines(row: tuple[Value, ...], widths: list[float]) -> int:
    """How many lines the fullest cell of a row takes: not every program works it out for itself."""
    return max(
        (
            sum(max(1, ceil(len(line) / (width - 1))) for line in value.split("\n"))
            for value, width in zip(row, widths, strict=True)
            if isinstance(value, str)
        ),
        default=1,
    )


def _width(sheet: Sheet, n: int) -> float:
    """Wide enough for the longest line of the column, within bounds; the heading may be in two lines."""
    column = sheet.columns[n]
    longest = max((len(line) for row in sheet.rows for line in shown(row[n], column).split("\n")), default=0)
    heading = max((len(word) for word in column.title.split()), default=0) + 3
    return min(_WIDEST, max(heading, longest + 2 if longest <= _WRAPPED else _WIDEST, 6))
