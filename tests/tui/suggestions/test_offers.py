"""What is offered for a segment, without a screen: it holds still, and nothing is counted as shown twice."""

from __future__ import annotations

from dataclasses import replace

from rrt_qual.domain.codebook import Stance
from rrt_qual.domain.spans import Span
from rrt_qual.services.suggestions.engine import KeptSuggestion, QueueKind, QueuePlace, SuggestionReason
from rrt_qual.tui.coding.offers import MORE, SHOWN, Offers
from rrt_qual.tui.coding.trail import Trail
from rrt_qual.tui.shared.suggesting import Sightings


def proposals(*likelihoods: tuple[str, float]) -> list[tuple[int, KeptSuggestion]]:
    """Proposals for segment 0, in this order; below .2 is below the threshold."""
    return [
        (0, KeptSuggestion("s0", "i", Span(0, 5), theme, n, p, p >= 0.2, Stance.RISK, 0.9, "m", False))
        for n, (theme, p) in enumerate(likelihoods, start=1)
    ]


def themes(offers: Offers, hidden: set[str] | None = None) -> list[str]:
    return [p.theme for p in offers.shown(hidden or set())]


def test_only_the_likely_are_shown_until_more_are_asked_for() -> None:
    """Three at most, those above their thresholds; with more, the unlikely too, and each has a digit."""
    offers = Offers()
    offers.put(proposals(("a", 0.9), ("b", 0.8), ("c", 0.7), ("d", 0.6), ("e", 0.1)))
    offers.at(0)
    assert themes(offers) == ["a", "b", "c"] and len(themes(offers)) == SHOWN
    assert offers.hidden_below() == 1
    offers.more = True
    assert themes(offers) == ["a", "b", "c", "d"] and len(themes(offers)) == MORE
    offers.at(1)
    assert not offers.more and themes(offers) == []


def test_new_numbers_change_no_order_while_one_stays() -> None:
    """A theme that is no longer among the best stays where it was; a new one waits until one comes back."""
    offers = Offers()
    offers.put(proposals(("a", 0.9), ("b", 0.8)))
    offers.at(0)
    offers.put(proposals(("c", 0.95), ("b", 0.1)))
    assert [(p.theme, p.likelihood) for p in offers.shown()] == [("a", 0.9), ("b", 0.1)]
    assert themes(offers, {"a"}) == ["b"], "what was decided goes, and the next moves up"
    assert themes(offers) == ["a", "b"], "what was taken back is there again, in its old place"
    offers.at(1)
    offers.at(0)
    assert themes(offers)[0] == "c"


def test_the_first_answer_is_shown_at_once() -> None:
    """Nothing was shown here yet, so nothing can jump."""
    offers = Offers()
    offers.at(0)
    assert not offers.ready and themes(offers) == []
    offers.put(proposals(("a", 0.9)))
    assert offers.ready and themes(offers) == ["a"]


def test_reasons_are_kept_for_the_passage_one_is_on() -> None:
    """A refit makes other reasons; those that are being read stay."""
    offers = Offers()
    offers.put(proposals(("a", 0.9)))
    offers.at(0)
    first = offers.shown()[0]
    offers.explained(first, SuggestionReason("example", "so", 0.5))
    offers.explained(replace(first, segment_id="other"), SuggestionReason("example", "else", 0.5))
    offers.put(proposals(("a", 0.8)))
    assert offers.reason(first) is not None
    assert offers.reason(replace(first, segment_id="other")) is None


def test_a_sighting_counts_once_for_each_coder() -> None:
    """Coming back to a passage shows nothing new."""
    seen = Sightings()
    shown = [p for _, p in proposals(("a", 0.9), ("b", 0.8))]
    assert seen.fresh("Ann", shown[:1]) == shown[:1]
    assert seen.fresh("Ann", shown) == shown[1:]
    assert seen.fresh("Bob", shown) == shown


def test_a_trail_ends_at_both_ends() -> None:
    """One cannot walk off a queue."""
    trail = Trail(QueueKind.LIKELY, "Blame", [QueuePlace("i", Span(0, 5), "blame", 0.5)])
    assert trail.step(1) is not None and trail.words() == "queue: 1 of 1 likely ‘Blame’"
    assert trail.step(1) is None and trail.step(-1) is None and trail.at == 0
