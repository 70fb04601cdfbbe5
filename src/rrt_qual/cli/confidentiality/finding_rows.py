"""How well identifying words are found: a row a label, with 'all' last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rrt_qual.domain.figures.columns import count, number, text
from rrt_qual.domain.report.report import Sheet

if TYPE_CHECKING:
    from rrt_qual.services.confidentiality.measure import FindingEvaluation

_NOTES = (
    "Found: covered wholly by finds of any kind. Predicted: finds of that kind in talk.",
    "Precision: the share of those that touch marked words, whatever their label.",
)


def sheet(found: FindingEvaluation) -> Sheet:
    """The scores as rows."""
    columns = (
        text("label", "Label"),
        *(count("marked", "Marked"), count("found", "Found"), number("recall", "Recall", "")),
        *(count("predicted", "Predicted"), number("precision", "Precision", "")),
    )
    rows = ({"label": label} | score.as_dict() for label, score in found.scores.items())
    return Sheet("finds", "", columns, tuple(tuple(row[c.key] for c in columns) for row in rows), _NOTES)
