"""From the candidates there are to the quotes of one selection: pinned ones, the best of the others, and what is held.

Pure: what is pinned, refused or used comes in as values, and `check` says of candidates what holds them back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rrt_qual.analysis.quotes.choose import Chooser, QuotePick, ScoredPassage
from rrt_qual.domain.confidentiality.disclosure import CheckedQuote
from rrt_qual.domain.quotes.kept import KeptQuote
from rrt_qual.domain.spans import Span

if TYPE_CHECKING:
    from rrt_qual.analysis.quotes.choose import Floats

#: How often what was held back is replaced by the next best before it is left at that. In the sample project one round
#: or two do for most themes, and the longest took nine; with fewer, some would get less than the quotes asked for,
#: while where all is held back (a filter too narrow) each further round checks more passages in vain.
_ROUNDS = 12

#: What tells candidates apart: interview, start, end, theme.
Key = tuple[str, int, int, str]


@dataclass(frozen=True, slots=True)
class Rules:
    """What one selection keeps to: `n` quotes and one that disagrees, at most `most` of one participant.

    `kept` are the pinned and the refused; `used` the spans (by interview) that may not be taken. `barred`: nothing at
    all may be printed, whatever the checks say.
    """

    n: int
    most: int
    kept: Sequence[KeptQuote]
    used: Mapping[str, Sequence[Span]]
    barred: bool = False


@dataclass(frozen=True, slots=True)
class Selected:
    """The picks that may be printed, in their order, and those held back, with the verdict on each by its key."""

    shown: tuple[QuotePick, ...]
    held: tuple[QuotePick, ...]
    verdicts: Mapping[Key, CheckedQuote]


def select(
    found: Sequence[ScoredPassage],
    vectors: Floats,
    rules: Rules,
    check: Callable[[Sequence[ScoredPassage]], Sequence[CheckedQuote]],
) -> Selected:
    """Take what is pinned; choose, check, and replace what is held back by the next best, until nothing is."""
    verdicts: dict[Key, CheckedQuote] = {}

    def held_of(picks: Sequence[QuotePick]) -> dict[Key, QuotePick]:
        """Those of some picks that may not be printed; all that are new are checked at once."""
        new = [p.candidate for p in picks if p.candidate.key not in verdicts]
        verdicts.update(zip((c.key for c in new), check(new) if new else (), strict=True))
        return {p.candidate.key: p for p in picks if rules.barred or not verdicts[p.candidate.key].printable}

    pinned = [QuotePick(c, 0.0, because="pinned") for c in _pinned(found, rules)]
    held = held_of(pinned)
    firm = [p for p in pinned if p.candidate.key not in held]
    loose = [c for c in found if not c.passage.whole]
    shut = _shut(loose, [p.candidate for p in pinned], rules)
    picks: list[QuotePick] = []
    for _ in range(_ROUNDS):
        barred = shut | held.keys()
        picks = _picks(loose, vectors, rules, [p.candidate for p in firm], barred)
        bad = held_of(picks)
        held |= bad
        if not bad:
            break
    shown = (*firm, *(p for p in picks if p.candidate.key not in held))
    return Selected(shown, tuple(held.values()), verdicts)


def _pinned(found: Iterable[ScoredPassage], rules: Rules) -> list[ScoredPassage]:
    """What was pinned and is not used yet, in the order in which it was pinned."""
    pins = {place(k): k.id for k in rules.kept if k.status == "pinned"}
    whole = {c.key: c for c in found if c.passage.whole and _place(c) in pins and not _met(c, rules.used)}
    return sorted(whole.values(), key=lambda c: pins[_place(c)])


def _picks(
    loose: Sequence[ScoredPassage], vectors: Floats, rules: Rules, firm: Sequence[ScoredPassage], barred: set[Key]
) -> list[QuotePick]:
    """The best beside those that stand firm, and one that disagrees."""
    chooser = Chooser(
        loose, vectors, per_participant=rules.most, taken=firm, barred=lambda candidate: candidate.key in barred
    )
    picks = chooser.choose(max(0, rules.n - len(firm)))
    dissent = chooser.dissent() if rules.n else None
    return [*picks, dissent] if dissent else picks


def _shut(loose: Iterable[ScoredPassage], pinned: Iterable[ScoredPassage], rules: Rules) -> set[Key]:
    """What may not be taken: used, overlapping what is pinned, or half of it (or of what was refused) refused."""
    taken: dict[str, list[Span]] = {}
    for c in pinned:
        taken.setdefault(c.passage.interview_id, []).append(c.span)
    refused: dict[tuple[str, str], list[Span]] = {}
    for k in rules.kept:
        if k.status == "refused":
            refused.setdefault((k.interview_id, k.theme), []).append(k.span)
    return {
        c.key
        for c in loose
        if _met(c, rules.used)
        or _met(c, taken)
        or any(_half(c.span, no) for no in refused.get((c.passage.interview_id, c.passage.theme), ()))
    }


def _met(c: ScoredPassage, spans: Mapping[str, Sequence[Span]]) -> bool:
    return any(span.overlaps(c.span) for span in spans.get(c.passage.interview_id, ()))


def _half(one: Span, other: Span) -> bool:
    """Whether at least half of the shorter one lies in the other."""
    common = one.intersect(other)
    return common is not None and 2 * len(common) >= min(len(one), len(other))


def place(kept: KeptQuote) -> tuple[str, Span, str]:
    """What a kept quote is known by: interview, span, theme."""
    return kept.interview_id, kept.span, kept.theme


def _place(c: ScoredPassage) -> tuple[str, Span, str]:
    return c.passage.interview_id, c.span, c.passage.theme
