"""Choosing quotes that represent a theme, by one rule that gives the same quotes every time.

1. A *passage* is the union of the codings of a theme that overlap in one interview; of a long one the best whole
   sentences are taken (`cut`).
2. Each has a *score* in five parts of 0 to 1 (`WEIGHTS`): central, stands on its own, length, fluency, clear stance.
3. `choose` takes the best ones, each unlike those before it (maximal marginal relevance, Carbonell and Goldstein 1998),
   at most so many of one participant, spread over stances and groups as the theme itself is (largest remainders,
   Hamilton's method: Balinski and Young 2001), and one more that disagrees.

Vectors are rows of length one in numpy arrays. Nothing is random; ties go by interview and place.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from rrt_qual.analysis.quotes.text import BEST, Worth, fluency, length, stands
from rrt_qual.domain.codebook import STANCES, Stance
from rrt_qual.domain.spans import Span

if TYPE_CHECKING:
    import numpy as np

    Floats = np.ndarray[Any, np.dtype[np.float32]]

K = TypeVar("K", bound=Hashable)

#: What each part of the score weighs; they add up to 1. That a quote is like what the others say weighs most, for it
#: is to represent them; then that it can be understood alone. Judged, not fitted: there is no set of good quotes.
WEIGHTS = {"central": 0.4, "stands": 0.25, "length": 0.1, "fluency": 0.1, "stance": 0.15}

#: How much a candidate's own score counts against its likeness to those chosen before it (maximal marginal relevance,
#: Carbonell and Goldstein 1998). At 1 the quotes would say the same thing again, at 0 they would differ at any price.
LAMBDA = 0.7

#: No quota makes a quote be taken whose score is under this share of the best: a stance that only poor quotes have goes
#: without one rather than be represented by half a sentence.
FLOOR = 0.6

#: The most words that sentences put together may have.
MOST_WORDS = 60


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence or clause of a passage: where it stands, what it is worth, and the row of its vector."""

    span: Span
    worth: Worth
    row: int


@dataclass(frozen=True, slots=True)
class CodedPassage:
    """What was coded with one theme without a break. `runs` are its units, turn by turn.

    `whole`: it is quoted as it stands (it was pinned), not cut to its best sentences.

    `stance` is the one most of its codings have, `clarity` (0 to 1) the share of them that do (0: none says one).
    `participant` counts as one person across waves; `group` is what the quotes are to be spread over.
    """

    interview_id: str
    participant: str
    group: str
    theme: str
    span: Span
    stance: Stance
    clarity: float
    runs: tuple[tuple[Unit, ...], ...]
    whole: bool = False


@dataclass(frozen=True, slots=True)
class ScoredPassage:
    """A passage cut to what may be quoted. `parts` are the score's parts, `words` its length, `row` its vector's."""

    passage: CodedPassage
    span: Span
    words: int
    row: int
    parts: dict[str, float] = field(default_factory=dict)

    @property
    def score(self) -> float:
        """The parts, weighted: 0 to 1."""
        return sum(WEIGHTS[name] * value for name, value in self.parts.items())

    @property
    def key(self) -> tuple[str, int, int, str]:
        """What decides between equals: interview, place, theme."""
        return (self.passage.interview_id, self.span.start, self.span.end, self.passage.theme)


@dataclass(frozen=True, slots=True)
class QuotePick:
    """A chosen candidate: how like it is to those chosen before (cosine), and why it was taken.

    `because` is 'quota' (its stance and group had a place left), 'stance' (its stance had), 'best' (no quota asked for
    another), or, of the one that disagrees, a sentence.
    """

    candidate: ScoredPassage
    alike: float
    dissent: bool = False
    because: str = ""


def weighted(vectors: Floats, people: Sequence[str]) -> Floats:
    """The middle of some vectors when each person counts the same, of length one (zeros for none)."""
    import numpy as np

    if not len(vectors):
        return np.zeros(vectors.shape[1], np.float32)
    counts = Counter(people)
    share = np.array([1.0 / counts[p] for p in people], np.float32)
    return _unit((vectors * share[:, None]).sum(axis=0))


