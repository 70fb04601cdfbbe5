"""Short opaque references to quotes: they can stand in a report, and only the project can say what they mean.

A reference is made from ids and offsets by hashing, so it holds no name and no offset, and it is the same every time.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass

from rrt_qual.domain.errors import NotFound, UsageError
from rrt_qual.domain.spans import Span
from rrt_qual.services.quotes.prepare import every_candidate
from rrt_qual.services.shared.project import Project
from rrt_qual.store.interviews import interviews, originals
from rrt_qual.store.quotes import quotes

_PLACE = re.compile(r"(?P<interview>.+):(?P<start>\d+)-(?P<end>\d+)$")
_REF = re.compile(r"q-[a-z2-7]{8}$")


@dataclass(frozen=True, slots=True)
class QuotePlace:
    """A passage of an interview and the themes that it may stand for (none: not known)."""

    interview_id: str
    span: Span
    themes: tuple[str, ...] = ()


def reference(project_id: str, interview_id: str, span: Span) -> str:
    """The reference of a passage: 'q-' and eight letters or digits."""
    digest = hashlib.sha256(f"{project_id}|{interview_id}|{span.start}|{span.end}".encode()).digest()
    return "q-" + base64.b32encode(digest[:5]).decode().lower()


def resolve(project: Project, words: str) -> QuotePlace:
    """The passage that is meant: a reference, or INTERVIEW:START-END.

    Raises:
        UsageError: it is neither.
        NotFound: no such interview or passage; a reference is of what can be chosen, pinned or refused.
    """
    words = words.strip()
    if _REF.fullmatch(words.lower()):
        return _referred(project, words.lower())
    found = _PLACE.fullmatch(words)
    if found is None:
        raise UsageError(
            f"'{words[:40]}' is no passage.", "Give the reference that 'quotes' prints, or INTERVIEW:START-END."
        )
    interview_id = interviews.find(project.conn, found["interview"])
    start, end = int(found["start"]), int(found["end"])
    if not start < end <= len(originals.load_text(project.conn, interview_id)):
        raise UsageError("There are no words at that place.", "Offsets count characters from the start of the text.")
    span = Span(start, end)
    return QuotePlace(interview_id, span, _themes(project, interview_id, span))


def _referred(project: Project, wanted: str) -> QuotePlace:
    project_id, themes = project.id, dict[tuple[str, Span], list[str]]()
    for interview_id, span, theme in _every(project):
        if reference(project_id, interview_id, span) == wanted:
            themes.setdefault((interview_id, span), []).append(theme)
    for (interview_id, span), found in themes.items():
        return QuotePlace(interview_id, span, tuple(dict.fromkeys(found)))
    raise NotFound(
        f"Nothing in this project has the reference {wanted}.",
        "It may be another project's, or its passage was coded anew since.",
    )


def _every(project: Project) -> Iterator[tuple[str, Span, str]]:
    for kept in quotes.every(project.conn):
        yield kept.interview_id, kept.span, kept.theme
    for c in every_candidate(project):
        yield c.passage.interview_id, c.span, c.passage.theme


def _themes(project: Project, interview_id: str, span: Span) -> tuple[str, ...]:
    from rrt_qual.store.coding import codings

    found = [c.theme for c in codings.of_interview(project.conn, interview_id) if c.span.overlaps(span)]
    return tuple(dict.fromkeys(found))
