"""What an analyst does with a quote: pin, refuse, take that back, edit its wording, release it. Each is one act."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from rrt_qual.domain.coding import Coder
from rrt_qual.domain.confidentiality.disclosure import Release
from rrt_qual.domain.errors import NotFound, UsageError
from rrt_qual.domain.quotes.wording import Edit, QuoteWord, clarification, dumps, left_out, loads, words_of
from rrt_qual.domain.quotes.wording_check import parse
from rrt_qual.domain.spans import Span, snap_to_words
from rrt_qual.services.shared.project import Project
from rrt_qual.services.texts.texts import Texts
from rrt_qual.store.confidentiality import pseudonyms
from rrt_qual.store.interviews import originals
from rrt_qual.store.quotes import quotes

__all__ = ["QuoteDraft", "draft", "edit_from_text", "forget", "known_name", "pin", "refuse", "release", "set_wording"]

#: How much of the talk around a quote is shown, in code points.
_AROUND = 400


@dataclass(frozen=True, slots=True)
class QuoteDraft:
    """A passage to be edited or looked at: its words as they may be exported, its edit, and the talk around it."""

    interview_id: str
    interview: str
    span: Span
    words: tuple[QuoteWord, ...]
    edit: Edit
    before: str
    after: str


def draft(project: Project, interview_id: str, span: Span, theme: str) -> QuoteDraft:
    """A passage with the edit that is kept for a theme; raises NotFound."""
    texts = Texts(project, for_export=True)
    shown = texts.of(interview_id)
    place = shown.span(span)
    kept = quotes.find(project.conn, interview_id, theme, span)
    return QuoteDraft(
        interview_id,
        texts.name(interview_id),
        span,
        tuple(words_of(shown, span)),
        loads(kept.wording if kept else ""),
        shown.text[max(0, place.start - _AROUND) : place.start],
        shown.text[place.end : place.end + _AROUND],
    )


def pin(project: Project, coder: Coder, interview_id: str, span: Span, theme: str, edit: Edit | None = None) -> bool:
    """Have these words stand for a theme, before all others; `edit` None: with the wording they have.

    Returns whether that was new.

    Raises:
        NotFound: no such interview or theme.
        UsageError: no participant says anything there, or the edit leaves no word.
    """
    return _put(project, coder, interview_id, span, theme, "pinned", "pin", edit)


def refuse(project: Project, coder: Coder, interview_id: str, span: Span, theme: str) -> bool:
    """Never propose these words for a theme again; returns whether that was new. Raises as `pin`."""
    return _put(project, coder, interview_id, span, theme, "refused", "refuse")


def forget(project: Project, coder: Coder, interview_id: str, span: Span, theme: str) -> str:
    """Neither pinned nor refused any more; returns which it was. Raises NotFound when it was neither."""
    kept = quotes.find(project.conn, interview_id, theme, span)
    if kept is None:
        raise NotFound("That passage is neither pinned nor refused for this theme.")
    label = "unpin a quote" if kept.status == "pinned" else "propose a quote again"
    quotes.forget(project.conn, kept.id, coder.id, f"{label} for {theme}")
    return kept.status


def set_wording(project: Project, coder: Coder, interview_id: str, span: Span, theme: str, edit: Edit) -> bool:
    """Give these words an edited wording, which pins them; returns whether that was new. Raises as `pin`."""
    return _put(project, coder, interview_id, span, theme, "pinned", "edit", edit)


def _put(
    project: Project,
    coder: Coder,
    interview_id: str,
    span: Span,
    theme: str,
    status: str,
    act: str,
    edit: Edit | None = None,
) -> bool:
    _check_span(project, interview_id, span)
    return quotes.put(
        project.conn,
        interview_id=interview_id,
        theme=theme,
        span=span,
        status=status,
        coder_id=coder.id,
        label=f"{act} a quote for {theme}",
        wording=None if edit is None else dumps(_checked(project, interview_id, span, edit)),
    )


def edit_from_text(project: Project, interview_id: str, span: Span, text: str) -> Edit:
    """The edit that makes the passage into `text`.

    Raises:
        Strays: the text says something that the transcript does not; the sentence says at which word.
        UsageError: a clarification names somebody.
    """
    words = words_of(Texts(project, for_export=True).of(interview_id), span)
    return _checked(project, interview_id, span, parse(words, text))


def release(project: Project, coder: Coder, interview_id: str, span: Span, why: str) -> Release:
    """A named person's decision that a quote may be printed although something holds it back; logged.

    Raises:
        UsageError: no reason was given.
        Conflict: nothing holds it back, or nobody can release it.
    """
    from rrt_qual.services.quotes.checks import release as released

    if not why.strip():
        raise UsageError("A release needs a reason.", "Say why this quote may be printed.")
    return released(project, coder, interview_id, span, why)


def known_name(project: Project) -> Callable[[str], bool]:
    """Says of a text whether a real name that the project knows stands in it: replaced, listed, found, a speaker's."""
    masker = Texts(project).names.masker
    listed = {form.casefold() for one in pseudonyms.listed(project.conn) for form in (one.name, *one.aliases)}
    for found in originals.open_words(project.conn):
        listed.add(" ".join(found.split()).casefold())
    listed.discard("")

    def knows(text: str) -> bool:
        said = f" {' '.join(''.join(c if c.isalnum() or c in '&’-' + chr(39) else ' ' for c in text).split())} "
        return bool(masker.holds(text)) or any(f" {name} " in said.casefold() for name in listed)

    return knows


def _checked(project: Project, interview_id: str, span: Span, edit: Edit) -> Edit:
    """The edit, once it leaves words and its clarifications name nobody."""
    words = words_of(Texts(project, for_export=True).of(interview_id), span)
    if all(left_out(words, edit)):
        raise UsageError("That wording leaves no word of the passage.", "Keep some of it, or refuse the quote.")
    knows = known_name(project) if edit.added else lambda text: False
    added = tuple((at, clarification(text, knows)) for at, text in edit.added)
    return Edit(edit.cuts, edit.cleaned, added, edit.capital, edit.stop)


def _check_span(project: Project, interview_id: str, span: Span) -> None:
    text = originals.load_text(project.conn, interview_id)
    if not span or span.end > len(text) or not span.of(text).strip():
        raise UsageError("There are no words at that place.")
    if snap_to_words(text, span) != span:
        raise UsageError("A quote begins and ends with whole words.", "Move its ends to the next spaces.")
    spoken = [s for s in quotes.sentences(project.conn, interview_id).get(interview_id, ()) if s.span.overlaps(span)]
    if not any(s.participant for s in spoken):
        raise UsageError("No participant says anything there.", "Quote what participants say.")
    if not all(s.participant for s in spoken):
        raise UsageError(
            "Somebody else speaks in the middle of that passage.", "Quote what one person says without a break."
        )