def _unit(vector: Floats) -> Floats:
    import numpy as np

    return np.asarray(vector / max(float(np.linalg.norm(vector)), 1e-9), np.float32)


def cut(passages: Sequence[CodedPassage], vectors: Floats) -> tuple[list[ScoredPassage], Floats]:
    """The best whole sentences of each passage of one theme, and their vectors (row by row of the candidates).

    Best is: standing on its own, near the theme's middle, of a sensible length, fluent, and much of what was coded. A
    candidate's vector is the mean of its sentences', by their words.
    """
    import numpy as np

    units = [(p, u) for p in passages for run in p.runs for u in run]
    if not units:
        return [], np.zeros((0, vectors.shape[1]), np.float32)
    mine = vectors[[u.row for _, u in units]]
    near = mine @ weighted(mine, [p.participant for p, _ in units])
    top = max(float(np.quantile(near, 0.9)), 1e-6)
    closeness = dict(zip((u.row for _, u in units), np.clip(near / top, 0.0, 1.0).tolist(), strict=True))
    out: list[ScoredPassage] = []
    rows: list[Floats] = []
    for passage in passages:
        window = _window(passage, closeness)
        if window is None:
            continue
        words = sum(u.worth.words for u in window)
        weights = np.array([u.worth.words for u in window], np.float32)
        rows.append(_unit(weights @ vectors[[u.row for u in window]]))
        out.append(
            ScoredPassage(passage, window[0].span.hull(window[-1].span), words, len(rows) - 1, _parts(window, words))
        )
    return out, np.stack(rows) if rows else np.zeros((0, vectors.shape[1]), np.float32)


def _window(passage: CodedPassage, closeness: Mapping[int, float]) -> Sequence[Unit] | None:
    """The sentences of one turn that make the best quote; the first of equals."""
    if passage.whole:
        return [u for run in passage.runs for u in run] or None
    best: tuple[float, Sequence[Unit]] | None = None
    whole = sum(u.worth.words for run in passage.runs for u in run) or 1
    for run in passage.runs:
        for start in range(len(run)):
            words, near, disfluent, verb = 0, 0.0, 0, False
            for end in range(start, len(run)):
                unit = run[end]
                words += unit.worth.words
                if words > MOST_WORDS and end > start:
                    break
                near += closeness[unit.row] * unit.worth.words
                disfluent += unit.worth.disfluent
                verb = verb or unit.worth.verb
                value = (
                    0.35 * stands(run[start].worth, unit.worth, verb)
                    + 0.25 * near / max(words, 1)
                    + 0.2 * length(words)
                    + 0.1 * fluency(words, disfluent)
                    + 0.1 * words / whole
                )
                if best is None or value > best[0] + 1e-9:
                    best = (value, run[start : end + 1])
    return best[1] if best else None


def _parts(window: Sequence[Unit], words: int) -> dict[str, float]:
    verb = any(u.worth.verb for u in window)
    disfluent = sum(u.worth.disfluent for u in window)
    return {
        "stands": stands(window[0].worth, window[-1].worth, verb),
        "length": length(words),
        "fluency": fluency(words, disfluent),
    }


