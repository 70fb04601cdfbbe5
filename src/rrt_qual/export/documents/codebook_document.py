"""The codebook as a document, Word or HTML: what each theme means, when to use it, and how people say it."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from rrt_qual.domain.codebook import Codebook, Indicator, Theme
from rrt_qual.domain.report.report import Report
from rrt_qual.export.documents.blocks import Block, Bullets, Heading, Paragraph
from rrt_qual.export.registry import Files, Options
from rrt_qual.export.words import clean

_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;color:#1b1b1b;"
    "background:#fff}h1,h2,h3,h4{line-height:1.2;color:#1f3a4d}h2{margin-top:2.5rem}.note{color:#444;font-size:.9rem}"
    "@media print{h2,h3,h4{break-after:avoid}}"
)


def render(report: Report, options: Options) -> Files:
    """One file, Word or HTML by its ending."""
    blocks = list(outline(report))
    title = _title(report.codebook)
    if options.ending == ".html":
        return {"": page(blocks, title).encode()}
    from rrt_qual.export.documents.word import document

    return {"": document(blocks, report.provenance, title, options.template)}


def _title(codebook: Codebook) -> str:
    return f"{codebook.name}, version {codebook.version}"


def outline(report: Report) -> Iterator[Block]:
    """The blocks of the document."""
    book, origin = report.codebook, report.provenance
    yield Heading(0, _title(book))
    yield Paragraph(
        f"Revision {origin.revision} in '{origin.project}'; {len(book.domains)} domains, {len(book.indicators)}"
        f" indicators, {len(book.themes)} themes. The examples are invented. {origin.program}, {origin.made_at}.",
        is_note=True,
    )
    if book.description:
        yield Paragraph(book.description)
    if book.stances:
        yield Heading(1, "Stances")
        yield from (Paragraph(meaning, label=str(stance)) for stance, meaning in book.stances)
    for domain in book.domains:
        yield Heading(1, domain.name)
        for indicator in book.indicators_of(domain.id):
            yield from _indicator(book, indicator)
    for indicator in book.indicators_of(None):
        yield from _indicator(book, indicator)
    loose = list(book.themes_of(None))
    if loose:
        yield Heading(1, "Themes" if not book.indicators else "Other themes")
        for theme in loose:
            yield from _theme(book, theme)


def _indicator(book: Codebook, indicator: Indicator) -> Iterator[Block]:
    yield Heading(2, indicator.name)
    if indicator.covers:
        yield Paragraph(indicator.covers, is_note=True)
    for theme in book.themes_of(indicator.id):
        yield from _theme(book, theme)


def _theme(book: Codebook, theme: Theme, above: str = "") -> Iterator[Block]:
    yield Heading(3, f"{above}{theme.name}")
    yield Paragraph(theme.id, label="Id")
    if theme.definition:
        yield Paragraph(theme.definition)
    if theme.use_when:
        yield Paragraph(theme.use_when, label="Use when")
    if theme.not_when:
        yield Paragraph(theme.not_when, label="Not when")
    if theme.examples:
        yield Paragraph("", label="Examples")
        yield Bullets(tuple(f"“{e.text}”" + (f" ({e.stance})" if e.stance else "") for e in theme.examples))
    if theme.see_also:
        names = {t.id: t.name for t in book.themes}
        yield Paragraph(", ".join(names.get(key, key) for key in theme.see_also), label="See also")
    for child in book.children(theme.id):
        yield from _theme(book, child, f"{theme.name}: ")


def page(blocks: list[Block], title: str) -> str:
    """Those blocks as one HTML file that asks nobody for anything."""
    body = "\n".join(_html(block) for block in blocks)
    return (
        '<!doctype html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f"<title>{_safe(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )


def _safe(text: str) -> str:
    return escape(clean(text, one_line=True))


def _html(block: Block) -> str:
    match block:
        case Heading():
            return f"<h{block.level + 1}>{_safe(block.text)}</h{block.level + 1}>"
        case Paragraph():
            label = f"<strong>{_safe(block.label)}:</strong> " if block.label else ""
            opening = '<p class="note">' if block.is_note else "<p>"
            return f"{opening}{label}{_safe(block.text)}</p>"
        case Bullets():
            return "<ul>\n" + "\n".join(f"<li>{_safe(item)}</li>" for item in block.items) + "\n</ul>"
        case _:
            raise TypeError(type(block).__name__)
