"""The report as a Word document, in the styles of a template that the user may replace.

The text is put behind what the template holds. Styles that it lacks are stood in for by its normal one.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from rrt_qual.domain.errors import FileFault
from rrt_qual.domain.report.report import Provenance, Report, ValueType
from rrt_qual.export.documents.blocks import Block, Bullets, Heading, Paragraph, Picture, Quotation, TableBlock
from rrt_qual.export.documents.house_style import dress
from rrt_qual.export.documents.outline import outline
from rrt_qual.export.documents.word_table import table
from rrt_qual.export.registry import Files, Options
from rrt_qual.export.words import clean, shown
from rrt_qual.export.zips import stable

_NUMBERS = {ValueType.INTEGER, ValueType.SHARE, ValueType.NUMBER}


def render(report: Report, options: Options) -> Files:
    """One file.

    Raises:
        FileFault: the template is no Word document.
    """
    title = f"{report.provenance.project}: what the interviews say"
    return {"": document(outline(report), report.provenance, title, options.template)}


def document(blocks: Iterable[Block], origin: Provenance, title: str, template: Path | None) -> bytes:
    """The blocks as a Word file; the same blocks give the same bytes."""
    from docx import Document

    at = datetime.fromisoformat(origin.made_at)
    doc = _opened(template) if template else Document()
    if template is None:
        dress(doc)
    properties = doc.core_properties
    properties.title = clean(title, one_line=True)[:255]
    properties.author = properties.last_modified_by = origin.program
    properties.comments = clean(f"{origin.codebook}, revision {origin.revision}", one_line=True)[:255]
    properties.created = properties.modified = at.replace(tzinfo=None)
    properties.revision = 1
    writer = _Writer(doc)
    for block in blocks:
        writer.block(block)
    writer.finish()
    _footer(doc, f"{origin.project}, {origin.program}, {origin.made_at}")
    out = io.BytesIO()
    doc.save(out)
    return stable(out.getvalue(), at)


def _opened(template: Path) -> Any:
    from docx import Document
    from docx.opc.exceptions import OpcError

    try:
        return Document(str(template))
    except FileNotFoundError:
        raise FileFault(f"There is no template '{template}'.", "Give a Word file (.docx).") from None
    except (OpcError, zipfile.BadZipFile, ValueError, KeyError, OSError, SyntaxError):
        raise FileFault(f"'{template}' is not a Word document.", "Give a .docx file as the template.") from None


class _Writer:
    """Adds blocks to a document, each in its style."""

    def __init__(self, doc: Any) -> None:
        self._doc = doc
        self._styles = {style.name: style.style_id for style in doc.styles}
        self._end = doc.add_paragraph()._p  # everything is put before it: to find a document's end takes long
        self._tables = 0

    def block(self, block: Block) -> None:
        """Add one block."""
        match block:
            case Heading():
                self._text(clean(block.text, one_line=True), f"Heading {block.level}" if block.level else "Title")
            case Paragraph():
                self._paragraph(block)
            case Quotation():
                self._text(f"“{clean(block.text)}”", "Quote")
                if block.speaker:
                    self._text(clean(block.speaker, one_line=True), "Quote speaker", "Quote")
            case Bullets():
                for item in block.items:
                    self._text(clean(item), "List Bullet")
            case TableBlock():
                self._grid(block)
            case Picture():
                self._picture(block)

    def _text(self, text: str, *styles: str) -> Any:
        """A paragraph in the first of `styles` that the template has."""
        paragraph = self._before_end()
        if text:
            paragraph.add_run(text)
        found = next((style for style in styles if style in self._styles), None)
        if found:
            paragraph._p.style = self._styles[found]
        return paragraph

    def _before_end(self) -> Any:
        from docx.text.paragraph import Paragraph as WordParagraph

        return WordParagraph(self._end.add_p_before(), self._doc._body)

    def finish(self) -> None:
        """Take the last, empty paragraph away again."""
        self._end.getparent().remove(self._end)

    def _paragraph(self, block: Paragraph) -> None:
        paragraph = self._text("", *(("Note",) if block.is_note else ()))
        if block.label:
            paragraph.add_run(f"{clean(block.label, one_line=True)}: ").bold = True
        paragraph.add_run(clean(block.text))

    def _grid(self, block: TableBlock) -> None:
        self._tables += 1
        caption = self._text(f"Table {self._tables}. {clean(block.caption, one_line=True)}", "Caption")
        caption.paragraph_format.keep_with_next = True
        sheet = block.sheet
        if not sheet.rows:
            self._text("(no rows)")
            return
        lines = [[clean(c.title, one_line=True) for c in sheet.columns]]
        lines += [[shown(v, c) for v, c in zip(row, sheet.columns, strict=True)] for row in sheet.rows]
        element = table(
            lines,
            [column.type in _NUMBERS for column in sheet.columns],
            self._room(),
            caption=clean(block.caption, one_line=True),
            style=self._id("Table Grid"),
            text=self._id("Table text"),
        )
        self._text("")._p.addprevious(element)

    def _id(self, style: str) -> str | None:
        """The id of a style, None when the template has none of that name."""
        return self._styles.get(style)

    def _room(self) -> int:
        """How wide the text is on the page, in Word's units."""
        section = self._doc.sections[-1]
        return int(section.page_width - section.left_margin - section.right_margin)

    def _picture(self, block: Picture) -> None:
        from docx.shared import Cm

        figure = block.figure
        if figure.png:
            shape = self._text("").add_run().add_picture(io.BytesIO(figure.png), width=Cm(16))
            shape._inline.docPr.set("descr", clean(figure.alt, one_line=True))
            self._text(clean(figure.title, one_line=True), "Caption")
        else:
            self._text(f"{clean(figure.title, one_line=True)}: {clean(figure.alt)}", "Caption")


def _footer(doc: Any, text: str) -> None:
    """What the document is and the number of the page, at the foot of the last section's pages."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    section = doc.sections[-1]
    if any(p.text.strip() for p in section.footer.paragraphs) and not section.footer.is_linked_to_previous:
        return  # the template has a footer of its own
    paragraph = section.footer.paragraphs[0]
    run = paragraph.add_run(f"{clean(text, one_line=True)}    ")
    for kind, code in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = paragraph.add_run()
        element = OxmlElement("w:instrText" if code else "w:fldChar")
        if code:
            element.text = code
        else:
            element.set(qn("w:fldCharType"), kind)
        run._r.append(element)
