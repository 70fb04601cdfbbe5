"""What a protected table says of itself: which figures are held back, and how many."""

from __future__ import annotations

from rrt_qual.domain.codebook import Stance
from rrt_qual.domain.confidentiality.disclosure import (
    NEVER_RELEASED,
    CheckedQuote,
    Hold,
    Policy,
    ProtectedFigure,
    ProtectedRow,
    ProtectedTable,
    QuoteCandidate,
    WithheldReason,
)
from rrt_qual.domain.spans import Span

SHOWN = ProtectedFigure(0, 9, 0)  # none is a figure as any other
HELD = ProtectedFigure(None, 9, None, by_stance={Stance.RISK: (None, None), Stance.STRENGTH: (0, 0)})
ROWS = (
    ProtectedRow("domain", "d", "D", "", 0, "d", "", {"": SHOWN}),
    ProtectedRow("theme", "t", "T", "", 1, "d", "i", {"": HELD}),
)


def test_a_figure_says_what_of_it_is_held_back() -> None:
    """A figure that is nought is shown; what is not there is held back, stance by stance."""
    assert (SHOWN.held, SHOWN.hidden) == (False, ())
    assert (HELD.held, HELD.hidden) == (True, ("interviews", "passages", "risk"))
    assert ProtectedFigure(1, None, 1).hidden == ("base",)


def test_a_table_counts_what_it_holds_back() -> None:
    """Groups and cells that are held back are counted once each, an empty group not among them."""
    table = ProtectedTable(ROWS, ("A", "B"), {"A": (0, 2), "B": (None, None)}, (9, 9), Policy(), "any coder")
    assert (table.held_groups, table.held_cells) == (1, 1)
    assert table.of_level("theme") == [ROWS[1]] and table.of_level("theme")[0].figure is HELD


def test_a_quote_is_printable_when_nothing_holds_it_back() -> None:
    """One reason is enough, and is told in its words; some nobody can lift."""
    quote = QuoteCandidate("i", Span(0, 9))
    held = CheckedQuote(
        quote, (WithheldReason(Hold.RARE_WORDS, "Only they say it."), WithheldReason(Hold.FEW_PEOPLE, "Few share it."))
    )
    assert (CheckedQuote(quote).printable, CheckedQuote(quote).held_back) == (True, ())
    assert (held.printable, held.held_back) == (False, ("Only they say it.", "Few share it."))
    assert {Hold.WITHDRAWN, Hold.NO_CONSENT, Hold.PARAPHRASE, Hold.NOT_SEARCHED} == NEVER_RELEASED