def scored(candidates: Sequence[ScoredPassage], vectors: Floats) -> list[ScoredPassage]:
    """Candidates of one theme with all parts of their score.

    Central is the cosine with the middle of what *others* say of the theme with the same stance, each participant
    counting the same and the whole theme as one participant more; divided by the greatest there is. Alone with a
    theme, everybody is in its middle.
    """
    import numpy as np

    if not candidates:
        return []
    people = [c.passage.participant for c in candidates]
    others = _others(vectors, people)
    central = np.ones(len(candidates), np.float32)
    for stance in dict.fromkeys(c.passage.stance for c in candidates):
        mine = [n for n, c in enumerate(candidates) if c.passage.stance is stance]
        same = _others(vectors[mine], [people[n] for n in mine])
        whole = others[mine] / np.maximum(np.linalg.norm(others[mine], axis=1, keepdims=True), 1e-9)
        middle = same + whole
        norm = np.maximum(np.linalg.norm(middle, axis=1), 1e-9)
        central[mine] = np.einsum("ij,ij->i", vectors[mine], middle) / norm
    if len(set(people)) > 1:
        central = np.clip(central / max(float(central.max()), 1e-6), 0.0, 1.0)
    else:
        central[:] = 1.0
    return [
        ScoredPassage(
            c.passage,
            c.span,
            c.words,
            c.row,
            {"central": round(float(central[n]), 4), **c.parts, "stance": round(c.passage.clarity, 4)},
        )
        for n, c in enumerate(candidates)
    ]


def _others(vectors: Floats, people: Sequence[str]) -> Floats:
    """For each row the sum, over the *other* people, of the middle of their rows."""
    import numpy as np

    names = list(dict.fromkeys(people))
    at = np.array([names.index(p) for p in people])
    middles = np.zeros((len(names), vectors.shape[1]), np.float32)
    np.add.at(middles, at, vectors)
    middles /= np.maximum(np.linalg.norm(middles, axis=1, keepdims=True), 1e-9)
    return np.asarray(middles.sum(axis=0) - middles[at], np.float32)


def apportion(weights: Mapping[K, float], n: int) -> dict[K, int]:
    """`n` places in proportion to `weights`, by largest remainders; of equal remainders the greater weight, then the
    first, is served.

    Source: Hamilton's method, in Balinski, M. L. and Young, H. P. (2001). Fair Representation. 2nd ed. Brookings.
    """
    total = sum(weights.values())
    if total <= 0 or n <= 0:
        return dict.fromkeys(weights, 0)
    exact = {key: n * value / total for key, value in weights.items()}
    out = {key: int(value + 1e-9) for key, value in exact.items()}
    keys = list(weights)
    order = sorted(keys, key=lambda k: (-round(exact[k] - out[k], 9), -weights[k], keys.index(k)))
    for key in order[: n - sum(out.values())]:
        out[key] += 1
    return out


