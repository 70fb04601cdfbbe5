"""What one participant says most of: figures to be read with care, and not to be quoted much."""

from __future__ import annotations

from collections.abc import Iterable

from rrt_qual.domain.codebook import Codebook
from rrt_qual.domain.confidentiality.disclosure import Dominance, Policy
from rrt_qual.domain.figures import columns as col
from rrt_qual.domain.report.report import Sheet

FLAG = col.text("flag", "Flag", "dominated: one participant says more of it than the project's limit")
COLUMNS = (*col.WHERE, col.PASSAGES, FLAG)


def sheet(codebook: Codebook, found: Iterable[Dominance], limits: Policy) -> Sheet:
    """A row for each thing that is flagged and that the codebook still has."""
    where = col.places(codebook)
    rows = tuple(
        (d.level, *at, d.passages, "dominated") for d in found if d.flagged and (at := where.get((d.level, d.key)))
    )
    note = (
        f"One participant says more than {100 * limits.dominance:.0f} % of the passages of these (of"
        f" {limits.dominance_from} passages or more)."
    )
    return Sheet("dominance", "Dominated by one", COLUMNS, rows, (note,))
