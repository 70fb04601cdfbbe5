"""The quotes that may be printed, and those that are held back.

Neither interview nor wave stands here: the attribution says all that may be said, and the reference leads back to the
passage inside the project alone.
"""

from __future__ import annotations

from collections.abc import Iterable

from rrt_qual.domain.codebook import Codebook
from rrt_qual.domain.figures import columns as col
from rrt_qual.domain.report.evidence import ReportQuote
from rrt_qual.domain.report.report import Sheet, Value

#: What a score is made of: the part as it is called inside -> its column.
PARTS = {
    "central": col.number("central", "Central", "how near to the middle of what is said", unit="0 to 1", brief=False),
    "stands": col.number("stands", "Stands alone", "how far it stands on its own", unit="0 to 1", brief=False),
    "length": col.number("length", "Length", "how good its length is", unit="0 to 1", brief=False),
    "fluency": col.number("fluency", "Fluent", "how fluent it is", unit="0 to 1", brief=False),
    "stance": col.number("clear_stance", "Stance", "how clearly it is of its stance", unit="0 to 1", brief=False),
}

_WHICH = (
    col.text("domain", "Domain", "id of the domain", brief=False),
    col.text("indicator", "Indicator", "id of the indicator", brief=False),
    col.text("theme", "Theme", "id of the theme", brief=False),
    col.text("name", "Theme", "name of the theme"),
    col.STANCE,
)
_REF = col.text("ref", "Reference", "leads back to the passage inside the project: 'quotes --show'", brief=False)
_PINNED = col.text("pinned", "Chosen", "yes: a person chose it, not the rule", brief=False)

COLUMNS = (
    *_WHICH,
    col.text("quote", "Quote", "the wording that may be printed"),
    col.text("attribution", "Speaker", "what may be said of the speaker"),
    col.text("dissent", "Dissent", "yes: it speaks against what most say"),
    _PINNED,
    col.number("score", "Score", "how well it stands for the theme", unit="0 to 1", brief=False),
    *PARTS.values(),
    col.text("reason", "Reason", "why it was chosen", brief=False),
    _REF,
)
HELD_COLUMNS = (*_WHICH, _PINNED, _REF, col.text("held_back", "Held back", "why it may not be printed; a row a reason"))


def sheet(codebook: Codebook, found: Iterable[ReportQuote]) -> Sheet:
    """A row a quote."""
    rows = tuple(
        (
            *_which(codebook, q),
            q.wording,
            "; ".join(f"{name}: {value}" for name, value in q.attribution),
            _yes(q.dissent),
            _yes(q.pinned),
            col.rounded(q.score),
            *(col.rounded(q.parts.get(part)) for part in PARTS),
            q.reason,
            q.ref,
        )
        for q in found
    )
    return Sheet("quotes", "Quotes", COLUMNS, rows)


def held_sheet(codebook: Codebook, found: Iterable[ReportQuote]) -> Sheet:
    """A row for each reason that holds a quote back, without a word of the quote."""
    rows = tuple((*_which(codebook, q), _yes(q.pinned), q.ref, reason) for q in found for reason in q.held_back)
    return Sheet("held quotes", "Held quotes", HELD_COLUMNS, rows)


def _which(codebook: Codebook, q: ReportQuote) -> tuple[Value, ...]:
    return q.domain, q.indicator, q.theme, codebook.theme(q.theme).name, str(q.stance)


def _yes(value: bool) -> str:
    return "yes" if value else "no"


def reading(name: str, found: Iterable[ReportQuote]) -> Sheet:
    """The quotes for one thing, for people: the wording, below it who speaks, and why it was chosen."""
    rows = tuple(
        (f"{n}.", col.lines(f"“{q.wording}”", f"{q.speaker}  {_marks(q)}  {q.ref}", f"{q.score:.2f} {q.reason}."))
        for n, q in enumerate(found, start=1)
    )
    notes = () if rows else ("No quote may be printed.",)
    return Sheet("quotes", name, (col.text("number", ""), col.text("quote", "")), rows, notes)


def held_reading(found: Iterable[tuple[str, ReportQuote]]) -> Sheet:
    """What is held back, for people; each with the name of what it was chosen for."""
    rows = tuple((q.ref, col.lines(f"{name}  {_marks(q)}", *q.held_back)) for name, q in found)
    how = ("'quotes --show REF' shows one, '--release REF --why …' prints it all the same.",) if rows else ()
    return Sheet("held quotes", "", (col.text("ref", ""), col.text("quote", "")), rows, how)


def _marks(q: ReportQuote) -> str:
    marks = [mark for mark, on in (("pinned", q.pinned), ("disagrees", q.dissent)) if on]
    return "  ".join([f"{q.stance.letter} {q.stance}", *marks])
