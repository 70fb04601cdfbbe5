"""What a report for reading says, in which order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rrt_qual.domain.codebook import STANCES, Stance
from rrt_qual.domain.figures import comparison, frequencies, joint, ratings
from rrt_qual.domain.figures.columns import INTERVAL, SIDES, ends, n_of, pick, shown_count, text
from rrt_qual.domain.report.evidence import ReportQuote, Share, ShareDifference
from rrt_qual.domain.report.report import Counted, IndicatorPage, Report, Sheet, Value
from rrt_qual.export.documents.blocks import Block, Bullets, Heading, Paragraph, Picture, Quotation, TableBlock

_STANCES = tuple(f"{s}_interviews" for s in STANCES)
_THEME_COLUMNS = (
    text("name", "Theme"),
    *pick(frequencies.COLUMNS, "interviews", "base", "share"),
    INTERVAL,
    *pick(frequencies.COLUMNS, *_STANCES),
)
_OVERVIEW = (
    *pick(ratings.COLUMNS, "name", "rating", "interviews", "base", *(f"{s}_interviews" for s in SIDES)),
    *pick(joint.COLUMNS, "survey_score"),
)


def outline(report: Report) -> list[Block]:
    """The blocks of the whole report."""
    return [
        *_opening(report),
        *_overview(report),
        *(Picture(figure) for figure in report.figures),
        *_chapters(report),
        *_further(report),
        *_appendix(report),
    ]


def _opening(report: Report) -> Iterator[Block]:
    origin = report.provenance
    yield Heading(0, f"{origin.project}: what the interviews say")
    chosen = "; ".join(f"{what}: {value}" for what, value in origin.filters)
    yield Paragraph(
        f"{origin.base[:1].upper()}{origin.base[1:]} ({chosen}). Rule: {origin.counting_rule}. Codebook"
        f" '{origin.codebook}', version {origin.codebook_version}, revision {origin.revision}."
        f" {origin.program}, {origin.made_at}.",
        is_note=True,
    )
    for sentence in (*report.notes, *origin.policy):
        yield Paragraph(sentence, is_note=True)


def _overview(report: Report) -> Iterator[Block]:
    rows = [_overview_row(page) for page in report.pages()]
    if not rows:
        return
    yield Heading(1, "At a glance")
    full = tuple(n for n in range(len(_OVERVIEW)) if any(row[n] is not None for row in rows) or n == 0)
    columns = tuple(_OVERVIEW[n] for n in full)
    sheet = Sheet("overview", "At a glance", columns, tuple(tuple(row[n] for n in full) for row in rows))
    yield TableBlock(sheet, "Indicators: how many interviews speak of each, and as what")


def _overview_row(page: IndicatorPage) -> tuple[Value, ...]:
    c = page.counted
    return (
        page.name,
        str(page.rating.rating) if page.rating else None,
        c.any.n,
        c.any.base,
        *(c.of(stance).n for stance in SIDES),
        page.joint.survey_score if page.joint else None,
    )


def _chapters(report: Report) -> Iterator[Block]:
    for domain in report.domains:
        yield Heading(1, domain.name)
        yield Paragraph(f"{_spoken(domain.counted)} speak of it.")
        for page in domain.indicators:
            yield from _indicator(page)
    if report.loose:
        yield Heading(1, "Other indicators")
        for page in report.loose:
            yield from _indicator(page)
    if not report.domains and not report.loose and report.codebook.themes:
        found = report.sheet("frequencies")
        if found:
            yield Heading(1, "Themes")
            yield TableBlock(found.brief(), "How many interviews speak of each theme")


def _indicator(page: IndicatorPage) -> Iterator[Block]:
    yield Heading(2, page.name)
    if page.covers:
        yield Paragraph(page.covers, is_note=True)
    if page.rating:
        yield Paragraph(f"{page.rating.rating}. {page.rating.because}", label="Rating")
        if page.rating.overridden_by:
            said = f"the rule says {page.rating.by_rule}; {page.rating.override_reason}"
            yield Paragraph(said, label=f"Decided by {page.rating.overridden_by}")
    yield Paragraph(f"{_spoken(page.counted)} speak of it: {_stances(page.counted)}.")
    yield TableBlock(Sheet(page.key, page.name, _THEME_COLUMNS, tuple(_theme_rows(page))), f"Themes of '{page.name}'")
    for label, keys in (("Strengths", page.strengths), ("Risks", page.risks), ("Solutions", page.solutions)):
        if keys:
            yield Paragraph(", ".join(page.theme(key).counted.name for key in keys), label=label)
    if page.joint and page.joint.survey_score is not None:
        yield Paragraph(f"{page.joint.agreement}. {page.joint.because}", label="Survey and interviews")
    yield from _changes(page.differences)
    for quote in page.quotes:
        yield Quotation(quote.wording, speaker(quote))
    for note in page.notes:
        yield Paragraph(note, is_note=True)


def _theme_rows(page: IndicatorPage) -> Iterator[tuple[Value, ...]]:
    for theme in page.themes:
        c = theme.counted
        stances = (c.of(s).n for s in STANCES)
        yield (f"{'– ' * theme.depth}{c.name}", c.any.n, c.any.base, c.any.value, interval(c.any), *stances)


def _changes(found: Sequence[ShareDifference]) -> Iterator[Block]:
    """What became of the indicator, of any stance; the sheet of the comparison has the stances."""
    for d in found:
        if d.stance is None:
            yield Paragraph(
                f"{d.direction} ({_of(d.before)} before, {_of(d.after)} now). {d.note}".strip(), label="Change"
            )


def _further(report: Report) -> Iterator[Block]:
    """The tables that are not told indicator by indicator."""
    told = {"read me", "frequencies", "indicators", "quotes", "codebook", "how it was done"}
    for sheet in report.sheets:
        if sheet.name not in told:
            yield Heading(1, sheet.title)
            for note in sheet.notes:
                yield Paragraph(note, is_note=True)
            yield TableBlock(_for_reading(sheet), sheet.title)


def _for_reading(sheet: Sheet) -> Sheet:
    """The sheet for reading: of a comparison and a breakdown the indicators, or the themes where there are none."""
    levels = {record.get("level") for record in sheet.records()}
    level = next((name for name in ("indicator", "theme") if name in levels), "")
    if sheet.name == "comparison":
        return comparison.reading(sheet, level)
    broken_down = {"level", "group"} <= set(sheet.keys)
    return frequencies.pivoted(sheet, ("domain", level)) if broken_down else sheet.brief()


def _appendix(report: Report) -> Iterator[Block]:
    done = report.sheet("how it was done")
    if done:
        yield Heading(1, "Appendix: how it was done")
        yield Paragraph(
            "Items of COREQ (Tong, Sainsbury and Craig 2007) and SRQR (O'Brien et al. 2014). What the project does not"
            " know is marked [author], for the author to fill in.",
            is_note=True,
        )
        yield TableBlock(done.brief(), "Facts for COREQ and SRQR")
    if report.absent:
        yield Heading(1, "Appendix: what is not here")
        yield Bullets(tuple(f"{a.part}: {a.why}" for a in report.absent))


def speaker(quote: ReportQuote) -> str:
    """What may be said of who is quoted, with the stance, and that they disagree with most."""
    said = [value for _, value in quote.attribution]
    stance = [] if quote.stance is Stance.UNSPECIFIED else [str(quote.stance)]
    return ", ".join([*said, *stance, *(["against what most say"] if quote.dissent else [])])


def interval(share: Share) -> str | None:
    """The 95 % interval in per cent, as '40 to 89 %'; None when there is none."""
    found = ends(share.low, share.high, " to ") if share.n is not None and share.base else None
    return f"{found} %" if found else None


def _spoken(c: Counted) -> str:
    if c.any.n is None:
        return "Too few interviews to say how many"
    return f"{c.any.n} of {c.any.base} interviews" + (
        f" ({100 * c.any.value:.0f} %)" if c.any.value is not None else ""
    )


def _stances(c: Counted) -> str:
    return ", ".join(f"{shown_count(c.of(stance).n)} as a {stance}" for stance in SIDES)


def _of(share: Share) -> str:
    return n_of(share.n, share.base or None)
