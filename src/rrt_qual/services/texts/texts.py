"""Texts as they may be read: every reader but the coding screen sees interviews through this.

A *projection* has the words that were decided to be replaced by their pseudonyms, and outside the talk the
speakers' labels by what they are. An *export projection* also covers what the finder found and nobody has looked
at yet, by the kind alone: `[person]`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rrt_qual.domain.confidentiality.overlay import Projection, Replacement, project
from rrt_qual.domain.confidentiality.privacy import Status
from rrt_qual.domain.interview import Speaker
from rrt_qual.domain.spans import Span
from rrt_qual.services.shared.project import Project
from rrt_qual.services.texts.names import PublicNames
from rrt_qual.store.confidentiality import findings, overlays
from rrt_qual.store.interviews import originals
from rrt_qual.store.suggestions import suggestions
from rrt_qual.store.suggestions.suggestions import SegmentTalk

__all__ = ["Texts", "mask_names", "projection", "state"]


#: (interview, hash of its text, labels shown) -> where labels stand: neither text nor turns ever change, and
#: looking through every gap between turns again at each key of a search would take long.
_labels: dict[tuple[str, int, tuple[str, ...]], tuple[Replacement, ...]] = {}
#: More than a project has interviews, so that a search never makes one twice; an entry is some kilobytes of offsets. It
#: bounds what a process keeps that opens one project after another.
_KEPT = 2000


class Texts:
    """The projected texts of a project, each read once; a snapshot of when they were first asked for.

    `for_export` covers open findings as well. `names` are the project's names as they may be seen.
    """

    def __init__(self, project: Project, *, for_export: bool = False) -> None:
        self._conn = project.conn
        self._for_export = for_export
        self.names = PublicNames(project)
        self._participants = {one.id: one.participant for one in overlays.named(self._conn)}
        self._known: dict[str, Projection] = {}

    def of(self, interview_id: str, text: str | None = None) -> Projection:
        """The projection of an interview (`text`: its text, when it is at hand); raises NotFound."""
        if interview_id not in self._known:
            original = originals.load_text(self._conn, interview_id) if text is None else text
            self._known[interview_id] = project(original, self._laid(interview_id, original))
        return self._known[interview_id]

    def _laid(self, interview_id: str, text: str) -> Iterator[Replacement]:
        yield from findings.replacements(self._conn, interview_id).get(interview_id, ())
        if self._for_export:
            for f in findings.of_interview(self._conn, interview_id, Status.OPEN):
                yield Replacement(f.span, f"[{f.kind.replace('_', ' ')}]")
        yield from self._labels(interview_id, text)

    def words(self, interview_id: str, span: Span) -> str:
        """The words of a span of the original as they may be read."""
        return self.of(interview_id).words(span)

    def name(self, interview_id: str) -> str:
        """What an interview may be called; raises KeyError."""
        return self.names.interviews[interview_id]

    def replaces(self, interview_id: str) -> bool:
        """Whether words of an interview are replaced (its speakers' labels aside)."""
        return bool(findings.replacements(self._conn, interview_id))

    def every(self) -> list[tuple[str, str, Projection]]:
        """Id, public name and projection of every interview, by wave and name."""
        return [(i, self.name(i), self.of(i, text)) for i, _, text in originals.texts(self._conn)]

    def mask(self, text: str) -> str:
        """A free text (memo, reason, label) with every known real form replaced."""
        return self.names.masker.mask(text)

    def speakers(self, interview_id: str) -> tuple[Speaker, ...]:
        """The speakers of an interview under the labels that may be seen, in the order of the transcript."""
        return self._public(interview_id, overlays.speakers(self._conn, interview_id))

    def talk(self, interview_id: str | None = None) -> list[SegmentTalk]:
        """The participant segments (of one interview, or of all): spans of the original, words as may be read."""
        return suggestions.talk(self._conn, self.of, self.names.interviews, interview_id)

    def _public(self, interview_id: str, found: Sequence[Speaker]) -> tuple[Speaker, ...]:
        return self.names.speakers(found, self._participants.get(interview_id, ""))

    def _labels(self, interview_id: str, text: str) -> tuple[Replacement, ...]:
        """What is shown for the speakers' labels and names where they stand outside the talk."""
        real = overlays.speakers(self._conn, interview_id)
        shown = tuple(s.label for s in self._public(interview_id, real))
        key = (interview_id, hash(text), shown)
        if key not in _labels:
            while len(_labels) >= _KEPT:
                _labels.pop(next(iter(_labels)), None)
            _labels[key] = tuple(self._around_talk(interview_id, text, real, shown))
        return _labels[key]

    def _around_talk(
        self, interview_id: str, text: str, real: Sequence[Speaker], shown: Sequence[str]
    ) -> Iterator[Replacement]:
        other = [s.label.casefold() != label.casefold() or s.name for s, label in zip(real, shown, strict=True)]
        if not any(other):
            return
        anywhere = _names_of(real, shown)
        at = 0
        for start, end, speaker in [*overlays.turns(self._conn, interview_id), (len(text), len(text), -1)]:
            gap = Span(at, max(at, start))
            for pattern, label in anywhere:
                for m in pattern.finditer(text, gap.start, gap.end):
                    yield Replacement(Span(m.start(), m.end()), label)
            if speaker >= 0 and other[speaker]:
                yield from _label_before(text, gap, real[speaker].label, shown[speaker])
            at = max(at, end)


def _names_of(real: Sequence[Speaker], shown: Sequence[str]) -> list[tuple[re.Pattern[str], str]]:
    """Patterns of the speakers' labels and full names, and what stands for each; initials are too short to tell."""
    out: dict[re.Pattern[str], str] = {}
    for speaker, label in zip(real, shown, strict=True):
        for name in (speaker.name, speaker.label):
            words = name.split()
            if sum(map(len, words)) > 2 and name.casefold() != label.casefold():
                body = r"\s+".join(map(re.escape, words))
                out.setdefault(re.compile(rf"(?<!\w){body}(?!\w)", re.IGNORECASE), label)
    return list(out.items())


def _label_before(text: str, gap: Span, label: str, shown: str) -> Iterator[Replacement]:
    """The label of a turn in the gap before it: the last place where it stands as a word of its own."""
    if not label.strip():
        return
    found = list(re.compile(rf"(?<!\w){re.escape(label)}(?!\w)").finditer(text, gap.start, gap.end))
    if found and label.casefold() != shown.casefold():
        yield Replacement(Span(found[-1].start(), found[-1].end()), shown)


def projection(project: Project, interview_id: str) -> Projection:
    """One interview as it may be read now; raises NotFound."""
    return Texts(project).of(interview_id)


def mask_names(project: Project, text: str) -> str:
    """A free text (memo, reason, label) with every known real form replaced by its pseudonym.

    Whole words in any case, the longest first; a possessive is kept. For many texts use `Texts(project).mask`.
    """
    return PublicNames(project).masker.mask(text)


def state(project: Project) -> str:
    """A short string that differs as soon as readers would see something else than before."""
    return overlays.state(project.conn)
