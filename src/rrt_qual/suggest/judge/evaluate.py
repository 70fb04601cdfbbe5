"""Ours against the baselines, on human-coded rows, at several numbers of coded examples.

Each seed splits the interviews in two halves: coded examples are drawn from one, the other is scored, so
that no interview is on both sides. The words (not the codes) of all rows are known to the model, as they are
in a project whose interviews have been imported.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np

from rrt_qual.domain.codebook import Codebook
from rrt_qual.suggest.channels import Settings
from rrt_qual.suggest.embed.faults import NothingToLearn
from rrt_qual.suggest.embed.open import CachingEmbedder, Embedder
from rrt_qual.suggest.embed.types import Bools, Floats, Ints, PassageCodes, TalkPassage
from rrt_qual.suggest.features import Features
from rrt_qual.suggest.judge import metrics
from rrt_qual.suggest.judge.baselines import BASELINES, Task
from rrt_qual.suggest.judge.readers import CodedRow
from rrt_qual.suggest.model import SuggestionModel

Level = Literal["auto", "theme", "indicator"]
Progress = Callable[[int, int], None]
OURS = "rrt-qual"


@dataclass(frozen=True, slots=True)
class Result:
    """One method at one number of coded examples: means over seeds, and half-widths of 95 % intervals.

    `used` is how many coded rows there really were, on average (fewer than `coded` in small data).
    `reliability` pools the seeds. `thresholded_f1` is ours alone: macro-F1 of all that is above its threshold.
    """

    method: str
    coded: int
    seeds: int
    values: Mapping[str, float]
    half_widths: Mapping[str, float]
    used: float
    reliability: tuple[metrics.Bin, ...] = ()
    per_seed: tuple[Mapping[str, float], ...] = field(default=(), repr=False)

    def as_dict(self) -> dict[str, Any]:
        """A plain object for JSON: {method, coded, seeds, hit1, …, ece, interval: {…}, reliability: […]}."""
        return {
            "method": self.method,
            "coded": self.coded,
            "seeds": self.seeds,
            **{key: _number(value) for key, value in self.values.items()},
            "interval": {key: _number(value) for key, value in self.half_widths.items()},
            "used": self.used,
            "reliability": [
                {"low": b.low, "high": b.high, "count": b.count, "likelihood": b.likelihood, "right": b.right}
                for b in self.reliability
            ],
        }


def _number(value: float) -> float | None:
    return round(value, 4) if np.isfinite(value) else None


@dataclass(frozen=True)
class Data:
    """Rows and codebook as arrays; `truth` (n, k) at the level evaluated, `unknown` codes that were passed over."""

    rows: tuple[CodedRow, ...]
    codes: tuple[str, ...]
    truth: Bools
    level: Literal["theme", "indicator"]
    unknown: tuple[str, ...]


def data_from(rows: Sequence[CodedRow], codebook: Codebook, level: Level = "auto") -> Data:
    """Match the rows' codes with the codebook's themes or indicators, by id or name, case aside.

    `auto` takes the level at which more codes are found. At indicator level a theme counts for the
    indicator above it.

    Raises:
        NothingToLearn: when no code of any row is in the codebook.
    """
    themes = {key.casefold(): t for t in codebook.themes for key in (t.name, t.id)}
    indicators = {key.casefold(): i.id for i in codebook.indicators for key in (i.name, i.id)}
    said = [code.casefold() for row in rows for code in row.codes]
    if level == "auto":
        level = "indicator" if sum(c in indicators for c in said) > sum(c in themes for c in said) else "theme"
    codes = tuple(i.id for i in codebook.indicators) if level == "indicator" else tuple(t.id for t in codebook.themes)
    column = {code: j for j, code in enumerate(codes)}
    truth = np.zeros((len(rows), len(codes)), np.bool_)
    unknown: dict[str, None] = {}
    kept = []
    for n, row in enumerate(rows):
        lost = False
        for code in row.codes:
            key = code.casefold()
            theme = themes.get(key)
            target = theme.id if theme and level == "theme" else None
            if level == "indicator":
                above = codebook.indicator_of(theme) if theme else None
                target = indicators.get(key) or (above.id if above else None)
            if target is None:
                unknown[code] = None
                lost = True
            else:
                truth[n, column[target]] = True
        if truth[n].any() or not lost:
            kept.append(n)
    if not truth.any():
        raise NothingToLearn("None of the rows' codes is in the codebook.", "Check that ids or names agree.")
    return Data(tuple(rows[n] for n in kept), codes, truth[kept], level, tuple(unknown))


def split(docs: Sequence[str], seed: int) -> tuple[Ints, Ints]:
    """Row numbers to draw from (shuffled) and to test on: half the interviews each.

    Raises:
        NothingToLearn: when there is only one interview.
    """
    names = sorted(set(docs))
    if len(names) < 2:
        raise NothingToLearn("All rows are of one interview.", "At least two are needed, to test on another.")
    random = np.random.default_rng(seed)
    random.shuffle(names)
    first = set(names[: max(1, len(names) // 2)])
    inside = np.array([doc in first for doc in docs])
    return random.permutation(np.flatnonzero(inside)), np.flatnonzero(~inside)


def _draw(order: Ints, truth: Bools, n: int) -> Ints:
    """The first rows of `order` up to the n-th coded one: uncoded rows that were read on the way come along."""
    coded = np.cumsum(truth[order].any(axis=1))
    return order[: int(np.searchsorted(coded, n, side="left")) + 1] if n and len(order) else order[:0]


def evaluate(
    rows: Sequence[CodedRow],
    codebook: Codebook,
    embedder: Embedder,
    *,
    counts: Sequence[int] = (0, 5, 20, 100),
    seeds: Sequence[int] = (0, 1, 2, 3, 4),
    level: Level = "auto",
    baselines: bool = True,
    settings: Settings | None = None,
    progress: Progress | None = None,
) -> list[Result]:
    """Every method at every number of coded examples; ours last, under the method "rrt-qual".

    Raises:
        NothingToLearn: no code known, or a single interview.
    """
    cached = CachingEmbedder(embedder)
    data = data_from(rows, codebook, level)
    passages = [TalkPassage(row.text, row.doc, row.context) for row in data.rows]
    model = SuggestionModel(codebook, cached, settings)
    features = model.read(passages)
    task = _task(data, codebook, features, cached)
    methods = [*BASELINES, OURS] if baselines else [OURS]
    collected: dict[tuple[str, int], list[tuple[dict[str, float], int, Floats, Bools]]] = {}
    done = 0
    for seed in seeds:
        order, test = split([row.doc for row in data.rows], seed)
        held = features.take(test)
        for n in counts:
            train = _draw(order, data.truth, n)
            used = int(data.truth[train].any(axis=1).sum())
            for method in methods:
                if method == OURS:
                    scores, likelihood, extra = _ours(model, data, passages, train, held, data.truth[test])
                else:
                    scores = BASELINES[method](task, train, test)
                    likelihood, extra = np.clip(scores, 0, 1), {}
                values = _measure(scores, likelihood, data.truth[test]) | extra
                collected.setdefault((method, n), []).append((values, used, likelihood, data.truth[test]))
            done += 1
            if progress is not None:
                progress(done, len(seeds) * len(counts))
    return [_result(method, n, collected[method, n]) for n in counts for method in methods]


def _ours(
    model: SuggestionModel, data: Data, passages: Sequence[TalkPassage], train: Ints, held: Features, truth: Bools
) -> tuple[Floats, Floats, dict[str, float]]:
    """Raw scores and likelihoods (n, k) of `held` after learning from `train`, at the data's level."""
    codes = [tuple(data.codes[j] for j in np.flatnonzero(data.truth[i])) for i in train]
    model.fit([PassageCodes(passages[i], code) for i, code in zip(train, codes, strict=True)])
    model.calibrate()
    table = model.score(held)
    if data.level == "indicator":
        table = model.indicator_scores(table)
    extra = {"thresholded_f1": metrics.macro_f1_at(table.likelihood, table.thresholds, truth)}
    return table.raw, table.likelihood, extra


