"""The channels of evidence and how they are blended into one raw score.

raw = cosine to a theme's prototype (the passage, and its best sentence)
    + `lexical` x TF-IDF cosine to the theme's words
    + `learned` x ridge regression on vectors, the codebook's own texts being its first training rows
    + `context` x cosine of what was asked, less what is asked of everybody
    + `neighbours` x the mean score of the passages before and after in the same interview
    + `prior` x log of how often the theme has been coded, as codings accumulate.
A prototype is the codebook's text (weight `codebook`) plus each example and coded passage (weight 1),
less rejected ones, so that evidence for a theme takes weight as it grows, n / (n + codebook), theme by theme
(Rocchio 1971; Snell et al. 2017, prototypical networks). Every number is one setting for all data.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rrt_qual.domain.codebook import Codebook, Theme
from rrt_qual.suggest.embed.open import Embedder, sentences, unit
from rrt_qual.suggest.embed.types import Floats, Ints, Sparse
from rrt_qual.suggest.embed.words import Vocabulary, unit_rows
from rrt_qual.suggest.features import Features


@dataclass(frozen=True, slots=True)
class Settings:
    """The weights of the channels, chosen once on three public sets; docs/methods.md says how."""

    codebook: float = 2.0
    sentence: float = 0.5
    lexical: float = 0.9
    learned: float = 0.5
    ridge: float = 0.5
    context: float = 0.35
    neighbours: float = 0.2
    prior: float = 0.03
    rejected: float = 0.3
    unlabelled: float = 120.0
    unlabelled_fade: float = 3.0
    sharpness: float = 20.0
    pooling: float = 7.0
    mass: int = 5000


@dataclass(frozen=True)
class CodebookParts:
    """What the codebook says, as numbers.

    `base` (k, d) is each theme's name and definition as one vector; `rows` (m, d) with `row_theme` and
    `row_weight` (m,) are all its texts, `texts` the same in words, and `is_example` (m,) says 1 for an
    example and 2 for a facet of a definition that is a list, which counts as one; `words` (k, grams) the
    theme's own words, `example_words` those of all examples and facets, summed by theme; `examples` (k,)
    how many of them, `defined` (k,) 1.0 where a definition is given.
    """

    base: Floats
    rows: Floats
    row_theme: Ints
    row_weight: Floats
    texts: tuple[str, ...]
    is_example: Ints
    words: Sparse
    example_words: Sparse
    examples: Floats
    defined: Floats


@dataclass(frozen=True)
class CodedEvidence:
    """Coded passages (`features`; `targets` (n, k), 1 where a theme was applied) and rejected ones.

    A coding with an indicator counts as shares of its themes that sum to 1.
    """

    features: Features
    targets: Floats
    rejected: Features
    rejected_theme: Ints

    def apart_from(self, held: Ints, rest: Ints) -> CodedEvidence:
        """The codings of the rows `rest`, and the rejections made in other interviews than those of the rows `held`."""
        docs = {self.features.docs[row] for row in held}
        rows = np.array([n for n, doc in enumerate(self.rejected.docs) if doc not in docs], np.int64)
        return CodedEvidence(
            self.features.take(rest), self.targets[rest], self.rejected.take(rows), self.rejected_theme[rows]
        )


@dataclass(frozen=True)
class Learned:
    """All that scoring needs: `prototypes` (k, d), `words` (grams, k), `weights` (d, k), `bias` (k,)."""

    prototypes: Floats
    words: Floats
    weights: Floats
    bias: Floats


def definition_of(theme: Theme) -> str:
    """Definition and when to use it, as one text; '' when the codebook gives neither."""
    return f"{theme.definition.strip()} {theme.use_when.strip()}".strip()


def facets(definition: str) -> list[str]:
    """The parts of a definition that is a list ("lone visits; violence; debriefing"), or [] when it is prose."""
    parts = [part.strip(" .") for part in definition.split(";")]
    return [part for part in parts if part] if len(parts) > 2 else []


def described(theme: Theme) -> str:
    """Name and definition as one text."""
    definition = definition_of(theme)
    return f"{theme.name}. {definition}".strip(". ") if definition else theme.name


def codebook_parts(codebook: Codebook, embedder: Embedder, vocabulary: Vocabulary) -> CodebookParts:
    """Encode the codebook: each name, name with definition, definition's sentence, facet and example."""
    texts: list[str] = []
    theme_of: list[int] = []
    weight: list[float] = []
    example: list[int] = []

    def add(text: str, j: int, w: float, is_example: int) -> None:
        if text.strip():
            texts.append(text)
            theme_of.append(j)
            weight.append(w)
            example.append(is_example)

    for j, theme in enumerate(codebook.themes):
        add(theme.name, j, 1.0, 0)
        add(described(theme), j, 1.0, 0)
        for sentence in sentences(definition_of(theme)):
            add(sentence, j, 0.5, 0)
        for facet in facets(definition_of(theme)):
            add(facet, j, 1.0, 2)
        for phrase in theme.examples:
            add(phrase.text, j, 1.0, 1)
    whole = embedder.encode([described(t) for t in codebook.themes])
    names = embedder.encode([t.name for t in codebook.themes])
    definitions = embedder.encode([definition_of(t) or t.name for t in codebook.themes])
    marks, owner = np.array(example, np.int64), np.array(theme_of, np.int64)
    which = np.flatnonzero(marks)
    example_words = vocabulary.transform([texts[i] for i in which])
    k = len(codebook.themes)
    return CodebookParts(
        base=unit(whole + names + definitions),
        rows=embedder.encode(texts),
        row_theme=owner,
        row_weight=np.array(weight, np.float32),
        texts=tuple(texts),
        is_example=marks,
        words=vocabulary.transform([described(t) for t in codebook.themes]),
        example_words=_indicator(owner[which], k) @ example_words,
        examples=np.bincount(owner[which], minlength=k).astype(np.float32),
        defined=np.array([bool(definition_of(t)) for t in codebook.themes], np.float32),
    )


