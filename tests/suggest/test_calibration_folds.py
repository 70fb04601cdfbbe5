"""Likelihoods are fitted to scores of passages whose interview the model had not seen, and to nothing else."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rrt_qual.domain.codebook import Codebook, Theme
from rrt_qual.suggest import calibrate, channels
from rrt_qual.suggest.calibrate import Calibration
from rrt_qual.suggest.channels import CodedEvidence, Learned
from rrt_qual.suggest.embed.open import unit
from rrt_qual.suggest.embed.types import Floats, PassageCodes, Rejected, TalkPassage
from rrt_qual.suggest.features import Features
from rrt_qual.suggest.model import SuggestionModel

THEMES = ("red", "green", "blue", "black")
CODEBOOK = Codebook("x", "X", 1, tuple(Theme(t, t.title(), "#000000", f"About {t}.") for t in THEMES))


class OwnTune:
    """An embedder to whom every interview has a tune of its own: who has heard it once knows it for ever."""

    fingerprint = "own tune"
    dimension = 96
    lexical = False

    def encode(self, texts: Sequence[str]) -> Floats:
        return unit(np.stack([self._one(text) for text in texts]) if texts else np.zeros((0, 96), np.float32))

    def _one(self, text: str) -> Floats:
        tune, _, rest = text.partition(":")
        draw = np.random.default_rng(zlib.crc32(tune.encode())).normal(size=96)
        own = np.random.default_rng(zlib.crc32(rest.encode())).normal(size=96)
        return np.asarray(draw + 0.05 * own, np.float32)


def interviews(n: int = 12, each: int = 6) -> list[PassageCodes]:
    """Interviews that speak of one theme each, which only their own tune could tell."""
    return [
        PassageCodes(TalkPassage(f"tune{i}: {i} {n}", f"interview {i:02d}"), (THEMES[i * 7 % 4],))
        for i in range(n)
        for n in range(each)
    ]


@dataclass
class Spied:
    """What each model was taught, and what was scored with it."""

    taught: dict[int, tuple[frozenset[str], frozenset[str]]]
    scored: list[tuple[frozenset[str], frozenset[str], frozenset[str]]]


@pytest.fixture
def spied(monkeypatch: pytest.MonkeyPatch) -> Spied:
    """Watches every lesson and every score: (interviews coded, interviews rejected in, interviews scored)."""
    seen = Spied({}, [])
    learn, score = channels.learn, channels.raw_scores
    kept = []  # a model that is let go of could hand its number on

    def watched(parts: object, evidence: CodedEvidence, *rest: object) -> Learned:
        learned = learn(parts, evidence, *rest)
        kept.append(learned)
        seen.taught[id(learned)] = (frozenset(evidence.features.docs), frozenset(evidence.rejected.docs))
        return learned

    def noted(features: Features, learned: Learned, *rest: object) -> Floats:
        seen.scored.append((*seen.taught[id(learned)], frozenset(features.docs)))
        return score(features, learned, *rest)

    monkeypatch.setattr(channels, "learn", watched)
    monkeypatch.setattr(channels, "raw_scores", noted)
    return seen


@pytest.mark.parametrize("n", [2, 3, 5, 12])
def test_no_model_scores_an_interview_that_it_was_taught(spied: Spied, n: int) -> None:
    """Neither codings nor rejections of an interview teach a model that scores it, and every interview is scored."""
    model = SuggestionModel(CODEBOOK, OwnTune())
    coded = interviews(n)
    rejected = [Rejected(item.passage, "red") for item in coded[::3]]
    model.fit(coded, rejected)
    spied.scored.clear()
    model.calibrate()
    every = {item.passage.doc for item in coded}
    assert frozenset().union(*(held for _, _, held in spied.scored)) == every
    for taught, turned_down, held in spied.scored:
        assert held.isdisjoint(taught)
        assert held.isdisjoint(turned_down)
        assert taught == every - held, "the rest teaches, all of it"


def test_what_only_the_interview_itself_could_tell_is_not_held_likely() -> None:
    """A model that knows interviews by heart and nothing else is told so: its likelihoods are those of a guess."""
    model = SuggestionModel(CODEBOOK, OwnTune())
    coded = interviews()
    model.fit(coded)
    model.calibrate()
    new = [TalkPassage(f"tune{i}: {n}", f"interview {i}") for i in range(40, 60) for n in range(4)]
    top = model.score(new).likelihood.max(axis=1)
    assert float(top.mean()) < 0.4  # one of four themes: 0.25


def test_rejections_in_an_interview_do_not_sharpen_its_own_calibration() -> None:
    """Turning every wrong theme down in the passages that are coded makes unknown interviews no surer."""
    plain, told = (SuggestionModel(CODEBOOK, OwnTune()) for _ in range(2))
    coded = interviews()
    plain.fit(coded)
    told.fit(coded, [Rejected(c.passage, theme) for c in coded for theme in THEMES if theme not in c.themes])
    new = [TalkPassage(f"tune{i}: {n}", f"interview {i}") for i in range(40, 60) for n in range(4)]
    for model in (plain, told):
        model.calibrate()
    top = [float(model.score(new).likelihood.max(axis=1).mean()) for model in (plain, told)]
    assert top[1] < 0.4, top


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(3, 80), st.integers(1, 5), st.floats(-3, 3), st.floats(0.05, 1.0))
def test_the_curve_that_is_fitted_is_the_best_there_is(seed: int, n: int, k: int, skill: float, spread: float) -> None:
    """Whatever the scores are, wrong way round as well, no curve that is tried fits better than the fitted one."""
    rng = np.random.default_rng(seed)
    truth = np.eye(k, dtype=bool)[rng.integers(0, k, n)]
    raw = np.asarray(spread * (rng.normal(size=(n, k)) + skill * truth), np.float32)
    x = np.stack([raw.ravel(), calibrate.margins(raw).ravel(), np.ones(raw.size)], axis=1).astype(float)
    y = truth.ravel().astype(float)
    start = Calibration()
    first = np.array([start.slope, start.margin, start.shift])
    chance = 1 / (1 + np.exp(-np.clip(x @ first, -30, 30)))
    belief = (x * (chance * (1 - chance))[:, None]).T @ x / n * 10 + 1e-6 * np.eye(3)

    def loss(at: np.ndarray) -> float:
        z = x @ at
        return float((np.logaddexp(0, z) - y * z).sum() + (at - first) @ belief @ (at - first) / 2)

    found = calibrate.fit(raw, truth)
    at = np.array([found.slope, found.margin, found.shift])
    assert at[:2].min() >= 0
    others = [first, first + 1, *(at + rng.normal(size=(30, 3)) * [[0.01], [0.1], [2]][n % 3])]
    for other in others:
        other[:2] = np.maximum(other[:2], 0)
        assert loss(at) <= loss(other) + 1e-6


@given(st.lists(st.sampled_from("abcdefgh"), min_size=1, max_size=40), st.integers(2, 6))
def test_an_interview_lies_in_one_fold(docs: list[str], n: int) -> None:
    """All rows of an interview share a fold, no fold is empty, and sizes differ by no more than an interview."""
    fold = calibrate.folds(tuple(docs), n)
    assert len(fold) == len(docs)
    if len(set(docs)) == 1:
        assert list(fold) == sorted(fold)
        assert set(fold) == set(range(min(n, len(docs))))
        return
    for doc in set(docs):
        assert len({int(f) for f, d in zip(fold, docs, strict=True) if d == doc}) == 1
    sizes = np.bincount(fold)
    assert len(sizes) == min(n, len(set(docs))) and sizes.min() > 0
    assert sizes.max() - sizes.min() <= max(docs.count(d) for d in docs)
