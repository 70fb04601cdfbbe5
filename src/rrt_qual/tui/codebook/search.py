"""Finding themes by part of their name, definition or examples: any order, typing errors forgiven.

Each word counts by how well it fits (whole word, beginning of a word, nearly), where it stands (name
most, then indicator, definition, examples) and how rare it is. A theme that lacks a word comes after
those that have all, and one that lacks too many is not found. With a model, what is meant counts as well
(`by_meaning`); a theme whose name begins with what is typed still comes first. No Textual in here.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from rrt_qual.domain.codebook import Codebook, Theme
from rrt_qual.services.suggestions.engine import Meaning

#: How much a word counts by where it stands.
_FIELDS = (("name", 1.0), ("indicator", 0.6), ("definition", 0.5), ("example", 0.45), ("rule", 0.2))

#: The best fit of a nearly right word, and how alike it must be.
_NEARLY, _ALIKE = 0.8, 0.74

#: From which fit on a word is taken for another: a beginning, or four letters right of five.
_SURELY = 0.6

#: The share of the query, by rarity, that a theme must have.
_ENOUGH = 0.4

#: By meaning: how much the words count beside it, where their score ends, and how many themes are shown that have not
#: all of the words. Chosen on the open searches of benchmarks/theme_queries.tsv.
_WORDS, _WORDS_END, _MORE = 0.05, 1.5, 12

#: What a theme gains whose name has every word that is typed.
_IN_NAME = 0.25

_WORD = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Found:
    """A theme that matches, how well, and the words of the codebook that fit what was typed."""

    theme_id: str
    score: float
    words: frozenset[str]


def words_of(text: str) -> list[str]:
    """The words of a text in small letters, with plain apostrophes."""
    return [w.replace("\u2019", "'").lower() for w in _WORD.findall(text)]


class ThemeIndex:
    """The words of a codebook, made once; `search` ranks the themes for what is typed."""

    def __init__(self, codebook: Codebook) -> None:
        self.order = [t.id for t in codebook.themes]
        weights = dict(_FIELDS)
        self._names = {t.id: " ".join(words_of(t.name)) for t in codebook.themes}
        #: word -> theme id -> weight of the best place where it stands
        self._places: dict[str, dict[str, float]] = {}
        for theme in codebook.themes:
            for field, text in _texts(codebook, theme):
                for word in words_of(text):
                    places = self._places.setdefault(word, {})
                    places[theme.id] = max(places.get(theme.id, 0.0), weights[field])
        self._vocabulary = list(self._places)
        self._heads: dict[int, list[str]] = {}

    def search(self, query: str, limit: int | None = None) -> list[Found]:
        """The themes that match `query`, best first; none for a blank query."""
        wanted = words_of(query)
        if not wanted:
            return []
        totals: dict[str, float] = {}
        weights: dict[str, float] = {}
        matched: set[str] = set()
        whole = 0.0
        for word in wanted:
            fits = self._fits(word)
            matched |= fits.keys()
            best = self._best(fits)
            rarity = 1 / (1 + math.log1p(len(best) or 3))
            whole += rarity
            for theme_id, score in best.items():
                totals[theme_id] = totals.get(theme_id, 0.0) + rarity * score
                weights[theme_id] = weights.get(theme_id, 0.0) + rarity
        scores = {
            t: totals[t] / whole + self._name_bonus(t, " ".join(wanted)) + (1.0 if _all(weights[t], whole) else 0.0)
            for t in totals
            if weights[t] >= _ENOUGH * whole
        }
        place = {t: n for n, t in enumerate(self.order)}
        ranked = sorted(scores, key=lambda t: (-round(scores[t], 6), place[t]))
        words = frozenset(matched)
        return [Found(t, scores[t], words) for t in ranked[:limit]]

    def by_meaning(self, query: str, meaning: Meaning) -> list[Found]:
        """The themes that match `query` or mean it, best first; the same query always gives the same order.

        Names that begin with what is typed come first, in the order of `search`. A word that neither the codebook
        nor the model has (half a word, a slip of the finger) is taken for the word of the codebook that fits it best.
        Of the others those are shown that have every word, or its beginning, and those that are near in meaning: to
        have some of the words, or words like them, is not enough.
        """
        found = self.search(query)
        wanted = words_of(query)
        if not wanted:
            return []
        near = meaning.nearness(" ".join(self._completed(wanted, meaning)))
        typed = " ".join(wanted)
        place = {t: n for n, t in enumerate(self.order)}
        first = [f for f in found if self._names[f.theme_id].startswith(typed)]
        ahead = {f.theme_id for f in first}
        words = found[0].words if found else frozenset[str]()
        lexical = {f.theme_id: min(f.score, _WORDS_END) / _WORDS_END for f in found}
        scores = {
            t: near[t] + _WORDS * lexical.get(t, 0.0) + (_IN_NAME if self._has_all(t, wanted) else 0.0)
            for t in self.order
            if t not in ahead
        }
        ranked = sorted(scores, key=lambda t: (-round(scores[t], 6), place[t]))
        whole = self._with_every(wanted)
        kept = whole | set([t for t in ranked if t not in whole and near[t] >= meaning.near][:_MORE])
        return [*first, *(Found(t, scores[t], words) for t in ranked if t in kept)]

    def _with_every(self, wanted: Sequence[str]) -> set[str]:
        """The themes in which every word stands, or one that begins with it."""
        having = [
            {t for known, places in self._places.items() if known.startswith(word) for t in places} for word in wanted
        ]
        return set.intersection(*having)

    def _completed(self, wanted: Sequence[str], meaning: Meaning) -> list[str]:
        out = []
        for word in wanted:
            if word not in self._places and not meaning.knows(word):
                fits = self._fits(word)
                best = max(fits, key=lambda w: (fits[w], -len(w), w), default=word)
                word = best if fits.get(best, 0.0) >= _SURELY else word
            out.append(word)
        return out

    def _has_all(self, theme_id: str, wanted: Sequence[str]) -> bool:
        name = self._names[theme_id].split()
        return all(any(w.startswith(word) for w in name) for word in wanted)

    def _name_bonus(self, theme_id: str, typed: str) -> float:
        name = self._names[theme_id]
        return 0.5 if name.startswith(typed) else 0.25 if typed in name else 0.0

    def _best(self, fits: dict[str, float]) -> dict[str, float]:
        """Theme id -> how much the word counts there that counts most."""
        best: dict[str, float] = {}
        for word, fit in fits.items():
            for theme_id, weight in self._places[word].items():
                best[theme_id] = max(best.get(theme_id, 0.0), fit * weight)
        return best

    def _fits(self, typed: str) -> dict[str, float]:
        """Word of the codebook -> how well what was typed fits it, 0 to 1."""
        size = len(typed)
        out = {w: 1.0 if len(w) == size else 0.9 for w in self._vocabulary if w.startswith(typed)}
        if size >= 5:
            for word, alike in self._nearly(typed).items():
                out[word] = max(out.get(word, 0.0), _NEARLY * alike)
        return out

    def _nearly(self, typed: str) -> dict[str, float]:
        """Words, and beginnings of words, that are like what was typed but for a letter or two."""
        from rapidfuzz.distance import OSA
        from rapidfuzz.process import extract

        size = len(typed)
        heads = self._heads.setdefault(size, [w[:size] for w in self._vocabulary])
        alike: dict[str, float] = {}
        for choices, factor in ((self._vocabulary, 1.0), (heads, 0.9)):
            found = extract(
                typed, choices, scorer=OSA.normalized_similarity, processor=None, score_cutoff=_ALIKE, limit=None
            )
            for _, score, index in found:
                word = self._vocabulary[index]
                alike[word] = max(alike.get(word, 0.0), score * factor)
        return alike


_last: tuple[Codebook, ThemeIndex] | None = None


def index_of(codebook: Codebook) -> ThemeIndex:
    """The index of a codebook, made once while that codebook is in use."""
    global _last
    if _last is None or _last[0] is not codebook:
        _last = codebook, ThemeIndex(codebook)
    return _last[1]


def _all(part: float, whole: float) -> bool:
    return part >= whole - 1e-9


def _texts(codebook: Codebook, theme: Theme) -> Sequence[tuple[str, str]]:
    indicator = codebook.indicator_of(theme)
    return [
        ("name", theme.name),
        ("indicator", indicator.name if indicator else ""),
        ("definition", theme.definition),
        *(("example", e.text) for e in theme.examples),
        ("rule", theme.use_when),
    ]
