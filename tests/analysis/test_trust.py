"""Figures of trust by hand-worked examples."""

from __future__ import annotations

import pytest

from rrt_qual.analysis.trust import Acceptance, Judgement, SuggestionShare, agreement, anchoring, by_month, cohen


def judged(coder: str, proposed: str, *themes: str, shown: bool = False, accepted: bool = False) -> Judgement:
    """One judgement of a segment of its own."""
    return Judgement(coder, "s", frozenset(themes), proposed, shown, accepted)


def test_acceptance_is_of_what_was_decided() -> None:
    """What was passed by in silence is shown, and neither accepted nor rejected."""
    rows = [Acceptance("Ama", "pay", "2026-11", 10, 3, 1), Acceptance("Ama", "team", "2026-11", 5, 0, 0)]
    assert rows[0].rate == SuggestionShare(3, 4) and rows[0].rate.value == 0.75
    assert rows[1].rate.value is None and rows[1].rate.interval == (0.0, 1.0)
    assert by_month(rows) == [Acceptance("Ama", "*", "2026-11", 15, 3, 1)]
    assert by_month([]) == []


def test_anchoring_compares_shown_with_unseen() -> None:
    """Two of two where shown against one of two where unseen: a pull of one half, with a wide interval."""
    found = anchoring(
        [
            *(judged("Ama", "pay", "pay", shown=True) for _ in range(2)),
            judged("Ama", "pay", "pay"),
            judged("Ama", "pay", "team"),
            judged("Ama", "", "team"),
            judged("Ben", "pay", "pay"),
        ]
    )
    ama, ben = found
    assert (ama.shown, ama.unseen, ama.pull) == (SuggestionShare(2, 2), SuggestionShare(1, 2), 0.5)
    assert ama.interval is not None and ama.interval[0] < 0 < 0.5 < ama.interval[1] <= 1
    assert ben.pull is None and ben.interval is None


def test_agreement_leaves_out_what_was_accepted() -> None:
    """By hand: shown or not, but not accepted; unseen: not shown."""
    unseen, by_hand = agreement(
        [
            judged("Ama", "pay", "pay"),
            judged("Ama", "team", "pay", "voice"),
            judged("Ama", "team", "team", shown=True),
            judged("Ama", "pay", "pay", shown=True, accepted=True),
        ],
        ["pay", "team", "voice"],
    )
    assert unseen.percent == SuggestionShare(1, 2) and by_hand.percent == SuggestionShare(2, 3)
    # six pairs: 1 both, 2 human alone, 1 machine alone, 2 neither: seen 1/2, chance (3*2 + 3*4)/36 = 1/2
    assert unseen.kappa == pytest.approx(0.0)


def test_kappa() -> None:
    """A worked example (seen .7, chance .5) and the ends."""
    assert cohen(20, 5, 10, 15) == pytest.approx(0.4)
    assert cohen(5, 0, 0, 5) == 1.0
    assert cohen(0, 5, 5, 0) == -1.0
    assert cohen(0, 0, 0, 9) is None and cohen(0, 0, 0, 0) is None
