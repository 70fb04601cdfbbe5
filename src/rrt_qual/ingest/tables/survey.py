"""The survey's scores and the workforce's figures, from a CSV file or a workbook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rrt_qual.domain.errors import FileFault
from rrt_qual.domain.report.evidence import Rating
from rrt_qual.domain.report.survey import SurveyScore, WorkforceFigure
from rrt_qual.ingest.tables.csv_file import CsvFile, CsvRow, fold
from rrt_qual.ingest.tables.numbers import Number, parse_number
from rrt_qual.ingest.tables.workbook import read_figures

_SCORES: dict[str, tuple[str, ...]] = {
    "indicator": (
        *("indicator", "indicatorid", "indicatorname", "retentionindicator", "indicatorkey", "item", "question"),
        *("statement", "topic", "factor", "area"),
    ),
    "wave": ("wave", "year", "round", "surveyyear", "surveywave", "period"),
    "group": ("group", "team", "subgroup", "breakdown", "service", "directorate", "role", "department"),
    "n": (
        *("n", "responses", "respondents", "base", "answered", "numberofresponses", "noofresponses", "responsecount"),
        *("count", "sample", "samplesize", "total", "totalresponses"),
    ),
    "score": ("score", "mean", "average", "meanscore", "averagescore", "surveyscore", "avg", "index"),
    "rating": ("rating", "rag", "ragrating", "ragstatus", "status", "surveyrating"),
}
_FIGURES: dict[str, tuple[str, ...]] = {
    "measure": ("measure", "metric", "kpi", "figure", "name", "indicator"),
    "wave": ("wave", "year", "period", "round", "date", "quarter"),
    "group": ("group", "team", "subgroup", "service", "directorate", "department"),
    "value": ("value", "result", "rate", "amount", "number"),
    "unit": ("unit", "units", "uom"),
}
_EVERYBODY = frozenset({"", "all", "all staff", "everyone", "everybody", "total", "overall", "whole service", "*"})
_RATINGS = {
    **dict.fromkeys(("red", "r"), Rating.RED),
    **dict.fromkeys(("amber", "a", "yellow", "orange"), Rating.AMBER),
    **dict.fromkeys(("green", "g"), Rating.GREEN),
}


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """One row of a file of scores; `score.indicator` is the file's own word for it."""

    line: int
    score: SurveyScore


@dataclass(frozen=True, slots=True)
class FigureLine:
    """One row of a file of workforce figures."""

    line: int
    figure: WorkforceFigure


@dataclass(frozen=True, slots=True)
class SurveyFile:
    """What a file says: the rows that can be read, those that cannot (line, why), and what to look at."""

    name: str
    scores: tuple[ScoreLine, ...] = ()
    figures: tuple[FigureLine, ...] = ()
    skipped: tuple[tuple[int, str], ...] = ()
    warnings: tuple[str, ...] = ()


def read_scores(path: Path) -> SurveyFile:
    """The scores in a file with the columns indicator, wave, group, n, score, rating, and one for each answer.

    Columns are known by many names; whatever else has numbers is an answer ('strongly agree', 'red'), in numbers of
    people, in per cent or in shares of one.

    Raises:
        FileFault: it cannot be read, no column names the indicator, or two columns are the same.
    """
    file = read_figures(path, _known(_SCORES), _SCORES["indicator"])
    columns = _columns(file, _SCORES)
    options = _options(file, columns)
    scores, skipped = [], []
    for row in file.rows:
        if not row.cell(columns["indicator"]).strip():
            if any(cell.strip() for n, cell in enumerate(row.cells) if n in (columns.get("n"), columns.get("score"))):
                skipped.append((row.line, "the row names no indicator"))
            continue
        try:
            scores.append(ScoreLine(row.line, _score(row, columns, options)))
        except ValueError as fault:
            skipped.append((row.line, str(fault)))
    return SurveyFile(file.name, tuple(scores), (), tuple(skipped), _warnings(file, columns, options))


def read_workforce(path: Path) -> SurveyFile:
    """The figures in a file with the columns measure, wave, group, value and unit.

    Raises:
        FileFault: it cannot be read, or has no column of measures or of values.
    """
    file = read_figures(path, _known(_FIGURES), _FIGURES["measure"])
    columns = _columns(file, _FIGURES)
    if "value" not in columns:
        raise FileFault(
            f"{file.name}:{file.header.line}: no column holds the values.",
            "Name it 'value'; one row is one measure in one wave.",
        )
    figures, skipped = [], []
    for row in file.rows:
        cells = {use: row.cell(at).strip() for use, at in columns.items()}
        if not cells["measure"]:
            continue
        try:
            number = parse_number(cells["value"])
        except ValueError:
            skipped.append((row.line, f"the value is '{cells['value'][:40]}', which is no number"))
            continue
        if number is None:
            skipped.append((row.line, "the row has no value"))
            continue
        unit = cells.get("unit", "") or number.unit
        measure = " ".join(cells["measure"].split())
        figure = WorkforceFigure(measure, cells.get("wave", ""), _group(cells.get("group", "")), number.value, unit)
        figures.append(FigureLine(row.line, figure))
    return SurveyFile(file.name, (), tuple(figures), tuple(skipped), _warnings(file, columns, {}))


