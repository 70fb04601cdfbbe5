"""What the pictures of a terminal show: figures ready to be drawn, and the same in words."""

from __future__ import annotations

from dataclasses import dataclass

from rrt_qual.domain.codebook import STANCES, Stance
from rrt_qual.services.figures import frequencies
from rrt_qual.services.figures.relations import WITHIN, relations, sufficiency
from rrt_qual.services.shared.project import Project

__all__ = ["LEVELS", "VIEWS", "WITHIN", "Bars", "Lines", "Picture", "RelationGrid", "SaturationCurve", "picture"]

VIEWS = ("bars", "waves", "together", "saturation")
LEVELS = ("domain", "indicator", "theme")

#: How many fields a side of the square of themes has at the most.
_SIDE = 16


@dataclass(frozen=True, slots=True)
class Bars:
    """Shares of interviews by stance, one row a name; `shares[stance]` are in the order of `names`, 0 to 100."""

    names: tuple[str, ...]
    shares: dict[Stance, tuple[float, ...]]
    base: int


@dataclass(frozen=True, slots=True)
class Lines:
    """Shares by wave, 0 to 100, of everything of a level: `shares[key][stance]` in the order of `waves`."""

    waves: tuple[str, ...]
    bases: tuple[int, ...]
    names: dict[str, str]
    shares: dict[str, dict[Stance, tuple[float, ...]]]


@dataclass(frozen=True, slots=True)
class RelationGrid:
    """How much two are spoken of together (Jaccard, 0 to 1); None on the diagonal."""

    names: tuple[str, ...]
    shares: tuple[tuple[float | None, ...], ...]
    unit: str
    base: int


@dataclass(frozen=True, slots=True)
class SaturationCurve:
    """Themes after each interview: in the order held, and mean, low and high over shuffled orders."""

    total: tuple[int, ...]
    mean: tuple[float, ...]
    low: tuple[int, ...]
    high: tuple[int, ...]
    sentence: str


Picture = Bars | Lines | RelationGrid | SaturationCurve


def picture(project: Project, view: str, *, level: str, wave: str | None, within: str = "interview") -> Picture:
    """The figures of one view; raises NotFound for a wave that is not there."""
    if view == "bars":
        return _bars(project, level, wave)
    if view == "waves":
        return _lines(project, level)
    if view == "together":
        found = relations(project, level=level, within=within, wave=wave)
        keys, shares = found.matrix(_SIDE)
        names = tuple(found.names[k] for k in keys)
        return RelationGrid(names, tuple(map(tuple, shares)), found.unit, found.base)
    found_enough = sufficiency(project, level=level, wave=wave, orders=400)
    f = found_enough.figures
    return SaturationCurve(f.held.total, f.mean_total, f.low_total, f.high_total, found_enough.sentence)


def _bars(project: Project, level: str, wave: str | None) -> Bars:
    table = frequencies.table(project, wave=wave)
    rows = table.of_level(level)
    base = table.bases[""][0]
    shares = {
        s: tuple(100 * r.figure.by_stance.get(s, (0, 0))[0] / base if base else 0.0 for r in rows) for s in STANCES
    }
    return Bars(tuple(r.name for r in rows), shares, base)


def _lines(project: Project, level: str) -> Lines:
    waves = tuple(frequencies.waves(project))
    tables = [frequencies.table(project, wave=w) for w in waves]
    names: dict[str, str] = {}
    shares: dict[str, dict[Stance, list[float]]] = {}
    for table in tables:
        base = table.bases[""][0]
        for r in table.of_level(level):
            names[r.key] = r.name
            for s in STANCES:
                n = r.figure.by_stance.get(s, (0, 0))[0]
                shares.setdefault(r.key, {}).setdefault(s, []).append(100 * n / base if base else 0.0)
    settled = {key: {s: tuple(v) for s, v in of.items()} for key, of in shares.items()}
    return Lines(waves, tuple(t.bases[""][0] for t in tables), names, settled)
