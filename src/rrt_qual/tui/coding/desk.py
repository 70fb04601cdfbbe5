"""What lies on the coder's desk: one interview, the cursor, the codings and which of them is current.

No Textual in here. The coding screen shows a `Desk` and calls its acts; each act is on disk when it
returns, and only then does the desk read back what the project holds.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from rrt_qual.domain.codebook import Codebook, Stance
from rrt_qual.domain.coding import Coding, Origin, Showing, Undone
from rrt_qual.domain.errors import UsageError
from rrt_qual.domain.interview import SpeakerRole, Transcript
from rrt_qual.domain.spans import Span, trim
from rrt_qual.services.coding.session import CodingSession
from rrt_qual.services.suggestions import suggester as suggestions
from rrt_qual.services.suggestions.suggester import KeptSuggestion
from rrt_qual.tui.coding.offers import Offers
from rrt_qual.tui.coding.word_search import WordSearch
from rrt_qual.tui.transcript.mark import Mark
from rrt_qual.tui.transcript.selection import Cursor

#: The digits that a coder puts themes under; those before are the suggestions'.
DIGITS = range(5, 10)


@dataclass(frozen=True, slots=True)
class Last:
    """The theme and stance applied last, for 'repeat'."""

    theme: str
    stance: Stance


class Desk(WordSearch):
    """One coder, one interview. `everybody` shows other coders' codings as well (never changeable)."""

    def __init__(self, session: CodingSession, interview_id: str, signs: dict[str, str], codebook: Codebook) -> None:
        super().__init__()
        self.session = session
        self.interview_id = interview_id
        self.codebook = codebook
        self.themes = {t.id: t for t in codebook.themes}
        self.signs = signs
        self.transcript: Transcript = session.transcript(interview_id)
        self.masks = session.masks(interview_id)
        self.coder_names = session.coder_names()
        self.everybody = True
        self.bounds_of: str | None = None
        self.last: Last | None = None
        self._current_id: str | None = None
        #: where another's coding was looked at: elsewhere it is no longer the current one
        self._looked_at: Span | None = None
        self.codings: list[Coding] = []
        self.offers = Offers()
        self._proposals: list[KeptSuggestion] | None = None
        self._rejected: set[tuple[str, str]] = set()
        self.cursor = Cursor.of(self.transcript)
        self.reload()

    # reading ------------------------------------------------------------------------------------

    def reload_beside(self) -> bool:
        """Read back what others did: the current coding stays it; False: the one whose bounds are moved has gone."""
        current = self.current()
        self._current_id = current.id if current else None
        self.coder_names = self.session.coder_names()
        self.reload()
        if self.bounds_of is None or any(c.id == self.bounds_of for c in self.codings):
            return True
        self.bounds_of = None
        return False

    def reload(self) -> None:
        """Read the codings, the counts and the progress back from the project."""
        self.codings = self.session.codings(self.interview_id)
        self.progress = self.session.progress(self.interview_id)
        self._rejected = suggestions.rejected_by(self.session.project, self.session.coder.id)
        self.recent = [t for t in self.session.recent_themes() if t in self.themes]
        self.pins = self.session.pins()
        if self.last is None and self.recent:
            self.last = Last(self.recent[0], Stance.UNSPECIFIED)

    def look_again(self, selection: Span) -> None:
        """Show the interview as the session shows it now; `selection` is what was selected, in the original.

        What is found, offered and being done stays as far as it can.
        """
        self.transcript = self.session.transcript(self.interview_id)
        self.masks = self.session.masks(self.interview_id)
        self.__dict__.pop("participant_segments", None)
        self.cursor = Cursor.of(self.transcript).select(self.shown_at(selection))
        more, self.offers = self.offers.more, Offers()
        if self._proposals is not None:
            self.take_offers(self._proposals)
            self.offers.at(self.offer_segment)
            self.offers.more = more
        self.reload()
        self.find(self.query)

    @property
    def showing(self) -> Showing:
        """What of the interview is shown: all, pseudonyms, or original words."""
        return self.session.showing(self.interview_id)

    def shown_at(self, span: Span) -> Span:
        """Where a span of the original stands in what is shown."""
        return self.session.shown_span(self.interview_id, span)

    def original(self) -> Span:
        """What is selected, in the original."""
        return self.session.original_span(self.interview_id, self.cursor.selection)

    def set_codebook(self, codebook: Codebook, signs: dict[str, str]) -> None:
        """Go on with another codebook."""
        self.codebook, self.signs = codebook, signs
        self.themes = {t.id: t for t in codebook.themes}

    def evidence(self) -> tuple[object, ...]:
        """What suggestions learn from here: when it differs, there is something to learn."""
        return (*((c.id, c.theme, c.span, c.stance) for c in self.codings), len(self._rejected))

    @cached_property
    def participant_segments(self) -> int:
        """How many segments are a participant's; counted once, for the heading shows it at every key."""
        t = self.transcript
        return sum(1 for s in t.segments if t.role_of(t.turns[s.turn]) is SpeakerRole.PARTICIPANT)

    def is_mine(self, coding: Coding) -> bool:
        """Whether this coder made it by hand, by accepting or by import (not a machine batch)."""
        return coding.coder_id == self.session.coder.id

    def shown(self) -> list[Coding]:
        """The codings that are shown: everybody's, or mine alone."""
        return [c for c in self.codings if self.everybody or self.is_mine(c)]

    def here(self) -> list[Coding]:
        """The shown codings that the selection touches: mine first, then by place."""
        found = [c for c in self.shown() if c.span.overlaps(self.cursor.selection)]
        return sorted(found, key=lambda c: (not self.is_mine(c), c.span.start, c.span.end, c.id))

    def current(self) -> Coding | None:
        """The coding that stance, remove, bounds and memo act on: the one chosen, else this coder's first here.

        Another's is current only while it is looked at (Tab, or its mark), never by itself.
        """
        here = self.here()
        for coding in here:
            if coding.id == self._current_id and (self.is_mine(coding) or self._looked_at == self.cursor.selection):
                return coding
        return here[0] if here and self.is_mine(here[0]) else None

    def mine_spans(self) -> list[Span]:
        """The spans this coder has coded: what 'next uncoded' jumps over."""
        return [c.span for c in self.codings if self.is_mine(c)]

    def marks(self) -> list[Mark]:
        """The shown codings as marks for the transcript."""
        current = self.current()
        return [
            Mark(
                id=c.id,
                span=c.span,
                colour=self.themes[c.theme].colour if c.theme in self.themes else "#888888",
                letters=self.signs.get(c.theme, "??"),
                stance=c.stance,
                mine=self.is_mine(c),
                current=current is not None and current.id == c.id,
                machine=c.origin is Origin.MACHINE,
            )
            for c in self.shown()
        ]

    def theme_name(self, theme_id: str) -> str:
        """The name of a theme; a retired one is called by its id."""
        return self.themes[theme_id].name if theme_id in self.themes else f"{theme_id} (no longer in the codebook)"

    # suggestions --------------------------------------------------------------------------------

    def take_offers(self, proposals: list[KeptSuggestion]) -> None:
        """Take in the proposals for this interview."""
        self._proposals = proposals
        at = self.cursor.ground.segment_near
        self.offers.put((at(self.shown_at(p.span).start), p) for p in proposals if p.theme in self.themes)

    @property
    def offer_segment(self) -> int:
        """The segment that the selection begins in; -1 where it is not the participant's talk."""
        ground = self.cursor.ground
        at = ground.segment_near(self.cursor.selection.start)
        return at if at >= 0 and ground.participant[ground.turn_of[at]] else -1

    def offered(self) -> list[KeptSuggestion]:
        """What is offered here now: neither coded so by this coder yet, nor turned down; blind, nothing."""
        if self.session.blind:
            return []
        self.offers.at(self.offer_segment)
        return self.offers.shown(self.withheld())

    def withheld(self) -> set[str]:
        """The themes that are not offered here."""
        at = self.offer_segment
        if at < 0:
            return set()
        segment = self.cursor.ground.segments[at]
        coded = {c.theme for c in self.codings if self.is_mine(c) and c.span.overlaps(segment)}
        here = self.offers.segment_id
        return coded | {theme for segment_id, theme in self._rejected if segment_id == here}

    # choosing -----------------------------------------------------------------------------------

    def next_coding(self) -> None:
        """Make the next coding of this passage the current one."""
        here = self.here()
        if here:
            ids = [c.id for c in here]
            current = self.current()
            at = ids.index(current.id) if current else -1
            self._current_id = ids[(at + 1) % len(ids)]
            self._looked_at = self.cursor.selection

    def choose(self, coding_id: str) -> None:
        """Make a coding the current one and go to where it is."""
        for coding in self.codings:
            if coding.id == coding_id:
                self._current_id = coding_id
                if not coding.span.overlaps(self.cursor.selection):
                    self.cursor = self.cursor.at(coding.span.start)
                self._looked_at = self.cursor.selection

    # acts ---------------------------------------------------------------------------------------

    def apply(self, theme: str, stance: Stance = Stance.UNSPECIFIED) -> Coding:
        """Code the selection; on disk when this returns. Raises UsageError, NotFound, Conflict."""
        coding = self.session.apply(self.interview_id, self.cursor.selection, theme, stance)
        self.last = Last(theme, stance)
        self._current_id = coding.id
        self.reload()
        return coding

    def repeat(self) -> Coding:
        """Code the selection with the theme and stance used last; raises UsageError when there is none."""
        if self.last is None:
            raise UsageError("Nothing to repeat yet.", "Choose a theme with Enter first.")
        return self.apply(self.last.theme, self.last.stance)

    def apply_pinned(self, digit: int) -> Coding:
        """Code the selection with the theme under a digit; raises UsageError when none is there, or no longer."""
        theme = self.pins.get(digit)
        if theme is None:
            raise UsageError(f"No theme is under {digit} yet.", "T puts one there, in the picker Ctrl+T.")
        if theme not in self.themes:
            raise UsageError(
                f"The theme under {digit}, '{theme}', is no longer in the codebook.", "T puts another there."
            )
        return self.apply(theme)

    def pin(self, wanted: dict[int, str | None]) -> None:
        """Put themes under digits, or free them (None)."""
        self.session.pin(wanted)
        self.reload()

    def most_used(self) -> dict[int, str]:
        """The themes this coder uses most, for the digits that are free, each theme once."""
        counts = self.session.theme_counts()
        pinned = set(self.pins.values())
        used = sorted((t for t in counts if t in self.themes and t not in pinned), key=lambda t: -counts[t])
        return dict(zip((d for d in DIGITS if d not in self.pins), used, strict=False))

    def accept(self, n: int) -> Coding:
        """Code the segment (or what is selected beyond it) with suggestion `n`, from 1; raises UsageError, Conflict."""
        return self.accept_this(self._offer(n))

    def accept_this(self, proposal: KeptSuggestion, stance: Stance | None = None) -> Coding:
        """Code the segment (or what is selected beyond it) with a suggestion, in its stance or in `stance`."""
        span = trim(self.transcript.text, self.cursor.selection)
        if self.cursor.is_segment or not span:
            span = self.cursor.ground.segments[self.offer_segment]
        reason = self.offers.reason(proposal)
        coding = self.session.accept(proposal, span, reason, stance)
        self.last = Last(coding.theme, coding.stance)
        self._current_id = coding.id
        self.reload()
        return coding

    def reject(self) -> KeptSuggestion:
        """Turn the first suggestion down; raises UsageError when there is none."""
        proposal = self._offer(1)
        reason = self.offers.reason(proposal)
        self.session.reject(proposal, reason)
        self.reload()
        return proposal

    def _offer(self, n: int) -> KeptSuggestion:
        offered = self.offered()
        if n <= len(offered):
            return replace(offered[n - 1], position=n)
        if not offered:
            raise UsageError("Nothing is suggested for this passage.", "; shows what is less likely, Enter all themes.")
        raise UsageError(f"There is no suggestion {n} here.", "; shows what is less likely, Enter all themes.")

    def set_stance(self, stance: Stance) -> Coding:
        """Give the current coding a stance."""
        coding = self._mine("give a stance to")
        self.session.set_stance([coding.id], stance)
        if self.last and self.last.theme == coding.theme:
            self.last = Last(coding.theme, stance)
        self._current_id = coding.id
        self.reload()
        return coding

    def set_theme(self, theme: str) -> Coding:
        """Give the current coding another theme."""
        coding = self._mine("change")
        self.session.set_theme(coding.id, theme)
        self._current_id = coding.id
        self.reload()
        return coding

    def begin_bounds(self) -> Coding:
        """Begin to move the bounds of the current coding: the selection becomes its span."""
        coding = self._mine("move the bounds of")
        self.bounds_of = coding.id
        self.cursor = self.cursor.select(coding.span)
        return coding

    def finish_bounds(self) -> None:
        """Give the coding that is being moved the span that is selected now."""
        if self.bounds_of is not None:
            coding_id, self.bounds_of = self.bounds_of, None
            self.session.set_span(coding_id, self.cursor.selection)
            self._current_id = coding_id
            self.reload()

    def remove(self) -> Coding:
        """Remove the current coding."""
        coding = self._mine("remove")
        self.session.remove([coding.id])
        self._current_id = None
        self.reload()
        return coding

    def undo(self) -> Undone | None:
        """Take back this coder's latest act and go to where it was, if it was in this interview."""
        return self._gone_to(self.session.undo())

    def redo(self) -> Undone | None:
        """Do again what was taken back last, and go there."""
        return self._gone_to(self.session.redo())

    def toggle_done(self) -> bool:
        """Mark the interview as done, or as not done; returns which it is now."""
        done = not self.progress.done
        self.session.set_done(self.interview_id, done)
        self.reload()
        return done

    def save_place(self) -> None:
        """Remember where the cursor is."""
        self.session.save_place(self.interview_id, self.cursor.selection)

    def _gone_to(self, undone: Undone | None) -> Undone | None:
        self.bounds_of = None
        self.reload()
        if undone and undone.interview_id == self.interview_id and undone.span:
            self.cursor = self.cursor.at(undone.span.start)
        return undone

    def not_mine(self, doing: str) -> UsageError | None:
        """Why nothing can be done to the current coding: there is none, or it is another's. None: it can be."""
        coding, here = self.current(), self.here()
        if coding is not None and self.is_mine(coding):
            return None
        if not here:
            return UsageError(f"There is no coding on this passage to {doing}.", "Choose a theme with Enter first.")
        name = self.coder_names.get((coding or here[0]).coder_id, "another coder")
        remedy = "Tab goes to yours." if self.is_mine(here[0]) else "Enter codes the passage yourself."
        return UsageError(f"This coding is {name}'s, not yours to {doing}.", remedy)

    def _mine(self, doing: str) -> Coding:
        coding, fault = self.current(), self.not_mine(doing)
        if fault is not None or coding is None:
            raise fault or UsageError("There is no coding here.")
        return coding
