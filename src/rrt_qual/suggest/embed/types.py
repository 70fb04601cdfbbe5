"""Values that go into the suggestion engine and come out of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from rrt_qual.domain.codebook import Stance

#: float32 arrays: vectors (n, d), scores and likelihoods (n, themes).
Floats: TypeAlias = npt.NDArray[np.float32]
#: integer arrays: row numbers and counts.
Ints: TypeAlias = npt.NDArray[np.int64]
#: truth tables (n, themes).
Bools: TypeAlias = npt.NDArray[np.bool_]
#: a scipy.sparse.csr_matrix of float32; scipy has no types.
Sparse: TypeAlias = Any


@dataclass(frozen=True, slots=True)
class TalkPassage:
    """Some participant's talk: a segment, or the words of a coding's span.

    `context` is the question just asked or the turn before ('' when there is none); `doc` is the
    interview, by which everything is split in cross-validation.
    """

    text: str
    doc: str = ""
    context: str = ""


@dataclass(frozen=True, slots=True)
class PassageCodes:
    """What coders said of a passage: its themes' ids (none: it was read and left uncoded) and stances.

    `stances` is as long as `themes` or empty (all unspecified).
    """

    passage: TalkPassage
    themes: tuple[str, ...]
    stances: tuple[Stance, ...] = ()


@dataclass(frozen=True, slots=True)
class Rejected:
    """A coder turned down the suggestion of this theme for this passage."""

    passage: TalkPassage
    theme: str


@dataclass(frozen=True, slots=True)
class StanceGuess:
    """The likeliest stance and how likely each is; `stance` is UNSPECIFIED when none stands out."""

    stance: Stance
    likelihoods: Mapping[Stance, float]


@dataclass(frozen=True, slots=True)
class WhySuggested:
    """Why a theme is suggested.

    `source` says what the nearest text is; `nearest` is that text, `similarity` its cosine (-1 to 1) to
    the passage or its best sentence. `words` are the passage's own words that weigh most, with their
    share of the lexical score; empty when the passage and the theme share no word.
    """

    source: Literal["example", "coded", "definition"]
    nearest: str
    similarity: float
    words: tuple[tuple[str, float], ...] = ()
    doc: str = ""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One theme proposed for one passage.

    `likelihood` (0 to 1) is calibrated; `above_threshold` is False for those that are shown only when a
    person asks for more.
    """

    theme: str
    likelihood: float
    threshold: float
    above_threshold: bool


@dataclass(frozen=True)
class ScoreTable:
    """Scores of n passages against the codebook's themes, in the codebook's order.

    `raw` (n, themes) ranks within a row; `likelihood` (n, themes) is calibrated, 0 to 1; `thresholds`
    (themes,) are likelihoods. `lexical` is True when no language model was there and words alone
    were compared.
    """

    themes: tuple[str, ...]
    raw: Floats
    likelihood: Floats
    thresholds: Floats
    lexical: bool = False
    column: Mapping[str, int] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "column", {theme: j for j, theme in enumerate(self.themes)})

    def __len__(self) -> int:
        return len(self.raw)

    def best(self, row: int, k: int = 3, *, every: bool = False) -> list[Suggestion]:
        """The `k` likeliest themes of a row, those below their threshold left out unless `every`."""
        out = []
        for j in np.argsort(-self.raw[row], kind="stable"):
            likelihood, threshold = float(self.likelihood[row, j]), float(self.thresholds[j])
            if every or likelihood >= threshold:
                out.append(Suggestion(self.themes[j], likelihood, threshold, likelihood >= threshold))
            if len(out) == k:
                break
        return out
