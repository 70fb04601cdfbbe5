"""Codings become passages: what was coded with a theme without a break, as the sentences a quote can be cut from.

Pure: everything comes from values that were read before. Words are judged as they may be exported, and compared (by
their vectors) as they may be read.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rrt_qual.analysis.quotes import text as quote_text
from rrt_qual.analysis.quotes.choose import CodedPassage, Unit
from rrt_qual.analysis.quotes.text import Bound, worth
from rrt_qual.domain.codebook import STANCES, Stance
from rrt_qual.domain.coding import Coding
from rrt_qual.domain.confidentiality.overlay import Projection
from rrt_qual.domain.quotes.kept import Sentence
from rrt_qual.domain.spans import Span, snap_to_words


@dataclass(frozen=True, slots=True)
class QuotedTalk:
    """One interview as quotes are cut from it.

    `participant` counts as one person in all waves, `group` is what quotes are spread over. `shown` is the text as
    it may be exported, `read` as it may be read; `sentences` are those of everybody, in order.
    """

    participant: str
    group: str
    sentences: Sequence[Sentence]
    shown: Projection
    read: Projection


class PassageReader:
    """Reads passages out of interviews. `said` holds the words that need a vector, each once, in order of rows."""

    def __init__(self, talk: Mapping[str, QuotedTalk]) -> None:
        self._talk = talk
        self._whole: dict[tuple[str, int], tuple[Unit, ...]] = {}
        self.said: dict[str, int] = {}

    def passages(
        self, theme: str, coded: Mapping[str, Sequence[Coding]], pinned: Iterable[tuple[str, Span]] = ()
    ) -> list[CodedPassage]:
        """The passages of a theme: its codings by interview, those that overlap joined; then what was pinned, whole."""
        stretches = [(i, span, found, False) for i, every in coded.items() for span, found in unions(every)]
        for interview_id, span in pinned:
            near = [c for c in coded.get(interview_id, ()) if c.span.overlaps(span)]
            stretches.append((interview_id, span, near, True))
        made = (self._passage(theme, *stretch) for stretch in stretches)
        return [one for one in made if one.runs]  # where no participant says a word there is nothing to quote

    def _passage(self, theme: str, interview_id: str, span: Span, found: Sequence[Coding], whole: bool) -> CodedPassage:
        talk = self._talk[interview_id]
        runs = tuple(self._runs(interview_id, talk, span))
        return CodedPassage(interview_id, talk.participant, talk.group, theme, span, *stance_of(found), runs, whole)

    def _runs(self, interview_id: str, talk: QuotedTalk, span: Span) -> list[tuple[Unit, ...]]:
        """The participant's sentences within a span, turn by turn."""
        by_turn: dict[int, list[Unit]] = {}
        at = bisect_right(talk.sentences, span.start, key=lambda s: s.span.end)
        while at < len(talk.sentences) and (one := talk.sentences[at]).span.start < span.end:
            if one.participant and (units := self._units(interview_id, at, talk, span)):
                by_turn.setdefault(one.turn, []).extend(units)
            at += 1
        return [tuple(units) for units in by_turn.values()]

    def _units(self, interview_id: str, number: int, talk: QuotedTalk, span: Span) -> tuple[Unit, ...]:
        """What of a sentence lies in a span, as units; a whole sentence is judged once for all themes."""
        sentence = talk.sentences[number].span
        if not span.covers(sentence):
            return tuple(self._unit(talk, *piece) for piece in _part(talk.shown, sentence, span))
        if (interview_id, number) not in self._whole:
            place = talk.shown.span(sentence)
            pieces = _moved(quote_text.pieces(place.of(talk.shown.text)), place.start)
            self._whole[interview_id, number] = tuple(self._unit(talk, *piece) for piece in pieces)
        return self._whole[interview_id, number]

    def _unit(self, talk: QuotedTalk, place: Span, begins: Bound, ends: Bound) -> Unit:
        """The unit at a place of the exported text."""
        text = place.of(talk.shown.text)
        head = len(text) - len(text.lstrip())
        place = Span(place.start + head, place.start + max(head, len(text.rstrip())))
        span = talk.shown.original_span(place)
        row = self.said.setdefault(" ".join(talk.read.words(span).split()), len(self.said))
        return Unit(span, worth(" ".join(text.split()), begins, ends), row)


def _part(shown: Projection, sentence: Span, span: Span) -> list[tuple[Span, Bound, Bound]]:
    """The piece that a span which cuts a sentence leaves of it, grown to whole words; none when it leaves no word."""
    part = sentence.intersect(span)
    place = shown.span(sentence)
    inner = snap_to_words(shown.text, shown.span(part)).intersect(place) if part else None
    if inner is None:
        return []
    found = quote_text.within(place.of(shown.text), inner.start - place.start, inner.end - place.start)
    return _moved([found] if found else [], place.start)


def _moved(pieces: Iterable[tuple[int, int, Bound, Bound]], by: int) -> list[tuple[Span, Bound, Bound]]:
    return [(Span(by + start, by + end), begins, ends) for start, end, begins, ends in pieces]


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
