"""Words that are looked for in the interview on the desk, and which of the hits one is at. No Textual in here."""

from __future__ import annotations

from rrt_qual.domain.interview import Transcript
from rrt_qual.domain.spans import Span
from rrt_qual.services.interviews.search import in_text
from rrt_qual.tui.transcript.selection import Cursor


class WordSearch:
    """Finds in `transcript` and moves `cursor`. `hit` is the number of the hit one is at; -1: there is none."""

    transcript: Transcript
    cursor: Cursor

    def __init__(self) -> None:
        self.query = ""
        self.hits: list[Span] = []
        self.hit = -1

    def find(self, query: str) -> int:
        """Look for words in the transcript, from the cursor on; returns the number of hits."""
        self.query = query
        self.hits = in_text(self.transcript.text, query)
        here = self.cursor.selection.start
        self.hit = next((n for n, h in enumerate(self.hits) if h.end > here), 0) if self.hits else -1
        return len(self.hits)

    def go_to_hit(self, step: int = 0) -> Span | None:
        """Move to the hit `step` further on (round the end); None when there are none."""
        if not self.hits:
            return None
        self.hit = (self.hit + step) % len(self.hits)
        self.cursor = self.cursor.at(self.hits[self.hit].start)
        return self.hits[self.hit]
