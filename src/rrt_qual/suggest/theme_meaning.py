"""How near what somebody types is to each theme in meaning: a search of the codebook, not a suggestion for talk.

Two things say it, and each finds what the other misses. What is typed as a whole is compared with each text of a theme
(name, definition, when to use it, examples); half of that is the nearest text and half the mean of the next three, so
that one odd example does not decide alone. And each word that is typed is compared with each word of the theme by the
model's own word vectors: 'delegated' is near 'decisions', though the one word as a text is near nothing.

What counts as near is measured, not set: words taken evenly from the model's vocabulary are searched as if typed, and
a theme is near when it is nearer than the middle one of them has its nearest theme.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence

import numpy as np

from rrt_qual.domain.codebook import Codebook, Theme
from rrt_qual.suggest.channels import definition_of, described
from rrt_qual.suggest.embed.open import CachingEmbedder, Embedder, unit
from rrt_qual.suggest.embed.types import Floats
from rrt_qual.suggest.embed.words import tokens

#: How much a theme's nearest text counts, and how many next ones share the rest: one text alone is often near by
#: chance. Of the 20 unseen searches of benchmarks/theme_queries.tsv 14 have a right theme on top so, 10 with the
#: nearest alone, 13 without it; six next texts, or a quarter for the nearest, make no difference worth the name.
_NEAREST, _NEXT = 0.5, 3

#: How much the words count beside the whole, chosen on the open searches of benchmarks/theme_queries.tsv: 0.3 to 1
#: differ little. A word weighs less the more themes have it, and a little more in a name.
_WORDS, _NAME, _ELSEWHERE = 0.6, 1.0, 0.75

#: What is typed is read as it stands and as said of work: of one word alone the model can make little.
_FRAMES = ("{}", "{} at work")

#: How many words of the vocabulary say what 'near' is; and what it is where a model tells none.
_SAMPLE, _NEAR = 120, 0.3

#: So many queries are remembered: what is typed is searched at each letter, and letters are taken back.
_REMEMBERED = 256


class ThemeMeaning:
    """The vectors of a codebook's texts and words, and the encoder for what is typed.

    `near` is the nearness from which a theme has to do with what is typed. Making one encodes the codebook (or reads
    it from the cache of `embedder`); after that it may be used in another thread, for it keeps to the encoder inside,
    which holds no state.
    """

    def __init__(self, codebook: Codebook, embedder: CachingEmbedder) -> None:
        self.codebook = codebook
        self._encoder: Embedder = embedder.inner
        said = [list(dict.fromkeys(text for text in _texts(theme) if text.strip())) for theme in codebook.themes]
        self._rows = unit(embedder.encode([text for texts in said for text in texts]))
        self._starts = np.cumsum([0, *map(len, said)])
        self._words = _Words(codebook, self._encoder)
        self._remembered: dict[str, dict[str, float]] = {}
        self.near = self._middle(embedder)

    def knows(self, word: str) -> bool:
        """Whether the model has this as a word of its own: of others, and of half a word, it can only guess."""
        whole = getattr(self._encoder, "is_word", None)
        return bool(whole(word)) if whole is not None else True

    def nearness(self, words: str) -> dict[str, float]:
        """Theme id -> how near the words are to it, about 0 (nothing alike) to 1 (the same)."""
        if words not in self._remembered:
            if len(self._remembered) >= _REMEMBERED:
                self._remembered.clear()
            scores = self._scores(words, self._of(words, self._encoder))
            self._remembered[words] = dict(zip((t.id for t in self.codebook.themes), scores.tolist(), strict=True))
        return self._remembered[words]

    def _scores(self, words: str, vector: Floats) -> Floats:
        alike = self._rows @ vector
        whole = np.concatenate([_best(alike[None, a:b]) for a, b in itertools.pairwise(self._starts)])
        if self._words.known:
            whole = (whole + _WORDS * self._words.alike(words)) / (1 + _WORDS)
        return whole

    def _middle(self, embedder: CachingEmbedder) -> float:
        """How near the middle one of words from the whole vocabulary has its nearest theme."""
        vocabulary = getattr(self._encoder, "vocabulary", None)
        if vocabulary is None or not self.codebook.themes:
            return _NEAR
        every = vocabulary()
        some = every[:: max(1, len(every) // _SAMPLE)]
        embedder.encode([frame.format(word) for word in some for frame in _FRAMES])  # all at once, and kept
        return float(np.median([self._scores(word, self._of(word, embedder)).max() for word in some]))

    def _of(self, words: str, embedder: Embedder) -> Floats:
        return unit(embedder.encode([frame.replace("{}", words) for frame in _FRAMES]).sum(0))


class _Words:
    """The words of each theme, and how near a word that is typed is to them. `known` is False without word vectors."""

    def __init__(self, codebook: Codebook, encoder: Embedder) -> None:
        vectors: Callable[[Sequence[str]], Floats] | None = getattr(encoder, "word_vectors", None)
        weights: dict[str, dict[int, float]] = {}
        for j, theme in enumerate(codebook.themes):
            for text in _texts(theme):
                for word in tokens(text):
                    places = weights.setdefault(word, {})
                    places[j] = max(places.get(j, 0.0), _NAME if text == theme.name else _ELSEWHERE)
        self._at = {word: n for n, word in enumerate(weights)}
        self.known = vectors is not None and bool(weights)
        if vectors is None or not weights:
            return
        self._vectors = vectors
        size = len(codebook.themes)
        self._weights = np.zeros((size, len(weights)), np.float32)
        for n, places in enumerate(weights.values()):
            rarity = np.sqrt(np.log1p(size / len(places)) / np.log1p(size))
            for j, weight in places.items():
                self._weights[j, n] = weight * rarity
        self._table = self._vectors(list(weights))

    def alike(self, text: str) -> Floats:
        """For each theme, the mean over the words of `text` of how near the theme's nearest word is, 0 to 1."""
        asked = tokens(text) or text.lower().split()
        out = np.zeros(len(self._weights), np.float32)
        for word, vector in zip(asked, self._vectors(asked), strict=True):
            alike = np.maximum(self._table @ vector, 0)
            if word in self._at:
                alike[self._at[word]] = 1.0  # also where the model has no vector of it
            out += (self._weights * alike).max(1)
        return np.asarray(out / max(1, len(asked)))


def _texts(theme: Theme) -> Iterator[str]:
    yield from (theme.name, described(theme), definition_of(theme), theme.use_when)
    yield from (example.text for example in theme.examples)


def _best(alike: Floats) -> Floats:
    """Of each row (n, m), half the largest and half the mean of the next few; zeros for none."""
    if not alike.shape[1]:
        return np.zeros(len(alike), np.float32)
    first = np.sort(np.partition(alike, -min(_NEXT + 1, alike.shape[1]), axis=1)[:, -_NEXT - 1 :], axis=1)[:, ::-1]
    further = first[:, 1:].mean(1) if first.shape[1] > 1 else first[:, 0]
    return np.asarray(_NEAREST * first[:, 0] + (1 - _NEAREST) * further)
