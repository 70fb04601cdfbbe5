"""The suggestion model: give it a codebook and an embedder, what was coded and rejected, and passages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from rrt_qual.domain.codebook import Codebook
from rrt_qual.suggest import calibrate, channels, stance, why
from rrt_qual.suggest.calibrate import Calibration
from rrt_qual.suggest.channels import CodedEvidence, Learned, Settings
from rrt_qual.suggest.embed.faults import NothingToLearn
from rrt_qual.suggest.embed.open import CachingEmbedder, Embedder
from rrt_qual.suggest.embed.types import (
    Bools,
    Floats,
    Ints,
    PassageCodes,
    Rejected,
    ScoreTable,
    StanceGuess,
    TalkPassage,
    WhySuggested,
)
from rrt_qual.suggest.embed.words import Vocabulary
from rrt_qual.suggest.features import Features, prepare

_NONE = np.zeros(0, np.int64)


class SuggestionModel:
    """Scores passages against a codebook's themes, learning from what coders do.

    Use: `read` the project's talk once (optional, and worth it), `fit` after each act (cheap: closed form),
    `score` features made by `features`, `explain` one suggestion. Not thread-safe: one model a thread.
    A coding or rejection of a theme that the codebook no longer has is passed over and counted in
    `unknown_themes`; an id that is an indicator's is shared among its themes.

    Raises:
        NothingToLearn: when the codebook has no theme.
    """

    def __init__(self, codebook: Codebook, embedder: Embedder, settings: Settings | None = None) -> None:
        if not codebook.themes:
            raise NothingToLearn("The codebook has no themes.", "Add one; there is nothing to suggest yet.")
        self.codebook, self.settings = codebook, settings or Settings()
        self.embedder = embedder if isinstance(embedder, CachingEmbedder) else CachingEmbedder(embedder)
        self.themes = tuple(theme.id for theme in codebook.themes)
        self._column = {theme: j for j, theme in enumerate(self.themes)}
        self.groups = self._groups()
        self.unknown_themes: tuple[str, ...] = ()
        self.calibration = Calibration()
        self.indicator_calibration = calibrate.INDICATOR_START
        self.thresholds = np.full(len(self.themes), 0.2, np.float32)
        self._centre: Floats | None = None
        self._mass: Floats | None = None
        self._coded: list[PassageCodes] = []
        self._prepare_codebook(())
        self._evidence = CodedEvidence(self._nothing, np.zeros((0, len(self.themes)), np.float32), self._nothing, _NONE)
        self._stance: stance.StanceModel | None = None
        self._learned = self._learn(self._evidence)

    def _groups(self) -> list[Ints]:
        """The columns of each indicator's themes, in the codebook's order of indicators."""
        of = [self.codebook.indicator_of(theme) for theme in self.codebook.themes]
        return [
            np.array([j for j, found in enumerate(of) if found is not None and found.id == i.id], np.int64)
            for i in self.codebook.indicators
        ]

    def _prepare_codebook(self, talk: Iterable[str]) -> None:
        own = [channels.described(theme) for theme in self.codebook.themes]
        examples = [example.text for theme in self.codebook.themes for example in theme.examples]
        self._vocabulary = Vocabulary([*talk, *own, *examples])
        self._parts = channels.codebook_parts(self.codebook, self.embedder, self._vocabulary)
        self._nothing = prepare([], self.embedder, self._vocabulary)

    def read(self, passages: Sequence[TalkPassage]) -> Features:
        """Get to know the project's talk: how rare its words are, what is asked of everyone, what is alike.

        Returns its features, to be scored again after each `fit`. What was fitted before is fitted again.
        """
        self._prepare_codebook(passage.text for passage in passages)
        features = self.features(passages)
        self._centre = channels.context_centre(features)
        self._mass = (
            channels.unlabelled_mass(features, self._parts, self.settings)
            if len(features) and self.settings.unlabelled
            else None
        )
        self.fit(self._coded, self._rejected if hasattr(self, "_rejected") else ())
        return features

    def features(self, passages: Sequence[TalkPassage]) -> Features:
        """Passages as numbers; encodes only texts that were not seen before."""
        return prepare(passages, self.embedder, self._vocabulary)

    def fit(self, coded: Sequence[PassageCodes], rejected: Sequence[Rejected] = ()) -> None:
        """Learn from all codings and rejections so far (not only new ones); replaces what was learned."""
        self._coded, self._rejected = list(coded), list(rejected)
        unknown = {theme for item in coded for theme in item.themes if not self._known(theme)}
        self.unknown_themes = tuple(sorted(unknown | {r.theme for r in rejected if r.theme not in self._column}))
        usable = [r for r in rejected if r.theme in self._column]
        features = self.features([item.passage for item in coded])
        self._evidence = CodedEvidence(
            features,
            self._targets(coded, features),
            self.features([r.passage for r in usable]),
            np.array([self._column[r.theme] for r in usable], np.int64),
        )
        self._stance = None
        self._learned = self._learn(self._evidence)

    def _known(self, theme: str) -> bool:
        return theme in self._column or any(i.id == theme for i in self.codebook.indicators)

    def _targets(self, coded: Sequence[PassageCodes], features: Features) -> Floats:
        """What was applied (n, k), 0 to 1; a coding with an indicator is shared among its themes by likeness."""
        out = np.zeros((len(coded), len(self.themes)), np.float32)
        indicator = {i.id: g for g, i in enumerate(self.codebook.indicators)}
        spread: Floats | None = None
        for row, item in enumerate(coded):
            for theme in item.themes:
                if theme in self._column:
                    out[row, self._column[theme]] += 1
                elif theme in indicator and len(members := self.groups[indicator[theme]]):
                    if spread is None:
                        none = CodedEvidence(self._nothing, out[:0], self._nothing, _NONE)
                        spread = channels.raw_scores(features, self._learn(none), self._centre, self.settings)
                    out[row, members] += channels.softmax(self.settings.sharpness * spread[row : row + 1, members])[0]
        return np.minimum(out, 1)

    def _learn(self, evidence: CodedEvidence) -> Learned:
        return channels.learn(self._parts, evidence, self._mass, self.settings)

    def calibrate(self, n_folds: int = 5) -> None:
        """Fit likelihoods and thresholds by cross-validation split by interview, on what `fit` was given.

        A passage is scored by a model to which its interview taught nothing, neither by codings nor by rejections.
        Costs about `n_folds` fits; not needed after each act, every tenth new coding is plenty.
        """
        evidence = self._evidence
        n = len(evidence.targets)
        if n < 10:
            self.calibration, self.indicator_calibration = Calibration(), calibrate.INDICATOR_START
            self.thresholds = np.full(len(self.themes), 0.2, np.float32)
            return
        fold = calibrate.folds(evidence.features.docs, n_folds)
        raw = np.zeros((n, len(self.themes)), np.float32)
        for number in np.unique(fold):
            inside, outside = np.flatnonzero(fold == number), np.flatnonzero(fold != number)
            part = evidence.apart_from(inside, outside)
            held = evidence.features.take(inside)
            raw[inside] = channels.raw_scores(held, self._learn(part), self._centre, self.settings)
        truth = self._truth()
        self.calibration = calibrate.fit(raw, truth)
        self.thresholds = calibrate.thresholds(self.calibration.apply(raw), truth)
        if self.codebook.indicators:
            above = np.stack([truth[:, g].any(axis=1) for g in self.groups], axis=1)
            pooled = channels.pool(raw, self.groups, self.settings.pooling)
            self.indicator_calibration = calibrate.fit(pooled, above, calibrate.INDICATOR_START)

    def _truth(self) -> Bools:
        """Which themes were applied (n, k); of an indicator coding, the theme that resembles it most."""
        targets = self._evidence.targets
        truth = targets >= 0.999
        for members in self.groups:
            if len(members):
                shared = (targets[:, members].sum(axis=1) > 0.5) & ~truth[:, members].any(axis=1)
                truth[np.flatnonzero(shared), members[targets[shared][:, members].argmax(axis=1)]] = True
        return np.asarray(truth, np.bool_)

    def score(self, passages: Features | Sequence[TalkPassage]) -> ScoreTable:
        """Likelihoods of every theme for every passage.

        Passages of one interview should stand together and in order: what is said next to a passage has a
        small say in what it is about.
        """
        features = passages if isinstance(passages, Features) else self.features(passages)
        raw = channels.raw_scores(features, self._learned, self._centre, self.settings)
        raw = channels.with_neighbours(raw, features.docs, self.settings.neighbours)
        return ScoreTable(self.themes, raw, self.calibration.apply(raw), self.thresholds, self.embedder.lexical)

    def indicator_scores(self, table: ScoreTable) -> ScoreTable:
        """The same passages scored at indicator level: the log mean exponential of each one's themes.

        Raises:
            NothingToLearn: when the codebook has no indicators.
        """
        if not self.codebook.indicators:
            raise NothingToLearn("The codebook has no indicators.", "Score its themes instead.")
        raw = channels.pool(table.raw, self.groups, self.settings.pooling)
        ids = tuple(i.id for i in self.codebook.indicators)
        likelihood = self.indicator_calibration.apply(raw)
        return ScoreTable(ids, raw, likelihood, np.full(len(ids), 0.2, np.float32), table.lexical)

    def stances(self, passages: Sequence[TalkPassage], theme: str) -> list[StanceGuess]:
        """How each passage speaks of `theme`, if it does."""
        if self._stance is None:
            self._stance = stance.fit_stance(self.codebook, self._coded, self.embedder)
        texts = [passage.text for passage in passages]
        return self._stance.guess(texts, self.embedder.encode(texts), self._column[theme])

    def explain(self, passage: TalkPassage, theme: str) -> WhySuggested:
        """The nearest example, coded passage or definition of `theme`, and the words that weigh most."""
        features = self.features([passage])
        return why.explain(passage, self._column[theme], features, self._parts, self._evidence, self._coded,
                           self._learned, self._vocabulary)  # fmt: skip