def _known(uses: Mapping[str, Sequence[str]]) -> set[str]:
    return {name for names in uses.values() for name in names}


def _columns(file: CsvFile, uses: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """What each column is used for; of two that could be, the one with the better name."""
    folded = [fold(name) for name in file.columns()]
    for name in folded:
        if name and folded.count(name) > 1:
            raise FileFault(
                f"{file.name}:{file.header.line}: two columns have one name: '{file.columns()[folded.index(name)]}'.",
                "Give one of them another name, or delete it.",
            )
    return {
        use: folded.index(next(n for n in names if n in folded))
        for use, names in uses.items()
        if any(n in folded for n in names)
    }


def _options(file: CsvFile, columns: Mapping[str, int]) -> dict[str, int]:
    """The columns of answers: those left that hold numbers in every row that has something there, and in some."""
    out = {}
    for at, title in enumerate(file.columns()):
        if at in columns.values() or not title:
            continue
        cells = {row.cell(at) for row in file.rows if row.cell(columns["indicator"]).strip()}
        if {True} <= {_is_number(cell) for cell in cells} <= {True, None}:
            out[" ".join(title.strip(" %").split())] = at
    return out


def _is_number(cell: str) -> bool | None:
    """Whether it is one; None for a cell that stands for no figure."""
    try:
        return True if parse_number(cell) is not None else None
    except ValueError:
        return False


def _score(row: CsvRow, columns: Mapping[str, int], options: Mapping[str, int]) -> SurveyScore:
    """One row's score; raises ValueError with a sentence why it cannot be taken."""

    def cell(use: str) -> str:
        return row.cell(columns.get(use)).strip()

    answers = {option: number for option, at in options.items() if (number := parse_number(row.cell(at))) is not None}
    if any(number.value < 0 for number in answers.values()):
        raise ValueError("an answer is given by fewer than nobody")
    n = _people(cell("n"), answers)
    score = _number(cell("score"), "score")
    words = cell("rating").casefold()
    rating = _RATINGS.get(words) or next((r for word, r in _RATINGS.items() if len(word) > 1 and word in words), None)
    if words and rating is None and _is_number(words) is not None:
        raise ValueError(f"the rating is '{words[:40]}', not red, amber or green")
    if score is None and rating is None and not answers:
        raise ValueError("the row has neither a score nor a rating nor answers")
    name = " ".join(cell("indicator").split())
    return SurveyScore(name, cell("wave"), _group(cell("group")), n, score, rating, _counts(answers, n))


def _people(cell: str, answers: Mapping[str, Number]) -> int:
    """How many answered; left out, it is the sum of the answers where these are numbers of people."""
    n = _number(cell, "number of people", whole=True)
    if n is None:
        values = [a.value for a in answers.values()]
        if not values or any(a.unit for a in answers.values()) or any(v != int(v) for v in values):
            raise ValueError("the row does not say how many people answered (column 'n')")
        return int(sum(values))
    if n != int(n) or n < 0:
        raise ValueError(f"the number of people is '{cell[:40]}', not a whole number")
    return int(n)


def _number(cell: str, what: str, *, whole: bool = False) -> float | None:
    try:
        number = parse_number(cell, whole=whole)
    except ValueError:
        raise ValueError(f"the {what} is '{cell[:40]}', which is no number") from None
    return None if number is None else number.value


def _counts(answers: Mapping[str, Number], n: int) -> dict[str, float]:
    """How many people gave each answer: per cent and shares are taken of `n`."""
    total = sum(a.value for a in answers.values())
    if not answers or not total:
        return {}
    percent = any(a.unit == "%" for a in answers.values()) or (abs(total - 100) <= 1.5 and abs(total - n) > 1)
    share = not percent and n > 1 and abs(total - 1) <= 0.02 and all(a.value <= 1 for a in answers.values())
    per = n / 100 if percent else n if share else 1
    return {option: _rounded(a.value * per) for option, a in answers.items()}


def _rounded(count: float) -> float:
    return int(count) if count == int(count) else round(count, 2)


def _group(cell: str) -> str:
    words = " ".join(cell.split())
    return "" if words.casefold() in _EVERYBODY else words


def _warnings(file: CsvFile, columns: Mapping[str, int], options: Mapping[str, int]) -> tuple[str, ...]:
    out = [f"{file.name}:{line}: {warning}" for line, warning in file.warnings]
    unread = [
        title
        for at, title in enumerate(file.columns())
        if title and at not in columns.values() and at not in options.values()
    ]
    if unread:
        named = ", ".join(f"'{title[:40]}'" for title in unread[:8])
        out.append(f"{file.name}: {named} {'is' if len(unread) == 1 else 'are'} not read: no numbers of answers.")
    return tuple(out)
