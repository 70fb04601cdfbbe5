from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rrt_qual.suggest import calibrate, channels
from rrt_qual.suggest.embed.words import Vocabulary, grams, stem
from rrt_qual.suggest.judge import metrics

SCORES = np.array([[0.9, 0.1, 0.0], [0.2, 0.8, 0.7], [0.5, 0.4, 0.6], [0.3, 0.2, 0.1]], np.float32)
TRUTH = np.array([[1, 0, 0], [0, 0, 1], [0, 1, 0], [0, 0, 0]], bool)


def test_hits_ranks_and_precision_by_hand() -> None:
    """hit@1 1/3, hit@2 2/3, MRR (1 + 1/2 + 1/3)/3, AP by theme; the uncoded row counts for AP alone."""
    assert metrics.hit_at(SCORES, TRUTH, 1) == pytest.approx(1 / 3)
    assert metrics.hit_at(SCORES, TRUTH, 2) == pytest.approx(2 / 3)
    assert metrics.mean_reciprocal_rank(SCORES, TRUTH) == pytest.approx((1 + 1 / 2 + 1 / 3) / 3)
    assert metrics.average_precision(SCORES, TRUTH) == pytest.approx((1 + 1 / 2 + 1) / 3)
    assert metrics.macro_f1(SCORES, TRUTH) == pytest.approx((1 + 0 + 0) / 3)


def test_average_precision_is_scikit_learns() -> None:
    """Without ties our average precision equals scikit-learn's."""
    from sklearn.metrics import average_precision_score

    random = np.random.default_rng(1)
    scores, truth = random.random((50, 4)).astype(np.float32), random.random((50, 4)) < 0.3
    theirs = np.mean([average_precision_score(truth[:, j], scores[:, j]) for j in range(4)])
    assert metrics.average_precision(scores, truth) == pytest.approx(theirs, abs=1e-6)


def test_calibration_error_by_hand() -> None:
    """Two bins: one of .9 that is right half the time, one of .2 that is never right."""
    likelihood = np.array([[0.9, 0], [0.9, 0], [0.2, 0], [0.2, 0]], np.float32)
    truth = np.array([[1, 0], [0, 0], [0, 0], [0, 0]], bool)
    assert metrics.expected_calibration_error(likelihood, truth) == pytest.approx((0.4 + 0.2) / 2)
    assert sum(b.count for b in metrics.reliability(likelihood, truth)) == 4


def test_nothing_coded_has_no_hits() -> None:
    """Without a coded row the measures are not numbers rather than zero."""
    assert np.isnan(metrics.hit_at(SCORES, TRUTH & False, 1))
    assert np.isnan(metrics.interval([])[0])
    assert metrics.interval([0.5])[0] == 0.5


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(12, 80), st.integers(2, 6))
def test_calibration_is_monotone_and_thresholds_lie_inside(seed: int, n: int, k: int) -> None:
    """Whatever was coded, factors are not negative and thresholds are likelihoods."""
    random = np.random.default_rng(seed)
    raw, truth = random.normal(size=(n, k)).astype(np.float32), random.random((n, k)) < 0.3
    found = calibrate.fit(raw, truth)
    assert found.slope >= 0 and found.margin >= 0
    cut = calibrate.thresholds(found.apply(raw), truth)
    assert cut.shape == (k,) and (cut >= 0.02).all() and (cut <= 0.9).all()


def test_calibration_learns_how_often_it_is_right() -> None:
    """Scores that are right 30 times in 100 get likelihoods near .3."""
    random = np.random.default_rng(0)
    raw = np.tile(np.array([[0.8, 0.1, 0.1]], np.float32), (400, 1))
    truth = np.zeros((400, 3), bool)
    truth[:, 0] = random.random(400) < 0.3
    assert calibrate.fit(raw, truth).apply(raw)[:, 0].mean() == pytest.approx(truth[:, 0].mean(), abs=0.04)


@given(st.lists(st.sampled_from("abcdefg"), min_size=1, max_size=60))
def test_an_interview_is_never_in_two_folds(docs: list[str]) -> None:
    """Folds split by interview whenever there are two."""
    fold = calibrate.folds(tuple(docs))
    if len(set(docs)) > 1:
        assert len({(d, f) for d, f in zip(docs, fold.tolist(), strict=True)}) == len(set(docs))


def test_pooling_favours_several_good_themes() -> None:
    """An indicator's score lies between the mean and the best of its themes, and an empty one comes last."""
    scores = np.array([[0.5, 0.5, 0.6, 0.0]], np.float32)
    out = channels.pool(scores, [np.array([0, 1]), np.array([2, 3]), np.array([], np.int64)], 7.0)
    assert out[0, 0] == pytest.approx(0.5)
    assert 0.3 < out[0, 1] < 0.6
    assert out[0, 2] < out[0, 1]


def test_words_meet_across_their_endings() -> None:
    """managers, manager and management share a gram; function words give none; idf is never negative."""
    assert grams("management").keys() & grams("my managers").keys()
    assert stem("visiting") == stem("visits")
    assert not grams("and then it was, you know, like that")
    vocabulary = Vocabulary(["caseload too high", "caseload cap", "pay"])
    assert (vocabulary.idf >= 1).all()
    assert np.asarray(
        vocabulary.transform(["caseload cap", "nothing known"]).power(2).sum(axis=1)
    ).ravel() == pytest.approx([1, 0])
