"""All coded passages of a project as quotes are chosen from them: read once, judged once, kept for every theme.

Words are read through `services.texts.texts` alone: judged and shown as they may be exported, embedded as they may be
read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from rrt_qual.analysis.quotes import text as quote_text
from rrt_qual.analysis.quotes.choose import Candidate, Passage, Unit, cut, scored
from rrt_qual.analysis.quotes.text import Bound, worth
from rrt_qual.domain.codebook import STANCES, Stance
from rrt_qual.domain.coding import Coding
from rrt_qual.domain.errors import RrtError
from rrt_qual.domain.settings import MODEL
from rrt_qual.domain.spans import Span, snap_to_words
from rrt_qual.services.quotes.checks import Checker
from rrt_qual.services.shared.project import Project
from rrt_qual.services.texts.texts import Texts
from rrt_qual.store.coding import codings
from rrt_qual.store.interviews import interviews
from rrt_qual.store.interviews.interviews import Head
from rrt_qual.store.project import coders
from rrt_qual.store.quotes import quotes
from rrt_qual.store.quotes.quotes import KeptQuote, Sentence

if TYPE_CHECKING:
    from rrt_qual.analysis.quotes.choose import Floats
    from rrt_qual.suggest.embed.open import CachingEmbedder

__all__ = ["SPREAD_OVER", "Pool", "Progress"]

Progress = Callable[[int, int], None]

#: The attribute that quotes are spread over: the first of these that has more than one value.
SPREAD_OVER = ("role", "team")


class Pool:
    """The passages of a project. Not for sharing between threads; a snapshot of when it was made.

    `warning` says why, when words alone are compared for want of the language model. `like`, an older pool, lends
    its model, so that it is loaded once.
    """

    def __init__(self, project: Project, like: Pool | None = None) -> None:
        self.project = project
        self.warning: str = like.warning if like else ""
        conn = project.conn
        self.codebook = project.codebook()
        self.heads: dict[str, Head] = {h.id: h for h in interviews.heads(conn)}
        self.shown, self._read = Texts(project, for_export=True), Texts(project)
        self.kept: list[KeptQuote] = quotes.every(conn)
        self.spread_over = self._attribute()
        self._sentences: dict[str, list[Sentence]] = quotes.sentences(conn)
        self._codings: dict[str, dict[str, list[Coding]]] = {}
        for c in codings.every(conn, with_machine=False):
            if c.interview_id in self.heads:
                self._codings.setdefault(c.theme, {}).setdefault(c.interview_id, []).append(c)
        self._units: dict[tuple[str, int], tuple[Unit, ...]] = {}
        self._rows: dict[str, int] = {}
        self._embedder: CachingEmbedder | None = like._embedder if like else None
        self._vectors: Floats | None = None
        self._done: dict[str, tuple[list[Candidate], Floats]] = {}

    @cached_property
    def checker(self) -> Checker:
        """The checks of confidentiality, made once for all that is chosen from this pool."""
        return Checker(self.project)

    # who speaks ---------------------------------------------------------------------------------

    def participant(self, interview_id: str) -> str:
        """Who speaks there, the same person in every wave."""
        return self.heads[interview_id].participant or interview_id

    def _attribute(self) -> str:
        for name in SPREAD_OVER:
            if len({h.attributes.get(name, "") for h in self.heads.values()}) > 1:
                return name
        return ""

    def interviews_of(self, themes: Iterable[str]) -> list[str]:
        """The interviews in which any of these themes is coded, in order of wave and name."""
        found = {i for theme in themes for i in self._codings.get(theme, ())}
        return [i for i in self.heads if i in found]

    # passages -----------------------------------------------------------------------------------

    def candidates(self, themes: Sequence[str], progress: Progress | None = None) -> tuple[list[Candidate], Floats]:
        """The scored candidates of some themes, all waves and stances, and their vectors by `row`.

        Pinned words are candidates as they were pinned.
        """
        import numpy as np

        passages = {theme: self._passages(theme) for theme in themes if theme not in self._done}
        self._encode(progress)
        for theme, found in passages.items():
            assert self._vectors is not None
            cut_, vectors = cut(found, self._vectors)
            self._done[theme] = (scored(cut_, vectors), vectors)
        out: list[Candidate] = []
        parts: list[Floats] = []
        at = 0
        for theme in themes:
            found_, vectors = self._done[theme]
            out += [replace(c, row=c.row + at) for c in found_]
            parts.append(vectors)
            at += len(vectors)
        return out, np.concatenate(parts) if parts else np.zeros((0, 1), np.float32)

    def _passages(self, theme: str) -> list[Passage]:
        """The passages of a theme: overlapping codings joined, and what was pinned."""
        out: list[Passage] = []
        there = self._codings.get(theme, {})
        for interview_id, found in there.items():
            for span, together in unions(found):
                out += self._passage(interview_id, theme, span, together)
        for one in self.kept:
            if one.theme == theme and one.status == "pinned" and one.interview_id in self.heads:
                near = [c for c in there.get(one.interview_id, ()) if c.span.overlaps(one.span)]
                out += self._passage(one.interview_id, theme, one.span, near, whole=True)
        return out

    def _passage(
        self, interview_id: str, theme: str, span: Span, found: Sequence[Coding], *, whole: bool = False
    ) -> list[Passage]:
        """One passage, or none when no participant says a word in it."""
        stance, clarity = stance_of(found)
        runs = self._runs(interview_id, span)
        if not runs:
            return []
        head = self.heads[interview_id]
        group = head.attributes.get(self.spread_over, "") if self.spread_over else ""
        return [
            Passage(
                interview_id, self.participant(interview_id), group, theme, span, stance, clarity, tuple(runs), whole
            )
        ]

    def _runs(self, interview_id: str, span: Span) -> list[tuple[Unit, ...]]:
        """The participant's sentences within a span, turn by turn."""
        from bisect import bisect_right

        sentences = self._sentences.get(interview_id, [])
        at = bisect_right(sentences, span.start, key=lambda s: s.span.end)
        runs: list[tuple[int, list[Unit]]] = []
        while at < len(sentences) and sentences[at].span.start < span.end:
            one = sentences[at]
            units = self._sentence(interview_id, at, one.span, span) if one.participant else ()
            if units and (not runs or runs[-1][0] != one.turn):
                runs.append((one.turn, []))
            if units:
                runs[-1][1].extend(units)
            at += 1
        return [tuple(units) for _, units in runs]

    def _sentence(self, interview_id: str, number: int, sentence: Span, span: Span) -> tuple[Unit, ...]:
        """What of a sentence lies in a span, as units."""
        shown = self.shown.of(interview_id)
        if span.covers(sentence):
            if (interview_id, number) not in self._units:
                place = shown.span(sentence)
                text = place.of(shown.text)
                found = quote_text.pieces(text)
                self._units[interview_id, number] = tuple(
                    self._unit(interview_id, Span(place.start + a, place.start + b), begins, ends)
                    for a, b, begins, ends in found
                )
            return self._units[interview_id, number]
        part = sentence.intersect(span)
        if part is None:
            return ()
        place = shown.span(sentence)
        text = place.of(shown.text)
        inner = snap_to_words(shown.text, shown.span(part)).intersect(place)
        found_ = quote_text.within(text, inner.start - place.start, inner.end - place.start) if inner else None
        if found_ is None:
            return ()
        a, b, begins, ends = found_
        return (self._unit(interview_id, Span(place.start + a, place.start + b), begins, ends),)

    def _unit(self, interview_id: str, place: Span, begins: Bound, ends: Bound) -> Unit:
        """The unit at a place of the exported text."""
        shown = self.shown.of(interview_id)
        text = place.of(shown.text)
        head = len(text) - len(text.lstrip())
        place = Span(place.start + head, place.start + max(head, len(text.rstrip())))
        span = shown.original_span(place)
        said = " ".join(self._read.words(interview_id, span).split())
        row = self._rows.setdefault(said, len(self._rows))
        return Unit(span, worth(" ".join(text.split()), begins, ends), row)

    # vectors ------------------------------------------------------------------------------------

    def _encode(self, progress: Progress | None) -> None:
        """Make the vectors of all units that have none yet."""
        import numpy as np

        have = 0 if self._vectors is None else len(self._vectors)
        if self._vectors is not None and have == len(self._rows):
            return
        embedder = self._open()
        new = list(self._rows)[have:]
        fresh = embedder.encode(new, progress)
        embedder.forget()
        self._vectors = fresh if self._vectors is None else np.concatenate([self._vectors, fresh])

    def _open(self) -> CachingEmbedder:
        from rrt_qual.services.suggestions.suggester import VectorCache, cache_folder
        from rrt_qual.suggest.embed.open import CachingEmbedder, LexicalEmbedder, open_embedder

        if self._embedder is None:
            setting = str(coders.get_setting(self.project.conn, MODEL))
            try:
                inner = open_embedder(setting, cache_folder())
            except RrtError as fault:
                self.warning = f"{fault} Until then passages are compared by their words alone."
                inner = LexicalEmbedder()
            self._embedder = CachingEmbedder(inner, VectorCache(self.project, inner.dimension))
        return self._embedder


def unions(found: Sequence[Coding]) -> list[tuple[Span, list[Coding]]]:
    """Codings of one theme in one interview as unbroken stretches: those that overlap are one, touching are two."""
    out: list[tuple[Span, list[Coding]]] = []
    for c in sorted(found, key=lambda c: (c.span, c.id)):
        if out and c.span.start < out[-1][0].end:
            out[-1] = (out[-1][0].hull(c.span), [*out[-1][1], c])
        else:
            out.append((c.span, [c]))
    return out


def stance_of(found: Sequence[Coding]) -> tuple[Stance, float]:
    """The stance that most of some codings have (of equals the one with more words, then risk's order), and the share
    of all of them that have it; unspecified and 0 when none has one."""
    said: Counter[Stance] = Counter(c.stance for c in found if c.stance is not Stance.UNSPECIFIED)
    if not said:
        return Stance.UNSPECIFIED, 0.0
    long = {s: sum(len(c.span) for c in found if c.stance is s) for s in STANCES}
    best = max(STANCES, key=lambda s: (said[s], long[s], -STANCES.index(s)))
    return best, said[best] / len(found)