def _indicator(theme: Ints, k: int) -> Sparse:
    """csr_matrix (k, n) with a one where row n is of theme k."""
    from scipy.sparse import csr_matrix

    n = len(theme)
    return csr_matrix((np.ones(n, np.float32), (theme, np.arange(n))), shape=(k, n))


def learn(parts: CodebookParts, evidence: CodedEvidence, mass: Floats | None, settings: Settings) -> Learned:
    """Fit every channel in closed form.

    `mass` (k, d) is the talk that resembles each theme (`unlabelled_mass`), or None.
    """
    k = len(parts.base)
    targets, found = evidence.targets, evidence.features
    counts = targets.sum(0)
    prototypes = _prototypes(parts, evidence, settings)
    if mass is not None:
        n = len(targets)
        strength = settings.unlabelled * (1 + 2 * parts.defined + parts.examples + 2 * counts)
        strength = strength * (1 + n / settings.unlabelled_fade)
        prototypes = unit(strength[:, None] * prototypes + mass)
    words = settings.codebook * unit_rows(parts.words) + parts.example_words
    if len(targets):
        from scipy.sparse import csr_matrix

        words = words + csr_matrix(targets.T) @ found.words
    if len(evidence.rejected_theme):
        words = words - settings.rejected * (_indicator(evidence.rejected_theme, k) @ evidence.rejected.words)
        words = words.maximum(0)
    weights, offset = _ridge(parts, evidence, settings)
    share = (counts + 2) / (counts.sum() + 2 * k)
    prior = settings.prior * len(targets) / (len(targets) + 20) * np.log(share)
    return Learned(
        prototypes,
        np.ascontiguousarray(unit_rows(words).toarray().T, np.float32) * settings.lexical,
        weights * settings.learned,
        (offset * settings.learned + prior).astype(np.float32),
    )


def _prototypes(parts: CodebookParts, evidence: CodedEvidence, settings: Settings) -> Floats:
    """Codebook text, examples and codings averaged, rejected passages taken away; (k, d) of length one."""
    total = settings.codebook * parts.base
    which = np.flatnonzero(parts.is_example)
    total = total + _indicator(parts.row_theme[which], len(total)) @ parts.rows[which]
    if len(evidence.targets):
        total = total + evidence.targets.T @ evidence.features.vectors
    if len(evidence.rejected_theme):
        away = _indicator(evidence.rejected_theme, len(total)) @ evidence.rejected.vectors
        # However many were rejected, they never outweigh half of what speaks for the theme.
        limit = 0.5 * np.linalg.norm(total, axis=1) / np.maximum(np.linalg.norm(away, axis=1), 1e-9)
        total = total - np.minimum(settings.rejected, limit)[:, None] * away
    return unit(total)


def _ridge(parts: CodebookParts, evidence: CodedEvidence, settings: Settings) -> tuple[Floats, Floats]:
    """Ridge regression (Hoerl and Kennard 1970) of shares of themes on vectors: weights (d, k), offset (k,).

    One factorisation serves all themes. A rejected passage is a row with target zero for its theme
    alone: the theme's weights are updated by the Woodbury identity.
    """
    k = len(parts.base)
    x = np.concatenate([parts.rows, evidence.features.vectors]).astype(np.float64)
    applied = evidence.targets.sum(axis=1)
    shares = evidence.targets / np.maximum(applied, 1)[:, None]
    y = np.concatenate([np.eye(k, dtype=np.float64)[parts.row_theme], shares])
    w = np.concatenate([parts.row_weight, (applied > 0).astype(np.float32)]).astype(np.float64)
    centre, mean = w @ x / w.sum(), w @ y / w.sum()
    x = x - centre
    weighted = x * w[:, None]
    gram = weighted.T @ x + settings.ridge * np.eye(x.shape[1])
    weights = np.linalg.solve(gram, weighted.T @ (y - mean))
    for theme in np.unique(evidence.rejected_theme):
        r = evidence.rejected.vectors[evidence.rejected_theme == theme][-200:] - centre
        spread = np.linalg.solve(gram, r.T)
        gain = np.linalg.solve(np.eye(len(r)) + r @ spread, r @ weights[:, theme] + mean[theme])
        weights[:, theme] -= spread @ gain
    return weights.astype(np.float32), (mean - centre @ weights).astype(np.float32)


