"""What one screen asks of another."""

from __future__ import annotations

from dataclasses import dataclass

from rrt_qual.domain.codebook import Stance
from rrt_qual.tui.widgets.plain import squeeze


@dataclass(frozen=True, slots=True)
class QuotesAsked:
    """For what quotes are wanted: a domain, an indicator or a theme, and of which interviews."""

    level: str
    key: str
    name: str
    stance: Stance | None = None
    wave: str | None = None
    where: tuple[tuple[str, str], ...] = ()
    n: int = 5

    def words(self) -> str:
        """The filters in words."""
        parts = [
            f"wave {self.wave}" if self.wave else "all waves",
            *(f"{name}: {value}" for name, value in self.where),
            f"{self.stance.letter} {self.stance}" if self.stance else "all stances",
        ]
        return " · ".join(squeeze(p) for p in parts)
