"""Rating an indicator red, amber or green from what interviews say of it, by one rule that can be read.

Each interview that speaks of the indicator as a strength or a risk takes a side: risk alone counts 1, strength alone
0, both a half. The mean of these is the *lean* to risk. Its Wilson interval is compared with one half.

Every interview is its own control, so this is a paired comparison: the interval leaves one half out exactly when
|risk only - strength only| / sqrt(all that take a side) exceeds the normal quantile, which is McNemar's (1947)
statistic with those who say both kept in its denominator (ties count half, as in the sign test of Coakley and Heise
1996). The true variance of the mean is smaller than the binomial one that Wilson's (1927) interval uses, by
both / (4 taken), so the rule is, if anything, slow to leave amber.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from rrt_qual.analysis.figures.proportion import quantile, wilson
from rrt_qual.domain.errors import UsageError
from rrt_qual.domain.report.evidence import Rating, Sides


@dataclass(frozen=True, slots=True)
class RatingRule:
    """The numbers of the rule; kept in the project's settings as JSON under these names.

    `min_interviews`: interviews that must be coded; `min_taking_sides`: that must take a side. `confidence`: of the
    interval (0.8 by default: rating screens for what to look at, and a wrong red costs a conversation where a
    missed one costs a colleague). `red_above`, `green_below`: where the whole interval must lie. `min_share`: the share
    of all coded interviews that must speak of it as a risk (for red) or a strength (for green).
    """

    min_interviews: int = 5
    min_taking_sides: int = 5
    confidence: float = 0.8
    red_above: float = 0.5
    green_below: float = 0.5
    min_share: float = 0.2

    def __post_init__(self) -> None:
        for name in ("min_interviews", "min_taking_sides"):
            value = getattr(self, name)
            if isinstance(value, bool) or not isinstance(value, int) or value < 1:
                raise _wrong(name, "a whole number from 1 on")
        for name, low, high in (
            ("confidence", 0.5, 0.999),
            ("red_above", 0.0, 1.0),
            ("green_below", 0.0, 1.0),
            ("min_share", 0.0, 1.0),
        ):
            value = getattr(self, name)
            if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
                raise _wrong(name, f"a number from {low:g} to {high:g}")
        if self.green_below > self.red_above:
            raise UsageError("Of the rating rule, green_below is greater than red_above.", "Exchange the two.")

    @classmethod
    def of(cls, settings: Mapping[str, Any] | None) -> RatingRule:
        """The rule that the settings hold; what they leave out is the default.

        Raises:
            UsageError: a name or a number is wrong; the sentence says which, and what would be right.
        """
        known = {f.name for f in fields(cls)}
        given = settings or {}
        if not isinstance(given, Mapping) or not known.issuperset(given):
            wrong = ", ".join(sorted(set(given) - known)) if isinstance(given, Mapping) else "not a set of names"
            raise UsageError(f"The rating rule has no '{wrong}'.", f"Its names: {', '.join(sorted(known))}.")
        return cls(**given)

    def settings(self) -> dict[str, float]:
        """The rule as it is kept."""
        return asdict(self)

    def words(self) -> list[str]:
        """The rule in sentences for people."""
        level = f"{100 * self.confidence:g} %"
        return [
            "An interview takes a side when it speaks of the indicator as a risk or as a strength."
            " Risk alone counts 1, strength alone 0, both a half; the mean is the lean to risk.",
            f"Red: the whole {level} Wilson interval of the lean is above {_percent(self.red_above)},"
            f" and at least {_percent(self.min_share)} of the coded interviews speak of it as a risk.",
            f"Green: the whole interval is below {_percent(self.green_below)},"
            f" and at least {_percent(self.min_share)} of the coded interviews speak of it as a strength.",
            "Amber: all else; both are said, or the interviews are too few to tell.",
            f"Not enough evidence: fewer than {self.min_interviews} interviews are coded,"
            f" or fewer than {self.min_taking_sides} take a side.",
        ]


@dataclass(frozen=True, slots=True)
class RatingVerdict:
    """What the rule says and why; `lean` and its interval are None when nobody takes a side."""

    rating: Rating
    because: str
    lean: float | None = None
    low: float | None = None
    high: float | None = None


def rate(sides: Sides, base: int, rule: RatingRule) -> RatingVerdict:
    """The rating of an indicator of which `base` coded interviews speak as `sides` says."""
    if not sides.taken:
        return RatingVerdict(Rating.NOT_ENOUGH, _too_few(sides, base, rule))
    weight = sides.risk_only + sides.both / 2
    low, high = wilson(weight, sides.taken, quantile(rule.confidence))
    lean = weight / sides.taken
    if base < rule.min_interviews or sides.taken < rule.min_taking_sides:
        return RatingVerdict(Rating.NOT_ENOUGH, _too_few(sides, base, rule), lean, low, high)
    found = f"{_who(sides)}: {_percent(lean)} on the side of risk"
    found += f" ({100 * rule.confidence:g} % interval {_range(low, high)})."
    rating, therefore = _decide(sides, base, (low, high), rule)
    return RatingVerdict(rating, f"{found} {therefore}", lean, low, high)


def _decide(sides: Sides, base: int, interval: tuple[float, float], rule: RatingRule) -> tuple[Rating, str]:
    low, high = interval
    if low > rule.red_above:
        said = f"The rule calls red when the whole interval is above {_percent(rule.red_above)}"
        return _if_many(Rating.RED, sides.risk, base, rule, said)
    if high < rule.green_below:
        said = f"The rule calls green when the whole interval is below {_percent(rule.green_below)}"
        return _if_many(Rating.GREEN, sides.strength, base, rule, said)
    above, below = _percent(rule.red_above), _percent(rule.green_below)
    return Rating.AMBER, f"The interval is neither wholly above {above} (red) nor wholly below {below} (green): amber."


def _if_many(rating: Rating, said_so: int, base: int, rule: RatingRule, words: str) -> tuple[Rating, str]:
    if said_so >= rule.min_share * base:
        return rating, f"{words}."
    few = f"only {said_so} of {base} coded interviews ({_percent(said_so / base)}) speak of it so"
    return Rating.AMBER, f"{words}, but {few}; it asks for {_percent(rule.min_share)}: amber."


def _who(sides: Sides) -> str:
    """'9 of 12 interviews that take a side speak of it as a risk'; with those who say both, when there are any."""
    if not sides.both:
        speak = "speaks" if sides.risk_only == 1 else "speak"
        return f"{sides.risk_only} of {sides.taken} interviews that take a side {speak} of it as a risk"
    return (
        f"Of {sides.taken} interviews that take a side, as a risk alone {sides.risk_only}, as a strength alone"
        f" {sides.strength_only}, as both (counting half) {sides.both}"
    )


def _too_few(sides: Sides, base: int, rule: RatingRule) -> str:
    if base < rule.min_interviews:
        are = "interview is" if base == 1 else "interviews are"
        return f"{base or 'No'} {are} coded; the rule asks for {rule.min_interviews}."
    take = "takes" if sides.taken == 1 else "take"
    return (
        f"{sides.taken or 'None'} of {base} coded interviews {take} a side; the rule asks for {rule.min_taking_sides}."
    )


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"


def _range(low: float, high: float) -> str:
    return f"{100 * low:.0f} to {100 * high:.0f} %"


def _wrong(name: str, right: str) -> UsageError:
    return UsageError(f"Of the rating rule, {name} is not {right}.", "See 'rrt-qual ratings --rule'.")
