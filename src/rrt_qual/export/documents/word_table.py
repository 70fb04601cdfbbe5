"""Tables of Word documents, written as XML at once: python-docx takes seconds for some thousand cells."""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import escape, quoteattr

_NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
#: Word measures pictures in EMU (914,400 an inch) and tables in twips (1,440 an inch).
_EMU_PER_TWIP = 635

#: About as many signs of table text as a line of an A4 page holds, and the most that one column asks for.
_LINE, _LONGEST, _LONGEST_WORD = 84, 70, 18


def table(
    lines: list[list[str]], rights: list[bool], room: int, *, caption: str, style: str | None, text: str | None
) -> Any:
    """The table's element. The first of `lines` is the header, repeated on every page; no row is cut by a page's end.

    `rights`: columns of numbers, set flush right; `room`: the width of the text in EMU; `style` and `text`: ids of the
    styles of the table and of what stands in it. Words must be `clean`.
    """
    from docx.oxml import parse_xml

    widths = [width // _EMU_PER_TWIP for width in column_widths(lines, rights, room)]
    head = f"<w:tblStyle w:val={quoteattr(style)}/>" if style else ""
    head += f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
    head += f'<w:tblLook w:val="0020" w:firstRow="1"/><w:tblCaption w:val={quoteattr(caption)}/>'
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    rows = "".join(_row(line, rights, widths, text, is_head=n == 0) for n, line in enumerate(lines))
    return parse_xml(f"<w:tbl {_NAMESPACE}><w:tblPr>{head}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>")


def _row(line: list[str], rights: list[bool], widths: list[int], text: str | None, *, is_head: bool) -> str:
    style = f"<w:pStyle w:val={quoteattr(text)}/>" if text else ""
    bold = "<w:rPr><w:b/></w:rPr>" if is_head else ""
    cells = []
    for words, right, width in zip(line, rights, widths, strict=True):
        aligned = '<w:jc w:val="right"/>' if right else ""
        parts = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(part)}</w:t>' for part in words.split("\n"))
        cells.append(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>'
            f"<w:p><w:pPr>{style}{aligned}</w:pPr><w:r>{bold}{parts}</w:r></w:p></w:tc>"
        )
    repeated = "<w:tblHeader/>" if is_head else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>{''.join(cells)}</w:tr>"


def column_widths(lines: list[list[str]], rights: list[bool], room: int) -> list[int]:
    """A width for each column, together `room`: no word is cut, and longer texts get more of what is left."""
    least, wish = [], []
    for n, right in enumerate(rights):
        cells = [line[n] for line in lines]
        word = max((len(word) for cell in cells for word in cell.split()), default=1)
        longest = max((len(part) for cell in cells for part in cell.split("\n")), default=1)
        least.append(min(word, _LONGEST_WORD) + 3)
        wish.append(least[-1] if right else max(least[-1], min(longest, _LONGEST) + 3))
    spare = [w - m for w, m in zip(wish, least, strict=True)]
    left = max(0, _LINE - sum(least))
    if sum(spare):
        shares = [m + left * s / sum(spare) for m, s in zip(least, spare, strict=True)]
    else:
        shares = [m + left / len(least) for m in least]
    return [int(room * share / sum(shares)) for share in shares]
