"""The lens of the coding screen: a coder sees pseudonyms, or the original words if that is allowed.

Text and codings in the project never move. A `Lens` is a session that speaks of the text that is shown: what it
gives and takes are offsets of that text, and it finds the way to the original and back.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from rrt_qual.domain.codebook import Stance
from rrt_qual.domain.coding import Coder, Coding, Memo, MemoTarget, Showing, Undone
from rrt_qual.domain.confidentiality.overlay import Projection
from rrt_qual.domain.errors import UsageError
from rrt_qual.domain.interview import Transcript
from rrt_qual.domain.settings import ORIGINAL
from rrt_qual.domain.spans import Span, trim
from rrt_qual.services.coding.session import CodingSession, Head, Progress
from rrt_qual.services.shared.project import Project
from rrt_qual.services.suggestions.suggester import KeptSuggestion, SuggestionReason
from rrt_qual.services.texts import texts as overlay
from rrt_qual.services.texts.names import PublicNames
from rrt_qual.services.texts.rules import may_see_originals
from rrt_qual.services.texts.texts import Texts
from rrt_qual.store.coding import codings
from rrt_qual.store.file.connection import transaction
from rrt_qual.store.project import changes
from rrt_qual.store.project.changes import Act, Change

__all__ = ["Lens"]


@dataclass(frozen=True)
class Sight:
    """How one interview is shown: what of it, the transcript as shown, and the way to the original and back.

    A segment of the original and its share of the shown text stand for one another, whatever a replacement
    that reaches over its bounds would make of it.
    """

    showing: Showing
    original: Transcript
    projection: Projection
    transcript: Transcript
    state: str

    @cached_property
    def _segments(self) -> dict[Span, Span]:
        shown = (trim(self.projection.text, s.span) for s in self.transcript.segments)
        return {one.span: span for one, span in zip(self.original.segments, shown, strict=True) if span}

    @cached_property
    def _meant(self) -> dict[Span, Span]:
        return {shown: span for span, shown in self._segments.items()}

    def shown(self, span: Span) -> Span:
        """Where a span of the original is shown, grown over the replacements that it cuts."""
        return self._segments.get(span) or self.projection.span(span)

    def meant(self, shown: Span) -> Span:
        """The span of the original that a span of the shown text stands for."""
        size = len(self.projection.text)
        within = Span(min(shown.start, size), min(shown.end, size))
        return self._meant.get(trim(self.projection.text, within)) or self.projection.original_span(within)


class Lens(CodingSession):
    """A coder's session on texts as they are shown. Not for sharing between threads.

    An interview in which words are replaced is shown with its pseudonyms until originals are asked for.
    """

    def __init__(self, project: Project, coder: Coder) -> None:
        super().__init__(project, coder)
        self._sights: dict[str, Sight] = {}
        self._looked_at: set[str] = set()
        self._original: str | None = None

    # what is shown ------------------------------------------------------------------------------

    @property
    def may_see_original(self) -> bool:
        """Whether the project lets coders see original words."""
        return may_see_originals(self.project)

    def begin(self, interview_id: str) -> None:
        """An interview is opened: with pseudonyms where there are any."""
        self._original = None
        self._sights.pop(interview_id, None)

    def show_original(self, interview_id: str, wanted: bool) -> None:
        """Show the original words of an interview from now on, or the pseudonyms; the first is logged.

        Raises:
            UsageError: nothing is replaced there, or the project does not allow it.
        """
        if wanted and not self.may_see_original:
            raise UsageError("Original words are not shown in this project.", f"The setting '{ORIGINAL.key}' says so.")
        if not Texts(self.project).replaces(interview_id):
            raise UsageError("No words of this interview are replaced: this is the original.")
        if wanted:
            with transaction(self.project.conn) as conn:
                told = Change("coder", self.coder.id, interview_id, None, {"original": True})
                changes.record(conn, label="original words shown", coder_id=self.coder.id, changes=[told], kind="log")
        self._original = interview_id if wanted else None
        self._sights.pop(interview_id, None)

    def has_changed(self, interview_id: str) -> bool:
        """Whether the interview would be shown otherwise by now: words were replaced or brought back meanwhile."""
        sight = self._sights.get(interview_id)
        return sight is not None and (sight.state != self._state() or sight.showing != self._showing(interview_id))

    def look_again(self, interview_id: str) -> None:
        """Show the interview as it would be shown by now."""
        self._sights.pop(interview_id, None)

    def _state(self) -> str:
        return overlay.state(self.project)

    def _showing(self, interview_id: str) -> Showing:
        replaced = Texts(self.project).replaces(interview_id)
        if not self.may_see_original:
            return Showing.PSEUDONYMS
        if not replaced:
            return Showing.ALL
        return Showing.ORIGINAL if self._original == interview_id else Showing.PSEUDONYMS

    def _sight(self, interview_id: str) -> Sight:
        found = self._sights.get(interview_id)
        if found is None:
            self._looked_at.add(interview_id)
            found = self._sights[interview_id] = self._look(interview_id)
        return found

    def _look(self, interview_id: str) -> Sight:
        state, showing = self._state(), self._showing(interview_id)
        original = super().transcript(interview_id)
        texts = Texts(self.project)
        if showing is Showing.ORIGINAL:
            return Sight(showing, original, Projection(original.text), original, state)
        # what it is called can hold a name that is replaced in another interview
        called = texts.name(interview_id)
        attributes = {name: texts.mask(value) for name, value in original.attributes.items()}
        if showing is Showing.ALL:
            shown = replace(original, name=called, attributes=attributes)
            return Sight(showing, original, Projection(original.text), shown, state)
        projection = texts.of(interview_id, original.text)
        shown = replace(
            self.seen_through(original, projection),
            name=called,
            speakers=texts.speakers(interview_id),
            source=replace(original.source, name=""),
            removed=(),  # what was noted at import tells labels as the file has them
            warnings=(),
            attributes=attributes,
        )
        return Sight(showing, original, projection, shown, state)

    @staticmethod
    def seen_through(original: Transcript, projection: Projection) -> Transcript:
        """A transcript with its words replaced; a replacement over a bound belongs to where it begins."""
        return replace(
            original,
            text=projection.text,
            turns=tuple(replace(t, span=projection.share(t.span)) for t in original.turns),
            segments=tuple(replace(s, span=projection.share(s.span)) for s in original.segments),
        )

    # reading ------------------------------------------------------------------------------------

    def showing(self, interview_id: str) -> Showing:
        """What of an interview is shown."""
        return self._sight(interview_id).showing

    def shown_span(self, interview_id: str, span: Span) -> Span:
        """Where a span of the original stands in the text that is shown."""
        return self._sight(interview_id).shown(span)

    def original_span(self, interview_id: str, shown: Span) -> Span:
        """The span of the original that a span of the text that is shown stands for."""
        return self._sight(interview_id).meant(shown)

    def masks(self, interview_id: str) -> tuple[Span, ...]:
        """Where the text that is shown has pseudonyms, in order."""
        return self._sight(interview_id).projection.masks

    def transcript(self, interview_id: str) -> Transcript:
        """The transcript as it is shown; raises NotFound."""
        return self._sight(interview_id).transcript

    def heads(self) -> list[Head]:
        """All interviews with this coder's progress, under the names that may be seen."""
        names = PublicNames(self.project)
        mask = names.masker.mask
        return [
            replace(
                head,
                name=names.interviews.get(head.id, head.name),
                participant=names.code(head.participant),
                attributes={name: mask(value) for name, value in head.attributes.items()},
            )
            for head in super().heads()
        ]

    def codings(self, interview_id: str, *, mine: bool = False) -> list[Coding]:
        """The codings of an interview where they are shown."""
        sight = self._sight(interview_id)
        found = super().codings(interview_id, mine=mine)
        if sight.showing is Showing.ORIGINAL:
            return found
        mask = PublicNames(self.project).masker.mask
        return sorted(
            (replace(c, span=sight.shown(c.span), memo=mask(c.memo)) for c in found),
            key=lambda c: (c.span.start, c.span.end, c.id),
        )

    def memos(self, target: MemoTarget, target_id: str) -> list[Memo]:
        """Everybody's memos on that thing; of others' memos, names are shown as readers see them."""
        mask = PublicNames(self.project).masker.mask
        return [
            m if m.coder_id == self.coder.id else replace(m, text=mask(m.text))
            for m in super().memos(target, target_id)
        ]

    def progress(self, interview_id: str) -> Progress:
        """Coded segments, done or not, and the place that was left, as it is shown."""
        found = super().progress(interview_id)
        return replace(found, place=self._sight(interview_id).shown(found.place))

    # acts ---------------------------------------------------------------------------------------

    def accept(
        self, proposal: KeptSuggestion, span: Span, reason: SuggestionReason | None = None, stance: Stance | None = None
    ) -> Coding:
        """Code a span of the shown text with what is proposed; raises Conflict."""
        sight = self._sight(proposal.interview_id)
        return self._seen(super().accept(proposal, sight.meant(span), reason, stance))

    def apply(self, interview_id: str, span: Span, theme: str, stance: Stance = Stance.UNSPECIFIED) -> Coding:
        """Code a span of the shown text; raises UsageError, NotFound, Conflict."""
        return self._seen(super().apply(interview_id, self._sight(interview_id).meant(span), theme, stance))

    def set_span(self, coding_id: str, span: Span) -> None:
        """Move the bounds of a coding; one whose bounds are left as they are shown stays as it is."""
        coding = codings.get(self.project.conn, coding_id)
        sight = self._sight(coding.interview_id)
        text = sight.projection.text
        same = trim(text, sight.shown(coding.span)) == trim(text, Span(span.start, min(span.end, len(text))))
        if not same:
            super().set_span(coding_id, sight.meant(span))

    def save_place(self, interview_id: str, place: Span) -> None:
        """Remember the place."""
        super().save_place(interview_id, self._sight(interview_id).meant(place))

    def _seen(self, coding: Coding) -> Coding:
        return replace(coding, span=self._sight(coding.interview_id).shown(coding.span))

    def _told(self, act: Act | None) -> Undone | None:
        told = super()._told(act)
        if told is None or told.span is None or told.interview_id not in self._looked_at:
            return told
        return replace(told, span=self._sight(told.interview_id).shown(told.span))
