"""Coding one interview: what a coder does to a transcript, each act on disk before it is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rrt_qual.domain.codebook import Codebook, Stance
from rrt_qual.domain.coding import Coder, Coding, Memo, MemoTarget, Origin, Showing, Undone
from rrt_qual.domain.confidentiality.privacy import Consent
from rrt_qual.domain.errors import NotFound, UsageError
from rrt_qual.domain.interview import Transcript
from rrt_qual.domain.spans import Span, trim
from rrt_qual.services.interviews.consent import refuse_withdrawn
from rrt_qual.services.shared.project import Project
from rrt_qual.services.suggestions import suggester as suggestions
from rrt_qual.services.suggestions.suggester import KeptSuggestion, SuggestionReason
from rrt_qual.store import undo
from rrt_qual.store.codebook import codebooks
from rrt_qual.store.coding import codings, memos, pins, progress
from rrt_qual.store.coding.progress import Progress
from rrt_qual.store.interviews import interviews, originals
from rrt_qual.store.interviews.interviews import Head
from rrt_qual.store.project import coders
from rrt_qual.store.project.changes import Act

__all__ = ["CodingSession", "Head", "Progress"]


class CodingSession:
    """One coder at work on a project; holds no state but who they are, the rest is in the file.

    It speaks of the original texts: programs use it. People see and say the same things through a `Lens`.
    """

    #: Blind coding: what others coded and wrote, and what machines coded, is not read.
    blind = False

    def __init__(self, project: Project, coder: Coder) -> None:
        self.project = project
        self.coder = coder

    # reading ------------------------------------------------------------------------------------

    def heads(self) -> list[Head]:
        """All interviews with this coder's progress; those withdrawn say so in `consent` and are not to be opened."""
        found = interviews.heads(self.project.conn, self.coder.id, with_withdrawn=True)
        return [replace(h, all_codings=h.codings) for h in found] if self.blind else found

    def readable(self) -> list[Head]:
        """All interviews that are not withdrawn, with this coder's progress."""
        return [h for h in self.heads() if h.consent is not Consent.WITHDRAWN]

    def transcript(self, interview_id: str) -> Transcript:
        """Text, speakers, turns, segments and attributes of an interview; raises NotFound, also when withdrawn."""
        refuse_withdrawn(self.project, interview_id)
        return originals.load(self.project.conn, interview_id)

    def codings(self, interview_id: str, *, mine: bool = False) -> list[Coding]:
        """The codings of an interview by place: everybody's, or this coder's alone; blind, those made by hand."""
        found = codings.of_interview(self.project.conn, interview_id, self.coder.id if mine or self.blind else None)
        return [c for c in found if c.origin is not Origin.MACHINE] if self.blind else found

    def coder_names(self) -> dict[str, str]:
        """Coder id -> name."""
        return {c.id: c.name for c in coders.every(self.project.conn)}

    def codebook(self) -> Codebook:
        """The codebook as it stands."""
        return codebooks.current(self.project.conn)

    def theme_counts(self, interview_id: str | None = None) -> dict[str, int]:
        """Theme id -> how often this coder has coded it (in one interview, or in all)."""
        return codings.counts_by_theme(self.project.conn, interview_id, self.coder.id)

    def recent_themes(self, limit: int = 9) -> list[str]:
        """The themes this coder applied last, latest first."""
        return codings.recent_themes(self.project.conn, self.coder.id, limit)

    def pins(self) -> dict[int, str]:
        """Digit (5 to 9) -> the theme this coder has put under it; one that is no longer in the codebook stays."""
        return pins.of(self.project.conn, self.coder.id)

    def pin(self, wanted: dict[int, str | None]) -> None:
        """Put themes under digits, or free them (None). A setting, no act: undo leaves it alone. Raises NotFound."""
        pins.put(self.project.conn, self.coder.id, wanted)

    def progress(self, interview_id: str) -> Progress:
        """Coded segments, done or not, and the place that was left."""
        return progress.of(self.project.conn, interview_id, self.coder.id)

    def last_interview(self) -> str | None:
        """The interview this coder had open last."""
        return progress.last_interview(self.project.conn, self.coder.id)

    def showing(self, interview_id: str) -> Showing:
        """What of an interview is shown; here always all."""
        return Showing.ALL

    def shown_span(self, interview_id: str, span: Span) -> Span:
        """Where a span of the original stands in the text that is shown."""
        return span

    def original_span(self, interview_id: str, shown: Span) -> Span:
        """The span of the original that a span of the text that is shown stands for."""
        return shown

    def masks(self, interview_id: str) -> tuple[Span, ...]:
        """Where the text that is shown has pseudonyms, in order."""
        return ()

    # acts ---------------------------------------------------------------------------------------

    def accept(
        self, proposal: KeptSuggestion, span: Span, reason: SuggestionReason | None = None, stance: Stance | None = None
    ) -> Coding:
        """Code a span with what is proposed for its segment; raises Conflict when it is coded so already.

        `stance` None: the proposed one.
        """
        return suggestions.accept(self.project, proposal, self.coder.id, span=span, reason=reason, stance=stance)

    def reject(self, proposal: KeptSuggestion, reason: SuggestionReason | None = None) -> None:
        """Turn a proposal down."""
        suggestions.reject(self.project, proposal, self.coder.id, reason)

    def apply(self, interview_id: str, span: Span, theme: str, stance: Stance = Stance.UNSPECIFIED) -> Coding:
        """Code a span with a theme.

        White space at the ends is left out. When this returns, it is on disk.

        Raises:
            UsageError: no words in the span.
            NotFound: no such theme or interview.
            Conflict: the very same coding is there already.
        """
        text = originals.load_text(self.project.conn, interview_id)
        span = trim(text, Span(span.start, min(span.end, len(text))))
        if not span:
            raise UsageError("There are no words in that selection.")
        return codings.add(
            self.project.conn,
            interview_id=interview_id,
            theme=theme,
            coder_id=self.coder.id,
            span=span,
            stance=stance,
            label=f"code {theme}",
        )

    def set_stance(self, coding_ids: Sequence[str], stance: Stance) -> None:
        """Give codings of this coder a stance; raises NotFound, Conflict."""
        self._change(coding_ids, f"stance {stance}", stance=stance)

    def set_span(self, coding_id: str, span: Span) -> None:
        """Move the bounds of a coding; raises UsageError, NotFound, Conflict."""
        coding = codings.get(self.project.conn, coding_id)
        text = originals.load_text(self.project.conn, coding.interview_id)
        span = trim(text, Span(span.start, min(span.end, len(text))))
        if not span:
            raise UsageError("There are no words in that selection.")
        self._change([coding_id], "bounds", span=span)

    def set_theme(self, coding_id: str, theme: str) -> None:
        """Give a coding another theme; raises NotFound, Conflict."""
        self._change([coding_id], f"theme {theme}", theme=theme)

    def remove(self, coding_ids: Sequence[str]) -> None:
        """Retire codings of this coder, in one act; raises NotFound, Conflict."""
        self._change(coding_ids, "remove", retire=True)

    def memo(self, target: MemoTarget, target_id: str) -> str:
        """This coder's memo on a coding, a theme (by its codebook id), an interview or the project."""
        found = memos.get(self.project.conn, target, self._row_id(target, target_id), self.coder.id)
        return found.text if found else ""

    def memos(self, target: MemoTarget, target_id: str) -> list[Memo]:
        """Everybody's memos on that thing; blind, this coder's alone."""
        found = memos.on(self.project.conn, target, self._row_id(target, target_id))
        return [m for m in found if m.coder_id == self.coder.id] if self.blind else found

    def set_memo(self, target: MemoTarget, target_id: str, text: str, interview_id: str | None = None) -> None:
        """Write this coder's memo on that thing; blank text takes it away."""
        memos.put(
            self.project.conn,
            target=target,
            target_id=self._row_id(target, target_id),
            coder_id=self.coder.id,
            text=text,
            label=f"memo on {target}",
            interview_id=interview_id,
        )

    def set_done(self, interview_id: str, done: bool) -> None:
        """Mark an interview as done by this coder, or as not done."""
        progress.set_done(
            self.project.conn, interview_id, self.coder.id, done, "mark done" if done else "mark not done"
        )

    def save_place(self, interview_id: str, place: Span) -> None:
        """Remember the place, so that the coder comes back to it."""
        progress.save_place(self.project.conn, interview_id, self.coder.id, place)

    def undo(self) -> Undone | None:
        """Take back this coder's latest act, in whichever interview; None when there is none."""
        return self._told(undo.undo(self.project.conn, self.coder.id))

    def redo(self) -> Undone | None:
        """Do again what was taken back last; None when there is nothing."""
        return self._told(undo.redo(self.project.conn, self.coder.id))

    def _change(
        self,
        coding_ids: Sequence[str],
        label: str,
        *,
        stance: Stance | None = None,
        span: Span | None = None,
        theme: str | None = None,
        retire: bool = False,
    ) -> None:
        codings.change(
            self.project.conn,
            coding_ids,
            coder_id=self.coder.id,
            label=label,
            stance=stance,
            span=span,
            theme=theme,
            retire=retire,
        )

    def _row_id(self, target: MemoTarget, target_id: str) -> str:
        if target is not MemoTarget.THEME:
            return target_id
        ids = codebooks.ids_of(self.project.conn, "theme")
        if target_id not in ids:
            raise NotFound(f"The codebook has no theme '{target_id}'.")
        return ids[target_id]

    def _told(self, act: Act | None) -> Undone | None:
        if act is None:
            return None
        first = act.changes[0]
        row = first.after or first.before or {}
        span = Span(row["start"], row["end"]) if "start" in row and "end" in row else None
        if span is None and "segment_id" in row:
            span = interviews.segment_span(self.project.conn, row["segment_id"])
        return Undone(act.label, first.interview_id, span)