def raw_scores(features: Features, learned: Learned, centre: Floats | None, settings: Settings) -> Floats:
    """The blended score (n, k) of every passage with every theme; `centre` (d,) is the mean context."""
    scores = features.vectors @ (learned.prototypes.T + learned.weights) + learned.bias
    if len(features.long_rows):
        rows = features.long_rows
        whole = features.vectors[rows] @ learned.prototypes.T
        scores[rows] += settings.sentence * (features.best_sentence(learned.prototypes) - whole)
    scores += features.words @ learned.words
    if centre is not None and len(features.contexts):
        asked = (features.contexts - centre) @ learned.prototypes.T * settings.context
        has = features.context_of >= 0
        scores[has] += asked[features.context_of[has]]
    return np.asarray(scores, np.float32)


def with_neighbours(scores: Floats, docs: Sequence[str], weight: float) -> Floats:
    """Scores (n, k) plus `weight` x the mean of those of the rows before and after of the same interview.

    Neighbours' scores are taken less their row's mean, so that only what stands out in them counts.
    """
    n = len(scores)
    if n < 2 or not weight:
        return scores
    names = {name: i for i, name in enumerate(dict.fromkeys(docs))}
    doc = np.array([names[name] if name else -1 - i for i, name in enumerate(docs)])
    same = (doc[1:] == doc[:-1]).astype(np.float32)[:, None]
    shape = scores - scores.mean(axis=1, keepdims=True)
    total = np.zeros_like(scores)
    total[1:] += shape[:-1] * same
    total[:-1] += shape[1:] * same
    count = np.zeros((n, 1), np.float32)
    count[1:] += same
    count[:-1] += same
    return np.asarray(scores + weight * total / np.maximum(count, 1), np.float32)


def context_centre(features: Features) -> Floats | None:
    """The mean context vector (d,): a question that everybody is asked then says nothing. None without contexts."""
    has = features.context_of[features.context_of >= 0]
    if not len(has):
        return None
    share = np.bincount(has, minlength=len(features.contexts)).astype(np.float32) / len(has)
    return np.asarray(share @ features.contexts, np.float32)


def unlabelled_mass(talk: Features, parts: CodebookParts, settings: Settings, rounds: int = 2) -> Floats:
    """Each theme's share of the uncoded talk, (k, d): pseudo-relevance feedback by expectation-maximisation.

    A theme that the codebook describes in few words is sharpened by what the talk that resembles it has in
    common (Nigam et al. 2000); the strength of the codebook's own text in `learn` keeps well described
    themes where they are. Never more than `settings.mass` passages' worth, however long the project.
    """
    k, d = parts.base.shape
    no_rows = np.zeros(0, np.int64)
    empty = CodedEvidence(talk.take(no_rows), np.zeros((0, k), np.float32), talk.take(no_rows), no_rows)
    rows = np.arange(len(talk))
    if len(rows) > settings.mass:
        rows = np.linspace(0, len(talk) - 1, settings.mass).astype(np.int64)
        talk = talk.take(rows)
    mass: Floats = np.zeros((k, d), np.float32)
    for _ in range(rounds):
        learned = learn(parts, empty, mass, settings)
        plain = Learned(learned.prototypes, learned.words, learned.weights * 0, learned.bias * 0)
        belongs = softmax(settings.sharpness * raw_scores(talk, plain, None, settings))
        mass = np.asarray(belongs.T @ talk.vectors, np.float32)
    return mass


def softmax(scores: Floats) -> Floats:
    """Rows (n, k) as shares that sum to one."""
    shifted = np.exp(scores - scores.max(axis=1, keepdims=True, initial=-np.inf))
    return np.asarray(shifted / shifted.sum(axis=1, keepdims=True), np.float32)


def pool(scores: Floats, groups: list[Ints], sharpness: float) -> Floats:
    """Raw scores of indicators (n, g) from those of their themes: log of the mean exponential."""
    out = np.full((len(scores), len(groups)), -1e3, np.float32)
    for g, members in enumerate(groups):
        if len(members):
            top = scores[:, members].max(axis=1)
            spread = np.exp(sharpness * (scores[:, members] - top[:, None])).mean(axis=1)
            out[:, g] = top + np.log(spread) / sharpness
    return out
