"""A coding as the transcript shows it."""

from __future__ import annotations

from dataclasses import dataclass

from rrt_qual.domain.codebook import Stance
from rrt_qual.domain.spans import Span


@dataclass(frozen=True, slots=True)
class Mark:
    """One coding in the margin and in the text: coloured, and lettered so that colour is not needed.

    `letters` are the theme's sign (one or two), `mine` tells the coder's own from others', `current`
    is the coding that stance, bounds and remove act on, `machine` a coding that no person has made.
    """

    id: str
    span: Span
    colour: str
    letters: str
    stance: Stance
    mine: bool = True
    current: bool = False
    machine: bool = False