class Chooser:
    """Chooses among the scored candidates of a theme, an indicator or a domain.

    `vectors` are the candidates' (by their `row`). `taken` are quotes that stand already (pinned ones): they count
    for the quotas, for their participants and for what the others must be unlike.
    """

    def __init__(
        self,
        candidates: Sequence[ScoredPassage],
        vectors: Floats,
        *,
        per_participant: int,
        taken: Sequence[ScoredPassage] = (),
        barred: Callable[[ScoredPassage], bool] = lambda candidate: False,
    ) -> None:
        import numpy as np

        self._all = sorted(candidates, key=lambda c: (-round(c.score, 9), c.key))
        self._vectors = vectors
        self._per_participant = per_participant
        self._people: Counter[str] = Counter()
        self._chosen: list[ScoredPassage] = []
        self._near = np.zeros(len(self._all), np.float32)
        self._rows = vectors[[c.row for c in self._all]] if self._all else vectors
        self._score = np.array([c.score for c in self._all], np.float32)
        self._open = np.array([not barred(c) for c in self._all], bool)
        self._by_stance = _people_by(candidates, lambda c: c.passage.stance)
        for one in taken:
            self._take(one)

    def most(self) -> Stance | None:
        """The stance that most participants speak with; None when no stance was said."""
        said = {s: self._by_stance.get(s, 0) for s in STANCES}
        best = max(STANCES, key=lambda s: said[s])
        return best if said[best] else None

    def choose(self, n: int) -> list[QuotePick]:
        """Up to `n` quotes beside those taken, by quota, best first."""
        stances = {s: self._by_stance[s] for s in (*STANCES, Stance.UNSPECIFIED) if s in self._by_stance}
        quota = apportion(stances, n + len(self._chosen))
        groups = {
            s: apportion(
                _people_by([c for c in self._all if c.passage.stance is s], lambda c: c.passage.group), quota[s]
            )
            for s in stances
        }
        left = Counter({(s, g): k for s, found in groups.items() for g, k in found.items()})
        for one in self._chosen:
            left[one.passage.stance, one.passage.group] -= 1
        out: list[QuotePick] = []
        while len(out) < n and (found := self._next(left)) is not None:
            at, because = found
            one = self._all[at]
            out.append(QuotePick(one, float(self._near[at]), because=because))
            left[one.passage.stance, one.passage.group] -= 1
            self._take(one)
        return out

    def _next(self, left: Counter[tuple[Stance, str]]) -> tuple[int, str] | None:
        """The best candidate that a quota asks for, else the best at all; its number and why."""
        import numpy as np

        if not self._open.any():
            return None
        gain = np.where(self._open, LAMBDA * self._score - (1 - LAMBDA) * self._near, -np.inf)
        best = int(np.argmax(gain))
        floor = FLOOR * float(self._score[self._open].max())
        stances: Counter[Stance] = Counter()
        for (stance, _), k in left.items():
            stances[stance] += k
        cells = [(c.passage.stance, c.passage.group) for c in self._all]
        for because, fits in (
            ("quota", [left[cell] > 0 and stances[cell[0]] > 0 for cell in cells]),
            ("stance", [stances[cell[0]] > 0 for cell in cells]),
        ):
            allowed = self._open & np.array(fits, bool) & (self._score >= floor)
            if allowed.any():
                at = int(np.argmax(np.where(allowed, gain, -np.inf)))
                return at, "best" if at == best else because
        return best, "best"

    def dissent(self) -> QuotePick | None:
        """The one that disagrees: the best of the stance against what most say, else the farthest in meaning.

        Most say risk (or solution): a strength disagrees; most say strength: a risk. None when nothing is left, or
        there are too few passages (three) for most and few.
        """
        import numpy as np

        if not self._open.any() or len(self._all) < 3:
            return None
        most = self.most()
        against = Stance.RISK if most is Stance.STRENGTH else Stance.STRENGTH
        floor = FLOOR * float(self._score[self._open].max())
        other = self._open & np.array([most is not None and c.passage.stance is against for c in self._all], bool)
        if (other & (self._score >= floor)).any():
            at = int(np.argmax(np.where(other, self._score, -np.inf)))
            return self._dissenting(at, f"most speak of it as a {most}, this as a {against}")
        central = np.array([c.parts["central"] for c in self._all], np.float32)
        firm = np.array([c.parts["stands"] >= 0.5 and c.words >= BEST[0] // 2 for c in self._all], bool)
        away = self._open & firm & (self._score >= 0.5 * floor) & (central < 0.9)
        if not away.any():
            return None
        return self._dissenting(
            int(np.argmin(np.where(away, central, np.inf))), "it is the farthest from what most say"
        )

    def _dissenting(self, at: int, because: str) -> QuotePick:
        pick = QuotePick(self._all[at], float(self._near[at]), True, because)
        self._take(self._all[at])
        return pick

    def _take(self, one: ScoredPassage) -> None:
        import numpy as np

        self._chosen.append(one)
        self._people[one.passage.participant] += 1
        full = self._people[one.passage.participant] >= self._per_participant
        for n, c in enumerate(self._all):
            same = c.passage.interview_id == one.passage.interview_id and c.span.overlaps(one.span)
            if same or (full and c.passage.participant == one.passage.participant):
                self._open[n] = False
        if one.row >= 0:
            self._near = np.maximum(self._near, np.clip(self._rows @ self._vectors[one.row], 0.0, 1.0))


def _people_by(candidates: Sequence[ScoredPassage], of: Callable[[ScoredPassage], K]) -> dict[K, int]:
    """How many participants speak with each value; in a fixed order."""
    people: dict[K, set[str]] = {}
    for c in candidates:
        people.setdefault(of(c), set()).add(c.passage.participant)
    return {key: len(people[key]) for key in sorted(people, key=str)}
