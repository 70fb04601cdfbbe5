"""The retention codebook keeps its promises to two coders."""

from __future__ import annotations

from pathlib import Path

import pytest

from rrt_qual.domain.codebook import STANCES, Codebook
from rrt_qual.ingest.codebook.file import read_codebook

ROOT = Path(__file__).parents[2]

#: The ids that survey scores, frequencies and comparisons over the years join on.
INDICATORS = {
    "safe": "safety just-culture fairness",
    "supported": "overload supervision line-management resources work-life-balance",
    "valued": "senior-leadership transparency voice recognition pay-rewards",
    "growing": "training career-development early-career autonomy",
    "happy": "team burnout meaning",
}


@pytest.fixture(scope="module")
def retention() -> Codebook:
    return read_codebook(ROOT / "codebooks" / "retention.yaml")


def test_domains_and_indicators_are_the_fixed_ones(retention: Codebook) -> None:
    """Five domains and twenty indicators with unchanged ids, in their order."""
    assert {d.id: " ".join(i.id for i in retention.indicators_of(d.id)) for d in retention.domains} == INDICATORS


def test_every_indicator_has_two_to_four_themes(retention: Codebook) -> None:
    """No indicator is a single theme in disguise, none is a ragbag; 50 to 70 themes in all."""
    counts = {i.id: len(list(retention.themes_of(i.id))) for i in retention.indicators}
    assert all(2 <= n <= 4 for n in counts.values()), counts
    assert 50 <= len(retention.themes) <= 70


def test_every_theme_can_be_coded_from_its_text(retention: Codebook) -> None:
    """Each theme says what it is, when to use it and when not, with examples across all stances."""
    for theme in retention.themes:
        assert theme.definition, theme.id
        assert theme.use_when, theme.id
        assert theme.not_when, theme.id
        assert len(theme.examples) >= 4, theme.id
        assert {e.stance for e in theme.examples} >= set(STANCES), theme.id
