"""A report as plain values: what was counted and how, sheets of rows, a page an indicator, figures, facts.

Made by `services.report`, written by `export`: every format writes the same values, so no two of them disagree.
What may not be published has been taken out before a `Report` is made; a writer leaves nothing out and adds nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum

from rrt_qual.domain.codebook import Codebook, Stance
from rrt_qual.domain.report.evidence import IndicatorRating, JointRow, ReportQuote, Share, ShareDifference

#: What a cell may hold; None is an empty cell (nothing known, or withheld: the row says which).
Value = str | int | float | None


class ValueType(StrEnum):
    """What a column's values are, so that a format can write them as such.

    `share` is 0 to 1 (a spreadsheet shows per cent); `date` is ISO 8601.
    """

    TEXT = "text"
    INTEGER = "integer"
    SHARE = "share"
    NUMBER = "number"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `key` for programs, `title` and `meaning` for people; `labels` explains values that are codes.

    `brief`: documents for reading (Word, Markdown) show it; files for programs have every column. `short` is its
    heading where space is small (empty: the title); `unit` what its numbers count, or the range they lie in.
    """

    key: str
    title: str
    type: ValueType = ValueType.TEXT
    meaning: str = ""
    labels: tuple[tuple[Value, str], ...] = ()
    brief: bool = True
    short: str = ""
    unit: str = ""

    @property
    def head(self) -> str:
        """Its heading where space is small."""
        return self.short or self.title

    def written(self, value: Value, empty: str) -> str:
        """A value as people read it: a share as per cent, a number to two places, nothing as `empty`."""
        if value is None or value == "":
            return empty
        if labels := dict(self.labels):
            return labels.get(value, str(value))
        if isinstance(value, str):
            return value
        if self.type is ValueType.SHARE:
            return f"{100 * value:.0f} %"
        return f"{value:,.0f}" if self.type is ValueType.INTEGER else f"{value:,.2f}"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of a report. `name` is fit for a file or a tab; `notes` say what a reader must know of it.

    `depths` say for reading how deep each row stands below those before it (empty: all alike).

    Raises:
        ValueError: a row has more or fewer cells than there are columns.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    notes: tuple[str, ...] = ()
    depths: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError(f"{self.name}: every row needs {len(self.columns)} cells")

    @property
    def keys(self) -> tuple[str, ...]:
        """What its columns are called by programs."""
        return tuple(column.key for column in self.columns)

    def brief(self) -> Sheet:
        """The same rows with the columns for reading alone."""
        return self._with(column for column in self.columns if column.brief)

    def without(self, key: str) -> Sheet:
        """The same rows without a column."""
        return self._with(column for column in self.columns if column.key != key)

    def _with(self, columns: Iterable[Column]) -> Sheet:
        kept = [self.columns.index(column) for column in columns]
        columns, rows = (tuple(self.columns[n] for n in kept), tuple(tuple(r[n] for n in kept) for r in self.rows))
        return replace(self, columns=columns, rows=rows)

    def records(self) -> list[dict[str, Value]]:
        """Each row as key -> value."""
        return [dict(zip(self.keys, row, strict=True)) for row in self.rows]


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where the figures of a report come from; stands in every export.

    `revision` numbers the codebook's revision in the project, `codebook_version` is what the codebook says of itself.
    `filters` are (what, value); `coded` of `interviews` is the base (None: too few to be told). `policy` says in
    sentences what was withheld by which rule. `made_at` is ISO 8601, UTC.
    """

    project: str
    project_id: str
    codebook: str
    codebook_version: int
    revision: int
    filters: tuple[tuple[str, str], ...]
    counting_rule: str
    coders: tuple[str, ...]
    program: str
    made_at: str
    coded: int | None
    interviews: int | None
    policy: tuple[str, ...] = ()

    @property
    def base(self) -> str:
        """The base in words."""
        if self.coded is None:
            return "too few interviews are coded to say how many"
        return f"{self.coded} of {self.interviews} interviews are coded or marked as done"


@dataclass(frozen=True, slots=True)
class Counted:
    """How often one domain, indicator or theme is spoken of: interviews in any and in each stance, and passages.

    A share whose `n` is None is withheld; `withheld` says which are (empty: none is). `domain` and `indicator` are the
    ids of what it is or belongs to, `depth` says how deep it stands in the codebook.
    """

    level: str
    key: str
    name: str
    any: Share
    by_stance: dict[Stance, Share]
    passages: int | None
    stance_passages: dict[Stance, int | None] = field(default_factory=dict)
    withheld: str = ""
    domain: str = ""
    indicator: str = ""
    depth: int = 0

    def of(self, stance: Stance) -> Share:
        """The share of one stance; 0 of the base where nobody spoke so."""
        return self.by_stance.get(stance, Share(0 if self.any.n is not None else None, self.any.base))


@dataclass(frozen=True, slots=True)
class ThemePage:
    """A theme within its indicator's page: its figures, what it means, and its quotes."""

    counted: Counted
    colour: str
    definition: str
    depth: int = 0
    quotes: tuple[ReportQuote, ...] = ()


