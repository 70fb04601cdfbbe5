"""What lies on the reviewer's desk: the finds of one interview, which are shown, and which is current.

No Textual in here. The review screen shows a `ReviewDesk` and calls its acts; each act is on disk when it returns.
"""

from __future__ import annotations

from collections.abc import Callable

from rrt_qual.domain.coding import Undone
from rrt_qual.domain.confidentiality.privacy import FindKind, KeptFind, Status
from rrt_qual.domain.errors import UsageError
from rrt_qual.domain.interview import Transcript
from rrt_qual.domain.spans import Span, touched
from rrt_qual.services.coding.session import CodingSession
from rrt_qual.services.confidentiality.review import Item, Review
from rrt_qual.tui.confidentiality.kinds import COLOURS, SIGNS
from rrt_qual.tui.transcript.mark import Mark
from rrt_qual.tui.transcript.selection import Cursor, Ground


class ReviewDesk:
    """One coder, the finds of one interview. `only_open` and `kind` say which are shown (None: every kind)."""

    def __init__(self, review: Review, interview_id: str) -> None:
        self.review = review
        self.interview_id = interview_id
        session = CodingSession(review.project, review.coder)
        self.transcript: Transcript = session.transcript(interview_id)
        self.ground = Ground.of(self.transcript)
        self.only_open = False
        self.kind: FindKind | None = None
        self.items: list[Item] = []
        self.shown: list[Item] = []
        self._at = 0
        self.reload()
        self.next_open(0)

    # reading ------------------------------------------------------------------------------------

    def reload(self) -> None:
        """Read the finds back from the project; the cursor stays at its place."""
        before = self.current()
        self.items = self.review.items(self.interview_id)
        self._filter(before)

    def text_has_changed(self) -> bool:
        """Whether the interview no longer reads as it does here: real names went out, or came back."""
        return CodingSession(self.review.project, self.review.coder).transcript(self.interview_id) != self.transcript

    def _filter(self, before: Item | None) -> None:
        self.shown = [
            i
            for i in self.items
            if (self.kind is None or i.finding.kind is self.kind)
            and (not self.only_open or i.finding.status is Status.OPEN)
        ]
        if before is not None:
            self.go_to(before.finding.span, before.finding.id)

    def current(self) -> Item | None:
        """The find that keys act on."""
        return self.shown[self._at] if self._at < len(self.shown) else None

    @property
    def at(self) -> int:
        """The row of the current find."""
        return self._at

    def open_left(self) -> int:
        """How many finds of this interview are open."""
        return sum(i.finding.status is Status.OPEN for i in self.items)

    def counts(self) -> tuple[int, int, int]:
        """Open, replaced, kept."""
        found = [i.finding.status for i in self.items]
        return found.count(Status.OPEN), found.count(Status.REPLACED), found.count(Status.KEPT)

    def cursor(self) -> Cursor:
        """The transcript's cursor with the current find selected."""
        item = self.current()
        cursor = Cursor.on(self.ground)
        return cursor.select(item.finding.span) if item else cursor

    def outside(self) -> bool:
        """Whether the current find stands in no turn: in a heading, or in the label of a speaker."""
        item = self.current()
        return item is not None and not touched(self.ground.turns, item.finding.span)

    def marks(self) -> list[Mark]:
        """The shown finds for the transcript's margin: decided ones in small letters, kept ones with '*'."""
        from rrt_qual.domain.codebook import Stance

        now = self.current()
        return [
            Mark(
                id=i.finding.id,
                span=i.finding.span,
                colour=COLOURS[i.finding.kind],
                letters=SIGNS[i.finding.kind],
                stance=Stance.UNSPECIFIED,
                mine=i.finding.status is Status.OPEN,
                current=now is not None and now.finding.id == i.finding.id,
                machine=i.finding.status is Status.KEPT,
            )
            for i in self.shown
        ]

    # moving -------------------------------------------------------------------------------------

    def move_to(self, row: int) -> None:
        """Make the find in a row the current one."""
        self._at = max(0, min(row, len(self.shown) - 1))

    def go_to(self, span: Span, finding_id: str = "") -> None:
        """Make the find of that id the current one, else the first at or behind the place, else the last."""
        ids = [i.finding.id for i in self.shown]
        if finding_id in ids:
            self._at = ids.index(finding_id)
        else:
            self.move_to(next((n for n, i in enumerate(self.shown) if i.finding.span.start >= span.start), len(ids)))

    def next_open(self, step: int) -> bool:
        """Go to the next open find (1), the one before (-1), or the first from here on (0); round the ends.

        False: there is no other.
        """
        rows = range(len(self.shown))
        begin = self._at + step
        order = (
            [*rows[begin:], *rows[:begin]] if step >= 0 else [*reversed(rows[: self._at]), *reversed(rows[self._at :])]
        )
        for row in order:
            if self.shown[row].finding.status is Status.OPEN:
                moved = row != self._at or step == 0
                self._at = row
                return moved
        return False

    def toggle_open(self) -> bool:
        """Show the open finds alone, or all; returns which."""
        before = self.current()
        self.only_open = not self.only_open
        self._filter(before)
        return self.only_open

    def next_kind(self) -> FindKind | None:
        """Show the next kind that there is alone, after the last one all; returns it."""
        before = self.current()
        there = sorted({i.finding.kind for i in self.items}, key=list(FindKind).index)
        order: list[FindKind | None] = [None, *there]
        at = order.index(self.kind) if self.kind in order else 0
        self.kind = order[(at + 1) % len(order)]
        self._filter(before)
        return self.kind

    # acts ---------------------------------------------------------------------------------------

    def chosen(self) -> KeptFind:
        """The current find; raises UsageError when there is none."""
        item = self.current()
        if item is None:
            raise UsageError("There is no find to decide.", "m marks words by hand; f and o show other finds.")
        return item.finding

    def decide(self, act: Callable[[KeptFind], object]) -> None:
        """Do something to the current find and go on to the next that is open."""
        finding = self.chosen()
        act(finding)
        self.decided(finding)

    def decided(self, finding: KeptFind) -> None:
        """A find was decided: go on to the next that is open behind it, or round the end."""
        self.reload()
        self.go_to(finding.span, finding.id)
        self.next_open(0)

    def amend(self, act: Callable[[KeptFind], KeptFind]) -> None:
        """Change the current find and stay on it."""
        finding = act(self.chosen())
        self.reload()
        self.go_to(finding.span, finding.id)

    def gone_to(self, undone: Undone | None) -> Undone | None:
        """Go to where something was taken back, if it was here."""
        self.reload()
        if undone and undone.span and undone.interview_id == self.interview_id:
            self.go_to(undone.span)
        return undone
