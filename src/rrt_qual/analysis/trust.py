"""How far people and the program's suggestions agree, and how far people follow: pure functions.

A *judgement* is one coder on one segment that they coded: the themes they applied, the program's first
proposal for it, whether they had been shown proposals there before they coded, and whether any of those
codings was an accepted proposal.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rrt_qual.analysis.figures.proportion import difference, wilson


@dataclass(frozen=True, slots=True)
class Judgement:
    """One coder's themes on one segment, and the first proposal ('' when there was none)."""

    coder: str
    segment_id: str
    themes: frozenset[str]
    proposed: str
    shown: bool
    accepted: bool = False

    @property
    def agrees(self) -> bool:
        """Whether the first proposal is among the coder's themes."""
        return self.proposed in self.themes


@dataclass(frozen=True, slots=True)
class SuggestionShare:
    """`count` of `base`, with its 95 % Wilson interval; `value` is None when the base is 0."""

    count: int
    base: int

    @property
    def value(self) -> float | None:
        """The share, 0 to 1."""
        return self.count / self.base if self.base else None

    @property
    def interval(self) -> tuple[float, float]:
        """Its 95 % Wilson interval, (0, 1) when the base is 0."""
        return wilson(self.count, self.base)


@dataclass(frozen=True, slots=True)
class Acceptance:
    """What one coder did with the proposals of one theme in one month: how many were shown, taken, turned down.

    `rate` is of those decided; a proposal that was passed by in silence is in `shown` alone.
    """

    coder: str
    theme: str
    month: str
    shown: int
    accepted: int
    rejected: int

    @property
    def rate(self) -> SuggestionShare:
        """Accepted of accepted and rejected."""
        return SuggestionShare(self.accepted, self.accepted + self.rejected)


def by_month(rows: Sequence[Acceptance]) -> list[Acceptance]:
    """The same for all themes together ('*'), a row a coder and month."""
    out: dict[tuple[str, str], list[Acceptance]] = {}
    for row in rows:
        out.setdefault((row.coder, row.month), []).append(row)
    return [
        Acceptance(
            coder, "*", month, sum(r.shown for r in of), sum(r.accepted for r in of), sum(r.rejected for r in of)
        )
        for (coder, month), of in sorted(out.items())
    ]


@dataclass(frozen=True, slots=True)
class Anchoring:
    """How often a coder's themes hold the first proposal: where they had seen it, and where they had not.

    `pull` is the difference of the two shares: what seeing the proposal adds. It is no proof of undue
    influence (a coder may ask for proposals where they are unsure), but a large one is worth a blind round.
    """

    coder: str
    shown: SuggestionShare
    unseen: SuggestionShare

    @property
    def pull(self) -> float | None:
        """Share where shown less share where unseen; None when one of them has no base."""
        if self.shown.value is None or self.unseen.value is None:
            return None
        return self.shown.value - self.unseen.value

    @property
    def interval(self) -> tuple[float, float] | None:
        """95 % interval of `pull`: Newcombe's hybrid score interval (1998, method 10), or None."""
        if self.pull is None:
            return None
        return difference(self.unseen.count, self.unseen.base, self.shown.count, self.shown.base)


@dataclass(frozen=True, slots=True)
class SuggestionAgreement:
    """How the first proposal agrees with what people coded without its help.

    `percent` counts segments whose themes hold the proposal; `kappa` is Cohen's over all pairs of
    segment and theme (None when one side never varies).
    """

    among: str
    percent: SuggestionShare
    kappa: float | None


@dataclass(frozen=True, slots=True)
class Followed:
    """How much of a coder's work came from proposals, counted in coded segments.

    `taken`: of those where proposals had been shown before, the ones with an accepted proposal. `accepted`: of
    all, the ones with an accepted proposal; the others were coded by hand or imported.
    """

    coder: str
    taken: SuggestionShare
    accepted: SuggestionShare


def followed(judgements: Sequence[Judgement]) -> list[Followed]:
    """One row a coder, by name."""
    out = []
    for coder in sorted({j.coder for j in judgements}):
        mine = [j for j in judgements if j.coder == coder]
        shown = [j for j in mine if j.shown]
        taken = SuggestionShare(sum(j.accepted for j in shown), len(shown))
        out.append(Followed(coder, taken, SuggestionShare(sum(j.accepted for j in mine), len(mine))))
    return out


def anchoring(judgements: Sequence[Judgement]) -> list[Anchoring]:
    """One row a coder, by name; segments without a proposal are left out."""
    out = []
    for coder in sorted({j.coder for j in judgements}):
        mine = [j for j in judgements if j.coder == coder and j.proposed]
        out.append(Anchoring(coder, _agreeing(j for j in mine if j.shown), _agreeing(j for j in mine if not j.shown)))
    return out


def agreement(judgements: Sequence[Judgement], themes: Sequence[str]) -> list[SuggestionAgreement]:
    """Agreement on segments coded unseen (blind), and on all that were coded by hand."""
    by_hand = [j for j in judgements if not j.accepted]
    unseen = [j for j in by_hand if not j.shown]
    return [_agreement("unseen", unseen, themes), _agreement("by hand", by_hand, themes)]


def _agreement(among: str, judgements: Sequence[Judgement], themes: Sequence[str]) -> SuggestionAgreement:
    pairs = len(judgements) * len(themes)
    both = sum(j.agrees for j in judgements)
    human = sum(len(j.themes) for j in judgements)
    machine = sum(bool(j.proposed) for j in judgements)
    neither = pairs - human - machine + both
    return SuggestionAgreement(among, _agreeing(judgements), cohen(both, human - both, machine - both, neither))


def cohen(both: int, first: int, second: int, neither: int) -> float | None:
    """Cohen's kappa of a two by two table; None when agreement by chance is complete.

    Source: Cohen, J. (1960). A coefficient of agreement for nominal scales. Educational and Psychological
    Measurement 20(1), 37-46.
    """
    n = both + first + second + neither
    if not n:
        return None
    seen = (both + neither) / n
    chance = ((both + first) * (both + second) + (neither + second) * (neither + first)) / n**2
    return None if chance >= 1 else (seen - chance) / (1 - chance)


def _agreeing(judgements: Iterable[Judgement]) -> SuggestionShare:
    found = list(judgements)
    return SuggestionShare(sum(j.agrees for j in found), len(found))
