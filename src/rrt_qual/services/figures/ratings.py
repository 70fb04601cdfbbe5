"""Ratings of the indicators: what the rule says of the interviews, and what people say of the rule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from rrt_qual.analysis.figures.proportion import wilson
from rrt_qual.analysis.figures.rating import RatingRule, RatingVerdict, rate
from rrt_qual.domain.coding import Coder
from rrt_qual.domain.errors import NotFound, UsageError
from rrt_qual.domain.report.evidence import IndicatorRating, Rating, Share, Sides
from rrt_qual.domain.settings import RATING_RULE
from rrt_qual.services.figures.frequencies import checked_wave
from rrt_qual.services.figures.limits import WITHHELD, threshold
from rrt_qual.services.shared import settings
from rrt_qual.services.shared.project import Project
from rrt_qual.services.texts.texts import mask_names
from rrt_qual.store.figures import evidence, frequencies
from rrt_qual.store.figures import ratings as stored
from rrt_qual.store.figures.ratings import Override
from rrt_qual.store.file.connection import snapshot, transaction
from rrt_qual.store.project import coders

__all__ = ["RatingRule", "ratings", "retract", "rule", "set_override", "set_rule"]


def ratings(project: Project, wave: str | None = None, coder: str | None = None) -> list[IndicatorRating]:
    """Every indicator's rating in one wave (None: all waves together), in the order of the codebook.

    Counted by the any-coder rule, or for one coder; machine-made codings never count. The person who is interviewed
    in two waves counts twice when all waves are taken together. An override is about the wave it was made for alone.

    Raises:
        NotFound: no such wave or coder.
        UsageError: the settings hold a rule that cannot be read.
    """
    conn = project.conn
    with snapshot(conn):
        checked_wave(project, wave)
        by = coders.by_name(conn, coder).name if coder else None
        return rated(project, wave, by)


def rated(project: Project, wave: str | None, coder: str | None) -> list[IndicatorRating]:
    """As `ratings`, of a wave that the project need not have (nobody is coded there)."""
    conn = project.conn
    using, limit = rule(project), threshold(project)
    sides = evidence.sides(conn, wave=wave, coder=coder)
    base, _ = frequencies.base(conn, wave, coder)
    by_hand = stored.overrides(conn, wave)
    by_hand = {key: replace(o, reason=mask_names(project, o.reason)) for key, o in by_hand.items()}
    return [
        _rating(i.id, wave, sides.get(i.id, Sides()), base, using, limit, by_hand.get(i.id))
        for i in project.codebook().indicators
    ]


def rule(project: Project) -> RatingRule:
    """The project's rule; raises UsageError when the settings hold one that cannot be read."""
    return RatingRule.of(settings.value(project, RATING_RULE))


def set_rule(project: Project, values: Mapping[str, float]) -> RatingRule:
    """Change some numbers of the project's rule; logged. Returns the rule as it is now.

    Raises:
        UsageError: a name or a number is wrong; nothing was changed.
    """
    with transaction(project.conn) as conn:
        before = rule(project)
        after = RatingRule.of({**before.settings(), **values})
        settings.keep(conn, RATING_RULE, after.settings())
    return after


def set_override(
    project: Project, coder: Coder, indicator: str, rating: Rating, reason: str, wave: str | None = None
) -> None:
    """Rate an indicator otherwise than the rule, with a reason that is shown beside it; undoable.

    Raises:
        UsageError: the reason is missing.
        NotFound: no such indicator or wave.
    """
    if not reason.strip():
        raise UsageError("A rating by hand needs a reason.", "Give one with --reason; it is shown beside the rating.")
    checked_wave(project, wave)
    if indicator not in {i.id for i in project.codebook().indicators}:
        raise NotFound(f"The codebook has no indicator '{indicator}'.", "'rrt-qual ratings' lists them.")
    reason = mask_names(project, reason.strip())  # it is shown, printed and logged
    stored.put(project.conn, indicator, rating, reason, wave=wave, coder_id=coder.id)


def retract(project: Project, coder: Coder, indicator: str, wave: str | None = None) -> None:
    """Take a rating by hand back, so that the rule's stands; undoable. Raises NotFound when there is none."""
    checked_wave(project, wave)
    stored.retract(project.conn, indicator, wave=wave, coder_id=coder.id)


def _rating(
    indicator: str,
    wave: str | None,
    sides: Sides,
    base: int,
    using: RatingRule,
    limit: int,
    override: Override | None,
) -> IndicatorRating:
    hidden = 0 < base < limit
    verdict = RatingVerdict(Rating.NOT_ENOUGH, f"Too few interviews are coded. {WITHHELD}") if hidden else None
    verdict = verdict or rate(sides, base, using)
    counts = (sides.risk, sides.strength, sides.solution, sides.any)
    risk, strength, solution, spoken = (_share(None if hidden else n, base) for n in counts)
    return IndicatorRating(
        indicator=indicator,
        wave=wave,
        rating=override.rating if override else verdict.rating,
        by_rule=verdict.rating,
        because=verdict.because,
        risk=risk,
        strength=strength,
        solution=solution,
        any=spoken,
        overridden_by=override.coder if override else "",
        override_reason=override.reason if override else "",
        sides=None if hidden else sides,
        lean=verdict.lean,
        lean_low=verdict.low,
        lean_high=verdict.high,
    )


def _share(n: int | None, base: int) -> Share:
    return Share(None, 0) if n is None else Share(n, base, *wilson(n, base))
