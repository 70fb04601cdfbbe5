"""What is spoken of within each indicator: its strengths, its risks, and the solutions that staff propose."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from rrt_qual.domain.codebook import Stance
from rrt_qual.domain.coding import Coding
from rrt_qual.domain.confidentiality.privacy import Consent
from rrt_qual.domain.report.evidence import IndicatorTalk, ProposedSolution, Solution, ThemeTally
from rrt_qual.domain.spans import Span, stretches
from rrt_qual.services.figures.frequencies import checked_wave
from rrt_qual.services.figures.limits import threshold
from rrt_qual.services.shared.project import Project
from rrt_qual.services.texts.texts import Texts
from rrt_qual.store.coding import codings
from rrt_qual.store.figures import evidence, frequencies
from rrt_qual.store.file.connection import snapshot
from rrt_qual.store.interviews import consents
from rrt_qual.store.project import coders

__all__ = ["talk"]


def talk(
    project: Project,
    wave: str | None = None,
    coder: str | None = None,
    *,
    indicator: str | None = None,
    for_export: bool = True,
) -> dict[str, IndicatorTalk]:
    """Indicator -> what is spoken of within it, of one indicator or of all, in the order of the codebook.

    Words are read through the overlays (`for_export`: open finds covered as well), and left out where the participant
    does not allow quotes. Passages of one theme that overlap, by whomever, are one; the same words are listed once
    within an indicator, under the theme that most interviews propose. Nothing is told of a wave that is too small.

    Raises:
        NotFound: no such wave or coder.
    """
    conn = project.conn
    book = project.codebook()
    wanted = [i.id for i in book.indicators if indicator in (None, i.id)]
    with snapshot(conn):
        checked_wave(project, wave)
        by = coders.by_name(conn, coder) if coder else None
        base, _ = frequencies.base(conn, wave, by.name if by else None)
        if base < threshold(project):
            return {key: IndicatorTalk(key) for key in wanted}
        tallies = _tallies(evidence.mentions(conn, wave=wave, coder=by.name if by else None))
        themes = {t.theme for (of, stance), found in tallies.items() if stance == Stance.SOLUTION for t in found}
        passages = codings.passages(
            conn, themes=sorted(themes), wave=wave, coder_id=by.id if by else None, stance=Stance.SOLUTION
        )
        by_theme: dict[str, list[Coding]] = {}
        for passage in passages:
            by_theme.setdefault(passage.theme, []).append(passage)
        words = _Words(Texts(project, for_export=for_export), consents.every(conn))
        return {
            key: IndicatorTalk(
                key,
                tuple(tallies.get((key, Stance.STRENGTH), ())),
                tuple(tallies.get((key, Stance.RISK), ())),
                tuple(_solutions(tallies.get((key, Stance.SOLUTION), ()), by_theme, words)),
            )
            for key in wanted
        }


def _tallies(mentions: Iterable[evidence.Mention]) -> dict[tuple[str, str], list[ThemeTally]]:
    """(indicator, stance) -> its themes, those most spoken of first."""
    counts: dict[tuple[str, str], dict[str, tuple[int, int]]] = {}
    for m in mentions:
        of = counts.setdefault((m.indicator, m.stance), {})
        n, passages = of.get(m.theme, (0, 0))
        of[m.theme] = (n + 1, passages + m.passages)
    return {
        which: sorted(
            (ThemeTally(theme, n, passages) for theme, (n, passages) in of.items()),
            key=lambda t: (-(t.interviews or 0), -(t.passages or 0), t.theme),
        )
        for which, of in counts.items()
    }


class _Words:
    """The words of passages, and whether they may be read."""

    def __init__(self, texts: Texts, consent: dict[str, Consent]) -> None:
        self._texts, self._consent = texts, consent

    def of(self, interview_id: str, span: Span) -> str | None:
        """The words as they may be read; None when the participant does not allow quotes."""
        if self._consent.get(interview_id, Consent.QUOTE) is not Consent.QUOTE:
            return None
        return " ".join(self._texts.words(interview_id, span).split())


def _solutions(
    tallies: Sequence[ThemeTally], passages: Mapping[str, Sequence[Coding]], words: _Words
) -> list[Solution]:
    listed: set[str] = set()
    out = []
    for tally in tallies:
        proposals, unquoted = [], 0
        for interview_id, span in _stretches(passages.get(tally.theme, ())):
            said = words.of(interview_id, span)
            if said is None:
                unquoted += 1
            elif (key := _key(said)) not in listed:
                listed.add(key)
                proposals.append(ProposedSolution(interview_id, span, said))
        out.append(Solution(tally, tuple(proposals), unquoted))
    return out


def _stretches(passages: Iterable[Coding]) -> list[tuple[str, Span]]:
    """The passages of one theme, those that overlap made one, in their order."""
    by_interview = groupby(passages, key=lambda c: c.interview_id)
    return [(key, span) for key, found in by_interview for span, _ in stretches(found, lambda c: c.span)]


def _key(words: str) -> str:
    """What is alike in two proposals that differ in marks, case and white space alone."""
    return re.sub(r"\W+", " ", words.casefold()).strip()