def _task(data: Data, codebook: Codebook, features: Features, embedder: Embedder) -> Task:
    """What the baselines see: at indicator level its name and what it covers, and all examples below it."""
    if data.level == "theme":
        texts = [f"{t.name}. {t.definition}".strip(". ") for t in codebook.themes]
        examples = [[e.text for e in t.examples] for t in codebook.themes]
    else:
        texts = [f"{i.name}. {i.covers}".strip(". ") for i in codebook.indicators]
        owner = {t.id: i.id for t in codebook.themes if (i := codebook.indicator_of(t)) is not None}
        below = {i.id: [t for t in codebook.themes if owner.get(t.id) == i.id] for i in codebook.indicators}
        examples = [[e.text for t in below[i.id] for e in t.examples] for i in codebook.indicators]
    vectors = tuple(embedder.encode(found) for found in examples)
    words = tuple(row.text for row in data.rows)
    return Task(words, features, data.truth, tuple(texts), embedder.encode(texts), vectors)


def _measure(scores: Floats, likelihood: Floats, truth: Bools) -> dict[str, float]:
    return {
        "hit1": metrics.hit_at(scores, truth, 1),
        "hit3": metrics.hit_at(scores, truth, 3),
        "mrr": metrics.mean_reciprocal_rank(scores, truth),
        "macro_f1": metrics.macro_f1(scores, truth),
        "average_precision": metrics.average_precision(likelihood, truth),
        "ece": metrics.expected_calibration_error(likelihood, truth),
    }


def _result(method: str, n: int, runs: Sequence[tuple[dict[str, float], int, Floats, Bools]]) -> Result:
    pairs = {key: metrics.interval([values[key] for values, *_ in runs]) for key in runs[0][0]}
    likelihood = np.concatenate([run[2] for run in runs])
    truth = np.concatenate([run[3] for run in runs])
    return Result(
        method=method,
        coded=n,
        seeds=len(runs),
        values={key: mean for key, (mean, _) in pairs.items()},
        half_widths={key: half for key, (_, half) in pairs.items()},
        used=float(np.mean([used for _, used, *_ in runs])),
        reliability=metrics.reliability(likelihood, truth),
        per_seed=tuple(values for values, *_ in runs),
    )
