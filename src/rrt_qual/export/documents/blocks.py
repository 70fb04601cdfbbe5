"""A document as a list of blocks, which Word, Markdown and HTML each write in their own way."""

from __future__ import annotations

from dataclasses import dataclass

from rrt_qual.domain.report.report import ReportPicture, Sheet


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 0 is the document's title."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; `label` stands before it in bold, `is_note` marks what is said of the figures."""

    text: str
    label: str = ""
    is_note: bool = False


@dataclass(frozen=True, slots=True)
class Quotation:
    """Somebody's words, and what may be said of who said them."""

    text: str
    speaker: str = ""


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TableBlock:
    """A table with a caption; `sheet` has the columns that are shown and no others."""

    sheet: Sheet
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A figure with its caption."""

    figure: ReportPicture


Block = Heading | Paragraph | Quotation | Bullets | TableBlock | Picture
