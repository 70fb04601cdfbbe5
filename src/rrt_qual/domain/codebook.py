"""The codebook: domains, indicators, themes and the three stances."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property


class Stance(StrEnum):
    """How a speaker speaks of a theme; a property of a coding, not of a theme."""

    STRENGTH = "strength"
    RISK = "risk"
    SOLUTION = "solution"
    UNSPECIFIED = "unspecified"

    @property
    def letter(self) -> str:
        """The sign that stands beside the colour: + strength, - risk, ! solution, · unspecified."""
        return {"strength": "+", "risk": "-", "solution": "!", "unspecified": "·"}[self.value]


#: The three that a coder chooses from, in the order of their keys.
STANCES = (Stance.STRENGTH, Stance.RISK, Stance.SOLUTION)


@dataclass(frozen=True, slots=True)
class Example:
    """A phrase in the way people really talk, and the stance it takes (None when not said)."""

    text: str
    stance: Stance | None = None


@dataclass(frozen=True, slots=True)
class Theme:
    """What a coder applies. `indicator` and `parent` are ids, None at the top of a flat codebook."""

    id: str
    name: str
    colour: str
    definition: str
    use_when: str = ""
    not_when: str = ""
    examples: tuple[Example, ...] = ()
    see_also: tuple[str, ...] = ()
    indicator: str | None = None
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class Indicator:
    """One of the things that the survey scores; `domain` is an id or None."""

    id: str
    name: str
    covers: str = ""
    domain: str | None = None


@dataclass(frozen=True, slots=True)
class Domain:
    """The uppermost level: one 'I feel …' statement."""

    id: str
    name: str
    colour: str = ""


@dataclass(frozen=True)
class Codebook:
    """A codebook as read from a file; the three tuples keep the order of the file.

    The levels above the theme are optional: a flat codebook has themes alone, and themes may also
    stand below one another (`Theme.parent`) to any depth.
    """

    id: str
    name: str
    version: int
    themes: tuple[Theme, ...]
    indicators: tuple[Indicator, ...] = ()
    domains: tuple[Domain, ...] = ()
    language: str = "en"
    description: str = ""
    stances: tuple[tuple[Stance, str], ...] = field(default=())

    @cached_property
    def _themes(self) -> dict[str, Theme]:
        return {t.id: t for t in self.themes}

    @cached_property
    def _indicators(self) -> dict[str, Indicator]:
        return {i.id: i for i in self.indicators}

    @cached_property
    def _domains(self) -> dict[str, Domain]:
        return {d.id: d for d in self.domains}

    def theme(self, theme_id: str) -> Theme:
        """The theme of that id; raises KeyError when there is none."""
        return self._themes[theme_id]

    def indicator(self, indicator_id: str) -> Indicator:
        """The indicator of that id; raises KeyError when there is none."""
        return self._indicators[indicator_id]

    def domain(self, domain_id: str) -> Domain:
        """The domain of that id; raises KeyError when there is none."""
        return self._domains[domain_id]

    def indicator_of(self, theme: Theme) -> Indicator | None:
        """The indicator above `theme`, through its parents if need be."""
        seen: set[str] = set()
        here: Theme | None = theme
        while here is not None and here.id not in seen:
            if here.indicator is not None:
                return self._indicators[here.indicator]
            seen.add(here.id)
            here = self._themes[here.parent] if here.parent else None
        return None

    def domain_of(self, theme: Theme) -> Domain | None:
        """The domain above `theme`, or None."""
        indicator = self.indicator_of(theme)
        return self._domains[indicator.domain] if indicator and indicator.domain else None

    def children(self, theme_id: str) -> Iterator[Theme]:
        """The themes directly below `theme_id`, in the order of the file."""
        return (t for t in self.themes if t.parent == theme_id)

    def themes_of(self, indicator_id: str | None) -> Iterator[Theme]:
        """The topmost themes directly below an indicator (None: below no indicator)."""
        return (t for t in self.themes if t.indicator == indicator_id and t.parent is None)

    def indicators_of(self, domain_id: str | None) -> Iterator[Indicator]:
        """The indicators of a domain (None: of no domain)."""
        return (i for i in self.indicators if i.domain == domain_id)
