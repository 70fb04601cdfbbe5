"""The plain style of documents for which the user gives no template of their own."""

from __future__ import annotations

from typing import Any

_FONT = "Calibri"
#: Red, green and blue of the headings: a dark blue, 12 to 1 on white, that prints well in grey.
_INK = (0x1F, 0x3A, 0x4D)

#: Style -> size in points, space before, space after.
_HEADINGS = {"Title": (24, 0, 12), "Heading 1": (18, 24, 6), "Heading 2": (14, 16, 4), "Heading 3": (12, 12, 3)}


def dress(doc: Any) -> None:
    """Give a new document A4 pages, quiet headings, and styles for quotes, notes and tables."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt, RGBColor

    section = doc.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.2)
    section.top_margin = section.bottom_margin = Cm(2)
    styles = doc.styles
    normal = styles["Normal"]
    normal.font.name, normal.font.size = _FONT, Pt(10.5)
    normal.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _FONT)
    normal.paragraph_format.space_after = Pt(6)
    _language(styles)
    _quiet_lines(styles["Table Grid"])
    for name, (size, before, after) in _HEADINGS.items():
        style = styles[name]
        style.font.name, style.font.size, style.font.bold = _FONT, Pt(size), True
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for attribute in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{attribute}"), None)
        style.font.color.rgb = RGBColor(*_INK)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
        style.paragraph_format.keep_with_next = True
    for name, points, italic, indent in (
        ("Quote speaker", 9.5, False, 1.0),
        ("Note", 9.5, False, 0.0),
        ("Table text", 9, False, 0.0),
    ):
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = normal
        style.font.size, style.font.italic = Pt(points), italic
        style.paragraph_format.left_indent = Cm(indent)
        style.paragraph_format.space_after = Pt(8 if name == "Quote speaker" else 1 if name == "Table text" else 4)
    quote = styles["Quote"]
    quote.font.italic, quote.font.color.rgb = True, RGBColor(0x22, 0x22, 0x22)
    quote.paragraph_format.left_indent = quote.paragraph_format.right_indent = Cm(1)
    quote.paragraph_format.space_after, quote.paragraph_format.keep_with_next = Pt(2), True
    caption = styles["Caption"]
    caption.font.size, caption.font.bold, caption.font.color.rgb = Pt(9.5), True, RGBColor(*_INK)
    caption.paragraph_format.space_before, caption.paragraph_format.space_after = Pt(8), Pt(3)


def _quiet_lines(style: Any) -> None:
    """Tables with thin grey lines between rows and none between columns."""
    from docx.oxml.ns import qn

    for border in style.element.findall(f".//{qn('w:tblBorders')}/*"):
        upright = border.tag in (qn("w:left"), qn("w:right"), qn("w:start"), qn("w:end"), qn("w:insideV"))
        border.set(qn("w:val"), "nil" if upright else "single")
        border.set(qn("w:color"), "A6A6A6")


def _language(styles: Any) -> None:
    """British English, so that a screen reader and the speller know."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    properties = styles["Normal"].element.get_or_add_rPr()
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-GB")
    properties.append(language)
