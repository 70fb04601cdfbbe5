from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from suggest_small import CODEBOOK, CODED, PASSAGES

from rrt_qual.domain.codebook import Codebook, Stance
from rrt_qual.suggest.embed.faults import NothingToLearn
from rrt_qual.suggest.embed.open import LexicalEmbedder
from rrt_qual.suggest.embed.types import PassageCodes, Rejected, TalkPassage
from rrt_qual.suggest.model import SuggestionModel


def fresh() -> SuggestionModel:
    return SuggestionModel(CODEBOOK, LexicalEmbedder())


def test_suggests_before_anything_is_coded() -> None:
    """The codebook alone ranks the right theme first for talk that shares its words."""
    model = fresh()
    table = model.score(model.read(PASSAGES))
    assert [table.best(i, 1, every=True)[0].theme for i in range(4)] == [
        "caseload-size", "manager-care", "pay-level", "parking",
    ]  # fmt: skip
    assert table.lexical


def test_likelihoods_are_probabilities_and_keep_the_order_of_the_raw_scores() -> None:
    """Calibration never reorders the themes of a passage."""
    model = fresh()
    model.fit(CODED)
    model.calibrate()
    table = model.score(model.read(PASSAGES))
    assert ((table.likelihood >= 0) & (table.likelihood <= 1)).all()
    for raw, chance in zip(table.raw, table.likelihood, strict=True):
        assert (np.diff(chance[np.argsort(raw, kind="stable")]) >= -1e-6).all()


def test_coding_a_passage_raises_like_passages() -> None:
    """After a coding the theme scores higher for what resembles it."""
    model = fresh()
    like = TalkPassage("Parking is a nightmare, you drive round and round for a space.", "z")
    before = model.score([like]).raw[0, 3]
    model.fit([PassageCodes(TalkPassage("You drive round for twenty minutes to find a space.", "y"), ("parking",))])
    assert model.score([like]).raw[0, 3] > before


def test_rejecting_lowers_the_theme_for_like_passages_alone() -> None:
    """A rejection pushes its own theme down and leaves another theme's score for that passage as it was."""
    model = fresh()
    passage = TalkPassage("The caseload of the library van is nothing to do with me.", "z")
    before = model.score([passage]).raw[0]
    model.fit([], [Rejected(passage, "caseload-size")])
    after = model.score([passage]).raw[0]
    assert after[0] < before[0]
    assert after[2] == pytest.approx(before[2], abs=1e-5)


def test_every_segment_rejected_still_scores() -> None:
    """When all is rejected the model neither fails nor inverts: scores stay finite."""
    model = fresh()
    model.fit([], [Rejected(p, t.id) for p in PASSAGES for t in CODEBOOK.themes])
    assert np.isfinite(model.score(PASSAGES).likelihood).all()


def test_a_codebook_that_changed_is_passed_over_and_named() -> None:
    """Codings of a theme that is gone are not lost silently: their ids are kept in unknown_themes."""
    model = fresh()
    model.fit([*CODED, PassageCodes(PASSAGES[3], ("old-theme",))], [Rejected(PASSAGES[0], "older")])
    assert model.unknown_themes == ("old-theme", "older")


def test_an_empty_codebook_is_refused_with_a_sentence() -> None:
    """Without themes there is nothing to suggest, and it says so."""
    with pytest.raises(NothingToLearn, match="no themes"):
        SuggestionModel(Codebook("x", "x", 1, ()), LexicalEmbedder())


def test_one_theme_without_examples_and_no_passages() -> None:
    """The smallest codebook and no talk at all work."""
    model = SuggestionModel(replace(CODEBOOK, themes=CODEBOOK.themes[3:]), LexicalEmbedder())
    model.fit([PassageCodes(PASSAGES[3], ("parking",))])
    model.calibrate()
    assert model.score(model.read([])).raw.shape == (0, 1)
    assert model.score(PASSAGES).likelihood.shape == (6, 1)


def test_indicator_codings_are_learned_and_scored() -> None:
    """A coding at indicator level teaches the indicator's themes, and indicators are ranked from themes."""
    model = fresh()
    model.fit([PassageCodes(TalkPassage("Mileage rates are a joke.", "q"), ("pay-rewards",))])
    table = model.indicator_scores(model.score([TalkPassage("They cut the mileage rates again.", "r")]))
    assert table.themes == ("overload", "line-management", "pay-rewards")
    assert table.best(0, 1, every=True)[0].theme == "pay-rewards"


def test_explains_with_nearest_text_and_words() -> None:
    """The why is a text of the theme and the passage's own words; a coded passage wins when it is nearer."""
    model = fresh()
    model.read(PASSAGES)
    why = model.explain(PASSAGES[1], "manager-care")
    assert why.source == "example" and "rings me" in why.nearest
    assert {"manager"} <= {word for word, _ in why.words}
    assert 0 < sum(share for _, share in why.words) <= 1.001
    model.fit(CODED)
    why = model.explain(TalkPassage("The salary over the border is better."), "pay-level")
    assert (why.source, why.nearest, why.doc) == ("coded", PASSAGES[2].text, "b")


def test_a_passage_is_not_its_own_reason() -> None:
    """A coded passage is explained by something else than itself."""
    model = fresh()
    model.fit(CODED)
    assert model.explain(PASSAGES[2], "pay-level").nearest != PASSAGES[2].text


def test_stance_follows_examples_and_cues() -> None:
    """Proposals read as solutions, praise as strength; the three likelihoods sum to one."""
    model = fresh()
    guesses = model.stances(
        [TalkPassage("There should be a cap on families."), TalkPassage("She always rings me.")], "caseload-size"
    )
    assert guesses[0].stance is Stance.SOLUTION
    assert sum(guesses[1].likelihoods.values()) == pytest.approx(1, abs=1e-5)


def test_stance_without_any_stated_stance_says_unspecified() -> None:
    """With nothing to learn stances from, none is suggested."""
    model = SuggestionModel(replace(CODEBOOK, themes=CODEBOOK.themes[2:]), LexicalEmbedder())
    assert model.stances(PASSAGES[:1], "parking")[0].stance is Stance.UNSPECIFIED


def test_a_question_asked_of_everyone_says_nothing() -> None:
    """The same context on every passage changes no score."""
    model, asked = fresh(), [replace(p, context="Tell me about your caseload") for p in PASSAGES]
    bare = [replace(p, context="") for p in PASSAGES]
    a, b = model.score(model.read(asked)).raw, fresh()
    assert np.allclose(a, b.score(b.read(bare)).raw, atol=1e-4)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.text(max_size=60), min_size=1, max_size=6))
def test_any_text_gets_finite_scores(texts: list[str]) -> None:
    """Whatever is said, blank or strange, scores are finite and one row comes back for each text."""
    model = fresh()
    table = model.score(model.read([TalkPassage(text, "d") for text in texts]))
    assert table.raw.shape == (len(texts), 4)
    assert np.isfinite(table.likelihood).all()


def test_features_can_be_taken_in_part() -> None:
    """Scoring some rows gives what scoring all rows gives for them, long passages included."""
    from rrt_qual.suggest import channels

    model = fresh()
    model.fit(CODED)
    features = model.read(PASSAGES)
    rows = np.array([5, 1, 0])
    whole = channels.raw_scores(features, model._learned, model._centre, model.settings)
    part = channels.raw_scores(features.take(rows), model._learned, model._centre, model.settings)
    assert np.allclose(part, whole[rows], atol=1e-5)