@dataclass(frozen=True, slots=True)
class IndicatorPage:
    """All that a report says of one indicator, for reading and for drilling down.

    `rating` is None where ratings are not to be had; `by_wave` holds the ratings of each wave, in order. `strengths`,
    `risks` and `solutions` are the keys of the themes most spoken of so, the most first. `joint` is the survey beside
    it (None: no survey); `differences` are those between the two last waves, of any stance and of each.
    """

    key: str
    name: str
    covers: str
    domain: str
    counted: Counted
    themes: tuple[ThemePage, ...]
    rating: IndicatorRating | None = None
    by_wave: tuple[IndicatorRating, ...] = ()
    strengths: tuple[str, ...] = ()
    risks: tuple[str, ...] = ()
    solutions: tuple[str, ...] = ()
    quotes: tuple[ReportQuote, ...] = ()
    joint: JointRow | None = None
    differences: tuple[ShareDifference, ...] = ()
    notes: tuple[str, ...] = ()

    def theme(self, key: str) -> ThemePage:
        """The page of one of its themes; raises KeyError."""
        for page in self.themes:
            if page.counted.key == key:
                return page
        raise KeyError(key)


@dataclass(frozen=True, slots=True)
class DomainPage:
    """A domain with the pages of its indicators, in the order of the codebook."""

    key: str
    name: str
    colour: str
    counted: Counted
    indicators: tuple[IndicatorPage, ...]


@dataclass(frozen=True, slots=True)
class ReportPicture:
    """A picture: `alt` says in words what it shows; either form may be missing (b'' or '')."""

    name: str
    title: str
    alt: str
    png: bytes = b""
    svg: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """One item of the reporting checklists: `coreq` and `srqr` are item numbers there ('' when it has none).

    `answer` '' means that the project does not know: the author writes it.
    """

    topic: str
    coreq: str
    srqr: str
    answer: str


@dataclass(frozen=True, slots=True)
class Absent:
    """A part that a report could have and this one has not, and why."""

    part: str
    why: str


@dataclass(frozen=True, slots=True)
class Matrix:
    """Microdata: one row an interview, keyed by participant and wave; for analysis, never for publication.

    `columns` carry labels of values where those are codes; `warning` must stand where a reader of the file sees it.
    """

    sheet: Sheet
    warning: str


@dataclass(frozen=True)
class Report:
    """A whole report.

    `sheets` are all tables in order, the read-me first; `domains` the pages for reading and drilling down;
    `loose` the indicators that belong to no domain; `held_quotes` counts the quotes that the checks held back.
    """

    provenance: Provenance
    sheets: tuple[Sheet, ...]
    domains: tuple[DomainPage, ...]
    codebook: Codebook
    loose: tuple[IndicatorPage, ...] = ()
    facts: tuple[Fact, ...] = ()
    absent: tuple[Absent, ...] = ()
    figures: tuple[ReportPicture, ...] = ()
    matrix: Matrix | None = None
    waves: tuple[str, ...] = ()
    compared: tuple[str, str] | None = None
    held_quotes: int = 0
    notes: tuple[str, ...] = field(default=())

    def sheet(self, name: str) -> Sheet | None:
        """The sheet of that name, or None when the report has none."""
        return next((sheet for sheet in self.sheets if sheet.name == name), None)

    def pages(self) -> Iterator[IndicatorPage]:
        """The page of every indicator, in the order of the codebook."""
        for domain in self.domains:
            yield from domain.indicators
        yield from self.loose
