"""How near what somebody types is to each theme in meaning: a search of the codebook, not a suggestion for talk.

A theme's nearness is 0.7 x its nearest text (name, definition, both, or an example) + 0.3 x the mean of the next three,
so that one odd example does not decide alone.
"""

from __future__ import annotations

import numpy as np

from rrt_qual.domain.codebook import Codebook
from rrt_qual.suggest.channels import definition_of, described
from rrt_qual.suggest.embed import CachingEmbedder, Embedder, unit

_NEAREST, _NEXT = 0.7, 3

#: What is typed is read as it stands and as said of work: of one word alone the model can make little.
_FRAMES = ("{}", "{} at work")

#: So many queries are remembered: what is typed is searched at each letter, and letters are taken back.
_REMEMBERED = 256


class ThemeMeaning:
    """The vectors of a codebook's texts, and the encoder for what is typed.

    Making one encodes the codebook (or reads it from the cache of `embedder`); after that it may be used in another
    thread, for it keeps to the encoder inside, which holds no state.
    """

    def __init__(self, codebook: Codebook, embedder: CachingEmbedder) -> None:
        self.codebook = codebook
        self._encoder: Embedder = embedder.inner
        texts: list[str] = []
        owner: list[int] = []
        for j, theme in enumerate(codebook.themes):
            said = dict.fromkeys(
                [theme.name, described(theme), definition_of(theme), *(e.text for e in theme.examples)]
            )
            kept = [text for text in said if text.strip()]
            texts += kept
            owner += [j] * len(kept)
        self._rows = unit(embedder.encode(texts))
        self._starts = np.searchsorted(np.array(owner), np.arange(len(codebook.themes) + 1))
        self._remembered: dict[str, dict[str, float]] = {}

    def knows(self, word: str) -> bool:
        """Whether the model has this as a word of its own: of others, and of half a word, it can only guess."""
        whole = getattr(self._encoder, "is_word", None)
        return bool(whole(word)) if whole is not None else True

    def nearness(self, words: str) -> dict[str, float]:
        """Theme id -> how near the words are to it, about 0 (nothing alike) to 1 (the same)."""
        if words not in self._remembered:
            if len(self._remembered) >= _REMEMBERED:
                self._remembered.clear()
            alike = self._rows @ unit(self._encoder.encode([frame.replace("{}", words) for frame in _FRAMES]).sum(0))
            self._remembered[words] = {
                theme.id: _score(alike[self._starts[j] : self._starts[j + 1]])
                for j, theme in enumerate(self.codebook.themes)
            }
        return self._remembered[words]


def _score(alike: np.ndarray) -> float:
    best = np.sort(alike)[::-1]
    if not best.size:
        return 0.0
    further = best[1 : 1 + _NEXT]
    return float(_NEAREST * best[0] + (1 - _NEAREST) * (further.mean() if further.size else best[0]))
