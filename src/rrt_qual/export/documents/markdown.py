"""The report as Markdown, in GitHub's flavour."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rrt_qual.domain.report.report import Report, Sheet, ValueType
from rrt_qual.export.documents.blocks import Block, Bullets, Heading, Paragraph, Picture, Quotation, TableBlock
from rrt_qual.export.documents.outline import outline
from rrt_qual.export.registry import Files, Options
from rrt_qual.export.words import clean, shown

_SIGNS = re.compile(r"([\\`*_\[\]|~$])")
_FIRST = re.compile(r"^(\d*)([#+\-=.)])")
_NUMBERS = {ValueType.INTEGER, ValueType.SHARE, ValueType.NUMBER}


def render(report: Report, options: Options) -> Files:
    """One file."""
    return {"": markdown(outline(report)).encode()}


def markdown(blocks: Iterable[Block]) -> str:
    """The blocks one after another."""
    return "\n\n".join(part for block in blocks if (part := _block(block))) + "\n"


def escaped(text: str) -> str:
    """`text` on one line and shown as it stands: no markup, no HTML, no link, no mention, no new cell."""
    text = clean(text, one_line=True)
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    text = _FIRST.sub(r"\1\\\2", _SIGNS.sub(r"\\\1", text))
    return text.replace("@", "&#64;").replace("://", "&#58;//").replace("www.", "www&#46;")


def _block(block: Block) -> str:
    match block:
        case Heading():
            return f"{'#' * (block.level + 1)} {escaped(block.text)}"
        case Paragraph():
            label = f"**{escaped(block.label)}:** " if block.label else ""
            return label + escaped(block.text)
        case Quotation():
            speaker = f"\n>\n> ({escaped(block.speaker)})" if block.speaker else ""
            return f"> {escaped(block.text)}{speaker}"
        case Bullets():
            return "\n".join(f"- {escaped(item)}" for item in block.items)
        case TableBlock():
            return _table(block.sheet)
        case Picture():
            return f"**{escaped(block.figure.title)}:** {escaped(block.figure.alt)}"


def _table(sheet: Sheet) -> str:
    if not sheet.rows:
        return "(no rows)"
    lines = [
        "| " + " | ".join(escaped(column.title) for column in sheet.columns) + " |",
        "| " + " | ".join("---:" if column.type in _NUMBERS else "---" for column in sheet.columns) + " |",
    ]
    for row in sheet.rows:
        cells = (escaped(shown(value, column)) for value, column in zip(row, sheet.columns, strict=True))
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)
